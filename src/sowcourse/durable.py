"""Files that are old or new, never half: what a student wrote must survive a crash."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

SHARED = 0o644
"""The mode of a file of the project: everybody reads it, also who grades as another user."""


def write_durably(file: Path, content: str | bytes, mode: int | None = None) -> None:
    """Replace the contents of a file in one step.

    Parameters: content – text, written as UTF-8 with line ends as they are; or bytes. mode – who may read and write
    it; None for its owner alone.
    It is on disk before the name points to it. After a crash at any moment the file holds the
    earlier or the new content. Raises: OSError when the folder cannot be written or the disk is full; the earlier
    file is then untouched and nothing is left behind.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}-", suffix=".tmp", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            Path(name).chmod(mode)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Put on disk which names a folder holds."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows keeps no handle on folders
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
