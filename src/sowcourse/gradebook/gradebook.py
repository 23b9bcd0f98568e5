"""nbgrader's gradebook, read and written: who is in it, what each answer got."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sowcourse.cohort.nbgrader import find_scripts
from sowcourse.cohort.workspace import Workspace, open_workspace
from sowcourse.errors import GradingError
from sowcourse.gradebook.penalty import penalise
from sowcourse.gradebook.scores import NO_RESPONSE, CellResult, read_scores
from sowcourse.gradebook.sentences import is_held
from sowcourse.notebook import Notebook, markers, source, work_below
from sowcourse.submissions.intake import received_at
from sowcourse.submissions.received import UNSURE, read_received


@dataclass(frozen=True)
class Result:
    """What one student's submission got."""

    student: str
    received: datetime | None
    """Moment of handing in, UTC; None when nothing came in."""
    late: bool
    graded: bool
    cells: tuple[CellResult, ...]
    """Empty when not graded."""
    penalty: float = 0
    """Points taken off for being late, when the cohort's configuration says so."""
    unsure: bool = False
    """Whether nobody knows when it came in; `received` is then the deadline at the latest."""
    lost: float = 0
    """Points that were given, of a submission of which the graded notebook is gone."""

    @property
    def waiting(self) -> int:
        """Number of answers and checks of which the points are still open."""
        return sum(cell.waiting for cell in self.cells)

    @property
    def held(self) -> int:
        """Number of checks among those: they could not run, so nobody knows yet."""
        return sum(cell.held for cell in self.cells)

    def score(self, manual: bool | None = None) -> float:
        """Points: all, less what is taken off for being late; or those given by a person (True) or checks (False)."""
        given = sum(cell.score for cell in self.cells if manual in (None, cell.manual))
        return max(0.0, given - self.penalty) if manual is None else given

    def points(self, manual: bool | None = None) -> float:
        """Most points, split likewise."""
        return sum(cell.points for cell in self.cells if manual in (None, cell.manual))


@dataclass(frozen=True)
class EarlierMark:
    """What a person gave to an answer that the student has changed since."""

    cell: str
    points: float
    comment: str
    answer: str
    """The answer as it was then."""


@contextmanager
def gradebook(workspace: Workspace) -> Iterator[Any]:
    """nbgrader's gradebook of this cohort; made when it is not there yet.

    Raises: CohortError when its database is another cohort's.
    """
    from nbgrader.api import Gradebook

    workspace.must_own_its_database()
    find_scripts()
    with Gradebook(workspace.gradebook, workspace.name) as book:
        yield book


