"""Marks go into a lecturer's own download, or nothing is written. All names are fictional."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from sowcourse.cohort.lms import Column, systems
from sowcourse.cohort.roster import Student, read_roster, write_roster
from sowcourse.cohort.sheet import read_sheet
from sowcourse.cohort.workspace import Workspace
from sowcourse.content import assignments_root
from sowcourse.errors import CohortError, GradingError, SowcourseError
from sowcourse.gradebook.marks import FinalMark
from sowcourse.gradebook.transfer import (
    Change,
    Filled,
    _cell,
    _told,
    columns_of,
    fill_lms,
    filled_in,
    system_of,
    titles,
)
from sowcourse.notebook import Notebook, write_notebook

LMS = Path(__file__).parent / "lms"
WANTED = ["5-politiserend"]


def light(folder: Path, students: list[Student]) -> Workspace:
    """A cohort of which there is a class list and no more."""
    (folder / "klas").mkdir()
    write_roster(folder / "klas" / "klas.csv", students)
    return Workspace(folder / "klas", "klas", "1")


@pytest.fixture
def cohort(tmp_path: Path) -> Workspace:
    """The class of the downloads, less Jaouad El Idrissi, and with somebody whom the LMS does not know."""
    students = [student for student in read_roster(LMS / "brightspace.csv") if student.id != "r0011"]
    return light(tmp_path, [*students, Student("r0500", "Nieuw", "Hier", "")])


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
    assert sorted(p.name for p in tmp_path.iterdir()) == ["excel.csv", "klas", "uit.csv"]


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
    file = cohort.root / "source" / "6-synthese" / "6-synthese.ipynb"
    file.parent.mkdir(parents=True)
    shutil.copyfile(assignments_root() / "6-synthese" / file.name, file)
    assert titles(cohort, "6-synthese") == ["6-synthese", "Opdracht bij les 6: vijf krachtlijnen, één zaak"]
    cells = [
        ("code", "# Nee"),
        ("markdown", "Eerst.\n## Klein"),
        ("markdown", "# Ja  \n# Ook"),
        ("markdown", "# Laat"),
    ]
    write_notebook(file, notebook_of(cells))
    assert titles(cohort, "6-synthese") == ["6-synthese", "Ja  "]
    write_notebook(file, notebook_of(cells[:2]))
    assert titles(cohort, "6-synthese") == ["6-synthese"]


def notebook_of(cells: list[tuple[str, str]]) -> Notebook:
    made = [{"cell_type": kind, "id": f"c{n}", "metadata": {}, "source": text} for n, (kind, text) in enumerate(cells)]
    return {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


# To the letter --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def klass(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same class, for tests that change nothing in it; somebody left it."""
    students = [student for student in read_roster(LMS / "brightspace.csv") if student.id != "r0011"]
    workspace = light(tmp_path_factory.mktemp("klas"), students)
    workspace.enlist([*(s for s in students if s.id != "r0010"), Student("r0500", "Nieuw", "Hier", "")], {})
    return workspace


def canvas(
    klass: Workspace, found: dict[str, FinalMark], wanted: str = "5-politiserend", pass_from: int | None = None
) -> Filled:
    return filled_in(klass, "canvas", LMS / "canvas.csv", found, [wanted], pass_from=pass_from)


