"""What a hub's spawner runs for one account: a folder made ready, limits set, and then the server in its place."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from sowcourse import __version__
from sowcourse.content import course_root
from sowcourse.durable import write_durably
from sowcourse.errors import SowcourseError
from sowcourse.hub.role import Role
from sowcourse.student.handout import CLASSES
from sowcourse.student.start import LESSONS, prepare
from sowcourse.student.surroundings import OURS, server_surroundings

LEAN = Path(__file__).parent / "lean"
"""Settings of a student's server at school: no formgrader, no language servers, no terminals."""

STAMP = ".bijgewerkt"
"""In a work folder: for which lessons it was made ready last."""

MEMORY = "SOWCOURSE_GEHEUGEN_MB"
"""In the environment: address space that one process of a student may take, in megabytes; 0 or absent for no limit."""

_HUB = ("JUPYTERHUB_", "JPY_API_TOKEN")
_FOLDERS = {False: "sowcourse", True: "klassen"}
_PROGRAM = {False: "jupyterhub.singleuser", True: "sowcourse.hub.office_launch"}

_FILE = 200_000_000
_PROCESSES = 200
"""Bytes of one file, and processes and threads, that a student's server may make: enough for twenty kernels."""


def serve(environment: Mapping[str, str] | None = None) -> NoReturn:
    """Make ready, and become the server. Raises: SowcourseError when this is not a hub, or cannot be written in."""
    known = dict(os.environ if environment is None else environment)
    if "JUPYTERHUB_SERVICE_URL" not in known:
        raise SowcourseError(
            "sowcourse hub-server: dit is voor de hub van een school, die het zelf start. Op je eigen computer open je "
            "de cursus met 'sowcourse start' en Kantoor met 'sowcourse office'."
        )
    if find_spec("jupyterhub") is None:
        raise SowcourseError(
            "jupyterhub: dit ontbreekt. De beheerder van de hub installeert sowcourse met: pip install 'sowcourse[hub]'"
        )
    role = Role.of(known)
    folder = Path.home() / _FOLDERS[role.office]
    os.umask(0o077)
    folder.mkdir(mode=0o700, exist_ok=True)
    if not role.office:
        make_ready(folder)
        _limit(int(known.get(MEMORY) or 0), _of_one(known))
    os.chdir(folder)
    command = [sys.executable, "-P", "-m", _PROGRAM[role.office]]
    os.execve(command[0], command, surroundings(role, folder, known))


def make_ready(folder: Path) -> list[str]:
    """Make or renew a work folder, unless that was done for exactly these lessons; see `prepare`.

    Returns: Dutch sentences about what a student should know.
    """
    lessons = sorted(course_root(folder).glob("*/lesson.ipynb"))
    about = [(file.parent.name, file.stat().st_size, file.stat().st_mtime_ns) for file in lessons]
    stamp = hashlib.sha256(repr((__version__, about)).encode()).hexdigest()
    kept = folder / STAMP
    there = all((folder / LESSONS / f"{file.parent.name}.ipynb").is_file() for file in lessons)
    if there and kept.is_file() and kept.read_text(encoding="utf-8") == stamp:
        return []
    remarks = prepare(folder)
    write_durably(kept, stamp)
    return remarks


def surroundings(role: Role, folder: Path, known: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of the server: ours, and what the hub says to it."""
    told = {name: value for name, value in known.items() if name.startswith(_HUB)}
    ours = server_surroundings(known) | told | {"JUPYTERHUB_ROOT_DIR": str(folder)}
    if role.office:
        return ours | {"JUPYTERHUB_DEFAULT_URL": "/kantoor/"}
    return ours | {
        "JUPYTER_CONFIG_PATH": os.pathsep.join(map(str, (LEAN, OURS))),
        "JUPYTERHUB_DEFAULT_URL": "/sowcourse/index.html",
        "SOWCOURSE_WORKFOLDER": str(folder),
        CLASSES: " ".join(role.classes),
    }


def _of_one(known: Mapping[str, str]) -> bool:
    """Whether the user of the system is the account's own; in containers all accounts may be one."""
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name == known.get("JUPYTERHUB_USER")
    except KeyError:
        return False


def _limit(megabytes: int, alone: bool) -> None:
    """Take from this process, and all that it starts, more than a student needs; nothing gives it back.

    Parameters: alone – whether nobody else is the same user of the system, whose processes the system counts together.
    """
    import resource

    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: _FILE}
    if alone:
        limits[resource.RLIMIT_NPROC] = _PROCESSES
    if megabytes:
        limits[resource.RLIMIT_AS] = megabytes * 1_000_000
    for kind, most in limits.items():
        hard = resource.getrlimit(kind)[1]
        lowest = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (lowest, lowest))
