"""Lessons at a school: there at once, without a server; what was written comes along to the work folder."""

from __future__ import annotations

import json
import os
import shutil
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.browser.conftest import NOBODY_ELSE, find_chromium
from tests.hub.conftest import AN, BO, CEM, JAN, School, Visitor, secret
from tests.hub.test_school import ASSIGNMENT, _command, handed_in, people, shot

__all__ = ["handed_in", "people"]  # fixtures

HERS, HIS = "Van Cem, gelezen zonder server.", "Van An, aan dezelfde computer."


@pytest.fixture
def browser(school: School) -> Iterator[BrowserContext]:
    """One browser at school, that several people use after each other."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", NOBODY_ELSE])
        context = chromium.new_context(locale="nl-BE", viewport={"width": 1280, "height": 900})
        context.set_default_timeout(120_000)
        yield context
        chromium.close()


def log_in(page: Page, school: School, user: str) -> None:
    page.goto(f"{school.address}/hub/logout")
    page.goto(f"{school.address}/hub/login")
    page.get_by_label("Account").fill(user)
    page.get_by_label("Wachtwoord").fill(secret(user))
    page.get_by_role("button", name="Meld je aan").click()
    expect(page.get_by_role("heading", name="Waar wil je heen?")).to_be_visible()


def running(school: School, visitor: Visitor) -> bool:
    """Whether an account has a server, as the hub says."""
    status, page = visitor.ask("/hub/home")
    assert status == 200
    return "Je werkplek staat klaar" in page


def stop(school: School, visitor: Visitor) -> None:
    """Have somebody's server stopped, and wait until it is."""
    token = next(cookie.value for cookie in visitor.jar if cookie.name == "_xsrf" and cookie.path == "/hub/")
    visitor.ask(f"/hub/api/users/{visitor.user}/server?_xsrf={token}", method="DELETE")
    until = time.monotonic() + 60
    while running(school, visitor):
        assert time.monotonic() < until, "it goes on"
        time.sleep(0.5)


def to_desk(page: Page, user: str) -> None:
    """Start a server as a student does, and come to the list of lessons and assignments."""
    page.get_by_role("link", name="Opdrachten maken").click()
    page.wait_for_url(f"**/user/{user}/sowcourse/index.html", timeout=300_000)
    page.locator("html[data-ready]").wait_for(state="attached")


def read(page: Page) -> None:
    page.get_by_role("link", name="Lessen lezen").click()
    page.get_by_role("link", name="Start", exact=False).first.click()
    page.locator("html[data-ready]").wait_for(state="attached")
    page.locator(".part-reader").wait_for()


def write(page: Page, text: str, place: int = 0) -> None:
    field = page.locator(".part-reader textarea").nth(place)
    field.fill(text)
    field.blur()
    expect(page.locator(".part-reader .sow-status").first).to_contain_text("Opgeslagen om")


STAYS = "async () => (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope)"
"""The scripts that go on in this browser when their page has closed, by which addresses they answer for."""


def test_reading_starts_no_server_and_what_was_written_comes_along_to_the_work_folder(
    school: School, browser: BrowserContext
) -> None:
    visitor = Visitor(school, CEM).log_in()
    stop(school, visitor)
    page = browser.new_page()
    log_in(page, school, CEM)
    shot(page, "hub-waarheen")
    read(page)
    write(page, HERS)
    shot(page, "hub-les")
    assert not running(school, visitor), "a lesson costs nobody a server"

    log_in(page, school, AN)
    read(page)
    expect(page.locator(".part-reader textarea").first).to_have_value("")
    write(page, HIS)
    assert HERS not in page.content()

    log_in(page, school, CEM)
    to_desk(page, CEM)
    expect(page.get_by_text("1 antwoord uit de lessen die je in deze browser las")).to_be_visible()
    expect(page.get_by_role("heading", name="De lessen")).to_be_visible()
    shot(page, "hub-opdrachten")
    kept = json.loads((school.home(CEM) / "sowcourse" / "logboek.json").read_text(encoding="utf-8"))["modules"]
    words = json.dumps(kept, ensure_ascii=False)
    assert HERS in words
    assert HIS not in words
    page.reload()
    page.locator("html[data-ready]").wait_for(state="attached")
    expect(page.locator("[data-brought]")).to_be_hidden()

    page.goto(f"{school.address}/user/{CEM}/sowcourse/les/0-start.html")
    page.locator("html[data-ready]").wait_for(state="attached")
    write(page, "Aan het bureau geschreven.", place=1)
    page.goto(f"{school.address}/user/{CEM}/sowcourse/index.html")
    page.locator("html[data-ready]").wait_for(state="attached")
    page.goto(f"{school.address}/services/lessen/les/0-start.html")
    expect(page.locator(".part-reader textarea").nth(1)).to_have_value("Aan het bureau geschreven.")
    assert page.evaluate(STAYS) == [], "neither lessons nor desk left anything that goes on without them"


