"""Rubrics: what a person looks at when marking an answer, with four levels per criterion and what each is worth."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from sowcourse.content import Table, check_unique, read_toml
from sowcourse.notebook import Notebook

LEVELS = 4


@dataclass(frozen=True)
class Criterion:
    """One thing to look at."""

    name: str
    levels: tuple[str, ...]
    """Four descriptions, from the lowest to the highest level."""
    points: tuple[float, ...] = ()
    """What each level is worth; empty in a rubric from before levels had points."""

    def described(self) -> tuple[str, ...]:
        """The levels with what they are worth."""
        if not self.points:
            return self.levels
        return tuple(f"{level} ({as_points(worth)})" for level, worth in zip(self.levels, self.points, strict=True))


@dataclass(frozen=True)
class Anchor:
    """An invented answer for who marks, with the level that it has on each criterion. No student sees it."""

    text: str
    levels: tuple[int, ...]
    """One for each criterion, in order."""
    why: str


@dataclass(frozen=True)
class Rubric:
    """The criteria for one answer cell."""

    cell: str
    """grade_id of the answer cell."""
    title: str
    criteria: tuple[Criterion, ...]
    anchors: tuple[Anchor, ...] = ()

    @property
    def points(self) -> float | None:
        """Most points; None in a rubric from before levels had points."""
        if not all(criterion.points for criterion in self.criteria):
            return None
        return round(sum(criterion.points[-1] for criterion in self.criteria), 6)

    def worth(self, chosen: Mapping[str, int]) -> float | None:
        """What these levels are worth together; None when a criterion has no level yet, or levels no points."""
        if self.points is None or any(criterion.name not in chosen for criterion in self.criteria):
            return None
        return round(sum(criterion.points[chosen[criterion.name] - 1] for criterion in self.criteria), 6)

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
        lines += [
            f"| **{criterion.name}** | " + " | ".join(criterion.described()) + " |" for criterion in self.criteria
        ]
        most = "" if self.points is None else f" ({as_points(self.points)})"
        opened = f"<details><summary>Rubric: {self.title.lower()}{most}</summary>"
        return "\n".join([opened, "", *lines, "", "</details>"])


def as_points(worth: float) -> str:
    """Points as people read them: "1,5 punt", "1 punt", "2 punten"."""
    return f"{worth:g} {'punt' if worth in (0.5, 1, 1.5) else 'punten'}".replace(".", ",")


def load_rubrics(file: Path) -> dict[str, Rubric]:
    """The rubrics of an assignment, by cell.

    Raises: ContentError naming file and key; also when a criterion has not four levels, when its points do not rise
    with them, or when an anchor has not one level for each criterion.
    """
    table = read_toml(file)
    rubrics = []
    for row in table.tables("rubric"):
        criteria = tuple(_criterion(item) for item in row.tables("criterion"))
        anchors = tuple(_anchor(item, len(criteria)) for item in row.tables("anchor", []))
        rubrics.append(Rubric(row.text("cell"), row.text("title"), criteria, anchors))
        row.close()
    check_unique(table, "rubric", (rubric.cell for rubric in rubrics))
    table.close()
    return {rubric.cell: rubric for rubric in rubrics}


def _criterion(item: Table) -> Criterion:
    criterion = Criterion(item.text("name"), item.texts("levels"), item.numbers("points"))
    item.close()
    if len(criterion.levels) != LEVELS:
        found = len(criterion.levels)
        item.fail("levels", f"verwacht worden {LEVELS} niveaus, gevonden {found}.", "Beschrijf elk niveau.")
    points = criterion.points
    if points and (len(points) != LEVELS or points[0] < 0 or any(low >= high for low, high in pairwise(points))):
        fault = f"verwacht worden {LEVELS} aantallen punten, elk hoger dan het vorige; gevonden {item.data['points']}."
        item.fail("points", fault, "Geef elk niveau zijn punten, bijvoorbeeld points = [0, 1, 2, 3].")
    return criterion


def _anchor(item: Table, criteria: int) -> Anchor:
    anchor = Anchor(item.text("text"), item.integers("levels", 1, LEVELS), item.text("why"))
    item.close()
    if len(anchor.levels) != criteria:
        fault = f"verwacht wordt een niveau voor elk van de {criteria} criteria; gevonden {len(anchor.levels)}."
        item.fail("levels", fault, "Geef het voorbeeld op elk criterium een niveau.")
    return anchor


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
