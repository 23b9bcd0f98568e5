"""The author's room: drafts that nobody else sees, publishing, and every version of before with the way back.

A draft lies beside the course and not in it, so what is under construction is in nobody's cohort until it is published
(docs/decisions/026-unfinished-material.md). Publishing looks first whether the whole course can still be read.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sowcourse.content import read_text
from sowcourse.course import load_course
from sowcourse.durable import SHARED, write_durably
from sowcourse.errors import ContentError
from sowcourse.skeleton.manuscript import Kind

DRAFTS, PAST = "concept", "vorige"
_STAMP = "%Y%m%d-%H%M%S-%f"


@dataclass(frozen=True)
class Version:
    """A text as it was until a moment."""

    name: str
    """By which it is asked."""
    until: datetime
    """When another took its place, UTC."""
    file: Path


@dataclass(frozen=True)
class Room:
    """A course, and where its drafts and earlier versions lie."""

    course: Path
    store: Path

    def text(self, place: str) -> str:
        """The draft of a file, else the file as it is published; "" when there is neither."""
        return self.draft(place) or self.published(place)

    def published(self, place: str) -> str:
        """The file as it is published; "" when there is none."""
        file = _below(self.course, place)
        return read_text(file) if file.is_file() else ""

    def draft(self, place: str) -> str:
        """The draft of a file; "" when there is none."""
        file = _below(self.store / DRAFTS, place)
        return read_text(file) if file.is_file() else ""

    def drafts(self) -> list[str]:
        """The place of every file that has a draft."""
        root = self.store / DRAFTS
        return sorted(file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file())

    def keep(self, place: str, text: str) -> None:
        """Keep a draft; what is as it is published needs none."""
        if text == self.published(place):
            self.forget(place)
            return
        file = _below(self.store / DRAFTS, place)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_durably(file, text)

    def forget(self, place: str) -> None:
        """Throw a draft away."""
        _below(self.store / DRAFTS, place).unlink(missing_ok=True)

    @contextmanager
    def as_published(self, place: str, text: str) -> Iterator[Path]:
        """A copy of the course in which one file has another text; gone afterwards."""
        _below(self.course, place)
        with tempfile.TemporaryDirectory(prefix="sowcourse-schrijven-") as folder:
            course = Path(folder) / "course"
            shutil.copytree(self.course, course, ignore=shutil.ignore_patterns(".*", "__pycache__"))
            (course / place).parent.mkdir(parents=True, exist_ok=True)
            (course / place).write_text(text, encoding="utf-8")
            yield course

    def fault(self, kind: Kind, lesson: str, place: str, text: str) -> ContentError | None:
        """Why the course could not be read with this text; None when it can."""
        with self.as_published(place, text) as course:
            try:
                load_course(course)
                kind.read(lesson, course)
            except ContentError as error:
                return error
        return None

    def publish(self, kind: Kind, lesson: str, place: str) -> None:
        """Let the draft count; what it replaces is kept.

        Raises: ContentError when the course could not be read with it; nothing changes then.
        """
        text = self.draft(place)
        if not text:
            raise ContentError(self.course / place, "", "er is geen concept.", "Bewaar eerst wat je schreef.")
        fault = self.fault(kind, lesson, place, text)
        if fault:
            raise ContentError(self.course / place, fault.place, fault.fault, fault.remedy)
        self._put_aside(place)
        (self.course / place).parent.mkdir(parents=True, exist_ok=True)
        write_durably(self.course / place, text, SHARED)
        self.forget(place)

    def versions(self, place: str) -> list[Version]:
        """What the file was before, the latest first."""
        files = sorted(_below(self.store / PAST, place).glob("*.txt"), reverse=True)
        return [Version(file.stem, datetime.strptime(file.stem, _STAMP).replace(tzinfo=UTC), file) for file in files]

    def restore(self, place: str, name: str) -> None:
        """Make a version of before the draft, to read and to publish.

        Raises: ContentError when there is none of that name.
        """
        found = next((version for version in self.versions(place) if version.name == name), None)
        if found is None:
            raise ContentError(self.course / place, "", "die versie is er niet.", "Kies er een uit de lijst.")
        self.keep(place, read_text(found.file))

    def _put_aside(self, place: str) -> None:
        before = self.published(place)
        if before:
            folder = self.store / PAST / place
            folder.mkdir(parents=True, exist_ok=True)
            write_durably(folder / f"{datetime.now(UTC):{_STAMP}}.txt", before)


def _below(root: Path, place: str) -> Path:
    """A place in a folder: it comes out of an address, and leads nowhere else.

    Raises: ContentError when it would.
    """
    if any(step in ("", ".", "..") for step in place.split("/")) or "\\" in place or "\0" in place:
        raise ContentError(root, "", f"'{place}' is geen tekst van deze cursus.", "Kies er een uit de lijst.")
    return root / place
