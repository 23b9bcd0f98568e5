"""Marks straight to the learning platform: student by student what stands there and what comes, then one button."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sowcourse.cohort.lms import written
from sowcourse.cohort.lms_course import LmsCourse, lms_courses, lms_members
from sowcourse.cohort.roster import guarded, kept_number
from sowcourse.cohort.workspace import Workspace
from sowcourse.durable import write_durably
from sowcourse.errors import GradingError
from sowcourse.gradebook.gradebook import Result, results
from sowcourse.gradebook.marks import FinalMark, complete
from sowcourse.gradebook.passback import Column, Line, Platform, hub_pass, on_a_hub, planned, send, to_send
from sowcourse.gradebook.transfer import titles
from sowcourse.grading.trail import without_points
from sowcourse.office.asked import Answer, Asked, Go, Page
from sowcourse.office.desk import Note
from sowcourse.office.given import remember_given
from sowcourse.plural import many

KIND = "leeromgeving"
"""Ends the name of the file that says what was sent."""


def can_send(workspace: Workspace) -> bool:
    """Whether marks can go straight to a platform: on a hub, once somebody came in from there."""
    return on_a_hub() and bool(lms_courses(workspace.root))


def show(asked: Asked) -> Answer:
    """Which course and which column; nothing is asked of the platform yet."""
    return _page(asked)


def look(asked: Asked) -> Answer:
    """Show what would change, student by student; nothing is sent."""
    platform = _platform(asked)
    columns = platform.columns()
    column = _column(asked, platform.course, columns)
    if column is None:
        return _page(asked, columns=columns)
    lines = _lines(asked, platform, column, results(asked.workspace, asked.assignment))
    return _page(asked, columns=columns, column=column, lines=lines)


def give(asked: Asked) -> Answer:
    """Send what was shown. Raises: GradingError when something changed since: then it is to be looked at again."""
    workspace, assignment = asked.workspace, asked.assignment
    platform = _platform(asked)
    column = _column(asked, platform.course, platform.columns())
    found = results(workspace, assignment)
    lines = _lines(asked, platform, column, found) if column else []
    if column is None or _seal(column, lines) != asked.word("gezien"):
        raise GradingError(
            "Sinds je keek, veranderde er iets: een punt hier of in de leeromgeving, de klas of de kolom. Er is niets "
            "verstuurd. Bekijk opnieuw wat er verandert."
        )
    went = send(platform, column, to_send(lines))
    file = workspace.root / f"punten-{assignment}-{KIND}.csv"
    _write(file, workspace, lines, went)
    failed = {student: why for student, why in went.items() if why}
    # as it was when it was compared, for somebody may mark meanwhile; with one that failed, the step is not done
    remember_given(workspace.root, assignment, "punten", {} if failed else found)
    told = [f"{many(len(went) - len(failed), 'punt is', 'punten zijn')} verstuurd naar de kolom «{column.label}»."]
    if failed:
        told.append(
            f"{many(len(failed), 'punt is', 'punten zijn')} niet aangekomen. Hier is niets verloren: bekijk opnieuw "
            "wat er verandert en verstuur nog eens. Dan gaat alleen wat er nog niet staat."
        )
    told.append(f"Wat er gebeurde, staat per student in {file.name}.")
    students = workspace.students()
    looks = [f"{students[student].name} ({student}): {why}" for student, why in failed.items()]
    return Go(asked.here + "/punten/leeromgeving", Note(tuple(told), tuple(looks)))


def _platform(asked: Asked) -> Platform:
    found = lms_courses(asked.workspace.root)
    wanted = asked.word("cursus")
    course = next((each for each in found if each.id == wanted), found[0] if len(found) == 1 else None)
    if not on_a_hub() or not found:
        raise GradingError(
            "Punten doorgeven kan op de hub van je school, zodra een student vanuit de leeromgeving binnenkwam. Maak "
            "anders een bestand voor je leeromgeving."
        )
    if course is None:
        raise GradingError("Kies de cursus in je leeromgeving waar de punten heen gaan.")
    return Platform(hub_pass(), course)


def _column(asked: Asked, course: LmsCourse, columns: list[Column]) -> Column | None:
    """The column that was chosen, else that of the assignment's own link, else the one that is called after it."""
    if asked.word("kolom"):
        return next((each for each in columns if each.address == asked.word("kolom")), None)
    own = course.columns.get(asked.assignment)
    linked = [each for each in columns if each.address == own]
    called = {title.casefold() for title in titles(asked.workspace, asked.assignment)}
    named = [each for each in columns if each.label.strip().casefold() in called]
    return linked[0] if linked else named[0] if len(named) == 1 else None