def test_what_changes_for_whom_is_told_in_full_and_can_be_put_back(klass: Workspace, tmp_path: Path) -> None:
    found = marks(r0500="12", r0008="30", r0009="31.5") | {"00123": FinalMark(Decimal("7.5"), Decimal(40))}
    filled = canvas(klass, found)
    assert (filled.column, filled.number, filled.told) == ("5-politiserend (4451)", 3, [])
    assert filled.changes == [
        Change("r0008", "31.50", "30"),
        Change("r0009", "", "31.5"),
        Change("00123", "", "7.5"),
    ]
    assert filled.remarks == [
        "Zonder punt, dus niet in het bestand: Zoë De Smet, de jonge (r0456); An =Bob (00789); "
        'Émile-Zoë van "Ans" Dijk (r0007).',
        "Met een punt, maar niet in de download van Canvas: Nieuw Hier (r0500).",
        "Wel in de download, niet op je klaslijst; hun punt blijft zoals het is: Thảo Nguyễn (r0010, nguyent), "
        "uitgeschreven; Jaouad El Idrissi (r0011, elidrissij).",
        "Er stond al een ander punt: Jan Peeters (r0008) van 31.50 naar 30.",
    ]
    (tmp_path / "terug.csv").write_bytes(filled.back)
    assert by_row("canvas", tmp_path / "terug.csv") == ["31.50"]
    (tmp_path / "in.csv").write_bytes(filled.content)
    assert by_row("canvas", tmp_path / "in.csv") == ["7.5", "30", "31.5"]
    assert canvas(klass, marks(r0008="31.5")).back == b"", "the same mark changes nothing"
    assert canvas(klass, marks(r0009="1")).back == b""


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("7,50", "7.5", True),
        ("", "", True),
        ("EX", "EX", True),
        ("EX", "7", False),
        ("", "0", False),
        ("7", "8", False),
    ],
)
def test_a_mark_is_the_same_however_it_is_written(before: str, after: str, same: bool) -> None:
    assert Change("s1", before, after).same is same


def test_a_maximum_that_differs_is_told_as_people_here_write_it() -> None:
    with pytest.raises(GradingError, match=r"het maximum is daar 7,5 en hier 12,5\. "):
        _cell(systems()["canvas"], column("7.5"), FinalMark(Decimal(1), Decimal("12.5")), ".", False, None)


def test_who_is_found_by_name_alone_and_gets_a_mark_is_named(klass: Workspace, tmp_path: Path) -> None:
    text = (LMS / "canvas.csv").read_text("utf-8").replace("105,r0008,peetersj1", "105,r0888,peetersj9")
    file = tmp_path / "gb.csv"
    file.write_text(text.replace("103,00789,bobm", "103,00777,bobx").replace('"=""=Bob, An"""', '"=Bob, An"'), "utf-8")
    told = "Op naam herkend, want het nummer verschilt: An =Bob (00789)."
    some = {"00789": FinalMark(Decimal(1), Decimal(40))}
    assert told in filled_in(klass, "canvas", file, some, WANTED).remarks
    assert told not in filled_in(klass, "canvas", file, marks(r0009="1"), WANTED).remarks


def test_nothing_is_reckoned_over_unless_it_is_asked_for(klass: Workspace) -> None:
    for act in (canvas, lambda klass, found: filled_in(klass, "canvas", LMS / "canvas.csv", found, WANTED)):
        with pytest.raises(GradingError, match="het maximum is daar 40 en hier 20"):
            act(klass, marks("20", r0008="1"))


def test_in_a_row_that_ends_early_nothing_stands(klass: Workspace, tmp_path: Path) -> None:
    text = (LMS / "canvas.csv").read_text("utf-8")
    (row,) = (line for line in text.splitlines() if "r0008" in line)
    (tmp_path / "gb.csv").write_text(text.replace(row, row.split(",let op")[0]), "utf-8")
    filled = filled_in(klass, "canvas", tmp_path / "gb.csv", marks(r0008="3"), WANTED)
    assert filled.changes == [Change("r0008", "", "3")]


def test_the_only_system_that_a_download_can_be_of_is_found(tmp_path: Path) -> None:
    for name, system in (
        ("canvas.csv", "canvas"),
        ("brightspace.csv", "brightspace"),
        ("blackboard.xls", "blackboard"),
    ):
        assert system_of(LMS / name) == system
    with pytest.raises(GradingError) as refused:
        system_of(LMS / "oneroster-users.csv")
    head = ", ".join(read_sheet(LMS / "oneroster-users.csv").lines[0].values)
    assert str(refused.value) == (
        "oneroster-users.csv: we herkennen niet uit welk LMS deze download komt. Verwacht wordt het cijferboek uit een "
        f"van deze: {', '.join(lms.title for lms in systems().values())}; gevonden: {head}. Kies zelf welk LMS het is, "
        "of download opnieuw en bewaar het niet met Excel."
    )
    (tmp_path / "leeg.csv").touch()
    with pytest.raises(CohortError, match=r"^leeg\.csv: de download is leeg\."):
        system_of(tmp_path / "leeg.csv")


