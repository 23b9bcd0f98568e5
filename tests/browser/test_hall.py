"""A debate of a class, live: a lecturer's screen and phones, by keyboard, without a script, and when it is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sowcourse.debate import load_debate
from tests.browser.conftest import CONTRAST, violations
from tests.hall_server import WHO, HallServer, running

DEBATE = load_debate("5-politiserend", "in-gesprek-blijven")
PRO, CONTRA = (DEBATE.side(side)[0].id for side in ("pro", "contra"))


@pytest.fixture
def server() -> Iterator[HallServer]:
    with running() as started:
        yield started


@pytest.fixture
def open_page(browser: Browser, server: HallServer) -> Iterator[Callable[..., Page]]:
    """A browser of somebody: name, width, with or without scripts."""
    opened = []

    def make(name: str, width: int = 320, script: bool = True) -> Page:
        context = browser.new_context(
            locale="nl-BE", viewport={"width": width, "height": 700}, java_script_enabled=script
        )
        opened.append(context)
        context.add_cookies([{"name": WHO, "value": name, "domain": "127.0.0.1", "path": "/"}])
        page = context.new_page()
        page.goto(server.address)
        return page

    yield make
    for context in opened:
        context.close()


def look(*pages: Page) -> None:
    """Each is whole: nothing that axe finds, in light and dark; nothing out of the window, also at 200% text."""
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for page in pages:
        for scheme, rules in (("light", ()), ("dark", CONTRAST)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found = violations(page, only=rules)
            assert [(page.title(), each["id"], each["nodes"][0]["html"]) for each in found] == []
        assert (page.title(), page.evaluate(wider)) == (page.title(), 0)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert (page.title(), page.evaluate(wider)) == (page.title(), 0), "at 200%"
        page.evaluate("document.documentElement.style.fontSize = ''")


def test_a_class_of_five_by_keyboard_from_the_code_to_the_movement(
    server: HallServer, open_page: Callable[..., Page]
) -> None:
    els, phone, other = open_page("els", 1280), open_page("bibi0"), open_page("bibi1", 390)
    look(els, phone)
    els.get_by_role("radio", name="dag").press("Space")
    els.get_by_role("radio", name="bestuurders").press("Space")
    els.get_by_role("button", name="Open de zaal").press("Enter")
    code = els.get_by_role("banner").locator(".code").inner_text()
    phone.get_by_role("link", name="Kijk opnieuw").press("Enter")
    phone.get_by_label("De code op het scherm").fill(code)
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Waar sta je nu?")).to_be_visible()
    other.goto(f"{server.address}{code}")
    expect(els.get_by_role("main")).to_contain_text("2 binnen")
    expect(els.get_by_text("Nog geen 5 antwoorden")).to_be_visible()
    look(els, phone)

    phone.keyboard.press("Tab")
    phone.keyboard.press("Space")
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("status")).to_contain_text("Bewaard.")
    other.get_by_role("radio", name="oneens", exact=True).press("Space")
    other.get_by_role("button", name="Bewaar").press("Enter")
    expect(other.get_by_role("status")).to_contain_text("Bewaard.")
    for number in range(2, 5):
        server.visitor(f"bibi{number}").answer(code, "vooraf", before="oneens")
    expect(els.get_by_role("main")).to_contain_text("5 van 5 antwoordden")
    expect(els.get_by_text("Nog geen 5 antwoorden")).to_be_hidden()
    expect(els.get_by_role("main")).not_to_contain_text("oneens")

    els.keyboard.press("Tab")
    els.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Het sterkste argument van elke kant")).to_be_visible()
    for page in (phone, other):
        for side in ("voor", "tegen"):
            page.get_by_role("group", name=f"argument {side}").get_by_role("radio").first.press("Space")
        page.get_by_role("button", name="Bewaar").press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Bewaard.")
    for number in range(2, 5):
        server.visitor(f"bibi{number}").answer(code, "sterkste", pro=PRO, contra=CONTRA)
    look(els, phone)

    els.get_by_role("button", name="Verder").press("Enter")
    expect(els.get_by_role("main")).to_contain_text(DEBATE.side("pro")[0].words)
    expect(els.get_by_role("main")).to_contain_text(DEBATE.side("contra")[0].words)
    pleads = phone.locator(".side strong")
    expect(phone.get_by_role("heading", name="Het lot")).to_be_visible()
    first = pleads.inner_text()
    look(els, phone)
    els.get_by_role("button", name="Verder").press("Enter")
    expect(pleads).to_have_text("tegen" if first == "voor" else "voor")
    look(els, phone)
    els.get_by_role("button", name="Verder").press("Enter")
    for page in (phone, other):
        page.get_by_role("radio", name="eens", exact=True).press("Space")
        page.get_by_role("button", name="Bewaar").press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Bewaard.")
    for number in range(2, 5):
        server.visitor(f"bibi{number}").answer(code, "achteraf", after="eens")
    els.get_by_role("button", name="Toon de beweging").press("Enter")
    told = "Gemiddeld stond de klas vooraf aan de kant van oneens, en nu aan de kant van eens."
    for page in (els, phone, other):
        expect(page.get_by_role("main")).to_contain_text(told)
    expect(els.get_by_role("img", name="Van vooraf naar achteraf")).to_be_visible()
    els.get_by_text("Als tabel", exact=True).press("Enter")
    expect(els.get_by_role("cell", name="aan de kant van eens")).to_be_visible()
    look(els, phone)
    with els.expect_download() as kept:
        els.get_by_role("button", name="Bewaar deze tellingen").press("Enter")
    assert told in Path(kept.value.path()).read_text("utf-8")
    els.get_by_text("De zaal sluiten").press("Enter")
    els.get_by_role("button", name="Sluit de zaal").press("Enter")
    expect(els.get_by_role("heading", name="Een debat openen voor de zaal")).to_be_visible()
    expect(phone.get_by_role("main")).to_contain_text(told)  # the end is no fault


def test_without_a_script_one_votes_and_the_page_goes_on_by_itself(
    server: HallServer, open_page: Callable[..., Page]
) -> None:
    code = server.open()
    phone = open_page("bibi0", script=False)
    phone.get_by_label("De code op het scherm").fill(code)
    phone.keyboard.press("Enter")
    asks_again = phone.locator("meta[http-equiv=refresh]")
    expect(asks_again).to_have_count(0)  # it would take away what somebody is choosing
    phone.get_by_role("radio", name="neutraal").check()
    phone.get_by_role("button", name="Bewaar").click()
    expect(phone.get_by_role("status")).to_contain_text("Bewaard.")
    expect(phone.get_by_role("radio", name="neutraal")).to_be_hidden()  # who sits beside does not read it
    expect(asks_again).to_have_attribute("content", f"8; url=/hub-van-school/services/zaal/{code}")
    phone.get_by_text("Bekijk of verander je keuze").press("Enter")
    expect(phone.get_by_role("radio", name="neutraal")).to_be_checked()
    server.visitor("els").forward(code, "vooraf")
    phone.get_by_role("radio", name="eens", exact=True).check()
    phone.get_by_role("button", name="Verander").click()
    expect(phone.get_by_role("alert")).to_contain_text("Deze ronde is al dicht")
    expect(phone.get_by_role("heading", name="Het sterkste argument van elke kant")).to_be_visible()


def test_a_hall_that_is_closed_halfway_is_said_on_each_phone(
    server: HallServer, open_page: Callable[..., Page]
) -> None:
    code = server.open()
    phone = open_page("bibi0")
    phone.goto(f"{server.address}{code}")
    server.visitor("els").post(f"{code}/scherm", doe="sluiten")
    expect(phone.get_by_role("alert")).to_contain_text("Deze zaal is er niet, of niet meer.")
    look(phone)


def test_without_connection_a_phone_says_so_and_goes_on_when_it_is_back(
    server: HallServer, open_page: Callable[..., Page]
) -> None:
    code = server.open()
    phone = open_page("bibi0", 390)
    phone.goto(f"{server.address}{code}")
    phone.route("**/stand?**", lambda route: route.abort())
    server.visitor("els").forward(code, "vooraf")
    expect(phone.get_by_text("Geen verbinding met de server van je school")).to_be_visible()
    phone.unroute("**/stand?**")
    expect(phone.get_by_role("heading", name="Het sterkste argument van elke kant")).to_be_visible()


def test_who_must_log_in_anew_is_sent_there_and_does_not_ask_without_end(
    server: HallServer, open_page: Callable[..., Page]
) -> None:
    """After a restart every question is sent to log in; only the page itself can go there and come back."""
    code = server.open()
    phone = open_page("bibi0", 390)
    phone.goto(f"{server.address}{code}")
    answered: list[str] = []
    phone.on("response", lambda response: answered.append(response.url))
    phone.route("**/stand?**", lambda route: route.abort())
    server.visitor("els").forward(code, "vooraf")
    expect(phone.get_by_text("Wat je bewaarde, telt zolang de zaal open staat.")).to_be_visible()
    phone.context.clear_cookies()
    phone.unroute("**/stand?**")
    phone.wait_for_url("**/aanmelden")
    assert [address for address in answered if "aanmelden" in address] == [phone.url], "the question did not go itself"
