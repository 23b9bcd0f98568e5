"""What a notebook says of itself anybody can write: it names a step of a path, or nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sowcourse.errors import SowcourseError
from sowcourse.notebook import dump, read_notebook
from sowcourse.student.handin import hand_in
from sowcourse.worksheet import Worksheet


def notebook(module: object, cohort: object = "") -> dict[str, object]:
    marks = {"grade": True, "solution": True, "locked": False, "task": False, "grade_id": "product", "points": 1}
    marks |= {"schema_version": 3, "cell_type": "markdown"}
    cell = {"cell_type": "markdown", "id": "product", "metadata": {"nbgrader": marks}, "source": "Mijn antwoord."}
    about = {"kind": "assignment", "module": module, "cohort": cohort}
    return {"cells": [cell], "metadata": {"sowcourse": about}, "nbformat": 4, "nbformat_minor": 5}


@pytest.mark.parametrize("name", ["../../../buiten", "/tmp/buiten", "..", "a\\..\\b", "a\0b", "*"])
def test_handing_in_a_hostile_notebook_writes_nothing_outside_the_work_folder(tmp_path: Path, name: str) -> None:
    work = tmp_path / "werk"
    work.mkdir()
    file = work / "opdracht.ipynb"
    file.write_text(json.dumps(notebook(name, name)), encoding="utf-8")
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(SowcourseError, match="geen opdracht van deze cursus"):
        hand_in(file, work)
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before
    assert (Worksheet.read(file).assignment, Worksheet.read(file).cohort) == ("", "")


def test_names_that_are_names_stay(tmp_path: Path) -> None:
    file = tmp_path / "opdracht.ipynb"
    file.write_text(dump(notebook("5-politiserend", "2026 najaar (dag)")), encoding="utf-8")
    assert read_notebook(file)["cells"]
    sheet = Worksheet.read(file)
    assert (sheet.assignment, sheet.cohort) == ("5-politiserend", "2026 najaar (dag)")
