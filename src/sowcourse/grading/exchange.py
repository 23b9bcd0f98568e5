"""Receive what came by nbgrader's exchange, a folder in which students put files."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sowcourse.cohort.doors import must_be_ours
from sowcourse.cohort.workspace import Workspace
from sowcourse.errors import GradingError
from sowcourse.grading.arrival import Paper, arrival, shown
from sowcourse.grading.delivery import MOST_BYTES, Delivery, too_large
from sowcourse.grading.intake import fault_of
from sowcourse.grading.keeping import Receipt, settle_all, store
from sowcourse.grading.received import read_received, stamp
from sowcourse.grading.submission import read_submission
from sowcourse.grading.version import Version, versions
from sowcourse.handin import receipt_code
from sowcourse.notebook import Notebook, read_notebook

_COPYING = timedelta(minutes=1)
"""What handing in takes at most, from nbgrader's moment to the last byte."""


def receive_exchange(workspace: Workspace, assignment: str) -> list[Receipt]:
    """Take in what came by nbgrader's exchange and was not seen before: every version, not only the last.

    What lies there counts for its owner alone, from the moment that the file system knows.
    Raises: GradingError when there is no exchange; CohortError when it is not the class's own.
    """
    inbound = workspace.exchange / workspace.name / "inbound"
    if os.name == "nt":
        raise GradingError("Onder Windows werkt de uitwisselingsmap van nbgrader niet. Haal op met --van.")
    if not inbound.is_dir():
        raise GradingError(f"{inbound}: de uitwisselingsmap is er niet. Haal op met --van, of geef de opdracht uit.")
    must_be_ours(workspace)
    students = workspace.students()
    given = read_notebook(workspace.root / "release" / assignment / f"{assignment}.ipynb")
    known = versions(workspace.root, assignment)
    receipts = []
    folders = inbound.glob(f"*+{assignment}+*")
    for folder in sorted(folders, key=lambda path: (path.name.split("+")[2], path.name)):
        student, _, moment = folder.name.split("+")[:3]
        name = f"uitwisseling: {shown(student)}"
        if student not in students:
            remark = "staat niet op de klaslijst. Zet deze student erbij ('sowcourse cohort roster') of laat het zo."
            receipts.append(Receipt(name, shown(student), remark, False))
            continue
        try:
            with arrival(folder, student, moment) as arrived:
                for paper in arrived.papers():
                    delivery = _delivery(folder, paper, arrived.secret)
                    found = _receive(workspace, assignment, student, paper, delivery, given, known)
                    receipts += [replace(receipt, name=name) for receipt in found]
        except GradingError as fault:
            receipts.append(Receipt(name, student, str(fault), False))
    return receipts + settle_all(workspace, assignment)


def _delivery(folder: Path, paper: Paper, secret: str) -> Delivery:
    large = len(paper.content) > MOST_BYTES
    return Delivery(
        name=f"{shown(folder.name)}/{paper.name}",
        content=b"" if large else paper.content,
        moment=paper.moment,
        fault=too_large() if large else "",
        stamp=stamp(paper.moment),
        secret=secret,
    )


def _receive(
    workspace: Workspace,
    assignment: str,
    student: str,
    paper: Paper,
    delivery: Delivery,
    given: Notebook,
    known: list[Version],
) -> Iterator[Receipt]:
    """Keep one notebook, unless it was seen before or is not whole."""
    fault = fault_of(delivery, given, assignment)
    if fault:
        begun = paper.content.lstrip()[:1] in (b"", b"{") and len(paper.content) <= MOST_BYTES
        if begun and time.time() - paper.known.timestamp() < _COPYING.total_seconds():
            fault = "dit wordt op dit moment ingeleverd. Haal over een minuut nog eens op."
        yield Receipt(delivery.name, student, fault, False)
        return
    code = receipt_code(read_submission(paper.content)["cells"])
    if any(code == piece.code for piece in read_received(workspace, assignment, student).pieces):
        return
    receipt = store(workspace, assignment, delivery, student, known)
    yield replace(receipt, remark=" ".join(filter(None, (receipt.remark, _differs(workspace, paper)))))


def _differs(workspace: Workspace, paper: Paper) -> str:
    """What is said when a submission claims another moment than the file system knows; "" when it does not."""
    if abs(paper.told - paper.known) < _COPYING:
        return ""
    clock = workspace.calendar().clock
    return (
        f"zegt zelf dat het {clock(paper.told)} is ingeleverd; volgens de schijf kwam het {clock(paper.known)} binnen. "
        "Het latere moment telt. Is de uitwisselingsmap verplaatst of teruggezet? Geef dan uitstel (sowcourse extend)."
    )
