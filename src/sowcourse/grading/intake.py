"""Receive what was handed in: files recognised by their content, originals kept as they came."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sowcourse.cohort.workspace import Workspace
from sowcourse.grading.beside import Beside
from sowcourse.grading.delivery import Delivery, deliveries
from sowcourse.grading.keeping import Receipt, settle_all, store
from sowcourse.grading.owner import owner
from sowcourse.grading.received import parse_stamp
from sowcourse.grading.repair import ENOUGH, belongs, made_for
from sowcourse.grading.submission import read_submission
from sowcourse.grading.version import versions
from sowcourse.notebook import Notebook, read_notebook

_ATTEMPT = re.compile(r"_(?:attempt|poging)_(\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)")
"""In the file names of Blackboard: when it was handed in, on the clock there."""

_AT_ONCE = timedelta(seconds=30)
_NOT_HANDED_IN = (
    "Dat is wellicht wanneer jij ze downloadde. Kijk in je LMS wie echt te laat was voor je daar iets aan verbindt."
)


def receive(workspace: Workspace, assignment: str, place: Path) -> list[Receipt]:
    """Take in every notebook of `assignment` found in a folder or zip.

    Every version is kept in `ontvangen/`; `Received.counting` says which one counts. The same answers again keep
    their first moment.
    """
    students, calendar = workspace.students(), workspace.calendar()
    given = read_notebook(workspace.root / "release" / assignment / f"{assignment}.ipynb")
    known = versions(workspace.root, assignment)
    receipts: list[Receipt] = []
    moments: dict[str, datetime] = {}
    beside = Beside(workspace, assignment)

    def whose(name: str) -> str:
        student, _ = owner(name, students, assignment)
        return student.id if student else name

    for delivery in deliveries(place, whose):
        told = _ATTEMPT.search(delivery.name)
        if told:
            delivery = replace(delivery, moment=calendar.instant(datetime.strptime(told[1], "%Y-%m-%d-%H-%M-%S")))
        student, remark = owner(delivery.name, students, assignment)
        if beside.take(delivery, student):
            continue
        fault = fault_of(delivery, given, assignment)
        if student is None or fault:
            sentence = (fault or remark) + beside.still(student)
            receipts.append(Receipt(delivery.name, student.id if student else "", sentence, False))
            continue
        beside.handed_in.add(student.id)
        receipts.append(store(workspace, assignment, delivery, student.id, known))
        moments[student.id] = delivery.moment
    if place.is_file() and len(moments) > 2 and max(moments.values()) - min(moments.values()) < _AT_ONCE:
        when = calendar.local(max(moments.values()))
        remark = f"alle bestanden dragen hetzelfde moment, {when}. {_NOT_HANDED_IN}"
        receipts.append(Receipt(place.name, "", remark, False))
    return receipts + beside.receipts(place.name) + settle_all(workspace, assignment)


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
