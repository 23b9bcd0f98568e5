"""What each graded cell got, read out of nbgrader's gradebook for a whole class at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sowcourse.cohort.workspace import Workspace
from sowcourse.gradebook.damage import damaged, is_whole, settled
from sowcourse.gradebook.giver import Giver, notes
from sowcourse.notebook import markers
from sowcourse.submissions.assignment_version import read_task, read_version, versions

NO_RESPONSE = "No response."
"""What nbgrader writes beside an answer that was left as it was given."""

_OF_THESE = """
FROM {table} JOIN submitted_notebook ON {table}.notebook_id = submitted_notebook.id
JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
JOIN assignment ON submitted_assignment.assignment_id = assignment.id
"""
_SUBMISSIONS = """
SELECT submitted_notebook.id, assignment.name, submitted_assignment.student_id,
submitted_notebook.late_submission_penalty, submitted_assignment.timestamp
FROM submitted_notebook JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
JOIN assignment ON submitted_assignment.assignment_id = assignment.id WHERE assignment.name IN :names
"""
_CELLS = """
SELECT base_cell.id, base_cell.name, COALESCE(grade_cells.max_score, task_cells.max_score),
task_cells.id IS NOT NULL OR EXISTS (SELECT 1 FROM solution_cells JOIN base_cell AS answer
ON answer.id = solution_cells.id WHERE answer.name = base_cell.name AND answer.notebook_id = base_cell.notebook_id),
grade_cells.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM solution_cells JOIN base_cell AS own
ON own.id = solution_cells.id WHERE own.name = base_cell.name AND own.notebook_id = base_cell.notebook_id)
FROM base_cell LEFT JOIN grade_cells ON grade_cells.id = base_cell.id
LEFT JOIN task_cells ON task_cells.id = base_cell.id
WHERE grade_cells.id IS NOT NULL OR task_cells.id IS NOT NULL
"""
_GRADES = (
    "SELECT grade.id, grade.notebook_id, grade.cell_id, grade.auto_score, grade.manual_score, grade.extra_credit, "
    "grade.needs_manual_grade" + _OF_THESE.format(table="grade") + "WHERE assignment.name IN :names"
)
_COMMENTS = (
    "SELECT comment.notebook_id, base_cell.name, comment.auto_comment, comment.manual_comment"
    + _OF_THESE.format(table="comment")
    + "JOIN base_cell ON comment.cell_id = base_cell.id WHERE assignment.name IN :names "
    "AND (comment.auto_comment IS NOT NULL OR comment.manual_comment IS NOT NULL)"
)


@dataclass(frozen=True)
class CellResult:
    """What one graded cell got."""

    cell: str
    points: float
    """Most points that can be had."""
    score: float
    manual: bool
    """Whether a person marks it."""
    waiting: bool
    """Whether a person still has to mark it."""
    comment: str
    untouched: bool = False
    """Whether it was left as it was given."""
    held: bool = False
    """Whether it is a check that could not run, so that nothing is recorded of it yet."""
    giver: Giver | None = None
    """Who gave it, when a person did and that is known."""


@dataclass(frozen=True)
class Scores:
    """What one graded submission got."""

    cells: tuple[CellResult, ...]
    """In the order of the assignment."""
    penalty: float
    """Points taken off for being late."""
    moment: datetime | None = None
    """When it came in, as it was recorded, UTC."""
    lost: bool = False
    """Whether the graded notebook is gone or cannot be read, and only the points are left."""


def read_scores(workspace: Workspace, assignments: Sequence[str], only: str = "") -> dict[tuple[str, str], Scores]:
    """(assignment, student) → what each cell got, of who was graded. Parameters: only – one student of the class.

    An answer counts for what it counted for in the version that the student made. Read in a few plain queries:
    nbgrader's own classes take a second to import and a query per cell. The points are nbgrader's: what a person
    gave, else what the check gave, and extra credit on top.
    """
    from sqlalchemy import bindparam, create_engine, inspect, text

    workspace.must_own_its_database()
    engine = create_engine(workspace.gradebook)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("grade"):
                return {}
            _hold_still(connection)

            def rows(query: str, **values: object) -> list[Any]:
                asked = text(query + (" AND submitted_assignment.student_id = :only" if only and values else ""))
                for name in values:
                    asked = asked.bindparams(bindparam(name, expanding=True))
                return list(connection.execute(asked, values | ({"only": only} if only and values else {})))

            handed_in = rows(_SUBMISSIONS, names=list(assignments))
            kinds = {cell: tuple(rest) for cell, *rest in rows(_CELLS)}
            comments = {
                (notebook, name): own if own is not None else automatic
                for notebook, name, automatic, own in rows(_COMMENTS, names=list(assignments))
            }
            grades = rows(_GRADES, names=list(assignments))
            given_by = notes(connection)
    finally:
        engine.dispose()
    clock = workspace.calendar().local
    penalties: dict[tuple[str, str], float] = {}
    submissions = {notebook: (name, student) for notebook, name, student, *_ in handed_in}
    moments: dict[tuple[str, str], datetime | None] = {}
    for _, name, student, penalty, moment in handed_in:
        moments[name, student] = _utc(moment)
        penalties[name, student] = penalties.get((name, student), 0.0) + (penalty or 0.0)
    found: dict[tuple[str, str], list[CellResult]] = {key: [] for key in submissions.values()}
    most_of = {name: _points(workspace.root, name) for name in assignments}
    own_most = {
        key: points[read_version(workspace.root, *key)]
        for key in found
        if (points := most_of[key[0]]) and read_version(workspace.root, *key) in points
    }
    for grade, notebook, cell, automatic, own, extra, waiting in grades:
        key = submissions.get(notebook)
        if key is not None:
            name, most, marked, check = kinds[cell]
            given = own if own is not None else automatic
            score = 0.0 if given is None else given + (extra or 0.0)
            comment = comments.get((notebook, name))
            most = own_most.get(key, {}).get(name, most)
            one = _cell(name, most, bool(marked), score, bool(waiting), comment)
            by = given_by.get(grade)
            giver = by.giver(None if waiting else one.score, one.comment, clock) if by else None
            found[key].append(replace(one, held=bool(check and waiting and given is None), giver=giver))
    for name in assignments:
        order = _order(workspace, name)
        for (assignment, _), cells in found.items():
            if assignment == name:
                cells.sort(key=lambda cell: order.get(cell.cell, len(order)))
    there = {key for key in found if _stands(workspace.root, *key, closely=len(assignments) == 1)}
    known = there | {key for key, cells in found.items() if any(cell.score for cell in cells)}
    return {
        key: Scores(tuple(cells), penalties[key], moments[key], key not in there)
        for key, cells in found.items()
        if key in known
    }


def _hold_still(connection: Any) -> None:
    """Let all that is read from now on be of one moment: points and comments of one mark, not of two."""
    from sqlalchemy import text

    if connection.dialect.name == "sqlite":
        connection.execute(text("BEGIN"))
    else:
        connection.rollback()
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def _stands(root: Path, assignment: str, student: str, closely: bool) -> bool:
    """Whether a graded notebook is there and whole. Parameters: closely – whether to read it, and what lies beside."""
    folder = settled(Path(f"{root}/autograded/{student}/{assignment}"))
    return is_whole(folder / f"{assignment}.ipynb") and not (closely and damaged(folder))


def _utc(moment: Any) -> datetime | None:
    """A moment as the gradebook keeps it: without a zone, in UTC; as text by some databases."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return moment.replace(tzinfo=UTC) if isinstance(moment, datetime) else None


def _points(root: Path, assignment: str) -> dict[str, dict[str, float]]:
    """Version → cell → most points; {} when there is one version, whose points the gradebook knows."""
    if len(list((root / "versies" / assignment).glob("*-*"))) < 2:
        return {}
    graded = {
        version.name: [c for c in version.full["cells"] if markers(c).get("grade") or markers(c).get("task")]
        for version in versions(root, assignment)
    }
    return {name: {c["id"]: float(markers(c)["points"]) for c in cells} for name, cells in graded.items()}


def _order(workspace: Workspace, assignment: str) -> dict[str, int]:
    """Cell → its place in the assignment as it is now."""
    cells = read_task(workspace.root, assignment)["cells"]
    return {str(cell.get("id")): place for place, cell in enumerate(cells)}


def _cell(name: str, most: float | None, marked: bool, score: float, waiting: bool, comment: str | None) -> CellResult:
    return CellResult(
        cell=name,
        points=float(most or 0),
        score=float(score),
        manual=marked,
        waiting=waiting,
        comment="" if comment == NO_RESPONSE else comment or "",
        untouched=comment == NO_RESPONSE,
    )
