"""Grade submissions: repair, run behind the wall, record; one at a time per worker, one writer for all.

A submission is done when its folder in `autograded/` stands there, whole; until then it is graded again. So a run
that is cut off anywhere goes on where it was.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
import socket
import threading
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from sowcourse import budget
from sowcourse.budget import CELL_SECONDS, SUBMISSION_SECONDS, Room
from sowcourse.cohort.lock import writing
from sowcourse.cohort.nbgrader import LOG
from sowcourse.cohort.source import PAGE
from sowcourse.errors import GradingError
from sowcourse.gradebook.recorder import Recorder
from sowcourse.grading.alarm import blank, hold, names_asked
from sowcourse.grading.credit import within_points
from sowcourse.grading.edition import Edition, edition
from sowcourse.grading.engine import Graded
from sowcourse.grading.graded import Executed, read_stamps, store
from sowcourse.notebook import Cell, Notebook, markers, source
from sowcourse.sandbox.stage import SHOWN
from sowcourse.sandbox.wall import NO_WALL, Server, why_no_wall, why_not_here
from sowcourse.submissions.assignment_version import Version, version_of, versions
from sowcourse.submissions.received import handed_in_beside
from sowcourse.submissions.repair import Remark, is_extra, repair
from sowcourse.submissions.submission import read_submission, whole
from sowcourse.trouble import brief

WORKERS = 2
ALONE = 3.0
"""Seconds that the first worker has for itself; the others begin when it is through with one submission, or later."""

GONE = "de code liet de afgeschermde omgeving stoppen; wat daarvoor nagekeken was, telt. Bekijk dit notebook zelf."

OURS = (
    f"bij het nakijken van dit notebook ging aan onze kant iets mis; de oorzaak staat in {LOG}. "
    "Bekijk dit notebook zelf en meld wat er staat."
)

_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
"""What a picture is written in; anything else would land in the page around it."""

_REACHES = re.compile(
    r"\b(get_ipython|input_transformers?\w*|__builtins__|builtins|sys\.modules|_getframe|currentframe|ctypes|gc\.get_\w+"
    r"|os\.(?:write|dup2?|fork|kill|_exit|system|popen)|subprocess|/proc\b|setattr|__globals__|__class__|socket"
    r"|InteractiveShell|IPython\.core|_?show\w*traceback|set_custom_exc|displayhook|excepthook|ast_transformers"
    r"|run_c(?:ell|ode)\w*|__traceback__|(?:tb|gi|cr|ag)_frame|f_(?:back|globals|locals|builtins))\b"
)


@dataclass(frozen=True)
class Work:
    """One submission to run; carries all that is needed, so that it can travel to another machine."""

    student: str
    assignment: str
    content: bytes
    versions: tuple[Version, ...]
    walled: bool
    kernel: bool = False
    """Whether the student's cells run in a full kernel."""
    beside: Mapping[str, bytes] = field(default_factory=dict)
    """What the student handed in beside the notebook, by place."""
    edition: Edition | None = None
    """The sowcourse that must run it; None when it does not leave this machine."""


class Worker:
    """Runs submissions one after another on a server of its own, with a new one when the old is gone."""

    def __init__(self) -> None:
        self.server: Server | None = None

    def run(self, work: Work) -> Executed:
        """One submission; what is no notebook comes back as stopped, with the reason.

        When its server ended it runs once more, on a fresh one: the cause may lie with whatever ran there before.
        """
        done = self._run(work)
        return self._run(work) if done.stopped == GONE else done

    def _run(self, work: Work) -> Executed:
        server = self.begin(work.walled)
        try:
            handed_in = read_submission(work.content)
        except ValueError as error:
            return Executed(work.student, {"cells": []}, (), str(error))
        try:
            done = execute(server, work, handed_in)
        except GradingError:
            raise
        except Exception:  # whatever one submission sets off, the others are graded
            self.close()
            return Executed(work.student, {"cells": []}, (), OURS, detail=traceback.format_exc())
        if done.stopped == GONE or server.changed:
            self.close()
        return done

    def begin(self, walled: bool) -> Server:
        """A server that lives; it may still be getting ready."""
        if self.server is None or not self.server.alive:
            self.close()
            self.server = Server(walled)
        return self.server

    def close(self) -> None:
        """End the server."""
        if self.server:
            self.server.close()
            self.server = None


