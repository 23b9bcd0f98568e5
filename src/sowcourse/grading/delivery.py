"""What an LMS delivers: a folder or zip of files, opened without trusting anything in it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from sowcourse.errors import GradingError

MOST_BYTES = 50_000_000
"""Largest file that is read; beyond it, almost all is output."""

_DEEPEST = 3
"""Zips inside zips that are opened."""

_MOST_FILES = 500
"""Files in a zip of one student."""

_LONGEST = 200
"""Bytes of one part of a path; file systems take 255."""

_TOO_LARGE = (
    "dit bestand is groter dan {megabytes} MB; bijna alles daarvan is uitvoer. "
    "Vraag de student om alle uitvoer te wissen en opnieuw in te leveren."
)
_LOCKED = "dit zip-bestand is met een wachtwoord beveiligd. Vraag de student om het notebook zelf in te leveren."
_DAMAGED = "dit zip-bestand is beschadigd. Vraag de student om het notebook zelf in te leveren."
_UNUSUAL = "dit zip-bestand is ingepakt op een manier die we niet kennen. Pak het uit en geef de map op."
_TOO_MUCH = "in dit zip-bestand zit te veel om te openen. Vraag de student om het notebook zelf in te leveren."
_NOTHING = "in dit zip-bestand zit geen notebook. Vraag de student om het .ipynb-bestand."
_CLOSED = "dit bestand kan niet worden gelezen. Kijk na of je het mag openen."
_LINK = "dit is een verwijzing naar een ander bestand; die volgen we niet. Vraag de student om het notebook zelf."


_OFFICE = ("[content_types].xml", "mimetype", "word/", "xl/", "ppt/", "index/")
"""Names inside the documents of office programs, which are zips too."""


@dataclass(frozen=True)
class Delivery:
    """One file that came in."""

    name: str
    """Path inside the folder or zip, without anything in it that could lead elsewhere."""
    content: bytes
    moment: datetime
    fault: str = ""
    """Why it could not be read, a Dutch sentence; `content` is empty then."""
    stamp: str = ""
    """Its moment as nbgrader's exchange wrote it; "" when it came another way."""
    secret: str = ""
    """What nbgrader's exchange knows it by; "" when it came another way."""
    by_file: bool = False
    """Whether its moment is only what the file says."""
    unsure: bool = False
    """Whether its moment may be that of a download."""


