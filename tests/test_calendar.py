"""A deadline is one instant, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sowcourse.cohort.calendar import add_days, extend, load_calendar, renumber
from sowcourse.cohort.lock import WRITING
from sowcourse.errors import CohortError, ContentError, SowcourseError


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


@pytest.mark.parametrize(
    "moment",
    ["2026-12-18 23:59+0200", "2026-12-18 23:59 CEST", "18/12/2026", "morgen", "0026-12-18 23:59", "9999-12-18 23:59"],
)
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


@pytest.mark.parametrize(
    ("moment", "utc"),
    [
        ("2026-12-18 23:59+0100", "2026-12-18 22:59"),
        ("2026-12-18T23:59:00+01:00", "2026-12-18 22:59"),
        ("2026-12-18 23:59 CET", "2026-12-18 22:59"),
        ("2026-12-18 23:59 (Europe/Brussels)", "2026-12-18 22:59"),
        ("2026-12-18 23:59 Europe/Amsterdam", "2026-12-18 22:59"),
        ("2026-06-19 23:59 +0200", "2026-06-19 21:59"),
        ("2026-06-19 23:59 CEST", "2026-06-19 21:59"),
        ("2026-10-25 02:30 CEST", "2026-10-25 00:30"),
        ("2026-10-25 02:30 +01:00", "2026-10-25 01:30"),
    ],
)
def test_a_zone_behind_a_moment_is_the_same_instant_when_it_says_what_the_clock_says(
    tmp_path: Path, moment: str, utc: str
) -> None:
    found = load_calendar(calendar_file(tmp_path, moment)).deadlines["5-politiserend"]
    assert found == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (
            "2026-12-18 23:59+0200",
            'is +0200 dan niet de tijd op de klok: bedoel je "2026-12-18 23:59" of "2026-12-18 22:59"',
        ),
        (
            "2026-12-18 23:59 CEST",
            'is CEST dan niet de tijd op de klok: bedoel je "2026-12-18 23:59" of "2026-12-18 22:59"',
        ),
        ("2026-06-19 23:59 CET", 'bedoel je "2026-06-19 23:59" of "2026-06-20 00:59"'),
        ("2026-12-18 23:59 UTC", 'bedoel je "2026-12-18 23:59" of "2026-12-19 00:59"'),
        ("2026-12-18 23:59Z", 'bedoel je "2026-12-18 23:59" of "2026-12-19 00:59"'),
        ("2026-03-29 02:30 +0100", 'bedoel je "2026-03-29 02:30" of "2026-03-29 03:30"'),
        ("2026-12-18 23:59 Europe/Paris", "zonder tijdzone; gevonden '2026-12-18 23:59 Europe/Paris'"),
        ("2026-12-18 23:59 +9999", "zonder tijdzone; gevonden '2026-12-18 23:59 +9999'"),
        ("2026-12-18", "zonder tijdzone; gevonden '2026-12-18'"),
        ("2026-02-30 23:59", "zonder tijdzone; gevonden '2026-02-30 23:59'"),
    ],
)
def test_a_zone_that_says_another_hour_is_refused_with_both_readings(
    tmp_path: Path, moment: str, sentence: str
) -> None:
    with pytest.raises(CohortError) as refused:
        load_calendar(calendar_file(tmp_path, moment))
    assert sentence in str(refused.value)


def test_a_moment_of_toml_itself_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "kalender.toml"
    text = 'tijdzone = "Europe/Amsterdam"\n[inleveren]\na = 2026-12-18 23:59:00\nb = 2026-12-18T23:59:00+01:00\n'
    file.write_text(text, encoding="utf-8")
    assert set(load_calendar(file).deadlines.values()) == {datetime(2026, 12, 18, 22, 59, tzinfo=UTC)}
    file.write_text(text + "c = 2026-12-18\n", encoding="utf-8")
    with pytest.raises(CohortError, match=r"kalender\.toml, c: verwacht wordt een moment als .* gevonden 2026-12-18"):
        load_calendar(file)


EXTENDED = """# Afspraken van de klas.
tijdzone = "Europe/Brussels"

[inleveren]
"5-politiserend" = "2026-10-23 23:59"  # voor de herfst
"4-verbindend" = "2026-03-27 02:30"

[uitstel."r0001"]
"5-politiserend" = "2027-01-08 23:59"

