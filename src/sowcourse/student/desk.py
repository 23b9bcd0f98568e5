"""The student's desk: which lessons and assignments there are, how far each is, and what comes next."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sowcourse.content import course_root
from sowcourse.course import Module, load_course
from sowcourse.errors import CohortError, ContentError, LogbookError
from sowcourse.lesson import calls
from sowcourse.logbook import Logbook
from sowcourse.notebook import HalfWrittenError, read_notebook
from sowcourse.pages.krachtlijn import sign
from sowcourse.parts import PARTS
from sowcourse.student.clock import told as moment_told
from sowcourse.student.exchange import exchange_root
from sowcourse.student.handin import receipt_code, receipts
from sowcourse.student.handout import Handout, handouts, missing
from sowcourse.student.packet import read_packet
from sowcourse.trouble import brief
from sowcourse.worksheet import Worksheet

LESSONS = "lessen"
FEEDBACK = "terugkoppeling"
SKIPPED = {"ingeleverd", LESSONS, FEEDBACK}


@dataclass(frozen=True)
class Item:
    """One lesson, assignment, page with feedback, or assignment that can be fetched."""

    kind: str
    """"lesson", "assignment", "feedback" or "handout"."""
    module: str
    title: str
    path: str
    """Relative to the work folder, with forward slashes; of a handout, the class and the assignment."""
    state: str
    """"nieuw", "begonnen", "af", "bestand gemaakt", "ingeleverd", "klaar om te lezen", "niet te lezen", "uitgegeven"
    or "nieuwe versie"."""
    told: str
    """What more there is to know: time needed, how much is done, deadline."""


def items(work: Path, given: Sequence[Handout] = ()) -> list[Item]:
    """Everything on the desk, in the order of the course.

    Deadlines are those of the exchange, else of the lesson packet, else the one that stands in the assignment.
    Parameters: given – what was given out to one's classes.
    Raises: LogbookError when the logbook cannot be read.
    """
    logbook = Logbook(work)
    packet = read_packet(work)
    deadlines = {name: moment.isoformat() for name, moment in packet.deadlines.items()} if packet else {}
    newest = {(each.course, each.assignment): each.deadline for each in given}
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
                told += f" · opdracht inleveren vóór {moment_told(due)}"
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
                told += f" · {moment_told(receipt.moment)}" + (
                    "" if receipt.arrived else " · upload het in je leeromgeving"
                )
            elif receipt:
                told += f" · veranderd sinds {moment_told(receipt.moment)}: lever opnieuw in"
            elif until := newest.get((sheet.cohort, module.assignment)) or due or sheet.deadline:
                told += f" · inleveren vóór {moment_told(until)}"
            place = file.relative_to(work).as_posix()
            found.append(Item("assignment", module.id, f"Opdracht: {module.title}", place, state, told))
    sheets = [sheet for pairs in assignments.values() for _, sheet in pairs]
    found += [_to_fetch(handout, work, sheets) for handout in missing(given, sheets)]
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
    exchange, problem = False, ""
    given: list[Handout] = []
    try:
        exchange = exchange_root() is not None
        given = handouts()
    except CohortError as error:
        problem = str(error)
    except OSError as error:
        problem = f"De uitwisselingsmap kan nu niet worden gelezen ({brief(error)}). Probeer het straks nog eens."
    try:
        found = items(work, given)
    except (ContentError, LogbookError) as error:
        return {"items": [], "next": None, "problem": str(error), "exchange": exchange}
    after = following(found)
    lines = {module.id: module.krachtlijn for module in load_course(course_root(work)).modules}
    shown = [asdict(item) | _looks(lines.get(item.module)) for item in found]
    return {"items": shown, "next": after.path if after else None, "problem": problem, "exchange": exchange}


def _looks(krachtlijn: str | None) -> dict[str, str]:
    """How an item is known without its title: the krachtlijn of its lesson, and its sign; "" where it is of none."""
    return {"line": krachtlijn or "geen", "sign": "" if krachtlijn is None else str(sign(krachtlijn))}


def _to_fetch(handout: Handout, work: Path, here: list[Worksheet]) -> Item:
    """What can be fetched, with what fetching does to what is there."""
    modules = load_course(course_root(work)).modules
    title = next((module.title for module in modules if module.assignment == handout.assignment), handout.assignment)
    renewed = any((sheet.cohort, sheet.assignment) == (handout.course, handout.assignment) for sheet in here)
    told = [f"klas {handout.course}"]
    if renewed:
        told.append("wat je al schreef, blijft ernaast staan")
    if handout.deadline:
        told.append(f"inleveren vóór {moment_told(handout.deadline)}")
    state = "nieuwe versie" if renewed else "uitgegeven"
    place = f"{handout.course}/{handout.assignment}"
    return Item("handout", handout.assignment, f"Opdracht: {title}", place, state, " · ".join(told))


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
