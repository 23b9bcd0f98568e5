"""The desk of an assignment keeps every sentence, whatever happens, and can be used by keyboard and heard."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

import sowcourse
from sowcourse.concept import words
from sowcourse.notebook import read_notebook, source
from tests.browser.conftest import Server, serious
from tests.browser.test_assignments import Desk
from tests.content.judgement import labelled

Starter = Callable[[Path], Server]
Shot = Callable[[Page, str], None]

ASSIGNMENT = "5-politiserend"
SENTENCE = "Een zin die ik niet kwijt wil."


@pytest.fixture
def file(released: Path, work: Path) -> Path:
    """The assignment in the student's work folder."""
    target = work / f"{ASSIGNMENT}.ipynb"
    shutil.copyfile(released / ASSIGNMENT / target.name, target)
    return target


@pytest.fixture
def page(window: Page) -> Page:
    return window


@pytest.fixture
def context(page: Page) -> BrowserContext:
    return page.context


@pytest.fixture
def opened(file: Path, start_server: Starter, page: Page) -> tuple[Desk, str]:
    """The desk, and its address."""
    desk, server = Desk(page, file), start_server(file.parent)
    desk.open_in_window(server, file.name)
    return desk, server.address(file.name)


def on_disk(file: Path, name: str) -> str:
    return next(source(cell) for cell in read_notebook(file)["cells"] if cell["id"] == name)


def test_a_page_reloaded_while_typing_puts_the_sentence_back(opened: tuple[Desk, str], file: Path, page: Page) -> None:
    desk, address = opened
    page.route(
        "**/api/contents/**", lambda route: route.abort() if route.request.method == "PUT" else route.continue_()
    )
    desk.write("uitleg-val", SENTENCE)
    assert SENTENCE not in on_disk(file, "uitleg-val")
    page.reload()
    page.unroute("**/api/contents/**")
    desk.open(address)
    expect(desk.fields("uitleg-val").get_by_role("textbox")).to_have_value(SENTENCE)
    expect(page.get_by_role("region", name="Deze opdracht")).to_contain_text("Opgeslagen om")
    assert on_disk(file, "uitleg-val") == SENTENCE


def test_an_older_draft_does_not_replace_what_was_written_elsewhere_since(
    opened: tuple[Desk, str], file: Path, page: Page
) -> None:
    desk, address = opened
    page.evaluate(
        "([key, text]) => localStorage.setItem(key, JSON.stringify({ text, at: Date.now() - 60_000 }))",
        [f"sowcourse:{file.name}#uitleg-val", "Een oude versie."],
    )
    notebook = read_notebook(file)
    next(cell for cell in notebook["cells"] if cell["id"] == "uitleg-val")["source"] = SENTENCE
    file.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    desk.open(address)
    expect(desk.fields("uitleg-val").get_by_role("textbox")).to_have_value(SENTENCE)


def test_a_second_tab_reads_along_and_says_where_to_write(
    opened: tuple[Desk, str], context: BrowserContext, file: Path
) -> None:
    desk, address = opened
    second = context.new_page()
    second.goto(address)
    bar = second.get_by_role("region", name="Deze opdracht")
    expect(bar).to_contain_text("Deze opdracht staat al open in een ander tabblad. Werk daar verder", timeout=60_000)
    expect(second.locator(".sowcourse-desk textarea").first).to_be_disabled()
    desk.write("uitleg-val", SENTENCE)
    desk.saved()
    assert on_disk(file, "uitleg-val") == SENTENCE
    desk.page.close()
    second.wait_for_function("async () => !(await navigator.locks.query()).held.length")
    second.reload()
    expect(bar).to_contain_text("1 van 12 ingevuld")
    expect(second.locator(".sowcourse-desk textarea").first).to_be_enabled()


def test_a_full_disk_is_said_and_the_sentence_stays_in_the_browser(
    opened: tuple[Desk, str], file: Path, page: Page
) -> None:
    desk, address = opened
    refusal = json.dumps({"message": "[Errno 28] No space left on device"})
    page.route(
        "**/api/contents/**",
        lambda route: (
            route.fulfill(status=500, body=refusal, content_type="application/json")
            if route.request.method == "PUT"
            else route.continue_()
        ),
    )
    desk.write("uitleg-val", SENTENCE)
    bar = page.get_by_role("region", name="Deze opdracht")
    expect(bar).to_contain_text("Niet bewaard op de schijf. Laat dit venster open: je tekst staat nog in deze browser.")
    page.unroute("**/api/contents/**")
    page.keyboard.press("Escape")
    desk.open(address)
    expect(desk.fields("uitleg-val").get_by_role("textbox")).to_have_value(SENTENCE)
    desk.saved()
    assert on_disk(file, "uitleg-val") == SENTENCE


