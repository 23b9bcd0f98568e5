"""School holidays per region and school year, and the same teaching week in the next year.

Higher education makes calendars of its own: what comes out is a proposal, written where a lecturer can change it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from sowcourse.content import read_toml

REGIONS = ("vlaanderen", "nl-noord", "nl-midden", "nl-zuid")

FILE = Path(__file__).with_name("holidays.toml")

_WEEK = timedelta(days=7)
_SUMMER = 7
"""From this month on a deadline belongs to the school year that begins in September: nothing is handed in before."""


@dataclass(frozen=True)
class Holiday:
    """A period without lessons."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Shift:
    """Where a day goes in the next school year."""

    day: date
    reason: str
    """A Dutch sentence that says why this day."""


@cache
def load_holidays() -> dict[tuple[str, int], tuple[Holiday, ...]]:
    """Region and first year of a school year → its holidays, in order; a year that is not in it is not known.

    Raises: ContentError naming file and key.
    """
    table = read_toml(FILE)
    found: dict[tuple[str, int], tuple[Holiday, ...]] = {}
    for row in table.tables("set"):
        for name in ("source", "read", "checked"):
            row.text(name)
        region = row.choice("region", REGIONS)
        periods = [(str(name), date.fromisoformat(a), date.fromisoformat(b)) for name, a, b in row.data["periods"]]
        found[region, row.integer("year")] = tuple(Holiday(*period) for period in periods)
    return found


def school_year(day: date) -> int:
    """The year in which the school year of a day begins."""
    return day.year if day.month > _SUMMER else day.year - 1


def named(year: int) -> str:
    """A school year as people write it: "2026-2027"."""
    return f"{year}-{year + 1}"


def next_year(day: date, region: str) -> Shift:
    """The same weekday of the same teaching week, one school year on.

    Teaching weeks are counted from the week of 1 September and leave out holidays. A day inside a holiday, a region
    that is not given ("") and a year whose holidays are not known move by 52 weeks.
    """
    year = school_year(day)
    plain = day + 52 * _WEEK
    if not region:
        return Shift(plain, "52 weken later; in kalender.toml staat geen regio bij 'vakanties'")
    known = load_holidays()
    for needed in (year, year + 1):
        if (region, needed) not in known:
            return Shift(plain, f"52 weken later; de vakanties van {named(needed)} zijn niet bekend")
    before, after = known[region, year], known[region, year + 1]
    inside = _holiday(day, before)
    if inside:
        return Shift(plain, f"52 weken later; de oude dag viel in de {inside.name}")
    number = _teaching_week(_monday(day), before)
    monday = _monday(date(year + 1, 9, 1))
    while _is_free(monday, after) or _teaching_week(monday, after) < number:
        monday += _WEEK
    found = monday + timedelta(days=day.weekday())
    reason = f"lesweek {number} van het schooljaar, zoals vorig jaar"
    if found != plain:
        reason += f"; {abs((found - plain).days) // 7} week {'later' if found > plain else 'vroeger'} door de vakanties"
    free = _holiday(found, after)
    while free and _holiday(found, after):
        found += _WEEK
    return Shift(found, f"na de {free.name}; lesweek {number} eindigt in de vakantie" if free else reason)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _holiday(day: date, holidays: tuple[Holiday, ...]) -> Holiday | None:
    return next((holiday for holiday in holidays if holiday.first <= day <= holiday.last), None)


def _is_free(monday: date, holidays: tuple[Holiday, ...]) -> bool:
    return _holiday(monday + timedelta(days=2), holidays) is not None


def _teaching_week(monday: date, holidays: tuple[Holiday, ...]) -> int:
    """1 for the week of 1 September, one more for every week that is not a holiday."""
    start = _monday(date(school_year(monday + timedelta(days=6)), 9, 1))
    weeks = (start + number * _WEEK for number in range((monday - start).days // 7 + 1))
    return sum(not _is_free(week, holidays) for week in weeks)
