"""One answer as a marking page shows it: what was asked, what stands there, what was given, and what came before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from sowcourse.cohort.difference import word_runs
from sowcourse.cohort.workspace import Workspace
from sowcourse.errors import GradingError
from sowcourse.gradebook.code import code_of_student
from sowcourse.gradebook.gradebook import Given
from sowcourse.gradebook.recorder import EarlierMark
from sowcourse.gradebook.scores import read_scores
from sowcourse.grading.graded import read_earlier, read_graded, read_remarks
from sowcourse.notebook import Notebook, markers, source
from sowcourse.office.mark_comment import Said, taken_apart
from sowcourse.pages.page import points
from sowcourse.report.answer import Answer, answers_of
from sowcourse.report.feedback import reading
from sowcourse.report.second import second_now
from sowcourse.rubric import Rubric, as_points

_ABOVE = "rubric-"
"""How the cells with the rubric for students are called; here it stands beside the answer."""


@dataclass(frozen=True)
class Earlier:
    """What was given to words that the student has changed since."""

    given: EarlierMark
    said: Said
    runs: Sequence[tuple[str, str]]
    """The answer then and now, in runs that are equal or that differ."""


@dataclass(frozen=True)
class Item:
    """One answer."""

    answer: Answer
    asked: Sequence[Markup]
    rubric: Rubric | None
    given: Given
    """What stands there: in the gradebook, or of a second marker."""
    said: Said
    earlier: Earlier | None = None
    second: bool = False
    """Whether it is shown to a second marker: what the first gave is not in it."""
    taken: str = ""
    """Which second marker gave what stands there."""
    refused: Any = None
    """What came in between, when what was chosen could not be recorded (`mark_act.Refused`)."""

    @property
    def question(self) -> str:
        """The answer cell."""
        return self.answer.found.cell

    @property
    def letters(self) -> str:
        """Stands for the student, without saying who."""
        return code_of_student(self.answer.student, self.question)

    @property
    def name(self) -> str:
        """For ids in the page."""
        return f"{self.question}-{self.letters}"

    @property
    def rated(self) -> bool:
        """Whether the levels say what it is worth; else a person types the points."""
        return self.rubric is not None and self.rubric.points == self.answer.found.points

    @property
    def told(self) -> str:
        """What stands there, a Dutch sentence."""
        most = as_points(self.answer.found.points)
        if self.given.score is None:
            chosen = len(self.said.levels)
            if self.rubric and chosen:
                return f"{chosen} van {len(self.rubric.criteria)} gekozen, hoogstens {most}."
            return f"Nog te beoordelen: hoogstens {most}."
        by = self.taken and f" Door {self.taken}."
        if self.given.giver:
            by = f" Door {'jou' if self.given.giver.mine else self.given.giver.who}, {self.given.giver.moment}."
        return f"{points(self.given.score)} van {most}.{by}"

    @property
    def parts(self) -> Iterator[dict[str, Any]]:
        """The rubric, part by part: what each level means, is worth, and whether it was chosen."""
        for place, criterion in enumerate(self.rubric.criteria if self.rubric else ()):
            worth = criterion.points if self.rated else ()
            yield {
                "name": criterion.name,
                "place": place,
                "levels": [
                    {"number": level, "means": means, "worth": as_points(worth[level - 1]) if worth else ""}
                    for level, means in enumerate(criterion.levels, start=1)
                ],
                "chosen": self.said.levels.get(criterion.name, 0),
                "remark": self.said.remarks.get(criterion.name, ""),
            }

    @property
    def examples(self) -> Iterator[dict[str, Any]]:
        """Invented answers with their levels, to hold this one against."""
        if self.rubric is None:
            return
        names = [criterion.name for criterion in self.rubric.criteria]
        for anchor in self.rubric.anchors:
            levels = dict(zip(names, anchor.levels, strict=True))
            worth = self.rubric.worth(levels) if self.rated else None
            told = "" if worth is None else as_points(worth)
            yield {"text": anchor.text, "why": anchor.why, "levels": levels, "worth": told}


def read_items(workspace: Workspace, assignment: str, student: str, second: bool = False) -> list[Item]:
    """Everything that a person marks of one student.

    Parameters: second – as a second marker sees it.
    Raises: GradingError when there is nothing graded of this student; ContentError when it cannot be read.
    """
    scores = read_scores(workspace, (assignment,), student).get((assignment, student))
    if scores is None or scores.lost:
        raise GradingError(
            "Het nagekeken notebook van deze student is er niet meer, of is beschadigd. Kijk opnieuw na; wat jij gaf, "
            "wacht daarna bij deze opdracht op je bevestiging."
        )
    notebook = read_graded(workspace.root / "autograded" / student / assignment / f"{assignment}.ipynb")
    rubrics, remarks = workspace.rubrics(assignment), read_remarks(workspace.root, assignment, student)
    before = {mark.cell: mark for mark in read_earlier(workspace.root, assignment, student)}
    items = []
    for answer in answers_of(student, scores.cells, notebook, remarks):
        cell, rubric = answer.found.cell, rubrics.get(answer.found.cell)
        said = taken_apart(answer.found.comment, rubric)
        item = Item(answer, tuple(_asked(notebook, cell)), rubric, Given.of(answer.found), said, second=second)
        if second:
            now = second_now(workspace, assignment, answer)
            item = replace(item, given=Given(now.points, now.told), said=Said(now.levels), taken=now.who)
        elif answer.found.waiting and cell in before:
            runs = word_runs(before[cell].answer, answer.text)
            item = replace(item, earlier=Earlier(before[cell], taken_apart(before[cell].comment, rubric), runs))
        items.append(item)
    return items


def _asked(notebook: Notebook, cell: str) -> Iterator[Markup]:
    """What a student reads above an answer, from the last heading or the last thing to do on."""
    cells = notebook["cells"]
    end = next(place for place, each in enumerate(cells) if each.get("id") == cell)
    begin = end
    while begin and not _done(cells[begin - 1]):
        begin -= 1
        if re.search(r"^#{1,3} ", source(cells[begin]), re.MULTILINE):
            break
    for each in cells[begin:end]:
        if each["cell_type"] == "markdown" and not str(each.get("id")).startswith(_ABOVE):
            yield reading(each)
    if markers(cells[end]).get("task"):
        yield reading(cells[end])


def _done(cell: dict[str, Any]) -> bool:
    """Whether a cell is an answer or a check: what stands above it is about something else."""
    marks = markers(cell)
    return bool(marks.get("solution") or marks.get("grade") or marks.get("task"))
