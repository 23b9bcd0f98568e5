"""Hints: what helps with a step that is done with data, from where to look, by what form, to an example elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import check_unique, read_toml
from sowcourse.notebook import Cell, Notebook, markers, one_sentence_per_line

PLACE = "hints-"
"""Start of the id of the cell that holds the hints of an answer."""


@dataclass(frozen=True)
class Hints:
    """The three hints of one step, each in Markdown."""

    cell: str
    """grade_id of the answer cell."""
    where: str
    """Where to look."""
    form: str
    """What the answer looks like, without its values."""
    example: str
    """The same done on other data."""

    def levels(self) -> tuple[tuple[str, str], ...]:
        """Title and text, in the order in which a student may open them."""
        return (
            ("Waar je kijkt", self.where),
            ("Welke vorm het heeft", self.form),
            ("Een voorbeeld met andere cijfers", self.example),
        )

    def markdown(self) -> str:
        """The hints as the student sees them above the step: three that open, in any notebook program."""
        parts = ["Kom je er niet uit?\nEen hint openen kost niets, en niemand houdt het bij."]
        for number, (title, text) in enumerate(self.levels(), start=1):
            opened = f"<details><summary>Hint {number} van 3: {title.lower()}</summary>"
            parts += [opened, one_sentence_per_line(text), "</details>"]
        return "\n\n".join(parts)


def load_hints(file: Path) -> dict[str, Hints]:
    """The hints of an assignment, by answer cell.

    Raises: ContentError naming file and key; also when a step has not all three.
    """
    table = read_toml(file)
    found = []
    for row in table.tables("step"):
        found.append(Hints(row.text("cell"), row.text("where"), row.text("form"), row.text("example")))
        row.close()
    check_unique(table, "step", (hints.cell for hints in found))
    table.close()
    return {hints.cell: hints for hints in found}


def is_step(cell: Cell) -> bool:
    """Whether a student works with data in this cell: an answer in code that is no choice among a few."""
    ours = cell["metadata"].get("sowcourse")
    choice = isinstance(ours, dict) and "choice" in ours
    return cell["cell_type"] == "code" and bool(markers(cell).get("solution")) and not choice


def with_hints(notebook: Notebook, hints: dict[str, Hints]) -> Notebook:
    """The same notebook with the hints of every step in a locked cell `hints-<cell>` above it."""
    cells = []
    for cell in notebook["cells"]:
        if str(cell.get("id")).startswith(PLACE):
            continue
        if cell.get("id") in hints:
            cells.append(_shown(hints[cell["id"]]))
        cells.append(cell)
    return notebook | {"cells": cells}


def _shown(hints: Hints) -> Cell:
    name = f"{PLACE}{hints.cell}"
    marks = {"grade": False, "locked": True, "solution": False, "task": False, "schema_version": 3}
    metadata = {"nbgrader": {**marks, "cell_type": "markdown", "grade_id": name}, "deletable": False, "editable": False}
    return {"cell_type": "markdown", "id": name, "metadata": metadata, "source": hints.markdown()}
