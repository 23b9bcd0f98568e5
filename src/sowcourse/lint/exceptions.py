"""What an author leaves as it is on purpose: one problem at one place, with the reason and the day it was decided."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from sowcourse.content import Table, course_root, read_text, read_toml
from sowcourse.errors import ContentError
from sowcourse.lint.problem import EXCEPTIONS, UNCHECKED, Problem

FILE = "exceptions.toml"
"""Its name in the folder of the course; without the file there are no exceptions."""

FEWEST_WORDS = 3
"""A reason in fewer words tells who reads it later nothing."""

_HEADING = re.compile(r"^[ \t]*\[\[[ \t]*exception[ \t]*\]\]", re.MULTILINE)


@dataclass(frozen=True)
class Exemption:
    """One problem that may stay."""

    rule: str
    file: str
    """From the folder that holds the course, as in "course/1-nabijheid/quiz.toml"."""
    place: str
    part: str
    """Words of the fault that is meant, where a rule finds more than one at the place; else ""."""
    reason: str
    day: date
    line: str
    """Where it stands, as in "regel 3", or its key where lines cannot be counted."""

    def fits(self, problem: Problem) -> bool:
        """Whether it is about this problem."""
        return self.near(problem) and problem.place == self.place and self.part in problem.fault

    def near(self, problem: Problem) -> bool:
        """Whether the rule found this problem in the file, at whatever place."""
        return problem.rule == self.rule and problem.file == course_root().parent / self.file


@dataclass(frozen=True)
class Settled:
    """What is left of the problems, and what was silenced."""

    left: list[Problem]
    silenced: list[tuple[Problem, Exemption]]


def settle(problems: list[Problem], ran: Collection[str], known: Collection[str]) -> Settled:
    """Take out each problem that an exception is about; add each exception that is not in order, as a problem.

    Parameters: ran – ids of the rules that these problems come from; known – ids of all rules.
    When something could not be checked, no exception is said to silence nothing.
    """
    file = course_root() / FILE
    if not file.is_file():
        return Settled(problems, [])
    silenced: dict[Problem, Exemption] = {}
    faulty: list[Problem] = []
    whole = all(problem.rule != UNCHECKED for problem in problems)
    try:
        for table, line in _tables(file):
            try:
                exemption = _exemption(table, line, known)
            except ContentError as error:
                faulty.append(Problem(file, f"{line}, {error.place}", error.fault, error.remedy, rule=EXCEPTIONS))
                continue
            found = [problem for problem in problems if exemption.fits(problem)]
            if len(found) == 1 and found[0] not in silenced:
                silenced[found[0]] = exemption
            elif found or (whole and exemption.rule in ran):
                fault, remedy = _useless(exemption, found, problems, silenced)
                faulty.append(Problem(file, line, fault, remedy, rule=EXCEPTIONS))
    except ContentError as error:  # the file as a whole: nothing in it counts
        return Settled([*problems, Problem(file, error.place, error.fault, error.remedy, rule=EXCEPTIONS)], [])
    return Settled([*(p for p in problems if p not in silenced), *faulty], list(silenced.items()))


def read_exemptions(file: Path, known: Collection[str]) -> list[Exemption]:
    """Every exception. Raises: ContentError about the first that is not in order."""
    return [_exemption(table, line, known) for table, line in _tables(file)]


def _tables(file: Path) -> Iterator[tuple[Table, str]]:
    """Every exception, and where it stands."""
    whole, text = read_toml(file), read_text(file)
    try:
        tables = whole.tables("exception", [])
        whole.close()
    except ContentError as error:
        raise ContentError(file, f"{_line_of(error.place, text)}{error.place}", error.fault, error.remedy) from error
    lines = [text[: found.start()].count("\n") + 1 for found in _HEADING.finditer(text)]
    for number, table in enumerate(tables):
        yield table, f"regel {lines[number]}" if len(lines) == len(tables) else f"'{table.key}'"


def _line_of(place: str, text: str) -> str:
    """On which line a key or heading stands, in Dutch with a comma behind it; "" when that cannot be told."""
    key = re.escape(place.removeprefix("sleutel ").strip("'"))
    found = re.search(rf"^[ \t]*(?:\[+[ \t]*)?[\"']?{key}[\"']?[ \t]*[\]=]", text, re.MULTILINE)
    return f"regel {text[: found.start()].count(chr(10)) + 1}, " if found else ""


def _exemption(table: Table, line: str, known: Collection[str]) -> Exemption:
    """Read one exception. Raises: ContentError when it says too little, or names a rule that is not there."""
    rule = table.text("rule")
    if rule not in known:
        near = get_close_matches(rule, known, n=1)
        remedy = f"Bedoel je '{near[0]}'?" if near else "Neem de naam die 'sowcourse check' achter het punt zet."
        table.fail("rule", f"de regel '{rule}' bestaat niet, of kan niet zwijgen.", remedy)
    reason = table.text("reason", "")
    if len(reason.split()) < FEWEST_WORDS:
        told = f"de reden «{reason}» zegt te weinig." if reason else "er staat geen reden bij deze uitzondering."
        table.fail("reason", told, "Zeg in een zin waarom het hier mag blijven: wie later komt, moet dat kunnen wegen.")
    place, part = table.text("place", ""), table.text("fault", "")
    found = Exemption(rule, table.text("file"), place, part, reason, table.day("date"), line)
    table.close()
    return found


def _useless(
    exemption: Exemption, found: list[Problem], problems: list[Problem], silenced: dict[Problem, Exemption]
) -> tuple[str, str]:
    """Why an exception silences nothing, and what to do."""
    away = "haal deze uitzondering weg."
    if len(found) > 1:
        told = f"deze uitzondering past op {len(found)} punten, en zij kan er maar één laten zwijgen."
        which = "; ".join(f"«{problem.fault}»" for problem in found)
        return told, f"Zet in 'fault' enkele woorden van het ene dat je bedoelt: {which}"
    if found:
        return f"hetzelfde staat al op {silenced[found[0]].line}.", f"{away.capitalize()}"
    if not (course_root().parent / exemption.file).exists():
        remedy = f"Schrijf het pad vanaf de map van het project, zoals 'course/1-nabijheid/quiz.toml', of {away}"
        return f"het bestand '{exemption.file}' bestaat niet.", remedy
    near = [problem for problem in problems if exemption.near(problem)]
    told = f"de regel '{exemption.rule}' vindt in {exemption.file} niets meer."
    if not near:
        return told, away.capitalize()
    here = [problem.fault for problem in near if problem.place == exemption.place]
    if here:
        told = f"in wat de regel hier vindt, staat niet «{exemption.part}»."
        return told, f"Verbeter 'fault' (nu: «{here[0]}»), of {away}"
    told = f"de regel '{exemption.rule}' vindt op de plaats «{exemption.place}» niets (meer)."
    places = ", ".join(dict.fromkeys(f"«{problem.place}»" for problem in near))
    return told, f"Verbeter 'place' (nu gevonden: {places}), of {away}"
