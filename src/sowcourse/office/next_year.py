"""Next year's cohort from this year's: what goes along and what does not, said before it is made."""

from __future__ import annotations

from sowcourse.cohort.copying import copy_cohort, next_deadlines
from sowcourse.cohort.making import check_place
from sowcourse.cohort.reading import TwoReadings
from sowcourse.office.asked import Answer, Asked, Go, Page
from sowcourse.office.desk import Note
from sowcourse.office.founding import LIST, read_list
from sowcourse.plural import many


def next_year(asked: Asked) -> Answer:
    """What would go along, the deadlines as they would be, and a place for the class list."""
    return _page(asked, asked.tray(LIST), {})


def make(asked: Asked) -> Answer:
    """Make it, unless the class list can be read in two ways: then both are shown first."""
    old, name, tray = asked.workspace, asked.word("naam"), asked.tray(LIST)
    check_place(name, asked.desk.folder)
    try:
        listed = read_list(asked, tray) if asked.desk.kept(tray) else None
    except TwoReadings as question:
        return _page(asked, tray, question.readings)
    copied = copy_cohort(old, name, asked.desk.folder, listed.students if listed else None)
    new = copied.workspace
    klass = "nog zonder klaslijst: die zet je erin bij «Klaslijst»"
    if listed:
        klass = f"met {many(len(listed.students), 'student', 'studenten')}"
    told = [
        f"Cohort «{new.name}» is gemaakt uit {old.name}, {klass}.",
        "Van de studenten van dit jaar ging niets mee. Kijk hieronder de deadlines na.",
        f"Was het een vergissing? Verwijder de map {new.root.name}: {old.name} is niet veranderd.",
    ]
    looks = (*(listed.remarks if listed else ()), *(f"Niet meegekomen: {sentence}" for sentence in copied.left))
    return Go(asked.desk.at("cohort", new.root.name, "deadlines"), Note(tuple(told), looks))


def _page(asked: Asked, tray: str, readings: dict[str, list[str]]) -> Page:
    workspace, calendar = asked.workspace, asked.workspace.calendar()
    moved = [
        (move.assignment, calendar.clock(move.before), calendar.clock(move.after), move.reason)
        for move in next_deadlines(workspace)
    ]
    told = {"readings": readings, "workspace": workspace}
    return Page("next-year", asked.lying(tray) | told | {"moved": moved, "zone": calendar.zone})
