"""Inside the wall: run submissions one by one, each in a process of its own that nothing survives.

`python -m sowcourse.grading.cage` reads jobs from standard input and answers on standard output, one JSON line
each. Everything heavy is imported once; a job costs two forks and as many small ones as it has checks.

The *writer* runs the student's cells. The *judge* never does: it starts from our own first cells, takes over the
student's values as data, and runs the checks. So a submission that rewrites checks, builtins or the shell changes
nothing about its points. What it can still do is end its own process; the cells before that keep their result.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from sowcourse.grading.handover import hand_over, take_over
from sowcourse.grading.kernel import Kernel
from sowcourse.grading.process import ENDED, WALLED, Behaviour, EndedError, Process, crowded
from sowcourse.grading.stage import Output, Stage, stream

WORK = Path(os.environ.get("SOWCOURSE_SCRATCH", "/scratch/werk"))

NOT_RUN = "Niet uitgevoerd, omdat Python in een cel hierboven stopte."


def writer(stage: Stage) -> Behaviour:
    """Run cells; answer with their outputs, or with the values that stand in memory."""

    def behave(listen: Callable[[], Any], answer: Callable[[Any], None]) -> None:
        stage.capture()
        while True:
            kind, text = listen()
            answer(hand_over(stage.shell.user_ns, stage.names) if kind == "values" else stage.run(text))

    return behave


def judge(stage: Stage, values: bytes, test: str) -> Behaviour:
    """Take over the student's values and run one check."""

    def behave(listen: Callable[[], Any], answer: Callable[[Any], None]) -> None:
        stage.capture()
        stage.shell.user_ns.update(take_over(values))
        listen()
        answer([_as_hint(output) for output in stage.run(test)])

    return behave


def _as_hint(output: Output) -> Output:
    """A warning of a check is a hint, not a mistake."""
    if output.get("name") == "stderr":
        return stream("stdout", f"Let op: {output['text']}")
    return output


def run(stage: Stage, job: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The outputs of one submission, cell by cell.

    A job has `name`, `notebook` (its text, as it will lie in the folder), `cells` ([kind, source], kind "ours",
    "show", "answer" or "check"), `seconds` (per cell), `judged` (whether checks run apart from the student's code),
    `kernel` (whether the student's cells need a full kernel).
    """
    prepare(job)
    setup = [text for kind, text in job["cells"] if kind == "ours"]
    stage.set(setup)
    for place, outputs in zip((p for p, (k, _) in enumerate(job["cells"]) if k == "ours"), stage.outputs, strict=True):
        yield {"place": place, "outputs": outputs}
    process = Kernel(setup, stage.names, WORK) if job["kernel"] else Process(writer(stage))
    stopped = ""
    snapshots: dict[int, bytes] = {}
    for place, (kind, text) in enumerate(job["cells"]):
        if kind == "ours":
            continue
        checked = kind == "check" and job["judged"]
        try:
            if stopped:
                raise EndedError(NOT_RUN)
            if checked:
                snapshots[place] = process.ask(("values", ""), job["seconds"])
            else:
                outputs = json.loads(process.ask((kind, text), job["seconds"]))
                yield {"place": place, "outputs": outputs if isinstance(outputs, list) else []}
        except (EndedError, ValueError) as error:
            if not checked:
                yield {"place": place, "outputs": [_stop(str(error))]}
            if not stopped:
                stopped = str(error) if isinstance(error, EndedError) else ENDED
                sweep()
            if checked:
                snapshots[place] = b""
    process.close()
    sweep()
    for place, values in snapshots.items():
        prepare(job)
        apart = Process(judge(stage, values, job["cells"][place][1]))
        try:
            yield {"place": place, "outputs": json.loads(apart.ask("go", job["seconds"]))}
        except (EndedError, ValueError) as error:
            yield {"place": place, "outputs": [_stop(str(error))]}
        apart.close()
        sweep()
    yield {"done": True, "stopped": stopped}


def prepare(job: dict[str, Any]) -> None:
    """A fresh folder with the notebook and what came with it."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    (WORK / f"{job['name']}.ipynb").write_text(job["notebook"], encoding="utf-8")
    os.chdir(WORK)


def sweep() -> None:
    """Inside a wall: end every process but this one, and leave nothing in the folders they could write in."""
    if not WALLED:
        return
    until = time.monotonic() + 5
    while True:
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)
        if not crowded() or time.monotonic() > until:  # a bomb of forks takes a moment to be cleared away
            break
        time.sleep(0.01)
    os.chdir("/")
    for folder in ("/scratch", "/dev/shm"):
        for left in Path(folder).iterdir() if Path(folder).is_dir() else ():
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


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
    """Serve until standard input ends."""
    jobs: BinaryIO = os.fdopen(os.dup(0), "rb")
    replies: BinaryIO = os.fdopen(os.dup(1), "wb")
    preload()
    stage = Stage()
    replies.write(b'{"ready": true}\n')
    replies.flush()
    for line in jobs:
        for reply in run(stage, json.loads(line)):
            replies.write(json.dumps(reply).encode() + b"\n")
            replies.flush()


if __name__ == "__main__":
    main()
