"""The agenda file is what calendar programs read, and keeps its events when it is made again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import icalendar
import pytest

from sowcourse.cohort.agenda import agenda
from sowcourse.cohort.workspace import Workspace, create

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def cohort(tmp_path: Path) -> Workspace:
    (tmp_path / "klas.csv").write_text("id,naam\nr1,An Maes\n", encoding="utf-8")
    made = create("2026 najaar, groep «é»", tmp_path / "klas.csv", tmp_path)
    calendar(made, "2026-10-23 23:59")
    return made


def calendar(cohort: Workspace, moment: str) -> None:
    text = f'tijdzone = "Europe/Brussels"\n[inleveren]\n"5-politiserend" = "{moment}"\n'
    text += '"4-verbindend" = "2026-12-18 23:59"\n'
    text += '[uitstel."r1"]\n"5-politiserend" = "2027-01-08 23:59"\n'
    (cohort.root / "kalender.toml").write_text(text, encoding="utf-8")


def test_it_holds_each_deadline_as_one_instant_and_no_student(cohort: Workspace) -> None:
    raw = agenda(cohort, NOW)
    events = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert [(str(event["summary"]), event.decoded("dtstart")) for event in events] == [
        ("Inleveren: 5-politiserend", datetime(2026, 10, 23, 21, 59, tzinfo=UTC)),
        ("Inleveren: 4-verbindend", datetime(2026, 12, 18, 22, 59, tzinfo=UTC)),
    ]
    assert "vr 23-10-2026 23:59 (Europe/Brussels)" in str(events[0]["description"])
    assert all(event.decoded("dtstamp") == NOW for event in events)
    assert b"r1" not in raw
    assert b"An Maes" not in raw
    assert b"2027" not in raw


def test_it_is_written_as_the_standard_asks(cohort: Workspace) -> None:
    raw = agenda(cohort, NOW)
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert b"DTSTART:20261023T215900Z" in raw
    assert b"VERSION:2.0" in raw


def test_a_deadline_that_moves_is_the_same_event(cohort: Workspace) -> None:
    def ids() -> list[str]:
        return sorted(str(event["uid"]) for event in icalendar.Calendar.from_ical(agenda(cohort, NOW)).walk("VEVENT"))

    before = ids()
    calendar(cohort, "2026-10-30 23:59")
    assert ids() == before
    assert len(set(before)) == 2
