"""A lesson that is still being written, taken back: what goes with it, what stands in the way, and the act."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import UNWRITTEN, checkout, read_text, read_toml
from sowcourse.course import load_course, load_outcomes
from sowcourse.durable import SHARED, write_durably
from sowcourse.errors import ContentError
from sowcourse.lab.known import KNOWN_FILE, write_known_cells
from sowcourse.skeleton.cells import template_text
from sowcourse.skeleton.change import COPIES, known_name, one_at_a_time, whole_or_nothing, without_module
from sowcourse.skeleton.house_form import Pieces
from sowcourse.skeleton.kind import ASSIGNMENTS
from sowcourse.skeleton.manuscript import KINDS, lessons
from sowcourse.skeleton.module import outcomes_made
from sowcourse.skeleton.removal import left_aside, left_half, removing, settle
from sowcourse.skeleton.room import Room
from sowcourse.skeleton.writing import copies_of

_COURSE, _OUTCOMES = "course.toml", "outcomes.toml"
_TEXTS = (".toml", ".md", ".ipynb")
_OWN = {"module.toml": "module.toml", "lesson.ipynb": "lesson.txt", "teaching-notes.md": "teaching-notes.md"}
"""The texts of a lesson itself → the template each is made from."""
_TO_WRITE = re.compile(rf'{UNWRITTEN}: [^"\\\n|]+[^"\\\n| ]')
"""What a template asks for, in one place."""


def is_new(folder: Path) -> bool:
    """Whether something in a lesson itself still stands as it was made.

    A case that was added to a finished lesson does not count, nor a text of it that its author is writing anew.
    """
    made = {to_write for name in _OWN.values() for to_write in _TO_WRITE.findall(template_text(f"module/{name}"))}
    files = (folder / name for name in _OWN)
    return any(made.intersection(_TO_WRITE.findall(read_text(file))) for file in files if file.is_file())


def broken_off(course: Path) -> list[str]:
    """New lessons of which there is a folder while the course does not name them, by name."""
    listed = {module.id for module in load_course(course).modules}
    folders = (file.parent for file in sorted(course.glob("*/module.toml")))
    return [folder.name for folder in folders if folder.name not in listed and is_new(folder)]


def unsettled(room: Room) -> list[Path]:
    """What a lesson that was being taken back left when that was broken off, and nobody sees."""
    shared = (*(room.course / name for name in (_COURSE, _OUTCOMES)), KNOWN_FILE)
    return [*left_aside(*room.homes(), checkout() / COPIES), *(half for file in shared for half in left_half(file))]


@one_at_a_time
def bring_to_end(room: Room) -> list[str]:
    """End what was broken off: of a lesson that the course does not name, what was put aside goes; else it comes back.

    Returns: the lessons that are gone now, by name.
    """
    return _settled(room)


def _settled(room: Room) -> list[str]:
    listed = read_toml(room.course / _COURSE).texts("modules")
    names: set[str] = set()
    done = False
    for each in unsettled(room):
        if each.is_dir():
            held = {one.name for one in each.iterdir()}
            if settle(each, listed.__contains__):
                names, done = names | held, True
        else:
            with suppress(OSError):  # the room says what is still there
                each.unlink()
    if done:
        write_known_cells()
    return sorted(name for name in names if not room.file(name).is_dir())


@dataclass(frozen=True)
class Withdrawal:
    """What goes when a lesson is taken back."""

    room: Room
    lesson: str
    title: str
    files: tuple[str, ...]
    """Every file in its folder, as it is called there."""
    outcomes: dict[str, str]
    """Those of the two it was made with that there still are → what they say."""
    assignment: str
    """Of its name; "" for none."""
    listed: bool
    """Whether the course names it; not when making it, or taking it back, was broken off."""

    def refuse_finished(self) -> None:
        """Raises: ContentError when nothing in the lesson itself stands as it was made."""
        folder = self.room.file(self.lesson)
        if not is_new(folder):
            fault = f"de les '{self.lesson}' zelf is af, of was dat al eens: ze kan in een cohort zitten, en blijft."
            raise ContentError(folder, "", fault, "Verander wat erin staat, tekst voor tekst.")

    @property
    def own(self) -> tuple[str, ...]:
        """The places of its folders in the room."""
        return (self.lesson, *([f"{ASSIGNMENTS}/{self.assignment}"] if self.assignment else []))

    @property
    def drafts(self) -> list[str]:
        """The places in it that have a draft."""
        return [place for place in self.room.drafts() if self._holds(place)]

    def _holds(self, place: str) -> bool:
        return place.startswith(tuple(f"{own}/" for own in self.own))

    def left(self, place: str, text: str) -> str:
        """What a shared file says without the lesson."""
        if place == _COURSE:
            return without_module(text, self.lesson, self.room.file(place))
        return _without_outcomes(text, self.outcomes) if place == _OUTCOMES else text

    def pointers(self) -> list[str]:
        """What elsewhere in the course, or in a draft of it, names the lesson or its outcomes: Dutch sentences."""
        named = re.compile("|".join(map(_as_name, (self.lesson, *self.outcomes))))
        found: list[str] = []
        for place in self._elsewhere():
            for text in filter(None, (self.room.published(place), self.room.draft(place))):
                found += _told(self.room, place, self.left(place, text), named)
        return list(dict.fromkeys(found))

    def _elsewhere(self) -> list[str]:
        """The place of every text that stays."""
        root = self.room.course
        roots = ((root, ""), (root.parent / ASSIGNMENTS, f"{ASSIGNMENTS}/"))
        files = {f"{lead}{file.relative_to(at).as_posix()}" for at, lead in roots for file in _files(at)}
        stays = files | set(self.room.drafts())
        return sorted(place for place in stays if not self._holds(place))


def withdrawal(room: Room, lesson: str) -> Withdrawal:
    """What would go with a lesson. Raises: ContentError when there is none."""
    modules = {module.id: module for module in load_course(room.course).modules}
    known_name(lesson, [*modules, *broken_off(room.course)], room.file(_COURSE), "de les")
    module, folder = modules.get(lesson), room.file(lesson)
    assignment = room.file(f"{ASSIGNMENTS}/{lesson}").is_dir() if module is None else module.assignment == lesson
    said = load_outcomes(room.course)
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return Withdrawal(
        room,
        lesson,
        module.title if module else lesson,
        tuple(file.relative_to(folder).as_posix() for file in files),
        {name: said[name].text for name in outcomes_made(lesson) if name in said},
        lesson if assignment else "",
        module is not None,
    )


@one_at_a_time
def take_back(room: Room, lesson: str) -> Withdrawal:
    """Remove a lesson with all that was made and written of it; returns what went.

    Raises: ContentError when there is none, when nothing is left to be written in it, and when something elsewhere
    names it; nothing is changed then.
    """
    _settled(room)
    goes = withdrawal(room, lesson)
    goes.refuse_finished()
    holds = goes.pointers()
    if holds:
        remedy = f"Haal dat eerst weg, en neem de les dan terug. {' '.join(holds)}"
        raise ContentError(room.file(lesson), "", f"iets in de cursus noemt de les '{lesson}' nog.", remedy)
    folders = [folder for place in goes.own for folder in room.folders(place)]
    if goes.assignment and copies_of(goes.assignment).is_dir():
        folders.append(copies_of(goes.assignment))
    # the lesson last: while it is there, this can be done again
    folders += [room.file(place) for place in reversed(goes.own)]
    shared = (_COURSE, _OUTCOMES)
    kept = (*map(room.file, shared), *map(room.draft_file, shared), KNOWN_FILE)
    with removing() as remove, whole_or_nothing(*kept):
        drafts = {place: text for place in shared if (text := room.draft(place))}
        for place in shared:
            write_durably(room.file(place), goes.left(place, room.published(place)), SHARED)
        for place, text in drafts.items():
            room.keep(place, goes.left(place, text))
        for folder in folders:
            remove(folder)
        load_course(room.course)
        load_outcomes(room.course)
        write_known_cells()
    return goes


def _as_name(name: str) -> str:
    """A pattern for where a name stands; of one that is a word or a number too, only in a path, a call or as code."""
    if "-" in name:
        return rf"(?<![\w-]){re.escape(name)}(?![\w-])"
    named = re.escape(name)
    return rf"""(?:\b(?:course|{ASSIGNMENTS})/|\.\./|["'`(]){named}(?=/)|(?<=`){named}(?=`)|\(\\*["']{named}\\*["']"""


def _files(folder: Path) -> Iterator[Path]:
    """Every text below a folder, hidden ones left out."""
    for file in sorted(folder.rglob("*")):
        hidden = any(step.startswith(".") for step in file.relative_to(folder).parts)
        if file.is_file() and file.suffix in _TEXTS and not hidden:
            yield file


def _told(room: Room, place: str, text: str, named: re.Pattern[str]) -> Iterator[str]:
    """Where a text names something: the entry of its form, else the line."""
    if not named.search(text):
        return
    told = False
    for kind in KINDS.values():
        for lesson in lessons(room.course, kind):
            if kind.alone or kind.file(lesson) != place:
                continue
            for number, entry in enumerate(kind.entries(text)):
                if named.search(str(entry)):
                    told = True
                    where = f"«{kind.title}»" + (f", {lesson}" if lesson else "")
                    yield f"{where} noemt dit, bij «{kind.name_of(number, entry)}»."
    if not told:
        lines = [str(number) for number, line in enumerate(text.split("\n"), start=1) if named.search(line)]
        yield f"{place} noemt dit, op regel {', '.join(lines)}."


def _without_outcomes(text: str, names: dict[str, str]) -> str:
    """The file without these outcomes, and without the remark above them that they must be written."""
    held = Pieces.of(text, "outcome")
    for number in reversed(range(len(held))):
        if held.entry(number)["id"] not in names:
            continue
        start = len(held.head) + sum(map(len, held.entries[:number]))
        before = re.sub(rf"(?:#.*{UNWRITTEN}.*\n)+\Z", "", text[:start])
        after = text[start + len(held.own(number)) :]
        if before.endswith("\n\n") and (not after or after.startswith("\n")):
            before = before[:-1]
        text = before + after
    return text
