"""One at a time: for the moment of a change, or for as long as somebody collects, grades or returns.

Both locks are the operating system's, so they end with the process however that ends. Nobody holds one while thinking:
a mark is given over what was seen (decision 042), and only looking again and writing is done under a lock.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from filelock import FileLock, Timeout

from sowcourse.cohort.account import me
from sowcourse.durable import write_durably
from sowcourse.errors import CohortError, GradingError

FILE = ".bezig"
"""In the cohort: what is locked for as long as somebody collects or grades."""

WHO = ".bezig-wie.json"
"""Beside it: who does, on which computer, what, and since when."""

WRITING = ".schrijft"
"""In the cohort: what is locked for the moment that files are read, changed and written."""

_PATIENCE = 30.0
"""Seconds that a write waits for another."""

_CALL = "Bel of mail even, want twee tegelijk zouden elkaars werk overschrijven"


@dataclass(frozen=True)
class _Busy:
    """Who has the turn, as they left it beside the lock."""

    what: str
    who: str
    computer: str
    since: str

    def __str__(self) -> str:
        return f"hier {self.what}, door {self.who}, sinds {self.since}"


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Hold the cohort's files for one change: who else changes one waits for that moment.

    Who holds them already may hold them again. Raises: CohortError when another does not let go.
    """
    lock = FileLock(root / WRITING, is_singleton=True)
    try:
        lock.acquire(timeout=_PATIENCE)
    except Timeout:
        raise CohortError(
            f"{root.name}: iemand anders schrijft hier, en laat al {_PATIENCE:g} seconden niet los. Er is niets "
            "veranderd. Staat in een venster of op een andere computer een opdracht stil, sluit die dan en doe dit "
            f"opnieuw. Is er niemand meer bezig, verwijder dan {root / WRITING}."
        ) from None
    try:
        yield
    finally:
        lock.release()


class _Place(Protocol):
    """A cohort, as far as a lock needs it."""

    @property
    def root(self) -> Path: ...


_C = TypeVar("_C", bound=_Place)
_P = ParamSpec("_P")
_R = TypeVar("_R")


def at_once(change: Callable[Concatenate[_C, _P], _R]) -> Callable[Concatenate[_C, _P], _R]:
    """A change of a cohort's files that nobody else's comes in between, from its first look to its last word."""

    @wraps(change)
    def held(workspace: _C, /, *args: _P.args, **options: _P.kwargs) -> _R:
        with writing(workspace.root):
            return change(workspace, *args, **options)

    return held


@contextmanager
def turn(root: Path, what: str) -> Iterator[None]:
    """Be the only one who collects, grades or returns in this cohort. Parameters: what – "wordt nagekeken".

    A lock that its process left behind is free again. Raises: GradingError when another process holds it; or when
    somebody on another computer did not finish, because in a synchronised folder a lock says nothing of them.
    """
    lock = FileLock(root / FILE, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise GradingError(f"{root.name}: {_busy(root)}") from None
    try:
        found = _read(root)
        if found and found.computer != me().computer:
            raise GradingError(
                f"{root.name}: {found}, en dat is niet afgerond. Is daar nog iemand bezig, wacht dan. {_CALL}. Is dat "
                f"venster dicht of die computer uit, verwijder dan {root / WHO} en doe dit opnieuw; er gaat niets "
                "verloren."
            )
        now = _Busy(what, str(me()), me().computer, f"{datetime.now().astimezone():%d-%m-%Y %H:%M}")
        write_durably(root / WHO, json.dumps(vars(now), ensure_ascii=False))
        try:
            yield
        finally:
            (root / WHO).unlink(missing_ok=True)
    finally:
        lock.release()


def must_be_idle(root: Path) -> None:
    """Refuse while somebody collects, grades or returns: what is about to go would be made anew. Raises: as `turn`."""
    with turn(root, "wordt gewist"):
        pass


def _busy(root: Path) -> str:
    found, wait = _read(root), "Wacht tot dat klaar is en probeer het dan opnieuw."
    if not found:
        return f"hier is al iemand bezig, in een ander venster of op een andere computer. {wait}"
    if found.computer == me().computer:
        return f"{found}. {wait}"
    return f"{found}. {wait} Is daar zeker niemand meer bezig, verwijder dan {root / FILE} en {root / WHO}."


def _read(root: Path) -> _Busy | None:
    """Who has the turn, or had it and did not finish; None when nobody says so."""
    with suppress(FileNotFoundError, ValueError, TypeError, KeyError):
        return _Busy(**json.loads((root / WHO).read_text(encoding="utf-8")))
    return None
