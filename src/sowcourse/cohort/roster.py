"""The class list: who is in it, with ids and names kept to the letter; and what changed since last time."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from sowcourse.cohort.doubt import fault_of, remarks_on, two_ways
from sowcourse.cohort.reading import Entry, entries, refuse_longer, whole
from sowcourse.cohort.sheet import Sheet, may_be_mac, read_sheet, refuse_open_quotes, unwrapped
from sowcourse.durable import write_durably
from sowcourse.errors import CohortError

HEADER = ["studentnummer", "voornaam", "achternaam", "e-mail"]

KNOWN_AS = "ook bekend als"
"""A fifth column of our own list: what else an LMS knows somebody by."""

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of what follows: a name with one shows a whole row of a table backwards."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")

_NO_LETTER = re.compile(r"[\x80-\x84\x86-\x9f]")
"""What is left of a letter whose bytes were read as another's: Ł is «Å» and one of these."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


@dataclass(frozen=True)
class Student:
    """One student."""

    id: str
    first: str
    last: str
    email: str
    ids: tuple[str, ...] = ()
    """What else a class list knows this student by: other numbers, user names, and an LMS's own as "canvas:101"."""

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


@dataclass(frozen=True)
class ClassList:
    """A list as it was read, and what a lecturer should know of it."""

    students: list[Student]
    remarks: list[str]
    """Dutch sentences."""


def of_account(students: Iterable[Student], account: str) -> Student | None:
    """Whose this account of a school's computers is: by student number, else by what else the class list knows.

    None when the list knows nobody by it, or more than one: a hand-in is then nobody's.
    """
    listed = list(students)
    found = [student for student in listed if student.id == account]
    found = found or [student for student in listed if account in student.ids]
    return found[0] if len(found) == 1 else None


def read_roster(file: Path) -> list[Student]:
    """Read a class list: our own, or what an LMS or a spreadsheet gives; as `read_class_list`, without questions."""
    try:
        return list(_read(file, file.read_bytes()))
    except OSError:  # told as every file that cannot be read
        return read_class_list(file, ask=False).students


@lru_cache(maxsize=16)  # a page of Kantoor asks for it several times, and four hundred lines take as long as the page
def _read(file: Path, content: bytes) -> tuple[Student, ...]:
    """Parameters: content – what stands in the file, which is read anew when that changes."""
    return tuple(read_class_list(file, ask=False).students)


def read_class_list(file: Path, order: str = "", ask: bool = True) -> ClassList:
    """Read a class list: our own, or what Canvas, Brightspace, Blackboard, Moodle or OneRoster gives.

    Parameters: order – what stands first in a column with whole names, see `reading`; ask – whether a list that can
    be read in two ways is refused without it.
    Raises: CohortError naming file and line when a column is missing, a number is empty, odd, changed by a
    spreadsheet or there twice; TwoReadings.
    """
    sheet = unwrapped(read_sheet(file, "de klaslijst"))
    refuse_open_quotes(sheet)
    header = sheet.lines[0]
    ours = header.values in (HEADER, [*HEADER, KNOWN_AS])
    written = ours and all(cell.startswith('"') for cell in header.cells)  # by us, and not saved by a spreadsheet since
    found, odd = (_own_entries(sheet), []) if ours else entries(sheet, order, ask)
    students: dict[str, Student] = {}
    twice: list[int] = []
    mac, shortened = sheet.encoding == "cp1252" and may_be_mac(sheet), 0
    for entry in found:
        number = entry.id if written else whole(entry.id)
        shortened += number != entry.id
        student = Student(number, _plain(entry.first), _plain(entry.last), entry.email, entry.ids)
        fault = fault_of(number, student.name, written)
        if not fault and sheet.encoding == "cp1252":
            fault = two_ways(student.name, mac)
        before = students.get(number.casefold())
        if not fault and before and _same(before, student):
            twice.append(entry.line)
            student = replace(before, ids=tuple(dict.fromkeys((*before.ids, *student.ids))))
        elif not fault and before:
            fault = f"het studentnummer {number} komt twee keer voor. Haal één regel weg."
        if fault:
            raise CohortError(f"{file.name}, regel {entry.line}: {fault}")
        students[student.id.casefold()] = student
    if not students:
        raise CohortError(
            f"{file.name}: er staan geen studenten in de klaslijst. Verwacht wordt één regel per student."
        )
    listed = list(students.values())
    if twice:
        told = ", ".join(map(str, twice))
        odd.append(f"{file.name}: wie op regel {told} staat, stond er al met dat nummer en die naam; als één geteld.")
    remarks = [] if written else remarks_on(file.name, [student.id for student in listed], shortened)
    return ClassList(listed, odd + remarks)