def test_a_killed_kernel_costs_no_sentence_and_the_next_step_starts_from_the_top(
    opened: tuple[Desk, str], file: Path, page: Page
) -> None:
    desk, _ = opened
    desk.fields("stap-1").get_by_role("textbox").fill('"ilc_li10"')
    desk.fields("stap-1").get_by_role("button", name="Probeer").click()
    expect(desk.said("test-stap-1")).to_contain_text("✓")
    desk.write("uitleg-val", SENTENCE)
    desk.fields("stap-4").get_by_role("button", name="Bewerk alle code").click()
    desk.cell("stap-4").locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("import os\nos.kill(os.getpid(), 9)")
    desk.fields("stap-4").get_by_role("button", name="Probeer").click()
    expect(desk.fields("stap-4")).to_contain_text("De rekenkern stopte bij deze stap.", timeout=90_000)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    page.once("dialog", lambda dialog: dialog.accept())
    desk.fields("stap-4").get_by_role("button", name="Begin opnieuw").click()
    places = desk.fields("stap-2").get_by_role("textbox")
    places.nth(0).fill('"ilc_li02"')
    places.nth(1).fill('"totaal"')
    desk.fields("stap-2").get_by_role("button", name="Probeer").click()
    expect(desk.said("test-stap-2")).to_contain_text("✓", timeout=60_000)
    assert on_disk(file, "uitleg-val") == SENTENCE


def help_is_found_by_keyboard(desk: Desk, file: Path, page: Page) -> None:
    """Three hints open one by one, and the table is searched beside the step; nothing of that is written down."""
    before = [source(cell) for cell in read_notebook(file)["cells"]]
    told = ("De kolom indicator zegt in woorden", "Een code is tekst", "de reeks over vertraging")
    hints = desk.cell("hints-stap-1").locator(".jp-MarkdownOutput")
    for number, words_of in enumerate(told):
        expect(hints.get_by_text(words_of)).to_be_hidden()
        hints.locator("summary").nth(number).focus()
        page.keyboard.press("Enter")
        expect(hints.get_by_text(words_of)).to_be_visible()
    desk.fields("stap-1").get_by_role("button", name="Bekijk de tabel").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="De cijfers")
    expect(dialog.get_by_role("searchbox", name="Zoek in de tabel")).to_be_focused()
    expect(dialog.get_by_role("status")).to_have_text("1488 van de 1488 rijen; hieronder de eerste 100")
    expect(dialog.locator("tbody tr")).to_have_count(100)
    for key in ("Tab", "Tab", "Enter"):  # past the list of columns, to the button
        page.keyboard.press(key)
    expect(dialog.locator("tbody tr")).to_have_count(1488)
    expect(dialog.get_by_role("status")).to_have_text("1488 van de 1488 rijen")
    expect(dialog.get_by_role("region", name="Alle rijen van armoede")).to_be_focused()
    dialog.get_by_role("searchbox", name="Zoek in de tabel").focus()
    page.keyboard.type("voor overdrachten pensioenen BE 2024 dd")
    expect(dialog.get_by_role("status")).to_contain_text("Geen enkele rij. Typ minder woorden")
    for _ in range(3):
        page.keyboard.press("Backspace")
    expect(dialog.get_by_role("status")).to_have_text("2 van de 1488 rijen")
    expect(dialog.locator("tbody tr:visible")).to_have_count(2)
    page.keyboard.press("Tab")
    page.keyboard.type("vlag")  # the list of columns: no flag holds these words
    expect(dialog.get_by_role("status")).to_contain_text("Geen enkele rij.")
    assert serious(page, "dialog") == []
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")  # from the field to search, which keeps its words
    expect(dialog).to_have_count(0)
    expect(desk.fields("stap-1").get_by_role("button", name="Bekijk de tabel")).to_be_focused()
    expect(desk.said("klaarzetten").get_by_role("searchbox")).to_have_value("voor overdrachten pensioenen BE 2024")
    assert [source(cell) for cell in read_notebook(file)["cells"]] == before
    assert "details open" not in file.read_text(encoding="utf-8").replace("sow-table' open", "")


