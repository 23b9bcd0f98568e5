"""The student's desk: which lessons and assignments there are, how far each is, and what comes next."""

from __future__ import annotations

import html
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sowcourse.content import course_root
from sowcourse.course import Module, load_course
from sowcourse.errors import ContentError, LogbookError
from sowcourse.lesson import calls
from sowcourse.logbook import Logbook
from sowcourse.notebook import HalfWrittenError, read_notebook
from sowcourse.parts import PARTS
from sowcourse.student.handin import receipt_code, receipts
from sowcourse.student.packet import read_packet
from sowcourse.worksheet import Worksheet

LESSONS = "lessen"
FEEDBACK = "terugkoppeling"
SKIPPED = {"ingeleverd", LESSONS, FEEDBACK}


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
    """"nieuw", "begonnen", "af", "bestand gemaakt", "ingeleverd", "klaar om te lezen" or "niet te lezen"."""
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
    assignments, half = _assignments(work)
    handed_in = {receipt.assignment: receipt for receipt in reversed(receipts(work))}
    for module in load_course(course_root(work)).modules:
        due = deadlines.get(module.assignment, "")
        path = f"{LESSONS}/{module.id}.ipynb"
        if (work / path).is_file():
            asked = asked_in(module)
            written = logbook.module(module.id)
            begun = sum(any(_holds(value) for name, value in written.items() if _is_in(name, part)) for part in asked)
            state = "af" if begun == len(asked) else "begonnen" if begun else "nieuw"
            told = f"{begun} van {len(asked)} onderdelen · " if begun else ""
            told += f"ongeveer {module.minutes} minuten"
            if due and module.id not in assignments:
                told += f" · opdracht inleveren vóór {_local(due)}"
            found.append(Item("lesson", module.id, module.title, path, state, told))
        for file, sheet in assignments.get(module.id, []):
            parts = sheet.parts()
            done = sum(part.answered for part in parts)
            receipt = handed_in.get(module.id)
            same = receipt is not None and receipt.code == receipt_code(sheet.cells)
            state = "af" if done == len(parts) else "begonnen" if done else "nieuw"
            told = f"{done} van {len(parts)} ingevuld"
            if receipt and same:
                state = "ingeleverd" if receipt.arrived else "bestand gemaakt"
                told += f" · {_local(receipt.moment)}" + ("" if receipt.arrived else " · upload het in je leeromgeving")
            elif receipt:
                told += f" · veranderd sinds {_local(receipt.moment)}: lever opnieuw in"
            elif due or sheet.deadline:
                told += f" · inleveren vóór {_local(due or sheet.deadline)}"
            place = file.relative_to(work).as_posix()
            found.append(Item("assignment", module.id, f"Opdracht: {module.title}", place, state, told))
    found += [
        Item("assignment", file.stem, file.name, file.relative_to(work).as_posix(), "niet te lezen", told)
        for file, told in half
    ]
    for file in sorted(work.glob(f"{FEEDBACK}/**/*.html")):
        place = file.relative_to(work).as_posix()
        found.append(Item("feedback", file.stem, _title(file), place, "klaar om te lezen", file.name))
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


def _assignments(work: Path) -> tuple[dict[str, list[tuple[Path, Worksheet]]], list[tuple[Path, str]]]:
    """Module → the notebooks in the work folder that are its assignment; and those that are not whole, with why."""
    found: dict[str, list[tuple[Path, Worksheet]]] = {}
    half = []
    for file in sorted([*work.glob("*.ipynb"), *work.glob("*/*.ipynb"), *work.glob("*/*/*.ipynb")]):
        inside = file.relative_to(work).parts
        if inside[0] in SKIPPED or any(part.startswith(".") for part in inside):
            continue
        try:
            sheet = Worksheet.read(file)
        except HalfWrittenError as error:
            half.append((file, f"{error.fault} {error.remedy}"))
            continue
        except ContentError:  # some other notebook of the student
            continue
        if sheet.assignment and sheet.parts():
            found.setdefault(sheet.assignment, []).append((file, sheet))
    return found, half


def _title(page: Path) -> str:
    """What a page with feedback is about: its title without the name of the student, else the name of the file."""
    named = re.search(r"<title>(.*?)</title>", page.read_text(encoding="utf-8", errors="replace"), re.DOTALL)
    return html.unescape(named[1]).rpartition(" · ")[0] or html.unescape(named[1]) if named else page.stem


def asked_in(module: Module) -> list[str]:
    """The parts of a lesson that keep an answer, as the logbook names them."""
    shown = [(PARTS.get(call.name), call) for call in calls(read_notebook(module.lesson))]
    return [kind.item_of(*call.values) for kind, call in shown if kind and kind.keeps]


def _is_in(item: str, part: str) -> bool:
    return item == part or item.startswith(f"{part}.")


def _holds(answer: object) -> bool:
    return answer is not None and answer != ""


def _local(moment: str) -> str:
    """A moment in the time of this computer, in Dutch."""
    when = datetime.fromisoformat(moment).astimezone()
    return f"{when.day} {MONTHS[when.month - 1]} om {when:%H:%M} ({when.tzname()})"


MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
