"""The cells of one submission, run one after another, past a cell that has to be stopped."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from sowcourse import budget
from sowcourse.sandbox.process import ENDED, TOO_LONG, EndedError, too_much

ALL_TOO_LONG = "De cellen rekenden samen langer dan {seconds} seconden; hier is gestopt."

BRIEFLY = 2.0
"""Seconds for a cell that had to be interrupted, when it runs once more on the way to a later one."""


class Runs(Protocol):
    """What runs cells: a fork or a kernel."""

    interrupted: bool
    """Whether the last cell had to be interrupted."""

    def ask(self, request: Any, seconds: float) -> bytes:
        """The answer to one request; see `Process.ask`."""

    def close(self) -> None:
        """Let go of it."""


class Writing:
    """Runs cells; after one that took its process along, the ones before it run again and the ones after it go on.

    Parameters: start – gives a process in which our own first cells have run; clear – takes away what a process left;
    seconds – per cell; together – for all cells.
    """

    def __init__(self, start: Callable[[], Runs], clear: Callable[[], None], seconds: float, together: float) -> None:
        self.start, self.clear = start, clear
        self.seconds, self.together = seconds, together
        self.until = time.monotonic() + together
        self.process: Runs | None = None
        self.done: list[tuple[str, str, float]] = []
        """Cells that a new process runs again, each with how long it may take."""
        self.told: dict[str, str] = {}
        """What was asked for since a cell last ran, and the values: between cells nothing changes."""

    def run(self, kind: str, text: str, seconds: float = 0) -> tuple[list[Any], str]:
        """The outputs of one cell, and why it had to be interrupted, "" when it had not.

        Parameters: seconds – for this cell; 0 for as many as any.
        Raises: EndedError when it took its process along, or there is no time left.
        """
        self.told.clear()
        answer = self._ask((kind, text), seconds or self.seconds)
        try:
            outputs = _outputs(answer)
            failed = any(isinstance(output, dict) and output.get("output_type") == "error" for output in outputs)
            if failed and (excess := too_much()):  # a cell meets a limit before who looks from time to time sees it
                raise EndedError(excess)
        except EndedError as error:  # what answers so is not to be trusted with what is asked next
            raise self._gone(str(error)) from None
        assert self.process
        if not self.process.interrupted:
            self.done.append((kind, text, self.seconds))
            return outputs, ""
        self.done.append((kind, text, BRIEFLY))
        said = [output for output in outputs if isinstance(output, dict) and output.get("output_type") != "error"]
        return said, TOO_LONG.format(seconds=round(self.seconds))

    def values(self, name: str = "") -> str:
        """What stands in memory, as `hand_over` writes it; only one name when given.

        Raises: EndedError as `run` does.
        """
        if name not in self.told:
            self.told[name] = self._ask(("values", name), self.seconds).decode("utf-8", "replace")
        return self.told[name]

    def _ask(self, request: tuple[str, str], seconds: float) -> bytes:
        try:
            if self.process is None:
                self.process = self.start()
                for kind, text, most in self.done:
                    self.process.ask((kind, text), self._in_time(most))
            return self.process.ask(request, self._in_time(seconds))
        except EndedError as error:
            told = ALL_TOO_LONG.format(seconds=round(self.together)) if self.over else ""
            raise self._gone(told or too_much() or str(error)) from None

    def _gone(self, why: str) -> EndedError:
        self.told.clear()
        self.close()
        self.clear()
        return EndedError(why)

    def _in_time(self, seconds: float) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise EndedError(ALL_TOO_LONG)
        return min(seconds, left)

    @property
    def over(self) -> bool:
        """Whether there is no time left."""
        return time.monotonic() > self.until

    def close(self) -> None:
        """Let go of the process, if there is one."""
        if self.process:
            self.process.close()
            self.process = None


class Again:
    """Runs the same cells on other figures, as far as it is asked.

    Parameters: start – gives a process with these figures (see `cage.writer`); cells – of the whole notebook;
    slow – places of cells that had to be stopped the first time.
    """

    def __init__(
        self,
        start: Callable[[str], Runs],
        clear: Callable[[], None],
        cells: Sequence[Sequence[str]],
        slow: set[int],
        seconds: float,
        together: float,
    ) -> None:
        self.start, self.clear, self.cells, self.slow = start, clear, cells, slow
        self.seconds, self.together = seconds, together
        self.figures = ""
        self.place = 0
        self.writing: Writing | None = None

    def value(self, figures: str, place: int, name: str) -> str:
        """What the student's cells above a place make of a name, as `hand_over` writes it; "" when that fails."""
        if self.writing is None or figures != self.figures or place < self.place:
            self.close()
            self.figures, self.place = figures, 0
            self.writing = Writing(lambda: self.start(figures), self.clear, self.seconds, self.together)
        for above in range(self.place, place):
            kind, text = self.cells[above]
            if kind == "answer":
                with contextlib.suppress(EndedError):  # what fails here has failed before, in its own cell
                    self.writing.run(kind, text, BRIEFLY if above in self.slow else 0)
            elif kind == "show" and ["ours", text] in self.cells:  # our first cell once more, on these figures
                with contextlib.suppress(EndedError):
                    self.writing.run("ours", "")
        self.place = place
        try:
            return self.writing.values(name)
        except EndedError:
            return ""

    def close(self) -> None:
        """End what runs, if anything does."""
        if self.writing:
            self.writing.close()
            self.clear()
            self.writing = None


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
