"""A cohort: its assignments, one row each, with where it is and the one thing that is next."""

from __future__ import annotations

import os

from sowcourse.office import HALLS
from sowcourse.office.asked import Answer, Asked, Page
from sowcourse.office.road import STEPS, stands


def cohort(asked: Asked) -> Answer:
    """The assignments of a cohort."""
    workspace = asked.workspace
    workspace.check_files()
    found = stands(workspace)
    waiting = [each for each in found if each.step]
    # Who has work lying there is helped first; else the assignment whose turn it is.
    first = max(waiting, key=lambda each: (bool(each.released), bool(each.open or each.waiting)), default=None)
    return Page(
        "cohort",
        {
            "workspace": workspace,
            "calendar": workspace.calendar(),
            "students": len(workspace.students()) if workspace.has_roster else None,
            "stands": found,
            "first": first.assignment if first else "",
            "steps": STEPS,
            "job": asked.desk.jobs.going(workspace.root),
            "strays": workspace.strays(),
            "halls": os.environ.get(HALLS, ""),
        },
    )
