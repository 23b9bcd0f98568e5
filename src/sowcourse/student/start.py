"""Open the course for a student: a work folder with fresh lessons, and JupyterLab in it."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from contextlib import suppress
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console

from sowcourse.content import course_root, read_toml
from sowcourse.course import Module, load_course
from sowcourse.durable import write_durably
from sowcourse.errors import ContentError, SowcourseError
from sowcourse.notebook import Notebook, dump, normalise, read_notebook
from sowcourse.student.packet import use_packet
from sowcourse.student.surroundings import OURS, server_surroundings
from sowcourse.student.trust import check_lesson
from sowcourse.trouble import brief, told_in
from sowcourse.workfolder import packet_course

MARKER = "werkmap.toml"
LESSONS = "lessen"
LOG = ".jupyterlab.log"

NEEDED = ("jupyterlab", "ipykernel", "ipywidgets", "anywidget", "pandas", "nbgrader")
"""What the course cannot do without, as Python calls it."""

REINSTALL = "Ga in de terminal naar de map van de cursus en voer uit: python -m pip install ."

_LAUNCH = "sowcourse.lab.launch"
"""The module that a JupyterLab of ours runs."""

_PATIENCE = 1200.0
"""Seconds that JupyterLab gets to answer for the first time, as long as it is alive."""

_TELL = 15.0
"""After so many seconds, and then every time after twice as many, a person hears what the computer is doing."""

_SHORT = 5.0
"""Seconds that a JupyterLab which is already there gets to answer, or to stop."""

TAKEN = "Poort {port}: deze poort is bezet. Kies een andere, of laat --poort weg."

KEEP_OPEN = "Laat dit venster open zolang je werkt. Stoppen doe je met Ctrl+C; wat je schreef, is bewaard."

_ENDING = 15.0
"""Seconds that our own JupyterLab gets to stop, with its kernels."""


def prepare(folder: Path, opened: bool = False) -> list[str]:
    """Make or renew a work folder.

    Lessons are replaced by those of the packet in the folder, else by the shipped ones; a lesson that the student
    changed is kept beside it, and a lesson that is not given any more is taken away when the student left it as it
    was. The logbook and everything else in the folder are left alone.
    Parameters: opened – whether JupyterLab serves it already; a lesson that stays the same is then not written,
    because a page that has it open would take that for somebody else's change.
    Returns: Dutch sentences about what a student should know.
    Raises: SowcourseError when the folder cannot be written; PacketError when a lesson of the packet is not one.
    """
    lessons = folder / LESSONS
    try:
        lessons.mkdir(parents=True, exist_ok=True)
        given = _given(folder)
        remarks: list[str] = []
        modules = load_course(course_root(folder)).modules
        for module in modules:
            if packet_course(folder):
                check_lesson(module.lesson, module.id)
        for name in given.keys() - {module.id for module in modules}:
            target = lessons / f"{name}.ipynb"
            if target.exists() and not _put_aside(target, given.pop(name), remarks):
                target.unlink()
        for module in modules:
            target = lessons / f"{module.id}.ipynb"
            shipped = read_notebook(module.lesson)
            fingerprint = _fingerprint(shipped)
            if not opened or _changed(target, fingerprint):
                if target.exists():
                    _put_aside(target, given.get(module.id), remarks)
                write_durably(target, dump(shipped))
                _sign(target)
            given[module.id] = fingerprint
        lines = ["# Deze map is van jou. sowcourse onthoudt hier welke lessen het erin zette.", "[lessen]"]
        lines += [f'"{name}" = "{value}"' for name, value in sorted(given.items())]
        write_durably(folder / MARKER, "\n".join(lines) + "\n")
    except OSError as error:
        raise SowcourseError(
            f"{folder}: in deze map kan niet worden geschreven ({brief(error)}). "
            "Kies een andere map: sowcourse start MAP."
        ) from error
    return remarks


def start(
    folder: Path | None,
    *,
    browser: bool,
    lesson: str | None,
    port: int | None,
    packet: Path | None = None,
    own: bool = False,
) -> None:
    """Prepare the work folder and run JupyterLab in it until the student stops it.

    Parameters: packet – lesson packet to put in the work folder first; own – whether to leave the packet that is there.
    Raises: SowcourseError when the lesson does not exist, the port is taken, or JupyterLab does not answer;
    PacketError when the packet is refused.
    """
    console = Console(highlight=False, soft_wrap=True, markup=False)
    folder = (folder or Path.home() / "sowcourse").expanduser().resolve()
    _nothing_missing()
    for sentence in use_packet(folder, packet, own):
        console.print(sentence, markup=False)
    chosen = choose_lesson(lesson, course_root(folder))[0].id
    path = f"/sowcourse/les/{chosen}.html" if lesson else "/sowcourse/index.html"
    running = _running(folder, console)
    if running:
        if packet or own:
            for remark in prepare(folder, opened=True):
                console.print(remark, markup=False)
        console.print("De cursus staat al open, in een ander venster van de terminal. Daar ga je gewoon verder.")
        _show(f"{running[0]}{path}?token={running[1]}", console, "De cursus", browser)
        return
    for remark in prepare(folder):
        console.print(remark, markup=False)
    console.print(f"De cursus wordt geopend in {folder}. Een ogenblik…")
    open_lab(
        folder,
        path,
        console,
        "De cursus",
        "Gestopt. Wat je schreef, is bewaard. Verdergaan doe je met 'sowcourse start'.",
        browser=browser,
        port=port,
        surroundings=student_surroundings(),
    )


def choose_lesson(name: str | None, root: Path | None = None) -> list[Module]:
    """The lesson of this name; all of them when none is named.

    Parameters: root – folder of the lessons; None for those of the work folder that this program runs in.
    Raises: SowcourseError naming the nearest when it does not exist.
    """
    modules = load_course(root).modules
    found = [module for module in modules if name in (None, module.id)]
    if not found:
        names = [module.id for module in modules]
        near = get_close_matches(str(name), names, n=1, cutoff=0.3)
        remedy = f"Bedoel je '{near[0]}'?" if near else f"Kies uit: {', '.join(names)}."
        raise SowcourseError(f"{name}: deze les bestaat niet. {remedy}")
    return found


def student_surroundings() -> dict[str, str]:
    """Environment in which JupyterLab leaves out what students do not need: nbgrader's English menus, the debugger."""
    return {"JUPYTER_CONFIG_PATH": str(OURS)}