def too_large() -> str:
    """What is said of a file that is more than is read."""
    return _TOO_LARGE.format(megabytes=MOST_BYTES // 1_000_000)


def deliveries(place: Path) -> Iterator[Delivery]:
    """Every file in a folder or zip that may be someone's work, as an LMS delivers them.

    Raises: GradingError when there is no such folder or it is no zip.
    """
    found = _folder(place) if place.is_dir() else _zip(place)
    for delivery in found:
        if not _is_noise(delivery):
            yield delivery


def times(place: Path) -> list[tuple[str, datetime]]:
    """Path and time of every file in a folder or zip, without opening any.

    Raises: GradingError as deliveries.
    """
    if place.is_dir():
        files = [file for file in place.rglob("*") if file.is_file() and not file.is_symlink()]
        return [(str(f.relative_to(place)), datetime.fromtimestamp(f.stat().st_mtime, UTC)) for f in files]
    try:
        with zipfile.ZipFile(place) as archive:
            moment = datetime.fromtimestamp(place.stat().st_mtime, UTC)
            return [(_decoded(member), _moment(member, moment)) for member in archive.infolist()]
    except (zipfile.BadZipFile, OSError):
        return []  # `deliveries` tells what is wrong


def _moment(member: zipfile.ZipInfo, otherwise: datetime) -> datetime:
    """The time of a file in a zip; a zip may give none, or one that cannot be."""
    with suppress(ValueError, OverflowError):
        return datetime(*member.date_time).astimezone().astimezone(UTC)
    return otherwise


def _folder(place: Path) -> Iterator[Delivery]:
    for file in sorted(place.rglob("*")):
        name = _safe(str(file.relative_to(place)))
        if file.is_symlink():
            yield Delivery(name, b"", datetime.now(UTC), _LINK)
        elif file.is_file():
            about = file.stat()
            moment = datetime.fromtimestamp(about.st_mtime, UTC)
            if about.st_size > MOST_BYTES:
                yield Delivery(name, b"", moment, too_large())
                continue
            try:
                content = file.read_bytes()
            except OSError:
                yield Delivery(name, b"", moment, _CLOSED)
                continue
            yield from _opened(Delivery(name, content, moment), 1)


def _zip(place: Path) -> Iterator[Delivery]:
    try:
        moment = datetime.fromtimestamp(place.stat().st_mtime, UTC)
        with zipfile.ZipFile(place) as archive:
            yield from _members(archive, Delivery("", b"", moment), 0)
    except FileNotFoundError as error:
        raise GradingError(f"{place}: dit bestand of deze map is er niet. Controleer de naam.") from error
    except (zipfile.BadZipFile, OSError) as error:
        raise GradingError(f"{place}: dit is geen zip en geen map. Geef op wat je uit je LMS downloadde.") from error


def _members(archive: zipfile.ZipFile, around: Delivery, depth: int) -> Iterator[Delivery]:
    for member in archive.infolist():
        if member.is_dir():
            continue
        name = _safe(f"{around.name}/{_decoded(member)}")
        moment = around.moment if depth else _moment(member, around.moment)  # inside, the student's own clock wrote it
        content, fault = _read(archive, member)
        yield from (
            [Delivery(name, b"", moment, fault)] if fault else _opened(Delivery(name, content, moment), depth + 1)
        )


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[bytes, str]:
    """The content of a file in a zip, or why there is none."""
    if member.file_size > MOST_BYTES:
        return b"", too_large()
    if member.flag_bits & 1:
        return b"", _LOCKED
    try:
        return archive.read(member), ""
    except NotImplementedError:
        return b"", _UNUSUAL
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        return b"", _DAMAGED


def _opened(delivery: Delivery, depth: int) -> Iterator[Delivery]:
    """A file, or what is in it when it is a zip in which a student handed in notebooks."""
    if delivery.content[:4] != b"PK\x03\x04":
        yield delivery
        return
    try:
        with zipfile.ZipFile(io.BytesIO(delivery.content)) as archive:
            names = [name.casefold() for name in archive.namelist()]
            if any(name.startswith(_OFFICE) for name in names):
                yield delivery  # a document of an office program, which is a zip too
            elif not any(name.endswith((".ipynb", ".ipynb.txt", ".ipynb.json", ".zip")) for name in names):
                yield Delivery(delivery.name, b"", delivery.moment, _NOTHING)
            elif (
                depth > _DEEPEST
                or len(names) > _MOST_FILES
                or sum(member.file_size for member in archive.infolist()) > 4 * MOST_BYTES
            ):
                yield Delivery(delivery.name, b"", delivery.moment, _TOO_MUCH)
            else:
                yield from _members(archive, delivery, depth)
    except (zipfile.BadZipFile, ValueError, OSError):
        yield Delivery(delivery.name, b"", delivery.moment, _DAMAGED)


def _decoded(member: zipfile.ZipInfo) -> str:
    """The name of a file in a zip; many programs write UTF-8 without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    with suppress(UnicodeError):
        return member.filename.encode("cp437").decode("utf-8")
    return member.filename


def _safe(name: str) -> str:
    """A path that stays where it is put, with parts that every file system takes."""
    text = name.replace("\\", "/").encode("utf-8", "replace").decode()
    parts = [re.sub(r"[\x00-\x1f\x7f]", "", part) for part in text.split("/")]
    return "/".join(map(_short, (part for part in parts if part not in ("", ".", "..")))) or "_"


def _short(part: str) -> str:
    if len(part.encode()) <= _LONGEST:
        return part
    suffix = PurePosixPath(part).suffix[:12]
    return part.encode()[: _LONGEST - len(suffix.encode())].decode(errors="ignore") + suffix


def _is_noise(delivery: Delivery) -> bool:
    """Whether a file is not someone's work: what a computer hides, and what an LMS writes beside the work."""
    path = PurePosixPath(delivery.name)
    if any(part.startswith(".") or part == "__MACOSX" for part in path.parts):
        return True
    if path.suffix.casefold() not in {".md", ".txt", ".html", ".csv"}:
        return False
    content = delivery.content.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t")[:1]
    return content != b"{" and b"jp-Notebook" not in delivery.content and b"In&nbsp;[" not in delivery.content
