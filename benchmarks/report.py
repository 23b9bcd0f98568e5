"""The overview of 1,000 students in 7 assignments: `python benchmarks/report.py`; BENCH=small for a quick look.

The class is fictional and is put on disk and in the gradebook as grading leaves it: a graded notebook with a digest
beside it, points of checks and of a lecturer. Answers are made of the course's own words in a fixed random order,
with a few passages that two students share. The time is that of the command as a person types it, start of Python
included; seconds of the processor stand beside it, as other work on the machine does not lengthen these.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, create_engine, insert, select

from sowcourse.cohort.choices import choices_text, everything
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.course import load_course
from sowcourse.cycle import release
from sowcourse.debate import POSITIONS
from sowcourse.essay import load_passages
from sowcourse.gradebook.digest import DIGEST, digest, dumped
from sowcourse.notebook import Notebook, dump, markers, read_notebook, source

SMALL = os.environ.get("BENCH") == "small"
STUDENTS = 100 if SMALL else 1000
ASSIGNMENTS = 7
SEED = 20260901


def classroom(folder: Path, students: int) -> Workspace:
    """A cohort of which everything was graded and most was marked."""
    roster = folder / "klas.csv"
    lines = "".join(f"r{number:07},Student,{number} (fictief)\n" for number in range(1, students + 1))
    roster.write_text("nummer,voornaam,achternaam\n" + lines, encoding="utf-8")
    workspace = create("duizend", roster, folder)
    add_assignment(workspace, "6-synthese", "7-fictief")
    for assignment in workspace.assignments()[:ASSIGNMENTS]:
        release(workspace, assignment)
    chance = random.Random(SEED)
    vocabulary = [word for passage in load_passages().values() for word in passage.text.split()]
    for assignment in workspace.assignments():
        fill(workspace, assignment, chance, vocabulary)
    return workspace


def add_assignment(workspace: Workspace, model: str, name: str) -> None:
    """One assignment more than the course has."""
    shutil.copytree(workspace.root / "source" / model, workspace.root / "source" / name)
    (workspace.root / "source" / name / f"{model}.ipynb").rename(workspace.root / "source" / name / f"{name}.ipynb")
    shutil.copyfile(workspace.root / "rubrics" / f"{model}.toml", workspace.root / "rubrics" / f"{name}.toml")
    lessons = tuple(module.id for module in load_course().modules)
    chosen = everything(lessons, tuple(workspace.assignments()))
    (workspace.root / "keuzes.toml").write_text(choices_text(chosen), encoding="utf-8")


def fill(workspace: Workspace, assignment: str, chance: random.Random, vocabulary: list[str]) -> None:
    """What grading leaves of one assignment."""
    task = read_notebook(workspace.root / "source" / assignment / f"{assignment}.ipynb")
    given = read_notebook(workspace.root / "release" / assignment / f"{assignment}.ipynb")
    metadata = {cell["id"]: cell["metadata"] for cell in given["cells"]}
    shared = " ".join(chance.choices(vocabulary, k=40))
    points: dict[str, dict[str, float]] = {}
    for student in workspace.students():
        notebook, points[student] = submission(task, metadata, chance, vocabulary, shared)
        text = dump(notebook)
        for part in ("submitted", "autograded"):
            target = workspace.root / part / student / assignment
            target.mkdir(parents=True)
            (target / f"{assignment}.ipynb").write_text(text, encoding="utf-8")
            (target / "timestamp.txt").write_text("2026-10-01 10:00:00.000000 UTC", encoding="utf-8")
        (target / DIGEST).write_text(dumped(digest(notebook, "")), encoding="utf-8")
    record(workspace, assignment, points)


def submission(
    task: Notebook, metadata: dict[str, Any], chance: random.Random, vocabulary: list[str], shared: str
) -> tuple[Notebook, dict[str, float]]:
    """A graded notebook, and the points of its cells."""
    cells, points = [], {}
    skill = chance.random()
    for cell in task["cells"]:
        marks = markers(cell)
        made = {**cell, "metadata": metadata[cell["id"]], "source": source(cell)}
        if cell["cell_type"] == "markdown" and marks.get("solution"):
            words = prose(chance, vocabulary, 200 if cell["id"] == "reflectie" else 90)
            made["source"] = words + (f" {shared}" if chance.random() < 0.01 else "") + " (p14)"
            points[cell["id"]] = round(marks["points"] * skill)
        elif cell["id"].startswith("standpunt-"):
            made["source"] = f'{cell["id"].replace("-", "_")} = "{chance.choice(POSITIONS)}"'
        elif marks.get("grade"):
            passed = chance.random() < 0.4 + skill / 2
            points[cell["id"]] = marks["points"] if passed else 0.0
            told = f"{cell['id']}: dit is nog niet de juiste waarde. Kijk naar rij {chance.randrange(4)}."
            wrong = {"output_type": "error", "ename": "CheckError", "evalue": told, "traceback": [told]}
            right = {"output_type": "stream", "name": "stdout", "text": f"✓ {cell['id']}: dit klopt."}
            made["outputs"] = [right if passed else wrong]
        cells.append(made)
    return task | {"cells": cells}, points


def prose(chance: random.Random, vocabulary: list[str], number: int) -> str:
    """Words in pieces of one to four, so that phrases recur as they do in a class."""
    found: list[str] = []
    while len(found) < number:
        begin = chance.randrange(len(vocabulary) - 4)
        found += vocabulary[begin : begin + chance.randint(1, 4)]
    return " ".join(found)


def record(workspace: Workspace, assignment: str, points: dict[str, dict[str, float]]) -> None:
    """Put the points in nbgrader's tables, as `grade` and a lecturer would."""
    engine = create_engine(workspace.gradebook)
    tables = MetaData()
    tables.reflect(engine)

    def key() -> str:
        return uuid.uuid4().hex

    with engine.begin() as connection:
        names = tables.tables["assignment"].c
        identifier = connection.execute(select(names.id).where(names.name == assignment)).scalar_one()
        books = tables.tables["notebook"].c
        book = connection.execute(select(books.id).where(books.assignment_id == identifier)).scalar_one()
        base, graded = tables.tables["base_cell"].c, tables.tables["grade_cells"].c
        found = connection.execute(
            select(base.id, base.name, graded.cell_type)
            .join_from(tables.tables["base_cell"], tables.tables["grade_cells"], base.id == graded.id)
            .where(base.notebook_id == book)
        ).all()
        rows: dict[str, list[dict[str, object]]] = {"submitted_assignment": [], "submitted_notebook": [], "grade": []}
        for student, given in points.items():
            submitted, notebook = key(), key()
            rows["submitted_assignment"].append({"id": submitted, "assignment_id": identifier, "student_id": student})
            rows["submitted_notebook"].append({"id": notebook, "assignment_id": submitted, "notebook_id": book})
            for cell, name, kind in found:
                rows["grade"].append(
                    {
                        "id": key(),
                        "notebook_id": notebook,
                        "cell_id": cell,
                        "auto_score": given[name] if kind == "code" else None,
                        "manual_score": given[name] if kind == "markdown" else None,
                        "needs_manual_grade": False,
                    }
                )
        for name, made in rows.items():
            connection.execute(insert(tables.tables[name]), made)
    engine.dispose()


def measured(workspace: Workspace) -> tuple[float, float]:
    """Seconds on the clock and seconds of the processor of `sowcourse report`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    command = [sys.executable, "-c", "from sowcourse.cli import main; main()", "report", "--geen-browser"]
    subprocess.run(command, cwd=workspace.root, check=True, stdout=subprocess.DEVNULL)
    clock = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    kept = os.environ.get("BENCH_FOLDER")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(kept or temporary)
        made = folder / "duizend"
        workspace = open_workspace(made) if made.is_dir() else classroom(folder, STUDENTS)
        runs = [measured(workspace) for _ in range(3)]
        page = workspace.root / "overzicht.html"
        print(f"\n{STUDENTS} studenten, {len(workspace.assignments())} opdrachten; drie keer:")
        for clock, processor in runs:
            print(f"  {clock:.2f} s op de klok, {processor:.2f} s rekentijd")
        print(f"Pagina: {page.stat().st_size / 1e6:.1f} MB. {json.dumps(sorted(round(c, 2) for c, _ in runs))}")


if __name__ == "__main__":
    main()
