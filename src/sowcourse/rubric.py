"""Rubrics: what a person looks at when marking an answer, with four levels per criterion."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import check_unique, read_toml

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