def _lines(asked: Asked, platform: Platform, column: Column, found: Mapping[str, Result]) -> list[Line]:
    marks = complete(found.values())
    if not marks:
        raise GradingError(
            "Er is nog niemand met een totaal. Beoordeel eerst alle vragen, of van enkele studenten alles."
        )
    return planned(marks, lms_members(asked.workspace.root), platform.standing(column))


def _seal(column: Column, lines: list[Line]) -> str:
    """Says whether what is sent is what was shown."""
    return hashlib.sha256("\n".join(map(repr, (column, *lines))).encode()).hexdigest()


def _page(
    asked: Asked,
    columns: list[Column] | None = None,
    column: Column | None = None,
    lines: list[Line] | None = None,
) -> Page:
    """Parameters: columns – of the course, once they were asked for; lines – what would change, once that was."""
    workspace, assignment = asked.workspace, asked.assignment
    courses = lms_courses(workspace.root)
    told = {
        "workspace": workspace,
        "assignment": assignment,
        "courses": courses,
        "course": next((each.title for each in courses if each.id == asked.word("cursus")), ""),
        "hub": on_a_hub(),
        "columns": columns,
        "column": column,
        "plan": _shown(asked, column, lines) if column and lines is not None else None,
    }
    return Page("passback", told)


def _shown(asked: Asked, column: Column, lines: list[Line]) -> dict[str, Any]:
    students, going = asked.workspace.students(), to_send(lines)
    names = {line.student: students[line.student].name for line in lines}
    tops = {line.after.maximum for line in lines}
    remarks = without_points(asked.workspace, [asked.assignment])
    missing = [f"{names[line.student]} ({line.student})" for line in lines if not line.called]
    if missing:
        remarks.append(
            "Nog nooit vanuit de leeromgeving binnengekomen, dus niet te versturen: "
            + "; ".join(missing)
            + ". Laat hen "
            "de link in de leeromgeving één keer openen, of geef hun punt daar met de hand."
        )
    return {
        "seal": _seal(column, lines),
        "going": len(going),
        "over": sum(line.before is not None for line in going),
        "maximum": written(column.maximum, ",") if column.maximum and tops != {column.maximum} else "",
        "ours": written(max(tops), ","),
        "remarks": remarks,
        "lines": [
            (names[line.student], line.student, _mark(line.before), _mark(line.after), _becomes(line)) for line in lines
        ],
    }


def _becomes(line: Line) -> str:
    if not line.called:
        return "kan niet"
    return "nee" if line.same else "nieuw" if line.before is None else "anders"


def _mark(mark: FinalMark | None) -> str:
    return f"{written(mark.points, ',')} op {written(mark.maximum, ',')}" if mark else ""


def _write(file: Path, workspace: Workspace, lines: list[Line], went: Mapping[str, str]) -> None:
    """Keep what was sent and what was not, for people."""
    students, moment = workspace.students(), f"{datetime.now():%d-%m-%Y %H:%M}"
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(["studentnummer", "voornaam", "achternaam", "stond er", "punt", "wat er gebeurde", "wanneer"])
    for line in lines:
        about = students[line.student]
        why = went.get(line.student, "stond er al" if line.called else "kwam nooit vanuit de leeromgeving binnen")
        cells = [kept_number(about.id), *map(guarded, (about.first, about.last)), _mark(line.before), _mark(line.after)]
        writer.writerow([*cells, why or "verstuurd", moment])
    write_durably(file, b"\xef\xbb\xbf" + stream.getvalue().encode())
