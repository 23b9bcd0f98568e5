"""`sowcourse start` gives fresh lessons and never takes away what a student made."""

from __future__ import annotations

import http.server
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from rich.console import Console

import sowcourse.student.start as start_module
from sowcourse.errors import SowcourseError
from sowcourse.notebook import dump, read_notebook
from sowcourse.student.start import prepare, start, student_surroundings
from sowcourse.student.surroundings import left_behind, nbgrader_folders, server_surroundings
from tests.conftest import obey_interrupts

LESSON = "lessen/5-politiserend.ipynb"


@pytest.fixture(autouse=True)
def trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))


def test_a_new_work_folder_holds_every_lesson_and_says_whose_it_is(tmp_path: Path) -> None:
    assert prepare(tmp_path / "werk") == []
    assert read_notebook(tmp_path / "werk" / LESSON)["cells"]
    assert "5-politiserend" in tomllib.loads((tmp_path / "werk" / "werkmap.toml").read_text(encoding="utf-8"))["lessen"]


def test_a_lesson_that_is_open_and_stays_the_same_is_not_touched(tmp_path: Path) -> None:
    prepare(tmp_path)
    same, changed = (tmp_path / "lessen" / f"{name}.ipynb" for name in ("0-start", "1-nabijheid"))
    same.write_text(json.dumps(json.loads(same.read_text(encoding="utf-8"))), encoding="utf-8")  # saved by JupyterLab
    changed.write_text('{"cells": [], "metadata": {}}', encoding="utf-8")
    before = same.stat().st_mtime_ns, same.stat().st_ino
    (remark,) = prepare(tmp_path, opened=True)
    assert "Je had 1-nabijheid.ipynb aangepast" in remark
    assert (same.stat().st_mtime_ns, same.stat().st_ino) == before
    prepare(tmp_path)
    assert (same.stat().st_mtime_ns, same.stat().st_ino) != before


def test_starting_again_replaces_an_executed_lesson_and_leaves_the_logbook(tmp_path: Path) -> None:
    prepare(tmp_path)
    (tmp_path / "logboek.json").write_text("van mij", encoding="utf-8")
    fresh = (tmp_path / LESSON).read_text(encoding="utf-8")
    executed = read_notebook(tmp_path / LESSON)
    for cell in executed["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"execution_count": 3, "outputs": [{"output_type": "stream", "name": "stdout", "text": ["x"]}]}
    (tmp_path / LESSON).write_text(dump(executed), encoding="utf-8")
    assert prepare(tmp_path) == []
    assert (tmp_path / LESSON).read_text(encoding="utf-8") == fresh
    assert (tmp_path / "logboek.json").read_text(encoding="utf-8") == "van mij"


def test_a_lesson_that_the_student_changed_is_kept_beside_the_fresh_one(tmp_path: Path) -> None:
    prepare(tmp_path)
    fresh = (tmp_path / LESSON).read_text(encoding="utf-8")
    for turn in ("eerste", "tweede"):
        changed = read_notebook(tmp_path / LESSON)
        changed["cells"].append(
            {"cell_type": "markdown", "id": "x", "metadata": {}, "source": [f"Mijn {turn} notitie."]}
        )
        (tmp_path / LESSON).write_text(dump(changed), encoding="utf-8")
        (remark,) = prepare(tmp_path)
        assert "Je had 5-politiserend.ipynb aangepast. Jouw versie heet nu «5-politiserend - mijn versie" in remark
    kept = sorted((tmp_path / "lessen").glob("*mijn versie*.ipynb"))
    assert ["eerste" in kept[0].read_text(encoding="utf-8"), "tweede" in kept[1].read_text(encoding="utf-8")] == [
        True,
        True,
    ]
    assert (tmp_path / LESSON).read_text(encoding="utf-8") == fresh


def test_a_damaged_marker_keeps_every_lesson_that_was_there(tmp_path: Path) -> None:
    prepare(tmp_path)
    (tmp_path / "werkmap.toml").write_text("kapot =", encoding="utf-8")
    assert "Jouw versie heet nu" in prepare(tmp_path)[0]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("", encoding="utf-8")
    with pytest.raises(SowcourseError, match=r"in deze map kan niet worden geschreven.*Kies een andere map"):
        prepare(tmp_path / "bestand")


def test_a_lesson_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SowcourseError, match=r"5-politizerend: deze les bestaat niet\. Bedoel je '5-politiserend'\?"):
        start(tmp_path, browser=False, lesson="5-politizerend", port=None)


