"""Addresses that moved, are gone, refuse or are silent are told apart, and no network is said, not crashed on."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sowcourse.content import course_root
from sowcourse.lint.links import Answer, Link, all_links, ask, find_moved

REDIRECTS = {
    "/verhuisd": (301, "/nieuw"),
    "/verhuisd-voorgoed": (308, "/nieuw"),
    "/tijdelijk": (302, "/nieuw"),
    "/twee-keer": (301, "/verhuisd"),
    "/eerst-tijdelijk": (302, "/verhuisd"),
    "/naar-niets": (301, "/weg"),
    "/kring": (301, "/kring"),
    "/naar-bestand": (301, "file:///etc/hostname"),
}
STATUSES = {"/nieuw": 200, "/weg": 404, "/opgeheven": 410, "/verboden": 403, "/stuk": 500}


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path in REDIRECTS:
            status, target = REDIRECTS[self.path]
            self.send_response(status)
            self.send_header("Location", target)
        elif self.path == "/traag":
            time.sleep(2)
            self.send_response(200)
        else:
            self.send_response(STATUSES[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def nobody() -> str:
    """An address on this machine where nobody listens."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.server_close()
    return f"http://127.0.0.1:{server.server_port}"


@pytest.mark.parametrize(
    ("path", "kind", "told"),
    [
        ("/nieuw", "goed", ""),
        ("/tijdelijk", "goed", ""),
        ("/verhuisd", "verhuisd", "/nieuw"),
        ("/verhuisd-voorgoed", "verhuisd", "/nieuw"),
        ("/twee-keer", "verhuisd", "/nieuw"),
        ("/eerst-tijdelijk", "goed", ""),
        ("/naar-niets", "weg", "fout 404"),
        ("/weg", "weg", "fout 404"),
        ("/opgeheven", "weg", "fout 410"),
        ("/verboden", "weigert", "fout 403"),
        ("/stuk", "weigert", "fout 500"),
        ("/kring", "weigert", "fout 301"),
        ("/naar-bestand", "weigert", "fout 301"),
    ],
)
def test_each_answer_of_a_site_is_understood(site: str, path: str, kind: str, told: str) -> None:
    found = ask(site + path)
    assert found.kind == kind
    assert found.told.endswith(told)
    assert "hostname" not in found.told


def test_a_site_that_does_not_answer_is_silent_and_costs_no_more_than_the_patience(site: str, nobody: str) -> None:
    started = time.perf_counter()
    assert ask(f"{site}/traag", patience=0.2) == Answer("stil", "te lang gewacht")
    assert time.perf_counter() - started < 1.5
    assert ask(nobody) == Answer("stil", "de verbinding werd geweigerd")
    assert ask("http://bestaat-niet.invalid/").kind == "stil"


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://127.0.0.1/x", "geen adres", "http://[half/"])
def test_what_is_no_web_address_is_never_opened(url: str) -> None:
    assert ask(url).kind in {"weg", "weigert", "stil"}


def test_every_answer_becomes_advice_at_the_place_where_the_address_stands(site: str) -> None:
    file = Path("sources.toml")
    problems = find_moved([Link(site + path, file, path) for path in ("/nieuw", "/verhuisd", "/weg", "/verboden")])
    assert [str(problem) for problem in problems] == [
        f"sources.toml, /verhuisd: {site}/verhuisd is verhuisd naar {site}/nieuw. Neem het nieuwe adres over.",
        f"sources.toml, /weg: {site}/weg bestaat niet meer (fout 404). "
        "Zoek de bron op haar nieuwe plek, of vervang haar.",
        f"sources.toml, /verboden: {site}/verboden laat zich niet automatisch nakijken (fout 403). "
        "Open het zelf in je browser.",
    ]
    assert all(problem.advice for problem in problems)


def test_one_silent_site_among_others_is_named(site: str, nobody: str) -> None:
    links = [Link(f"{site}/nieuw", Path("a"), ""), Link(nobody, Path("a"), "x")]
    (problem,) = find_moved(links)
    assert problem.fault == f"{nobody} antwoordt niet (de verbinding werd geweigerd)."


def test_without_a_network_nothing_is_judged_and_that_is_said_once(nobody: str) -> None:
    (problem,) = find_moved([Link(f"{nobody}/{number}", Path("a"), "") for number in range(3)])
    assert problem.fault == "geen van de 3 sites antwoordde (de verbinding werd geweigerd): niets is nagekeken."
    assert problem.remedy == "Kijk je netwerk na en probeer opnieuw."


def test_addresses_come_from_sources_data_and_essay_each_once() -> None:
    links = all_links()
    assert len({link.url for link in links}) == len(links) > 100
    assert {link.file.name for link in links} >= {"sources.toml", "data.csv", "dataset.toml", "essay.toml"}
    assert all(link.url.startswith("http") for link in links)
    assert any(link.file == course_root() / "sources.toml" and link.place == "dlr-eu" for link in links)
