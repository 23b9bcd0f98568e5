"""Grading servers that a worker keeps from one run to the next: starting one costs more than grading a small class.

A server runs one submission after another as it does in one large class, so only a server that ended its last
submission whole, and found nothing left behind, is lent again, and only where the same folders are open inside. What
tests the wall itself makes servers of its own (`sowcourse.sandbox.wall.Server`).
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sowcourse.sandbox import wall

MOST = 2
"""How many wait at a time: as many as one run asks for."""


class Kept(wall.Server):
    """A server that is put aside where the product ends it."""

    def __init__(self, shelf: Shelf, walled: bool, inside: list[Path]) -> None:
        super().__init__(walled)
        self.shelf, self.inside = shelf, inside
        self.whole = walled
        """Whether nothing is going on in it."""

    def run(self, job: dict[str, Any], seconds: float) -> Iterator[dict[str, Any]]:
        self.whole = False
        for reply in super().run(job, seconds):
            self.whole = self.walled and "done" in reply  # said last, when all of it has ended
            yield reply

    def close(self) -> None:
        if self.whole and not self.changed and self.alive:
            self.shelf.put(self)
        else:
            super().close()


class Shelf:
    """The servers that wait for the next run. One thread makes them all: a server ends with the thread that made it."""

    def __init__(self) -> None:
        self.waiting: list[Kept] = []
        self.maker = ThreadPoolExecutor(1)

    def lend(self, walled: bool = True) -> Kept:
        """A server that lives, with today's folders inside."""
        inside = wall._folders()
        while walled and self.waiting:
            server = self.waiting.pop()
            if server.alive and server.inside == inside:
                return server
            wall.Server.close(server)
        return self.maker.submit(Kept, self, walled, inside).result()

    def put(self, server: Kept) -> None:
        """Keep it for who asks next."""
        self.waiting.append(server)
        if len(self.waiting) > MOST:
            wall.Server.close(self.waiting.pop(0))

    def close(self) -> None:
        """End them all."""
        for server in self.waiting:
            wall.Server.close(server)
        self.maker.shutdown()
