"""How an LMS names the files that students handed in: whose they are, and when they came in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sowcourse.cohort.lms import systems


@dataclass(frozen=True)
class Shape:
    """What a path in a download says."""

    system: str
    """A name in lms.toml."""
    id: str
    """By which number or name the system knows who handed in; "" when the path does not tell."""
    name: str
    """What it calls who handed in."""
    moment: str
    """When, as it stands there; "" when the path does not tell."""
    late: bool
    """Whether the system itself says that it was too late."""
    part: str
    """The part of the path that says all this."""

    @property
    def internal(self) -> str:
        """The id told apart from those of other systems, as `lms.internal_id` writes it; "" without one."""
        return f"{self.system}:{self.id}" if self.id else ""


def shape_of(path: str) -> Shape | None:
    """What a path says by the conventions of the LMS that made it; None when it is of none."""
    for part in path.split("/"):
        for system, lms in systems().items():
            found = re.fullmatch(lms.handed_in, part)
            if found:
                told = {key: text or "" for key, text in found.groupdict().items()}
                return Shape(
                    system,
                    told.get("id", ""),
                    told.get("name", ""),
                    told.get("moment", ""),
                    bool(told.get("late")),
                    part,
                )
    return None


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february febr",
            "mrt maart mar march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
"""What a month is called, in Dutch and in English."""

_TEXT = re.compile(
    r"(?:(?P<day>\d{1,2})[.,]?\s+(?P<month>[^\W\d]+)|(?P<month2>[^\W\d]+)[.,]?\s+(?P<day2>\d{1,2}))[.,]*\s+"
    r"(?P<year>\d{4})[.,]*\s+(?:om\s+|at\s+)?(?P<hour>\d{1,2})[:.hu]?(?P<minute>\d\d)(?:[:.](?P<second>\d\d))?"
    r"\s*(?:uur\b)?\s*(?P<half>[ap]\.?\s?m\b\.?|[vn]\.?\s?m\b\.?)?"
)
"""A moment in words: «Nov 18, 2026 1003 AM», «26 nov. 2026 1423», «19 november, 2026 2203», «26 nov 2026 2:23 nm»."""

_UNSEEN = re.compile("[\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069]")
"""Signs for the direction of writing, which some systems put around a time."""

_NUMBERS = re.compile(r"(\d{4})-(\d\d)-(\d\d)[- T](\d\d)[-:](\d\d)(?:[-:](\d\d))?")


def moment_in(text: str) -> datetime | None:
    """The moment in a text, on the clock there; None when there is none that can be, or more than we understand."""
    plain = " ".join(_UNSEEN.sub("", text.replace("\u202f", " ")).split()).casefold()
    try:
        numbers = _NUMBERS.search(plain)
        if numbers:
            return datetime(*(int(each or 0) for each in numbers.groups()))  # type: ignore[arg-type]
        found = _TEXT.search(plain)
        if found is None or re.search(r"\w", plain[found.end() :]):
            return None
        month = _MONTHS[found["month"] or found["month2"]]
        hour, half = int(found["hour"]), (found["half"] or "")[:1]
        if half and hour <= 12:
            hour = hour % 12 + (12 if half in "pn" else 0)
        day = int(found["day"] or found["day2"])
        return datetime(int(found["year"]), month, day, hour, int(found["minute"]), int(found["second"] or 0))
    except (ValueError, KeyError):
        return None
