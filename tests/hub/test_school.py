"""A school of two classes on one machine: the whole way of an assignment, and twenty ways that stay closed."""

from __future__ import annotations

import json
import os
import re
import shutil
import tarfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from sowcourse.notebook import dump, markers, read_notebook
from tests.browser.conftest import NOBODY_ELSE, find_chromium
from tests.hub.conftest import AN, BO, CEM, CO, ELS, JAN, School, Visitor, secret

ASSIGNMENT = "5-politiserend"
WORDS = "Wie zwijgt over regels die mensen buitensluiten, houdt ze mee in stand, ook als dat niemand bedoelt. " * 12


@pytest.fixture(scope="module")
def people(school: School) -> dict[str, Visitor]:
    """Everybody, logged in; the servers of An, Bo, Cem and both offices run."""
    found = {user: Visitor(school, user).log_in() for user in (AN, BO, CEM, JAN, ELS, CO)}
    wanted = [(AN, AN), (BO, BO), (CEM, CEM), (JAN, "kantoor-dag"), (ELS, "kantoor-avond")]
    for user, account in wanted:
        found[user].ask(f"/hub/spawn/{account}")  # all at once, as at the beginning of a lesson
    for user, account in wanted:
        found[user].start(account)
    return found


@pytest.fixture(scope="module")
def handed_in(school: School, people: dict[str, Visitor]) -> dict[str, Any]:
    """An's receipt: «dag» and «avond» released, An fetched, wrote and handed in."""
    for name in ("dag", "avond"):
        if not (school.cohort(name) / "release" / ASSIGNMENT).is_dir():
            school.office(name, "release", ASSIGNMENT)
    an = people[AN]
    file = school.home(AN) / "sowcourse" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    if not file.is_file():
        assert an.desk("ophalen", {"course": "dag", "assignment": ASSIGNMENT}) == {
            "path": f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
        }
    notebook = read_notebook(file)
    for cell in notebook["cells"]:
        if markers(cell).get("solution") and cell["cell_type"] == "markdown":
            cell["source"] = WORDS
    file.write_text(dump(notebook), encoding="utf-8")
    told = an.desk("inleveren", {"path": f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb"})
    assert told["problem"] == ""
    assert told["zone"] == "Europe/Brussels"
    receipt = told["receipt"]
    assert isinstance(receipt, dict)
    assert receipt["arrived"] is True
    return receipt


def to_fetch(visitor: Visitor) -> list[str]:
    items = visitor.desk("bureau", {})["items"]
    assert isinstance(items, list)
    return [item["path"] for item in items if item["kind"] == "handout"]


# The way of an assignment ---------------------------------------------------------------------------------------------


def test_each_student_is_offered_what_their_own_class_gave_out(
    handed_in: dict[str, Any], people: dict[str, Visitor]
) -> None:
    assert to_fetch(people[AN]) == []
    assert to_fetch(people[BO]) == [f"dag/{ASSIGNMENT}"]
    assert to_fetch(people[CEM]) == [f"avond/{ASSIGNMENT}"]
    status, text = people[BO].ask(f"/user/{BO}/sowcourse/ophalen", {"course": "avond", "assignment": ASSIGNMENT})
    assert status == 409
    assert "staat niet klaar voor jouw klas" in text


def test_from_hand_in_to_mark_and_back_under_the_number_of_the_class_list(
    school: School, handed_in: dict[str, Any], people: dict[str, Visitor]
) -> None:
    school.office("dag", "collect", ASSIGNMENT)
    received = school.cohort("dag") / "submitted" / "20261" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert WORDS.strip() in received.read_text(encoding="utf-8"), "kept under the number, not under the account"
    told = school.office("dag", "grade", ASSIGNMENT)
    assert "nagekeken" in told
    school.office("dag", "feedback", ASSIGNMENT)
    people[AN].desk("terugkoppeling", {})
    (page,) = (school.home(AN) / "sowcourse" / "terugkoppeling").glob("*.html")
    assert "An Fictief" in page.read_text(encoding="utf-8")
    assert people[BO].desk("terugkoppeling", {})["new"] == 0


def test_two_lecturers_share_a_kantoor_and_a_mark_says_who_gave_it(
    school: School, handed_in: dict[str, Any], people: dict[str, Visitor]
) -> None:
    place = f"/user/kantoor-dag/kantoor/cohort/dag/opdracht/{ASSIGNMENT}"
    for user in (JAN, ELS, CO):
        status, page = people[user].ask(place)
        assert (status, "Politiserend" in page or ASSIGNMENT in page) == (200, True), user
    code = (
        "import sys; from pathlib import Path; from sowcourse.cohort.account import asks, me\n"
        "asks('hubels'); print(me().account)"
    )
    done = school.as_user("kantoor-dag", f"import os; os.environ['JUPYTERHUB_USER'] = 'kantoor-dag'\n{code}")
    assert done.stdout.strip() == ELS


def test_what_restarts_is_said_and_nothing_is_lost(
    school: School, handed_in: dict[str, Any], people: dict[str, Visitor]
) -> None:
    bo = people[BO]
    written = school.home(BO) / "sowcourse" / "logboek.json"
    before = written.read_bytes() if written.is_file() else b""
    token = next(cookie.value for cookie in bo.jar if cookie.name == "_xsrf" and cookie.path == "/hub/")
    status, _ = bo.ask(f"/hub/api/users/{BO}/server?_xsrf={token}", method="DELETE")
    assert status in (202, 204)
    status, page = bo.ask(f"/user/{BO}/doc/tree/lessen/0-start.ipynb")
    assert "is de server gestopt. Wat je schreef, is bewaard" in page or status == 200, "still on its way down"
    status, _ = bo.ask(f"/user/{BO}/sowcourse/bureau", {})
    assert status in (403, 424, 503), "what the desk takes for a server that stopped"
    bo.start()
    assert to_fetch(bo) == [f"dag/{ASSIGNMENT}"]
    assert (written.read_bytes() if written.is_file() else b"") == before


def test_in_a_browser_a_student_logs_in_and_fetches_with_one_click(
    school: School, handed_in: dict[str, Any], people: dict[str, Visitor]
) -> None:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", NOBODY_ELSE])
        page = chromium.new_context(locale="nl-BE", viewport={"width": 1280, "height": 900}).new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{school.address}/hub/login?next=%2Fuser%2F{CEM}%2Fdoc%2Ftree%2Flessen%2F0-start.ipynb")
        shot(page, "hub-aanmelden")
        page.get_by_label("Account").fill(CEM)
        page.get_by_label("Wachtwoord").fill(secret(CEM))
        page.get_by_role("button", name="Meld je aan").click()
        fetching = page.get_by_role("button", name="Haal op: Opdracht: Politiserend werken")
        expect(fetching).to_contain_text("klas avond", timeout=120_000)
        shot(page, "hub-haal-op")
        fetching.click()
        expect(page.get_by_role("region", name="Deze opdracht")).to_contain_text("ingevuld", timeout=120_000)
        shot(page, "hub-opgehaald")
        chromium.close()
    assert (school.home(CEM) / "sowcourse" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").owner() == CEM


def shot(page: Page, name: str) -> None:
    """Keep a screenshot when SOWCOURSE_SCREENSHOTS names a folder."""
    if folder := os.environ.get("SOWCOURSE_SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def test_a_debate_live_is_for_one_class_and_who_teaches_it_and_runs_as_nobody_else(
    school: School, people: dict[str, Visitor]
) -> None:
    status, page = people[JAN].ask("/services/zaal")
    assert (status, "Voor de klas <strong>dag</strong>" in page, "avond" in page) == (200, True, False)
    debate = "doe=openen&klas=dag&debat=5-politiserend.in-gesprek-blijven"
    status, page = people[JAN].ask("/services/zaal/", debate)
    assert status == 200, page
    code = re.findall(r"zaal/(\d{4})/stand", page)[0]
    assert "Waar sta je nu?" in people[AN].ask(f"/services/zaal/{code}")[1]
    assert (
        "<strong>Bewaard.</strong> Je mag het veranderen"
        in people[AN].ask(f"/services/zaal/{code}", "stap=vooraf&before=eens")[1]
    )
    status, page = people[CEM].ask(f"/services/zaal/{code}")
    assert (status, "Deze zaal is van de klas dag" in page) == (403, True)
    status, page = people[AN].ask(f"/services/zaal/{code}/scherm")
    assert (status, "Dit scherm is van je lesgever" in page) == (403, True)
    for user in (ELS, CO):
        assert '<strong data-count="answered">1</strong>' in people[user].ask(f"/services/zaal/{code}/scherm")[1]
    owners = {
        place.owner()
        for place in Path("/proc").glob("[0-9]*")
        if b"sowcourse.hub.hall_launch" in _command(place) and str(school.root).encode() in _command(place)
    }
    assert owners == {"sowcourse-zaal"}
    status, page = people[JAN].ask("/user/kantoor-dag/kantoor/cohort/dag")
    assert 'href="/services/zaal/">Live in de klas' in page
    people[JAN].ask(f"/services/zaal/{code}/scherm", "doe=sluiten")
    assert people[AN].ask(f"/services/zaal/{code}")[0] == 410


def _command(place: Path) -> bytes:
    try:
        return (place / "cmdline").read_bytes()
    except OSError:
        return b""


# Twenty ways that stay closed -----------------------------------------------------------------------------------------

FILES = {
    "the work of a classmate": "home/hubt1/sowcourse/logboek.json",
    "the folder of a classmate": "home/hubt1",
    "the cohort": "home/kantoor-dag/klassen/dag/klas.csv",
    "answers": f"home/kantoor-dag/klassen/dag/source/{ASSIGNMENT}/{ASSIGNMENT}.ipynb",
    "a gradebook": "home/kantoor-avond/klassen/avond/gradebook.db",
    "who handed in": "srv/sowcourse/uitwisseling/dag/inbound",
    "feedback": "srv/sowcourse/uitwisseling/dag/feedback",
    "the hub's secrets": "srv/sowcourse/hub/cookie-geheim",
    "the proxy's secret": "srv/sowcourse/hub/proxy-geheim",
    "the school's settings": "etc/sowcourse/school.toml",
}

READS = "import sys, os; p = sys.argv[1]; os.listdir(p) if os.path.isdir(p) else open(p).read(1); print('open')"

CHANGES = {
    "what was given out": "open(f'{exchange}/dag/outbound/x', 'w')",
    "the folder of a class": "os.rename(f'{exchange}/dag', f'{exchange}/weg')",
    "the root of the exchange": "os.chmod(exchange, 0o777)",
    "the programs": "open(f'{root}/opt/sowcourse/deploy/school', 'a')",
}

PAGES = {
    "a classmate's files": (f"/user/{AN}/api/contents", None),
    "a classmate's desk": (f"/user/{AN}/sowcourse/bureau", {}),
    "Kantoor": ("/user/kantoor-dag/kantoor/", None),
    "starting Kantoor": ("/hub/spawn/kantoor-dag", None),
    "the hub's list of people": ("/hub/api/users", None),
    "a classmate at the hub": (f"/hub/api/users/{AN}", None),
    "a token for a classmate": (f"/hub/api/users/{AN}/tokens", {}),
    "the hub's own page": ("/hub/admin", None),
}


@pytest.mark.parametrize("what", FILES)
def test_a_student_cannot_read(what: str, school: School, handed_in: dict[str, Any]) -> None:
    done = school.as_user(BO, READS, school.root / FILES[what])
    assert "open" not in done.stdout, what
    assert "PermissionError" in done.stderr or "FileNotFoundError" in done.stderr, done.stderr


@pytest.mark.parametrize("what", CHANGES)
def test_a_student_cannot_change(what: str, school: School, handed_in: dict[str, Any]) -> None:
    code = f"import sys, os; exchange, root = sys.argv[1:]; {CHANGES[what]}; print('open')"
    done = school.as_user(BO, code, school.exchange, school.root)
    assert "open" not in done.stdout, what
    assert "PermissionError" in done.stderr, done.stderr


@pytest.mark.parametrize("what", PAGES)
def test_a_student_cannot_come_at(what: str, people: dict[str, Visitor], handed_in: dict[str, Any]) -> None:
    path, body = PAGES[what]
    status, page = people[BO].ask(path, body, Content_Type="application/json")
    assert status in (403, 404), f"{what}: {status} {page[:300]}"


def test_ones_own_token_opens_no_other_server_at_its_own_port(
    school: School, people: dict[str, Visitor], handed_in: dict[str, Any]
) -> None:
    tokens = {}
    for pid in Path("/proc").glob("[0-9]*"):
        try:
            told = dict(part.split("=", 1) for part in (pid / "environ").read_text().split("\0") if "=" in part)
        except (OSError, ValueError):
            continue
        if told.get("JUPYTERHUB_USER") in (AN, BO, "kantoor-dag") and str(school.root) in told.get("HOME", ""):
            tokens[told["JUPYTERHUB_USER"]] = (told["JUPYTERHUB_API_TOKEN"], told["JUPYTERHUB_SERVICE_URL"])
    own = tokens[BO][0]
    for other in (AN, "kantoor-dag"):
        port = int(re.findall(r":(\d+)", tokens[other][1])[0])
        for token in (own, "x"):
            path = f"/user/{other}/" + ("api/contents" if other == AN else "kantoor/")
            status, _ = Visitor(school, BO).ask(path, token=token, port=port)
            assert status in (403, 404, 405), (other, status)


def test_a_lecturer_comes_into_no_class_of_another_and_an_office_has_no_login(
    school: School, people: dict[str, Visitor]
) -> None:
    assert people[JAN].ask("/user/kantoor-avond/kantoor/")[0] in (403, 404)
    assert people[JAN].ask(f"/user/{AN}/lab")[0] in (403, 404)
    assert people[ELS].ask("/user/kantoor-avond/kantoor/")[0] == 200
    with pytest.raises(AssertionError):
        Visitor(school, "kantoor-dag").log_in()


def test_nobody_hands_in_for_another(school: School, people: dict[str, Visitor], handed_in: dict[str, Any]) -> None:
    name = f"{AN}+{ASSIGNMENT}+2026-01-01 09:00:00.000000 UTC+x"
    code = (
        "import os, sys, shutil; exchange, name = sys.argv[1:]; place = f'{exchange}/dag/inbound/{name}'\n"
        f"os.mkdir(place); shutil.copy(f'{{exchange}}/dag/outbound/{ASSIGNMENT}/{ASSIGNMENT}.ipynb', place)"
    )
    done = school.as_user(BO, code, school.exchange, name)
    assert done.returncode == 0, done.stderr
    told = school.office("dag", "collect", ASSIGNMENT)
    assert f"dit is ingeleverd door {BO} op naam van {AN}" in " ".join(told.split())
    shutil.rmtree(school.exchange / "dag" / "inbound" / name)


# Backup, restore, again -----------------------------------------------------------------------------------------------


def marks(school: School, name: str) -> dict[str, list[str]]:
    """What a class has: the gradebook's rows in words, and every hand-in by its digest."""
    code = (
        "import sys, json, hashlib; from pathlib import Path\n"
        "from sowcourse.cohort.workspace import open_workspace\n"
        "from sowcourse.gradebook.gradebook import results\n"
        "w = open_workspace(Path(sys.argv[1]))\n"
        "found = {a: [f'{r.student} {r.score()} {r.received}' for r in results(w, a).values()] for a in w.released()}\n"
        "files = sorted((w.root / 'submitted').rglob('*.ipynb')) if (w.root / 'submitted').is_dir() else []\n"
        "found['files'] = [f'{f.relative_to(w.root)} {hashlib.sha256(f.read_bytes()).hexdigest()}' for f in files]\n"
        "print(json.dumps(found))"
    )
    done = school.as_user(f"kantoor-{name}", code, school.cohort(name))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_setting_up_again_changes_nothing_and_a_backup_restores_the_same_cohorts_marks_and_hand_ins(
    school: School, handed_in: dict[str, Any], people: dict[str, Visitor]
) -> None:
    again = school.do("opzetten", school.root / "school.toml")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "Account" not in again.stdout
    assert "Cohort" not in again.stdout
    kept = school.do("bewaren", school.root / "kopie")
    assert kept.returncode == 0, kept.stdout + kept.stderr
    (file,) = (school.root / "kopie").glob("sowcourse-*.tar")
    assert file.stat().st_mode & 0o077 == 0
    before = {name: marks(school, name) for name in ("dag", "avond")}
    assert before["dag"]["files"], "there is something to keep"
    refused = school.do("terugzetten", file)
    assert "hier staat al werk" in refused.stderr, "never over work"
    damaged = file.with_name("beschadigd.tar")
    damaged.write_bytes(file.read_bytes())
    with tarfile.open(file) as archive:
        place = archive.getmember("mappen.tar").offset_data
    with damaged.open("r+b") as stream:
        stream.seek(place + 600)
        stream.write(b"anders")
    assert "is beschadigd. Er is niets teruggezet" in school.do("terugzetten", damaged).stderr
    for name in ("dag", "avond"):
        shutil.rmtree(school.cohort(name))
    shutil.rmtree(school.home(AN) / "sowcourse")
    shutil.rmtree(school.home(AN) / ".local")
    shutil.rmtree(school.exchange / "dag")
    empty = "from sqlalchemy import create_engine, text; import sys\n"
    empty += "with create_engine(sys.argv[1]).begin() as c:\n"
    empty += "    c.execute(text('DROP SCHEMA public CASCADE')); c.execute(text('CREATE SCHEMA public'))"
    settings = (school.root / "school.toml").read_text()
    port = re.search(r"postgresql-poort = (\d+)", settings)
    assert port
    url = f"postgresql+psycopg:///sowcourse_dag?host={school.root}/pg&port={port[1]}"
    assert school.as_user("kantoor-dag", empty, url).returncode == 0
    restored = school.do("terugzetten", file)
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert {name: marks(school, name) for name in ("dag", "avond")} == before
    receipts = list((school.home(AN) / "sowcourse" / "ingeleverd").glob("*/ontvangstbewijs.json"))
    assert any(json.loads(one.read_text())["code"] == handed_in["code"] for one in receipts)
    assert receipts[0].owner() == AN
    assert (school.home(AN) / ".local" / "share" / "jupyter").owner() == AN, "else no server of An would start"
