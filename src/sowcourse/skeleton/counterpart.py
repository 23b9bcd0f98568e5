"""Which text of an earlier version of a list a text was, where texts have no name and go by their place.

A place says nothing once something above it came or went, so what stood there decides: the same text; else what stood
alone between the same neighbours; else the one text that is clearly most alike, each for the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from sowcourse.skeleton.house_form import Entry

ALIKE = 0.6
"""From this likeness on a text can be another version of another: more than half of it is the same."""

CLEARLY = 0.1
"""So much more alike than the next one is what a text came from."""


class UndecidedError(Exception):
    """More than one text of the earlier version may be it, or none clearly."""


def counterpart(now: Sequence[Entry], number: int, before: Sequence[Entry]) -> int | None:
    """The place in `before` of what stands at `number` in `now`; None when it was not there.

    Raises: UndecidedError.
    """
    same = _same(now, before)
    if number in same:
        return same[number]
    left = [place for place in range(len(before)) if place not in same.values()]
    between = _between(same, number, len(before))
    here = [place for place in left if place in between]
    mine = [place for place in range(len(now)) if place not in same and _between(same, place, len(before)) == between]
    if len(here) == len(mine) == 1:
        return here[0]
    others = [place for place in range(len(now)) if place not in same and place != number]
    return _most_alike(now, number, others, before, left, here)


def _same(now: Sequence[Entry], before: Sequence[Entry]) -> dict[int, int]:
    """Place in the one → place of the same text in the other; of texts that say the same, in their order."""
    taken: set[int] = set()
    found = {}
    for number, entry in enumerate(now):
        place = next((at for at, other in enumerate(before) if at not in taken and other == entry), None)
        if place is not None:
            found[number] = place
            taken.add(place)
    return found


def _between(same: dict[int, int], number: int, length: int) -> range:
    """The places of `before` between what are the neighbours of a text now, as far as those were there."""
    above = max((at for at in same if at < number), default=None)
    below = min((at for at in same if at > number), default=None)
    return range(0 if above is None else same[above] + 1, length if below is None else same[below])


def _most_alike(
    now: Sequence[Entry],
    number: int,
    others: Sequence[int],
    before: Sequence[Entry],
    left: Sequence[int],
    here: Sequence[int],
) -> int | None:
    likeness = {place: _alike(now[number], before[place]) for place in left}
    ranked = sorted(left, key=lambda place: likeness[place], reverse=True)
    if not ranked or likeness[ranked[0]] < ALIKE:
        if here:  # something stood in this place, and whether it was this text nobody can say
            raise UndecidedError
        return None
    best = ranked[0]
    rivals = [likeness[place] for place in ranked[1:]] + [_alike(now[place], before[best]) for place in others]
    if any(likeness[best] - rival < CLEARLY for rival in rivals):
        raise UndecidedError
    return best


def _alike(one: Entry, other: Entry) -> float:
    """How much two texts say the same: 0 to 1."""
    return SequenceMatcher(None, _said(one), _said(other), autojunk=False).ratio()


def _said(entry: Entry) -> list[str]:
    """The words of a text, without the names of its fields."""
    return " ".join(str(value) for value in entry.values()).split()
