"""An nbgrader course made elsewhere: brought in, released, graded as nbgrader does, marked and returned."""

from __future__ import annotations

import csv
import errno
import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest

from sowcourse.cli import main
from sowcourse.cohort.importing import bring_in, name_for, plan_import, remarks_of
from sowcourse.cohort.making import shipped_assignments
from sowcourse.cohort.nbgrader import find_scripts
from sowcourse.cohort.source import data_files, notebooks, read_source
from sowcourse.cohort.upgrade import apply_upgrade, plan_upgrade
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.content import assignments_root, shipped_course
from sowcourse.cycle import collect, grade, release
from sowcourse.errors import CohortError, ContentError, GradingError
from sowcourse.gradebook.gradebook import mark, results
from sowcourse.notebook import markers, named, read_notebook, source
from sowcourse.programme.blueprint import make_blueprint
from sowcourse.programme.offer import offer_of
from sowcourse.report.feedback import write_feedback
from sowcourse.report.marking import take_in, write_marking
from sowcourse.submissions.assignment_version import versions
from sowcourse.submissions.intake import received_at

KLASS = {"s1": "Ans Goed", "s2": "Bo Leeg", "s3": "Cas Half", "s4": "Dina Slim", "s5": "Evi Stuk"}


def cell(kind: str, text: str, name: str = "", **marks: Any) -> dict[str, Any]:
    """A cell as notebooks from before format 4.5 hold it; `marks` as nbgrader keeps them."""
    metadata = {"nbgrader": {"grade_id": name, **marks}} if name else {}
    made = {"cell_type": kind, "metadata": metadata, "source": text.splitlines(keepends=True)}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def notebook(*cells: dict[str, Any], minor: int = 2, **metadata: Any) -> dict[str, Any]:
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": minor}


def kind(grade: bool, solution: bool, locked: bool, points: float | None = None, task: bool = False) -> dict[str, Any]:
    """The keys of nbgrader's metadata, third version."""
    told = {"schema_version": 3, "grade": grade, "solution": solution, "locked": locked, "task": task}
    return told | ({} if points is None else {"points": points})


def write(file: Path, content: dict[str, Any]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


OLD = {"schema_version": 1}
"""As nbgrader wrote it before 0.5: no task, no cell_type, checks that are not called locked."""

HUISBEZOEKEN = notebook(
    cell("markdown", "# Huisbezoeken\n\nTel wat in het bestand staat."),
    cell("code", "import hulp\nregels = open('data/bezoeken.csv').read().split()"),
    cell(
        "code",
        "def gemiddelde(getallen):\n    ### BEGIN SOLUTION\n    return sum(getallen) / len(getallen)\n"
        "    ### END SOLUTION",
        "gemiddelde",
        grade=False,
        solution=True,
        locked=False,
        **OLD,
    ),
    cell(
        "code",
        "assert gemiddelde([1, 3]) == 2\n### BEGIN HIDDEN TESTS\nassert gemiddelde([5]) == 5\n"
        "assert gemiddelde([2, 2, 8]) == 4\n### END HIDDEN TESTS",
        "test-gemiddelde",
        grade=True,
        solution=False,
        locked=False,
        points=3,
        **OLD,
    ),
    cell("code", "aantal = 4", "aantal", grade=False, solution=True, locked=False, **OLD),
    cell("code", "def show_kaart(x):\n    return x", "kaart", grade=False, solution=False, locked=True, **OLD),
    cell(
        "code",
        "goed = [aantal == hulp.tel(regels), aantal > 0 and show_kaart(1)]\nsum(goed) / 2 * 2",
        "test-aantal",
        grade=True,
        solution=False,
        locked=True,
        points=2,
        **OLD,
    ),
    cell("code", "print('een model')", "eigen-code", grade=True, solution=True, locked=False, points=4, **OLD),
    cell("markdown", "Zonder merk van nbgrader.", "los", grade=False, solution=False, locked=False),
    kernelspec={"name": "python3", "display_name": "Python 3"},
)
BRIEF = notebook(
    cell("markdown", "# Een brief", "titel", **kind(False, False, True)),
    cell("markdown", "Het model: bel eerst.", "brief", **kind(True, True, False, 5)),
    cell(
        "markdown",
        "### Teken het netwerk\n\n=== BEGIN MARK SCHEME ===\nTwee banden is genoeg.\n=== END MARK SCHEME ===",
        "netwerk",
        **kind(False, False, True, 6, task=True),
    ),
    cell("code", ""),
    minor=4,
    kernelspec={"name": "python3", "display_name": "Python 3", "language": "python"},
)


def put_course(root: Path) -> Path:
    """A course as nbgrader's quickstart makes one: an assignment of two notebooks, with files beside them."""
    folder = root / "source" / "ps1"
    write(folder / "problem1.ipynb", HUISBEZOEKEN)
    write(folder / "problem2.ipynb", BRIEF)
    (folder / "data").mkdir()
    (folder / "data" / "bezoeken.csv").write_text("a\nb\nc\nd\n", encoding="utf-8")
    (folder / "hulp.py").write_text("def tel(regels):\n    return len(regels)\n", encoding="utf-8")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "problem1-checkpoint.ipynb").write_text("{}", encoding="utf-8")
    for litter in ("Thumbs.db", "desktop.ini"):
        (folder / litter).write_bytes(b"x")
    return folder


