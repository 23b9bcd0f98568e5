"""What checks gave, written by one: a graded submission's points, by nbgrader's own rules, whole or absent."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sowcourse.cohort.nbgrader import find_scripts
from sowcourse.cohort.workspace import open_workspace
from sowcourse.gradebook.gradebook import lock_for_writing
from sowcourse.gradebook.penalty import penalise
from sowcourse.gradebook.sentences import is_held
from sowcourse.notebook import Notebook, markers, source, work_below
from sowcourse.submissions.intake import received_at


@dataclass(frozen=True)
class EarlierMark:
    """What a person gave to an answer that the student has changed since."""

    cell: str
    points: float | None
    """None when it was marked half: a comment or levels, and no points yet."""
    comment: str
    answer: str
    """The answer as it was then."""


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

    def record(
        self,
        student: str,
        notebook: Notebook,
        look: set[str],
        before: Notebook | None,
        keep: Callable[[list[EarlierMark]], None] = lambda earlier: None,
    ) -> None:
        """Write the points of one executed submission; an answer in `look` waits for a person, also when empty.

        Who gives a mark meanwhile waits for that moment, or was first and is seen here.
        Parameters: before – the notebook as it was graded last time, None the first time. keep – is given the marks
        that a person gave to an answer that has changed since, before anything counts: they no longer do, and must not
        be lost should this stop half-way. A mark for an answer that is still the same stays.
        """
        import nbformat
        from sqlalchemy.exc import SAWarning

        old = {cell.get("id"): source(cell) for cell in before["cells"]} if before else {}
        earlier: list[EarlierMark] = []
        moment = self.received.get(student)
        stamp: dict[str, Any] = {"timestamp": moment.replace(tzinfo=None)} if moment else {}
        stamp["extension"] = self.calendar.extension(self.assignment, student)
        lock_for_writing(self.book)
        with warnings.catch_warnings():  # nbgrader adds a submission in an order that SQLAlchemy remarks upon
            warnings.simplefilter("ignore", SAWarning)
            with self._uncommitted():
                submission = self.book.update_or_create_submission(self.assignment, student, **stamp)
        self.saver.student_id = student
        known = self._fit(student, notebook, old, earlier)
        for index, found in enumerate(notebook["cells"]):
            if markers(found).get("grade_id") not in known:
                continue
            cell = nbformat.from_dict(found)
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
        if earlier:
            keep(earlier)
        penalise(self.book, self.workspace, submission)
        self.book.db.commit()

    def _fit(self, student: str, notebook: Notebook, old: dict[str, str], earlier: list[EarlierMark]) -> set[str]:
        """Give a submission the questions of its version and no others; their names.

        nbgrader gives it those that the assignment has now, or had when the student handed in first.
        """
        from nbgrader.api import Comment, Grade

        database = self.book.db
        submitted = self.book.find_submission_notebook(self.assignment, self.assignment, student)
        marked = [markers(cell) for cell in notebook["cells"]]
        for kind in (Grade, Comment):  # as they stand now, whatever this session read of them before
            database.query(kind).filter(kind.notebook_id == submitted.id).populate_existing().all()
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
        grade, comment = self.grades[cell], self.comments[cell]
        if grade.manual_score is None and not comment.manual_comment:
            return
        if was is not None and was.split() == now.split():
            grade.needs_manual_grade = grade.needs_manual_grade and grade.manual_score is None
            return
        given = None if grade.manual_score is None else float(grade.manual_score)
        earlier.append(EarlierMark(cell, given, comment.manual_comment or "", was or ""))
        grade.manual_score = comment.manual_comment = None
        grade.needs_manual_grade = True
