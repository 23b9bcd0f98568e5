"""A process of one submission: forked, limited, asked one thing at a time."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import select
import signal
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

WALLED = os.environ.get("SOWCOURSE_WALL") == "1"

MEMORY = 3_000_000_000
PROCESSES = 64
LIMITS = (
    (resource.RLIMIT_AS, MEMORY),
    (resource.RLIMIT_FSIZE, 20_000_000),
    (resource.RLIMIT_NPROC, 2 * PROCESSES),  # and threads; more processes than PROCESSES are seen before that
    (resource.RLIMIT_NOFILE, 256),
    (resource.RLIMIT_CORE, 0),
)
"""What a process of a submission may use at most."""

TOGETHER = 4_000_000_000
"""Bytes in use by all processes of a submission at most."""

FILES = 10_000
"""Files and folders that a submission may leave in its scratch at once."""

SOCKETS = 500
"""Sockets of a submission: each may hold 0.4 MB of the kernel's memory that is counted as nobody's."""

LOCKS = 32_000
"""Bytes in which the kernel tells which files are locked: some five hundred locks, kept in memory that is nobody's."""

FRAME = 20_000_000
"""Bytes of one answer of a writer: values of a whole notebook at most."""

GRACE = 2.0
"""Seconds that a cell gets to end by itself after it was interrupted."""

Behaviour = Callable[[Callable[[], Any], Callable[[Any], None]], None]
"""What a fork does, given how it listens and how it answers."""

TOO_LONG = "Deze cel rekende langer dan {seconds} seconden en is gestopt."
TOO_MANY = "Deze cel startte te veel processen en is gestopt."
TOO_BIG = "Deze cel gebruikte te veel geheugen en is gestopt."
TOO_FULL = "Deze cel maakte te veel bestanden en is gestopt."
TOO_OPEN = "Deze cel hield te veel verbindingen of vergrendelde bestanden open en is gestopt."
ENDED = "Tijdens deze cel stopte Python."


class EndedError(Exception):
    """A process of a submission is gone, or had to be stopped; says why."""


class Process:
    """A fork that answers requests, seen from the server; of its file descriptors it keeps only `kept`."""

    lifeline = -1
    """File descriptor that hangs up when who grades is gone; -1 when nobody looks at that."""

    def __init__(self, behave: Behaviour, *kept: int) -> None:
        asks_from, asks_to = os.pipe()
        answers_from, answers_to = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _become(behave, asks_from, answers_to, kept)
        os.close(asks_from)
        os.close(answers_to)
        self.asks, self.answers = asks_to, answers_from
        self.token = 0
        self.interrupted = False
        """Whether the last request took too long and was interrupted."""

    def ask(self, request: Any, seconds: float) -> bytes:
        """The answer to one request.

        Raises: EndedError when none came in time, the process is gone, or it said something else.
        """
        self.interrupted = False
        self.token = int.from_bytes(os.urandom(8), "big")
        try:
            _send(self.asks, struct.pack(">Q", self.token) + json.dumps(request).encode())
        except OSError:
            raise EndedError(ENDED) from None
        until = time.monotonic() + seconds
        size = struct.unpack(">Q", self._read(8, until, seconds))[0]
        if not 8 <= size <= FRAME:
            raise EndedError(ENDED)
        answer = self._read(size, until + GRACE, seconds)
        if struct.unpack(">Q", answer[:8])[0] != self.token:
            raise EndedError(ENDED)  # written by something else than the cell that was asked
        return answer[8:]

    def _read(self, size: int, until: float, seconds: float) -> bytes:
        parts, missing = [], size
        look = time.monotonic() + 0.05
        while missing:
            now = time.monotonic()
            if now > until:
                if self.interrupted:
                    raise EndedError(TOO_LONG.format(seconds=round(seconds)))
                self.interrupted, until = True, now + GRACE
                self._interrupt()
            if now > look:
                look = now + 0.05
                if _hung_up(self.lifeline):
                    os._exit(1)  # and the kernel ends all that is inside the wall with process 1
                if excess := too_much():
                    raise EndedError(excess)
            if select.select([self.answers], [], [], 0.05)[0]:
                part = os.read(self.answers, min(missing, 1 << 20))
                if not part:
                    raise EndedError(ENDED)
                parts.append(part)
                missing -= len(part)
        return b"".join(parts)

    def _interrupt(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGINT)

    def close(self) -> None:
        """Let go of it; without a wall also end it and what it started."""
        os.close(self.asks)
        os.close(self.answers)
        if not WALLED:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.pid, 0)


def _become(behave: Behaviour, asks_from: int, answers_to: int, kept: tuple[int, ...]) -> NoReturn:
    """The life of a fork; never returns."""
    try:
        os.setpgid(0, 0)  # not a session of its own: within the wall all share one, and so one part of the processors
        _keep_only(asks_from, answers_to, *kept)
        limit()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # until a cell runs
        asks = os.fdopen(asks_from, "rb")
        token = b""

        def listen() -> Any:
            nonlocal token
            size = struct.unpack(">Q", asks.read(8))[0]
            frame = asks.read(size)
            token = frame[:8]
            return json.loads(frame[8:])

        def answer(content: Any) -> None:
            _send(answers_to, token + (content if isinstance(content, bytes) else json.dumps(content).encode()))

        behave(listen, answer)
    except BaseException:
        os._exit(1)
    os._exit(0)


def _send(descriptor: int, content: bytes) -> None:
    content = struct.pack(">Q", len(content)) + content
    while content:
        content = content[os.write(descriptor, content) :]


def limit() -> None:
    """Limit this process; a process limits no other, because nothing inside the wall may."""
    for kind, most in LIMITS:
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def _keep_only(*kept: int) -> None:
    """Close every file descriptor but these; standard ones lead nowhere."""
    empty = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(empty, standard)
    low = 3
    for descriptor in sorted(kept):
        os.closerange(low, descriptor)
        low = descriptor + 1
    os.closerange(low, 65_536)


def _hung_up(descriptor: int) -> bool:
    if descriptor < 0:
        return False
    asked = select.poll()
    asked.register(descriptor, 0)
    return bool(asked.poll(0))


def too_much() -> str:
    """What there is too much of inside the wall, a Dutch sentence; "" when there is not."""
    if not WALLED:
        return ""
    others = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit() and entry.name != "1"]
    if len(others) > PROCESSES:
        return TOO_MANY
    own = _resident(Path("/proc/1"))  # which every fork shares until it writes
    if sum(max(0, _resident(process) - own) for process in others) > TOGETHER:
        return TOO_BIG
    if _sockets() > SOCKETS or _locked() > LOCKS:
        return TOO_OPEN
    scratch = os.statvfs("/scratch")
    return TOO_FULL if scratch.f_files - scratch.f_ffree > FILES else ""


def _sockets() -> int:
    """Sockets inside the wall, also those that were sent away and that no process holds."""
    return int(Path("/proc/net/sockstat").read_text(encoding="ascii").split()[2])


def _locked() -> int:
    """Bytes in which the kernel tells which files are locked, up to a limit."""
    with Path("/proc/locks").open("rb") as told:
        return len(told.read(LOCKS + 1))


def _resident(process: Path) -> int:
    """Bytes of memory that a process uses; 0 when it is gone."""
    try:
        return int((process / "statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0
