"""What a student gets back: answers, points, what each check said, what the lecturer wrote.

Only sentences that checks printed are shown, never the source of a check.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from pathlib import Path, PurePosixPath

from markdown_it import MarkdownIt
from markupsafe import Markup

from sowcourse.cohort.lock import turn
from sowcourse.cohort.nbgrader import must, nbgrader_api
from sowcourse.cohort.roster import Student
from sowcourse.cohort.workspace import Workspace
from sowcourse.durable import write_durably
from sowcourse.errors import GradingError
from sowcourse.gradebook.gradebook import Result, results
from sowcourse.gradebook.scores import CellResult
from sowcourse.gradebook.sentences import sentences
from sowcourse.grading.graded import read_graded, read_remarks
from sowcourse.notebook import Cell, Notebook, grade_id, markers, source
from sowcourse.pages.krachtlijn import krachtlijn_of
from sowcourse.pages.page import code, points, render, worth
from sowcourse.plural import many
from sowcourse.rubric import LEVELS, Criterion, Rubric
from sowcourse.submissions.received import ORIGIN, SECRET
from sowcourse.submissions.repair import ADDED, Remark

SILENT = "De controle gaf geen uitleg."


def write_feedback(workspace: Workspace, assignment: str) -> list[Path]:
    """Write a page for every graded student, put it in nbgrader's exchange, and make two zips of them all.

    `<assignment>.zip` holds the pages by student id; `<assignment>-lms.zip` holds them under the paths that the
    submissions had in the LMS's own download, which is the shape in which an LMS takes files back.

    Returns: the pages, in the order of the class list.
    Raises: GradingError when nothing was graded yet, or somebody else is busy with this cohort.
    """
    with turn(workspace.root, "wordt terugkoppeling geschreven"):
        return _write_feedback(workspace, assignment)


def _write_feedback(workspace: Workspace, assignment: str) -> list[Path]:
    folder = workspace.root / "terugkoppeling" / assignment
    students = workspace.students()
    rubrics = workspace.rubrics(assignment)
    pages: dict[str, Path] = {}
    for result in results(workspace, assignment).values():
        if result.graded:
            folder.mkdir(parents=True, exist_ok=True)
            page = folder / f"{safe_name(result.student)}.html"
            write_durably(page, feedback_page(workspace, assignment, students[result.student], result, rubrics))
            pages[result.student] = page
    if not pages:
        raise GradingError(f"{assignment}: er is nog niets nagekeken. Voer eerst 'sowcourse grade {assignment}' uit.")
    _pack(folder.with_suffix(".zip"), {page.name: page for page in pages.values()})
    origins = {student: workspace.root / "submitted" / student / assignment / ORIGIN for student in pages}
    returned = {
        _returned(origins[student].read_text(encoding="utf-8")) if origins[student].is_file() else page.name: page
        for student, page in pages.items()
    }
    _pack(folder.with_name(f"{assignment}-lms.zip"), returned)
    _release(workspace, assignment, pages)
    return list(pages.values())


def _release(workspace: Workspace, assignment: str, pages: dict[str, Path]) -> None:
    """Put the pages of who handed in through nbgrader's exchange where they fetch feedback."""
    released = False
    for student, page in pages.items():
        submitted = workspace.root / "submitted" / student / assignment
        if not (submitted / SECRET).is_file():
            continue  # came from an LMS: goes back with the zip
        target = workspace.root / "feedback" / student / assignment
        target.mkdir(parents=True, exist_ok=True)
        write_durably(target / f"{assignment}.html", page.read_text(encoding="utf-8"))
        (target / f"{assignment}.html").chmod(0o644)  # its owner fetches it there, under a name that only they know
        for name in ("timestamp.txt", SECRET):  # tell the exchange whose it is
            write_durably(target / name, (submitted / name).read_text(encoding="utf-8"))
        released = True
    if released:
        must(nbgrader_api(workspace.root).release_feedback(assignment), f"{assignment}: terugkoppeling klaarzetten")