def begun(command: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    """A program of its own group, that can be ended as with Ctrl+C."""
    return subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=obey_interrupts,
    )


@contextmanager
def started(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`sowcourse start` on a folder, with the address it prints."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    command = [sys.executable, "-c", "from sowcourse.cli import main; main()", "start", str(folder)]
    process = begun(command, environment)
    try:
        assert process.stdout is not None
        yield process, next(line.strip() for line in process.stdout if line.strip().startswith("http"))
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(30)


def again(folder: Path) -> str:
    """What `sowcourse start` says when it ends by itself."""
    command = [sys.executable, "-c", "from sowcourse.cli import main; main()", "start", str(folder), "--geen-browser"]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_a_second_start_of_the_same_folder_opens_the_first_and_changes_nothing(tmp_path: Path) -> None:
    with started(tmp_path / "werk") as (process, address):
        lesson = tmp_path / "werk" / LESSON
        before = lesson.stat().st_mtime_ns
        told = again(tmp_path / "werk")
        assert "De cursus staat al open" in told
        assert address in told
        assert lesson.stat().st_mtime_ns == before
        assert process.poll() is None


def test_a_server_that_no_longer_answers_is_ended_and_the_address_stays(tmp_path: Path) -> None:
    with started(tmp_path / "werk") as (process, first):
        (server,) = psutil.Process(process.pid).children()
        server.suspend()
        os.kill(process.pid, signal.SIGKILL)  # the terminal went away
        process.wait()
    with started(tmp_path / "werk") as (process, second):
        assert not server.is_running() or server.status() == psutil.STATUS_ZOMBIE
        assert second.split("?")[0] == first.split("?")[0]


def test_what_is_missing_is_named_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sowcourse.student.start.find_spec", lambda name: None if name == "anywidget" else True)
    with pytest.raises(SowcourseError, match=r"^anywidget: dit ontbreekt op deze computer\. .*pip install \."):
        start(tmp_path / "werk", browser=False, lesson=None, port=None)
    assert not (tmp_path / "werk").exists()


SETTINGS = """
c = get_config()
c.ServerApp.base_url = "/jup/"
c.ServerApp.ip = "0.0.0.0"
c.ServerApp.port = 9999
c.ServerApp.root_dir = "/tmp"
c.ServerApp.certfile = "/nergens.pem"
c.ServerApp.password = "argon2:geheim"
c.IdentityProvider.token = "geheim"
c.ServerApp.jpserver_extensions = {"sowcourse.lab.server": False}
"""


@pytest.fixture
def earlier(tmp_path: Path) -> dict[str, str]:
    """A computer on which an earlier course left what courses leave, and a student with files of their own."""
    home, work = tmp_path / "thuis", tmp_path / "werk"
    jupyter, startup = home / ".jupyter", home / ".ipython" / "profile_default" / "startup"
    for folder in (jupyter / "labconfig", startup, work):
        folder.mkdir(parents=True)
    for name in ("jupyter_server_config", "jupyter_lab_config", "jupyter_config", "jupyter_notebook_config"):
        (jupyter / f"{name}.py").write_text(SETTINGS, encoding="utf-8")
    lines = {"ServerApp": {"ip": "", "allow_origin": "*"}, "PasswordIdentityProvider": {"hashed_password": "geheim"}}
    (jupyter / "jupyter_server_config.json").write_text(json.dumps(lines, indent=1), encoding="utf-8")
    off = {"disabledExtensions": {"sowcourse": True}}
    (jupyter / "labconfig" / "page_config.json").write_text(json.dumps(off), encoding="utf-8")
    (startup / "00-oud.py").write_text("raise SystemExit('een vorige cursus')\n", encoding="utf-8")
    (work / "json.py").write_text("# mijn oefening\n", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "DISPLAY", "WAYLAND"))}
    return kept | {
        "HOME": str(home),
        "JUPYTER_DATA_DIR": str(tmp_path / "jupyter"),
        "JUPYTER_TOKEN": "oud",
        "JUPYTER_CONFIG_PATH": str(jupyter),
        "JUPYTER_PATH": str(tmp_path / "nergens"),
        "JUPYTERLAB_SETTINGS_DIR": "/nergens",
        "JUPYTERHUB_SERVICE_PREFIX": "/user/an/",
        "http_proxy": "http://an:geheim@127.0.0.1:9",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "no_proxy": "",
    }


