"""Kantoor in a real browser and as a stranger would ask it: one server, begun and ended as a lecturer does."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from sowcourse.cohort.workspace import Workspace, create
from tests.conftest import obey_interrupts

ROSTER = "studentnummer,voornaam,achternaam\nr0000001,Aya,Amrani\nr0000002,Bram,Claes\nr0000003,<b>Ng</b>,\n"


@dataclass
class Answered:
    """What a request got."""

    status: int
    text: str
    headers: dict[str, str]


@dataclass
class Office:
    """A running Kantoor, and a browser without a screen that is let in."""

    folder: Path
    workspace: Workspace
    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: str = "", cookies: bool = True, **headers: str) -> Answered:
        host = urlsplit(self.address).netloc
        known = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if cookies else {}
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection = http.client.HTTPConnection(host, timeout=120)
        connection.request(method, path, body or None, known | kind | headers)
        answer = connection.getresponse()
        for name, value in answer.getheaders():
            if name == "Set-Cookie" and cookies:
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        text = answer.read().decode(errors="replace")
        connection.close()
        return Answered(answer.status, text, dict(answer.getheaders()))

    def get(self, path: str) -> Answered:
        return self.ask("GET", path)

    def post(self, path: str, **words: str) -> Answered:
        return self.ask("POST", path, urlencode({"_xsrf": self.cookies.get("_xsrf", "")} | words))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """`sowcourse office` in a folder with a cohort and a damaged one, ended with Ctrl+C."""
    folder = tmp_path_factory.mktemp("klassen")
    (folder / "klas.csv").write_text(ROSTER, encoding="utf-8")
    workspace = create("2026-najaar", folder / "klas.csv", folder)
    (folder / "kapot").mkdir()
    (folder / "kapot" / "cohort.toml").write_text("naam = 3\n", encoding="utf-8")
    command = [str(Path(sys.executable).parent / "sowcourse"), "office", str(folder), "--geen-browser"]
    environment = os.environ | {"JUPYTER_RUNTIME_DIR": str(folder / ".runtime"), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8", preexec_fn=obey_interrupts
    )
    assert process.stdout
    said = ""
    while "token=" not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    found = re.search(r"http://\S+", said)
    assert found
    opened = Office(folder, workspace, found[0])
    assert opened.ask("GET", urlsplit(found[0]).path + "?" + urlsplit(found[0]).query).status == 302
    opened.get("/kantoor/")
    yield opened
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=60)
    assert "Gestopt. Alles is bewaard." in rest
    assert process.returncode == 0


@pytest.fixture
def lecturer(page: Page, office: Office) -> Page:
    """A browser that opened the address which the terminal told."""
    page.goto(office.address)
    return page


def test_a_damaged_cohort_is_told_of_and_hides_no_other(lecturer: Page, office: Office) -> None:
    expect(lecturer.get_by_role("heading", name="Mijn cohorten")).to_be_visible()
    assert "token" not in lecturer.url, "it would stay in the browser's history"
    fault = lecturer.get_by_role("note")
    expect(fault).to_contain_text("cohort.toml, sleutel 'naam': verwacht wordt een tekst, gevonden 3.")
    lecturer.get_by_role("link", name="2026-najaar").press("Enter")
    expect(lecturer.get_by_role("heading", name="2026-najaar", level=1)).to_be_visible()
    first = lecturer.get_by_role("list", name="Opdrachten").get_by_role("listitem").first
    expect(first).to_contain_text("Nog niet uitgegeven.")
    expect(first.get_by_role("link", name=re.compile("^Uitgeven"))).to_be_visible()


def test_nobody_gets_in_without_the_token(office: Office) -> None:
    for path in ("/kantoor/", "/kantoor/cohort/2026-najaar", "/kantoor/static/office.css"):
        answer = office.ask("GET", path, cookies=False)
        assert (answer.status, urlsplit(answer.headers["Location"]).path) == (302, "/login")
    assert office.ask("POST", "/kantoor/", "doe=x", cookies=False).status == 403


@pytest.mark.parametrize(
    "path",
    [
        "/kantoor/cohort/..",
        "/kantoor/cohort/..%2f..%2fetc",
        "/kantoor/cohort/%2e%2e%2fklassen",
        "/kantoor/cohort/.runtime",
        "/kantoor/cohort/2026-najaar/opdracht/..%2f..%2f2026-najaar",
        "/kantoor/cohort/2026-najaar/opdracht/",
        "/kantoor/static/..%2fhandler.py",
        "/kantoor/static/%2fetc%2fpasswd",
        "/kantoor/nergens",
        "/api/contents",
        "/api/kernels",
        "/files/klas.csv",
    ],
)
def test_nothing_outside_the_pages_can_be_asked(office: Office, path: str) -> None:
    answer = office.get(path)
    assert answer.status == 404
    assert "Amrani" not in answer.text
    assert "root:" not in answer.text
    if path.startswith("/kantoor"):
        assert "Deze bladzijde is er niet" in answer.text


def test_every_page_lets_nothing_run_that_stands_in_it(office: Office) -> None:
    for path in ("/kantoor/", "/kantoor/cohort/2026-najaar", "/kantoor/nergens"):
        answer = office.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", answer.text)
        assert answer.headers["Cache-Control"] == "no-store"
