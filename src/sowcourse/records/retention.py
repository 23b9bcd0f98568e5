"""How long a school keeps what, and which cohorts are past it. The numbers are the school's; there are none of ours."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sowcourse.cohort.calendar import ZONES, parse_moment
from sowcourse.cohort.making import MARKER
from sowcourse.cohort.workspace import Workspace, open_workspace
from sowcourse.content import read_toml
from sowcourse.errors import SowcourseError
from sowcourse.records.scrub import ABOUT

SCHOOL = "school.toml"
"""In a folder above the cohorts: how long this school keeps what."""

KINDS = ("inzendingen", "punten", "archief")
"""Submissions with feedback; the cohort with its marks; an archive made of it."""

EXAMPLE = """# Bewaartermijnen van onze school, in maanden na de laatste deadline van een klas.
# Vul in wat je school heeft vastgelegd; sowcourse kent geen termijnen uit zichzelf.
[bewaartermijn]
grondslag = "waar dat staat, bijvoorbeeld: onderwijs- en examenreglement, artikel …"
inzendingen = …
punten = …
archief = …
"""


@dataclass(frozen=True)
class Terms:
    """How long a school keeps what."""

    file: Path
    months: dict[str, int]
    """Kind (one of KINDS) → months after the last deadline."""
    ground: str
    """Where the school laid it down."""


@dataclass(frozen=True)
class Kept:
    """Something that is kept, and until when."""

    place: Path
    kind: str
    """One of KINDS."""
    last: date | None
    """Day of the last deadline; None when that is not known."""
    until: date | None
    """First day on which it should be gone; None when that cannot be told."""
    command: str
    """What to run, or do, when that day has come."""
    remark: str = ""
    """Why it cannot be told."""

    def due(self, today: date) -> bool:
        """Whether that day has come."""
        return self.until is not None and self.until <= today


def load_terms(folder: Path) -> Terms | None:
    """The terms of the school that a folder is of: the nearest `school.toml`, here or above; None without one.

    Raises: ContentError naming file and key, also when it is not said where the terms were laid down.
    """
    for place in (folder.resolve(), *folder.resolve().parents):
        file = place / SCHOOL
        if file.is_file():
            table = read_toml(file)
            kept = table.table("bewaartermijn")
            ground = kept.text("grondslag")
            found = {kind: kept.integer(kind, 0) for kind in KINDS}
            months = {kind: number for kind, number in found.items() if kind in kept.data}
            for kind, number in months.items():
                if number < 0:
                    kept.fail(kind, f"een termijn is nul maanden of meer; gevonden {number}.", "Verbeter het getal.")
            if not months:
                kept.fail("", f"er staat geen termijn; verwacht wordt {', '.join(KINDS)}.", "Vul er minstens een in.")
            kept.close()
            table.close()
            return Terms(file, months, ground)
    return None


def kept_under(folder: Path) -> Iterator[Kept]:
    """Every cohort and every archive under a folder, with the terms of the school that it is of."""
    for file in sorted(folder.resolve().rglob(MARKER)):
        try:
            workspace = open_workspace(file.parent)
            terms, last = load_terms(file.parent), last_deadline(workspace)
        except SowcourseError as error:
            yield Kept(file.parent, "punten", None, None, "", str(error))
            continue
        command = f"sowcourse cohort erase --reden bewaartermijn --cohort {file.parent}"
        if any((file.parent / "submitted").glob("*/*")):
            yield _held(file.parent, "inzendingen", last, terms, f"{command} --inzendingen")
        yield _held(file.parent, "punten", last, terms, f"{command} --alles")
    for file in sorted(folder.resolve().rglob(ABOUT)):
        try:
            known = read_toml(file).data.get("laatste-deadline", "")
            last = datetime.fromisoformat(str(known)).date() if known else None
            terms = load_terms(file.parent)
        except (SowcourseError, ValueError) as error:
            yield Kept(file.parent, "archief", None, None, "", str(error))
            continue
        command = f"Verwijder {file.parent} en {file.parent}.zip, ook van elke andere plaats waar je ze zette."
        yield _held(file.parent, "archief", last, terms, command)


def last_deadline(workspace: Workspace) -> date | None:
    """Local day of the last deadline, extensions counted; None when there is none in the calendar."""
    file = workspace.root / "kalender.toml"
    data = read_toml(file).data
    zone = str(data.get("tijdzone", ZONES[0]))
    moments = [parse_moment(file, "kalender", value, zone) for value in _moments(data)]
    return max(moments).astimezone(ZoneInfo(zone)).date() if moments else None


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month when that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _held(place: Path, kind: str, last: date | None, terms: Terms | None, command: str) -> Kept:
    if last is None:
        return Kept(place, kind, None, None, command, "zonder deadline in de kalender is dit niet te zeggen.")
    if terms is None or kind not in terms.months:
        return Kept(place, kind, last, None, command, f"voor '{kind}' is er geen termijn in {SCHOOL}.")
    return Kept(place, kind, last, months_after(last, terms.months[kind]), command)


def _moments(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _moments(item)
    elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", value):
        yield value