def test_the_columns_of_a_download_are_those_in_which_marks_can_be_put(klass: Workspace, tmp_path: Path) -> None:
    assert columns_of("canvas", LMS / "canvas.csv") == ["5-politiserend (4451)", "Lezing, deel 1 (4452)"]
    with pytest.raises(GradingError) as refused:
        columns_of("canvas", LMS / "brightspace.csv")
    assert str(refused.value) == (
        "brightspace.csv: dit lijkt een download uit Brightspace, niet uit Canvas. Kies een andere --lms."
    )
    with pytest.raises(GradingError) as refused:
        columns_of("canvas", LMS / "oneroster-users.csv")
    head = ", ".join(read_sheet(LMS / "oneroster-users.csv").lines[0].values)
    assert str(refused.value) == (
        f"oneroster-users.csv: dit herkennen we niet als het cijferboek van Canvas; gevonden: {head}. "
        "Download het cijferboek uit Canvas met minstens één kolom voor punten, en bewaar het niet met Excel."
    )
    (tmp_path / "leeg.csv").touch()
    with pytest.raises(CohortError, match=r"^leeg\.csv: de download is leeg\."):
        columns_of("canvas", tmp_path / "leeg.csv")
    with pytest.raises(CohortError, match=r"^leeg\.csv: de download is leeg\."):
        filled_in(klass, "canvas", tmp_path / "leeg.csv", {}, WANTED)


def column(maximum: str = "", words: bool = False) -> Column:
    return Column(3, "Eindwerk (12)", "Eindwerk", Decimal(maximum) if maximum else None, words)


HALF = FinalMark(Decimal(20), Decimal(40))


@pytest.mark.parametrize(
    ("place", "mark", "scale", "pass_from", "text"),
    [
        (column("40"), HALF, False, None, "20"),
        (column("40"), FinalMark(Decimal("12.345"), Decimal(40)), True, None, "12,35"),
        (column("20"), HALF, True, None, "10"),
        (column("20"), FinalMark(Decimal("12.5"), Decimal(30)), True, None, "8,33"),
        (column(), FinalMark(Decimal("7.5"), Decimal(40)), False, None, "7,5"),
        (column("10"), HALF, False, 50, "10"),
        (column("10"), HALF, False, 51, "0"),
        (column("7.5"), HALF, False, 0, "7,5"),
        (column("10", True), HALF, False, 50, "Voldaan"),
        (column("", True), HALF, False, 51, "Niet voldaan"),
    ],
)
def test_what_is_written_for_one_student(
    place: Column, mark: FinalMark, scale: bool, pass_from: int | None, text: str
) -> None:
    assert _cell(systems()["canvas"], place, mark, ",", scale, pass_from) == text


@pytest.mark.parametrize(
    ("place", "scale", "pass_from", "told"),
    [
        (
            column(),
            False,
            50,
            "«Eindwerk»: deze kolom heeft geen maximum. Geef haar er in Canvas een, bijvoorbeeld 1.",
        ),
        (
            column("10", True),
            False,
            None,
            "«Eindwerk»: deze kolom vraagt een woord. Voeg --voldaan 50 toe (procent), of kies een kolom met punten.",
        ),
        (column(), True, None, "«Eindwerk»: deze kolom heeft geen maximum, dus omrekenen kan niet."),
        (
            column("7.5"),
            False,
            None,
            "«Eindwerk»: het maximum is daar 7,5 en hier 40. Voeg --schaal toe om te laten omrekenen, of pas het "
            "maximum in Canvas aan.",
        ),
    ],
)
def test_what_cannot_be_written_is_told(place: Column, scale: bool, pass_from: int | None, told: str) -> None:
    with pytest.raises(GradingError) as refused:
        _cell(systems()["canvas"], place, HALF, ",", scale, pass_from)
    assert str(refused.value) == told


