"""Where somebody is in the author's room: of which course, which kind of text, of which lesson, which text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from tornado import web

from sowcourse.cohort.origin import COURSE
from sowcourse.content import Wanted, checkout, course_root
from sowcourse.errors import ContentError
from sowcourse.notebook import is_marked, markers, read_notebook
from sowcourse.office.asked import Answer, Asked
from sowcourse.skeleton.house_form import Entry
from sowcourse.skeleton.kind import ASSIGNMENTS, WHOLE, Kind
from sowcourse.skeleton.manuscript import KINDS, documents, lessons, read_entry, wanted
from sowcourse.skeleton.room import Room
from sowcourse.skeleton.shape import AFTER, BODY
from sowcourse.skeleton.steps import Steps

STORE = ".schrijven"
"""In a cohort, or in the lecturer's folder: drafts and earlier versions."""

NEW, SHARED = "nieuw", "cursus"
"""What stands in an address for a text that is not there yet, and for what is of no lesson."""


@dataclass(frozen=True)
class Spot:
    """A place in the room."""

    room: Room
    title: str
    home: str
    """Address of the room."""
    cohort: str
    """The folder of the cohort of which this is the course; "" for the course that new cohorts are made from."""
    rest: tuple[str, ...]
    """What stands in the address after the room."""

    @property
    def kind(self) -> Kind:
        """Raises: HTTPError for a kind that there is not."""
        if self.rest[0] not in KINDS:
            raise web.HTTPError(404)
        return KINDS[self.rest[0]]

    @property
    def lesson(self) -> str:
        """The lesson; "" for what the whole course shares. Raises: HTTPError for one that there is not."""
        found = "" if self.rest[1] == SHARED else self.rest[1]
        if found not in lessons(self.room.course, self.kind):
            raise web.HTTPError(404)
        return found

    @property
    def name(self) -> str:
        """The text. Raises: HTTPError for a name that is more than one step."""
        name = self.rest[2] if len(self.rest) > 2 else ""
        if name in (".", "..") or set(name) & set("/\\\0"):
            raise web.HTTPError(404)
        return name

    @property
    def called(self) -> str:
        """The text as it is spoken of: by its name, its number, or nothing where there is one."""
        if self.is_new or self.name == WHOLE:
            return ""
        return f"«{self.name}»" if self.kind.key or self.kind.alone else f"{int(self.name) + 1}"

    @property
    def titled(self) -> str:
        """The list that the text is in, as an author knows it."""
        return f"{self.kind.title}, {self.lesson}" if self.lesson else self.kind.title

    @property
    def place(self) -> str:
        """The file in the course that the text stands in. Raises: HTTPError for a name that is more than one step."""
        return self.kind.file(self.lesson, self.name)

    @property
    def shelf(self) -> str:
        """Address of the list that the text is in."""
        return f"{self.home}/{self.kind.id}/{self.lesson or SHARED}"

    @property
    def here(self) -> str:
        """Address of the text, or of the list where that is all."""
        return "/".join((self.shelf, *(quote(step, safe="") for step in self.rest[2:])))

    @property
    def is_new(self) -> bool:
        """Whether the text is not there yet."""
        return self.name == NEW

    def at(self, kind: str, lesson: str, name: str = "") -> Spot:
        """Another place in the same room."""
        return replace(self, rest=(kind, lesson, name) if name else (kind, lesson))

    def entries(self) -> list[Entry]:
        """Everything in the file of this list, as the draft has it. Raises: ContentError when it cannot be read."""
        try:
            return self.kind.entries(self.room.text(self.kind.file(self.lesson)))
        except ValueError:  # no draft of ours: its reader says in which line
            self.kind.read(self.lesson, self.room.course)
            raise

    def drafted(self) -> list[str]:
        """Documents of this list that are there as a draft."""
        lead, end = self.kind.place.format(self.lesson) + "/", self.kind.alone
        return [p.removeprefix(lead).removesuffix(end) for p in self.room.drafts() if p.startswith(lead)]

    def documents(self) -> list[str]:
        """Documents of this list, published or not."""
        return list(dict.fromkeys(documents(self.room.course, self.kind, self.lesson) + self.drafted()))

    def document(self, name: str) -> Entry:
        """A text that stands in a file of its own."""
        place = self.kind.file(self.lesson, name)
        return read_entry(self.room.text(place), self.kind, 0, self.room.file(place))

    def found(self) -> tuple[int, Entry]:
        """Which entry of its file the text is, and its values. Raises: HTTPError for one that there is not."""
        kind, name = self.kind, self.name
        if kind.alone:
            if name == NEW:
                return 0, {}
            if name not in self.documents():
                raise web.HTTPError(404)
            return 0, self.document(name)
        entries = self.entries()
        if name == NEW and kind.grows:
            return len(entries), {}
        for number, entry in enumerate(entries):
            if kind.name_of(number, entry) == name:
                return number, entry
        raise web.HTTPError(404)

    def wants(self, entry: Entry) -> Mapping[str, Wanted]:
        """What a form asks of this text: of a text in a notebook only what it has, of a cell those that there are."""
        kind = self.kind
        found = wanted(kind, self.lesson, self.room.course)
        if AFTER in found:
            ids = tuple(str(each["id"]) for each in self.entries())
            found[AFTER] = Wanted(str, False, ids)
            asked = (AFTER, BODY) if self.is_new else tuple(entry)
            found = {name: want for name, want in found.items() if name in asked}
        if kind.shape == Steps.of:
            found = {name: want for name, want in found.items() if name.partition(".")[0] in entry}
        if kind.of_assignment and "cell" in found:
            found["cell"] = Wanted(str, True, self._answers())
        return found

    def _answers(self) -> tuple[str, ...]:
        file = self.room.course.parent / ASSIGNMENTS / self.lesson / f"{self.lesson}.ipynb"
        cells = [cell for cell in read_notebook(file)["cells"] if markers(cell).get("solution")]
        if self.kind.id == "rubrics":
            cells = [cell for cell in cells if is_marked(cell)]
        return tuple(str(cell["id"]) for cell in cells)


def of_course(asked: Asked) -> Spot:
    """The course that new cohorts are made from. Raises: ContentError where it cannot be written in."""
    checkout()
    store = asked.desk.folder / STORE
    return Spot(Room(course_root(), store), "Schrijfkamer", asked.desk.at("schrijven"), "", asked.places)


def of_cohort(asked: Asked) -> Spot:
    """The course of one cohort."""
    root = asked.workspace.root
    home = asked.desk.at("cohort", root.name, "schrijven")
    return Spot(Room(root / COURSE, root / STORE), "Schrijfkamer", home, root.name, asked.places[1:])


def at_spot(act: Callable[[Spot, Asked], Answer], spot_of: Callable[[Asked], Spot]) -> Callable[[Asked], Answer]:
    """What a page or a button does, at the place in the address. What it refuses is told of as an author knows it."""

    def answer(asked: Asked) -> Answer:
        spot = spot_of(asked)
        try:
            return act(spot, asked)
        except ContentError as error:
            raise as_told(error, spot.room.course.parent, spot.titled) from error

    return answer


def as_told(error: ContentError, root: Path, titled: str) -> ContentError:
    """The same, of a file from the course on; of what an author has before them, where there is no file yet."""
    file = error.file
    if file in (Path(), root, root / COURSE):
        file = Path(titled)
    elif file.is_relative_to(root):
        file = file.relative_to(root)
    return ContentError(file, error.place, error.fault, error.remedy)
