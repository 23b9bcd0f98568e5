"""What a room is told of its positions before and after: one statement, from which nobody's answer can be worked out.

With numbers where report/position.py allows a table of most of them. Else where the middle of the class lies on one
line, before and after, in three places (five from ten people on) that are so wide that somebody who knows their own
answers can still rule out no answer of anybody else. Never both: a second statement about the same people is what one
subtracts with.
See docs/decisions/074-a-class-live.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sowcourse.debate import POSITIONS
from sowcourse.report.figure import Bar, bars, flow, walk
from sowcourse.report.position import GROUP, HIDDEN, Pair, Shown, shown

LEAST = 0.75
"""Numbers are shown when they are those of so large a share of the people; else a drawing would tell half a story."""

FINER = 10
"""From so many people on the line has five places."""

_THREE = ("aan de kant van oneens", "in het midden", "aan de kant van eens")
_FIVE = ("duidelijk bij oneens", "iets meer bij oneens", "in het midden", "iets meer bij eens", "duidelijk bij eens")
_BOUNDS = {3: (2.6, 3.4), 5: (2.2, 2.8, 3.2, 3.8)}
"""Places → where one goes over into the next, on a scale of 1 to 5; a bound is of the place away from the middle."""

ONLY_A_MIDDLE = (
    "Je ziet dus niet of mensen dicht bij elkaar stonden of ver uit elkaar, en ook niet hoeveel er bewogen: wie naar "
    "eens gaat en wie naar oneens gaat, heffen elkaar op."
)
"""What a mean leaves out, said where it is shown."""

ENDS = ("vooraf", "achteraf")
TITLE = "Van vooraf naar achteraf"


@dataclass(frozen=True)
class Movement:
    """How a class went from before to after."""

    people: int
    """Who answered both times."""
    table: Shown | None = None
    middle: tuple[int, int] | None = None
    """Where the middle of the class lies before and after: which of `places`."""

    @classmethod
    def of(cls, pairs: Sequence[Pair]) -> Movement:
        """What may be told of these positions."""
        if len(pairs) < GROUP:
            return cls(len(pairs))
        if found := shown(pairs, LEAST):
            return cls(len(pairs), found)
        return cls(len(pairs), None, (_place([b for b, _ in pairs]), _place([a for _, a in pairs])))

    @property
    def places(self) -> tuple[str, ...]:
        """The places on the line, from against to for."""
        return _FIVE if self.people >= FINER else _THREE

    def sentences(self) -> list[str]:
        """The movement in words, the most telling sentence first."""
        if self.table:
            return self._counted(self.table)
        if not self.middle:
            return [
                f"Minder dan {GROUP} mensen gaven twee keer een standpunt. Dan tonen we niets: je zou kunnen raden wie "
                "wat koos. Vraag in de klas wie iets over zichzelf wil vertellen."
            ]
        before, after = (self.places[place] for place in self.middle)
        told = f"Gemiddeld stond de klas vooraf {before}, en nu {after}."
        if before == after:
            told = f"Gemiddeld staat de klas {after}, net als vooraf."
        rough = f"Dat is het gemiddelde van {self.people} mensen, ruw genomen: zo is niemand te herkennen."
        return [told, f"{rough} {ONLY_A_MIDDLE}"]

    def _counted(self, table: Shown) -> list[str]:
        total = sum(table.counts.values())
        least = "minstens " if total < self.people else ""
        moved = {"naar eens": 0, "naar oneens": 0, "": 0}
        for (before, after), number in table.counts.items():
            moved[_direction(table, before, after)] += number
        stay = "aan dezelfde kant" if len(table.rows) == 3 else "waar ze stonden"
        parts = [f"{least}{number} gingen {where}" for where, number in moved.items() if number and where]
        parts += [f"{least}{moved['']} bleven {stay}"] if moved[""] else []
        told = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} en {parts[-1]}"
        found = [f"Van de {self.people} mensen die twee keer een standpunt gaven: {told}."]
        if least:
            found.append(
                f"Beeld en tabel tonen er {total}. Over de andere {self.people - total} zeggen we niets, ook niet of "
                f"ze bewogen: groepjes van minder dan {GROUP} mensen laten we weg, en soms een groter, omdat je "
                "anders kon uitrekenen wie het zijn."
            )
        return found

    def picture(self) -> Markup:
        """The movement drawn; "" when nothing may be shown."""
        if self.table and len(self.table.rows) > 1:
            return flow(TITLE, ENDS, self.table.rows, self.table.counts)
        if self.table:
            told = [Bar(name, self.table.counts[("", name)]) for name in self.table.columns if self._has("", name)]
            return bars(TITLE, told)
        if self.middle:
            return walk(TITLE, ENDS, self.places, self.middle)
        return Markup()

    def grid(self) -> tuple[list[str], list[list[object]]]:
        """The same as a table: a heading per column, and rows; both empty when nothing may be shown."""
        if self.table:
            names = ["achteraf", "mensen"] if len(self.table.rows) == 1 else ["vooraf ↓ · achteraf →"]
            if len(self.table.rows) == 1:
                return names, [[name, self._cell("", name)] for name in self.table.columns]
            rows = [[row, *(self._cell(row, name) for name in self.table.columns)] for row in self.table.rows]
            return [*names, *self.table.columns], rows
        if self.middle:
            rows = [[end, self.places[place]] for end, place in zip(ENDS, self.middle, strict=True)]
            return ["wanneer", "waar de klas stond"], rows
        return [], []

    def _has(self, row: str, column: str) -> bool:
        return self.table is not None and (row, column) in self.table.counts

    def _cell(self, row: str, column: str) -> object:
        return self.table.counts.get((row, column), HIDDEN) if self.table else HIDDEN


def _place(positions: Sequence[str]) -> int:
    """Which place of the line the mean of these positions lies in."""
    people = len(positions)
    scaled = 10 * sum(POSITIONS.index(position) + 1 for position in positions)
    bounds = [round(10 * bound) * people for bound in _BOUNDS[5 if people >= FINER else 3]]
    low = len(bounds) // 2
    return sum(scaled > bound for bound in bounds[:low]) + sum(scaled >= bound for bound in bounds[low:])


def _direction(table: Shown, before: str, after: str) -> str:
    if not before:
        return ("naar oneens", "", "naar eens")[table.columns.index(after)]
    step = table.columns.index(after) - table.rows.index(before)
    return "naar eens" if step > 0 else "naar oneens" if step < 0 else ""
