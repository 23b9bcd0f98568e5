"""What is taken off for being late, by nbgrader's rules."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any

from sowcourse.cohort.nbgrader import configuration
from sowcourse.cohort.workspace import Workspace

_EMPTY = SimpleNamespace(cells=[])
"""A notebook for a step of nbgrader that only looks at the gradebook."""

_SILENT = logging.getLogger(f"{__name__}.silent")
_SILENT.addFilter(lambda record: False)  # a program that sets up logging may enable it again
"""nbgrader says in English of everybody who is late that they are; the overview says so in Dutch."""


def penalise(book: Any, workspace: Workspace, submission: Any) -> None:
    """nbgrader's late penalty, by the plugin that the cohort's configuration names; none for who is not late.

    Whatever stands in `book` and is not committed yet, is. Parameters: submission – its row in the gradebook.
    """
    from nbgrader.preprocessors import AssignLatePenalties

    if submission.total_seconds_late <= 0:
        for notebook in submission.notebooks:
            notebook.late_submission_penalty = None
        return
    book.db.commit()
    assignment, student = submission.name, submission.student_id
    names = {"notebook": assignment, "assignment": assignment, "student": student}
    late = AssignLatePenalties(config=configuration(workspace.root), log=_SILENT)
    late.preprocess(_EMPTY, {"nbgrader": {**names, "db_url": workspace.gradebook}})
