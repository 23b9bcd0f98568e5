"""What an LMS delivers: a folder or zip of files, opened without trusting anything in it."""

from __future__ import annotations

import io
import mmap
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO

from sowcourse import budget
from sowcourse.errors import GradingError

_LONGEST = 200
"""Bytes of one part of a path; file systems take 255."""

_PART = 1 << 20
"""Bytes that are read at a time."""

_ENTRIES = 100_000
"""Entries in the list of a zip; the list is read as a whole before any file."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Ways of packing that unpack bit by bit; others may make gigabytes of one step."""

_LOCKED = "dit zip-bestand is met een wachtwoord beveiligd. Vraag de student om het notebook zelf in te leveren."
_DAMAGED = "dit zip-bestand is beschadigd. Vraag de student om het notebook zelf in te leveren."
_COPIES = ".ipynb_checkpoints"
_DOCUMENTS = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".pages")
_SPOILED = "dit is een document en geen notebook, en het is beschadigd. Vraag de student om het .ipynb-bestand."
_UNUSUAL = "dit zip-bestand is ingepakt op een manier die we niet kennen. Pak het uit en geef de map op."
_NOTHING = "in dit zip-bestand zit geen notebook. Vraag de student om het .ipynb-bestand."
_CLOSED = "dit bestand kan niet worden gelezen. Kijk na of je het mag openen."
_CLOUD = (
    "dit bestand staat nog in iCloud, en niet op deze computer. Open de map in Finder, laat haar downloaden, en haal "
    "opnieuw op."
)
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
    """Its moment as nbgrader writes it, of what stood in place already; "" when it came in now."""
    secret: str = ""
    """What nbgrader's exchange knows it by; "" when it came another way."""
    by_file: bool = False
    """Whether its moment is only what the file says."""
    unsure: bool = False
    """Whether its moment may be that of a download."""


Opens = Callable[[], IO[bytes]]
"""Opens a file to be read."""

Unseen = Callable[[str], None]
"""Hears of a notebook that is passed over: a copy that Jupyter keeps for itself, out of sight."""

Whose = Callable[[str], str]
"""For whom a file counts, given its path: what one student handed in has one budget."""


def deliveries(place: Path, whose: Whose = str, unseen: Unseen = lambda name: None) -> Iterator[Delivery]:
    """Every file in a folder or zip that may be someone's work, as an LMS delivers them.

    Parameters: whose – on whose account a file is read.
    Raises: GradingError when there is no such folder or it is no zip.
    """
    reader = _Reader(whose)
    found = reader.folder(place) if place.is_dir() else reader.zip(place)
    for delivery in map(_out_of_the_cloud, found):
        if not _is_noise(delivery):
            yield delivery
        elif _COPIES in PurePosixPath(delivery.name).parts and delivery.content.lstrip().startswith(b"{"):
            unseen(delivery.name)


def times(place: Path) -> list[tuple[str, datetime]]:
    """Path and time of every file in a folder or zip, without opening any.

    Raises: GradingError as deliveries.
    """
    if place.is_dir():
        files = [file for file in place.rglob("*") if file.is_file() and not file.is_symlink()]
        return [(str(f.relative_to(place)), datetime.fromtimestamp(f.stat().st_mtime, UTC)) for f in files]
    try:
        with place.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as view:
            if _too_many_entries(view):
                return []
        with zipfile.ZipFile(place) as archive:
            moment = datetime.fromtimestamp(place.stat().st_mtime, UTC)
            return [(_decoded(member), _moment(member, moment)) for member in archive.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError):
        return []  # `deliveries` tells what is wrong


def _moment(member: zipfile.ZipInfo, otherwise: datetime) -> datetime:
    """The time of a file in a zip; a zip may give none, or one that cannot be."""
    with suppress(ValueError, OverflowError):
        return datetime(*member.date_time).astimezone().astimezone(UTC)
    return otherwise


