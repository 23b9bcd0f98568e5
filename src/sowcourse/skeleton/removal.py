"""Folders that are taken away whole or not at all, and what stays when that is broken off."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sowcourse.durable import sync_folder
from sowcourse.errors import ContentError

_ASIDE = ".weg-"
"""How a folder is called in which lies what is being removed, beside where it stood."""

_STALE = 60.0
"""Seconds after which what a write left half is nobody's: a write takes less than one."""


@contextmanager
def removing() -> Iterator[Callable[[Path], None]]:
    """Yields what takes a folder away; when anything goes wrong inside, every such folder stands where it stood.

    Until the end they lie beside where they were, in a hidden folder.
    Raises: ContentError, when all is done, about such a folder that the computer does not let go.
    """
    moved: list[tuple[Path, Path]] = []

    def remove(folder: Path) -> None:
        aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder.parent))
        moved.append((folder, aside))
        folder.rename(aside / folder.name)
        sync_folder(folder.parent)

    try:
        yield remove
    except BaseException:
        for folder, aside in moved:
            if (aside / folder.name).exists():
                (aside / folder.name).rename(folder)
            aside.rmdir()
        raise
    left = [aside for _, aside in moved if not _gone(aside)]
    if left:
        fault = "het is gedaan, maar wat hier opzij staat, mag van je computer niet weg."
        where = ", ".join(str(aside) for aside in left)
        raise ContentError(left[0], "", fault, f"Verwijder zelf {where}, of vraag het aan wie de map beheert.")


def left_aside(*folders: Path) -> list[Path]:
    """What a removal that was broken off, as by a power cut, left beside where something stood."""
    return [aside for folder in folders for aside in sorted(folder.glob(f"{_ASIDE}*"))]


def settle(aside: Path, stays: Callable[[str], bool]) -> bool:
    """Bring a removal that was broken off to its end, or put back what it took.

    Parameters: stays – whether what is called so should still be there; what came in its place meanwhile stays.
    Returns: whether nothing is left aside; the computer may not let go.
    """
    try:
        for held in sorted(aside.iterdir()):
            there = aside.parent / held.name
            if stays(held.name) and not there.exists():
                held.rename(there)
    except OSError:
        return False
    return _gone(aside)


def left_half(file: Path) -> list[Path]:
    """What a write of a file that was broken off left beside it, and nobody writes any more."""
    halves = file.parent.glob(f".{file.name}-*.tmp")
    return [half for half in sorted(halves) if time.time() - half.stat().st_mtime > _STALE]


def _gone(folder: Path) -> bool:
    """Whether a folder could be deleted."""
    try:
        shutil.rmtree(folder)
    except OSError:
        return False
    return True
