"""Receive what came by nbgrader's exchange, a folder in which students put files."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from sowcourse.cohort.source import PAGE
from sowcourse.cohort.workspace import Workspace
from sowcourse.errors import GradingError
from sowcourse.grading.budget import FILE, SUBMISSION_FILES, OverBudgetError, of_submission, too_large
from sowcourse.grading.delivery import Delivery
from sowcourse.grading.intake import code_of, fault_of, other_tasks
from sowcourse.grading.keeping import Receipt, settle_all, store
from sowcourse.grading.received import MOST_BESIDE, SECRET, keep_beside, parse_stamp, read_received
from sowcourse.grading.version import versions
from sowcourse.notebook import read_notebook


def receive_exchange(workspace: Workspace, assignment: str) -> list[Receipt]:
    """Take in what came by nbgrader's exchange and was not seen before: every version, not only the last.

    Links are not followed: what is in the exchange, students put there.
    Raises: GradingError when there is no exchange.
    """
    inbound = workspace.exchange / workspace.name / "inbound"
    if not inbound.is_dir():
        raise GradingError(f"{inbound}: de uitwisselingsmap is er niet. Haal op met --van, of geef de opdracht uit.")
    students = workspace.students()
    given = read_notebook(workspace.root / "release" / assignment / f"{assignment}.ipynb")
    known = versions(workspace.root, assignment)
    others = other_tasks(workspace, assignment)
    ours = {place for version in known for place in version.files}
    receipts = []
    for folder in sorted(inbound.glob(f"*+{assignment}+*"), key=lambda path: path.name.split("+")[2]):
        student, _, moment = folder.name.split("+")[:3]
        name = f"uitwisseling: {student}"
        if student not in students:
            remark = "staat niet op de klaslijst. Zet deze student erbij ('sowcourse cohort roster') of laat het zo."
            receipts.append(Receipt(name, student, remark, False))
            continue
        fault = _not_theirs(folder, student, students) or ("" if _is_moment(moment) else _NO_MOMENT)
        if fault:
            receipts.append(Receipt(name, student, fault, False))
            continue
        texts = {file: _own_file(folder / file) for file in ("timestamp.txt", SECRET)}
        stamped = (texts["timestamp.txt"] or b"").decode(errors="replace")
        left = of_submission()
        if not list(folder.glob("*.ipynb")):
            receipts.append(Receipt(name, student, _NO_NOTEBOOK.format(names=_names(folder)), False))
        for file in sorted(folder.glob("*.ipynb")):
            content = _own_file(file)
            if content is None:
                continue
            try:
                left.take(len(content), files=1)
            except OverBudgetError as error:
                receipts.append(Receipt(name, student, str(error), False))
                break
            delivery = Delivery(
                name=f"{folder.name}/{file.name}",
                content=content if len(content) <= FILE else b"",
                moment=parse_stamp(moment),
                fault=too_large() if len(content) > FILE else "",
                stamp=stamped if _is_moment(stamped) else moment,
                secret=(texts[SECRET] or b"").decode(errors="replace"),
            )
            fault = fault_of(delivery, given, assignment, others)
            if fault:
                receipts.append(Receipt(name, student, fault, False))
            elif not any(
                code_of(content) == piece.code for piece in read_received(workspace, assignment, student).pieces
            ):
                receipts.append(replace(store(workspace, assignment, delivery, student, known), name=name))
                if told := keep_beside(workspace, assignment, student, code_of(content), _beside(folder, ours)):
                    receipts.append(Receipt(name, student, told, False))
    return receipts + settle_all(workspace, assignment)


def _beside(folder: Path, ours: Collection[str]) -> dict[str, bytes]:
    """What a student put in the exchange beside the notebook, by place; no links, and little more than is kept.

    Parameters: ours – places of what we gave along, which comes back with every submission.
    """
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        if (
            place.as_posix() in ("timestamp.txt", SECRET, PAGE, *ours)
            or path.suffix == ".ipynb"
            or str(place).startswith(".")
        ):
            continue
        content = None if any(parent.is_symlink() for parent in path.parents) else _own_file(path)
        if content is not None:
            found[place.as_posix()] = content
        if sum(map(len, found.values())) > MOST_BESIDE or len(found) > SUBMISSION_FILES:
            break
    return found


_NO_NOTEBOOK = "hier zit geen notebook in ({names}). Vraag de student om het .ipynb-bestand; wat er was, blijft gelden."


def _names(folder: Path) -> str:
    """What a student did hand in."""
    names = sorted(file.name for file in folder.iterdir() if file.name not in ("timestamp.txt", SECRET))
    return "".join(c for c in ", ".join(names[:3]) if c.isprintable()) or "niets"


_NO_MOMENT = "het moment van inleveren is niet te lezen. Vraag de student om opnieuw in te leveren."


def _is_moment(text: str) -> bool:
    try:
        parse_stamp(text)
    except GradingError:
        return False
    return True


def _not_theirs(folder: Path, student: str, students: Mapping[str, object]) -> str:
    """Why what was handed in under a student's name is not theirs, in Dutch; "" when nothing tells so."""
    if os.name == "nt":
        return ""
    import pwd

    try:
        user = pwd.getpwuid(folder.lstat().st_uid).pw_name
    except (KeyError, OSError):
        return ""
    if user == student or user not in students:
        return ""
    return f"dit is ingeleverd door {user} op naam van {student}. Vraag beiden wat er gebeurde."


def _own_file(file: Path) -> bytes | None:
    """What stands in a file, one byte more than is read at most; None for a link or anything that is no file."""
    try:
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:  # a link, or not there (any more)
        return None
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode) or file.parent.is_symlink():
            return None
        return stream.read(FILE + 1)
