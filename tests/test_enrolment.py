"""The class list and the deadlines are the same here, in nbgrader's gradebook, and on every page."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sowcourse.cli import main
from sowcourse.cohort.calendar import add_days
from sowcourse.cohort.roster import read_roster
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.commands.terminal import console
from sowcourse.cycle import collect, grade, release
from sowcourse.gradebook.enrolment import enrol
from sowcourse.gradebook.gradebook import gradebook, mark, results
from sowcourse.gradebook.marks import totals, write_marks, write_totals
from sowcourse.notebook import read_notebook, source
from sowcourse.report.feedback import write_feedback

ASSIGNMENT = "5-politiserend"
DUE = datetime(2026, 10, 23, 21, 59, tzinfo=UTC)
LATE = DUE + timedelta(hours=20)
CLASS = "id,voornaam,achternaam,e-mail\nr1,An,Maes,an@school.example\nr2,Bo,Smit,\nr3,Cé,=Dijk,\n"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a class list and a cohort, graded once; r1 and r2 handed in twenty hours late, r3 nothing."""
    folder = tmp_path_factory.mktemp("klas")
    (folder / "klas.csv").write_text(CLASS, encoding="utf-8")
    workspace = create("klein", folder / "klas.csv", folder)
    text = f'tijdzone = "Europe/Brussels"\n[inleveren]\n"{ASSIGNMENT}" = "2026-10-23 23:59"\n'
    (workspace.root / "kalender.toml").write_text(text, encoding="utf-8")
    release(workspace, ASSIGNMENT)
    lms = folder / "lms"
    lms.mkdir()
    notebook = read_notebook(workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    for student in ("r1", "r2"):
        for cell in notebook["cells"]:
            cell["source"] = source(cell)
            if cell["id"] in ("reflectie", "uitleg-val", "andere-kant"):
                cell["source"] = f"Wat ik ervan vind, {student}. " * 20
        (lms / f"{student}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        os.utime(lms / f"{student}.ipynb", (LATE.timestamp(), LATE.timestamp()))
    collect(workspace, ASSIGNMENT, lms, "inlevering")
    grade(workspace, ASSIGNMENT, lambda done, total: None)
    return folder


@pytest.fixture
def cohort(graded: Path, tmp_path: Path) -> Workspace:
    """A copy of it, to change."""
    shutil.copytree(graded, tmp_path, dirs_exist_ok=True)
    return open_workspace(tmp_path / "klein")


def kept(workspace: Workspace) -> dict[str, Any]:
    """Student → whether late by nbgrader, extension, and its penalty."""
    with gradebook(workspace) as book:
        return {
            s.student_id: (s.total_seconds_late > 0, s.extension, s.late_submission_penalty)
            for s in book.assignment_submissions(ASSIGNMENT)
        }


def late(workspace: Workspace) -> list[str]:
    return [student for student, result in results(workspace, ASSIGNMENT).items() if result.late]


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["sowcourse", *map(str, words)])
    monkeypatch.setattr(console, "_width", 200)  # setting `width` would keep it for who comes after
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0), " ".join("".join(capsys.readouterr()).split())


