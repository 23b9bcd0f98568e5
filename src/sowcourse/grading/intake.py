"""Receive what was handed in: files recognised by their content, originals kept as they came."""

from __future__ import annotations

import contextlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from sowcourse.cohort.roster import Student
from sowcourse.cohort.workspace import Workspace
from sowcourse.errors import GradingError
from sowcourse.grading.received import ORIGIN, SECRET, Piece, choose, keep, parse_stamp, read_received, settle, stamp
from sowcourse.grading.repair import ENOUGH, belongs, read_submission, written
from sowcourse.handin import receipt_code
from sowcourse.notebook import Notebook, read_notebook

MOST_BYTES = 50_000_000
"""Largest file that is read; beyond it, almost all is output."""


@dataclass(frozen=True)
class Delivery:
    """One file that came in."""

    name: str
    """Path inside the folder or zip."""
    content: bytes
    moment: datetime
    too_large: bool = False
    """Whether it is more than is read; `content` is empty then."""
    stamp: str = ""
    """Its moment as nbgrader's exchange wrote it; "" when it came another way."""
    secret: str = ""
    """What nbgrader's exchange knows it by; "" when it came another way."""


@dataclass(frozen=True)
class Receipt:
    """What became of one file."""

    name: str
    student: str
    """Id; "" when nobody was recognised."""
    remark: str
    """A Dutch sentence; "" when all went well."""
    accepted: bool


def deliveries(place: Path) -> Iterator[Delivery]:
    """Every file in a folder or zip, as an LMS delivers them.

    Raises: GradingError when there is no such folder or it is no zip.
    """
    if place.is_dir():
        for file in sorted(path for path in place.rglob("*") if path.is_file()):
            moment = datetime.fromtimestamp(file.stat().st_mtime, UTC)
            large = file.stat().st_size > MOST_BYTES
            content = b"" if large else file.read_bytes()
            yield from _opened(Delivery(str(file.relative_to(place)), content, moment, large))
        return
    try:
        with zipfile.ZipFile(place) as archive:
            yield from _members(archive, "")
    except FileNotFoundError as error:
        raise GradingError(f"{place}: dit bestand of deze map is er niet. Controleer de naam.") from error
    except (zipfile.BadZipFile, IsADirectoryError, PermissionError) as error:
        raise GradingError(f"{place}: dit is geen zip en geen map. Geef op wat je uit je LMS downloadde.") from error


def _members(archive: zipfile.ZipFile, inside: str) -> Iterator[Delivery]:
    for member in archive.infolist():
        if not member.is_dir():
            moment = datetime(*member.date_time).astimezone().astimezone(UTC)
            large = member.file_size > MOST_BYTES
            content = b"" if large else archive.read(member)
            yield from _opened(Delivery(f"{inside}{member.filename}", content, moment, large))


def _opened(delivery: Delivery) -> Iterator[Delivery]:
    """A file, or what is in it when a student handed in a zip with notebooks."""
    if delivery.content[:2] == b"PK":
        with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(delivery.content)) as archive:
            if any(name.endswith(".ipynb") for name in archive.namelist()):
                yield from _members(archive, f"{delivery.name}/")
                return
    yield delivery


def receive(workspace: Workspace, assignment: str, place: Path) -> list[Receipt]:
    """Take in every notebook of `assignment` found in a folder or zip.

    Every version is kept in `ontvangen/`; `Received.counting` says which one counts. The same answers again keep
    their first moment.
    """
    students = workspace.students()
    given = read_notebook(workspace.root / "release" / assignment / f"{assignment}.ipynb")
    receipts = []
    for delivery in deliveries(place):
        if _is_noise(delivery.name):
            continue
        student, remark = _whose(delivery.name, students)
        fault = fault_of(delivery, given, assignment)
        if student is None or fault:
            receipts.append(Receipt(delivery.name, student.id if student else "", fault or remark, False))
            continue
        receipts.append(store(workspace, assignment, delivery, student.id, given))
    return receipts + settle_all(workspace, assignment)


def received_at(workspace: Workspace, assignment: str) -> dict[str, datetime]:
    """Student → moment of the submission that counts, in UTC."""
    found = {}
    for folder in sorted((workspace.root / "submitted").glob(f"*/{assignment}")):
        moment = folder / "timestamp.txt"
        if (folder / f"{assignment}.ipynb").is_file() and moment.is_file():
            found[folder.parent.name] = parse_stamp(moment.read_text(encoding="utf-8"))
    return found


