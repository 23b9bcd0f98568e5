"""Inside a wall of its own: checks, on values that came as text. No code of a student ever runs in this house.

`python -m sowcourse.sandbox.judge` is started by itself, beside the `cage` and not from it, so that the two share no
memory and no layout of it. One fork, the *judge*, does all checks of a submission. Each check starts from our own
first cells and the values that stood in the student's memory at its place.

Where a check wants to know what the student's code makes of other figures, it asks; the cage runs that code, and
what comes back is text again.
"""

from __future__ import annotations

import contextlib
import copy
import json
import os
import signal
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from sowcourse import check
from sowcourse.check import Figures
from sowcourse.criteria import criteria_of
from sowcourse.errors import ContentError
from sowcourse.reflection import Criteria
from sowcourse.sandbox.cage import as_hint, begin, line, prepare, say, stop
from sowcourse.sandbox.handover import own_copy, take_over
from sowcourse.sandbox.process import TOO_LONG, Behaviour, EndedError, Process
from sowcourse.sandbox.stage import Stage
from sowcourse.sandbox.values import written
from sowcourse.sandbox.writing import ALL_TOO_LONG
from sowcourse.worksheet import Worksheet


def judging(stage: Stage) -> Behaviour:
    """Run checks, each on the values that come with it; answer with its outputs, or with a question in between."""

    def behave(listen: Callable[[], Any], answer: Callable[[Any], None]) -> None:
        def again(name: str, figures: Figures) -> object:
            numbers = {table: {column: frame[column].to_numpy()} for table, (frame, column) in figures.items()}
            answer({"figures": written(numbers), "name": name})
            return take_over(listen().encode(), stage.names).get(name, ...)

        stage.capture()
        check.run_elsewhere(again)
        ours = dict(stage.shell.user_ns)
        known: dict[str, Any] = {}
        while True:
            test, values = listen()
            stage.shell.user_ns.clear()
            stage.shell.user_ns.update({name: _own_copy(name, value) for name, value in ours.items()})
            stage.shell.user_ns.update(take_over(values.encode(), stage.names, known))
            answer({"outputs": [as_hint(output) for output in stage.run_while_it_may(test)]})

    return behave


_KEPT_BY_SHELL = frozenset({"In", "Out", "_ih", "_oh", "_dh"})
"""Where IPython keeps what was run and shown, such as a whole table to search: no check looks at what is in there."""


def _own_copy(name: str, value: Any) -> Any:
    """What a check changes in a thing of ours, the next one does not see."""
    if name in _KEPT_BY_SHELL:
        return copy.copy(value)
    if type(value).__name__ == "DataFrame":
        return own_copy(value)
    return copy.deepcopy(value) if type(value) in (list, dict, set) else value


@lru_cache(maxsize=4)
def _read_once(assignment: str, asked: tuple[Criteria, ...]) -> None:
    """Read here what every text is held against, and make every pattern, so that every judge finds it done."""
    sheet = Worksheet(Path(), assignment, "", "", ())
    for wanted in asked:
        sheet.assessed("\n".join(f"**{part}:** {_TEXT}" for part in ("", *wanted.parts)), wanted)


_TEXT = "Ik sprak gisteren met een buurman over de brief die hij kreeg, en wij lazen die samen (Jansen, 2020)."


class Hearing:
    """All checks of one submission."""

    def __init__(self, stage: Stage, job: dict[str, Any]) -> None:
        self.stage = stage
        self.seconds, self.together = job["seconds"], job["together"]
        self.until = time.monotonic() + self.together
        self.process: Process | None = None
        prepare(job)
        stage.set(job["setup"], job["files"])
        with contextlib.suppress(ContentError):  # an assignment of its own, without a lesson
            asked = criteria_of(json.loads(job["notebook"]).get("cells", []), Path(job["name"]))
            _read_once(job["name"], tuple(asked.values()))

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The outputs of a check (`check`, `values`), or its question about other figures, for which `values` come."""
        try:
            if time.monotonic() > self.until:
                raise EndedError(ALL_TOO_LONG.format(seconds=round(self.together)))
            if self.process is None:
                self.process = Process(judging(self.stage))
            request = [asked["check"], asked["values"]] if "check" in asked else asked["values"]
            reply: dict[str, Any] = json.loads(self.process.ask(request, self.seconds))
        except EndedError as error:
            self.close()
            return {"outputs": [stop(str(error))]}
        if self.process.interrupted:
            return {"outputs": [stop(TOO_LONG.format(seconds=round(self.seconds)))]}
        return reply

    def close(self) -> None:
        """End the judge."""
        if self.process:
            self.process.close()
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.process.pid, 0)
            self.process = None


def main() -> None:
    """Serve until standard input ends."""
    stage, source, target = begin()
    say(target, {"ready": True})
    hearing: Hearing | None = None
    while asked := json.loads(line(source) or "{}"):
        if "setup" in asked:
            if hearing:
                hearing.close()
            hearing = Hearing(stage, asked)
            say(target, {"ready": True})
        elif hearing:
            say(target, hearing.answer(asked))


if __name__ == "__main__":
    main()
