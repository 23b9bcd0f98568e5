"""What is kept of a graded submission and can no longer be read: it counts as gone, is named, and is made again."""

from __future__ import annotations

import json
from pathlib import Path

from sowcourse.cohort.lock import writing
from sowcourse.gradebook.digest import DIGEST, load_digest

REMARKS = "opmerkingen.json"
"""Beside a graded notebook: what a person should know about it."""

EARLIER = "eerdere-punten.json"
"""Beside a graded notebook: marks that a person gave to words that have changed since."""


def settled(folder: Path) -> Path:
    """The folder of a graded submission, once nobody is putting another in its place."""
    if not folder.is_dir() and folder.with_name(old_name(folder.name)).is_dir():
        with writing(folder.parents[2]):
            pass
    return folder


def old_name(assignment: str) -> str:
    """What a graded submission is called for the moment that another takes its place."""
    return f".{assignment}.oud"


def damaged(folder: Path) -> list[str]:
    """Names of the files of a graded submission that are there and cannot be read.

    Parameters: folder – of one submission, in `autograded/`.
    """
    notebook = f"{folder.name}.ipynb"
    return [name for name in (notebook, DIGEST, REMARKS, EARLIER) if _unreadable(folder / name)]


def is_whole(notebook: Path) -> bool:
    """Whether a graded notebook is there and ends as it was written; a quick look, without reading it."""
    try:
        with notebook.open("rb") as stream:
            begun = stream.read(1)
            stream.seek(-2, 2)
            return begun == b"{" and stream.read(2).rstrip().endswith(b"}")
    except OSError:  # gone, or empty
        return False


def _unreadable(file: Path) -> bool:
    try:
        text = file.read_text(encoding="utf-8")
        if file.name == DIGEST:
            load_digest(text)
            return False
        found = json.loads(text)
    except FileNotFoundError:
        return False
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return True
    if file.suffix != ".ipynb":
        return not isinstance(found, list) or not all(isinstance(each, dict) for each in found)
    cells = found.get("cells") if isinstance(found, dict) else None
    return not isinstance(cells, list) or not all(isinstance(c, dict) and "cell_type" in c for c in cells)
