"""How the course looks is the student's to choose: size, contrast, dark; one tab at a time; and what comes on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Server, serious

Starter = Callable[[Path], Server]
Shot = Callable[[Page, str], None]

LESSON = "lessen/0-start.ipynb"


CUT_OFF = """() => [...document.querySelectorAll('.sowcourse-bar, .sowcourse-bar *, .sowcourse-course *, .sow *')]
    .filter((e) => e.checkVisibility() && e.clientWidth && !e.closest('.sow-scroll, svg, .sowcourse-unseen'))
    .filter((e) => e.scrollWidth > e.clientWidth + 2
      || (e.matches('.sowcourse-bar') && e.scrollHeight > e.clientHeight + 2))
    .map((e) => e.outerHTML.slice(0, 90))"""
"""What is wider than its place, or higher than the bar."""


@pytest.fixture
def opened(work: Path, start_server: Starter, page: Page) -> str:
    """The first lesson, ready; its address."""
    address = start_server(work).address(LESSON)
    page.goto(address)
    expect(page.get_by_role("region", name="Deze les")).to_contain_text("0 van 5 onderdelen", timeout=60_000)
    return address


def view(page: Page) -> Locator:
    page.get_by_role("button", name="Weergave").click()
    return page.get_by_role("dialog", name="Weergave")


def group(dialog: Locator, legend: str) -> Locator:
    return dialog.get_by_role("group", name=legend)


def test_size_contrast_and_dark_act_at_once_and_are_there_again_after_a_reload(
    opened: str, page: Page, shot: Shot
) -> None:
    paragraph = page.locator(".jp-MarkdownOutput p").first
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    before = paragraph.evaluate(size)
    dialog = view(page)
    expect(dialog).to_match_aria_snapshot(
        """
        - dialog "Weergave":
          - heading "Weergave" [level=2]
          - group "Grootte van de tekst":
            - radio "gewoon" [checked]
            - radio "groter"
            - radio "groot"
            - radio "heel groot"
          - group "Contrast":
            - radio "gewoon" [checked]
            - radio "hoog"
          - group "Licht of donker":
            - radio "zoals dit toestel" [checked]
            - radio "licht"
            - radio "donker"
          - button "Afdrukken"
          - button "Klaar"
        """
    )
    assert serious(page, "dialog") == []
    group(dialog, "Grootte van de tekst").get_by_label("heel groot").check()
    group(dialog, "Contrast").get_by_label("hoog").check()
    light = page.locator("body[data-jp-theme-light='true']")
    page.emulate_media(color_scheme="dark")
    expect(light).to_have_count(0)
    page.emulate_media(color_scheme="light")
    expect(light).to_have_count(1)
    group(dialog, "Licht of donker").get_by_label("donker").check()
    expect(light).to_have_count(0)
    assert serious(page, "dialog") == []
    dialog.get_by_role("button", name="Klaar").click()
    expect(page.get_by_role("button", name="Weergave")).to_be_focused()
    assert paragraph.evaluate(size) == 2 * before
    assert paragraph.evaluate("element => getComputedStyle(element).color") == "rgb(255, 255, 255)"
    shot(page, "weergave-heel-groot-hoog-donker")
    for part in (".sowcourse-bar", ".sowcourse-course", ".sow"):
        assert serious(page, part) == []
    assert page.evaluate(CUT_OFF) == []
    page.goto(opened)
    expect(page.get_by_role("region", name="Deze les")).to_contain_text("0 van 5 onderdelen", timeout=60_000)
    assert paragraph.evaluate(size) == 2 * before
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "false")


def test_an_open_lesson_has_short_lines_no_serious_fault_in_its_frame_and_loses_nothing_when_letters_grow_wider(
    opened: str, page: Page
) -> None:
    assert serious(page, "html") == []
    widest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll('.jp-MarkdownOutput > p')].map((p) => {
            const width = document.createElement('canvas').getContext('2d');
            width.font = getComputedStyle(p).font;
            return p.clientWidth / width.measureText('n'.repeat(10)).width * 10;
        }))"""
    )
    assert widest < 90
    page.add_style_tag(
        content=":is(.sow, .sowcourse-bar, .sowcourse-course, .jp-MarkdownOutput) * { line-height: 1.5 !important;"
        " letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    )
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate(CUT_OFF) == []
    the_keys_for_printing_are_left_to_the_browser(page)


def the_keys_for_printing_are_left_to_the_browser(page: Page) -> None:
    """Afterwards what is open counts as a notebook of somebody else."""
    press = """() => document.querySelector('.jp-Notebook .jp-Cell').dispatchEvent(new KeyboardEvent('keydown',
        { key: 'p', code: 'KeyP', keyCode: 80, ctrlKey: true, bubbles: true, cancelable: true }))"""
    assert page.evaluate(press), "JupyterLab took the keys, and prints code"
    page.get_by_role("button", name="Toon JupyterLab").click()
    page.evaluate("document.querySelector('.sowcourse-lesson').classList.remove('sowcourse-lesson')")
    assert not page.evaluate(press), "in other notebooks JupyterLab keeps them"


def test_on_paper_is_the_whole_lesson_with_its_answers_and_no_code_or_frame(
    opened: str, page: Page, tmp_path: Path
) -> None:
    note = page.get_by_role("textbox", name="Typ iets: wat hoop je van deze cursus?")
    note.fill("\n".join(f"Regel {number} van wat ik hoop." for number in range(12)))
    file = tmp_path / "les.pdf"
    page.pdf(path=str(file))
    page.emulate_media(media="print")
    for gone in (".sowcourse-bar", ".sowcourse-course", "#jp-top-panel", "#jp-menu-panel", ".jp-InputArea-editor"):
        expect(page.locator(gone).first).to_be_hidden()
    bottom = page.get_by_role("heading", name="Bronnen")
    height = page.evaluate("document.documentElement.scrollHeight")
    assert bottom.evaluate("element => element.getBoundingClientRect().bottom + scrollY") < height
    assert note.evaluate("element => element.scrollHeight <= element.clientHeight + 2"), "the answer is cut off"
    assert file.read_bytes().count(b"/Type /Page\n") + file.read_bytes().count(b"/Type /Page ") > 3


def test_a_second_tab_on_a_lesson_says_where_to_write_and_keeps_off(
    opened: str, page: Page, context: BrowserContext
) -> None:
    second = context.new_page()
    second.goto(opened)
    bar = second.get_by_role("region", name="Deze les")
    expect(bar).to_contain_text("Deze les staat al open in een ander tabblad.", timeout=60_000)
    expect(bar.get_by_role("button", name="Start module")).to_be_hidden()
    expect(second.locator("section.sow:visible")).to_have_count(0)  # what the first tab saved may be there, covered
    page.get_by_role("textbox", name="Typ iets: wat hoop je van deze cursus?").fill("Hier schrijf ik.")
    expect(page.get_by_text("Opgeslagen om").first).to_be_visible()
    page.close()
    second.reload()
    note = second.get_by_role("textbox", name="Typ iets: wat hoop je van deze cursus?")
    expect(note).to_have_value("Hier schrijf ik.")
