"""Inside the wall: run the cells of submissions one by one, each in a process of its own that nothing survives.

`python -m sowcourse.sandbox.cage` reads jobs from standard input and answers on standard output, one JSON line
each. Everything heavy is imported once; a job costs a fork.

The *writer* runs the student's cells and hands over, at every check, what stands in memory then, as text. The check
itself is in another house: see `judge`. Nothing that a submission does here to checks, builtins or the shell can
change its points, and no check ever comes inside these walls. What a cell can still do is end its own process; the
cells before it then run once more, and the cells after it go on.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import gc
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sowcourse.budget import MOST_VALUES
from sowcourse.dataset import read_instead
from sowcourse.sandbox.handover import MOST, Told, hand_over
from sowcourse.sandbox.kernel import Kernel
from sowcourse.sandbox.process import WALLED, Behaviour, EndedError, Process, too_much
from sowcourse.sandbox.stage import SHOWN, Output, Stage, stream
from sowcourse.sandbox.trace import FOLDERS, traces
from sowcourse.sandbox.values import read
from sowcourse.sandbox.writing import Again, Runs, Writing

WORK = Path(os.environ.get("SOWCOURSE_SCRATCH", "/scratch/werk"))

GARBAGE = 10_000
"""So many new objects before Python looks for garbage: what it sets aside for us is little, and looking takes time."""

NOT_RUN = "Niet uitgevoerd, omdat Python in een cel hierboven stopte."


def writer(stage: Stage, figures: str = "", most: int = MOST) -> Behaviour:
    """Run cells; answer with their outputs, or with the values that stand in memory; "ours" puts our names back.

    Parameters: figures – other numbers in columns of our tables, as `written` makes of table → column → numbers;
    most – see `hand_over`.
    """

    def behave(listen: Callable[[], Any], answer: Callable[[Any], None]) -> None:
        stage.capture()
        stage.shell.display_formatter.active_types = list(SHOWN)  # what else a table could draw, nobody keeps
        told: Told = {name: (table, "") for name, table in stage.tables.items()}
        if figures:
            stage.shell.display_formatter.active_types = []  # what it shows was shown the first time; `_` stays
        changed = {
            name: stage.tables[name].assign(**columns) for name, columns in (read(figures).items() if figures else ())
        }
        stage.shell.user_ns.update(changed)
        read_instead([(stage.tables[name], table) for name, table in changed.items()])
        while True:
            kind, text = listen()
            if kind == "ours" and figures:
                stage.shell.user_ns.update(stage.ours | {name: table.copy() for name, table in changed.items()})
                answer([])
                continue
            if kind == "values":
                names = stage.shell.user_ns
                answer(hand_over({text: names.get(text, ...)} if text else names, stage.names, told, most))
            else:
                answer(stage.run_while_it_may(text))

    return behave


def as_hint(output: Any) -> Any:
    """A warning of a check is a hint, not a mistake."""
    if isinstance(output, dict) and output.get("name") == "stderr":
        return stream("stdout", f"Let op: {output.get('text')}")
    return output


def run(stage: Stage, job: dict[str, Any], source: int) -> Iterator[dict[str, Any]]:
    """The outputs of one submission, cell by cell, and then whatever is asked of it on other figures.

    Parameters: source – file descriptor by which questions come, until {"end": true}.
    A job has `name`, `notebook` (its text, as it will lie in the folder), `cells` ([kind, source], kind "ours",
    "show", "answer" or "check"), `seconds` (per cell), `together` (for all cells, and again for all checks),
    `judged` (whether checks run apart from the student's code; then values come in place of outputs),
    `kernel` (whether the student's cells need a full kernel), `files` (what we gave beside the notebook: place →
    base64) and `beside` (what the student handed in beside it).
    """
    setup = [text for kind, text in job["cells"] if kind == "ours"]
    prepare(job)
    stage.set(setup, job.get("files", {}))
    for place, outputs in zip((p for p, (k, _) in enumerate(job["cells"]) if k == "ours"), stage.outputs, strict=True):
        yield {"place": place, "outputs": outputs}

    checks = sum(kind == "check" for kind, _ in job["cells"])
    most = min(MOST, MOST_VALUES // (checks + 1))

    def start() -> Runs:
        lay(job)
        found: Runs = Kernel(setup, stage.names, WORK) if job["kernel"] else Process(writer(stage, most=most))
        return found

    writing = Writing(start, sweep, job["seconds"], job["together"])
    stopped, slow = "", set()
    for place, (kind, text) in enumerate(job["cells"]):
        if kind == "ours":
            continue
        checked = kind == "check" and job["judged"]
        try:
            if stopped:
                raise EndedError(NOT_RUN)
            if checked:
                yield {"place": place, "values": writing.values()}
                continue
            outputs, why = writing.run(kind, text)
            slow |= {place} if why else set()
            outputs = list(map(as_hint, outputs)) if kind == "check" else outputs
            yield {"place": place, "outputs": [*outputs, *([stop(why)] if why else [])], "interrupted": why}
        except EndedError as error:
            slow.add(place)
            stopped = stopped or (str(error) if writing.over else "")
            told = "" if str(error) == NOT_RUN else str(error)
            yield {"place": place, "values": ""} if checked else {
                "place": place, "outputs": [stop(str(error))], "interrupted": told,
            }  # fmt: skip
    writing.close()
    sweep()
    yield {"done": True, "stopped": stopped}
    yield from _again(stage, job, slow, source)


def _again(stage: Stage, job: dict[str, Any], slow: set[int], source: int) -> Iterator[dict[str, Any]]:
    """Run the student's cells once more on other figures, as often as a check asks for it.

    A question has `figures` (see `writer`), `place` (of the check) and `name`; the answer is the value of that name
    above that place, as `hand_over` writes it.
    """

    def start(figures: str) -> Runs:
        lay(job)
        return Process(writer(stage, figures))

    yet = Again(start, sweep, job["cells"], slow, job["seconds"], job["together"])
    while (asked := json.loads(line(source) or "{}")) and "figures" in asked:
        yield {"values": yet.value(asked["figures"], asked["place"], asked["name"])}
    yet.close()
    yield {"ended": True}


def prepare(job: dict[str, Any]) -> None:
    """A fresh folder with the notebook and what came with it."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    (WORK / f"{job['name']}.ipynb").write_text(job["notebook"], encoding="utf-8")
    put(job.get("files", {}))
    os.chdir(WORK)


def lay(job: dict[str, Any]) -> None:
    """A fresh folder for the student's code, with what the student handed in beside the notebook.

    Only now: our own cells, which run in the server, may read nothing of a student.
    """
    prepare(job)
    put(job.get("beside", {}))


def put(files: dict[str, str]) -> None:
    """Lay files beside the notebook, copies of this submission alone. Parameters: files – place → base64."""
    for place, content in files.items():
        target = WORK / place
        if not target.resolve().is_relative_to(WORK.resolve()) or target.exists():
            continue
        with contextlib.suppress(FileExistsError, NotADirectoryError):  # a file of the student where ours has a folder
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(base64.b64decode(content))


def sweep() -> None:
    """Inside a wall: end every process but this one, and empty the folders they could write in."""
    if not WALLED:
        return
    until = time.monotonic() + 5
    while True:
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)
        if not too_much() or time.monotonic() > until:  # a bomb of forks takes a moment to be cleared away
            break
        time.sleep(0.01)
    os.chdir("/")
    try:
        for left in _left():
            shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
    except (OSError, RecursionError):  # closed folders, or thousands deep
        for folder in FOLDERS:
            subprocess.run(["chmod", "-R", "u+rwX", folder], stderr=subprocess.DEVNULL, check=False)
        subprocess.run(["rm", "-rf", *_left()], stderr=subprocess.DEVNULL, check=False)
    for folder in FOLDERS:
        if folder.stat().st_uid == os.geteuid():  # else a submission cannot change more than what is in it
            os.utime(folder, (0, 0))


