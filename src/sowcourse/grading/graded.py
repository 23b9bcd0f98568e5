"""A graded submission as it is kept: the notebook, what was repaired, earlier marks, its version; whole or absent."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sowcourse.budget import FILE
from sowcourse.cohort.lock import writing
from sowcourse.durable import write_durably
from sowcourse.errors import ContentError, GradingError
from sowcourse.gradebook.damage import EARLIER, REMARKS, damaged, old_name, settled
from sowcourse.gradebook.digest import DIGEST, Digest, digest, dumped, file_of, load_digest
from sowcourse.gradebook.recorder import EarlierMark, Recorder
from sowcourse.notebook import Notebook, read_notebook
from sowcourse.prose import opened, sealed
from sowcourse.submissions.assignment_version import VERSION
from sowcourse.submissions.received import UNSURE
from sowcourse.submissions.repair import Remark

DAMAGED = (
    "{file}: dit bestand is beschadigd. Zet een vorige versie terug uit je reservekopie, of wis het: wat erin stond, "
    "is dan weg; de inzending en de punten blijven. Doe daarna opnieuw wat je deed."
)


@dataclass(frozen=True)
class Executed:
    """A submission after it ran."""

    student: str
    notebook: Notebook
    remarks: tuple[Remark, ...]
    stopped: str
    version: str = ""
    """Version of the assignment it was made with."""
    detail: str = ""
    """What went wrong at our side, for who mends the program."""


def store(
    root: Path, assignment: str, executed: Executed, recorder: Recorder, stamps: Mapping[str, bytes] | None = None
) -> None:
    """Record the points, and put the graded notebook in its place at once.

    Parameters: stamps – what stood beside the submission when it was read: with another version in its place since, it
    is graded again.
    """
    target = root / "autograded" / executed.student / assignment
    target.parent.mkdir(parents=True, exist_ok=True)
    made = target.parent / f".{assignment}.nieuw"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    (made / f"{assignment}.ipynb").write_text(_text(_sealed(executed.notebook)), encoding="utf-8")
    (made / DIGEST).write_text(
        dumped(digest(executed.notebook, _submitted(root, assignment, executed.student))), encoding="utf-8"
    )
    for name, content in (stamps if stamps is not None else read_stamps(root, assignment, executed.student)).items():
        (made / name).write_bytes(content)
    remarks = [*executed.remarks, *([Remark("", executed.stopped, look=True)] if executed.stopped else [])]
    (made / REMARKS).write_text(
        json.dumps([asdict(remark) for remark in remarks], ensure_ascii=False, indent=1), encoding="utf-8"
    )
    (made / VERSION).write_text(executed.version, encoding="utf-8")
    with writing(root):  # nobody gives a mark between the points and the words they are for
        _put(root, assignment, executed, recorder, made)


def read_stamps(root: Path, assignment: str, student: str) -> dict[str, bytes]:
    """What stands beside a submission about when it came in."""
    folder = root / "submitted" / student / assignment
    return {name: (folder / name).read_bytes() for name in ("timestamp.txt", UNSURE) if (folder / name).is_file()}


def _put(root: Path, assignment: str, executed: Executed, recorder: Recorder, made: Path) -> None:
    target = root / "autograded" / executed.student / assignment
    broken = damaged(target)  # the report names it; what is in it is no more
    before = target / f"{assignment}.ipynb"
    look = {remark.cell for remark in executed.remarks if remark.look}
    kept = [] if EARLIER in broken else read_earlier(root, assignment, executed.student)
    (made / EARLIER).write_text(_dumped(kept), encoding="utf-8")

    def keep(marks: list[EarlierMark]) -> None:
        now = {mark.cell for mark in marks}
        text = _dumped([*(mark for mark in kept if mark.cell not in now), *marks])
        (made / EARLIER).write_text(text, encoding="utf-8")
        if target.is_dir():  # should this stop before the new folder stands there, they are found in the old one
            write_durably(target / EARLIER, text)

    words = read_graded(before) if before.is_file() and before.name not in broken else None
    recorder.record(executed.student, executed.notebook, look, words, keep)
    old = target.with_name(old_name(assignment))
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    made.replace(target)
    shutil.rmtree(old, ignore_errors=True)


def _dumped(earlier: list[EarlierMark]) -> str:
    return json.dumps([asdict(mark) for mark in earlier], ensure_ascii=False, indent=1)


def _text(notebook: Notebook) -> str:
    """As it is kept: on one line, which is written ten times as fast, and nobody reads it by eye."""
    return json.dumps(notebook, ensure_ascii=False) + "\n"


def _sealed(notebook: Notebook) -> Notebook:
    """The notebook as formgrader gets it: what a student wrote in Markdown cannot act on the lecturer's page."""
    return notebook | {"cells": [sealed(cell) for cell in notebook["cells"]]}


def seal(root: Path, assignment: str) -> None:
    """Seal what was graded by an earlier version, before formgrader shows it."""
    for file in root.glob(f"autograded/*/{assignment}/{assignment}.ipynb"):
        try:
            found = read_notebook(file)
        except ContentError:  # formgrader cannot show it either
            continue
        sealed = _sealed(found | {"cells": [opened(cell) for cell in found["cells"]]})
        if sealed != found:
            write_durably(file, _text(sealed))


def read_graded(file: Path) -> Notebook:
    """A graded notebook with the student's words as they were written.

    Raises: ContentError when it cannot be read.
    """
    notebook = read_notebook(settled(file.parent) / file.name)
    return notebook | {"cells": [opened(cell) for cell in notebook["cells"]]}


def read_digest(root: Path, assignment: str, student: str) -> Digest:
    """The digest of a graded submission; of one that was graded before digests were kept, made anew.

    Raises: ContentError when the graded notebook is needed and cannot be read.
    """
    file = file_of(root, assignment, student)
    found = load_digest(file.read_text(encoding="utf-8")) if file.is_file() else None
    return found or digest(read_graded(file.with_name(f"{assignment}.ipynb")), _submitted(root, assignment, student))


def _submitted(root: Path, assignment: str, student: str) -> str:
    """The text of what came in; "" when it is gone."""
    file = root / "submitted" / student / assignment / f"{assignment}.ipynb"
    if not file.is_file():
        return ""
    with file.open(encoding="latin-1") as stream:  # what is looked for is plain, and a character stays one byte
        return stream.read(FILE)


def read_earlier(root: Path, assignment: str, student: str) -> list[EarlierMark]:
    """Marks that a person gave to earlier words of this student."""
    file = root / "autograded" / student / assignment / EARLIER
    if not file.is_file():
        return []
    return [EarlierMark(**mark) for mark in kept_list(file)]


def read_remarks(root: Path, assignment: str, student: str) -> list[Remark]:
    """What a person should know about a graded submission."""
    file = root / "autograded" / student / assignment / REMARKS
    if not file.is_file():
        return []
    return [Remark(**remark) for remark in kept_list(file)]


def kept_list(file: Path) -> list[dict[str, Any]]:
    """What we kept in a file beside a submission.

    Raises: GradingError that names the file, when it is damaged.
    """
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise GradingError(DAMAGED.format(file=file)) from error
    if not isinstance(found, list):
        raise GradingError(DAMAGED.format(file=file))
    return found
