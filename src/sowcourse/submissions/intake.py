"""Receive what was handed in: files recognised by their content, originals kept as they came."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType

from sowcourse.cohort.calendar import Calendar
from sowcourse.cohort.lms import systems
from sowcourse.cohort.memory import remember, remembered
from sowcourse.cohort.roster import told_apart
from sowcourse.cohort.shape import shape_of
from sowcourse.cohort.workspace import Workspace
from sowcourse.notebook import Notebook, read_notebook
from sowcourse.plural import many
from sowcourse.progress import Progress, counted, silent
from sowcourse.student.handin import receipt_code
from sowcourse.submissions.assignment_version import versions
from sowcourse.submissions.beside import Beside, is_said
from sowcourse.submissions.companion import Companions, is_to_read
from sowcourse.submissions.delivery import Delivery, deliveries, times
from sowcourse.submissions.keeping import Receipt, settle_all, store
from sowcourse.submissions.moment import DOWNLOAD, doubtful, question, told_moment
from sowcourse.submissions.owner import Owners
from sowcourse.submissions.received import keep_beside, parse_stamp, reconsider
from sowcourse.submissions.repair import ENOUGH, belongs, made_for, same_texts
from sowcourse.submissions.submission import read_submission


def receive(
    workspace: Workspace, assignment: str, place: Path, moments: str = "", tell: Progress = silent
) -> list[Receipt]:
    """Take in every notebook of `assignment` found in a folder or zip.

    Every version is kept in `ontvangen/`; `Received.counting` says which one counts. The same answers again keep
    their first moment. Parameters: moments – the lecturer's answer: whether the times of files are those of handing
    in or of a download; "" for the answer of before, if there was one; tell – how far it is.
    """
    students, calendar = workspace.students(), workspace.calendar()
    if moments:
        remember(workspace.root, {question(assignment): moments})
        reconsider(workspace, assignment, moments == DOWNLOAD)
    answers = remembered(workspace.root)
    answer = answers.get(question(assignment), "")
    called = told_apart(students)
    owners = Owners(students, {assignment, *workspace.assignments()}, answers, assignment)
    there = times(place)
    doubt = not answer and doubtful(there, place, calendar.deadlines.get(assignment), calendar)
    given = read_notebook(workspace.root / "release" / assignment / f"{assignment}.ipynb")
    known = versions(workspace.root, assignment)
    others = other_tasks(workspace, assignment)
    receipts: list[Receipt] = []
    unsure: dict[str, datetime] = {}
    late: dict[str, list[str]] = {}
    beside = Beside(workspace, assignment)
    owner = cache(owners.of)

    def whose(name: str) -> str:
        student, _ = owner(name)
        return student.id if student else ""

    with Companions(whose) as companions:
        coming = deliveries(
            place, lambda name: whose(name) or name, lambda name: beside.pass_over(name, owner(name)[0])
        )
        for delivery in counted(coming, tell, "Ophalen", len(there)):
            told = told_moment(delivery.name, calendar)
            doubted = told is None and (doubt or answer == DOWNLOAD)
            delivery = replace(delivery, moment=told or delivery.moment, by_file=told is None, unsure=doubted)
            student, remark = owner(delivery.name)
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
            said, claimed = owners.claims(delivery.name)
            if said != claimed:
                remember(workspace.root, {claimed: student.id}, {said})
            beside.handed_in.add(student.id)
            receipt = store(workspace, assignment, delivery, student.id, known)
            if said and receipt.remark:  # other words under a name that others may use too
                why = f"Het is van {student.name}, want dat zei je van een bestand met deze naam."
                receipt = replace(receipt, remark=f"{receipt.remark} {why}")
            receipts.append(receipt)
            companions.notebooks[delivery.name] = student.id, code_of(delivery.content)
            due, shape = calendar.due(assignment, student.id), shape_of(delivery.name)
            if due and delivery.moment > due and doubted:
                unsure[student.id] = delivery.moment
            if shape and shape.late and not (due and delivery.moment > due and not doubted):
                late.setdefault(systems()[shape.system].title, []).append(called[student.id])
        ours = {place for version in known for place in version.files}
        receipts = _with_companions(workspace, assignment, companions, receipts, ours)
    if unsure and not answer:
        receipts.append(Receipt(place.name, "", _doubt(assignment, place, unsure, calendar), False, asks=True))
    for title, names in late.items():
        remark = f"{title} noemt te laat, naar de deadline daar: {', '.join(names)}. Hier zijn ze dat niet."
        receipts.append(Receipt(place.name, "", remark, True, asks=True))
    return receipts + beside.receipts(place.name) + settle_all(workspace, assignment, tell)


def _with_companions(
    workspace: Workspace, assignment: str, companions: Companions, receipts: list[Receipt], ours: Collection[str]
) -> list[Receipt]:
    """Keep what lies beside the notebooks; a file for code needs no receipt of its own, nor does one that we gave."""
    kept: set[str] = set()
    for (student, code), places in companions.found().items():
        files = {place: companions.files[name].read_bytes() for name, place in places.items() if place not in ours}
        if fault := keep_beside(workspace, assignment, student, code, files):
            receipts.append(Receipt(student, student, fault, False))
        else:
            kept |= {name for name in places if not is_to_read(name)}
    return [receipt for receipt in receipts if receipt.name not in kept or receipt.accepted]


def other_tasks(workspace: Workspace, assignment: str) -> dict[str, Notebook]:
    """Other assignments that came from elsewhere, as they were released: their cells may be named like ours."""
    found = {}
    for name in workspace.assignments():
        file = workspace.root / "release" / name / f"{name}.ipynb"
        if name != assignment and file.is_file() and not made_for(given := read_notebook(file)):
            found[name] = given
    return found


def _doubt(assignment: str, place: Path, unsure: dict[str, datetime], calendar: Calendar) -> str:
    first, last = calendar.clock(min(unsure.values())), calendar.local(max(unsure.values()))
    when = last if first == calendar.clock(max(unsure.values())) else f"{first} tot {last}"
    typed = f"sowcourse collect {assignment} --van {place.name} --momenten"
    return (
        f"van {many(len(unsure), 'inzending', 'inzendingen')} is niet zeker wanneer ze ingeleverd zijn: de "
        f"bestanden dragen {when}, en dat kan het moment van je download zijn. "
        "Niemand is daarom te laat. Kijk in je LMS, en zeg het één keer: "
        f"'{typed} inlevering' als het de momenten van inleveren zijn, anders '{typed} download'."
    )


def received_at(workspace: Workspace, assignment: str) -> dict[str, datetime]:
    """Student → moment of the submission that counts, in UTC."""
    found = {}
    submitted = workspace.root / "submitted"
    for student in workspace.own(place.parent for place in submitted.glob(f"*/{assignment}")):
        folder = submitted / student / assignment
        moment = folder / "timestamp.txt"
        if (folder / f"{assignment}.ipynb").is_file() and moment.is_file():
            found[student] = parse_stamp(moment.read_text(encoding="utf-8"))
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
    if not any(cell["source"].strip() for cell in notebook["cells"]):
        return "dit notebook is leeg: er staat geen letter in. Vraag de student om het juiste bestand."
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
