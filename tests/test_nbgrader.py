"""nbgrader looks once whether its schema is one, and at every cell whether it fits."""

from __future__ import annotations

from typing import Any

import jsonschema
import nbformat
import pytest
from jsonschema import Draft4Validator, Draft7Validator
from nbgrader.nbgraderformat import MetadataValidator, ValidationError

from sowcourse.cohort import nbgrader
from sowcourse.cohort.nbgrader import check_schema_once


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
