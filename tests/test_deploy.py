"""What `deploy/school` refuses before it does anything; the rest of it is tried on a whole school, in `tests/hub`."""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

SCRIPT = Path(__file__).parents[1] / "deploy" / "school"

SETTINGS = """
adres = "http://127.0.0.1:8000"
[klassen.dag]
lesgevers = ["jan"]
klaslijst = "/nergens/dag.csv"
puntenboek = "postgresql"
"""


@pytest.fixture
def school(tmp_path: Path) -> tuple[dict[str, Any], Any]:
    """The script, and a school of which something stands in each of its folders."""
    script = runpy.run_path(str(SCRIPT))
    (tmp_path / "school.toml").write_text(SETTINGS, encoding="utf-8")
    made = script["School"](tmp_path, tmp_path / "school.toml")
    for folder in (made.etc, made.srv, made.opt, made.units):
        folder.mkdir(parents=True)
        (folder / "iets").write_text("van de school", encoding="utf-8")
    return script, made


def standing(school: Any) -> list[str]:
    return [place.name for place in (school.etc, school.srv, school.opt) if (place / "iets").is_file()]


@pytest.mark.parametrize("sure", [False, True])
def test_work_is_taken_away_only_when_that_is_said_twice_and_its_databases_go_too(
    school: tuple[dict[str, Any], Any], monkeypatch: pytest.MonkeyPatch, sure: bool
) -> None:
    script, made = school

    def silent(school: Any, order: str) -> str:
        raise script["Stop"]("psql: geen verbinding.")

    monkeypatch.setitem(script["take_down"].__globals__, "_psql", silent)
    with pytest.raises(script["Stop"]) as caught:
        script["take_down"](made, True, sure)
    told = str(caught.value)
    assert ("PostgreSQL antwoordt niet" in told, "cohorten (dag)" in told) == (sure, not sure)
    assert "nog niets weg" in told
    assert len(standing(made)) == 3


def test_without_the_work_only_the_programs_go(school: tuple[dict[str, Any], Any]) -> None:
    script, made = school
    script["take_down"](made, False, False)
    assert standing(made) == [made.etc.name, made.srv.name]


SERVER = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.setsid()
print("x", flush=True)
time.sleep(999)
"""

RUNNING = """
import os, runpy, sys
from pathlib import Path
from types import SimpleNamespace

script, folder, server = runpy.run_path(sys.argv[1]), sys.argv[2], sys.argv[3]
starts = "import subprocess, sys, time; subprocess.Popen(sys.argv[1:]); time.sleep(999)"
proxy = [sys.executable, "-c", "import time; time.sleep(999)", folder]
hub = [sys.executable, "-c", starts, sys.executable, "-c", server, folder]
told = {"hub": Path(folder), "settings": {}, "surroundings": lambda: dict(os.environ)}
made = SimpleNamespace(**told, commands=lambda: (proxy, hub))
script["keep_running"].__globals__.update(PATIENCE=1, _as_porter=lambda school: {})
script["keep_running"](made)
"""
"""A hub that starts a server in a session of its own, as a hub does, which does not want to end."""


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
def test_with_what_runs_a_hub_everything_ends_that_the_hub_started(tmp_path: Path, kind: signal.Signals) -> None:
    (tmp_path / "proxy-geheim").write_text("p", encoding="utf-8")
    command = [sys.executable, "-c", RUNNING, str(SCRIPT), str(tmp_path), SERVER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as running:
        assert running.stdout
        assert running.stdout.readline() == b"x\n", "the server of somebody runs, and hears nothing"
        assert len(named(tmp_path)) == 4
        began = time.monotonic()
        running.send_signal(kind)
        assert running.wait(30) == 0
    assert time.monotonic() - began < 15
    assert named(tmp_path) == []


def named(folder: Path) -> list[int]:
    """The processes that name a folder."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = place.read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in line:
            found.append(int(place.parent.name))
    return found


