"""Long work that goes on when its page is closed: one at a time per cohort, and its story on disk as well.

What is kept tells the truth after the computer stopped: work that was going on then is told as broken off.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from sowcourse.durable import write_durably
from sowcourse.errors import GradingError, SowcourseError
from sowcourse.progress import Progress
from sowcourse.trouble import told

FOLDER = ".kantoor"
"""In a cohort: what Kantoor keeps of it."""

RUNNING, DONE, REFUSED, CANCELLED, BROKEN = "bezig", "klaar", "geweigerd", "gestopt", "afgebroken"

_UNFORESEEN = "In sowcourse zelf ging iets mis; dat ligt niet aan jou. De oorzaak staat in het verslag van deze server."


@dataclass(frozen=True)
class Job:
    """One piece of work, as it is now or as it ended."""

    kind: str
    """What it is called: "nakijken", "ophalen", "archiveren" or "wissen"."""
    assignment: str
    """What it is about; the name of the cohort's folder when that is the whole cohort."""
    state: str
    begun: str
    """Moment in UTC, as ISO 8601; so is `ended`, "" while it goes on."""
    ended: str = ""
    what: str = ""
    done: int = 0
    total: int = 0
    left: float | None = None
    """Seconds that it will still take, by what it took; None when that cannot be said yet."""
    fault: str = ""
    """Why it was refused."""
    result: dict[str, Any] = field(default_factory=dict)
    """What it came to, in plain values, for its page."""
    process: tuple[int, float] = (0, 0.0)
    """Number and beginning of the process that does it."""

    @property
    def going(self) -> bool:
        """Whether it goes on right now."""
        return self.state == RUNNING


class _Stopped(Exception):  # noqa: N818 – it is a wish
    """Somebody pressed «Stoppen»."""


@dataclass
class _Running:
    job: Job
    started: float
    stop: threading.Event = field(default_factory=threading.Event)


Work = Callable[[Progress], dict[str, Any]]
"""Does the work and tells how far it is. Returns: plain values for its page."""


class Jobs:
    """The work of one server."""

    def __init__(self) -> None:
        self._running: dict[Path, _Running] = {}
        self._turn = threading.Lock()

    def start(self, root: Path, kind: str, assignment: str, work: Work) -> None:
        """Begin in the background. Raises: GradingError when something goes on for this cohort already."""
        job = Job(kind, assignment, RUNNING, _now(), process=_me())
        with self._turn:
            if root in self._running:
                other = self._running[root].job
                raise GradingError(
                    f"{root.name}: «{other.kind}» van {other.assignment} is nog bezig. "
                    "Wacht tot dat klaar is, of stop het."
                )
            _keep(root, job)
            self._running[root] = running = _Running(job, time.monotonic())
        here = copy_context()  # in a thread of its own too, who works is who pressed the button
        threading.Thread(target=here.run, args=(self._run, root, running, work), daemon=True).start()

    def cancel(self, root: Path) -> bool:
        """Ask the work of a cohort to stop at the next step; whether there was any."""
        running = self._running.get(root)
        if running:
            running.stop.set()
        return running is not None

    def going(self, root: Path) -> Job | None:
        """What goes on for a cohort in this server."""
        running = self._running.get(root)
        return running.job if running else None

    def last(self, root: Path, kind: str, assignment: str) -> Job | None:
        """What goes on, or how it ended last time; None when it was never begun here."""
        now = self.going(root)
        if now and (now.kind, now.assignment) == (kind, assignment):
            return now
        kept = _read(root, kind, assignment)
        if kept and kept.going and not _alive(kept.process):
            return replace(kept, state=BROKEN)
        return kept

    def _run(self, root: Path, running: _Running, work: Work) -> None:
        def tell(what: str, done: int, total: int) -> None:
            if running.stop.is_set():
                raise _Stopped
            took = time.monotonic() - running.started
            left = took / done * (total - done) if done and total else None
            running.job = replace(running.job, what=what, done=done, total=total, left=left)

        state, fault, result = DONE, "", dict[str, Any]()
        try:
            result = work(tell)
        except _Stopped:
            state = CANCELLED
        except SowcourseError as error:
            state, fault = REFUSED, str(error)
        except Exception as error:  # whatever it is, the page says that it ended
            state, fault = REFUSED, told(error) or _UNFORESEEN
            logging.getLogger("tornado.application").exception("%s van %s", running.job.kind, running.job.assignment)
        ended = replace(running.job, state=state, fault=fault, result=result, ended=_now(), left=None)
        try:
            _keep(root, ended)
        except OSError as error:
            logging.getLogger("tornado.application").error("%s", told(error) or error)
        with self._turn:
            del self._running[root]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _me() -> tuple[int, float]:
    return os.getpid(), psutil.Process().create_time()


def _alive(process: tuple[int, float]) -> bool:
    """Whether the process that began the work is still there, and not another under its number."""
    try:
        return bool(abs(psutil.Process(process[0]).create_time() - process[1]) < 1)
    except psutil.Error:
        return False


def _file(root: Path, kind: str, assignment: str) -> Path:
    return root / FOLDER / f"{kind}-{assignment}.json"


def _keep(root: Path, job: Job) -> None:
    file = _file(root, job.kind, job.assignment)
    file.parent.mkdir(exist_ok=True)
    write_durably(file, json.dumps(asdict(job), ensure_ascii=False, indent=1))


def _read(root: Path, kind: str, assignment: str) -> Job | None:
    file = _file(root, kind, assignment)
    if not file.is_file():
        return None
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return Job(**kept | {"process": tuple(kept["process"])})
    except (ValueError, TypeError, KeyError):  # half a file, or of another version: as if it was never done here
        return None
