"""Answers to mark: per question all of them, with a code that stands for a student and for exactly these words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sowcourse.cohort.workspace import Workspace
from sowcourse.gradebook.code import code
from sowcourse.gradebook.gradebook import results
from sowcourse.gradebook.scores import CellResult
from sowcourse.grading.graded import read_graded, read_remarks
from sowcourse.notebook import Cell, Notebook, answers, markers
from sowcourse.submissions.repair import Remark, loose


@dataclass(frozen=True)
class Answer:
    """One student's answer to one question."""

    student: str
    text: str
    empty: bool
    """Whether it is as it was given."""
    found: CellResult
    note: str = ""
    """Why a box that stayed empty is not simply that: a sentence for who marks."""
    aside: tuple[str, ...] = ()
    """Texts that stand elsewhere in the notebook and may be this answer."""
    literal: bool = False
    """Whether it is shown as it was typed: code, or whatever was done for a task."""

    @property
    def code(self) -> str:
        """Stands for this student and these words: "BCDFGHJK-LMNP"; it changes when the words do."""
        return code(self.student, self.found.cell, self.text)


Answers = Mapping[str, list[Answer]]
"""Question → answers, in the order of the assignment and of the class list."""


def read_answers(workspace: Workspace, assignment: str) -> Answers:
    """The answers that a person marks, of every graded submission."""
    found: dict[str, list[Answer]] = {}
    for result in results(workspace, assignment).values():
        if not result.graded:
            continue
        file = workspace.root / "autograded" / result.student / assignment / f"{assignment}.ipynb"
        notes = read_remarks(workspace.root, assignment, result.student)
        for answer in answers_of(result.student, result.cells, read_graded(file), notes):
            found.setdefault(answer.found.cell, []).append(answer)
    return found


def answers_of(
    student: str, results: Sequence[CellResult], notebook: Notebook, remarks: Sequence[Remark]
) -> Iterator[Answer]:
    """The answers that a person marks of one graded submission.

    Parameters: results – what its cells got; remarks – what a person should know about it.
    """
    cells, texts = {str(cell.get("id")): cell for cell in notebook["cells"]}, answers(notebook)
    notes = {remark.cell: remark.sentence for remark in remarks if remark.look}
    for got in results:
        if got.manual and got.cell in cells:
            words = texts[got.cell].strip()
            stub = str(cells[got.cell]["metadata"].get("sowcourse", {}).get("stub", ""))
            empty = got.untouched or words.split() in ([], stub.split())
            task = bool(markers(cells[got.cell]).get("task"))
            if task:  # a student may do it elsewhere: a person looks
                empty = not got.waiting and not words
            note = notes.get(got.cell, "") if empty else ""
            aside = tuple(loose(list(cells.values()), _stubs(cells))) if note else ()
            literal = task or cells[got.cell]["cell_type"] == "code"
            yield Answer(student, words, empty and not note, got, note, aside, literal)


def _stubs(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """The answer cells as they were given out, as far as they tell."""
    return {
        name: {**cell, "source": str(cell["metadata"].get("sowcourse", {}).get("stub", ""))}
        for name, cell in cells.items()
        if markers(cell).get("solution")
    }


def shuffled(answers: Answers) -> Answers:
    """The same in an order that says nothing of the class list and is always the same; its begin is a sample."""
    return {question: sorted(given, key=lambda answer: answer.code) for question, given in answers.items()}
