"""A copy of a cohort in which nobody is named: in file names, tables, notebooks, answers, comments, pages."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

from sowcourse.cohort.making import MARKER
from sowcourse.cohort.roster import Student, write_roster
from sowcourse.crew import Crew
from sowcourse.gradebook.damage import EARLIER, REMARKS
from sowcourse.gradebook.gradebook import Result
from sowcourse.grading.graded import read_remarks
from sowcourse.identity.known import in_strings
from sowcourse.progress import Progress, counted, silent
from sowcourse.records.pseudonym import OWN_TEXT, Held, Pseudonyms
from sowcourse.report.feedback import feedback_page, safe_name
from sowcourse.report.overview import overview
from sowcourse.submissions.assignment_version import VERSION
from sowcourse.submissions.received import ORIGIN


def disguised(names: Pseudonyms, crew: Crew[Pseudonyms], folder: Path, tell: Progress = silent) -> Held:
    """A copy of a cohort in `folder` in which nobody is named: what an archive or a report needs, not the gradebook."""
    real = names.held.workspace
    workspace = replace(real, root=folder, name=names.text(real.name), database="", shared="")
    for part in OWN_TEXT:
        if (real.root / part).is_dir():
            shutil.copytree(real.root / part, folder / part)
    students = {
        names.of[student]: Student(names.of[student], "student", names.of[student], "")
        for student in sorted(names.of, key=names.of.__getitem__)
    }
    listed = {names.of[student] for student in real.students()}
    write_roster(folder / "klas.csv", [student for student in students.values() if student.id in listed])
    for file in (MARKER, "kalender.toml", "keuzes.toml"):
        if (real.root / file).is_file():
            told = with_ids((real.root / file).read_text(encoding="utf-8"), names.of)
            (folder / file).write_text(names.text(told), encoding="utf-8")
    work = [(student, folder) for student in names.held.students]
    for _ in crew.each(_copy_work, work, tell, "Namen vervangen"):
        pass
    order = {student: place for place, student in enumerate(students)}
    results = {
        assignment: sorted((_result(names, result) for result in found), key=lambda result: order[result.student])
        for assignment, found in names.held.results.items()
    }
    held = Held(workspace, results, students)
    _write_pages(names, held, tell)
    return held


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


def _copy_work(names: Pseudonyms, work: tuple[str, Path]) -> None:
    """What one student handed in and what was made of it, in the folder."""
    student, folder = work
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


def _write_pages(names: Pseudonyms, held: Held, tell: Progress) -> None:
    """The pages that the real cohort has, made again from what is disguised."""
    real, workspace = names.held.workspace, held.workspace
    back = {called: student for student, called in names.of.items()}
    for assignment, found in counted(held.results.items(), tell, "Pagina's"):
        if (real.root / f"overzicht-{assignment}.html").is_file():
            remarks = [
                f"{held.students[result.student].name}: {remark}"
                for result in found
                for remark in read_remarks(workspace.root, assignment, result.student)
            ]
            page = overview(workspace, assignment, found, remarks, [])
            (workspace.root / f"overzicht-{assignment}.html").write_text(page, encoding="utf-8")
        rubrics = workspace.rubrics(assignment)
        for result in found:
            given = real.root / "terugkoppeling" / assignment / f"{safe_name(back[result.student])}.html"
            if result.graded and given.is_file():
                target = workspace.root / "terugkoppeling" / assignment / f"{result.student}.html"
                target.parent.mkdir(parents=True, exist_ok=True)
                student = held.students[result.student]
                target.write_text(feedback_page(workspace, assignment, student, result, rubrics), encoding="utf-8")


def _result(names: Pseudonyms, result: Result) -> Result:
    cells = tuple(replace(cell, comment=names.text(cell.comment, result.student)) for cell in result.cells)
    return replace(result, student=names.of[result.student], cells=cells)
