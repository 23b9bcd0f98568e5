"""When something was handed in: as the LMS wrote it in the name, else as the file says, and whether that is sure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

from sowcourse.cohort.calendar import Calendar
from sowcourse.cohort.shape import moment_in, shape_of

HANDED_IN, DOWNLOAD = "inlevering", "download"
"""What the moments in files can be, in the lecturer's words."""

_AT_ONCE = timedelta(minutes=2)
_AROUND = timedelta(minutes=15)
"""How long a download of a class may take."""

_WORK = (".ipynb", ".zip", ".json")


def question(assignment: str) -> str:
    """Under what the lecturer's answer about the moments of an assignment is kept."""
    return f"momenten:{assignment}"


def told_moment(path: str, calendar: Calendar) -> datetime | None:
    """The moment that an LMS wrote in a path, in UTC; None when it wrote none that can be read."""
    shape = shape_of(path)
    clock = moment_in(shape.moment) if shape and shape.moment else None
    return calendar.instant(clock) if clock else None


def doubtful(times: list[tuple[str, datetime]], place: Path, due: datetime | None, calendar: Calendar) -> bool:
    """Whether the times of files may be those of a download.

    They may when they are all the same, all around the time of the zip itself, or all after the deadline.
    Parameters: times – path and time of each file; due – the deadline of the class.
    """
    found = [
        moment
        for path, moment in times
        if PurePosixPath(path).suffix.casefold() in _WORK and told_moment(path, calendar) is None
    ]
    if not found:
        return False
    if len(found) > 2 and max(found) - min(found) < _AT_ONCE:
        return True
    made = datetime.fromtimestamp(place.stat().st_mtime, UTC) if place.is_file() else datetime.now(UTC)
    return all(abs(moment - made) < _AROUND for moment in found) or (
        due is not None and all(moment > due for moment in found)
    )
