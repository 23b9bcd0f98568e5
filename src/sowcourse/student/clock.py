"""Moments as a student reads them: in the zone of the school where that is known, else in that of the computer."""

from __future__ import annotations

import os
from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = "SOWCOURSE_TIJDZONE"
"""In the environment of a student's server at a school: the zone of the school, as «Europe/Brussels»."""

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


def school_zone() -> str:
    """The zone of the school; "" on a computer of the student's own, whose clock is theirs."""
    return os.environ.get(ZONE, "")


def there(moment: datetime) -> datetime:
    """The moment as the clock at school shows it, to the second."""
    zone = school_zone()
    return moment.astimezone(ZoneInfo(zone) if zone else None).replace(microsecond=0)


def told(moment: str) -> str:
    """A moment (ISO 8601 with offset) in Dutch: «18 december om 23:59 (CET)»."""
    when = there(datetime.fromisoformat(moment))
    return f"{when.day} {MONTHS[when.month - 1]} om {when:%H:%M} ({when.tzname()})"
