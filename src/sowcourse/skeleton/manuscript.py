"""Texts that an author writes in forms: which there are, in which file, and what the reader of that file wants.

Every kind is a file of entries, a head of values, a notebook of texts, or a folder of documents (`shape`). What a form
asks is what the reader asks (`content.witnessed`); what it means stands in `fields.toml` beside this file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from sowcourse.claim import load_claims
from sowcourse.content import UNWRITTEN, Wanted, read_text, read_toml, witnessed
from sowcourse.course import case_of, load_module, module_names
from sowcourse.criteria import criteria_of
from sowcourse.debate import load_debates
from sowcourse.errors import ContentError
from sowcourse.hint import load_hints
from sowcourse.notebook import read_notebook
from sowcourse.parts.ladder.model import ladder_of
from sowcourse.proof import load_answers
from sowcourse.quiz import load_quiz
from sowcourse.rubric import load_rubrics
from sowcourse.skeleton.course_texts import COURSE_TEXTS
from sowcourse.skeleton.house_form import Entry, Pieces
from sowcourse.skeleton.kind import ASSIGNMENTS, Kind
from sowcourse.skeleton.part_texts import PART_TEXTS
from sowcourse.skeleton.shape import AFTER, ASKED, BODY, Answer, Bare, Cells, Head, Paper, Sections
from sowcourse.skeleton.steps import CHECK, RIGHTS, Steps, check_steps


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


def _read_steps(folder: Path) -> object:
    file = folder / f"{folder.name}.ipynb"
    check_steps(read_notebook(file), file)
    return _read_task(folder)


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

_STEP = {
    "source": Wanted(str, True),
    "stub": Wanted(str, True),
    CHECK: Wanted(list, False),
    f"{CHECK}.name": Wanted(str, True),
    f"{CHECK}.options": Wanted(list, True),
    f"{CHECK}.low": Wanted(str, True),
    f"{CHECK}.high": Wanted(str, True),
    f"{CHECK}.unit": Wanted(str, False),
    f"{CHECK}.right": Wanted(str, True),
    f"{CHECK}.{RIGHTS}": Wanted(list, True),
    f"{CHECK}.tolerance": Wanted(str, True),
    f"{CHECK}.hint": Wanted(str, True),
}
"""What a form asks of a step with code; of each only what that step has."""

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
            "leerresultaat van deze les",
            "{}/module.toml",
            load_module,
            "outcome",
            entry="alignment",
            key="outcome",
            flat=("done", "assessed"),
            named_after=True,
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
        *PART_TEXTS,
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
            "codestappen",
            "Stappen met code",
            "stap met code",
            ASSIGNMENTS + "/{0}/{0}.ipynb",
            _of_assignment(_read_steps),
            "id",
            shape=Steps.of,
            given=_STEP,
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
            named_after=True,
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
            named_after=True,
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
        *COURSE_TEXTS,
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


def meaning_of(kind: Kind, path: str) -> Meaning:
    """What a field of a kind is for. A field that the file itself names, such as a reader's line, has that in it."""
    found = meanings().get(f"{kind.id}.{path}")
    if found is None:
        found = meanings()[f"{kind.id}.*"]
        found = replace(found, label=found.label.format(path))
    return found


def label_of(kind: Kind, path: str) -> str:
    """What a field of a kind is called; its own name where it has no other."""
    known = meanings()
    return meaning_of(kind, path).label if {f"{kind.id}.{path}", f"{kind.id}.*"} & known.keys() else path


def wanted(kind: Kind, lesson: str, course: Path) -> dict[str, Wanted]:
    """What the reader of a kind wants of an entry: path inside the entry → what.

    A lesson that has none yet tells nothing of its own: what entries elsewhere are asked holds there too.

    Raises: ContentError when what there is cannot be read.
    """
    others = lessons(course, kind)
    with witnessed("" if kind.alone else kind.place.rpartition("/")[2]) as found:
        kind.read(lesson, course)
        for other in others:
            with suppress(ContentError):
                kind.read(other, course)
    if kind.given:
        return dict(kind.given)
    lead = f"{kind.entry}." if kind.entry else ""
    own = {path.removeprefix(lead): want for path, want in found.items() if path.startswith(lead)}
    if kind.shape == Sections.of:  # of every section the same is asked
        own = {path.partition(".")[2]: want for path, want in own.items() if "." in path}
    elif kind.shape is Head:
        own = {path: want for path, want in own.items() if want.kind is not dict and "." not in path}
    own = {path: want for path, want in own.items() if path.partition(".")[0] not in kind.elsewhere}
    own |= {path: replace(own[path], required=False) for path in kind.open if path in own}
    if kind.shape is Paper:
        own[BODY] = Wanted(str, True)
    if kind.id == "foute-antwoorden":  # who leaves these open has the checks say it
        own |= dict.fromkeys(("fails", "sentence"), Wanted(str, False))
    return own


def lessons(course: Path, kind: Kind) -> list[str]:
    """The lessons that have such a file or folder; [""] for what the whole course shares."""
    root = course.parent if kind.of_assignment else course
    if not kind.of_lesson:
        return [""] if (root / kind.place).is_file() else []
    return [name for name in module_names(course) if (root / kind.place.format(name)).exists()]


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
