"""nbgrader looks once whether its schema is one, at every cell whether it fits, and saves all cells or none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import nbformat
import pytest
from jsonschema import Draft4Validator, Draft7Validator
from nbgrader.api import Gradebook
from nbgrader.nbgraderformat import MetadataValidator, ValidationError

from sowcourse.cohort import nbgrader
from sowcourse.cohort.nbgrader import check_schema_once
from sowcourse.cohort.workspace import create
from sowcourse.cycle import release
from sowcourse.errors import GradingError


def cell(**changed: Any) -> Any:
    """A check as nbgrader keeps it, with something else in it."""
    about = {"grade": True, "solution": False, "locked": True, "points": 1, "grade_id": "a", "schema_version": 3}
    about |= {"task": False, "cell_type": "code"} | changed
    return nbformat.from_dict({"cell_type": "code", "source": "", "metadata": {"nbgrader": about}})


@pytest.mark.parametrize("wrong", [{"points": "veel"}, {"points": -1}, {"grade": "ja"}, {"grade_id": 3}, {"iets": 1}])
def test_what_nbgrader_refuses_in_a_cell_it_refuses_with_the_same_words(
    wrong: dict[str, Any],
) -> None:
    tool = MetadataValidator()
    with pytest.raises(ValidationError) as plain:
        jsonschema.validate(cell(**wrong).metadata["nbgrader"], tool.schema)
    check_schema_once()
    tool.validate_cell(cell())
    with pytest.raises(ValidationError) as ours:
        tool.validate_cell(cell(**wrong))
    assert str(ours.value) == str(plain.value)


def test_a_schema_is_looked_at_once_for_all_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Any] = []
    for kind in (Draft4Validator, Draft7Validator):
        monkeypatch.setattr(kind, "check_schema", looked.append)
    nbgrader._validator.cache_clear()
    check_schema_once()
    for _ in range(3):
        MetadataValidator().validate_cell(cell())
    assert len(looked) == 1


def rows(file: Path) -> set[str]:
    """All that stands in a gradebook."""
    with closing(sqlite3.connect(file)) as book:
        return set(book.iterdump())


def test_a_release_that_breaks_off_while_cells_are_saved_leaves_the_gradebook_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "klas.csv").write_text("nummer,naam\nr1,An\n", encoding="utf-8")
    workspace = create("klas", tmp_path / "klas.csv", tmp_path)
    file = release(workspace, "1-nabijheid")
    before, given = rows(workspace.root / "gradebook.db"), file.read_bytes()
    saved: list[str] = []
    save = Gradebook.update_or_create_source_cell

    def break_off(self: Gradebook, name: str, *where: str, **about: Any) -> Any:
        saved.append(name)
        if len(saved) == 3:
            raise RuntimeError("de stroom valt uit")
        return save(self, name, *where, **about)

    with monkeypatch.context() as patch:
        patch.setattr(Gradebook, "update_or_create_source_cell", break_off)
        with pytest.raises(GradingError, match="de studentversie maken is niet gelukt"):
            release(workspace, "1-nabijheid")
    assert len(saved) == 3
    assert rows(workspace.root / "gradebook.db") == before
    assert file.read_bytes() == given
    release(workspace, "1-nabijheid")
    assert len(rows(workspace.root / "gradebook.db")) == len(before)
