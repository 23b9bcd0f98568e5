"""A student's own copy of an assignment, as last saved: what was asked, what was written, what is still open."""

from __future__ import annotations

import ast
import contextlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from sowcourse.answerkey import LATER, AnswerKey
from sowcourse.concept import Concept, concepts_here
from sowcourse.course import load_cases
from sowcourse.criteria import criteria_of
from sowcourse.errors import ContentError
from sowcourse.essay import load_passages
from sowcourse.notebook import Cell, Notebook, markers, names_in, names_set, read_notebook, source
from sowcourse.reflection import Criteria, Remark, assess
from sowcourse.shingle import load_shingles
from sowcourse.visible import visible

_NAME = re.compile(r"[^/\\\x00-\x1f*?\[\]]{1,200}")
"""What may be the name of an assignment or a class: one step of a path, and no pattern."""


@dataclass(frozen=True)
class Part:
    """One question of an assignment and how far the student is."""

    cell: str
    """Name of the answer cell."""
    title: str
    """The heading it stands under."""
    kind: str
    """"choice", "exercise" or "reflection"."""
    answered: bool
    """Whether something was filled in, and no dots are left."""
    check: str
    """What its check said when it last ran: "ok", "open", "later" when that is told after handing in, or "" when it did
    not run or there is none. An answer that ended in an error is "open", whatever its check said before."""


@dataclass(frozen=True)
class Worksheet:
    """One notebook of a student."""

    file: Path
    assignment: str
    deadline: str
    """Moment (ISO 8601 with offset) before which the lecturer expects it; "" when that is not known."""
    cohort: str
    """The class for which it was given out; "" when that is not known."""
    cells: tuple[Cell, ...]
    edition: str = ""
    """What tells this release of the assignment from another; "" when that is not known."""
    key: AnswerKey = field(default_factory=AnswerKey)
    """What «Probeer» knows about the answers; empty when the notebook carries no key."""

    @classmethod
    def read(cls, file: Path, notebook: Notebook | None = None) -> Worksheet:
        """Read a notebook.

        Parameters: notebook – what the editor holds, when it was sent along; None for what was saved.
        Raises: ContentError with a Dutch sentence when it cannot be read.
        """
        notebook = read_notebook(file) if notebook is None else notebook
        ours = notebook.get("metadata", {}).get("sowcourse")
        known = ours if isinstance(ours, dict) else {}
        cells = tuple({"metadata": {}} | cell for cell in notebook["cells"])
        return cls(
            file,
            _name(known.get("module")),
            str(known.get("deadline", "")),
            _name(known.get("cohort")),
            cells,
            str(known.get("version", "")),
            AnswerKey.of(notebook),
        )

    @classmethod
    def opened(cls, assignment: str, shown: str = "", runs: str = "") -> Worksheet:
        """The notebook that is open in this kernel, else `<assignment>.ipynb` in this folder, else the only one there.

        Parameters: shown – where an editor says that it is; runs – the cell that runs now, which tells which one is
        open among several when neither the server nor the editor does.
        Raises: ContentError as `read` does.
        """
        for told in (os.environ.get("JPY_SESSION_NAME", ""), shown):
            if told.endswith(".ipynb") and Path(told).is_file():
                return cls._looked_at(Path(told))
        named = Path(f"{assignment}.ipynb")
        found = sorted(Path().glob("*.ipynb"))
        if named.is_file() or not found:
            return cls._looked_at(named)
        return cls._looked_at(found[0]) if len(found) == 1 else cls._running(found, runs) or cls._looked_at(named)

    @classmethod
    def _looked_at(cls, file: Path) -> Worksheet:
        """As `read`, for who changes nothing: a check asks dozens of times what is saved."""
        return cls.read(file, read_notebook(file, shared=True))

    @classmethod
    def _running(cls, files: list[Path], runs: str) -> Worksheet | None:
        """The last saved of the notebooks that hold a cell; None when there is none, or they are not of one kind."""
        holding = []
        for file in files:
            with contextlib.suppress(ContentError):  # something else that ends in .ipynb
                sheet = cls._looked_at(file)
                if runs.strip() and any(source(cell).strip() == runs.strip() for cell in sheet.cells):
                    holding.append(sheet)
        if len({(sheet.assignment, sheet.key.salt) for sheet in holding}) != 1:
            return None
        return max(holding, key=lambda sheet: sheet.file.stat().st_mtime_ns)

    def text(self, cell: str) -> str | None:
        """What stands in one cell; None when the cell is gone."""
        return next((source(c) for c in self.cells if markers(c).get("grade_id") == cell), None)

    def answers(self) -> list[tuple[str, str]]:
        """Every cell that is not ours, as (name, text): answers and whatever the student added."""
        return [
            (str(markers(cell).get("grade_id", f"cel {number}")), source(cell))
            for number, cell in enumerate(self.cells, start=1)
            if not markers(cell).get("locked") and source(cell).strip()
        ]

    def code_above(self, cell: str) -> list[str]:
        """The student's own code cells above one of ours, in order, without what a cell of ours then replaced."""
        codes: list[str] = []
        for found in self.cells:
            marks = markers(found)
            if marks.get("grade_id") == cell:
                break
            if found["cell_type"] != "code":
                continue
            if not marks.get("locked"):
                codes.append(source(found))
            elif codes and not marks.get("grade"):
                made = names_set(source(found))
                codes = [_without(code, made) for code in codes]
        return codes

    def given(self) -> tuple[str, ...]:
        """What a reflection may not be copied from: the essay, the reactions, the cases and the questions."""
        essay = [passage.text for passage in load_passages().values()]
        cases = [case.text for case in load_cases(self.assignment)] if self.assignment else []
        ours = [source(c) for c in self.cells if c["cell_type"] == "markdown" and markers(c).get("locked")]
        return (*essay, *cases, *ours)

    def criteria(self, cell: str) -> Criteria | None:
        """What makes the text in `cell` complete; None when nothing is asked."""
        return criteria_of(self.cells, self.file).get(cell)

    def remarks(self, cell: str, text: str | None = None) -> tuple[Remark, ...]:
        """Whether a reflection is complete, by the same rules as its check; () when nothing is asked of it.

        Parameters: text – what stands in the editor now; None for what was saved.
        """
        criteria = self.criteria(cell)
        if criteria is None:
            return ()
        return self.assessed((self.text(cell) or "") if text is None else text, criteria)

    def assessed(self, text: str, criteria: Criteria) -> tuple[Remark, ...]:
        """A text held against criteria, as part of this assignment."""
        known = concepts_here()
        concepts = tuple(known.get(name, Concept(name)) for name in criteria.concepts)
        return assess(text, criteria, self.given(), concepts, load_shingles())

    def parts(self) -> list[Part]:
        """Every question, in order."""
        found: list[Part] = []
        title = ""
        for number, cell in enumerate(self.cells):
            marks = markers(cell)
            if cell["cell_type"] == "markdown" and marks.get("locked"):
                heading = re.findall(r"^#{2,3} (.+)$", source(cell), re.MULTILINE)
                title = heading[-1] if heading else title
            elif marks.get("solution"):
                found.append(_part(cell, title, self._check_of(number)))
        return found

    def _check_of(self, number: int) -> str:
        if _failed(self.cells[number]):
            return "open"
        for cell in self.cells[number + 1 :]:
            marks = markers(cell)
            if marks.get("solution"):
                return ""
            if marks.get("grade"):
                said = [
                    line for output in cell.get("outputs", []) for line in "".join(output.get("text", "")).split("\n")
                ]
                later = any(line.startswith(LATER) for line in said)
                return "open" if _failed(cell) else "later" if later else "ok" if any(said) else ""
        return ""


