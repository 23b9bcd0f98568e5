"""Erase a student, the submissions or a whole cohort, and prove it: afterwards a search of every byte finds nothing.

An erasure that was cut off is simply run again: what it needs to know is kept until the proof is there.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from sowcourse.cohort.lms import systems
from sowcourse.cohort.lms_course import KEPT_MARKS, MEMBERS
from sowcourse.cohort.lock import must_be_idle
from sowcourse.cohort.making import MARKER
from sowcourse.cohort.memory import FORMER, remembered
from sowcourse.cohort.origin import COURSE, digest, hashes
from sowcourse.cohort.roster import Student
from sowcourse.cohort.swap import PREVIOUS
from sowcourse.cohort.workspace import Workspace
from sowcourse.content import read_toml
from sowcourse.crew import Crew
from sowcourse.durable import write_durably
from sowcourse.errors import CohortError
from sowcourse.gradebook.code import code_of_student
from sowcourse.gradebook.enrolment import enrolled
from sowcourse.notebook import markers, read_notebook
from sowcourse.progress import Progress, silent
from sowcourse.records.database import SQLITE, address, forget_everyone, forget_student, places, tables_left
from sowcourse.records.pseudonym import OWN_TEXT, ordinary_words, page_words
from sowcourse.records.scrub import ABOUT, Scrubber, is_closed
from sowcourse.records.sweep import PENDING, Swept, files_in, remove, sweep, sweep_file

RECORD = "gewist.csv"
"""What was erased and when, without saying who."""

"""In a cohort whose submissions were erased: the marks as they were."""

REASONS = ("verzoek", "bewaartermijn", "vergissing", "niet opgegeven")
"""Why somebody erases; chosen from a list, so that no name slips in."""

BEYOND = (
    "het LMS, de studentenadministratie en mail, waar dezelfde inzendingen en punten staan;",
    "kopieën die jij of je school elders bewaart: back-ups, een usb-stick, archieven en zips buiten deze map;",
    "de computer van de student (eigen werkmap, logboek en wat nbgrader daar bewaart);",
    "wat JupyterLab, IPython en je browser onthouden: laatst geopende bestanden en geschiedenis;",
    "op een databaseserver: het logboek en de back-ups van die server (vraag de beheerder);",
    "sporen op de schijf zelf, die alleen met bijzondere middelen te lezen zijn: gebruik schijfversleuteling.",
)
"""What is beyond anything that erases here, Dutch sentences."""

_WORK = ("submitted", "autograded", "ontvangen", "feedback", "terugkoppeling")
"""Folders of a cohort that hold what students handed in and what was made of it."""


@dataclass(frozen=True)
class Erasure:
    """What was erased, and what a search found afterwards: nothing."""

    removed: int
    """Files that are gone."""
    changed: int
    """Files of the class from which the student was taken out."""
    searched: int
    """Files that were searched afterwards, members of a zip counted."""
    mentions: tuple[str, ...] = ()
    """Files in which a part of the name still stands: a person has to look whether that is this student."""
    closed: tuple[str, ...] = ()
    """Files that could not be looked into."""
    again: tuple[str, ...] = ()
    """Pages and archives of the whole class that went with the student, and can be made again."""


def erase_student(workspace: Workspace, student: str, reason: str = REASONS[-1], tell: Progress = silent) -> Erasure:
    """Take a student out of everything that a cohort holds, and prove it.

    Parameters: tell – how far it is.
    Raises: CohortError when nothing is known of this student, when something is in use or may not be removed, or
    when the search still finds something; run again, it goes on.
    """
    workspace.must_own_its_database()
    must_be_idle(workspace.root)
    known = list(workspace.students().values())
    if [one.id for one in known] == [student]:
        raise CohortError(f"{student}: dit is de enige student van {workspace.name}. Gebruik dan --alles.")
    ours = ordinary_words(workspace) | page_words(workspace)
    theirs = _identity(workspace, student)
    told = (theirs, known, ours, frozenset(theirs.ids), _codes(workspace, theirs), _assignments(workspace))
    scrubber = Scrubber(*told)
    pending = workspace.root / PENDING
    before = json.loads(pending.read_text(encoding="utf-8"))["id"] if pending.is_file() else student
    if before != student:
        raise CohortError(
            f"{before}: het wissen van deze student is niet af. Voer eerst 'sowcourse cohort erase {before}' uit."
        )
    write_durably(pending, json.dumps(asdict(scrubber.student), ensure_ascii=False))
    if workspace.database:
        forget_student(workspace.database, student, scrubber.mask)
    swept = Swept()
    with Crew(scrubber, Scrubber, *told, students=len(known)) as crew:
        for root in _roots(workspace):
            swept += sweep(crew, scrubber, root, tell)
        swept += sweep_file(scrubber, (workspace.root, workspace.root / "klas.csv"))
        searched, mentions, closed = search(workspace, crew, scrubber, tell)
    _record(workspace.root / RECORD, "een student", reason, swept.removed, swept.changed, searched)
    pending.unlink()
    return Erasure(swept.removed, swept.changed, searched, mentions, closed, tuple(swept.again))


def search(
    workspace: Workspace, crew: Crew[Scrubber], scrubber: Scrubber, tell: Progress = silent
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Search every file, and the database, for a student who was erased.

    Returns: number of files searched, files where a part of the name stands, files that cannot be looked into.
    Raises: CohortError naming the files in which the student is still found.
    """
    searched, left, mentions, closed = 0, list[str](), list[str](), list[str]()
    came = _as_it_came(workspace.root)
    for root in _roots(workspace):
        files = [(root, file) for file in files_in(root) if file != workspace.root / PENDING]
        for number, found, part, shut in crew.each(_searched, files, tell, "Doorzoeken"):
            mentions += [place for place in part if place not in came]
            searched, left, closed = searched + number, left + found, closed + shut
    if workspace.database:
        left += [f"puntenboek: {place}" for place in places(workspace.database, _exact(scrubber))]
        mentions += [f"puntenboek: {place}" for place in places(workspace.database, scrubber.parts)]
    if left:
        raise CohortError(
            f"{scrubber.student.id}: nog te vinden op {len(left)} plaats(en): {', '.join(left[:8])}. "
            "Haal daar zelf weg wat over deze student gaat en voer dezelfde opdracht opnieuw uit."
        )
    return searched, tuple(mentions), tuple(closed)


