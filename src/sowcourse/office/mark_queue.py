"""The answers to one question in a row: which is next, how far it is, and how long the rest will take."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sowcourse.gradebook.code import code_of_student
from sowcourse.gradebook.pile import Piled

PAUSE = 600
"""Seconds: who gives nothing for longer than this was away, and that is no pace."""

FEWEST, LATEST = 5, 30
"""Answers from which a pace is told, and of which the latest are counted."""


@dataclass(frozen=True)
class Queue:
    """The answers to one question, in the order in which they are shown."""

    question: str
    row: tuple[Piled, ...]
    names: bool = False
    """Whether it is in the order of the class list, with names."""

    @classmethod
    def of(cls, question: str, pile: Mapping[str, Piled], names: bool = False) -> Queue:
        """Without names the order says nothing of the class list, and is always the same."""
        row = [piled for piled in pile.values() if not piled.untouched]
        if not names:
            row.sort(key=lambda piled: code_of_student(piled.student, question))
        return cls(question, tuple(row), names)

    @property
    def done(self) -> int:
        """Answers that need nobody any more."""
        return sum(not piled.waiting for piled in self.row)

    @property
    def waiting(self) -> int:
        """Answers that wait."""
        return len(self.row) - self.done

    def find(self, letters: str) -> Piled | None:
        """The answer with these letters."""
        return next((piled for piled in self.row if code_of_student(piled.student, self.question) == letters), None)

    def first(self) -> Piled | None:
        """The first that waits; None when none does."""
        return next((piled for piled in self.row if piled.waiting), None)

    def after(self, here: Piled, every: bool = False) -> Piled | None:
        """The next that waits, from the begin again after the last; or the next of all. None when there is none."""
        place = self.row.index(here)
        if every:
            return next(iter(self.row[place + 1 :]), None)
        around = (*self.row[place + 1 :], *self.row[:place])
        return next((piled for piled in around if piled.waiting), None)

    def before(self, here: Piled) -> Piled | None:
        """The one before it, whether it waits or not."""
        place = self.row.index(here)
        return self.row[place - 1] if place else None

    def told(self) -> str:
        """How far it is, and how long it will still take: «23 van 83, nog ongeveer 40 minuten»."""
        told = f"{self.done} van {len(self.row)}"
        seconds = pace([piled.moment for piled in self.row if piled.moment and not piled.waiting])
        return f"{told}, nog {_lasting(seconds * self.waiting)}" if seconds and self.waiting else told


def pace(moments: Sequence[datetime]) -> float | None:
    """Seconds that an answer takes who marks here, by the latest; None as long as that says nothing."""
    latest = sorted(moments)[-LATEST:]
    took = [(late - early).total_seconds() for early, late in pairwise(latest)]
    kept = [seconds for seconds in took if seconds <= PAUSE]
    return statistics.fmean(kept) if len(kept) >= FEWEST else None


def _lasting(seconds: float) -> str:
    """A time to come, as nobody can say it more precisely."""
    minutes = seconds / 60
    if minutes < 1.5:
        return "ongeveer een minuut"
    if minutes < 90:
        return f"ongeveer {round(minutes) if minutes < 10 else round(minutes / 5) * 5} minuten"
    hours = f"{round(minutes / 30) / 2:g}".replace(".", ",")
    return f"ongeveer {hours} uur"
