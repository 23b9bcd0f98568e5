"""Which sowcourse stands here, and what is said when the two packages of a release do not belong together."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sowcourse import __version__, content
from sowcourse.cli import app
from sowcourse.content import ContentError, lecturers_root, whole_course
from sowcourse.course import load_course


def told(*words: str) -> list[str]:
    return CliRunner().invoke(app, list(words)).output.splitlines()


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """As where students' package is installed: nothing beside the course."""
    root = content._CHECKOUT
    monkeypatch.setattr(content, "content_root", lambda: root)
    monkeypatch.setattr(content, "_CHECKOUT", tmp_path)
    monkeypatch.setattr(content, "_lecturers_package", lambda: None)
    return tmp_path


def test_version_says_those_of_sowcourse_course_and_assignments() -> None:
    found = told("version")
    course = load_course()
    assert found == told("--version")
    assert found[0] == f"sowcourse {__version__}"
    assert found[1].startswith(f"cursus {course.version}, in ")
    assert found[2] == f"opdrachten {__version__}, in {content._CHECKOUT / 'assignments'}"
    assert len(found) == 3


def test_inside_a_cohort_version_says_from_which_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cohort.toml").write_text(
        'naam = "2026-najaar"\nversie = "0.0.9"\ngemaakt = "2026-03-01T09:00:00+01:00"\n', encoding="utf-8"
    )
    (tmp_path / "source").mkdir()
    monkeypatch.chdir(tmp_path / "source")
    assert told("version")[3].endswith("(«2026-najaar»), gemaakt met of bijgewerkt naar versie 0.0.9")


def test_a_student_reads_that_there_are_no_assignments_and_a_command_that_needs_them_what_to_install(
    installed: Path,
) -> None:
    assert told("version")[2] == (
        "opdrachten: de opdrachten met modelantwoorden zitten niet in het pakket dat studenten installeren."
    )
    with pytest.raises(ContentError, match=r"Installeer het pakket voor lesgevers erbij \(sowcourse_lecturer"):
        whole_course()


def test_the_package_for_lecturers_of_another_version_is_refused_and_that_of_this_one_is_used(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "_lecturers_package", lambda: (installed, __version__))
    assert lecturers_root() == installed
    monkeypatch.setattr(content, "_lecturers_package", lambda: (installed, "9.9.9"))
    with pytest.raises(ContentError, match=f"is van versie 9.9.9, en sowcourse is van versie {__version__}.*dezelfde"):
        lecturers_root()
    assert told("version")[2].startswith("opdrachten: dit pakket voor lesgevers is van versie 9.9.9")
