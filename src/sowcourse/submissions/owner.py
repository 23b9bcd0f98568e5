"""Whose a file is, by the LMS's own number, the student number, e-mail address or name in its path."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterable, Mapping

from sowcourse.cohort.memory import remember
from sowcourse.cohort.names import Names, plain, words
from sowcourse.cohort.roster import Student
from sowcourse.cohort.shape import Shape
from sowcourse.cohort.shape import shape_of as shape_by_name
from sowcourse.cohort.workspace import Workspace

_PIECE = re.compile(r"[^\W_]+")
_COPY = re.compile(r"\s*\(\d{1,2}\)(?=\.\w+$)")
"""What browsers put behind a name that was there already."""

_ENDING = re.compile(r"\.(?:ipynb|zip|json|html?|txt|md|py|pdf|docx?)(?=/|\.|$)")

_GROUP = re.compile(r"(?=[^-]*(?:\d|\b[A-Z]\b|\b(?:groep|group|klas|team)\b))[^-]*-(?P<name>.+)", re.IGNORECASE)
"""A group that Moodle puts before a name."""

_ORDINARY = frozenset(
    re.findall(
        r"\w+",
        "opdracht taak assignment notebook ipynb versie version copy kopie final definitief def finaal klaar html zip "
        "anon deelnemer participant les week verslag nb",
    )
)
"""Words in file names that are nobody's name."""


_NAMELESS = frozenset({"anon", "deelnemer", "participant"})
"""What an LMS writes where the lecturer may not see a name."""


class Owners:
    """The class, indexed once; each file is then looked up."""

    def __init__(
        self, students: Mapping[str, Student], assignments: Iterable[str], answers: Mapping[str, str] | None = None
    ) -> None:
        """Parameters: assignments – their names say nothing; answers – what `sowcourse whose` kept."""
        self._students = students
        self._answers = {key: student for key, student in (answers or {}).items() if student in students}
        names = "|".join(re.escape(name.casefold()) for name in assignments)
        self._assignment = re.compile(rf"(?<![a-z0-9])(?:{names})(?![a-z0-9])")
        self._names = Names({student.id: student.name for student in students.values()})
        self._known: dict[str, set[str]] = {}
        self._internal: dict[str, set[str]] = {}
        for student in students.values():
            for known in (student.id, student.email, *student.ids):
                table = self._internal if ":" in known else self._known
                if known:
                    table.setdefault(_folded(known), set()).add(student.id)
        self._systems = {known.partition(":")[0] for known in self._internal}
        self._longest = max((len(_PIECE.findall(known)) for known in self._known), default=1)

    def of(self, path: str) -> tuple[Student | None, str]:
        """The one student whose file this is, or else why there is none, as a Dutch sentence."""
        shape = _shape_of(path)
        for key in self.keys(path):
            if key in self._answers:
                return self._students[self._answers[key]], ""
        told = self._assignment.sub(" ", _folded(path))
        own = self._internal.get(_folded(shape.internal), set()) if shape else set()
        bare = _without_numbers(_folded(path), shape) if shape else _COPY.sub("", _folded(path))
        numbers = self._numbers(self._assignment.sub(" ", bare))
        if shape and shape.system not in self._systems:
            numbers |= self._known.get(_folded(shape.id), set())
        found = _same([own, numbers, self._named(told, shape)])
        if len(found) == 1:
            return self._students[found.pop()], ""
        return None, self._ask(path, found, told)

    def keys(self, path: str) -> list[str]:
        """What an answer to «whose is this» is kept under, the one that holds for most files first."""
        shape = _shape_of(path)
        if shape and shape.id:
            return [*self._lasting(shape), shape.internal, f"bestand:{path}"]
        told = self._assignment.sub(" ", _folded(path))
        own = sorted({plain(word) for word in words(told)} - _ORDINARY)
        alone = len(self._named(told, shape)) <= 1 and any(len(word) > 1 for word in own)
        return [f"naam:{' '.join(own)}", f"bestand:{path}"] if alone else [f"bestand:{path}"]

    def _lasting(self, shape: Shape) -> list[str]:
        """A name that nobody in the class has, where the system's number is of one assignment and lasts no longer."""
        own = sorted({plain(word) for word in words(shape.name)} - _ORDINARY)
        told = any(len(word) > 1 for word in own) and not re.search(r"\d", shape.name)
        lasts = shape.system == "moodle" and told and not self._named("", shape)
        return [f"naam:{' '.join(own)}"] if lasts else []

    def _named(self, told: str, shape: Shape | None) -> set[str]:
        if shape is None or not shape.name:
            return set(self._names.within(_without_ending(told)))
        whole = self._names.called(shape.name)
        behind = _GROUP.fullmatch(shape.name) if not whole and shape.system == "moodle" else None
        return set(whole or (self._names.called(behind["name"]) if behind else []))

    def _numbers(self, told: str) -> set[str]:
        """Students of whom a number or address stands in a text; not who is part of a longer one there."""
        pieces = list(_PIECE.finditer(told))
        found: list[tuple[int, int, str]] = []
        for first, piece in enumerate(pieces):
            for last in pieces[first : first + self._longest]:
                start, end = piece.start(), last.end()
                for student in self._known.get(told[start:end], ()):
                    found.append((start, end, student))
        return {
            student
            for start, end, student in found
            if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in found)
        }

    def _ask(self, path: str, found: Iterable[str], told: str) -> str:
        whose = f"sowcourse whose {_typed(path)} STUDENTNUMMER"
        if found:
            listed = ", ".join(self._told(student) for student in self._students if student in set(found))
            return f"dit kan van meer dan één student zijn: {listed}. Zeg wie het is: {whose}"
        near = self._names.near(_without_ending(told))
        if near:
            listed = " of ".join(self._told(student) for student in near)
            return f"deze naam staat zo niet op je klaslijst; is het {listed}? Zeg wie het is: {whose}"
        return f"er is geen student uit de klaslijst in deze bestandsnaam te vinden. Zeg wie het is: {whose}"

    def _told(self, student: str) -> str:
        return f"{self._students[student].name} ({student})"


