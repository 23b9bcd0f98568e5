"""Twenty more ways that stay closed, tried as two users of one machine: what listens, what is asked, what is put."""

from __future__ import annotations

import asyncio
import json
import os
import pwd
import re
import shutil
import stat
import subprocess
import urllib.error
import urllib.request
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tests.hub.conftest import AN, BO, CEM, JAN, School, Visitor
from tests.hub.test_school import ASSIGNMENT, handed_in, people

__all__ = ["handed_in", "people"]  # fixtures


def served(school: School) -> dict[str, tuple[int, str]]:
    """Account → the port of its server, and the token with which it talks to the hub."""
    found = {}
    for place in Path("/proc").glob("[0-9]*/environ"):
        try:
            told = dict(part.split("=", 1) for part in place.read_text().split("\0") if "=" in part)
        except (OSError, ValueError):
            continue
        if str(school.root) in told.get("HOME", "") and "JUPYTERHUB_USER" in told:
            port = int(re.findall(r":(\d+)", told["JUPYTERHUB_SERVICE_URL"])[0])
            found[told["JUPYTERHUB_USER"]] = (port, told["JUPYTERHUB_API_TOKEN"])
    return found


LISTENS = """
import sys, zmq
from pathlib import Path

whose, own = int(sys.argv[1]), int(sys.argv[2])
lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
ports = {int(line[1].partition(":")[2], 16) for line in lines if line[3] == "0A" and int(line[7]) == whose} - {own}
ear = zmq.Context().socket(zmq.SUB)
ear.subscribe(b"")
for port in ports:
    ear.connect(f"tcp://127.0.0.1:{port}")
while ports and ear.poll(10_000):
    heard = b" ".join(ear.recv_multipart())
    if b"geheim" in heard:
        print("heard", heard)
        break
"""
"""Every user of a machine sees who listens where, and may knock there."""


async def _say(address: str, cookies: str, until: Future[Any]) -> int:
    """Have a kernel say a word, until somebody is done; how often it said it."""
    line = await websocket_connect(HTTPRequest(address, headers={"Cookie": cookies}))
    said = 0
    while not said or not until.done():
        content = {"code": "print('ge' + 'heim')", "silent": False, "store_history": False, "allow_stdin": False}
        header = {
            "msg_id": uuid4().hex,
            "msg_type": "execute_request",
            "username": "",
            "session": "x",
            "version": "5.3",
        }
        asked = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        await line.write_message(json.dumps(asked))
        while True:
            told = json.loads(await line.read_message() or "{}")
            said += told["content"].get("text") == "geheim\n"
            ended = told["content"].get("execution_state") == "idle"
            if ended and told["parent_header"].get("msg_id") == header["msg_id"]:
                break
    line.close()
    return said


def test_nobody_listens_in_on_what_a_kernel_says(school: School, people: dict[str, Visitor]) -> None:
    """A kernel signs what it says, and of itself hides nothing from who knocks at its port."""
    an = people[AN]
    status, told = an.ask(f"/user/{AN}/api/kernels", {"name": "python3"})
    assert status == 201, told
    kernel = json.loads(told)["id"]
    try:
        cookies = "; ".join(f"{c.name}={c.value}" for c in an.jar if c.path in ("/", f"/user/{AN}/"))
        address = f"ws{school.address.removeprefix('http')}/user/{AN}/api/kernels/{kernel}/channels?session_id=x"
        nobody: Future[Any] = Future()
        nobody.set_result(None)
        assert asyncio.run(_say(address, cookies, nobody)), "the kernel works, for who it is of"
        with ThreadPoolExecutor() as other:
            words = (pwd.getpwnam(AN).pw_uid, served(school)[AN][0])
            listening = other.submit(school.as_user, BO, LISTENS, *words)
            asyncio.run(_say(address, cookies, listening))
            done = listening.result()
        assert done.returncode == 0, done.stderr
        assert done.stdout == ""
    finally:
        assert an.ask(f"/user/{AN}/api/kernels/{kernel}", {}, "DELETE")[0] == 204


LOOKS = "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n'; ls /proc | grep -c '^[0-9]'"
"""Everything that a user of a machine hears of who runs what."""