[extra-dagen]
"r0002" = 3
"""


@pytest.fixture
def extended(tmp_path: Path) -> Path:
    file = tmp_path / "kalender.toml"
    file.write_text(EXTENDED, encoding="utf-8")
    return file


def test_an_extension_and_extra_days_hold_for_one_student(extended: Path) -> None:
    calendar = load_calendar(extended)
    told = {
        student: calendar.local(due)
        for student in ("r0001", "r0002", "r0003")
        if (due := calendar.due("5-politiserend", student))
    }
    assert told == {
        "r0001": "vr 08-01-2027 23:59 (Europe/Brussels)",
        "r0002": "ma 26-10-2026 23:59 (Europe/Brussels)",
        "r0003": "vr 23-10-2026 23:59 (Europe/Brussels)",
    }
    assert calendar.extended("5-politiserend", "r0003") is None
    assert calendar.extension("5-politiserend", "r0003") is None
    assert calendar.due("6-synthese", "r0001") is None


def test_extra_days_keep_the_hour_on_the_clock_across_its_change(extended: Path) -> None:
    calendar = load_calendar(extended)
    later = calendar.extension("5-politiserend", "r0002")
    assert later == timedelta(days=3, hours=1), "the clock went back in between"


def test_extra_days_that_land_on_an_hour_that_is_not_there_favour_the_student(extended: Path) -> None:
    extended.write_text(EXTENDED.replace('"r0002" = 3', '"r0002" = 2'), encoding="utf-8")
    calendar = load_calendar(extended)
    due = calendar.due("4-verbindend", "r0002")
    assert due
    assert calendar.clock(due) == "zo 29-03-2026 03:30"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "2027-01-08",
            "2026-10-01",
            "het uitstel van r0001 voor 5-politiserend is vroeger dan de deadline van de klas",
        ),
        ('"2027-01-08 23:59"', '"8 januari"', "uitstel van r0001 voor 5-politiserend: verwacht wordt een moment als"),
        ("= 3", "= -1", "verwacht wordt een aantal dagen, 0 of meer; gevonden -1"),
        ("= 3", "= 30000000", "verwacht wordt een aantal dagen, hoogstens 366; gevonden 30000000"),
        ("= 3", '= "drie"', "verwacht wordt een geheel getal, gevonden 'drie'"),
        (
            '[uitstel."r0001"]',
            "[uitstel.an.maes]",
            'zonder aanhalingstekens. Schrijf "an.maes", met de aanhalingstekens',
        ),
        ('"r0002" = 3', "an.maes = 3", 'zonder aanhalingstekens. Schrijf "an.maes", met de aanhalingstekens'),
        ("[extra-dagen]", "[extra-dag]", "Bedoel je 'extra-dagen'?"),
    ],
)
def test_a_wrong_extension_is_refused_with_its_place(extended: Path, old: str, new: str, sentence: str) -> None:
    extended.write_text(EXTENDED.replace(old, new), encoding="utf-8")
    with pytest.raises(SowcourseError) as refused:
        load_calendar(extended)
    assert sentence in str(refused.value)
    assert "kalender.toml" in str(refused.value)


def test_who_and_what_is_not_of_this_cohort_is_named(extended: Path) -> None:
    told = load_calendar(extended).unknown(["r0001"], ["5-politiserend"])
    assert told == [
        "kalender.toml, 4-verbindend: deze opdracht is niet van dit cohort. Verbeter de naam.",
        "kalender.toml, r0002: deze student is niet van dit cohort. Verbeter de naam.",
    ]


def test_an_extension_is_written_beside_what_a_person_wrote(extended: Path) -> None:
    extend(extended, "r0003", "5-politiserend", "2026-11-02 12:00")
    extend(extended, "r0001", "5-politiserend", "2027-01-09 12:00")
    add_days(extended, "r0002", 5)
    add_days(extended, "r0004", 1)
    add_days(extended, "r0004", 0)
    text = extended.read_text(encoding="utf-8")
    assert "# Afspraken van de klas." in text
    assert '"5-politiserend" = "2026-10-23 23:59"  # voor de herfst' in text
    calendar = load_calendar(extended)
    assert calendar.clock(calendar.extensions["r0003"]["5-politiserend"]) == "ma 02-11-2026 12:00"
    assert calendar.clock(calendar.extensions["r0001"]["5-politiserend"]) == "za 09-01-2027 12:00"
    assert calendar.extra_days == {"r0002": 5}


def test_what_was_agreed_goes_along_to_a_new_number(extended: Path) -> None:
    before = load_calendar(extended)
    renumber(extended, "r0001", "q1")
    renumber(extended, "r0002", "q2")
    renumber(extended, "r0003", "q3")
    after = load_calendar(extended)
    assert after.extensions == {"q1": before.extensions["r0001"]}
    assert after.extra_days == {"q2": 3}
    assert "# Afspraken van de klas." in extended.read_text(encoding="utf-8")


def test_a_wrong_extension_is_not_written(extended: Path) -> None:
    for student, assignment, moment, sentence in (
        ("r0003", "6-synthese", "2026-11-02 12:00", "6-synthese: er staat geen deadline in kalender.toml"),
        ("r0003", "5-politiserend", "2026-10-01 12:00", "is vroeger dan de deadline van de klas"),
        ("r0003", "5-politiserend", "morgen", "kalender.toml, uitstel van r0003 voor 5-politiserend: verwacht wordt"),
    ):
        with pytest.raises(CohortError) as refused:
            extend(extended, student, assignment, moment)
        assert sentence in str(refused.value)
    with pytest.raises(ContentError, match="0 of meer; gevonden -2"):
        add_days(extended, "r0003", -2)
    assert extended.read_text(encoding="utf-8") == EXTENDED
    assert {path.name for path in extended.parent.iterdir()} == {"kalender.toml", WRITING}
