"""Nobody gets 0 for what may be our fault: cells of their own change nothing, and a check that cannot run waits."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sowcourse.cohort.workspace import Workspace, create
from sowcourse.commands.cycle import show_results
from sowcourse.cycle import GradingReport, collect, grade, release, report_again
from sowcourse.gradebook.gradebook import mark, results
from sowcourse.gradebook.marks import complete, write_marks
from sowcourse.gradebook.sentences import HELD, sentences
from sowcourse.grading.alarm import SENTENCE, blank, hold, names_asked
from sowcourse.notebook import read_notebook, source
from sowcourse.plural import many
from sowcourse.quantity import NOT_MADE
from sowcourse.report.feedback import write_feedback
from sowcourse.report.marking import write_marking
from sowcourse.report.overview import write_class_overview
from sowcourse.submissions.repair import ADDED, is_extra

NAME = "1-nabijheid"
FULL = 10.0
"""Points that its checks give together."""
Cells = list[dict[str, Any]]


def code(text: str) -> dict[str, Any]:
    """A new code cell, as a platform or a student makes one."""
    return {"cell_type": "code", "id": "nieuw", "metadata": {}, "outputs": [], "execution_count": 1, "source": text}


def top(*texts: str) -> Callable[[Cells], None]:
    """New code cells above everything."""
    return lambda cells: cells.__setitem__(slice(0, 0), list(map(code, texts)))


def below(name: str, text: str) -> Callable[[Cells], None]:
    """A new code cell below one of ours."""
    return lambda cells: cells.insert(at(cells, name) + 1, code(text))


def at(cells: Cells, name: str) -> int:
    return next(place for place, cell in enumerate(cells) if cell["id"] == name)


def everywhere(cells: Cells) -> None:
    cells[:] = [each for cell in cells for each in (code(f"# eigen notitie\n_x = {len(cell['source'])}"), cell)]


def copied(cells: Cells) -> None:
    cells.insert(0, code(cells[at(cells, "klaarzetten")]["source"]))


def retyped(cells: Cells) -> None:
    place = at(cells, "klaarzetten")
    cells[place] = code(cells[place]["source"].replace("    ", "  "))


def added_to(cells: Cells) -> None:
    cells[at(cells, "klaarzetten")]["source"] += "\n%matplotlib inline\nimport numpy as np\nachttien = 18\n"
    cells[at(cells, "stap-2")]["source"] = "verschil = int(np.ceil(25 - achttien + 6))"


STEPS = ("stap-1", "stap-2", "stap-3", "stap-4", "stap-5", "val")


def in_one(cells: Cells) -> None:
    """As «merge cells» leaves it: all code in the first box, the other boxes gone."""
    cells[at(cells, "stap-1")]["source"] = "\n".join(cells[at(cells, step)]["source"] for step in STEPS)
    for step in STEPS[1:]:
        cells.pop(at(cells, step))


def with_ours(cells: Cells) -> None:
    """Answers typed in our first cell, while their boxes stay as they were given out."""
    for step in ("stap-2", "val"):
        cells[at(cells, "klaarzetten")]["source"] += "\n" + cells[at(cells, step)]["source"]
        cells[at(cells, step)]["source"] = cells[at(cells, step)]["metadata"]["sowcourse"]["stub"]


def fenced(cells: Cells) -> None:
    for step in ("stap-2", "val"):
        cell = cells[at(cells, step)]
        cell |= {"cell_type": "markdown", "source": f"```python\n{cell['source']}\n```"}


def last(cells: Cells) -> None:
    cells.append(cells.pop(at(cells, "klaarzetten")))


def removed(cells: Cells) -> None:
    cells[at(cells, "klaarzetten")] = code("import pandas as pd")


OWN_CELLS: dict[str, Callable[[Cells], None]] = {
    "import": top("import pandas as pd"),
    "platform": top(
        "import numpy as np\nimport os\nfor map, _, namen in os.walk('/kaggle/input'):\n    print(map)", ""
    ),
    "comment": top("# Aya Amrani, groep 2"),
    "install": top("!pip install sowcourse", "%pip install pandas"),
    "magic": top("%matplotlib inline", "%%time\nx = 3", "%load_ext autoreload"),
    "raises": top("1 / 0", "from google.colab import drive"),
    "no-python": top("dit is geen Python ("),
    "redefines": top("niet_gebruik = None\ncheck_choice = print\ndef load_dataset(naam): return 3\nimport math"),
    "resets": top("x = 1", "%reset -f"),
    "star": top("from math import *\nfrom os import *"),
    "between": below("klaarzetten", "from statistics import mean\ngroep = 'a'"),
    "function": below("deel-b", "def helft(getal):\n    return getal / 2"),
    "everywhere": everywhere,
    "copied": copied,
    "retyped": retyped,
    "added": added_to,
    "last": last,
    "in-one": in_one,
    "with-ours": with_ours,
    "fenced": fenced,
    "removed": removed,
}
"""Cells of a student's own around ours; the right answers stay right."""


