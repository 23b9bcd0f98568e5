"""What opening the course leaves alone: other programs, and lessons that it cannot read."""

from __future__ import annotations

import io
import socket
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from rich.console import Console

from sowcourse.errors import SowcourseError
from sowcourse.student import start
from sowcourse.student.start import prepare


class Program:
    """A program that says how it was started, and remembers what was done to it."""

    def __init__(self, words: list[str], fault: type[Exception] | None = None) -> None:
        self.words, self.fault = words, fault
        self.done: list[str] = []

    def cmdline(self) -> list[str]:
        if self.fault:
            raise self.fault(1)
        return self.words

    def terminate(self) -> None:
        self.done.append("terminate")

    def kill(self) -> None:
        self.done.append("kill")

    def is_running(self) -> bool:
        return "kill" not in self.done


def found(
    monkeypatch: pytest.MonkeyPatch, folder: Path, program: Program, root: Path | None = None, answers: bool = False
) -> Any:
    """What is said to run already, when this program stands in the list of servers."""
    server = {"root_dir": str(root or folder), "pid": 7, "port": 8899, "token": "geheim"}
    monkeypatch.setattr("jupyter_server.serverapp.list_running_servers", lambda: [server])
    monkeypatch.setattr(psutil, "Process", lambda pid: program)
    monkeypatch.setattr(psutil, "wait_procs", lambda programs, timeout: program.done.append("wait"))

    def open_(address: str, timeout: float) -> None:
        if not answers:
            raise OSError

    monkeypatch.setattr(start, "_open", open_)
    return start._running(folder.resolve(), Console(quiet=True))


def test_another_program_with_the_number_of_a_server_is_not_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for program in (Program(["tekstverwerker", "scriptie.odt"]), Program([], psutil.NoSuchProcess)):
        assert found(monkeypatch, tmp_path, program) is None
        assert program.done == []


def test_a_server_of_another_folder_is_not_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program(["python", start._LAUNCH])
    assert found(monkeypatch, tmp_path, program, root=tmp_path / "ander") is None
    assert program.done == []


def test_our_server_is_used_when_it_answers_and_ended_when_it_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program(["python", start._LAUNCH])
    address, token = found(monkeypatch, tmp_path, program, answers=True)
    assert address.endswith(":8899")
    assert token == "geheim"
    assert program.done == []
    assert found(monkeypatch, tmp_path, program) is None
    assert program.done == ["terminate", "wait", "kill"], "first asked, then waited for, then ended"


def test_a_lesson_that_cannot_be_read_is_kept_beside_the_fresh_one(tmp_path: Path) -> None:
    prepare(tmp_path)
    lesson = tmp_path / "lessen" / "1-nabijheid.ipynb"
    lesson.write_text("half bewaard {", encoding="utf-8")
    assert prepare(tmp_path) == [
        "Je had 1-nabijheid.ipynb aangepast. Jouw versie heet nu «1-nabijheid - mijn versie.ipynb»."
    ]
    assert lesson.with_name("1-nabijheid - mijn versie.ipynb").read_text(encoding="utf-8") == "half bewaard {"
    assert lesson.read_text(encoding="utf-8").startswith("{")


def test_every_server_that_is_known_is_looked_at_and_one_of_another_kind_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fine = Program(["python", "sowcourse.office.launch"])
    programs = {
        1: Program(["python"]),
        2: Program([], psutil.NoSuchProcess),
        3: Program(["python", start._LAUNCH]),
        4: fine,
    }
    servers = [{"root_dir": str(tmp_path / "ander"), "pid": 9, "port": 1, "token": "x"}]
    servers += [{"root_dir": f"{tmp_path}/x/..", "pid": pid, "port": 8000 + pid, "token": pid} for pid in programs]
    monkeypatch.setattr("jupyter_server.serverapp.list_running_servers", lambda: servers)
    monkeypatch.setattr(psutil, "Process", programs.__getitem__)
    asked: list[tuple[str, float]] = []
    monkeypatch.setattr(start, "_open", lambda *words: asked.append(words))
    (tmp_path / "x").mkdir()
    told = Console(width=300, record=True, file=io.StringIO())
    assert start._running(tmp_path, told, "sowcourse.office.launch") == ("http://localhost:8004", "4")
    assert asked == [("http://localhost:8004/api/status?token=4", 5.0)]
    assert start._running(tmp_path, told) == ("http://localhost:8003", "3")
    assert told.export_text() == ""
    assert start._running(tmp_path / "x", told) is None


