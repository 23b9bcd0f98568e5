"""An IPython without a kernel, in which our own first cells have run; every fork of a submission starts from it."""

from __future__ import annotations

import importlib
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from sowcourse import budget

OUTPUT = budget.CELL_OUTPUT

SHOWN = ("text/plain", "image/png", "image/jpeg")
"""Kinds of output that are kept: nothing that could run on a lecturer's page."""

Output = dict[str, Any]


class Sink:
    """Where outputs of the running cell go, up to a limit."""

    def __init__(self) -> None:
        self.outputs: list[Output] = []
        self.room = self.allowed = OUTPUT
        self.begin()

    def begin(self) -> None:
        """From here on it is one submission: a limit for all its cells. Who reads them stops earlier, and says so."""
        self.together = 2 * budget.OUTPUT

    def start(self) -> None:
        self.together -= self.allowed - self.room
        self.room = self.allowed = max(0, min(OUTPUT, self.together))
        self.outputs = []

    def add(self, output: Output) -> None:
        failed = output["output_type"] == "error"
        if not self.room and not failed:
            return
        text = json.dumps(output, default=str)
        if len(text) > self.room:
            self.outputs.append(budget.shortened(output))  # of an error never nothing: it counts
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
            self.add(stream(name, text))

    def taken(self) -> list[Output]:
        """The outputs so far, each stream as one text."""
        for output in self.outputs:
            if "parts" in output:
                output["text"] += "".join(output.pop("parts"))
        return self.outputs


def stream(name: str, text: str) -> Output:
    """Printed text as an output."""
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

        def system(self, cmd: str) -> None:
            run_line(self, cmd)

        def _format_exception_for_storage(self, *_: Any, **__: Any) -> dict[str, Any]:
            """Nobody reads what IPython would keep of a mistake, and drawing it costs more than most cells."""
            return {}

        def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
            sink.add({"output_type": "error", "ename": etype.__name__, "evalue": str(evalue), "traceback": list(stb)})

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    return Shell.instance(config=config)


def run_line(shell: Any, cmd: str) -> None:
    """A line for the system (`!ls`), as output of the cell; IPython's own way needs a terminal, and so a session."""
    done = subprocess.run(
        shell.var_expand(cmd, depth=2), shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace"
    )
    sys.stdout.write(done.stdout)
    shell.user_ns["_exit_code"] = done.returncode


def _looked_in(folder: Path) -> list[str]:
    """Where, in and below a folder, Python looked for modules and remembers what it saw."""
    return [place for place in sys.path_importer_cache if Path(place).is_relative_to(folder)]


def _silenced(error: BaseException) -> Output:
    """A mistake that the cell kept from being shown."""
    told = f"{type(error).__name__}: {error}"
    return {"output_type": "error", "ename": type(error).__name__, "evalue": str(error), "traceback": [told]}


class Stage:
    """An IPython in which our own first cells have run. Every fork starts from it; the server runs nothing else."""

    def __init__(self) -> None:
        self.sink = Sink()
        self.shell = make_shell(self.sink)
        self.setup: tuple[list[str], dict[str, str]] | None = None
        self.outputs: list[list[Output]] = []
        self.names: dict[str, bool] = {}
        """Name of ours → whether it holds a table."""
        self.ours: dict[str, Any] = {}
        """Name of ours → what it holds."""
        self.tables: dict[str, Any] = {}
        """The tables of ours as they were."""
        self.modules: set[str] = set()
        self.path = list(sys.path)

    def set(self, setup: list[str], files: dict[str, str]) -> None:
        """Run our first cells, unless these ran already beside the same files."""
        if (setup, files) == self.setup:
            return
        self.shell.reset(new_session=True)
        for name in self.modules:  # of another assignment: a module of that name may be another one here
            sys.modules.pop(name, None)
        known, path, here = set(sys.modules), list(sys.path), f"{Path.cwd()}{os.sep}"
        sys.path.insert(0, "")  # as in a kernel: modules that lie beside the notebook
        importlib.invalidate_caches()
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Stream(self.sink, "stdout"), Stream(self.sink, "stderr")
        self.outputs = [self.run(cell) for cell in setup]
        sys.stdout, sys.stderr = before
        self.names = {name: type(value).__name__ == "DataFrame" for name, value in self.shell.user_ns.items()}
        self.ours = {name: self.shell.user_ns[name] for name in self.names if not name.startswith("_")}
        self.tables = {name: self.shell.user_ns[name].copy() for name, table in self.names.items() if table}
        self.modules = {
            name
            for name in set(sys.modules) - known
            if str(getattr(sys.modules[name], "__file__", None)).startswith(here)
        }
        self.path, sys.path[:] = list(sys.path), path  # the server itself imports nothing from there
        self.setup = setup, files

    def run(self, code: str) -> list[Output]:
        """Run one cell; its outputs."""
        self.sink.start()
        result = self.shell.run_cell(code, store_history=True)
        outputs = self.sink.taken()
        error = result.error_before_exec or result.error_in_exec
        if error is not None and not any(output.get("output_type") == "error" for output in outputs):
            outputs.append(_silenced(error))
        return outputs

    def run_while_it_may(self, code: str) -> list[Output]:
        """Run one cell that can be interrupted; between cells, nothing can be."""
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            return self.run(code)
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    def capture(self) -> None:
        """From now on, what is printed is output of the running cell, and what lies beside it can be imported."""
        self.sink.begin()
        sys.path[:] = self.path
        for place in _looked_in(Path.cwd()):  # before these files lay there; nowhere else did anything change
            del sys.path_importer_cache[place]
        sys.stdout, sys.stderr = Stream(self.sink, "stdout"), Stream(self.sink, "stderr")