def test_an_assignment_is_fetched_from_the_list_at_the_desk_with_one_click(
    school: School, handed_in: dict[str, Any], browser: BrowserContext
) -> None:
    mine = school.home(CEM) / "sowcourse" / ASSIGNMENT
    page = browser.new_page()
    log_in(page, school, CEM)
    to_desk(page, CEM)
    expect(page.get_by_role("heading", name="Klaar om op te halen")).to_be_visible()
    expect(page.locator("[data-desk-items]")).to_contain_text("klas avond")
    shot(page, "hub-opdracht-klaar")
    page.get_by_role("button", name="Haal op: Opdracht: Politiserend werken").click()
    page.wait_for_url(f"**/user/{CEM}/doc/tree/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
    assert (mine / f"{ASSIGNMENT}.ipynb").owner() == CEM
    page.goto(f"{school.address}/user/{CEM}/sowcourse/index.html")
    expect(page.locator("[data-desk-items]")).to_contain_text("Je opdrachten")
    expect(page.get_by_role("heading", name="Klaar om op te halen")).to_be_hidden()
    shutil.rmtree(mine)  # as it was


class Own(BaseHTTPRequestHandler):
    """What a student's own program may answer in the place of the course: a script that wants the whole address."""

    def do_GET(self) -> None:
        script = self.path.endswith(".js")
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if script else "text/html")
        self.send_header("Service-Worker-Allowed", "/")
        self.end_headers()
        self.wfile.write(b"onfetch = (asked) => asked.respondWith(new Response('van Bo'))" if script else b"van Bo")

    def log_message(self, *_: object) -> None:
        """Nothing is said."""


REGISTER = """() => navigator.serviceWorker.register("blijft.js", { scope: "/" }).then(
  (one) => one.scope,
  (fault) => fault.message,
)"""


@contextmanager
def behind_the_proxy(school: School, path: str, port: int) -> Iterator[None]:
    """Whoever opens a path is answered at a port, as the hub arranges it for a student's server."""
    token = (school.root / "srv/sowcourse/hub/proxy-geheim").read_text(encoding="utf-8")
    place = f"{school.environment['SOWCOURSE_PROXYADRES']}/api/routes{path}"

    def told(method: str, body: bytes | None = None) -> None:
        asked = urllib.request.Request(place, body, {"Authorization": f"token {token}"}, method=method)
        urllib.request.urlopen(asked, timeout=60).close()

    told("POST", json.dumps({"target": f"http://127.0.0.1:{port}"}).encode())
    yield
    told("DELETE")


def test_a_page_of_a_students_own_leaves_no_script_behind_for_who_uses_the_browser_next(
    school: School, browser: BrowserContext
) -> None:
    """It would answer in the place of the hub, also where the next student types a password."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    port, thread = server.server_port, Thread(target=server.serve_forever)
    thread.start()
    page = browser.new_page()
    try:
        page.goto(f"http://127.0.0.1:{port}/user/{BO}-zelf/")
        assert page.evaluate(REGISTER) == f"http://127.0.0.1:{port}/", "where nobody stands at the door"
        with behind_the_proxy(school, f"/user/{BO}-zelf", port):
            page.goto(f"{school.address}/user/{BO}-zelf/")
            expect(page.get_by_text("van Bo")).to_be_visible()
            assert "(403)" in page.evaluate(REGISTER)
            page.goto(f"{school.address}/hub/login")
            expect(page.get_by_role("button", name="Meld je aan")).to_be_visible()
            assert page.evaluate(STAYS) == []
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_who_is_not_logged_in_reads_nothing_and_nobody_gets_the_seal_of_another(school: School) -> None:
    stranger = Visitor(school, "")
    assert "Meld je aan" in stranger.ask("/services/lessen/les/0-start.html")[1]
    assert stranger.ask("/services/lessen/zegel")[0] == 403
    seals = {}
    for user in (AN, BO, JAN):
        visitor = Visitor(school, user).log_in()
        assert visitor.ask("/services/lessen/index.html")[0] == 200
        status, told = visitor.ask("/services/lessen/zegel")
        assert status == 200
        seals[user] = told
    assert len(set(seals.values())) == 3
    visitor = Visitor(school, AN).log_in()
    visitor.ask("/services/lessen/index.html")
    visitor.ask("/hub/logout")
    assert visitor.ask("/services/lessen/zegel")[0] == 403, "after logging out"


def test_the_service_that_gives_lessons_is_nobody_and_its_secret_is_closed(school: School) -> None:
    owners = {
        place.owner()
        for place in Path("/proc").glob("[0-9]*")
        if b"sowcourse.hub.reading_launch" in _command(place) and str(school.root).encode() in _command(place)
    }
    assert owners == {"sowcourse-lessen"}
    kept = school.root / "etc/sowcourse/lees-geheim"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.owner() == "root"
    code = "import sys; print(open(sys.argv[1]).read(1))"
    assert "PermissionError" in school.as_user(BO, code, kept).stderr
    assert os.environ.get("SOWCOURSE_LEESGEHEIM") is None