def test_of_one_that_is_silent_it_is_told_and_one_that_ends_is_not_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program(["python", start._LAUNCH])
    monkeypatch.setattr(program, "is_running", lambda: False)
    waited: list[tuple[list[Program], float]] = []
    told = Console(width=300, record=True, file=io.StringIO())
    server = {"root_dir": str(tmp_path), "pid": 7, "port": 8899, "token": "geheim"}
    monkeypatch.setattr("jupyter_server.serverapp.list_running_servers", lambda: [server])
    monkeypatch.setattr(psutil, "Process", lambda pid: program if pid == 7 else None)
    monkeypatch.setattr(psutil, "wait_procs", lambda programs, timeout: waited.append((programs, timeout)))

    def silent(address: str, timeout: float) -> None:
        raise OSError

    monkeypatch.setattr(start, "_open", silent)
    assert start._running(tmp_path, told) is None
    assert (program.done, waited) == (["terminate"], [([program], 5.0)])
    assert told.export_text() == "Een vorige keer dat de cursus openstond, antwoordt niet meer. Ze wordt afgesloten.\n"


# A server of our own --------------------------------------------------------------------------------------------------


class Server:
    """A program that was started: with which words, and what was done to it."""

    def __init__(self, words: list[str], **options: Any) -> None:
        self.words, self.options, self.pid = words, options, 7
        self.done: list[object] = []
        self.ends: list[int | None] = []

    def terminate(self) -> None:
        self.done.append("terminate")

    def kill(self) -> None:
        self.done.append("kill")

    def wait(self, patience: float | None = None) -> None:
        self.done.append(("wait", patience))

    def poll(self) -> int | None:
        return self.ends.pop(0) if self.ends else None


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Server]:
    """The servers that were started; none really is."""
    servers: list[Server] = []

    def popen(words: list[str], **options: Any) -> Server:
        servers.append(Server(words, **options))
        return servers[-1]

    def free_port(folder: Path) -> int:
        assert folder.is_dir()
        return 8890 + len(servers)

    monkeypatch.setattr(start.subprocess, "Popen", popen)
    monkeypatch.setattr(start, "_free_port", free_port)
    monkeypatch.setattr(start, "_taken", lambda port: False)
    monkeypatch.setattr(start.secrets, "token_hex", lambda size: f"t{size}")
    monkeypatch.setattr(start, "has_display", lambda: False)
    return servers


def opened(folder: Path, path: str = "/les.html", **more: Any) -> str:
    """Open a course in a folder; what was told."""
    told = Console(width=300, record=True, file=io.StringIO())
    start.open_lab(folder, path, told, "De cursus", "Tot later.", **more)
    return told.export_text()


