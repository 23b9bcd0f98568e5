"""Holidays are those of their source, and a deadline keeps its teaching week from one year to the next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sowcourse.cohort.holidays import FILE, REGIONS, Holiday, load_holidays, next_year, school_year
from sowcourse.content import read_toml

YEARS = (2025, 2026, 2027)


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian algorithm."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    rest = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + rest - 7 * ((a + 11 * h + 22 * rest) // 451) + 114, 31)
    return date(year, month, day + 1)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def flemish(year: int) -> tuple[Holiday, ...]:
    """The holidays as article 7 of the decision of 31 August 2001 fixes them."""
    november, christmas, sunday = date(year, 11, 1), date(year, 12, 25), easter(year + 1)
    autumn = date(year, 11, 2) if november.weekday() == 6 else monday_of(november)
    winter = monday_of(christmas) + timedelta(days=7 if christmas.weekday() > 4 else 0)
    carnival = monday_of(sunday) - timedelta(weeks=6)
    april = date(year + 1, 4, 1)
    spring = monday_of(april + timedelta(days=6))
    if sunday.month == 3:
        spring = sunday + timedelta(days=1)
    elif sunday > date(year + 1, 4, 15):
        spring = monday_of(sunday) - timedelta(weeks=1)
    starts = {"herfst": (autumn, 1), "kerst": (winter, 2), "krokus": (carnival, 1), "paas": (spring, 2)}
    return tuple(
        Holiday(f"{name}vakantie", first, first + timedelta(days=7 * weeks - 1))
        for name, (first, weeks) in starts.items()
    )


@pytest.mark.parametrize("year", YEARS)
def test_the_flemish_holidays_follow_the_rule_of_the_decision(year: int) -> None:
    assert load_holidays()["vlaanderen", year] == flemish(year)


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("year", YEARS)
def test_every_set_is_whole_in_order_and_says_where_it_was_read(region: str, year: int) -> None:
    periods = load_holidays()[region, year]
    assert len(periods) == 4
    days = [day for period in periods for day in (period.first, period.last)]
    assert days == sorted(days)
    assert {school_year(day) for day in days} == {year}
    for period in periods:
        assert (period.last - period.first).days + 1 in (7, 9, 14, 16)
        assert period.last.weekday() == 6
    rows = [row for row in read_toml(FILE).tables("set") if (row.text("region"), row.integer("year")) == (region, year)]
    assert len(rows) == 1
    assert rows[0].text("source").startswith("https://")
    assert rows[0].text("checked").startswith("2026-")


@pytest.mark.parametrize(
    ("region", "old", "new", "reason"),
    [
        ("vlaanderen", "2026-12-18", "2027-12-17", "lesweek 15 van het schooljaar, zoals vorig jaar"),
        ("vlaanderen", "2027-02-05", "2028-02-04", "lesweek 20"),
        ("vlaanderen", "2027-03-05", "2028-02-25", "1 week vroeger door de vakanties"),
        ("vlaanderen", "2026-02-13", "2027-02-19", "1 week later door de vakanties"),
        ("vlaanderen", "2026-10-30", "2027-10-29", "lesweek 9"),
        ("nl-noord", "2026-10-09", "2027-10-08", "lesweek 6"),
        ("nl-noord", "2026-10-23", "2027-10-15", "1 week vroeger door de vakanties"),
        ("nl-zuid", "2026-10-17", "2027-10-16", "de oude dag viel in de herfstvakantie"),
        ("vlaanderen", "2028-01-21", "2029-01-19", "de vakanties van 2028-2029 zijn niet bekend"),
        ("", "2026-12-18", "2027-12-17", "in kalender.toml staat geen regio bij 'vakanties'"),
    ],
)
def test_a_day_keeps_its_weekday_and_its_teaching_week(region: str, old: str, new: str, reason: str) -> None:
    shift = next_year(date.fromisoformat(old), region)
    assert shift.day.isoformat() == new
    assert shift.day.weekday() == date.fromisoformat(old).weekday()
    assert reason in shift.reason


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("year", [2025, 2026])
def test_no_teaching_day_lands_in_a_holiday_and_weekdays_stay_in_order(region: str, year: int) -> None:
    days = [date(year, 9, 1) + timedelta(days=number) for number in range(300)]
    before, after = load_holidays()[region, year], load_holidays()[region, year + 1]
    taught = [day for day in days if not any(period.first <= day <= period.last for period in before)]
    landed = [next_year(day, region).day for day in taught]
    weekdays = [day for day in landed if day.weekday() < 5]
    assert weekdays == sorted(weekdays)
    for day in landed:
        assert school_year(day) == year + 1
        assert not any(period.first <= day <= period.last for period in after), day
