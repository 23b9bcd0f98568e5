"""Receive what was handed in: files recognised by their content, originals kept as they came."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from sowcourse.cohort.roster import Student
from sowcourse.cohort.workspace import Workspace
from sowcourse.durable import write_durably
from sowcourse.errors import GradingError
from sowcourse.grading.delivery import Delivery, deliveries
from sowcourse.grading.owner import owner
from sowcourse.grading.repair import ENOUGH, belongs, made_for, written
from sowcourse.grading.submission import read_submission
from sowcourse.grading.version import version_of, versions
from sowcourse.notebook import Notebook, read_notebook

ORIGIN = "herkomst.txt"
"""Beside a submission: the path it had in what the LMS delivered."""


@dataclass(frozen=True)
class Receipt:
    """What became of one file."""

    name: str
    student: str
    """Id; "" when nobody was recognised."""
    remark: str
    """A Dutch sentence; "" when all went well."""
    accepted: bool


def receive(workspace: Workspace, assignment: str, place: Path) -> list[Receipt]:
    """Take in every notebook of `assignment` found in a folder or zip.

    Originals are kept in `ontvangen/`. A student's fullest version counts; the latest when they are equally
    full. The same content again keeps its first moment.
    """
    students = workspace.students()
    given = read_notebook(workspace.root / "release" / assignment / f"{assignment}.ipynb")
    receipts = []
    for delivery in deliveries(place):
        student, remark = owner(delivery.name, students, assignment)
        fault = _fault(delivery, given, assignment)
        if student is None or fault:
            receipts.append(Receipt(delivery.name, student.id if student else "", fault or remark, False))
            continue
        receipts.append(_store(workspace, assignment, delivery, student))
    return receipts


def received_at(workspace: Workspace, assignment: str) -> dict[str, datetime]:
    """Student → moment of the submission that counts, in UTC."""
    found = {}
    for folder in sorted((workspace.root / "submitted").glob(f"*/{assignment}")):
        stamp = folder / "timestamp.txt"
        if (folder / f"{assignment}.ipynb").is_file() and stamp.is_file():
            found[folder.parent.name] = parse_stamp(stamp.read_text(encoding="utf-8"))
    return found


def parse_stamp(text: str) -> datetime:
    """nbgrader's timestamp as a moment in UTC."""
    moment = re.match(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", text.strip())
    if moment is None:
        raise GradingError(
            f"timestamp.txt: verwacht wordt een moment, gevonden {text!r}. Haal de inzending opnieuw op."
        )
    return datetime.strptime(moment[1], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)


def _store(workspace: Workspace, assignment: str, delivery: Delivery, student: Student) -> Receipt:
    digest = hashlib.sha256(delivery.content).hexdigest()[:10]
    kept = workspace.root / "ontvangen" / assignment / student.id
    kept.mkdir(parents=True, exist_ok=True)
    (kept / f"{digest}-{PurePosixPath(delivery.name).name}").write_bytes(delivery.content)
    target = workspace.root / "submitted" / student.id / assignment
    notebook, stamp = target / f"{assignment}.ipynb", target / "timestamp.txt"
    if stamp.is_file():  # written last, so all the rest is there
        present = notebook.read_bytes()
        if present == delivery.content:
            return Receipt(delivery.name, student.id, "", True)
        known = versions(workspace.root, assignment)
        notebooks = [read_submission(content) for content in (present, delivery.content)]
        before, now = (written(notebook, version_of(notebook, known).given) for notebook in notebooks)
        moment = parse_stamp(stamp.read_text(encoding="utf-8"))
        if now < before or (now == before and delivery.moment <= moment):
            remark = (
                f"er was al een vollere versie ({before} tekens tegen {now}); die blijft gelden. Beide zijn bewaard."
            )
            return Receipt(delivery.name, student.id, remark, False)
        remark = f"vervangt een eerdere versie ({before} tekens tegen {now}). Beide zijn bewaard."
    else:
        remark = ""
    target.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    notebook.write_bytes(delivery.content)
    write_durably(target / ORIGIN, delivery.name)
    write_durably(stamp, f"{delivery.moment:%Y-%m-%d %H:%M:%S.%f} UTC")
    return Receipt(delivery.name, student.id, remark, True)


def _fault(delivery: Delivery, given: Notebook, assignment: str) -> str:
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
