"""Collect: what a lecturer dropped, what came in from whom, whose the rest is, and what could not be read."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Container
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sowcourse.cohort.roster import Student, told_apart
from sowcourse.cohort.workspace import Workspace
from sowcourse.cycle import collect
from sowcourse.errors import CohortError
from sowcourse.office.asked import Answer, Asked, Go
from sowcourse.office.desk import Note
from sowcourse.progress import Progress
from sowcourse.submissions.intake import received_at
from sowcourse.submissions.moment import DOWNLOAD, HANDED_IN
from sowcourse.submissions.whose import answer

KIND = "ophalen"

_ASKED = " Zeg wie het is:"
"""From here on the house speaks of its commands."""

_DOUBTED = " Kijk in je LMS"


def take(asked: Asked) -> Answer:
    """Begin to collect what was dropped; it is kept until its questions are answered."""
    dropped = asked.dropped("bestanden")
    if not dropped:
        raise CohortError("Kies eerst het zipbestand uit je leeromgeving, of de notebooks zelf.")
    return _begin(asked, asked.desk.keep(dropped))


def fetch(asked: Asked) -> Answer:
    """Begin to collect from the exchange of a machine that students share."""
    workspace, assignment = asked.workspace, asked.assignment

    def work(tell: Progress) -> dict[str, Any]:
        return {"files": [asdict(receipt) for receipt in collect(workspace, assignment, None, tell=tell)]}

    asked.desk.jobs.start(workspace.root, KIND, assignment, work)
    return Go(asked.here, Note(("Het ophalen is begonnen. Alles wat binnenkomt, blijft bewaard.",)), "ophalen")


def moments(asked: Asked) -> Answer:
    """Say what the times of the files are, and collect again."""
    said = asked.word("momenten")
    if said not in (HANDED_IN, DOWNLOAD):
        raise CohortError("Kies wat de momenten zijn: die van inleveren of die van je download.")
    tray = asked.desk.tray(asked.workspace.root, asked.assignment)
    if not tray:
        raise CohortError("Kantoor is intussen opnieuw gestart. Kies het bestand nog eens, en antwoord dan.")
    return _begin(asked, tray, said)


def whose(asked: Asked) -> Answer:
    """Keep whose files are, and collect again what was dropped when it still lies there."""
    workspace, students = asked.workspace, asked.workspace.students()
    job = asked.desk.jobs.last(workspace.root, KIND, asked.assignment)
    said: dict[str, set[str]] = {}
    for number, each in enumerate(unknown(job.result if job else {})):
        student = asked.word(f"van-{number}")
        if asked.word(f"bestand-{number}") == each["name"]:
            said.setdefault(each["name"], set()).add(student if student in students else "")
    if not set().union(*said.values()) - {""}:
        raise CohortError("Kies bij minstens één bestand van wie het is.")
    if name := next((name for name, who in said.items() if len(who) > 1), ""):
        raise CohortError(
            f"{name}: er zijn er meer die zo heten, en je koos niet bij elk dezelfde student. Een antwoord geldt voor "
            "allemaal. Geef ze elk een eigen naam, met het studentnummer erin, en kies de bestanden opnieuw."
        )
    told = [
        sentence
        for name, (student,) in said.items()
        if student
        for sentence in answer(workspace, name, student, asked.assignment)
    ]
    tray = asked.desk.tray(workspace.root, asked.assignment)
    if tray:
        return _begin(asked, tray, told=told)
    return Go(asked.here, Note((*told, "Kies het bestand hieronder nog eens: nu wordt het herkend.")), "ophalen")


def unknown(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Of what came in: the files of nobody knows whom."""
    files = result.get("files", [])
    return [each | {"why": each["remark"].partition(_ASKED)[0]} for each in files if _ASKED in each["remark"]]


