"""Deadlines: written as local time with a zone, stored as UTC, shown as local time again; with extensions."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import timezone as offset_zone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sowcourse.cohort.holidays import REGIONS
from sowcourse.cohort.lock import writing
from sowcourse.content import Table, read_text, read_toml
from sowcourse.durable import write_durably
from sowcourse.errors import CohortError

ZONES = ("Europe/Brussels", "Europe/Amsterdam")

_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?::00)?\s*(\S.*)?")
_ABBREVIATIONS = {"CET": 1, "MET": 1, "CEST": 2, "MEST": 2, "UTC": 0, "GMT": 0, "Z": 0}
"""What people write behind a moment → hours east of UTC."""

_MOST_DAYS = 366
"""Extra days that somebody can have: more is a slip of the pen."""

_CENTURY = 20
"""A year like 0026 or 9999 is a slip of the pen: everybody would be late, or nobody ever."""


@dataclass(frozen=True)
class Calendar:
    """The deadlines of a cohort."""

    zone: str
    """One of ZONES."""
    deadlines: dict[str, datetime]
    """Assignment → deadline of the class, in UTC."""
    extensions: dict[str, dict[str, datetime]] = field(default_factory=dict)
    """Student → assignment → the later moment agreed with them, in UTC."""
    extra_days: dict[str, int] = field(default_factory=dict)
    """Student → days that are added to every deadline."""
    region: str = ""
    """One of REGIONS, whose school holidays next year's deadlines are moved around; "" for none."""

    def due(self, assignment: str, student: str) -> datetime | None:
        """The deadline of one student, in UTC: the latest of the class's, the one agreed, and the one with extra days.

        None when the class has none. Extra days keep the hour on the clock, also when it changes in between.
        """
        found = self.deadlines.get(assignment)
        if found is None:
            return None
        there = found.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        later = there + timedelta(days=self.extra_days.get(student, 0))
        moments = [_instant(later, self.zone, fold) for fold in (0, 1)]  # equal, or in the student's favour
        return max(found, *moments, self.extensions.get(student, {}).get(assignment, found))

    def extended(self, assignment: str, student: str) -> datetime | None:
        """The deadline of a student who has another one than the class; None for all others."""
        due = self.due(assignment, student)
        return due if due != self.deadlines.get(assignment) else None

    def extension(self, assignment: str, student: str) -> timedelta | None:
        """How much later than the class a student may hand in; None when not later."""
        due = self.extended(assignment, student)
        return due - self.deadlines[assignment] if due else None

    def unknown(self, students: Iterable[str], assignments: Iterable[str]) -> list[str]:
        """What the calendar names and the cohort does not have, as Dutch sentences: slips of the pen, mostly."""
        told = {name: "deze opdracht" for table in (self.deadlines, *self.extensions.values()) for name in table}
        told = {name: what for name, what in told.items() if name not in set(assignments)}
        who = {*self.extensions, *self.extra_days} - set(students)
        told |= dict.fromkeys(sorted(who), "deze student")
        return [
            f"kalender.toml, {name}: {what} is niet van dit cohort. Verbeter de naam." for name, what in told.items()
        ]

    def instant(self, clock: datetime) -> datetime:
        """What the clock here showed, as UTC; the first time when it showed that twice."""
        return _instant(clock, self.zone, 0)

    def local(self, moment: datetime) -> str:
        """A moment as people read it, with its zone: "vr 18-12-2026 23:59 (Europe/Brussels)"."""
        return f"{self.clock(moment)} ({self.zone})"

    def clock(self, moment: datetime) -> str:
        """The same without the zone, for where that is said once."""
        there = moment.astimezone(ZoneInfo(self.zone))
        return f"{_DAYS[there.weekday()]} {there:%d-%m-%Y %H:%M}"


