"""Whose a file is, by the number, e-mail address or name in its path."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from sowcourse.cohort.roster import Student

_PLAIN = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h", "ŋ": "n"}
)
"""Letters that Unicode does not take apart into a plain letter and a sign."""


def owner(name: str, students: Mapping[str, Student], assignment: str) -> tuple[Student | None, str]:
    """The one student whose number, e-mail address or name stands in a path, or else why there is none.

    Parameters: name – the path; assignment – its name says nothing about whose it is.
    """
    told = re.sub(rf"(?<![a-z0-9]){re.escape(assignment.casefold())}(?![a-z0-9])", " ", name.casefold())
    everyone = list(students.values())
    by_number = _named(told, everyone, lambda student: [student.id.casefold()])
    by_mail = _named(told, everyone, lambda student: [student.email.casefold()])
    by_name = _named(_plain(told), everyone, _spellings)
    found = _same([by_number or by_mail, by_name])
    if len(found) == 1:
        return found[0], ""
    if found:
        names = ", ".join(f"{student.name} ({student.id})" for student in found)
        return None, f"dit kan van meer dan één student zijn: {names}. Zet het studentnummer in de bestandsnaam."
    return None, "er is geen student uit de klaslijst in deze bestandsnaam te vinden. Zet het studentnummer erin."


def _same(ways: list[list[Student]]) -> list[Student]:
    """Who is meant in every way in which someone is meant; all of them when the ways do not agree."""
    ways = [way for way in ways if way]
    common = [student for student in (ways[0] if ways else []) if all(student in way for way in ways)]
    return common or list(dict.fromkeys(student for way in ways for student in way))


def _named(told: str, students: list[Student], words: Callable[[Student], list[str]]) -> list[Student]:
    """Students of whom one of these words stands in the text; not those whose word is part of a longer one there."""
    places: list[tuple[int, int, Student]] = []
    for student in students:
        for word in filter(None, words(student)):
            pattern = rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])"
            places += [(found.start(), found.end(), student) for found in re.finditer(pattern, told)]
    meant = [
        student
        for begin, end, student in places
        if not any(b <= begin and end <= e and (b, e) != (begin, end) for b, e, _ in places)
    ]
    return list(dict.fromkeys(meant))


def _spellings(student: Student) -> list[str]:
    """A name as it stands in file names: written out or run together, first name first or last."""
    parts = [_plain(student.first), _plain(student.last)]
    orders = (parts, parts[::-1]) if all(parts) else ()
    return [joined for order in orders for joined in (" ".join(order), "".join(order).replace(" ", ""))]


def _plain(text: str) -> str:
    """Letters without signs, everything else as single spaces."""
    taken = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in taken if not unicodedata.combining(c))).strip()
