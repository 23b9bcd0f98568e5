"""A lesson at the desk is a page of the student's own server: there at once, without a kernel, with the one logbook."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from sowcourse.hub.seal import seal_of
from sowcourse.logbook import Logbook
from sowcourse.site.building import SEAL, write_site
from tests.browser.conftest import WITHOUT_EXTENSION, Server, plain_lab_ready, run_all_cells, serious, serve

Starter = Callable[[Path], Server]
Shot = Callable[[Page, str], None]


def at(server: Server, name: str) -> str:
    return f"http://127.0.0.1:{server.port}/sowcourse/{name}"


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.locator("html[data-ready]").wait_for(state="attached")
    return page


def answer(part: Locator, text: str, place: int = 0) -> None:
    """Write in one field of a part, and wait until it is kept."""
    part.locator("textarea").nth(place).fill(text)
    part.locator("textarea").nth(place).blur()
    expect(part.locator(".sow-status")).to_contain_text("Opgeslagen om")


def test_a_lesson_is_done_without_a_kernel_and_everything_is_in_the_logbook(
    work: Path, start_server: Starter, page: Page, shot: Shot
) -> None:
    server = start_server(work)
    opened(page, at(server, "index.html"))
    expect(page.get_by_text("Nog geen. Zet de opdracht die je van je lesgever kreeg in je werkmap")).to_be_visible()
    page.get_by_role("link", name="Begin met Start").press("Enter")
    page.locator(".part-reader").wait_for()
    page.locator("html[data-ready]").wait_for(state="attached")
    answer(page.locator(".part-reader"), "Zonder rekenkern.")
    assert "Zonder rekenkern." in Logbook(work).module("0-start").values()
    assert serious(page) == []
    shot(page, "bureau-bladzijde")
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    opened(page, at(server, "index.html"))
    expect(page.locator("[data-progress='0-start']")).to_have_text("1 van 5 onderdelen")
    shot(page, "bureau-lessen")
    assert page.evaluate("fetch('/api/kernels').then((reply) => reply.json())") == []


@pytest.mark.parametrize(
    "answer_of_the_hub",
    [
        {"status": 403, "body": ""},
        {"json": {"modules": {}, "owner": "bo", "notice": "", "seal": json.loads(seal_of("geheim-van-school", "bo"))}},
    ],
)
def test_at_school_a_page_left_open_shows_nothing_of_its_reader_once_somebody_else_sits_there(
    work: Path, home: Path, page: Page, monkeypatch: pytest.MonkeyPatch, answer_of_the_hub: dict[str, Any]
) -> None:
    monkeypatch.setenv(SEAL, seal_of("geheim-van-school", "an"))
    server = serve(work, home)
    try:
        opened(page, at(server, "les/0-start.html"))
        answer(page.locator(".part-reader"), "Alleen An mag dit lezen.")
        page.evaluate("() => (globalThis.same = true)")
        with page.expect_response("**/logboek"):
            page.evaluate("() => void dispatchEvent(new Event('focus'))")
        assert page.evaluate("() => globalThis.same && !document.documentElement.hidden"), "who still sits there"
        page.route("**/logboek", lambda route: route.fulfill(**answer_of_the_hub))
        page.route("**/*.html", lambda route: route.fulfill(body="Meld je aan", content_type="text/html"))
        with page.expect_navigation():
            page.evaluate("() => void dispatchEvent(new Event('focus'))")
        expect(page.locator("body")).to_have_text("Meld je aan")
        page.unroute_all()
    finally:
        server.stop()


def test_nobody_reads_or_writes_a_logbook_without_the_key_of_the_server(
    work: Path, home: Path, start_server: Starter, page: Page
) -> None:
    server = start_server(work)
    opened(page, at(server, "les/0-start.html"))
    asked = (
        """(body) => fetch('../bewaar', {method: 'POST', body: JSON.stringify(body)}).then((reply) => reply.status)"""
    )
    assert page.evaluate(asked, {"module": "0-start", "items": {"x": 1}}) == 403, "without the token of this page"
    assert Logbook(work).module("0-start") == {}
    assert page.goto(at(server, "les/..%2f..%2fwerkmap.toml")).status == 404  # type: ignore[union-attr]
    assert page.goto(at(server, "les/9-niets.html")).status == 404  # type: ignore[union-attr]


def test_a_server_that_stops_costs_no_sentence_and_the_page_goes_on_by_itself(
    work: Path, home: Path, page: Page, shot: Shot
) -> None:
    server = serve(work, home)
    try:
        opened(page, at(server, "les/0-start.html"))
        server.stop()
        part = page.locator(".part-reader")
        part.locator("textarea").first.fill("Terwijl niets antwoordde.")
        part.locator("textarea").first.blur()
        expect(page.get_by_role("alert")).to_contain_text("de cursus antwoordt niet")
        expect(part.locator(".sow-status")).to_contain_text("Nog niet in je logboek bewaard")
        shot(page, "bureau-server-weg")
        server = serve(work, home, server.port)
        expect(part.locator(".sow-status")).to_contain_text("Opgeslagen om")
        expect(page.get_by_role("alert")).to_have_count(0)
        assert "Terwijl niets antwoordde." in Logbook(work).module("0-start").values()
    finally:
        if server.process.poll() is None:
            server.stop()


def brought(page: Page, file: Path) -> None:
    page.get_by_label("Neem een logboek over").set_input_files(file)
    expect(page.locator("[data-logbook-status]")).to_contain_text("overgenomen")


def kept(page: Page, file: Path) -> Path:
    with page.expect_download() as given:
        page.get_by_role("button", name="Bewaar mijn logboek").click()
    given.value.save_as(file)
    return file


def test_a_logbook_walks_from_page_to_desk_to_plain_jupyter_and_back_and_keeps_every_answer(
    work: Path, home: Path, start_server: Starter, context: BrowserContext, tmp_path: Path
) -> None:
    """Of the four answers one is given at each place, and the first is changed at the second."""
    site = tmp_path / "website"
    write_site(site)
    page = opened(context.new_page(), (site / "les/0-start.html").as_uri())
    reader = page.locator(".part-reader")
    answer(reader, "Eerst op de bladzijde.")
    answer(reader, "Ook op de bladzijde.", 1)
    opened(page, (site / "portfolio.html").as_uri())
    kept(page, tmp_path / "a.json")

    page.wait_for_timeout(1100)  # moments in a logbook are whole seconds
    server = start_server(work)
    desk = opened(context.new_page(), at(server, "portfolio.html"))
    brought(desk, tmp_path / "a.json")
    expect(desk.get_by_text("Eerst op de bladzijde.")).to_be_visible()
    opened(desk, at(server, "les/0-start.html"))
    expect(desk.locator(".part-reader textarea").first).to_have_value("Eerst op de bladzijde.")
    answer(desk.locator(".part-reader"), "Verbeterd aan het bureau.")
    desk.locator(".part-note textarea").first.fill("Een notitie aan het bureau.")
    desk.locator(".part-note textarea").first.blur()
    expect(desk.locator(".part-note .sow-status").first).to_contain_text("Opgeslagen om")

    for name, text in WITHOUT_EXTENSION.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    plain = context.new_page()
    plain.goto(start_server(work).address("lessen/0-start.ipynb"))
    plain_lab_ready(plain)
    run_all_cells(plain)
    expect(plain.locator("section.sow textarea").first).to_be_attached(timeout=120_000)
    values = "() => [...document.querySelectorAll('section.sow textarea')].map((field) => field.value)"
    plain.wait_for_function(f"() => ({values})().includes('Verbeterd aan het bureau.')")
    plain.wait_for_function(f"() => ({values})().includes('Een notitie aan het bureau.')")
    radio = plain.locator("section.sow input[type=radio]").first
    radio.check()
    expect(plain.locator("section.sow:has(input[type=radio]) .sow-status").first).to_contain_text("Opgeslagen om")

    desk = opened(context.new_page(), at(server, "portfolio.html"))
    kept(desk, tmp_path / "b.json")
    opened(page, (site / "portfolio.html").as_uri())
    brought(page, tmp_path / "b.json")
    all_of_it = json.loads(kept(page, tmp_path / "c.json").read_text(encoding="utf-8"))["modules"]
    assert all_of_it == json.loads((work / "logboek.json").read_text(encoding="utf-8"))["modules"]
    opened(page, (site / "les/0-start.html").as_uri())
    expect(reader.locator("textarea").first).to_have_value("Verbeterd aan het bureau.")
    expect(reader.locator("textarea").nth(1)).to_have_value("Ook op de bladzijde.")
    expect(page.locator(".part-note textarea").first).to_have_value("Een notitie aan het bureau.")
    assert page.locator("input[type=radio]:checked").count() >= 1
