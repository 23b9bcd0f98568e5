"""Which row and which column of an LMS's gradebook belong to whom and what on our side."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sowcourse.cohort.lms import Column, Lms, Row
from sowcourse.cohort.names import Names
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
    """Find each student's row: by the LMS's own number, by number or e-mail, else by a name that one of each has.

    Raises: CohortError when a row fits two students or a student two rows.
    """
    everybody = list(students)
    keys: dict[str, set[str]] = {}
    for student in everybody:
        for key in filter(None, (student.id, student.email, *student.ids)):
            keys.setdefault(key.casefold(), set()).add(student.id)
    rows: dict[str, Row] = {}
    left: list[Row] = []
    for row in lms.rows(sheet):
        spelled = {key for each in row.ids for key in (each.casefold(), each.casefold().partition("@")[0])}
        found = keys.get(row.internal.casefold(), set()) if row.internal else set()
        found = set(found) or {student for key in spelled for student in keys.get(key, ())}
        if len(found) > 1 or found & set(rows):
            raise CohortError(
                f"{sheet.name}, regel {row.place + 1}: {row.name} ({', '.join(row.ids)}) past bij meer dan één student "
                f"of staat er twee keer in: {', '.join(sorted(found))}. Verbeter de klaslijst of download opnieuw."
            )
        if found:
            rows[found.pop()] = row
        else:
            left.append(row)
    names = Names({student.id: student.name for student in everybody})
    told: dict[str, list[Row]] = {}
    for row in left:
        meant = names.called(row.name)
        if len(meant) == 1:
            told.setdefault(meant[0], []).append(row)
    by_name = {student: same[0] for student, same in told.items() if len(same) == 1 and student not in rows}
    strangers = tuple(row for row in left if row not in by_name.values())
    return Match(rows | by_name, frozenset(by_name), strangers)


def find_column(lms: Lms, sheet: Sheet, wanted: Iterable[str]) -> Column:
    """The one column whose title (or whole header) is among `wanted`, spaces and capitals aside.

    Raises: CohortError listing the columns when none or more than one is.
    """
    wanted = list(dict.fromkeys(wanted))
    names = {re.sub(r"\W+", "", name.casefold()) for name in wanted}
    columns = lms.columns(sheet)
    if lms.single and len(columns) == 1:
        return columns[0]
    found = [c for c in columns if names & {re.sub(r"\W+", "", text.casefold()) for text in (c.title, c.header)}]
    if len(found) == 1:
        return found[0]
    names_to_type = [column.header for column in found] or [column.title for column in columns]
    listed = "".join(f'\n  --kolom "{name}"' for name in names_to_type) or "\n  (geen enkele)"
    named = " of ".join(f"«{name}»" for name in wanted)
    why = f"er zijn meer kolommen met de naam {named}" if found else f"er is geen kolom met de naam {named}"
    raise CohortError(f"{sheet.name}: {why}. Kies er een, of maak ze eerst in {lms.title} en download opnieuw:{listed}")
