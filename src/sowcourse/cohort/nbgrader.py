"""nbgrader as a cohort uses it: its settings, its programming interface, and why it stopped in a sentence."""

from __future__ import annotations

import gc
import json
import os
import re
import sys
import traceback
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sowcourse.errors import GradingError, SowcourseError
from sowcourse.mishap import explain
from sowcourse.trouble import told_in

KEEP_CELLS = "sowcourse.cohort.stubs.KeepCells"
"""nbgrader's own step refuses an assignment that changed after submissions came in."""

LOG = "nakijken.log"
"""In the cohort: what nbgrader and the kernels reported."""


def nbgrader_api(root: Path) -> Any:
    """nbgrader's API for the cohort in `root`."""
    from nbgrader.apps import NbGraderAPI

    find_scripts()
    check_schema_once()
    return NbGraderAPI(config=configuration(root))


def load_gradebook() -> None:
    """Import what recording points needs: nearly a second, an eighth of it to look for garbage that is not there."""
    looked = gc.isenabled()
    gc.disable()
    try:
        import nbgrader.api
        import nbgrader.preprocessors  # noqa: F401
    finally:
        if looked:
            gc.enable()


def check_schema_once() -> None:
    """nbgrader looks at every cell whether its own schema is a schema: a third of the time of making a release.

    From here on it does so once. What a cell may hold is looked at every time, as before.
    """
    from nbgrader.nbgraderformat import common

    common.jsonschema = SimpleNamespace(validate=_validate)


def _validate(content: Any, schema: dict[str, Any]) -> None:
    """What `jsonschema.validate` does, for a schema that was checked before."""
    from jsonschema.exceptions import best_match

    fault = best_match(_validator(json.dumps(schema)).iter_errors(content))
    if fault is not None:
        raise fault


@cache
def _validator(schema: str) -> Any:
    from jsonschema.validators import validator_for

    found = json.loads(schema)
    kind = validator_for(found)
    kind.check_schema(found)
    return kind(found)


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
