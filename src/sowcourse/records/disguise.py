"""A cohort in which nobody is named: in file names, tables, notebooks, answers, comments, pages."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

from sowcourse.cohort.making import MARKER
from sowcourse.cohort.roster import Student, write_roster
from sowcourse.cohort.workspace import Workspace
from sowcourse.gradebook.damage import EARLIER
from sowcourse.gradebook.digest import DIGEST, digest, dumped
from sowcourse.gradebook.gradebook import Result
from sowcourse.grading.graded import read_graded, read_remarks
from sowcourse.identity.known import in_strings
from sowcourse.notebook import Notebook
from sowcourse.records.pseudonym import OWN_TEXT, Held, Pseudonyms
from sowcourse.records.work import (
    COUNTS,
    MOMENT,
    OTHERS,
    READABLE,
    folder_of,
    notebook_in,
    others_of,
    plain_page,
)
from sowcourse.report.feedback import page_of
from sowcourse.report.overview import overview
from sowcourse.submissions.assignment_version import VERSION
from sowcourse.submissions.received import INDEX, UNSURE

_NO_NOTEBOOK = "Dit bestand was geen notebook. Het is weggelaten: niemand kan nakijken of er een naam in staat.\n"


def disguised(names: Pseudonyms, folder: Path) -> Held:
    """A copy of a cohort in `folder` in which nobody is named: what an archive needs, and not the gradebook.

    What an overview reads of the work of students is added by `nameless_work`, for each of them.
    """
    real = names.held.workspace
    workspace = _copied(names, folder)
    for part in OWN_TEXT:
        if (real.root / part).is_dir():
            shutil.copytree(real.root / part, folder / part)
    students = {called: _nameless(called) for called in sorted(names.of.values())}
    listed = {names.of[student] for student in real.students()}
    write_roster(folder / "klas.csv", [student for student in students.values() if student.id in listed])
    for file in (MARKER, "kalender.toml", "keuzes.toml"):
        if (real.root / file).is_file():
            told = with_ids((real.root / file).read_text(encoding="utf-8"), names.of)
            (folder / file).write_text(names.text(told), encoding="utf-8")
    results = {assignment: _results(names, assignment) for assignment in names.held.results}
    return Held(workspace, results, students, names.held.rubrics)


def nameless_work(names: Pseudonyms, work: tuple[str, Path]) -> dict[str, bytes]:
    """Place in an archive → content: per assignment what one student handed in, and what was made of it.

    Feedback is on the readable page and nowhere else. In a copy of a cohort is put what an overview reads.

    Parameters: work – the student, and the folder of such a copy.
    """
    student, folder = work
    files: dict[str, bytes] = {}
    for assignment, found in names.held.results.items():
        came_in = names.held.workspace.root / "submitted" / student / assignment
        if came_in.is_dir():
            result = next((one for one in found if one.student == student), None)
            made = _submission(names, came_in, result, folder)
            target = folder_of(assignment, names.of[student])
            files |= {f"{target}/{name}": content for name, content in made.items()}
    return files


def _submission(names: Pseudonyms, came_in: Path, result: Result | None, folder: Path) -> dict[str, bytes]:
    assignment, student = came_in.name, came_in.parent.name
    counts = notebook_in(came_in)
    notebook = _nameless_notebook(names, counts, student)
    files = {COUNTS: notebook} if notebook else {}
    files |= {name: (came_in / name).read_bytes() for name in (MOMENT, UNSURE) if (came_in / name).is_file()}
    others = others_of(names.held.workspace.root, assignment, student, counts)
    others.pop(INDEX, None)
    for number, content in enumerate(others.values(), start=1):
        other = _nameless_notebook(names, content, student)
        files[f"{OTHERS}/versie-{number}" + (".ipynb" if other else ".txt")] = other or _NO_NOTEBOOK.encode()
    if result and result.graded:
        page = _graded_page(names, assignment, result, counts, folder)
    else:
        page = plain_page(f"{assignment} · {names.of[student]}", notebook or counts)
    return files | {READABLE: page.encode()}


def _nameless_notebook(names: Pseudonyms, content: bytes, student: str) -> bytes | None:
    """A notebook without indentation, which takes a tenth of the time; None when it is no notebook."""
    try:
        return (json.dumps(names.notebook(content, student), ensure_ascii=False, sort_keys=True) + "\n").encode()
    except ValueError:
        return None


def _graded_page(names: Pseudonyms, assignment: str, result: Result, submitted: bytes, folder: Path) -> str:
    real, student = names.held.workspace, result.student
    place = real.root / "autograded" / student / assignment
    notebook = names.graded(read_graded(place / f"{assignment}.ipynb"), student)
    remarks = [
        replace(remark, cell=names.text(remark.cell, student), sentence=names.text(remark.sentence, student))
        for remark in read_remarks(real.root, assignment, student)
    ]
    if overview_of(real, assignment).is_file():
        _copy_graded(names, place, folder / "autograded" / names.of[student] / assignment, notebook, submitted)
    about, rubrics = _nameless(names.of[student]), names.held.rubrics[assignment]
    return page_of(real, assignment, about, _result(names, result), rubrics, notebook, remarks, whole=True)


def _copy_graded(names: Pseudonyms, place: Path, target: Path, notebook: Notebook, submitted: bytes) -> None:
    """What an overview reads of one submission; `place` is `autograded/` of the real cohort."""
    student = place.parent.name
    target.mkdir(parents=True)
    (target / f"{place.name}.ipynb").write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    short = digest(notebook, submitted.decode("latin-1"))
    (target / DIGEST).write_text(dumped(short), encoding="utf-8")
    if (place / VERSION).is_file():
        shutil.copyfile(place / VERSION, target / VERSION)
    if (place / EARLIER).is_file():
        told = in_strings(json.loads((place / EARLIER).read_text("utf-8")), lambda text: names.text(text, student))
        (target / EARLIER).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _copied(names: Pseudonyms, folder: Path) -> Workspace:
    real = names.held.workspace
    return replace(real, root=folder, name=names.text(real.name), database="", shared="")


def _nameless(called: str) -> Student:
    return Student(called, "student", called, "")


def with_ids(toml: str, of: dict[str, str]) -> str:
    """TOML in which students' ids in keys and in heads of tables, also short ones, are replaced."""
    lines = []
    for line in toml.splitlines():
        key, equals, value = line.partition("=") if not line.lstrip().startswith("[") else (line, "", "")
        pieces = re.split(r"([\w@-]+(?:\.[\w@-]+)*)", key) if '"' not in key else re.split(r"(\"[^\"]*\"|[\w@-]+)", key)
        for place, piece in enumerate(pieces):
            bare = piece.strip('"')
            table, dot, last = bare.rpartition(".")
            if bare in of:
                pieces[place] = of[bare]
            elif last in of:
                pieces[place] = f"{table}{dot}{of[last]}"
        lines.append("".join(pieces) + equals + value)
    return "\n".join(lines) + "\n"


