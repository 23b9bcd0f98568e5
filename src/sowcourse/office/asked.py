"""What a browser asks of a page, and what it gets for it: plain values, so that a page is a function."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tornado import web

from sowcourse.cohort.workspace import Workspace, open_workspace
from sowcourse.errors import CohortError, SowcourseError
from sowcourse.office.desk import Desk, Dropped, Note


@dataclass(frozen=True)
class Page:
    """A page of a template in `office/templates`."""

    template: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Go:
    """The page to go to; after an action with what was done."""

    place: str
    """An address of `Desk.at`."""
    note: Note | None = None
    step: str = ""
    """The step of the road that stays open, where the page has steps."""
    at: str = ""
    """Where on that page to begin: the id of an element."""


@dataclass(frozen=True)
class Download:
    """A file to keep."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Sheet:
    """A page that is somebody else's, such as feedback: shown in a frame, in which nothing runs."""

    html: str


@dataclass(frozen=True)
class Told:
    """Plain values for a script of ours."""

    values: Mapping[str, Any]


@dataclass(frozen=True)
class Script:
    """A stylesheet or script of ours."""

    name: str
    content: bytes


Answer = Page | Go | Download | Sheet | Told | Script


_NO_NUMBER = re.compile(r"\d{1000}")
"""More digits in a row than anything has that is filled in; of 4,300 Python makes no number."""


@dataclass(frozen=True)
class Asked:
    """One question of a browser."""

    desk: Desk
    places: tuple[str, ...] = ()
    """What stands in the address where a route leaves it open: a cohort, an assignment, more."""
    words: Mapping[str, list[str]] = field(default_factory=dict)
    """What was filled in, and what stands behind the question mark of the address."""
    files: Mapping[str, list[Dropped]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises: HTTPError for a number that nobody means and Python does not read."""
        if any(map(_NO_NUMBER.search, (*self.places, *(word for found in self.words.values() for word in found)))):
            raise web.HTTPError(400)

    def word(self, name: str, otherwise: str = "") -> str:
        """What was filled in."""
        return self.words.get(name, [otherwise])[-1].strip()

    def every(self, name: str) -> list[str]:
        """Everything that was filled in or ticked under one name."""
        return [word.strip() for word in self.words.get(name, [])]

    def dropped(self, name: str) -> list[Dropped]:
        """The files that were chosen; a field that was left empty gives none."""
        return [file for file in self.files.get(name, []) if file.name or file.content]

    def tray(self, name: str) -> str:
        """Where the file lies that was dropped in a field now, or before when a form gives that back; "" for none."""
        dropped = self.dropped(name)
        return self.desk.keep(dropped) if dropped else self.word("bak")

    def lying(self, tray: str) -> dict[str, str]:
        """What a form tells of a tray and gives back: its name, and what the file is called; "" when it is gone."""
        files = self.desk.kept(tray) if tray else []
        return {"tray": tray, "file": files[0].name} if files else {"tray": "", "file": ""}

    @cached_property
    def workspace(self) -> Workspace:
        """The cohort in the address. Raises: HTTPError when there is none of that name; SowcourseError when broken."""
        root = self.desk.cohort(self.places[0])
        if root is None:
            raise web.HTTPError(404)
        return open_workspace(root)

    @cached_property
    def assignment(self) -> str:
        """The assignment in the address. Raises: HTTPError when this cohort has none of that name."""
        if self.places[1] not in self.workspace.assignments():
            raise web.HTTPError(404)
        return self.places[1]

    @property
    def here(self) -> str:
        """The address of the cohort or the assignment that this is about."""
        parts = ["cohort", self.workspace.root.name]
        return self.desk.at(*parts, "opdracht", self.assignment) if len(self.places) > 1 else self.desk.at(*parts)

    def student(self, name: str) -> str:
        """A student of the class list that was chosen. Raises: CohortError when the number is not on it."""
        number = self.word(name)
        if number not in self.workspace.students():
            raise CohortError(
                f"{number or 'Student'}: deze student staat niet op de klaslijst. Kies iemand uit de lijst."
            )
        return number


Show = Callable[[Asked], Answer]
Act = Callable[[Asked], Answer]


@dataclass(frozen=True)
class Route:
    """One address, the page that stands there, and what its buttons do.

    A button is called `doe`, and its value is the name of what it does.
    """

    pattern: str
    """Below `/kantoor`, a regular expression of which each group is one of `Asked.places`."""
    show: Show
    acts: Mapping[str, Act] = field(default_factory=dict)
    open: bool = False
    """Whether it is shown to who is not let in: it says nothing of a class."""


@dataclass(frozen=True)
class Fault:
    """Why something was refused."""

    sentences: tuple[str, ...]

    @classmethod
    def of(cls, error: SowcourseError) -> Fault:
        """As the error tells it, one line a sentence of its own."""
        return cls(tuple(line.strip() for line in str(error).splitlines() if line.strip()))
