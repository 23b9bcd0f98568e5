"""Two processes that do the same to many things, each with a tool of its own; alone where that is quicker."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from types import TracebackType
from typing import Any, Generic, TypeVar

from sowcourse.errors import CohortError
from sowcourse.progress import Progress, counted

HANDS = 2
"""Processes; the goals are measured on two cores, and who has more goes on with other work."""

MANY = 100
"""Students from which two processes pay: each takes seconds to start."""

_CHUNK = 8
"""Things that a process takes at once, of many; of few it takes one."""

_Tool = TypeVar("_Tool")
_Item = TypeVar("_Item")
_Made = TypeVar("_Made")

_tool: Any = None
"""In a process of a crew: its tool."""


class Crew(Generic[_Tool]):
    """Who does it, from the first thing to the last: tools keep what they learned from one to the next."""

    def __init__(self, tool: _Tool, make: Callable[..., _Tool], *arguments: Any, students: int) -> None:
        """Parameters: tool – for who does it alone; make, arguments – how a process gets its own, equal to it."""
        self._tool = tool
        self._pool: ProcessPoolExecutor | None = None
        if students >= MANY and (os.cpu_count() or 1) >= HANDS:
            self._pool = ProcessPoolExecutor(
                HANDS, mp_context=get_context("spawn"), initializer=_begin, initargs=(make, arguments)
            )

    def __enter__(self) -> Crew[_Tool]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def each(
        self, work: Callable[[_Tool, _Item], _Made], items: Sequence[_Item], tell: Progress, what: str
    ) -> Iterator[_Made]:
        """What `work` makes of each thing, in their order; `work` is a function of a module.

        Raises: what `work` raises; CohortError when a process was ended from outside.
        """
        if self._pool is None:
            for item in counted(items, tell, what):
                yield work(self._tool, item)
            return
        try:
            chunk = max(1, min(_CHUNK, len(items) // (_CHUNK * HANDS)))
            with _deaf():
                made = self._pool.map(partial(_do, work), items, chunksize=chunk)
            yield from counted(made, tell, what, len(items))
        except BrokenProcessPool as error:
            raise CohortError(
                f"{what}: een van de {HANDS} processen die dit doen, is van buitenaf gestopt, meestal omdat het "
                "geheugen vol was. Sluit andere programma's en voer dezelfde opdracht opnieuw uit."
            ) from error


@contextmanager
def _deaf() -> Iterator[None]:
    """A process that starts meanwhile does not hear Ctrl+C, not even while it starts; who starts it hears it after."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(make: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """A process of a crew: stopping is up to who started it."""
    global _tool
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _tool = make(*arguments)


def _do(work: Callable[[Any, Any], Any], item: Any) -> Any:
    return work(_tool, item)
