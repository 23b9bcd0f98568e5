"""A cohort as plain files that open without sowcourse: in five years, or for the student who asks what there is."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sowcourse import __version__
from sowcourse.cohort.lms_course import HEADER as MEMBERS_HEADER
from sowcourse.cohort.lms_course import MEMBERS, lms_members
from sowcourse.cohort.memory import FILE as REMEMBERED
from sowcourse.cohort.memory import former, remembered
from sowcourse.cohort.roster import Student, write_roster
from sowcourse.cohort.workspace import Workspace
from sowcourse.content import read_text
from sowcourse.crew import Crew
from sowcourse.errors import CohortError
from sowcourse.gradebook.enrolment import enrolled
from sowcourse.gradebook.gradebook import results
from sowcourse.gradebook.marks import write_rows
from sowcourse.grading.graded import read_earlier, read_remarks
from sowcourse.identity.known import Traces
from sowcourse.notebook import Notebook, read_notebook
from sowcourse.pages.page import points, render
from sowcourse.plural import many
from sowcourse.progress import Progress, silent
from sowcourse.records.disguise import disguised, nameless_work, write_overview
from sowcourse.records.note import archive_note, export_note
from sowcourse.records.pseudonym import Held, Pseudonyms, ordinary_words, page_words
from sowcourse.records.scrub import EXPORT
from sowcourse.records.seal import Archived, Packing, Sum, refuse_existing
from sowcourse.records.work import work_of
from sowcourse.report.feedback import reading, safe_name
from sowcourse.report.second import second_all

ABOUT = "archief.toml"
"""In an archive: of which cohort it is, since when, with or without names."""

_ABANDONED = 3600
"""Seconds after which nobody works on a half-made archive any more; making one takes a minute."""


def hold(workspace: Workspace) -> Held:
    """Everything there is of a cohort."""
    came_in = workspace.own(place.parent for place in (workspace.root / "submitted").glob("*/*"))
    listed, before = workspace.students(), former(workspace.root)
    students = {
        name: replace(known, ids=(*known.ids, *(number for number in before.get(name, ()) if number not in listed)))
        for name, known in listed.items()
    }
    gone = {name: known for name, known in enrolled(workspace).items() if name not in students}
    strangers = {name: Student(name, "", "", "") for name in came_in if name not in students | gone}
    found = {
        assignment: list(results(workspace, assignment).values())
        for assignment in workspace.assignments()
        if any((workspace.root / "submitted").glob(f"*/{assignment}"))
    }
    rubrics = {assignment: workspace.rubrics(assignment) for assignment in found}
    return Held(workspace, found, students | gone | strangers, rubrics)


def write_archive(
    workspace: Workspace, target: Path | None = None, pseudonymous: bool = False, tell: Progress = silent
) -> Archived:
    """Write an archive and the same as a zip, whole or not at all.

    Parameters: target – the folder to make; None for one in `archief/` of the cohort, that `cohort erase` reaches;
    tell – how far it is.
    Raises: CohortError when the folder exists, when work that was graded is gone, or when a student could still be
    found in a pseudonymous one.
    """
    stamp = f"{datetime.now():%Y-%m-%d-%H%M%S}"
    kind = "pseudoniem-" if pseudonymous else ""
    folder = (target or workspace.root / "archief" / f"{workspace.name}-{kind}{stamp}").resolve()
    refuse_existing(folder)
    _sweep_killed(folder.parent)
    held = hold(workspace)
    _refuse_gaps(held)
    with tempfile.TemporaryDirectory(dir=_made(folder.parent), prefix=".archief-") as temporary:
        made = Path(temporary) / folder.name
        made.mkdir(mode=0o700)
        with Packing(made) as packing:
            if pseudonymous:
                _fill_without_names(packing, held, Path(temporary) / "zonder-namen", tell)
            else:
                _fill_with_names(packing, held, tell)
        return packing.deliver(folder)


def _sweep_killed(folder: Path) -> None:
    """Take away what was left half made by who was killed; it holds answers, and nobody would look for it."""
    for place in (*folder.glob(".archief-*"), *folder.glob(f".{EXPORT}*")):
        if time.time() - place.stat().st_mtime > _ABANDONED:
            shutil.rmtree(place)


def _fill_with_names(packing: Packing, held: Held, tell: Progress) -> None:
    with Crew(held, replace, held, students=len(held.students)) as crew:
        work = [(packing.folder, student) for student in held.students]
        for files in crew.each(_write_student, work, tell, "Schrijven"):
            packing.add(files)
    _fill(packing.folder, held)
    packing.add_rest()


def _write_student(held: Held, work: tuple[Path, str]) -> list[Sum]:
    folder, student = work
    return _written(folder, work_of(held, student))


def _fill_without_names(packing: Packing, held: Held, between: Path, tell: Progress) -> None:
    """Raises: CohortError when a student could still be found."""
    between.mkdir()
    own_words = ordinary_words(held.workspace), page_words(held.workspace)
    names = Pseudonyms(held, *own_words)
    copied, left = disguised(names, between), list[str]()
    with Crew(names, Pseudonyms, held, *own_words, students=len(held.students)) as crew:
        work = [(packing.folder, student, between) for student in sorted(held.students, key=names.of.__getitem__)]
        for files, found in crew.each(_write_nameless, work, tell, "Namen vervangen"):
            packing.add(files)
            left += found
        pages = [(assignment, between) for assignment in held.results]
        for _ in crew.each(write_overview, pages, tell, "Overzichten"):
            pass
    _fill(packing.folder, copied, names)
    left += filter(None, (names.left(packing.folder, file) for file in packing.add_rest()))
    if left:
        raise CohortError(
            f"{held.workspace.name}: in {many(len(left), 'bestand', 'bestanden')} is nog een student te vinden, dus "
            f"er is geen archief gemaakt: {', '.join(left[:5])}. Maak een archief met namen, of meld dit "
            "met de naam van het bestand."
        )


def _refuse_gaps(held: Held) -> None:
    """Raises: CohortError when a folder of what somebody handed in is gone, of which the points are there."""
    root = held.workspace.root
    gone = [
        f"submitted/{result.student}/{assignment}"
        for assignment, found in held.results.items()
        for result in found
        if result.graded and not (root / "submitted" / result.student / assignment).is_dir()
    ]
    if gone:
        more = f", en nog {len(gone) - 1}" if gone[1:] else ""
        raise CohortError(
            f"{held.workspace.name}: {gone[0]} ontbreekt{more}, maar het is wel nagekeken. Verwacht wordt een map met "
            "wat de student inleverde; misschien is het cohort niet helemaal gekopieerd of gesynchroniseerd. Er is "
            "geen archief gemaakt. Zet de map terug, of typ 'sowcourse collect' en de opdracht: dat zet terug wat nog "
            "in ontvangen/ staat. Is het nergens meer, maak dan op die plaats een lege map; in het archief staat dan "
            "wel de terugkoppeling, en geen notebook."
        )


def _write_nameless(names: Pseudonyms, work: tuple[Path, str, Path]) -> tuple[list[Sum], list[str]]:
    """The files of one student as they were written, and those in which a student is found when they are read back."""
    folder, student, between = work
    files = _written(folder, nameless_work(names, (student, between)))
    return files, list(filter(None, (names.left(folder, folder / one.name) for one in files)))


def _written(folder: Path, files: dict[str, bytes]) -> list[Sum]:
    for parent in {(folder / name).parent for name in files}:
        parent.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [Sum(name, hashlib.sha256(content).hexdigest()) for name, content in files.items()]


def write_export(workspace: Workspace, student: str, target: Path | None = None) -> Archived:
    """Write everything that a cohort holds about one student, readable, for who asks to see it.

    Raises: CohortError when nothing is known of this student, or the folder exists.
    """
    held = hold(workspace)
    if student not in held.students:
        raise CohortError(f"{student}: van dit studentnummer is er niets in {workspace.name}. Controleer het nummer.")
    folder = (target or workspace.root / "archief" / f"{EXPORT}{safe_name(student)}").resolve()
    refuse_existing(folder)
    _sweep_killed(folder.parent)
    with tempfile.TemporaryDirectory(dir=_made(folder.parent), prefix=f".{EXPORT}") as temporary:
        made = Path(temporary) / folder.name
        made.mkdir(mode=0o700)
        own = _of(held, student)
        write_roster(made / "klas.csv", list(own.students.values()))
        _write_marks(made, own)
        _written(made, work_of(own, student))
        _write_remarks(made, own)
        about = _agreed(read_text(workspace.root / "kalender.toml"), held.students[student])
        kept = [[what, answer] for what, answer in remembered(workspace.root).items() if answer == student]
        if kept:
            _write_table(made / REMEMBERED, ["wat", "antwoord"], kept)
        if called := lms_members(workspace.root).get(student):
            _write_table(made / MEMBERS, MEMBERS_HEADER, [[student, called]])
        (made / "LEES-MIJ.txt").write_text(export_note(own.students[student], workspace, about), encoding="utf-8")
        with Packing(made) as packing:
            packing.add_rest()
        return packing.deliver(folder)


def _agreed(calendar: str, student: Student) -> list[str]:
    """The lines of a calendar that are about one student: what is under their number, and where they are named."""
    traces, found, head, theirs = Traces([student]), list[str](), "", False
    for line in calendar.splitlines():
        table = re.match(r"\s*\[+([^\]]*)\]", line)
        if table:
            head, theirs = line, _is_key(table[1], student.id)
        named = not line.lstrip().startswith("#") and _is_key(line.partition("=")[0], student.id)
        if line.strip() and (theirs or named or line in traces):
            found += [head] * (bool(head) and head not in found) + [line] * (line != head)
    return found


def _is_key(key: str, student: str) -> bool:
    """Whether a key of TOML, or the last part of one, is a student's number."""
    bare = key.strip()
    return student in {bare.strip("\"' "), re.split(r"\.(?=[^.]*$)", bare)[-1].strip("\"' ")}


