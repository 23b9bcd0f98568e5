"""Which part of a whole name is the family name, as far as a list tells."""

from __future__ import annotations

from sowcourse.cohort.names import PARTICLES, words

FIRST, LAST = "voornaam-eerst", "achternaam-eerst"
"""How a column with whole names can be read."""

ORDERED = {
    **dict.fromkeys(("naamenvoornaam", "naamvoornaam", "achternaamvoornaam", "achternaamenvoornaam"), LAST),
    **dict.fromkeys(("familienaamvoornaam", "familienaamenvoornaam", "lastnamefirstname"), LAST),
    **dict.fromkeys(("voornaamnaam", "voornaamennaam", "voornaamachternaam", "voornaamenachternaam"), FIRST),
    **dict.fromkeys(("voornaamfamilienaam", "voornaamenfamilienaam", "firstnamelastname"), FIRST),
}
"""Columns with whole names that say themselves what stands first."""

_SURE = PARTICLES - {"te", "t", "s", "d"} | {"'t"}


def in_order(first: str, last: str) -> tuple[str, str]:
    """A name with its particles before the family name, also when they were sorted behind it."""
    behind = last.rpartition(", ")
    if behind[0] and _particles(behind[2]):
        return first, f"{behind[2]} {behind[0]}"
    parts = first.split(" ")
    place = next((n for n in range(1, len(parts)) if _particles(" ".join(parts[n:]))), 0)
    return (
        (" ".join(parts[:place]).rstrip(","), f"{' '.join(parts[place:])} {last}") if place and last else (first, last)
    )


def _particles(text: str) -> bool:
    return bool(text.strip()) and text == text.lower() and all(word in PARTICLES for word in words(text))


def evident(names: list[str]) -> str:
    """Which order particles give away: nobody's first name is «van», and no family name ends in it; "" for none."""
    begin = any(_is_particle(name.split()[0]) for name in names)
    within = any(
        _is_particle(parts[place]) and not any(map(_is_particle, parts[:place]))
        for parts in (name.split() for name in names)
        for place in range(1, len(parts) - 1)
    )
    return "" if begin == within else LAST if begin else FIRST


def _is_particle(word: str) -> bool:
    return word.casefold() in _SURE


def apart(name: str, order: str, commas: bool) -> tuple[str, str]:
    """First and family name."""
    if commas:
        last, _, first = name.partition(", ")
        middle, _, rest = first.partition(", ")
        if rest and _particles(middle):
            first, last = rest, f"{middle} {last}"
        return (first, last) if first or " " in name else (name, "")
    if order == LAST and " " in name:
        last, _, first = name.rpartition(" ")
        return first, last.strip()
    first, _, last = name.partition(" ")
    return first, last.strip()


def holds(name: str, part: str) -> bool:
    own, found = words(name), words(part)
    return bool(found) and len(own) > len(found) and set(found) <= set(own)


def without(name: str, part: str) -> str:
    """A whole name without a part of it that stands in front or behind."""
    if not holds(name, part):
        return name
    if name.casefold().startswith(part.casefold()):
        return name[len(part) :].strip(" ,")
    if name.casefold().endswith(part.casefold()):
        return name[: -len(part)].strip(" ,")
    return " ".join(word for word in name.split() if not set(words(word)) <= set(words(part)))


def joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