ANSWERS: dict[str, dict[str, str]] = {
    "s1": {
        "gemiddelde": "def gemiddelde(getallen):\n    return sum(getallen) / len(getallen)",
        "aantal": "aantal = len(regels)",
        "eigen-code": "print('van mij')",
        "brief": "Ik bel eerst, en luister.",
    },
    "s2": {},
    "s3": {"gemiddelde": "def gemiddelde(getallen):\n    return 2", "aantal": "aantal = 1"},
    # who is clever: a check that says something else, and a value that is equal to everything
    "s4": {
        "test-gemiddelde": "assert True",
        "gemiddelde": "class Alles(float):\n    def __eq__(self, other):\n        return True\n"
        "    def __hash__(self):\n        return 1\ndef gemiddelde(getallen):\n    return Alles(0)",
        "aantal": "aantal = 9\nhulp.tel = lambda regels: 9",
    },
    "s5": {"gemiddelde": "def gemiddelde(getallen)\n    return", "aantal": "raise SystemExit"},
}
"""Student → answer cell → what stands in it."""


def fill(given: Path, answers: dict[str, str]) -> str:
    """A released notebook with answers."""
    found = json.loads(given.read_text(encoding="utf-8"))
    for each in found["cells"]:
        name = each["metadata"].get("nbgrader", {}).get("grade_id")
        if name in answers:
            each["source"] = answers[name]
    return json.dumps(found)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A cohort with a course from elsewhere, graded."""
    root = tmp_path_factory.mktemp("elders")
    workspace = klass(root)
    bring_in(workspace, plan_import(workspace, put_course(root / "cursus")))
    for number in (1, 2):
        name = f"ps1-problem{number}"
        given = release(workspace, name)
        with zipfile.ZipFile(root / f"{number}.zip", "w") as archive:
            for student, answers in ANSWERS.items():
                content = fill(given, answers)
                if (student, number) == ("s1", 2):
                    drawn = json.loads(content)
                    drawn["cells"][-1]["source"] = "print('een band')"
                    drawn["cells"].append(cell("markdown", "Het netwerk heeft <b>twee</b> banden."))
                    content = json.dumps(drawn)
                archive.writestr(f"{student}/problem{number}.ipynb", content)
        collect(workspace, name, root / f"{number}.zip")
        grade(workspace, name, lambda *_: None)
    return workspace


def run(*words: str) -> int:
    """The command as somebody types it; its exit status."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["sowcourse", *words])
        try:
            main()
        except SystemExit as stopped:
            return int(stopped.code or 0)
    return 0


def klass(root: Path) -> Workspace:
    rows = "".join(f"{student},{name}\n" for student, name in KLASS.items())
    (root / "klas.csv").write_text(f"nummer,naam\n{rows}", encoding="utf-8")
    return create("c", root / "klas.csv", root)


@pytest.fixture(scope="module")
def by_nbgrader(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[float | None, float]]:
    """(student, cell) → automatic score and most points, of the same work in nbgrader's own hands."""
    import nbformat
    from nbgrader.api import Gradebook
    from nbgrader.apps import NbGraderAPI
    from nbgrader.nbgraderformat import MetadataValidator
    from traitlets.config import Config

    root = tmp_path_factory.mktemp("nbgrader")
    folder = put_course(root)
    for file in folder.glob("*.ipynb"):  # its own `nbgrader update`
        nbformat.write(MetadataValidator().upgrade_notebook_metadata(nbformat.read(file, as_version=4)), file)
    find_scripts()
    config = Config()
    config.CourseDirectory.root = str(root)
    api = NbGraderAPI(config=config)
    assert api.generate_assignment("ps1")["success"]
    for student, answers in ANSWERS.items():
        target = root / "submitted" / student / "ps1"
        shutil.copytree(root / "release" / "ps1", target)
        for file in target.glob("*.ipynb"):
            file.write_text(fill(file, answers), encoding="utf-8")
        assert api.autograde("ps1", student)["success"]
    found = {}
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        for student in ANSWERS:
            for part in book.find_submission("ps1", student).notebooks:
                found |= {(student, row.name): (row.auto_score, row.max_score) for row in part.grades}
    return found


def test_every_cell_gets_what_nbgrader_gives_it(
    graded: Workspace, by_nbgrader: dict[tuple[str, str], tuple[float | None, float]]
) -> None:
    ours: dict[tuple[str, str], tuple[float | None, float]] = {}
    for name in ("ps1-problem1", "ps1-problem2"):
        for student, result in results(graded, name).items():
            for each in result.cells:
                ours[student, each.cell] = None if each.waiting else each.score, each.points
    assert ours == by_nbgrader
    assert {ours[student, "test-aantal"][0] for student in ANSWERS} == {0.0, 1.0, 2.0}
    assert ours["s4", "test-gemiddelde"] == (3, 3)
    assert ours["s3", "test-gemiddelde"] == (0, 3)
    assert ours["s2", "eigen-code"] == (0, 4)
    assert ours["s1", "eigen-code"] == (None, 4)
    assert ours["s2", "netwerk"] == (None, 6)


def test_a_task_and_code_for_a_person_are_marked_and_returned_without_a_rubric(graded: Workspace) -> None:
    page, sheet = write_marking(graded, "ps1-problem2", blind=False, second=False)
    text = page.read_text(encoding="utf-8")
    assert "Het netwerk heeft &lt;b&gt;twee&lt;/b&gt; banden." in text
    assert escape("print('een band')") in text
    assert "Onder deze taak staat niets." in text
    with sheet.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert [row["vraag"] for row in rows].count("netwerk") == len(KLASS)
    for row in rows:
        row["punten"] = "5,5" if row["vraag"] == "netwerk" else "4"
    filled = sheet.with_name("ingevuld.csv")
    with filled.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    take_in(graded, "ps1-problem2", filled, second=False)
    done = results(graded, "ps1-problem2")["s1"]
    assert (done.score(True), done.points(), done.waiting) == (9.5, 11, 0)
    write_feedback(graded, "ps1-problem2")
    returned = (graded.root / "terugkoppeling" / "ps1-problem2" / "s1.html").read_text(encoding="utf-8")
    assert "5,5 van 6 punten" in returned
    assert "twee&lt;/b&gt; banden" in returned
    assert returned.index("banden") < returned.index("5,5 van 6 punten")
    assert "Twee banden is genoeg" not in returned


