"""The overview of a class, marking beside each other and comparing cohorts, on the fictional class."""

from __future__ import annotations

import csv
import re
import shutil
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from sowcourse.cli import main
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.cycle import report_again
from sowcourse.demo import ASSIGNMENT
from sowcourse.errors import CohortError, GradingError
from sowcourse.gradebook.digest import file_of
from sowcourse.gradebook.gradebook import Given, Mark, Result, all_results, gradebook, mark, mark_all, results
from sowcourse.gradebook.marks import FinalMark, total
from sowcourse.gradebook.scores import NO_RESPONSE, CellResult
from sowcourse.grading.graded import VERSION, read_digest
from sowcourse.notebook import read_notebook, source, write_notebook
from sowcourse.prose import opened, sealed
from sowcourse.report.comparison import comparison_page, shift, write_comparison
from sowcourse.report.marking import take_in, write_marking
from sowcourse.report.overview import class_overview, write_class_overview
from sowcourse.report.second import FOLDER
from sowcourse.report.standing import standing_table

GILLES, MILA, LATE, EMPTY = "r0000007", "r0000013", "r0000018", "r0000016"


@pytest.fixture
def klass(demo: tuple[Workspace, Path], tmp_path: Path) -> Workspace:
    """A copy of the fictional class, to change."""
    shutil.copytree(demo[0].root, tmp_path / "demo")
    return open_workspace(tmp_path / "demo")


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *command: str) -> int:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["sowcourse", *command])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


# Reading -----------------------------------------------------------------------------------------------------------


def test_what_is_read_at_once_is_what_nbgrader_says(demo: tuple[Workspace, Path]) -> None:
    workspace, _ = demo
    found = results(workspace, ASSIGNMENT)
    with gradebook(workspace) as book:
        for submission in book.assignment_submissions(ASSIGNMENT):
            (notebook,) = submission.notebooks
            ours = {cell.cell: cell for cell in found[submission.student.id].cells}
            assert len(ours) == len(notebook.grades) > 10
            for grade in notebook.grades:
                mine = ours[grade.name]
                assert (mine.score, mine.points, mine.waiting) == (
                    grade.score,
                    grade.max_score,
                    bool(grade.needs_manual_grade),
                )
            assert sum(cell.score for cell in ours.values()) == submission.score
            for comment in notebook.comments:
                if comment.name in ours and comment.comment != NO_RESPONSE:
                    assert ours[comment.name].comment == (comment.comment or "")
                elif comment.name in ours:
                    assert ours[comment.name].untouched


def test_extra_credit_counts_as_nbgrader_counts_it(klass: Workspace) -> None:
    with gradebook(klass) as book:
        grade = book.find_grade("test-stap-1", ASSIGNMENT, ASSIGNMENT, GILLES)
        grade.extra_credit = 1.5
        book.db.commit()
        expected = grade.score
    got = {cell.cell: cell.score for cell in results(klass, ASSIGNMENT)[GILLES].cells}
    assert got["test-stap-1"] == expected


def test_a_cohort_without_submissions_has_an_overview(tmp_path: Path) -> None:
    (tmp_path / "klas.csv").write_text("nummer,naam\n001,An De Smet\n", encoding="utf-8")
    workspace = create("leeg", tmp_path / "klas.csv", tmp_path)
    page = write_class_overview(workspace).read_text(encoding="utf-8")
    assert page.count("Hier is nog niets nagekeken.") == len(workspace.assignments())
    with pytest.raises(GradingError, match="er is nog niets nagekeken"):
        write_marking(workspace, ASSIGNMENT, blind=False, second=False)
    assert not list(workspace.root.glob("beoordelen-*"))
    assert "An De Smet" in page


# Who is where ------------------------------------------------------------------------------------------------------


def result(score: float, most: float = 10, waiting: bool = False, late: bool = False) -> Result:
    cell = CellResult("x", points=most, score=score, manual=True, waiting=waiting, comment="")
    return Result("s1", None, late, graded=True, cells=(cell,))


def test_the_weighted_total_is_worked_out_by_hand_and_waits_for_everything() -> None:
    weights = {"een": 30, "twee": 70, "drie": 0}
    assert total({"een": result(5), "twee": result(8)}, weights).mark == FinalMark(Decimal(71), Decimal(100))
    assert total({"een": result(5), "twee": result(8, waiting=True)}, weights).mark is None
    assert total({"een": result(5)}, weights).missing == ("twee",)
    found = total({"een": result(5), "twee": result(8), "drie": result(0, waiting=True)}, weights)
    assert found.mark == FinalMark(Decimal(71), Decimal(100))


