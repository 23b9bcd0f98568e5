"""What is read out of a gradebook is of one moment, in universal time, and counts for what a version asked."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from sowcourse.gradebook import scores
from sowcourse.gradebook.scores import CellResult


class Book:
    """A connection that remembers what it was asked."""

    def __init__(self, kind: str) -> None:
        self.dialect, self.asked = SimpleNamespace(name=kind), list[str]()

    def execute(self, statement: object) -> None:
        self.asked.append(str(statement))

    def rollback(self) -> None:
        self.asked.append("rollback")


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("sqlite", ["BEGIN"]),
        ("postgresql", ["rollback", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"]),
    ],
)
def test_points_and_comments_are_read_of_one_moment(kind: str, asked: list[str]) -> None:
    book = Book(kind)
    scores._hold_still(book)
    assert book.asked == asked


@pytest.mark.parametrize(
    ("kept", "moment"),
    [
        (datetime(2026, 12, 18, 22, 30), datetime(2026, 12, 18, 22, 30, tzinfo=UTC)),
        ("2026-12-18 22:30:00.000000", datetime(2026, 12, 18, 22, 30, tzinfo=UTC)),
        (None, None),
    ],
)
def test_a_moment_is_kept_in_universal_time(kept: object, moment: datetime | None) -> None:
    assert scores._utc(kept) == moment


def cell(name: str, points: float, **marks: bool) -> dict[str, object]:
    return {"id": name, "metadata": {"nbgrader": {"points": points, **marks}}}


def test_every_version_tells_what_its_questions_and_tasks_count_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = [
        cell("a", 2, grade=True),
        cell("b", 3, task=True),
        cell("c", 4, solution=True),
        {"id": "d", "metadata": {}},
    ]
    asked = [SimpleNamespace(name=name, full={"cells": cells}) for name in ("1-a", "2-b")]
    monkeypatch.setattr(
        scores, "versions", lambda root, assignment: asked if (root, assignment) == (tmp_path, "les") else []
    )
    folder = tmp_path / "versies" / "les"
    most = {"a": 2.0, "b": 3.0}
    for name, found in (("1-a", {}), ("los", {}), ("2-b", {"1-a": most, "2-b": most})):
        (folder / name).mkdir(parents=True)
        assert scores._points(tmp_path, "les") == found, "of one version the gradebook knows it"


def test_a_cell_that_nobody_answered_is_told_from_one_of_which_nothing_was_said() -> None:
    assert scores._cell("x", None, True, 0, True, "No response.") == CellResult(
        "x", 0, 0, True, True, "", untouched=True
    )
    assert scores._cell("x", 2, False, 1, False, None) == CellResult("x", 2, 1, False, False, "")
    assert scores._cell("x", 2, False, 1, False, "Mooi.") == CellResult("x", 2, 1, False, False, "Mooi.")


def test_a_gradebook_without_the_table_of_points_gives_nothing(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "gradebook.db") as book:
        book.execute("CREATE TABLE student (id TEXT)")
    workspace = SimpleNamespace(gradebook=f"sqlite:///{tmp_path / 'gradebook.db'}", must_own_its_database=lambda: None)
    assert scores.read_scores(workspace, ["les"]) == {}  # type: ignore[arg-type]
