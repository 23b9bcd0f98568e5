"""Lessons of a school's hub in a browser that several accounts use: each finds its own, and nobody another's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import serious
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
    become(page, who)
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


TAMPERED = """async () => {
  const [{ name }] = await indexedDB.databases();
  const database = await new Promise((done) => (indexedDB.open(name).onsuccess = (told) => done(told.target.result)));
  const transaction = database.transaction("logboek", "readwrite");
  transaction.objectStore("logboek").put({ iv: new Uint8Array(12), sealed: new Uint8Array(40) }, "verzegeld");
  await new Promise((done) => (transaction.oncomplete = done));
  database.close();
}"""
"""What who sits down next can do with the browser's tools: spoil what is closed."""

FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...what) {
    const asked = put.apply(this, what);
    asked.onsuccess = () => this.transaction.abort(); // as a full disk does: only at the end
    return asked;
  };
}"""
"""A disk without room."""

PLANTED = """([name, items]) => {
  const draft = Object.fromEntries(items.map((item) => [item, "Geschreven door Bo."]));
  localStorage.setItem(`${name.replace("-", ".")}.0-start`, JSON.stringify(draft));
}"""
"""A draft in the name of whose closed answers stand here."""

ITEM = "() => sowcourseAsked.lessons[0].fields.map(([item]) => item)"


def become(page: Page, who: str) -> None:
    page.context.add_cookies([{"name": WHO, "value": who, "domain": "127.0.0.1", "path": "/"}])


@pytest.mark.parametrize("who", ["bo", ""])
@pytest.mark.parametrize("back", ["new Event('focus')", "new PageTransitionEvent('pageshow', { persisted: true })"])
def test_a_page_left_open_shows_nothing_of_its_reader_once_somebody_else_sits_there(
    address: str, page: Page, who: str, back: str
) -> None:
    opened(page, f"{address}les/0-start.html", "an")
    write(page, WORDS)
    become(page, who)
    with page.expect_navigation():
        page.evaluate(f"() => void dispatchEvent({back})")
    if who:
        page.locator("html[data-ready]").wait_for(state="attached")
        expect(page.locator(".part-reader textarea").first).to_have_value("")
    else:
        assert page.url.endswith("/aanmelden"), "who logged out logs in first"
    fields = page.locator("textarea").evaluate_all("(fields) => fields.map((field) => field.value)")
    assert WORDS not in "".join(fields) + page.content()


def test_a_lesson_leaves_no_script_behind_in_a_browser_that_others_use_next(address: str, page: Page) -> None:
    opened(page, f"{address}les/0-start.html", "an")
    refused = "() => navigator.serviceWorker.register('worker.js').then(() => '', (fault) => fault.name)"
    assert page.evaluate(refused) == "SecurityError"
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0


def test_a_page_of_who_still_sits_there_stays_as_it_is(address: str, page: Page) -> None:
    opened(page, f"{address}les/0-start.html", "an")
    page.evaluate("() => (globalThis.same = true)")
    with page.expect_response("**/zegel"):
        page.evaluate("() => void dispatchEvent(new Event('focus'))")
    page.route("**/zegel", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.evaluate("() => void dispatchEvent(new Event('focus'))")
    assert page.evaluate("() => globalThis.same && !document.documentElement.hidden")


def test_what_a_full_browser_refuses_is_in_the_file_and_stands_nowhere_open(
    address: str, page: Page, tmp_path: Path
) -> None:
    opened(page, f"{address}les/0-start.html", "an")
    page.evaluate(FULL)
    field = page.locator(".part-reader textarea").first
    field.fill(WORDS)
    field.blur()
    expect(page.locator(".part-reader .sow-status").first).to_contain_text("kon niet worden bewaard in deze browser")
    page.wait_for_function("() => localStorage.length === 1")
    assert "Alleen An" not in page.evaluate(HELD)
    opened(page, f"{address}les/0-start.html", "bo")
    expect(page.locator(".part-reader textarea").first).to_have_value("")
    opened(page, f"{address}les/0-start.html", "an")
    expect(page.locator(".part-reader textarea").first).to_have_value(WORDS)
    expect(page.locator(".part-reader .sow-status").first).to_contain_text("Opgeslagen om")
    page.wait_for_function("() => localStorage.length === 0")


def test_nobody_lays_an_answer_in_the_draft_of_another(address: str, page: Page) -> None:
    opened(page, f"{address}les/0-start.html", "an")
    write(page, WORDS)
    hers, items = page.evaluate("async () => (await indexedDB.databases())[0].name"), page.evaluate(ITEM)
    opened(page, f"{address}index.html", "bo")
    page.evaluate(PLANTED, [hers, items])
    opened(page, f"{address}les/0-start.html", "an")
    expect(page.locator(".part-reader textarea").first).to_have_value(WORDS)
    assert "Geschreven door Bo" not in page.evaluate("() => JSON.stringify(localStorage)")
    assert "Geschreven door Bo." not in page.locator("textarea").evaluate_all("(all) => all.map((one) => one.value)")


def test_who_finds_their_answers_spoilt_hears_so_and_goes_on(address: str, page: Page) -> None:
    opened(page, f"{address}les/0-start.html", "an")
    write(page, WORDS)
    page.evaluate(TAMPERED)
    opened(page, f"{address}les/0-start.html", "an")
    expect(page.get_by_role("alert")).to_contain_text("gaat niet meer open: iemand veranderde het")
    expect(page.locator("[data-nothing-kept]")).to_be_hidden()
    write(page, "Opnieuw geschreven.")
    opened(page, f"{address}les/0-start.html", "an")
    expect(page.locator(".part-reader textarea").first).to_have_value("Opnieuw geschreven.")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_browser_without_a_database_holds_no_open_draft_for_who_comes_next(address: str, page: Page) -> None:
    page.add_init_script("Object.defineProperty(globalThis, 'indexedDB', { value: undefined });")
    opened(page, f"{address}les/0-start.html", "an")
    field = page.locator(".part-reader textarea").first
    field.fill(WORDS)
    field.blur()
    expect(page.locator(".part-reader .sow-status").first).to_contain_text("Deze browser bewaart hier niets")
    assert page.evaluate("() => localStorage.length") == 0
