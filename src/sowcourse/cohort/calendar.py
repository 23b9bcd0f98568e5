"""Deadlines: written as local time with a zone, stored as UTC, shown as local time again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sowcourse.cohort.holidays import REGIONS
from sowcourse.content import read_toml
from sowcourse.errors import CohortError

ZONES = ("Europe/Brussels", "Europe/Amsterdam")

_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")


@dataclass(frozen=True)
class Calendar:
    """The deadlines of a cohort."""

    zone: str
    """One of ZONES."""
    deadlines: dict[str, datetime]
    """Assignment → deadline, in UTC."""
    region: str = ""
    """One of REGIONS, whose school holidays next year's deadlines are moved around; "" for none."""

    def local(self, moment: datetime) -> str:
        """A moment as people read it, with its zone: "vr 18-12-2026 23:59 (Europe/Brussels)"."""
        return f"{self.clock(moment)} ({self.zone})"

    def clock(self, moment: datetime) -> str:
        """The same without the zone, for where that is said once."""
        there = moment.astimezone(ZoneInfo(self.zone))
        return f"{_DAYS[there.weekday()]} {there:%d-%m-%Y %H:%M}"


def load_calendar(file: Path) -> Calendar:
    """Read `kalender.toml`.

    Raises: ContentError for a broken file; CohortError when a moment is not `2026-12-18 23:59`, or does not
    exist or exists twice because the clock changes.
    """
    table = read_toml(file)
    zone = table.choice("tijdzone", ZONES)
    region = table.choice("vakanties", REGIONS) if "vakanties" in table.data else ""
    kept = table.table("inleveren", {})
    table.close()
    deadlines = {name: parse_moment(file, name, value, zone) for name, value in kept.data.items()}
    return Calendar(zone, deadlines, region=region)


def parse_moment(file: Path, name: str, value: object, zone: str) -> datetime:
    """A local moment as UTC."""
    try:
        naive = datetime.strptime(str(value), "%Y-%m-%d %H:%M")
    except ValueError:
        raise CohortError(
            f'{file.name}, {name}: verwacht wordt een moment als "2026-12-18 23:59", zonder tijdzone; '
            f"gevonden {value!r}. De tijdzone staat één keer bovenaan."
        ) from None
    there = ZoneInfo(zone)
    early, late = (naive.replace(tzinfo=there, fold=fold) for fold in (0, 1))
    if early.utcoffset() != late.utcoffset():
        raise CohortError(
            f"{file.name}, {name}: op {value} verspringt de klok, dus dit moment bestaat niet of twee keer. "
            "Kies een uur vroeger of later."
        )
    return early.astimezone(UTC)