def _fill(folder: Path, held: Held, names: Pseudonyms | None = None) -> None:
    """All but the work of each student.

    Parameters: names – for an archive without names, of which `held` is the copy.
    """
    workspace = held.workspace
    write_roster(folder / "klas.csv", list(workspace.students().values()))
    for name in ("kalender.toml", "keuzes.toml"):
        if (workspace.root / name).is_file():
            shutil.copyfile(workspace.root / name, folder / name)
    _write_calendar(folder / "kalender.csv", workspace)
    _write_marks(folder, held)
    _write_remarks(folder, names.held if names else held, names)
    for page in sorted(workspace.root.glob("overzicht*.html")):
        _made(folder / "overzicht")
        shutil.copyfile(page, folder / "overzicht" / safe_name(page.name.removeprefix("overzicht-")))
    _write_assignments(folder / "opdrachten", workspace)
    deadlines = workspace.calendar().deadlines.values()
    last = max(deadlines).isoformat() if deadlines else ""
    (folder / ABOUT).write_text(
        f'cohort = "{workspace.name}"\nversie-cursus = "{workspace.version}"\ngemaakt-met = "{__version__}"\n'
        f'gemaakt = "{datetime.now().astimezone().isoformat(timespec="seconds")}"\n'
        f'laatste-deadline = "{last}"\npseudoniem = {str(names is not None).lower()}\n',
        encoding="utf-8",
    )
    (folder / "LEES-MIJ.txt").write_text(
        archive_note(workspace, list(held.results), names is not None), encoding="utf-8"
    )