def store(workspace: Workspace, assignment: str, delivery: Delivery, student: str, given: Notebook) -> Receipt:
    """Keep one version, and say what became of it."""
    calendar = workspace.calendar()
    due = calendar.due(assignment, student)
    _adopt(workspace, assignment, student, given)
    before = read_received(workspace, assignment, student)
    piece = _piece(delivery, given)
    after = keep(workspace, assignment, student, piece, delivery.content)
    counts = after.counting(due)
    settle(workspace, assignment, student)
    if before.pieces == after.pieces or not before.pieces:
        return Receipt(delivery.name, student, "", True)
    if counts.code == piece.code:
        told = f"vervangt een eerdere versie ({before.counting(due).written} tekens tegen {piece.written})"
        late = f", en kwam na de deadline van {calendar.local(due)}" if due and piece.moment > due else ""
        return Receipt(delivery.name, student, f"{told}{late}. Beide zijn bewaard.", True)
    if after.chosen:
        told = "jij koos eerder een andere versie; die blijft gelden."
    elif due and piece.moment > due >= counts.moment:
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


def _piece(delivery: Delivery, given: Notebook) -> Piece:
    notebook = read_submission(delivery.content)
    return Piece(
        code=receipt_code(notebook["cells"]),
        file="",
        origin=delivery.name,
        stamp=delivery.stamp or stamp(delivery.moment),
        written=written(notebook, given),
        secret=delivery.secret,
    )


def _adopt(workspace: Workspace, assignment: str, student: str, given: Notebook) -> None:
    """Keep what stands in `submitted/` and did not come by here: as the first version, else as the chosen one."""
    target = workspace.root / "submitted" / student / assignment
    notebook, moment = target / f"{assignment}.ipynb", target / "timestamp.txt"
    if not notebook.is_file() or not moment.is_file():
        return
    known = read_received(workspace, assignment, student).pieces
    content = notebook.read_bytes()
    try:
        code = receipt_code(read_submission(content)["cells"])
    except ValueError:  # not a notebook: grading says so
        return
    if code in [piece.code for piece in known]:
        return
    origin, secret = (target / name for name in (ORIGIN, SECRET))
    delivery = Delivery(
        name=origin.read_text(encoding="utf-8") if origin.is_file() else notebook.name,
        content=content,
        moment=parse_stamp(moment.read_text(encoding="utf-8")),
        stamp=moment.read_text(encoding="utf-8"),
        secret=secret.read_text(encoding="utf-8") if secret.is_file() else "",
    )
    kept = keep(workspace, assignment, student, _piece(delivery, given), content)
    if known:
        choose(workspace, assignment, student, [piece.code for piece in kept.pieces].index(code) + 1)


def settle_all(workspace: Workspace, assignment: str) -> list[Receipt]:
    """Let another version count where the calendar changed since; tells of each."""
    calendar = workspace.calendar()
    given = read_notebook(workspace.root / "release" / assignment / f"{assignment}.ipynb")
    receipts = []
    for student in received_at(workspace, assignment):
        _adopt(workspace, assignment, student, given)
        piece = settle(workspace, assignment, student)
        if piece is not None:
            remark = f"door de deadline in kalender.toml telt nu de versie van {calendar.local(piece.moment)}."
            receipts.append(Receipt(piece.origin, student, remark, True))
    return receipts


def fault_of(delivery: Delivery, given: Notebook, assignment: str) -> str:
    """Why a file cannot be taken in, in Dutch; "" when it can."""
    if delivery.too_large:
        return (
            f"dit bestand is groter dan {MOST_BYTES // 1_000_000} MB; bijna alles daarvan is uitvoer. "
            "Vraag de student om alle uitvoer te wissen en opnieuw in te leveren."
        )
    try:
        notebook = read_submission(delivery.content)
    except ValueError as error:
        return str(error)
    if belongs(notebook, given) < ENOUGH:
        return f"dit notebook hoort niet bij {assignment}. Vraag de student om het juiste bestand."
    return ""


def _is_noise(name: str) -> bool:
    path = PurePosixPath(name)
    return path.name.startswith(".") or "__MACOSX" in path.parts or path.suffix in {".md", ".txt", ".html", ".csv"}


def _whose(name: str, students: dict[str, Student]) -> tuple[Student | None, str]:
    """The one student whose id, else e-mail, else name stands in a path."""
    tokens = set(re.split(r"[^\w.@-]+|_", name.casefold())) | set(re.split(r"[\W_]+", name.casefold()))
    squeezed = _squeeze(name)
    for found in (
        [s for s in students.values() if s.id.casefold() in tokens],
        [s for s in students.values() if s.email and s.email.casefold() in name.casefold()],
        [
            s
            for s in students.values()
            if _squeeze(s.first + s.last) in squeezed or _squeeze(s.last + s.first) in squeezed
        ],
    ):
        if len(found) == 1:
            return found[0], ""
        if found:
            names = ", ".join(f"{s.name} ({s.id})" for s in found)
            return None, f"dit kan van meer dan één student zijn: {names}. Zet het studentnummer in de bestandsnaam."
    return None, "er is geen student uit de klaslijst in deze bestandsnaam te vinden. Zet het studentnummer erin."


def _squeeze(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]", "", plain)