def test_whatever_an_earlier_course_left_the_course_starts_for_this_computer_only(
    earlier: dict[str, str], tmp_path: Path
) -> None:
    command = [sys.executable, "-P", "-c", "from sowcourse.cli import main; main()", "start", str(tmp_path / "werk")]
    process = begun(command, earlier)
    try:
        assert process.stdout is not None
        address = next(line.strip() for line in process.stdout if line.strip().startswith("http"))
        host, token = address.split("/sowcourse/")[0], address.split("token=")[1]
        with urllib.request.urlopen(f"{host}/api/contents/{LESSON}?content=0&token={token}", timeout=30) as reply:
            assert json.load(reply)["name"] == "5-politiserend.ipynb"
        asked = urllib.request.Request(f"{host}/sowcourse/verslag?token={token}", data=b"{}", method="POST")
        with urllib.request.urlopen(asked, timeout=30) as reply:
            assert "jupyterlab: " in json.load(reply)["report"]
        with urllib.request.urlopen(f"{host}/lab?token={token}", timeout=30) as reply:
            page = reply.read().decode()
        assert re.search(r'"sowcourse": ?true', page.partition("disabledExtensions")[2].partition("}")[0]) is None
        with urllib.request.urlopen(address, timeout=30) as reply:
            assert "<h2>De lessen</h2>" in reply.read().decode()
        for name in ("index.html", "les/0-start.html", "bestanden/asked.js"):
            with urllib.request.urlopen(f"{host}/sowcourse/{name}", timeout=30) as reply:
                assert "/login" in reply.url, "a page without the token asks for it"
        port = int(host.rpartition(":")[2])
        (server,) = psutil.Process(process.pid).children()
        listening = {one.laddr for one in server.net_connections() if one.status == psutil.CONN_LISTEN}
        assert {ip for ip, number in listening if number == port} <= {"127.0.0.1", "::1"}
        assert {ip for ip, _ in listening} <= {"127.0.0.1", "::1"}
        assert token not in " ".join(server.cmdline())
    finally:
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert "Gestopt. Wat je schreef, is bewaard." in out
    assert err == ""


def test_what_an_earlier_course_left_is_named_with_file_and_line_and_without_secrets(
    earlier: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("JUPYTER")]:
        monkeypatch.delenv(name)
    for name, value in earlier.items():
        monkeypatch.setenv(name, value)
    told = [f"{one.place}: {one.text}" for one in left_behind()]
    jupyter = tmp_path / "thuis" / ".jupyter"
    assert f'{jupyter}/jupyter_server_config.py, regel 3: c.ServerApp.base_url = "/jup/"' in told
    assert f'{jupyter}/jupyter_lab_config.py, regel 4: c.ServerApp.ip = "0.0.0.0"' in told
    assert f"{jupyter}/jupyter_server_config.py, regel 9: c.IdentityProvider.token = …" in told
    assert f'{jupyter}/jupyter_server_config.json, regel 4: ServerApp.allow_origin = "*"' in told
    assert f"{jupyter}/labconfig/page_config.json, regel 1: disabledExtensions.sowcourse = true" in told
    assert any(
        line.startswith(f"{tmp_path}/thuis/.ipython/profile_default/startup/00-oud.py, regel 1") for line in told
    )
    assert "omgeving: JUPYTER_TOKEN=…" in told
    assert "omgeving: JUPYTERHUB_SERVICE_PREFIX=/user/an/" in told
    assert "omgeving: http_proxy=…" in told
    assert "geheim" not in "\n".join(line for line in told if "startup" not in line)


def test_on_a_clean_computer_nothing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if re.match("JUPYTER|JPY_|IPYTHON|PYTHONSTARTUP|(?i:https?_proxy)", name)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONUSERBASE", str(tmp_path / "gebruiker"))
    assert list(left_behind()) == []
    (tmp_path / ".jupyter").mkdir()
    (tmp_path / ".jupyter" / "jupyter_server_config.py").write_text(
        "# c.ServerApp.ip = '*'\nc = get_config()\n", "utf-8"
    )
    assert list(left_behind()) == []


def test_nbgrader_settings_of_the_computer_are_still_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "instellingen"))
    monkeypatch.delenv("JUPYTER_CONFIG_PATH", raising=False)
    inside = server_surroundings()
    assert inside["JUPYTER_CONFIG_DIR"] == str(tmp_path / "instellingen" / "sowcourse")
    for name, value in inside.items():
        monkeypatch.setenv(name, value)
    assert nbgrader_folders()[0] == str(tmp_path / "instellingen")


