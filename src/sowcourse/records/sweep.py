"""Go through the files of a cohort and take a student out of each; every file is old or new, never half."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Self

from sowcourse.crew import Crew
from sowcourse.errors import CohortError
from sowcourse.progress import Progress, silent
from sowcourse.records.database import SQLITE, address, forget_student
from sowcourse.records.scrub import ABOUT, Scrubber

PENDING = ".wissen.json"
"""In a cohort, while a student is being erased: who; gone once it is proved."""

WHAT = "Wissen"
"""What is told while it goes on."""


@dataclass
class Swept:
    """What became of some files."""

    removed: int = 0
    changed: int = 0
    again: list[str] = field(default_factory=list)
    """Pages and archives of the whole class that are gone, and can be made again."""

    def __iadd__(self, other: Swept) -> Self:
        self.removed, self.changed = self.removed + other.removed, self.changed + other.changed
        self.again += other.again
        return self


def sweep(crew: Crew[Scrubber], scrubber: Scrubber, root: Path, tell: Progress = silent) -> Swept:
    """Take a student out of everything under a folder but the class list: that goes last, for it tells who it is."""
    swept, files = Swept(), list[tuple[Path, Path]]()
    for place, folders, names in os.walk(root):
        here = Path(place)
        for name in sorted(folders):
            folder = here / name
            whole = (folder / ABOUT).is_file()
            if whole or scrubber.theirs(PurePosixPath(folder.relative_to(root).as_posix())):
                swept += Swept(remove(folder), 0, [str(folder.relative_to(root))] * whole)
            if name == ".git" or not folder.exists():
                folders.remove(name)
        files += [(root, here / name) for name in sorted(names) if name != PENDING and here / name != root / "klas.csv"]
    for one in crew.each(sweep_file, files, tell, WHAT):
        swept += one
    return swept


def sweep_file(scrubber: Scrubber, place: tuple[Path, Path]) -> Swept:
    """One file under a folder: gone, changed or as it was. Raises: CohortError when it may not be changed."""
    root, file = place
    path = PurePosixPath(file.relative_to(root).as_posix())
    if scrubber.theirs(path):
        return Swept(remove(file))
    before = file.read_bytes()
    if before.startswith(SQLITE):
        return Swept(0, forget_student(address(file), scrubber.student.id, scrubber.mask) > 0)
    after = scrubber.without(path, before)
    if after is None:
        return Swept(remove(file), 0, [str(path)])
    if after != before:
        _replace(file, after)
    return Swept(0, after != before)


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