def _same(one: Student, other: Student) -> bool:
    """Whether two rows are of one person, as in a list with a row per group."""
    return (one.id, one.name.casefold(), one.email.casefold()) == (
        other.id,
        other.name.casefold(),
        other.email.casefold(),
    )


def _plain(name: str) -> str:
    """A name as it reads on one line, without signs that steer a screen."""
    lost = _NO_LETTER.sub("\ufffd", _TURNING.sub("", name))
    return _CONTROL.sub(" ", lost).replace("\u00a0", " ").strip()


def _own_entries(sheet: Sheet) -> list[Entry]:
    found = []
    for line in sheet.lines[1:]:
        if not line.empty:
            refuse_longer(sheet, line, sheet.lines[0])
            values = [_unguarded(value) for value in (*line.values, "", "", "", "", "")]
            number, first, last, email, known = (value.strip() for value in values[:5])
            found.append(Entry(line.number, number, tuple(known.split()), first, last, email))
    return found


def write_roster(file: Path, students: list[Student]) -> None:
    """Write a class list that `read_roster` reads back to the letter and a spreadsheet cannot take for formulas."""
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
    known = any(student.ids for student in students)
    writer.writerow([*HEADER, KNOWN_AS] if known else HEADER)
    for student in students:
        cells = [student.id, student.first, student.last, student.email, *([" ".join(student.ids)] if known else [])]
        writer.writerow([guarded(cell) for cell in cells])
    write_durably(file, stream.getvalue())


def guarded(text: str) -> str:
    """A text that a spreadsheet would take for a formula, with an apostrophe before it; any other as it is."""
    return f"'{text}" if _FORMULA.match(text) else text


def kept_number(text: str) -> str:
    """A number for a file that people open: written as a text when a spreadsheet would change it (00123, 12E4)."""
    changed = re.fullmatch(r"0\d+|\d{12,}|\d+E\d+", text, re.IGNORECASE)
    return f'="{text}"' if changed else guarded(text)


def with_known_emails(before: list[Student], after: list[Student]) -> list[Student]:
    """A new class list in which nobody loses an e-mail address, or a number, for want of that column.

    A list that knows people only by their address says nothing about their numbers: those of before stay.
    """
    known = {student.id: student for student in before}
    addresses = Counter(student.email.casefold() for student in before)
    ours = {student.email.casefold(): student.id for student in before if addresses[student.email.casefold()] == 1}
    after = [
        replace(student, id=ours.get(student.id.casefold(), student.id))
        if student.id == student.email and student.id not in known
        else student
        for student in after
    ]
    return [
        replace(
            student,
            email=student.email or known[student.id].email,
            ids=tuple(dict.fromkeys((*student.ids, *known[student.id].ids))),
        )
        if student.id in known
        else student
        for student in after
    ]


def compare(before: list[Student], after: list[Student]) -> RosterChange:
    """What changed between two class lists.

    A number that went and one that came are taken for one person when an LMS knows them by the same number, or
    their e-mail addresses are the same, else when their names are and nobody else has that name.
    """
    old, new = ({student.id: student for student in students} for students in (before, after))
    gone = [student for student in before if student.id not in new]
    added = [student for student in after if student.id not in old]
    pairs: list[tuple[Student, Student]] = []
    for alike in (_internal, lambda s: s.email.casefold(), _plain_name):
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


def told_apart(students: Mapping[str, Student]) -> dict[str, str]:
    """How each student of a class is called in a sentence: by name, and by number too beside somebody of that name."""
    shared = Counter(map(_plain_name, students.values()))
    return {
        number: f"{one.name} ({number})" if shared[_plain_name(one)] > 1 else one.name
        for number, one in students.items()
    }


def _seen(student: Student) -> tuple[str, str, str]:
    first, last, email = (unicodedata.normalize("NFC", text) for text in (student.first, student.last, student.email))
    return first, last, email


def _internal(student: Student) -> str:
    return next((known for known in student.ids if ":" in known), "")


def _plain_name(student: Student) -> str:
    return unicodedata.normalize("NFC", student.name).casefold()
