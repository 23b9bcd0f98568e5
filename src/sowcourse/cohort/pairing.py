"""Which row and which column of an LMS's gradebook belong to whom and what on our side."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sowcourse.cohort.lms import Column, Lms, Row
from sowcourse.cohort.roster import Student
from sowcourse.cohort.sheet import Sheet
from sowcourse.errors import CohortError


@dataclass(frozen=True)
class Match:
    """Who on the class list stands where in the file."""

    rows: dict[str, Row]
    """Student id → row."""
    by_name: frozenset[str]
    """Student ids that were found by name alone."""
    strangers: tuple[Row, ...]
    """Rows of nobody on the class list."""


def match(lms: Lms, sheet: Sheet, students: Iterable[Student]) -> Match:
    """Find each student's row: by number or e-mail, else by a name that only one student and one row have.

    Raises: CohortError when a row fits two students or a student two rows.
    """
    everybody = list(students)
    keys: dict[str, set[str]] = {}
    for student in everybody:
        for key in filter(None, (student.id, student.email)):
            keys.setdefault(key.casefold(), set()).add(student.id)
    rows: dict[str, Row] = {}
    left: list[Row] = []
    for row in lms.rows(sheet):
        spelled = {key for each in row.ids for key in (each.casefold(), each.casefold().partition("@")[0])}
        found = {student for key in spelled for student in keys.get(key, ())}
        if len(found) > 1 or found & set(rows):
            raise CohortError(
                f"{sheet.name}, regel {row.place + 1}: {row.name} ({', '.join(row.ids)}) past bij meer dan één student "
                f"of staat er twee keer in: {', '.join(sorted(found))}. Verbeter de klaslijst of download opnieuw."
            )
        if found:
            rows[found.pop()] = row
        else:
            left.append(row)
    by_name = set()
    for student in everybody:
        same = [row for row in left if row.name.casefold() == student.name.casefold()]
        namesakes = [each for each in everybody if each.name.casefold() == student.name.casefold()]
        if student.id not in rows and len(same) == len(namesakes) == 1:
            rows[student.id] = same[0]
            by_name.add(student.id)
            left.remove(same[0])
    return Match(rows, frozenset(by_name), tuple(left))


def find_column(lms: Lms, sheet: Sheet, wanted: Iterable[str]) -> Column:
    """The one column whose title (or whole header) is among `wanted`, spaces and capitals aside.

    Raises: CohortError listing the columns when none or more than one is.
    """
    names = {re.sub(r"\W+", "", name.casefold()) for name in wanted}
    columns = lms.columns(sheet)
    found = [c for c in columns if names & {re.sub(r"\W+", "", text.casefold()) for text in (c.title, c.header)}]
    if len(found) == 1:
        return found[0]
    names_to_type = [column.header for column in found] or [column.title for column in columns]
    listed = "".join(f'\n  --kolom "{name}"' for name in names_to_type) or "\n  (geen enkele)"
    why = "er zijn meer kolommen met deze naam" if found else "er is geen kolom met deze naam"
    raise CohortError(f"{sheet.name}: {why}. Kies er een, of maak ze eerst in {lms.title} en download opnieuw:{listed}")