def _left() -> list[Path]:
    return [left for folder in FOLDERS for left in folder.iterdir()]


def stop(sentence: str) -> Output:
    """Why a cell was stopped, as its output."""
    return {"output_type": "error", "ename": "Gestopt", "evalue": sentence, "traceback": [sentence]}


def preload() -> None:
    """Import once what every submission needs."""
    import IPython.core.interactiveshell
    import pandas as pd

    import sowcourse.check
    import sowcourse.widgets  # noqa: F401

    assert IPython
    pd.DataFrame({"a": [1.0]}).query("a > 0").groupby("a").size()  # loads what pandas loads late
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE: no other process may look into this one


def main() -> None:
    """Serve until standard input ends, or until a submission left something that was not there before."""
    stage, source, target = begin()
    sweep()
    before = traces() if WALLED else {}
    say(target, {"ready": True})
    while _serve(stage, source, target, before):
        pass


def begin() -> tuple[Stage, int, int]:
    """Make ready: the stage, and the descriptors by which questions come and answers go."""
    source, target = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):  # a program that a submission starts would get these
        os.dup2(nowhere, standard)
    gc.disable()  # what is loaded here stays: there is nothing to look for
    preload()
    if WALLED:
        Process.lifeline = source
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # the kernel spares process 1, unless it listens to a signal
    stage = Stage()
    gc.freeze()  # a fork that looks for garbage would else copy every page of what it shares
    gc.set_threshold(GARBAGE)
    gc.enable()
    return stage, source, target


def _serve(stage: Stage, source: int, target: int, before: dict[str, Any]) -> bool:
    """Do one job; afterwards nothing of it is left in memory. False when there are no more, or when it left a trace."""
    asked = line(source)
    job = json.loads(asked or "{}")
    changed: list[str] = []
    for reply in run(stage, job, source) if "cells" in job else ():
        if "ended" in reply and WALLED:
            now = traces()
            changed = [about for about in before if before[about] != now[about]]
            reply["changed"] = changed
        say(target, reply)
    return bool(asked) and not changed


def line(source: int) -> bytes:
    """The next line that came; b"" at the end. What sends never sends more than one before it is answered."""
    parts = []
    while part := os.read(source, 1 << 16):
        parts.append(part)
        if part.endswith(b"\n"):
            break
    return b"".join(parts)


def say(target: int, content: dict[str, Any]) -> None:
    """One line to whoever started this program."""
    left = json.dumps(content).encode() + b"\n"
    while left:
        left = left[os.write(target, left) :]


if __name__ == "__main__":
    main()
