"""Marks: as a file for people, or in the column of the LMS's own download, line by line before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sowcourse.cohort.lms import systems
from sowcourse.cohort.workspace import Workspace
from sowcourse.durable import write_durably
from sowcourse.errors import GradingError
from sowcourse.gradebook.gradebook import results
from sowcourse.gradebook.marks import complete, write_marks
from sowcourse.gradebook.transfer import Filled, columns_of, filled_in, system_of, titles
from sowcourse.grading.trail import without_points
from sowcourse.office.asked import Answer, Asked, Go, Page
from sowcourse.office.desk import Note
from sowcourse.office.files import BACK, marks_files
from sowcourse.office.given import remember_given
from sowcourse.office.passback_page import can_send
from sowcourse.plural import many

NAMES = "Deze bestanden bevatten namen en punten: bewaar ze in het cohort en deel ze niet verder."


def marks(asked: Asked) -> Answer:
    """The files that are there, and a place to drop the LMS's own."""
    return _page(asked, asked.tray("download"))


def table(asked: Asked) -> Answer:
    """Write the marks as a file for people."""
    workspace, assignment = asked.workspace, asked.assignment
    file = workspace.root / f"punten-{assignment}.csv"
    found = write_marks(workspace, assignment, file)
    remember_given(workspace.root, assignment, "punten", results(workspace, assignment))
    whole = sum(result.graded and not result.waiting for result in found)
    klass = many(len(found), "student", "studenten")
    told = [f"{file.name} is gemaakt: {klass}, {whole} met een totaal. Download het hieronder."]
    if whole < len(found):
        told.append("Wie nog beoordeeld moet worden of niets inleverde, heeft een leeg totaal.")
    return Go(asked.here + "/punten", Note((*told, NAMES), tuple(without_points(workspace, [assignment]))))


def look(asked: Asked) -> Answer:
    """Show what would change in the LMS, line by line; nothing is written."""
    tray = asked.tray("download")
    template, system = _download(asked, tray)
    filled = _filled(asked, template, system)
    return _page(asked, tray, _shown(asked.workspace, filled, system))


def write(asked: Asked) -> Answer:
    """Write the file to read in, and one that puts back what stood there."""
    workspace, assignment = asked.workspace, asked.assignment
    template, system = _download(asked, asked.tray("download"))
    filled = _filled(asked, template, system)
    stem = f"punten-{assignment}-{system}"
    file, back = (workspace.root / f"{stem}{kind}{template.suffix}" for kind in ("", BACK))
    write_durably(file, filled.content)
    remember_given(workspace.root, assignment, "punten", results(workspace, assignment))
    number = many(filled.number, "punt", "punten")
    told = [f"{file.name} is gemaakt, met {number} in de kolom «{filled.column}».", *filled.told]
    told.append(systems()[system].steps)
    if filled.back:
        write_durably(back, filled.back)
        told.append(f"Wil je het terug zoals het was? Lees dan {back.name} in.")
    else:
        back.unlink(missing_ok=True)
        told.append("In de kolom stond nog niets: terugnemen doe je door haar in je leeromgeving leeg te maken.")
    remarks = filled.remarks + without_points(workspace, [assignment])
    return Go(asked.here + "/punten", Note((*told, NAMES), tuple(remarks)))


def _download(asked: Asked, tray: str) -> tuple[Path, str]:
    """The download, and which system it is of."""
    files = asked.desk.kept(tray) if tray else []
    if len(files) != 1:
        raise GradingError("Kies het cijferboek zoals je het downloadde uit je leeromgeving: één bestand.")
    system = asked.word("lms")
    return files[0], system if system in systems() else system_of(files[0])


def _filled(asked: Asked, template: Path, system: str) -> Filled:
    workspace, assignment = asked.workspace, asked.assignment
    wanted = [asked.word("kolom")] if asked.word("kolom") else titles(workspace, assignment)
    passed = asked.word("voldaan")
    if passed and not (passed.isdecimal() and 1 <= int(passed) <= 100):
        raise GradingError(f"Voldaan vanaf «{passed}»: verwacht wordt een percentage van 1 tot 100.")
    found = complete(results(workspace, assignment).values())
    return filled_in(
        workspace, system, template, found, wanted, bool(asked.word("schaal")), int(passed) if passed else None
    )


def _page(asked: Asked, tray: str, plan: dict[str, Any] | None = None) -> Page:
    """Parameters: plan – what would change, once it was looked at."""
    workspace, assignment = asked.workspace, asked.assignment
    files = asked.desk.kept(tray) if tray else []
    columns: list[str] = []
    if files:
        try:
            system = asked.word("lms")
            columns = columns_of(system if system in systems() else system_of(files[0]), files[0])
        except GradingError:  # told above the page already
            columns = []
    told = {"workspace": workspace, "assignment": assignment, "systems": systems(), "columns": columns, "plan": plan}
    made = list(marks_files(workspace, assignment))
    told |= {"made": made, "straight": can_send(workspace), "unmarked": unmarked(workspace, assignment)}
    return Page("marks", asked.lying(tray) | told)


def unmarked(workspace: Workspace, assignment: str) -> str:
    """Who gets no marks yet because an answer waits, Dutch sentences; "" when nobody does."""
    found = results(workspace, assignment).values()
    graded = sum(result.graded for result in found)
    without = graded - len(complete(found))
    if not without:
        return ""
    if without == graded:
        return (
            "Nog niemand heeft een totaal: van iedereen wacht minstens één antwoord op jou. Beoordeel eerst alle "
            "vragen, of van enkele studenten alles."
        )
    who = "één student wacht" if without == 1 else f"{without} studenten wacht"
    whole = many(graded - without, "student heeft", "studenten hebben")
    return f"{whole} een totaal. Van {who} nog een antwoord op jou: die komen nog niet in het bestand."


def _shown(workspace: Workspace, filled: Filled, system: str) -> dict[str, Any]:
    students = workspace.students()
    lines = [(students[each.student].name, each.student, each.before, each.after, each.same) for each in filled.changes]
    return {
        "column": filled.column,
        "system": systems()[system].title,
        "lines": lines,
        "changed": sum(not each.same for each in filled.changes),
        "over": sum(bool(each.before) and not each.same for each in filled.changes),
        "told": filled.told,
        "remarks": filled.remarks,
    }
