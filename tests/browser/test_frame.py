"""In a student's desk JupyterLab's own frame stands back, in Dutch only, until the student asks for it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sowcourse.notebook import read_notebook, source
from tests.browser.conftest import Server, serious, serve
from tests.browser.seeing import FRAMED, MOVING, VANISHED
from tests.browser.test_assignments import Desk

Starter = Callable[[Path], Server]
Shot = Callable[[Page, str], None]

ASSIGNMENT = "5-politiserend"

NOT_OURS = """() => {
  // Everything that can be read or heard and stands neither in our own elements nor in the text of the course.
  const ours = '[lang="nl"], .jp-RenderedHTMLCommon, .jp-RenderedText, .jp-Editor, script, style, noscript';
  const said = [];
  for (const element of document.querySelectorAll('body *')) {
    if (element.closest(ours) || !element.checkVisibility({ visibilityProperty: true })) continue;
    const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent.trim());
    const names = ['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? '');
    said.push(...own, ...names);
  }
  return [...new Set(said.filter(Boolean))];
}"""
"""What a student reads or hears of JupyterLab itself."""


@pytest.fixture
def file(released: Path, work: Path) -> Path:
    """The assignment in the student's work folder."""
    target = work / f"{ASSIGNMENT}.ipynb"
    shutil.copyfile(released / ASSIGNMENT / target.name, target)
    return target


@pytest.fixture
def opened(file: Path, start_server: Starter, page: Page) -> Desk:
    desk = Desk(page, file)
    desk.open(start_server(file.parent).address(file.name))
    return desk


def test_nothing_of_jupyterlab_is_seen_or_heard_until_the_student_asks_for_it(
    opened: Desk, page: Page, shot: Shot
) -> None:
    toggle = page.get_by_role("navigation", name="Bovenaan").get_by_role("button", name=re.compile("JupyterLab$"))
    expect(toggle).to_have_text("Toon JupyterLab")
    for piece in ("#jp-top-panel", "#jp-menu-panel", "#jp-bottom-panel", ".jp-SideBar", ".lm-DockPanel-tabBar"):
        expect(page.locator(piece).locator("visible=true")).to_have_count(0)
    expect(page.locator(".jp-Toolbar").locator("visible=true")).to_have_count(0)
    assert page.evaluate(NOT_OURS) == []
    expect(page.get_by_role("main", name="Wat open staat")).to_be_visible()
    assert serious(page, "html") == []
    shot(page, "kader-weg")
    page.emulate_media(reduced_motion="reduce", forced_colors="active", color_scheme="dark")
    assert page.evaluate(MOVING) == []
    assert page.evaluate(VANISHED) == []
    assert page.evaluate(FRAMED) == []
    page.emulate_media(reduced_motion="no-preference", forced_colors="none", color_scheme="light")
    page.locator(".jp-MarkdownOutput h1").click(button="right")
    expect(page.get_by_role("menu")).to_have_count(0)
    page.keyboard.press("Escape")

    toggle.press("Enter")
    expect(toggle).to_have_text("Verberg JupyterLab")
    expect(page.get_by_role("menubar")).to_be_visible()
    expect(page.locator(".jp-SideBar.jp-mod-left")).to_be_visible()
    shot(page, "kader-terug")
    page.reload()
    expect(toggle).to_have_text("Verberg JupyterLab")
    expect(page.get_by_role("menubar")).to_be_visible()
    toggle.click()
    expect(page.get_by_role("menubar")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("region", name="Deze opdracht")).to_contain_text("ingevuld")
    expect(page.get_by_role("menubar")).to_have_count(0)


def test_keys_of_jupyterlab_do_nothing_and_saving_is_what_the_browser_key_does(
    opened: Desk, file: Path, page: Page
) -> None:
    before = [source(cell) for cell in read_notebook(file)["cells"]]
    cells = page.locator(".jp-Cell").count()
    page.locator(".jp-MarkdownOutput h1").click()
    for key in ("d", "d", "a", "b", "x", "m", "y", "Control+Shift+c", "Control+b", "Shift+Enter"):
        page.keyboard.press(key)
    expect(page.locator(".jp-Cell")).to_have_count(cells)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("navigation", name="Cursus", exact=True)).to_be_visible()
    page.keyboard.press("Control+s")
    opened.write("uitleg-val", "Bewaard met een toets.")
    page.keyboard.press("Control+s")
    opened.saved()
    after = [source(cell) for cell in read_notebook(file)["cells"]]
    assert [text for text in after if text not in before] == ["Bewaard met een toets."]