def test_feedback_calls_nothing_added_that_was_given(graded: Workspace) -> None:
    write_feedback(graded, "ps1-problem1")
    page = (graded.root / "terugkoppeling" / "ps1-problem1" / "s1.html").read_text(encoding="utf-8")
    assert "Door jou toegevoegd" not in page
    assert "van mij" in page
    assert "[2, 2, 8]" not in page


def test_a_task_keeps_its_points_until_what_stands_below_it_changes(graded: Workspace, tmp_path: Path) -> None:
    name = "ps1-problem2"
    mark(graded, name, "s3", "netwerk", 2)
    grade(graded, name, lambda *_: None, again=True)
    assert next(c for c in results(graded, name)["s3"].cells if c.cell == "netwerk").score == 2
    more = json.loads((graded.root / "submitted" / "s3" / name / f"{name}.ipynb").read_text(encoding="utf-8"))
    more["cells"].append(cell("markdown", "Toch nog een band."))
    write(tmp_path / "s3.ipynb", more)
    collect(graded, name, tmp_path)
    grade(graded, name, lambda *_: None)
    found = next(c for c in results(graded, name)["s3"].cells if c.cell == "netwerk")
    assert (found.waiting, found.score) == (True, 0)


def test_the_student_version_holds_no_answer_no_hidden_test_and_no_scheme(graded: Workspace) -> None:
    everything = "".join(file.read_text() for file in (graded.root / "release").rglob("*") if file.is_file())
    for secret in ("sum(getallen)", "[2, 2, 8]", "een model", "bel eerst", "Twee banden is genoeg"):
        assert secret not in everything
    assert (graded.root / "release" / "ps1-problem1" / "data" / "bezoeken.csv").is_file()
    assert not list((graded.root / "release").rglob("*checkpoint*"))


def test_overview_blueprint_upgrade_and_copy_know_what_came_from_elsewhere(
    graded: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    tasks = {task.name: task for task in offer_of(graded).tasks}
    assert (tasks["ps1-problem1"].points(), tasks["ps1-problem1"].points(True)) == (9, 4)
    assert (tasks["ps1-problem2"].points(), tasks["ps1-problem2"].points(True)) == (11, 11)
    assert make_blueprint(offer_of(graded)).rows
    monkeypatch.chdir(graded.root)
    for words in ("report", "report ps1-problem2", "studyguide", "blueprint", "marks ps1-problem1"):
        assert run(*words.split()) in (0, 3), (words, capsys.readouterr().err)
    monkeypatch.chdir(tmp_path)
    assert run("cohort", "copy", str(graded.root), "volgend") in (0, 3), capsys.readouterr().err
    assert (tmp_path / "volgend" / "source" / "ps1-problem1" / "hulp.py").is_file()


def test_an_upgrade_keeps_what_came_from_elsewhere_and_what_cannot_be_used_yet(empty: Workspace) -> None:
    write(empty.root / "source" / "van-elders" / "van-elders.ipynb", named(with_first({})))
    write(empty.root / "source" / "half" / "a.ipynb", with_first({}))
    (empty.root / "source" / "half" / "b.csv").write_text("1")
    plan_upgrade(empty, shipped_course(), shipped_assignments(), "9.9")
    apply_upgrade(empty)
    assert open_workspace(empty.root).version == "9.9"
    assert (empty.root / "source" / "van-elders" / "van-elders.ipynb").is_file()
    assert {file.name for file in (empty.root / "source" / "half").iterdir()} == {"a.ipynb", "b.csv"}
    assert "van-elders" in empty.assignments()
    assert "half" not in empty.assignments()
    for name in ("van-elders", "half"):
        shutil.rmtree(empty.root / "source" / name)


def test_a_notebook_of_the_other_half_is_told_apart_though_its_cells_are_named_alike(tmp_path: Path) -> None:
    workspace = klass(tmp_path)
    folder = tmp_path / "reeks"
    for name, asked in (("a", "Tel de mensen."), ("b", "Tel de dagen.")):
        write(
            folder / f"{name}.ipynb",
            notebook(
                cell("markdown", asked, "vraag", **kind(False, False, True)),
                cell("markdown", "Model.", "antwoord", **kind(True, True, False, 2)),
                cell("markdown", f"Tot zover {asked.lower()}", "slot", **kind(False, False, True)),
            ),
        )
    bring_in(workspace, plan_import(workspace, folder))
    given = [release(workspace, f"reeks-{name}") for name in "ab"]
    for name, file in zip("ab", given, strict=True):
        (tmp_path / "in" / "s1").mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / "s1" / f"{name}.ipynb").write_text(fill(file, {"antwoord": f"Over {name}."}))
    receipts = collect(workspace, "reeks-a", tmp_path / "in")
    assert [receipt.accepted for receipt in receipts] == [True, False]
    sentence = "dit notebook hoort bij reeks-b. Haal het op met 'sowcourse collect reeks-b'. Het notebook van "
    assert receipts[1].remark.startswith(sentence)
    assert receipts[1].remark.endswith(" blijft gelden.")
    write(tmp_path / "in" / "s2" / "c.ipynb", notebook(cell("markdown", "Heel iets anders.")))
    other = [receipt.remark for receipt in collect(workspace, "reeks-a", tmp_path / "in") if receipt.student == "s2"]
    assert other == ["dit notebook hoort niet bij reeks-a. Vraag de student om het juiste bestand."]
    assert "Over a." in (workspace.root / "submitted" / "s1" / "reeks-a" / "reeks-a.ipynb").read_text()