def write_overview(names: Pseudonyms, work: tuple[str, Path]) -> None:
    """The overview that the real cohort has of an assignment, made again from the copy when all students are in it.

    Parameters: work – the assignment, and the folder of such a copy.
    """
    assignment, folder = work
    real = names.held.workspace
    if overview_of(real, assignment).is_file():
        remarks = [
            f"{names.of[result.student]}: {names.text(str(remark), result.student)}"
            for result in sorted(names.held.results[assignment], key=lambda result: names.of[result.student])
            for remark in read_remarks(real.root, assignment, result.student)
        ]
        copy = _copied(names, folder)
        page = overview(copy, assignment, _results(names, assignment), remarks, [])
        overview_of(copy, assignment).write_text(page, encoding="utf-8")


def overview_of(workspace: Workspace, assignment: str) -> Path:
    return workspace.root / f"overzicht-{assignment}.html"


def _results(names: Pseudonyms, assignment: str) -> list[Result]:
    found = [_result(names, result) for result in names.held.results[assignment]]
    return sorted(found, key=lambda result: result.student)


def _result(names: Pseudonyms, result: Result) -> Result:
    cells = tuple(replace(cell, comment=names.text(cell.comment, result.student)) for cell in result.cells)
    return replace(result, student=names.of[result.student], cells=cells)