def load_calendar(file: Path) -> Calendar:
    """Read `kalender.toml`.

    Raises: ContentError for a broken file; CohortError when a moment is not `2026-12-18 23:59`, says another hour
    than the clock in its zone, does not exist or exists twice because the clock changes, or when an extension is
    earlier than the deadline.
    """
    table = read_toml(file)
    zone = table.choice("tijdzone", ZONES)
    region = table.choice("vakanties", REGIONS) if "vakanties" in table.data else ""
    kept = table.table("inleveren", {})
    agreed = table.table("uitstel", {})
    days = table.table("extra-dagen", {})
    table.close()
    _refuse_dots(kept)
    _refuse_dots(days)
    for student in agreed.data:
        _refuse_dots(agreed.table(student), student)
    deadlines = {name: parse_moment(file, name, value, zone) for name, value in kept.data.items()}
    extensions: dict[str, dict[str, datetime]] = {}
    for student in agreed.data:
        moments = agreed.table(student).data
        extensions[student] = {
            name: parse_moment(file, f"uitstel van {student} voor {name}", value, zone)
            for name, value in moments.items()
        }
        for name, moment in extensions[student].items():
            if name in deadlines and moment < deadlines[name]:
                raise CohortError(
                    f"{file.name}: het uitstel van {student} voor {name} is vroeger dan de deadline van de klas. "
                    "Kies een later moment of haal de regel weg."
                )
    extra = {student: days.integer(student) for student in days.data}
    for student, number in extra.items():
        if not 0 <= number <= _MOST_DAYS:
            most = "0 of meer" if number < 0 else f"hoogstens {_MOST_DAYS}"
            fault = f"verwacht wordt een aantal dagen, {most}; gevonden {number}."
            days.fail(student, fault, "Verbeter het getal.")
    return Calendar(zone, deadlines, extensions, extra, region)


def _refuse_dots(table: Table, before: str = "") -> None:
    """Raises: ContentError when a name with a dot stands without quotes: TOML takes it for two names.

    Parameters: before – what stands before the dot, where that is the name of the table itself.
    """
    for name, value in table.data.items():
        if isinstance(value, dict):
            whole = f"{before}.{name}" if before else f"{name}.{next(iter(value), '')}"
            fault = "een naam met een punt erin staat hier zonder aanhalingstekens."
            table.fail(name, fault, f'Schrijf "{whole}", met de aanhalingstekens.')


def parse_moment(file: Path, name: str, value: object, zone: str) -> datetime:
    """A local moment as UTC. An offset or zone behind it is fine when it says what the clock there says.

    Raises: CohortError, see load_calendar.
    """
    found = _MOMENT.fullmatch(value.isoformat() if isinstance(value, datetime) else str(value).strip())
    offset = _offset(found[3].strip("()")) if found and found[3] else None
    try:
        if found is None or (found[3] and offset is None):
            raise ValueError
        naive = datetime.fromisoformat(f"{found[1]} {found[2]}")
        if naive.year // 100 != _CENTURY:
            raise ValueError
    except ValueError:
        shown = value if isinstance(value, date) else repr(value)
        raise CohortError(
            f'{file.name}, {name}: verwacht wordt een moment als "2026-12-18 23:59", zonder tijdzone; '
            f"gevonden {shown}. De tijdzone staat één keer bovenaan."
        ) from None
    there = ZoneInfo(zone)
    possible = sorted({_instant(naive, zone, fold) for fold in (0, 1)})
    if offset is not None:
        meant = naive.replace(tzinfo=offset).astimezone(UTC)
        if meant in possible and meant.astimezone(there).replace(tzinfo=None) == naive:
            return meant
        raise CohortError(
            f'{file.name}, {name}: verwacht wordt een moment als "{naive:%Y-%m-%d %H:%M}", zonder tijdzone; '
            f"gevonden {str(value)!r}. In {zone} is {found[3]} dan niet de tijd op de klok: bedoel je "
            f'"{naive:%Y-%m-%d %H:%M}" of "{meant.astimezone(there):%Y-%m-%d %H:%M}"? Schrijf dat op.'
        )
    if len(possible) > 1:
        raise CohortError(
            f"{file.name}, {name}: op {value} verspringt de klok, dus dit moment bestaat niet of twee keer. "
            "Kies een uur vroeger of later."
        )
    return possible[0]


