"""A folder with a checksum of everything in it, and the same as a zip: made, and held against its checksums later."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sowcourse.errors import CohortError
from sowcourse.progress import Progress, counted, silent

SUMS = "SHA256SUMS"
"""In an archive: the checksum of every other file, as `sha256sum -c` reads it."""

_BLOCK = 1 << 20

_QUICK = 1
"""How hard the zip is pressed: harder takes twice as long, and makes what is mostly repeated text little smaller."""


@dataclass(frozen=True)
class Archived:
    """An archive that was made."""

    folder: Path
    file: Path
    """The same as a zip."""
    files: int


@dataclass(frozen=True)
class Checked:
    """An archive held against its checksums."""

    files: int
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    """In the folder, and not in the list."""

    @property
    def sound(self) -> bool:
        """Whether everything is as it was."""
        return not (self.changed or self.missing or self.extra)


def deliver(made: Path, folder: Path, tell: Progress = silent) -> Archived:
    """Add the checksums, make the zip, and put both in their place."""
    lines = [f"{digest}  {name}\n" for digest, name in _sums(made)]
    (made / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    packed = made.with_name(f"{made.name}.zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICK) as archive:
        for file in counted(sorted(path for path in made.rglob("*") if path.is_file()), tell, "Inpakken"):
            archive.write(file, f"{folder.name}/{file.relative_to(made).as_posix()}")
    packed.chmod(0o600)
    target = folder.with_name(f"{folder.name}.zip")
    packed.replace(target)
    made.rename(folder)
    return Archived(folder, target, len(lines) + 1)


def refuse_existing(folder: Path) -> None:
    for place in (folder, folder.with_name(f"{folder.name}.zip")):
        if place.exists():
            raise CohortError(f"{place}: dit bestaat al. Kies een andere map, of haal het eerst weg.")


def check_archive(place: Path) -> Checked:
    """Hold an archive, as a folder or as its zip, against its own checksums.

    Raises: CohortError when it is no archive.
    """
    if place.is_file() and zipfile.is_zipfile(place):
        with tempfile.TemporaryDirectory() as temporary:
            with zipfile.ZipFile(place) as archive:
                damaged = archive.testzip() if SUMS in {PurePosixPath(name).name for name in archive.namelist()} else ""
                if damaged:
                    return Checked(len(archive.namelist()), (damaged,), (), ())
                archive.extractall(temporary)
            inside = next((file.parent for file in Path(temporary).glob(f"*/{SUMS}")), Path(temporary))
            return check_archive(inside)
    sums = place / SUMS
    if not sums.is_file():
        raise CohortError(
            f"{place}: dit is geen archief van sowcourse ({SUMS} ontbreekt). Noem de map of de zip van een archief."
        )
    listed = {}
    for line in sums.read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    present = {name: digest for digest, name in _sums(place)}
    return Checked(
        files=len(listed),
        changed=tuple(name for name in listed if name in present and present[name] != listed[name]),
        missing=tuple(name for name in listed if name not in present),
        extra=tuple(name for name in present if name not in listed),
    )


def _sums(folder: Path) -> Iterable[tuple[str, str]]:
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder).as_posix()
        if name != SUMS:
            digest = hashlib.sha256()
            with file.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    digest.update(block)
            yield digest.hexdigest(), name
