"""The class list: who is in it, with ids and names kept to the letter; and what changed since last time."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

from sowcourse.cohort.sheet import Line, read_sheet
from sowcourse.durable import write_durably
from sowcourse.errors import CohortError

HEADER = ["studentnummer", "voornaam", "achternaam", "e-mail"]

_KNOWN = {
    "id": (
        *("studentnummer", "studentnr", "student-id", "rolnummer", "stamnummer", "nummer"),
        *("orgdefinedid", "student id", "student_id", "sis user id", "identifier", "sis login id"),
        *("username", "gebruikersnaam", "sourcedid", "id"),
    ),
    "first": ("voornaam", "roepnaam", "first name", "first_name", "firstname", "givenname"),
    "middle": ("middlename",),
    "particle": ("tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels"),
    "last": ("achternaam", "familienaam", "last name", "last_name", "lastname", "familyname"),
    "name": ("naam", "name", "student"),
    "email": ("e-mail", "email", "e-mailadres", "mail", "email address"),
    "role": ("role",),
    "status": ("status",),
}
"""What a column is called, in lower case: our own lists, Canvas, Brightspace, Blackboard, OneRoster; the best first."""

_NO_STUDENT = re.compile(r"\s*(points possible|student, test|test student)\s*|.*_previewuser", re.IGNORECASE)
"""Rows in a download that are nobody: Canvas's maximum and test student, Blackboard's preview."""

_ID = re.compile(r"[\w@-][\w.@-]*\Z")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


@dataclass(frozen=True)
class Student:
    """One student."""

    id: str
    first: str
    last: str
    email: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}".strip()


@dataclass(frozen=True)
class RosterChange:
    """How a new class list differs from the one before."""

    added: tuple[Student, ...]
    gone: tuple[Student, ...]
    changed: tuple[tuple[Student, Student], ...]
    """Before and after: another name or e-mail under the same number."""
    renumbered: tuple[tuple[Student, Student], ...]
    """Before and after: perhaps the same person under another number. Neither stands in added or gone."""

    def __bool__(self) -> bool:
        return any((self.added, self.gone, self.changed, self.renumbered))


def read_roster(file: Path) -> list[Student]:
    """Read a class list: our own, or what Canvas, Brightspace, Blackboard or OneRoster gives.

    Raises: CohortError naming file and line when a column is missing, an id is empty, odd or there twice.
    """
    sheet = read_sheet(file, "de klaslijst")
    ours = sheet.lines[0].values == HEADER
    rows = [(number, line) for number, line in enumerate(sheet.lines[1:], start=2) if _is_student(line)]
    columns = _columns(file, sheet.lines[0].values, [line.values for _, line in rows])
    students: dict[str, Student] = {}
    for number, line in rows:
        values = [_unguarded(value) for value in line.values] if ours else line.values
        student = _student(values, columns)
        if student is None:
            continue
        if not _ID.match(student.id):
            raise CohortError(
                f"{file.name}, regel {number}: het studentnummer {student.id!r} kan niet worden gebruikt. "
                "Verwacht worden letters, cijfers, punt, streepje of @. Verbeter de regel."
            )
        if student.id.casefold() in students:
            raise CohortError(
                f"{file.name}, regel {number}: het studentnummer {student.id} komt twee keer voor. Haal één regel weg."
            )
        students[student.id.casefold()] = student
    if not students:
        raise CohortError(
            f"{file.name}: er staan geen studenten in de klaslijst. Verwacht wordt één regel per student."
        )
    return list(students.values())


def write_roster(file: Path, students: list[Student]) -> None:
    """Write a class list that `read_roster` reads back to the letter and a spreadsheet cannot take for formulas."""
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows([guarded(cell) for cell in (s.id, s.first, s.last, s.email)] for s in students)
    write_durably(file, stream.getvalue())


def guarded(text: str) -> str:
    """A text that a spreadsheet would take for a formula, with an apostrophe before it; any other as it is."""
    return f"'{text}" if _FORMULA.match(text) else text


def with_known_emails(before: list[Student], after: list[Student]) -> list[Student]:
    """A new class list in which nobody loses an e-mail address for want of that column: most gradebooks have none."""
    known = {student.id: student.email for student in before}
    return [replace(student, email=student.email or known.get(student.id, "")) for student in after]


def compare(before: list[Student], after: list[Student]) -> RosterChange:
    """What changed between two class lists.

    A number that went and one that came are taken for one person when their e-mail addresses are the same, else
    when their names are and nobody else has that name.
    """
    old, new = ({student.id: student for student in students} for students in (before, after))
    gone = [student for student in before if student.id not in new]
    added = [student for student in after if student.id not in old]
    pairs: list[tuple[Student, Student]] = []
    for alike in (lambda s: s.email.casefold(), _plain_name):
        for student in list(gone):
            near = [other for other in added if alike(other) and alike(other) == alike(student)]
            if len(near) == 1 and sum(alike(other) == alike(student) for other in gone) == 1:
                pairs.append((student, near[0]))
                gone.remove(student)
                added.remove(near[0])
    changed = [(old[s.id], s) for s in after if s.id in old and _seen(old[s.id]) != _seen(s)]
    return RosterChange(tuple(added), tuple(gone), tuple(changed), tuple(pairs))


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _seen(student: Student) -> tuple[str, str, str]:
    first, last, email = (unicodedata.normalize("NFC", text) for text in (student.first, student.last, student.email))
    return first, last, email


def _plain_name(student: Student) -> str:
    return unicodedata.normalize("NFC", student.name).casefold()


def _is_student(line: Line) -> bool:
    values = [value for value in line.values if value.strip()]
    if not values or all(value.casefold().startswith(("manual posting", "muted")) for value in values):
        return False
    return not any(_NO_STUDENT.fullmatch(value) for value in values[:4])


def _columns(file: Path, header: list[str], rows: list[list[str]]) -> dict[str, int]:
    """Kind → place; of several columns with a number, the first known one that is filled in for everybody."""
    names = [cell.strip().casefold() for cell in header]
    columns = {}
    for key, known in _KNOWN.items():
        places = [names.index(name) for name in known if name in names]
        filled = [place for place in places if all(place < len(row) and row[place].strip(" #") for row in rows)]
        if places:
            columns[key] = (filled or places)[0] if key == "id" else places[0]
    if "id" not in columns or not {"last", "name"} & set(columns):
        raise CohortError(
            f"{file.name}, regel 1: verwacht worden de kolommen studentnummer, voornaam en achternaam "
            f"(of studentnummer en naam), of een klaslijst uit Canvas, Brightspace of Blackboard; "
            f"gevonden: {', '.join(header)}. Pas de kop aan."
        )
    return columns


def _student(row: list[str], columns: dict[str, int]) -> Student | None:
    """The student in a row; None for a teacher or someone struck off."""

    def cell(key: str) -> str:
        index = columns.get(key)
        return row[index].strip() if index is not None and index < len(row) else ""

    if cell("role").casefold() not in ("", "student") or cell("status").casefold() == "tobedeleted":
        return None
    first, last = f"{cell('first')} {cell('middle')}".strip(), f"{cell('particle')} {cell('last')}".strip()
    if not last and cell("name"):
        name = cell("name")
        last, _, first = name.partition(", ") if ", " in name else ("", "", "")
        if not last:
            first, _, last = name.partition(" ")
    return Student(cell("id").removeprefix("#"), first.strip(), last.strip(), cell("email"))
