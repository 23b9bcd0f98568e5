"""The code cells that the extension may run without asking: those of the lessons we ship."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sowcourse.course import load_course
from sowcourse.notebook import read_notebook, source

KNOWN_FILE = Path(__file__).parent / "labextension" / "static" / "known.json"


def known_cells() -> list[str]:
    """SHA-256 (hexadecimal) of every code cell of every lesson, sorted."""
    cells = (cell for module in load_course().modules for cell in read_notebook(module.lesson)["cells"])
    hashes = {hashlib.sha256(source(cell).encode()).hexdigest() for cell in cells if cell["cell_type"] == "code"}
    return sorted(hashes)


def known_text() -> str:
    """The list as it is shipped."""
    return json.dumps(known_cells(), indent=1) + "\n"


def write_known_cells() -> None:
    """Write the list that the extension reads."""
    KNOWN_FILE.write_text(known_text(), encoding="utf-8")