class WallEngine:
    """Grades behind the wall; without it only when told so.

    Parameters: kernel – give every submission a full Jupyter kernel instead of a fork; slower, the same points.
    """

    def __init__(self, walled: bool = True, workers: int = WORKERS, kernel: bool = False) -> None:
        if why_not_here():
            raise GradingError(why_not_here())
        if walled and why_no_wall():
            raise GradingError(NO_WALL.format(reason=why_no_wall()))
        self.walled = walled
        self.workers = workers
        self.kernel = kernel
        self.first = Worker()
        """The worker that begins; the others begin after it, so that the first submission is soon seen."""

    def begin(self) -> None:
        """See Engine.begin."""
        self.first.begin(self.walled)

    def close(self) -> None:
        """See Engine.close."""
        self.first.close()

    def grade(self, root: Path, assignment: str, students: list[str]) -> Iterator[Graded]:
        """See Engine.grade."""
        if not students:
            return
        known = tuple(versions(root, assignment))
        stamps: dict[str, dict[str, bytes]] = {}

        def works() -> Iterator[Work]:
            for student in students:
                folder = root / "submitted" / student / assignment
                with writing(root):  # of one version, also when somebody chooses another one meanwhile
                    with (folder / f"{assignment}.ipynb").open("rb") as file:
                        content = file.read(budget.FILE + 1)
                    beside = handed_in_beside(folder)
                    stamps[student] = read_stamps(root, assignment, student)
                yield Work(student, assignment, content, known, self.walled, self.kernel, beside)

        with Recorder(root, assignment) as recorder:
            for executed in self.execute(works()):
                if executed.notebook["cells"]:
                    executed = _stored(root, assignment, executed, recorder, stamps.pop(executed.student))
                if executed.detail:
                    with (root / LOG).open("a", encoding="utf-8") as log:
                        log.write(f"{executed.student}, {assignment}:\n{executed.detail}\n")
                yield Graded(executed.student, executed.stopped, tuple(map(str, executed.remarks)))

    def execute(self, works: Iterable[Work]) -> Iterator[Executed]:
        """Run submissions side by side; yields each as soon as it is done, in any order.

        Each is read shortly before a worker is free for it, so that memory does not grow with the class.
        """
        idle: SimpleQueue[Worker] = SimpleQueue()
        others = [Worker() for _ in range(self.workers - 1)]
        workers = [self.first, *others]
        idle.put(self.first)

        def run(work: Work) -> Executed:
            worker = idle.get()
            try:
                return worker.run(work)
            finally:
                idle.put(worker)

        waiting: set[Future[Executed]] = set()
        todo = iter(works)
        try:
            with ThreadPoolExecutor(self.workers) as pool:
                try:
                    waiting = {pool.submit(run, work) for work in islice(todo, self.workers + budget.AHEAD)}
                    while waiting:
                        done, waiting = wait(waiting, ALONE if others else None, FIRST_COMPLETED)
                        while others:
                            idle.put(others.pop())
                        waiting |= {pool.submit(run, work) for work in islice(todo, len(done))}
                        while done:
                            yield done.pop().result()
                finally:
                    for future in waiting:
                        future.cancel()
        finally:
            for worker in workers:
                worker.close()