def test_a_server_gets_a_folder_a_port_and_a_secret_that_no_list_of_programs_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: list[Server]
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(start, "_wait", lambda *words: asked.append(words) or True)
    monkeypatch.setattr(
        start, "server_surroundings", lambda: {"IPYTHONDIR": str(tmp_path / "i" / "p"), "A": "1", "B": "2"}
    )
    said = opened(tmp_path, options=("--x",), launch="soort", surroundings={"B": "3"})
    (server,) = begun
    assert server.words == [
        *(sys.executable, "-P", "-m", "soort"),
        *(f"--ServerApp.root_dir={tmp_path}", "--ServerApp.port=8890", "--x"),
    ]
    log = tmp_path / ".jupyterlab.log"
    assert server.options["env"] == {
        "IPYTHONDIR": str(tmp_path / "i" / "p"),
        "A": "1",
        "B": "3",
        "JUPYTER_TOKEN": "t16",
        "SOWCOURSE_WORKFOLDER": str(tmp_path),
    }
    assert server.options["cwd"] == tmp_path
    assert server.options["stdout"].name == server.options["stderr"].name == str(log)
    assert server.options["stdout"].mode == "wb"
    assert isinstance(asked[0][3], Console)
    assert asked[0][:3] == (server, "http://localhost:8890/api/status?token=t16", log)
    assert (tmp_path / "i" / "p").is_dir()
    assert server.done == [("wait", None), "terminate", ("wait", 15.0)]
    assert said == (
        "Open dit adres in je browser:\n  http://localhost:8890/les.html?token=t16\n"
        "Laat dit venster open zolang je werkt. Stoppen doe je met Ctrl+C; wat je schreef, is bewaard.\n"
    )
    assert "/x?les=1&token=t16" in opened(tmp_path, "/x?les=1")
    assert begun[1].words[3] == "sowcourse.lab.launch"
    assert "localhost:7000/les.html" in opened(tmp_path, port=7000)
    monkeypatch.setattr(start, "has_display", lambda: True)
    monkeypatch.setattr(start.webbrowser, "open", lambda address: address.endswith("token=t16"))
    assert opened(tmp_path).startswith("De cursus staat in je browser. Zie je niets?")
    assert opened(tmp_path, browser=False).startswith("Open dit adres in je browser:")


def test_another_port_is_tried_where_none_was_asked_for_and_else_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: list[Server]
) -> None:
    answers = [False, True]
    monkeypatch.setattr(start, "_wait", lambda *words: answers.pop(0))
    assert "localhost:8891/les.html" in opened(tmp_path)
    assert [server.done[-2:] for server in begun] == [["terminate", ("wait", 15.0)]] * 2
    answers[:] = [False]
    with pytest.raises(
        SowcourseError, match=r"^Poort 7000: deze poort is bezet\. Kies een andere, of laat --poort weg\.$"
    ):
        opened(tmp_path, port=7000)
    assert begun[2].done == ["terminate", ("wait", 15.0)]
    monkeypatch.setattr(start, "_taken", lambda port: port == 7000)
    with pytest.raises(SowcourseError, match=r"^Poort 7000: deze poort is bezet\."):
        opened(tmp_path, port=7000)
    assert len(begun) == 3


def test_who_stops_it_reads_a_farewell_and_the_server_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: list[Server]
) -> None:
    def stop(*words: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "_wait", stop)
    blocked = tmp_path / "bestand"
    blocked.touch()
    monkeypatch.setattr(start, "server_surroundings", lambda: {"IPYTHONDIR": str(blocked / "p")})
    assert opened(tmp_path) == "\nTot later.\n"
    assert begun[0].done == ["terminate", ("wait", 15.0)]


