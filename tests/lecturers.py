"""Two lecturers at work side by side: what a test asks of each, and whether anything of theirs was lost."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sowcourse.cohort.workspace import Workspace
from sowcourse.gradebook.gradebook import results
from tests.lecturer import ASSIGNMENT


@dataclass
class Lecturer:
    """Somebody at work: see lecturer.py."""

    name: str
    process: subprocess.Popen[str]

    @classmethod
    def begin(cls, name: str) -> Lecturer:
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
        root = Path(__file__).parents[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.lecturer"], cwd=root, env=os.environ | {"LOGNAME": name}, **pipes
        )
        return cls(name, process)

    def ask(self, do: str, **about: Any) -> None:
        """Ask something, and do not wait for it."""
        assert self.process.stdin
        about = {name: str(value) if isinstance(value, Path) else value for name, value in about.items()}
        self.process.stdin.write(json.dumps({"do": do, **about}) + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """What comes of it."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, f"{self.name} stopped"
        return dict(json.loads(line))

    def does(self, do: str, **about: Any) -> dict[str, Any]:
        self.ask(do, **about)
        return self.hear()

    def stops_at(self, place: str, name: str) -> None:
        """Let the next call of a function wait until `goes_on`."""
        assert self.does("hold", place=place, name=name) == {}

    def goes_on(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def an_and_bo() -> Iterator[tuple[Lecturer, Lecturer]]:
    """Both, ready to work."""
    two = Lecturer.begin("an"), Lecturer.begin("bo")
    try:
        for one in two:
            assert one.hear() == {"ready": True}
        yield two
    finally:
        for one in two:
            one.end()


def stands(workspace: Workspace, student: str, cell: str) -> float | None:
    (found,) = (each for each in results(workspace, ASSIGNMENT)[student].cells if each.cell == cell)
    return None if found.waiting else found.score


def race(
    workspace: Workspace, both: tuple[Lecturer, Lecturer], answers: list[list[str]], times: int, seed: int
) -> None:
    """Let both mark the same answers, that nobody marked yet, as fast as they can.

    Each mark that counts was given over the one before it, so together they are a chain from nothing to what stands
    there now: one that was lost, or written over unseen, would be a link too few.
    """
    for number, one in enumerate(both):
        points = [round(1 + (2 * step + number) / 100, 2) for step in range(times)]
        one.ask("race", root=workspace.root, answers=answers, points=points, seed=seed + number)
    found = [one.hear() for one in both]
    log = [tuple(each) for one in found for each in one["log"]]
    refused = [told for one in found for told in one["refused"]]
    assert len(log) + len(refused) == 2 * times
    assert all(re.search(r" hier [\d,]+ punt(en)?\b", told) for told in refused), refused
    for student, cell in answers:
        links = {over: points for who, what, over, points in log if (who, what) == (student, cell)}
        assert len(links) == sum((who, what) == (student, cell) for who, what, *_ in log), "two over the same one"
        stand = None
        while stand in links:
            stand = links.pop(stand)
        assert links == {}, "a mark that nothing leads to"
        assert stands(workspace, student, cell) == stand