def test_an_extension_is_everywhere_before_and_after_grading(
    cohort: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = cohort.root / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8") + 'c.LateSubmissionPlugin.penalty_method = "zero"\n', encoding="utf-8")
    monkeypatch.chdir(cohort.root)
    code, said = run(monkeypatch, capsys, "extend", "r1", ASSIGNMENT, "--tot", "2026-10-26 12:00")
    assert code == 0
    assert "5-politiserend: ma 26-10-2026 12:00 (Europe/Brussels)." in said
    assert "De deadline in het notebook van de student blijft die van de klas" in said
    for student in ("r1", "r2"):
        for cell in ("reflectie", "uitleg-val", "andere-kant"):
            mark(cohort, ASSIGNMENT, student, cell, 3)
    report = grade(cohort, ASSIGNMENT, lambda done, total: None, again=True)
    assert late(cohort) == ["r2"]
    found = kept(cohort)
    assert found["r1"] == (False, timedelta(days=2, hours=13, minutes=1), 0), "the clock went back in between"
    assert found["r2"][:2] == (True, None)
    assert found["r2"][2] > 0
    overview = report.overview.read_text("utf-8")
    assert "uitstel tot ma 26-10-2026 12:00" in overview
    assert overview.count("(te laat)") == 1
    pages = {page.stem: page.read_text("utf-8") for page in write_feedback(cohort, ASSIGNMENT)}
    assert "Dat was na je deadline." not in pages["r1"]
    assert "Dat was na je deadline." in pages["r2"]
    notebook = read_notebook(release(cohort, ASSIGNMENT))
    assert notebook["metadata"]["sowcourse"]["deadline"] == DUE.isoformat()

    code, said = run(monkeypatch, capsys, "extend", "r2", "--dagen", "3")
    assert "5-politiserend: ma 26-10-2026 23:59 (Europe/Brussels)." in said
    assert "4-verbindend: nog geen deadline." in said
    assert late(cohort) == []
    assert kept(cohort)["r2"] == (False, timedelta(days=3, hours=1), 0), "what was taken off is given back"


def test_what_nbgrader_takes_off_for_being_late_is_in_every_total(cohort: Workspace, tmp_path: Path) -> None:
    for cell in ("reflectie", "uitleg-val", "andere-kant"):
        mark(cohort, ASSIGNMENT, "r2", cell, 3)
    full = results(cohort, ASSIGNMENT)["r2"].score()
    with gradebook(cohort) as book:
        submission = book.find_submission(ASSIGNMENT, "r2")
        submission.notebooks[0].late_submission_penalty = 1.5
        book.db.commit()
        assert submission.score == full
    assert results(cohort, ASSIGNMENT)["r2"].score() == full - 1.5
    write_marks(cohort, ASSIGNMENT, tmp_path / "punten.csv")
    with (tmp_path / "punten.csv").open(encoding="utf-8-sig", newline="") as lines:
        row = {row["studentnummer"]: row for row in csv.DictReader(lines, delimiter=";")}["r2"]
    assert (float(row["totaal"].replace(",", ".")), row["aftrek"]) == (full - 1.5, "1,5")
    page = next(page for page in write_feedback(cohort, ASSIGNMENT) if page.stem == "r2").read_text("utf-8")
    assert "Aftrek omdat je na je deadline inleverde: 1,5 punten." in page


def test_a_deadline_that_moves_for_the_class_moves_in_the_gradebook(cohort: Workspace) -> None:
    assert late(cohort) == ["r1", "r2"]
    assert [each[0] for each in kept(cohort).values()] == [True, True]
    file = cohort.root / "kalender.toml"
    file.write_text(file.read_text("utf-8").replace("2026-10-23", "2026-10-30"), encoding="utf-8")
    grade(cohort, ASSIGNMENT, lambda done, total: None)
    assert late(cohort) == []
    assert [each[0] for each in kept(cohort).values()] == [False, False]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["r9", ASSIGNMENT, "--tot", "2026-11-02 12:00"], "r9: dit studentnummer staat niet op de klaslijst"),
        (["r1", "9-weg", "--tot", "2026-11-02 12:00"], "9-weg: deze opdracht is er niet. Kies uit: 1-nabijheid"),
        (["r1", "4-verbindend", "--tot", "2026-11-02 12:00"], "4-verbindend: er staat geen deadline in kalender.toml"),
        (["r1", ASSIGNMENT], 'Geef --tot "2027-01-08 23:59" met een opdracht, of --dagen 3'),
        (["r1", ASSIGNMENT, "--dagen", "3"], "--dagen geldt voor alle opdrachten. Laat 5-politiserend weg"),
    ],
)
def test_an_extension_that_cannot_be_is_refused_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    (tmp_path / "klas.csv").write_text(CLASS, encoding="utf-8")
    workspace = create("klein", tmp_path / "klas.csv", tmp_path)
    file = workspace.root / "kalender.toml"
    file.write_text(
        f'tijdzone = "Europe/Brussels"\n[inleveren]\n"{ASSIGNMENT}" = "2026-10-23 23:59"\n', encoding="utf-8"
    )
    before = file.read_text("utf-8")
    monkeypatch.chdir(workspace.root)
    code, said = run(monkeypatch, capsys, "extend", *words)
    assert (code, sentence in said) == (1, True), said
    assert file.read_text("utf-8") == before


