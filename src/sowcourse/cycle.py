"""The steps of a lecturer's cycle, each a function that says in Dutch what it did."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sowcourse.answerkey import AnswerKey, key_fits
from sowcourse.cohort.doors import close_doors, must_be_ours
from sowcourse.cohort.lock import turn
from sowcourse.cohort.nbgrader import load_gradebook, must, nbgrader_api
from sowcourse.cohort.source import data_files, read_old, read_source, unfit
from sowcourse.cohort.workspace import Workspace
from sowcourse.content import UNWRITTEN
from sowcourse.durable import write_durably
from sowcourse.errors import CohortError, GradingError
from sowcourse.gradebook.damage import damaged
from sowcourse.gradebook.enrolment import enrol
from sowcourse.gradebook.gradebook import Given, Mark, Result, mark_all, results
from sowcourse.grading.engine import Engine
from sowcourse.grading.graded import read_earlier, read_remarks
from sowcourse.grading.runner import GONE, WallEngine
from sowcourse.grading.trail import missing, put_back
from sowcourse.notebook import dump, markers, read_notebook, source
from sowcourse.pages.page import points
from sowcourse.progress import Progress as Tell
from sowcourse.progress import silent
from sowcourse.report.overview import write_overview
from sowcourse.submissions.assignment_version import STAMP, digest_of, keep_version
from sowcourse.submissions.exchange import receive_exchange
from sowcourse.submissions.intake import receive, received_at
from sowcourse.submissions.keeping import Receipt
from sowcourse.submissions.repair import Remark
from sowcourse.submissions.submission import read_submission

UNWALLED = "Nagekeken zonder afscherming: de code van studenten had jouw rechten."

HELD = "controles konden niet draaien"

Progress = Callable[[int, int], None]
"""Called with the number done and the number of all."""


@dataclass(frozen=True)
class GradingReport:
    """What grading did."""

    graded: int
    remarks: list[str]
    looks: int
    """Submissions that a person should look at."""
    stopped: int
    """Submissions that could not be graded, or not to the end."""
    waiting: int
    """Answers that a person still has to mark."""
    held: int = 0
    """Submissions of which a check could not run."""
    overview: Path = Path()

    @property
    def rows(self) -> list[tuple[str, int]]:
        """The numbers with their Dutch names, as the terminal and the overview show them."""
        return [
            ("nagekeken", self.graded),
            ("om te bekijken", self.looks),
            *([(HELD, self.held)] if self.held else []),
            ("gestopt of geen notebook", self.stopped),
            ("antwoorden voor een mens", self.waiting),
        ]


def release(workspace: Workspace, assignment: str) -> Path:
    """Make the student version and put it in the exchange.

    A changed assignment may be released again: who handed in before is graded with the version of then.
    Returns: the notebook that can be put in an LMS.
    Raises: GradingError when something must still be written, when nbgrader refused, or somebody else is busy; nothing
    is released then.
    """
    with turn(workspace.root, "wordt een opdracht uitgegeven"):
        return _release(workspace, assignment)


def _release(workspace: Workspace, assignment: str) -> Path:
    _must_be_written(workspace, assignment)
    must_be_ours(workspace)
    _mend(workspace, assignment)
    enrol(workspace)
    api = nbgrader_api(workspace.root)
    with _whole(workspace.root / "release" / assignment):
        must(api.generate_assignment(assignment, force=True), f"{assignment}: de studentversie maken")
        _tell_desk(workspace, assignment)
        must(api.release_assignment(assignment), f"{assignment}: uitgeven")
    close_doors(workspace)
    keep_version(workspace.root, assignment)
    return workspace.root / "release" / assignment / f"{assignment}.ipynb"


def _mend(workspace: Workspace, assignment: str) -> None:
    """Give a source that came from elsewhere the form that grading counts on.

    Raises: CohortError when it is not one notebook of the folder's name; ContentError when it cannot be used.
    """
    folder = workspace.root / "source" / assignment
    if fault := unfit(folder):
        raise CohortError(fault)
    data_files(folder)
    file = folder / f"{assignment}.ipynb"
    mended = read_source(file).notebook
    if mended != read_old(file):
        write_durably(file, dump(mended))


@contextmanager
def _whole(released: Path) -> Iterator[None]:
    """Leave what was released before as it was when making or releasing the new one does not work out."""
    before = released.with_name(f".{released.name}.vorig")
    shutil.rmtree(before, ignore_errors=True)
    if released.is_dir():
        shutil.copytree(released, before)
    try:
        yield
    except BaseException:
        shutil.rmtree(released, ignore_errors=True)
        if before.is_dir():
            before.rename(released)
        raise
    shutil.rmtree(before, ignore_errors=True)


def _tell_desk(workspace: Workspace, assignment: str) -> None:
    """Write in the student version which version it is, for whom and until when: for grading and the student's desk."""
    due = workspace.calendar().deadlines.get(assignment)
    file = workspace.root / "release" / assignment / f"{assignment}.ipynb"
    notebook = read_notebook(file)
    about = notebook["metadata"].setdefault("sowcourse", {})
    about["cohort"] = workspace.name
    given = workspace.root / "source" / assignment / f"{assignment}.ipynb"
    about[STAMP] = digest_of(given)
    about.pop("key", None)
    if key_fits(read_notebook(given)):  # else a check, an answer or a figure changed: nothing is said before grading
        about["key"] = AnswerKey.of(read_notebook(given)).data()
    if due:
        about["deadline"] = due.isoformat()
    for cell in notebook["cells"]:
        if markers(cell).get("solution"):  # what nbgrader put there: an answer that still says so is no answer
            cell["metadata"].setdefault("sowcourse", {}).setdefault("stub", source(cell))
    write_durably(file, dump(notebook))


