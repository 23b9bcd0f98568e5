"""The coordinator's two commands: where files go, what is said, what is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sowcourse import cli
from sowcourse.cohort.workspace import Workspace, create


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["sowcourse", *words])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return int(caught.value.code or 0)


@pytest.fixture
def cohort(tmp_path: Path) -> Workspace:
    roster = tmp_path / "klas.csv"
    roster.write_text("studentnummer,voornaam,achternaam\nr1,An,Maes\n", encoding="utf-8")
    return create("2026-najaar", roster, tmp_path)


def test_outside_a_cohort_the_blueprint_is_of_the_whole_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "blueprint") == 0
    said = capsys.readouterr().out
    assert "Toetsmatrijs van de hele cursus, elke opdracht even zwaar: 131 regels." in said
    assert "  • gat: «opleiding-wegen»" in said
    names = sorted(path.name for path in (tmp_path / "programma").iterdir())
    assert names == ["toetsmatrijs.csv", "toetsmatrijs.docx", "toetsmatrijs.html"]


def test_inside_a_cohort_both_documents_are_of_that_class(
    cohort: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(cohort.root / "source")
    assert run(monkeypatch, "blueprint") == 0
    assert run(monkeypatch, "studyguide") == 0
    said = capsys.readouterr().out
    assert "Toetsmatrijs van cohort 2026-najaar" in said
    assert "9 regels met «In te vullen door je opleiding:»" in said
    assert len(list((cohort.root / "programma").iterdir())) == 6


def test_files_go_where_they_are_wanted(cohort: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "studyguide", "--cohort", str(cohort.root), "--naar", str(tmp_path / "weg" / "diep")) == 0
    assert (tmp_path / "weg" / "diep" / "studiewijzer.docx").is_file()
    assert not (cohort.root / "programma").exists()


@pytest.mark.parametrize("words", [("studyguide",), ("blueprint", "--cohort", ".")])
def test_a_folder_that_is_no_cohort_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, *words) == 1
    assert "dit is geen cohort (cohort.toml ontbreekt)" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
