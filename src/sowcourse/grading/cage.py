"""Inside the wall: run submissions one by one, each in a process of its own that nothing survives.

`python -m sowcourse.grading.cage` reads jobs from standard input and answers on standard output, one JSON line
each. Everything heavy is imported once; a job costs two forks and as many small ones as it has checks.

The *writer* runs the student's cells. The *judge* never does: it starts from our own first cells, takes over the
student's values as data, and runs the checks. So a submission that rewrites checks, builtins or the shell changes
nothing about its points. What it can still do is end its own process; the cells before that keep their result.

A check reaches only the judge that runs it, straight from standard input and after the writer has ended. The server
never holds one, so no writer that is forked from it can find one in its memory.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sowcourse.grading import budget
from sowcourse.grading.handover import hand_over, take_over
from sowcourse.grading.kernel import Kernel
from sowcourse.grading.process import ENDED, WALLED, Behaviour, EndedError, Process, too_much
from sowcourse.grading.stage import Output, Stage, stream
from sowcourse.grading.trace import FOLDERS, traces

WORK = Path(os.environ.get("SOWCOURSE_SCRATCH", "/scratch/werk"))

NOT_RUN = "Niet uitgevoerd, omdat Python in een cel hierboven stopte."
ALL_TOO_LONG = "De cellen rekenden samen langer dan {seconds} seconden; hier is gestopt."


def writer(stage: Stage) -> Behaviour:
    """Run cells; answer with their outputs, or with the values that stand in memory."""

    def behave(listen: Callable[[], Any], answer: Callable[[Any], None]) -> None:
        stage.capture()
        while True:
            kind, text = listen()
            answer(hand_over(stage.shell.user_ns, stage.names) if kind == "values" else stage.run(text))

    return behave


def judge(stage: Stage, values: bytes, place: int, source: int) -> Behaviour:
    """Take over the student's values and run the check that comes for this place by file descriptor `source`."""

    def behave(listen: Callable[[], Any], answer: Callable[[Any], None]) -> None:
        test = _check_for(place, source)
        stage.capture()
        stage.shell.user_ns.update(take_over(values, stage.names))
        listen()
        answer([_as_hint(output) for output in stage.run(test)])

    return behave


def _check_for(place: int, source: int) -> str:
    """Read the check for a place, and close the way it came by."""
    while True:
        for found in map(json.loads, _line(source).splitlines()):
            if found.get("place") == place:
                os.close(source)
                return str(found["check"])


def _as_hint(output: Any) -> Any:
    """A warning of a check is a hint, not a mistake."""
    if isinstance(output, dict) and output.get("name") == "stderr":
        return stream("stdout", f"Let op: {output.get('text')}")
    return output


def run(stage: Stage, job: dict[str, Any], source: int) -> Iterator[dict[str, Any]]:
    """The outputs of one submission, cell by cell.

    Parameters: source – file descriptor by which checks come.
    A job has `name`, `notebook` (its text, as it will lie in the folder), `cells` ([kind, source], kind "ours",
    "show", "answer" or "check"), `seconds` (per cell), `together` (for all cells, and again for all checks),
    `judged` (whether checks run apart from the student's code; they are then asked for by {"asks": place}),
    `kernel` (whether the student's cells need a full kernel), `files` (what we gave beside the notebook: place →
    base64) and `beside` (what the student handed in beside it).
    """
    prepare(job)
    setup = [text for kind, text in job["cells"] if kind == "ours"]
    stage.set(setup, job.get("files", {}))
    put(job.get("beside", {}))  # only now: our own cells, which run in the server, may read nothing of a student
    for place, outputs in zip((p for p, (k, _) in enumerate(job["cells"]) if k == "ours"), stage.outputs, strict=True):
        yield {"place": place, "outputs": outputs}
    process = Kernel(setup, stage.names, WORK) if job["kernel"] else Process(writer(stage))
    stopped = ""
    snapshots: dict[int, bytes] = {}
    until = time.monotonic() + job["together"]
    for place, (kind, text) in enumerate(job["cells"]):
        if kind == "ours":
            continue
        checked = kind == "check" and job["judged"]
        try:
            if stopped:
                raise EndedError(NOT_RUN)
            _in_time(until, job)
            if checked:
                snapshots[place] = process.ask(("values", ""), job["seconds"])
            else:
                outputs = _outputs(process.ask((kind, text), job["seconds"]))
                yield {"place": place, "outputs": list(map(_as_hint, outputs)) if kind == "check" else outputs}
        except EndedError as error:
            if not checked:
                yield {"place": place, "outputs": [_stop(str(error))]}
            if not stopped:
                stopped = str(error)
                sweep()
            if checked:
                snapshots[place] = b""
    process.close()
    sweep()
    until = time.monotonic() + job["together"]
    for place, values in snapshots.items():
        prepare(job)
        apart = Process(judge(stage, values, place, source), source)
        try:
            _in_time(until, job)
            yield {"asks": place}
            yield {"place": place, "outputs": _outputs(apart.ask("go", job["seconds"]))}
        except EndedError as error:
            yield {"place": place, "outputs": [_stop(str(error))]}
        apart.close()
        sweep()
    yield {"done": True, "stopped": stopped}


def _in_time(until: float, job: dict[str, Any]) -> None:
    if time.monotonic() > until:
        raise EndedError(ALL_TOO_LONG.format(seconds=round(job["together"])))


def _outputs(answer: bytes) -> list[Any]:
    """The outputs in an answer.

    Raises: EndedError when it is something else, which our own writer never says.
    """
    text = answer.decode("utf-8", "replace")
    if len(text) > 16 * budget.CELL_OUTPUT or budget.too_many_values(text):
        raise EndedError(ENDED)
    try:
        outputs = json.loads(text)
    except (ValueError, RecursionError):
        raise EndedError(ENDED) from None
    if not isinstance(outputs, list):
        raise EndedError(ENDED)
    return outputs


def prepare(job: dict[str, Any]) -> None:
    """A fresh folder with the notebook and what came with it."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    (WORK / f"{job['name']}.ipynb").write_text(job["notebook"], encoding="utf-8")
    put(job.get("files", {}))
    os.chdir(WORK)


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


def _stop(sentence: str) -> Output:
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
    source, target = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):  # a program that a submission starts would get these
        os.dup2(nowhere, standard)
    preload()
    if WALLED:
        Process.lifeline = source
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # the kernel spares process 1, unless it listens to a signal
    stage = Stage()
    sweep()
    before = traces() if WALLED else {}
    _say(target, {"ready": True})
    while _serve(stage, source, target, before):
        pass


def _serve(stage: Stage, source: int, target: int, before: dict[str, Any]) -> bool:
    """Do one job; afterwards nothing of it is left in memory. False when there are no more, or when it left a trace."""
    line = _line(source)
    job = json.loads(line or "{}")
    changed: list[str] = []
    for reply in run(stage, job, source) if "cells" in job else ():  # else a check whose judge ended early
        if reply.get("done") and WALLED:
            now = traces()
            changed = [about for about in before if before[about] != now[about]]
            reply["changed"] = changed
        _say(target, reply)
    return bool(line) and not changed


def _line(source: int) -> bytes:
    """The next line that came; b"" at the end. What sends never sends more than one before it is answered."""
    parts = []
    while part := os.read(source, 1 << 20):
        parts.append(part)
        if part.endswith(b"\n"):
            break
    return b"".join(parts)


def _say(target: int, content: dict[str, Any]) -> None:
    line = json.dumps(content).encode() + b"\n"
    while line:
        line = line[os.write(target, line) :]


if __name__ == "__main__":
    main()
