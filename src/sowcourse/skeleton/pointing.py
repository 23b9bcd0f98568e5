"""What in a course points at one text: lessons that show it, and entries elsewhere that name it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sowcourse.course import load_course
from sowcourse.lesson import calls
from sowcourse.notebook import read_notebook
from sowcourse.proof import FEWEST_OTHER, FEWEST_WRONG, load_answers
from sowcourse.skeleton.house_form import Entry
from sowcourse.skeleton.kind import ASSIGNMENTS, Kind
from sowcourse.skeleton.manuscript import KINDS, documents, lessons
from sowcourse.skeleton.room import Room
from sowcourse.skeleton.shape import Cells


@dataclass(frozen=True)
class Pointer:
    """One place that names a text."""

    told: str
    """A Dutch sentence."""
    needs: bool
    """Whether the course cannot do without the text as long as this is so."""
    lesson: str = ""
    """The lesson whose order shows it; "" when it stands elsewhere."""


def pointers(room: Room, kind: Kind, lesson: str, name: str) -> list[Pointer]:
    """Everything that points at a text, what cannot do without it first."""
    if kind.of_assignment:
        return list(_proofs(room, kind, lesson, name))
    found = [*_shown(room, lesson, name), *_named(room, kind, lesson, name)]
    return sorted(found, key=lambda pointer: not pointer.needs)


def _shown(room: Room, lesson: str, name: str) -> Iterator[Pointer]:
    """Lessons that show it."""
    for module in load_course(room.course).modules:
        for call in calls(read_notebook(module.lesson)):
            if call.values[1:] == (name,) and (not lesson or call.values[0] == lesson):
                told = f"De les «{module.title}» toont dit, in het stuk «{call.cell}»."
                yield Pointer(told, True, module.id)


def _named(room: Room, kind: Kind, lesson: str, name: str) -> Iterator[Pointer]:
    """Entries of other lists that name it; what goes by its place is named nowhere."""
    if not kind.key and not kind.alone:
        return
    wanted = {name, f"toets.{name}", f"course/{kind.file(lesson, name)}"}
    for other in KINDS.values():
        if other.of_assignment or other.shape == Cells.of:
            continue
        for place in lessons(room.course, other):
            for called, entry in _entries(room, other, place):
                itself = (other.id, place, called) == (kind.id, lesson, name)
                if not itself and _values(entry, other.key) & wanted:
                    where = f"«{other.title}»" + (f", {place}" if place else "")
                    yield Pointer(f"{where} noemt dit, bij «{called}».", other.id == "forum")


def _entries(room: Room, kind: Kind, lesson: str) -> Iterator[tuple[str, Entry]]:
    for document in documents(room.course, kind, lesson) if kind.alone else [""]:
        for number, entry in enumerate(kind.entries(room.published(kind.file(lesson, document)))):
            yield document or kind.name_of(number, entry), entry


def _values(entry: Entry, own: str) -> set[str]:
    """Every name that an entry holds, its own left out."""
    found: set[str] = set()
    for key, value in entry.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                found |= _values(each, "id")
            elif isinstance(each, str) and key != own:
                found.add(each)
    return found


def _proofs(room: Room, kind: Kind, lesson: str, name: str) -> Iterator[Pointer]:
    """What an answer of an assignment proves."""
    folder = room.course.parent / ASSIGNMENTS / lesson
    wrong = kind.id == "foute-antwoorden"
    held = load_answers(folder, "wrong" if wrong else "alternative")
    about = {answer.file.stem: answer.fails if wrong else answer.cell for answer in held}
    if name not in about:
        return
    left, fewest = Counter(about.values())[about[name]] - 1, FEWEST_WRONG if wrong else FEWEST_OTHER
    proves = (
        f"Dit bewijst dat de controle «{about[name]}» een fout herkent."
        if wrong
        else f"Dit bewijst dat bij «{about[name]}» ook een ander antwoord dan het modelantwoord juist is."
    )
    enough = "." if left >= fewest else "; schrijf eerst een ander."
    yield Pointer(
        f"{proves} Er horen er minstens {fewest} te zijn, en zonder dit zijn er {left}{enough}", left < fewest
    )