class Recorder:
    """The one writer of a grading run: what checks gave, by nbgrader's own rules."""

    def __init__(self, root: Path, assignment: str) -> None:
        self.workspace = open_workspace(root)
        self.assignment = assignment

    def __enter__(self) -> Recorder:
        from nbgrader.api import Gradebook
        from nbgrader.preprocessors import SaveAutoGrades

        self.workspace.must_own_its_database()
        find_scripts()
        self.book = Gradebook(self.workspace.gradebook, self.workspace.name)
        self.book.db().expire_on_commit = False  # the assignment stays the same during a run: do not read it again
        self.grades: dict[str, Any] = {}
        self.comments: dict[str, Any] = {}
        self.saver = SaveAutoGrades()
        self.saver.gradebook = SimpleNamespace(  # nbgrader asks for a row per cell and commits after each
            find_grade=lambda name, *_: self.grades[name],
            find_comment=lambda name, *_: self.comments[name],
            db=SimpleNamespace(commit=lambda: None),
        )
        self.saver.notebook_id = self.saver.assignment_id = self.assignment
        self.received = received_at(self.workspace, self.assignment)
        self.calendar = self.workspace.calendar()
        return self

    def __exit__(self, *_: object) -> None:
        self.book.close()

    def record(self, student: str, notebook: Notebook, look: set[str], before: Notebook | None) -> list[EarlierMark]:
        """Write the points of one executed submission; an answer in `look` waits for a person, also when empty.

        Parameters: before – the notebook as it was graded last time, None the first time.
        Returns: marks that a person gave to an answer that has changed since. They no longer count; a mark for an
        answer that is still the same stays.
        """
        import nbformat
        from sqlalchemy.exc import SAWarning

        old = {cell.get("id"): source(cell) for cell in before["cells"]} if before else {}
        earlier: list[EarlierMark] = []
        moment = self.received.get(student)
        stamp: dict[str, Any] = {"timestamp": moment.replace(tzinfo=None)} if moment else {}
        stamp["extension"] = self.calendar.extension(self.assignment, student)
        with warnings.catch_warnings():  # nbgrader adds a submission in an order that SQLAlchemy remarks upon
            warnings.simplefilter("ignore", SAWarning)
            with self._uncommitted():
                self.book.update_or_create_submission(self.assignment, student, **stamp)
        self.saver.student_id = student
        known = self._fit(student, notebook, old, earlier)
        for index, cell in enumerate(nbformat.from_dict(notebook)["cells"]):
            if cell["metadata"].get("nbgrader", {}).get("grade_id") not in known:
                continue
            self.saver.preprocess_cell(cell, {}, index)
            marks = cell["metadata"]["nbgrader"]
            if marks["grade"] and is_held(cell):
                grade = self.grades[marks["grade_id"]]
                grade.auto_score = None
                grade.needs_manual_grade = grade.manual_score is None
            if marks.get("task"):  # nbgrader waits for a person without saying so
                name = marks["grade_id"]
                self.grades[name].needs_manual_grade = self.grades[name].manual_score is None
                was = work_below(before["cells"], name) if before else None
                self._keep_apart(name, was, work_below(notebook["cells"], name), earlier)
            if marks["grade"] and marks["solution"]:
                was = old.get(marks["grade_id"], "") if before else None
                self._keep_apart(marks["grade_id"], was, cell["source"], earlier)
            if marks["grade_id"] in look and marks["grade"] and marks["solution"]:
                grade = self.grades[marks["grade_id"]]
                grade.auto_score = None
                grade.needs_manual_grade = True
        penalise(self.book, self.workspace, self.assignment, student)
        self.book.db.commit()
        return earlier

    def _fit(self, student: str, notebook: Notebook, old: dict[str, str], earlier: list[EarlierMark]) -> set[str]:
        """Give a submission the questions of its version and no others; their names.

        nbgrader gives it those that the assignment has now, or had when the student handed in first.
        """
        from nbgrader.api import Comment, Grade

        database = self.book.db
        submitted = self.book.find_submission_notebook(self.assignment, self.assignment, student)
        marked = [markers(cell) for cell in notebook["cells"]]
        comments = {comment.name: comment for comment in submitted.comments}
        for kind, flag, present, cells in (
            (Grade, "grade", submitted.grades, [*submitted.notebook.grade_cells, *submitted.notebook.task_cells]),
            (
                Comment,
                "solution",
                submitted.comments,
                [*submitted.notebook.solution_cells, *submitted.notebook.task_cells],
            ),
        ):
            wanted = {marks["grade_id"] for marks in marked if marks.get(flag) or marks.get("task")}
            for row in [row for row in present if row.name not in wanted]:
                if kind is Grade and row.manual_score is not None:
                    told = comments[row.name].manual_comment if row.name in comments else ""
                    earlier.append(EarlierMark(row.name, float(row.manual_score), told or "", old.get(row.name, "")))
                database.delete(row)
            missing = wanted - {row.name for row in present}
            database.add_all(kind(cell_id=cell.id, notebook=submitted) for cell in cells if cell.name in missing)
        database.flush()
        database.expire(submitted)
        self.grades = {row.name: row for row in submitted.grades}
        self.comments = {row.name: row for row in submitted.comments}
        return {*self.grades, *self.comments}

    @contextmanager
    def _uncommitted(self) -> Iterator[None]:
        """Keep nbgrader from committing half a submission: what is recorded is whole or absent."""
        self.book.db.commit = self.book.db.flush
        try:
            yield
        finally:
            del self.book.db.commit

    def undo(self) -> None:
        """Forget what was written of a submission that could not be recorded to the end."""
        self.book.db.rollback()

    def _keep_apart(self, cell: str, was: str | None, now: str, earlier: list[EarlierMark]) -> None:
        """A mark stays with the words it was given for; when those are gone, a person says whether these are them."""
        grade = self.grades[cell]
        if grade.manual_score is None:
            return
        if was is not None and was.split() == now.split():
            grade.needs_manual_grade = False
            return
        comment = self.comments[cell]
        earlier.append(EarlierMark(cell, float(grade.manual_score), comment.manual_comment or "", was or ""))
        grade.manual_score = comment.manual_comment = None
        grade.needs_manual_grade = True


def results(workspace: Workspace, assignment: str) -> dict[str, Result]:
    """Student → result, for everyone on the class list, in its order."""
    return all_results(workspace, (assignment,))[assignment]


def all_results(workspace: Workspace, assignments: Sequence[str]) -> dict[str, dict[str, Result]]:
    """Assignment → student → result, for everyone on the class list, in its order; read at once."""
    scores = read_scores(workspace, assignments)
    students = workspace.students()
    calendar = workspace.calendar()
    every = {}
    for assignment in assignments:
        received = received_at(workspace, assignment)
        found = {}
        for student in students:
            known = scores.get((assignment, student))
            graded = known if known and not known.lost else None
            moment, due = received.get(student), calendar.due(assignment, student)
            if moment is None and known:
                moment = known.moment
            found[student] = Result(
                student=student,
                received=moment,
                late=moment is not None and due is not None and moment > due,
                graded=graded is not None,
                cells=graded.cells if graded else (),
                penalty=graded.penalty if graded else 0,
                unsure=moment is not None and _unsure(workspace, assignment, student, student in received),
                lost=sum(cell.score for cell in known.cells) if known and known.lost else 0,
            )
        every[assignment] = found
    return every


