"""One kind of text that an author writes in a form: in which file it stands, how that is read and taken apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import Wanted
from sowcourse.skeleton.house_form import Entry, Pieces
from sowcourse.skeleton.shape import Cells, Held, Sections
from sowcourse.skeleton.steps import Steps

ASSIGNMENTS = "assignments"
"""The folder of the assignments, beside that of the course."""


WHOLE = "geheel"
"""What a text is called that there is one of."""


@dataclass(frozen=True)
class Kind:
    """One kind of text."""

    id: str
    title: str
    one: str
    """What one is called: "debat"."""
    place: str
    """Of the file or folder, with {} for the lesson: in the course, or in the folder of the assignments beside it."""
    read: Callable[[str, Path], object]
    """Reads it all: of a lesson, in a course. Raises: ContentError in Dutch."""
    label: str
    """The field by which one is told from another in a list."""
    entry: str = ""
    """What an entry is called in a TOML file of entries."""
    shape: Callable[[str], Held] | None = None
    """How any other file is taken apart."""
    alone: str = ""
    """Where each stands in a file of its own: how those files end."""
    key: str = "id"
    """The field that holds the name of an entry; "" where entries have none and go by their place."""
    flat: tuple[str, ...] = ()
    """Fields whose list stands on one line in the file."""
    block: tuple[str, ...] = ()
    """Fields whose text stands on lines of its own in the file."""
    given: Mapping[str, Wanted] | None = None
    """What a form asks where no reader says so."""
    elsewhere: tuple[str, ...] = ()
    """Fields of the same file that another form has, or that no form changes."""
    named_after: bool = False
    """Whether it is called as what it is about, so that its name is chosen and not made."""
    open: tuple[str, ...] = ()
    """Fields that may be left out, though the reader wants a value where they stand."""

    def held(self, text: str) -> Held:
        """A file of this kind in pieces."""
        return self.shape(text) if self.shape else Pieces.of(text, self.entry, self.flat, self.block)

    def entries(self, text: str) -> list[Entry]:
        """Everything that the file says."""
        held = self.held(text)
        return [held.entry(number) for number in range(len(held))]

    def name_of(self, number: int, entry: Entry) -> str:
        """By which an entry is asked: its name, else its place; what there is one of has always the same."""
        if not self.many:
            return WHOLE
        found = entry.get(self.key, number) if self.key else number
        return "-".join(map(str, found)) if isinstance(found, list) else str(found)

    @property
    def of_lesson(self) -> bool:
        """Whether every lesson has its own."""
        return "{" in self.place

    @property
    def many(self) -> bool:
        """Whether a list holds several of them."""
        return bool(self.entry or self.alone or self.shape in (Cells.of, Sections.of, Steps.of))

    @property
    def grows(self) -> bool:
        """Whether there can be more of them, or fewer."""
        return self.many and not self.is_set

    @property
    def is_set(self) -> bool:
        """Whether the program, or a notebook, says which of them there are."""
        return self.shape in (Sections.of, Steps.of)

    @property
    def names_itself(self) -> bool:
        """Whether a new one gets a name of ours."""
        return self.shape == Cells.of

    @property
    def of_assignment(self) -> bool:
        """Whether it stands with the assignments, and changes what is checked."""
        return self.place.startswith(ASSIGNMENTS)

    def file(self, lesson: str, identifier: str = "") -> str:
        """The place of the file in a course, with forward slashes."""
        place = self.place.format(lesson)
        return f"{place}/{identifier}{self.alone}" if self.alone else place
