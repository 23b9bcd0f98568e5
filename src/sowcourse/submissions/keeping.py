"""Keep one version of a student's work, let the right one count, and say what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from sowcourse.cohort.workspace import Workspace
from sowcourse.progress import Progress, counted, silent
from sowcourse.student.handin import receipt_code
from sowcourse.submissions.assignment_version import Version, version_of, versions
from sowcourse.submissions.delivery import Delivery
from sowcourse.submissions.received import (
    ORIGIN,
    SECRET,
    Piece,
    choose,
    keep,
    parse_stamp,
    read_received,
    settle,
    stamp,
)
from sowcourse.submissions.repair import written
from sowcourse.submissions.submission import read_submission


@dataclass(frozen=True)
class Receipt:
    """What became of one file."""

    name: str
    student: str
    """Id; "" when nobody was recognised."""
    remark: str
    """A Dutch sentence; "" when all went well."""
    accepted: bool
    asks: bool = False
    """Whether it is no file, but a question about the moments of all."""


def store(workspace: Workspace, assignment: str, delivery: Delivery, student: str, known: list[Version]) -> Receipt:
    """Keep one version, and say what became of it."""
    calendar = workspace.calendar()
    due = calendar.due(assignment, student)
    _adopt(workspace, assignment, student, known)
    before = read_received(workspace, assignment, student)
    piece = _piece(delivery, known)
    after = keep(workspace, assignment, student, piece, delivery.content)
    counts = after.counting(due)
    settle(workspace, assignment, student)
    if before.pieces == after.pieces or not before.pieces:
        return Receipt(delivery.name, student, "", True)
    if counts.code == piece.code:
        told = f"vervangt een eerdere versie ({before.counting(due).written} tekens tegen {piece.written})"
        late = f", en kwam na de deadline van {calendar.local(due)}" if due and piece.late(due) else ""
        return Receipt(delivery.name, student, f"{told}{late}. Beide zijn bewaard.", True)
    if after.chosen:
        told = "jij koos eerder een andere versie; die blijft gelden."
    elif due and piece.late(due) and not counts.late(due):
        told = (
            f"kwam na de deadline van {calendar.local(due)}; de versie van {calendar.clock(counts.moment)} was op tijd "
            f"en blijft gelden ({counts.written} tekens tegen {piece.written})."
        )
    elif counts.written > piece.written:
        told = f"er was al een vollere versie ({counts.written} tekens tegen {piece.written}); die blijft gelden."
    else:
        told = f"er was al een even volle, latere versie ({counts.written} tekens); die blijft gelden."
    return Receipt(
        delivery.name,
        student,
        f"{told} Beide zijn bewaard. Kiezen doe je met 'sowcourse choose {assignment} {student}'.",
        False,
    )


def _piece(delivery: Delivery, known: list[Version]) -> Piece:
    notebook = read_submission(delivery.content)
    return Piece(
        code=receipt_code(notebook["cells"]),
        file="",
        origin=delivery.name,
        stamp=delivery.stamp or stamp(delivery.moment),
        written=written(notebook, version_of(notebook, known).given),
        secret=delivery.secret,
        by_file=delivery.by_file,
        unsure=delivery.unsure,
    )


def _adopt(workspace: Workspace, assignment: str, student: str, known: list[Version]) -> None:
    """Keep what stands in `submitted/` and did not come by here: as the first version, else as the chosen one."""
    target = workspace.root / "submitted" / student / assignment
    notebook, moment = target / f"{assignment}.ipynb", target / "timestamp.txt"
    if not notebook.is_file() or not moment.is_file():
        return
    pieces = read_received(workspace, assignment, student).pieces
    content = notebook.read_bytes()
    try:
        code = receipt_code(read_submission(content)["cells"])
    except ValueError:  # not a notebook: grading says so
        return
    if code in [piece.code for piece in pieces]:
        return
    origin, secret = (target / name for name in (ORIGIN, SECRET))
    delivery = Delivery(
        name=origin.read_text(encoding="utf-8") if origin.is_file() else notebook.name,
        content=content,
        moment=parse_stamp(moment.read_text(encoding="utf-8")),
        stamp=moment.read_text(encoding="utf-8"),
        secret=secret.read_text(encoding="utf-8") if secret.is_file() else "",
    )
    kept = keep(workspace, assignment, student, _piece(delivery, known), content)
    if pieces:
        choose(workspace, assignment, student, [piece.code for piece in kept.pieces].index(code) + 1)


def settle_all(workspace: Workspace, assignment: str, tell: Progress = silent) -> list[Receipt]:
    """Let another version count where the calendar changed since; tells of each."""
    calendar = workspace.calendar()
    known = versions(workspace.root, assignment)
    receipts = []
    handed_in = {p.parent.name for p in (workspace.root / "submitted").glob(f"*/{assignment}")}
    kept = {p.name for p in (workspace.root / "ontvangen" / assignment).glob("*/")}
    for student in counted(sorted(handed_in | kept), tell, "Nakijken welke versie telt"):
        there = (workspace.root / "submitted" / student / assignment / f"{assignment}.ipynb").is_file()
        _adopt(workspace, assignment, student, known)
        piece = settle(workspace, assignment, student)
        if piece is not None:
            remark = f"door de deadline in kalender.toml telt nu de versie van {calendar.local(piece.moment)}."
            if not there:
                remark = (
                    f"de inzending van {calendar.local(piece.moment)} stond niet meer in submitted/ en is teruggezet "
                    "uit ontvangen/."
                )
            receipts.append(Receipt(piece.origin, student, remark, True))
    return receipts
