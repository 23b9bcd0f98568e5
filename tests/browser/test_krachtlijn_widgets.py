"""The widget of each krachtlijn: its surprise, its assumption, by mouse and by keyboard, and back after a reload."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server
from tests.browser.test_lesson import part, saved, until_written
from tests.browser.test_pages_at_desk import at, opened

Starter = Callable[[Path], Server]
Shot = Callable[[Page, str], None]


def open_widget(page: Page, server: Server, module: str, label: str) -> Locator:
    """In the page of a lesson at the desk, where students meet it; `test_every_lesson` opens each as a notebook too."""
    opened(page, at(server, f"les/{module}.html"))
    return part(page, label)


def press(control: Locator, key: str) -> None:
    """What a student without a mouse does; the focus must be visible first."""
    control.page.keyboard.press("Shift")  # from here on the browser knows that a keyboard is in use
    control.focus()
    expect(control).to_be_focused()
    assert control.evaluate("e => e.matches(':focus-visible') && getComputedStyle(e).outlineStyle") == "solid"
    control.press(key)


def test_the_most_frequent_threshold_lets_nobody_through_until_the_assumption_changes(
    work: Path, start_server: Starter, page: Page, shot: Shot
) -> None:
    server = start_server(work)
    section = open_widget(page, server, "1-nabijheid", "Drempels")
    expect(section.get_by_text("1 van de 10 krijgt de steun.")).to_be_visible()
    section.get_by_label("1. Voorspel").select_option(label="Een digitaal formulier")
    section.get_by_label("Een digitaal formulier: het kan").check()
    expect(section.get_by_text("1 van de 10 krijgt de steun. Zonder iets weg te nemen waren het er 1.")).to_be_visible()
    press(section.get_by_role("radio", name="Eén: pas bij de tweede"), "Space")
    expect(
        section.get_by_text("6 van de 10 krijgen de steun. Zonder iets weg te nemen waren het er 2.")
    ).to_be_visible()
    section.get_by_text("Vergelijk de drempels één voor één").click()
    row = section.get_by_role("row", name="Een digitaal formulier 6 mensen")
    expect(row.get_by_role("cell").last).to_have_text("4")
    press(section.get_by_role("radio", name="Geen: wie er één"), "Space")
    expect(row.get_by_role("cell").last).to_have_text("0")
    for box in section.get_by_role("checkbox").all()[0:1] + section.get_by_role("checkbox").all()[2:]:
        press(box, "Space")
    expect(section.get_by_text("10 van de 10 krijgen de steun.")).to_be_visible()
    expect(section.get_by_text("(Inspectie SZW, 2021)")).to_be_visible()
    saved(section)
    shot(page, "drempels")
    page.reload()
    section = part(page, "Drempels")
    expect(section.get_by_text("10 van de 10 krijgen de steun.")).to_be_visible(timeout=30_000)
    expect(section.get_by_label("1. Voorspel")).to_have_value("digitaal")


def test_raising_every_late_moment_helps_less_than_raising_the_first(
    work: Path, start_server: Starter, page: Page, shot: Shot
) -> None:
    server = start_server(work)
    section = open_widget(page, server, "2-proceslogica", "Wie beslist?")
    expect(section.get_by_text("Op papier 16 punten, volgens dit model 13.")).to_be_visible()
    press(section.get_by_role("button", name="Alleen de latere momenten"), "Enter")
    expect(section.get_by_text("Op papier 36 punten, volgens dit model 15.")).to_be_visible()
    expect(section.get_by_text("De eerste vraag houdt nu 7 latere momenten tegen.")).to_be_visible()
    section.get_by_role("button", name="Alleen het eerste moment").click()
    expect(section.get_by_text("Op papier 20 punten, volgens dit model 20.")).to_be_visible()
    section.get_by_role("radio", name="De eerste vraag telt niet").check()
    section.get_by_role("button", name="Alleen de latere momenten").click()
    expect(section.get_by_text("Op papier 36 punten, volgens dit model 36.")).to_be_visible()
    section.get_by_label("6. Het verslag").select_option("1")
    expect(section.get_by_text("Op papier 32 punten, volgens dit model 32.")).to_be_visible()
    section.get_by_label("4. Welk moment zou jij").fill("De vraag, met Dorien en mijn teamleider.")
    saved(section)
    shot(page, "wie-beslist")
    page.reload()
    section = part(page, "Wie beslist?")
    expect(section.get_by_text("Op papier 32 punten, volgens dit model 32.")).to_be_visible(timeout=30_000)
    expect(section.get_by_label("6. Het verslag")).to_have_value("1")


def test_more_services_make_lines_and_leave_the_gap_that_the_choir_fills(
    work: Path, start_server: Starter, page: Page, shot: Shot
) -> None:
    server = start_server(work)
    section = open_widget(page, server, "3-generalistisch", "Levensdomeinen en ecogram")
    expect(section.get_by_text("5 diensten, 10 afstemlijnen, ongeveer 3,3 uur afstemmen per week.")).to_be_visible()
    expect(section.get_by_text("Leeg: vrije tijd en zin.")).to_be_visible()
    press(section.get_by_role("button", name="Haal alle diensten erbij"), "Enter")
    expect(section.get_by_text("8 diensten, 28 afstemlijnen, ongeveer 9,3 uur afstemmen per week.")).to_be_visible()
    expect(section.get_by_text("Leeg: vrije tijd en zin.")).to_be_visible()
    section.get_by_label("Het koor", exact=True).select_option(label="steunend")
    expect(section.get_by_text("Geen enkel domein is leeg.")).to_be_visible()
    press(section.get_by_role("radio", name="OCMW (Hanne)"), "Space")
    expect(section.get_by_text("8 diensten, 7 afstemlijnen")).to_be_visible()
    expect(section.get_by_role("img", name="met 14 betrokkenen en 7 afstemlijnen")).to_be_visible()
    section.get_by_label("5. Onze aanname").select_option("30")
    expect(section.get_by_text("ongeveer 3,5 uur afstemmen per week")).to_be_visible()
    saved(section)
    shot(page, "ecogram")
    section.get_by_label("OCMW (Hanne)").first.select_option(label="niet betrokken")
    expect(section.get_by_text("7 diensten, 21 afstemlijnen")).to_be_visible()
    page.reload()
    section = part(page, "Levensdomeinen en ecogram")
    expect(section.get_by_text("7 diensten, 21 afstemlijnen")).to_be_visible(timeout=30_000)


def test_three_bonds_within_the_group_add_nobody_and_one_bridge_adds_four(
    work: Path, start_server: Starter, page: Page, shot: Shot
) -> None:
    server = start_server(work)
    section = open_widget(page, server, "4-verbindend", "Van klacht naar collectief")
    section.get_by_role("button", name="Vergelijk met één mogelijke indeling").click()
    expect(section.get_by_role("alert")).to_have_text("Zet eerst ook de andere 12 klachten in een groep.")
    for select in section.locator(".sow-grid select").all():
        select.select_option(label="omgang")
    press(section.get_by_role("button", name="Vergelijk met één mogelijke indeling"), "Enter")
    expect(section.get_by_text("gebouw (7)")).to_be_visible()
    expect(section.get_by_role("alert")).to_have_text("")
    expect(section.get_by_text("Het bericht van Samira bereikt 3 van de 14.")).to_be_visible()
    boxes = section.get_by_role("group", name="Leg banden").get_by_role("checkbox")
    for number in range(3):
        press(boxes.nth(number), "Space")
    expect(
        section.get_by_text("Het bericht van Samira bereikt 3 van de 14. Zonder nieuwe banden waren het er 3.")
    ).to_be_visible()
    section.get_by_role("checkbox", name="stadsbestuur (linking)").check()
    expect(section.get_by_text("Het bericht van Samira bereikt 3 van de 14.")).to_be_visible()
    section.get_by_role("checkbox", name="Samira – Rosa (bridging)").check()
    expect(section.get_by_text("Het bericht van Samira bereikt 8 van de 14.")).to_be_visible()
    section.get_by_role("radio", name="één keer").check()
    section.get_by_text("Vergelijk de banden één voor één").click()
    expect(section.get_by_role("row", name="Samira – Nadia bonding").get_by_role("cell").last).to_have_text("1")
    saved(section)
    shot(page, "collectief")
    page.reload()
    section = part(page, "Van klacht naar collectief")
    expect(section.get_by_role("checkbox", name="Samira – Rosa (bridging)")).to_be_checked(timeout=30_000)


def test_the_first_position_comes_back_beside_the_second(
    work: Path, start_server: Starter, page: Page, shot: Shot
) -> None:
    server = start_server(work)
    first = open_widget(page, server, "0-start", "Je standpunt over de stelling")
    first.get_by_label("Waarom sta je daar?").fill("Ik ken het nog niet.")
    saved(first)
    first.get_by_label("oneens", exact=True).check()
    until_written(server, '"oneens"')
    again = open_widget(page, server, "6-synthese", "Je standpunt over de stelling")
    expect(again.get_by_text("In het begin koos je")).to_have_count(0)
    press(again.get_by_role("radio", name="eens", exact=True), "Space")
    expect(again.get_by_text("In het begin koos je: oneens. Nu: eens.")).to_be_visible()
    expect(again.get_by_text("Toen schreef je: Ik ken het nog niet.")).to_be_visible()
    saved(again)
    opened(page, at(server, "portfolio.html"))
    row = page.get_by_role("row").filter(has_text="oneens")
    expect(row.get_by_role("cell")).to_have_text(["oneens", "eens"])
    expect(page.get_by_text("Ik ken het nog niet.")).to_be_visible()
    shot(page, "standpunt-opnieuw")