def test_who_leaves_keeps_their_work_and_who_returns_has_it_again(
    cohort: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = results(cohort, ASSIGNMENT)["r2"].cells
    monkeypatch.chdir(cohort.root)
    new = tmp_path / "nieuw.csv"
    new.write_text(
        "id,voornaam,achternaam,e-mail\nr1,An,Maes-De Wit,an@school.example\nr3,Cé,=Dijk,\nr4,Nieuw,Hier,\n",
        encoding="utf-8",
    )
    code, said = run(monkeypatch, capsys, "cohort", "roster", new, "--ja")
    assert code == 0
    assert "Nieuw (1): • Nieuw Hier (r4)" in said
    assert "wordt «uitgeschreven», het werk blijft (1): • Bo Smit (r2): leverde in voor 5-politiserend" in said
    assert "r1: achternaam was «Maes» en is nu «Maes-De Wit»" in said
    assert "1 uitgeschreven, in uitgeschreven.csv. Hun werk en punten blijven bewaard." in said
    assert list(cohort.students()) == ["r1", "r3", "r4"]
    assert list(cohort.left()) == ["r2"]
    assert (cohort.root / "submitted" / "r2" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").is_file()
    assert grade(cohort, ASSIGNMENT, lambda done, total: None).remarks == [], "who left is not remarked upon for ever"
    with gradebook(cohort) as book:
        assert book.find_student("r1").last_name == "Maes-De Wit"
        assert book.find_submission(ASSIGNMENT, "r2")

    code, said = run(monkeypatch, capsys, "cohort", "roster", tmp_path / "klas.csv", "--ja")
    assert "Terug, met het werk dat er al was (1): • Bo Smit (r2)" in said
    assert results(cohort, ASSIGNMENT)["r2"].cells == before
    assert list(cohort.left()) == ["r4"]
    code, said = run(monkeypatch, capsys, "cohort", "roster", tmp_path / "klas.csv")
    assert "Er verandert niets." in said


def test_somebody_with_a_new_number_takes_their_work_along(
    cohort: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mark(cohort, ASSIGNMENT, "r1", "reflectie", 3, "Mooi.")
    before = results(cohort, ASSIGNMENT)["r1"].cells
    add_days(cohort.root / "kalender.toml", "r1", 3)
    monkeypatch.chdir(cohort.root)
    new = tmp_path / "nieuw.csv"
    new.write_text(
        "id,voornaam,achternaam,e-mail\nq1,An,Maes,an@school.example\nq2,Bo,Smit,\nr3,Cé,=Dijk,\n", encoding="utf-8"
    )
    code, said = run(monkeypatch, capsys, "cohort", "roster", new, "--ja")
    assert "Misschien dezelfde persoon met een ander nummer (2)" in said
    assert code == 3
    assert "Bo Smit: r2 en q2 hebben dezelfde naam en gelden nu als twee personen." in said, "a name alone is no proof"
    found = results(cohort, ASSIGNMENT)
    assert found["q1"].cells == before
    assert (found["q1"].received, found["q1"].late) == (LATE, False), "what was agreed goes along"
    assert found["q2"].received is None
    assert list(cohort.left()) == ["r2"]
    for place in ("submitted", "autograded"):
        assert not (cohort.root / place / "r1").exists()
    with gradebook(cohort) as book:
        assert {student.id for student in book.students} == {"q1", "q2", "r2", "r3"}
    again = grade(cohort, ASSIGNMENT, lambda done, total: None)
    assert again.remarks == []
    assert {c.cell: c.score for c in results(cohort, ASSIGNMENT)["q1"].cells}["reflectie"] == 3


def test_asked_first_and_with_no_for_an_answer_nothing_changes(
    cohort: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(cohort.root)
    before = (cohort.root / "klas.csv").read_bytes()
    new = tmp_path / "nieuw.csv"
    new.write_text("id,voornaam,achternaam,e-mail\nq1,An,Maes,an@school.example\n", encoding="utf-8")
    answers = iter(["misschien", "ja", "nee"])
    monkeypatch.setattr("builtins.input", lambda *_: next(answers))
    code, said = run(monkeypatch, capsys, "cohort", "roster", new)
    assert (code, "Niets veranderd." in said) == (0, True)
    assert (cohort.root / "klas.csv").read_bytes() == before
    assert not (cohort.root / "uitgeschreven.csv").exists()


def test_a_slip_in_the_calendar_is_told_where_it_matters(
    cohort: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = cohort.root / "kalender.toml"
    file.write_text(
        file.read_text("utf-8") + '"5-politisernd" = "2026-10-23 23:59"\n[extra-dagen]\nr99 = 3\nr1 = 2\n', "utf-8"
    )
    monkeypatch.chdir(cohort.root)
    code, said = run(monkeypatch, capsys, "cohort", "calendar")
    assert code == 3
    assert "kalender.toml, 5-politisernd: deze opdracht is niet van dit cohort" in said
    assert "kalender.toml, r99: deze student is niet van dit cohort" in said
    assert "zo 25-10-2026 23:59 │ An Maes (r1)" in said
    assert (cohort.root / "kalender.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_the_total_of_a_course_is_for_who_has_everything_and_rounded_once(cohort: Workspace, tmp_path: Path) -> None:
    for cell, points in (("reflectie", 4), ("uitleg-val", 3), ("andere-kant", 2)):
        mark(cohort, ASSIGNMENT, "r1", cell, points)
    keuzes = cohort.root / "keuzes.toml"
    keuzes.write_text(f'lessen = []\n[gewicht]\n"{ASSIGNMENT}" = 100\n"6-synthese" = 0\n', encoding="utf-8")
    result = results(cohort, ASSIGNMENT)["r1"]
    found = {total.student: total for total in totals(cohort)}
    assert found["r1"].mark
    assert float(found["r1"].mark.points) == pytest.approx(100 * result.score() / result.points(), abs=1e-12)
    assert (found["r2"].mark, found["r2"].missing) == (None, (ASSIGNMENT,))
    write_totals(cohort, tmp_path / "alles.csv")
    with (tmp_path / "alles.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = {row["studentnummer"]: row for row in csv.DictReader(lines, delimiter=";")}
    points = f"{100 * result.score() / result.points():.2f}".rstrip("0").rstrip(".")
    assert rows["r1"]["totaal op 100"] == points.replace(".", ",")
    assert rows["r3"]["achternaam"] == "'=Dijk", "a spreadsheet must not reckon with a name"
    assert (rows["r2"]["totaal op 100"], rows["r2"]["stand"]) == ("", f"ontbreekt: {ASSIGNMENT}")
    keuzes.write_text(f'lessen = []\n[gewicht]\n"{ASSIGNMENT}" = 60\n"6-synthese" = 40\n', encoding="utf-8")
    assert next(total.missing for total in totals(cohort)) == ("6-synthese",)
    assert all(total.mark is None for total in totals(cohort))


def test_enrolling_twice_is_enrolling_once(cohort: Workspace) -> None:
    enrol(cohort)
    with gradebook(cohort) as book:
        assert len(book.students) == 3
    assert [student.id for student in read_roster(cohort.root / "klas.csv")] == ["r1", "r2", "r3"]
