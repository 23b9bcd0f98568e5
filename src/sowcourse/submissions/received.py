"""What one student handed in for one assignment: every version is kept, one counts, and who chose which is known.

`ontvangen/<assignment>/<student>/` holds the files as they came and an index, and per version a folder with what came
beside it; `submitted/` holds the one that counts.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from sowcourse.cohort.lock import at_once
from sowcourse.cohort.workspace import Workspace
from sowcourse.durable import write_durably
from sowcourse.errors import GradingError
from sowcourse.student.handin import receipt_code
from sowcourse.submissions.submission import read_submission

INDEX = "ontvangst.json"
"""In `ontvangen/<assignment>/<student>/`: what came in and when, and what the lecturer chose."""

ORIGIN = "herkomst.txt"
"""Beside a submission: the path it had in what the LMS delivered."""

UNSURE = "moment-onzeker.txt"
"""Beside a submission of which nobody knows when it came in; `timestamp.txt` then holds the deadline at the latest."""

_UNSURE = "Het moment in het bestand kan dat van een download zijn. Niemand is daardoor te laat.\n"

MOST_BESIDE = 10_000_000
"""Bytes of files beside a notebook that are kept and graded with."""

SECRET = "submission_secret.txt"
"""Beside a submission that came by nbgrader's exchange: with it, its owner fetches feedback."""

_OURS = ("timestamp.txt", ORIGIN, SECRET, UNSURE)
"""What is ours beside a submission: a student's file with such a name does not get there."""


@dataclass(frozen=True)
class Piece:
    """One version of a student's work."""

    code: str
    """The code on the student's own receipt; versions with the same answers have the same one."""
    file: str
    """Name of the kept file."""
    origin: str
    """The path it had in what was delivered."""
    stamp: str
    """When it came in, as nbgrader writes it, in UTC. The same answers once more keep the first moment."""
    written: int
    """Characters that the student wrote."""
    secret: str = ""
    """What nbgrader's exchange knows it by; "" when it came another way."""
    by_file: bool = False
    """Whether its moment is only what the file said."""
    unsure: bool = False
    """Whether its moment may be that of a download; then nobody is late by it."""

    @property
    def moment(self) -> datetime:
        """When it came in."""
        return parse_stamp(self.stamp)

    def late(self, due: datetime | None) -> bool:
        """Whether it surely came after the deadline."""
        return due is not None and not self.unsure and self.moment > due


@dataclass(frozen=True)
class Received:
    """All versions of a student's work, in the order in which they came in."""

    pieces: tuple[Piece, ...]
    chosen: str = ""
    """Code of the version that the lecturer chose; "" when nobody did."""

    def counting(self, due: datetime | None) -> Piece:
        """The version that counts: the lecturer's choice; else the fullest, and of equally full ones the latest.

        What came in after the deadline gives way to what came in before it, unless nothing was written in that.
        """
        for piece in self.pieces:
            if piece.code == self.chosen:
                return piece
        in_time = [piece for piece in self.pieces if piece.written and not piece.late(due)]
        return max(in_time or self.pieces, key=lambda piece: (piece.written, piece.moment, _numbered(piece.origin)))


def _numbered(origin: str) -> list[str | int]:
    """Where a name comes among others of one moment: «versie 10» after «versie 9», «les (1)» after «les»."""
    parts = re.split(r"(\d+)", str(PurePosixPath(origin).with_suffix("")) if origin else "")
    return [int(part) if part.isdecimal() else part.casefold() for part in parts]


def parse_stamp(text: str) -> datetime:
    """nbgrader's timestamp as a moment in UTC."""
    try:
        return datetime.strptime(text.strip()[:19], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        raise GradingError(
            f"timestamp.txt: verwacht wordt een moment, gevonden {text!r}. Haal de inzending opnieuw op."
        ) from None


def stamp(moment: datetime) -> str:
    """A moment as nbgrader writes it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC"


def read_received(workspace: Workspace, assignment: str, student: str) -> Received:
    """What is kept of a student's work; no pieces when nothing came in."""
    file = _folder(workspace, assignment, student) / INDEX
    if not file.is_file():
        return Received(())
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return Received(tuple(Piece(**piece) for piece in found["pieces"]), found["chosen"])
    except (ValueError, KeyError, TypeError) as error:
        raise GradingError(
            f"{file}: dit bestand is beschadigd. Zet een vorige versie terug uit je reservekopie, of wis het: de "
            "notebooks ernaast en wat nu telt, blijven, maar hun momenten en jouw keuze zijn dan weg."
        ) from error


@at_once
def keep(workspace: Workspace, assignment: str, student: str, piece: Piece, content: bytes) -> Received:
    """Keep a version, once: the same answers again change nothing. Returns: all that is kept."""
    found = read_received(workspace, assignment, student)
    folder = _folder(workspace, assignment, student)
    folder.mkdir(parents=True, exist_ok=True)
    piece = replace(piece, file=f"{_digest(content)}-{PurePosixPath(piece.origin.replace(chr(92), '/')).name}")
    if not (folder / piece.file).is_file():
        write_durably(folder / piece.file, content)
    known = next((known for known in found.pieces if known.code == piece.code), None)
    if known and not (known.unsure and not piece.unsure):
        return found
    pieces = sorted((*(each for each in found.pieces if each is not known), piece), key=lambda each: each.moment)
    return _write(folder, Received(tuple(pieces), found.chosen))


@at_once
def settle(workspace: Workspace, assignment: str, student: str) -> Piece | None:
    """Put the version that counts in `submitted/`. Returns: that version when another stood there; else None.

    A version whose own file is gone counts as long as it stands in `submitted/`; else the best of the others does.
    """
    found = read_received(workspace, assignment, student)
    kept = _folder(workspace, assignment, student)
    there = [piece for piece in found.pieces if (kept / piece.file).is_file()]
    due = workspace.calendar().due(assignment, student)
    target = workspace.root / "submitted" / student / assignment
    notebook, moment = target / f"{assignment}.ipynb", target / "timestamp.txt"
    standing = ""
    with suppress(ValueError, FileNotFoundError):  # not readable: put back what came in
        standing = receipt_code(read_submission(notebook.read_bytes())["cells"])
    found = replace(found, pieces=tuple(p for p in found.pieces if p in there or p.code == standing))
    if not found.pieces:
        return None
    piece = found.counting(due)
    stamped = stamp(due) if piece.unsure and due and piece.moment > due else piece.stamp
    target.mkdir(parents=True, exist_ok=True)
    if piece.unsure:
        write_durably(target / UNSURE, _UNSURE)
    else:
        (target / UNSURE).unlink(missing_ok=True)
    if moment.is_file() and moment.read_text(encoding="utf-8").strip() == stamped.strip() and piece.code == standing:
        return None
    if piece in there:
        write_durably(notebook, (kept / piece.file).read_bytes())
    write_durably(target / ORIGIN, piece.origin)
    _settle_beside(kept / piece.code, target)
    if piece.secret:
        write_durably(target / SECRET, piece.secret)
    else:
        (target / SECRET).unlink(missing_ok=True)
    write_durably(moment, stamped)
    return piece


def gone(workspace: Workspace, assignment: str, student: str) -> list[Piece]:
    """Versions that came in and of which the file is gone."""
    kept = _folder(workspace, assignment, student)
    return [p for p in read_received(workspace, assignment, student).pieces if not (kept / p.file).is_file()]


def is_as_it_came(workspace: Workspace, assignment: str, student: str, content: bytes) -> bool:
    """Whether a file is, byte for byte, one that came in."""
    return any(_folder(workspace, assignment, student).glob(f"{_digest(content)}-*"))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]


