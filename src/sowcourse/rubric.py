"""Rubrics: what a person looks at when marking an answer, with four levels per criterion."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import check_unique, read_toml
from sowcourse.notebook import Notebook

LEVELS = 4


@dataclass(frozen=True)
class Criterion:
    """One thing to look at."""

    name: str
    levels: tuple[str, ...]
    """Four descriptions, from the lowest to the highest level."""


@dataclass(frozen=True)
class Rubric:
    """The criteria for one answer cell."""

    cell: str
    """grade_id of the answer cell."""
    title: str
    criteria: tuple[Criterion, ...]

    def chosen(self, comment: str) -> dict[str, int]:
        """Criterion → level (1 to 4), as a lecturer wrote them in a comment: a line such as `Onderbouwing: 3`."""
        found = {}
        for criterion in self.criteria:
            line = re.search(rf"(?im)^\s*{re.escape(criterion.name)}\s*[:=]\s*([1-{LEVELS}])\s*$", comment)
            if line:
                found[criterion.name] = int(line[1])
        return found

    def markdown(self) -> str:
        """The rubric as the student sees it above the answer: a table that opens."""
        head = "| Waar je lesgever op let | " + " | ".join(f"Niveau {level}" for level in range(1, LEVELS + 1)) + " |"
        lines = [head, "| --- " * (LEVELS + 1) + "|"]
        lines += [f"| **{criterion.name}** | " + " | ".join(criterion.levels) + " |" for criterion in self.criteria]
        opened = f"<details><summary>Rubric: {self.title.lower()}</summary>"
        return "\n".join([opened, "", *lines, "", "</details>"])


def load_rubrics(file: Path) -> dict[str, Rubric]:
    """The rubrics of an assignment, by cell.

    Raises: ContentError naming file and key; also when a criterion has not four levels.
    """
    table = read_toml(file)
    rubrics = []
    for row in table.tables("rubric"):
        criteria = []
        for item in row.tables("criterion"):
            criterion = Criterion(item.text("name"), item.texts("levels"))
            item.close()
            if len(criterion.levels) != LEVELS:
                found = len(criterion.levels)
                item.fail("levels", f"verwacht worden {LEVELS} niveaus, gevonden {found}.", "Beschrijf elk niveau.")
            criteria.append(criterion)
        rubrics.append(Rubric(row.text("cell"), row.text("title"), tuple(criteria)))
        row.close()
    check_unique(table, "rubric", (rubric.cell for rubric in rubrics))
    table.close()
    return {rubric.cell: rubric for rubric in rubrics}


def with_rubrics(notebook: Notebook, rubrics: dict[str, Rubric]) -> Notebook:
    """The same notebook with every rubric in a locked cell `rubric-<cell>` above the answer it is for."""
    kept = [cell for cell in notebook["cells"] if str(cell.get("id")).removeprefix("rubric-") == cell.get("id")]
    cells = []
    for cell in kept:
        if cell.get("id") in rubrics:
            rubric = rubrics[cell["id"]]
            name = f"rubric-{rubric.cell}"
            marks: dict[str, object] = {
                "grade": False,
                "locked": True,
                "solution": False,
                "task": False,
                "schema_version": 3,
            }
            metadata: dict[str, object] = {"nbgrader": {**marks, "cell_type": "markdown", "grade_id": name}}
            metadata |= {"deletable": False, "editable": False}
            cells.append({"cell_type": "markdown", "id": name, "metadata": metadata, "source": rubric.markdown()})
        cells.append(cell)
    return notebook | {"cells": cells}
