"""The author's room: drafts that nobody else sees, publishing, and every version of before with the way back.

A draft lies beside the course and not in it, so what is under construction is in nobody's cohort until it is published
(docs/decisions/026-unfinished-material.md). Publishing looks first whether the whole course can still be read; what
belongs to an assignment is proved before it counts.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sowcourse.cohort.account import me
from sowcourse.content import read_text, shipped_course
from sowcourse.course import load_course
from sowcourse.durable import SHARED, write_durably
from sowcourse.errors import ContentError
from sowcourse.lab.known import KNOWN_FILE, write_known_cells
from sowcourse.lint.words import write_words_page
from sowcourse.skeleton.change import whole_or_nothing
from sowcourse.skeleton.counterpart import UndecidedError, counterpart
from sowcourse.skeleton.house_form import Entry
from sowcourse.skeleton.kind import ASSIGNMENTS, Kind
from sowcourse.skeleton.rehearsal import proved

DRAFTS, PAST = "concept", "vorige"
_STAMP = "%Y%m%d-%H%M%S-%f"
_NAME = re.compile(r"(\d{8}-\d{6}-\d{6})(?:~(.*))?")


@dataclass(frozen=True)
class Version:
    """A text as it was until a moment."""

    name: str
    """By which it is asked."""
    until: datetime
    """When another took its place, UTC."""
    by: str
    """Who put that other in its place; "" when nobody wrote it down."""
    file: Path


@dataclass(frozen=True)
class Before:
    """One text of a file as it was until a moment."""

    version: Version
    entry: Entry
    number: int
    """Which entry of that file it was."""


@dataclass(frozen=True)
class Room:
    """A course, and where its drafts and earlier versions lie."""

    course: Path
    store: Path

    def text(self, place: str) -> str:
        """The draft of a file, else the file as it is published; "" when there is neither."""
        return self.draft(place) or self.published(place)

    def file(self, place: str) -> Path:
        """The file that a place stands for: in the course, or among the assignments beside it."""
        return _below(self.course.parent if place.startswith(f"{ASSIGNMENTS}/") else self.course, place)

    def published(self, place: str) -> str:
        """The file as it is published; "" when there is none."""
        file = self.file(place)
        return read_text(file) if file.is_file() else ""

    def draft(self, place: str) -> str:
        """The draft of a file; "" when there is none."""
        file = self.draft_file(place)
        return read_text(file) if file.is_file() else ""

    def drafts(self) -> list[str]:
        """The place of every file that has a draft; what a write or a removal left half is hidden, and none."""
        root = self.store / DRAFTS
        places = (file.relative_to(root) for file in root.rglob("*") if file.is_file())
        return sorted(place.as_posix() for place in places if not any(step.startswith(".") for step in place.parts))

    def keep(self, place: str, text: str) -> None:
        """Keep a draft; what is as it is published needs none."""
        if text == self.published(place):
            self.forget(place)
            return
        file = self.draft_file(place)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_durably(file, text)

    def forget(self, place: str) -> None:
        """Throw a draft away."""
        self.draft_file(place).unlink(missing_ok=True)

    def draft_file(self, place: str) -> Path:
        """Where the draft of a file lies, or would."""
        return _below(self.store / DRAFTS, place)

    def folders(self, place: str) -> list[Path]:
        """The folders that hold drafts and earlier versions of what lies in a folder of the course."""
        return [folder for lead in (DRAFTS, PAST) if (folder := _below(self.store / lead, place)).is_dir()]

    def homes(self) -> list[Path]:
        """Where the folder of a lesson, or of its assignment, stands: itself, with drafts, with earlier versions."""
        roots = (self.store / DRAFTS, self.store / PAST)
        return [self.course, self.course.parent / ASSIGNMENTS, *roots, *(root / ASSIGNMENTS for root in roots)]

    @contextmanager
    def as_published(self, place: str, text: str) -> Iterator[Path]:
        """A copy of the course in which one file has another text, and beside it its assignment; gone afterwards.

        Without a text the file is not there.
        """
        _below(self.course, place)
        leave = shutil.ignore_patterns(".*", "__pycache__")
        with tempfile.TemporaryDirectory(prefix="sowcourse-schrijven-") as folder:
            copy = Room(Path(folder) / "course", Path(folder))
            shutil.copytree(self.course, copy.course, symlinks=True, ignore=leave)
            if place.startswith(f"{ASSIGNMENTS}/"):
                own = "/".join(place.split("/")[:2])
                shutil.copytree(self.file(own), copy.file(own), symlinks=True, ignore=leave)
            file = copy.file(place)
            file.parent.mkdir(parents=True, exist_ok=True)
            if text:
                file.write_text(text, encoding="utf-8")
            else:
                file.unlink(missing_ok=True)
            yield copy.course

    def fault(self, kind: Kind, lesson: str, place: str, text: str) -> ContentError | None:
        """Why the course could not be read with this text; None when it can."""
        with self.as_published(place, text) as course:
            try:
                load_course(course)
                kind.read(lesson, course)
            except ContentError as error:
                return error
        return None

    def publish(self, kind: Kind, lesson: str, place: str, anyway: bool = False) -> list[str]:
        """Let the draft count; what it replaces is kept. Returns: what needs a look now, Dutch sentences.

        Of an assignment, rubrics, hints, points and answer key follow, and what it changes is proved first.
        Parameters: anyway – whether code of the assignment may run where no wall can be built.
        Raises: ContentError when the course could not be read with it, or a proof fails; nothing changes then.
        """
        text = self.draft(place)
        if not text:
            raise ContentError(self.file(place), "", "er is geen concept.", "Bewaar eerst wat je schreef.")
        fault = self.fault(kind, lesson, place, text)
        if fault:
            raise ContentError(self.file(place), fault.place, fault.fault, fault.remedy)
        looks = self._put(kind, lesson, place, text, anyway)
        self.forget(place)
        return looks

    def take_away(self, kind: Kind, lesson: str, place: str, anyway: bool = False) -> list[str]:
        """Delete a file that is a document; what it was is kept. Returns: what needs a look now, Dutch sentences.

        Parameters: anyway – as in `publish`.
        Raises: ContentError when it is not there, when the course could not be read without it, or a proof fails.
        """
        if not self.published(place):
            raise ContentError(self.file(place), "", "dit is niet gepubliceerd.", "Gooi het concept weg.")
        fault = self.fault(kind, lesson, place, "")
        if fault:
            raise ContentError(self.file(place), fault.place, fault.fault, fault.remedy)
        self._put_aside(place, self.draft(place))  # before: what comes back first is what was published
        looks = self._put(kind, lesson, place, "", anyway)
        self.forget(place)
        return looks

    def gone(self, kind: Kind, lesson: str) -> list[str]:
        """Documents of a list that were deleted, by name."""
        folder = _below(self.store / PAST, kind.place.format(lesson))
        names = [each.name.removesuffix(kind.alone) for each in sorted(folder.glob(f"*{kind.alone}"))]
        return [name for name in names if not self.text(kind.file(lesson, name))]

    def _put(self, kind: Kind, lesson: str, place: str, text: str, anyway: bool) -> list[str]:
        """Write a file, or delete it where there is no text, with what follows of it; what was there is kept."""
        follows, looks = self._following(kind, lesson, place, text, anyway) if kind.of_assignment else ({}, [])
        put = {place: text} | follows
        put = {place: text for place, text in put.items() if text != self.published(place)}
        listed = self.course == shipped_course()
        with whole_or_nothing(*map(self.file, put), *([KNOWN_FILE] if listed else [])):
            for each, new in put.items():
                self._put_aside(each, self.published(each))
                self.file(each).parent.mkdir(parents=True, exist_ok=True)
                if new:
                    write_durably(self.file(each), new, SHARED)
                else:
                    self.file(each).unlink()
            if listed:
                write_known_cells()
                if place == "words.toml":  # a page of the guides is made of it
                    write_words_page()
        return looks

    def versions(self, place: str) -> list[Version]:
        """What the file was before, the latest first."""
        found = []
        for file in sorted(_below(self.store / PAST, place).glob("*.txt"), reverse=True):
            said = _NAME.fullmatch(file.stem)
            if said:
                until = datetime.strptime(said[1], _STAMP).replace(tzinfo=UTC)
                found.append(Version(said[1], until, said[2] or "", file))
        return found

    def history(self, kind: Kind, place: str, name: str) -> tuple[list[Before], Version | None]:
        """What one text of a file was before, the latest first: only versions in which it was another.

        Returns: with the version from which on nobody can say which text it was, or None. That is so only where texts
        have no name: then what they say decides, and not their place.
        """
        found: list[Before] = []
        entries = kind.entries(self.text(place))
        number: int | None = _place(kind, entries, name)
        for version in self.versions(place):
            before = kind.entries(read_text(version.file))
            if _goes_by_place(kind):
                try:
                    was = None if number is None else counterpart(entries, number, before)
                except UndecidedError:
                    return found, version
            else:
                was = _place(kind, before, name)
            if was is None:
                continue
            if number is None or before[was] != entries[number]:
                found.append(Before(version, before[was], was))
            entries, number = before, was
        return found, None

    def restore(self, place: str, name: str) -> None:
        """Make a version of before the draft, to read and to publish; a draft that stood there is kept as a version.

        Raises: ContentError when there is none of that name.
        """
        version = self.version(place, name)
        self._put_aside(place, self.draft(place))
        self.keep(place, read_text(version.file))

    def version(self, place: str, name: str) -> Version:
        """A version by its name. Raises: ContentError when there is none."""
        found = next((version for version in self.versions(place) if version.name == name), None)
        if found is None:
            raise ContentError(self.file(place), "", "die versie is er niet.", "Kies er een uit de lijst.")
        return found

    def replace(self, place: str, text: str) -> None:
        """Make a text the draft; a draft that stood there is kept as a version."""
        self._put_aside(place, self.draft(place))
        self.keep(place, text)

    def _following(
        self, kind: Kind, lesson: str, place: str, text: str, anyway: bool
    ) -> tuple[dict[str, str], list[str]]:
        """Files of an assignment that follow from another, place → text; and what needs a look."""
        notebook = f"{ASSIGNMENTS}/{lesson}/{lesson}.ipynb"
        with self.as_published(place, text) as course:
            folder = course.parent / ASSIGNMENTS / lesson
            text, looks = proved(folder, course.parent / place, kind.id in ("rubrics", "hints"), anyway)
        return {notebook: text}, looks

    def _put_aside(self, place: str, before: str) -> None:
        if before:
            folder = _below(self.store / PAST, place)
            folder.mkdir(parents=True, exist_ok=True)
            write_durably(folder / f"{datetime.now(UTC):{_STAMP}}~{_plain(me().name or me().account)}.txt", before)


def _goes_by_place(kind: Kind) -> bool:
    return kind.many and not kind.key and not kind.alone


def _place(kind: Kind, entries: list[Entry], name: str) -> int | None:
    """Which of the entries of a file is called so; None when there is none."""
    if kind.alone:
        return 0 if entries else None
    return next((number for number, entry in enumerate(entries) if kind.name_of(number, entry) == name), None)


def _plain(name: str) -> str:
    """A person's name as a part of the name of a file."""
    return re.sub(r"[^\w .@-]", "", name)[:60].strip(" .")


def _below(root: Path, place: str) -> Path:
    """A place in a folder: it comes out of an address, and leads nowhere else, also not by a link in that folder.

    Raises: ContentError when it would.
    """
    if any(step in ("", ".", "..") for step in place.split("/")) or "\\" in place or "\0" in place:
        raise ContentError(root, "", f"'{place}' is geen tekst van deze cursus.", "Kies er een uit de lijst.")
    file = root / place
    if not os.path.realpath(file).startswith(os.path.realpath(root) + os.sep):
        fault = "dit is een koppeling naar een plaats buiten deze map, en zo'n bestand verandert Kantoor niet."
        raise ContentError(Path(place), "", fault, "Zet het bestand zelf in de map van de cursus.")
    return file