# What is said, mended and refused ----------------------------------------------------------------------------------


def test_import_says_what_it_found_and_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = klass(tmp_path)
    put_course(tmp_path / "cursus")
    (tmp_path / "cursus" / "nbgrader_config.py").write_text("c.ClearSolutions.begin_solution_delimeter = 'BEGIN'\n")
    monkeypatch.chdir(workspace.root)
    assert run("assignment", "import", str(tmp_path / "cursus")) == 3, "done, with something to look at"
    told = capsys.readouterr().out
    assert "die cursus gebruikt eigen tekens of teksten rond modelantwoorden" in " ".join(told.split())
    assert "Opdracht ps1-problem1, uit problem1.ipynb:" in told
    assert "2 automatische controles, 1 codeantwoord dat jij beoordeelt; samen 9 punten; kernel Python." in told
    assert "Bestanden ernaast: data/bezoeken.csv, hulp.py." in told
    assert "7 cellen van een oudere nbgrader bijgewerkt" in told
    assert "9 cellen kregen een kenmerk (cell id)" in told
    assert "1 tekstantwoord dat jij beoordeelt, 1 taak die jij beoordeelt; samen 11 punten" in told
    assert "Elk notebook is een eigen opdracht" in told
    for given in ("cursus/source/ps1", "cursus/source", "cursus"):
        assert "eigen tekens" in remarks_of(tmp_path / given)[0], given
    for name in ("ps1-problem1", "ps1-problem2"):
        ids = [each["id"] for each in read_notebook(workspace.root / "source" / name / f"{name}.ipynb")["cells"]]
        assert len(set(ids)) == len(ids)
    assert run("assignment", "import", str(tmp_path / "cursus")) == 1
    assert "dit cohort heeft al een opdracht ps1-problem1" in capsys.readouterr().err


def with_first(marks: dict[str, Any], kind_of_cell: str = "code", text: str = "x = 1") -> dict[str, Any]:
    """A good notebook of which one cell is otherwise."""
    return notebook(
        cell("code", "x = 1", "antwoord", **kind(False, True, False)),
        cell("code", "assert x == 1", "controle", **kind(True, False, True, 1)),
        cell(kind_of_cell, text, **marks),
    )


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "another language": (
        lambda f: write(f / "o.ipynb", with_first({}) | {"metadata": {"kernelspec": {"name": "ir", "language": "R"}}}),
        "deze opdracht is in R. Hier kan alleen Python worden nagekeken: kijk haar na met nbgrader zelf",
    ),
    "a language without a kernel": (
        lambda f: write(f / "o.ipynb", with_first({}) | {"metadata": {"language_info": {"name": "julia"}}}),
        "deze opdracht is in julia.",
    ),
    "a kernel nobody knows": (
        lambda f: write(f / "o.ipynb", with_first({}) | {"metadata": {"kernelspec": {"name": "xeus"}}}),
        "de kernel «xeus» kennen we niet",
    ),
    "a cell in another language": (
        lambda f: write(f / "o.ipynb", with_first({"name": "a"} | kind(False, True, False), text="%%R\nx <- 1")),
        "cel «a»: deze cel is in R (%%R), en hier kan alleen Python worden nagekeken.",
    ),
    "no points": (
        lambda f: write(f / "o.ipynb", notebook(cell("code", "1"), cell("markdown", "Vraag."))),
        "deze opdracht heeft geen vragen met punten.",
    ),
    "points that are zero together": (
        lambda f: write(f / "o.ipynb", notebook(cell("code", "1", "c", **kind(True, False, True, 0)))),
        "deze opdracht heeft geen vragen met punten.",
    ),
    "one name twice": (
        lambda f: write(f / "o.ipynb", with_first({"name": "antwoord"} | kind(False, True, False))),
        "cel «antwoord»: deze naam (grade_id) staat 2 keer in het notebook.",
    ),
    "a name with an accent": (
        lambda f: write(f / "o.ipynb", with_first({"name": "één"} | kind(False, True, False))),
        "cel «één»: een naam (grade_id) bestaat uit",
    ),
    "points that are words": (
        lambda f: write(f / "o.ipynb", with_first({"name": "c2"} | kind(True, False, True) | {"points": "veel"})),
        "cel «c2»: verwacht wordt een aantal punten van nul of meer; gevonden 'veel'.",
    ),
    "no points on a check": (
        lambda f: write(f / "o.ipynb", with_first({"name": "c2"} | kind(True, False, True))),
        "cel «c2»: verwacht wordt een aantal punten",
    ),
    "a task of code": (
        lambda f: write(f / "o.ipynb", with_first({"name": "t"} | kind(False, False, True, 1, task=True))),
        "cel «t»: een taak (task) hoort in een tekstcel te staan.",
    ),
    "text that is checked by nobody": (
        lambda f: write(f / "o.ipynb", with_first({"name": "t"} | kind(True, False, True, 1), "markdown", "Tekst.")),
        "cel «t»: een tekstcel met punten hoort een antwoord te zijn",
    ),
    "an answer that does not end": (
        lambda f: write(
            f / "o.ipynb", with_first({"name": "a2"} | kind(False, True, False), text="### BEGIN SOLUTION\nx = 1")
        ),
        "cel «a2»: na «BEGIN SOLUTION» ontbreekt «END SOLUTION».",
    ),
    "an answer outside an answer cell": (
        lambda f: write(f / "o.ipynb", with_first({}, text="### BEGIN SOLUTION\nx = 1\n### END SOLUTION")),
        "cel «3»: hier staat «BEGIN SOLUTION», maar nbgrader kent deze cel niet als antwoord",
    ),
    "hidden tests outside a check": (
        lambda f: write(f / "o.ipynb", with_first({}, text="### BEGIN HIDDEN TESTS\nx\n### END HIDDEN TESTS")),
        "cel «3»: hier staat «BEGIN HIDDEN TESTS», maar nbgrader kent deze cel niet als controle",
    ),
    "tests that nbgrader still makes": (
        lambda f: write(
            f / "o.ipynb", with_first({"name": "auto"} | kind(True, False, True, 1), text="### AUTOTEST x")
        ),
        "cel «auto»: deze controle laat nbgrader zelf nog tests maken (AUTOTEST)",
    ),
    "a newer nbgrader": (
        lambda f: write(f / "o.ipynb", with_first({"name": "n"} | kind(False, True, False) | {"schema_version": 9})),
        "cel «n»: wat nbgrader over deze cel bewaart, klopt niet (vorm 9).",
    ),
    "a newer notebook": (
        lambda f: write(f / "o.ipynb", with_first({}) | {"nbformat": 5}),
        "dit notebook is van een nieuwere vorm (5) dan wij kennen.",
    ),
    "half a notebook": (
        lambda f: (f / "o.ipynb").write_text(json.dumps(with_first({}))[:200], encoding="utf-8"),
        "dit notebook staat nog niet helemaal op de schijf",
    ),
    "a file of another kind": (
        lambda f: (f / "o.ipynb").write_bytes(b"PK\x03\x04\xff\xfe"),
        "dit is geen notebook.",
    ),
    "no cells": (lambda f: write(f / "o.ipynb", {"cells": {}, "metadata": {}}), "er staan geen cellen in dit bestand."),
    "no notebook": (lambda f: (f / "lees.txt").write_text("niets"), "hier staat geen notebook."),
    "a link to nowhere": (
        lambda f: (write(f / "o.ipynb", with_first({})), (f / "data.csv").symlink_to(f / "weg.csv")),
        "dit is een verwijzing naar een andere map of naar niets",
    ),
    "too many files": (
        lambda f: (
            write(f / "o.ipynb", with_first({})),
            [(f / f"{number}.csv").touch() for number in range(501)],
        ),
        "naast het notebook staan 501 bestanden",
    ),
    "too much data": (
        lambda f: (
            write(f / "o.ipynb", with_first({})),
            (f / "groot.csv").write_bytes(b"0" * 20_000_001),
        ),
        "naast het notebook staat 1 bestand van samen 20 MB",
    ),
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return klass(tmp_path_factory.mktemp("leeg"))


