"""Marks as CSV: quoted, to the letter, one row per student on the class list."""

from __future__ import annotations

import csv
from pathlib import Path

from sowcourse.cohort.workspace import Workspace
from sowcourse.grading.gradebook import Result, results

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
)


def write_marks(workspace: Workspace, assignment: str, file: Path) -> list[Result]:
    """Write the marks; a total only when everything is marked.

    Numbers have a decimal point and no thousands sign; UTF-8 with a byte order mark, so that spreadsheets read accents.
    Returns: the results behind the rows.
    """
    found = list(results(workspace, assignment).values())
    write_rows(workspace, assignment, found, file)
    return found


def write_rows(workspace: Workspace, assignment: str, found: list[Result], file: Path) -> None:
    """Write marks that are known already, as `write_marks` does."""
    students = workspace.students()
    calendar = workspace.calendar()
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(HEADER)
        for result in found:
            student = students[result.student]
            writer.writerow(
                [
                    student.id,
                    student.first,
                    student.last,
                    student.email,
                    assignment,
                    _number(result.score(False)) if result.graded else "",
                    _number(result.score(True)) if result.graded and not result.waiting else "",
                    _number(result.score()) if result.graded and not result.waiting else "",
                    _number(result.points()) if result.graded else "",
                    state(result),
                    calendar.local(result.received) if result.received else "",
                    "ja" if result.late else "nee" if result.received else "",
                ]
            )


def state(result: Result) -> str:
    """Where a submission stands, in Dutch."""
    if result.received is None:
        return "niet ingeleverd"
    if not result.graded:
        return "nog niet nagekeken"
    return "te beoordelen" if result.waiting else "klaar"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