def test_what_is_of_people_is_written_closed_whatever_the_administrators_shell_is_set_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = runpy.run_path(str(SCRIPT))
    known: dict[str, int] = {}

    def look(name: str) -> Any:
        def seen(*_: object) -> None:
            known[name] = os.umask(0)
            os.umask(known[name])

        return seen

    settings = tmp_path / "school.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    steps = ["_packages", "_programs", "_porter", "_settings", "_folders", "_accounts", "_databases", "_classes"]
    checks = ("_check_certificates", "_check_lists", "_check_databases")
    for name in (*steps, *checks, "_forget_old_guard", "_units", "back_up", "restore", "keep_running"):
        monkeypatch.setitem(script["main"].__globals__, name, look(name))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    before = os.umask(0)
    try:
        for act in (["opzetten", str(settings)], ["bewaren"], ["terugzetten", "kopie.tar"], ["draaien"]):
            os.umask(0)
            (tmp_path / "etc/sowcourse").mkdir(parents=True, exist_ok=True)
            (tmp_path / "etc/sowcourse/school.toml").write_text(SETTINGS, encoding="utf-8")
            monkeypatch.setattr(sys, "argv", ["school", "--wortel", str(tmp_path), *act])
            script["main"]()
    finally:
        os.umask(before)
    closed = {"_accounts", "_databases", "_classes", "_forget_old_guard", "_units"}
    closed |= {"back_up", "restore", "keep_running"}
    assert {name: oct(mask) for name, mask in known.items() if name in closed} == dict.fromkeys(closed, "0o77")
    assert known["_programs"] == 0o022, "programs are for everybody"


