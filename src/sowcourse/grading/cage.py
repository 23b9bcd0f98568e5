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
import io
import json
import os
import pickle
import resource
import select
import shutil
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

WALLED = os.environ.get("SOWCOURSE_WALL") == "1"
WORK = Path(os.environ.get("SOWCOURSE_SCRATCH", "/scratch/werk"))

MEMORY = 3_000_000_000
FILE_SIZE = 20_000_000
PROCESSES = 64
OPEN_FILES = 256
OUTPUT = 1_000_000
"""Characters of output that one cell may leave."""
FRAME = 80_000_000
"""Bytes of one answer of a writer: values of a whole notebook at most."""

Output = dict[str, Any]
Behaviour = Callable[[Callable[[], Any], Callable[[Any], None]], None]
"""What a fork does, given how it listens and how it answers."""

TOO_LONG = "Deze cel rekende langer dan {seconds} seconden en is gestopt."
TOO_MANY = "Deze cel startte te veel processen en is gestopt."
ENDED = "Python stopte tijdens deze cel."
NOT_RUN = "Niet uitgevoerd, omdat Python in een cel hierboven stopte."

_PLAIN = (bool, int, float, complex, str, bytes, type(None), type(...))


class EndedError(Exception):
    """A process of a submission is gone, or had to be stopped; says why."""


# What a process of a submission does -------------------------------------------------------------------------------


class Sink:
    """Where outputs of the running cell go, up to a limit."""

    def __init__(self) -> None:
        self.outputs: list[Output] = []
        self.room = OUTPUT

    def start(self) -> None:
        self.outputs, self.room = [], OUTPUT

    def add(self, output: Output) -> None:
        if not self.room:
            return
        text = json.dumps(output, default=str)
        if len(text) > self.room:
            self.outputs.append(_stream("stdout", "\n[De rest van de uitvoer is weggelaten.]\n"))
            self.room = 0
            return
        self.room -= len(text)
        self.outputs.append(json.loads(text))

    def write(self, name: str, text: str) -> None:
        if not text or not self.room:
            return
        last = self.outputs[-1] if self.outputs else {}
        if last.get("name") == name and len(text) <= self.room:
            last.setdefault("parts", []).append(text)
            self.room -= len(text)
        else:
            self.add(_stream(name, text))

    def taken(self) -> list[Output]:
        """The outputs so far, each stream as one text."""
        for output in self.outputs:
            if "parts" in output:
                output["text"] += "".join(output.pop("parts"))
        return self.outputs


def _stream(name: str, text: str) -> Output:
    return {"output_type": "stream", "name": name, "text": text}


class Stream(io.TextIOBase):
    """Standard output or error of a cell."""

    def __init__(self, sink: Sink, name: str) -> None:
        self.sink, self.kind = sink, name

    def write(self, text: str) -> int:
        self.sink.write(self.kind, str(text))
        return len(text)

    def writable(self) -> bool:
        return True


