"""Which part of a whole name is the family name, as far as a list tells."""

from __future__ import annotations

import re

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

_SURE = PARTICLES - {"te", "t", "s", "d", "v"} | {"'t", "v.d.", "v/d"}

_INITIALS = r"(?:[^\W\d_]{1,2}\.[\s-]*)+"

_CALLED = re.compile(rf"{_INITIALS}(?P<particles>[^()]*)\((?P<first>[^()]+)\)")
"""Initials, particles and the name somebody is called by: «D.J. van den (Daan)», as Osiris writes it."""

_CALLED_WITHIN = re.compile(rf"{_INITIALS}\((?P<first>[^()]+)\)\s+(?P<last>[^(),]+)")
"""A whole name with the name somebody is called by in it: «D.J. (Daan) van den Berg»."""

_WITH_INITIALS = re.compile(rf"(?P<last>[^,]+), ?{_INITIALS}(?P<particles>[^,()]*)")

_TITLE = re.compile(r"\A(?:(?:dhr|mevr|mvr|mw|mej)\b\.?|mevrouw|meneer|mijnheer)\s+(?=\S)", re.IGNORECASE)
"""How somebody is addressed: no part of a name."""


_NOTE = re.compile(
    r"\s*[(\[]\s*(?P<said>(?:uitgeschreven|uitschrijving|gestopt|stopgezet|niet (?:meer )?actief|inactief"
    r"|inactive|dropped|withdrawn)\b[^()\[\]]*)[)\]]\s*(?P<behind>,.*)?\Z",
    re.IGNORECASE,
)
"""That somebody left, behind a name: «Amrani (uitgeschreven)», «Claes [gestopt 1/10]», «Claes (gestopt), Bram»."""


def left_note(name: str) -> str:
    """What a list says behind a name of who left; "" when it says nothing."""
    found = _NOTE.search(name)
    return found["said"].strip() if found else ""


def without_note(name: str) -> str:
    """A name without what a list says behind it of who left."""
    return _NOTE.sub(lambda found: found["behind"] or "", name)


def untitled(name: str) -> str:
    """A name without how somebody is addressed before it: «Mevr. L. Ng»."""
    return _TITLE.sub("", name)


def says_called(name: str) -> bool:
    """Whether a whole name says itself what the first name in it is."""
    return _CALLED_WITHIN.fullmatch(name) is not None


def family(name: str) -> str:
    """A family name without the initials with it: «Berg, D.J. van den» or «D.J. van den Berg» is «van den Berg»."""
    found = _WITH_INITIALS.fullmatch(name)
    if found and (not found["particles"].strip() or _particles(found["particles"].strip())):
        return joined(found["particles"].strip(), found["last"])
    return re.sub(r"\A(?:[^\W\d_]\.[\s-]*)+(?=\S)", "", name)


def in_order(first: str, last: str) -> tuple[str, str]:
    """A name with its particles before the family name, also when they were sorted behind it."""
    called = _CALLED.fullmatch(first)
    if called and (not called["particles"].strip() or _particles(called["particles"].strip())):
        return called["first"].strip(), joined(called["particles"].strip(), last)
    particles, last = _behind(last)
    parts = first.split(" ")
    ahead = next((n for n in range(len(parts) - 1, 0, -1) if _particles(" ".join(parts[:n]))), 0)
    if last and ahead and first != first.lower() and "," not in first:
        return " ".join(parts[ahead:]), joined(" ".join(parts[:ahead]), particles, last)
    place = next((n for n in range(1, len(parts)) if _particles(" ".join(parts[n:]))), 0)
    if place and last:
        return " ".join(parts[:place]).rstrip(","), joined(" ".join(parts[place:]), particles, last)
    return first, joined(particles, last)


def _behind(last: str) -> tuple[str, str]:
    """The particles behind a family name, and that name: «Berg, van den», «Berg (van den)», «Berg van den»."""
    between, _, behind = last.rpartition(", ")
    if between and _particles(behind):
        return behind, between
    parts = last.split(" ")
    for place in range(1, len(parts)):
        name, behind = " ".join(parts[:place]), " ".join(parts[place:])
        bare = behind[1:-1] if behind[0] + behind[-1] == "()" else behind
        if name != name.lower() and _particles(bare):
            return bare, name
    return "", last


def told_by(cells: list[str]) -> bool:
    """Whether a column holds particles and nothing else, whatever it is called: «Tussenv.», «Tv»."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(_particles(cell) and len("".join(words(cell))) > 1 for cell in filled)


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
    if called := _CALLED_WITHIN.fullmatch(name):
        return called["first"].strip(), called["last"].strip()
    if commas:
        last, first = _parted(name)
        middle, rest = _parted(first)
        if rest and _particles(middle):
            first, last = rest, f"{middle} {last}"
        return (first, last) if first or " " in name else (name, "")
    if order == LAST and " " in name:
        last, _, first = name.rpartition(" ")
        return first, last.strip()
    first, _, last = name.partition(" ")
    return first, last.strip()


def _parted(name: str) -> tuple[str, str]:
    """What stands before a comma and behind it, with a space after it or without."""
    before, _, behind = name.partition(", " if ", " in name else ",")
    return before.strip(), behind.strip()


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
