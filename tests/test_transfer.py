"""Marks go into a lecturer's own download, or nothing is written. All names are fictional."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from sowcourse.cohort.lms import systems
from sowcourse.cohort.roster import Student, read_roster, write_roster
from sowcourse.cohort.sheet import read_sheet
from sowcourse.cohort.workspace import Workspace, create
from sowcourse.errors import CohortError, GradingError, SowcourseError
from sowcourse.gradebook.marks import FinalMark
from sowcourse.gradebook.transfer import Filled, fill_lms, titles

LMS = Path(__file__).parent / "lms"
WANTED = ["5-politiserend"]


@pytest.fixture
def cohort(tmp_path: Path) -> Workspace:
    """The class of the downloads, less Jaouad El Idrissi, and with somebody whom the LMS does not know."""
    students = [student for student in read_roster(LMS / "brightspace.csv") if student.id != "r0011"]
    students.append(Student("r0500", "Nieuw", "Hier", ""))
    write_roster(tmp_path / "klas.csv", students)
    return create("klas", tmp_path / "klas.csv", tmp_path)


def marks(maximum: str = "40", **points: str) -> dict[str, FinalMark]:
    return {student: FinalMark(Decimal(each), Decimal(maximum)) for student, each in points.items()}


SOME = marks() | {"00123": FinalMark(Decimal("7.5"), Decimal(40)), "r0008": FinalMark(Decimal(30), Decimal(40))}


def by_row(system: str, file: Path) -> list[str]:
    """What stands in the one column of a filled file, from top to bottom."""
    lms, sheet = systems()[system], read_sheet(file)
    (column,) = lms.columns(sheet)
    return [sheet.lines[row.place].values[column.place] for row in lms.rows(sheet)]


@pytest.mark.parametrize(
    ("system", "name", "half"),
    [
        ("canvas", "canvas.csv", "7.5"),
        ("brightspace", "brightspace.csv", "7,5"),
        ("blackboard", "blackboard.csv", "7.5"),
        ("blackboard", "blackboard.xls", "7.5"),
    ],
)
def test_each_lms_gets_its_own_file_and_hears_who_is_missing_or_extra(
    cohort: Workspace, tmp_path: Path, system: str, name: str, half: str
) -> None:
    target = tmp_path / name
    some = SOME | marks(r0500="12")
    filled = fill_lms(cohort, system, LMS / name, target, some, WANTED)
    assert by_row(system, target) == [half, "30"]
    assert filled.number == 2
    title = systems()[system].title
    assert any(
        r.startswith("Zonder punt, dus niet in het bestand: Zoë De Smet, de jonge (r0456); ") for r in filled.remarks
    )
    assert f"Met een punt, maar niet in de download van {title}: Nieuw Hier (r0500)." in filled.remarks
    assert any("Wel in de download, niet op je klaslijst" in r and "Jaouad El Idrissi" in r for r in filled.remarks)
    old = {"canvas": "Er stond al een ander punt: Jan Peeters (r0008) van 31.50 naar 30."}.get(system)
    assert [r for r in filled.remarks if "ander punt" in r] == ([old] if old else []), "30 and 30.00 are the same"


def test_who_left_is_named_so(cohort: Workspace, tmp_path: Path) -> None:
    cohort.enlist([s for s in cohort.students().values() if s.id != "r0010"], {})
    filled = fill_lms(cohort, "canvas", LMS / "canvas.csv", tmp_path / "x.csv", SOME, WANTED)
    assert any("Thảo Nguyễn (r0010, nguyent), uitgeschreven" in remark for remark in filled.remarks)


@pytest.mark.parametrize(
    ("system", "name", "found", "sentence"),
    [
        (
            "canvas",
            "brightspace.csv",
            SOME,
            "brightspace.csv: dit lijkt een download uit Brightspace, niet uit Canvas.",
        ),
        (
            "brightspace",
            "blackboard.xls",
            SOME,
            "dit lijkt een download uit Blackboard (Toledo), niet uit Brightspace.",
        ),
        (
            "canvas",
            "oneroster-users.csv",
            SOME,
            "dit herkennen we niet als het cijferboek van Canvas; gevonden: sourcedId",
        ),
        ("canvas", "canvas.csv", {}, "Er is nog niemand met een totaal."),
        ("canvas", "canvas.csv", marks(r0500="1"), "niemand met een punt staat in dit bestand"),
        ("canvas", "canvas.csv", marks("20", r0008="1"), "het maximum is daar 40 en hier 20. Voeg --schaal toe"),
    ],
)
def test_a_refusal_says_why_and_leaves_no_file(
    cohort: Workspace, tmp_path: Path, system: str, name: str, found: dict[str, FinalMark], sentence: str
) -> None:
    target = tmp_path / "uit.csv"
    with pytest.raises(SowcourseError) as refused:
        fill_lms(cohort, system, LMS / name, target, found, WANTED)
    assert sentence in str(refused.value)
    assert not target.exists()


def test_a_file_that_the_importer_would_read_otherwise_is_not_left_behind(cohort: Workspace, tmp_path: Path) -> None:
    saved_by_excel = tmp_path / "excel.csv"
    text = (LMS / "canvas.csv").read_text("utf-8-sig").replace("Nguyễn, Thảo", "Nguyen, Thé")
    saved_by_excel.write_bytes(text.encode("cp1252"))
    target = tmp_path / "uit.csv"
    target.write_text("van vorige keer", encoding="utf-8")
    with pytest.raises(CohortError, match=r"excel\.csv: de letters staan er als cp1252, en Canvas leest dat niet goed"):
        fill_lms(cohort, "canvas", saved_by_excel, target, SOME | marks(r0010="9"), WANTED)
    assert target.read_text(encoding="utf-8") == "van vorige keer"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["excel.csv", "klas", "klas.csv", "uit.csv"]


def test_the_download_itself_is_never_overwritten(cohort: Workspace, tmp_path: Path) -> None:
    template = tmp_path / "gb.csv"
    template.write_bytes((LMS / "canvas.csv").read_bytes())
    with pytest.raises(GradingError, match="dat is je download zelf"):
        fill_lms(cohort, "canvas", template, template, SOME, WANTED)
    assert template.read_bytes() == (LMS / "canvas.csv").read_bytes()


def test_points_are_reckoned_to_the_column_only_when_asked_and_it_is_said(cohort: Workspace, tmp_path: Path) -> None:
    found = marks("30", r0008="20", r0009="7.5")
    filled = fill_lms(cohort, "canvas", LMS / "canvas.csv", tmp_path / "x.csv", found, WANTED, scale=True)
    assert by_row("canvas", tmp_path / "x.csv") == ["26.67", "10"]
    assert filled.told == [
        "Omgerekend van 30 naar 40, het maximum van de kolom; naar boven afgerond vanaf een halve honderdste."
    ]
    same = fill_lms(cohort, "canvas", LMS / "canvas.csv", tmp_path / "y.csv", SOME, WANTED, scale=True)
    assert same.told == []


@pytest.mark.parametrize(
    ("system", "name", "wanted", "cells"),
    [
        ("canvas", "canvas.csv", "5-politiserend", ["40", "0"]),
        ("brightspace", "brightspace.csv", "Houding", ["Voldaan", "Niet voldaan"]),
        ("blackboard", "blackboard.csv", "Aanwezig", ["Voldaan", "Niet voldaan"]),
        ("blackboard", "blackboard.csv", "Lezing", ["10", "0"]),
    ],
)
def test_passed_or_not_is_a_word_where_a_word_is_asked_and_else_all_or_nothing(
    cohort: Workspace, tmp_path: Path, system: str, name: str, wanted: str, cells: list[str]
) -> None:
    found = {"r0008": FinalMark(Decimal("19.995"), Decimal(40)), "00123": FinalMark(Decimal(20), Decimal(40))}
    target = tmp_path / name
    filled = fill_lms(cohort, system, LMS / name, target, found, [wanted], pass_from=50)
    assert by_row(system, target) == cells
    assert filled.told[0] == "Voldaan vanaf 50 procent van de punten."


def test_a_column_for_words_gets_no_number(cohort: Workspace, tmp_path: Path) -> None:
    with pytest.raises(GradingError, match=r"«Houding»: deze kolom vraagt een woord\. Voeg --voldaan 50 toe"):
        fill_lms(cohort, "brightspace", LMS / "brightspace.csv", tmp_path / "x.csv", SOME, ["Houding"])


def test_without_any_decimal_in_the_download_it_is_said_that_the_sign_is_a_guess(
    cohort: Workspace, tmp_path: Path
) -> None:
    def fill(text: str) -> tuple[Filled, str]:
        (tmp_path / "gb.csv").write_text(text, encoding="utf-8")
        filled = fill_lms(cohort, "brightspace", tmp_path / "gb.csv", tmp_path / "x.csv", SOME, WANTED)
        return filled, (tmp_path / "x.csv").read_text("utf-8")

    text = (LMS / "brightspace.csv").read_text("utf-8-sig")
    filled, written = fill(text.replace('"7,5"', "8"))
    assert "7.5,#" in written
    assert any("weten we niet of Brightspace bij jou een komma of een punt leest" in each for each in filled.remarks)
    for shown, expected in (('"7,5"', '"7,5",#'), ("7.5", "7.5,#")):
        filled, written = fill(text.replace('"7,5"', shown))
        assert expected in written
        assert not any("komma of een punt" in each for each in filled.remarks)


def test_canvas_does_not_give_this_assignment_to_everybody(cohort: Workspace, tmp_path: Path) -> None:
    found = marks(r0010="3")
    filled = fill_lms(cohort, "canvas", LMS / "canvas-puntkomma.csv", tmp_path / "x.csv", found, WANTED)
    assert "In Canvas is dit niet toegewezen aan, en dan telt het daar niet: Thảo Nguyễn (r0010)." in filled.remarks


def test_a_column_may_be_called_by_the_id_or_the_title_of_an_assignment(cohort: Workspace) -> None:
    assert titles(cohort, "6-synthese") == ["6-synthese", "Opdracht bij les 6: vijf krachtlijnen, één zaak"]
