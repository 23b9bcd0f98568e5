"""«Mijn cohorten»: the cohorts in the lecturer's folder, copies told apart; one that is damaged hides no other."""

from __future__ import annotations

from datetime import UTC, datetime

from sowcourse.cohort.listing import Summary, list_cohorts
from sowcourse.content import checkout
from sowcourse.errors import ContentError
from sowcourse.office.asked import Answer, Asked, Page
from sowcourse.plural import many


def cohorts(asked: Asked) -> Answer:
    """Every cohort with how far it is, and in words which one is odd."""
    found, faults = list_cohorts(asked.desk.folder, datetime.now(UTC))
    names = [summary.workspace.name for summary in found]
    told = [(summary, _state(summary), names.count(summary.workspace.name) > 1) for summary in found]
    about = {"faults": faults, "folder": asked.desk.folder, "writable": _writable()}
    return Page("cohorts", {"cohorts": told} | about)


def _writable() -> bool:
    """Whether the course that new cohorts are made from can be written in here."""
    try:
        return bool(checkout())
    except ContentError:
        return False


def _state(summary: Summary) -> list[str]:
    """How far a cohort is, in a few sentences."""
    calendar = summary.workspace.calendar()
    given = [stand for stand in summary.stands if stand.released]
    lines = [
        many(summary.students, "student", "studenten") if summary.students is not None else "nog geen klaslijst",
        f"{len(given)} van {many(len(summary.stands), 'opdracht', 'opdrachten')} uitgegeven",
    ]
    if summary.due:
        lines.append(f"eerstvolgende deadline: {summary.due[0]}, {calendar.clock(summary.due[1])}")
    return lines
