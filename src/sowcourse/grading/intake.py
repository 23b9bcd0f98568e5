"""Receive what was handed in: files recognised by their content, originals kept as they came."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sowcourse.cohort.calendar import Calendar
from sowcourse.cohort.lms import systems
from sowcourse.cohort.memory import remember, remembered
from sowcourse.cohort.shape import shape_of
from sowcourse.cohort.workspace import Workspace
from sowcourse.grading.delivery import Delivery, deliveries, times
from sowcourse.grading.keeping import Receipt, settle_all, store
from sowcourse.grading.moment import DOWNLOAD, doubtful, question, told_moment
from sowcourse.grading.owner import Owners
from sowcourse.grading.received import parse_stamp, reconsider
from sowcourse.grading.repair import ENOUGH, belongs, made_for
from sowcourse.grading.submission import read_submission
from sowcourse.grading.version import versions
from sowcourse.notebook import Notebook, read_notebook


def receive(workspace: Workspace, assignment: str, place: Path, moments: str = "") -> list[Receipt]:
    """Take in every notebook of `assignment` found in a folder or zip.

    Every version is kept in `ontvangen/`; `Received.counting` says which one counts. The same answers again keep
    their first moment. Parameters: moments – the lecturer's answer: whether the times of files are those of handing
    in or of a download; "" for the answer of before, if there was one.
    """
    students, calendar = workspace.students(), workspace.calendar()
    if moments:
        remember(workspace.root, {question(assignment): moments})
        reconsider(workspace, assignment, moments == DOWNLOAD)
    answers = remembered(workspace.root)
    answer = answers.get(question(assignment), "")
    owners = Owners(students, {assignment, *workspace.assignments()}, answers)
    doubt = not answer and doubtful(times(place), place, calendar.deadlines.get(assignment), calendar)
    given = read_notebook(workspace.root / "release" / assignment / f"{assignment}.ipynb")
    known = versions(workspace.root, assignment)
    receipts: list[Receipt] = []
    unsure: dict[str, datetime] = {}
    late: dict[str, list[str]] = {}
    for delivery in deliveries(place):
        told = told_moment(delivery.name, calendar)
        doubted = told is None and (doubt or answer == DOWNLOAD)
        delivery = replace(delivery, moment=told or delivery.moment, by_file=told is None, unsure=doubted)
        student, remark = owners.of(delivery.name)
        fault = fault_of(delivery, given, assignment)
        if student is None or fault:
            receipts.append(Receipt(delivery.name, student.id if student else "", fault or remark, False))
            continue
        receipts.append(store(workspace, assignment, delivery, student.id, known))
        due, shape = calendar.due(assignment, student.id), shape_of(delivery.name)
        if due and delivery.moment > due and doubted:
            unsure[student.id] = delivery.moment
        if shape and shape.late and not (due and delivery.moment > due and not doubted):
            late.setdefault(systems()[shape.system].title, []).append(student.name)
    if unsure and not answer:
        receipts.append(Receipt(place.name, "", _doubt(assignment, place, unsure, calendar), False, asks=True))
    for title, names in late.items():
        remark = f"{title} noemt te laat, naar de deadline daar: {', '.join(names)}. Hier zijn ze dat niet."
        receipts.append(Receipt(place.name, "", remark, True, asks=True))
    return receipts + settle_all(workspace, assignment)


def _doubt(assignment: str, place: Path, unsure: dict[str, datetime], calendar: Calendar) -> str:
    first, last = calendar.clock(min(unsure.values())), calendar.local(max(unsure.values()))
    when = last if first == calendar.clock(max(unsure.values())) else f"{first} tot {last}"
    typed = f"sowcourse collect {assignment} --van {place.name} --momenten"
    return (
        f"van {len(unsure)} inzending(en) is niet zeker wanneer ze ingeleverd zijn: de bestanden dragen {when}, en dat "
        "kan het moment van je download zijn. Niemand is daarom te laat. Kijk in je LMS, en zeg het één keer: "
        f"'{typed} inlevering' als het de momenten van inleveren zijn, anders '{typed} download'."
    )


def received_at(workspace: Workspace, assignment: str) -> dict[str, datetime]:
    """Student → moment of the submission that counts, in UTC."""
    found = {}
    for folder in sorted((workspace.root / "submitted").glob(f"*/{assignment}")):
        moment = folder / "timestamp.txt"
        if (folder / f"{assignment}.ipynb").is_file() and moment.is_file():
            found[folder.parent.name] = parse_stamp(moment.read_text(encoding="utf-8"))
    return found


def fault_of(delivery: Delivery, given: Notebook, assignment: str) -> str:
    """Why a file cannot be taken in, in Dutch; "" when it can."""
    if delivery.fault:
        return delivery.fault
    try:
        notebook = read_submission(delivery.content)
    except ValueError as error:
        return str(error)
    if belongs(notebook, given) < ENOUGH:
        other = made_for(notebook)
        told = f" maar bij {other}" if other not in ("", assignment) else ""
        return f"dit notebook hoort niet bij {assignment}{told}. Vraag de student om het juiste bestand."
    return ""