def _write_calendar(file: Path, workspace: Workspace) -> None:
    calendar = workspace.calendar()
    rows = [[name, calendar.local(due), due.isoformat()] for name, due in calendar.deadlines.items()]
    _write_table(file, ["opdracht", "deadline", "deadline in UTC"], rows)


def _write_marks(folder: Path, held: Held) -> None:
    """Per assignment: a row per student, and a row per answer with points and what the lecturer wrote."""
    for assignment, found in held.results.items():
        target = _made(folder / "punten")
        write_rows(held.workspace, assignment, found, target / f"{assignment}.csv")
        rows: list[list[object]] = [
            [
                result.student,
                cell.cell,
                "lesgever" if cell.manual else "controle",
                "" if cell.waiting else points(cell.score),
                points(cell.points),
                "ja" if cell.untouched else "nee",
                cell.comment,
            ]
            for result in found
            for cell in result.cells
        ]
        header = ["studentnummer", "vraag", "beoordeeld door", "punten", "maximum", "onaangeroerd", "opmerking"]
        _write_table(target / f"{assignment}-per-vraag.csv", header, rows)


def _write_remarks(folder: Path, held: Held, names: Pseudonyms | None = None) -> None:
    """What grading told the lecturer, and points given to earlier words."""
    root = held.workspace.root
    called = names.of if names else {student: student for student in held.students}
    remarks: list[list[object]] = []
    earlier: list[list[object]] = []
    for assignment in held.results:
        for student in sorted(held.students, key=called.__getitem__) if names else held.students:
            told = partial(names.text, own=student) if names else str
            for remark in read_remarks(root, assignment, student):
                remarks.append([assignment, called[student], told(remark.cell), told(remark.sentence)])
            for mark in read_earlier(root, assignment, student):
                given = "" if mark.points is None else points(mark.points)
                row = [told(mark.cell), given, told(mark.comment), told(mark.answer)]
                earlier.append([assignment, called[student], *row])
    head = ["opdracht", "studentnummer", "vraag"]
    second = [
        [assignment, called[student], question, "" if given.points is None else points(given.points), given.told]
        for assignment in held.results
        for question, marks in second_all(held.workspace, assignment).items()
        for student, given in sorted(marks.items(), key=lambda mark: called.get(mark[0], ""))
        if student in held.students
    ]
    if second:
        _write_table(folder / "tweede-beoordelaar.csv", [*head, "punten", "niveaus"], second)
    _write_table(folder / "opmerkingen-bij-nakijken.csv", [*head, "opmerking"], remarks)
    _write_table(folder / "punten-bij-eerdere-versies.csv", [*head, "punten", "opmerking", "antwoord toen"], earlier)


