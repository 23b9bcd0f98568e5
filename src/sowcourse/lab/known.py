"""What the extension knows beforehand: the code cells that it may run without asking, and the five positions."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sowcourse.content import assignments_root
from sowcourse.course import load_course
from sowcourse.debate import POSITIONS
from sowcourse.notebook import read_notebook, source

KNOWN_FILE = Path(__file__).parent / "labextension" / "static" / "known.json"


def known_cells() -> list[str]:
    """SHA-256 (hexadecimal) of every code cell of a lesson, and of every first code cell of an assignment, sorted."""
    modules = load_course().modules
    cells = [cell for module in modules for cell in read_notebook(module.lesson)["cells"]]
    for module in modules:
        if module.assignment:
            file = assignments_root() / module.assignment / f"{module.assignment}.ipynb"
            cells.append(next(cell for cell in read_notebook(file)["cells"] if cell["cell_type"] == "code"))
    return sorted({hashlib.sha256(source(cell).encode()).hexdigest() for cell in cells if cell["cell_type"] == "code"})


def known_text() -> str:
    """The list as it is shipped."""
    return json.dumps({"cells": known_cells(), "positions": list(POSITIONS)}, indent=1) + "\n"


def write_known_cells() -> None:
    """Write the list that the extension reads."""
    KNOWN_FILE.write_text(known_text(), encoding="utf-8")