def open_lab(
    folder: Path,
    path: str,
    console: Console,
    name: str,
    farewell: str,
    *,
    browser: bool = True,
    port: int | None = None,
    options: tuple[str, ...] = (),
    launch: str = _LAUNCH,
    surroundings: dict[str, str] | None = None,
) -> None:
    """Run JupyterLab in a folder, open one of its pages, and wait until it is stopped with Ctrl+C.

    Raises: SowcourseError when the port is taken or JupyterLab does not answer.
    """
    if port and _taken(port):
        raise SowcourseError(TAKEN.format(port=port))
    token = secrets.token_hex(16)
    environment = server_surroundings() | {"JUPYTER_TOKEN": token, "SOWCOURSE_WORKFOLDER": str(folder)}
    with suppress(OSError):  # IPython then takes a temporary folder
        Path(environment["IPYTHONDIR"]).mkdir(parents=True, exist_ok=True)
    log, answers = folder / LOG, False
    while not answers:  # another program may take a port between looking and listening
        number = port or _free_port(folder)
        command = [sys.executable, "-P", "-m", launch, f"--ServerApp.root_dir={folder}", f"--ServerApp.port={number}"]
        with log.open("wb") as reports:
            server = subprocess.Popen(
                [*command, *options], env=environment | (surroundings or {}), cwd=folder, stdout=reports, stderr=reports
            )
        try:
            answers = _wait(server, f"{_host(number)}/api/status?token={token}", log, console)
            if answers:
                _show(f"{_host(number)}{path}{'&' if '?' in path else '?'}token={token}", console, name, browser)
                console.print(KEEP_OPEN)
                server.wait()
            elif port:
                raise SowcourseError(TAKEN.format(port=port))
        except KeyboardInterrupt:
            console.print(f"\n{farewell}")
            return
        finally:
            _end(server)


def _end(server: subprocess.Popen[bytes]) -> None:
    """End the server; one that does not end by itself, as with a kernel that was just starting, is ended for it."""
    server.terminate()
    try:
        server.wait(_ENDING)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _host(port: int) -> str:
    return f"http://localhost:{port}"


def _show(address: str, console: Console, name: str, browser: bool) -> None:
    if browser and has_display() and webbrowser.open(address):
        console.print(f"{name} staat in je browser. Zie je niets? Open dan dit adres:")
    else:
        console.print("Open dit adres in je browser:")
    console.print(f"  {address}")


def _nothing_missing() -> None:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise SowcourseError(
            f"{', '.join(missing)}: dit ontbreekt op deze computer. {REINSTALL} "
            "Daarna zegt 'sowcourse controle' of alles er is."
        )


def open_again(folder: Path, path: str, console: Console, name: str, launch: str, browser: bool = True) -> bool:
    """Show a page of the server of this kind that serves a folder already; whether there is one."""
    running = _running(folder, console, launch)
    if running:
        console.print(f"{name} staat al open, in een ander venster van de terminal. Daar ga je gewoon verder.")
        _show(f"{running[0]}{path}?token={running[1]}", console, name, browser)
    return bool(running)