def _failed(cell: Cell) -> bool:
    return any(output.get("output_type") == "error" for output in cell.get("outputs", []))


def _without(code: str, made: frozenset[str]) -> str:
    """Code without the statements that give these names a value."""
    if not names_set(code) & made:
        return code
    try:
        statements = ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    return "\n".join(ast.get_source_segment(code, each) or "" for each in statements if not names_in(each) & made)


def _part(cell: Cell, title: str, check: str) -> Part:
    ours = cell["metadata"].get("sowcourse", {})
    text, stub = source(cell).strip(), str(ours.get("stub", "")).strip()
    if cell["cell_type"] == "markdown":
        kind, answered = "reflection", bool(text) and _squeezed(text) != _squeezed(stub)
    else:
        kind = "choice" if "choice" in ours else "exercise"
        answered = bool(text) and text != stub and not _has_dots(text)
    return Part(str(markers(cell)["grade_id"]), title, kind, answered, check)


def _has_dots(code: str) -> bool:
    try:
        return any(isinstance(node, ast.Constant) and node.value is ... for node in ast.walk(ast.parse(code)))
    except SyntaxError:  # half-written code; its check tells what is wrong
        return "..." in code


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", visible(text))


def _name(told: object) -> str:
    """A name out of a notebook, which anybody can write, as one step of a path; "" for what is none."""
    name = str(told or "")
    return name if _NAME.fullmatch(name) and name not in (".", "..") else ""