def _pack(target: Path, pages: dict[str, Path]) -> None:
    """Write a zip in one step: whole, or the earlier one."""
    made = target.with_name(f".{target.name}.nieuw")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, page in pages.items():
            archive.write(page, name)
    made.replace(target)


def _returned(origin: str) -> str:
    """The path under which a page goes back, given the path that the submission had; a zip goes back as one page."""
    path = PurePosixPath(origin)
    whole = next((folder for folder in reversed(path.parents) if folder.suffix.casefold() == ".zip"), path)
    return str(whole.with_suffix(".html"))


def safe_name(name: str) -> str:
    """A file name that every system accepts, Windows too; different names stay different."""
    plain = re.sub(r'[<>:"/\\|?*\x00-\x1f]', lambda found: f"%{ord(found[0]):02x}", name).rstrip(". ") or "_"
    if re.fullmatch(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", plain):
        return f"_{plain}"
    return plain


def feedback_page(
    workspace: Workspace,
    assignment: str,
    student: Student,
    result: Result,
    rubrics: dict[str, Rubric],
    whole: bool = False,
) -> str:
    """One student's page.

    Parameters: whole – whether what was asked stands in it too, for who has no notebook at hand.
    """
    notebook = read_graded(workspace.root / "autograded" / student.id / assignment / f"{assignment}.ipynb")
    remarks = read_remarks(workspace.root, assignment, student.id)
    return page_of(workspace, assignment, student, result, rubrics, notebook, remarks, whole)


def page_of(
    workspace: Workspace,
    assignment: str,
    student: Student,
    result: Result,
    rubrics: dict[str, Rubric],
    notebook: Notebook,
    remarks: Sequence[Remark],
    whole: bool = False,
) -> str:
    """The same, of a graded notebook and remarks that are at hand."""
    cells = {cell.cell: cell for cell in result.cells}
    title = _heading(notebook["cells"]) or assignment
    told = {
        "title": title,
        "student": student,
        "summary": _summary(workspace, result),
        "line": krachtlijn_of(assignment),
    }
    repaired = [remark for remark in remarks if not remark.private]
    shown = Markup("\n".join(filter(None, _pieces(notebook, cells, rubrics, whole))))  # HTML, each of them
    return str(render("feedback", **told, repaired=repaired, shown=shown))


def _pieces(
    notebook: Notebook, cells: dict[str, CellResult], rubrics: dict[str, Rubric], whole: bool
) -> Iterator[Markup]:
    """The cells of a notebook in their order, under the last heading before them."""
    heading = marking = Markup()
    for cell in notebook["cells"]:
        if markers(cell):  # what was done for a task stands below it, and its points below that
            yield marking
            marking = Markup()
        if _is_ours(cell):
            found = _headings(source(cell))
            if whole:
                yield reading(_without_scheme(cell))
            elif found:
                heading = _piece("heading", name=found[-1])
            if not markers(cell).get("task"):
                continue
        part = _cell(cell, cells, rubrics)
        if markers(cell).get("task"):
            marking, part = part, _piece("feedback-cell", kind="task", content=grade_id(cell))
        if part:
            yield heading + part
            heading = Markup()
    yield marking


@lru_cache(maxsize=1024)  # the same few texts stand in the notebook of everybody
def _headings(markdown: str) -> list[str]:
    return re.findall(r"^#{2,3} (.+)$", markdown, re.MULTILINE)


def _summary(workspace: Workspace, result: Result) -> list[str]:
    lines = []
    if result.unsure:
        lines.append("Ingeleverd. Wanneer precies, is hier niet zeker; te laat ben je daardoor niet.")
    elif result.received is not None:
        late = " Dat was na je deadline." if result.late else ""
        lines.append(f"Ingeleverd op {workspace.calendar().local(result.received)}.{late}")
    if result.held:
        held = many(result.held, "automatische controle kon", "automatische controles konden")
        lines.append(
            f"{held} niet draaien. Dat telt niet als fout: je lesgever kijkt ernaar, en je punten volgen daarna."
        )
    else:
        lines.append(f"Automatisch nagekeken: {points(result.score(False))} van {worth(result.points(False))}.")
    if result.waiting:
        if answers := result.waiting - result.held:
            lines.append(
                f"Je lesgever moet nog {many(answers, 'antwoord', 'antwoorden')} beoordelen; je totaal volgt daarna."
            )
    else:
        lines.append(f"Door je lesgever gegeven: {points(result.score(True))} van {worth(result.points(True))}.")
        if result.penalty:
            lines.append(f"Aftrek omdat je na je deadline inleverde: {worth(result.penalty)}.")
        lines.append(f"Totaal: {points(result.score())} van {worth(result.points())}.")
    return lines


def _cell(cell: Cell, cells: dict[str, CellResult], rubrics: dict[str, Rubric]) -> Markup:
    graded = cell["metadata"].get("nbgrader", {})
    content = source(cell).strip()
    if not graded:
        kind = "added" if _is_added(cell) else "code"
        return _piece("feedback-cell", kind=kind, typed=cell["cell_type"], content=content) if content else Markup()
    name = graded["grade_id"]
    if graded.get("solution") and not graded.get("grade"):
        return _piece("feedback-cell", kind="work", content=content)
    found = cells.get(name)
    if found is None:
        return Markup()
    if graded.get("task"):
        return _marking(found, rubrics.get(name))
    if graded.get("solution"):
        answer = _piece("feedback-cell", kind="answer", typed=cell["cell_type"], content=content)
        return answer + _marking(found, rubrics.get(name))
    said = tuple(sentences(cell)) or (SILENT,)
    return _piece("feedback-cell", kind="check", said=said, held=found.held, score=found.score, points=found.points)


@lru_cache(maxsize=1024)  # checks say the same to many
def _piece(template: str, **values: Hashable) -> Markup:
    return render(template, **values)


def reading(cell: Cell) -> Markup:
    """A cell of ours to read; its headings stand a level lower, HTML in it is text."""
    return _rendered(source(cell)) if cell["cell_type"] == "markdown" else _code(source(cell))


_code = lru_cache(maxsize=1024)(code)


@lru_cache(maxsize=1024)  # the same few texts stand in the notebook of everybody
def _rendered(markdown: str) -> Markup:
    plain = re.sub(r"(?m)^#", "##", _plain(markdown))
    return Markup(MarkdownIt("commonmark", {"html": False}).enable("table").render(plain))


def _plain(markdown: str) -> str:
    """Markdown with its few pieces of HTML as Markdown."""
    markdown = re.sub(r"</?code>", "`", markdown)
    return re.sub(r"</?(?:details|summary)>", "", markdown)


def _is_ours(cell: Cell) -> bool:
    """Whether a cell is there to be read: locked, or a text that nbgrader does not know and nobody added."""
    marks = markers(cell)
    if not marks:
        return cell["cell_type"] != "code" and not _is_added(cell)
    return bool(marks.get("locked")) and not marks.get("grade")


def _is_added(cell: Cell) -> bool:
    return str(cell.get("id", "")).startswith(ADDED)


def _without_scheme(cell: Cell) -> Cell:
    """A cell without what stands in it for who marks."""
    if "BEGIN MARK SCHEME" not in source(cell):
        return cell
    return {**cell, "source": re.sub(r"(?ms)^[^\n]*BEGIN MARK SCHEME.*?(?:END MARK SCHEME[^\n]*|\Z)", "", source(cell))}


@lru_cache(maxsize=1024)
def _marking(found: CellResult, rubric: Rubric | None) -> Markup:
    same = rubric is not None and rubric.points == found.points  # else the rubric is that of another version
    described = Criterion.described if same else attrgetter("levels")
    chosen = rubric.chosen(found.comment) if rubric and not found.waiting else {}
    levels = {criterion.name: described(criterion) for criterion in rubric.criteria} if rubric else {}
    return render("feedback-marking", found=found, chosen=list(chosen.items()), levels=levels, highest=LEVELS)


def _heading(cells: list[Cell]) -> str:
    for cell in cells:
        found = re.search(r"^# (.+)$", source(cell), re.MULTILINE)
        if cell["cell_type"] == "markdown" and found:
            return found[1]
    return ""
