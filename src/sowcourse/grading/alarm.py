"""The alarm: a check that could not run says nothing about a student, so nobody gets 0 for it and a person looks.

A check ends well, or with its own sentence about what is not right yet; those two count. It can also end because
something of *ours* was missing: a name that our first cells make, our package, our figures. And when all checks of a
submission end in the same fault, that fault is more likely ours than theirs. Whatever the cause, the points of such a
check stay open until a person looks or grading is done again.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence

from sowcourse import errors
from sowcourse.budget import TOO_LARGE_TO_CHECK
from sowcourse.gradebook.sentences import HELD, is_held
from sowcourse.notebook import Cell, markers, names_set, source
from sowcourse.plural import many
from sowcourse.quantity import NOT_MADE
from sowcourse.submissions.repair import Remark, is_extra

SENTENCE = "Deze controle kon niet draaien. Dat telt niet als fout; je lesgever kijkt ernaar."
"""What a student reads of a check that could not run."""

_VERDICTS = ("CheckError", "AssertionError", "NotImplementedError")
"""How a check says that an answer is not right yet, and how a stub of nbgrader says that there is none."""

_IMPORTS = ("ImportError", "ModuleNotFoundError")

_FIGURES = frozenset(
    {
        *(n for n, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.SowcourseError)),
        *("OSError", "FileNotFoundError", "PermissionError", "IsADirectoryError", "NotADirectoryError"),
        *("EmptyDataError", "ParserError", "UnicodeDecodeError", "TOMLDecodeError", "MemoryError"),
    }
)
"""Kinds of error with which reading our own files ends."""


def hold(
    cells: list[Cell], asked: set[str], blank: bool, unread: Iterable[str], assignment: str
) -> tuple[list[Cell], list[Remark]]:
    """The cells of an executed submission in which every check that could not run is held back, and why.

    Parameters: asked – names that the questions ask a student to make; blank – whether nothing was filled in; unread –
    prose questions whose answer may stand elsewhere, and checks that came before the answer: these say nothing.
    """
    failed = {place: fault for place, cell in enumerate(cells) if _is_check(cell) and (fault := _fault(cell))}
    checks = sum(map(_is_check, cells))
    causes = {place: _cause(cells[place], fault, asked) for place, fault in failed.items()}
    before = _before(cells, asked)
    if before.startswith((_SETUP, _GIVEN)):
        causes = dict.fromkeys(failed, before)
    elif before:
        causes |= {p: before for p, (kind, _) in failed.items() if kind not in _VERDICTS and not causes[p]}
    same = _same(list(failed.values()), checks, blank)
    causes = {place: cause or same for place, cause in causes.items()}
    held = {place for place, cause in causes.items() if cause}
    apart = {p for p in failed if any(n == cells[p]["id"] or f'"{n}"' in source(cells[p]) for n in unread)}
    marked = [_held(cell) if place in held | apart else cell for place, cell in enumerate(cells)]
    told = list(dict.fromkeys(causes[place] for place in sorted(held)))
    return marked, [_remark(told, len(held), assignment)] if held else []


def _same(faults: list[tuple[str, str]], checks: int, blank: bool) -> str:
    """That all checks ended in one fault that is no verdict; "" when they did not."""
    if blank or checks < 2 or len(faults) < checks or len(set(faults)) > 1 or faults[0][0] in _VERDICTS:
        return ""
    return f"alle eindigden met dezelfde fout ({faults[0][0]}: {faults[0][1]})"


def blank(cells: Sequence[Cell], given: Sequence[Cell]) -> bool:
    """Whether a submission is as it was given out: nothing filled in, nothing added."""
    stubs = {str(cell.get("id")): source(cell).split() for cell in given}
    return not any(
        is_extra(cell) or (markers(cell).get("solution") and source(cell).split() not in ([], stubs.get(cell["id"])))
        for cell in cells
    )


def names_asked(*versions: Sequence[Cell]) -> set[str]:
    """Names that the answers of an assignment make, in the student version and in the model answer."""
    cells = [cell for version in versions for cell in version if markers(cell).get("solution")]
    return {name for cell in cells if cell["cell_type"] == "code" for name in names_set(source(cell))}


_SETUP = "de eerste cel van de opdracht eindigde met een fout"
_GIVEN = "een cel van de opdracht kon niet laden wat ze nodig heeft"


def _before(cells: list[Cell], asked: set[str]) -> str:
    """What was missing of ours before any check ran: our own first cells failed, or answers did not find our names."""
    ours: frozenset[str] = frozenset()
    for cell in cells:
        marks = markers(cell)
        if cell["cell_type"] != "code" or is_extra(cell) or marks.get("grade"):
            continue
        fault = _fault(cell)
        if fault and not marks and fault[0] in {*_IMPORTS, *_FIGURES}:  # a cell that was given, and asks for nothing
            return f"{_GIVEN} ({fault[0]}: {fault[1]})"
        if marks.get("locked"):
            ours |= names_set(source(cell))
            if fault and not asked & _used(source(cell)):
                return f"{_SETUP} ({fault[0]}: {fault[1]})"
        elif fault and (name := _missing(fault)) in ours - asked:
            return f"de naam «{name}», die van ons is, was er niet meer"
    return ""


def _cause(cell: Cell, fault: tuple[str, str], asked: set[str]) -> str:
    """Why a check that ended in this fault says nothing about the student; "" when it does."""
    kind, told = fault
    if (name := _missing(fault)) and name in _used(source(cell)) and name not in asked:
        return f"de naam «{name}», die van ons is, ontbrak"
    if NOT_MADE in told:
        return "een antwoord was een reeks die nog niet uitgerekend was; kijk of ze klopt"
    if TOO_LARGE_TO_CHECK in told:
        return "wat de code in het geheugen zette, was te groot om na te kijken"
    if kind in _IMPORTS:
        return f"een pakket dat de controles nodig hebben, ontbrak ({told})"
    if kind in _FIGURES:
        return f"onze bestanden waren niet te lezen ({kind}: {told})"
    return ""


def _missing(fault: tuple[str, str]) -> str:
    """The name that was missing; "" when that is not what went wrong."""
    found = re.search(r"(?:name|variable) '([^']+)'", fault[1]) if fault[0] == "NameError" else None
    return found[1] if found else ""


def _used(code: str) -> set[str]:
    """Names that a piece of code reads."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(re.findall(r"\w+", code))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _is_check(cell: Cell) -> bool:
    marks = markers(cell)
    return bool(cell["cell_type"] == "code" and marks.get("grade") and not marks.get("solution"))


def _fault(cell: Cell) -> tuple[str, str] | None:
    """Kind and message of the error with which a cell ended."""
    for output in cell.get("outputs", ()):
        if output["output_type"] == "error" and not is_held(cell):
            return str(output["ename"]), str(output["evalue"]).splitlines()[0][:200] if output["evalue"] else ""
    return None


def _held(cell: Cell) -> Cell:
    told = {"output_type": "error", "ename": HELD, "evalue": SENTENCE, "traceback": [SENTENCE]}
    return {**cell, "outputs": [told]}


def _remark(causes: list[str], number: int, assignment: str) -> Remark:
    sentence = (
        f"{many(number, 'controle kon', 'controles konden')} niet draaien: {'; '.join(causes)}. Daarvoor is geen nul "
        f"vastgelegd; de punten staan open. Herstel de oorzaak en voer 'sowcourse grade {assignment}' opnieuw uit, of "
        f"geef de punten zelf met 'sowcourse review {assignment}'."
    )
    return Remark("", sentence, look=True, private=True, again=True)
