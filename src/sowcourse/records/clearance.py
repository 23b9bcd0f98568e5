"""Clearance: everything that is kept longer than the school laid down, gone in one act, each with its proof."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sowcourse.cohort.workspace import open_workspace
from sowcourse.errors import SowcourseError
from sowcourse.records.erasure import Erasure, erase_archive, erase_cohort, erase_submissions
from sowcourse.records.retention import Kept, kept_under

REASON = "bewaartermijn"

WHAT = {
    "inzendingen": "alle inzendingen en terugkoppeling; de klaslijst en de punten blijven",
    "punten": "het hele cohort, met alles wat in de map staat",
    "archief": "het archief: de map en de zip ernaast",
}
"""Kind of `Kept` → what goes."""


@dataclass(frozen=True)
class Cleared:
    """What became of one thing that was due."""

    due: Kept
    done: Erasure | None
    fault: str = ""
    """Why it was not erased; the rest was."""


def due_under(folder: Path, today: date) -> list[Kept]:
    """What is due in a folder; what lies inside something that goes as a whole is not told apart."""
    due = [item for item in kept_under(folder) if item.due(today)]
    whole = {item.place for item in due if item.kind == "punten"}
    return [
        item
        for item in due
        if item.kind == "punten" or (item.place not in whole and whole.isdisjoint(item.place.parents))
    ]


def clear(due: Iterable[Kept]) -> list[Cleared]:
    """Erase it, one after another; what cannot be erased is told, and the rest goes on."""
    return [_cleared(item) for item in due]


def _cleared(item: Kept) -> Cleared:
    try:
        if item.kind == "archief":
            return Cleared(item, erase_archive(item.place, REASON))
        erase = erase_cohort if item.kind == "punten" else erase_submissions
        return Cleared(item, erase(open_workspace(item.place), REASON))
    except SowcourseError as error:
        return Cleared(item, None, str(error))
