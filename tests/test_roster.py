"""Class lists are read to the letter, or refused with the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.cohort.roster import Student, read_roster, write_roster
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