def files_of(workspace: Workspace) -> set[str]:
    return {str(path.relative_to(workspace.root)) for path in workspace.root.rglob("*")}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_cannot_be_used_is_refused_before_anything_is_made(
    empty: Workspace, tmp_path: Path, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make, sentence = REFUSED[fault]
    folder = tmp_path / "reeks"
    folder.mkdir()
    write(folder / "een-goede.ipynb", with_first({})) if "o.ipynb" not in fault and fault != "no notebook" else None
    make(folder)
    before = files_of(empty)
    assert run("assignment", "import", str(folder), "--cohort", str(empty.root)) == 1
    assert sentence in capsys.readouterr().err
    assert files_of(empty) == before


@pytest.mark.parametrize("fault", ["another language", "no points", "one name twice", "an answer that does not end"])
def test_release_refuses_a_copied_source_and_leaves_what_was_released(
    empty: Workspace, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make, sentence = REFUSED[fault]
    folder = empty.root / "source" / "o"
    folder.mkdir()
    released = empty.root / "release" / "o" / "o.ipynb"
    try:
        make(folder)
        before = files_of(empty)
        assert run("release", "o", "--cohort", str(empty.root)) == 1
        assert sentence in capsys.readouterr().err
        assert files_of(empty) == before
        write(released, {"cells": []})
        assert run("release", "o", "--cohort", str(empty.root)) == 1
        assert json.loads(released.read_text(encoding="utf-8")) == {"cells": []}
        assert run("report", "--cohort", str(empty.root)) in (0, 3)
    finally:
        shutil.rmtree(folder)
        shutil.rmtree(empty.root / "release", ignore_errors=True)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("ps1", "ps1"),
        ("Problem Set 1", "Problem-Set-1"),
        ("deel 1 + 2", "deel-1-2"),
        ("Oefening: één?", "Oefening-één"),
        ("..a..", "a"),
    ],
)
def test_a_name_becomes_one_that_every_computer_takes(folder: str, name: str) -> None:
    assert name_for(folder, Path("o.ipynb")) == name


@pytest.mark.parametrize("folder", ["???", "CON", "com1.ipynb", "a" * 81, ""])
def test_a_name_of_which_nothing_is_left_is_refused(folder: str) -> None:
    with pytest.raises(CohortError, match="kan geen naam van een opdracht zijn"):
        name_for(folder, Path("o.ipynb"))


def test_the_longest_name_is_taken() -> None:
    assert len(name_for("a" * 80, Path("o.ipynb"))) == 80


def test_a_student_version_for_a_source_is_remarked_upon(tmp_path: Path) -> None:
    marks = kind(False, True, False) | {"checksum": "0" * 32, "cell_type": "code"}
    found = read_source(write(tmp_path / "o.ipynb", with_first({"name": "a2"} | marks)))
    assert "dit lijkt de studentversie (release)" in found.remarks[0]


