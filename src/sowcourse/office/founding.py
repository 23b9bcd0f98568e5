"""A new cohort: its name, its class list, where its clock stands."""

from __future__ import annotations

from sowcourse.cohort.calendar import ZONES
from sowcourse.cohort.making import check_place
from sowcourse.cohort.reading import TwoReadings
from sowcourse.cohort.roster import ClassList, read_class_list
from sowcourse.cohort.workspace import create
from sowcourse.errors import CohortError
from sowcourse.lint import unfinished_lessons
from sowcourse.office.asked import Answer, Asked, Go, Page
from sowcourse.office.desk import Note
from sowcourse.plural import many

LIST = "klaslijst"
"""The field in which a class list is dropped."""

COUNTRIES = dict(zip(ZONES, ("België (Brussel)", "Nederland (Amsterdam)"), strict=True))


def new(asked: Asked) -> Answer:
    """The form; a class list that was dropped before stays there, so that nobody drops it twice."""
    return _form(asked, asked.tray(LIST), {})


def found(asked: Asked) -> Answer:
    """Make the cohort, unless the class list can be read in two ways: then both are shown first."""
    check_place(asked.word("naam"), asked.desk.folder)
    tray = asked.tray(LIST)
    try:
        listed = read_list(asked, tray)
    except TwoReadings as question:
        return _form(asked, tray, question.readings)
    workspace = create(asked.word("naam"), listed.students, asked.desk.folder, asked.word("zone", ZONES[0]))
    sentences = (
        f"Cohort «{workspace.name}» is gemaakt, met {many(len(listed.students), 'student', 'studenten')}.",
        "Zet hieronder de deadlines. Je kunt ze later altijd veranderen.",
        f"Was het een vergissing? Verwijder de map {workspace.root.name}: verder is er niets veranderd.",
    )
    looks = (*listed.remarks, *unfinished_lessons())
    return Go(asked.desk.at("cohort", workspace.root.name, "deadlines"), Note(sentences, looks))


def read_list(asked: Asked, tray: str) -> ClassList:
    """The class list in the tray, read as was answered. Raises: CohortError; TwoReadings."""
    files = asked.desk.kept(tray)
    if len(files) != 1:
        raise CohortError("Klaslijst: kies één bestand, uit je leeromgeving of een rekenblad (CSV).")
    return read_class_list(files[0], asked.word("volgorde"))


def _form(asked: Asked, tray: str, readings: dict[str, list[str]]) -> Page:
    return Page("new", asked.lying(tray) | {"readings": readings, "zones": COUNTRIES})