def make_shell(sink: Sink) -> Any:
    """An IPython without a kernel whose outputs go to the sink."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets import Type
    from traitlets.config import Config

    class Hook(DisplayHook):  # type: ignore[misc, unused-ignore]
        def write_output_prompt(self) -> None:
            pass

        def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
            sink.add(
                {
                    "output_type": "execute_result",
                    "execution_count": self.prompt_count,
                    "data": dict(format_dict),
                    "metadata": md_dict or {},
                }
            )

        def finish_displayhook(self) -> None:
            pass

    class Publisher(DisplayPublisher):  # type: ignore[misc, unused-ignore]
        def publish(
            self,
            data: Any,
            metadata: Any = None,
            source: Any = None,
            *,
            transient: Any = None,
            update: Any = False,
            **kwargs: Any,
        ) -> None:
            if not update:
                sink.add({"output_type": "display_data", "data": dict(data), "metadata": metadata or {}})

    class Shell(InteractiveShell):  # type: ignore[misc, unused-ignore]
        displayhook_class = Type(Hook)
        display_pub_class = Type(Publisher)

        def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
            sink.add({"output_type": "error", "ename": etype.__name__, "evalue": str(evalue), "traceback": list(stb)})

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    return Shell.instance(config=config)


def _limit() -> None:
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_NPROC, PROCESSES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
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


class Process:
    """A fork that answers requests, seen from the server."""

    def __init__(self, behave: Behaviour) -> None:
        asks_from, asks_to = os.pipe()
        answers_from, answers_to = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _become(behave, asks_from, answers_to)
        os.close(asks_from)
        os.close(answers_to)
        self.asks, self.answers = asks_to, answers_from
        self.token = 0

    def ask(self, request: Any, seconds: float) -> bytes:
        """The answer to one request.

        Raises: EndedError when none came in time, the process is gone, or it said something else.
        """
        self.token = int.from_bytes(os.urandom(8), "big")
        try:
            _send(self.asks, struct.pack(">Q", self.token) + pickle.dumps(request))
        except OSError:
            raise EndedError(ENDED) from None
        until = time.monotonic() + seconds
        size = struct.unpack(">Q", self._read(8, until, seconds))[0]
        if size > FRAME:
            raise EndedError(ENDED)
        answer = self._read(size, until, seconds)
        if struct.unpack(">Q", answer[:8])[0] != self.token:
            raise EndedError(ENDED)  # written by something else than the cell that was asked
        return answer[8:]

    def _read(self, size: int, until: float, seconds: float) -> bytes:
        parts, missing = [], size
        while missing:
            if time.monotonic() > until:
                raise EndedError(TOO_LONG.format(seconds=round(seconds)))
            if crowded():
                raise EndedError(TOO_MANY)
            if select.select([self.answers], [], [], 0.05)[0]:
                part = os.read(self.answers, min(missing, 1 << 20))
                if not part:
                    raise EndedError(ENDED)
                parts.append(part)
                missing -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        """Let go of it; without a wall also end it and what it started."""
        os.close(self.asks)
        os.close(self.answers)
        if not WALLED:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.pid, 0)


def _become(behave: Behaviour, asks_from: int, answers_to: int) -> NoReturn:
    """The life of a fork; never returns."""
    try:
        os.setsid()
        _keep_only(asks_from, answers_to)
        _limit()
        asks = os.fdopen(asks_from, "rb")
        token = b""

        def listen() -> Any:
            nonlocal token
            size = struct.unpack(">Q", asks.read(8))[0]
            frame = asks.read(size)
            token = frame[:8]
            return pickle.loads(frame[8:])

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


def crowded() -> bool:
    """Whether there are more processes inside the wall than a submission may have."""
    return WALLED and sum(entry.name.isdigit() for entry in Path("/proc").iterdir()) > PROCESSES + 8


# The writer: the student's cells -----------------------------------------------------------------------------------


class Stage:
    """An IPython in which our own first cells have run. Every fork starts from it; the server runs nothing else."""

    def __init__(self) -> None:
        self.sink = Sink()
        self.shell = make_shell(self.sink)
        self.setup: list[str] | None = None
        self.outputs: list[list[Output]] = []
        self.names: set[str] = set()

    def set(self, setup: list[str]) -> None:
        """Run our first cells, unless these ran already."""
        if setup == self.setup:
            return
        self.shell.reset(new_session=True)
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Stream(self.sink, "stdout"), Stream(self.sink, "stderr")
        self.outputs = [self.run(cell) for cell in setup]
        sys.stdout, sys.stderr = before
        self.setup, self.names = setup, set(self.shell.user_ns)

    def run(self, code: str) -> list[Output]:
        """Run one cell; its outputs."""
        self.sink.start()
        self.shell.run_cell(code, store_history=True)
        return self.sink.taken()

    def capture(self) -> None:
        """From now on, what is printed is output of the running cell."""
        sys.stdout, sys.stderr = Stream(self.sink, "stdout"), Stream(self.sink, "stderr")


def writer(stage: Stage) -> Behaviour:
    """Run cells; answer with their outputs, or with the values that stand in memory."""

    def behave(listen: Callable[[], Any], answer: Callable[[Any], None]) -> None:
        stage.capture()
        while True:
            kind, text = listen()
            answer(_values(stage.shell.user_ns, stage.names) if kind == "values" else stage.run(text))

    return behave


def _values(names: dict[str, Any], ours: set[str]) -> bytes:
    """What is plain data among the student's names, pickled; for anything else only what kind of thing it is.

    A name that our own first cells made is handed over when it holds a table, so that a changed table is seen;
    other names of ours cannot be replaced.
    """
    found: dict[str, tuple[str, bytes]] = {}
    for name, value in list(names.items()):
        if name.startswith("_") or name in _SHELL_NAMES or (name in ours and type(value).__name__ != "DataFrame"):
            continue
        try:
            content = pickle.dumps(value) if _is_data(value) else b""
        except Exception:  # a value that cannot be handed over is told by its kind
            content = b""
        found[name] = (type(value).__name__, content)
    return pickle.dumps(found)


_SHELL_NAMES = frozenset({"In", "Out", "exit", "quit", "get_ipython", "open"})


def _is_data(value: Any, depth: int = 0) -> bool:
    if type(value) in _PLAIN:
        return True
    if type(value) in (list, tuple, set, frozenset):
        return depth < 5 and all(_is_data(item, depth + 1) for item in value)
    if type(value) is dict:
        return depth < 5 and all(_is_data(k, depth + 1) and _is_data(v, depth + 1) for k, v in value.items())
    package = type(value).__module__.split(".")[0]
    return package in ("pandas", "numpy", "datetime", "fractions", "decimal") or type(value).__name__ == "DrawnBars"


# The judge: our checks on the student's values ---------------------------------------------------------------------


class DataUnpickler(pickle.Unpickler):
    """Reads values and nothing that could act."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(("pandas.", "numpy.")) or module in (
            "pandas",
            "numpy",
            "datetime",
            "fractions",
            "decimal",
        ):
            if name in _MAKERS:
                return super().find_class(module, name)
        elif (module, name) in _OTHER_MAKERS:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


