"""An assignment as a page: what is written there goes into the notebook that is handed in; what is computed does not.

A page has no Python. It shows every question of the released notebook, asks what can be answered in words or by a
choice, and leaves the steps with figures to JupyterLab, in the same file.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from sowcourse.course import Module
from sowcourse.debate import POSITIONS
from sowcourse.errors import ContentError
from sowcourse.identity.name import named
from sowcourse.lesson import calls
from sowcourse.notebook import Cell, Notebook, markers, source
from sowcourse.parts.table.table import ShownTable, show_table
from sowcourse.student.clock import MONTHS
from sowcourse.worksheet import Part, Worksheet

CLOSING = "slot"
"""The last cell of an assignment of ours: how to hand in from JupyterLab, for which the page has its own words."""


@dataclass(frozen=True)
class Sheet:
    """A released assignment, as its page needs it."""

    module: Module
    title: str
    deadline: str
    """In Dutch, with the zone; "" when there is none."""
    worksheet: Worksheet
    notebook: Notebook
    kinds: dict[str, Part]
    """Name of an answer cell → the question."""

    @property
    def written(self) -> int:
        """How many questions the page asks."""
        return sum(part.kind != "exercise" for part in self.kinds.values())

    @property
    def computed(self) -> int:
        """How many questions are left to JupyterLab."""
        return len(self.kinds) - self.written

    def shown(self) -> Iterator[tuple[Cell, str]]:
        """The cells that a reader sees, each as "text", "part", "table", "choice", "reflection" or "exercise"."""
        parts = {call.cell for call in calls(self.notebook)}
        for cell in self.notebook["cells"]:
            name = str(markers(cell).get("grade_id", ""))
            if name in self.kinds:
                yield cell, self.kinds[name].kind
            elif name == CLOSING:
                continue
            elif cell["cell_type"] == "markdown":
                yield cell, "text"
            elif str(cell.get("id", "")) in parts:
                yield cell, "part"
            elif any(tables(cell)):
                yield cell, "table"

    def data(self) -> dict[str, Any]:
        """What the script of the page knows: the notebook, and of every question how it is asked."""
        asked = [self._asked(cell) for cell, kind in self.shown() if kind in ("choice", "reflection", "exercise")]
        known = sorted({word for text in self.worksheet.given() for word in named(text)})
        return {"assignment": self.module.id, "notebook": self.notebook, "asked": asked, "known": known}

    def _asked(self, cell: Cell) -> dict[str, Any]:
        name = str(markers(cell)["grade_id"])
        ours = cell["metadata"].get("sowcourse", {})
        part = self.kinds[name]
        options = ours.get("choice", [])
        criteria = self.worksheet.criteria(name)
        wanted = {}
        if criteria:
            unseen = []
            if criteria.fewest_concepts:
                unseen.append(f"minstens {criteria.fewest_concepts} begrippen uit: {', '.join(criteria.concepts)}.")
            if criteria.passage:
                unseen.append(
                    "een verwijzing naar een passage, een reactie of een bron: p14, r4-6 of (Eurostat, 2022)."
                )
            unseen.append("in je eigen woorden.")
            wanted = {"words": criteria.words, "parts": list(criteria.parts), "unseen": unseen}
        return {
            "cell": name,
            "title": part.title,
            "kind": part.kind,
            "stub": str(ours.get("stub", "")),
            "scale": options == "positions",
            "options": list(POSITIONS) if options == "positions" else list(options),
            "wanted": wanted,
        }


def sheet_of(module: Module, notebook: Notebook, file: Path) -> Sheet:
    """A released notebook, ready for its page.

    Parameters: file – where it was read, for who has to look there.
    Raises: ContentError when nothing is asked in it.
    """
    worksheet = Worksheet.read(file, notebook)
    kinds = {part.cell: part for part in worksheet.parts()}
    if not kinds:
        raise ContentError(
            file,
            "",
            "in deze opdracht staat geen enkele vraag.",
            f"Geef haar opnieuw uit: sowcourse release {module.id}.",
        )
    heading = next((line for line in source(notebook["cells"][0]).splitlines() if line.startswith("# ")), "")
    return Sheet(
        module, heading.removeprefix("# ") or module.title, told(worksheet.deadline), worksheet, notebook, kinds
    )


def tables(cell: Cell) -> Iterator[ShownTable]:
    """The data sets that a cell of ours shows whole."""
    if cell["cell_type"] != "code" or not markers(cell).get("locked"):
        return
    for node in ast.walk(ast.parse(source(cell))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "show_table":
            names = [str(value.value) for value in node.args if isinstance(value, ast.Constant)]
            if names and len(names) == len(node.args):  # a table that was computed cannot be shown here
                yield show_table(*names)


def told(moment: str) -> str:
    """A deadline in the time of Brussels and Amsterdam, which is one; "" when there is none."""
    if not moment:
        return ""
    when = datetime.fromisoformat(moment).astimezone(ZoneInfo("Europe/Brussels"))
    return f"{when.day} {MONTHS[when.month - 1]} {when.year} om {when:%H:%M}, in de tijd van Brussel en Amsterdam"


def safe(data: object) -> Markup:
    """JSON that cannot end the element it stands in."""
    return Markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))
