"""Keep one version of a student's work, let the right one count, and say what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from sowcourse.cohort.lock import at_once
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
    gone,
    is_as_it_came,
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


@at_once
def store(workspace: Workspace, assignment: str, delivery: Delivery, student: str, known: list[Version]) -> Receipt:
    """Keep one version, and say what became of it."""
    calendar = workspace.calendar()
    due = calendar.due(assignment, student)
    adopt(workspace, assignment, student, known)
    before = read_received(workspace, assignment, student)
    piece = _piece(delivery, known)
    after = keep(workspace, assignment, student, piece, delivery.content)
    counts = after.counting(due)
    settle(workspace, assignment, student)
    if before.pieces == after.pieces or not before.pieces:
        return Receipt(delivery.name, student, "", True)
    if counts.code == piece.code:
        other = before.counting(due)
        which = "een eerdere versie" if other.moment <= piece.moment else "een latere versie"
        if other.late(due) and not piece.late(due):
            which = f"de versie van {calendar.clock(other.moment)}, die na de deadline kwam"
        told = f"vervangt {which} ({other.written} tekens tegen {piece.written})"
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
        same = counts.moment == piece.moment
        which = "een even volle versie van hetzelfde moment" if same else "een even volle, latere versie"
        told = f"er was al {which} ({counts.written} tekens); die blijft gelden."
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


EMPTIED, UNREADABLE, CHANGED = "was leeggemaakt", "was niet meer te lezen", "is veranderd na het ophalen"
"""What may have happened to a submission since it came in. The first two are put back; the last is somebody's doing."""


def harm(workspace: Workspace, assignment: str, student: str) -> str:
    """What happened to what stands in `submitted/` since it came in, in Dutch; "" when nothing did."""
    file = workspace.root / "submitted" / student / assignment / f"{assignment}.ipynb"
    pieces = read_received(workspace, assignment, student).pieces
    if not pieces or not file.is_file():
        return ""
    content = file.read_bytes()
    if is_as_it_came(workspace, assignment, student, content):
        return ""
    try:
        notebook = read_submission(content)
    except ValueError:
        return UNREADABLE
    if receipt_code(notebook["cells"]) in [piece.code for piece in pieces]:
        return ""
    if any(piece.written for piece in pieces):
        known = versions(workspace.root, assignment)
        if not written(notebook, version_of(notebook, known).given):
            return EMPTIED
    return CHANGED


def lost_versions(workspace: Workspace, assignment: str, student: str) -> list[str]:
    """Versions that came in and are gone from `ontvangen/`, a Dutch sentence for each."""
    clock = workspace.calendar().clock
    return [
        f"de versie van {clock(piece.moment)} ({piece.written} tekens) is weg uit ontvangen/. Zet haar terug uit je "
        "reservekopie, of haal de download waarin ze zat opnieuw op "
        f"('sowcourse collect {assignment} --van …')."
        for piece in gone(workspace, assignment, student)
    ]


def adopt(workspace: Workspace, assignment: str, student: str, known: list[Version]) -> None:
    """Keep what stands in `submitted/` and did not come by here: as the first version, else as the chosen one.

    What was emptied or can no longer be read is nobody's choice.
    """
    if _stranger(workspace, assignment, student):
        _adopt(workspace, assignment, student, known)


def _stranger(workspace: Workspace, assignment: str, student: str) -> bool:
    """Whether what stands in `submitted/` did not come by here."""
    target = workspace.root / "submitted" / student / assignment
    if not (target / f"{assignment}.ipynb").is_file() or not (target / "timestamp.txt").is_file():
        return False
    pieces = read_received(workspace, assignment, student).pieces
    return not pieces or harm(workspace, assignment, student) == CHANGED


@at_once
def _adopt(workspace: Workspace, assignment: str, student: str, known: list[Version]) -> None:
    if not _stranger(workspace, assignment, student):  # somebody else's command was first
        return
    target = workspace.root / "submitted" / student / assignment
    notebook, moment = target / f"{assignment}.ipynb", target / "timestamp.txt"
    pieces = read_received(workspace, assignment, student).pieces
    content = notebook.read_bytes()
    try:
        code = receipt_code(read_submission(content)["cells"])
    except ValueError:  # not a notebook: grading says so
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
    """Let another version count where the calendar changed since, and put back what was harmed; tells of each."""
    calendar = workspace.calendar()
    known = versions(workspace.root, assignment)
    receipts = []
    handed_in = [p.parent for p in (workspace.root / "submitted").glob(f"*/{assignment}")]
    kept = list((workspace.root / "ontvangen" / assignment).glob("*/"))
    for student in counted(workspace.own([*handed_in, *kept]), tell, "Nakijken welke versie telt"):
        there = (workspace.root / "submitted" / student / assignment / f"{assignment}.ipynb").is_file()
        harmed = harm(workspace, assignment, student) if there else "stond niet meer in submitted/"
        adopt(workspace, assignment, student, known)
        piece = settle(workspace, assignment, student)
        if piece is not None:
            remark = f"door de deadline in kalender.toml telt nu de versie van {calendar.local(piece.moment)}."
            if harmed:
                moment = calendar.local(piece.moment)
                remark = f"de inzending van {moment} {harmed} en is teruggezet uit ontvangen/."
            receipts.append(Receipt(piece.origin, student, remark, True))
        elif harmed == CHANGED:
            told = f"het notebook in submitted/ {CHANGED}. Dat is bewaard als een versie die jij koos, en telt."
            command = f"'sowcourse choose {assignment} {student}'"
            receipts.append(Receipt("submitted", student, f"{told} Kiezen doe je met {command}.", True, asks=True))
        lost = lost_versions(workspace, assignment, student)
        receipts += [Receipt("ontvangen", student, sentence, False, asks=True) for sentence in lost]
    return receipts