def _as_it_came(root: Path) -> set[str]:
    """Files of the course that stand as they came, before this class was there: a first name in them is nobody's."""
    found: set[str] = set()
    for place in (root, root / PREVIOUS):
        with suppress(FileNotFoundError, ValueError):  # without that list, or with a damaged one, all are looked at
            for name, known in hashes(place).items():
                file = place / COURSE / name
                if file.is_file() and digest(file) == known:
                    found.add(file.relative_to(root).as_posix())
    return found


def _searched(scrubber: Scrubber, place: tuple[Path, Path]) -> tuple[int, list[str], list[str], list[str]]:
    """Of one file: how many it is, and where the student is found, may be meant, cannot be looked for."""
    root, file = place
    path, content = PurePosixPath(file.relative_to(root).as_posix()), file.read_bytes()
    number, left = scrubber.found_in(path, content)
    mentions: list[str] = []
    if content.startswith(SQLITE):
        left += [f"{path}: {table}" for table in places(address(file), _exact(scrubber))]
        mentions = [f"{path}: {table}" for table in places(address(file), scrubber.parts)]
    elif scrubber.mentioned(content):
        mentions = [str(path)]
    return number, left, mentions, [str(path)] * is_closed(path, content)


def erase_submissions(workspace: Workspace, reason: str = REASONS[-1]) -> Erasure:
    """Erase what all students handed in and what was made of it; the class list and the marks stay.

    The marks are written to `punten-bewaard/` first. The assignments, their versions and archives without names stay.
    Raises: CohortError when something is in use or may not be removed; run again, it goes on.
    """
    from sowcourse.gradebook.marks import write_marks

    must_be_idle(workspace.root)
    ready = workspace.root / KEPT_MARKS
    kept = ready.parent
    if not ready.is_file():
        kept.mkdir(exist_ok=True)
        for assignment in workspace.assignments():
            if any((workspace.root / "submitted").glob(f"*/{assignment}")):
                write_marks(workspace, assignment, kept / f"{assignment}.csv")
        write_durably(ready, "De punten zoals ze waren toen de inzendingen gewist werden.\n")
    removed = _empty_gradebook(workspace) + _remove_exchange(workspace)
    for name in (*_WORK, MEMBERS):  # what a learning platform calls them is for sending marks, and that is over
        removed += remove(workspace.root / name)
    removed += sum(remove(place) for place in _named_archives(workspace.root / "archief"))
    for file in (*workspace.root.glob("*.html"), *workspace.root.glob("*.log"), *workspace.root.glob(".*.log")):
        removed += remove(file)
    left = [str(file.relative_to(workspace.root)) for name in _WORK for file in files_in(workspace.root / name)]
    if left:
        raise CohortError(f"{workspace.name}: nog niet gewist: {', '.join(left[:8])}. Voer dit opnieuw uit.")
    searched = sum(1 for _ in files_in(workspace.root))
    _record(workspace.root / RECORD, "alle inzendingen", reason, removed, 0, searched)
    return Erasure(removed, 0, searched)


