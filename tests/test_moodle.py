"""Moodle: its lists and its worksheet are read, filled and read back by its own rules. All names are fictional."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from sowcourse.cohort.lms import systems
from sowcourse.cohort.order import FIRST, LAST
from sowcourse.cohort.pairing import find_column, match
from sowcourse.cohort.reading import TwoReadings
from sowcourse.cohort.roster import Student, read_class_list, read_roster, with_known_emails, write_roster
from sowcourse.cohort.sheet import read_sheet
from sowcourse.errors import CohortError
from sowcourse.report.feedback import _returned

LMS = Path(__file__).parent / "lms"
MOODLE = systems()["moodle"]


def moodle(raw: bytes, language: str) -> dict[int, str]:
    """Participant → grade, by the rules of Moodle's importer, written down from its source and nothing of ours."""
    words = {
        "en": ("Grade", "Identifier", "Last modified (grade)", "Participant "),
        "nl": ("Cijfer", "Identificatie", "Laatst gewijzigd (beoordeling)", "Deelnemer "),
    }[language]
    header, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert all(header.count(name) == 1 for name in words[:3]), "the file is refused as a whole"
    grade, identifier = header.index(words[0]), header.index(words[1])
    return {int(row[identifier].removeprefix(words[3])): row[grade] for row in rows}


@pytest.mark.parametrize(
    ("name", "language", "sign", "found"),
    [("moodle.csv", "en", ".", ["00123", "r0456"]), ("moodle-nl.csv", "nl", ",", ["00123", "r0010"])],
)
def test_a_worksheet_is_filled_in_one_column_and_all_else_stays_to_the_byte(
    name: str, language: str, sign: str, found: list[str]
) -> None:
    sheet = read_sheet(LMS / name)
    assert [key for key, lms in systems().items() if lms.recognises(sheet.lines[0].values)] == ["moodle"]
    column = find_column(MOODLE, sheet, ["hoe de opdracht ook heet"])
    assert (column.maximum, MOODLE.decimal_sign(sheet, column)) == (Decimal(40), sign)
    students = [
        Student("00123", "Joke", "'t Hart", "joke@school.example"),
        Student("r0456", "Zoë", "De Smet, de jonge", ""),
        Student("r0010", "Thảo", "Nguyễn", ""),
    ]
    rows = match(MOODLE, sheet, students).rows
    assert list(rows) == found
    raw = MOODLE.fill(sheet, column, {row.place: f"7{sign}5" for row in rows.values()})
    assert moodle(raw, language) == {12301: f"7{sign}5", 12302: f"7{sign}5"}
    first = (LMS / name).read_bytes().splitlines()[1].split(b",")
    for cell in (*first[:2], b"40", b"17 December 2026", b"17 december 2026"):
        assert (cell in raw) == (cell in (LMS / name).read_bytes()), "the maximum and moments go along as they stood"
    assert b"Al gezien" not in raw, "what the lecturer wrote there cannot change"


def test_two_of_one_name_are_told_apart_in_the_worksheet_and_by_their_number_there() -> None:
    listed = read_class_list(LMS / "moodle.csv", FIRST).students
    assert [(student.id, student.ids) for student in listed] == [
        ("00123", ("moodle:12301",)),
        ("r0456", ("moodle:12302",)),
        ("r0008", ("moodle:12303",)),
        ("r0009", ("moodle:12304",)),
    ]


def test_a_participants_list_needs_no_number_and_keeps_what_was_known(tmp_path: Path) -> None:
    file = tmp_path / "deelnemers.csv"
    file.write_text(
        "Voornaam,Achternaam,E-mailadres,Rollen\nAya,Amrani,a+b@s.example,Student\nBo,Maes,b@s.example,Docent\n"
    )
    (only,) = read_roster(file)
    assert only == Student("a+b@s.example", "Aya", "Amrani", "a+b@s.example"), "a lecturer is no student"
    worksheet = tmp_path / "werkblad.csv"
    worksheet.write_text(
        "Identificatie,Volledige naam,E-mailadres,Cijfer,Laatst gewijzigd (cijfer)\n"
        "Deelnemer 7,Aya Amrani,a+b@s.example,,-\n"
    )
    with pytest.raises(TwoReadings, match="de kolom «Volledige naam» kan op twee manieren gelezen worden") as caught:
        read_class_list(worksheet)
    assert list(caught.value.readings) == [FIRST, LAST]
    numbered = with_known_emails([Student("r7", "Aya", "Amrani", "A+b@s.example")], [only])
    assert numbered == [Student("r7", "Aya", "Amrani", "a+b@s.example")], "an address is no new number"
    found = with_known_emails([only], read_class_list(worksheet, FIRST).students)
    assert found == [Student("a+b@s.example", "Aya", "Amrani", "a+b@s.example", ("moodle:7",))]
    write_roster(tmp_path / "klas.csv", found)
    assert read_roster(tmp_path / "klas.csv") == found


def test_a_worksheet_that_lost_a_column_is_refused_with_its_own_name() -> None:
    sheet = read_sheet(LMS / "moodle.csv")
    raw = (LMS / "moodle.csv").read_bytes().replace(b"Identifier,", b"Nummer,")
    with pytest.raises(CohortError, match=r"de kop is niet die van Moodle.* Download het beoordelingswerkblad opnieuw"):
        MOODLE.read_back(raw, sheet.name)


@pytest.mark.parametrize(
    ("came", "goes"),
    [
        ("Jan Peeters_12303_assignsubmission_file_/werk.ipynb", "Jan Peeters_12303_assignsubmission_file_/werk.html"),
        ("Jan Peeters_12303_assignsubmission_file/werk.ipynb", "Jan Peeters_12303_assignsubmission_file/werk.html"),
        ("Jan Peeters_12303_assignsubmission_file_werk.ipynb", "Jan Peeters_12303_assignsubmission_file_werk.html"),
        ("J. P. Peeters_9_assignsubmission_file_/a.zip/b/werk.ipynb", "J. P. Peeters_9_assignsubmission_file_/a.html"),
    ],
)
def test_feedback_goes_back_under_a_name_in_which_moodle_finds_the_participant(came: str, goes: str) -> None:
    assert _returned(came) == goes
    name, participant, kind, plugin, *_ = goes.split("/")[0].split("_", 4)
    assert (participant.isdecimal(), kind, plugin) == (True, "assignsubmission", "file")
    assert "_" not in name
