"""Texts that an author writes in forms: which there are, in which file, and what the reader of that file wants.

Every kind is a file of entries, a head of values, a notebook of texts, or a folder of documents (`shape`). What a form
asks is what the reader asks (`content.witnessed`); what it means stands in `fields.toml` beside this file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sowcourse.claim import load_claims
from sowcourse.content import UNWRITTEN, Wanted, read_text, read_toml, witnessed
from sowcourse.course import case_of, load_course, load_module, load_outcomes
from sowcourse.criteria import criteria_of
from sowcourse.debate import load_debates
from sowcourse.errors import ContentError
from sowcourse.glossary import load_glossary
from sowcourse.hint import load_hints
from sowcourse.notebook import read_notebook
from sowcourse.parts.ladder.model import ladder_of
from sowcourse.proof import load_answers
from sowcourse.quiz import load_quiz
from sowcourse.rubric import load_rubrics
from sowcourse.skeleton.house_form import Entry, Pieces
from sowcourse.skeleton.shape import AFTER, ASKED, BODY, Answer, Bare, Cells, Head, Held, Paper
from sowcourse.source import load_sources

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
    """The field that holds the name of an entry, where entries have one."""
    flat: tuple[str, ...] = ()
    """Fields whose list stands on one line in the file."""
    block: tuple[str, ...] = ()
    """Fields whose text stands on lines of its own in the file."""
    given: Mapping[str, Wanted] | None = None
    """What a form asks where no reader says so."""
    elsewhere: tuple[str, ...] = ()
    """Fields of the same file that another form has."""

    def held(self, text: str) -> Held:
        """A file of this kind in pieces."""
        return self.shape(text) if self.shape else Pieces.of(text, self.entry, self.flat, self.block)

    def entries(self, text: str) -> list[Entry]:
        """Everything that the file says."""
        held = self.held(text)
        return [held.entry(number) for number in range(len(held))]

    def name_of(self, number: int, entry: Entry) -> str:
        """By which an entry is asked: its name, else its place; what there is one of has always the same."""
        return str(entry.get(self.key, number)) if self.grows else WHOLE

    @property
    def of_lesson(self) -> bool:
        """Whether every lesson has its own."""
        return "{" in self.place

    @property
    def grows(self) -> bool:
        """Whether there can be more of them, or fewer."""
        return bool(self.entry or self.alone or self.shape == Cells.of)

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


def _read_cases(lesson: str, course: Path) -> object:
    return [case_of(file) for file in sorted((course / lesson / "cases").glob("*.md"))]


def _read_notebook(lesson: str, course: Path) -> object:
    return read_notebook(course / lesson / "lesson.ipynb")


def _read_notes(lesson: str, course: Path) -> object:
    file = course / lesson / "teaching-notes.md"
    if not read_text(file).strip():
        raise ContentError(file, f"sleutel '{BODY}'", "de tekst is leeg.", "Schrijf wat een lesgever moet weten.")
    return file


def _read_ladder(lesson: str, course: Path) -> object:
    return ladder_of(course / lesson / "ladder.toml")


def _of_assignment(read: Callable[[Path], object]) -> Callable[[str, Path], object]:
    return lambda lesson, course: read(course.parent / ASSIGNMENTS / lesson)


def _read_task(folder: Path) -> object:
    file = folder / f"{folder.name}.ipynb"
    return criteria_of(read_notebook(file)["cells"], file)


_TEXT = {AFTER: Wanted(str, False), BODY: Wanted(str, True)}
_LESSON = {**_TEXT, ASKED: Wanted(str, True)}
_PROSE = {
    **_TEXT,
    "stub": Wanted(str, False),
    "words": Wanted(int, True),
    "parts": Wanted(list, False),
    "concepts": Wanted(list, False),
    "fewest_concepts": Wanted(int, False),
    "passage": Wanted(bool, True),
}
"""What a form asks of a text in a notebook; of each only what that text has."""

KINDS = {
    kind.id: kind
    for kind in (
        Kind(
            "lesgegevens",
            "Over de les",
            "blad van de les",
            "{}/module.toml",
            load_module,
            "title",
            shape=Head,
            elsewhere=("margin", "alignment", "assignment", "assignment_levels"),
        ),
        Kind(
            "lesteksten",
            "Teksten in de les",
            "tekst",
            "{}/lesson.ipynb",
            _read_notebook,
            BODY,
            shape=Cells.of,
            given=_LESSON,
        ),
        Kind("casussen", "Casussen", "casus", "{}/cases", _read_cases, "title", shape=Paper, alone=".md"),
        Kind("debatten", "Debatten", "debat", "{}/debate.toml", load_debates, "title", entry="debate"),
        Kind("toets", "Toetsvragen", "toetsvraag", "{}/quiz.toml", load_quiz, "text", entry="question"),
        Kind("kantvragen", "Kantvragen", "kantvraag", "{}/module.toml", load_module, "question", entry="margin"),
        Kind(
            "leerlijn",
            "Geoefend en getoetst",
            "leeruitkomst van deze les",
            "{}/module.toml",
            load_module,
            "outcome",
            entry="alignment",
            key="outcome",
            flat=("done", "assessed"),
        ),
        Kind("beweringen", "Beweringen", "bewering", "{}/claims.toml", load_claims, "title", entry="claim"),
        Kind(
            "traject",
            "Wie beslist: het traject",
            "traject",
            "{}/ladder.toml",
            _read_ladder,
            "title",
            shape=Head,
            elsewhere=("moment",),
        ),
        Kind("momenten", "Wie beslist: de momenten", "moment", "{}/ladder.toml", _read_ladder, "name", entry="moment"),
        Kind(
            "lesnotities",
            "Notities voor de lesgever",
            "blad",
            "{}/teaching-notes.md",
            _read_notes,
            BODY,
            shape=Bare,
            given={BODY: Wanted(str, True)},
        ),
        Kind(
            "opdrachtteksten",
            "Teksten en vragen van de opdracht",
            "tekst",
            ASSIGNMENTS + "/{0}/{0}.ipynb",
            _of_assignment(_read_task),
            BODY,
            shape=Cells.of,
            given=_PROSE,
        ),
        Kind(
            "rubrics",
            "Rubrics",
            "rubric",
            ASSIGNMENTS + "/{}/rubric.toml",
            _of_assignment(lambda folder: load_rubrics(folder / "rubric.toml")),
            "title",
            entry="rubric",
            key="cell",
            block=("text",),
        ),
        Kind(
            "hints",
            "Hints",
            "hint",
            ASSIGNMENTS + "/{}/hints.toml",
            _of_assignment(lambda folder: load_hints(folder / "hints.toml")),
            "cell",
            entry="step",
            key="cell",
            block=("where", "form", "example"),
        ),
        Kind(
            "foute-antwoorden",
            "Foute antwoorden",
            "fout antwoord",
            ASSIGNMENTS + "/{}/wrong-answers",
            _of_assignment(lambda folder: load_answers(folder, "wrong")),
            "sentence",
            shape=Answer,
            alone=".toml",
        ),
        Kind(
            "andere-antwoorden",
            "Andere juiste antwoorden",
            "ander juist antwoord",
            ASSIGNMENTS + "/{}/alternative-answers",
            _of_assignment(lambda folder: load_answers(folder, "alternative")),
            "cell",
            shape=Answer,
            alone=".toml",
        ),
        Kind(
            "leeruitkomsten",
            "Leeruitkomsten",
            "leeruitkomst",
            "outcomes.toml",
            lambda _, r: load_outcomes(r),
            "text",
            entry="outcome",
            flat=("dublin",),
        ),
        Kind(
            "begrippen", "Woordenlijst", "begrip", "glossary.toml", lambda _, r: load_glossary(r), "term", entry="term"
        ),
        Kind("bronnen", "Bronnen", "bron", "sources.toml", lambda _, r: load_sources(r), "apa", entry="source"),
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
    lines: bool
    """Whether its lines are kept as they were typed: Markdown, an answer."""


@cache
def meanings() -> Mapping[str, Meaning]:
    """Path of a field, after the kind → what it is for."""
    found = {}
    for row in read_toml(Path(__file__).with_name("fields.toml")).tables("field"):
        found[row.text("path")] = Meaning(
            row.text("label"),
            row.text("meaning"),
            row.text("example", ""),
            row.boolean("long", False) or row.boolean("lines", False),
            row.boolean("lines", False),
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
    if kind.given:
        return dict(kind.given)
    lead = f"{kind.entry}." if kind.entry else ""
    own = {path.removeprefix(lead): want for path, want in found.items() if path.startswith(lead)}
    own = {path: want for path, want in own.items() if path.partition(".")[0] not in kind.elsewhere}
    if kind.shape is Paper:
        own[BODY] = Wanted(str, True)
    if kind.id == "foute-antwoorden":  # who leaves these open has the checks say it
        own |= dict.fromkeys(("fails", "sentence"), Wanted(str, False))
    return own


def lessons(course: Path, kind: Kind) -> list[str]:
    """The lessons that have such a file or folder; [""] for what the whole course shares."""
    if not kind.of_lesson:
        return [""]
    root = course.parent if kind.of_assignment else course
    return [module.id for module in load_course(course).modules if (root / kind.place.format(module.id)).exists()]


def documents(course: Path, kind: Kind, lesson: str) -> list[str]:
    """The ids of the documents of a kind that has each in a file."""
    root = course.parent if kind.of_assignment else course
    return sorted(file.stem for file in (root / kind.place.format(lesson)).glob(f"*{kind.alone}"))


def unwritten(kind: Kind, text: str) -> list[int]:
    """Which entries of a file somebody must still write, by number."""
    if UNWRITTEN not in text:
        return []
    held = kind.held(text)
    said = [held.own(number) if isinstance(held, Pieces) else str(held.entry(number)) for number in range(len(held))]
    left = [number for number, words in enumerate(said) if UNWRITTEN in words]
    return left or ([0] if kind.shape is Head and UNWRITTEN in text.partition("\n[")[0] else [])


def read_entry(text: str, kind: Kind, number: int, file: Path) -> Entry:
    """The values of one entry of a file that holds this text. Raises: ContentError about the file, when it is none."""
    try:
        return kind.held(text).entry(number)
    except ContentError as error:
        raise ContentError(file, error.place, error.fault, error.remedy) from error


def with_entry(text: str, kind: Kind, number: int, entry: Entry) -> str:
    """The text with an entry changed; added where the number is one more than there are."""
    held = kind.held(text)
    if number < len(held):
        entry = {key: value for key, value in held.entry(number).items() if key in kind.elsewhere} | entry
    return (held.added(entry) if number == len(held) else held.changed(number, entry)).text
