"""An upgrade shows every changed word first, keeps what a lecturer changed, and leaves marks and submissions alone."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sowcourse import __version__, cli
from sowcourse.cohort.difference import CHANGED, GONE, NEW, RETIRED, YOURS, Change
from sowcourse.cohort.difference_page import difference_page
from sowcourse.cohort.lock import FILE as TURN
from sowcourse.cohort.lock import WRITING
from sowcourse.cohort.making import shipped_assignments
from sowcourse.cohort.packing import pack
from sowcourse.cohort.swap import PARTS, STAGE
from sowcourse.cohort.upgrade import Plan, apply_upgrade, go_back, plan_upgrade
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.commands.terminal import console
from sowcourse.content import shipped_course
from sowcourse.course import load_course
from sowcourse.cycle import collect, grade, release
from sowcourse.errors import CohortError
from sowcourse.gradebook.gradebook import mark, results
from sowcourse.notebook import Cell, Notebook, read_notebook, source, write_notebook

ASSIGNMENT = "5-politiserend"
NEXT = "9.9.9"


@pytest.fixture
def cohort(tmp_path: Path) -> Workspace:
    (tmp_path / "klas.csv").write_text("nummer,naam\nr9,An Maes\n00123,Zoë De Smet\n", encoding="utf-8")
    return create("klas", tmp_path / "klas.csv", tmp_path)


class Course:
    """The course and assignments of a next version, to change."""

    def __init__(self, folder: Path) -> None:
        self.course = folder / "course"
        self.tasks = folder / "assignments"
        shutil.copytree(shipped_course(), self.course)
        for task in shipped_assignments():
            shutil.copytree(task, self.tasks / task.name)

    def replace(self, place: str, old: str, new: str) -> None:
        file = self.course.parent / place
        text = file.read_text(encoding="utf-8")
        assert old in text, place
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def change(self, assignment: str, how: Callable[[Notebook], None]) -> None:
        file = self.tasks / assignment / f"{assignment}.ipynb"
        edit(file, how)

    def plan(self, workspace: Workspace) -> Plan:
        known = {module.assignment for module in load_course(self.course).modules if module.assignment}
        folders = [folder for folder in sorted(self.tasks.iterdir()) if folder.name in known]
        return plan_upgrade(workspace, self.course, folders, NEXT)


@pytest.fixture
def new(tmp_path: Path) -> Course:
    return Course(tmp_path / "nieuw")


def edit(file: Path, how: Callable[[Notebook], None]) -> None:
    notebook = read_notebook(file)
    how(notebook)
    write_notebook(file, notebook)


def cell(notebook: Notebook, name: str) -> Cell:
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def said(plan: Plan) -> list[tuple[str, str, str]]:
    return [(change.part, change.place, change.kind) for change in plan.changes]


def state(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and STAGE not in path.parts and path.name not in (TURN, WRITING)
    }


def reworded(name: str, old: str, fresh: str) -> Callable[[Notebook], None]:
    def how(notebook: Notebook) -> None:
        found = cell(notebook, name)
        assert old in source(found)
        found["source"] = source(found).replace(old, fresh)

    return how


def pointed(name: str, points: int) -> Callable[[Notebook], None]:
    return lambda notebook: cell(notebook, name)["metadata"]["nbgrader"].update(points=points)


def test_the_same_version_changes_nothing(cohort: Workspace) -> None:
    plan = plan_upgrade(cohort, shipped_course(), shipped_assignments(), __version__)
    assert (plan.changes, plan.retired, plan.again) == ([], [], [])


def test_every_changed_question_check_rubric_and_point_is_told_with_its_words(cohort: Workspace, new: Course) -> None:
    new.replace("course/1-nabijheid/quiz.toml", 'id = "wendy"\n', 'id = "wendy-2"\n')
    new.replace("course/1-nabijheid/lesson.ipynb", "Waarom dit telt", "Waarom dit zwaar telt")
    new.replace("course/glossary.toml", "Bijdragen aan een openbaar gesprek", "Meedoen aan een openbaar gesprek")
    new.replace("assignments/1-nabijheid/rubric.toml", "Blijft algemeen.", "Blijft heel algemeen.")
    new.change(ASSIGNMENT, reworded("test-val", "gebruiken", "benutten"))
    new.change(ASSIGNMENT, pointed("reflectie", 14))
    plan = new.plan(cohort)
    found = said(plan)
    for expected in (
        ("les 1-nabijheid", "toetsvraag «wendy-2»", NEW),
        ("les 1-nabijheid", "toetsvraag «wendy»", GONE),
        ("hele cursus", "begrip «politiserend-werken»", CHANGED),
        ("opdracht 1-nabijheid", "rubric «reflectie»", CHANGED),
        (f"opdracht {ASSIGNMENT}", "controle «test-val»", CHANGED),
        (f"opdracht {ASSIGNMENT}", "punten van «reflectie»", CHANGED),
    ):
        assert expected in found
    points = next(change for change in plan.changes if change.place == "punten van «reflectie»")
    assert (points.before, points.after, points.excerpt()) == ("9", "14", "9 → 14")
    term = next(change for change in plan.changes if "politiserend-werken" in change.place)
    assert term.excerpt() == "Bijdragen → Meedoen"
    assert all(change.kind in (NEW, CHANGED, GONE) for change in plan.changes)
    assert len(found) == len(set(found)) == 7


def test_planning_changes_nothing_that_counts(cohort: Workspace, new: Course) -> None:
    new.change(ASSIGNMENT, reworded("test-val", "gebruiken", "benutten"))
    before = state(cohort.root)
    assert new.plan(cohort).changes
    assert state(cohort.root) == before
    assert open_workspace(cohort.root) == cohort


def test_after_the_upgrade_the_cohort_has_the_new_words_and_back_brings_every_byte_back(
    cohort: Workspace, new: Course
) -> None:
    new.replace("course/1-nabijheid/lesson.ipynb", "Waarom dit telt", "Waarom dit zwaar telt")
    new.change(ASSIGNMENT, reworded("test-val", "gebruiken", "benutten"))
    before = state(cohort.root)
    new.plan(cohort)
    apply_upgrade(cohort)
    upgraded = open_workspace(cohort.root)
    assert upgraded.version == NEXT
    assert "Waarom dit zwaar telt" in (upgraded.course / "1-nabijheid" / "lesson.ipynb").read_text(encoding="utf-8")
    theirs = new.tasks / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert read_notebook(cohort.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb") == read_notebook(theirs)
    assert new.plan(upgraded).changes == []
    after = {name: text for name, text in state(cohort.root).items() if not name.startswith("vorige-versie")}
    go_back(upgraded)
    now = {name: text for name, text in state(cohort.root).items() if not name.startswith("vorige-versie")}
    assert now == before
    go_back(open_workspace(cohort.root))
    again = {name: text for name, text in state(cohort.root).items() if not name.startswith("vorige-versie")}
    assert again == after


def test_without_an_earlier_version_there_is_no_way_back(cohort: Workspace) -> None:
    with pytest.raises(CohortError, match=r"er is geen vorige versie\. Dit cohort is nog niet bijgewerkt"):
        go_back(cohort)


def test_what_the_lecturer_changed_stays_and_is_said_and_what_we_changed_beside_it_comes(
    cohort: Workspace, new: Course
) -> None:
    here = cohort.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    edit(here, reworded("deel-a", source(cell(read_notebook(here), "deel-a")), "Mijn inleiding."))
    edit(here, reworded("deel-b", source(cell(read_notebook(here), "deel-b")), "Mijn deel B."))
    edit(here, lambda notebook: notebook["cells"].insert(3, {**cell(notebook, "deel-a"), "id": "eigen-tekst"}))
    edit(here, pointed("uitleg-val", 9))
    rubric = cohort.root / "rubrics" / "1-nabijheid.toml"
    rubric.write_text(rubric.read_text(encoding="utf-8").replace("Blijft algemeen.", "Te vaag."), encoding="utf-8")
    lesson = cohort.root / "cursus" / "1-nabijheid" / "lesson.ipynb"
    lesson.write_text(lesson.read_text(encoding="utf-8").replace("Waarom dit telt", "Waarom hier"), encoding="utf-8")
    own = state(cohort.root)
    new.change(ASSIGNMENT, reworded("deel-b", "##", "## Nieuw:"))
    new.change(ASSIGNMENT, reworded("test-val", "gebruiken", "benutten"))
    new.replace("assignments/1-nabijheid/rubric.toml", "Blijft algemeen.", "Blijft heel algemeen.")
    new.replace("course/1-nabijheid/lesson.ipynb", "Waarom dit telt", "Waarom dit zwaar telt")
    plan = new.plan(cohort)
    found = said(plan)
    part = f"opdracht {ASSIGNMENT}"
    assert (part, "tekst «deel-b»", YOURS) in found
    assert (part, "controle «test-val»", CHANGED) in found
    assert ("opdracht 1-nabijheid", "rubric «reflectie»", YOURS) in found
    assert [change.kind for change in plan.changes if change.part == "les 1-nabijheid"] == [YOURS]
    assert not [place for _, place, _ in found if "deel-a" in place or "eigen-tekst" in place or "uitleg-val" in place]
    apply_upgrade(cohort)
    now = read_notebook(here)
    assert [source(cell(now, name)) for name in ("deel-a", "deel-b")] == ["Mijn inleiding.", "Mijn deel B."]
    names = [found["id"] for found in now["cells"]]
    assert names[names.index("deel-a") + 1] == "eigen-tekst"
    assert "benutten" in source(cell(now, "test-val"))
    assert cell(now, "uitleg-val")["metadata"]["nbgrader"]["points"] == 9
    shown = read_notebook(cohort.root / "source" / "1-nabijheid" / "1-nabijheid.ipynb")
    assert "Te vaag." in source(cell(shown, "rubric-reflectie"))
    for name in ("rubrics/1-nabijheid.toml", "cursus/1-nabijheid/lesson.ipynb"):
        assert (cohort.root / name).read_bytes() == own[name]
    assert new.plan(open_workspace(cohort.root)).changes == []


def test_a_lesson_and_an_assignment_that_are_gone_go_out_of_circulation_and_stay_usable(
    cohort: Workspace, new: Course
) -> None:
    new.replace("course/course.toml", '    "4-verbindend",\n', "")
    shutil.rmtree(new.course / "4-verbindend")
    shutil.rmtree(new.tasks / "4-verbindend")
    for name in ("outcomes", "glossary"):
        file = new.course / f"{name}.toml"
        kind = file.read_text(encoding="utf-8").split("[[", 1)[1].split("]]")[0]
        blocks = file.read_text(encoding="utf-8").split(f"[[{kind}]]")
        module = load_course(cohort.course).modules[4]
        needed = module.outcomes if name == "outcomes" else module.terms
        kept = [block for block in blocks if not any(f'id = "{known}"' in block for known in needed)]
        assert len(kept) < len(blocks)
        file.write_text(f"[[{kind}]]".join(kept), encoding="utf-8")
    plan = new.plan(cohort)
    assert plan.retired == ["les 4-verbindend", "opdracht 4-verbindend"]
    assert ("les 4-verbindend", "de hele les", RETIRED) in said(plan)
    assert ("opdracht 4-verbindend", "de hele opdracht", RETIRED) in said(plan)
    apply_upgrade(cohort)
    upgraded = open_workspace(cohort.root)
    assert upgraded.retired == ("les 4-verbindend", "opdracht 4-verbindend")
    assert [module.id for module in load_course(upgraded.course).modules][4] == "4-verbindend"
    assert "4-verbindend" in upgraded.choices().lessons
    assert "4-verbindend" in upgraded.assignments()
    assert "4-verbindend" in pack(upgraded).lessons
    assert release(upgraded, "4-verbindend").is_file()
    assert said(new.plan(upgraded)) == []
    apply_upgrade(upgraded)
    assert open_workspace(cohort.root).retired == upgraded.retired
    assert "4-verbindend" in pack(open_workspace(cohort.root)).lessons


def test_a_new_lesson_with_an_assignment_comes_and_is_not_chosen_by_itself(cohort: Workspace, new: Course) -> None:
    shutil.copytree(new.course / "4-verbindend", new.course / "7-extra")
    shutil.copytree(new.tasks / "4-verbindend", new.tasks / "7-extra")
    (new.tasks / "7-extra" / "4-verbindend.ipynb").rename(new.tasks / "7-extra" / "7-extra.ipynb")
    new.replace("course/course.toml", '    "6-synthese",\n', '    "6-synthese",\n    "7-extra",\n')
    new.replace("course/7-extra/module.toml", 'assignment = "4-verbindend"', 'assignment = "7-extra"')
    plan = new.plan(cohort)
    assert (plan.lessons, plan.assignments) == (["7-extra"], ["7-extra"])
    assert [change.kind for change in plan.changes] == [NEW, NEW]
    apply_upgrade(cohort)
    upgraded = open_workspace(cohort.root)
    assert "7-extra" in upgraded.assignments()
    assert "7-extra" not in upgraded.choices().lessons
    assert sum(upgraded.choices().weights.values()) == 100


def test_a_course_file_that_the_lecturer_changed_still_gets_new_lessons_and_a_removed_assignment_stays_away(
    cohort: Workspace, new: Course
) -> None:
    file = cohort.course / "course.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("de lesgever van jouw groep", "Lore"), encoding="utf-8")
    shutil.rmtree(cohort.root / "source" / "2-proceslogica")
    shutil.copytree(new.course / "4-verbindend", new.course / "7-extra")
    new.replace("course/7-extra/module.toml", 'assignment = "4-verbindend"', "")
    for _ in range(2):
        new.replace("course/course.toml", '    "6-synthese",\n', '    "6-synthese",\n    "7-extra",\n')
        new.plan(cohort)
        apply_upgrade(cohort)
        now = load_course(cohort.course)
        assert (now.contact, now.modules[-1].id) == ("Lore", "7-extra")
        assert "2-proceslogica" not in cohort.assignments()
        new.replace("course/course.toml", '    "7-extra",\n', "")


def hand_in(workspace: Workspace, student: str, folder: Path) -> None:
    notebook = read_notebook(workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    for name, text in (
        ("standpunt-vooraf", 'standpunt_vooraf = "eens"'),
        ("val", 'oordeel = "verbeteren"'),
        ("uitleg-val", "De reeksen tellen niet hetzelfde, en dat zie je aan de definitie."),
    ):
        cell(notebook, name)["source"] = text
    folder.mkdir()
    write_notebook(folder / f"{student}.ipynb", notebook)
    collect(workspace, ASSIGNMENT, folder)


def scores(workspace: Workspace, student: str) -> dict[str, tuple[float, float]]:
    return {found.cell: (found.score, found.points) for found in results(workspace, ASSIGNMENT)[student].cells}


def test_in_mid_term_earlier_marks_stay_and_who_hands_in_later_gets_the_new_version(
    cohort: Workspace, new: Course, tmp_path: Path
) -> None:
    release(cohort, ASSIGNMENT)
    hand_in(cohort, "r9", tmp_path / "eerst")
    grade(cohort, ASSIGNMENT, lambda done, total: None)
    mark(cohort, ASSIGNMENT, "r9", "uitleg-val", 5, "Goed gezien.")
    before = scores(cohort, "r9")
    assert before["test-val"] == (1, 1)
    assert before["uitleg-val"] == (5, 6)
    new.change(ASSIGNMENT, reworded("test-val", '"verbeteren": 1', '"verbeteren": 0'))
    new.change(ASSIGNMENT, reworded("deel-d", "##", "## Strenger:"))
    new.change(ASSIGNMENT, pointed("uitleg-val", 10))
    new.change(ASSIGNMENT, lambda notebook: notebook["cells"].remove(cell(notebook, "test-stap-5")))
    plan = new.plan(cohort)
    assert plan.again == [ASSIGNMENT]
    assert (f"opdracht {ASSIGNMENT}", "controle «test-stap-5»", RETIRED) in said(plan)
    apply_upgrade(cohort)
    upgraded = open_workspace(cohort.root)
    assert scores(upgraded, "r9") == before
    release(upgraded, ASSIGNMENT)
    assert scores(upgraded, "r9") == before
    hand_in(upgraded, "00123", tmp_path / "later")
    grade(upgraded, ASSIGNMENT, lambda done, total: None)
    grade(upgraded, ASSIGNMENT, lambda done, total: None, again=True)
    assert scores(upgraded, "r9") == before
    later = scores(upgraded, "00123")
    assert later["test-val"] == (0, 1)
    assert later["uitleg-val"][1] == 10
    assert "test-stap-5" in later
    assert (cohort.root / "submitted" / "r9" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").is_file()
    go_back(upgraded)
    assert scores(open_workspace(cohort.root), "r9") == before


def test_a_question_nobody_has_yet_goes_away(cohort: Workspace, new: Course) -> None:
    new.change(ASSIGNMENT, lambda notebook: notebook["cells"].remove(cell(notebook, "test-stap-5")))
    assert (f"opdracht {ASSIGNMENT}", "controle «test-stap-5»", GONE) in said(new.plan(cohort))
    apply_upgrade(cohort)
    kept = read_notebook(cohort.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")["cells"]
    assert "test-stap-5" not in [found["id"] for found in kept]


@pytest.mark.parametrize("stop", range(1, 12))
def test_an_upgrade_that_is_stopped_anywhere_is_finished_by_the_next_command(
    cohort: Workspace, new: Course, monkeypatch: pytest.MonkeyPatch, stop: int
) -> None:
    new.change(ASSIGNMENT, reworded("test-val", "gebruiken", "benutten"))
    before = {name: text for name, text in state(cohort.root).items() if name.split("/")[0] in PARTS}
    new.plan(cohort)
    moves = 0
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves == stop:
            raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", rename)
        with pytest.raises(KeyboardInterrupt):
            apply_upgrade(cohort)
    assert open_workspace(cohort.root).version == NEXT
    assert not (cohort.root / STAGE).exists()
    assert state(cohort.root / "vorige-versie") == before
    source_now = (cohort.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text(encoding="utf-8")
    assert "benutten" in source_now


def test_a_cohort_that_does_not_know_what_it_came_from_is_refused(cohort: Workspace, new: Course) -> None:
    shutil.rmtree(cohort.root / "herkomst")
    with pytest.raises(CohortError, match="kan niet worden bijgewerkt"):
        new.plan(cohort)


def test_the_page_says_old_and_new_words_and_runs_nothing() -> None:
    evil = "<script>alert(1)</script>"
    page = difference_page(
        "klas",
        "1",
        "2",
        [
            Change("les 1", "tekst «a»", CHANGED, f"Een oud woord {evil}", f"Een nieuw woord {evil}"),
            Change("les 1", "tekst «b»", YOURS, "van mij", "van jullie"),
        ],
    )
    assert "<script>alert" not in page
    assert "Een <del>oud</del> woord &lt;script&gt;" in page
    assert "Een <ins>nieuw</ins> woord" in page
    assert "<strong>Jouw versie</strong>" in page
    assert 'lang="nl"' in page


def command(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["sowcourse", *words])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return int(caught.value.code or 0)


def test_the_command_asks_first_and_does_nothing_without_yes(
    cohort: Workspace, new: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    new.change(ASSIGNMENT, reworded("test-val", "gebruiken", "benutten"))
    monkeypatch.setattr("sowcourse.content.shipped_course", lambda: new.course)
    monkeypatch.setattr("sowcourse.cohort.making.shipped_assignments", lambda: sorted(new.tasks.iterdir()))
    monkeypatch.setattr(console, "_width", 200)  # setting `width` would keep it for who comes after
    upgrade = ("cohort", "upgrade", "--cohort", str(cohort.root))
    before = state(cohort.root)
    monkeypatch.setattr("builtins.input", lambda *_: "nee")
    assert command(monkeypatch, *upgrade) == 1
    out = capsys.readouterr().out
    assert "controle «test-val»" in out
    assert "Er is niets veranderd." in out
    assert not (cohort.root / STAGE).exists()
    assert {name: text for name, text in state(cohort.root).items() if name != "verschil.html"} == before
    assert "benutten" in (cohort.root / "verschil.html").read_text(encoding="utf-8")
    monkeypatch.setattr("builtins.input", lambda *_: "Ja ")
    assert command(monkeypatch, *upgrade) == 0
    assert "Terug kan met: sowcourse cohort upgrade --terug" in capsys.readouterr().out
    assert command(monkeypatch, *upgrade, "--ja") == 0
    assert "er is niets veranderd" in capsys.readouterr().out
    assert command(monkeypatch, *upgrade, "--terug") == 0
    assert json.dumps("gebruiken")[1:-1] in (cohort.root / f"source/{ASSIGNMENT}/{ASSIGNMENT}.ipynb").read_text("utf-8")
