"""The student's desk: which lessons and assignments there are, how far each is, and what comes next."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sowcourse.content import course_root
from sowcourse.course import Module, load_course
from sowcourse.errors import ContentError, LogbookError
from sowcourse.handin import receipt_code, receipts
from sowcourse.logbook import Logbook
from sowcourse.notebook import read_notebook, source
from sowcourse.packet import read_packet
from sowcourse.worksheet import Worksheet

LESSONS = "lessen"
SKIPPED = {"ingeleverd", LESSONS}


@dataclass(frozen=True)
class Item:
    """One lesson, assignment or page with feedback."""

    kind: str
    """"lesson", "assignment" or "feedback"."""
    module: str
    title: str
    path: str
    """Relative to the work folder, with forward slashes."""
    state: str
    """"nieuw", "begonnen", "af", "bestand gemaakt" or "klaar om te lezen"."""
    told: str
    """What more there is to know: time needed, how much is done, deadline."""


def items(work: Path) -> list[Item]:
    """Everything on the desk, in the order of the course.

    Deadlines are those of the lesson packet, else the one that stands in the assignment.
    Raises: LogbookError when the logbook cannot be read.
    """
    logbook = Logbook(work)
    packet = read_packet(work)
    deadlines = {name: moment.isoformat() for name, moment in packet.deadlines.items()} if packet else {}
    found: list[Item] = []
    assignments = _assignments(work)
    handed_in = {receipt.assignment: receipt for receipt in reversed(receipts(work))}
    for module in load_course(course_root(work)).modules:
        due = deadlines.get(module.assignment, "")
        path = f"{LESSONS}/{module.id}.ipynb"
        if (work / path).is_file():
            written = logbook.module(module.id)
            state = "af" if f"notitie.{_last_note(module)}" in written else "begonnen" if written else "nieuw"
            told = f"ongeveer {module.minutes} minuten"
            if due and module.id not in assignments:
                told += f" · opdracht inleveren vóór {_local(due)}"
            found.append(Item("lesson", module.id, module.title, path, state, told))
        for file, sheet in assignments.get(module.id, []):
            parts = sheet.parts()
            done = sum(part.answered for part in parts)
            receipt = handed_in.get(module.id)
            same = receipt is not None and receipt.code == receipt_code(sheet.cells)
            state = "bestand gemaakt" if same else "af" if done == len(parts) else "begonnen" if done else "nieuw"
            told = f"{done} van {len(parts)} ingevuld"
            if receipt:
                told += " · " if same else " · veranderd sinds je bestand van "
                told += _local(receipt.moment)
            elif due or sheet.deadline:
                told += f" · inleveren vóór {_local(due or sheet.deadline)}"
            place = file.relative_to(work).as_posix()
            found.append(Item("assignment", module.id, f"Opdracht: {module.title}", place, state, told))
    for file in sorted(work.glob("terugkoppeling/**/*.html")):
        place = file.relative_to(work).as_posix()
        found.append(Item("feedback", file.stem, f"Terugkoppeling: {file.stem}", place, "klaar om te lezen", ""))
    return found


def following(found: list[Item]) -> Item | None:
    """What to do next: the first that is begun, else the first that is new; None when all is done."""
    for state in ("begonnen", "nieuw"):
        for item in found:
            if item.state == state:
                return item
    return None


def desk(work: Path) -> dict[str, object]:
    """The desk as the sidebar shows it; a logbook or packet that cannot be read is a sentence, not a failure."""
    try:
        found = items(work)
    except (ContentError, LogbookError) as error:
        return {"items": [], "next": None, "problem": str(error)}
    after = following(found)
    return {"items": [asdict(item) for item in found], "next": after.path if after else None, "problem": ""}


def _assignments(work: Path) -> dict[str, list[tuple[Path, Worksheet]]]:
    """Module → the notebooks in the work folder that are its assignment."""
    found: dict[str, list[tuple[Path, Worksheet]]] = {}
    for file in sorted([*work.glob("*.ipynb"), *work.glob("*/*.ipynb"), *work.glob("*/*/*.ipynb")]):
        inside = file.relative_to(work).parts
        if inside[0] in SKIPPED or any(part.startswith(".") for part in inside):
            continue
        try:
            sheet = Worksheet.read(file)
        except ContentError:  # some other notebook of the student
            continue
        if sheet.assignment and sheet.parts():
            found.setdefault(sheet.assignment, []).append((file, sheet))
    return found


def _last_note(module: Module) -> str:
    """The item of the last text that a lesson asks for: who wrote it, went through the lesson."""
    code = "\n".join(source(cell) for cell in read_notebook(module.lesson)["cells"] if cell["cell_type"] == "code")
    return str((re.findall(r'show_note\(\s*"[^"]+",\s*"([^"]+)"', code) or [""])[-1])


def _local(moment: str) -> str:
    """A moment in the time of this computer, in Dutch."""
    when = datetime.fromisoformat(moment).astimezone()
    return f"{when.day} {MONTHS[when.month - 1]} om {when:%H:%M} ({when.tzname()})"


MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
