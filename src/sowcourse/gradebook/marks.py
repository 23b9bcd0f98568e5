"""Marks of an assignment and of a whole course, as CSV for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from sowcourse.cohort.choices import WHOLE
from sowcourse.cohort.lms import written
from sowcourse.cohort.roster import Student, guarded, kept_number
from sowcourse.cohort.workspace import Workspace
from sowcourse.durable import write_durably
from sowcourse.errors import GradingError
from sowcourse.gradebook.gradebook import Result, all_results, results

HEADER = (
    "studentnummer",
    "voornaam",
    "achternaam",
    "e-mail",
    "opdracht",
    "automatisch",
    "lesgever",
    "totaal",
    "maximum",
    "stand",
    "ingeleverd",
    "te laat",
    "aftrek",
)


LOOK = "te bekijken"
"""The state of a submission of which a check could not run, or the graded notebook is gone."""


@dataclass(frozen=True)
class FinalMark:
    """What a student got, exactly."""

    points: Decimal
    maximum: Decimal


@dataclass(frozen=True)
class Total:
    """What a student has for the whole course."""

    student: str
    parts: dict[str, FinalMark]
    """Assignment → mark, as far as it is complete."""
    missing: tuple[str, ...]
    """Assignments that count and are not complete."""
    mark: FinalMark | None
    """Out of WHOLE; None while something is missing."""


def write_marks(workspace: Workspace, assignment: str, file: Path) -> list[Result]:
    """Write the marks; a total only when everything is marked.

    Semicolons and a decimal comma, as spreadsheets here have them: 13.5 would become a date. No thousands sign; UTF-8
    with a byte order mark, so that accents are read; what would be taken for a formula has an apostrophe before it, and
    a number that would lose its zeros is written so that it keeps them.
    Returns: the results behind the rows.
    """
    found = list(results(workspace, assignment).values())
    write_rows(workspace, assignment, found, file)
    return found


def write_rows(workspace: Workspace, assignment: str, found: list[Result], file: Path) -> None:
    """Write marks that are known already, as `write_marks` does."""
    students = workspace.students()
    calendar = workspace.calendar()
    rows = []
    for result in found:
        marked = result.graded and not result.waiting
        rows.append(
            [
                *_who(students[result.student]),
                assignment,
                written(_exact(result.score(False)), ",") if result.graded and not result.held else "",
                written(_exact(result.score(True)), ",") if marked else "",
                written(_exact(result.score()), ",") if marked else "",
                written(_exact(result.points()), ",") if result.graded else "",
                state(result),
                "onzeker" if result.unsure else calendar.local(result.received) if result.received else "",
                "ja" if result.late else "nee" if result.received else "",
                written(_exact(result.penalty), ",") if result.penalty else "",
            ]
        )
    _write(file, HEADER, rows)


def complete(found: Iterable[Result]) -> dict[str, FinalMark]:
    """Student → mark, for everybody whose work is marked to the end."""
    return {
        result.student: FinalMark(_exact(result.score()), _exact(result.points()))
        for result in found
        if result.graded and not result.waiting
    }


def totals(workspace: Workspace) -> list[Total]:
    """The whole course, by the weights of `keuzes.toml`, for everyone on the class list.

    Each assignment counts as its share of its own maximum; the sum is out of WHOLE. Nothing is rounded on the way.
    Raises: GradingError when no assignment counts.
    """
    weights = {name: weight for name, weight in workspace.choices().weights.items() if weight}
    if not weights:
        raise GradingError("keuzes.toml: er is geen opdracht met een gewicht. Verdeel 100 procent onder [gewicht].")
    every = all_results(workspace, tuple(weights))
    return [total({name: every[name][student] for name in weights}, weights) for student in workspace.students()]


def total(found: Mapping[str, Result], weights: Mapping[str, int]) -> Total:
    """The whole course for one student.

    Parameters: found – assignment → result of this student; weights – assignment → percent, together WHOLE.
    """
    counted = [name for name, weight in weights.items() if weight]
    parts = {name: mark for name in counted if name in found for mark in complete([found[name]]).values()}
    missing = tuple(name for name in counted if name not in parts or not parts[name].maximum)
    student = next(iter(found.values())).student
    if missing:
        return Total(student, parts, missing, None)
    share = sum(weights[name] * Fraction(mark.points) / Fraction(mark.maximum) for name, mark in parts.items())
    points = Decimal(share.numerator) / Decimal(share.denominator)
    return Total(student, parts, (), FinalMark(points, Decimal(WHOLE)))


def write_totals(workspace: Workspace, file: Path) -> list[Total]:
    """Write the whole course: a column per assignment, and a total for who has them all, rounded half up to 0.01."""
    found, students = totals(workspace), workspace.students()
    weights = {name: weight for name, weight in workspace.choices().weights.items() if weight}
    rows = []
    for each in found:
        parts = [each.parts.get(name) for name in weights]
        rows.append(
            [
                *_who(students[each.student]),
                *(f"{written(part.points, ',')} op {written(part.maximum, ',')}" if part else "" for part in parts),
                written(each.mark.points, ",") if each.mark else "",
                f"ontbreekt: {', '.join(each.missing)}" if each.missing else "klaar",
            ]
        )
    named = [f"{name} ({weight}%)" for name, weight in weights.items()]
    _write(file, (*HEADER[:4], *named, f"totaal op {WHOLE}", "stand"), rows)
    return found


def state(result: Result) -> str:
    """Where a submission stands, in Dutch."""
    if result.lost:
        return LOOK
    if result.received is None:
        return "niet ingeleverd"
    if not result.graded:
        return "nog niet nagekeken"
    if result.held:
        return LOOK
    return "te beoordelen" if result.waiting else "klaar"


def _who(student: Student) -> list[str]:
    return [kept_number(student.id), *(guarded(text) for text in (student.first, student.last, student.email))]


def _write(file: Path, header: Iterable[str], rows: list[list[str]]) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    write_durably(file, b"\xef\xbb\xbf" + stream.getvalue().encode())


def _exact(points: float) -> Decimal:
    """A sum of floats as the decimal number that was meant: 0.1 + 0.2 is 0.3."""
    return Decimal(str(round(points, 6)))
