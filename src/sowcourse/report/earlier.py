"""Earlier marks: points for words that the student has changed since, with what changed."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from sowcourse.cohort.roster import Student
from sowcourse.cohort.workspace import Workspace
from sowcourse.gradebook.gradebook import Result
from sowcourse.grading.graded import read_earlier, read_graded
from sowcourse.notebook import answers
from sowcourse.pages.page import render


def earlier_part(
    workspace: Workspace, assignment: str, graded: Sequence[Result], students: Mapping[str, Student]
) -> Markup:
    """Marks given to an earlier version of an answer; gone once it is marked again. "" when there are none."""
    changed = []
    for result in graded:
        waiting = {cell.cell for cell in result.cells if cell.waiting}
        marks = [mark for mark in read_earlier(workspace.root, assignment, result.student) if mark.cell in waiting]
        if not marks:
            continue
        file = workspace.root / "autograded" / result.student / assignment / f"{assignment}.ipynb"
        now = answers(read_graded(file))
        for mark in marks:
            lines = difflib.unified_diff(mark.answer.splitlines(), now[mark.cell].splitlines(), lineterm="", n=1)
            words = "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))
            command = f"sowcourse confirm {assignment} {result.student} {mark.cell}"
            changed.append((students[result.student].name, mark, words, command))
    return render("earlier", changed=changed)
