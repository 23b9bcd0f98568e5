"""A copy of a cohort in which nobody is named: in file names, tables, notebooks, answers, comments, pages."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

from sowcourse.cohort.making import MARKER
from sowcourse.cohort.roster import Student, write_roster
from sowcourse.cohort.workspace import Workspace
from sowcourse.gradebook.damage import EARLIER, REMARKS
from sowcourse.gradebook.gradebook import Result
from sowcourse.grading.graded import read_remarks
from sowcourse.identity.known import in_strings
from sowcourse.progress import Progress, counted
from sowcourse.records.pseudonym import OWN_TEXT, Held, Pseudonyms
from sowcourse.report.feedback import feedback_page, safe_name
from sowcourse.report.overview import overview
from sowcourse.submissions.assignment_version import VERSION
from sowcourse.submissions.received import ORIGIN


def disguised(names: Pseudonyms, folder: Path) -> Held:
    """A copy of a cohort in `folder` in which nobody is named: what an archive needs, and not the gradebook.

    What students handed in and got back is added by `add_student`, for each of them.
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
    results = {
        assignment: sorted((_result(names, result) for result in found), key=lambda result: result.student)
        for assignment, found in names.held.results.items()
    }
    return Held(workspace, results, students, names.held.rubrics)


def add_student(names: Pseudonyms, student: str, folder: Path) -> Held:
    """Add to such a copy what one student handed in and got back; this student alone, as in the copy."""
    _copy_work(names, student, folder)
    called = names.of[student]
    results = {
        assignment: [_result(names, result) for result in found if result.student == student]
        for assignment, found in names.held.results.items()
    }
    held = Held(_copied(names, folder), results, {called: _nameless(called)}, names.held.rubrics)
    _write_pages(names, student, held)
    return held


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


def _copy_work(names: Pseudonyms, student: str, folder: Path) -> None:
    """What one student handed in and what was made of it, in the folder."""
    root, called = names.held.workspace.root, names.of[student]
    known: dict[bytes, str] = {}  # what was handed in stands in `ontvangen/` too
    for kind in ("submitted", "autograded"):
        for place in (root / kind / student).glob("[!.]*"):
            target = folder / kind / called / place.name
            target.mkdir(parents=True)
            for file in (file for file in place.iterdir() if file.is_file()):
                if file.suffix == ".ipynb":
                    _copy_notebook(names, file, target / file.name, student, known)
                elif file.name in (ORIGIN, "timestamp.txt", VERSION):
                    told = names.text(file.read_text(encoding="utf-8"), student)
                    (target / file.name).write_text(told, encoding="utf-8")
                elif file.name in (REMARKS, EARLIER):
                    told = in_strings(json.loads(file.read_text("utf-8")), lambda text: names.text(text, student))
                    (target / file.name).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    for place in (root / "ontvangen").glob(f"*/{student}"):
        target = folder / "ontvangen" / place.parent.name / called
        target.mkdir(parents=True)
        for file in (file for file in place.iterdir() if file.is_file()):
            number = sum(1 for _ in target.iterdir()) + 1
            _copy_notebook(names, file, target / f"versie-{number}.ipynb", student, known)


def _copy_notebook(names: Pseudonyms, file: Path, target: Path, student: str, known: dict[bytes, str]) -> None:
    content = file.read_bytes()
    try:
        if content not in known:
            made = names.notebook(content, student)  # only what was handed in goes into the archive as a notebook
            known[content] = (
                json.dumps(made, ensure_ascii=False, sort_keys=True) + "\n"
            )  # with indent: ten times as long
        target.write_text(known[content], encoding="utf-8")
    except ValueError:
        target.with_suffix(".txt").write_text(
            "Dit bestand was geen notebook. Het is weggelaten: niemand kan nakijken of er een naam in staat.\n", "utf-8"
        )


def write_overviews(names: Pseudonyms, held: Held, tell: Progress) -> None:
    """The overviews that the real cohort has, made again from the copy when all students are in it."""
    real, workspace = names.held.workspace, held.workspace
    for assignment, found in counted(held.results.items(), tell, "Pagina's"):
        if (real.root / f"overzicht-{assignment}.html").is_file():
            remarks = [
                f"{held.students[result.student].name}: {remark}"
                for result in found
                for remark in read_remarks(workspace.root, assignment, result.student)
            ]
            page = overview(workspace, assignment, found, remarks, [])
            (workspace.root / f"overzicht-{assignment}.html").write_text(page, encoding="utf-8")


def _write_pages(names: Pseudonyms, student: str, held: Held) -> None:
    """The pages that a student really got, made again from what is disguised."""
    for assignment, found in held.results.items():
        given = names.held.workspace.root / "terugkoppeling" / assignment / f"{safe_name(student)}.html"
        for result in found:
            if result.graded and given.is_file():
                target = held.workspace.root / "terugkoppeling" / assignment / f"{result.student}.html"
                target.parent.mkdir(parents=True, exist_ok=True)
                about, rubrics = held.students[result.student], held.rubrics[assignment]
                target.write_text(feedback_page(held.workspace, assignment, about, result, rubrics), encoding="utf-8")


def _result(names: Pseudonyms, result: Result) -> Result:
    cells = tuple(replace(cell, comment=names.text(cell.comment, result.student)) for cell in result.cells)
    return replace(result, student=names.of[result.student], cells=cells)