def test_the_class_stands_in_its_own_order_with_a_place_to_link_to(demo: tuple[Workspace, Path]) -> None:
    workspace, _ = demo
    every = all_results(workspace, workspace.assignments())
    weights = {name: 100 if name == ASSIGNMENT else 0 for name in workspace.assignments()}
    drawn = standing_table(workspace.students(), every, weights)
    assert re.findall(r'<tr id="student-(\w+)">', drawn) == list(workspace.students())
    row = re.search(rf'<tr id="student-{LATE}">.*?</tr>', drawn)
    assert row is not None
    assert ", te laat</td>" in row[0]
    own = every[ASSIGNMENT][LATE]
    assert f'<td class="number">{round(own.score() / 40 * 100, 2):g}'.replace(".", ",") in row[0]
    waiting = re.search(rf'<tr id="student-{MILA}">.*?</tr>', drawn)
    assert waiting is not None
    assert "te beoordelen (4)" in waiting[0]
    assert waiting[0].endswith('<td class="number">—</td></tr>')


def test_every_link_in_the_class_overview_has_a_place(demo: tuple[Workspace, Path]) -> None:
    workspace, _ = demo
    page = class_overview(workspace, all_results(workspace, workspace.assignments()))
    names = re.findall(r' id="([^"]+)"', page)
    links = re.findall(r'href="#([^"]+)"', page)
    assert len(links) > 20
    assert set(links) <= set(names)
    assert len(names) == len(set(names))
    assert "<script" not in page


def test_the_overview_tells_how_the_assignment_went(demo: tuple[Workspace, Path]) -> None:
    page = demo[1].read_text(encoding="utf-8")
    for title in ("De vragen", "Veelgemaakte fouten", "Standpunten", "Teksten die op elkaar lijken", "De spiegel"):
        assert f">{title}</h2>" in page
    assert "daling_be: dit is nog niet de juiste waarde." in page
    slips = page[page.index("Veelgemaakte fouten") : page.index(">Standpunten</h2>")]
    for student in demo[0].students().values():
        assert student.last not in slips
    assert "vooraf ↓ · achteraf →" in page


def test_who_left_everything_empty_does_not_count_in_the_items(demo: tuple[Workspace, Path]) -> None:
    workspace, overview = demo
    assert read_digest(workspace.root, ASSIGNMENT, EMPTY).blank
    assert file_of(workspace.root, ASSIGNMENT, EMPTY).is_file()
    items = overview.read_text(encoding="utf-8").partition("Hoe elke vraag ging")[2]
    assert 'test-stap-1</a></th><td>controle</td><td class="number">19</td>' in items