class DaskEngine(WallEngine):
    """Runs the same work on the machines of a Dask cluster; points are still written here, by one."""

    def __init__(self, address: str, kernel: bool = False) -> None:
        super().__init__(
            walled=False, kernel=kernel
        )  # whether a wall can be built is for each machine of the cluster to say
        self.walled = True
        try:
            import distributed
        except ImportError:
            raise GradingError("Voor --dask is het pakket dask nodig. Installeer sowcourse[dask].") from None
        try:
            self.client = distributed.Client(address, timeout="10s")
        except (OSError, ValueError) as error:
            raise GradingError(
                f"{address}: hier antwoordt geen Dask-cluster. Controleer het adres, bijvoorbeeld tcp://server:8786."
            ) from error

    def begin(self) -> None:
        """See Engine.begin: the cluster's machines have their own servers."""

    def execute(self, works: Iterable[Work]) -> Iterator[Executed]:
        """See WallEngine.execute."""
        import distributed

        with self.client:
            self._must_be_same()
            todo = (replace(work, edition=edition()) for work in works)
            running: dict[Any, Work] = {}
            apart: list[Work] = []
            """What took a worker along, or was waiting on one that something else took along: each again, alone."""

            def start(works: Iterable[Work]) -> None:
                running.update({self.client.submit(run_if_same, work, pure=False): work for work in works})

            start(islice(todo, sum(self.client.nthreads().values()) + budget.AHEAD))
            while running or apart:
                alone = not running
                if alone:
                    start([apart.pop()])
                for future in self._finished(list(running)):
                    work, error = running.pop(future), future.exception()
                    if isinstance(error, distributed.KilledWorker):
                        if alone:
                            yield Executed(work.student, {"cells": []}, (), _TAKEN_ALONG)
                        else:
                            apart.append(work)
                    elif error is not None and not isinstance(error, GradingError):
                        raise GradingError(_LATE.format(error=type(error).__name__)) from error
                    else:
                        yield future.result()
                    del future
                    start(islice(todo, 1))

    def _finished(self, running: list[Any]) -> list[Any]:
        """Work that is done; waits for the first.

        Raises: GradingError when no machine of the cluster is left to do any.
        """
        import distributed

        alone = time.monotonic()
        while True:
            with contextlib.suppress(TimeoutError):
                return list(distributed.wait(running, timeout=LOOK, return_when="FIRST_COMPLETED").done)
            if self.client.nthreads():
                alone = time.monotonic()
            elif time.monotonic() - alone > PATIENCE:
                raise GradingError(_NOBODY_LEFT)

    def _must_be_same(self) -> None:
        """Refuse a cluster of which a machine runs another sowcourse.

        Raises: GradingError that names every such machine, and in what it differs.
        """
        if not self.client.nthreads():
            raise GradingError(_NOBODY)
        found = self.client.run(edition, on_error="return")
        names = {address: str(about["name"]) for address, about in self.client.scheduler_info()["workers"].items()}
        others = {address: edition().differs(answer) for address, answer in found.items()}
        told = [f"{names.get(address, '')} ({address}): {other}" for address, other in sorted(others.items()) if other]
        if told:
            raise GradingError(f"{_OTHER} Anders: {'; '.join(told)}.")


_OTHER = (
    "Niet elke computer van het Dask-cluster heeft dezelfde sowcourse als jij. Er is niets nagekeken, want dan hangen "
    "punten af van waar iets nagekeken wordt. Zet overal dezelfde versie, start die werkers opnieuw en kijk dan na."
)
_LATE = (
    "Een computer van het Dask-cluster kon niet nakijken ({error}); waarschijnlijk kwam er een bij met een andere "
    "versie. Wat nagekeken was, is bewaard. Zet overal dezelfde sowcourse en voer 'sowcourse grade' opnieuw uit."
)
_NOBODY = (
    "Bij dit Dask-cluster is geen enkele computer aangesloten. Er is niets nagekeken. Start werkers "
    "('dask worker ADRES' op elke computer) en voer 'sowcourse grade' opnieuw uit."
)
_NOBODY_LEFT = (
    "Alle computers van het Dask-cluster zijn weggevallen. Wat nagekeken was, is bewaard. Start de werkers opnieuw en "
    "voer 'sowcourse grade' opnieuw uit, of kijk na zonder --dask."
)
_TAKEN_ALONG = (
    "op het Dask-cluster viel elke computer weg die dit notebook nakeek. Er is niets vastgelegd. Kijk het na zonder "
    "--dask; gebeurt daar niets bijzonders, dan lag het aan die computers (vaak te weinig geheugen)."
)