def test_the_way_back_to_the_lessons_is_there_at_every_width_and_size_of_letters(
    file: Path, start_server: Starter, page: Page, shot: Shot
) -> None:
    desk = Desk(page, file)
    page.set_viewport_size({"width": 320, "height": 256})
    desk.open(start_server(file.parent).address(file.name))
    the_way_back_is_there(320, 256, 16, page, shot)
    page.set_viewport_size({"width": 390, "height": 844})
    the_way_back_is_there(390, 844, 16, page, shot)
    page.set_viewport_size({"width": 1280, "height": 900})
    for letters in (32, 16):
        sizes = {"standard": letters, "fixed": letters}  # as somebody sets them in the browser
        page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})
        desk.open(page.url)
        the_way_back_is_there(1280, 900, letters, page, shot)
    page.get_by_role("navigation", name="Bovenaan").get_by_role("link", name="Alle lessen").click()
    expect(page.get_by_role("heading", name="De lessen")).to_be_visible()
    expect(page.get_by_role("link", name="Opdracht: Politiserend werken")).to_be_visible()


def the_way_back_is_there(width: int, height: int, letters: int, page: Page, shot: Shot) -> None:
    """Nothing of the frame is cut off; where there is room, the list of lessons stands open beside the text."""
    strip = page.get_by_role("navigation", name="Bovenaan")
    text = page.locator(".jp-WindowedPanel-outer").first
    below = """(text) => innerHeight - text.getBoundingClientRect().bottom
        + parseFloat(getComputedStyle(text).paddingBottom)"""
    assert text.evaluate(below) <= 1, "text stands to the edge, and is not cut off above an empty strip"
    assert (text.bounding_box() or {})["height"] > height / 2, "the bars leave more than half to the text"
    bar = page.locator(".sowcourse-bar")
    assert bar.evaluate("(bar) => bar.scrollWidth <= bar.clientWidth"), "nothing of the bar is cut off"
    overview = strip.get_by_role("button", name="Overzicht")
    lessons = page.get_by_role("navigation", name="Cursus", exact=True)
    shot(page, f"kader-{width}-{letters}")
    for inside in (strip.get_by_role("link", name="Alle lessen"), strip.get_by_role("button", name="Toon JupyterLab")):
        box = inside.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width, inside
    if width / letters >= 75:
        expect(overview).to_have_attribute("aria-expanded", "true")
        assert (lessons.bounding_box() or {})["width"] < width / 3, "the list leaves room to write"
        expect(lessons.get_by_role("listitem").locator(".sign")).to_have_count(lessons.get_by_role("listitem").count())
        overview.press("Enter")
        expect(overview).to_have_attribute("aria-expanded", "false")
    else:
        expect(overview).to_be_hidden()
    expect(lessons).to_be_hidden()


def test_a_notebook_of_the_students_own_has_the_tools_that_it_needs(
    work: Path, start_server: Starter, page: Page
) -> None:
    (work / "eigen.ipynb").write_text(
        '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', encoding="utf-8"
    )
    page.goto(start_server(work).address("eigen.ipynb"))
    expect(page.locator(".jp-NotebookPanel-toolbar").first).to_be_visible()
    expect(page.get_by_role("menubar")).to_be_visible()


def test_a_server_that_stops_is_told_in_dutch_and_the_page_goes_on_when_it_is_back(
    file: Path, home: Path, page: Page, shot: Shot
) -> None:
    server = serve(file.parent, home)
    desk = Desk(page, file)
    try:
        desk.open(server.address(file.name))
        expect(desk.said("klaarzetten").locator("table").first).to_be_visible(timeout=60_000)
        server.stop()
        desk.write("uitleg-val", "Geschreven terwijl niets antwoordde.")
        told = page.get_by_role("alert").filter(has_text="De cursus antwoordt niet.")
        expect(told).to_be_visible()
        expect(page.locator(".jp-Dialog")).to_have_count(0)
        shot(page, "server-weg")
        server = serve(file.parent, home, server.port)
        expect(page.get_by_role("alert").filter(has_text="De cursus is er weer.")).to_be_visible()
        desk.saved()
        written = {cell["id"]: source(cell) for cell in read_notebook(file)["cells"]}
        assert written["uitleg-val"] == "Geschreven terwijl niets antwoordde."
        expect(told).to_be_hidden()
    finally:
        if server.process.poll() is None:
            server.stop()