def _unsure(workspace: Workspace, assignment: str, student: str, submitted: bool) -> bool:
    """Whether nobody knows when the work that counts came in, as told by what is still there of it."""
    if not submitted and (kept := read_received(workspace, assignment, student)).pieces:
        return kept.counting(workspace.calendar().due(assignment, student)).unsure
    return (workspace.root / ("submitted" if submitted else "autograded") / student / assignment / UNSURE).is_file()


@dataclass(frozen=True)
class Given:
    """What stands at an answer: what a mark is given over."""

    score: float | None
    """None when it waits for a person."""
    comment: str

    @classmethod
    def of(cls, cell: CellResult) -> Given:
        """What a result tells."""
        return cls(None if cell.waiting else cell.score, cell.comment)

    def __str__(self) -> str:
        told = "geen punten" if self.score is None else f"{self.score:g} punten".replace(".", ",")
        return f"{told} («{self.comment}»)" if self.comment else told


@dataclass(frozen=True)
class Mark:
    """What a person gives one answer."""

    student: str
    cell: str
    points: float
    comment: str = ""
    """"" leaves the comment that is there."""
    over: Given | None = None
    """What stood there when this person looked; None gives it whatever stands there now."""

    def left(self) -> Given:
        """What stands there once this is recorded."""
        return Given(self.points, self.comment or (self.over.comment if self.over else ""))


def mark(workspace: Workspace, assignment: str, student: str, cell: str, points: float, comment: str = "") -> None:
    """Record what a person gives one answer.

    Raises: GradingError when this student has no such answer, or it gets fewer points.
    """
    mark_all(workspace, assignment, [Mark(student, cell, points, comment)])


def mark_all(workspace: Workspace, assignment: str, marks: Iterable[Mark]) -> None:
    """Record what a person gives many answers: all of them, or none.

    Who else writes waits for the moment that this takes. Raises: GradingError when a student has no such answer, it
    gets fewer points, or somebody else gave it something since this person looked.
    """
    from nbgrader.api import MissingEntry

    with gradebook(workspace) as book:
        lock_for_writing(book)
        overtaken = []
        for given in marks:
            named = (given.cell, assignment, assignment, given.student)
            with book.db.no_autoflush:
                try:
                    grade = book.find_grade(*named)
                except MissingEntry:
                    raise GradingError(
                        f"{given.student}, «{given.cell}»: dit antwoord is er niet. "
                        "Controleer studentnummer en naam van de cel."
                    ) from None
                try:
                    comment = book.find_comment(*named)
                except MissingEntry:  # a check, which a person gives points when it could not run
                    comment = None
                if comment is None and given.comment:
                    raise GradingError(
                        f"{given.student}, «{given.cell}»: bij een controle past geen opmerking. Geef alleen punten."
                    )
                if not 0 <= given.points <= grade.max_score:
                    raise GradingError(
                        f"{given.student}, «{given.cell}»: {given.points:g} punten kan niet; "
                        f"verwacht wordt 0 tot en met {grade.max_score:g}."
                    )
                now = _now(grade, comment)
                if given.over not in (None, now):
                    overtaken.append(f"{given.student}, «{given.cell}»: iemand anders gaf intussen {now}.")
                grade.manual_score = given.points
                grade.needs_manual_grade = False
                if given.comment:
                    comment.manual_comment = given.comment
        if overtaken:
            book.db.rollback()
            told = "\n".join(f"  • {one}" for one in overtaken)
            raise GradingError(
                f"Er is niets vastgelegd, want intussen werd er verder beoordeeld. Kijk opnieuw en geef dan.\n{told}"
            )
        book.db.commit()


def lock_for_writing(book: Any) -> None:
    """Let nobody else write in the gradebook until this session commits; what is read from now on is what stands there.

    Waits for who writes now. Reading goes on meanwhile.
    """
    from sqlalchemy import text

    book.db.rollback()
    lite = book.db.get_bind().dialect.name == "sqlite"
    book.db.execute(text("BEGIN IMMEDIATE" if lite else "LOCK TABLE grade, comment IN SHARE ROW EXCLUSIVE MODE"))


def _now(grade: Any, comment: Any) -> Given:
    """What stands in the gradebook, as `read_scores` tells it."""
    score = grade.manual_score if grade.manual_score is not None else grade.auto_score
    total = 0.0 if score is None else float(score + (grade.extra_credit or 0.0))
    said = (comment.manual_comment, comment.auto_comment) if comment else ()
    told = next((each for each in said if each is not None), None)
    return Given(None if grade.needs_manual_grade else total, "" if told in (None, NO_RESPONSE) else str(told))
