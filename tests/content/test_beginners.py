"""Right and wrong answers as beginners type them: what «Probeer» says of them, and what grading gives."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from sowcourse.content import assignments_root
from sowcourse.keymaking import as_tried
from sowcourse.notebook import Notebook
from sowcourse.proof import load_source, run, with_answer

TYPED = tomllib.loads((Path(__file__).parent / "beginners.toml").read_text(encoding="utf-8"))
FEWEST = 20


def answered(notebook: Notebook, step: str, typed: list[str]) -> Notebook:
    """The notebook up to one step and its check, with this answer; the steps before it are right."""
    places = [cell["id"] for cell in notebook["cells"]].index(step)
    cells = [cell for cell in notebook["cells"][:places] if not cell["id"].startswith("test-")]
    cells += [cell for cell in notebook["cells"][places:] if cell["id"] in (step, f"test-{step}")]
    stub = notebook["cells"][places]["metadata"]["sowcourse"]["stub"]
    parts = stub.split("...")
    whole = len(typed) == 1 and re.match(r"\w+ = ", typed[0])
    text = typed[0] if whole else "".join(map("".join, zip(parts, [*typed, ""], strict=True)))
    return with_answer(notebook | {"cells": cells}, step, text)


def told_by(notebook: Notebook, step: str, assignment: str) -> str:
    """What a student reads first: why the answer did not run, or else what its check says."""
    shown = []
    for cell in notebook["cells"]:
        marked = cell["metadata"].get("nbgrader", {}) | ({"points": 1} if cell["id"] == step else {})
        shown.append(cell | {"metadata": cell["metadata"] | {"nbgrader": marked}})
    results = as_tried(notebook | {"cells": shown}, assignment)
    return results[step] or results[f"test-{step}"]


@pytest.mark.parametrize("assignment", TYPED)
def test_right_is_accepted_and_wrong_is_told_at_once_in_a_sentence_that_helps(assignment: str) -> None:
    source = load_source(assignments_root() / assignment)
    right, wrong = TYPED[assignment]["right"], TYPED[assignment]["wrong"]
    assert min(len(right), len(wrong)) >= FEWEST
    for step, *typed in right:
        notebook = answered(source, step, typed)
        assert told_by(notebook, step, assignment) == "", typed
        assert run(notebook, assignment) == {f"test-{step}": ""}, typed
    for step, *typed, sentence in wrong:
        notebook = answered(source, step, typed)
        assert sentence in told_by(notebook, step, assignment), typed
        assert run(notebook, assignment)[f"test-{step}"], typed
