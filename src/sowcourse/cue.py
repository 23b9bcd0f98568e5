"""Words that give an impression, as `course/mirror.toml` writes them, found in a parsed sentence.

A cue is a row of words: «ik denken< dat». `a/b` is a or b, `denken*` any form of a verb, `denken<` its past,
`denken>` its participle, `denken=` its present, `aan|nemen*` a verb that splits, `@name` a group of words, `..` at most
five words between, within one clause, `...` at most ten in the sentence, `#` a person by role or name, `-regels` also a
compound that ends so, and `(word)` may be absent. A leading `~` makes a cue faint: it can strengthen another, and says
nothing alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sowcourse.clause import DETERMINERS, Parsed, is_named
from sowcourse.verb import PARTICLES, verb

_NEAR, _FAR, _SPLIT, _MOST_GAPS = 5, 10, 9, 3
_MARKS = "*<>="
_NOUNS = frozenset(
    ["namen", "reden", "streken", "lagen", "wezen", "zonden", "bond", "band", "lag", "zin", "mat", "stal"]
)
"""Past forms that are also nouns: after «de» or «mijn» they are."""


@dataclass(frozen=True)
class _Item:
    words: frozenset[str]
    endings: tuple[str, ...] = ()
    """Heads of compounds: «-regels» is also «inkoopregels»."""
    particled: frozenset[str] = frozenset()
    """Words that also count with a particle in front: «binnenkwam»."""
    particle: str = ""
    """The rest of a split verb, to be found later in the clause."""
    gap: int = 0
    """Most words skipped before this item."""
    far: bool = False
    """Whether skipping may cross clauses."""
    optional: bool = False


@dataclass(frozen=True)
class Cue:
    """One row of words."""

    text: str
    items: tuple[tuple[_Item, ...], ...]
    """Ways to write it: a verb that splits is one word or two."""
    faint: bool = False

    def find(self, parsed: Parsed) -> Iterator[tuple[int, ...]]:
        """Places of the words, for each place where the cue begins."""
        ways = [items for items in self.items if all(_may_stand(item, parsed.smalls) for item in items)]
        for start in range(len(parsed.words)) if ways else ():
            for items in ways:
                places = _match(items, parsed, start)
                if places:
                    yield places
                    break


def read_cue(text: str, groups: Mapping[str, tuple[str, ...]] | None = None) -> Cue:
    """A cue from its notation.

    Raises: ValueError when the notation says nothing, or leaves so much open that looking for it takes forever.
    """
    bare = text.removeprefix("~").strip()
    ways: list[tuple[_Item, ...]] = [()]
    gap, far = 0, False
    for part in bare.split():
        if set(part) == {"."}:
            gap, far = (_NEAR, False) if part == ".." else (_FAR, True)
            continue
        ways = [(*way, item) for way in ways for item in _items(part, groups or {}, gap, far)]
        gap, far = 0, False
    if not ways[0] or gap or sum(item.gap > 0 for item in ways[0]) > _MOST_GAPS:
        raise ValueError(text)
    return Cue(text, tuple(ways), text.startswith("~"))


def _items(part: str, groups: Mapping[str, tuple[str, ...]], gap: int, far: bool) -> list[_Item]:
    optional = part.startswith("(") and part.endswith(")")
    words: set[str] = set()
    endings: list[str] = []
    particled: set[str] = set()
    splits: list[_Item] = []
    for option in part.strip("()").split("/"):
        mark = option[-1] if option[-1] in _MARKS else ""
        name = option.removesuffix(mark).casefold()
        members = groups[name[1:]] if name.startswith("@") else (name,)
        for member in members:
            own = member[-1] if member[-1] in _MARKS else mark
            if member.startswith("-"):
                endings.append(member[1:])
                words.add(member[1:])
                continue
            particle, _, bare = member.removesuffix(own).rpartition("|")
            forms = _forms(bare, own)
            if particle:
                words |= {particle + form for form in forms}
                splits.append(_Item(forms, particle=particle, gap=gap, far=far))
            else:
                words |= forms
                particled |= forms if own in {"<", ">"} and name.startswith("@") else set()
    return [_Item(frozenset(words), tuple(endings), frozenset(particled), "", gap, far, optional), *splits]


def _forms(word: str, mark: str) -> frozenset[str]:
    if not mark:
        return frozenset({word})
    found = verb(word)
    return {"*": found.all, "<": found.past, ">": found.participle, "=": found.present}[mark]


def _may_stand(item: _Item, smalls: frozenset[str]) -> bool:
    """Whether an item can be found at all; sifts out most cues at once."""
    return (
        item.optional or bool(item.particled or item.endings) or "#" in item.words or not item.words.isdisjoint(smalls)
    )


def _match(items: tuple[_Item, ...], parsed: Parsed, start: int, before: tuple[int, ...] = ()) -> tuple[int, ...]:
    """Places of the items from `start` on; the first way that fits."""
    if not items:
        return tuple(sorted(before))
    item = items[0]
    for place in range(start, min(start + 1 + (item.gap if before else 0), len(parsed.words))):
        here = _places(item, parsed, place, before)
        if here:
            found = _match(items[1:], parsed, place + 1, (*before, *here))
            if found:
                return found
    return _match(items[1:], parsed, start, before) if item.optional and (before or items[1:]) else ()


def _places(item: _Item, parsed: Parsed, place: int, before: tuple[int, ...]) -> tuple[int, ...]:
    if not _fits(item, parsed, place, before):
        return ()
    if not item.particle:
        return (place,)
    clause = parsed.words[place].clause
    later = range(place + 1, min(place + 1 + _SPLIT, len(parsed.words)))
    rest = (p for p in later if parsed.words[p].small == item.particle and parsed.words[p].clause == clause)
    return next(((place, found) for found in rest), ())


def _fits(item: _Item, parsed: Parsed, place: int, before: tuple[int, ...]) -> bool:
    word = parsed.words[place]
    if item.gap and not item.far and before and word.clause != parsed.words[max(before)].clause:
        return False
    if word.small in _NOUNS and place and parsed.words[place - 1].small in DETERMINERS:
        return False
    if word.small in item.words or ("#" in item.words and is_named(parsed.text, parsed.words, place)):
        return True
    if item.endings and word.small.endswith(item.endings):
        return True
    return bool(item.particled) and any(
        word.small.startswith(particle) and word.small.removeprefix(particle) in item.particled
        for particle in PARTICLES
    )
