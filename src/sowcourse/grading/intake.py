"""Receive what was handed in: files recognised by their content, originals kept as they came."""

from __future__ import annotations

import contextlib
import hashlib
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
from sowcourse.durable import write_durably
from sowcourse.errors import GradingError
from sowcourse.grading.repair import ENOUGH, belongs, read_submission, written
from sowcourse.notebook import Notebook, read_notebook

MOST_BYTES = 50_000_000
"""Largest file that is read; beyond it, almost all is output."""


ORIGIN = "herkomst.txt"
"""Beside a submission: the path it had in what the LMS delivered."""


@dataclass(frozen=True)
class Delivery:
    """One file that came in."""

    name: str
    """Path inside the folder or zip."""
    content: bytes
    moment: datetime
    too_large: bool = False
    """Whether it is more than is read; `content` is empty then."""


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

    Originals are kept in `ontvangen/`. A student's fullest version counts; the latest when they are equally
    full. The same content again keeps its first moment.
    """
    students = workspace.students()
    given = read_notebook(workspace.root / "release" / assignment / f"{assignment}.ipynb")
    receipts = []
    for delivery in deliveries(place):
        if _is_noise(delivery.name):
            continue
        student, remark = _whose(delivery.name, students)
        fault = _fault(delivery, given, assignment)
        if student is None or fault:
            receipts.append(Receipt(delivery.name, student.id if student else "", fault or remark, False))
            continue
        receipts.append(_store(workspace, assignment, delivery, student, given))
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
    return datetime.fromisoformat(moment[1]).replace(tzinfo=UTC)


def _store(workspace: Workspace, assignment: str, delivery: Delivery, student: Student, given: Notebook) -> Receipt:
    digest = hashlib.sha256(delivery.content).hexdigest()[:10]
    kept = workspace.root / "ontvangen" / assignment / student.id
    kept.mkdir(parents=True, exist_ok=True)
    (kept / f"{digest}-{PurePosixPath(delivery.name).name}").write_bytes(delivery.content)
    target = workspace.root / "submitted" / student.id / assignment
    notebook = target / f"{assignment}.ipynb"
    if notebook.is_file():
        present = notebook.read_bytes()
        if present == delivery.content:
            return Receipt(delivery.name, student.id, "", True)
        before, now = (written(read_submission(content), given) for content in (present, delivery.content))
        moment = parse_stamp((target / "timestamp.txt").read_text(encoding="utf-8"))
        if now < before or (now == before and delivery.moment <= moment):
            remark = (
                f"er was al een vollere versie ({before} tekens tegen {now}); die blijft gelden. Beide zijn bewaard."
            )
            return Receipt(delivery.name, student.id, remark, False)
        remark = f"vervangt een eerdere versie ({before} tekens tegen {now}). Beide zijn bewaard."
    else:
        remark = ""
    target.mkdir(parents=True, exist_ok=True)
    notebook.write_bytes(delivery.content)
    write_durably(target / ORIGIN, delivery.name)
    write_durably(target / "timestamp.txt", f"{delivery.moment:%Y-%m-%d %H:%M:%S.%f} UTC")
    return Receipt(delivery.name, student.id, remark, True)


def _fault(delivery: Delivery, given: Notebook, assignment: str) -> str:
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
