"""What an overview of a class needs of one graded submission, kept small beside it.

A graded notebook is fifty kilobytes and a class has thousands of them; a digest is two, so that a report opens no
notebook but those it quotes from. It is written with the graded notebook, in the same folder, so the two cannot
differ.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path

from sowcourse.gradebook.fingerprint import fingerprint
from sowcourse.gradebook.sentences import complaints
from sowcourse.notebook import Cell, Notebook, grade_id, markers, source, work_below

DIGEST = "samenvatting.json"
"""Beside a graded notebook."""

FORM = 1
"""Rises when a digest holds other things; an older one is then made again."""

OTHER_SIDE = "andere-kant"
"""The answer in which a student gives the strongest argument of the other side."""

_CONTRADICTED = re.compile(r"data-sowcourse-mirror='([a-z_ ]*)'")
_ORIGINS = re.compile(
    r"\b(?:passage\s+|alinea\s+|p)0?(?P<passage>[1-9]|1\d|2[0-6])\b"
    r"|\b(?P<reaction>r[1-5]-\d{1,2})\b"
    r"|\((?P<source>[^()\d]{2,60}),\s?(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Failure:
    """A check that was not passed."""

    said: tuple[str, ...]
    """Its sentences."""
    answer: str
    """The code that it looked at; "" when it looked at prose."""


@dataclass(frozen=True)
class Digest:
    """One graded submission in short."""

    blank: bool
    """Whether every answer was left as it was given."""
    positions: tuple[str, str]
    """As chosen before and after; "" for what is no text."""
    failures: dict[str, Failure]
    """Check → what it said."""
    prints: dict[str, tuple[int, ...]]
    """Prose answer → its fingerprint; see `sowcourse.gradebook.fingerprint`."""
    origins: tuple[str, ...]
    """What the argument of the other side cites: "p14", "r4-6", "CBS, 2022"."""
    mirror: tuple[str, ...] | None
    """Kinds of sentence for which the student contradicted the mirror; None when it was not used."""


def digest(graded: Notebook, submitted: str) -> Digest:
    """The digest of a submission.

    Parameters: graded – the executed notebook, with the student's words as they were written; submitted – the text
    of the file that came in.
    """
    cells: list[Cell] = graded["cells"]
    answers = {str(cell.get("id")): source(cell) for cell in cells if markers(cell).get("solution")}
    said = _CONTRADICTED.search(submitted)
    return Digest(
        blank=all(_left(cell) for cell in cells if markers(cell).get("solution"))
        and not any(work_below(cells, grade_id(cell)) for cell in cells if markers(cell).get("task")),
        positions=(literal(answers.get("standpunt-vooraf", "")), literal(answers.get("standpunt-achteraf", ""))),
        failures=_failures(cells),
        prints={
            str(cell.get("id")): tuple(fingerprint(source(cell)))
            for cell in cells
            if cell["cell_type"] == "markdown" and markers(cell).get("solution") and not _left(cell)
        },
        origins=origins(answers.get(OTHER_SIDE, "")),
        mirror=tuple(said[1].split()) if said else None,
    )


def dumped(found: Digest) -> str:
    """A digest as it is kept."""
    return json.dumps({"form": FORM, **vars(found)}, default=vars, ensure_ascii=False, separators=(",", ":"))


def load_digest(text: str) -> Digest | None:
    """A digest as it was kept; None when it is of another form."""
    kept = json.loads(text)
    if kept.pop("form", None) != FORM:
        return None
    before, after = kept["positions"]
    return Digest(
        blank=kept["blank"],
        positions=(before, after),
        failures={name: Failure(tuple(f["said"]), f["answer"]) for name, f in kept["failures"].items()},
        prints=kept["prints"],
        origins=kept["origins"],
        mirror=kept["mirror"],
    )


def origins(argument: str) -> tuple[str, ...]:
    """The passages, reactions and sources that a text names, each once, in the form of the course."""
    found = []
    for match in _ORIGINS.finditer(argument):
        if match["passage"]:
            found.append(f"p{int(match['passage']):02}")
        elif match["reaction"]:
            found.append(match["reaction"].lower())
        else:
            found.append(f"{match['source'].strip()}, {match['year']}")
    return tuple(dict.fromkeys(found))


def literal(code: str) -> str:
    """The text that a one-line assignment assigns; "" when it is something else."""
    try:
        (statement,) = ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    value = statement.value if isinstance(statement, ast.Assign) else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _left(cell: Cell) -> bool:
    """Whether an answer is as it was given."""
    stub = cell["metadata"].get("sowcourse", {}).get("stub")
    return stub is not None and source(cell).split() in ([], str(stub).split())


def _failures(cells: list[Cell]) -> dict[str, Failure]:
    """What went wrong, with the code between the check and the one before it."""
    found = {}
    code: list[str] = []
    for cell in cells:
        marks = markers(cell)
        if cell["cell_type"] != "code":
            continue
        if marks.get("solution") or not marks:
            code.append(source(cell))
        elif marks.get("grade"):
            said = complaints(cell)
            if said:
                found[str(cell.get("id"))] = Failure(tuple(said), "\n".join(code))
            code = []
    return found


def file_of(root: Path, assignment: str, student: str) -> Path:
    """Where the digest of a graded submission is kept."""
    return root / "autograded" / student / assignment / DIGEST
