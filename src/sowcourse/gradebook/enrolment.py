"""The class list and its deadlines in nbgrader's gradebook, so that formgrader knows what the cohort knows."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sowcourse.cohort.calendar import renumber
from sowcourse.cohort.lock import turn
from sowcourse.cohort.memory import renumbered
from sowcourse.cohort.roster import Student
from sowcourse.cohort.workspace import Workspace
from sowcourse.gradebook.gradebook import gradebook
from sowcourse.gradebook.penalty import penalise
from sowcourse.submissions.received import settle


def enrol(workspace: Workspace) -> None:
    """Put everyone on the class list, and every deadline, in the gradebook."""
    _enlist(workspace)
    set_deadlines(workspace)


def _enlist(workspace: Workspace) -> None:
    with gradebook(workspace) as book:
        for student in workspace.students().values():
            book.update_or_create_student(
                student.id,
                first_name=_plain(student.first),
                last_name=_plain(student.last),
                email=student.email or None,
            )


def enrolled(workspace: Workspace) -> dict[str, Student]:
    """Everyone whom the gradebook knows, also who left the class list since."""
    file = workspace.root / "gradebook.db"
    if not workspace.database and not (file.is_file() and file.stat().st_size):
        return {}
    with gradebook(workspace) as book:
        return {
            known.id: Student(known.id, known.first_name or "", known.last_name or "", known.email or "")
            for known in book.students
        }


def _plain(name: str) -> str:
    """A name without HTML: formgrader puts it in its page as it is."""
    return name.replace("<", "‹").replace(">", "›")


def set_deadlines(workspace: Workspace) -> None:
    """Put every deadline and extension of the calendar in the gradebook; a late penalty goes or comes with it."""
    with gradebook(workspace) as book:
        _set_deadlines(workspace, book)


def follow_calendar(workspace: Workspace, assignments: Iterable[str], students: Iterable[str]) -> list[str]:
    """Let the gradebook, and which version of a student's work counts, follow a calendar that changed.

    Returns: a Dutch sentence for each work of which another version counts now.
    """
    file = workspace.root / "gradebook.db"  # a look makes it, empty; whoever fills it puts the deadlines in
    if workspace.database or (file.is_file() and file.stat().st_size):
        set_deadlines(workspace)
    calendar, who = workspace.calendar(), list(students)
    return [
        f"{name}: van {student} telt nu de versie van {calendar.local(piece.moment)}."
        for name in assignments
        for student in who
        if (piece := settle(workspace, name, student))
    ]


def _set_deadlines(workspace: Workspace, book: Any) -> None:
    calendar = workspace.calendar()
    for name in workspace.assignments():
        due = calendar.deadlines.get(name)
        stored = due and due.replace(tzinfo=None)
        known = next((each for each in book.assignments if each.name == name), None)
        moved = known is not None and known.duedate != stored
        for submission in known.submissions if known else ():
            submission.extension = calendar.extension(name, submission.student_id)
            moved = moved or book.db.is_modified(submission)
        book.update_or_create_assignment(name, duedate=stored)
        for submission in [*known.submissions] if known and moved else ():
            penalise(book, workspace, submission)
    book.db.commit()


def change_roster(workspace: Workspace, students: list[Student], same: dict[str, str]) -> None:
    """Put another class list in the place of the one there is, here and in the gradebook.

    Nothing of anybody's work is taken away. Parameters: same – old id → new id of the same person, whose work goes
    along to the new number.
    """
    with turn(workspace.root, "wordt de klaslijst vernieuwd"):
        for old, new in same.items():
            renumber(workspace.root / "kalender.toml", old, new)
        renumbered(workspace.root, same)
        workspace.enlist(students, same)
        _enlist(workspace)
        for old, new in same.items():
            _renumber(workspace, old, new)
        set_deadlines(workspace)  # only now: until then an extension is under the new number, and the work is not


def _renumber(workspace: Workspace, old: str, new: str) -> None:
    from nbgrader.api import Student as Kept

    with gradebook(workspace) as book:
        known = book.db.query(Kept).filter(Kept.id == old).one_or_none()
        if known is not None:
            successor = book.find_student(new)
            for submission in list(known.submissions):
                submission.student = successor
            book.db.flush()
            book.db.expire(known)
            book.db.delete(known)
            book.db.commit()
    for place in ("submitted", "autograded", "feedback", "ontvangen/*"):
        for folder in workspace.root.glob(f"{place}/{old}"):
            _move(folder, folder.with_name(new))


def _move(folder: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for child in list(folder.iterdir()):
        if not (target / child.name).exists():
            shutil.move(child, target / child.name)
    if not any(folder.iterdir()):
        folder.rmdir()
