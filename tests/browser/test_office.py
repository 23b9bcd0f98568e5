"""Kantoor in a real browser and as a stranger would ask it: one server, begun and ended as a lecturer does."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.gradebook.gradebook import mark, results
from sowcourse.notebook import read_notebook, source
from tests.browser.conftest import CONTRAST, violations
from tests.conftest import obey_interrupts

ASSIGNMENT = "5-politiserend"
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
    for path in ("/kantoor/", "/kantoor/cohort/2026-najaar", "/kantoor/nergens"):
        answer = office.ask("GET", path, cookies=False)
        assert (answer.status, urlsplit(answer.headers["Location"]).path) == (302, "/login")
    assert office.ask("POST", "/kantoor/nieuw", "doe=maken", cookies=False).status == 403
    assert (
        "Kantoor gaat alleen open met het hele adres"
        in office.ask("GET", "/login?next=%2Fkantoor%2F", cookies=False).text
    )


def test_a_form_that_does_not_come_from_the_page_changes_nothing(office: Office) -> None:
    path, calendar = "/kantoor/cohort/2026-najaar/deadlines", office.workspace.root / "kalender.toml"
    before = calendar.read_bytes()
    words = urlencode({"doe": "bewaren", f"datum-{ASSIGNMENT}": "2026-12-18", f"gewicht-{ASSIGNMENT}": "100"})
    token = urlencode({"_xsrf": office.cookies["_xsrf"]})
    forged = [
        office.ask("POST", path, words),
        office.ask("POST", path, f"{words}&_xsrf=1234"),
        office.ask("POST", path, f"{words}&{token}", cookies=False),
        office.ask("POST", path, f"{words}&{token}", Cookie=f"_xsrf={office.cookies['_xsrf']}"),
        office.ask("POST", path, words, Referer=office.address),
    ]
    assert [answer.status for answer in forged] == [403] * len(forged)
    assert "Er is niets veranderd." in forged[0].text
    assert office.ask("POST", path, f"{words}&{token}", Origin="http://elders.example").status == 404
    assert office.ask("GET", f"{path}?{words}&{token}").status == 200, "an address alone does nothing"
    assert office.post(path, doe="wissen").status == 405
    assert calendar.read_bytes() == before
    assert office.ask("GET", "/kantoor/", Host="elders.example").status == 403


def test_what_is_refused_is_told_above_the_form_as_it_was_filled_in(office: Office) -> None:
    before = (office.workspace.root / "kalender.toml").read_bytes()
    path = "/kantoor/cohort/2026-najaar/deadlines"
    answer = office.post(path, doe="bewaren", **{f"datum-{ASSIGNMENT}": "2026-12-18", f"gewicht-{ASSIGNMENT}": "90"})
    assert answer.status == 409
    assert "de gewichten zijn samen 90; verwacht wordt 100." in answer.text
    assert 'value="2026-12-18"' in answer.text
    assert (office.workspace.root / "kalender.toml").read_bytes() == before
    for name in ("../buiten", "a/b", "CON", "x" * 300, "<script>"):
        answer = office.post("/kantoor/nieuw", doe="maken", naam=name)
        assert answer.status == 409
        assert "<script>" not in answer.text
    assert len(list(office.folder.glob("*/cohort.toml"))) == 2
    assert not (office.folder.parent / "buiten").exists()


def test_a_fault_of_ours_is_told_in_dutch_and_its_cause_stands_in_the_log_alone(office: Office) -> None:
    kept = office.workspace.root / ".kantoor" / f"nakijken-{ASSIGNMENT}.json"
    kept.parent.mkdir(exist_ok=True)
    job = {"kind": "ophalen", "assignment": ASSIGNMENT, "state": "klaar", "begun": "", "process": [1, 1.0]}
    kept.with_name(f"ophalen-{ASSIGNMENT}.json").write_text(json.dumps(job | {"result": {"files": 3}}), "utf-8")
    answer = office.get(f"/kantoor/cohort/2026-najaar/opdracht/{ASSIGNMENT}")
    assert answer.status == 500
    assert "In sowcourse zelf ging iets mis; dat ligt niet aan jou." in answer.text
    assert "Traceback" not in answer.text
    assert "TypeError" not in answer.text
    assert "TypeError" in (office.folder / ".jupyterlab.log").read_text("utf-8")
    shutil.rmtree(kept.parent)


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


TWO_WAYS = "studentnummer,naam\nr0000001,Aya Amrani\nr0000002,Bram Claes\nr0000003,Thảo Nguyễn\n"
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,5-politiserend (4451)\n    Points Possible,,,,,40.00\n"
    '"Amrani, Aya",101,r0000001,aya,A,2.00\n"Claes, Bram",102,r0000002,bram,A,\n'
)


HIJACK = "<img src=x onerror=\"parent.document.title='gekaapt'\"><script>parent.document.title='gekaapt'</script>"


def handed_in(workspace: Workspace, file: Path) -> None:
    """A download of three: whole, under a name that nobody in the class has, and a letter."""
    given = read_notebook(workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    cells = read_notebook(workspace.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")["cells"]
    model = {cell["id"]: source(cell) for cell in cells if cell["metadata"]["nbgrader"].get("solution")}
    filled = [cell | {"source": model.get(cell["id"], source(cell))} for cell in given["cells"]]
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in {
            "r0000001_opdracht.ipynb": json.dumps(given | {"cells": filled}),
            "de kleine vos.ipynb": json.dumps(given | {"cells": [*filled[:-1], filled[-1] | {"source": HIJACK}]}),
            "r0000003_brief.ipynb": "Beste lesgever, hierbij mijn opdracht.",
        }.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 9, 1, 12, len(name), 0)), text)


def press(control: Locator) -> None:
    """By keyboard. What comes after is waited for by its own words: making a gradebook takes a while."""
    control.wait_for()
    control.page.wait_for_load_state()  # a browser that goes to a place in a page takes the focus away when it is there
    control.focus()
    expect(control).to_be_focused()
    control.page.keyboard.press("Enter")


def test_a_lecturer_takes_a_class_from_a_list_to_marks_by_keyboard_alone(
    lecturer: Page, office: Office, tmp_path: Path, shot: Callable[[Page, str], None]
) -> None:
    page = lecturer

    def button(name: str) -> Locator:
        return page.get_by_role("button", name=name, exact=True)

    press(page.get_by_role("link", name="Nieuw cohort"))
    page.get_by_label("Naam").fill("2027 <voorjaar>")
    page.get_by_label("Klaslijst").set_input_files(
        {"name": "namen <b>.csv", "mimeType": "text/csv", "buffer": TWO_WAYS.encode()}
    )
    press(button("Cohort maken"))
    expect(page.get_by_role("alert")).to_contain_text("2027 <voorjaar>")
    assert not (office.folder / "2027 <voorjaar>").exists()
    shot(page, "nieuw-geweigerd")

    page.get_by_label("Naam").fill("2027-voorjaar")
    press(button("Cohort maken"))
    expect(page.get_by_role("group", name="De namen in deze lijst")).to_contain_text(
        "voornaam «Aya», achternaam «Amrani»"
    )
    shot(page, "twee-lezingen")
    page.get_by_label("voornaam eerst").press("Space")
    press(button("Cohort maken"))
    expect(page.get_by_role("status")).to_contain_text("Cohort «2027-voorjaar» is gemaakt, met 3 studenten.")
    workspace = open_workspace(office.folder / "2027-voorjaar")

    politiserend = page.get_by_role("group", name=re.compile(ASSIGNMENT))
    politiserend.get_by_label("Datum").fill("2026-12-18")
    shot(page, "deadlines")
    press(button("Bewaren"))
    expect(page.get_by_role("status")).to_contain_text(
        f"{ASSIGNMENT}: vr 18-12-2026 23:59 (Europe/Brussels) (was nog niets)."
    )
    shot(page, "cohort")

    press(page.get_by_role("link", name=re.compile("^Uitgeven Politiserend")))
    press(button("Uitgeven"))
    expect(page.get_by_role("status")).to_contain_text(
        f"Zet nu {ASSIGNMENT}.ipynb in je leeromgeving.", timeout=120_000
    )
    shot(page, "uitgegeven")

    handed_in(workspace, tmp_path / "inzendingen.zip")
    page.get_by_label("Wat studenten inleverden").set_input_files(tmp_path / "inzendingen.zip")
    press(button("Ophalen"))
    expect(page.get_by_role("heading", name="Van wie is dit?")).to_be_visible()
    expect(page.get_by_text("r0000003_brief.ipynb (Thảo Nguyễn): ")).to_be_visible()
    shot(page, "van-wie")
    page.get_by_label("de kleine vos.ipynb").select_option(label="Bram Claes (r0000002)")
    press(button("Bewaren en opnieuw ophalen"))
    expect(page.get_by_role("heading", name="Van wie is dit?")).to_have_count(0)
    expect(page.get_by_text("2 van 3 ingeleverd, 0 nagekeken.")).to_be_visible()
    expect(page.locator("#ophalen")).to_contain_text("1 om te bekijken")

    press(button("Nakijken"))
    expect(page.get_by_text("2 van 3 ingeleverd, 2 nagekeken. Er wachten")).to_be_visible(timeout=120_000)
    shot(page, "nagekeken")

    for student, result in results(workspace, ASSIGNMENT).items():
        for cell in result.cells:
            if cell.manual:
                mark(workspace, ASSIGNMENT, student, cell.cell, cell.points, "Goed gezien.")
    page.reload()
    press(button("Terugkoppeling maken"))
    expect(page.get_by_role("status")).to_contain_text("De terugkoppeling voor 2 studenten is gemaakt.")
    shot(page, "teruggekoppeld")
    press(button("Voorbeeld"))
    sheet = page.frame_locator("iframe")
    expect(sheet.get_by_text("Goed gezien.").first).to_be_visible()
    page.get_by_role("link", name=re.compile("^Bram Claes")).press("Enter")
    expect(sheet.get_by_text("Bram Claes · r0000002")).to_be_visible()
    expect(page).to_have_title(re.compile("^Voorbeeld · Bram Claes"))
    shot(page, "voorbeeld")

    press(page.get_by_role("link", name="Terug naar de opdracht"))
    press(page.get_by_role("link", name="Naar de punten"))
    page.get_by_label("Het cijferboek").set_input_files(
        {"name": "cijfers.csv", "mimeType": "text/csv", "buffer": CANVAS.encode()}
    )
    press(button("Bekijk wat er verandert"))
    row = page.get_by_role("row", name=re.compile("Aya Amrani"))
    expect(row).to_contain_text("anders")
    assert not list(workspace.root.glob("punten-*")), "nothing is written before somebody said yes"
    shot(page, "punten")
    press(button("Bestand maken"))
    expect(page.get_by_role("status")).to_contain_text("met 2 punten in de kolom «5-politiserend (4451)»")
    written = (workspace.root / f"punten-{ASSIGNMENT}-canvas.csv").read_text("utf-8")
    back = (workspace.root / f"punten-{ASSIGNMENT}-canvas-terug.csv").read_text("utf-8")
    assert '"Amrani, Aya",101,r0000001' in written
    assert "Claes" in written
    assert '"Amrani, Aya",101,r0000001,aya,A,2.00' in back
    assert "Claes" not in back
    shot(page, "klaar")
    assert_everybody_can_use_it(page, office)


def test_a_text_is_kept_and_shown_while_it_is_written(lecturer: Page, office: Office) -> None:
    page, place = lecturer, office.address.partition("?")[0] + "schrijven/begrippen/cursus/presentie"
    page.goto(place)
    seen = page.frame_locator("iframe")
    expect(page.get_by_role("button", name="Publiceren")).to_have_count(0)
    page.get_by_label("Omschrijving").fill("Er eerst zijn, <b>dan</b> pas iets doen.")
    expect(page.get_by_text(re.compile("^Bewaard als concept om"))).to_be_visible()
    expect(seen.get_by_text("Er eerst zijn, <b>dan</b> pas iets doen.")).to_be_visible()
    expect(page.get_by_role("button", name="Publiceren")).to_be_visible()
    page.get_by_label("Omschrijving").fill("")
    expect(page.locator("#fout-definition, [data-field=definition] .error")).to_contain_text("de tekst is leeg")
    expect(page.get_by_label("Omschrijving")).to_have_attribute("aria-invalid", "true")
    press(page.get_by_role("button", name="Concept weggooien"))
    expect(page.get_by_role("status").first).to_contain_text("Het concept is weg")

    page.goto(office.address.partition("?")[0] + "schrijven/lesteksten/1-nabijheid/waarom")
    field = page.get_by_role("textbox", name=re.compile("^Tekst"))
    before = field.input_value()
    field.evaluate("area => area.setSelectionRange(3, 9)")
    press(page.get_by_role("button", name="Vet"))
    expect(field).to_have_value(f"{before[:3]}**{before[3:9]}**{before[9:]}")
    expect(page.get_by_text(re.compile("^Bewaard als concept om"))).to_be_visible()
    press(page.get_by_role("button", name="Concept weggooien"))


def assert_everybody_can_use_it(page: Page, office: Office) -> None:
    """On every page: nothing that axe finds, in light and dark; at 200% text nothing runs out of the window."""
    start = office.address.partition("?")[0]
    klass = "cohort/2027-voorjaar"
    road = f"{klass}/opdracht/{ASSIGNMENT}"
    rooms = [f"{klass}/{room}" for room in ("deadlines", "uitstel", "klas", "volgend-jaar", "bewaren", "programma")]
    rooms += [f"{klass}/{room}" for room in ("beeld", "bijwerken", "schrijven", "schrijven/toets/1-nabijheid/nieuw")]
    rooms += [f"{klass}/schrijven/{room}" for room in ("bronnen/cursus", "debatten/1-nabijheid/namen-delen")]
    rooms += [
        f"{road}/{room}"
        for room in (
            "beeld",
            "beeld?tabel=klas&kolom=5&zoek=klaar",
            "punten",
            "voorbeeld?student=r0000002",
            "versies?student=r0000002",
        )
    ]
    rooms += ["schrijven", "schrijven/nieuwe-les", "schrijven/nieuwe-opdracht", "schrijven/bronnen/cursus/nieuw"]
    rooms += [f"schrijven/{room}" for room in ("rubrics/1-nabijheid/product", "lesteksten/1-nabijheid/waarom")]
    rooms += [f"schrijven/{room}" for room in ("opdrachtteksten/1-nabijheid/reflectie", "foute-antwoorden/1-nabijheid")]
    for path in ("", "nieuw", "bewaartermijnen", "vergelijken", "nergens", klass, road, *rooms):
        page.goto(start + path)
        for step in page.locator("details").all():
            step.evaluate("details => { details.open = true; }")
        for scheme, rules in (("light", ()), ("dark", CONTRAST)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found = violations(page, only=rules)
            assert [(path, each["id"], each["nodes"][0]["html"]) for each in found] == []
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (path, width) == (path, 0)


def test_a_text_in_two_windows_is_kept_while_typing_and_written_over_only_by_who_knows(
    lecturer: Page, office: Office
) -> None:
    place, draft = "kantoor/schrijven/drempelmensen/1-nabijheid", office.folder / ".schrijven" / "concept"
    root = office.address.partition("kantoor/")[0]
    first, second = lecturer, lecturer.context.new_page()
    for window in (first, second):
        window.goto(f"{root}{place}/hilde")
    first.get_by_label("Wie dit is").fill("het eerste venster")
    expect(first.locator("[data-said]")).to_contain_text("Bewaard als concept om")
    second.get_by_label("Wie dit is").fill("het tweede venster")
    expect(second.locator("[data-said]")).to_contain_text("Niet bewaard: Deze tekst is intussen veranderd")
    press(second.get_by_role("button", name="Bewaren als concept"))
    expect(second.get_by_role("alert")).to_contain_text("druk dan nog eens op «Bewaren als concept»")
    file = draft / "1-nabijheid" / "thresholds.toml"
    assert "het eerste venster" in file.read_text("utf-8")
    press(second.get_by_role("button", name="Bewaren als concept"))
    expect(second.get_by_role("status").first).to_contain_text("Bewaard als concept.")
    assert "het tweede venster" in file.read_text("utf-8")
    second.get_by_label("Naam in het bestand").fill("hilde-2")
    second.get_by_label("Wie dit is").fill("onder een andere naam")
    expect(second).to_have_url(f"{root}{place}/hilde-2")
    second.get_by_label("Wie dit is").fill("nog steeds onder die naam")
    expect(second.frame_locator("iframe.sheet").get_by_text("nog steeds onder die naam")).to_be_visible()
    second.reload()
    expect(second.get_by_label("Wie dit is")).to_have_value("nog steeds onder die naam")
    press(second.get_by_role("button", name="Concept weggooien"))
    expect(second.get_by_role("status").first).to_contain_text("Het concept is weg")
    assert not file.exists()