_MAKERS = frozenset(
    {
        *("DataFrame", "Series", "Index", "RangeIndex", "MultiIndex", "DatetimeIndex", "CategoricalIndex"),
        *("BlockManager", "SingleBlockManager", "_unpickle_block", "_new_Index", "_new_DatetimeIndex"),
        *("__pyx_unpickle_NDArrayBacked", "_unpickle_timestamp", "Timestamp", "Timedelta", "NA", "_nat_unpickle"),
        *("Categorical", "CategoricalDtype", "StringDtype", "Float64Dtype", "Int64Dtype", "BooleanDtype"),
        *("StringArray", "ArrowStringArray", "BooleanArray", "IntegerArray", "FloatingArray", "DatetimeArray"),
        *("NumpyExtensionArray", "TimedeltaArray", "ArrowExtensionArray", "ArrowDtype"),
        *("dtype", "ndarray", "_reconstruct", "scalar", "_frombuffer"),
        *("Fraction", "Decimal", "date", "datetime", "timedelta"),
    }
)
"""What pandas, numpy and the standard library use to build a value again."""

_OTHER_MAKERS = frozenset(
    {
        *(("builtins", name) for name in ("slice", "complex", "set", "frozenset", "Ellipsis")),
        ("sowcourse.widgets.chart", "DrawnBars"),
    }
)


def judge(stage: Stage, values: bytes, test: str) -> Behaviour:
    """Take over the student's values and run one check."""

    def behave(listen: Callable[[], Any], answer: Callable[[Any], None]) -> None:
        stage.capture()
        names = stage.shell.user_ns
        for name, (kind, content) in _unpickled(values).items():
            try:
                names[name] = DataUnpickler(io.BytesIO(content)).load() if content else type(kind, (), {})()
            except Exception:  # a value that cannot be read safely counts as a thing of its kind
                names[name] = type(kind, (), {})()
        listen()
        answer([_as_hint(output) for output in stage.run(test)])

    return behave


def _unpickled(values: bytes) -> dict[str, tuple[str, bytes]]:
    try:
        found = DataUnpickler(io.BytesIO(values)).load()
        return {str(n): (str(k), c) for n, (k, c) in found.items() if isinstance(c, bytes)}
    except Exception:  # forged: nothing was handed over
        return {}


def _as_hint(output: Output) -> Output:
    """A warning of a check is a hint, not a mistake."""
    if output.get("name") == "stderr":
        return _stream("stdout", f"Let op: {output['text']}")
    return output


# The server --------------------------------------------------------------------------------------------------------


def run(stage: Stage, job: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The outputs of one submission, cell by cell.

    A job has `name`, `notebook` (its text, as it will lie in the folder), `cells` ([kind, source], kind "ours",
    "show", "answer" or "check"), `seconds` (per cell), `judged` (whether checks run apart from the student's code).
    """
    prepare(job)
    setup = [text for kind, text in job["cells"] if kind == "ours"]
    stage.set(setup)
    for place, outputs in zip((p for p, (k, _) in enumerate(job["cells"]) if k == "ours"), stage.outputs, strict=True):
        yield {"place": place, "outputs": outputs}
    process = Process(writer(stage))
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
