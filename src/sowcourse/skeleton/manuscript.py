"""Texts that an author writes in forms: which there are, in which file, and what the reader of that file wants.

Every kind is a file of entries, or a folder of documents with a head of values. What a form asks is what the reader
asks (`content.witnessed`); what it means stands in `fields.toml` beside this file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sowcourse.claim import load_claims
from sowcourse.content import Wanted, document_of, read_toml, witnessed
from sowcourse.course import case_of, load_course, load_module, load_outcomes
from sowcourse.debate import load_debates
from sowcourse.errors import ContentError
from sowcourse.glossary import load_glossary
from sowcourse.quiz import load_quiz
from sowcourse.skeleton.house_form import Entry, Pieces, front
from sowcourse.source import load_sources

BODY = "tekst"
"""What the Markdown below a head is called among the fields."""


@dataclass(frozen=True)
class Kind:
    """One kind of text."""

    id: str
    title: str
    one: str
    """What one is called: "debat"."""
    entry: str
    """What an entry is called in its file; "" where each stands in a document of its own."""
    place: str
    """Of the file or folder in a course, with {} for the lesson."""
    read: Callable[[str, Path], object]
    """Reads it all: of a lesson, in a course. Raises: ContentError in Dutch."""
    label: str
    """The field by which one is told from another in a list."""
    key: str = "id"
    """The field that holds the name of an entry, where entries have one."""
    flat: tuple[str, ...] = ()
    """Fields whose list stands on one line in the file."""

    def pieces(self, text: str) -> Pieces:
        """A file of this kind in pieces."""
        return Pieces.of(text, self.entry, self.flat)

    def name_of(self, number: int, entry: Entry) -> str:
        """By which an entry is asked: its name, else its place."""
        return str(entry.get(self.key, number))

    @property
    def of_lesson(self) -> bool:
        """Whether every lesson has its own."""
        return "{}" in self.place

    def file(self, lesson: str, identifier: str = "") -> str:
        """The place of the file in a course, with forward slashes."""
        place = self.place.format(lesson)
        return place if self.entry else f"{place}/{identifier}.md"


def _read_cases(lesson: str, course: Path) -> object:
    return [case_of(file) for file in sorted((course / lesson / "cases").glob("*.md"))]


KINDS = {
    kind.id: kind
    for kind in (
        Kind("casussen", "Casussen", "casus", "", "{}/cases", _read_cases, "title"),
        Kind("debatten", "Debatten", "debat", "debate", "{}/debate.toml", load_debates, "title"),
        Kind("toets", "Toetsvragen", "toetsvraag", "question", "{}/quiz.toml", load_quiz, "text"),
        Kind("kantvragen", "Kantvragen", "kantvraag", "margin", "{}/module.toml", load_module, "question"),
        Kind(
            "leerlijn",
            "Geoefend en getoetst",
            "leeruitkomst van deze les",
            "alignment",
            "{}/module.toml",
            load_module,
            "outcome",
            key="outcome",
            flat=("done", "assessed"),
        ),
        Kind("beweringen", "Beweringen", "bewering", "claim", "{}/claims.toml", load_claims, "title"),
        Kind(
            "leeruitkomsten",
            "Leeruitkomsten",
            "leeruitkomst",
            "outcome",
            "outcomes.toml",
            lambda _, r: load_outcomes(r),
            "text",
            flat=("dlr", "lod", "dublin"),
        ),
        Kind("begrippen", "Woordenlijst", "begrip", "term", "glossary.toml", lambda _, r: load_glossary(r), "term"),
        Kind("bronnen", "Bronnen", "bron", "source", "sources.toml", lambda _, r: load_sources(r), "apa"),
    )
}


@dataclass(frozen=True)
class Meaning:
    """What a field is for."""

    label: str
    meaning: str
    example: str
    long: bool
    """Whether it takes more than a line."""


@cache
def meanings() -> Mapping[str, Meaning]:
    """Path of a field, after the kind → what it is for."""
    found = {}
    for row in read_toml(Path(__file__).with_name("fields.toml")).tables("field"):
        found[row.text("path")] = Meaning(
            row.text("label"), row.text("meaning"), row.text("example", ""), row.boolean("long", False)
        )
        row.close()
    return found


def wanted(kind: Kind, lesson: str, course: Path) -> dict[str, Wanted]:
    """What the reader of a kind wants of an entry: path inside the entry → what.

    A lesson that has none yet tells nothing of its own: what entries elsewhere are asked holds there too.

    Raises: ContentError when what there is cannot be read.
    """
    others = lessons(course, kind)
    with witnessed() as found:
        kind.read(lesson, course)
        for other in others:
            with suppress(ContentError):
                kind.read(other, course)
    lead = f"{kind.entry}." if kind.entry else ""
    own = {path.removeprefix(lead): want for path, want in found.items() if path.startswith(lead)}
    if not kind.entry:
        own[BODY] = Wanted(str, True)
    return own


def lessons(course: Path, kind: Kind) -> list[str]:
    """The lessons that have such a file or folder; [""] for what the whole course shares."""
    if not kind.of_lesson:
        return [""]
    return [module.id for module in load_course(course).modules if (course / kind.place.format(module.id)).exists()]


def documents(course: Path, kind: Kind, lesson: str) -> list[str]:
    """The ids of the documents of a kind that has each in a file."""
    return sorted(file.stem for file in (course / kind.place.format(lesson)).glob("*.md"))


def read_entry(text: str, kind: Kind, number: int, file: Path) -> Entry:
    """The values of one entry of a file that holds this text; of a document its head, and its Markdown as BODY."""
    if kind.entry:
        return kind.pieces(text).entry(number)
    table, body = document_of(file, text)
    return {**table.data, BODY: body.rstrip("\n")}


def with_entry(text: str, kind: Kind, number: int, entry: Entry) -> str:
    """The text with an entry changed; added where the number is one more than there are."""
    if kind.entry:
        pieces = kind.pieces(text)
        whole = pieces.added(entry) if number == len(pieces.entries) else pieces.changed(number, entry)
        return whole.text
    head = {key: value for key, value in entry.items() if key != BODY}
    return f"+++\n{front(head)}+++\n{str(entry.get(BODY, '')).strip()}\n"
