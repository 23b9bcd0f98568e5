"""Positions before and after a motion, as a table from which nobody's opinion can be worked out.

One table per motion is shown, without totals of rows and columns, and only numbers of GROUP students or more. What
is not shown together holds nobody or at least GROUP students, and is spread over two or more places, so that taking
away what is shown from the whole leaves no smaller group. When everything is shown, every row and column in use has
at least two places, so that one position does not tell the other. The finest table that holds to this and shows at
least half of the students is taken; else none. See docs/decisions/021-opinions-of-a-class.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sowcourse.debate import POSITIONS
from sowcourse.notebook import Notebook, source
from sowcourse.pages.page import paragraph, render

GROUP = 5
"""Opinions of fewer students than this are never shown."""

HIDDEN = "…"
"""In the place of a number that is not shown; also when it is zero."""

Pair = tuple[str, str]
"""A position before and one after."""

_SIDES = {
    "helemaal oneens": "(helemaal) oneens",
    "oneens": "(helemaal) oneens",
    "neutraal": "neutraal",
    "eens": "(helemaal) eens",
    "helemaal eens": "(helemaal) eens",
}
_MOVES = ("meer oneens dan vooraf", "hetzelfde", "meer eens dan vooraf")
_MOTION = re.compile(r"\*\*stelling\*\*.*?((?:^>.*\n?)+)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Shown:
    """A table that may be shown."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: dict[Pair, int]
    """(row, column) → number of students, each GROUP or more; what is missing is not shown."""


def shown(pairs: Sequence[Pair], least: float = 0.5) -> Shown | None:
    """The finest table of these positions that may be shown; None when there is none.

    Parameters: pairs – one per student, of POSITIONS; least – the share of them that a table has to show.
    """
    sides = tuple(dict.fromkeys(_SIDES.values()))
    by_side = [(_SIDES[before], _SIDES[after]) for before, after in pairs]
    moved = [("", _MOVES[1 + _sign(POSITIONS.index(after) - POSITIONS.index(before))]) for before, after in pairs]
    tables = ((POSITIONS, POSITIONS, pairs), (sides, sides, by_side), (("",), _MOVES, moved))
    for rows, columns, found in tables:
        counts = _protected(Counter(found), len(rows) * len(columns), crossed=len(rows) > 1)
        if counts and sum(counts.values()) >= least * len(found):
            return Shown(tuple(rows), tuple(columns), counts)
    return None


def _protected(counts: Counter[Pair], places: int, crossed: bool) -> dict[Pair, int]:
    """The counts that may be shown; {} when none may.

    Parameters: places – how many places the table has; crossed – whether it is one position against another.
    """
    kept = {place: number for place, number in counts.items() if number >= GROUP}
    while kept:
        left = counts.total() - sum(kept.values())
        if left == 0 and len(kept) > 1 and not (crossed and _tells(kept)):
            return kept
        if left >= GROUP and places - len(kept) > 1:
            return kept
        del kept[min(kept, key=lambda place: (kept[place], place))]
    return {}


def _tells(kept: dict[Pair, int]) -> bool:
    """Whether in some row or column all students stand in one place."""
    rows, columns = (Counter(place[side] for place in kept) for side in (0, 1))
    return any(rows[before] == 1 or columns[after] == 1 for before, after in kept)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def position_table(pairs: Sequence[Pair]) -> Markup:
    """The positions of a class, or a sentence that says why they are not shown."""
    chosen = [pair for pair in pairs if all(position in POSITIONS for position in pair)]
    if len(chosen) < GROUP:
        return paragraph(f"Minder dan {GROUP} studenten vulden beide standpunten in; dan tonen we niets.")
    found = shown(chosen)
    if found is None:
        return paragraph(
            f"{len(chosen)} studenten vulden beide standpunten in, maar zo verspreid dat elke tabel iets over één "
            "student zou verraden of bijna leeg zou zijn. Daarom tonen we er geen."
        )
    caption = f"Standpunten van {len(chosen)} studenten: vooraf en achteraf"
    if len(found.rows) == 1:
        header = ["achteraf", "studenten"]
        rows: list[tuple[object, ...]] = [(column, found.counts.get(("", column), HIDDEN)) for column in found.columns]
    else:
        header = ["vooraf ↓ · achteraf →", *found.columns]
        rows = [(row, *(found.counts.get((row, column), HIDDEN) for column in found.columns)) for row in found.rows]
    numbers = range(1, len(header))
    return render("position", caption=caption, header=header, rows=rows, numbers=numbers, hidden=HIDDEN, group=GROUP)


def motion(task: Notebook) -> Markup:
    """The motion of an assignment as HTML; "" when its task holds none."""
    for cell in task["cells"]:
        found = _MOTION.search(source(cell))
        if found:
            words = " ".join(line.lstrip("> ") for line in found[1].strip().splitlines())
            return render("motion", words=words)
    return Markup()