def test_nobody_sees_the_programs_of_another(school: School, people: dict[str, Visitor]) -> None:
    """Looked at from inside what the hub starts, where a student's own code runs."""
    known = pwd.getpwnam(BO)
    server = next(
        place.name
        for place in Path("/proc").glob("[0-9]*")
        if place.stat().st_uid == known.pw_uid and b"jupyterhub.singleuser" in (place / "cmdline").read_bytes()
    )
    enter = ["nsenter", "--mount", f"--target={server}", f"--setuid={known.pw_uid}", f"--setgid={known.pw_gid}"]
    told = subprocess.run([*enter, "sh", "-c", LOOKS], capture_output=True, text=True, check=True).stdout
    assert f"JUPYTERHUB_USER={BO}" in told.splitlines(), "one's own"
    assert [line for line in told.splitlines() if AN in line or "configurable-http-proxy" in line] == []
    assert int(told.splitlines()[-1]) < 12
    assert "✓ Wie op de hub werkt, ziet de programma's van anderen niet." in school.do("controle").stdout


def own_token(visitor: Visitor) -> str:
    """A token for the hub, as anybody may make for themselves."""
    visitor.ask("/hub/token")
    known = next(cookie.value for cookie in visitor.jar if cookie.name == "_xsrf" and cookie.path == "/hub/")
    status, told = visitor.ask(
        f"/hub/api/users/{visitor.user}/tokens?_xsrf={known}", {}, Content_Type="application/json"
    )
    assert status == 201, told
    return str(json.loads(told)["token"])


ASKED = {
    "another's list of tokens": ("GET", f"/hub/api/users/{AN}/tokens"),
    "starting another's server": ("POST", f"/hub/api/users/{AN}/server"),
    "stopping another's server": ("DELETE", f"/hub/api/users/{AN}/server"),
    "stopping Kantoor": ("DELETE", "/hub/api/users/kantoor-dag/server"),
    "becoming one of the office": ("POST", "/hub/api/groups/kantoor/users"),
    "groups": ("GET", "/hub/api/groups"),
    "a new account": ("POST", f"/hub/api/users/{BO}x"),
    "becoming administrator": ("PATCH", f"/hub/api/users/{BO}"),
    "sharing another's server": ("POST", f"/hub/api/shares/{AN}/"),
    "the proxy": ("GET", "/hub/api/proxy"),
    "services": ("GET", "/hub/api/services"),
    "the end of the hub": ("POST", "/hub/api/shutdown"),
}


@pytest.mark.parametrize("what", ASKED)
def test_the_hub_does_nothing_for_a_student_with_a_token_of_their_own(
    what: str, school: School, people: dict[str, Visitor]
) -> None:
    token = own_token(people[BO])
    method, path = ASKED[what]
    body = {"admin": True, "users": [BO], "user": BO} if method in ("POST", "PATCH") else None
    status, told = Visitor(school, BO).ask(path, body, method, token, Content_Type="application/json")
    assert status in (403, 404), f"{what}: {status} {told[:300]}"
    assert people[AN].ask(f"/user/{AN}/api/status")[0] == 200


def test_a_token_of_another_opens_nothing_on_ones_own_server(school: School, people: dict[str, Visitor]) -> None:
    """Else who has a token of a classmate could leave work there in that name, and a classmate could come in."""
    token = own_token(people[AN])
    port = served(school)[BO][0]
    for door in (0, port):
        status, told = Visitor(school, AN).ask(f"/user/{BO}/api/contents", token=token, port=door)
        assert status in (403, 404), (door, status, told[:300])


def test_the_doors_behind_the_proxy_ask_who_is_there(school: School, people: dict[str, Visitor]) -> None:
    knock = Visitor(school, BO)
    for name in ("SOWCOURSE_PROXYADRES", "SOWCOURSE_HUBADRES"):
        port = int(school.environment[name].rpartition(":")[2])
        path = "/api/routes" if "PROXY" in name else "/hub/api/users"
        assert knock.ask(path, port=port)[0] == 403
        assert knock.ask(path, port=port, token=served(school)[BO][1])[0] == 403


def test_who_logs_out_leaves_nothing_open_for_who_logs_in_after_them(
    school: School, people: dict[str, Visitor]
) -> None:
    """Two students at one computer of the library."""
    visitor = Visitor(school, AN).log_in()
    visitor.start()
    assert visitor.ask(f"/user/{AN}/api/contents")[0] == 200
    visitor.ask("/hub/logout")
    assert visitor.ask(f"/user/{AN}/api/contents")[0] == 403
    visitor.user = BO
    visitor.log_in()
    assert visitor.ask(f"/user/{AN}/api/contents")[0] == 403
    assert visitor.ask(f"/user/{AN}/sowcourse/logboek", {})[0] == 403


