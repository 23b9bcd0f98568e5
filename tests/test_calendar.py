"""A deadline is one instant, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sowcourse.cohort.calendar import load_calendar
from sowcourse.errors import CohortError, ContentError


def calendar_file(folder: Path, moment: str, zone: str = "Europe/Brussels") -> Path:
    file = folder / "kalender.toml"
    file.write_text(f'tijdzone = "{zone}"\n[inleveren]\n"5-politiserend" = "{moment}"\n', encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("moment", "utc", "shown"),
    [
        ("2026-12-18 23:59", datetime(2026, 12, 18, 22, 59, tzinfo=UTC), "vr 18-12-2026 23:59 (Europe/Brussels)"),
        ("2026-06-19 23:59", datetime(2026, 6, 19, 21, 59, tzinfo=UTC), "vr 19-06-2026 23:59 (Europe/Brussels)"),
        ("2026-10-25 23:59", datetime(2026, 10, 25, 22, 59, tzinfo=UTC), "zo 25-10-2026 23:59 (Europe/Brussels)"),
        ("2026-10-24 23:59", datetime(2026, 10, 24, 21, 59, tzinfo=UTC), "za 24-10-2026 23:59 (Europe/Brussels)"),
    ],
)
def test_local_time_becomes_utc_and_comes_back(tmp_path: Path, moment: str, utc: datetime, shown: str) -> None:
    calendar = load_calendar(calendar_file(tmp_path, moment))
    assert calendar.deadlines["5-politiserend"] == utc
    assert calendar.local(utc) == shown


@pytest.mark.parametrize("moment", ["2026-12-18 23:59+0200", "2026-12-18 23:59 CEST", "18/12/2026", "morgen"])
def test_a_moment_with_an_offset_or_another_shape_is_refused(tmp_path: Path, moment: str) -> None:
    with pytest.raises(CohortError, match=r"kalender\.toml, 5-politiserend: verwacht wordt een moment als"):
        load_calendar(calendar_file(tmp_path, moment))


@pytest.mark.parametrize("moment", ["2026-03-29 02:30", "2026-10-25 02:30"])
def test_a_moment_that_the_clock_skips_or_repeats_is_refused(tmp_path: Path, moment: str) -> None:
    with pytest.raises(CohortError, match="verspringt de klok"):
        load_calendar(calendar_file(tmp_path, moment))


def test_another_zone_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="tijdzone"):
        load_calendar(calendar_file(tmp_path, "2026-12-18 23:59", "Europe/Paris"))
