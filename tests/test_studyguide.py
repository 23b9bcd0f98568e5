"""The study guide tells a class what, how long, when and how assessed; what is the school's is left to the school."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.cohort.choices import Choices, choices_text
from sowcourse.cohort.workspace import Workspace, create
from sowcourse.content import course_root
from sowcourse.errors import ContentError
from sowcourse.programme.paper import Grid, Paper, Section, plain, sheet_text
from sowcourse.programme.studyguide import TO_FILL_IN, load_words, study_guide


@pytest.fixture
def cohort(tmp_path: Path) -> Workspace:
    roster = tmp_path / "klas.csv"
    roster.write_text("studentnummer,voornaam,achternaam\nr1,An,Maes\n", encoding="utf-8")
    workspace = create("2026-najaar", roster, tmp_path, zone="Europe/Amsterdam")
    chosen = Choices(("0-start", "1-nabijheid", "5-politiserend"), {"1-nabijheid": 40, "5-politiserend": 60})
    (workspace.root / "keuzes.toml").write_text(choices_text(chosen), encoding="utf-8")
    (workspace.root / "kalender.toml").write_text(
        'tijdzone = "Europe/Amsterdam"\n[inleveren]\n"5-politiserend" = "2026-10-25 12:00"\n'
        '"1-nabijheid" = "2027-01-15 23:59"\n',
        encoding="utf-8",
    )
    return workspace


def part(paper: Paper, title: str) -> Section:
    return next(section for section in paper.sections if section.title == title)


def grid(paper: Paper, caption: str) -> Grid:
    return next(grid for section in paper.sections for grid in section.grids if grid.caption == caption)


def test_only_the_chosen_lessons_are_in_it(cohort: Workspace) -> None:
    paper = study_guide(cohort)
    assert [row[0] for row in grid(paper, "De lessen van deze klas").rows] == [
        "Start",
        "Nabijheid",
        "Politiserend werken",
    ]
    learned = {row[0] for row in grid(paper, "Wat je na elke les kunt").rows}
    assert learned == {"Start", "Nabijheid", "Politiserend werken"}


def test_the_load_is_the_sum_of_lessons_and_assignments_in_hours_and_credits(cohort: Workspace) -> None:
    paper = study_guide(cohort)
    rows = grid(paper, "Hoeveel tijd je nodig hebt").rows
    assert rows[0] == ("Start", "1 u 00", "–", "1 u 00")
    assert rows[-1] == ("Samen", "5 u 25", "5 u 30", "10 u 55")
    told = part(paper, "Hoeveel tijd het kost").paragraphs[0]
    assert "ongeveer 11 uur" in told
    assert "In Nederland is een studiepunt 28 uur studie: dit is dan 0,4 studiepunt." in told
    assert "In Vlaanderen is een studiepunt 25 tot 30 uur: dit is dan 0,4 studiepunt." in told


def test_deadlines_are_in_order_of_time_local_and_with_their_zone(cohort: Workspace) -> None:
    rows = grid(study_guide(cohort), "Inleveren").rows
    assert [row[1] for row in rows] == [
        "zo 25-10-2026 12:00 (Europe/Amsterdam)",
        "vr 15-01-2027 23:59 (Europe/Amsterdam)",
    ]
    assert rows[0][0].startswith("Opdracht bij les 5")


def test_an_assignment_without_a_deadline_comes_last_and_says_so(cohort: Workspace) -> None:
    (cohort.root / "kalender.toml").write_text(
        'tijdzone = "Europe/Brussels"\n[inleveren]\n"5-politiserend" = "2026-12-18 23:59"\n', encoding="utf-8"
    )
    rows = grid(study_guide(cohort), "Inleveren").rows
    assert [row[1] for row in rows] == ["vr 18-12-2026 23:59 (Europe/Brussels)", "nog niet bekend"]


def test_it_tells_weights_points_and_what_a_lecturer_looks_at(cohort: Workspace) -> None:
    paper = study_guide(cohort)
    assert [row[1:] for row in grid(paper, "Gewicht en punten").rows] == [
        ("40", "40", "10", "30"),
        ("60", "40", "10", "30"),
    ]
    looked = grid(paper, "Waar je lesgever op let").rows
    assert ("Nabijheid", "Het sterkste argument van de andere kant", "3", "Sterkte; Herkomst") in looked
    assert len(looked) == 8


def test_sources_are_those_of_the_chosen_lessons_and_of_the_credits(cohort: Workspace) -> None:
    texts = "\n".join(plain(point.text) for point in part(study_guide(cohort), "Bronnen").points)
    assert "Van Pelt, M. en Spierts, M." in texts
    assert "Wet op het hoger onderwijs en wetenschappelijk onderzoek. (1992)" in texts
    assert "Dewaele" in texts
    assert "Cijfers: Niet-gebruik van sociale rechten" in texts
    assert "Szreter" not in texts  # a source of lesson 4


def test_what_the_school_must_fill_in_is_marked(cohort: Workspace) -> None:
    asked = [p.text for s in study_guide(cohort).sections for p in s.points if p.text.startswith(TO_FILL_IN)]
    for word in ("studiepunten", "te laat", "herkansing", "geslaagd", "bewaard", "spreekuur", "faciliteiten"):
        assert any(word in text for text in asked), word


def test_nobody_of_the_class_is_in_it(cohort: Workspace) -> None:
    assert "Maes" not in sheet_text(study_guide(cohort))
    assert "r1" not in sheet_text(study_guide(cohort)).split()


def test_a_slip_in_its_words_is_named(tmp_path: Path) -> None:
    text = (course_root() / "studyguide.toml").read_text(encoding="utf-8")
    (tmp_path / "studyguide.toml").write_text(text.replace("[privacy]\ntitle", "[privacy]\ntitel"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"studyguide\.toml, sleutel 'privacy\.title': ontbreekt"):
        load_words(tmp_path)


def test_both_routes_stand_side_by_side_with_their_hours_and_credits(cohort: Workspace) -> None:
    grid = part(study_guide(cohort), "Hoeveel tijd het kost").grids[1]
    assert grid.header == ("onderdeel", "Kern", "Verdieping")
    assert ("Verder lezen", "–", "17 u 20") in grid.rows
    assert ("Opdrachten", "4 opdrachten: 11 u 00", "16 u 30") in grid.rows
    assert grid.rows[-2:] == (("Samen", "27 u 35", "90 u 05"), ("Studiepunten", "1", "3"))