def answer(workspace: Workspace, file: str, student: str) -> list[str]:
    """Keep whose a file is, for the whole year. Returns: Dutch sentences that say so, and what was said before.

    Parameters: file – as it came; student – a number of the class list.
    """
    students = workspace.students()
    key = Owners(students, workspace.assignments()).keys(file)[0]
    before = remember(workspace.root, {key: student}).get(key, "")
    what = {"bestand": "Dit bestand", "naam": "Alles met deze naam"}.get(key.partition(":")[0], "Alles met dit nummer")
    told = [f"{what} is voortaan van {students[student].name} ({student})."]
    if before:  # perhaps said by a colleague, who does not know that it changes
        was = f"{students[before].name} ({before})" if before in students else before
        told.append(f"Eerder was gezegd: van {was}. Dat geldt niet meer.")
    return told


def _typed(path: str) -> str:
    """A path as it stands behind a command; what a student called a file is never a command of its own."""
    return shlex.quote(path) if re.search(r'["$`\\!]', path) else f'"{path}"'


def _same(ways: list[set[str]]) -> set[str]:
    """Who is meant in every way in which someone is meant; all of them when the ways do not agree."""
    ways = [way for way in ways if way]
    return (set.intersection(*ways) or set.union(*ways)) if ways else set()


def _shape_of(path: str) -> Shape | None:
    """As `shape_of`; but «versie_2_3_final» is a name that somebody gave, and 2 is nobody's number in Canvas."""
    shape = shape_by_name(path)
    given = shape is not None and shape.system == "canvas" and set(words(shape.name)) <= _ORDINARY - _NAMELESS
    return None if given else shape


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold())


def _without_numbers(told: str, shape: Shape) -> str:
    """A path without the numbers of an LMS's own, which could be anybody's student number by chance."""
    if shape.system == "blackboard":
        return told.replace(_folded(shape.moment), " ")
    own = re.escape(_folded(shape.part))
    name = _folded(shape.name) if shape.system != "canvas" else re.sub(r".*?_(?:late_)?\d+_\d+_", "", shape.part)
    return re.sub(own, lambda _: f" {name} ", told)


def _without_ending(told: str) -> str:
    return _ENDING.sub(" ", _COPY.sub("", told))
