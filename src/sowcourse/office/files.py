"""Files of an assignment that a lecturer takes along, each by its own name and by no path."""

from __future__ import annotations

from pathlib import Path

from tornado import web

from sowcourse.cohort.source import PAGE, data_files
from sowcourse.cohort.workspace import Workspace
from sowcourse.office.asked import Answer, Asked, Download, Sheet

BACK = "-terug"
"""Ends the name of a file that puts back what stood in an LMS."""


def is_own(file: Path) -> bool:
    """Whether it is a file of this folder, and no link that leads to another."""
    return file.is_file() and not file.is_symlink()


def released_files(workspace: Workspace, assignment: str) -> dict[str, Path]:
    """What goes into the LMS, by name: the notebook first, then what stands beside it."""
    folder = workspace.root / "release" / assignment
    names = [f"{assignment}.ipynb", PAGE, *(data_files(folder) if folder.is_dir() else [])]
    return {name: folder / name for name in names if is_own(folder / name)}


def feedback_files(workspace: Workspace, assignment: str) -> dict[str, Path]:
    """The zips of feedback: by student, and in the shape in which an LMS takes files back."""
    folder = workspace.root / "terugkoppeling"
    files = [folder / f"{assignment}.zip", folder / f"{assignment}-lms.zip"]
    return {file.name: file for file in files if is_own(file)}


def marks_files(workspace: Workspace, assignment: str) -> dict[str, Path]:
    """The files with marks, the newest first; last those that put back what stood there."""
    files = [file for file in workspace.root.glob(f"punten-{assignment}[.-]*") if is_own(file)]
    files.sort(key=lambda file: (file.stem.endswith(BACK), -file.stat().st_mtime))
    return {file.name: file for file in files}


def file(asked: Asked) -> Answer:
    """One of those files. Raises: HTTPError when there is none of that name."""
    workspace, assignment = asked.workspace, asked.assignment
    kinds = (released_files, feedback_files, marks_files)
    found = {name: each for kind in kinds for name, each in kind(workspace, assignment).items()}
    if asked.places[2] not in found:
        raise web.HTTPError(404)
    return Download(found[asked.places[2]].name, found[asked.places[2]].read_bytes())


def overview(asked: Asked) -> Answer:
    """The overview of the class, as it was written last. Raises: HTTPError when it was not."""
    page = asked.workspace.root / f"overzicht-{asked.assignment}.html"
    if not is_own(page):
        raise web.HTTPError(404)
    return Sheet(page.read_text(encoding="utf-8"))
