"""nbgrader's gradebook, read and written: who is in it, what each answer got."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sowcourse.cohort.lock import writing
from sowcourse.cohort.nbgrader import find_scripts
from sowcourse.cohort.workspace import Workspace
from sowcourse.errors import GradingError
from sowcourse.gradebook.code import codes
from sowcourse.gradebook.giver import Clock, Giver, digest, note, notes
from sowcourse.gradebook.scores import NO_RESPONSE, CellResult, read_scores
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
    giver: Giver | None = field(default=None, compare=False)
    """Who gave it, as far as is known."""

    @classmethod
    def of(cls, cell: CellResult) -> Given:
        """What a result tells."""
        return cls(None if cell.waiting else cell.score, cell.comment, cell.giver)

    def __str__(self) -> str:
        noun = "punt" if self.score == 1 else "punten"
        told = "geen punten" if self.score is None else f"{self.score:g} {noun}".replace(".", ",")
        return f"{told} («{self.comment}»)" if self.comment else told

    def told(self) -> str:
        """Who gave what, and when: «op vr 27-11-2026 10:14 gaf An Maes (laptop-an) hier 5 punten»."""
        if self.giver is None:
            return f"intussen gaf iemand anders hier {self}"
        return f"op {self.giver.moment} gaf {self.giver.who} hier {self}"

    @property
    def digest(self) -> str:
        """Always the same for the same points and comment: what a page gives back of what it showed."""
        return digest(self.score, self.comment)


@dataclass(frozen=True)
class Mark:
    """What a person gives one answer, and what they saw when they did."""

    student: str
    cell: str
    points: float | None
    """None leaves it waiting, or lets it wait again."""
    comment: str = ""
    """"" leaves the comment that is there."""
    over: Given | None = None
    """What stood there when this person looked; None gives it whatever stands there now."""
    code: str = ""
    """The code of the words that this person read; "" gives it to whatever words are there now."""
    means: str = ""
    """With what it is given, where that matters afterwards: a sheet."""
    replaces: bool = False
    """Whether the comment takes the place of what is there, also when it is empty."""


@dataclass(frozen=True)
class Recorded:
    """A mark that counts from now on."""

    mark: Mark
    now: Given
    """What stands there since; what a next mark is given over."""


@dataclass(frozen=True)
class Overtaken:
    """A mark that was not recorded, because another one was given, or other words came, since its giver looked."""

    mark: Mark
    now: Given
    """What stands there."""
    code: str
    """The code of the words that are there now; "" when they cannot be read, or the mark did not ask."""

    @property
    def other_words(self) -> bool:
        """Whether it was given for words that are not there any more."""
        return bool(self.mark.code) and self.mark.code != self.code

    def __str__(self) -> str:
        if self.other_words:
            return f"{self.mark.student}, «{self.mark.cell}»: dit antwoord is veranderd sinds je het las."
        return f"{self.mark.student}, «{self.mark.cell}»: {self.now.told()}."


def give(workspace: Workspace, assignment: str, mark: Mark) -> Recorded | Overtaken:
    """Record what a person gives one answer, unless somebody else was first: then nothing changes.

    For a page on which a person marks: show `Given.of(result)` and the answer's code, and hand both back in the mark.
    To insist, give the same mark once more over `Overtaken.now`.
    Raises: GradingError when this student has no such answer, or it gets fewer points.
    """
    return _record(workspace, assignment, [mark])[0]


def mark(workspace: Workspace, assignment: str, student: str, cell: str, points: float, comment: str = "") -> None:
    """Record what a person gives one answer, whatever stands there.

    Raises: GradingError when this student has no such answer, or it gets fewer points.
    """
    mark_all(workspace, assignment, [Mark(student, cell, points, comment)])


def mark_all(workspace: Workspace, assignment: str, marks: Iterable[Mark]) -> None:
    """Record what a person gives many answers: all of them, or none.

    Raises: GradingError when a student has no such answer, it gets fewer points, or somebody else gave it something, or
    handed in other words, since this person looked.
    """
    overtaken = [found for found in _record(workspace, assignment, marks) if isinstance(found, Overtaken)]
    if overtaken:
        told = "\n".join(f"  • {one}" for one in overtaken)
        raise GradingError(
            f"Er is niets vastgelegd, want intussen werd er verder beoordeeld. Kijk opnieuw en geef dan.\n{told}"
        )


def _record(workspace: Workspace, assignment: str, marks: Iterable[Mark]) -> list[Recorded | Overtaken]:
    """Look again and write, in one moment in which nobody else writes; nothing is written when one is overtaken."""
    found: list[Recorded | Overtaken] = []
    words = cache(lambda student: codes(workspace.root, assignment, student))
    clock = workspace.calendar().local
    with writing(workspace.root), gradebook(workspace) as book:
        lock_for_writing(book)
        for given in marks:
            grade, comment = _rows(book, assignment, given)
            now = given_now(book, grade, comment, clock)
            overtaken = Overtaken(given, now, words(given.student).get(given.cell, "") if given.code else "")
            if overtaken.other_words or given.over not in (None, now):
                found.append(overtaken)
                continue
            grade.manual_score = given.points
            grade.needs_manual_grade = given.points is None
            if comment is not None and (given.comment or given.replaces):
                comment.manual_comment = given.comment or None
            found.append(Recorded(given, sign(book, grade, comment, clock, given.means)))
        if all(isinstance(one, Recorded) for one in found):
            book.db.commit()
        else:
            book.db.rollback()
    return found


def _rows(book: Any, assignment: str, given: Mark) -> tuple[Any, Any]:
    """The grade and the comment that a mark is about; no comment at a check. Raises: GradingError."""
    from nbgrader.api import MissingEntry

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
    if given.points is not None and not 0 <= given.points <= grade.max_score:
        raise GradingError(
            f"{given.student}, «{given.cell}»: {given.points:g} punten kan niet; "
            f"verwacht wordt 0 tot en met {grade.max_score:g}."
        )
    return grade, comment


_PATIENCE = 30
"""Seconds that a write in the gradebook waits for another."""


def lock_for_writing(book: Any) -> None:
    """Let nobody else write in the gradebook until this session commits; what is read from now on is what stands there.

    Waits for who writes now. Reading goes on meanwhile.
    """
    from sqlalchemy import text

    book.db.rollback()
    if book.db.get_bind().dialect.name == "sqlite":
        book.db.execute(text(f"PRAGMA busy_timeout = {_PATIENCE * 1000}"))
        book.db.execute(text("BEGIN IMMEDIATE"))
    else:
        book.db.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}s'"))
        book.db.execute(text("LOCK TABLE grade, comment IN SHARE ROW EXCLUSIVE MODE"))


def sign(book: Any, grade: Any, comment: Any, clock: Clock, means: str = "") -> Given:
    """Keep that who works here gave what stands at an answer now, in the same moment as that; what stands there."""
    stands = _stands(grade, comment)
    book.db.flush()
    kept = note(book.db.connection(), grade.id, *stands, means)
    return Given(*stands, kept.giver(*stands, clock))


def given_now(book: Any, grade: Any, comment: Any, clock: Clock) -> Given:
    """What stands at an answer, and who gave it. Parameters: grade, comment – its rows in the gradebook, or None."""
    stands = _stands(grade, comment)
    kept = notes(book.db.connection(), grade.id).get(grade.id)
    return Given(*stands, kept.giver(*stands, clock) if kept else None)


def _stands(grade: Any, comment: Any) -> tuple[float | None, str]:
    """As `read_scores` tells it."""
    score = grade.manual_score if grade.manual_score is not None else grade.auto_score
    total = 0.0 if score is None else float(score + (grade.extra_credit or 0.0))
    said = (comment.manual_comment, comment.auto_comment) if comment else ()
    told = next((each for each in said if each is not None), None)
    return None if grade.needs_manual_grade else total, "" if told in (None, NO_RESPONSE) else str(told)
