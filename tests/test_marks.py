"""From a graded class to the file of an LMS, as a lecturer types it."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pytest

from sowcourse.cli import main
from sowcourse.cohort.lms import number, systems
from sowcourse.cohort.roster import read_roster
from sowcourse.cohort.sheet import read_sheet
from sowcourse.cohort.workspace import Workspace
from sowcourse.demo import ASSIGNMENT
from sowcourse.gradebook.gradebook import results
from sowcourse.gradebook.marks import complete


@pytest.fixture
def download(demo: tuple[Workspace, Path], tmp_path: Path) -> Path:
    """Canvas's gradebook of the fictional class, without one student and with another."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    title = "Opdracht bij les 5: wat doen overdrachten, en wat zegt een cijfer?"
    writer.writerow(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", f"{title} (77)", "Eindpunt (78)"])
    writer.writerow(["    Points Possible", "", "", "", "", "40", "20"])
    for place, student in enumerate(list(demo[0].students().values())[1:]):
        writer.writerow([f"{student.last}, {student.first}", 900 + place, student.id, f"s{place}", "A", "", ""])
    writer.writerow(["Iemand, Anders", 999, "r9999999", "s99", "A", "12", ""])
    (tmp_path / "gb.csv").write_text(stream.getvalue(), encoding="utf-8")
    return tmp_path / "gb.csv"


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["sowcourse", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0), " ".join("".join(capsys.readouterr()).split())


def test_the_marks_of_a_class_stand_in_the_lecturers_own_download(
    demo: tuple[Workspace, Path],
    download: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    workspace, target = demo[0], tmp_path / "uit.csv"
    monkeypatch.chdir(workspace.root)
    words = ("marks", ASSIGNMENT, "--lms", "canvas", "--template", download, "--naar", target)
    code, said = run(monkeypatch, capsys, *words)
    assert code == 3, "there is something to look at"
    marks = complete(results(workspace, ASSIGNMENT).values())
    first = next(iter(workspace.students()))
    assert first in marks
    lms, sheet = systems()["canvas"], read_sheet(target)
    (column,) = lms.columns(sheet)
    found = {row.ids[0]: number(sheet.lines[row.place].values[column.place]) for row in lms.rows(sheet)}
    assert found == {student: mark.points for student, mark in marks.items() if student != first}
    assert f"{len(marks) - 1} punten in de kolom «{column.header}»." in said
    assert "Nagelezen volgens de regels die Canvas bij het inlezen hanteert." in said
    assert f"Met een punt, maar niet in de download van Canvas: {workspace.students()[first].name} ({first})." in said
    assert "niet op je klaslijst; hun punt blijft zoals het is: Anders Iemand (r9999999, s99)." in said
    assert "Dit bestand bevat namen en punten" in said
    assert "Canvas: Cijferlijst, Importeren." in said
    assert target.stat().st_mode & 0o077 == 0, "nobody else on the machine can read it"


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        ((ASSIGNMENT, "--lms", "canvas"), 1, "--lms en --template horen samen"),
        (
            (ASSIGNMENT, "--lms", "ilias", "--template", "GB"),
            1,
            "ilias: dit LMS kennen we niet. Kies uit: canvas, brightspace, blackboard, moodle",
        ),
        (
            (ASSIGNMENT, "--lms", "brightspace", "--template", "GB"),
            1,
            "dit lijkt een download uit Canvas, niet uit Brightspace",
        ),
        ((ASSIGNMENT, "--schaal"), 1, "--kolom, --schaal en --voldaan gelden voor een LMS"),
        ((ASSIGNMENT, "--alles"), 1, "--alles gaat over de hele cursus. Laat 5-politiserend weg"),
        (
            (ASSIGNMENT, "--lms", "canvas", "--template", "GB", "--kolom", "Eindpunt"),
            1,
            "het maximum is daar 20 en hier 40",
        ),
        (("--alles", "--lms", "canvas", "--template", "GB"), 1, "Er is nog niemand met een totaal."),
        (
            (ASSIGNMENT, "--lms", "canvas", "--template", "GB", "--voldaan", "101"),
            2,
            "De waarde van '--voldaan' past niet.",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do_and_leaves_no_file(
    demo: tuple[Workspace, Path],
    download: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    status: int,
    sentence: str,
) -> None:
    monkeypatch.chdir(demo[0].root)
    target = tmp_path / "uit.csv"
    typed = [str(download) if word == "GB" else word for word in words]
    code, said = run(monkeypatch, capsys, "marks", *typed, "--naar", target)
    assert (code, sentence in said) == (status, True), said
    assert not target.exists()


def test_the_total_of_the_course_goes_into_a_column_of_its_own(
    demo: tuple[Workspace, Path],
    download: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    workspace, target = demo[0], tmp_path / "uit.csv"
    monkeypatch.chdir(workspace.root)
    choices = workspace.root / "keuzes.toml"
    before = choices.read_text("utf-8")
    try:
        choices.write_text(f'lessen = []\n[gewicht]\n"{ASSIGNMENT}" = 100\n', encoding="utf-8")
        words = ("marks", "--alles", "--lms", "canvas", "--template", download, "--naar", target, "--schaal")
        code, said = run(monkeypatch, capsys, *words)
    finally:
        choices.write_text(before, encoding="utf-8")
    assert code == 3
    assert "Omgerekend van 100 naar 20, het maximum van de kolom" in said
    marks = complete(results(workspace, ASSIGNMENT).values())
    sheet = read_sheet(target)
    assert sheet.lines[0].values[-1] == "Eindpunt (78)"
    for line in sheet.lines[2:]:
        mark = marks[line.values[2]]
        assert float(line.values[-1]) == pytest.approx(float(mark.points) / 2, abs=0.005)


def test_the_download_can_be_the_class_list(download: Path) -> None:
    assert len(read_roster(download)) == 24


def test_the_marks_of_a_class_stand_in_moodles_worksheet_and_its_other_columns_as_they_were(
    demo: tuple[Workspace, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    template, target = tmp_path / "werkblad.csv", tmp_path / "uit.csv"
    header = "Identificatie,Volledige naam,Status,Cijfer,Maximaal cijfer,Laatst gewijzigd (cijfer)"
    lines = [
        f'"Deelnemer {700 + n}","{student.last} {student.first}",Ingestuurd,,"40,00","vrijdag, 18 december 2026, 9:05"'
        for n, student in enumerate(demo[0].students().values())
    ]
    template.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    monkeypatch.chdir(demo[0].root)
    words = ("marks", ASSIGNMENT, "--lms", "moodle", "--template", template, "--naar", target)
    code, said = run(monkeypatch, capsys, *words)
    assert code == 3, "who has no mark is named"
    assert "punten in de kolom «Cijfer»." in said
    assert "Beoordelingswerkblad uploaden" in said
    marks = complete(results(demo[0], ASSIGNMENT).values())
    with target.open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    assert head == [name for name in header.split(",") if name != "Status"]
    assert {row[0]: number(row[2]) for row in rows} == {
        f"Deelnemer {700 + n}": round(marks[student].points, 2)
        for n, student in enumerate(demo[0].students())
        if student in marks
    }
    assert {tuple(row[3:]) for row in rows} == {("40,00", "vrijdag, 18 december 2026, 9:05")}
    assert not any("." in row[2] for row in rows), "the worksheet shows a decimal comma"
