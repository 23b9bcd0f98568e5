"""Receive what came by nbgrader's exchange, a folder in which students put files."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sowcourse.budget import FILE, Budget, OverBudgetError, of_delivery, of_submission, too_large
from sowcourse.cohort.doors import must_be_ours
from sowcourse.cohort.roster import of_account
from sowcourse.cohort.source import PAGE
from sowcourse.cohort.workspace import Workspace
from sowcourse.errors import GradingError
from sowcourse.notebook import Notebook, read_notebook
from sowcourse.submissions.arrival import Arrival, Paper, arrival, shown
from sowcourse.submissions.assignment_version import Version, versions
from sowcourse.submissions.delivery import Delivery
from sowcourse.submissions.intake import code_of, fault_of, other_tasks
from sowcourse.submissions.keeping import Receipt, settle_all, store
from sowcourse.submissions.received import keep_beside, read_received

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
    students = workspace.students().values()
    given = read_notebook(workspace.root / "release" / assignment / f"{assignment}.ipynb")
    known = versions(workspace.root, assignment)
    others = other_tasks(workspace, assignment)
    receipts: list[Receipt] = []
    everything, mine = of_delivery(), dict[str, Budget]()
    folders = inbound.glob(f"*+{assignment}+*")
    for folder in sorted(folders, key=lambda path: (path.name.split("+")[2], path.name)):
        account, _, moment = folder.name.split("+")[:3]
        name = f"uitwisseling: {shown(account)}"
        whose = of_account(students, account)
        if whose is None:
            remark = "staat niet op de klaslijst. Zet deze student erbij ('sowcourse cohort roster') of laat het zo."
            if any(account in each.ids for each in students):
                remark = "staat bij meer dan één student op de klaslijst. Laat deze naam bij één van hen staan."
            receipts.append(Receipt(name, shown(account), remark, False))
            continue
        student = whose.id
        left = mine.setdefault(student, of_submission())
        try:
            everything.take(files=1)
            left.take(files=1)
            with arrival(folder, account, student, moment) as arrived:
                for paper in arrived.papers():
                    everything.take(len(paper.content))
                    delivery = _delivery(folder, paper, arrived.secret)
                    found = _receive(workspace, assignment, arrived, paper, delivery, given, others, known, left)
                    receipts += [replace(receipt, name=name) for receipt in found]
        except GradingError as fault:
            receipts.append(Receipt(name, student, str(fault), False))
        except OverBudgetError as fault:  # said once, however much more there is
            if Receipt(name, student, str(fault), False) not in receipts:
                receipts.append(Receipt(name, student, str(fault), False))
    return receipts + settle_all(workspace, assignment)


def _delivery(folder: Path, paper: Paper, secret: str) -> Delivery:
    large = len(paper.content) > FILE
    return Delivery(
        name=f"{shown(folder.name)}/{paper.name}",
        content=b"" if large else paper.content,
        moment=paper.moment,
        fault=too_large() if large else "",
        secret=secret,
    )


def _receive(
    workspace: Workspace,
    assignment: str,
    arrived: Arrival,
    paper: Paper,
    delivery: Delivery,
    given: Notebook,
    others: Mapping[str, Notebook],
    known: list[Version],
    left: Budget,
) -> Iterator[Receipt]:
    """Keep one notebook and what lies beside it, unless it was seen before or is not whole.

    Parameters: left – what may still be kept of this student.
    Raises: OverBudgetError when that is less than this.
    """
    student = arrived.student
    fault = fault_of(delivery, given, assignment, others)
    if fault:
        begun = paper.content.lstrip()[:1] in (b"", b"{") and len(paper.content) <= FILE
        if begun and time.time() - paper.known.timestamp() < _COPYING.total_seconds():
            fault = "dit wordt op dit moment ingeleverd. Haal over een minuut nog eens op."
        yield Receipt(delivery.name, student, fault, False)
        return
    code = code_of(paper.content)
    if any(code == piece.code for piece in read_received(workspace, assignment, student).pieces):
        return
    left.take(len(paper.content), files=1)
    beside = arrived.beside(_ours(known))
    receipt = store(workspace, assignment, delivery, student, known)
    if differs := _differs(workspace, paper):
        remark = f"{receipt.remark} Het notebook {differs}" if receipt.remark else differs
        receipt = replace(receipt, remark=remark)
    yield receipt
    if told := keep_beside(workspace, assignment, student, code, beside):
        yield Receipt(delivery.name, student, told, False)


def _ours(known: list[Version]) -> Collection[str]:
    """Places of what we gave along, which comes back with every submission."""
    return {PAGE, *(place for version in known for place in version.files)}


def _differs(workspace: Workspace, paper: Paper) -> str:
    """What is said when a submission claims another moment than the file system knows; "" when it does not."""
    if abs(paper.told - paper.known) < _COPYING:
        return ""
    clock = workspace.calendar().clock
    return (
        f"zegt zelf dat het {clock(paper.told)} is ingeleverd; volgens de schijf kwam het {clock(paper.known)} binnen. "
        "Het latere moment telt. Is de uitwisselingsmap verplaatst of teruggezet? Geef dan uitstel (sowcourse extend)."
    )
