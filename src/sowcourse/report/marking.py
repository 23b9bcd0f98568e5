"""The marking page: per question all answers beside each other, with the rubric, the comments and what was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sowcourse.cohort.lock import writing
from sowcourse.cohort.workspace import Workspace
from sowcourse.durable import write_durably
from sowcourse.errors import GradingError
from sowcourse.gradebook.gradebook import mark_all, results
from sowcourse.pages.page import render
from sowcourse.report.answer import Answer, Answers, read_answers, shuffled
from sowcourse.report.bank import FILE, Comment, begin_bank, for_question, load_bank
from sowcourse.report.level import COLUMN
from sowcourse.report.maker import own_stem
from sowcourse.report.second import keep_second
from sowcourse.report.sheet import Sheet, read_sheet, write_sheet
from sowcourse.rubric import LEVELS, Anchor, Rubric, as_points

_NOTHING_BELOW = "Onder deze taak staat niets. Kijk met 'sowcourse review' of het elders in het notebook staat."


def write_marking(workspace: Workspace, assignment: str, blind: bool, second: bool) -> tuple[Path, Path]:
    """Write the page and the sheet to mark an assignment with.

    Parameters: blind – without names, in an order that tells nothing; second – for a second marker: blind to what
    the first gave, and in that same order, so that the first rows are a sample. A colleague's sheet is left alone.
    Returns: page, sheet.
    Raises: GradingError when nothing was graded yet; ContentError when the comments or the rubrics are not right.
    """
    answers = read_answers(workspace, assignment)
    if not answers:
        raise GradingError(f"{assignment}: er is nog niets nagekeken. Voer eerst 'sowcourse grade {assignment}' uit.")
    begin_bank(workspace.root)
    bank = load_bank(workspace.root)
    rubrics = workspace.rubrics(assignment)
    if blind or second:
        answers = shuffled(answers)
    names = {} if blind else {student.id: student.name for student in workspace.students().values()}
    held = [result.student for result in results(workspace, assignment).values() if result.held]
    with writing(workspace.root):
        stem = own_stem(workspace.root, f"beoordelen-{assignment}" + ("-tweede" if second else ""))
    page, sheet = (workspace.root / f"{stem}{ending}" for ending in (".html", ".csv"))
    write_durably(
        page, marking_page(workspace.name, assignment, answers, rubrics, bank, names, second, held, sheet.name)
    )
    with writing(workspace.root):
        write_sheet(sheet, answers, rubrics, names, empty=second)
    return page, sheet


def marking_page(
    cohort: str,
    assignment: str,
    answers: Answers,
    rubrics: Mapping[str, Rubric],
    bank: dict[str, Comment],
    names: Mapping[str, str],
    second: bool,
    held: Sequence[str] = (),
    sheet: str = "",
) -> str:
    """The page; `names` is {} when it is blind. `held` are students of whom a check could not run."""
    return str(
        render(
            "marking",
            cohort=cohort,
            assignment=assignment,
            sheet=sheet or f"beoordelen-{assignment}.csv",
            option=" --tweede-beoordelaar" if second else "",
            second=second,
            held=len(held),
            who=f": {', '.join(names[student] for student in held)}" if names else "",
            places=[(f"#{question}", question) for question in answers],
            questions=[
                _question(question, given, rubrics.get(question), for_question(bank, question), names)
                for question, given in answers.items()
            ],
            title=lambda answer: " · ".join(filter(None, (names.get(answer.student, ""), answer.code))),
            nothing=_NOTHING_BELOW,
            levels=LEVELS,
            column=COLUMN,
            bank=FILE,
        )
    )


def _question(
    question: str, given: list[Answer], rubric: Rubric | None, comments: Sequence[Comment], names: Mapping[str, str]
) -> dict[str, object]:
    """What the page shows of a question."""
    return {
        "name": question,
        "title": f"{rubric.title} · «{question}»" if rubric else f"«{question}»",
        "rubric": _rubric(rubric) if rubric else None,
        "comments": [(comment.code, comment.text) for comment in comments],
        "filled": [answer for answer in given if not answer.empty],
        "empty": [names.get(answer.student, answer.code) for answer in given if answer.empty],
    }


def _rubric(rubric: Rubric) -> dict[str, object]:
    """The criteria with their levels and points, and the invented answers to hold an answer against."""
    rows = [
        (f"{number}. {criterion.name}", *criterion.described())
        for number, criterion in enumerate(rubric.criteria, start=1)
    ]
    return {
        "most": "" if rubric.points is None else f", samen hoogstens {as_points(rubric.points)}",
        "header": ["criterium", *(f"niveau {level}" for level in range(1, LEVELS + 1))],
        "rows": rows,
        "anchors": [_anchor(anchor, rubric) for anchor in rubric.anchors],
    }


def _anchor(anchor: Anchor, rubric: Rubric) -> dict[str, object]:
    chosen = {criterion.name: level for criterion, level in zip(rubric.criteria, anchor.levels, strict=True)}
    worth = rubric.worth(chosen)
    total = "" if worth is None else f" · {as_points(worth)}"
    return {"text": anchor.text, "why": anchor.why, "levels": list(chosen.items()), "total": total}


def take_in(workspace: Workspace, assignment: str, file: Path, second: bool) -> Sheet:
    """Record what a filled-in sheet holds: all of it, or nothing.

    Parameters: second – keep it apart as the points of a second marker.
    Raises: GradingError naming every line that is not right.
    """
    answers = read_answers(workspace, assignment)
    names = {student.id: student.name for student in workspace.students().values()}
    rubrics, bank = workspace.rubrics(assignment), load_bank(workspace.root)
    if second:
        found = read_sheet(file, answers, rubrics, bank, again=True, names=names)
        keep_second(workspace, assignment, found.marks, answers, rubrics)
        return found
    found = read_sheet(file, answers, rubrics, bank, names=names)
    mark_all(workspace, assignment, found.marks)
    return found