@pytest.fixture(scope="module")
def klass(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, GradingReport]:
    """A class in which everyone has all answers right, each with cells of their own; and one who did nothing."""
    folder = tmp_path_factory.mktemp("alarm")
    rows = [f"{student},{student.title()},Student" for student in [*OWN_CELLS, "niets"]]
    (folder / "klas.csv").write_text("\n".join(["studentnummer,voornaam,achternaam", *rows]), encoding="utf-8")
    workspace = create("alarm", folder / "klas.csv", folder)
    release(workspace, NAME)
    for student in [*OWN_CELLS, "niets"]:
        notebook = good(workspace)
        if student == "niets":
            notebook = read_notebook(workspace.root / "release" / NAME / f"{NAME}.ipynb")
        else:
            OWN_CELLS[student](notebook["cells"])
        put(folder / "in", student, notebook)
    collect(workspace, NAME, folder / "in")
    return workspace, grade(workspace, NAME, lambda done, total: None)


def good(workspace: Workspace) -> dict[str, Any]:
    """The student version with the model answers."""
    given, full = (read_notebook(workspace.root / place / NAME / f"{NAME}.ipynb") for place in ("release", "source"))
    for cell, model in zip(given["cells"], full["cells"], strict=True):
        cell["source"] = source(model if model["metadata"]["nbgrader"]["solution"] else cell)
    return given


