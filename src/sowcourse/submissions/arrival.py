"""What one student put in the exchange, with whose it is and when it came: as the file system knows, not as it says.

Everything in it was written by students: names, moments, links, odd files. So a folder is opened once, and what is
read is read in that folder, whatever happens to its name meanwhile.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sowcourse.budget import FILE, SUBMISSION_FILES
from sowcourse.cohort.account import account
from sowcourse.errors import GradingError
from sowcourse.submissions.received import MOST_BESIDE, SECRET, parse_stamp
from sowcourse.trouble import brief

_STAMP = "timestamp.txt"
_AGAIN = "Vraag de student om opnieuw in te leveren."
_NO_NOTEBOOK = "hier zit geen notebook in ({names}). Vraag de student om het .ipynb-bestand; wat er was, blijft gelden."
_SHORT = 1000
"""Bytes that are read of what is not a notebook."""


@dataclass(frozen=True)
class Paper:
    """One notebook as it lies there."""

    name: str
    content: bytes
    told: datetime
    """When it came, as it says itself, UTC."""
    known: datetime
    """When it came or was last changed, as the file system knows: nobody but the administrator can set that."""

    @property
    def moment(self) -> datetime:
        """The moment that counts: never earlier than what the file system knows."""
        return max(self.told, self.known)


class Arrival:
    """A folder in the exchange, opened; see `arrival`."""

    def __init__(self, descriptor: int, owner: str, student: str, moment: str) -> None:
        self.descriptor = descriptor
        self.state = os.fstat(descriptor)
        self.owner = owner
        self.student = student
        self._must_own(self.state)
        named = _moment(moment)
        if named is None:
            raise GradingError(f"het moment van inleveren is niet te lezen. {_AGAIN}")
        self.told = _moment(self._text(_STAMP)) or named
        self.secret = self._text(SECRET)

    def papers(self) -> Iterator[Paper]:
        """The notebooks in it, one by one. Raises: GradingError when there are none, or one cannot be read."""
        with os.scandir(self.descriptor) as entries:
            found = sorted(entry.name for entry in entries)
        names = [name for name in found if name.endswith(".ipynb")]
        if not names:
            there = ", ".join(shown(name) for name in found if name not in (_STAMP, SECRET)) or "niets"
            raise GradingError(_NO_NOTEBOOK.format(names=shown(there)))
        for name in names:
            content, state = self._read(name, FILE + 1)
            yield Paper(shown(name), content, self.told, max(_changed(self.state), _changed(state)))

    def beside(self, ours: Collection[str]) -> dict[str, bytes]:
        """What was put beside the notebook, by place; no links, and little more than is kept.

        Parameters: ours – places that are not the student's.
        Raises: GradingError when something in it is not theirs, or cannot be read.
        """
        found: dict[str, bytes] = {}
        size = 0
        for folder, folders, names, descriptor in os.fwalk(".", dir_fd=self.descriptor):
            folders[:] = sorted(name for name in folders if folder != "." or not name.startswith("."))
            for name in sorted(names):
                place = (Path(folder) / name).as_posix()
                if place in (_STAMP, SECRET, *ours) or name.endswith(".ipynb") or place.startswith("."):
                    continue
                if not stat.S_ISREG(os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_mode):
                    continue
                found[place] = self._read(name, FILE + 1, descriptor)[0]
                size += len(found[place])
                if size > MOST_BESIDE or len(found) > SUBMISSION_FILES:
                    return found
        return found

    def _text(self, name: str) -> str:
        try:
            os.stat(name, dir_fd=self.descriptor, follow_symlinks=False)
        except OSError:  # nbgrader writes it; who copies a folder by hand does not
            return ""
        return self._read(name, _SHORT)[0].decode(errors="replace")

    def _read(self, name: str, most: int, within: int | None = None) -> tuple[bytes, os.stat_result]:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            descriptor = os.open(name, flags, dir_fd=self.descriptor if within is None else within)
        except OSError as error:
            raise GradingError(f"{shown(name)}: dit kan niet worden geopend ({_why(error)}). {_AGAIN}") from error
        try:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                raise GradingError(f"{shown(name)}: dit is geen gewoon bestand. {_AGAIN}")
            self._must_own(state)
            with os.fdopen(os.dup(descriptor), "rb") as stream:
                content = stream.read(most)
            return content, os.fstat(descriptor)
        finally:
            os.close(descriptor)

    def _must_own(self, state: os.stat_result) -> None:
        found = account(state.st_uid)
        if found != self.owner:
            raise GradingError(
                f"dit is ingeleverd door {found} op naam van {self.owner}. Vraag beiden wat er gebeurde."
            )


@contextmanager
def arrival(folder: Path, owner: str, student: str, moment: str) -> Iterator[Arrival]:
    """Open what was put in the exchange under the name of an account.

    Parameters: owner – that account, which must own all of it; student – the student number of who has it.
    Raises: GradingError with the reason, in Dutch, when it is no folder, cannot be opened, or is not theirs.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        owner = ""
        with suppress(OSError):
            owner = f" van {account(folder.lstat().st_uid)}"
        told = "dit is geen map" if not folder.is_dir() or folder.is_symlink() else f"deze map{owner} is dicht"
        raise GradingError(f"{told} ({_why(error)}). {_AGAIN}") from error
    try:
        yield Arrival(descriptor, owner, student, moment)
    finally:
        os.close(descriptor)


def shown(name: str) -> str:
    """A name that a student chose, as it can be shown: without what a terminal would obey."""
    plain = "".join(character if character.isprintable() else "�" for character in name)
    return plain if len(plain) <= 60 else f"{plain[:57]}…"


def _why(error: OSError) -> str:
    """Why something cannot be opened; a link is not followed, wherever it leads."""
    return "het is een verwijzing" if error.errno == errno.ELOOP else brief(error)


def _changed(state: os.stat_result) -> datetime:
    """When a file or folder last changed in any way, its name, owner or mode too."""
    return datetime.fromtimestamp(int(state.st_ctime), UTC)


def _moment(text: str) -> datetime | None:
    """A moment as nbgrader writes it; None for anything else."""
    try:
        return parse_stamp(text)
    except GradingError:
        return None
