"""Lessons for whoever is logged in at a school: nothing without logging in, and for each a seal of their own."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from sowcourse.course import load_course
from sowcourse.hub.reading_app import POLICY, application
from sowcourse.hub.seal import seal_of
from tests.reading_server import BASE, LEAVE, SECRET, WHO, WORK, running


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running() as started:
        yield started


def ask(address: str, path: str, who: str = "an", method: str = "GET") -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request(method, path if path.startswith("/") else BASE + path, headers={"Cookie": f"{WHO}={who}"})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, dict(answer.getheaders())


def test_every_page_and_all_it_needs_is_there_for_who_is_logged_in_under_the_strictest_policy(address: str) -> None:
    assert ask(address, "")[2]["Location"] == f"{BASE}index.html"
    assert ask(address, BASE.rstrip("/"))[2]["Location"] == BASE
    names = ["index.html", *(f"les/{module.id}.html" for module in load_course().modules), "portfolio.html"]
    for name in names:
        status, page, headers = ask(address, name)
        assert (status, headers["Content-Security-Policy"]) == (200, POLICY), name
        assert f'<li><a href="{WORK}">Opdrachten</a></li>' in page
        assert f'<li><a href="{LEAVE}">Afmelden</a></li>' in page, "a computer at school has many readers"
        root = "../" if "/" in name else ""
        for needed in re.findall(r'(?:src|href)="([\w./-]+\.(?:js|css|svg|webmanifest))"', page):
            assert ask(address, needed.removeprefix(root))[0] == 200, needed
    assert "unsafe" not in POLICY


def test_a_lesson_says_where_answers_stay_before_the_first_question_and_what_to_do_at_the_end(address: str) -> None:
    page = ask(address, "les/0-start.html")[1]
    told = page.index("Je antwoorden blijven op deze computer, tot je")
    assert told < page.index('data-part="')
    assert page.rindex('data-part="') < page.index("Klaar voor vandaag?") < page.index("Meld je daarna af.")
    assert "Een bestand dat je bewaarde, is niet op slot" in ask(address, "index.html")[1]


def test_who_is_not_logged_in_gets_no_page_and_no_seal(address: str) -> None:
    for name in ("index.html", "les/0-start.html", "bestanden/site.js"):
        status, page, headers = ask(address, name, who="")
        assert (status, headers["Location"], page) == (302, "/aanmelden", "")
    status, page, _ = ask(address, "zegel", who="")
    assert (status, page) == (
        403,
        "Je bent niet meer aangemeld. Herlaad de bladzijde; wat je schreef, staat nog in deze browser.",
    )


def test_each_account_has_a_seal_that_says_nothing_of_its_name_and_that_nobody_keeps(address: str) -> None:
    status, told, headers = ask(address, "zegel")
    assert (status, headers["Cache-Control"], json.loads(told)) == (200, "no-store", json.loads(seal_of(SECRET, "an")))
    found = [json.loads(seal_of(secret, account)) for secret in (SECRET, "x" * 16) for account in ("an", "bo")]
    assert {(len(seal["name"]), len(seal["key"])) for seal in found} == {(16, 64)}
    assert len({value for seal in found for value in seal.values()}) == 8, "no name or key of two is the same"


@pytest.mark.parametrize("path", ["les/9-niets.html", "worker.js", "les/%2e%2e/zegel", ".sowcourse-site"])
def test_what_is_not_there_is_said_in_dutch(address: str, path: str) -> None:
    status, told, _ = ask(address, path)
    assert (status, told) == (404, "Deze bladzijde is er niet. Ga terug en kies een les.")


def test_nothing_is_written_here(address: str) -> None:
    for method in ("POST", "PUT", "DELETE"):
        status, told, _ = ask(address, "index.html", method=method)
        assert (status, told) == (405, "Hier wordt alleen gelezen: de dienst van de lessen neemt niets aan.")


def test_an_address_that_is_no_text_is_no_fault_of_ours(address: str) -> None:
    assert ask(address, "%ff")[:2] == (400, "Dit adres klopt niet. Ga terug en kies een les.")


@pytest.mark.parametrize(
    "path", ["..%2fzegel", "zegel/", "ZEGEL", "bestanden/../zegel", "les/0-start.html%00", "x" * 9000]
)
def test_no_other_way_leads_to_a_seal_or_a_file(address: str, path: str) -> None:
    assert ask(address, path)[0] == 404


@pytest.mark.parametrize("secret", ["", "kort"])
def test_with_a_secret_that_anybody_guesses_nothing_is_sealed(secret: str) -> None:
    with pytest.raises(ValueError, match=f"dit geheim telt {len(secret)} tekens, en moet er minstens 16 tellen"):
        seal_of(secret, "an")


def test_with_such_a_secret_the_lessons_do_not_start() -> None:
    with pytest.raises(ValueError, match="SOWCOURSE_LEESGEHEIM"):
        application({}, "", BASE, object)


def test_nobody_writes_down_who_reads_what(address: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    for path in ("les/0-start.html", "zegel", "les/9-niets.html"):
        ask(address, path)
    assert [record.getMessage() for record in caplog.records if "tornado" in record.name] == []


def test_where_accounts_have_addresses_of_their_own_the_way_to_the_work_folder_is_a_file() -> None:
    with running(apart=True) as address:
        page = ask(address, "index.html")[1]
    assert "Bewaar het als bestand, open" in page
    assert "dan komt het ook in je werkmap" not in page