def put(folder: Path, student: str, notebook: dict[str, Any]) -> None:
    (folder / student).mkdir(parents=True)
    (folder / student / f"{NAME}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


@pytest.mark.parametrize("student", OWN_CELLS)
def test_right_work_keeps_its_points_whatever_code_cells_stand_around_ours(
    klass: tuple[Workspace, GradingReport], student: str
) -> None:
    result = results(klass[0], NAME)[student]
    assert (result.score(False), result.points(False), result.held) == (FULL, FULL, 0)


def test_nothing_was_held_back_and_an_untouched_notebook_is_still_simply_zero(
    klass: tuple[Workspace, GradingReport],
) -> None:
    workspace, report = klass
    assert report.held == 0
    assert not any("niet draaien" in remark for remark in report.remarks)
    nothing = results(workspace, NAME)["niets"]
    assert (nothing.score(), nothing.waiting, nothing.held) == (0, 0, 0)


# What is ours and was missing -----------------------------------------------------------------------------------------


@contextmanager
def broken(workspace: Workspace, name: str, old: str, new: str) -> Iterator[None]:
    """A mistake of ours in one cell of the version with hidden checks, put right at the end."""
    (file,) = (workspace.root / "versies" / NAME).glob("*/bron.ipynb")
    right = file.read_text(encoding="utf-8")
    notebook = json.loads(right)
    cell = notebook["cells"][at(notebook["cells"], name)]
    assert old in source(cell)
    cell["source"] = source(cell).replace(old, new)
    file.write_text(json.dumps(notebook), encoding="utf-8")
    try:
        yield
    finally:
        file.write_text(right, encoding="utf-8")


def regrade(workspace: Workspace, *students: str) -> GradingReport:
    for student in students:
        (workspace.root / "autograded" / student / NAME / "timestamp.txt").unlink()
    return grade(workspace, NAME, lambda done, total: None)


FAULTS = {
    "name": (
        "test-val",
        "check_choice(",
        "check_keuze(",
        {"test-val"},
        "de naam «check_keuze», die van ons is, ontbrak",
    ),
    "package": (
        "klaarzetten",
        "sowcourse.check",
        "sowcourse.chek",
        None,
        "de eerste cel van de opdracht eindigde met een",
    ),
    "import": (
        "test-stap-2",
        "check_number(",
        "import sowcours\ncheck_number(",
        {"test-stap-2"},
        "No module named 'sowcours'",
    ),
    "figures": (
        "test-stap-1",
        '("niet_gebruik", "p',
        '("weg", "p',
        {"test-stap-1"},
        "onze bestanden waren niet te lezen",
    ),
}
"""What is wrong at our side: cell, text, mistake, the checks that cannot run (None for all), the cause as told."""


@pytest.mark.parametrize("fault", FAULTS)
def test_what_was_missing_of_ours_leaves_the_points_open_and_grading_again_gives_them(
    klass: tuple[Workspace, GradingReport], fault: str
) -> None:
    workspace, _ = klass
    cell, old, new, checks, cause = FAULTS[fault]
    with broken(workspace, cell, old, new):
        report = regrade(workspace, "import")
    result = results(workspace, NAME)["import"]
    held = {one.cell for one in result.cells if one.held}
    assert held == (checks or {one.cell for one in result.cells if not one.manual})
    assert all(one.score == one.points for one in result.cells if not one.manual and one.cell not in held)
    (told,) = (remark for remark in report.remarks if remark.startswith("Import Student (import): "))
    assert f"{many(len(held), 'controle kon', 'controles konden')} niet draaien: " in told
    assert cause in told
    assert f"Herstel de oorzaak en voer 'sowcourse grade {NAME}' opnieuw uit" in told
    assert (report.held, dict(report.rows)["controles konden niet draaien"]) == (1, 1)

    steps: list[tuple[int, int]] = []
    report = grade(workspace, NAME, lambda done, total: steps.append((done, total)))
    assert steps == [(0, 1), (1, 1)], "only what could not be checked is graded again"
    assert (report.held, [r for r in report.remarks if "niet draaien" in r]) == (0, [])
    assert results(workspace, NAME)["import"].score(False) == FULL


def test_a_check_that_could_not_run_is_seen_everywhere_and_blames_nobody(
    klass: tuple[Workspace, GradingReport], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, _ = klass
    with broken(workspace, "klaarzetten", "sowcourse.check", "sowcourse.chek"):
        report = regrade(workspace, "import", "niets")
    assert report.held == 2
    show_results(workspace, NAME)
    (line,) = (row for row in capsys.readouterr().out.splitlines() if "Import" in row)
    assert [part.strip() for part in line.strip("│").split("│")][2:] == ["—", "—", "te bekijken"]

    for page in (report.overview, report_again(workspace, NAME).overview):
        told = page.read_text(encoding="utf-8")
        assert "2 te bekijken" in told
        assert "Import Student (import): 10 controles konden niet draaien" in told
        assert f">0 / {FULL:g}<" not in told
        assert "bestaat niet" not in told
    assert re.search(r"te bekijken</th>", write_class_overview(workspace).read_text(encoding="utf-8"))

    found = write_marks(workspace, NAME, tmp_path / "punten.csv")
    assert "import" not in complete(found), "no mark goes to an LMS"
    with (tmp_path / "punten.csv").open(encoding="utf-8-sig", newline="") as lines:
        row = next(row for row in csv.DictReader(lines, delimiter=";") if row["studentnummer"] == "import")
    assert (row["automatisch"], row["totaal"], row["stand"]) == ("", "", "te bekijken")

    marking = write_marking(workspace, NAME, False, False)[0].read_text(encoding="utf-8")
    assert "bij 2 inzendingen konden controles niet draaien: Import Student, Niets Student." in marking
    blind = write_marking(workspace, NAME, True, False)[0].read_text(encoding="utf-8")
    assert "bij 2 inzendingen konden controles niet draaien. " in blind
    assert "Import Student" not in blind

    page = next(p for p in write_feedback(workspace, NAME) if p.stem == "import").read_text(encoding="utf-8")
    assert SENTENCE in page
    assert "10 automatische controles konden niet draaien. Dat telt niet als fout" in page
    for blame in (r"bestaat niet", r"spelde", r"(?<!\d)0 van", r"eerste cel"):
        assert not re.search(blame, page), blame

    for one in results(workspace, NAME)["import"].cells:
        if one.held:
            mark(workspace, NAME, "import", one.cell, one.points)
    report = report_again(workspace, NAME)
    assert report.held == 1, "a lecturer who gives the points has decided"
    assert not any(r.startswith("Import Student") and "niet draaien" in r for r in report.remarks)
    assert results(workspace, NAME)["import"].score(False) == FULL
    assert grade(workspace, NAME, lambda done, total: None).held == 0


# The alarm by itself --------------------------------------------------------------------------------------------------

ASKED = {"antwoord", "tabel"}


def executed(*faults: tuple[str, str] | None, check: str = "check_value('antwoord', antwoord)") -> Cells:
    """A submission of one question with checks that ended so; None for one that went well."""

    def cell(name: str, text: str, fault: tuple[str, str] | None, **marks: Any) -> dict[str, Any]:
        ended = [{"output_type": "error", "ename": fault[0], "evalue": fault[1], "traceback": []}] if fault else []
        return code(text) | {"id": name, "metadata": {"nbgrader": {"grade_id": name, **marks}}, "outputs": ended}

    cells = [cell("begin", "from sowcourse.check import check_value", None, locked=True)]
    cells.append(cell("vraag", "antwoord = 3", None, solution=True))
    return cells + [cell(f"test-{n}", check, fault, grade=True, locked=True) for n, fault in enumerate(faults)]


def name_error(name: str) -> tuple[str, str]:
    return "NameError", f"name '{name}' is not defined"


VERDICT = ("CheckError", "antwoord: dit is nog niet de juiste waarde.")
ENDED: dict[str, tuple[Cells, int]] = {
    "our name": (executed(name_error("check_value"), None), 1),
    "our package": (executed(("ModuleNotFoundError", "No module named 'sowcourse'"), VERDICT), 1),
    "our function": (executed(("ImportError", "cannot import name 'check_value' from 'sowcourse.check'"), None), 1),
    "our figures": (executed(("ContentError", "data.csv: ontbreekt."), None), 1),
    "a file of ours": (executed(("FileNotFoundError", "No such file or directory: 'x.csv'"), None), 1),
    "all the same": (
        executed(("TypeError", "'int' object is not callable"), ("TypeError", "'int' object is not callable")),
        2,
    ),
    "all silent": (executed(("Gestopt", "weg"), ("Gestopt", "weg"), ("Gestopt", "weg")), 3),
    "too large": (executed(("CheckError", "x: verwacht wordt een tabel; gevonden te groot om na te kijken."), None), 1),
    "not asked for": (executed(("CheckError", f"x: {NOT_MADE}. Zet er list( ) omheen."), None), 1),
    "wrong": (executed(VERDICT, VERDICT), 0),
    "wrong by assert": (executed(("AssertionError", ""), ("AssertionError", "")), 0),
    "not made": (executed(name_error("antwoord"), None), 0),
    "a name nobody gave": (executed(name_error("rang"), None), 0),
    "another fault each": (executed(("TypeError", "a"), ("TypeError", "b")), 0),
    "one of two": (executed(("TypeError", "a"), None), 0),
    "only one check": (executed(("TypeError", "a")), 0),
    "right": (executed(None, None), 0),
}
"""How checks ended, and how many of them say nothing about the student."""


@pytest.mark.parametrize("name", ENDED)
def test_only_what_may_be_our_fault_is_held_back(name: str) -> None:
    cells, number = ENDED[name]
    marked, remarks = hold(cells, ASKED, False, (), NAME)
    held = [cell for cell in marked if any(output.get("ename") == HELD for output in cell["outputs"])]
    assert len(held) == number
    assert all(sentences(cell) == [SENTENCE] for cell in held)
    assert [remark.look and remark.again and remark.private for remark in remarks] == [True] * bool(number)
    assert [cell for cell in marked if cell not in held] == [
        cell for cell in cells if cell["id"] not in {c["id"] for c in held}
    ]


def test_an_untouched_notebook_that_ends_the_same_everywhere_is_simply_zero() -> None:
    cells = executed(("NotImplementedError", ""), ("NotImplementedError", ""))
    assert hold(cells, ASKED, True, (), NAME) == (cells, [])


def test_first_cells_that_failed_and_answers_that_missed_them_say_nothing_about_the_student() -> None:
    cells = executed(name_error("antwoord"), VERDICT, None)
    cells[0]["outputs"] = [{"output_type": "error", "ename": "OSError", "evalue": "weg", "traceback": []}]
    (remark,) = hold(cells, ASKED, False, (), NAME)[1]
    assert remark.sentence.startswith("2 controles konden niet draaien: de eerste cel van de opdracht eindigde")

    cells = executed(name_error("antwoord"), VERDICT, None)
    cells[1]["outputs"] = [
        dict(zip(("output_type", "ename", "evalue"), ("error", *name_error("check_value")), strict=True))
    ]
    (remark,) = hold(cells, ASKED, False, (), NAME)[1]
    assert remark.sentence.startswith("1 controle kon niet draaien: de naam «check_value», die van ons is,")


@pytest.mark.parametrize(
    ("fault", "held"),
    [
        (("ModuleNotFoundError", "No module named 'matplotlib'"), 2),
        (("FileNotFoundError", "No such file or directory: 'gegevens.csv'"), 2),
        (("NameError", "name 'x' is not defined"), 0),
    ],
)
def test_a_cell_of_the_assignment_that_cannot_load_a_package_or_file_gives_nobody_zero(
    fault: tuple[str, str], held: int
) -> None:
    ended = {"output_type": "error", "ename": fault[0], "evalue": fault[1], "traceback": []}
    cells = executed(name_error("antwoord"), VERDICT, None)
    given = code("import matplotlib.pyplot as plt\nimport numpy as np") | {"id": "laden", "outputs": [ended]}
    remarks = hold([given, *cells], ASKED, False, (), NAME)[1]
    told = [remark.sentence.partition(" Daarvoor")[0] for remark in remarks]
    why = f"een cel van de opdracht kon niet laden wat ze nodig heeft ({fault[0]}: {fault[1]})."
    assert told == [f"2 controles konden niet draaien: {why}"] * bool(held)
    theirs = given | {"id": f"{ADDED}1"}
    assert is_extra(theirs)
    assert hold([theirs, *cells], ASKED, False, (), NAME)[1] == [], "a cell of the student's own"


def test_a_check_of_a_text_that_may_stand_elsewhere_waits_and_is_not_tried_again() -> None:
    cells = executed(("CheckError", "Er staat nog niets."), None, check='check_reflection("les", "reflectie")')
    marked, remarks = hold(cells, set(), False, ("reflectie",), NAME)
    assert remarks == []
    assert [sentences(cell) for cell in marked[2:]] == [[SENTENCE], []]
    assert hold(cells, set(), False, ("andere",), NAME) == (cells, [])
    early, remarks = hold(cells, set(), False, (cells[2]["id"],), NAME)
    assert ([sentences(cell) for cell in early[2:]], remarks) == ([[SENTENCE], []], [])


def test_names_of_the_student_are_those_that_answers_make_and_blank_means_nothing_was_done(
    klass: tuple[Workspace, GradingReport],
) -> None:
    given, full = (read_notebook(klass[0].root / f / NAME / f"{NAME}.ipynb")["cells"] for f in ("release", "source"))
    assert {"huur", "verschil", "belgie", "oordeel"} <= names_asked(given, full)
    assert not {"check_value", "niet_gebruik", "POSITIONS"} & names_asked(given, full)
    assert blank(given, given)
    assert not blank(full, given)
    assert not blank([*given, {"cell_type": "code", "id": "extra-1", "metadata": {}, "source": "1"}], given)
