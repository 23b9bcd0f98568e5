"""The way of an assignment at a school, by itself: two classes, from a link in the learning platform to marks in it.

Everything goes through what people have: links, pages of the hub, of Kantoor and of a student's server. It is set up by
`deploy/school`, with the packages that these tests have already; what a school installs is tried by the other files.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from sowcourse.notebook import dump, markers, read_notebook
from tests.browser.conftest import NOBODY_ELSE, find_chromium
from tests.hub.conftest import AN, CEM, CO, ELS, JAN, SETTINGS, School, school_root, standing_school
from tests.hub.lending import lender
from tests.hub.lti_school import LTI, LtiHub, Member, told
from tests.lms_platform import AGS, CLIENT, DEPLOYMENT, SCOPES, TEACHER, Column, Platform, standing

ASSIGNMENT = "5-politiserend"
WORDS = "Wie zwijgt over regels die mensen buitensluiten, houdt ze mee in stand, ook als dat niemand bedoelt. " * 12


def settings_of(platform: Platform) -> str:
    """A school whose people come in from a platform, over https."""
    lti = LTI.format(platform=platform.address, client=CLIENT, deployments=f'["{DEPLOYMENT}"]')
    key = platform.certificate.with_suffix(".key")
    https = f'adres = "https://127.0.0.1:{{port}}"\ncertificaat = "{platform.certificate}"\nsleutel = "{key}"'
    settings = SETTINGS.replace('adres = "http://127.0.0.1:{port}"', https).replace('"pam"', '"lti"')
    # hiding programs asks more of a machine than a container may have; the other school does it
    return settings.replace("verberg-programmas = true", "verberg-programmas = false") + lti


@pytest.fixture(scope="module")
def school() -> Iterator[tuple[School, LtiHub]]:
    """It stands as long as the tests of this file; its people come in from a platform."""
    with school_root() as root:
        folder = root / "leeromgeving"
        folder.mkdir()
        folder.chmod(0o755)  # an office reads which certificate to believe
        with standing(folder) as platform:
            platform.certificate.with_suffix(".key").chmod(0o600)
            quick = {"PATH": f"{lender(root / 'lener')}:{os.environ['PATH']}"}
            with standing_school(
                root, settings_of(platform), certificate=platform.certificate, environment=quick
            ) as made:
                platform.redirect = f"{made.address}/hub/lti13/oauth_callback"
                platform.tool_keys = f"{made.environment['SOWCOURSE_HUBADRES']}/hub/lti13/sleutels"
                yield made, LtiHub(made.port, platform, root / "hub.log", made.address)


def road(name: str) -> str:
    """The page of the assignment in the Kantoor of a class."""
    return f"/user/kantoor-{name}/kantoor/cohort/{name}/opdracht/{ASSIGNMENT}"


def come(hub: LtiHub, student: str, column: str, roles: list[str] | None = None) -> Member:
    """Somebody clicks on the link of the assignment, which has a column for marks; their server is asked for."""
    member = Member(hub, f"sub-{student}")
    endpoint = {
        "scope": SCOPES,
        "lineitems": f"{hub.platform.address}/courses/cursus-77/lineitems?type=lti",
        "lineitem": hub.platform.column_address(column),
    }
    link: dict[str, Any] = {"custom": {"student": student, "opdracht": ASSIGNMENT}, f"{AGS}claim/endpoint": endpoint}
    came = member.come(**link | ({"roles": roles} if roles else {}))
    assert came.status_code == 302, told(came)
    return member


def opened(member: Member, page: str, account: str) -> Member:
    """With a server that runs, and a page of it."""
    member.browser.get(f"{member.hub.address}/hub/spawn/{account}", follow_redirects=True)
    member.follow(page, page)
    return member


def press(lecturer: Member, page: str, button: str, said: str, **fields: str) -> str:
    """Press a button of Kantoor and read what it tells. Returns: the page."""
    answer = lecturer.post(page, form={"doe": button, **fields})
    assert said in told(answer), told(answer)
    return answer.text


def wait_for_work(lecturer: Member, page: str) -> None:
    """Until nothing goes on for an assignment, as its page looks."""
    until = time.monotonic() + 300
    while lecturer.browser.get(f"{lecturer.hub.address}{page}/werk").json()["going"]:
        assert time.monotonic() < until, told(lecturer.browser.get(f"{lecturer.hub.address}{page}"))
        time.sleep(0.1)


def hand_in(school: School, student: Member, user: str, name: str) -> None:
    """Fetch what was given out by the link, write, and hand in by the desk."""
    here = f"/user/{user}"
    student.follow(f"{here}/sowcourse/opdracht/{ASSIGNMENT}", f"/doc/tree/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
    file = school.home(user) / "sowcourse" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert file.owner() == user
    notebook = read_notebook(file)
    for cell in notebook["cells"]:
        if markers(cell).get("solution") and cell["cell_type"] == "markdown":
            cell["source"] = WORDS
    file.write_text(dump(notebook), encoding="utf-8")
    other = "avond" if name == "dag" else "dag"
    refused = student.post(f"{here}/sowcourse/ophalen", {"course": other, "assignment": ASSIGNMENT})
    assert (refused.status_code, "staat niet klaar voor jouw klas" in refused.text) == (409, True)
    given = student.post(f"{here}/sowcourse/inleveren", {"path": f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb"})
    assert (given.status_code, given.json()["problem"], given.json()["receipt"]["arrived"]) == (200, "", True)


def mark(lecturer: Member, page: str) -> int:
    """Give all that an answer can get, question by question, as long as one waits. Returns: how many."""
    marking = f"{page}/beoordelen"
    shown = lecturer.browser.get(f"{lecturer.hub.address}{marking}").text
    ways = re.findall(r'class="button[^"]*" href="([^"]+/blind/vraag/[^"]+)">Beoordelen', shown)
    for way in ways:
        answer = lecturer.browser.get(f"{lecturer.hub.address}{unescape(way)}", follow_redirects=True)
        seen = re.findall(r'<input type="hidden" name="(vraag|blad|code|gezien)" value="([^"]*)">', answer.text)
        levels = dict.fromkeys(re.findall(r'name="(niveau-\d+)"', answer.text), "4")
        most = re.search(r"Punten \(0 tot en met ([\d,]+)\)", answer.text)
        typed = {"punten": most[1]} if most else {}
        fields = {name: unescape(value) for name, value in seen} | levels | typed
        press(lecturer, answer.url.path, "bewaren", "Bewaard om", opmerking="Helder.", **fields)
    return len(ways)


def to_the_platform(lecturer: Member, page: str) -> None:
    """Look at what changes there, and send it."""
    looked = press(lecturer, f"{page}/punten/leeromgeving", "bekijken", "1 van 1 punt gaat naar de leeromgeving")
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', looked)
    known = {name: unescape(value) for name, value in fields if name != "_xsrf"}
    press(lecturer, f"{page}/punten/leeromgeving", "versturen", "1 punt is verstuurd", **known)


def test_two_classes_go_from_a_link_in_the_platform_to_marks_in_it(school: tuple[School, LtiHub]) -> None:
    made, hub = school
    hub.platform.columns = {"4": Column("Politiserend, dag", 20), "5": Column("Politiserend, avond", 40)}
    jan, els = come(hub, JAN, "4", [TEACHER]), come(hub, ELS, "5", [TEACHER])
    an, cem = come(hub, "20261", "4"), come(hub, CEM, "5")
    asked = [(jan, "kantoor-dag"), (els, "kantoor-avond"), (an, AN), (cem, CEM)]
    for member, account in asked:  # all at once, as at the beginning of a lesson
        member.browser.get(f"{hub.address}/hub/spawn/{account}")
    taught = [(opened(jan, road("dag"), "kantoor-dag"), "dag"), (opened(els, road("avond"), "kantoor-avond"), "avond")]
    for lecturer, name in taught:
        page = press(lecturer, road(name), "uitgeven", "Je studenten halen ze op met «Haal op» in hun bureau.")
        assert "Je studenten halen de opdracht op met «Haal op», en leveren ze daar ook in." in page
    for student, user, name in ((an, AN, "dag"), (cem, CEM, "avond")):
        hand_in(made, opened(student, f"/user/{user}/sowcourse/index.html", user), user, name)
    for act, said in (("uitwisseling", "Het ophalen is begonnen"), ("nakijken", "Het nakijken is begonnen")):
        for lecturer, name in taught:
            press(lecturer, road(name), act, said)
        for lecturer, name in taught:
            wait_for_work(lecturer, road(name))
    for lecturer, name in taught:
        assert mark(lecturer, road(name)) > 0, "somebody marks what no check can"
        press(
            lecturer,
            road(name),
            "terugkoppeling",
            "1 student is gemaakt. Wie op deze hub inleverde, vindt haar vanzelf",
        )
        to_the_platform(lecturer, road(name))

    given = {name: column.scores for name, column in hub.platform.columns.items()}
    assert {name: set(scores) for name, scores in given.items()} == {"4": {"sub-20261"}, "5": {f"sub-{CEM}"}}
    for student, user in ((an, AN), (cem, CEM)):
        assert student.post(f"/user/{user}/sowcourse/terugkoppeling", {}).json() == {"new": 1}
        (page,) = (made.home(user) / "sowcourse" / "terugkoppeling").glob("*.html")
        assert "Helder." in page.read_text(encoding="utf-8")
    who_sees_what(come(hub, CO, "4", [TEACHER]), taught)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", NOBODY_ELSE])
        page = window_of(an, chromium)
        page.goto(f"{hub.address}/user/{AN}/sowcourse/index.html")
        expect(page.get_by_role("link", name="Opdracht: Politiserend werken")).to_be_visible()
        page.get_by_role("listitem").filter(has_text="klaar om te lezen").get_by_role("link").click()
        expect(page.get_by_text("Helder.").first).to_be_visible()
        page = window_of(jan, chromium)
        page.goto(f"{hub.address}{road('dag')}")
        expect(page.get_by_text("Alles is gedaan voor deze opdracht.")).to_be_visible()
        chromium.close()


def window_of(member: Member, chromium: Browser) -> Page:
    """A window in which somebody is logged in."""
    context = chromium.new_context(locale="nl-BE", ignore_https_errors=True)
    context.set_default_timeout(60_000)
    for cookie in member.browser.cookies.jar:
        kept = {"name": cookie.name, "value": cookie.value or "", "path": cookie.path, "secure": cookie.secure}
        context.add_cookies([{**kept, "domain": "127.0.0.1"}])  # type: ignore[typeddict-item]
    return context.new_page()


def who_sees_what(coordinator: Member, taught: list[tuple[Member, str]]) -> None:
    """A coordinator finds in both classes that all was done; a lecturer of one is not let into the other."""
    for _, name in taught:
        page = coordinator.browser.get(f"{coordinator.hub.address}{road(name)}", follow_redirects=True)
        assert (page.status_code, "Alles is gedaan voor deze opdracht." in told(page)) == (200, True), told(page)
    (jan, _), *_ = taught
    assert jan.browser.get(f"{jan.hub.address}{road('avond')}", follow_redirects=True).status_code in (403, 404)
