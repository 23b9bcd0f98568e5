"""An engine grades submissions and says how each went; `sowcourse.grading.runner` holds the one in use.

The one here is nbgrader's own autograding, one submission at a time in one of two processes. It runs student code
with the rights of whoever grades, and is kept to compare with.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Protocol

from sowcourse.errors import GradingError, SowcourseError
from sowcourse.mishap import explain
from sowcourse.notebook import read_notebook
from sowcourse.trouble import told_in

WORKERS = 2

KEEP_CELLS = "sowcourse.cohort.stubs.KeepCells"
"""nbgrader's own step refuses an assignment that changed after submissions came in."""

LOG = "nakijken.log"
"""In the cohort: what nbgrader and the kernels reported."""


@dataclass(frozen=True)
class Graded:
    """How the grading of one submission went."""

    student: str
    stopped: str
    """Why it could not be graded, or not to the end, a Dutch sentence; "" when it was."""
    remarks: tuple[str, ...] = ()
    """What was not as it was given out, each a Dutch sentence with its place."""


class Engine(Protocol):
    """Grades submissions that stand in `submitted/` and records them in the gradebook."""

    walled: bool
    """Whether student code is kept apart from everything else."""

    def grade(self, root: Path, assignment: str, students: list[str]) -> Iterator[Graded]:
        """Grade these students' submissions; yields each as soon as it is done, in any order."""
        ...


class NbgraderEngine:
    """nbgrader's own autograding."""

    walled = False

    def grade(self, root: Path, assignment: str, students: list[str]) -> Iterator[Graded]:
        """See Engine.grade."""
        if not students:
            return
        log = str(root / LOG)
        context = get_context("spawn")
        with ProcessPoolExecutor(WORKERS, mp_context=context, initializer=_log_to, initargs=(log,)) as pool:
            waiting = [pool.submit(_grade_one, root, assignment, student) for student in students]
            for done in as_completed(waiting):
                yield done.result()


def nbgrader_api(root: Path) -> Any:
    """nbgrader's API for the cohort in `root`."""
    from nbgrader.apps import NbGraderAPI

    find_scripts()
    return NbGraderAPI(config=configuration(root))


def configuration(root: Path) -> Any:
    """The cohort's nbgrader configuration."""
    from traitlets.config.loader import PyFileConfigLoader

    file = root / "nbgrader_config.py"
    try:
        found = PyFileConfigLoader(file.name, path=str(root)).load_config()
    except SowcourseError:
        raise
    except Exception as error:  # a lecturer can write anything in it
        raise GradingError(_unreadable(file, error)) from error
    steps = found.GenerateAssignment.preprocessors
    found.GenerateAssignment.preprocessors = [KEEP_CELLS if step.endswith(".SaveCells") else step for step in steps]
    return found


def _unreadable(file: Path, error: Exception) -> str:
    """What is wrong with nbgrader's settings, with the line as it stands."""
    if not file.is_file():
        return f"{file}: de instellingen van nbgrader ontbreken. Zet dit bestand terug uit je back-up."
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
    number = (error.lineno if isinstance(error, SyntaxError) else frames[-1].lineno if frames else 0) or 0
    lines = file.read_bytes().decode("utf-8", errors="replace").splitlines()
    shown = f", regel {number}: hier staat: {lines[number - 1].strip()}" if 0 < number <= len(lines) else ""
    return (
        f"{file}{shown}: deze instelling kan niet worden gelezen. {explain(error)} "
        "Zet een hekje (#) voor de regel die je veranderde, en probeer opnieuw."
    )


def find_scripts() -> None:
    """Put this environment's scripts on the path: nbgrader starts `alembic` by name."""
    scripts = str(Path(sys.executable).parent)
    if scripts not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = scripts + os.pathsep + os.environ["PATH"]


def must(result: dict[str, Any], action: str) -> None:
    """Raise a GradingError when nbgrader did not manage."""
    if not result["success"]:
        raise GradingError(f"{action} is niet gelukt: {reason(result)}")


def reason(result: dict[str, Any]) -> str:
    """Why nbgrader stopped, as one sentence."""
    text = str(result.get("error") or "") + str(result.get("log") or "")
    refused = told_in(text)
    if refused:
        return refused
    if "Timeout" in text or "timed out" in text:
        return (
            "een cel rekende langer dan een minuut. Bekijk de code en verhoog zo nodig de tijd in nbgrader_config.py."
        )
    if "DeadKernelError" in text or "Kernel died" in text:
        return "de code liet Python stoppen. Bekijk dit notebook eerst zelf."
    lines = [line for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines() if line.strip()]
    return f"nbgrader meldt: {lines[-1].strip() if lines else 'geen reden'}"


def _log_to(file: str) -> None:
    """Send what kernels and libraries say to a file instead of the lecturer's screen."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, 2)


def _grade_one(root: Path, assignment: str, student: str) -> Graded:
    os.chdir(root)
    result = nbgrader_api(root).autograde(assignment, student, force=True, create=False)
    if result["success"]:
        return Graded(student, "")
    copied = _copied_cell(root / "submitted" / student / assignment / f"{assignment}.ipynb")
    return Graded(student, copied or reason(result))


def _copied_cell(file: Path) -> str:
    """A sentence about a graded cell that stands in a notebook twice; "" when there is none."""
    cells = read_notebook(file)["cells"]
    names = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells]
    for name in names:
        if name is not None and names.count(name) > 1:
            return (
                f"de cel «{name}» staat er twee keer in. "
                "Verwijder de kopie in submitted/ en voer 'sowcourse grade' opnieuw uit."
            )
    return ""
