"""Whose a file is, by the LMS's own number, the student number, e-mail address or name in its path."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterable, Mapping

from sowcourse.cohort.names import PARTICLES, Names, plain, words
from sowcourse.cohort.roster import Student
from sowcourse.cohort.shape import Shape
from sowcourse.cohort.shape import shape_of as shape_by_name
from sowcourse.identity import known as identity

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

_LITTLE = PARTICLES | identity.PARTICLES
"""Words of a name that point at nobody."""

_DAY = re.compile(r"(?<!\d)(?:(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])[0-3]\d)?|[0-3]\d(?:0[1-9]|1[0-2])(?:19|20)\d\d)(?!\d)")
"""A year or a day, in figures."""

_GIVEN = {"canvas": re.compile(r".*?_\d{3,}_(?:\d{4,}_|text|link).*"), "brightspace": re.compile(r"\d{3,}-.*")}
"""What an LMS writes where a student may happen to write the like («hoofdstuk_2_3_vragen»)."""

_SHORTEST = 5
"""Digits of what is somebody's number; fewer may count anything."""

_CLAIMED = "opdracht"
"""Before an answer that holds for one assignment: the assignment, and what was asked."""


class Owners:
    """The class, indexed once; each file is then looked up."""

    def __init__(
        self,
        students: Mapping[str, Student],
        assignments: Iterable[str],
        answers: Mapping[str, str] | None = None,
        assignment: str = "",
    ) -> None:
        """Index a class.

        Parameters: assignments – their names say nothing; answers – what `sowcourse whose` kept; assignment – for
        which the files are; "" when nobody knows.
        """
        self._students, self._for = students, assignment
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
        self._forms = {_form(known) for known in self._known if sum(sign.isdigit() for sign in known) >= _SHORTEST}
        self._longest = max((len(_PIECE.findall(known)) for known in self._known), default=1)

    def of(self, path: str) -> tuple[Student | None, str]:
        """The one student whose file this is, or else why there is none, as a Dutch sentence."""
        shape = _shape_of(path)
        if key := self._answered(path):
            return self._students[self._answers[key]], ""
        told = self._assignment.sub(" ", _folded(path))
        wrote = shape is not None and self._wrote(shape)
        own = self._internal.get(_folded(shape.internal), set()) if shape and wrote else set()
        bare = _without_numbers(_folded(path), shape) if shape else _COPY.sub("", _folded(path))
        numbers = self._numbers(self._assignment.sub(" ", bare))
        if shape and wrote and shape.system not in self._systems:
            numbers |= self._known.get(_folded(shape.id), set())
        found = _same([own, numbers, self._named(told, shape)])
        if len(found) == 1:
            return self._students[found.pop()], ""
        return None, self._ask(path, found, told)

    def keys(self, path: str) -> list[str]:
        """What an answer to «whose is this» may be kept under, the one that holds for most files first."""
        shape = _shape_of(path)
        if shape and shape.id and self._wrote(shape):
            return [*self._lasting(shape), shape.internal, f"bestand:{path}"]
        told = self._assignment.sub(" ", _folded(path))
        own = sorted({plain(word) for word in words(told)} - _ORDINARY)
        alone = len(self._named(told, None)) <= 1 and any(len(word) > 1 for word in own)
        name = [f"naam:{' '.join(own)}"] if alone else []
        return [*self._strange(told), *name, f"bestand:{path}"]

    def kept_under(self, path: str, student: str) -> tuple[str, bool]:
        """What an answer is kept under, and whether it holds all year: it does when it is about what is of one person.

        Anybody may call a file «mijn opdracht definitief»: that holds for the assignment where it was asked.
        """
        keys = self.keys(path)
        return next(((key, True) for key in keys if self._lasts(key, path, student)), (keys[-1], False))

    def claims(self, path: str) -> tuple[str, str]:
        """The answer by which a file is somebody's, when it holds for one assignment alone.

        Returns: what it is kept under, and what it is to be kept under from now on; "" and "" when there is none.
        """
        key = self._answered(path)
        if key.startswith(f"{_CLAIMED}:"):
            return key, key
        loose = key and self._for and not self._lasts(key, path, self._answers[key])
        return (key, self.claimed(key)) if loose else ("", "")

    def claimed(self, key: str) -> str:
        """What an answer for this assignment alone is kept under."""
        return f"{_CLAIMED}:{self._for}:{key}"

    def _answered(self, path: str) -> str:
        """Under what an answer about a file is kept, one that was just given first; "" without one."""
        keys = self.keys(path)
        return next((key for key in (*keys, *map(self.claimed, keys)) if key in self._answers), "")

    def _lasts(self, key: str, path: str, student: str) -> bool:
        """Whether an answer is about what is of one person: a number, or a name that an LMS wrote or that is theirs."""
        kind, _, told = key.partition(":")
        if kind != "naam":
            return kind != "bestand"
        shape = _shape_of(path)
        return (shape is not None and self._wrote(shape)) or self._names.tells(set(told.split()) - _LITTLE, student)

    def _wrote(self, shape: Shape) -> bool:
        """Whether an LMS wrote a name, and not a student who likes numbers: a year is nobody's number."""
        given = _GIVEN.get(shape.system)
        if given is None or set(words(shape.name)) & _NAMELESS or self._named("", shape):
            return True
        known = _folded(shape.internal) in self._internal
        return not _DAY.fullmatch(shape.id) and (known or given.fullmatch(shape.part) is not None)

    def _strange(self, told: str) -> list[str]:
        """The one number in a text that nobody in the class has, though it is written as theirs are."""
        pieces = {piece for piece in _PIECE.findall(told) if _form(piece) in self._forms and piece not in self._known}
        number = pieces.pop() if len(pieces) == 1 else ""
        return [f"nummer:{number}"] if number and not (number.isdigit() and _DAY.search(told)) else []

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
        before = self._before(path)
        if found:
            listed = ", ".join(self._told(student) for student in self._students if student in set(found))
            return f"dit kan van meer dan één student zijn: {listed}{before}. Zeg wie het is: {whose}"
        near = [] if before else self._names.near(_without_ending(told))
        if near:
            listed = " of ".join(self._told(student) for student in near)
            return f"deze naam staat zo niet op je klaslijst; is het {listed}? Zeg wie het is: {whose}"
        return f"er is geen student uit de klaslijst in deze bestandsnaam te vinden{before}. Zeg wie het is: {whose}"

    def _before(self, path: str) -> str:
        said = [each for each in claims_of(self._answers, self.keys(path)) if each[0] != self._for]
        told = [f"{self._told(student)}, bij {assignment}" for assignment, student in said]
        return f"; vorige keer was een bestand met deze naam van {told[-1]}" if told else ""

    def _told(self, student: str) -> str:
        return f"{self._students[student].name} ({student})"


def claims_of(answers: Mapping[str, str], asked: Iterable[str]) -> list[tuple[str, str]]:
    """Assignment and student of the answers that hold for one assignment, to any of some questions."""
    found = [(key.split(":", 2), student) for key, student in answers.items() if key.startswith(f"{_CLAIMED}:")]
    return [(parts[1], student) for parts, student in found if parts[-1] in set(asked)]


def _form(text: str) -> str:
    """How a number is written: letters, digits, how many."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", text))


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
    part = _folded(shape.part)
    name = re.sub(r".*?_(?:late_)?\d+_\d+_", "", part, count=1) if shape.system == "canvas" else _folded(shape.name)
    return told.replace(part, f" {name} ")


def _without_ending(told: str) -> str:
    return _ENDING.sub(" ", _COPY.sub("", told))