def test_a_notebook_whose_ending_stands_in_capitals_is_found(tmp_path: Path) -> None:
    (tmp_path / "OPDRACHT.IPYNB").write_text("{}", encoding="utf-8")
    (tmp_path / "gegevens.csv").write_text("a", encoding="utf-8")
    assert [file.name for file in notebooks(tmp_path)] == ["OPDRACHT.IPYNB"]
    assert list(data_files(tmp_path)) == ["gegevens.csv"]


def test_a_notebook_of_format_3_is_read(tmp_path: Path) -> None:
    checked = {"nbgrader": {"grade_id": "c", "grade": True, "solution": False, "locked": True, "points": 1}}
    code = {"cell_type": "code", "language": "python", "metadata": checked, "input": "assert True", "outputs": []}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": [code]}]}
    found = read_source(write(tmp_path / "o.ipynb", old))
    assert (found.points, found.checks) == (1, 1)
    assert found.notebook["cells"][0]["id"] == "c"


def test_an_answer_that_is_called_locked_is_the_students_and_a_check_that_is_not_is_ours(tmp_path: Path) -> None:
    file = write(
        tmp_path / "o.ipynb",
        notebook(
            cell("code", "x = 1", "a", **kind(False, True, True)),
            cell("code", "assert x", "c", **kind(True, False, False, 1)),
        ),
    )
    assert [markers(each)["locked"] for each in read_source(file).notebook["cells"]] == [False, True]


def test_the_same_text_gets_the_same_id_and_no_id_stands_twice() -> None:
    twice = notebook(cell("markdown", "Hier."), cell("markdown", "Hier."), {**cell("markdown", "Daar."), "id": "x"})
    ids = [each["id"] for each in named(twice)["cells"]]
    assert len(set(ids)) == 3
    assert ids[2] == "x"
    assert [each["id"] for each in named(twice)["cells"]] == ids
    assert named(notebook(cell("markdown", "Hier.")))["cells"][0]["id"] == ids[0]
    assert named(named(twice)) == named(twice)


# In a cohort that is under way --------------------------------------------------------------------------------------


def test_a_folder_that_was_copied_into_source_is_brought_in_from_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = klass(tmp_path)
    shutil.copytree(put_course(tmp_path / "cursus"), workspace.root / "source" / "ps1")
    asked = ["--cohort", str(workspace.root)]
    assert run("release", "ps1", *asked) == 1
    said = capsys.readouterr().err
    assert "één notebook per opdracht wordt verwacht, ps1.ipynb; gevonden: 2 notebooks" in said
    assert not (workspace.root / "release").exists()
    assert "ps1" not in workspace.assignments()
    assert run("report", *asked) in (0, 3)
    assert run("assignment", "import", str(workspace.root / "source" / "ps1"), *asked) == 0
    assert {"ps1-problem1", "ps1-problem2"} <= set(workspace.assignments())
    assert not (workspace.root / "source" / "ps1").exists()
    assert (workspace.root / "binnengehaald" / "ps1" / "problem1.ipynb").is_file()


def test_a_cohort_with_a_version_without_ids_goes_on(tmp_path: Path) -> None:
    workspace = klass(tmp_path)
    name = "1-nabijheid"
    release(workspace, name)
    kept = next((workspace.root / "versies" / name).glob("1-*"))
    old = kept.rename(kept.with_name("1-00000000"))
    for file in old.glob("*.ipynb"):
        content = json.loads(file.read_text(encoding="utf-8"))
        for each in content["cells"]:
            del each["id"]
        write(file, content | {"nbformat_minor": 0})
    given = release(workspace, name)
    model = {markers(each)["grade_id"]: source(each) for each in versions(workspace.root, name)[0].full["cells"]}
    answers = {n: t for n, t in model.items() if not n.startswith(("check", "controle"))}
    first = json.loads(given.read_text(encoding="utf-8"))
    del first["metadata"]["sowcourse"]["version"]
    for each in first["cells"]:
        if markers(each).get("solution"):
            each["source"] = answers[markers(each)["grade_id"]]
    write(tmp_path / "in" / "s1.ipynb", first)
    collect(workspace, name, tmp_path / "in")
    report = grade(workspace, name, lambda *_: None)
    assert report.stopped == 0
    assert results(workspace, name)["s1"].score(False) == 10
    assert len(write_feedback(workspace, name)) == 1


