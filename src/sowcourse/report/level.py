"""Levels in a marking sheet: one per criterion, and what they are worth together."""

from __future__ import annotations

from collections.abc import Mapping

from sowcourse.cohort.reading import whole
from sowcourse.gradebook.gradebook import Mark
from sowcourse.gradebook.scores import CellResult
from sowcourse.pages.page import points, worth
from sowcourse.rubric import LEVELS, Rubric

COLUMN, ONCE = "criterium", "niveau"
"""What a column for levels is called, before the number of the criterion; and what it was called in earlier sheets."""


def level_lines(row: Mapping[str, str], rubric: Rubric | None) -> list[str]:
    """The levels of a row as lines that `Rubric.chosen` reads back. Raises: ValueError with a Dutch sentence."""
    found = []
    criteria = rubric.criteria if rubric else ()
    for name, value in row.items():
        if not is_level(name) or not value:
            continue
        place = name.partition(" ")[2]
        if not place.isdecimal() or not 1 <= int(place) <= len(criteria):
            raise ValueError(f"in «{name}» staat {value}, maar deze vraag heeft {len(criteria)} criteria. Maak leeg.")
        value = whole(value)
        if value not in map(str, range(1, LEVELS + 1)):
            raise ValueError(f"in «{name}» staat «{value}»; verwacht wordt een niveau van 1 tot en met {LEVELS}.")
        found.append(f"{criteria[int(place) - 1].name}: {value}")
    return found


def level_names(row: Mapping[str, str], rubric: Rubric | None) -> set[str]:
    """The criteria that a row has a column for."""
    places = {name.partition(" ")[2] for name in row if is_level(name)}
    return {one.name for place, one in enumerate(rubric.criteria, start=1) if str(place) in places} if rubric else set()


def is_level(name: str) -> bool:
    """Whether a column is for levels."""
    return name.startswith((f"{COLUMN} ", f"{ONCE} "))


def by_levels(said: str, rubric: Rubric | None, found: CellResult) -> float:
    """What the levels in a comment are worth. Raises: ValueError when they do not say it, and how to mark then."""
    chosen = rubric.chosen(said) if rubric else {}
    together = rubric.worth(chosen) if rubric and rubric.points == found.points else None
    if together is not None:
        return together
    if not rubric or not chosen or rubric.points is None:
        raise ValueError("er staat een niveau of een opmerking, maar er staan geen punten. Geef ook punten.")
    if rubric.points != found.points:
        raise ValueError(
            f"deze inzending is van een andere versie van de opdracht: de vraag is er {worth(found.points)} "
            f"waard en in de rubric van nu {points(rubric.points)}. Geef zelf punten."
        )
    missing = next(number for number, one in enumerate(rubric.criteria, start=1) if one.name not in chosen)
    raise ValueError(f"in «{COLUMN} {missing}» staat nog geen niveau. Vul elk criterium in, of geef zelf punten.")


def refuse_other_points(mark: Mark, rubric: Rubric | None, found: CellResult) -> None:
    """Raises: ValueError when all levels are given, and the points are not what they are worth."""
    together = rubric.worth(rubric.chosen(mark.comment)) if rubric and rubric.points == found.points else None
    if together is not None and mark.points is not None and together != mark.points:
        raise ValueError(
            f"de niveaus zijn samen {worth(together)} waard; er staat {points(mark.points)}. Maak «punten» leeg, "
            "dan tellen de niveaus, of verander een niveau."
        )