@pytest.mark.parametrize(
    ("place", "scale", "pass_from", "told"),
    [
        (column("40"), False, None, []),
        (column("40"), True, None, []),
        (
            column("12.5"),
            True,
            None,
            ["Omgerekend van 40 naar 12,5, het maximum van de kolom; naar boven afgerond vanaf een halve honderdste."],
        ),
        (column(), False, None, ["Het bestand noemt het maximum van de kolom niet; de punten staan er zoals ze zijn."]),
        (column("1", True), False, 55, ["Voldaan vanaf 55 procent van de punten."]),
        (column("", True), True, 55, ["Voldaan vanaf 55 procent van de punten."]),
        (
            column("2.5"),
            True,
            55,
            [
                "Voldaan vanaf 55 procent van de punten.",
                "De kolom vraagt een getal: Voldaan is 2,5, Niet voldaan is 0.",
            ],
        ),
    ],
)
def test_what_was_done_is_told(place: Column, scale: bool, pass_from: int | None, told: list[str]) -> None:
    assert _told(place, {"s1": HALF}, scale, pass_from) == told


def test_from_more_than_one_maximum_the_highest_is_told() -> None:
    found = {"s1": FinalMark(Decimal(1), Decimal("7.5")), "s2": FinalMark(Decimal(1), Decimal("2.5"))}
    assert _told(column("40"), found, True, None)[0].startswith("Omgerekend van 7,5 naar 40, ")


def test_nobody_with_a_mark_and_nobody_in_the_file_are_told_apart(klass: Workspace) -> None:
    with pytest.raises(GradingError) as refused:
        canvas(klass, {})
    assert str(refused.value) == (
        "Er is nog niemand met een totaal. "
        "Beoordeel eerst alle vragen, of van enkele studenten alles: 'sowcourse mark'."
    )
    with pytest.raises(GradingError) as refused:
        canvas(klass, marks(r0500="1"))
    assert str(refused.value) == (
        "canvas.csv: niemand met een punt staat in dit bestand. Is het de download van deze klas?"
    )


def test_a_guess_at_the_decimal_sign_is_told_only_where_a_decimal_stands(klass: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "gb.csv"
    file.write_text((LMS / "brightspace.csv").read_text("utf-8-sig").replace('"7,5"', "8"), "utf-8")
    told = (
        "In de download staat nergens een getal met decimalen, dus weten we niet of Brightspace bij jou een komma of "
        "een punt leest. Er staat een punt. Kijk na het inlezen één punt met decimalen na; klopt het niet, geef dan "
        "één student met de hand 7,5, download opnieuw en begin daarmee."
    )
    assert filled_in(klass, "brightspace", file, marks(r0008="7.5"), WANTED).remarks[-1] == told
    assert told not in filled_in(klass, "brightspace", file, marks(r0008="7"), WANTED).remarks
    assert told not in filled_in(klass, "brightspace", LMS / "brightspace.csv", marks(r0008="7.5"), WANTED).remarks


def test_who_is_not_given_the_assignment_in_canvas_is_no_other_mark(klass: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "gb.csv"
    file.write_text(
        (LMS / "canvas.csv").read_text("utf-8").replace('avond",let op,,', 'avond",let op,N/A,', 1), "utf-8"
    )
    some = {"00123": FinalMark(Decimal(1), Decimal(40))}
    told = filled_in(klass, "canvas", file, some, WANTED).remarks
    assert told[-1] == "In Canvas is dit niet toegewezen aan, en dan telt het daar niet: Joke 't Hart (00123)."
    assert not any("ander punt" in each for each in told)


def test_a_download_is_not_overwritten_whatever_way_it_is_called(klass: Workspace, tmp_path: Path) -> None:
    template = tmp_path / "gb.csv"
    template.write_bytes((LMS / "canvas.csv").read_bytes())
    same = tmp_path / "map" / ".." / "gb.csv"
    (tmp_path / "map").mkdir()
    with pytest.raises(GradingError) as refused:
        fill_lms(klass, "canvas", template, same, SOME, WANTED)
    assert str(refused.value) == f"{same}: dat is je download zelf. Kies met --naar een andere naam."
