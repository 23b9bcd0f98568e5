"""Cohorts held beside each other, without a name in it."""

from __future__ import annotations

from sowcourse.cohort.workspace import Workspace, open_workspace
from sowcourse.errors import CohortError
from sowcourse.office.asked import Answer, Asked, Page, Sheet
from sowcourse.report.comparison import comparison_page


def comparing(asked: Asked) -> Answer:
    """A choice of cohorts."""
    return Page("comparing", {"folders": [root.name for root in asked.desk.cohorts()], "chosen": []})


def compare(asked: Asked) -> Answer:
    """The choice, and below it the comparison of those that were chosen."""
    chosen = [workspace.root.name for workspace in _chosen(asked)]
    return Page("comparing", {"folders": [root.name for root in asked.desk.cohorts()], "chosen": chosen})


def sheet(asked: Asked) -> Answer:
    """The comparison. Raises: as comparing; SowcourseError when a cohort is damaged."""
    return Sheet(comparison_page(_chosen(asked)))


def _chosen(asked: Asked) -> list[Workspace]:
    """Raises: CohortError for fewer than two, or one without a class list; SowcourseError when one is damaged."""
    found = [open_workspace(root) for root in asked.desk.cohorts() if root.name in asked.every("cohort")]
    for workspace in found:
        workspace.check_files()
        workspace.students()
    if len(found) < 2:
        raise CohortError("Kies minstens twee cohorten om te vergelijken.")
    return found
