"""Grading a class: ours against nbgrader's own, ratios in one run. `make bench`; BENCH=small for a quick look.

Every submission is the model answer of assignment 5 with one wrong or other right answer, so each does real work.

`--before PATH`, a checkout of an earlier version, times that one beside this one. Everything is compiled to bytecode
first, as pip leaves it: without that, nbgrader reads pandas from source again for every submission, and our servers
only when they start, so that the ratio flatters us.
"""

from __future__ import annotations

import compileall
import itertools
import json
import os
import pty
import re
import resource
import select
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
import tomllib
from pathlib import Path

import sowcourse
from sowcourse.cohort.workspace import Workspace, create
from sowcourse.content import assignments_root
from sowcourse.cycle import collect, grade, release
from sowcourse.gradebook.gradebook import results
from sowcourse.grading.runner import WallEngine
from sowcourse.notebook import read_notebook, source

ASSIGNMENT = "5-politiserend"
SMALL = os.environ.get("BENCH") == "small"
CLASS, *LARGER = (8, 40) if SMALL else (60, 250, 1000)


def classroom(folder: Path, size: int) -> Workspace:
    """A cohort whose students have all handed in."""
    roster = folder / f"klas-{size}.csv"
    ids = [f"s{number:04}" for number in range(size)]
    roster.write_text("nummer,naam\n" + "".join(f"{i},Student {i}\n" for i in ids), encoding="utf-8")
    workspace = create(f"klas-{size}", roster, folder)
    release(workspace, ASSIGNMENT)
    given = read_notebook(workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    full = read_notebook(assignments_root() / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    model = {c["id"]: source(c) for c in full["cells"] if c["metadata"]["nbgrader"]["solution"]}
    files = sorted((assignments_root() / ASSIGNMENT).glob("*-answers/*.toml"))
    changes = itertools.cycle([tomllib.loads(file.read_text(encoding="utf-8")) for file in files])
    lms = folder / f"lms-{size}"
    lms.mkdir()
    for student, change in zip(ids, changes, strict=False):
        answers = model | {change["cell"]: change["source"]}
        cells = [{**cell, "source": answers.get(cell["id"], source(cell))} for cell in given["cells"]]
        (lms / f"{student}.ipynb").write_text(json.dumps(given | {"cells": cells}), encoding="utf-8")
    collect(workspace, ASSIGNMENT, lms)
    return workspace


def scores(workspace: Workspace) -> dict[str, list[tuple[str, float]]]:
    found = results(workspace, ASSIGNMENT)
    return {student: [(cell.cell, cell.score) for cell in result.cells] for student, result in found.items()}


def plain(workspace: Workspace, patterns: list[str]) -> float:
    """Seconds of `nbgrader autograde`, one process per pattern side by side."""
    shutil.rmtree(workspace.root / "autograded", ignore_errors=True)
    begin = time.perf_counter()
    command = [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT, "--force"]
    running = [
        subprocess.Popen([*command, f"--student={p}"], cwd=workspace.root, stderr=subprocess.DEVNULL) for p in patterns
    ]
    for process in running:
        process.wait()
    return time.perf_counter() - begin


def ours(workspace: Workspace) -> tuple[float, int]:
    """Seconds of our engine, and the peak memory of everything it started, in MB."""
    shutil.rmtree(workspace.root / "autograded", ignore_errors=True)
    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.2):
            peak = max(peak, _memory(os.getpid()))

    threading.Thread(target=watch, daemon=True).start()
    begin = time.perf_counter()
    report = grade(workspace, ASSIGNMENT, lambda number, total: None, engine=WallEngine())
    seconds = time.perf_counter() - begin
    done.set()
    assert report.graded == len(workspace.students())
    return seconds, peak // 1_000_000


def command(workspace: Workspace, package: Path) -> tuple[float, float]:
    """Seconds of `sowcourse grade` as typed in a terminal: until the first submission is told, and until the end."""
    shutil.rmtree(workspace.root / "autograded", ignore_errors=True)
    ours, theirs = pty.openpty()
    begin, first, told = time.perf_counter(), 0.0, b""
    start = [sys.executable, "-W", "ignore", "-c", "from sowcourse.cli import main; main()", "grade", ASSIGNMENT]
    environment = os.environ | {"PYTHONPATH": str(package.parent)}
    process = subprocess.Popen(
        start, cwd=workspace.root, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    while process.poll() is None:
        if select.select([ours], [], [], 0.02)[0]:
            try:
                told += os.read(ours, 1 << 16)
            except OSError:  # how a terminal of which the other side is gone says so
                break
            if not first and re.search(rb"(?<!\d)[1-9]\d*/\d", told):
                first = time.perf_counter() - begin
    process.wait()
    os.close(ours)
    done = len([*workspace.root.glob(f"autograded/*/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")])
    assert first and done == len(workspace.students()), told.decode(errors="replace")[-2000:]
    return first, time.perf_counter() - begin


def compiled(package: Path) -> None:
    """Leave bytecode of everything that is measured."""
    for folder in (Path(sysconfig.get_path("purelib")), package):
        compileall.compile_dir(folder, quiet=2)


def _memory(root: int) -> int:
    """Bytes in use by a process and all below it, shared pages counted once per process."""
    parents, sizes = {}, {}
    page = resource.getpagesize()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                sizes[int(entry.name)] = int((entry / "statm").read_text(encoding="utf-8").split()[1]) * page
                parents[int(entry.name)] = int(status[1])
            except (OSError, IndexError):  # gone while looking
                continue
    below = {root}
    while True:
        more = {pid for pid, parent in parents.items() if parent in below} - below
        if not more:
            return sum(sizes[pid] for pid in below if pid in sizes)
        below |= more


def main() -> None:
    packages = {"this version": Path(sowcourse.__file__).parent}
    if sys.argv[1:2] == ["--before"]:
        packages["the version before"] = Path(sys.argv[2]).resolve() / "src" / "sowcourse"
    for package in packages.values():
        compiled(package)
    with tempfile.TemporaryDirectory() as temporary:
        workspace = classroom(Path(temporary), CLASS)
        here, memory = ours(workspace)
        mine = scores(workspace)
        two = plain(workspace, [f"s???[{''.join(digits)}]" for digits in ("02468", "13579")])
        one = plain(workspace, ["s*"])
        same = scores(workspace) == mine
        typed = {name: command(workspace, package) for name, package in packages.items()}
        larger = [(size, *ours(classroom(Path(temporary), size))) for size in LARGER]
    print(f"\n| what | seconds | per submission | ratio to ours |\n{'| --- ' * 4}|")
    print(f"| ours, {CLASS} submissions, 2 workers | {here:.1f} | {here / CLASS:.3f} | 1 |")
    print(f"| nbgrader autograde | {one:.1f} | {one / CLASS:.3f} | {one / here:.1f} |")
    print(f"| nbgrader autograde, two side by side | {two:.1f} | {two / CLASS:.3f} | {two / here:.1f} |")
    for name, (first, seconds) in typed.items():
        told = f"`sowcourse grade`, {name}: first submission told after {first:.1f} s"
        print(f"| {told} | {seconds:.1f} | {seconds / CLASS:.3f} | {seconds / here:.1f} |")
    for size, seconds, peak in larger:
        growth = seconds / size / (here / CLASS)
        print(
            f"| ours, {size} submissions, peak {peak} MB | {seconds:.1f} | {seconds / size:.3f} | {growth:.2f} each |"
        )
    print(f"\nSame scores as nbgrader: {same}. Peak memory at {CLASS}: {memory} MB.")


if __name__ == "__main__":
    main()