def _write_assignments(folder: Path, workspace: Workspace) -> None:
    """Every version that was given out, with answers and without, and the rubric."""
    for assignment in workspace.assignments():
        versions = {place.name: place for place in sorted((workspace.root / "versies" / assignment).glob("*-*"))}
        for name, place in versions.items():
            target = _made(folder / assignment / name)
            for file in ("bron.ipynb", "uitgegeven.ipynb"):
                shutil.copyfile(place / file, target / file)
                (target / f"{Path(file).stem}.html").write_text(
                    _reading_page(f"{assignment}, versie {name}", read_notebook(place / file)), encoding="utf-8"
                )
        rubric = workspace.root / "rubrics" / f"{assignment}.toml"
        for kept in (rubric, workspace.root / "source" / assignment / "rubric.md"):
            if versions and kept.is_file():
                shutil.copyfile(kept, folder / assignment / f"rubric{kept.suffix}")


def _reading_page(title: str, notebook: Notebook) -> str:
    return str(render("reading", title=title, told="", pieces=[reading(cell) for cell in notebook["cells"]]))


def _of(held: Held, student: str) -> Held:
    """What there is of one student."""
    results = {
        assignment: [result for result in found if result.student == student]
        for assignment, found in held.results.items()
    }
    return replace(held, students={student: held.students[student]}, results=results)


def _write_table(file: Path, header: list[str], rows: Iterable[list[object] | list[str]]) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerows([header, *rows])


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
