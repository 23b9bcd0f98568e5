"""A folder with a checksum of everything in it, and the same as a zip: made, and held against its checksums later."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sowcourse.errors import CohortError

SUMS = "SHA256SUMS"
"""In an archive: the checksum of every other file, as `sha256sum -c` reads it."""

_BLOCK = 1 << 20

_QUICK = 1
"""How hard the zip is pressed: harder takes twice as long, and makes what is mostly repeated text little smaller."""


@dataclass(frozen=True)
class Sum:
    """A file of an archive: its place, and the checksum of what is in it."""

    name: str
    digest: str


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


class Packing:
    """A folder that becomes an archive: its checksums and its zip grow while others fill it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sums: dict[str, str] = {}
        self._packed = folder.with_name(f"{folder.name}.zip")
        self._zip = zipfile.ZipFile(self._packed, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICK)

    def __enter__(self) -> Packing:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def add(self, files: Iterable[Sum]) -> None:
        """Files that stand in the folder, with the checksum of what was written there."""
        for file in files:
            self._zip.write(self.folder / file.name, f"{self.folder.name}/{file.name}")
            self._sums[file.name] = file.digest

    def add_rest(self) -> list[Path]:
        """All that was not added yet, and the list of checksums. Returns: these files without that list."""
        rest = [Sum(name, _digest(file)) for name, file in _files(self.folder) if name not in self._sums]
        self.add(rest)
        lines = [f"{digest}  {name}\n" for name, digest in sorted(self._sums.items())]
        (self.folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
        self._zip.write(self.folder / SUMS, f"{self.folder.name}/{SUMS}")
        return [self.folder / one.name for one in rest]

    def deliver(self, folder: Path) -> Archived:
        """Put both in their place; the zip is closed by now."""
        self._packed.chmod(0o600)
        target = folder.with_name(f"{folder.name}.zip")
        self._packed.replace(target)
        self.folder.rename(folder)
        return Archived(folder, target, len(self._sums) + 1)


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
    present = {name: _digest(file) for name, file in _files(place)}
    return Checked(
        files=len(listed),
        changed=tuple(name for name in listed if name in present and present[name] != listed[name]),
        missing=tuple(name for name in listed if name not in present),
        extra=tuple(name for name in present if name not in listed),
    )


def _files(folder: Path) -> Iterable[tuple[str, Path]]:
    """All but the list of checksums: name in the archive, and where it stands."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(file.relative_to(folder).as_posix(), file) for file in files if file != folder / SUMS]


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
