"""One at a time: who collects or grades holds the cohort's lock, which ends with the process however that ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from sowcourse.errors import GradingError

FILE = ".bezig"
"""In the cohort: what is locked."""


WRITING = ".schrijft"
"""In the cohort: what is locked for the moment that a file is read, changed and written."""

_PATIENCE = 30.0
"""Seconds that a write waits for another."""


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Hold the cohort's files for one change: who else changes one waits for that moment.

    Raises: Timeout of the lock when another does not let go.
    """
    with FileLock(root / WRITING, timeout=_PATIENCE):
        yield


@contextmanager
def turn(root: Path) -> Iterator[None]:
    """Hold the cohort's lock.

    Raises: GradingError when another process holds it.
    """
    lock = FileLock(root / FILE, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise GradingError(
            f"{root.name}: hier wordt al opgehaald of nagekeken, in een ander venster of door iemand anders. "
            "Wacht tot dat klaar is en probeer het dan opnieuw."
        ) from None
    try:
        yield
    finally:
        lock.release()