def collect(
    workspace: Workspace, assignment: str, place: Path | None, moments: str = "", tell: Tell = silent
) -> list[Receipt]:
    """Take in submissions: from a folder or zip, else from the exchange.

    Parameters: moments – what the times of files are, see `receive`; tell – how far it is.
    Raises: GradingError when the assignment was not released, the place cannot be read, or somebody else is busy.
    """
    with turn(workspace.root, "wordt opgehaald"):
        return _collect(workspace, assignment, place, moments, tell)


def _collect(workspace: Workspace, assignment: str, place: Path | None, moments: str, tell: Tell) -> list[Receipt]:
    if not (workspace.root / "release" / assignment).is_dir():
        raise GradingError(f"{assignment}: deze opdracht is nog niet uitgegeven. Voer eerst 'sowcourse release' uit.")
    enrol(workspace)
    if place:
        return receive(workspace, assignment, place, moments, tell)
    return receive_exchange(workspace, assignment)


def _must_be_written(workspace: Workspace, assignment: str) -> None:
    """Refuse an assignment in which an author still has to write something."""
    from sowcourse.lint import unwritten  # with all house rules, which only a release waits for

    source = workspace.root / "source" / assignment / f"{assignment}.ipynb"
    for file in (source, workspace.root / "rubrics" / f"{assignment}.toml"):
        places = unwritten(file) if file.is_file() else []
        if places:
            raise GradingError(
                f"{file}, {places[0]}: hier staat nog {len(places)} keer «{UNWRITTEN}». Deze opdracht is nog niet "
                "af en is niet uitgegeven. Schrijf eerst wat ontbreekt, en geef dan opnieuw uit."
            )


def grade(
    workspace: Workspace, assignment: str, progress: Progress, again: bool = False, engine: Engine | None = None
) -> GradingReport:
    """Grade what came in and was not graded yet, and write the overview.

    Parameters: again – grade everything again; manual marks stay.
    Raises: GradingError when nothing came in, or somebody else is busy with this cohort.
    """
    engine = engine or WallEngine()
    with turn(workspace.root, "wordt nagekeken"), closing(engine):
        return _grade(workspace, assignment, progress, again, engine)


def _grade(workspace: Workspace, assignment: str, progress: Progress, again: bool, engine: Engine) -> GradingReport:
    restored = put_back(workspace, assignment)
    received = received_at(workspace, assignment)
    known, left = workspace.students(), workspace.left()
    waiting = sorted(student for student in received if student in known)
    if not waiting:
        raise GradingError(f"{assignment}: er zijn geen inzendingen. Voer eerst 'sowcourse collect {assignment}' uit.")
    newer = {student for student in waiting if again or _newer(workspace, assignment, student)}
    if newer:
        engine.begin()  # while it gets ready, the gradebook and nbgrader are read in
        load_gradebook()
    before = results(workspace, assignment)
    restored += missing(workspace, assignment, before, graded=True)
    todo = [s for s in waiting if s in newer or _held(workspace, assignment, before[s])]
    remarks = [
        f"{student}: staat niet op de klaslijst en is niet nagekeken."
        for student in received
        if student not in known and student not in left
    ]
    progress(0, len(todo))
    enrol(workspace)
    unread: dict[str, str] = {}
    for done, graded in enumerate(engine.grade(workspace.root, assignment, todo), start=1):
        if graded.stopped:
            unread[graded.student] = graded.stopped
        progress(done, len(todo))
    found = results(workspace, assignment)
    kept = {student: _open_remarks(workspace, assignment, found[student]) for student in waiting}
    for student in waiting:
        told = [str(remark) for remark in kept[student]]
        if student in unread and unread[student] not in told:
            told.append(unread[student])
        remarks += [f"{known[student].name} ({student}): {sentence}" for sentence in told]
    remarks += restored
    if not engine.walled:
        remarks.append(UNWALLED)
    looks = sum(any(remark.look for remark in each) for each in kept.values())
    report = GradingReport(
        graded=sum(result.graded for result in found.values()),
        remarks=sorted(remarks),
        looks=looks,
        stopped=len(unread),
        waiting=sum(result.waiting - result.held for result in found.values()),
        held=sum(bool(result.held) for result in found.values()),
    )
    return replace(report, overview=write_overview(workspace, assignment, report.remarks, report.rows))