FORMS = {
    "fetching": (AN, f"/user/{AN}/sowcourse/ophalen", json.dumps({"course": "dag", "assignment": ASSIGNMENT})),
    "keeping": (AN, f"/user/{AN}/sowcourse/bewaar", json.dumps({"module": "0-start", "items": {"x": "y"}})),
    "handing in": (AN, f"/user/{AN}/sowcourse/inleveren", json.dumps({"path": f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb"})),
    "collecting": (JAN, f"/user/kantoor-dag/kantoor/cohort/dag/opdracht/{ASSIGNMENT}", "doe=uitwisseling"),
    "a new cohort": (JAN, "/user/kantoor-dag/kantoor/nieuw", "doe=maken&naam=weg"),
}


@pytest.mark.parametrize("what", FORMS)
@pytest.mark.parametrize("token", ["", "x"])
def test_a_page_elsewhere_presses_no_button(
    what: str, token: str, school: School, people: dict[str, Visitor], handed_in: dict[str, Any]
) -> None:
    user, path, body = FORMS[what]
    visitor = Visitor(school, user, people[user].jar)
    kept = [cookie for cookie in visitor.jar if cookie.name == "_xsrf"]
    assert kept, "somebody who looks at pages has a token"
    headers = {"Content-Type": "text/plain", "Origin": "http://elders.example", "X-XSRFToken": token}
    status, told = asked_plainly(visitor, path, body, headers)
    assert status in (403, 404, 405), f"{what}: {status} {told[:300]}"


def asked_plainly(visitor: Visitor, path: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
    """Ask with the cookies of somebody, and with nothing that only a page of ours can know."""
    asked = urllib.request.Request(visitor.school.address + path, body.encode(), headers, method="POST")
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(visitor.jar))
    try:
        with opener.open(asked, timeout=60) as answer:
            return int(answer.status), answer.read().decode(errors="replace")
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode(errors="replace")


WALKS = {
    "another class": {"course": "avond", "assignment": ASSIGNMENT},
    "another class by a step back": {"course": "dag/../avond", "assignment": ASSIGNMENT},
    "out of the exchange": {"course": "../../../home/kantoor-dag/klassen/dag", "assignment": ASSIGNMENT},
    "what was handed in": {"course": "dag", "assignment": "../inbound"},
    "answers": {"course": "dag", "assignment": f"../../../../home/kantoor-dag/klassen/dag/source/{ASSIGNMENT}"},
}


@pytest.mark.parametrize("what", WALKS)
def test_fetching_walks_nowhere(what: str, people: dict[str, Visitor], handed_in: dict[str, Any]) -> None:
    status, told = people[BO].ask(f"/user/{BO}/sowcourse/ophalen", WALKS[what])
    assert status == 409, f"{status} {told[:300]}"
    assert "staat niet klaar voor jouw klas" in told


def test_pages_of_lessons_and_of_kantoor_run_nothing_from_elsewhere(school: School, people: dict[str, Visitor]) -> None:
    for user, path in ((AN, f"/user/{AN}/sowcourse/index.html"), (JAN, "/user/kantoor-dag/kantoor/")):
        people[user].ask(path)
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(people[user].jar))
        with opener.open(school.address + path, timeout=60) as answer:
            policy = str(answer.headers["Content-Security-Policy"])
            page = answer.read().decode()
        assert "frame-ancestors" in policy, path
        stands = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
        told = stands[1] if stands else policy
        assert "default-src 'none'" in told, path
        assert "unsafe" not in told, path
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>\s*[^<\s{]|\son\w+=", page), path


PUT = {
    "a name of two lines": (os.fsencode(f"{BO}\n20261+{ASSIGNMENT}+2026-01-01 09:00:00.000000 UTC+x"), ""),
    "a name that is no text": (b"\xff\xfe+" + ASSIGNMENT.encode() + b"+2026-01-01 09:00:00.000000 UTC+x", ""),
    "a moment that is no text": (os.fsencode(f"{BO}+{ASSIGNMENT}+") + b"\xff\xfe+x", ""),
    "no name": (os.fsencode(f"+{ASSIGNMENT}+2026-01-01 09:00:00.000000 UTC+x"), ""),
    "files that are no text": (
        os.fsencode(f"{BO}+{ASSIGNMENT}+2026-11-01 09:00:00.000000 UTC+x"),
        "open(place + b'/\\xff\\n.ipynb', 'w').write('x')",
    ),
    "ten gigabytes of nothing": (
        os.fsencode(f"{BO}+{ASSIGNMENT}+2026-11-01 09:00:00.000000 UTC+y"),
        f"open(place + b'/{ASSIGNMENT}.ipynb', 'w').truncate(10_000_000_000)",
    ),
    "a ring of folders": (
        os.fsencode(f"{BO}+{ASSIGNMENT}+2026-11-01 09:00:00.000000 UTC+z"),
        "os.symlink('.', place + b'/ring'); os.mkfifo(place + b'/pijp')",
    ),
    "a hard link to what was given out": (
        os.fsencode(f"{BO}+{ASSIGNMENT}+2026-11-01 09:00:00.000000 UTC+w"),
        f"os.link(exchange + b'/dag/outbound/{ASSIGNMENT}/{ASSIGNMENT}.ipynb', place + b'/{ASSIGNMENT}.ipynb')",
    ),
}


def test_whatever_a_student_puts_in_the_exchange_the_others_are_collected_and_each_is_told(
    school: School, people: dict[str, Visitor], handed_in: dict[str, Any]
) -> None:
    school.office("dag", "collect", ASSIGNMENT)
    inbound = school.exchange / "dag" / "inbound"
    mine = set(inbound.iterdir())
    before = sorted((school.cohort("dag") / "ontvangen").rglob("*"))
    code = (
        "import os, sys; exchange, place = map(os.fsencode, sys.argv[1:3]); os.mkdir(place)\n"
        "try:\n    exec(sys.argv[3])\nexcept PermissionError as e: print('refused', e)"
    )
    try:
        for name, more in PUT.values():
            done = school.as_user(BO, code, school.exchange, inbound / os.fsdecode(name), more)
            assert done.returncode == 0, done.stderr
        told = school.office("dag", "collect", ASSIGNMENT)
        assert "Traceback" not in told
        assert "20261" not in [line.strip() for line in told.splitlines()], "no line of a student's making"
    finally:
        for place in set(inbound.iterdir()) - mine:
            shutil.rmtree(place)
    assert sorted((school.cohort("dag") / "ontvangen").rglob("*")) == before, "nothing of it counts"


def test_what_is_of_people_is_open_to_nobody_else_on_the_machine(
    school: School, people: dict[str, Visitor], handed_in: dict[str, Any]
) -> None:
    """Also where the folder above it already keeps others out; what was given out, and the course, is for everybody."""
    found = []
    places = [school.home(user) / "sowcourse" for user in (AN, BO, CEM)]
    places += [school.root / "srv/sowcourse/hub", *(school.cohort(name) for name in ("dag", "avond"))]
    open_to_all = {school.cohort(name) / part for name in ("dag", "avond") for part in ("release", "cursus")}
    for top in places:
        for place in (top, *top.rglob("*")):
            state = place.lstat()
            if (
                state.st_mode & 0o077
                and not stat.S_ISLNK(state.st_mode)
                and open_to_all.isdisjoint([place, *place.parents])
            ):
                found.append(f"{stat.filemode(state.st_mode)} {place.relative_to(school.root)}")
    assert found == []


def test_nothing_of_a_class_lies_in_the_folder_of_everybody(
    school: School, people: dict[str, Visitor], handed_in: dict[str, Any]
) -> None:
    offices = {pwd.getpwnam(f"kantoor-{name}").pw_uid for name in ("dag", "avond")}
    found = []
    for file in (*Path("/tmp").glob("*"), *Path("/dev/shm").glob("*"), *Path("/var/tmp").glob("*")):
        try:
            state = file.lstat()
        except FileNotFoundError:
            continue
        if state.st_uid in offices and state.st_mode & 0o077:
            found.append(str(file))
    assert found == []


def test_postgresql_knows_no_student(school: School) -> None:
    settings = (school.root / "school.toml").read_text()
    port = re.search(r"postgresql-poort = (\d+)", settings)
    assert port
    code = "import sys; from sqlalchemy import create_engine; create_engine(sys.argv[1]).connect(); print('open')"
    for user, database in ((BO, "sowcourse_dag"), (BO, "postgres"), ("kantoor-avond", "sowcourse_dag")):
        url = f"postgresql+psycopg:///{database}?host={school.root}/pg&port={port[1]}"
        done = school.as_user(user, code, url)
        assert "open" not in done.stdout, (user, database)
        assert "does not exist" in done.stderr or "permission denied" in done.stderr, done.stderr[-500:]
