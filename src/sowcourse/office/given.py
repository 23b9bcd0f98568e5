"""Whether feedback and marks that were given out still say what the gradebook says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sowcourse.cohort.workspace import Workspace
from sowcourse.durable import write_durably
from sowcourse.gradebook.gradebook import Result, results
from sowcourse.office.job import FOLDER


def remember_given(root: Path, assignment: str, what: str, found: Mapping[str, Result]) -> None:
    """Keep what the gradebook said when something was made of it. Parameters: what – "terugkoppeling" or "punten"."""
    file = _file(root, assignment)
    file.parent.mkdir(exist_ok=True)
    write_durably(file, json.dumps(_read(file) | {what: _digest(found)}, indent=1))


def is_current(root: Path, assignment: str, what: str, found: Mapping[str, Result]) -> bool:
    """Whether nothing changed since; what was made outside Kantoor is taken to be current."""
    kept = _read(_file(root, assignment)).get(what)
    return kept is None or kept == _digest(found)


@contextmanager
def same_for_the_others(workspace: Workspace) -> Iterator[None]:
    """Around erasing one student: what was given out goes without that student, and stays current when it was."""
    root, current = workspace.root, []
    for assignment in workspace.assignments():
        for what in _read(_file(root, assignment)):
            if is_current(root, assignment, what, results(workspace, assignment)):
                current.append((assignment, what))
    yield
    for assignment, what in current:
        remember_given(root, assignment, what, results(workspace, assignment))


def _file(root: Path, assignment: str) -> Path:
    return root / FOLDER / f"gegeven-{assignment}.json"


def _read(file: Path) -> dict[str, str]:
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):  # never made, or half: then nobody knows better than the files themselves
        return {}


def _digest(found: Mapping[str, Result]) -> str:
    return hashlib.sha256("\n".join(repr(_for_anybody(result)) for result in found.values()).encode()).hexdigest()


def _for_anybody(result: Result) -> Result:
    """The same, whoever of those who share a Kantoor is looking."""
    cells = (replace(cell, giver=cell.giver and replace(cell.giver, mine=True)) for cell in result.cells)
    return replace(result, cells=tuple(cells))