LOOK, PATIENCE = 2.0, 60.0
"""Seconds between two looks at a cluster, and that it may be without any machine."""

_OF_THIS_THREAD = threading.local()


def run_if_same(work: Work) -> Executed:
    """The same work, on a machine of a cluster; each thread there keeps a server until its process ends.

    Raises: GradingError when the sowcourse here is not the one that sent it, or no wall can be built.
    """
    other = work.edition.differs(edition()) if work.edition else ""
    if other:
        raise GradingError(f"{_OTHER} Anders: {socket.gethostname()}, die er later bij kwam: {other}.")
    if why_not_here() or why_no_wall():
        raise GradingError(why_not_here() or NO_WALL.format(reason=why_no_wall()))
    worker = getattr(_OF_THIS_THREAD, "worker", None) or Worker()
    _OF_THIS_THREAD.worker = worker
    return worker.run(work)


def _stored(
    root: Path, assignment: str, executed: Executed, recorder: Recorder, stamps: Mapping[str, bytes]
) -> Executed:
    """Store one submission; when that does not work, it comes back as stopped and nothing of it is recorded.

    Raises: GradingError when nothing can be written at all.
    """
    from sqlalchemy.exc import OperationalError

    try:
        store(root, assignment, executed, recorder, stamps)
    except (OSError, OperationalError) as error:
        raise GradingError(
            f"{root}: hier kan niet worden geschreven ({brief(error)}). Maak plaats of kijk na of een ander programma "
            "het puntenboek bezet houdt, en voer 'sowcourse grade' opnieuw uit. Wat nagekeken was, is bewaard."
        ) from error
    except Exception:  # whatever one submission sets off, the others are graded
        recorder.undo()
        return Executed(executed.student, {"cells": []}, (), OURS, detail=traceback.format_exc())
    return executed


def execute(server: Server, work: Work, handed_in: Notebook) -> Executed:
    """One submission, repaired and run, with the version of the assignment that it was made with."""
    version = version_of(handed_in, list(work.versions))
    given, full = version.given, version.full
    fixed = repair(handed_in, given, [place for place in work.beside if place not in (PAGE, *version.files)])
    hidden = {cell["id"]: source(cell) for cell in full["cells"]}
    cells = [
        {**cell, "source": hidden[cell["id"]]} if cell["id"] in hidden and markers(cell).get("locked") else cell
        for cell in fixed.notebook["cells"]
    ]
    notebook = fixed.notebook | {"cells": cells}
    judged = given["metadata"].get("sowcourse", {}).get("kind") == "assignment"
    places, parts = _parts(cells, judged)
    job = {
        "name": work.assignment,
        "notebook": json.dumps(fixed.notebook),
        "cells": parts,
        "seconds": CELL_SECONDS,
        "together": SUBMISSION_SECONDS,
        "judged": judged,
        "kernel": work.kernel,
        "files": _encoded(version.files),
        "beside": _encoded({place: text for place, text in work.beside.items() if place not in version.files}),
    }
    outputs: dict[int, list[dict[str, Any]]] = {}
    told: list[Remark] = []
    room = Room()
    stopped = GONE
    for reply in server.run(job, 2 * (SUBMISSION_SECONDS + CELL_SECONDS)):
        if reply.get("done"):
            stopped = str(reply["stopped"])
        else:
            cell = cells[places[reply["place"]]]
            checked = parts[reply["place"]][0] == "check"  # what a check says is never left out for what a cell said
            said = _clean(reply["outputs"], Room() if checked else room)
            outputs[reply["place"]], much = within_points(cell, said)
            told += [*much, *_interrupted(cell, reply.get("interrupted", ""))]
    for number, (place, (kind, _)) in enumerate(zip(places, parts, strict=True)):
        silent = [{"output_type": "error", "ename": "Gestopt", "evalue": GONE, "traceback": [GONE]}]
        found = outputs.get(number, silent if kind == "check" else [])
        cells[place] = {**cells[place], "outputs": found, "execution_count": number + 1}
    over = [Remark("", budget.TOO_MUCH_OUTPUT, look=True)] if room.used_up else []
    asked = names_asked(given["cells"], full["cells"])
    cells, held = hold(cells, asked, blank(cells, given["cells"]), fixed.unread, work.assignment)
    remarks = (*fixed.remarks, *over, *told, *held, *_reaching(cells))
    return Executed(work.student, notebook | {"cells": cells}, remarks, stopped, version.name)