def told(workspace: Workspace, assignment: str, result: dict[str, Any]) -> dict[str, Any]:
    """What came in, as its page shows it."""
    students, calendar = workspace.students(), workspace.calendar()
    received, called = received_at(workspace, assignment), told_apart(students)
    files = [each for each in result.get("files", []) if not each["asks"]]
    strange = [each | {"choices": _choices(each["why"], students, received)} for each in unknown(result)]
    odd = {each["name"] for each in strange}
    doubt = next((e for e in result.get("files", []) if e["asks"] and not e["accepted"] and not e["student"]), None)

    def name(student: str) -> str:
        return called.get(student, "?")

    def moment(student: str) -> str:
        came, due = received.get(student), calendar.due(assignment, student)
        return calendar.clock(came) + (" (te laat)" if due and came > due else "") if came else ""

    taken = [
        (name(e["student"]), e["name"], moment(e["student"]), e)
        for e in files
        if e["accepted"] and e["student"] in students  # who was erased or left since is not told of
    ]
    refused = [
        (name(e["student"]), e | _told(e["remark"], students.get(e["student"])))
        for e in files
        if not e["accepted"] and e["name"] not in odd
    ]
    asks = [e["remark"] for e in result.get("files", []) if e["asks"] and e is not doubt]
    missing = [
        (called[student.id], calendar.extended(assignment, student.id))
        for student in students.values()
        if student.id not in received
    ]
    return {
        "taken": taken,
        "unknown": strange,
        "refused": refused,
        "asks": asks,
        "doubt": doubt["remark"].partition(_DOUBTED)[0] if doubt else "",
        "missing": [name + (f" (uitstel tot {calendar.clock(due)})" if due else "") for name, due in missing],
        "handed_in": [student for student in students.values() if student.id in received],
    }


def _told(remark: str, student: Student | None) -> dict[str, str]:
    """What is said of a file beside its student, how that student is greeted, and what is told then."""
    name = student.name if student else ""
    said = remark.removeprefix(f"{name}: ")
    said = said[:1].upper() + said[1:] if said != remark else said
    return {"remark": said, "greeted": name, "why": said.partition(" Vraag ")[0]}


def _choices(why: str, students: dict[str, Student], received: Container[str]) -> list[tuple[str, list[Student]]]:
    """The class in groups, whoever is most likely first: as named in the question, then those of whom nothing came."""
    groups: dict[str, list[Student]] = {"Deze kunnen het zijn": [], "Nog niets van ontvangen": [], "De anderen": []}
    named, waiting, others = groups.values()
    for student in students.values():
        likely = f"({student.id})" in why
        (named if likely else others if student.id in received else waiting).append(student)
    return [(title, group) for title, group in groups.items() if group]


def _begin(asked: Asked, tray: str, said: str = "", told: list[str] | None = None) -> Go:
    workspace, assignment = asked.workspace, asked.assignment
    files = asked.desk.kept(tray)
    if not files:
        raise CohortError("Kantoor is intussen opnieuw gestart. Kies het bestand nog eens.")

    def work(tell: Progress) -> dict[str, Any]:
        receipts = [
            receipt for place in _places(files) for receipt in collect(workspace, assignment, place, said, tell)
        ]
        return {"files": [asdict(receipt) for receipt in receipts]}

    asked.desk.jobs.start(workspace.root, KIND, assignment, work)
    asked.desk.lay(workspace.root, assignment, tray)
    return Go(
        asked.here, Note((*(told or []), "Het ophalen is begonnen. Alles wat binnenkomt, blijft bewaard.")), "ophalen"
    )


def _places(files: list[Path]) -> list[Path]:
    """What was dropped, as what can be collected: each zip, and folders of the files that came loose."""
    zips = [file for file in files if zipfile.is_zipfile(file) and file.suffix.casefold() == ".zip"]
    for file in zips:
        _date(file)
    folders: list[Path] = []
    for file in (each for each in files if each not in zips):
        free = next((folder for folder in folders if not (folder / file.name).exists()), None)
        if free is None:
            free = file.parent.parent / f"los-{len(folders)}" / "los"
            shutil.rmtree(free.parent, ignore_errors=True)
            free.mkdir(parents=True)
            folders.append(free)
        shutil.copy2(file, free / file.name)
    return zips + folders


def _date(file: Path) -> None:
    """Let a zip be as old as the newest file in it: the browser does not tell when it was downloaded."""
    with suppress(zipfile.BadZipFile, OSError, ValueError, OverflowError):
        with zipfile.ZipFile(file) as archive:
            newest = max((datetime(*member.date_time) for member in archive.infolist()), default=None)
        if newest:
            os.utime(file, (newest.timestamp(), newest.timestamp()))
