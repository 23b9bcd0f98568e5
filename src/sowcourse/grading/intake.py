"""Receive what was handed in: files recognised by their content, originals kept as they came."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from sowcourse.cohort.workspace import Workspace
from sowcourse.grading.beside import Beside, is_said
from sowcourse.grading.companion import Companions
from sowcourse.grading.delivery import Delivery, deliveries
from sowcourse.grading.keeping import Receipt, settle_all, store
from sowcourse.grading.owner import owner
from sowcourse.grading.received import keep_beside, parse_stamp
from sowcourse.grading.repair import ENOUGH, belongs, made_for, same_texts
from sowcourse.grading.submission import read_submission
from sowcourse.grading.version import versions
from sowcourse.handin import receipt_code
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
    others = other_tasks(workspace, assignment)
    receipts: list[Receipt] = []
    moments: dict[str, datetime] = {}
    beside = Beside(workspace, assignment)

    def whose(name: str) -> str:
        student, _ = owner(name, students, assignment)
        return student.id if student else ""

    with Companions(whose) as companions:
        for delivery in deliveries(place, lambda name: whose(name) or name):
            told = _ATTEMPT.search(delivery.name)
            if told:
                delivery = replace(delivery, moment=calendar.instant(datetime.strptime(told[1], "%Y-%m-%d-%H-%M-%S")))
            student, remark = owner(delivery.name, students, assignment)
            if beside.take(delivery, student):
                if not is_said(delivery):
                    companions.add(delivery)
                continue
            fault = fault_of(delivery, given, assignment, others)
            if student is None or fault:
                companions.add(delivery)
                sentence = (fault or remark) + beside.still(student)
                receipts.append(Receipt(delivery.name, student.id if student else "", sentence, False))
                continue
            beside.handed_in.add(student.id)
            receipts.append(store(workspace, assignment, delivery, student.id, known))
            companions.notebooks[delivery.name] = student.id, code_of(delivery.content)
            moments[student.id] = delivery.moment
        ours = {place for version in known for place in version.files}
        receipts = _with_companions(workspace, assignment, companions, receipts, ours)
    if place.is_file() and len(moments) > 2 and max(moments.values()) - min(moments.values()) < _AT_ONCE:
        when = calendar.local(max(moments.values()))
        remark = f"alle bestanden dragen hetzelfde moment, {when}. {_NOT_HANDED_IN}"
        receipts.append(Receipt(place.name, "", remark, False))
    return receipts + beside.receipts(place.name) + settle_all(workspace, assignment)


def _with_companions(
    workspace: Workspace, assignment: str, companions: Companions, receipts: list[Receipt], ours: Collection[str]
) -> list[Receipt]:
    """Keep what lies beside the notebooks; such a file needs no receipt of its own, nor does one that we gave."""
    kept: set[str] = set()
    for (student, code), places in companions.found().items():
        files = {place: companions.files[name].read_bytes() for name, place in places.items() if place not in ours}
        if fault := keep_beside(workspace, assignment, student, code, files):
            receipts.append(Receipt(student, student, fault, False))
        else:
            kept |= places.keys()
    return [receipt for receipt in receipts if receipt.name not in kept or receipt.accepted]


def other_tasks(workspace: Workspace, assignment: str) -> dict[str, Notebook]:
    """Other assignments that came from elsewhere, as they were released: their cells may be named like ours."""
    found = {}
    for name in workspace.assignments():
        file = workspace.root / "release" / name / f"{name}.ipynb"
        if name != assignment and file.is_file() and not made_for(given := read_notebook(file)):
            found[name] = given
    return found


def received_at(workspace: Workspace, assignment: str) -> dict[str, datetime]:
    """Student → moment of the submission that counts, in UTC."""
    found = {}
    for folder in sorted((workspace.root / "submitted").glob(f"*/{assignment}")):
        moment = folder / "timestamp.txt"
        if (folder / f"{assignment}.ipynb").is_file() and moment.is_file():
            found[folder.parent.name] = parse_stamp(moment.read_text(encoding="utf-8"))
    return found


def fault_of(
    delivery: Delivery, given: Notebook, assignment: str, others: Mapping[str, Notebook] = MappingProxyType({})
) -> str:
    """Why a file cannot be taken in, in Dutch; "" when it can. Parameters: others – see other_tasks."""
    if delivery.fault:
        return delivery.fault
    try:
        notebook = read_submission(delivery.content)
    except ValueError as error:
        return str(error)
    if not made_for(notebook):
        share = same_texts(notebook, given) if belongs(notebook, given) >= ENOUGH else 0.0
        for name, task in others.items():
            if same_texts(notebook, task) > share and belongs(notebook, task) >= ENOUGH:
                return f"dit notebook hoort bij {name}. Haal het op met 'sowcourse collect {name}'."
    if belongs(notebook, given) < ENOUGH:
        other = made_for(notebook)
        told = f" maar bij {other}" if other not in ("", assignment) else ""
        return f"dit notebook hoort niet bij {assignment}{told}. Vraag de student om het juiste bestand."
    return ""


def code_of(content: bytes) -> str:
    """The code of a version that was taken in."""
    return receipt_code(read_submission(content)["cells"])
