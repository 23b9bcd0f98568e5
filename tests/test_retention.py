"""What a school laid down decides what is due; nothing is due by a number of ours."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sowcourse.cli import app
from sowcourse.cohort.workspace import create, open_workspace
from sowcourse.errors import ContentError
from sowcourse.records.archive import write_archive
from sowcourse.records.retention import Kept, kept_under, load_terms, months_after

TERMS = """[bewaartermijn]
grondslag = "OER 2026-2027, artikel 12"
inzendingen = 12
punten = 60
"""


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A school with two classes: one with a deadline and work that came in, one without a deadline."""
    (tmp_path / "lijst.csv").write_text("nummer,naam\nr1,An Maes\n", encoding="utf-8")
    for name in ("2026-najaar", "2027-voorjaar"):
        create(name, tmp_path / "lijst.csv", tmp_path)
    (tmp_path / "2026-najaar" / "kalender.toml").write_text(
        'tijdzone = "Europe/Brussels"\n[inleveren]\n"1-nabijheid" = "2026-10-02 12:00"\n'
        '"2-proceslogica" = "2026-10-31 23:59"\n',
        encoding="utf-8",
    )
    (tmp_path / "2026-najaar" / "submitted" / "r1" / "1-nabijheid").mkdir(parents=True)
    (tmp_path / "school.toml").write_text(TERMS, encoding="utf-8")
    return tmp_path


def by_kind(folder: Path) -> dict[tuple[str, str], Kept]:
    return {(held.place.name, held.kind): held for held in kept_under(folder)}


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 10, 31), 12, date(2027, 10, 31)),
        (date(2026, 10, 31), 4, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_are_months_of_the_calendar(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after


def test_each_kind_is_due_its_own_months_after_the_last_deadline(school: Path) -> None:
    found = by_kind(school)
    work, marks = found["2026-najaar", "inzendingen"], found["2026-najaar", "punten"]
    assert (work.last, work.until, marks.until) == (date(2026, 10, 31), date(2027, 10, 31), date(2031, 10, 31))
    assert not work.due(date(2027, 10, 30))
    assert work.due(date(2027, 10, 31))
    assert work.command.endswith(f"--cohort {school / '2026-najaar'} --inzendingen")
    assert marks.command.endswith("--alles")


def test_an_extension_of_one_student_moves_the_day_for_the_cohort(school: Path) -> None:
    calendar = school / "2026-najaar" / "kalender.toml"
    calendar.write_text(calendar.read_text("utf-8") + '[uitstel.r1]\n"2-proceslogica" = "2026-11-30 23:59"\n', "utf-8")
    assert by_kind(school)["2026-najaar", "punten"].last == date(2026, 11, 30)


def test_without_a_deadline_or_a_term_nothing_is_due_and_it_is_said(school: Path) -> None:
    unknown = by_kind(school)["2027-voorjaar", "punten"]
    assert unknown.until is None
    assert unknown.remark == "zonder deadline in de kalender is dit niet te zeggen."
    (school / "school.toml").unlink()
    untold = by_kind(school)["2026-najaar", "inzendingen"]
    assert untold.until is None
    assert untold.remark == "voor 'inzendingen' is er geen termijn in school.toml."
    assert not untold.due(date(2099, 1, 1))


def test_an_archive_is_kept_by_a_term_of_its_own(school: Path) -> None:
    (school / "2026-najaar" / "submitted" / "r1" / "1-nabijheid").rmdir()
    write_archive(open_workspace(school / "2026-najaar"), school / "kast" / "2026-najaar")
    archive = next(held for held in kept_under(school) if held.kind == "archief")
    assert (archive.place, archive.last, archive.until) == (school / "kast" / "2026-najaar", date(2026, 10, 31), None)
    (school / "school.toml").write_text(TERMS + "archief = 84\n", encoding="utf-8")
    archive = next(held for held in kept_under(school) if held.kind == "archief")
    assert archive.until == date(2033, 10, 31)
    assert str(school / "kast" / "2026-najaar.zip") in archive.command


def test_the_nearest_file_of_a_school_counts(school: Path) -> None:
    (school / "avond").mkdir()
    create("klas", school / "lijst.csv", school / "avond")
    (school / "avond" / "school.toml").write_text(TERMS.replace("60", "6"), encoding="utf-8")
    near, far = load_terms(school / "avond" / "klas"), load_terms(school / "2026-najaar")
    assert near is not None
    assert far is not None
    assert (near.months["punten"], far.months["punten"]) == (6, 60)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[bewaartermijn]\ninzendingen = 12\n", "sleutel 'bewaartermijn.grondslag': ontbreekt"),
        ('[bewaartermijn]\ngrondslag = "x"\n', "er staat geen termijn; verwacht wordt inzendingen, punten, archief"),
        ('[bewaartermijn]\ngrondslag = "x"\npunten = -1\n', "een termijn is nul maanden of meer; gevonden -1"),
        ('[bewaartermijn]\ngrondslag = "x"\npunten = "5 jaar"\n', "verwacht wordt een geheel getal, gevonden '5 jaar'"),
        ('[bewaartermijn]\ngrondslag = "x"\npunten = 1\ninzending = 2\n', "Bedoel je 'inzendingen'?"),
    ],
)
def test_terms_that_are_not_right_are_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "school.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_terms(tmp_path)
    assert message in str(caught.value)


def test_the_command_lists_what_is_due_and_what_to_run(school: Path) -> None:
    calendar = school / "2026-najaar" / "kalender.toml"
    calendar.write_text('tijdzone = "Europe/Brussels"\n[inleveren]\n"1-nabijheid" = "2019-10-02 12:00"\n', "utf-8")
    done = CliRunner().invoke(app, ["cohort", "retention", str(school)])
    assert done.exit_code == 3
    assert "Grondslag: OER 2026-2027, artikel 12" in done.output
    assert done.output.count("TE WISSEN") == 2
    assert (
        f"sowcourse cohort erase --reden bewaartermijn --cohort {school / '2026-najaar'} --inzendingen" in done.output
    )


def test_the_command_says_how_to_lay_down_terms_and_gives_no_number_itself(school: Path) -> None:
    (school / "school.toml").unlink()
    done = CliRunner().invoke(app, ["cohort", "retention", str(school)])
    assert done.exit_code == 3
    assert "Er is nog geen school.toml" in done.output
    assert "inzendingen = …" in done.output
    assert "TE WISSEN" not in done.output


def test_a_folder_without_cohorts_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["cohort", "retention", str(tmp_path)])
    assert done.exit_code == 0
    assert "staat geen cohort en geen archief" in done.output