def report_again(workspace: Workspace, assignment: str) -> GradingReport:
    """The overview as it is now, without grading: what was marked since, and what still needs a look."""
    found = results(workspace, assignment)
    known = workspace.students()
    remarks: list[str] = []
    looks = stopped = 0
    for student in received_at(workspace, assignment):
        if student not in known:
            remarks.append(f"{student}: staat niet op de klaslijst en is niet nagekeken.")
            continue
        kept = _open_remarks(workspace, assignment, found[student])
        told = [str(remark) for remark in kept]
        looks += any(remark.look for remark in kept)
        stopped += GONE in told
        if not found[student].graded:
            unread = _unread(workspace, assignment, student)
            stopped += bool(unread)
            told = [unread or "nog niet nagekeken."]
        remarks += [f"{known[student].name} ({student}): {sentence}" for sentence in told]
    remarks += missing(workspace, assignment, found)
    report = GradingReport(
        graded=sum(result.graded for result in found.values()),
        remarks=sorted(remarks),
        looks=looks,
        stopped=stopped,
        waiting=sum(result.waiting - result.held for result in found.values()),
        held=sum(bool(result.held) for result in found.values()),
    )
    counts = report.rows if report.graded else []
    return replace(report, overview=write_overview(workspace, assignment, report.remarks, counts))


def _held(workspace: Workspace, assignment: str, result: Result) -> bool:
    """Whether a check could not run, by a fault that may be ours, and has no points yet: grading tries again."""
    return bool(result.held) and any(r.again for r in read_remarks(workspace.root, assignment, result.student))


def _open_remarks(workspace: Workspace, assignment: str, result: Result) -> list[Remark]:
    """What a person should know about a submission; not that a check could not run once it has points."""
    if not result.graded:  # nothing of it, or damaged: `missing` says so
        return []
    found = read_remarks(workspace.root, assignment, result.student)
    return [remark for remark in found if result.held or not remark.again]


def _unread(workspace: Workspace, assignment: str, student: str) -> str:
    """Why a submission cannot be graded; "" when it can."""
    try:
        read_submission((workspace.root / "submitted" / student / assignment / f"{assignment}.ipynb").read_bytes())
    except ValueError as error:
        return str(error)
    return ""


def confirm(workspace: Workspace, assignment: str, student: str, cell: str) -> float:
    """Let the points that a person gave to an earlier version of an answer count for this one too; those points.

    Raises: GradingError when there are none.
    """
    for earlier in read_earlier(workspace.root, assignment, student):
        if earlier.cell == cell and earlier.points is not None:
            cells = {found.cell: found for found in results(workspace, assignment)[student].cells}
            now = Given.of(cells[cell]) if cell in cells else None
            if now and now.score not in (None, earlier.points):
                raise GradingError(
                    f"{student}, «{cell}»: hier staat intussen al {now}. De {points(earlier.points)} van een vorige "
                    "versie komen er niet overheen; wil je iets anders geven, gebruik dan 'sowcourse mark'."
                )
            mark_all(workspace, assignment, [Mark(student, cell, earlier.points, earlier.comment, now)])
            return earlier.points
    raise GradingError(
        f"{student}, «{cell}»: er zijn geen punten bij een vorige versie van dit antwoord. "
        f"Het overzicht van {assignment} noemt ze allemaal."
    )


def ungraded(workspace: Workspace, assignment: str) -> list[str]:
    """Students of the class whose work came in, or came in again, and was not graded since."""
    known = workspace.students()
    return [s for s in received_at(workspace, assignment) if s in known and _newer(workspace, assignment, s)]


def _newer(workspace: Workspace, assignment: str, student: str) -> bool:
    """Whether a submission was not graded yet, came in again since, or what was made of it cannot be read."""
    graded = workspace.root / "autograded" / student / assignment / "timestamp.txt"
    submitted = workspace.root / "submitted" / student / assignment / "timestamp.txt"
    notebook = graded.with_name(f"{assignment}.ipynb")
    if not graded.is_file() or not notebook.is_file() or damaged(graded.parent):
        return True
    return graded.read_text(encoding="utf-8") != submitted.read_text(encoding="utf-8")
