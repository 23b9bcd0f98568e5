"""What a student gets back: answers, points, what each check said, what the lecturer wrote.

Only sentences that checks printed are shown, never the source of a check.
"""

from __future__ import annotations

import re
import zipfile
from functools import lru_cache
from operator import attrgetter
from pathlib import Path, PurePosixPath

from markdown_it import MarkdownIt

from sowcourse.cohort.nbgrader import must, nbgrader_api
from sowcourse.cohort.roster import Student
from sowcourse.cohort.workspace import Workspace
from sowcourse.durable import write_durably
from sowcourse.errors import GradingError
from sowcourse.gradebook.gradebook import Result, results
from sowcourse.gradebook.scores import CellResult
from sowcourse.gradebook.sentences import sentences
from sowcourse.grading.graded import read_graded, read_remarks
from sowcourse.notebook import Cell, grade_id, markers, source
from sowcourse.pages.page import code, html_page, points, prose, text
from sowcourse.rubric import LEVELS, Criterion, Rubric
from sowcourse.submissions.received import ORIGIN, SECRET
from sowcourse.submissions.repair import ADDED

SILENT = "De controle gaf geen uitleg."


def write_feedback(workspace: Workspace, assignment: str) -> list[Path]:
    """Write a page for every graded student, put it in nbgrader's exchange, and make two zips of them all.

    `<assignment>.zip` holds the pages by student id; `<assignment>-lms.zip` holds them under the paths that the
    submissions had in the LMS's own download, which is the shape in which an LMS takes files back.

    Returns: the pages, in the order of the class list.
    Raises: GradingError when nothing was graded yet.
    """
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
    cells = {cell.cell: cell for cell in result.cells}
    title = _heading(notebook["cells"]) or assignment
    parts = [f"<h1>{text(title)}</h1><p>{text(student.name)} · {text(student.id)}</p>"]
    parts.append(_summary(workspace, result))
    told = [remark for remark in read_remarks(workspace.root, assignment, student.id) if not remark.private]
    if told:
        parts.append("<h2>Hersteld bij het nakijken</h2><ul>")
        parts += [f"<li>{text(remark)}</li>" for remark in told]
        parts.append("</ul>")
    heading = marking = ""
    for cell in notebook["cells"]:
        if markers(cell):  # what was done for a task stands below it, and its points below that
            parts.append(marking)
            marking = ""
        if _is_ours(cell):
            found = re.findall(r"^#{2,3} (.+)$", source(cell), re.MULTILINE)
            if whole:
                parts.append(reading(_without_scheme(cell)))
            else:
                heading = "".join(f"<h2>{text(name)}</h2>" for name in found[-1:]) or heading
            if not markers(cell).get("task"):
                continue
        part = _cell(cell, cells, rubrics)
        if markers(cell).get("task"):
            marking, part = part, f"<p>Taak «{text(grade_id(cell))}»:</p>"
        if part:
            parts.append(heading + part)
            heading = ""
    parts.append(marking)
    return html_page(f"{title} · {student.name}", "\n".join(parts))


def _summary(workspace: Workspace, result: Result) -> str:
    lines = []
    if result.unsure:
        lines.append("Ingeleverd. Wanneer precies, is hier niet zeker; te laat ben je daardoor niet.")
    elif result.received is not None:
        late = " Dat was na je deadline." if result.late else ""
        lines.append(f"Ingeleverd op {workspace.calendar().local(result.received)}.{late}")
    if result.held:
        lines.append(
            f"{result.held} automatische controle(s) konden niet draaien. Dat telt niet als fout: je lesgever kijkt "
            "ernaar, en je punten volgen daarna."
        )
    else:
        lines.append(f"Automatisch nagekeken: {points(result.score(False))} van {points(result.points(False))} punten.")
    if result.waiting:
        if answers := result.waiting - result.held:
            lines.append(f"Je lesgever moet nog {answers} antwoord(en) beoordelen; je totaal volgt daarna.")
    else:
        lines.append(
            f"Door je lesgever gegeven: {points(result.score(True))} van {points(result.points(True))} punten."
        )
        if result.penalty:
            lines.append(f"Aftrek omdat je na je deadline inleverde: {points(result.penalty)} punten.")
        lines.append(f"Totaal: {points(result.score())} van {points(result.points())} punten.")
    return "<ul>" + "".join(f"<li>{text(line)}</li>" for line in lines) + "</ul>"