def test_the_overview_made_again_names_what_grading_named(
    klass: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook = klass.root / "submitted" / "r0000024" / ASSIGNMENT
    notebook.mkdir(parents=True)
    (notebook / f"{ASSIGNMENT}.ipynb").write_text("Beste lesgever", encoding="utf-8")
    (notebook / "timestamp.txt").write_text("2026-10-01 10:00:00.0 UTC", encoding="utf-8")
    assert run(monkeypatch, klass.root, "report", ASSIGNMENT, "--geen-browser") == 0
    told = (klass.root / f"overzicht-{ASSIGNMENT}.html").read_text(encoding="utf-8")
    assert "Zoë Mulder (r0000024): dit is geen notebook" in told
    assert 'gestopt of geen notebook</th><td class="number">1</td>' in told
    assert f"sowcourse mark {ASSIGNMENT}" in capsys.readouterr().out
    assert report_again(klass, ASSIGNMENT).waiting == 12
    assert run(monkeypatch, klass.root, "report", "--geen-browser") == 0
    assert "totaal op 100" in (klass.root / "overzicht.html").read_text(encoding="utf-8")


# Marking -----------------------------------------------------------------------------------------------------------


def typed(sheet: Path, **points: str) -> None:
    """Give points in a sheet, by name of the student."""
    with sheet.open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.DictReader(stream, delimiter=";"))
    for row in found:
        row["punten"] = points.get(row["student"].partition(" ")[0].lower(), row["punten"])
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(found[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(found)


def test_answers_are_marked_beside_each_other_and_recorded(
    klass: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, klass.root, "mark", ASSIGNMENT, "--geen-browser") == 0
    page = (klass.root / f"beoordelen-{ASSIGNMENT}.html").read_text(encoding="utf-8")
    assert page.count("Voorbeelden om naast te leggen") == 1
    assert page.count('<ul class="cards">') == 4 + 1  # the examples beside the product are cards too
    assert "Leeg gelaten (2): Pauline Maes, Quinten Smit." in page
    assert "<script" not in page
    sheet = klass.root / f"beoordelen-{ASSIGNMENT}.csv"
    typed(sheet, mila="2,5", noor="2")
    capsys.readouterr()
    assert run(monkeypatch, klass.root, "mark", ASSIGNMENT, "--van", sheet.name) == 0
    told = capsys.readouterr().out
    assert "8 antwoorden vastgelegd; 64 waren al zo; 4 regels zonder punten blijven open." in told
    after = results(klass, ASSIGNMENT)[MILA]
    assert (after.waiting, after.score(True)) == (0, 10)
    assert run(monkeypatch, klass.root, "mark", ASSIGNMENT, "--van", sheet.name) == 0
    assert "0 antwoorden vastgelegd; 72 waren al zo" in capsys.readouterr().out


def test_one_line_that_is_not_right_leaves_the_gradebook_as_it_was(
    klass: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, sheet = write_marking(klass, ASSIGNMENT, blind=False, second=False)
    before = results(klass, ASSIGNMENT)
    typed(sheet, mila="3", noor="veel")
    assert run(monkeypatch, klass.root, "mark", ASSIGNMENT, "--van", sheet.name) == 1
    error = capsys.readouterr().err
    assert "er is niets vastgelegd, want 4 regels kloppen niet" in error
    assert "«veel» zijn geen punten" in error
    assert results(klass, ASSIGNMENT) == before


def test_many_marks_are_all_recorded_or_none(klass: Workspace) -> None:
    before = results(klass, ASSIGNMENT)
    with pytest.raises(GradingError, match="verwacht wordt 0 tot en met 9"):
        mark_all(klass, ASSIGNMENT, [Mark(MILA, "reflectie", 5), Mark(GILLES, "reflectie", 9.5)])
    with pytest.raises(GradingError, match="dit antwoord is er niet"):
        mark_all(klass, ASSIGNMENT, [Mark(MILA, "reflectie", 5), Mark("niemand", "reflectie", 1)])
    assert results(klass, ASSIGNMENT) == before


def test_a_mark_over_something_else_than_what_stands_there_is_refused(klass: Workspace) -> None:
    mark(klass, ASSIGNMENT, MILA, "reflectie", 6, "Van de een.")
    before = results(klass, ASSIGNMENT)
    late = Mark(MILA, "reflectie", 9, over=Given(None, ""))
    with pytest.raises(GradingError, match=r"op .* gaf .* hier 6 punten \(«Van de een\.»\)\."):
        mark_all(klass, ASSIGNMENT, [Mark(MILA, "uitleg-val", 1), late])
    assert results(klass, ASSIGNMENT) == before
    mark_all(klass, ASSIGNMENT, [replace(late, over=Given(6, "Van de een."))])
    cell = next(cell for cell in results(klass, ASSIGNMENT)[MILA].cells if cell.cell == "reflectie")
    assert (cell.score, cell.comment) == (9, "Van de een.")


def test_a_second_marker_changes_no_mark_and_agreement_is_shown(klass: Workspace) -> None:
    page, sheet = write_marking(klass, ASSIGNMENT, blind=True, second=True)
    text = page.read_text(encoding="utf-8") + sheet.read_text(encoding="utf-8")
    for student in klass.students().values():
        assert student.name not in text
        assert student.id not in text
    assert "Verzonnen opmerking" not in text
    before = results(klass, ASSIGNMENT)
    typed(sheet, **{"": "3"})
    assert len(take_in(klass, ASSIGNMENT, sheet, second=True).marks) == 76
    assert results(klass, ASSIGNMENT) == before
    assert (klass.root / FOLDER / f"{ASSIGNMENT}.json").is_file()
    told = report_again(klass, ASSIGNMENT).overview.read_text(encoding="utf-8")
    assert "Bespreek deze eerst" in told
    assert re.search(r'reflectie</th><td class="number">16</td>', told)


def test_what_a_second_marker_gave_to_other_words_no_longer_counts(klass: Workspace) -> None:
    _, sheet = write_marking(klass, ASSIGNMENT, blind=False, second=True)
    typed(sheet, gilles="2")
    take_in(klass, ASSIGNMENT, sheet, second=True)
    file = klass.root / "autograded" / GILLES / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    row = r'andere-kant</th><td class="number">{}</td>'
    assert re.search(row.format(1), report_again(klass, ASSIGNMENT).overview.read_text(encoding="utf-8"))
    notebook = read_notebook(file)
    (place,) = (n for n, cell in enumerate(notebook["cells"]) if cell["id"] == "andere-kant")
    answer = opened(notebook["cells"][place])
    notebook["cells"][place] = sealed({**answer, "source": source(answer) + "\nDit schreef ik er later bij."})
    write_notebook(file, notebook)
    assert re.search(row.format(0), report_again(klass, ASSIGNMENT).overview.read_text(encoding="utf-8"))


# Comparing ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def other(klass: Workspace, tmp_path: Path) -> Workspace:
    """Last year's class: the same assignment, half of the checks of step 3 not passed."""
    root = tmp_path / "vorig"
    shutil.copytree(klass.root, root)
    marker = root / "cohort.toml"
    marker.write_text(marker.read_text(encoding="utf-8").replace('"demo"', '"vorig jaar"'), encoding="utf-8")
    workspace = open_workspace(root)
    with gradebook(workspace) as book:
        for student in workspace.students():
            if results(workspace, ASSIGNMENT)[student].graded:
                book.find_grade("test-stap-2", ASSIGNMENT, ASSIGNMENT, student).auto_score = 0
        book.db.commit()
    return workspace


def test_a_shift_and_its_margin_are_worked_out_by_hand() -> None:
    # By hand: means 0.4 and 0.8; variances 0.3 and 0.2; 1.96 · √(0.3/5 + 0.2/5) = 0.6198.
    found = shift([0, 1, 0, 1, 0], [1, 1, 1, 1, 0])
    assert found is not None
    assert found == pytest.approx((0.4, 0.6198), abs=1e-4)
    assert shift([0, 1, 0, 1], [1] * 9) is None


def test_cohorts_on_the_same_version_stand_side_by_side_without_students(
    klass: Workspace, other: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, tmp_path, "cohort", "compare", "demo", "vorig", "--geen-browser") == 0
    page = (tmp_path / "vergelijking.html").read_text(encoding="utf-8")
    for student in klass.students().values():
        assert student.id not in page
        assert student.name not in page
    row = re.search(r"test-stap-2</th>(.*?)</tr>", page)
    assert row is not None
    assert '<td class="number">100%</td><td class="number">0%</td>' in row[1]
    assert "−100 ± 0 (buiten de marge)" in row[1]
    assert "meer dan één versie" not in page
    assert '<th scope="row">demo</th><td class="number">24</td><td class="number">88%</td>' in page
    assert "Nergens ingeleverd: 1-nabijheid" in page
    assert "Standpunten van" not in page


def test_other_versions_stand_apart_and_groups_below_five_are_withheld(klass: Workspace, other: Workspace) -> None:
    graded = [found.student for found in results(other, ASSIGNMENT).values() if found.graded]
    for student in graded[:4]:
        file = other.root / "autograded" / student / ASSIGNMENT / VERSION
        file.write_text("2-00000000", encoding="utf-8")
    page = comparison_page([klass, other])
    assert "Er is met meer dan één versie gewerkt." in page
    apart = page[page.index("Versie 00000000") :]
    assert "vorig («vorig jaar»): minder dan 5 ingevulde inzendingen met deze versie; die tonen we niet." in apart
    assert "<table" not in apart
    same = page[: page.index("Versie 00000000")]
    assert '<td class="number">15</td>' in same


def test_comparing_asks_for_two_cohorts(klass: Workspace, tmp_path: Path) -> None:
    for chosen in ([klass], [klass, klass]):
        with pytest.raises(CohortError, match="Noem twee of meer cohorten, elk één keer"):
            write_comparison(chosen, tmp_path / "x.html")
    assert not (tmp_path / "x.html").exists()


def test_a_comparison_into_a_folder_that_is_not_there_is_refused(klass: Workspace, other: Workspace) -> None:
    with pytest.raises(CohortError, match="deze map is er niet"):
        write_comparison([klass, other], klass.root / "weg" / "x.html")