def test_what_is_missing_is_told_before_an_account_is_made_and_no_line_of_python_is_shown(
    school: tuple[dict[str, Any], Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script, made = school
    inside = script["set_up"].__globals__
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    for name in ("_programs", "_accounts"):
        monkeypatch.setitem(inside, name, lambda known: pytest.fail("it went on"))
    monkeypatch.setitem(inside, "_packages", lambda: None)
    mask = os.umask(0o022)
    try:
        with pytest.raises(script["Stop"], match=r"klaslijst = /nergens/dag.csv: dit bestand is er niet"):
            script["set_up"](made)
        made.lists = [(tmp_path / "school.toml", ["jan"])]
        made.sockets = str(tmp_path)
        with pytest.raises(script["Stop"], match=r"PostgreSQL antwoordt niet \(.*poort 5432\)\. Start het"):
            script["set_up"](made)
    finally:
        os.umask(mask)
    made.python = Path(sys.executable)
    with pytest.raises(script["Stop"]) as caught:
        script["_students"](made, tmp_path / "weg.csv")
    assert str(caught.value).startswith(f"{tmp_path / 'weg.csv'}: het bestand kan niet worden gelezen.")


@pytest.mark.parametrize("strange", ["../buiten", "map/inhoud.json", "andere.txt"])
def test_what_is_no_backup_is_refused_and_puts_nothing_anywhere(
    school: tuple[dict[str, Any], Any], tmp_path: Path, strange: str
) -> None:
    script, made = school
    file, there = tmp_path / "kopie.tar", sorted(tmp_path.parent.rglob("buiten"))
    (tmp_path / "x").write_text("x", encoding="utf-8")
    with tarfile.open(file, "w") as archive:
        archive.add(tmp_path / "x", strange)
    with pytest.raises(script["Stop"], match=r"Er is niets teruggezet\."):
        script["restore"](made, file)
    assert sorted(tmp_path.parent.rglob("buiten")) == there
    assert len(standing(made)) == 3


# The look at what keeps people apart ----------------------------------------------------------------------------------

QUOTA_ON, COUNTED, QUOTA_OFF = "is on", "is on (accounting)", "is off"


@pytest.mark.parametrize("state", ["", QUOTA_OFF, COUNTED, QUOTA_ON])
def test_the_look_says_whether_a_disk_limits_what_one_student_puts_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], state: str
) -> None:
    """The words are those of Debian's `quotaon -p`; "" is a machine without it."""
    script = runpy.run_path(str(SCRIPT))
    orders = tmp_path / "programs"
    orders.mkdir()
    if state:
        for name, line in (
            ("quotaon", f'echo "user quota on $2 (/dev/vda1) {state}"'),
            ("setquota", 'echo "$@" >> $0.log'),
        ):
            (orders / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
            (orders / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(orders), prepend=os.pathsep)
    (tmp_path / "home").mkdir()
    settings = f'schijf = 2000\nthuismappen = "{tmp_path}/home"\n{SETTINGS}'
    (tmp_path / "school.toml").write_text(settings, encoding="utf-8")
    made = script["School"](tmp_path, tmp_path / "school.toml")
    script["_limit_disks"](made, ["an", "bo"])
    assert script["look"](made) == 3, "there is no school yet"
    told = " ".join(capsys.readouterr().out.split())
    limited = state == QUOTA_ON
    assert ("✓ Een student zet hoogstens 2000 MB op" in told, "staan geen quota aan" in told) == (limited, not limited)
    set_for = (orders / "setquota.log").read_text().splitlines() if limited else []
    assert [line.split()[:4] for line in set_for[:2]] == [["-u", name, "0", "2000000"] for name in ("an", "bo")][
        : len(set_for)
    ]


def test_the_look_names_what_is_open_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    script = runpy.run_path(str(SCRIPT))
    (tmp_path / "school.toml").write_text(SETTINGS, encoding="utf-8")
    made = script["School"](tmp_path, tmp_path / "school.toml")
    made.hub.mkdir(parents=True, mode=0o755)
    assert script["look"](made) == 3
    told = " ".join(capsys.readouterr().out.split())
    assert "✗ schijf = 0: één student kan de schijf vullen voor iedereen." in told
    assert "✗ verberg-programmas = false: studenten zien wat anderen draaien." in told
    assert f"✗ {made.hub} heeft modus 755, en hoort 700 te hebben. Voer 'school opzetten' opnieuw uit." in told
    assert f"✗ {made.exchange} ontbreekt, en hoort 1777 te hebben." in told


def test_the_hub_alone_hides_programs_and_what_an_earlier_version_did_to_the_machine_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = runpy.run_path(str(SCRIPT))
    inside = script["School"].__init__.__globals__
    text = SETTINGS.replace("[klassen.dag]", "verberg-programmas = true\n[klassen.dag]")
    (tmp_path / "school.toml").write_text(text, encoding="utf-8")
    made = script["School"](tmp_path, tmp_path / "school.toml")
    made.hub.mkdir(parents=True)
    (made.hub / "proxy-geheim").write_text("x", encoding="utf-8")
    script["_units"](made)
    assert "ProtectProc=invisible" in (made.units / "sowcourse-hub.service").read_text().splitlines()
    fstab, did = tmp_path / "fstab", []
    before = "UUID=1 / ext4 defaults 0 1\n"
    fstab.write_text(f"{before}{script['OLD_GUARD']}\n", encoding="utf-8")
    monkeypatch.setitem(inside, "Path", lambda *words: fstab if words == ("/etc/fstab",) else Path(*words))
    monkeypatch.setitem(inside, "run", lambda *words: did.append(words))
    script["_forget_old_guard"](made)
    assert (did, fstab.read_text()) == ([], f"{before}{script['OLD_GUARD']}\n"), "of a school in another root"
    made.units = Path("/etc/systemd/system")
    for _ in range(2):
        script["_forget_old_guard"](made)
    assert (did, fstab.read_text()) == ([("mount", "-o", "remount,hidepid=0", "/proc")], before)


# The pages of the hub -------------------------------------------------------------------------------------------------


def hub_page(name: str, **values: object) -> str:
    """A page of ours, in a frame of nothing."""
    frames = {"page.html": "{% block main %}{% endblock %}"}
    frames["templates/error.html"] = "{% block h1_error %}{% endblock %}{% block error_detail %}{% endblock %}"
    text = (SCRIPT.parent / "bladzijden" / name).read_text(encoding="utf-8")
    made = (
        Environment(loader=DictLoader(frames | {name: text}), autoescape=True)
        .get_template(name)
        .render(
            base_url="/hub/", url="/hub/spawn/an", zaal="/zaal/", lessen="/lessen/", klassen={"dag": ["jan"]}, **values
        )
    )
    return " ".join(made.split())


def account(*groups: str) -> SimpleNamespace:
    return SimpleNamespace(name="an", groups=[SimpleNamespace(name=group) for group in groups])


@pytest.mark.parametrize(
    ("groups", "office", "nowhere"),
    [
        (("klas-dag",), False, False),
        (("lesgevers-dag",), True, False),
        (("coordinatoren",), True, False),
        ((), False, True),
        (("klas-weg",), False, True),
    ],
)
def test_everybody_is_shown_where_they_may_go_and_who_is_in_no_class_what_to_do(
    groups: tuple[str, ...], office: bool, nowhere: bool
) -> None:
    stopped = SimpleNamespace(active=False)
    page = hub_page("home.html", user=account(*groups), default_server=stopped, apart=False)
    assert ("Lessen lezen" in page, "Opdrachten maken" in page, "Kantoor van dag" in page) == (True, True, office)
    assert ("Je staat nog op geen klaslijst" in page, "account door: <strong>an</strong>" in page) == (nowhere, nowhere)
    assert "Wat je in deze browser bij de lessen invulde, komt mee." in page
    running = SimpleNamespace(active=True)
    apart = hub_page("home.html", user=account(*groups), default_server=running, apart=True)
    assert ("Je werkplek staat klaar" in apart, "komt mee" in apart) == (True, False)


def test_who_may_not_come_in_reads_why_and_whom_to_tell_and_who_is_in_only_where_to_go() -> None:
    outside = hub_page("error.html", status_code=403, user=None)
    assert "Je bent nog niet binnen" in outside
    assert "staat nog op geen klaslijst van deze cursus" in outside
    assert "zeg dan tegen je lesgever: «Ik sta nog niet op de klaslijst van de hub»" in outside
    inside = hub_page("error.html", status_code=403, user=account())
    assert ("Hier mag je niet komen" in inside, "klaslijst" in inside) == (True, False)
    assert "Wat je schreef, is bewaard" in hub_page("error.html", status_code=500, user=None)


@pytest.mark.parametrize("way", ["pam", "lti"])
def test_a_key_for_the_learning_platform_is_made_once_and_for_the_administrator_alone(
    school: tuple[dict[str, Any], Any], monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    script, made = school
    asked: list[str] = []

    def key(*command: object, **_: object) -> SimpleNamespace:
        asked.append(str(command[-1]))
        return SimpleNamespace(stdout=f"sleutel {len(asked)}")

    monkeypatch.setitem(script["_folders"].__globals__, "run", key)
    made.settings["aanmelden"] = way
    for _ in range(2):
        script["_folders"](made)
    file = made.hub / "lti-sleutel.pem"
    if way == "pam":
        assert (file.exists(), asked) == (False, [])
        return
    assert (file.read_text(encoding="utf-8"), len(asked)) == ("sleutel 1", 1), "a platform that knows it goes on"
    assert file.stat().st_mode & 0o777 == 0o600
    assert "sowcourse.hub.tool_key" in asked[0]


LTI = {
    "platform": "https://lms.school.example",
    "client": "1",
    "installaties": ["1:8f3a"],
    "aanmeldadres": "https://lms.school.example/auth",
    "sleuteladres": "https://lms.school.example/jwks",
    "account": "custom_student",
}
MARKS = {"tokenadres": "https://lms.school.example/token", "puntenadres": "https://lms.school.example"}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"client": 10000000000001}, "client = 10000000000001: hier hoort een tekst, tussen aanhalingstekens"),
        ({"account": ""}, "account = : hier hoort een tekst"),
        ({"installaties": "1:8f3a"}, "installaties = 1:8f3a: hier hoort een lijst van teksten"),
        ({"installaties": []}, "installaties = []: hier hoort een lijst"),
        ({"installaties": [1]}, "installaties = [1]: hier hoort een lijst"),
        (
            {"sleuteladres": "http://lms.school.example/jwks"},
            "zonder https kan een ander onderweg zeggen wie iemand is",
        ),
        ({"aanmeldadres": "lms.school.example"}, "aanmeldadres = lms.school.example: zonder https"),
        ({"tokenadres": MARKS["tokenadres"]}, "puntenadres = niets: hier hoort een tekst"),
        ({"puntenadres": MARKS["puntenadres"]}, "tokenadres = niets: hier hoort een tekst"),
        (MARKS | {"puntenadres": "http://lms.school.example"}, "puntenadres = http://lms.school.example: zonder https"),
    ],
)
def test_a_learning_platform_that_is_half_filled_in_is_told_before_anything_is_made(
    school: tuple[dict[str, Any], Any], monkeypatch: pytest.MonkeyPatch, wrong: dict[str, Any], sentence: str
) -> None:
    script, made = school
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setitem(script["set_up"].__globals__, "_packages", lambda: pytest.fail("it went on"))
    mask = os.umask(0o022)
    try:
        made.settings |= {"aanmelden": "lti", "lti": LTI | wrong}
        with pytest.raises(script["Stop"]) as caught:
            script["set_up"](made)
    finally:
        os.umask(mask)
    assert sentence in str(caught.value)


@pytest.mark.parametrize("told", [LTI, LTI | MARKS])
def test_a_learning_platform_that_is_filled_in_goes_on(
    school: tuple[dict[str, Any], Any], told: dict[str, Any]
) -> None:
    script, made = school
    made.settings |= {"aanmelden": "lti", "lti": told}
    script["_check_lti"](made)
    made.settings |= {"aanmelden": "pam", "lti": {}}
    script["_check_lti"](made)
