"""What one student handed in and what was made of it, as files of an archive: where each stands, and what is in it."""

from __future__ import annotations

from pathlib import Path

from sowcourse.notebook import source
from sowcourse.pages.page import code, prose, render
from sowcourse.records.pseudonym import Held
from sowcourse.report.feedback import feedback_page, safe_name
from sowcourse.submissions.received import ORIGIN, UNSURE, handed_in_beside
from sowcourse.submissions.submission import read_submission

MOMENT = "timestamp.txt"
STAMPS = (MOMENT, UNSURE, ORIGIN)
"""Beside a notebook that was handed in: when, and what the LMS called it."""

COUNTS, READABLE, OTHERS = "ingeleverd.ipynb", "leesbaar.html", "ook-ontvangen"
"""In an archive: what counts, the same as a page, and the folder of versions that do not count."""


def work_of(held: Held, student: str) -> dict[str, bytes]:
    """Place in an archive → content: per assignment what was handed in, and feedback as it was given."""
    root, files = held.workspace.root, dict[str, bytes]()
    for assignment in held.results:
        came_in = root / "submitted" / student / assignment
        if came_in.is_dir():
            folder = folder_of(assignment, student)
            files |= {f"{folder}/{name}": content for name, content in _submission(held, came_in).items()}
        page = root / "terugkoppeling" / assignment / f"{safe_name(student)}.html"
        if page.is_file():
            files[f"terugkoppeling/{assignment}/{page.name}"] = page.read_bytes()
    return files


def folder_of(assignment: str, student: str) -> str:
    """Where in an archive a submission stands."""
    return f"inzendingen/{assignment}/{safe_name(student)}"


def notebook_in(came_in: Path) -> bytes:
    """The file that counts, given the folder in `submitted/`; nothing when it is gone."""
    file = came_in / f"{came_in.name}.ipynb"
    return file.read_bytes() if file.is_file() else b""


def others_of(root: Path, assignment: str, student: str, counts: bytes) -> dict[str, bytes]:
    """Name → content of what was received and does not count."""
    kept = sorted(file for file in (root / "ontvangen" / assignment / student).glob("*") if file.is_file())
    return {file.name: content for file in kept if (content := file.read_bytes()) != counts}


def plain_page(title: str, content: bytes) -> str:
    """A submission that was not graded, cell by cell as text."""
    try:
        cells = read_submission(content)["cells"]
    except ValueError as error:
        return str(render("reading", title=title, told=f"Niet leesbaar als notebook: {error}", pieces=[]))
    shown = [
        code(source(cell)) if cell["cell_type"] == "code" else prose(source(cell))
        for cell in cells
        if source(cell).strip()
    ]
    return str(render("reading", title=title, told="Niet nagekeken.", pieces=shown))


def _submission(held: Held, came_in: Path) -> dict[str, bytes]:
    assignment, student, root = came_in.name, came_in.parent.name, held.workspace.root
    counts = notebook_in(came_in)
    files = {COUNTS: counts} if counts else {}
    files |= {name: (came_in / name).read_bytes() for name in STAMPS if (came_in / name).is_file()}
    files |= {f"erbij/{place}": content for place, content in handed_in_beside(came_in).items()}
    others = others_of(root, assignment, student, counts)
    files |= {f"{OTHERS}/{safe_name(name)}": content for name, content in others.items()}
    result = next((one for one in held.results[assignment] if one.student == student), None)
    about = held.students[student]
    if result and result.graded:
        page = feedback_page(held.workspace, assignment, about, result, held.rubrics[assignment], whole=True)
    else:
        page = plain_page(f"{assignment} · {about.name or student}", counts)
    return files | {READABLE: page.encode()}