class _Reader:
    """Reads one delivery, and no more of it, or of what one student handed in, than there is a budget for."""

    def __init__(self, whose: Whose) -> None:
        self.whose = whose
        self.all = budget.of_delivery()
        self.of: dict[str, budget.Budget] = {}
        self.told: set[str] = set()

    def folder(self, place: Path) -> Iterator[Delivery]:
        for file in sorted(place.rglob("*")):
            name = _safe(str(file.relative_to(place)))
            if file.is_symlink():
                yield Delivery(name, b"", datetime.now(UTC), _LINK)
            elif file.is_file():
                moment = datetime.fromtimestamp(file.stat().st_mtime, UTC)
                yield from self._submission(Delivery(name, b"", moment), partial(_stream, file), 1)

    def zip(self, place: Path) -> Iterator[Delivery]:
        try:
            moment = datetime.fromtimestamp(place.stat().st_mtime, UTC)
            with place.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as view:
                if _too_many_entries(view):
                    raise GradingError(f"{place}: hierin staan te veel bestanden. Pak het uit en geef de map op.")
            with zipfile.ZipFile(place) as archive:
                yield from self._members(archive, Delivery("", b"", moment), 0)
        except FileNotFoundError as error:
            raise GradingError(f"{place}: dit bestand of deze map is er niet. Controleer de naam.") from error
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise GradingError(
                f"{place}: dit is geen zip en geen map. Geef op wat je uit je LMS downloadde."
            ) from error

    def _submission(self, empty: Delivery, opens: Opens, depth: int) -> Iterator[Delivery]:
        """What one file of a delivery holds, on the account of whose it is; over budget, that is said of it."""
        who = self.whose(empty.name)
        mine = self.of.setdefault(who, budget.of_submission())
        try:
            yield from self._file(empty, opens, depth, mine)
        except budget.OverBudgetError as error:
            if who not in self.told:
                yield replace(empty, fault=str(error))
            self.told.add(who)

    def _file(self, empty: Delivery, opens: Opens, depth: int, mine: budget.Budget) -> Iterator[Delivery]:
        self._take(mine, files=1)
        content, fault = self._read(opens, mine)
        if fault:
            yield replace(empty, fault=fault)
        else:
            yield from self._opened(replace(empty, content=content), depth, mine)

    def _take(self, mine: budget.Budget, size: int = 0, files: int = 0) -> None:
        self.all.take(size, files)
        mine.take(size, files)

    def _read(self, opens: Opens, mine: budget.Budget) -> tuple[bytes, str]:
        """The content of a file, or why there is none."""
        parts, size = [], 0
        try:
            with opens() as stream:
                while part := stream.read(_PART):
                    self._take(mine, size=len(part))
                    size += len(part)
                    if size > budget.FILE:
                        return b"", budget.too_large()
                    parts.append(part)
        except NotImplementedError:
            return b"", _UNUSUAL
        except PermissionError:
            return b"", _CLOSED
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
            return b"", _DAMAGED
        return b"".join(parts), ""

    def _members(
        self, archive: zipfile.ZipFile, around: Delivery, depth: int, mine: budget.Budget | None = None
    ) -> Iterator[Delivery]:
        for member in archive.infolist():
            if member.is_dir():
                continue
            moment = (
                around.moment if depth else _moment(member, around.moment)
            )  # inside, the student's own clock wrote it
            empty = Delivery(_safe(f"{around.name}/{_decoded(member)}"), b"", moment)
            opens = partial(archive.open, member)
            if member.flag_bits & 1:
                yield replace(empty, fault=_LOCKED)
            elif member.compress_type not in _METHODS:
                yield replace(empty, fault=_UNUSUAL)
            elif mine:
                yield from self._file(empty, opens, depth + 1, mine)
            else:
                yield from self._submission(empty, opens, depth + 1)

    def _opened(self, delivery: Delivery, depth: int, mine: budget.Budget) -> Iterator[Delivery]:
        """A file, or what is in it when it is a zip in which a student handed in notebooks."""
        if delivery.content[:4] != b"PK\x03\x04":
            yield delivery
            return
        around = replace(delivery, content=b"")
        if _too_many_entries(delivery.content):
            yield replace(around, fault=budget.TOO_MUCH)
            return
        try:
            with zipfile.ZipFile(io.BytesIO(delivery.content)) as archive:
                names = [name.casefold() for name in archive.namelist()]
                if any(name.startswith(_OFFICE) for name in names):
                    yield delivery  # a document of an office program, which is a zip too
                elif not any(name.endswith((".ipynb", ".ipynb.txt", ".ipynb.json", ".zip")) for name in names):
                    yield replace(around, fault=_NOTHING)
                elif depth > budget.DEEPEST or len(names) > budget.SUBMISSION_FILES:
                    yield replace(around, fault=budget.TOO_MUCH)
                else:
                    yield from self._members(archive, around, depth, mine)
        except (zipfile.BadZipFile, ValueError, OSError):
            document = around.name.casefold().endswith(_DOCUMENTS)
            yield replace(around, fault=_SPOILED if document else _DAMAGED)


def _stream(file: Path) -> IO[bytes]:
    return file.open("rb")


def _too_many_entries(content: bytes | mmap.mmap) -> bool:
    """Whether the list of a zip may have more entries than are read; also when the zip says it has few."""
    return sum(1 for _ in islice(re.finditer(b"PK\x01\x02", content), _ENTRIES + 1)) > _ENTRIES


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


def _out_of_the_cloud(delivery: Delivery) -> Delivery:
    """What stands in a folder for a file that iCloud keeps elsewhere, as that file, which cannot be read."""
    path = PurePosixPath(delivery.name)
    found = re.fullmatch(r"\.(.+)\.icloud", path.name)
    return replace(delivery, name=str(path.with_name(found[1])), content=b"", fault=_CLOUD) if found else delivery


def _is_noise(delivery: Delivery) -> bool:
    """Whether a file is not someone's work: what a computer hides, and what an LMS writes beside the work."""
    path = PurePosixPath(delivery.name)
    named = path.name.endswith(".ipynb") and delivery.content.lstrip().startswith(b"{")  # by a student, with a dot
    hidden = path.parts[:-1] if named else path.parts
    if any(part.startswith(".") or part == "__MACOSX" for part in hidden):
        return True
    if not re.fullmatch(r"(?i)index\.html?", path.name):
        return False  # what else is no notebook, is told apart by `sowcourse.submissions.beside`
    content = delivery.content.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t")[:1]
    return content != b"{" and b"jp-Notebook" not in delivery.content and b"In&nbsp;[" not in delivery.content
