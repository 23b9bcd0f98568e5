"""The class list: who is on it, and what changes when another takes its place, shown before it does."""

from __future__ import annotations

from pathlib import Path

from sowcourse.cohort.reading import TwoReadings
from sowcourse.cohort.roster import ClassList, RosterChange, Student, compare, with_known_emails
from sowcourse.cohort.workspace import Workspace
from sowcourse.durable import write_durably
from sowcourse.gradebook.enrolment import change_roster
from sowcourse.office.asked import Answer, Asked, Go, Page
from sowcourse.office.desk import Dropped, Note
from sowcourse.office.founding import LIST, read_list
from sowcourse.office.job import FOLDER
from sowcourse.plural import many

PREVIOUS = "vorige-klas.csv"
"""In what Kantoor keeps of a cohort: the class list before the last change."""


def roster(asked: Asked) -> Answer:
    """Who is in the class, and a place to drop another list."""
    return _page(asked, asked.tray(LIST))


def look(asked: Asked) -> Answer:
    """What a new list would change; nothing is changed yet."""
    tray = asked.tray(LIST)
    try:
        _, change, listed = _change(asked, tray)
    except TwoReadings as question:
        return _page(asked, tray, question.readings)
    return _page(asked, tray, {}, change, listed)


def previous(asked: Asked) -> Answer:
    """What putting the list of before back would change."""
    file = _previous(asked.workspace)
    tray = asked.desk.keep([Dropped(file.name, file.read_bytes())])
    _, change, listed = _change(asked, tray)
    return _page(asked, tray, {}, change, listed)


def change(asked: Asked) -> Answer:
    """Put the new list in the place of the one there is; the one there was is kept, to go back to."""
    workspace = asked.workspace
    students, changed, listed = _change(asked, asked.tray(LIST))
    same = {old.id: new.id for old, new in changed.renumbered if asked.word(f"zelfde-{old.id}")}
    if workspace.has_roster:
        file = _previous(workspace)
        file.parent.mkdir(exist_ok=True)
        write_durably(file, (workspace.root / "klas.csv").read_bytes())
    change_roster(workspace, students, same)
    left = len(workspace.left())
    told = [f"De klaslijst heeft nu {many(len(students), 'student', 'studenten')}."]
    if left:
        told.append(f"{left} uitgeschreven; hun werk en punten blijven bewaard.")
    told.append("Terug kan met «Vorige klaslijst terugzetten».")
    odd = workspace.calendar().unknown([*workspace.students(), *workspace.left()], workspace.assignments())
    return Go(asked.here + "/klas", Note(tuple(told), (*listed.remarks, *odd)))


def _change(asked: Asked, tray: str) -> tuple[list[Student], RosterChange, ClassList]:
    workspace = asked.workspace
    before = [*workspace.students().values()] if workspace.has_roster else []
    listed = read_list(asked, tray)
    students = with_known_emails([*workspace.left().values(), *before], listed.students)
    return students, compare(before, students), listed


def _page(
    asked: Asked,
    tray: str,
    readings: dict[str, list[str]] | None = None,
    change: RosterChange | None = None,
    listed: ClassList | None = None,
) -> Page:
    workspace = asked.workspace
    return Page(
        "roster",
        asked.lying(tray)
        | {
            "readings": readings or {},
            "workspace": workspace,
            "students": list(workspace.students().values()) if workspace.has_roster else [],
            "left": workspace.left(),
            "change": change,
            "listed": listed,
            "previous": _previous(workspace).is_file(),
        },
    )


def _previous(workspace: Workspace) -> Path:
    return workspace.root / FOLDER / PREVIOUS
