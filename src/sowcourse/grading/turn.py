"""One at a time: who collects or grades holds the cohort's lock, which ends with the process however that ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from sowcourse.errors import GradingError

FILE = ".bezig"
"""In the cohort: what is locked."""


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
