"""The class list: who is in it, with ids and names kept to the letter."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from sowcourse.errors import CohortError

_HEADERS = {
    "id": ("studentnummer", "nummer", "id", "student id", "student_id", "gebruikersnaam", "username"),
    "first": ("voornaam", "first name", "first_name"),
    "last": ("achternaam", "familienaam", "last name", "last_name"),
    "name": ("naam", "name", "student"),
    "email": ("e-mail", "email", "e-mailadres", "mail"),
}
_ID = re.compile(r"[\w.@-]+\Z")


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


def read_roster(file: Path) -> list[Student]:
    """Read a class list from CSV (comma, semicolon or tab; UTF-8 or Windows-1252; one header row).

    Raises: CohortError naming file and line when a column is missing, an id is empty, odd or there twice.
    """
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise CohortError(f"{file}: de klaslijst kan niet worden gelezen. Controleer de naam en de plaats.") from error
    if raw[:4] == b"PK\x03\x04":
        raise CohortError(f"{file.name}: dit is een Excel-bestand. Kies in Excel «Opslaan als» en dan CSV UTF-8.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise CohortError(f"{file.name}: de klaslijst is leeg. Verwacht wordt een kop en één regel per student.")
    columns = _columns(file, rows[0])
    students: dict[str, Student] = {}
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        student = _student(row, columns)
        if not _ID.match(student.id):
            raise CohortError(
                f"{file.name}, regel {number}: het studentnummer {student.id!r} kan niet worden gebruikt. "
                "Verwacht worden letters, cijfers, punt, streepje of @. Verbeter de regel."
            )
        if student.id in students:
            raise CohortError(
                f"{file.name}, regel {number}: het studentnummer {student.id} komt twee keer voor. Haal één regel weg."
            )
        students[student.id] = student
    if not students:
        raise CohortError(
            f"{file.name}: er staan geen studenten in de klaslijst. Verwacht wordt één regel per student."
        )
    return list(students.values())


def write_roster(file: Path, students: list[Student]) -> None:
    """Write a class list that `read_roster` reads back to the letter."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(["studentnummer", "voornaam", "achternaam", "e-mail"])
        writer.writerows([s.id, s.first, s.last, s.email] for s in students)


def _columns(file: Path, header: list[str]) -> dict[str, int]:
    names = [cell.strip().casefold() for cell in header]
    columns = {}
    for key, known in _HEADERS.items():
        for name in known:
            if name in names:
                columns[key] = names.index(name)
                break
    if "id" not in columns or not {"last", "name"} & set(columns):
        raise CohortError(
            f"{file.name}, regel 1: verwacht worden de kolommen studentnummer, voornaam en achternaam "
            f"(of studentnummer en naam); gevonden: {', '.join(header)}. Pas de kop aan."
        )
    return columns


def _student(row: list[str], columns: dict[str, int]) -> Student:
    def cell(key: str) -> str:
        index = columns.get(key)
        return row[index].strip() if index is not None and index < len(row) else ""

    first, last = cell("first"), cell("last")
    if not last and cell("name"):
        name = cell("name")
        last, _, first = name.partition(", ") if ", " in name else ("", "", "")
        if not last:
            first, _, last = name.partition(" ")
    return Student(cell("id"), first, last, cell("email"))