def test_the_whole_desk_by_keyboard_alone(opened: tuple[Desk, str], file: Path, page: Page) -> None:
    desk, _ = opened
    expect(desk.said("klaarzetten").locator("table").first).to_be_visible(timeout=60_000)
    help_is_found_by_keyboard(desk, file, page)
    first = desk.fields("standpunt-vooraf").get_by_role("radio").first
    page.keyboard.press("Shift")
    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(desk.fields("standpunt-vooraf").get_by_role("radio").nth(1)).to_be_checked()
    reached: list[str] = []
    for _ in range(90):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "() => { const e = document.activeElement; if (!e.closest('.sowcourse-desk')) return '';"
            " const shown = getComputedStyle(e).outlineStyle !== 'none';"
            " return (shown ? '' : 'ONZICHTBAAR ') + (e.getAttribute('aria-label') || e.labels?.[0]?.textContent"
            " || e.textContent || e.value).trim(); }"
        )
        if name:
            reached.append(name)
        if name == "Vul in: code_voor (plaats 1 van 1)":
            page.keyboard.insert_text('"ilc_li10"')
            page.keyboard.press("Enter")
        if name == "Situatie":
            page.keyboard.insert_text(SENTENCE)
            break
    assert not [name for name in reached if name.startswith("ONZICHTBAAR")]
    wanted = ["Vul in: code_voor (plaats 1 van 1)", "Probeer", "Bekijk de tabel", "Bewerk alle code", "Begin opnieuw"]
    wanted.append("Situatie")
    assert [name for name in dict.fromkeys(reached) if name in wanted] == wanted
    expect(desk.said("test-stap-1")).to_contain_text("✓")
    desk.saved()
    assert on_disk(file, "standpunt-vooraf") == 'standpunt_vooraf = "oneens"'
    assert SENTENCE in on_disk(file, "reflectie")

    hand_in = page.get_by_role("button", name="Inleveren…")
    hand_in.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Inleveren")
    expect(dialog.get_by_role("button", name="Maak mijn bestand om in te leveren")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("link", name="Haal het bestand op")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_keys_typed_in_a_field_never_act_on_the_notebook(opened: tuple[Desk, str], file: Path, page: Page) -> None:
    desk, _ = opened
    desk.fields("uitleg-val").get_by_role("textbox").click()
    page.keyboard.type("dd a b x z 00 m y")
    desk.saved()
    saved = read_notebook(file)
    assert len(saved["cells"]) == len(desk.ids)
    assert on_disk(file, "uitleg-val") == "dd a b x z 00 m y"


def test_undo_takes_back_what_was_typed_and_paste_brings_no_markup(
    opened: tuple[Desk, str], file: Path, context: BrowserContext, page: Page
) -> None:
    desk, _ = opened
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    field = desk.fields("uitleg-val").get_by_role("textbox")
    assert (field.get_attribute("lang"), field.get_attribute("spellcheck")) == ("nl", "true")
    field.click()
    page.keyboard.type("Eerst dit.")
    page.evaluate(
        """() => navigator.clipboard.write([new ClipboardItem({
            'text/html': new Blob(['<b>Vet</b> en <a href="https://voorbeeld.nl">een link</a>'], { type: 'text/html' }),
            'text/plain': new Blob([' Vet en een link'], { type: 'text/plain' }) })])"""
    )
    page.keyboard.press("Control+v")
    expect(field).to_have_value("Eerst dit. Vet en een link")
    desk.saved()
    assert on_disk(file, "uitleg-val") == "Eerst dit. Vet en een link"
    page.keyboard.press("Control+z")
    expect(field).to_have_value("Eerst dit.")
    expect(desk.fields("uitleg-val")).to_contain_text("2 woorden")
    desk.saved()
    expect(page.get_by_role("region", name="Deze opdracht")).not_to_contain_text("Nog niet bewaard")
    assert on_disk(file, "uitleg-val") == "Eerst dit."


def test_words_are_counted_in_the_browser_as_the_checks_count_them(page: Page) -> None:
    texts = ["", "l'air, 't is zo", "e-mail--of niet", "9,1% van 1.000 mensen_en zo", "geïnd ½ ² x²", "a" * 5000]
    texts += [reflection["text"] for reflection in labelled()]
    script = Path(sowcourse.__file__).parent / "parts" / "dom.js"
    page.route("http://localhost/**", lambda route: route.fulfill(path=script))
    page.goto("http://localhost/dom.js")
    counted = page.evaluate(
        "async (texts) => { const { countWords } = await import('/dom.js'); return texts.map(countWords); }", texts
    )
    assert counted == [len(words(text)) for text in texts]


def test_a_screen_reader_hears_what_each_field_is(opened: tuple[Desk, str], page: Page) -> None:
    desk, _ = opened
    expect(desk.fields("standpunt-vooraf")).to_match_aria_snapshot(
        """
        - group "B. Je standpunt vooraf":
          - radio "helemaal oneens"
          - radio "oneens"
          - radio "neutraal"
          - radio "eens"
          - radio "helemaal eens"
          - status: Nog niet gekozen.
        """
    )
    expect(desk.fields("stap-1")).to_match_aria_snapshot(
        """
        - 'group "Code: C. De cijfers · 1. Armoede vóór overdrachten"':
          - 'textbox "Vul in: code_voor (plaats 1 van 1)"'
        - button "Probeer"
        - button "Bekijk de tabel"
        - button "Bewerk alle code"
        - button "Begin opnieuw"
        """
    )
    expect(page.get_by_role("navigation", name="Cursus")).to_match_aria_snapshot(
        """
        - navigation "Cursus":
          - heading "Lessen" [level=2]
          - list:
            - listitem:
              - button /Start hierna · nieuw/
          - heading "Opdrachten" [level=2]
          - list:
            - listitem:
              - 'button "Opdracht: Politiserend werken nu open · nieuw · 0 van 12 ingevuld"'
        """
    )


@pytest.mark.parametrize("looks", [("gewoon", "hoog-contrast", "smal"), ("donker",)], ids=["licht", "donker"])
def test_the_desk_has_no_serious_fault_however_it_looks(
    looks: tuple[str, ...], file: Path, home: Path, start_server: Starter, page: Page, shot: Shot
) -> None:
    if "donker" in looks:
        page.emulate_media(color_scheme="dark")
    desk = Desk(page, file)
    desk.open(start_server(file.parent).address(file.name))
    desk.choose("standpunt-vooraf", "oneens")
    expect(desk.said("test-standpunt-vooraf")).to_contain_text("✓", timeout=60_000)
    for look in looks:
        page.emulate_media(forced_colors="active" if look == "hoog-contrast" else "none")
        if look == "smal":  # 1280 pixels at 400%
            page.set_viewport_size({"width": 320, "height": 640})
        has_no_serious_fault(desk, look, str(file.parent), shot)


def has_no_serious_fault(desk: Desk, look: str, folder: str, shot: Shot) -> None:
    """The desk as it looks now, its frame and its help."""
    page = desk.page
    for name in ("standpunt-vooraf", "stap-1", "reflectie"):
        desk.fields(name).scroll_into_view_if_needed()
        shot(page, f"bureau-{look}-{name}")
    ours = {"include": [[".sowcourse-desk"], [".sowcourse-bar"]]}  # the frame around it is not for a narrow window
    assert serious(page, ours if look == "smal" else "html") == []
    page.get_by_role("button", name="Hulp").click()
    report = page.get_by_role("dialog", name="Hulp").get_by_label("Verslag voor de helpdesk")
    expect(report).to_have_value(re.compile("jupyterlab: 4"))
    for personal in (folder, os.environ.get("USER", "root"), "5-politiserend"):
        assert personal not in report.input_value()
    shot(page, f"bureau-{look}-hulp")
    assert serious(page, "dialog") == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Hulp")).to_have_count(0)


def test_a_choice_in_code_that_is_no_option_is_left_as_code(file: Path, start_server: Starter, page: Page) -> None:
    notebook = read_notebook(file)
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "val")
    cell["source"] = 'oordeel = ["weigeren", "verbeteren"][0]'
    file.write_text(json.dumps(notebook), encoding="utf-8")
    desk = Desk(page, file)
    desk.open(start_server(file.parent).address(file.name))
    expect(desk.cell("val").locator(".cm-content")).to_contain_text('["weigeren", "verbeteren"][0]')
    assert on_disk(file, "val") == 'oordeel = ["weigeren", "verbeteren"][0]'
