"""A class of 400 with 6 assignments beside one of 30: `python benchmarks/size.py`; BENCH=small for a quick look.

Both classes are fictional, of the same course, and handed in through the zip of an LMS; grading leaves what
`benchmarks/report.py` says. Every command is started as a person types it. Seconds are those of the processor, as
other work on the machine does not lengthen these; what counts is what one student costs in the large class, against
one in the small class. BENCH_FOLDER keeps the classes for a second look.
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
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

from report import prose, record, submission

from sowcourse.cohort.roster import Student, write_roster
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.cycle import collect, release
from sowcourse.essay import load_passages
from sowcourse.gradebook.digest import DIGEST, digest, dumped
from sowcourse.gradebook.enrolment import enrol
from sowcourse.notebook import Notebook, dump, read_notebook
from sowcourse.report.feedback import write_feedback
from sowcourse.report.overview import write_overview

SIZES = (10, 60) if os.environ.get("BENCH") == "small" else (30, 400)
SEED = 20260901
MOST = 30
"""Seconds that each may take in the large class."""

FIRST = (
    "Aya Bram Chiara Daan Elif Femke Gilles Hanna Imke Jaouad Kaat Lars Mila Noor Oumar Pauline Quinten Rania Sten Thảo"
)
LAST = (
    "Amrani|Claes|D'Hondt|van den Berg|Yılmaz|de Vries|Peeters|Şahin|Wouters|El Idrissi|Janssens|Hoekstra|Kowalska|"
    "Bakker|Diallo|Maes|Smit|Haddad|Vermeulen|Nguyễn"
)
_DEADLINE = datetime(2026, 10, 1, 12)


def people(number: int) -> list[Student]:
    """A class in which every name is shared: each part of it by a twentieth of 400."""
    firsts, lasts = FIRST.split(), LAST.split("|")
    pairs = [
        (first, lasts[(place + turn) % len(lasts)]) for turn in range(len(lasts)) for place, first in enumerate(firsts)
    ]
    return [
        Student(f"r{1000000 + place * 7}", first, last, f"{place}@school.example")
        for place, (first, last) in enumerate(pairs[:number], start=1)
    ]


def classroom(empty: Workspace, number: int) -> Workspace:
    """A cohort of which everything was handed in, graded, marked and given back."""
    root = empty.root.with_name(f"klas-{number}")
    shutil.copytree(empty.root, root)
    write_roster(root / "klas.csv", people(number))
    workspace = open_workspace(root)
    enrol(workspace)
    chance = random.Random(SEED)
    words = [word for passage in load_passages().values() for word in passage.text.split()]
    for assignment in workspace.assignments():
        work, points = answers(workspace, assignment, chance, words)
        delivery = hand_in(workspace, assignment, work)
        if assignment != workspace.assignments()[-1]:  # that one is collected, and measured, as a person does
            collect(workspace, assignment, delivery)
        for student, notebook in work.items():
            graded = notebook | {"metadata": {**notebook["metadata"], "sowcourse": {"nagekeken": student}}}
            target = root / "autograded" / student / assignment
            target.mkdir(parents=True)
            (target / f"{assignment}.ipynb").write_text(dump(graded), encoding="utf-8")
            (target / DIGEST).write_text(dumped(digest(notebook, "")), encoding="utf-8")
        record(workspace, assignment, points)
        write_overview(workspace, assignment, [], [])
    return workspace


def answers(
    workspace: Workspace, assignment: str, chance: random.Random, words: list[str]
) -> tuple[dict[str, Notebook], dict[str, dict[str, float]]]:
    """What everybody wrote, some with a name in it, and the points for it."""
    task = read_notebook(workspace.root / "source" / assignment / f"{assignment}.ipynb")
    given = read_notebook(workspace.root / "release" / assignment / f"{assignment}.ipynb")
    metadata = {cell["id"]: cell["metadata"] for cell in given["cells"]}
    shared = prose(chance, words, 40)
    work, points = {}, {}
    students = list(workspace.students().values())
    for student in students:
        notebook, points[student.id] = submission(task, metadata, chance, words, shared)
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown" and cell["metadata"].get("nbgrader", {}).get("solution"):
                who = chance.choice([student, chance.choice(students)])
                cell["source"] += f"\n\nDat besprak ik met {who.name}." if chance.random() < 0.2 else ""
        work[student.id] = notebook
    return work, points


def hand_in(workspace: Workspace, assignment: str, work: dict[str, Notebook]) -> Path:
    """The zip of an LMS, with names and not numbers in its paths."""
    file = workspace.root.parent / f"{workspace.root.name}-{assignment}.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, student in enumerate(workspace.students().values()):
            name = f"{student.name}_{7000 + place}_assignsubmission_file_/{assignment}.ipynb"
            moment = _DEADLINE - timedelta(minutes=3 * place + 5)
            archive.writestr(zipfile.ZipInfo(name, moment.timetuple()[:6]), dump(work[student.id]))
    return file


def measured(workspace: Workspace, *words: str) -> tuple[float, float]:
    """Seconds of the processor and on the clock of a command."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-c", "from sowcourse.cli import main; main()", *words]
    done = subprocess.run(command, cwd=workspace.root, capture_output=True, text=True, encoding="utf-8", check=False)
    clock, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(words)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock


def commands(workspace: Workspace) -> list[tuple[str, tuple[str, ...]]]:
    """What is measured, in the order in which a year goes."""
    last = workspace.assignments()[-1]
    delivery = workspace.root.parent / f"{workspace.root.name}-{last}.zip"
    gone = next(iter(workspace.students()))
    return [
        ("`collect` van één opdracht", ("collect", last, "--van", str(delivery))),
        ("`feedback` van één opdracht", ("feedback", last)),
        ("`marks` van één opdracht", ("marks", last)),
        ("`report`", ("report", "--geen-browser")),
        ("`cohort list`", ("cohort", "list")),
        ("`cohort archive`", ("cohort", "archive")),
        ("`cohort archive --pseudoniem`", ("cohort", "archive", "--pseudoniem")),
        ("`cohort erase` van één student", ("cohort", "erase", gone, "--ja", "--reden", "verzoek")),
    ]


def main() -> None:
    kept = os.environ.get("BENCH_FOLDER")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(kept or temporary)
        empty = create("leeg", people(2), folder)
        for assignment in empty.assignments():
            release(empty, assignment)
        found = {}
        for size in SIZES:
            workspace = classroom(empty, size)
            for assignment in workspace.assignments()[:-1]:
                write_feedback(workspace, assignment)
            found[size] = {name: measured(workspace, *words) for name, words in commands(workspace)}
    small, large = SIZES
    print(f"\n| wat | {small} studenten | {large} studenten | verhouding per student |")
    print("| --- | --- | --- | --- |")
    for name, (processor, _) in found[large].items():
        few = found[small][name][0]
        print(f"| {name} | {few:.1f} s | {processor:.1f} s | {processor / large / (few / small):.2f} |")
    slow = [name for name, (processor, _) in found[large].items() if processor > MOST]
    print(json.dumps({name: round(clock, 1) for name, (_, clock) in found[large].items()}, ensure_ascii=False))
    print(f"Boven {MOST} s rekentijd: {', '.join(slow) or 'niets'}.")


if __name__ == "__main__":
    main()
