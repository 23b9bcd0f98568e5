"""A cohort is made whole or not at all, and found from anywhere inside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse import __version__
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.errors import CohortError


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    file = tmp_path / "klas.csv"
    file.write_text("studentnummer,voornaam,achternaam\nr1,An,Maes\nr2,Bo,Smit\n", encoding="utf-8")
    return file


@pytest.fixture
def cohort(tmp_path: Path, roster: Path) -> Workspace:
    return create("2026-najaar", roster, tmp_path)


def test_a_cohort_holds_roster_calendar_assignments_and_its_version(cohort: Workspace) -> None:
    assert list(cohort.students()) == ["r1", "r2"]
    assert cohort.calendar().zone == "Europe/Brussels"
    assert "5-politiserend" in cohort.assignments()
    assert cohort.version == __version__
    assert set(cohort.rubrics("5-politiserend")) == {"uitleg-val", "andere-kant", "reflectie"}


def test_what_goes_to_students_holds_no_wrong_answers(cohort: Workspace) -> None:
    for folder in (cohort.root / "source").iterdir():
        assert sorted(path.name for path in folder.iterdir()) == [f"{folder.name}.ipynb", "rubric.md"]


def test_it_is_found_from_a_folder_inside_it(cohort: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(cohort.root / "source")
    assert open_workspace() == cohort


def test_elsewhere_the_lecturer_hears_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(CohortError, match=r"dit is geen cohort \(cohort\.toml ontbreekt\).*cohort new"):
        open_workspace(tmp_path)


@pytest.mark.parametrize("name", ["", "../weg", ".geheim", "a/b"])
def test_an_impossible_name_is_refused(tmp_path: Path, roster: Path, name: str) -> None:
    with pytest.raises(CohortError, match="dit kan geen naam van een cohort zijn"):
        create(name, roster, tmp_path)


def test_an_existing_folder_is_left_as_it_is(tmp_path: Path, roster: Path, cohort: Workspace) -> None:
    before = sorted(path.name for path in cohort.root.iterdir())
    with pytest.raises(CohortError, match="deze map bestaat al"):
        create("2026-najaar", roster, tmp_path)
    assert sorted(path.name for path in cohort.root.iterdir()) == before


def test_a_wrong_roster_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "leeg.csv").write_text("", encoding="utf-8")
    with pytest.raises(CohortError, match="de klaslijst is leeg"):
        create("x", tmp_path / "leeg.csv", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["leeg.csv"]


def test_an_assignment_that_is_not_there_is_named_with_the_choice(cohort: Workspace) -> None:
    with pytest.raises(CohortError, match=r"6-x: deze opdracht is er niet\. Kies uit: .*5-politiserend"):
        cohort.assignment("6-x")
