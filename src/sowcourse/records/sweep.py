"""Go through the files of a cohort and take a student out of each; every file is old or new, never half."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sowcourse.errors import CohortError
from sowcourse.progress import Progress, silent
from sowcourse.records.database import SQLITE, address, forget_student
from sowcourse.records.scrub import ABOUT, Scrubber

PENDING = ".wissen.json"
"""In a cohort, while a student is being erased: who; gone once it is proved."""

WHAT = "Wissen"
"""What is told while it goes on."""


class Sweep:
    """Takes a student out of files, and counts."""

    def __init__(self, scrubber: Scrubber, tell: Progress = silent) -> None:
        self.scrubber = scrubber
        self.removed = self.changed = 0
        self.again: list[str] = []
        self._tell = tell
        self._done = 0

    def folder(self, root: Path) -> None:
        """Everything under a folder but the class list: that goes last, for it tells who to look for."""
        total = self._done + sum(1 for _ in files_in(root))
        for place, folders, names in os.walk(root):
            here = Path(place)
            for name in sorted(folders):
                folder = here / name
                whole = (folder / ABOUT).is_file()
                if whole or self.scrubber.theirs(PurePosixPath(folder.relative_to(root).as_posix())):
                    number = remove(folder)
                    self.removed += number
                    self._done += number
                    self.again += [str(folder.relative_to(root))] * whole
                if name == ".git" or not folder.exists():
                    folders.remove(name)
            for name in sorted(names):
                if name != PENDING and (here / name) != root / "klas.csv":
                    self.file(root, here / name)
                    self._done += 1
                    self._tell(WHAT, min(self._done, total), total)
        self._tell(WHAT, total, total)

    def file(self, root: Path, file: Path) -> None:
        """One file: gone, changed or as it was. Raises: CohortError when it may not be changed."""
        path = PurePosixPath(file.relative_to(root).as_posix())
        if self.scrubber.theirs(path):
            self.removed += remove(file)
            return
        before = file.read_bytes()
        if before.startswith(SQLITE):
            self.changed += forget_student(address(file), self.scrubber.student.id, self.scrubber.mask) > 0
            return
        after = self.scrubber.without(path, before)
        if after is None:
            self.removed += remove(file)
            self.again.append(str(path))
        elif after != before:
            _replace(file, after)
            self.changed += 1


def _replace(file: Path, content: bytes) -> None:
    made = file.with_name(f".{file.name}.nieuw")
    try:
        made.write_bytes(content)
        shutil.copymode(file, made)
        made.replace(file)
    except PermissionError as error:
        raise _refused(file) from error


def remove(place: Path) -> int:
    """Remove a file or folder; the number of files. Raises: CohortError when that is not allowed."""
    if not place.exists() and not place.is_symlink():
        return 0
    number = 1 if place.is_symlink() or place.is_file() else sum(1 for _ in files_in(place))
    try:
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        else:
            place.unlink()
    except PermissionError as error:
        raise _refused(Path(error.filename or place)) from error
    return number


def _refused(place: Path) -> CohortError:
    return CohortError(
        f"{place}: hier mag je niets verwijderen of veranderen. Vraag de beheerder van de computer om dat te doen en "
        "voer dezelfde opdracht opnieuw uit: ze gaat verder waar ze was."
    )


def files_in(root: Path) -> Iterator[Path]:
    return (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())
