"""Upgrading on a page: what it will do is said, each question can be chosen, and the way back leads back."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from sowcourse.cohort import upgrade
from sowcourse.cohort.difference import CHANGED, YOURS
from sowcourse.cohort.making import shipped_assignments
from sowcourse.cohort.swap import STAGE
from sowcourse.cohort.upgrade import Choice, Plan, choose, forget_upgrade, plan_upgrade
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.content import shipped_course
from sowcourse.errors import CohortError
from sowcourse.notebook import Notebook, read_notebook, source, write_notebook
from sowcourse.office import upgrade_page
from sowcourse.office.desk import Desk
from tests.walking_office import Visitor

ASSIGNMENT = "5-politiserend"
NEXT = "9.9.9"
PAGE = "cohort/klas/bijwerken"


def reword(file: Path, name: str, words: str) -> None:
    notebook = read_notebook(file)
    next(cell for cell in notebook["cells"] if cell["id"] == name)["source"] = words
    write_notebook(file, notebook)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """A next version: another question and check in an assignment, another quiz, another word list."""
    folder = tmp_path_factory.mktemp("nieuw")
    shutil.copytree(shipped_course(), folder / "course")
    for task in shipped_assignments():
        shutil.copytree(task, folder / "tasks" / task.name)
    quiz = folder / "course" / "1-nabijheid" / "quiz.toml"
    quiz.write_text(quiz.read_text("utf-8").replace("volgens het essay", "volgens ons"), encoding="utf-8")
    words = folder / "course" / "glossary.toml"
    words.write_text(words.read_text("utf-8").replace("Bijdragen aan een", "Meedoen aan een"), encoding="utf-8")
    task = folder / "tasks" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    for name in ("deel-a", "deel-c", "hints-stap-1"):
        reword(task, name, f"Nieuwe <b>woorden</b> van {name}.")
    return folder / "course", sorted(folder.joinpath("tasks").iterdir())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ooit")
    (folder / "klas.csv").write_text("nummer,naam\nr9,An Maes\n00123,Zoë De Smet\n", encoding="utf-8")
    root = create("klas", folder / "klas.csv", folder).root
    reword(root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", "deel-c", "Woorden van de lesgever.")
    return root


@pytest.fixture
def visitor(made: Path, new: tuple[Path, list[Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    shutil.copytree(made, tmp_path / "klas")
    monkeypatch.setattr(upgrade_page, "whole_course", lambda: new[0])
    monkeypatch.setattr(upgrade_page, "shipped_assignments", lambda: new[1])
    monkeypatch.setattr(upgrade_page, "__version__", NEXT)
    return Visitor(Desk(tmp_path, "/kantoor"))


def cells(visitor: Visitor) -> dict[str, str]:
    found: Notebook = read_notebook(visitor.desk.folder / "klas" / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    return {cell["id"]: source(cell) for cell in found["cells"]}


def state(root: Path) -> dict[str, bytes]:
    files = (path for part in ("cursus", "source", "rubrics", "herkomst") for path in (root / part).rglob("*"))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files if path.is_file()}


def carry_out(visitor: Visitor, **choices: str) -> str:
    shown = re.search(r'name="getoond" value="(\w+)"', visitor.get(PAGE))
    assert shown
    return visitor.press(
        PAGE, "bijwerken", getoond=shown[1], **{f"keuze-{unit}": said for unit, said in choices.items()}
    )


def test_every_changed_word_stands_side_by_side_and_nothing_is_changed_by_looking(visitor: Visitor) -> None:
    root = visitor.desk.folder / "klas"
    before = state(root)
    shown = visitor.get(PAGE)
    assert "Nieuwe &lt;b&gt;woorden&lt;/b&gt;" in shown
    assert "<ins>Meedoen</ins>" in shown
    assert "<del>Bijdragen</del>" in shown
    assert "lesgever." in shown
    assert "Jouw versie" in shown
    for unit in ("deel-a", "deel-c", "stap-1"):
        assert f'name="keuze-{ASSIGNMENT}/{unit}"' in shown
    assert re.search(rf'value="houd" checked><label for="houd-{ASSIGNMENT}/deel-c"', shown), "what is theirs stays"
    assert re.search(rf'value="neem" checked><label for="neem-{ASSIGNMENT}/deel-a"', shown)
    assert state(root) == before
    assert not (root / STAGE).exists()


def test_without_a_choice_theirs_stays_and_the_rest_is_new_and_back_is_back(visitor: Visitor) -> None:
    root = visitor.desk.folder / "klas"
    before = state(root)
    told = carry_out(visitor)
    assert f"is nu van versie {NEXT}" in told
    assert "heeft al versie" in told, "it is said once, and what was done is not offered again"
    now = cells(visitor)
    assert now["deel-a"].startswith("Nieuwe")
    assert now["deel-c"] == "Woorden van de lesgever."
    assert "Nog eens terug draait dit om" in visitor.press(PAGE, "terug")
    assert state(root) == before
    visitor.press(PAGE, "terug")
    assert cells(visitor) == now


def test_a_question_is_kept_or_taken_as_was_chosen_and_another_is_not_touched_by_it(visitor: Visitor) -> None:
    was = cells(visitor)
    told = carry_out(
        visitor,
        **{
            f"{ASSIGNMENT}/deel-a": "houd",
            f"{ASSIGNMENT}/deel-c": "neem",
            "glossary.toml": "houd",
        },
    )
    assert f"Gehouden zoals het was: {ASSIGNMENT}/deel-a, glossary.toml." in told
    assert f"Het nieuwe genomen: {ASSIGNMENT}/deel-c." in told
    now = cells(visitor)
    assert now["deel-a"] == was["deel-a"]
    assert now["deel-c"].startswith("Nieuwe")
    assert now["hints-stap-1"].startswith("Nieuwe")
    words = (visitor.desk.folder / "klas" / "cursus" / "glossary.toml").read_text("utf-8")
    assert "Meedoen aan een" not in words
    again = visitor.get(PAGE)
    assert "heeft al versie" in again, "what was kept is the lecturer's own from then on"


def test_what_was_shown_must_still_be_so(visitor: Visitor) -> None:
    root = visitor.desk.folder / "klas"
    shown = re.search(r'name="getoond" value="(\w+)"', visitor.get(PAGE))
    assert shown
    reword(root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", "deel-a", "Intussen herschreven.")
    before = state(root)
    with pytest.raises(CohortError, match="sinds je deze bladzijde opende is er iets veranderd"):
        visitor.press(PAGE, "bijwerken", getoond=shown[1])
    assert state(root) == before
    assert not (root / STAGE).exists()


def test_the_page_and_the_command_make_the_same_cohort(
    visitor: Visitor, new: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    root = visitor.desk.folder / "klas"
    shutil.copytree(root, tmp_path / "apart" / "klas")
    carry_out(visitor, **{f"{ASSIGNMENT}/deel-a": "houd"})
    other = open_workspace(tmp_path / "apart" / "klas")
    whole = plan_upgrade(other, *new, NEXT)
    plan_upgrade(other, *new, NEXT, choose(whole, [f"{ASSIGNMENT}/deel-a"], []))
    upgrade.apply_upgrade(other)
    assert state(other.root) == state(root)
    assert json.loads((root / "herkomst" / "cursus.json").read_text("utf-8"))


def test_what_is_not_offered_or_asked_both_ways_is_refused_with_what_there_is(
    visitor: Visitor, new: tuple[Path, list[Path]]
) -> None:
    workspace: Workspace = open_workspace(visitor.desk.folder / "klas")
    plan: Plan = plan_upgrade(workspace, *new, NEXT)
    forget_upgrade(workspace)
    with pytest.raises(CohortError, match=f"niets over te kiezen. Je kunt kiezen uit: .*{ASSIGNMENT}/stap-1"):
        choose(plan, ["stap-9"], [])
    with pytest.raises(CohortError, match="Kies één"):
        choose(plan, ["glossary.toml"], ["glossary.toml"])
    assert choose(plan, [], []) == Choice()
    assert {change.kind for change in plan.changes} == {CHANGED, YOURS}