def _encoded(files: Mapping[str, bytes]) -> dict[str, str]:
    return {place: base64.b64encode(content).decode() for place, content in files.items()}


def _parts(cells: list[Cell], judged: bool) -> tuple[list[int], list[list[str]]]:
    """The code cells to run: their places in the notebook, and for each its kind and source.

    Our own first cells make what checks need, so they are ours whatever cells of their own a student puts around them.
    Where one of those stands above, they run once more in its place, as they do in the notebook.
    """
    places, parts = [], []
    answered = topped = False
    for place, cell in enumerate(cells):
        if cell["cell_type"] != "code":
            continue
        marks, text = markers(cell), source(cell)
        again = False
        if is_extra(cell):
            kind, topped = "answer", True
        elif marks.get("grade") and marks.get("locked"):
            kind = "check"
        elif marks.get("locked"):
            kind, again = ("show", False) if answered else ("ours", topped)
        else:
            kind, answered = "answer", True
        if kind == "show" and judged and "show_" in text:
            continue  # what helps a student while writing says nothing to a grader
        for each in (kind, *(["show"] if again else [])):
            places.append(place)
            parts.append([each, text])
    return places, parts


def _clean(outputs: list[Any], room: Room) -> list[dict[str, Any]]:
    """Outputs of the four kinds that the notebook format knows, with nothing missing and not more than may be."""
    result: list[dict[str, Any]] = []
    for output in _known(outputs):
        kept = room.fit(output)
        if not result or kept is output or kept != result[-1]:
            result.append(kept)
    return result


def _known(outputs: list[Any]) -> Iterator[dict[str, Any]]:
    for output in json.loads(whole(json.dumps(outputs, ensure_ascii=False))):
        kind = output.get("output_type") if isinstance(output, dict) else None
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            yield {"output_type": kind, "name": name, "text": str(output.get("text", ""))}
        elif kind == "error":
            lines = output.get("traceback")
            trace = [str(line) for line in lines] if isinstance(lines, list) else []
            told = {"ename": str(output.get("ename")), "evalue": str(output.get("evalue"))}
            yield {"output_type": kind, **told, "traceback": trace}
        elif kind in ("execute_result", "display_data"):
            told = output.get("data")
            shown = told if isinstance(told, dict) else {}
            data = {k: v for k, v in shown.items() if k in SHOWN and isinstance(v, str)}
            data = {k: v for k, v in data.items() if k == "text/plain" or _BASE64.fullmatch(v)}
            found: dict[str, Any] = {"output_type": kind, "data": data, "metadata": {}}
            yield found | ({"execution_count": None} if kind == "execute_result" else {})


def _interrupted(cell: Cell, why: str) -> Iterator[Remark]:
    """A cell that had to be stopped, when it had to."""
    if why:
        told = f"{why[0].lower()}{why[1:]} Wat eronder staat, is wel uitgevoerd en nagekeken. Bekijk deze stap zelf."
        yield Remark(cell["id"], told, look=True)


def _reaching(cells: list[Cell]) -> Iterator[Remark]:
    """Code of the student that reaches for the machinery instead of the figures."""
    for cell in cells:
        if cell["cell_type"] == "code" and not markers(cell).get("locked"):
            found = sorted(set(_REACHES.findall(source(cell))))
            if found:
                sentence = f"deze code grijpt naar de machinerie zelf ({', '.join(found)}). Bekijk haar even."
                yield Remark(cell["id"], sentence, look=True, private=True)
