"""What gives a student away in a text: number, e-mail address, name, in whatever spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from sowcourse.cohort.roster import Student

SHORTEST_ID = 5
"""Characters; a shorter number (001) stands in a text by chance, and is only looked for where a number belongs."""

SHORTEST_PART = 3
"""Letters; a shorter part of a name (An, De) is only looked for as part of the whole name."""

_SHORTEST_SQUEEZED = 8
"""Letters of a whole name that is looked for without spaces too: AyaAmrani, but not BoTer."""

PARTICLES = frozenset(
    re.findall(
        r"\w+",
        "van von de den der het ten ter te op in aan bij onder over uit voor la le les du el al di da del della dos "
        "das ait ben bin ibn abu oulad mac",
    )
)
"""Little words inside family names; on their own they point at nobody."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_LOOSE = re.compile(r"[\W_]{1,3}")
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})


@dataclass(frozen=True)
class Found:
    """A place in a text that points at one or more students."""

    start: int
    end: int
    students: tuple[str, ...]
    """Their ids; more than one when they share a part of a name."""
    sure: bool
    """Whether it is a number, an address or a whole name; False for one part of a name."""


@dataclass
class _Node:
    """A step in the tree of traces, token by token."""

    next: dict[str, _Node] = field(default_factory=dict)
    students: list[str] = field(default_factory=list)
    gaps: tuple[str, ...] | None = None
    """What stands between the tokens, to the letter; None when that may vary, as in a name."""
    sure: bool = True


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """A word without case and accents: Yılmaz and YILMAZ are yilmaz, Thảo is thao."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The words of a text, as they are spelled."""
    return re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text))


def parts(student: Student) -> set[str]:
    """The parts of a name that can point at somebody, folded: amrani, berg, but not van, den."""
    first = {folded(word) for word in words(student.first)}
    last = {folded(word) for word in words(student.last)} - PARTICLES
    return {part for part in first | last if len(part) >= SHORTEST_PART}


class Traces:
    """What points at these students, found in one pass over a text."""

    def __init__(self, students: Iterable[Student], ours: frozenset[str] = frozenset()) -> None:
        """Parameters: ours – ordinary words; spelled so, they point at nobody by themselves."""
        self._root = _Node()
        self._all: set[frozenset[str]] = set()
        self._ours = ours
        self.students = {student.id: student for student in students}
        for student in self.students.values():
            for part in parts(student):
                self._add(student, [part], None, sure=False)
            for order in _orders(student):
                self._add(student, order, None)
                squeezed = "".join(order)
                if len(squeezed) >= _SHORTEST_SQUEEZED:
                    self._add(student, [squeezed], None)
            numbers = [known.rpartition(":")[2] for known in (student.id, *student.ids)]
            for exact in (*(number for number in numbers if len(number) >= SHORTEST_ID), student.email):
                tokens = list(_TOKEN.finditer(unicodedata.normalize("NFC", exact)))
                if tokens:
                    gaps = tuple(exact[a.end() : b.start()] for a, b in pairwise(tokens))
                    self._add(student, [folded(token[0]) for token in tokens], gaps)
        self._known = frozenset(token for trace in self._all for token in trace)

    def _add(self, student: Student, tokens: list[str], gaps: tuple[str, ...] | None, sure: bool = True) -> None:
        if not any(tokens):
            return
        self._all.add(frozenset(tokens))
        node = self._root
        for token in tokens:
            node = node.next.setdefault(token, _Node())
        if not node.students or (sure and not node.sure):  # a whole name goes before a part of another's
            node.students, node.gaps, node.sure = [], gaps, sure
        if node.sure == sure:
            node.students += [student.id] if student.id not in node.students else []
            node.gaps = gaps if node.gaps == gaps else None

    def find(self, text: str) -> Iterator[Found]:
        """The places that point at a student, the longest where they overlap; `text` in form NFC."""
        first = self._root.next
        present = {folded(token) for token in set(_TOKEN.findall(text))} & self._known
        if not any(trace <= present for trace in self._all):
            return
        tokens = list(_TOKEN.finditer(text))
        place = 0
        while place < len(tokens):
            length, node = self._longest(text, tokens, place) if folded(tokens[place][0]) in first else (1, None)
            if node is None:
                place += 1
                continue
            start, end = tokens[place].start(), tokens[place + length - 1].end()
            if node.sure or text[start:end] not in self._ours:
                yield Found(start, end, tuple(node.students), node.sure)
            place += length

    def _longest(self, text: str, tokens: list[re.Match[str]], place: int) -> tuple[int, _Node | None]:
        node, best = self._root, (1, None)
        for index in range(place, len(tokens)):
            following = node.next.get(folded(tokens[index][0]))
            if following is None:
                break
            node = following
            if node.students and _fits(text, tokens[place : index + 1], node.gaps):
                best = (index - place + 1, node)  # type: ignore[assignment]
        return best

    def replace(self, text: str, name: Callable[[Found], str], unsure: bool = True) -> str:
        """The text, in form NFC, with something else in those places.

        Parameters: unsure – whether a single part of a name is replaced too.
        """
        text = unicodedata.normalize("NFC", text)
        pieces, done = [], 0
        for found in self.find(text):
            if found.sure or unsure:
                pieces += [text[done : found.start], name(found)]
                done = found.end
        return "".join([*pieces, text[done:]])

    def __contains__(self, text: object) -> bool:
        """Whether a number, an address or a whole name stands in a text."""
        return any(found.sure for found in self.find(unicodedata.normalize("NFC", str(text))))


def in_strings(value: Any, change: Callable[[str], str]) -> Any:
    """The same JSON value with every text in it changed, keys too."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [in_strings(item, change) for item in value]
    if isinstance(value, dict):
        return {change(key): in_strings(item, change) for key, item in value.items()}
    return value


def _orders(student: Student) -> list[list[str]]:
    """A whole name as people write it: first last, last first, «Vries, Roos de», without the little words."""
    first = [folded(word) for word in words(student.first)]
    last = [folded(word) for word in words(student.last)]
    core = [word for word in last if word not in PARTICLES] or last
    little = [word for word in last if word not in core]
    if not first or not last:
        return []
    return [first + last, last + first, core + first + little, first + core, core + first]


def _fits(text: str, tokens: list[re.Match[str]], gaps: tuple[str, ...] | None) -> bool:
    between = [text[a.end() : b.start()] for a, b in pairwise(tokens)]
    if gaps is None:
        return all(_LOOSE.fullmatch(gap) for gap in between)
    start, end = tokens[0].start(), tokens[-1].end()
    return tuple(between) == gaps and not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