@pytest.mark.parametrize(
    ("notebook_path", "data_path"),
    [
        ("s1/o.ipynb", "s1/metingen.csv"),
        ("s1/werk/o.ipynb", "s1/werk/metingen.csv"),
        ("goedans_11_22_o.ipynb", "goedans_11_23_metingen.csv"),
        ("o_s1_attempt_2026-10-01-10-00-00_o.ipynb", "o_s1_attempt_2026-10-01-10-00-00_metingen.csv"),
        ("s1_o.ipynb", "s1_metingen.csv"),
    ],
)
def test_what_a_student_hands_in_beside_the_notebook_is_there_when_it_is_graded(
    reading: Workspace, tmp_path: Path, notebook_path: str, data_path: str
) -> None:
    shutil.rmtree(reading.root / "submitted", ignore_errors=True)
    shutil.rmtree(reading.root / "ontvangen", ignore_errors=True)
    given = reading.root / "release" / "o" / "o.ipynb"
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr(notebook_path, fill(given, {"a": "eigen = open('metingen.csv').read()"}))
        archive.writestr(data_path, "van mij")
        archive.writestr(data_path.replace("s1", "s2").replace("goedans", "leegbo").replace("metingen", "x"), "niet")
        archive.writestr("s2/o.ipynb", fill(given, {"a": "eigen = open('metingen.csv').read()"}))
    receipts = collect(reading, "o", tmp_path / "in.zip")
    assert [receipt.remark for receipt in receipts] == ["", ""]
    grade(reading, "o", lambda *_: None, again=True)
    found = results(reading, "o")
    assert (found["s1"].score(), found["s2"].score()) == (2, 0)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A cohort with an assignment in which a student reads a file of their own, and one of ours that stays ours."""
    root = tmp_path_factory.mktemp("lezen")
    workspace = klass(root)
    content = notebook(
        cell("code", "import ons", "lezen", **kind(False, False, True)),
        cell("code", "eigen = 0", "a", **kind(False, True, False)),
        cell("code", "assert eigen == 'van mij' and ons.WAARDE == 1", "c", **kind(True, False, True, 2)),
        cell("markdown", "Zie.", "plaat", **kind(False, False, True)),
    )
    write(root / "o" / "o.ipynb", content)
    (root / "o" / "ons.py").write_text("import geheim_van_ons\nWAARDE = 1\n")
    (root / "o" / "geheim_van_ons.py").write_text("")
    bring_in(workspace, plan_import(workspace, root / "o"))
    release(workspace, "o")
    return workspace


def test_a_students_file_never_takes_the_place_of_ours_nor_runs_before_ours(reading: Workspace, tmp_path: Path) -> None:
    given = reading.root / "release" / "o" / "o.ipynb"
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        for student in ("s3", "s4"):
            archive.writestr(f"{student}/o.ipynb", fill(given, {"a": "eigen = open('metingen.csv').read()"}))
            archive.writestr(f"{student}/metingen.csv", "van mij" if student == "s4" else "iets anders")
            archive.writestr(f"{student}/geheim_van_ons.py", "raise SystemExit")
            archive.writestr(f"{student}/../../../ons.py", "WAARDE = 2")
            for ours in ("moment-onzeker.txt", "submission_secret.txt"):
                archive.writestr(f"{student}/{ours}", "niet van jullie")
        archive.writestr("s3/json.py", "raise SystemExit")
    collect(reading, "o", tmp_path / "in.zip")
    grade(reading, "o", lambda *_: None)
    found = results(reading, "o")
    assert (found["s3"].score(), found["s4"].score()) == (0, 2)
    beside = {
        file.name
        for file in (reading.root / "submitted" / "s3" / "o").iterdir()
        if b"niet van jullie" in file.read_bytes()
    }
    assert not beside & {"moment-onzeker.txt", "submission_secret.txt"}, "what is ours beside a submission stays ours"
    assert (reading.root / "source" / "o" / "ons.py").read_text().endswith("WAARDE = 1\n")


def test_too_much_beside_a_notebook_is_said_and_the_notebook_is_graded(reading: Workspace, tmp_path: Path) -> None:
    given = reading.root / "release" / "o" / "o.ipynb"
    folder = tmp_path / "in" / "s5"
    folder.mkdir(parents=True)
    (folder / "o.ipynb").write_text(fill(given, {"a": "eigen = 'van mij'"}))
    for number in range(3):
        (folder / f"{number}.csv").write_bytes(b"1" * 4_000_000)
    remarks = [receipt.remark for receipt in collect(reading, "o", tmp_path / "in")]
    assert "naast het notebook staat meer dan 10 MB aan bestanden; er wordt zonder die bestanden nagekeken." in remarks
    grade(reading, "o", lambda *_: None)
    assert results(reading, "o")["s5"].score() == 2
    assert received_at(reading, "o").keys() >= {"s5"}


def test_what_comes_by_the_exchange_has_its_files_beside_it_and_no_link_is_followed(
    reading: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # one user runs this test: the file system says of both students' files that they are theirs, and came in time
    monkeypatch.setattr("sowcourse.submissions.arrival.Arrival._must_own", lambda arrived, state: None)
    monkeypatch.setattr("sowcourse.submissions.arrival._changed", lambda state: datetime(2026, 10, 1, 10, tzinfo=UTC))
    (tmp_path / "elders.csv").write_text("van mij")
    for student in ("s1", "s2"):
        shutil.rmtree(reading.root / "submitted" / student, ignore_errors=True)
        shutil.rmtree(reading.root / "ontvangen" / "o" / student, ignore_errors=True)
        folder = reading.exchange / reading.name / "inbound" / f"{student}+o+2026-10-01 10:00:00 UTC"
        given = reading.root / "release" / "o"
        shutil.copytree(given, folder)
        (folder / "timestamp.txt").write_text("2026-10-01 10:00:00 UTC")
        (folder / "o.ipynb").write_text(fill(given / "o.ipynb", {"a": "eigen = open('metingen.csv').read()"}))
    (folder.with_name(folder.name.replace("s2", "s1")) / "metingen.csv").write_text("van mij")
    (folder / "metingen.csv").symlink_to(tmp_path / "elders.csv")
    receipts = collect(reading, "o", None)
    assert [receipt.remark for receipt in receipts] == ["", ""]
    kept = {path.name for path in (reading.root / "submitted" / "s1" / "o").iterdir()}
    assert kept == {"o.ipynb", "timestamp.txt", "herkomst.txt", "metingen.csv"}
    grade(reading, "o", lambda *_: None, again=True)
    found = results(reading, "o")
    assert (found["s1"].score(), found["s2"].score()) == (2, 0)


def test_what_is_kept_beside_a_notebook_goes_when_a_student_is_erased(reading: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "in" / "s2"
    folder.mkdir(parents=True)
    given = reading.root / "release" / "o" / "o.ipynb"
    (folder / "o.ipynb").write_text(fill(given, {"a": "eigen = 'nog eens'"}))
    (folder / "lijst.csv").write_text("Bo Leeg was hier")
    collect(reading, "o", tmp_path / "in")
    assert list(reading.root.rglob("lijst.csv"))
    assert run("cohort", "erase", "s2", "--cohort", str(reading.root), "--ja") == 0
    assert not list(reading.root.rglob("lijst.csv"))


def test_data_that_changes_makes_another_version_and_who_had_the_first_keeps_it(tmp_path: Path) -> None:
    workspace = klass(tmp_path)
    content = notebook(
        cell("code", "x = 0", "a", **kind(False, True, False)),
        cell("code", "assert x == int(open('n.txt').read())", "c", **kind(True, False, True, 1)),
    )
    write(tmp_path / "o" / "o.ipynb", content)
    (tmp_path / "o" / "n.txt").write_text("1")
    bring_in(workspace, plan_import(workspace, tmp_path / "o"))
    for student, number in (("s1", 1), ("s2", 2)):
        (workspace.root / "source" / "o" / "n.txt").write_text(str(number))
        (tmp_path / f"{student}.ipynb").write_text(fill(release(workspace, "o"), {"a": f"x = {number}"}))
    (tmp_path / "in").mkdir()
    for student in ("s1", "s2"):
        shutil.move(tmp_path / f"{student}.ipynb", tmp_path / "in")
    collect(workspace, "o", tmp_path / "in")
    grade(workspace, "o", lambda *_: None)
    assert [results(workspace, "o")[student].score() for student in ("s1", "s2")] == [1, 1]
    assert len(versions(workspace.root, "o")) == 2


def test_a_picture_in_our_text_is_no_remark_and_one_in_an_answer_is(tmp_path: Path) -> None:
    workspace = klass(tmp_path)
    ours = cell("markdown", "![plaat](attachment:a.png)", "plaat", **kind(False, False, True))
    ours["attachments"] = {"a.png": {"image/png": "iVBORw0KGgo="}}
    answer = cell("markdown", "Model.", "antwoord", **kind(True, True, False, 2))
    write(tmp_path / "o" / "o.ipynb", notebook(ours, answer))
    bring_in(workspace, plan_import(workspace, tmp_path / "o"))
    given = json.loads(fill(release(workspace, "o"), {"antwoord": "Zie hier."}))
    write(tmp_path / "in" / "s1.ipynb", given)
    given["cells"][1]["attachments"] = {"b.png": {"image/png": "iVBORw0KGgo="}}
    write(tmp_path / "in" / "s2.ipynb", given)
    collect(workspace, "o", tmp_path / "in")
    remarks = grade(workspace, "o", lambda *_: None).remarks
    sentence = "hier hoort een afbeelding bij, die je alleen in het ingeleverde notebook zelf ziet."
    assert remarks == [f"Bo Leeg (s2): «antwoord»: {sentence}"]


def test_a_release_that_fails_leaves_the_one_before(
    empty: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write(tmp_path / "p" / "p.ipynb", with_first({}))
    bring_in(empty, plan_import(empty, tmp_path / "p"))
    given = release(empty, "p")
    before = given.read_bytes()
    source_file = empty.root / "source" / "p" / "p.ipynb"
    changed = json.loads(source_file.read_text(encoding="utf-8"))
    changed["cells"][-1]["source"] = "y = 2"
    write(source_file, changed)
    config = empty.root / "nbgrader_config.py"
    text = config.read_text(encoding="utf-8")
    config.write_text(text + "\nc.GenerateAssignment.preprocessors.append('sowcourse.bestaat.Niet')\n")
    with pytest.raises(GradingError, match="de studentversie maken is niet gelukt"):
        release(empty, "p")
    assert given.read_bytes() == before
    assert not (empty.root / "release" / ".p.vorig").exists()
    config.write_text(text, encoding="utf-8")
    release(empty, "p")
    assert given.read_bytes() != before


def test_why_nbgrader_could_not_write_is_told_in_dutch(
    empty: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from nbgrader.preprocessors import ClearSolutions

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/klassen/vol.ipynb")

    write(tmp_path / "vol" / "vol.ipynb", with_first({}))
    bring_in(empty, plan_import(empty, tmp_path / "vol"))
    monkeypatch.setattr(ClearSolutions, "preprocess", full)
    with pytest.raises(GradingError, match=r"is niet gelukt: /klassen/vol\.ipynb: de schijf is vol\. Maak ruimte"):
        release(empty, "vol")


def test_ours_come_through_as_they_are() -> None:
    for file in assignments_root().glob("*/*.ipynb"):
        found = read_source(file)
        assert (found.mended, found.remarks) == ((), ())
        assert found.notebook["cells"] == [{**each, "source": source(each)} for each in read_notebook(file)["cells"]]
        assert data_files(file.parent).keys() >= {"rubric.toml"}


def test_a_file_that_is_no_folder_is_refused(empty: Workspace, tmp_path: Path) -> None:
    with pytest.raises(CohortError, match="verwacht wordt de map van een opdracht"):
        plan_import(empty, write(tmp_path / "o.ipynb", with_first({})))
    with pytest.raises(CohortError, match="deze map hoort bij dit cohort"):
        plan_import(empty, empty.root / "source" / "1-nabijheid" / "..")
    with pytest.raises(ContentError, match="het notebook bestaat niet"):
        read_source(tmp_path / "weg.ipynb")
    assert open_workspace(empty.root).assignments()