def _cell(cell: Cell, cells: dict[str, CellResult], rubrics: dict[str, Rubric]) -> str:
    graded = cell["metadata"].get("nbgrader", {})
    content = source(cell).strip()
    if not graded and not _is_added(cell):
        return f"<pre aria-label='Code'>{text(content)}</pre>" if content else ""
    if not graded:
        return f"<p>Door jou toegevoegd:</p>{_shown(cell)}" if content else ""
    name = graded["grade_id"]
    if graded.get("solution") and not graded.get("grade"):
        return f"<pre aria-label='Je antwoord'>{text(content)}</pre>"
    found = cells.get(name)
    if found is None:
        return ""
    if graded.get("task"):
        return _marking(found, rubrics.get(name))
    if graded.get("solution"):
        return f"{_shown(cell)}{_marking(found, rubrics.get(name))}"
    said = "".join(f"<li>{text(line)}</li>" for line in sentences(cell) or [SILENT])
    if found.held:
        return f"<ul>{said}</ul><p class='points'>Hier zijn nog geen punten voor.</p>"
    return f"<ul>{said}</ul><p class='points'>{points(found.score)} van {points(found.points)} punten</p>"


def _shown(cell: Cell) -> str:
    return code(source(cell).strip()) if cell["cell_type"] == "code" else prose(source(cell).strip())


def reading(cell: Cell) -> str:
    """A cell of ours to read; its headings stand a level lower, HTML in it is text."""
    if cell["cell_type"] != "markdown":
        return f"<pre>{text(source(cell))}</pre>"
    return _rendered(source(cell))


@lru_cache(maxsize=1024)  # the same few texts stand in the notebook of everybody
def _rendered(markdown: str) -> str:
    return str(MarkdownIt("commonmark").enable("table").render(re.sub(r"(?m)^#", "##", _plain(markdown))))


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
    return {**cell, "source": re.sub(r"(?ms)^[^\n]*BEGIN MARK SCHEME.*?(?:END MARK SCHEME[^\n]*|\Z)", "", source(cell))}


def _marking(found: CellResult, rubric: Rubric | None) -> str:
    parts = []
    same = rubric is not None and rubric.points == found.points  # else the rubric is that of another version
    described = Criterion.described if same else attrgetter("levels")
    chosen = rubric.chosen(found.comment) if rubric and not found.waiting else {}
    if found.waiting:
        parts.append("<p class='points'>Je lesgever moet dit nog beoordelen.</p>")
    else:
        parts.append(f"<p class='points'>{points(found.score)} van {points(found.points)} punten</p>")
    if found.comment and not found.waiting:
        parts.append(f"<p>Van je lesgever:</p><div class='answer'>{text(found.comment)}</div>")
    if rubric and chosen:
        known = {criterion.name: described(criterion) for criterion in rubric.criteria}
        parts.append("<p>Waar je staat, per criterium:</p><ul>")
        for name, level in chosen.items():
            parts.append(f"<li>{text(name)}: niveau {level} van {LEVELS}. {text(known[name][level - 1])}</li>")
        parts.append("</ul>")
    if rubric:
        parts.append("<details><summary>Waar je lesgever naar kijkt</summary>")
        for criterion in rubric.criteria:
            levels = "".join(f"<li>{text(level)}</li>" for level in described(criterion))
            parts.append(f"<p>{text(criterion.name)}</p><ol>{levels}</ol>")
        parts.append("</details>")
    return "".join(parts)


def _heading(cells: list[Cell]) -> str:
    for cell in cells:
        found = re.search(r"^# (.+)$", source(cell), re.MULTILINE)
        if cell["cell_type"] == "markdown" and found:
            return found[1]
    return ""