def _running(folder: Path, console: Console, launch: str = _LAUNCH) -> tuple[str, str] | None:
    """Address and token of a server that serves this folder already; one that no longer answers is ended."""
    import psutil
    from jupyter_server.serverapp import list_running_servers

    for server in list_running_servers():
        if Path(server["root_dir"]).resolve() != folder:
            continue
        try:
            process = psutil.Process(server["pid"])
            if launch not in process.cmdline():  # another program, or a JupyterLab that is not ours
                continue
        except psutil.Error:
            continue
        host = _host(server["port"])
        try:
            _open(f"{host}/api/status?token={server['token']}", _SHORT)
            return host, str(server["token"])
        except OSError:
            console.print("Een vorige keer dat de cursus openstond, antwoordt niet meer. Ze wordt afgesloten.")
        process.terminate()
        psutil.wait_procs([process], timeout=_SHORT)
        if process.is_running():
            process.kill()
    return None


def _open(address: str, timeout: float) -> None:
    """Ask this computer itself, whatever proxy is set for the rest of the world. Raises: OSError when it is silent."""
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=timeout).close()


def _given(folder: Path) -> dict[str, str]:
    try:
        kept = read_toml(folder / MARKER).table("lessen", {}).data
    except ContentError:  # none yet, or damaged: then every lesson counts as changed, and is kept
        return {}
    return {str(name): str(value) for name, value in kept.items()}


def _fingerprint(notebook: Notebook) -> str:
    return hashlib.sha256(dump(normalise(notebook)).encode()).hexdigest()


def _put_aside(lesson: Path, given: str | None, remarks: list[str]) -> bool:
    """Keep a lesson that the student changed under a name of its own, and say so; whether that was needed."""
    if not _changed(lesson, given):
        return False
    kept = _free_name(lesson.parent, f"{lesson.stem} - mijn versie")
    lesson.rename(kept)
    remarks.append(f"Je had {lesson.name} aangepast. Jouw versie heet nu «{kept.name}».")
    return True


def _changed(file: Path, given: str | None) -> bool:
    try:
        return _fingerprint(read_notebook(file)) != given
    except ContentError:
        return True


def _free_name(folder: Path, stem: str) -> Path:
    target = folder / f"{stem}.ipynb"
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{stem} {number}.ipynb"
    return target


def _sign(file: Path) -> None:
    import nbformat
    from nbformat.sign import NotebookNotary

    NotebookNotary().sign(nbformat.read(file, as_version=4))


def _free_port(folder: Path) -> int:
    """A free port, the same for this folder every time if it can be: a browser keeps unsaved sentences by address."""
    first = int(hashlib.sha256(str(folder).encode()).hexdigest(), 16) % 100
    for step in range(100):
        number = 8888 + (first + step) % 100
        if not _taken(number):
            return number
    raise SowcourseError(
        "Alle poorten van 8888 tot 8987 zijn bezet. Sluit oude vensters van de cursus en probeer opnieuw."
    )


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def has_display() -> bool:
    """Whether a browser window can be opened here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _wait(server: subprocess.Popen[bytes], status: str, log: Path, console: Console) -> bool:
    """Wait until JupyterLab answers, and say meanwhile what the computer is doing.

    Parameters: status – where it says how it is, with its own token: nobody else answers that.
    Returns: whether it answers; not when another program took its port first.
    Raises: SowcourseError when it ended for another reason, or is still silent after a very long time.
    """
    begun = time.monotonic()
    tell = _TELL
    while server.poll() is None:
        waited = time.monotonic() - begun
        if waited > _PATIENCE:
            raise SowcourseError(
                f"JupyterLab antwoordt na {waited / 60:.0f} minuten nog niet. Herstart de computer en probeer opnieuw. "
                f"Lukt het dan nog niet? Vraag hulp en toon wat er in {log} staat."
            )
        if waited > tell:
            console.print(_doing(server.pid, waited), markup=False)
            tell *= 2
        try:
            _open(status, 5)
            return True
        except OSError:
            time.sleep(0.2)
    if _taken(urlsplit(status).port or 0):
        return False
    raise SowcourseError(f"JupyterLab kon niet worden gestart. {_ending(log)}")


def _doing(process: int, waited: float) -> str:
    """What a JupyterLab that does not answer yet is busy with, as far as can be seen."""
    import psutil

    try:
        times = psutil.Process(process).cpu_times()
        busy = times.user + times.system > waited / 4
    except psutil.Error:
        busy = False
    if busy:
        told = "De computer is JupyterLab aan het klaarzetten en heeft daar tijd voor nodig"
    else:
        told = "JupyterLab wacht op de schijf of op andere programma's, vaak op de virusscanner"
    return f"{told} ({waited:.0f} seconden). De eerste keer duurt het langst. Wacht gerust; stoppen doe je met Ctrl+C."


def _ending(log: Path) -> str:
    """Why JupyterLab ended, out of what it reported, and what to do."""
    report = log.read_bytes().decode("utf-8", errors="replace")
    refused = told_in(report)
    if refused:
        return refused
    missing = re.findall(r"No module named '([\w.]+)'", report)
    if missing:
        return f"{missing[-1]}: dit ontbreekt op deze computer. {REINSTALL}"
    return (
        "Sluit andere vensters van de cursus en probeer opnieuw. "
        f"Lukt het nog niet? Voer 'sowcourse controle' uit, of vraag hulp en toon wat er in {log} staat."
    )