def test_a_slow_computer_is_waited_for_and_a_server_that_ends_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sowcourse.student.start._TELL", 0.2)
    code = "import time; time.sleep(1.5); print('No module named \\'tornado\\''); raise SystemExit(1)"
    log = tmp_path / "log"
    with log.open("wb") as reports:
        server = subprocess.Popen([sys.executable, "-S", "-u", "-c", code], stdout=reports)
    with pytest.raises(SowcourseError, match=r"JupyterLab kon niet worden gestart\. tornado: dit ontbreekt"):
        start_module._wait(server, "http://127.0.0.1:9/", log, Console(width=300))
    assert "Wacht gerust; stoppen doe je met Ctrl+C." in capsys.readouterr().out


SERVES_ONCE = """
import http.server, os, sys

class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.path == "/login" or self.path.endswith(f"?token={os.environ['JUPYTER_TOKEN']}")
        self.send_response(200 if known else 403)
        self.end_headers()

port = next(int(word.partition("=")[2]) for word in sys.argv if word.startswith("--ServerApp.port="))
http.server.HTTPServer(("127.0.0.1", port), Answer).handle_request()
"""
"""Answers one question to who has its token, and ends; it ends at once where another program listens."""


@contextmanager
def somebody_else() -> Iterator[int]:
    """The port of another course, which answers everybody at its login and nobody's token."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/login" else 403)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server.server_port
        server.shutdown()


def serve_once(folder: Path, port: int | None = None) -> str:
    """Open a course whose server is the one above. Returns: what was told."""
    (folder / "dient_eenmaal.py").write_text(SERVES_ONCE, encoding="utf-8")
    told = Console(width=300, record=True, quiet=False, file=io.StringIO())
    surroundings = {"PYTHONPATH": str(folder)}
    start_module.open_lab(
        folder, "/kantoor/", told, "Kantoor", "Tot later.", browser=False, port=port, launch="dient_eenmaal",
        surroundings=surroundings,
    )  # fmt: skip
    return told.export_text()


def test_who_finds_another_course_on_the_port_that_was_just_free_takes_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with somebody_else() as taken:
        free = start_module._free_port(tmp_path)
        ports = iter((taken, free))
        monkeypatch.setattr(start_module, "_free_port", lambda _: next(ports))
        told = serve_once(tmp_path)
    assert f"http://localhost:{free}/kantoor/?token=" in told
    assert str(taken) not in told, "that is somebody else's"
    assert told.count("Open dit adres") == 1


def test_a_port_that_was_asked_for_and_is_taken_meanwhile_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with somebody_else() as taken:
        seen = iter((False, True))
        monkeypatch.setattr(start_module, "_taken", lambda _: next(seen))
        with pytest.raises(SowcourseError, match=f"Poort {taken}: deze poort is bezet. Kies een andere"):
            serve_once(tmp_path, taken)


def test_a_server_that_does_not_stop_when_asked_is_ended_and_one_that_does_is_left_to_do_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('hoort niets', flush=True)"
    tidy = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(7)); print('hoort', flush=True)"
    for code, patience, status in ((deaf, 0.3, -signal.SIGKILL), (tidy, 60.0, 7)):
        monkeypatch.setattr("sowcourse.student.start._ENDING", patience)
        server = subprocess.Popen([sys.executable, "-S", "-c", f"{code}; time.sleep(60)"], stdout=subprocess.PIPE)
        assert server.stdout and server.stdout.readline()
        start_module._end(server)
        assert server.returncode == status


def test_a_server_that_stays_silent_for_very_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sowcourse.student.start._PATIENCE", 0.3)
    server = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(30)"])
    with pytest.raises(SowcourseError, match=r"antwoordt na 0 minuten nog niet\. Herstart de computer"):
        start_module._wait(server, "http://127.0.0.1:9/", tmp_path / "log", Console(quiet=True))
    server.kill()
    server.wait()


def test_a_students_server_reads_the_settings_that_leave_out_what_a_student_does_not_need() -> None:
    """The folder was named in vain for a day, and students had nbgrader's English menus."""
    (folder,) = student_surroundings().values()
    page = json.loads((Path(folder) / "labconfig" / "page_config.json").read_text(encoding="utf-8"))
    assert page["disabledExtensions"]["@jupyter/nbgrader:create-assignment"]
    server = Path(folder) / "jupyter_server_config.d" / "sowcourse.json"
    assert json.loads(server.read_text(encoding="utf-8"))["ServerApp"]["jpserver_extensions"]["sowcourse.lab.server"]
