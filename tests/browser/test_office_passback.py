"""Marks to a learning platform from Kantoor in a real browser: by keys, and usable for everybody."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sowcourse.cohort.lms_course import LmsCourse, keep_launch
from sowcourse.cohort.workspace import Workspace, open_workspace
from tests.browser.conftest import free_port, violations
from tests.browser.test_office_marking import Office
from tests.lms_platform import COURSE, Column, Platform, standing

ASSIGNMENT = "5-politiserend"
MISSING = "r0000003"
"""Chiara never came in from the platform."""


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    """A platform, and what stands in for a hub: it gives a pass to whoever asks."""
    with standing(tmp_path) as found:
        found.columns = {"1": Column("Aanwezigheid"), "2": Column("Opdracht vijf", 20)}

        class Hub(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps({"token": found.open_token(), "address": found.address}).encode())

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        hub = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
        threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        monkeypatch.setenv("JUPYTERHUB_API_URL", f"http://127.0.0.1:{hub.server_port}/hub/api")
        monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "van Kantoor")
        monkeypatch.setenv("SSL_CERT_FILE", str(found.certificate))
        yield found
        hub.shutdown()


@pytest.fixture
def office(platform: Platform, demo: tuple[Workspace, Path], tmp_path: Path) -> Iterator[Office]:
    root = tmp_path / "klassen" / "demo"
    shutil.copytree(demo[0].root, root)
    workspace = open_workspace(root)
    course = LmsCourse(COURSE, "Sterk sociaal werk", f"{platform.address}/courses/{COURSE}/lineitems?type=lti", {})
    for student in workspace.students():
        keep_launch(root, course, student if student != MISSING else "", f"sub-{student}")
    opened = Office(workspace, free_port())
    opened.begin()
    yield opened
    opened.kill()


def assert_usable(page: Page) -> None:
    found = violations(page)
    assert [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found] == []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_lecturer_chooses_a_column_sees_every_student_and_sends_by_keys(
    page: Page, office: Office, platform: Platform, shot: Callable[[Page, str], None]
) -> None:
    page.goto(office.address(f"kantoor/cohort/demo/opdracht/{ASSIGNMENT}/punten?token=sleutel"))
    assert_usable(page)
    shot(page, "punten")
    page.get_by_role("link", name="Punten doorgeven").press("Enter")
    expect(page.get_by_role("heading", name="Punten doorgeven aan je leeromgeving")).to_be_visible()
    page.get_by_role("button", name="Bekijk wat er verandert").press("Enter")
    column = page.get_by_label("Kolom")
    expect(column).to_have_accessible_description("Geen kolom heet naar de opdracht. Kies er een.")
    assert_usable(page)
    column.select_option("Opdracht vijf")
    page.get_by_role("button", name="Bekijk wat er verandert").press("Enter")
    expect(page.get_by_role("heading", name="Dit verandert er in de kolom «Opdracht vijf»")).to_be_visible()
    expect(page.get_by_text("Het maximum is daar 20 en hier 40: de leeromgeving rekent zelf om.")).to_be_visible()
    row = page.get_by_role("row", name="Chiara D'Hondt")
    expect(row.get_by_role("cell").last).to_have_text("kan niet")
    assert_usable(page)
    shot(page, "doorgeven")
    assert platform.columns["2"].scores == {}
    platform.faults["/scores"] = lambda who: 422 if who == "sub-r0000002" else 0
    page.get_by_role("button", name="17 punten versturen").press("Enter")
    expect(page.get_by_text("16 punten zijn verstuurd naar de kolom «Opdracht vijf».")).to_be_visible()
    refused = "Bram Claes (r0000002): De leeromgeving (127.0.0.1) weigert dit punt (422)."
    expect(page.get_by_text(refused)).to_be_visible()
    assert_usable(page)
    shot(page, "verstuurd")
    assert len(platform.columns["2"].scores) == 16
