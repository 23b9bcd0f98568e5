"""What the pages of one server share: the lecturer's folder, work that goes on, what was done, what was dropped."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from sowcourse.cohort.making import MARKER
from sowcourse.office.job import Jobs
from sowcourse.office.mark_past import Past

_KEPT = 200
"""So many notes and dropped files are kept, the latest; whoever comes later reads the page without them."""


@dataclass(frozen=True)
class Note:
    """What an action did, told on the page that comes after it."""

    sentences: tuple[str, ...]
    looks: tuple[str, ...] = ()
    """What needs a look, Dutch sentences."""


@dataclass(frozen=True)
class Dropped:
    """A file that a lecturer dropped or chose."""

    name: str
    """As it was called at the lecturer's; shown, and never a path."""
    content: bytes


@dataclass
class Desk:
    """One lecturer's server."""

    folder: Path
    """In which the cohorts stand."""
    place: str
    """Address of the first page, without an end: "/kantoor", or "/user/an/kantoor" on a hub."""
    jobs: Jobs = field(default_factory=Jobs)
    past: Past = field(default_factory=Past)
    _notes: OrderedDict[str, Note] = field(default_factory=OrderedDict)
    _collected: dict[tuple[Path, str], str] = field(default_factory=dict)
    _tray: tempfile.TemporaryDirectory[str] = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="sowcourse-kantoor-")
    )
    """What was dropped and waits for an answer; gone when the server ends."""

    def at(self, *parts: str) -> str:
        """The address of a page, each part as it is called."""
        return "/".join([self.place, *(quote(part, safe="") for part in parts)]) + ("" if parts else "/")

    def cohort(self, name: str) -> Path | None:
        """The folder of the cohort that is called so; None when it is not one of this lecturer's folder.

        The name is compared and never made into a path.
        """
        return next((root for root in self.cohorts() if root.name == name), None)

    def cohorts(self) -> list[Path]:
        """The folder of every cohort, in the order of their names."""
        return sorted(file.parent for file in self.folder.glob(f"*/{MARKER}"))

    def note(self, note: Note) -> str:
        """Keep what an action did, for the page after it. Returns: the name to ask it by."""
        name = secrets.token_urlsafe(8)
        self._notes[name] = note
        while len(self._notes) > _KEPT:
            self._notes.popitem(last=False)
        return name

    def noted(self, name: str) -> Note | None:
        """What was kept under a name."""
        return self._notes.get(name)

    def lay(self, root: Path, assignment: str, name: str) -> None:
        """Remember under which name the files lie that were collected last for an assignment; those before go."""
        before = self._collected.get((root, assignment), name)
        if before != name:
            shutil.rmtree(Path(self._tray.name) / before, ignore_errors=True)
        self._collected[root, assignment] = name

    def tray(self, root: Path, assignment: str) -> str:
        """That name; "" when there is none, or the server was started again since."""
        return self._collected.get((root, assignment), "")

    def forget(self, root: Path) -> None:
        """Let go of what was dropped for a cohort."""
        for place in [place for place in self._collected if place[0] == root]:
            shutil.rmtree(Path(self._tray.name) / self._collected.pop(place), ignore_errors=True)

    def keep(self, dropped: list[Dropped]) -> str:
        """Keep dropped files until they are answered about. Returns: the name to ask them by."""
        name = secrets.token_hex(8)
        folder = Path(self._tray.name) / name
        folder.mkdir()
        for number, file in enumerate(dropped):
            place = folder / f"{number}"
            place.mkdir()
            (place / safe_name(file.name)).write_bytes(file.content)
        return name

    def kept(self, name: str) -> list[Path]:
        """The files that were kept under a name, in order; none when the server was started again since."""
        folder = next((each for each in Path(self._tray.name).iterdir() if each.name == name), None)
        places = [place for place in folder.iterdir() if place.name.isdigit()] if folder else []
        return [file for place in sorted(places, key=lambda place: int(place.name)) for file in place.iterdir()]


def safe_name(name: str) -> str:
    """The name of a dropped file as a file of ours: its last part, without signs that mean something in a path."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign if sign.isprintable() and sign not in '<>:"|?*' else "_" for sign in last).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:100]}{dot}{ending[:20]}" if plain else "bestand"
