"""Lessons of a school's hub in a browser that several accounts use: each finds its own, and nobody another's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_pages import serious
from tests.reading_server import WHO, running

Shot = Callable[[Page, str], None]
WORDS = "Alleen An mag dit lezen."

HELD = """async () => {
  const found = [JSON.stringify(localStorage), document.cookie];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done) => (indexedDB.open(name).onsuccess = (told) => done(told.target.result)));
    for (const shelf of database.objectStoreNames) {
      const asked = database.transaction(shelf).objectStore(shelf).getAll();
      for (const kept of await new Promise((done) => (asked.onsuccess = () => done(asked.result)))) {
        found.push(name, typeof kept, ...Object.values(kept).map((one) => new TextDecoder("latin1").decode(one)));
      }
    }
    database.close();
  }
  return found.join("\\n");
}"""
"""All that this browser keeps of this address, as who opens its tools sees it."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running() as started:
        yield started


def opened(page: Page, address: str, who: str) -> Page:
    page.context.add_cookies([{"name": WHO, "value": who, "domain": "127.0.0.1", "path": "/"}])
    page.goto(address)
    page.locator("html[data-ready]").wait_for(state="attached")
    return page


def write(page: Page, text: str) -> None:
    field = page.locator(".part-reader textarea").first
    field.fill(text)
    field.blur()
    expect(page.locator(".part-reader .sow-status").first).to_contain_text("Opgeslagen om")


def test_two_students_at_one_computer_each_find_their_own_answers_and_no_others(
    address: str, page: Page, shot: Shot
) -> None:
    opened(page, f"{address}les/0-start.html", "an")
    write(page, WORDS)
    assert serious(page) == []
    held = page.evaluate(HELD)
    assert "sowcourse-" in held, "it is kept"
    assert "Alleen An" not in held
    assert "an" not in held.split(), "nor who it is of"

    opened(page, f"{address}les/0-start.html", "bo")
    expect(page.locator(".part-reader textarea").first).to_have_value("")
    write(page, "Dit is van Bo.")
    assert "Alleen An" not in page.content()
    opened(page, f"{address}index.html", "bo")
    expect(page.locator("[data-progress='0-start']")).to_have_text("1 van 5 onderdelen")
    expect(page.locator(".logbook")).to_contain_text("op slot voor wie er na jou werkt")
    shot(page, "hub-lessen")

    opened(page, f"{address}les/0-start.html", "an")
    expect(page.locator(".part-reader textarea").first).to_have_value(WORDS)


def test_two_tabs_of_one_account_lose_nothing_of_each_other(address: str, context: BrowserContext) -> None:
    first, second = context.new_page(), context.new_page()
    for tab in (first, second):
        opened(tab, f"{address}les/0-start.html", "an")
    for tab, place in ((first, 0), (second, 1)):
        field = tab.locator(".part-reader textarea").nth(place)
        field.fill(f"Uit tab {place}.")
        field.blur()
    for tab in (first, second):
        expect(tab.locator(".part-reader .sow-status").first).to_contain_text("Opgeslagen om")
    opened(first, f"{address}les/0-start.html", "an")
    for place in (0, 1):
        expect(first.locator(".part-reader textarea").nth(place)).to_have_value(f"Uit tab {place}.")


def test_a_logbook_goes_out_as_a_file_and_comes_in_at_another_computer(
    address: str, page: Page, tmp_path: Path
) -> None:
    opened(page, f"{address}les/0-start.html", "an")
    write(page, WORDS)
    opened(page, f"{address}index.html", "an")
    with page.expect_download() as given:
        page.get_by_role("button", name="Bewaar mijn logboek").click()
    file = tmp_path / "logboek.json"
    given.value.save_as(file)
    opened(page, f"{address}index.html", "cem")
    page.get_by_label("Neem een logboek over uit een bestand").set_input_files(file)
    expect(page.get_by_role("status")).to_contain_text("1 antwoord is overgenomen")
    opened(page, f"{address}les/0-start.html", "cem")
    expect(page.locator(".part-reader textarea").first).to_have_value(WORDS)


def test_who_is_logged_out_reads_on_and_hears_that_nothing_is_filled_in(address: str, page: Page) -> None:
    page.context.add_cookies([{"name": WHO, "value": "an", "domain": "127.0.0.1", "path": "/"}])
    page.route("**/zegel", lambda route: route.fulfill(status=403, body=""))
    page.goto(f"{address}les/0-start.html")
    expect(page.get_by_role("alert")).to_contain_text("Je bent niet meer aangemeld. Herlaad deze bladzijde")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.unroute("**/zegel")
    page.route("**/zegel", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("De server van je school antwoordt niet")


def test_a_browser_that_keeps_nothing_says_so(address: str, page: Page) -> None:
    page.add_init_script("Object.defineProperty(globalThis, 'indexedDB', { value: undefined });")
    opened(page, f"{address}les/0-start.html", "an")
    expect(page.locator("[data-nothing-kept]")).to_be_visible()
