"""A student in lesson 5, in a real browser: by mouse, by keyboard, and on another day."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import LESSON, Server, open_document, serious

WIDGETS = 8
"""Widgets in lesson 5 that keep answers."""

READY = f"document.querySelectorAll('section.sow[data-ready]').length >= {WIDGETS}"

Starter = Callable[[Path], Server]
Shot = Callable[[Page, str], None]


@pytest.fixture
def page(window: Page) -> Page:
    return window


@pytest.fixture
def context(page: Page) -> BrowserContext:
    return page.context


def open_lesson(page: Page, server: Server, path: str = LESSON) -> None:
    open_document(page, server, path)
    page.wait_for_function(READY)


def part(page: Page, label: str) -> Locator:
    return page.get_by_role("region", name=label, exact=True)


def first_note(page: Page) -> Locator:
    """Each note is called by its own question."""
    return page.get_by_role("region", name=re.compile("^Notitie: ")).first


def logbook(server: Server) -> dict[str, object]:
    content = json.loads((server.folder / "logboek.json").read_text(encoding="utf-8"))
    return {item: entry["value"] for item, entry in content["modules"]["5-politiserend"].items()}


def findings(page: Page) -> list[str]:
    """Serious and critical findings of axe in what we draw."""
    return serious(page, {"include": [[".sow"], [".sowcourse-bar"]]})


def until_written(server: Server, text: str) -> None:
    """Wait until the logbook holds a text."""
    until = time.monotonic() + 30
    while text not in (server.folder / "logboek.json").read_text(encoding="utf-8"):
        assert time.monotonic() < until, f"{text} did not reach the logbook"
        time.sleep(0.1)


def saved(section: Locator) -> None:
    expect(section.get_by_text("Opgeslagen om")).to_be_visible()


def test_a_student_who_never_clicks_in_code_does_the_lesson_and_comes_back_to_all_of_it(
    work: Path, start_server: Starter, context: BrowserContext, page: Page, shot: Shot
) -> None:
    server = start_server(work)
    open_lesson(page, server)
    expect(page.locator(".sowcourse-lesson .jp-CodeCell .jp-InputArea-editor:visible")).to_have_count(0)
    expect(page.locator(".sowcourse-bar")).to_contain_text("wordt vanzelf bewaard")
    expect(page.get_by_role("heading", name="Politiserend werken", exact=True)).to_be_in_viewport()
    shot(page, "les-bij-openen")

    reader = part(page, "Lezen")
    reader.get_by_label("Waar hoorde of deed jij zelf aan espresso-kritiek?").fill("Op stage, na het teamoverleg.")
    expect(reader.get_by_text("1 van 6 kantlijnvragen beantwoord.")).to_be_visible()
    saved(reader)

    forum = part(page, "Van koffieapparaat naar publiek forum")
    forum.get_by_role("button", name="Vergelijk met één mogelijke plaatsing").click()
    expect(forum.get_by_role("alert")).to_contain_text("Zet eerst ook deze op hun plaats: Mopperen bij de koffie")
    for select in forum.locator(".sow-grid select").all():
        select.select_option("collectief buiten")
    forum.get_by_role("button", name="Vergelijk met één mogelijke plaatsing").click()
    expect(forum.get_by_text("Jij koos collectief, buiten.").first).to_be_visible()
    forum.get_by_label("Veertien dossiers (NL)").check()
    forum.get_by_label("Eerste stap").select_option(label="Per dossier in bezwaar of beroep gaan")
    expect(forum.get_by_text("In de lijn van Vroegop: Wie maakt bezwaar")).to_be_visible()
    forum.get_by_label("En dan").select_option(label="Klacht bij de ombudsman")
    expect(forum.get_by_text("dwingen kan een ombudsman niet")).to_be_visible()
    shot(page, "forum")

    debate = part(page, "Debat: In gesprek blijven of de strijd aangaan?")
    debate.get_by_role("button", name="Verder").click()
    expect(debate.get_by_role("alert")).to_have_text("Kies eerst een standpunt.")
    debate.get_by_label("oneens", exact=True).check()
    debate.get_by_label("Waarom sta je daar?").fill("Ik zag op stage dat praten niets veranderde.")
    debate.get_by_role("button", name="Verder").click()
    expect(debate.get_by_text("Pas op dat je niet in een politiek gevecht belandt")).to_be_visible()
    debate.get_by_role("button", name="Verder").click()
    debate.get_by_label("Wie de goede wil van bestuurders in twijfel trekt").check()
    debate.get_by_label("Wie conflict wegpoetst, maakt de democratie").check()
    debate.get_by_role("button", name="Verder").click()
    shot(page, "debat-halverwege")
    debate.get_by_role("button", name="Loot een kant").click()
    debate.get_by_label("Je pleidooi").fill("Wie praat, blijft binnen. Wie buiten staat, wordt gehoord.")
    debate.get_by_role("button", name="Verder").click()
    debate.get_by_label("Wat antwoord je?").fill("Dan kies ik mijn woorden nog zorgvuldiger.")
    debate.get_by_role("button", name="Verder").click()
    debate.get_by_role("button", name="Verder").click()
    expect(debate.get_by_role("alert").last).to_have_text("Schrijf ook voor de andere kant iets, hoe kort ook.")
    debate.get_by_label("De andere kant, nu").fill("Wie roept, wordt ook gehoord.")
    debate.get_by_role("button", name="Verder").click()
    debate.get_by_label("Een gezamenlijke zin").fill("Wie het aangaat, kiest de toon.")
    debate.get_by_role("button", name="Verder").click()
    debate.get_by_role("radio", name="neutraal").nth(1).check()
    debate.get_by_label("Wat gaf de doorslag?").fill("Het tegenargument over toon.")
    debate.get_by_role("button", name="Verder").click()
    expect(debate.get_by_text("Vooraf: oneens. Achteraf: neutraal.")).to_be_visible()
    expect(debate.get_by_text("Geen van beide is beter.")).to_be_visible()

    quiz = part(page, "Toets jezelf")
    quiz.get_by_label("Een korte, scherpe open brief aan het bestuur.").check()
    quiz.get_by_role("button", name="Controleer vraag 1").click()
    expect(quiz.get_by_text("Een open brief is juist openbaar.")).to_be_visible()
    quiz.get_by_label("Kritiek die informeel blijft").check()
    quiz.get_by_role("button", name="Controleer vraag 1").click()
    expect(quiz.get_by_text("✓ Dit past.")).to_be_visible()
    expect(quiz.get_by_text("1 van 9 vragen beantwoord.")).to_be_visible()

    chart = part(page, "Voedselhulp in Nederland sinds 2020 met een kwart gedaald")
    chart.get_by_text("De cijfers in een tabel").click()
    expect(chart.get_by_role("cell", name="160.500")).to_be_visible()
    chart.get_by_text("Wat klopt er niet aan deze grafiek?").click()
    expect(chart.get_by_text("Hier draait de maat de conclusie om")).to_be_visible()
    shot(page, "grafiek")
    assert findings(page) == []
    for section in (forum, debate, quiz):
        saved(section)
    kept = logbook(server)
    assert kept["toets.espresso"] == "b"

    page.close()
    server.stop()
    again = start_server(work)
    page = context.new_page()
    open_lesson(page, again)
    expect(part(page, "Lezen").get_by_label("Waar hoorde of deed jij zelf")).to_have_value(
        "Op stage, na het teamoverleg."
    )
    debate = part(page, "Debat: In gesprek blijven of de strijd aangaan?")
    expect(debate.get_by_text("Vooraf: oneens. Achteraf: neutraal.")).to_be_visible()
    expect(debate.get_by_label("Je pleidooi")).to_have_value(
        "Wie praat, blijft binnen. Wie buiten staat, wordt gehoord."
    )
    expect(part(page, "Toets jezelf").get_by_text("1 van 9 vragen beantwoord.")).to_be_visible()
    expect(part(page, "Van koffieapparaat naar publiek forum").get_by_label("Eerste stap")).to_have_value("bezwaar")
    assert logbook(again) == kept


def tab_to(page: Page, name: str, limit: int = 250) -> None:
    """Press Tab until the element whose label starts with `name` has the focus."""
    script = """() => {
        const e = document.activeElement;
        if (!e || !e.closest('.sow')) return '';
        const legend = e.closest('fieldset')?.querySelector('legend')?.textContent ?? '';
        return (legend ? legend + ' | ' : '') + (e.labels?.[0]?.textContent ?? e.textContent ?? '');
    }"""
    for _ in range(limit):
        if name in page.evaluate(script):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name!r} cannot be reached with Tab")


def test_the_same_walk_by_keyboard_alone(work: Path, start_server: Starter, page: Page) -> None:
    server = start_server(work)
    open_lesson(page, server)
    tab_to(page, "Waar hoorde of deed jij zelf")
    page.keyboard.type("dd a b x: in de auto naar huis.")
    tab_to(page, "Mopperen bij de koffie")
    page.keyboard.type("ind")
    tab_to(page, "Voor welke casus?")
    page.keyboard.press("Space")

    tab_to(page, "Waar sta je nu?")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Waarom sta je daar?")
    page.keyboard.type("Omdat mensen het horen.")
    for _ in range(2):
        tab_to(page, "Verder")
        page.keyboard.press("Enter")
    for legend in ("sterkste argument voor?", "sterkste argument tegen?"):
        tab_to(page, legend)
        page.keyboard.press("Space")
    tab_to(page, "Verder")
    page.keyboard.press("Enter")
    tab_to(page, "Loot een kant")
    page.keyboard.press("Enter")
    tab_to(page, "Je pleidooi")
    page.keyboard.type("Zo sterk als ik kan.")
    tab_to(page, "Verder")
    page.keyboard.press("Enter")
    tab_to(page, "Wat antwoord je?")
    page.keyboard.type("Een goed punt.")
    tab_to(page, "Verder")
    page.keyboard.press("Enter")
    tab_to(page, "De andere kant, nu")
    page.keyboard.type("Ook daar zit iets in.")
    tab_to(page, "Verder")
    page.keyboard.press("Enter")
    tab_to(page, "Een gezamenlijke zin")
    page.keyboard.type("Die is er niet, want de tijd ontbreekt.")
    tab_to(page, "Verder")
    page.keyboard.press("Enter")
    tab_to(page, "na beide kanten?")
    page.keyboard.press("Space")
    tab_to(page, "Wat gaf de doorslag?")
    page.keyboard.type("De andere kant hardop zeggen.")
    tab_to(page, "Verder")
    page.keyboard.press("Enter")
    debate = part(page, "Debat: In gesprek blijven of de strijd aangaan?")
    expect(debate.get_by_text("Vooraf: oneens. Achteraf: helemaal oneens.")).to_be_visible()

    tab_to(page, "Vraag 1 van 9.")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Controleer vraag 1")
    page.keyboard.press("Enter")
    expect(part(page, "Toets jezelf").get_by_text("✓ Dit past.")).to_be_visible()
    saved(part(page, "Toets jezelf"))
    kept = logbook(server)
    assert kept["lezen.koffie"] == "dd a b x: in de auto naar huis."
    assert kept["toets.espresso"] == "b"
    assert kept["forum"]["places"] == {"mopperen": "individueel binnen"}  # type: ignore[index]
    expect(page.locator(".jp-Cell")).to_have_count(len(json.loads((work / LESSON).read_text())["cells"]))


def test_a_screen_reader_hears_names_roles_and_states_and_text_twice_as_large_loses_nothing(
    work: Path, start_server: Starter, page: Page
) -> None:
    open_lesson(page, start_server(work))
    debate = part(page, "Debat: Wie spreekt voor de buurt?")
    debate.get_by_label("helemaal eens").check()
    expect(debate).to_match_aria_snapshot(
        """
        - 'region "Debat: Wie spreekt voor de buurt?"':
          - heading "Wie spreekt voor de buurt?" [level=4]
          - progressbar "Voortgang van dit debat"
          - heading "1. Je standpunt vooraf" [level=5]
          - group "Waar sta je nu?":
            - radio "helemaal oneens"
            - radio "oneens"
            - radio "neutraal"
            - radio "eens"
            - radio "helemaal eens" [checked]
          - textbox "Waarom sta je daar?"
          - button "Verder"
        """
    )
    assert page.evaluate("document.documentElement.lang").startswith("nl")
    expect(page.get_by_role("group", name="Lijngrafiek. Het gemiddelde aantal personen")).to_be_visible()

    page.add_style_tag(content=":root { --jp-content-font-size1: 28px !important; }")
    wide = page.evaluate(
        """[...document.querySelectorAll('.sow *')]
            .filter((e) => e.checkVisibility() && e.clientWidth && !e.closest('.sow-scroll, svg'))
            .filter((e) => e.scrollWidth > e.clientWidth + 2)
            .map((e) => e.outerHTML.slice(0, 90))"""
    )
    assert wide == []


def restart_kernel(page: Page) -> None:
    page.get_by_role("region", name="Deze les").get_by_role("button", name="Hulp").click()
    dialog = page.get_by_role("dialog", name="Hulp")
    dialog.get_by_role("button", name="Start de rekenkern opnieuw").click()
    expect(dialog).to_contain_text("De rekenkern is opnieuw gestart. Er is niets verloren.")
    dialog.get_by_role("button", name="Sluiten").click()


def test_after_a_kernel_restart_nothing_is_lost_and_one_button_goes_on(
    work: Path, start_server: Starter, page: Page
) -> None:
    server = start_server(work)
    open_lesson(page, server)
    note = first_note(page)
    note.get_by_role("textbox").fill("Voor de herstart.")
    saved(note)
    restart_kernel(page)
    bar = page.get_by_role("region", name="Deze les")
    expect(bar.get_by_text("De les is gestopt. Wat je schreef, gaat niet verloren.")).to_be_visible()
    note.get_by_role("textbox").fill("Voor de herstart. En erna.")
    expect(note.get_by_text("Nog niet in je logboek bewaard: deze les draait niet.")).to_be_visible()
    assert logbook(server)["notitie.eerste-ingeving"] == "Voor de herstart."
    bar.get_by_role("button", name="Start module").click()
    expect(bar.get_by_role("button", name="Start module")).to_be_hidden()
    page.wait_for_function(READY)
    note = first_note(page)
    expect(note.get_by_role("textbox")).to_have_value("Voor de herstart. En erna.")
    saved(note)
    assert logbook(server)["notitie.eerste-ingeving"] == "Voor de herstart. En erna."


def test_a_reload_right_after_typing_keeps_the_sentence(work: Path, start_server: Starter, page: Page) -> None:
    server = start_server(work)
    open_lesson(page, server)
    first_note(page).get_by_role("textbox").press_sequentially("Midden in een zin")
    page.reload()
    page.wait_for_function(READY)
    note = first_note(page)
    expect(note.get_by_role("textbox")).to_have_value("Midden in een zin")
    until_written(server, '"Midden in een zin"')  # before the reload or after it; only after it is that also said


def test_a_logbook_that_cannot_be_written_is_said_where_the_student_types(
    work: Path, start_server: Starter, page: Page
) -> None:
    open_lesson(page, start_server(work))
    (work / "logboek.json").mkdir()
    note = first_note(page)
    note.get_by_role("textbox").fill("Een zin.")
    expect(note.get_by_role("status").last).to_contain_text("je logboek kan niet worden gelezen")
    (work / "logboek.json").rmdir()
    note.get_by_role("textbox").fill("Een zin. En nog een.")
    saved(note)


def unsigned_copy(work: Path, change: Callable[[dict[str, object]], None]) -> str:
    notebook = json.loads((work / LESSON).read_text(encoding="utf-8"))
    change(notebook)
    (work / "gekregen.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return "gekregen.ipynb"


def test_a_copy_that_was_never_trusted_runs_when_every_cell_is_ours(
    work: Path, start_server: Starter, page: Page
) -> None:
    open_lesson(page, start_server(work), unsigned_copy(work, lambda notebook: None))


def test_a_tampered_lesson_waits_for_one_click(work: Path, start_server: Starter, page: Page) -> None:
    spoiled = work / "gelukt.txt"

    def tamper(notebook: dict[str, object]) -> None:
        cells = notebook["cells"]
        assert isinstance(cells, list)
        cell = next(cell for cell in cells if cell["id"] == "leerresultaten")
        cell["source"] = f"open({str(spoiled)!r}, 'w').close()"

    server = start_server(work)
    open_document(page, server, unsigned_copy(work, tamper))
    bar = page.get_by_role("region", name="Deze les")
    expect(bar.get_by_role("button", name="Start module")).to_be_visible()
    assert findings(page) == []
    page.wait_for_timeout(1500)
    assert not spoiled.exists()
    expect(page.locator("section.sow")).to_have_count(0)
    bar.get_by_role("button", name="Start module").click()
    page.wait_for_function(READY)
    assert spoiled.exists()


def test_an_ordinary_notebook_is_left_alone(work: Path, start_server: Starter, page: Page) -> None:
    def strip(notebook: dict[str, object]) -> None:
        notebook["metadata"] = {}

    open_document(page, start_server(work), unsigned_copy(work, strip))
    expect(page.get_by_role("heading", name="Politiserend werken", exact=True)).to_be_visible()
    expect(page.locator(".sowcourse-bar")).to_have_count(0)
    expect(page.locator("section.sow")).to_have_count(0)
