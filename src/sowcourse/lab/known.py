"""What the extension knows beforehand: the code cells that it may run without asking, and the five positions."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sowcourse.content import assignments_root
from sowcourse.course import load_course
from sowcourse.debate import POSITIONS
from sowcourse.durable import SHARED, write_durably
from sowcourse.notebook import read_notebook, source

KNOWN_FILE = Path(__file__).parent / "labextension" / "static" / "known.json"

EARLIER = (
    "b8575fb3262b602b9f910f3ecdc75a98ed6bcb4b4cc9d44a87b2743db0024f6c",
    "ad594e835fa7749345e37a9e4713e5979eb6911827a3a53059cf2474c1e546e4",
    "282c0649d687d3ba52fb174da0610745a6a24ee2ce881ea213fa79f3c30634c3",
    "fea869fc3bcb0e0a04e83da65641f14d3a1d94d60f0d59f0f1529c7613df72c0",
    "f30a79f76c20258bc2961dd736049508fd42bbe2f977d5e858ca7a8e0f8ce9d4",
    "5fcd9ad5995c4b7942b8d97b71561550d87a458b43178aab1ad5be3764ea9fd7",
)
"""First code cells of assignments that students have already got, in which a check still said itself what it asks."""


def known_cells() -> list[str]:
    """SHA-256 (hexadecimal) of every code cell of a lesson, and of every first code cell of an assignment, today's and
    those of EARLIER, sorted."""
    modules = load_course().modules
    cells = [cell for module in modules for cell in read_notebook(module.lesson)["cells"]]
    for module in modules:
        if module.assignment:
            file = assignments_root() / module.assignment / f"{module.assignment}.ipynb"
            cells.append(next(cell for cell in read_notebook(file)["cells"] if cell["cell_type"] == "code"))
    ours = {hashlib.sha256(source(cell).encode()).hexdigest() for cell in cells if cell["cell_type"] == "code"}
    return sorted(ours | set(EARLIER))


def known_text() -> str:
    """The list as it is shipped."""
    return json.dumps({"cells": known_cells(), "positions": list(POSITIONS)}, indent=1) + "\n"


def write_known_cells() -> None:
    """Write the list that the extension reads."""
    write_durably(KNOWN_FILE, known_text(), SHARED)