def erase_cohort(workspace: Workspace, reason: str = REASONS[-1]) -> Erasure:
    """Erase a whole cohort: folder, exchange and database. The record stands beside the folder that was.

    Raises: CohortError when something is in use, may not be removed, or is still found; run again, it goes on.
    """
    must_be_idle(workspace.root)
    record = workspace.root.parent / RECORD
    removed = _empty_gradebook(workspace) + _remove_exchange(workspace)
    last = (workspace.root / "klas.csv", workspace.root / MARKER)
    for place in sorted(workspace.root.iterdir()):
        if place not in last:
            removed += remove(place)
    searched = _prove_gone(workspace, last)
    for file in last:
        removed += remove(file)
    workspace.root.rmdir()
    _record(record, "een hele klas", reason, removed, 0, searched)
    return Erasure(removed, 0, searched)


def erase_archive(place: Path, reason: str = REASONS[-1]) -> Erasure:
    """Erase an archive: its folder and the zip beside it. The record stands beside them.

    Raises: CohortError when it may not be removed.
    """
    packed = place.with_name(f"{place.name}.zip")
    removed = remove(place) + remove(packed)
    _record(place.parent / RECORD, "een archief", reason, removed, 0, 0)
    return Erasure(removed, 0, 0)


def _named_archives(folder: Path) -> list[Path]:
    """What lies in the folder of archives and is not pseudonymous."""
    nameless = [about.parent for about in folder.glob(f"*/{ABOUT}") if read_toml(about).data.get("pseudoniem") is True]
    kept = {*nameless, *(place.with_name(f"{place.name}.zip") for place in nameless)}
    return [place for place in folder.glob("*") if place not in kept]


def _identity(workspace: Workspace, student: str) -> Student:
    """Who this is: from the class list, an erasure that was cut off, or the gradebook; else only a number."""
    known = workspace.students()
    if student in known:
        return replace(known[student], ids=(*known[student].ids, *_answered(workspace, student)))
    pending = workspace.root / PENDING
    if pending.is_file():
        told = json.loads(pending.read_text(encoding="utf-8"))
        kept = Student(**{**told, "ids": tuple(told.get("ids", ()))})
        if kept.id == student:
            return kept
    if left := enrolled(workspace).get(student):
        return replace(left, ids=tuple(_answered(workspace, student)))
    folders = [workspace.root / kind / student for kind in ("submitted", "autograded", "feedback")]
    if any(folder.is_dir() for folder in folders) or any(_inbound(workspace).glob(f"{student}+*")):
        return Student(student, "", "", "")
    raise CohortError(
        f"{student}: van dit studentnummer is er niets in {workspace.name}. Controleer het nummer in klas.csv."
    )


