"""What may stand in the way on this computer, each with what to do about it."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sowcourse.cohort.doors import open_doors
from sowcourse.cohort.workspace import Workspace, open_workspace
from sowcourse.content import lecturers_root
from sowcourse.errors import SowcourseError
from sowcourse.sandbox.wall import NO_WALL, why_no_wall, why_not_here
from sowcourse.student.exchange import exchange_root
from sowcourse.student.start import NEEDED, REINSTALL, has_display
from sowcourse.student.surroundings import left_behind
from sowcourse.trouble import brief

_MOST = 20
"""So many settings are named."""

ROOM = 200_000_000
"""Bytes that should be free."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    sound: bool
    told: str
    """What was found, in Dutch."""
    remedy: str = ""
    """What to do when it is not sound."""


def diagnose(work: Path) -> Iterator[Finding]:
    """Look at everything the course needs; yields each finding as soon as it is known. Changes nothing."""
    yield _python()
    yield from _packages()
    yield _disk(work)
    yield _writable(work)
    yield _extension()
    yield _kernel()
    yield from _settings()
    yield _browser()
    yield _reachable()
    yield from _exchange(work)
    if _lecturer(work):
        yield _grading()


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info >= (3, 11), found, "Installeer Python 3.11 of nieuwer van python.org.")


def _packages() -> Iterator[Finding]:
    for name in NEEDED:
        try:
            yield Finding(name, True, version(name))
        except PackageNotFoundError:
            yield Finding(name, False, "niet gevonden", REINSTALL)


def _disk(work: Path) -> Finding:
    place = next(folder for folder in (work, *work.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    return Finding("schijfruimte", free >= ROOM, f"{free // 1_000_000} MB vrij", "Maak minstens 200 MB ruimte.")


def _writable(work: Path) -> Finding:
    remedy = "Kies een andere map (sowcourse start MAP), of laat de rechten herstellen."
    place = next(folder for folder in (work, *work.parents) if folder.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        return Finding("werkmap", False, f"{work}: schrijven lukt niet ({brief(error)})", remedy)
    return Finding("werkmap", True, f"{work}: schrijven lukt")


def _extension() -> Finding:
    from jupyter_core.paths import jupyter_path

    places = [Path(folder) / "labextensions" / "sowcourse" / "package.json" for folder in jupyter_path()]
    found = any(place.is_file() for place in places)
    told = "gevonden" if found else "niet gevonden; de cursus werkt dan als gewoon notebook"
    return Finding("bureau in JupyterLab", found, told, REINSTALL)


def _kernel() -> Finding:
    from jupyter_client.manager import start_new_kernel

    remedy = "Voer uit: python -m ipykernel install --sys-prefix. Helpt dat niet? " + REINSTALL
    try:
        manager, client = start_new_kernel(startup_timeout=30, stderr=subprocess.DEVNULL)
    except Exception as error:  # whatever keeps a kernel from starting is what we want to tell
        return Finding("rekenkern", False, f"start niet ({brief(error) or type(error).__name__})", remedy)
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return Finding("rekenkern", True, "start en antwoordt")


def _settings() -> Iterator[Finding]:
    """What an earlier course left behind: it does no harm, and who knows it is there wonders about nothing."""
    found = list(left_behind())
    told = [f"{one.place}: {one.text}" for one in found[:_MOST]]
    more = [f"en nog {len(found) - _MOST} andere"] if len(found) > _MOST else []
    if found:
        told = ["van een andere cursus of een ander programma, en de cursus gebruikt ze niet:", *told, *more]
    yield Finding("instellingen van Jupyter", True, "\n      ".join(told) or "geen van vroeger")


def _browser() -> Finding:
    import webbrowser

    try:
        webbrowser.get()
        found = has_display()
    except webbrowser.Error:
        found = False
    told = "wordt vanzelf geopend" if found else "wordt niet vanzelf geopend: kopieer het adres dat 'start' toont"
    return Finding("browser", True, told)


def _reachable() -> Finding:
    """Whether a page of this computer is reached as a browser reaches it: through the proxy that the system names."""
    remedy = (
        "Zet localhost bij de uitzonderingen van de proxy in de netwerkinstellingen van je computer, "
        "of vraag de helpdesk van je school om dat te doen."
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            address = f"http://localhost:{server.server_port}/"
            with urllib.request.build_opener().open(address, timeout=5) as reply:  # one that reads the settings anew
                found = reply.read() == _Answer.TEXT
        except OSError:
            found = False
        server.shutdown()
    told = "bereikbaar voor je browser" if found else "je browser kan de cursus op deze computer niet bereiken"
    return Finding("adres http://localhost", found, told, remedy)


class _Answer(BaseHTTPRequestHandler):
    TEXT = b"sowcourse"

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.TEXT)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing in the terminal."""


def _exchange(work: Path) -> Iterator[Finding]:
    """The exchange that this user's settings name, and that of the cohort when a lecturer looks at one."""
    roots = [found for found in (exchange_root(), _of_cohort(work)) if found]
    if not roots:
        yield Finding("uitwisselingsmap", True, "geen ingesteld: je levert in via je leeromgeving")
    for root in dict.fromkeys(roots):
        found = root.is_dir() and os.access(root, os.W_OK | os.X_OK)
        told = f"{root}" if found else f"{root}: hier kan niet worden ingeleverd"
        remedy = (
            "Vraag de beheerder van deze computer om de map te herstellen. Intussen lever je in via je leeromgeving."
        )
        wide = list(open_doors(root)) if found else []
        if not wide:
            yield Finding("uitwisselingsmap", found, told, remedy)
        for door in wide:
            remedy = f"Laat de eigenaar (of de beheerder, met sudo) dit typen: {door.typed}"
            yield Finding("uitwisselingsmap", False, f"{door.place}: {door.told}", remedy)


def _lecturer(work: Path) -> bool:
    """Whether this computer is a lecturer's: assignments are installed here, or one looks at a cohort."""
    try:
        lecturers_root()
    except SowcourseError:
        return _cohort(work) is not None
    return True


def _grading() -> Finding:
    reason = why_not_here() or why_no_wall()
    remedy = why_not_here() or NO_WALL.format(reason=reason)
    told = "kan hier niet" if reason else "kan hier, afgeschermd"
    return Finding("nakijken", not reason, told, remedy)


def _of_cohort(folder: Path) -> Path | None:
    """The shared exchange of the cohort in this folder or around the current one; None when there is none."""
    workspace = _cohort(folder)
    return workspace.exchange if workspace and workspace.shared else None


def _cohort(folder: Path) -> Workspace | None:
    for place in (folder, Path.cwd()):
        with contextlib.suppress(SowcourseError):  # a student's folder, or a cohort that says itself what is wrong
            return open_workspace(place)
    return None
