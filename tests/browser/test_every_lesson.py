"""Every lesson opens ready to use: all parts drawn, no code, no error, accessible."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sowcourse.course import load_course
from sowcourse.notebook import read_notebook, source
from tests.browser.conftest import Server, open_document, plain_lab_ready, run_all_cells
from tests.browser.seeing import FRAMED, VANISHED
from tests.browser.test_assignments import without_extension
from tests.browser.test_lesson import findings
from tests.browser.test_pages_at_desk import at, opened

Starter = Callable[[Path], Server]

MODULES = [module.id for module in load_course().modules]


TABBABLE = """() => {
  const seen = new Set();
  const kinds = ':is(a[href], button, input, select, textarea, summary, [tabindex="0"])';
  return [...document.querySelectorAll(`section.sow ${kinds}`)].filter((element) => {
    if (!element.checkVisibility() || element.disabled) return false;
    if (element.type !== 'radio') return true;
    const group = [...document.getElementsByName(element.name)];
    if (group.some((other) => other.checked)) return element.checked;
    if (seen.has(element.name)) return false;
    seen.add(element.name);
    return true;
  }).length;
}"""
"""How many stops the Tab key must make in what we draw: one for each group of radio buttons."""

STOPS = """() => {
  globalThis.stops = new Map();
  document.addEventListener('focusin', ({ target }) => {
    if (target.closest('section.sow') && !stops.has(target))
      stops.set(target, getComputedStyle(target).outlineStyle !== 'none' ? '' : target.outerHTML.slice(0, 120));
  }, true);
}"""
"""Keep at what the Tab key stops in what we draw, and of what does not show that it has the focus what it is."""

REACHED = "() => [stops.size, [...stops.values()].filter(Boolean)]"
"""At how many, and which of them do not show it."""


def the_tab_key_reaches_everything_and_shows_where_it_is(page: Page) -> None:
    """Walk once through an open lesson with the Tab key."""
    page.wait_for_function(
        "[...document.querySelectorAll('.sow-status')].every((line) => line.closest('section').dataset.ready)"
    )
    expected = page.evaluate(TABBABLE)
    assert expected > 20
    page.locator("section.sow :is(button, input, select, textarea, summary, a[href])").first.focus()
    page.keyboard.press("Shift+Tab")
    page.evaluate(STOPS)
    reached, pressed, unseen = 0, 0, []
    while reached < expected and pressed < 3 * expected:  # other things on the page take stops too
        for _ in range(expected - reached):
            page.keyboard.press("Tab")
            pressed += 1
        reached, unseen = page.evaluate(REACHED)
    assert unseen == [], "the focus is not shown"
    assert reached == expected


@pytest.mark.parametrize("module", MODULES)
def test_the_tab_key_reaches_everything_in_the_page_of_a_lesson(
    module: str, work: Path, start_server: Starter, page: Page
) -> None:
    opened(page, at(start_server(work), f"les/{module}.html"))
    page.locator("html[data-unfolded]").wait_for(state="attached")
    the_tab_key_reaches_everything_and_shows_where_it_is(page)


def test_every_lesson_opens_whole_as_a_notebook(
    work: Path, start_server: Starter, window: Page, shot: Callable[[Page, str], None]
) -> None:
    page, server = window, start_server(work)
    for module in MODULES:
        cells = read_notebook(work / "lessen" / f"{module}.ipynb")["cells"]
        calls = sum("\nshow_" in source(cell) for cell in cells if cell["cell_type"] == "code")
        open_document(page, server, f"lessen/{module}.ipynb")
        expect(page.locator("section.sow")).to_have_count(calls, timeout=60_000)
        expect(page.locator(".sowcourse-bar:visible")).to_contain_text("wordt vanzelf bewaard")
        expect(page.locator(".jp-RenderedText[data-mime-type*='error']")).to_have_count(0)
        expect(page.locator(".sowcourse-lesson .jp-CodeCell .jp-InputArea-editor:visible")).to_have_count(0)
        for words in page.locator("section.sow").all_inner_texts():
            assert words.strip()
            assert "undefined" not in words
            assert "[object" not in words
        assert findings(page) == []
        shot(page, f"les-{module}")
        page.emulate_media(forced_colors="active", color_scheme="dark")
        assert page.evaluate(FRAMED) == []
        assert page.evaluate(VANISHED) == []
        page.emulate_media(forced_colors="none", color_scheme="light")
        if module == MODULES[-1]:
            the_tab_key_reaches_everything_and_shows_where_it_is(page)


@pytest.mark.parametrize("module", ["3-generalistisch", "5-politiserend"])
def test_without_our_extension_the_lesson_works_by_running_all_cells(
    module: str, work: Path, home: Path, start_server: Callable[[Path], Server], page: Page
) -> None:
    without_extension(home)
    cells = read_notebook(work / "lessen" / f"{module}.ipynb")["cells"]
    calls = sum("\nshow_" in source(cell) for cell in cells if cell["cell_type"] == "code")
    page.goto(start_server(work).address(f"lessen/{module}.ipynb"))
    plain_lab_ready(page)
    expect(page.locator(".sowcourse-bar")).to_have_count(0)
    run_all_cells(page)
    expect(page.locator("section.sow")).to_have_count(calls, timeout=60_000)
    expect(page.locator(".jp-RenderedText[data-mime-type*='error']")).to_have_count(0)
    field = page.locator("section.sow textarea:visible").first
    field.fill("Ook hier.")
    expect(field.locator("xpath=ancestor::section").get_by_text("Opgeslagen om")).to_be_visible()
    assert "Ook hier." in (work / "logboek.json").read_text(encoding="utf-8")