@pytest.mark.parametrize(
    ("browser", "display", "opens", "told"),
    [
        (True, True, True, "De cursus staat in je browser. Zie je niets? Open dan dit adres:"),
        (True, True, False, "Open dit adres in je browser:"),
        (True, False, True, "Open dit adres in je browser:"),
        (False, True, True, "Open dit adres in je browser:"),
    ],
)
def test_the_address_is_told_whether_a_browser_opens_or_not(
    browser: bool, display: bool, opens: bool, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(start.webbrowser, "open", lambda address: shown.append(address) or opens)
    monkeypatch.setattr(start, "has_display", lambda: display)
    console = Console(width=300, record=True, file=io.StringIO())
    start._show("http://a/b", console, "De cursus", browser)
    assert console.export_text() == f"{told}\n  http://a/b\n"
    assert shown == (["http://a/b"] if browser and display else [])


@pytest.mark.parametrize(
    ("system", "variables", "has"),
    [
        ("win32", {}, True),
        ("darwin", {}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "w"}, True),
        ("linux", {"DISPLAY": ""}, False),
    ],
)
def test_a_browser_is_opened_where_one_can_be(
    system: str, variables: dict[str, str], has: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert start.has_display() is has


def test_a_folder_has_the_same_port_every_time_and_the_next_that_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    busy: set[int] = set()
    monkeypatch.setattr(start, "_taken", busy.__contains__)
    first = start._free_port(Path("/werk"))
    assert first == start._free_port(Path("/werk")) == 8888 + 46
    assert start._free_port(Path("/ander")) != first
    busy |= set(range(first, 8988))
    assert start._free_port(Path("/werk")) == 8888
    busy |= set(range(8888, 8988)) - {first - 1}
    assert start._free_port(Path("/werk")) == first - 1
    busy.add(first - 1)
    with pytest.raises(SowcourseError) as refused:
        start._free_port(Path("/werk"))
    assert str(refused.value) == (
        "Alle poorten van 8888 tot 8987 zijn bezet. Sluit oude vensters van de cursus en probeer opnieuw."
    )


def test_this_computer_is_asked_itself_whatever_proxy_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[Any] = []

    class Opener:
        def open(self, address: str, timeout: float) -> Any:
            done.append((address, timeout))
            return SimpleNamespace(close=lambda: done.append("dicht"))

    monkeypatch.setattr(start.urllib.request, "build_opener", lambda handler: done.append(handler.proxies) or Opener())
    start._open("http://localhost:1/x", 5.0)
    assert done == [{}, ("http://localhost:1/x", 5.0), "dicht"]


def test_a_student_s_server_takes_settings_from_here_alone() -> None:
    ours = Path(start.__file__).parents[1] / "lab" / "student"
    assert start.student_surroundings() == {"JUPYTER_CONFIG_PATH": str(ours)}


def test_a_port_is_taken_when_somebody_answers_there() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        assert not start._taken(port)
        other.listen()
        assert start._taken(port)


# Waiting for it -------------------------------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that are waited; each costs nothing."""
    passed = [100.0]
    monkeypatch.setattr(start.time, "monotonic", lambda: passed[-1])
    monkeypatch.setattr(start.time, "sleep", lambda seconds: passed.append(passed[-1] + seconds))
    return passed


def waited(server: Server, log: Path, answers: int, monkeypatch: pytest.MonkeyPatch) -> tuple[bool, str, list[Any]]:
    """Wait for a server that answers after so many questions: whether it does, what was told, what was asked."""
    asked: list[Any] = []

    def ask(*words: object) -> None:
        asked.append(words)
        if len(asked) <= answers:
            raise OSError

    monkeypatch.setattr(start, "_open", ask)
    monkeypatch.setattr(start, "_doing", lambda pid, seconds: f"[bezig] {pid} {seconds:.0f}")
    told = Console(width=300, record=True, file=io.StringIO())
    done = start._wait(server, "http://localhost:7000/x?token=t", log, told)  # type: ignore[arg-type]
    return done, told.export_text(), asked


def test_it_is_asked_until_it_answers_and_told_ever_less_often_what_it_does(
    tmp_path: Path, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    done, told, asked = waited(Server([]), tmp_path / "log", 310, monkeypatch)
    assert done is True
    assert asked == [("http://localhost:7000/x?token=t", 5)] * 311
    assert told == "[bezig] 7 15\n[bezig] 7 30\n[bezig] 7 60\n"
    assert waited(Server([]), tmp_path / "log", 0, monkeypatch)[:2] == (True, "")


def test_it_is_given_up_after_twenty_minutes_and_not_before(
    tmp_path: Path, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert waited(Server([]), tmp_path / "log", 5999, monkeypatch)[0]
    with pytest.raises(SowcourseError) as refused:
        waited(Server([]), tmp_path / "log", 7000, monkeypatch)
    assert str(refused.value) == (
        "JupyterLab antwoordt na 20 minuten nog niet. Herstart de computer en probeer opnieuw. Lukt het dan nog niet? "
        f"Vraag hulp en toon wat er in {tmp_path / 'log'} staat."
    )


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (
            b"",
            "Sluit andere vensters van de cursus en probeer opnieuw. Lukt het nog niet? Voer 'sowcourse controle' uit",
        ),
        (
            b"\xff No module named 'a'\nNo module named 'd'\nNo module named 'b.c'",
            "b.c: dit ontbreekt op deze computer. Ga in de terminal naar de map van de cursus en voer uit: "
            "python -m pip install .",
        ),
    ],
)
def test_why_it_ended_is_told_unless_somebody_else_has_its_port(
    report: bytes, told: str, tmp_path: Path, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    log.write_bytes(report)
    ended = Server([])
    ended.ends = [None, 1]
    ports: list[int] = []
    monkeypatch.setattr(start, "_taken", lambda port: ports.append(port) or False)
    with pytest.raises(SowcourseError) as refused:
        waited(ended, log, 9, monkeypatch)
    assert str(refused.value).startswith(f"JupyterLab kon niet worden gestart. {told}")
    assert ports == [7000]
    ended.ends = [1]
    monkeypatch.setattr(start, "_taken", lambda port: port == 7000)
    assert waited(ended, log, 9, monkeypatch) == (False, "", [])


def test_the_whole_advice_names_the_report_and_a_refusal_of_ours_is_told_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"x")
    assert start._ending(log) == (
        "Sluit andere vensters van de cursus en probeer opnieuw. Lukt het nog niet? Voer 'sowcourse controle' uit, of "
        f"vraag hulp en toon wat er in {log} staat."
    )
    monkeypatch.setattr(start, "told_in", lambda report: f"onze zin over {report}")
    assert start._ending(log) == "onze zin over x"


@pytest.mark.parametrize(
    ("user", "system", "told"),
    [
        (2.0, 1.1, "De computer is JupyterLab aan het klaarzetten en heeft daar tijd voor nodig"),
        (2.0, 1.0, "JupyterLab wacht op de schijf of op andere programma's, vaak op de virusscanner"),
        (None, None, "JupyterLab wacht op de schijf of op andere programma's, vaak op de virusscanner"),
    ],
)
def test_what_it_is_doing_is_told_from_what_it_used(
    user: float | None, system: float | None, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def process(pid: int) -> Any:
        if user is None or pid != 7:
            raise psutil.NoSuchProcess(pid)
        return SimpleNamespace(cpu_times=lambda: SimpleNamespace(user=user, system=system))

    monkeypatch.setattr(psutil, "Process", process)
    assert start._doing(7, 12.0) == (
        f"{told} (12 seconden). De eerste keer duurt het langst. Wacht gerust; stoppen doe je met Ctrl+C."
    )


# Opening --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def acts(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What opening the course does, in order; nothing is done."""
    done: list[Any] = []

    def running(folder: Path, console: Console) -> None:
        assert isinstance(console, Console)

    monkeypatch.setattr(start, "_nothing_missing", lambda: done.append("compleet"))
    monkeypatch.setattr(start, "use_packet", lambda *words: done.append(("pakket", *words)) or ["[b]Pakket[/b]."])
    monkeypatch.setattr(start, "course_root", lambda folder: folder / "lessen-van")
    monkeypatch.setattr(
        start, "choose_lesson", lambda name, root: [SimpleNamespace(id=f"{name or 'eerste'}@{root.name}")]
    )
    monkeypatch.setattr(
        start, "prepare", lambda *words, **more: done.append(("klaar", *words, more)) or ["[i]Les[/i] aangepast."]
    )
    monkeypatch.setattr(start, "open_lab", lambda *words, **more: done.append(("open", words, more)))
    monkeypatch.setattr(start, "_running", running)
    return done


def began(folder: Path | None, capsys: pytest.CaptureFixture[str], **more: Any) -> str:
    start.start(folder, **{"browser": True, "lesson": None, "port": None} | more)
    return capsys.readouterr().out


def test_opening_puts_the_packet_and_the_lessons_in_place_and_then_starts(
    acts: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = began(tmp_path / "x" / "..", capsys, packet=Path("p.zip"), own=True, port=7000, browser=False)
    assert said == f"[b]Pakket[/b].\n[i]Les[/i] aangepast.\nDe cursus wordt geopend in {tmp_path}. Een ogenblik…\n"
    first, packet, ready, (what, words, more) = acts
    assert (first, packet, ready) == ("compleet", ("pakket", tmp_path, Path("p.zip"), True), ("klaar", tmp_path, {}))
    assert what == "open"
    assert (*words[:2], *words[3:]) == (
        tmp_path,
        "/sowcourse/index.html",
        "De cursus",
        "Gestopt. Wat je schreef, is bewaard. Verdergaan doe je met 'sowcourse start'.",
    )
    assert more == {"browser": False, "port": 7000, "surroundings": start.student_surroundings()}
    acts.clear()
    monkeypatch.setenv("HOME", str(tmp_path / "thuis"))
    began(None, capsys, lesson="1-nabijheid")
    assert acts[1] == ("pakket", tmp_path / "thuis" / "sowcourse", None, False)
    assert acts[-1][1][1] == "/sowcourse/les/1-nabijheid@lessen-van.html"
    assert acts[-1][2]["browser"] is True


def test_where_it_is_open_already_it_is_shown_and_only_another_packet_changes_something(
    acts: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(
        start,
        "_running",
        lambda folder, console: (
            ("http://localhost:1", "t") if folder == tmp_path and isinstance(console, Console) else None
        ),
    )
    monkeypatch.setattr(start, "_show", lambda address, console, name, browser: shown.append((address, name, browser)))
    told = "De cursus staat al open, in een ander venster van de terminal. Daar ga je gewoon verder.\n"
    assert began(tmp_path, capsys) == f"[b]Pakket[/b].\n{told}"
    assert began(tmp_path, capsys, lesson="x", browser=False) == f"[b]Pakket[/b].\n{told}"
    assert [act for act in acts if act[0] in ("klaar", "open")] == []
    assert shown == [
        ("http://localhost:1/sowcourse/index.html?token=t", "De cursus", True),
        ("http://localhost:1/sowcourse/les/x@lessen-van.html?token=t", "De cursus", False),
    ]
    for more in ({"packet": Path("p")}, {"own": True}):
        acts.clear()
        assert began(tmp_path, capsys, **more) == f"[b]Pakket[/b].\n[i]Les[/i] aangepast.\n{told}"
        assert [act for act in acts if act[0] in ("klaar", "open")] == [("klaar", tmp_path, {"opened": True})]


def test_a_page_of_a_server_that_is_there_is_shown_and_else_it_is_said_that_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(start, "_show", lambda address, console, name, browser: shown.append((address, name, browser)))
    monkeypatch.setattr(
        start, "_running", lambda *words: ("http://a", "t") if words == (tmp_path, console, "soort") else None
    )
    console = Console(width=300, record=True, file=io.StringIO())
    assert start.open_again(tmp_path, "/p", console, "Kantoor", "soort") is True
    assert start.open_again(tmp_path, "/p", console, "Kantoor", "soort", browser=False) is True
    assert start.open_again(tmp_path, "/p", console, "Kantoor", "ander") is False
    assert shown == [("http://a/p?token=t", "Kantoor", True), ("http://a/p?token=t", "Kantoor", False)]
    told = "Kantoor staat al open, in een ander venster van de terminal. Daar ga je gewoon verder.\n"
    assert console.export_text() == told * 2


def test_what_is_missing_is_named_and_with_all_there_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    start._nothing_missing()
    monkeypatch.setattr(start, "find_spec", lambda name: None if name in ("pandas", "anywidget") else name)
    with pytest.raises(SowcourseError) as refused:
        start._nothing_missing()
    assert str(refused.value) == (
        "anywidget, pandas: dit ontbreekt op deze computer. Ga in de terminal naar de map van de cursus en voer uit: "
        "python -m pip install . Daarna zegt 'sowcourse controle' of alles er is."
    )
