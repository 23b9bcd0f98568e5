"""The course as plain pages, opened from a folder: ready at once, by keyboard, on a phone, and nothing is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from sowcourse.cohort.workspace import create
from sowcourse.course import load_course
from sowcourse.cycle import collect, grade, release
from sowcourse.gradebook.gradebook import results
from sowcourse.logbook import Logbook
from sowcourse.notebook import read_notebook, source
from sowcourse.site.building import ALONE, write_site
from sowcourse.student.handin import overview, receipt_code
from tests.browser.conftest import CONTRAST, serious
from tests.browser.seeing import (
    CUT,
    IN_THE_WAY,
    MOVING,
    OFF_PAPER,
    TORN,
    VANISHED,
    letters_as_they_were,
    twice_the_letters,
)
from tests.browser.test_reading import FULL

Shot = Callable[[Page, str], None]

MODULES = load_course().modules
PAGES = [
    "index.html",
    *(f"{name}.html" for name in ALONE),
    *(f"les/{m.id}.html" for m in MODULES),
    *(f"opdracht/{m.id}.html" for m in MODULES if m.assignment),
]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, released: Path) -> Path:
    made = tmp_path_factory.mktemp("site") / "website"
    names = [m.assignment for m in MODULES if m.assignment]
    write_site(made, released={name: released / name / f"{name}.ipynb" for name in names})
    return made


Open = Callable[[str], Page]


@pytest.fixture
def go(folder: Path, page: Page) -> Open:
    """Open a page and wait until its parts are drawn; a fault in a script fails the test."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)

    def opened(name: str) -> Page:
        page.goto((folder / name).as_uri())
        page.locator("html[data-ready]").wait_for(state="attached")
        assert faults == [], name
        return page

    return opened


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits_a_phone_in_light_and_dark(name: str, go: Open, shot: Shot) -> None:
    page = go(name)
    assert serious(page) == []
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width}"
    page.emulate_media(color_scheme="dark")
    assert serious(page, only=CONTRAST) == []
    shot(page, f"site-{name.replace('/', '-')}")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_lost_with_large_letters_in_a_low_window_without_movement_in_the_colours_of_the_system_or_on_paper(
    name: str, go: Open
) -> None:
    page = go(name)
    twice_the_letters(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.evaluate(CUT) == []
    letters_as_they_were(page)
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 at 400%
    assert page.evaluate(CUT) == []
    assert page.evaluate(IN_THE_WAY) == []
    page.emulate_media(reduced_motion="reduce", forced_colors="active", color_scheme="dark")
    assert page.evaluate(MOVING) == []
    assert page.evaluate(VANISHED) == []
    page.set_viewport_size({"width": 700, "height": 990})  # A4 within its margins
    page.emulate_media(media="print", forced_colors="none", color_scheme="light")
    assert page.evaluate(OFF_PAPER) == []
    assert page.evaluate(TORN) == []


def test_who_listens_hears_what_every_field_table_and_row_is_about(go: Open) -> None:
    page = go("les/1-nabijheid.html")
    named = "places => places.map((place) => place.getAttribute('aria-label'))"
    regions = page.locator("[role=region]").evaluate_all(named)
    assert "Tabel bij «Welk recht, en wie moet het waarmaken?»" in regions
    assert "Tabel: wie erdoor komt" in regions
    assert "Tabel" not in regions
    assert sorted(set(regions)) == sorted(regions), "two places with one name"
    expect(page.get_by_role("rowheader", name="De grondwet")).to_be_attached()
    expect(page.get_by_role("radio", name="Geen: wie er één tegenkomt, haakt af")).to_be_attached()
    expect(page.get_by_role("textbox", name="Waarom sta je daar?")).to_be_attached()
    go("opdracht/5-politiserend.html")
    expect(page.get_by_role("combobox", name="Zoek in welke kolom").first).to_be_attached()


def test_the_name_of_the_course_stands_above_the_text(go: Open) -> None:
    for place in ("index.html", "essay.html", "les/0-start.html", "portfolio.html"):
        page = go(place)
        for width in (1280, 1920, 390):
            page.set_viewport_size({"width": width, "height": 800})
            name, heading = (page.locator(part).bounding_box() for part in (".home", "h1"))
            assert name and heading
            assert name["x"] == heading["x"], (place, width)


def test_the_essay_leads_to_its_parts_and_to_the_lessons_that_read_a_passage(go: Open) -> None:
    page = go("essay.html")
    contents = page.get_by_role("navigation", name="In het essay")
    contents.get_by_role("link", name="Twee landen naast elkaar").click()
    expect(page.get_by_role("heading", name="Twee landen naast elkaar")).to_be_in_viewport()
    names = contents.get_by_role("link").all_inner_texts()
    assert len(set(names)) == len(names), "readers without a name are told apart"
    page.get_by_role("link", name="Les 5, Politiserend werken: passage p06").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Politiserend werken")
    expect(page.locator(".head .ordinal")).to_have_text("Les 5")


LETTERS = """() => [...document.querySelectorAll('.sow-drawn text:not(.sow-value)')].filter((text) =>
    text.getClientRects().length).map((text) => {
      const drawing = text.ownerSVGElement;
      return parseFloat(getComputedStyle(text).fontSize) * drawing.clientWidth / drawing.viewBox.baseVal.width;
    })"""
"""How high the letters of drawings are on the screen, in pixels."""

ASIDE = """() => [...document.querySelectorAll('.wide, .sow-scroll')].filter((box) => box.querySelector('.stacks')
    && box.checkVisibility() && box.scrollWidth > box.clientWidth + 1).map((box) => box.getAttribute('aria-label'))"""
"""Tables of sentences that must be moved aside to be read."""


NARROW = """() => [...document.querySelectorAll('.stacks caption')].filter((name) => name.checkVisibility()
    && name.clientWidth < name.parentElement.clientWidth - 2).map((name) => name.textContent)"""
"""Names of such tables in a column of one word wide."""


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_letters_of_drawings_are_large_and_tables_of_sentences_stand_below_each_other(
    width: int, go: Open, page: Page
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for module in MODULES:
        go(f"les/{module.id}.html")
        page.locator("html[data-unfolded]").wait_for(state="attached")
        letters = page.evaluate(LETTERS)
        assert letters, module.id
        assert min(letters) >= 11, module.id
        assert page.evaluate(ASIDE) == [], module.id
        assert page.evaluate(NARROW) == [], module.id
    told = page.locator(".stacks td[data-of]").first
    assert told.evaluate("(cell) => getComputedStyle(cell, '::before').content") == f'"{told.get_attribute("data-of")}"'


def test_who_never_uses_a_mouse_answers_and_finds_everything_back(go: Open) -> None:
    page = go("index.html")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Begin met Start").focus()
    page.keyboard.press("Enter")
    page.locator("html[data-ready]").wait_for(state="attached")
    field = page.locator(".part-reader textarea").first
    field.focus()
    page.keyboard.type("Ik dacht aan mijn tante.")
    page.keyboard.press("Tab")
    expect(page.locator(".part-reader .sow-status")).to_contain_text("Opgeslagen om")
    choice = page.locator(".part-position input[type=radio]").first
    choice.focus()
    page.keyboard.press("Space")
    expect(page.locator(".part-position .sow-status")).to_contain_text("Opgeslagen om")
    page.reload()
    page.locator("html[data-ready]").wait_for(state="attached")
    expect(page.locator(".part-reader textarea").first).to_have_value("Ik dacht aan mijn tante.")
    expect(page.locator(".part-position input[type=radio]").first).to_be_checked()
    expect(page.locator("[data-progress='0-start']")).to_have_text("2 van 5 onderdelen")
    go("index.html")
    expect(page.locator("[data-progress='0-start']")).to_have_text("2 van 5 onderdelen")
    expect(page.locator("[data-progress='1-nabijheid']")).to_have_text("nog niet begonnen")
    expect(page.get_by_role("link", name="Ga verder met Start")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_every_chart_stands_whole_on_any_screen_and_text_keeps_short_lines(width: int, go: Open, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for module in MODULES:
        go(f"les/{module.id}.html")
        page.locator("html[data-unfolded]").wait_for(state="attached")
        cut = """() => [...document.querySelectorAll('.sow-drawn')].filter((drawn) =>
            drawn.scrollWidth > drawn.clientWidth).map((drawn) => drawn.getAttribute('aria-label'))"""
        assert page.evaluate(cut) == [], f"{module.id} at {width}: to be scrolled sideways"
        outside = """() => [...document.querySelectorAll('.sow-drawn text:not(.sow-value)')].filter((text) => {
            if (!text.getClientRects().length) return false; // of a trap that is closed
            const [own, whole] = [text, text.ownerSVGElement].map((drawn) => drawn.getBoundingClientRect());
            return own.left < whole.left - 1 || own.right > whole.right + 1;
        }).map((text) => text.textContent)"""
        assert page.evaluate(outside) == [], f"{module.id} at {width}: cut off at the side"
        assert page.evaluate(LINE) < 80, module.id


LINE = """() => {
    const texts = [...document.querySelectorAll('.text > section > p')];
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = getComputedStyle(texts[0]).font;
    const all = texts.map((p) => p.textContent).join(' ');
    return texts[0].clientWidth / (pen.measureText(all).width / all.length);
}"""
"""How many letters of running text fit on its line."""


def test_a_table_breaks_no_word_and_the_first_answer_has_no_line_above_it(go: Open) -> None:
    page = go("opdracht/5-politiserend.html")
    cell = page.get_by_role("cell", name="arm en in huishouden (bijna) zonder betaald werk (18-64)").first
    longest = """(cell) => {
        const pen = document.createElement('canvas').getContext('2d');
        pen.font = getComputedStyle(cell).font;
        return Math.max(...cell.textContent.split(' ').map((word) => pen.measureText(word).width)) - cell.clientWidth;
    }"""
    assert cell.evaluate(longest) < 0, "a word is wider than its cell"
    line = "(field) => getComputedStyle(field).borderTopWidth"
    assert page.locator(".answer fieldset").first.evaluate(line) == "0px"


def test_a_file_is_chosen_with_a_button_in_dutch(go: Open) -> None:
    for name in ("index.html", "opdracht/5-politiserend.html"):
        page = go(name)
        chooser = page.locator("input[type=file]")
        assert chooser.evaluate("(input) => getComputedStyle(input).opacity") == "0", "the browser's own, in English"
        label = page.locator(f"label[for='{chooser.get_attribute('id')}']")
        assert (label.bounding_box() or {})["height"] >= 44


def test_an_empty_portfolio_offers_nothing_to_keep_or_print(go: Open) -> None:
    page = go("portfolio.html")
    expect(page.get_by_text("Je logboek is nog leeg.")).to_be_visible()
    expect(page.get_by_role("button", name="Druk af")).to_be_hidden()
    expect(page.get_by_role("button", name="Bewaar als tekstbestand")).to_be_hidden()
    go("les/0-start.html").locator(".part-reader textarea").first.fill("Een eerste gedachte.")
    expect(page.locator(".part-reader")).to_contain_text("Opgeslagen om")
    go("portfolio.html")
    expect(page.get_by_role("button", name="Druk af")).to_be_visible()


def test_a_moment_moves_on_the_drawn_ladder_with_a_finger_and_in_the_list_alike(go: Open) -> None:
    page = go("les/2-proceslogica.html")
    ladder = page.locator(".part-ladder")
    expect(ladder.get_by_label("1. Bepalen waarover het gaat")).to_have_value("1")
    ladder.locator(".sow-rung").first.locator(".sow-foot").first.click()
    expect(ladder.get_by_label("1. Bepalen waarover het gaat")).to_have_value("5")
    ladder.get_by_label("1. Bepalen waarover het gaat").select_option("3")
    expect(ladder.locator(".sow-rung").nth(2).locator(".sow-foot").first).to_have_text("1")
    expect(ladder.locator(".sow-here")).to_have_count(8)


def test_a_value_of_a_chart_is_shown_to_the_keyboard(go: Open) -> None:
    page = go("les/5-politiserend.html")
    point = page.get_by_role("img", name="2020: 175.402 (personen, gemiddeld per maand)").first
    value = point.locator(".sow-value")
    expect(value).to_be_hidden()
    point.focus()
    expect(value).to_be_visible()
    expect(value).to_have_text("2020: 175.402")


def test_every_lesson_has_the_sign_the_pattern_and_a_described_drawing(go: Open) -> None:
    for module in MODULES:
        page = go(f"les/{module.id}.html")
        expect(page.locator(".head .sign")).to_have_count(1)
        expect(page.locator(".head .band")).to_have_count(1)
        assert len(page.locator(".head .picture").get_attribute("aria-label") or "") > 40, module.id


def test_a_long_page_is_laid_out_whole_after_its_first_screen_and_a_place_in_it_is_found(go: Open) -> None:
    page = go("les/5-politiserend.html")
    last = page.locator(".text > section").last
    expect(page.locator("html[data-unfolded]")).to_be_attached()
    assert last.evaluate("section => getComputedStyle(section).contentVisibility") == "visible"
    name = last.get_attribute("id")
    page = go("index.html")
    page.goto(page.url.replace("index.html", f"les/5-politiserend.html#{name}"))
    page.locator("html[data-unfolded]").wait_for(state="attached")
    expect(page.locator(f"[id='{name}'] h2")).to_be_in_viewport()


def test_what_was_written_comes_back_in_the_portfolio_and_in_the_journey_of_the_last_lesson(
    go: Open, tmp_path: Path
) -> None:
    page = go("les/2-proceslogica.html")
    page.get_by_label("4. Welk moment zou jij als eerste verplaatsen").fill("De intake, samen met haar.")
    page.get_by_label("4. Welk moment zou jij als eerste verplaatsen").blur()
    expect(page.locator(".part-ladder .sow-status")).to_contain_text("Opgeslagen om")
    page.locator(".part-debate input[type=radio]").first.check()
    expect(page.locator(".part-debate .sow-status")).to_contain_text("Opgeslagen om")
    go("portfolio.html")
    expect(page.get_by_text("De intake, samen met haar.")).to_be_visible()
    expect(page.get_by_role("cell", name="helemaal oneens").first).to_be_visible()
    with page.expect_download() as given:
        page.get_by_role("button", name="Bewaar als tekstbestand").click()
    given.value.save_as(tmp_path / "portfolio.md")
    text = (tmp_path / "portfolio.md").read_text(encoding="utf-8")
    assert "> De intake, samen met haar." in text
    assert "| helemaal oneens | — |" in text
    go("les/6-synthese.html")
    expect(page.locator(".part-journey").get_by_text("De intake, samen met haar.")).to_be_attached()
    expect(page.get_by_role("link", name="Open je portfolio")).to_be_visible()


def saved_logbook(page: Page, file: Path) -> Path:
    with page.expect_download() as given:
        page.get_by_role("button", name="Bewaar mijn logboek").click()
    given.value.save_as(file)
    expect(page.locator("[data-logbook-status]")).to_contain_text("Je logboek is bewaard")
    return file


def test_a_logbook_walks_from_page_to_jupyterlab_and_back_by_the_newest_answer(
    go: Open, folder: Path, browser: Browser, tmp_path: Path
) -> None:
    page = go("les/0-start.html")
    page.locator(".part-reader textarea").first.fill("Op de bladzijde.")
    page.locator(".part-reader textarea").first.blur()
    expect(page.locator(".part-reader .sow-status")).to_contain_text("Opgeslagen om")
    go("portfolio.html")
    file = saved_logbook(page, tmp_path / "logboek.json")
    mine = Logbook(tmp_path / "werk")
    assert mine.join(json.loads(file.read_text(encoding="utf-8")), file) == 1
    (item,) = mine.module("0-start")
    assert mine.module("0-start") == {item: "Op de bladzijde."}
    page.wait_for_timeout(1100)  # moments in a logbook are whole seconds
    mine.put("0-start", {item: "In JupyterLab verbeterd.", "notitie.nieuw": "erbij"})

    other = browser.new_context(locale="nl-BE")  # another computer, that knows an older answer
    second = other.new_page()
    second.goto((folder / "portfolio.html").as_uri())
    second.locator("html[data-ready]").wait_for(state="attached")
    second.get_by_label("Neem een logboek over").set_input_files(file)
    expect(second.locator("[data-logbook-status]")).to_contain_text("1 antwoord is overgenomen")
    second.get_by_label("Neem een logboek over").set_input_files(mine.file)
    expect(second.locator("[data-logbook-status]")).to_contain_text("2 antwoorden zijn overgenomen")
    expect(second.get_by_text("In JupyterLab verbeterd.")).to_be_visible()
    second.get_by_label("Neem een logboek over").set_input_files(file)
    expect(second.locator("[data-logbook-status]")).to_contain_text("Alles in dat bestand stond hier al")
    expect(second.get_by_text("In JupyterLab verbeterd.")).to_be_visible()
    other.close()


@pytest.mark.parametrize(
    "text", ["kapot", "[]", '{"format": 9, "modules": {}}', '{"format": 1, "modules": {"a": {"b": 1}}}']
)
def test_a_file_that_is_no_logbook_is_said_and_changes_nothing(text: str, go: Open, tmp_path: Path) -> None:
    page = go("portfolio.html")
    wrong = tmp_path / "brief.json"
    wrong.write_text(text, encoding="utf-8")
    page.get_by_label("Neem een logboek over").set_input_files(wrong)
    expect(page.locator("[data-logbook-status]")).to_contain_text("geen logboek")
    expect(page.get_by_text("Je logboek is nog leeg.")).to_be_visible()


def test_two_tabs_lose_nothing_of_each_other(go: Open, folder: Path, context: BrowserContext) -> None:
    first = go("les/0-start.html")
    second = context.new_page()
    second.goto((folder / "les" / "1-nabijheid.html").as_uri())
    second.locator("html[data-ready]").wait_for(state="attached")
    for page, words in ((first, "eerste tab"), (second, "tweede tab")):
        page.locator(".part-reader textarea").first.fill(words)
        page.locator(".part-reader textarea").first.blur()
        expect(page.locator(".part-reader .sow-status")).to_contain_text("Opgeslagen om")
    go("portfolio.html")
    expect(first.get_by_text("eerste tab")).to_be_visible()
    expect(first.get_by_text("tweede tab")).to_be_visible()


def test_a_browser_that_keeps_nothing_says_so_and_still_gives_the_logbook(go: Open, page: Page, tmp_path: Path) -> None:
    page.add_init_script("Object.defineProperty(globalThis, 'indexedDB', { get() { throw new Error('dicht'); } })")
    go("les/0-start.html")
    expect(page.get_by_text("Deze browser bewaart hier niets").first).to_be_visible()
    page.locator(".part-reader textarea").first.fill("toch geschreven")
    page.locator(".part-reader textarea").first.blur()
    expect(page.locator(".part-reader .sow-status")).to_contain_text("Deze browser bewaart hier niets")


def test_what_a_full_browser_refuses_at_the_last_moment_is_not_called_kept(go: Open, page: Page) -> None:
    go("les/0-start.html")
    page.evaluate(FULL)
    field, told = (page.locator(f".part-reader {place}").first for place in ("textarea", ".sow-status"))
    field.fill("geschreven zonder plaats")
    field.blur()
    expect(told).to_contain_text("kon niet worden bewaard in deze browser")
    expect(told).not_to_contain_text("Opgeslagen")


def test_without_a_connection_every_course_below_one_address_is_there_and_nothing_else(
    folder: Path, tmp_path: Path, page: Page
) -> None:
    """Two years beside each other on the web server of a school, and something that is not ours."""
    for year in ("2026", "2027"):
        shutil.copytree(folder, tmp_path / year)
        worker = tmp_path / year / "worker.js"
        worker.write_text(worker.read_text("utf-8").replace('VERSION = "', f'VERSION = "{year}'), encoding="utf-8")
    other = tmp_path / "2026" / "van-een-ander.html"
    other.write_text("van een ander", encoding="utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        for place in ("2026/index.html", "2027/index.html", "2026/van-een-ander.html"):
            page.goto(f"{address}/{place}")
            if place.endswith("index.html"):
                page.evaluate("async () => (await navigator.serviceWorker.ready).active.state")
                page.wait_for_function("() => navigator.serviceWorker.controller?.state === 'activated'")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    for year in ("2026", "2027"):
        page.goto(f"{address}/{year}/les/5-politiserend.html?zoek=x")
        page.locator("html[data-ready]").wait_for(state="attached")
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        page.goto(f"{address}/2026/van-een-ander.html")


def test_without_scripts_everything_can_be_read(folder: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "les" / "1-nabijheid.html").as_uri())
    expect(page.get_by_text("Zonder scripts kun je alles lezen")).to_be_visible()
    expect(page.get_by_text("Ken je iemand die een recht of toeslag laat liggen?")).to_be_visible()
    expect(page.get_by_text("Argumenten voor").first).to_be_visible()
    context.close()


REFLECTION = "Ik zag dat een buurman niet wist waar hij recht op had en dat hij zich schaamde om het te vragen. " * 4


def test_an_assignment_is_written_by_keyboard_and_its_file_holds_what_was_written(go: Open, tmp_path: Path) -> None:
    page = go("opdracht/1-nabijheid.html")
    expect(page.locator("[data-sheet-progress]")).to_have_text("0 van 12 ingevuld")
    first = page.get_by_role("group", name="B. Je standpunt vooraf")
    first.get_by_role("radio", name="helemaal oneens").focus()
    page.keyboard.press("ArrowDown")
    expect(first.get_by_role("radio", name="oneens", exact=True)).to_be_checked()
    page.get_by_label("Situatie", exact=True).focus()
    page.keyboard.insert_text(REFLECTION)
    page.keyboard.press("Tab")
    page.keyboard.insert_text("Kort.")
    expect(page.get_by_text("Bij «Mijn aandeel» staat nog bijna niets.")).to_be_visible()
    expect(page.get_by_text("Het onderdeel «Situatie» is er.")).to_be_visible()
    expect(page.get_by_text("Niet hier nagekeken: in je eigen woorden.")).to_have_count(2)
    page.keyboard.press("Tab")
    expect(page.get_by_role("group", name="G. Reflectie").locator("..").get_by_role("status")).to_contain_text(
        "Bewaard"
    )

    page.reload()
    expect(page.locator("[data-sheet-progress]")).to_have_text("2 van 12 ingevuld")
    expect(page.get_by_label("Situatie", exact=True)).to_have_value(REFLECTION)
    expect(page.get_by_text("G. Reflectie (tekst): nog niet volledig.")).to_be_visible()
    expect(page.get_by_text("2. Wie valt er vaker uit? (stap): nog leeg; dit doe je in JupyterLab.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Maak mijn bestand om in te leveren").press("Enter")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "1-nabijheid.ipynb"
    expect(page.get_by_text("Ingeleverd is het nog niet.")).to_be_focused()
    notebook = read_notebook(file)
    written = {str(c["id"]): source(c) for c in notebook["cells"]}
    assert written["standpunt-vooraf"] == 'standpunt_vooraf = "oneens"'
    assert written["reflectie"].startswith(f"**Situatie:** {REFLECTION}".rstrip())
    receipt = notebook["metadata"]["sowcourse"]["receipt"]
    assert receipt["code"] == receipt_code(notebook["cells"])
    expect(page.get_by_text(receipt["code"])).to_be_visible()


def test_a_page_hints_at_names_addresses_and_numbers_as_the_desk_does_and_stops_nobody(
    go: Open, tmp_path: Path
) -> None:
    page = go("opdracht/1-nabijheid.html")
    nothing = page.get_by_text("Geen namen, adressen of nummers gevonden.")
    expect(nothing).to_have_count(2)  # where the assignment asks it, and before handing in
    text = page.get_by_role("textbox", name="F. De andere kant", exact=True)
    text.fill("Fatima zei dat ze in de Kerkstraat 12 woont. Bel 0478 12 34 56 of mail fatima@voorbeeld.be.")
    text.blur()
    hints = page.locator("#inleveren .people li")
    with page.expect_download() as download:
        page.get_by_role("button", name="Maak mijn bestand om in te leveren").click()
    file = tmp_path / "1-nabijheid.ipynb"
    download.value.save_as(file)
    details = overview(file)["details"]
    assert isinstance(details, list)
    expect(hints).to_have_text([f"{detail['words']} {detail['advice']}" for detail in details])
    assert len(details) == 4
    expect(page.locator("#inleveren")).to_contain_text("Kijk deze plaatsen na. Het is een hint, geen oordeel.")
    text.fill("Iemand die ik hier Noor noem, zei dat ze daar woont.")
    text.blur()
    expect(hints).to_have_count(0)
    expect(nothing).to_have_count(2)


def test_what_is_written_on_a_phone_from_a_folder_without_a_network_is_collected_and_graded(
    browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "klas.csv").write_text("nummer,naam\n001,An De Smet\n", encoding="utf-8")
    workspace = create("klas", tmp_path / "klas.csv", tmp_path)
    release(workspace, "1-nabijheid")
    write_site(tmp_path / "site", released=workspace.released())
    phone = {"width": 390, "height": 844}
    context = browser.new_context(viewport=phone, is_mobile=True, has_touch=True, offline=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto((tmp_path / "site" / "opdracht" / "1-nabijheid.html").as_uri())
    page.locator("html[data-ready]").wait_for(state="attached")
    for place in page.locator("[data-answer]").all():
        for label in place.locator(".sow-option").all()[:1]:
            label.tap()
        for field in place.locator("textarea").all():
            field.tap()
            page.keyboard.insert_text(REFLECTION)
    page.locator("h1").tap()
    expect(page.locator("[data-sheet-progress]")).to_have_text("7 van 12 ingevuld")
    told = page.locator("#inleveren")
    expect(told).to_contain_text("B. Je standpunt vooraf (keuze): ingevuld; een standpunt is niet goed of fout.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Maak mijn bestand om in te leveren").tap()
    download.value.save_as(tmp_path / "in" / "001_1-nabijheid.ipynb")
    code = told.locator("code").last.inner_text()
    context.close()

    (came,) = collect(workspace, "1-nabijheid", tmp_path / "in")
    assert (came.accepted, came.student, came.remark) == (True, "001", "")
    collected = workspace.root / "submitted" / "001" / "1-nabijheid" / "1-nabijheid.ipynb"
    assert receipt_code(read_notebook(collected)["cells"]) == code
    graded = grade(workspace, "1-nabijheid", lambda done, total: None)
    assert (graded.graded, graded.stopped, graded.remarks) == (1, 0, [])
    cells = {cell.cell: cell for cell in results(workspace, "1-nabijheid")["001"].cells}
    assert [cells[f"test-standpunt-{when}"].score for when in ("vooraf", "achteraf")] == [1, 1]
    assert cells["reflectie"].waiting  # a person reads it


def test_a_file_from_jupyterlab_is_taken_over_and_asks_where_both_were_written(
    go: Open, tmp_path: Path, released: Path
) -> None:
    page = go("opdracht/1-nabijheid.html")
    text = page.get_by_role("textbox", name="F. De andere kant", exact=True)
    text.fill("Wat hier staat.")
    text.blur()
    expect(page.locator("[data-sheet-progress]")).to_have_text("1 van 12 ingevuld")
    notebook = read_notebook(released / "1-nabijheid" / "1-nabijheid.ipynb")
    for cell in notebook["cells"]:
        if cell["id"] == "andere-kant":
            cell["source"] = "Wat daar staat."
        if cell["id"] == "stap-2":
            cell["source"] = "verschil = 13"
    file = tmp_path / "1-nabijheid.ipynb"
    file.write_text(json.dumps(notebook), encoding="utf-8")
    brought = page.get_by_label("Neem een bestand over (.ipynb)")
    brought.set_input_files(file)
    expect(page.get_by_text("staat iets anders bij: F. De andere kant. Wat blijft?")).to_be_focused()
    page.get_by_role("button", name="Wat hier staat").click()
    expect(page.get_by_text("Je bestand is overgenomen.")).to_be_visible()
    expect(text).to_have_value("Wat hier staat.")
    expect(page.locator("[data-sheet-progress]")).to_have_text("2 van 12 ingevuld")
    expect(page.get_by_text("Ingevuld in het bestand dat je hier overnam.")).to_be_visible()
    brought.set_input_files(file)
    page.get_by_role("button", name="Wat in het bestand staat").click()
    expect(text).to_have_value("Wat daar staat.")
    other = tmp_path / "brief.ipynb"
    other.write_text("Beste,", encoding="utf-8")
    brought.set_input_files(other)
    expect(page.get_by_role("alert")).to_have_text("Dit bestand kan niet worden gelezen: het is geen notebook.")
    expect(text).to_have_value("Wat daar staat.")
