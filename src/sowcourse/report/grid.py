"""Tables behind the pictures of a class, as values that can be put in another order and narrowed.

`order` is how a value compares; what has none (a dash) comes last either way. A page that can link says where an
answer is; a file that is kept does not need it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sowcourse.cohort.calendar import Calendar
from sowcourse.cohort.roster import Student
from sowcourse.gradebook.digest import Digest
from sowcourse.gradebook.gradebook import Result
from sowcourse.gradebook.marks import state
from sowcourse.pages.page import points
from sowcourse.report.item import NONE, decimal, items, percent
from sowcourse.report.picture import arrivals, spread
from sowcourse.report.similarity import Group
from sowcourse.report.slip import slips, who_made

DOUBT = (
    "«Moment onzeker»: de tijd van het bestand kan ook die van een download zijn. Niemand is daardoor te laat. "
    "Wie ophaalt, zegt het daar één keer, en dan staat hier het moment."
)
"""Why a moment is not told, and what settles it."""


@dataclass(frozen=True)
class Value:
    """One place in a table."""

    told: str
    order: float | str | None = None
    """How it compares with others in its column; None for what is not there."""
    students: tuple[str, ...] = ()
    """Whose answers it leads to."""
    question: str = ""
    """The question to whose answers it leads."""
    code: bool = False
    """Whether it is code, shown as it was typed."""


@dataclass(frozen=True)
class Grid:
    """A table."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    numbers: frozenset[int] = frozenset()
    """Columns that are aligned as numbers."""

    def ordered(self, column: int, down: bool = False) -> Grid:
        """By one column, from low to high or down; equals stay as they were."""
        there = [row for row in self.rows if row[column].order is not None]
        gone = [row for row in self.rows if row[column].order is None]
        words = any(isinstance(row[column].order, str) for row in there)
        there.sort(key=lambda row: _key(row[column].order, words), reverse=down)
        return replace(self, rows=(*there, *gone))

    def narrowed(self, words: str) -> Grid:
        """Only rows in which each of these words stands somewhere."""
        wanted = words.casefold().split()
        said = [" ".join(value.told for value in row).casefold() for row in self.rows]
        kept = [row for row, told in zip(self.rows, said, strict=True) if all(word in told for word in wanted)]
        return replace(self, rows=tuple(kept))


def _key(order: float | str | None, words: bool) -> tuple[float, str]:
    if not words:
        return float(order or 0), ""
    plain = unicodedata.normalize("NFKD", str(order).casefold())
    return 0.0, "".join(sign for sign in plain if not unicodedata.combining(sign))


def words(told: str) -> Value:
    """Words, ordered as they read."""
    return Value(told, told)


def number(value: float, told: str = "") -> Value:
    """A number."""
    return Value(told or f"{value:g}", value)


def _whose(students: tuple[str, ...]) -> Value:
    """Names, that a page makes of it; ordered by how many."""
    return Value("", len(students), students)


def doubt(found: Sequence[Result]) -> str:
    """What «moment onzeker» in a table of a class means, in Dutch; "" when it stands nowhere."""
    return DOUBT if any(result.unsure for result in found) else ""


def class_grid(students: Mapping[str, Student], found: Sequence[Result], calendar: Calendar, assignment: str) -> Grid:
    """Who is where in an assignment, in the order of the class list."""
    rows = []
    for result in found:
        who = (result.student,) if result.graded else ()
        received = calendar.clock(result.received) if result.received else NONE
        told = "moment onzeker" if result.unsure else received
        later = calendar.extended(assignment, result.student)
        told += (" (te laat)" if result.late else "") + (f" · uitstel tot {calendar.clock(later)}" if later else "")
        moment = result.received.timestamp() if result.received and not result.unsure else None
        marked = result.graded and not result.waiting
        rows.append(
            (
                Value(students[result.student].name, students[result.student].name, who),
                words(result.student),
                Value(told, moment),
                _scored(result, False, result.graded and not result.held),
                _scored(result, True, marked),
                _scored(result, None, marked),
                words(state(result)),
            )
        )
    header = ("student", "nummer", f"ingeleverd ({calendar.zone})", "automatisch", "lesgever", "totaal", "stand")
    return Grid("Wie staat waar", header, tuple(rows), frozenset({3, 4, 5}))


def _scored(result: Result, manual: bool | None, known: bool) -> Value:
    if not known:
        return Value(NONE)
    return Value(f"{points(result.score(manual))} / {points(result.points(manual))}", result.score(manual))


def spread_grid(found: Sequence[Result]) -> Grid:
    """How many students had which share of the points."""
    sides = [spread(found, manual) for manual in (False, True, None)]
    labels = next(([each.label for each in side] for side in sides if side), [])
    rows = [
        (Value(label, place), *(number(side[place].students) if side else Value(NONE) for side in sides))
        for place, label in enumerate(labels)
    ]
    header = ("deel van de punten", "controles", "lesgever", "totaal")
    return Grid("Studenten per deel van de punten", header, tuple(rows), frozenset({1, 2, 3}))


def arrival_grid(found: Sequence[Result], zone: str) -> Grid:
    """How many handed in when."""
    rows = [
        (Value(each.label, place), number(each.students), number(each.late))
        for place, each in enumerate(arrivals(found, zone))
    ]
    return Grid("Inzendingen in de tijd", ("vanaf", "inzendingen", "te laat"), tuple(rows), frozenset({1, 2}))


def item_grid(found: Sequence[Result]) -> Grid:
    """How each check and each question went; a question leads to its answers."""
    rows = [
        (
            Value(item.name, item.name, question=item.name if item.manual else ""),
            words("lesgever" if item.manual else "controle"),
            number(item.number),
            Value(percent(item.difficulty), item.difficulty),
            Value(decimal(item.discrimination), item.discrimination),
            words(item.flag) if item.flag else Value(NONE),
        )
        for item in items(found)
    ]
    header = ("vraag", "door", "aantal", "moeilijkheid (p)", "onderscheid (r)", "kijk hiernaar")
    return Grid("Hoe elke vraag ging", header, tuple(rows), frozenset({2, 3, 4}))


def slip_grid(digests: Mapping[str, Digest]) -> Grid:
    """What went wrong with two or more, and whose answers those are."""
    found = [slip for slip in slips(digests.values()) if slip.students > 1]
    rows = [
        (
            words(slip.check),
            words(slip.sentence),
            Value(f"{slip.students}", slip.students),
            Value(slip.answer or "tekst", slip.answer or None, code=bool(slip.answer)),
            _whose(who_made(slip, digests)),
        )
        for slip in found
    ]
    header = ("controle", "wat de controle zei", "studenten", "zo antwoordde een van hen", "van wie")
    return Grid("Fouten van twee of meer studenten", header, tuple(rows), frozenset({2}))


def similarity_grid(groups: Sequence[Group]) -> Grid:
    """Answers that share words, with the first of the passages, and whose they are."""
    rows = [
        (
            Value(group.cell, group.cell, question=group.cell),
            number(group.length),
            words(group.passages[0].one),
            _whose(group.students),
        )
        for group in groups
        if group.passages
    ]
    header = ("vraag", "woorden gelijk", "het eerste stuk", "van wie")
    return Grid("Antwoorden met dezelfde woorden", header, tuple(rows), frozenset({1}))
