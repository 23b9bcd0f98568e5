"""Class lists are read to the letter, or refused with the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.cohort.roster import Student, compare, read_roster, told_apart, with_known_emails, write_roster
from sowcourse.errors import CohortError

ODD = [
    Student("00123", "Joke", "'t Hart", "joke@school.example"),
    Student("r0456", "Zoë", "De Smet, de jonge", ""),
    Student("=1+1", "An", '"Annie" van den Berg', "an@school.example"),
]


def test_odd_names_and_ids_survive_a_round_trip(tmp_path: Path) -> None:
    students = [*ODD[:2], Student("x-1.a", *(getattr(ODD[2], name) for name in ("first", "last", "email")))]
    write_roster(tmp_path / "klas.csv", students)
    assert read_roster(tmp_path / "klas.csv") == students


@pytest.mark.parametrize(
    "text",
    [
        "studentnummer;voornaam;achternaam\n00123;Zoë;van Dijk\n",
        "Achternaam,Voornaam,Studentnummer\nvan Dijk,Zoë,00123\n\n",
        "id\tnaam\n00123\tZoë van Dijk\n",
        'id,naam\n00123,"van Dijk, Zoë"\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_usual_shape_gives_the_same_student(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "klas.csv").write_text(text, encoding=encoding)
    assert read_roster(tmp_path / "klas.csv") == [Student("00123", "Zoë", "van Dijk", "")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "klas.csv: de klaslijst is leeg."),
        ("studentnummer,naam\n", "klas.csv: er staan geen studenten in de klaslijst."),
        ("nr,wie\n1,An\n", "klas.csv, regel 1: verwacht worden de kolommen studentnummer, voornaam en achternaam"),
        ("id,naam\n1,An\n1,Bo\n", "klas.csv, regel 3: het studentnummer 1 komt twee keer voor."),
        ("id,naam\n,An\n", "klas.csv, regel 2: het studentnummer '' kan niet worden gebruikt."),
        ("id,naam\n../x,An\n", "klas.csv, regel 2: het studentnummer '../x' kan niet worden gebruikt."),
        ("PK\x03\x04", "klas.csv: dit is een Excel-bestand."),
    ],
)
def test_a_wrong_list_is_refused_with_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "klas.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CohortError) as caught:
        read_roster(tmp_path / "klas.csv")
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize("header", ["studentnummer,voornaam,achternaam,e-mail", "Studentnummer,Voornaam,Naam,E-mail"])
def test_a_name_stays_on_its_line_and_turns_nothing_around_it(tmp_path: Path, header: str) -> None:
    row = 'r1,"An\nSofie","Ma\u202ees\x1b[31m\u2067",\n'
    (tmp_path / "klas.csv").write_text(f"{header}\n{row}", encoding="utf-8", newline="")
    assert read_roster(tmp_path / "klas.csv") == [Student("r1", "An Sofie", "Maes [31m", "")]


LMS = Path(__file__).parent / "lms"
CLASS = [
    ("00123", "Joke", "'t Hart"),
    ("r0456", "Zoë", "De Smet, de jonge"),
    ("00789", "An", "=Bob"),
    ("r0007", "Émile-Zoë", 'van "Ans" Dijk'),
    ("r0008", "Jan", "Peeters"),
    ("r0009", "Jan", "Peeters"),
    ("r0010", "Thảo", "Nguyễn"),
    ("r0011", "Jaouad", "El Idrissi"),
]


@pytest.mark.parametrize(
    "name",
    [
        "canvas-puntkomma.csv",
        "brightspace.csv",
        "oneroster-users.csv",
        "canvas.csv",
        "blackboard.csv",
        "blackboard.xls",
    ],
)
def test_what_an_lms_gives_is_read_to_the_letter_and_back(tmp_path: Path, name: str) -> None:
    found = read_roster(LMS / name)
    read = [(student.id, student.first, student.last) for student in found]
    if name == "canvas.csv":  # it gives one cell, "Last, First"; a comma inside a last name cannot be told from it
        assert read[1] == ("r0456", "de jonge, Zoë", "De Smet")
        read[1] = CLASS[1]
    assert read == CLASS
    write_roster(tmp_path / "klas.csv", found)
    assert read_roster(tmp_path / "klas.csv") == found


def test_a_spreadsheet_that_opens_our_list_meets_no_formula_and_we_read_back_what_was_there(tmp_path: Path) -> None:
    odd = [
        Student(f"r{n}", text, text, text)
        for n, text in enumerate(["=1+1", "+1", "-x", "@x", "'=x", "''=x", "'t Hart"])
    ]
    write_roster(tmp_path / "klas.csv", odd)
    cells = [cell for line in (tmp_path / "klas.csv").read_text("utf-8").splitlines() for cell in line.split(",")]
    assert cells
    assert not [cell for cell in cells if cell[1:2] in set("=+-@")]
    assert '"\'t Hart"' in cells
    assert read_roster(tmp_path / "klas.csv") == odd


@pytest.mark.parametrize(
    ("header", "row", "student"),
    [
        (
            "Studentnr;Roepnaam;Voorvoegsels;Achternaam",
            "00123;Wout;van den;Berg",
            Student("00123", "Wout", "van den Berg", ""),
        ),
        ("Gebruikersnaam,Achternaam,Voornaam", "r1,Ü Ñandú,Ö", Student("r1", "Ö", "Ü Ñandú", "")),
        ("id,naam", '"=""00123""",Bo Maes', Student("00123", "Bo", "Maes", "")),
        ("id,naam", "r1,Bo  Maes-de  Wit", Student("r1", "Bo", "Maes-de  Wit", "")),
    ],
)
def test_particles_umlauts_and_zeros_stay(tmp_path: Path, header: str, row: str, student: Student) -> None:
    (tmp_path / "klas.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    assert read_roster(tmp_path / "klas.csv") == [student]


@pytest.mark.parametrize("number", ["..", ".x", "a/b", "a b", "'00123"])
def test_a_number_that_could_lead_out_of_its_folder_is_refused(tmp_path: Path, number: str) -> None:
    (tmp_path / "klas.csv").write_text(f"id,naam\n{number},An\n", encoding="utf-8")
    with pytest.raises(CohortError, match=r"regel 2: het studentnummer .* kan niet worden gebruikt"):
        read_roster(tmp_path / "klas.csv")


def test_the_same_number_in_capitals_is_the_same_number(tmp_path: Path) -> None:
    (tmp_path / "klas.csv").write_text("id,naam\nr1,An\nR1,Bo\n", encoding="utf-8")
    with pytest.raises(CohortError, match="regel 3: het studentnummer R1 komt twee keer voor"):
        read_roster(tmp_path / "klas.csv")


def test_a_change_tells_who_came_went_changed_and_may_have_another_number() -> None:
    before = [
        Student("r1", "An", "Maes", "an@school.example"),
        Student("r2", "Bo", "Smit", ""),
        Student("r3", "Cé", "Dijk", ""),
        Student("r4", "Jan", "Peeters", ""),
        Student("r5", "Jan", "Peeters", ""),
        Student("r6", "Zoë", "Mul", ""),
    ]
    after = [
        Student("r9", "An", "Maes-De Wit", "An@school.example"),
        Student("q2", "Bo", "Smit", ""),
        Student("r3", "Cé", "van Dijk", "ce@school.example"),
        Student("q4", "Jan", "Peeters", ""),
        Student("r6", "Zoe\u0308", "Mul", ""),
    ]
    change = compare(before, after)
    assert change.renumbered == ((before[0], after[0]), (before[1], after[1]))
    assert change.changed == ((before[2], after[2]),), "another way to write the same letter is no change"
    assert change.gone == (before[3], before[4]), "two of one name: nobody knows which one came back"
    assert change.added == (after[3],)
    assert not compare(before, before)


def test_a_gradebook_without_addresses_takes_none_away() -> None:
    before = read_roster(LMS / "brightspace.csv")
    after = with_known_emails(before, read_roster(LMS / "blackboard.xls"))
    assert after == before
    assert not compare(before, after)
    moved = [Student("00123", "Joke", "'t Hart", "nieuw@school.example"), Student("r1", "Nieuw", "Hier", "")]
    kept = with_known_emails(before, moved)
    assert kept == [Student("00123", "Joke", "'t Hart", "nieuw@school.example", ("hartj",)), moved[1]]


def test_two_who_are_called_the_same_are_told_apart_by_number_and_nobody_else_is() -> None:
    three = [Student("1", "Jan", "De Smet", ""), Student("2", "jan", "De Smet", ""), Student("3", "Jan", "Smet", "")]
    called = told_apart({student.id: student for student in three})
    assert called == {"1": "Jan De Smet (1)", "2": "jan De Smet (2)", "3": "Jan Smet"}