def extend(file: Path, student: str, assignment: str, moment: str) -> Calendar:
    """Write in `kalender.toml` that a student may hand in an assignment until a local moment; the rest stays as it is.

    Returns: the calendar as it was.
    Raises: CohortError when the class has no deadline for it, or the moment is not one or is earlier; nothing is
    written then.
    """
    if assignment not in load_calendar(file).deadlines:
        raise CohortError(
            f"{assignment}: er staat geen deadline in {file.name}. Zet die er eerst in, onder [inleveren]."
        )
    return _change(file, lambda tables: tables("uitstel").setdefault(student, {}).update({assignment: moment}))


def withdraw(file: Path, student: str, assignment: str) -> None:
    """Take a student's own moment for an assignment out of `kalender.toml`; nothing when there is none."""

    def change(tables: Callable[[str], Any]) -> None:
        agreed = tables("uitstel")
        agreed.get(student, {}).pop(assignment, None)
        if not agreed.get(student):
            agreed.pop(student, None)

    _change(file, change)


def set_deadlines(file: Path, moments: Mapping[str, str]) -> None:
    """Write the deadlines of the class in `kalender.toml`; the rest stays as it is.

    Parameters: moments – assignment → local moment; "" takes its deadline away.
    Raises: as load_calendar; nothing is written then.
    """

    def change(tables: Callable[[str], Any]) -> None:
        for name, moment in moments.items():
            if moment:
                tables("inleveren")[name] = moment
            else:
                tables("inleveren").pop(name, None)

    _change(file, change)


def set_region(file: Path, region: str) -> None:
    """Write in `kalender.toml` whose school holidays count; "" for none.

    Raises: as load_calendar; nothing is written then.
    """
    if region:
        _rewrite(file, lambda document: document.update({"vakanties": region}))
    else:
        _rewrite(file, lambda document: document.pop("vakanties", None))


def add_days(file: Path, student: str, days: int) -> Calendar:
    """Write in `kalender.toml` how many days a student gets on top of every deadline; 0 takes them away.

    Returns: the calendar as it was.
    Raises: CohortError or ContentError when the file is broken or the number is below zero; nothing is written then.
    """
    if days:
        return _change(file, lambda tables: tables("extra-dagen").update({student: days}))
    return _change(file, lambda tables: tables("extra-dagen").pop(student, None))


def renumber(file: Path, old: str, new: str) -> None:
    """Let what `kalender.toml` says of a student hold for their new number. Raises: as add_days."""

    def change(tables: Callable[[str], Any]) -> None:
        for name in ("uitstel", "extra-dagen"):
            if old in tables(name):
                tables(name)[new] = tables(name).pop(old)

    calendar = load_calendar(file)
    if old in calendar.extensions or old in calendar.extra_days:
        _change(file, change)


def _change(file: Path, change: Callable[[Callable[[str], Any]], Any]) -> Calendar:
    """Change tables of the file, as `_rewrite`. Returns: what stood there."""
    import tomlkit

    return _rewrite(file, lambda document: change(lambda name: document.setdefault(name, tomlkit.table())))


def _rewrite(file: Path, change: Callable[[Any], Any]) -> Calendar:
    """Change the file, with everything that a person wrote left in place; all or nothing.

    Who else changes it waits for that moment, and then reads what stands there by then. Returns: what stood there.
    """
    import tomlkit

    with writing(file.parent):
        before = load_calendar(file)
        document = tomlkit.parse(read_text(file))
        change(document)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".kalender-") as folder:
            trial = Path(folder) / file.name
            write_durably(trial, tomlkit.dumps(document))
            load_calendar(trial)
            trial.replace(file)
    return before


def _instant(naive: datetime, zone: str, fold: int) -> datetime:
    return naive.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def _offset(text: str) -> tzinfo | None:
    """What stands behind a moment as a zone: +0200, +01:00, CEST, Europe/Brussels; None for anything else."""
    found = re.fullmatch(r"([+-])(\d\d):?(\d\d)(?::00)?", text)
    if found:
        minutes = int(found[2]) * 60 + int(found[3])
        return offset_zone(timedelta(minutes=minutes if found[1] == "+" else -minutes)) if minutes < 1440 else None
    if text.upper() in _ABBREVIATIONS:
        return offset_zone(timedelta(hours=_ABBREVIATIONS[text.upper()]))
    return ZoneInfo(text) if text in ZONES else None
