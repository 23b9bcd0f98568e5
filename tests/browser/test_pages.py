"""The pages that lecturers and students get open anywhere, are accessible, and run nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from markupsafe import Markup
from playwright.sync_api import Page, expect

from sowcourse.cards.deck import deck_of
from sowcourse.cards.printing import write_cards
from sowcourse.cohort.workspace import Workspace
from sowcourse.course import load_course
from sowcourse.demo import ASSIGNMENT
from sowcourse.pages.page import html_page, paragraph
from sowcourse.programme.matrix import matrix
from sowcourse.programme.offer import offer_of
from sowcourse.programme.printing import write_paper
from sowcourse.programme.studyguide import study_guide
from sowcourse.report.marking import write_marking
from sowcourse.report.overview import write_class_overview
from sowcourse.student.leaflet import write_leaflets
from sowcourse.student.start import choose_lesson
from tests.browser.conftest import CONTRAST, serious
from tests.browser.seeing import OFF_PAPER, TORN, VANISHED


def test_the_class_overview_is_accessible(
    demo: tuple[Workspace, Path], page: Page, shot: Callable[[Page, str], None]
) -> None:
    page.goto(demo[1].as_uri())
    expect(page.get_by_role("heading", name="demo · 5-politiserend")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Chiara D'Hondt")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "nl"
    shot(page, "klasoverzicht")
    assert serious(page) == []


def test_the_overview_of_everything_keeps_its_headings_in_sight_and_its_links_work(
    demo: tuple[Workspace, Path], page: Page, shot: Callable[[Page, str], None]
) -> None:
    page.goto(write_class_overview(demo[0]).as_uri())
    region = page.get_by_role("region", name="Wie staat waar", exact=True)
    region.evaluate("region => region.scrollTo(0, 400)")
    inside, heading = region.bounding_box(), region.get_by_role("columnheader", name="student").bounding_box()
    assert inside is not None
    assert heading is not None
    assert abs(heading["y"] - inside["y"]) < 3
    page.get_by_role("link", name="5-politiserend").first.click()
    expect(page.locator("h2:target")).to_have_text("5-politiserend")
    expect(page.get_by_role("region", name="Hoe elke vraag ging")).to_be_visible()
    shot(page, "alle-opdrachten")
    assert serious(page) == []
    page.emulate_media(color_scheme="dark")
    assert serious(page, only=CONTRAST) == []
    page.set_viewport_size({"width": 320, "height": 640})  # 1280 pixels at 400%
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_answers_stand_beside_each_other_and_below_each_other_in_a_narrow_window(
    demo: tuple[Workspace, Path], page: Page, shot: Callable[[Page, str], None]
) -> None:
    file, _ = write_marking(demo[0], ASSIGNMENT, blind=False, second=False)
    page.goto(file.as_uri())
    cards = page.get_by_role("heading", level=3)
    first, second = (cards.nth(number).bounding_box() for number in (0, 1))
    assert first is not None
    assert second is not None
    assert first["y"] == second["y"]
    assert second["x"] > first["x"]
    shot(page, "beoordelen")
    assert serious(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    first, second = (cards.nth(number).bounding_box() for number in (0, 1))
    assert first is not None
    assert second is not None
    assert second["y"] > first["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_feedback_page_is_accessible_and_its_rubric_opens_by_keyboard(
    demo: tuple[Workspace, Path], page: Page, shot: Callable[[Page, str], None]
) -> None:
    page.goto((demo[0].root / "terugkoppeling" / ASSIGNMENT / "r0000007.html").as_uri())
    expect(page.get_by_text("Totaal:")).to_be_visible()
    shot(page, "terugkoppeling")
    page.keyboard.press("Tab")
    outline = "() => getComputedStyle(document.activeElement).outlineWidth"
    assert page.evaluate(outline) == "3px", "where somebody is, as on every page"
    page.keyboard.press("Enter")
    expect(page.get_by_text("Waarom je zo oordeelt")).to_be_visible()
    assert serious(page) == []


def test_on_paper_the_rubric_is_open(demo: tuple[Workspace, Path], page: Page) -> None:
    page.goto((demo[0].root / "terugkoppeling" / ASSIGNMENT / "r0000007.html").as_uri())
    level = page.locator("details li").first
    expect(level).not_to_be_visible()
    page.emulate_media(media="print")
    expect(level).to_be_visible()
    before = "all => all.map((line) => getComputedStyle(line).breakBefore)"
    assert set(page.locator(".points").evaluate_all(before)) == {"avoid"}, "points without their answer on a sheet"
    page.set_viewport_size({"width": 700, "height": 990})
    assert page.evaluate(OFF_PAPER) == []
    page.goto(write_class_overview(demo[0]).as_uri())
    assert page.evaluate(OFF_PAPER) == []
    assert page.evaluate(TORN) == []


def test_even_markup_that_slipped_through_cannot_run(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "pagina.html"
    evil = "<script>document.title='kapot'</script><img src=x onerror=\"document.title='kapot'\">"
    file.write_text(html_page("Titel", paragraph(evil) + Markup(evil)), encoding="utf-8")
    page.goto(file.as_uri())
    expect(page).to_have_title("Titel")
    page.wait_for_timeout(300)
    expect(page).to_have_title("Titel")


@pytest.mark.parametrize("module", [module.id for module in load_course().modules])
def test_a_lesson_as_a_page_is_accessible_in_light_and_dark_and_keeps_within_a_narrow_window(
    module: str, page: Page, tmp_path: Path, shot: Callable[[Page, str], None]
) -> None:
    (leaflet,) = write_leaflets(choose_lesson(module), tmp_path, tmp_path)
    page.goto(leaflet.as_uri())
    assert page.get_by_role("heading", level=1).count() == 1
    assert serious(page) == []
    shot(page, f"les-als-pagina-{module}")
    page.set_viewport_size({"width": 320, "height": 640})  # 1280 pixels at 400%
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.emulate_media(color_scheme="dark")
    assert serious(page, only=CONTRAST) == []
    page.emulate_media(forced_colors="active", color_scheme="dark")
    assert page.evaluate(VANISHED) == []


@pytest.mark.parametrize("name", ["toetsmatrijs", "studiewijzer"])
def test_what_a_coordinator_shows_is_accessible_and_its_wide_tables_scroll_by_keyboard(
    demo: tuple[Workspace, Path], page: Page, tmp_path: Path, shot: Callable[[Page, str], None], name: str
) -> None:
    paper = matrix(offer_of(demo[0]))[0] if name == "toetsmatrijs" else study_guide(demo[0])
    page.goto(write_paper(paper, tmp_path)[0].as_uri())
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{name.capitalize()} Sterk sociaal werk · demo")
    shot(page, name)
    assert serious(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    wide = page.get_by_role("region").last
    wide.focus()
    expect(wide).to_be_focused()


def test_no_card_is_fuller_than_the_paper_and_every_four_are_one_sheet(
    tmp_path: Path, page: Page, shot: Callable[[Page, str], None]
) -> None:
    too_full = "cards => cards.filter(c => c.scrollHeight > c.clientHeight || c.scrollWidth > c.clientWidth).length"
    for module in load_course().modules:
        deck = deck_of(module)
        if not deck.packs:
            continue
        page.goto(write_cards(deck, tmp_path)[0].as_uri())
        expect(page.get_by_role("article")).to_have_count(deck.number)
        assert page.get_by_role("article").evaluate_all(too_full) == 0
    assert serious(page) == []  # of the last lesson
    shot(page, "kaarten")
    page.locator(".words").first.evaluate("words => words.append('langer '.repeat(400))")
    assert page.get_by_role("article").evaluate_all(too_full) == 1  # what the measure is worth
    box = page.locator(".sheet").first.bounding_box()
    assert box is not None
    assert abs(box["height"] / box["width"] - 297 / 210) < 0.01
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.get_by_role("article").evaluate_all(too_full) == 0, "read on a phone"
