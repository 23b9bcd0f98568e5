"""Small files that become gigabytes: how much memory and time taking them in and grading them costs.

`python benchmarks/budget.py` prints a table; each case runs in a process of its own, whose peak memory the system
tells. The seconds hold those that any class takes: starting nbgrader and the wall. `make bench` runs it too.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.cycle import collect, grade, release
from sowcourse.grading.runner import WallEngine

ASSIGNMENT = "1-nabijheid"
MOST = 700
"""Megabytes that each may use at most."""


def packed(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return made.getvalue()


def printing(given: str) -> tuple[str, bytes]:
    """67 kB: 300 cells of which each prints a megabyte."""
    notebook = json.loads(given)
    cell = {
        "cell_type": "code",
        "metadata": {},
        "source": "print('x' * 980000)",
        "outputs": [],
        "execution_count": None,
    }
    notebook["cells"] += [{**cell, "id": f"eigen-{number}"} for number in range(300)]
    return "r1.ipynb", json.dumps(notebook).encode()


def dicts(given: str) -> tuple[str, bytes]:
    """70 kB of zip with 48 MB of small dicts."""
    return "r1.zip", packed(r1__ipynb=b'{"cells":[' + b",".join([b'{"":[]}'] * 6_000_000) + b"]}")


def zips(given: str) -> tuple[str, bytes]:
    """7 MB of zip, with 40 zips of four files of 45 MB."""
    large = {f"{number}__ipynb": b'{"cells":["' + b"x" * 45_000_000 + b'"]}' for number in range(4)}
    inner = packed(**large)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:  # stored: what is packed already does not shrink
        for number in range(40):
            archive.writestr(f"{number}.zip", inner)
    return "r1.zip", made.getvalue()


def large(given: str) -> tuple[str, bytes]:
    """One notebook of 20 MB; it is handed in by thirty."""
    notebook = json.loads(given)
    notebook["metadata"]["vulling"] = "x" * 20_000_000
    return "r{}.ipynb", json.dumps(notebook).encode()


CASES: dict[str, Callable[[str], tuple[str, bytes]]] = {
    "300 cells that print 1 MB": printing,
    "small dicts in a zip": dicts,
    "zips in a zip": zips,
    "30 submissions of 20 MB": large,
}


def cohort(folder: Path) -> Workspace:
    (folder / "klas.csv").write_text(
        "nummer,naam\n" + "".join(f"r{n},Student {chr(65 + n % 26)}{n}\n" for n in range(1, 32)), encoding="utf-8"
    )
    workspace = create("klas", folder / "klas.csv", folder)
    release(workspace, ASSIGNMENT)
    return workspace


def deliver(case: str, workspace: Workspace) -> Path:
    """One case beside a good submission, as an LMS delivers them."""
    given = (workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text(encoding="utf-8")
    name, content = CASES[case](given)
    lms = workspace.root.parent / "lms"
    lms.mkdir()
    for number in range(1, 31) if "{}" in name else [1]:
        (lms / name.format(number)).write_bytes(content)
    (lms / "r31.ipynb").write_text(given, encoding="utf-8")
    return lms


def run(root: Path, lms: Path) -> dict[str, object]:
    """Take in and grade: what was said, seconds, and megabytes at the peak."""
    workspace = open_workspace(root)
    begin = time.perf_counter()
    receipts = collect(workspace, ASSIGNMENT, lms)
    report = grade(workspace, ASSIGNMENT, lambda done, total: None, engine=WallEngine())
    return {
        "said": [f"{receipt.name}: {receipt.remark}" for receipt in receipts if receipt.remark] + report.remarks,
        "graded": report.graded,
        "seconds": time.perf_counter() - begin,
        "peak": peak(),
    }


def peak() -> int:
    """Megabytes of this process at most; `getrusage` would count those of the process that started it too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1000


def apart(workspace: Workspace, lms: Path) -> dict[str, object]:
    """The same in a process of its own."""
    command = [sys.executable, __file__, str(workspace.root), str(lms)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    if len(sys.argv) == 3:
        print(json.dumps(run(*map(Path, sys.argv[1:]))))
        return
    print("| what | kB handed in | seconds | peak memory |\n" + "| --- " * 4 + "|")
    for case in CASES:
        with tempfile.TemporaryDirectory() as temporary:
            workspace = cohort(Path(temporary))
            lms = deliver(case, workspace)
            size = sum(file.stat().st_size for file in lms.iterdir()) // 1000
            found = apart(workspace, lms)
        print(f"| {case} | {size} | {found['seconds']:.1f} | {found['peak']} MB |", flush=True)


if __name__ == "__main__":
    main()