def _answered(workspace: Workspace, student: str) -> list[str]:
    """Former numbers, and by what an LMS knows a student, as a lecturer told with `sowcourse whose`.

    Also what was known before an erasure was cut off.
    """
    pending = workspace.root / PENDING
    kept = json.loads(pending.read_text(encoding="utf-8")) if pending.is_file() else {}
    ids = kept.get("ids", ()) if kept.get("id") == student else ()
    said = [what for what, answer in remembered(workspace.root).items() if answer == student]
    bare = re.compile(f"^(?:nummer|{FORMER}):")
    numbers = [bare.sub("", what) for what in said if bare.match(what) or what.partition(":")[0] in systems()]
    return list(dict.fromkeys([*ids, *numbers]))


def codes_of(workspace: Workspace, student: str) -> frozenset[str]:
    """What stands for a student in the codes of answers, for every question that there ever was."""
    files = [file for folder in OWN_TEXT for file in (workspace.root / folder).rglob("*.ipynb")]
    questions = {str(markers(cell).get("grade_id", "")) for file in files for cell in read_notebook(file)["cells"]}
    return frozenset(code_of_student(student, question) for question in questions if question)


def _assignments(workspace: Workspace) -> tuple[str, ...]:
    """Every assignment there is or was."""
    patterns = ("source/*", "ontvangen/*", "submitted/*/*")
    folders = (place for pattern in patterns for place in workspace.root.glob(pattern) if place.is_dir())
    return tuple(sorted({folder.name for folder in folders}))


def _codes(workspace: Workspace, student: Student) -> frozenset[str]:
    """What stood for a student in the codes of answers, by former numbers too."""
    taken = {other for other in workspace.students() if other != student.id}
    numbers = (student.id, *(number for number in student.ids if ":" not in number and number not in taken))
    return frozenset().union(*(codes_of(workspace, number) for number in numbers))


def _roots(workspace: Workspace) -> list[Path]:
    """Where a cohort's data are: its folder, and its part of an exchange elsewhere."""
    shared = workspace.exchange / workspace.name
    inside = workspace.root in shared.parents
    return [workspace.root] if inside or not shared.is_dir() else [workspace.root, shared]


def _inbound(workspace: Workspace) -> Path:
    return workspace.exchange / workspace.name / "inbound"


def _empty_gradebook(workspace: Workspace) -> int:
    if workspace.database:
        workspace.must_own_its_database()
        forget_everyone(workspace.database)
        return 0
    return sum(remove(file) for file in workspace.root.glob("gradebook.db*"))


def _remove_exchange(workspace: Workspace) -> int:
    shared = workspace.exchange / workspace.name
    return sum(remove(shared / name) for name in ("inbound", "feedback", "outbound"))


def _prove_gone(workspace: Workspace, last: tuple[Path, ...]) -> int:
    """Search the parent's exchange and the database for everyone on the class list; the number of files searched."""
    left = [str(file) for file in workspace.root.iterdir() if file not in last]
    if workspace.database:
        left += tables_left(workspace.database)
    searched = len(list(workspace.root.iterdir()))
    shared = [root for root in _roots(workspace) if root != workspace.root]
    students = list(workspace.students().values()) if (workspace.root / "klas.csv").is_file() else []
    scrubbers = [Scrubber(student, students) for student in students] if shared else []
    for file in (file for root in shared for file in files_in(root)):
        searched += 1
        for scrubber in scrubbers:
            left += scrubber.found_in(PurePosixPath(file.name), file.read_bytes())[1]
    if left:
        raise CohortError(f"{workspace.name}: nog te vinden: {', '.join(left[:8])}. Voer dit opnieuw uit.")
    return searched


def _exact(scrubber: Scrubber) -> Callable[[str], bool]:
    return lambda value: value == scrubber.student.id or scrubber.points(value)


def _record(file: Path, what: str, reason: str, removed: int, changed: int, searched: int) -> None:
    """Add a line to the record. Nobody is named in it."""
    new = not file.is_file()
    with file.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
        if new:
            writer.writerow(["wanneer", "wat", "reden", "verwijderd", "aangepast", "daarna doorzocht", "gevonden"])
        moment = datetime.now().astimezone().isoformat(timespec="seconds")
        writer.writerow([moment, what, reason, removed, changed, searched, 0])
