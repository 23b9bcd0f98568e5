"""The pile on the desk of who marks: which answers wait, which are done, and what was said of them, for a whole class.

Only what a list needs, in two plain queries, so that a page about one answer does not read four hundred submissions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sowcourse.cohort.account import me
from sowcourse.cohort.workspace import Workspace
from sowcourse.gradebook.giver import TABLE
from sowcourse.gradebook.scores import NO_RESPONSE
from sowcourse.submissions.assignment_version import read_task

_OF = """
FROM {table} JOIN base_cell ON base_cell.id = {table}.cell_id
JOIN submitted_notebook ON {table}.notebook_id = submitted_notebook.id
JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
JOIN assignment ON submitted_assignment.assignment_id = assignment.id
"""
_GRADES = (
    "SELECT submitted_assignment.student_id, base_cell.name, grade.id, grade.needs_manual_grade, "
    "COALESCE(grade.manual_score, grade.auto_score, 0) + COALESCE(grade.extra_credit, 0)"
    + _OF.format(table="grade")
    + """WHERE assignment.name = :assignment AND (
EXISTS (SELECT 1 FROM task_cells WHERE task_cells.id = base_cell.id) OR EXISTS (
SELECT 1 FROM solution_cells JOIN base_cell AS answer ON answer.id = solution_cells.id
WHERE answer.name = base_cell.name AND answer.notebook_id = base_cell.notebook_id))"""
)
_COMMENTS = (
    "SELECT submitted_assignment.student_id, base_cell.name, comment.auto_comment, comment.manual_comment"
    + _OF.format(table="comment")
    + "WHERE assignment.name = :assignment AND (comment.auto_comment IS NOT NULL OR comment.manual_comment IS NOT NULL)"
)
_MOMENTS = f"SELECT grade_id, moment FROM {TABLE} WHERE account = :account AND computer = :computer"


@dataclass(frozen=True)
class Piled:
    """One answer on the pile."""

    student: str
    score: float
    waiting: bool
    untouched: bool
    """Whether it was left as it was given, and no person needs to look."""
    comment: str
    moment: datetime | None = None
    """When who works here gave what stands there; None when another did, or nobody yet."""


Pile = Mapping[str, Mapping[str, Piled]]
"""Question → student → answer, in the order of the assignment and of the class list."""


def read_pile(workspace: Workspace, assignment: str, only: str = "") -> Pile:
    """The answers that a person marks, of everybody in the class whose work was graded.

    Parameters: only – one question.
    """
    from sqlalchemy import create_engine, inspect, text

    workspace.must_own_its_database()
    engine = create_engine(workspace.gradebook)
    try:
        with engine.connect() as connection:
            there = set(inspect(connection).get_table_names())
            if "grade" not in there:
                return {}

            def rows(query: str, **values: str) -> list[Any]:
                return list(connection.execute(text(query), values))

            named, one = (" AND base_cell.name = :only", {"only": only}) if only else ("", {})
            grades = rows(_GRADES + named, assignment=assignment, **one)
            said = {
                (student, question): own if own is not None else automatic
                for student, question, automatic, own in rows(_COMMENTS + named, assignment=assignment, **one)
            }
            here = me()
            mine = rows(_MOMENTS, account=here.account, computer=here.computer) if TABLE in there else []
    finally:
        engine.dispose()
    moments = {grade: datetime.fromisoformat(moment) for grade, moment in mine}
    found: dict[str, dict[str, Piled]] = {}
    for student, question, grade, waiting, score in grades:
        comment = said.get((student, question))
        left = comment == NO_RESPONSE and not waiting
        told = "" if comment in (None, NO_RESPONSE) else str(comment)
        found.setdefault(question, {})[student] = Piled(
            student, float(score), bool(waiting), left, told, moments.get(grade)
        )
    return _ordered(workspace, assignment, found)


def _ordered(workspace: Workspace, assignment: str, found: Mapping[str, Mapping[str, Piled]]) -> Pile:
    """In order, and without who is not in the class or whose graded notebook is gone."""
    root, name = str(workspace.root), f"{assignment}/{assignment}.ipynb"
    students = [each for each in workspace.students() if Path(f"{root}/autograded/{each}/{name}").is_file()]
    place = {str(cell.get("id")): at for at, cell in enumerate(read_task(workspace.root, assignment)["cells"])}
    questions = sorted(found, key=lambda question: place.get(question, len(place)))
    return {
        question: {student: found[question][student] for student in students if student in found[question]}
        for question in questions
    }