@at_once
def reconsider(workspace: Workspace, assignment: str, unsure: bool) -> None:
    """Let the moments that only files told be unsure, or not, for everybody; `settle` then acts on it."""
    for folder in sorted((workspace.root / "ontvangen" / assignment).glob("*")):
        found = read_received(workspace, assignment, folder.name)
        pieces = tuple(replace(each, unsure=unsure) if each.by_file else each for each in found.pieces)
        if pieces != found.pieces:
            _write(folder, replace(found, pieces=pieces))


@at_once
def keep_beside(workspace: Workspace, assignment: str, student: str, code: str, files: Mapping[str, bytes]) -> str:
    """Keep what came beside a version, in the place of what came beside it before.

    Parameters: code – of the version; files – by place.
    Returns: a Dutch sentence when it is too much, and nothing of it is kept; "" when it is.
    """
    if sum(map(len, files.values())) > MOST_BESIDE:
        most = MOST_BESIDE // 1_000_000
        return f"naast het notebook staat meer dan {most} MB aan bestanden; er wordt zonder die bestanden nagekeken."
    kept = _folder(workspace, assignment, student) / code
    shutil.rmtree(kept, ignore_errors=True)
    for place, content in files.items():
        if (kept / place).resolve().is_relative_to(kept.resolve()):
            (kept / place).parent.mkdir(parents=True, exist_ok=True)
            write_durably(kept / place, content)
    target = workspace.root / "submitted" / student / assignment
    notebook = target / f"{assignment}.ipynb"
    with suppress(ValueError, OSError):  # not the version that counts
        if receipt_code(read_submission(notebook.read_bytes())["cells"]) == code:
            _settle_beside(kept, target)
    return ""


def _settle_beside(kept: Path, target: Path) -> None:
    """Put beside a notebook in `submitted/` what came beside it, and nothing else."""
    for place in handed_in_beside(target):
        (target / place).unlink()
    for file in sorted(kept.rglob("*")):
        put = target / file.relative_to(kept)
        if file.is_file() and not put.exists() and file.relative_to(kept).as_posix() not in _OURS:
            put.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, put)


def handed_in_beside(folder: Path) -> dict[str, bytes]:
    """What a student handed in beside the notebook, by place, given the folder in `submitted/`."""
    own = (f"{folder.name}.ipynb", *_OURS)
    files = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*")) if file.is_file()}
    return {
        place: file.read_bytes()
        for place, file in files.items()
        if place not in own and not place.startswith(".") and not file.is_symlink()
    }


@at_once
def choose(workspace: Workspace, assignment: str, student: str, number: int) -> Piece:
    """Let another version count, whatever its moment; it goes on counting when more comes in.

    Parameters: number – place in the list of versions, from 1; 0 leaves it to the rule again.
    Raises: GradingError when there is no such version.
    """
    found = read_received(workspace, assignment, student)
    if not found.pieces:
        raise GradingError(f"{student}: er is niets ingeleverd voor {assignment}. Controleer het studentnummer.")
    if not 0 <= number <= len(found.pieces):
        raise GradingError(f"{student}: versie {number} is er niet. Kies een nummer van 1 tot {len(found.pieces)}.")
    chosen = found.pieces[number - 1].code if number else ""
    _write(_folder(workspace, assignment, student), replace(found, chosen=chosen))
    settle(workspace, assignment, student)
    return replace(found, chosen=chosen).counting(workspace.calendar().due(assignment, student))


def _folder(workspace: Workspace, assignment: str, student: str) -> Path:
    return workspace.root / "ontvangen" / assignment / student


def _write(folder: Path, received: Received) -> Received:
    kept = {"chosen": received.chosen, "pieces": [asdict(piece) for piece in received.pieces]}
    write_durably(folder / INDEX, json.dumps(kept, ensure_ascii=False, indent=1))
    return received
