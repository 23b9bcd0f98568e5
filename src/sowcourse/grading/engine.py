"""An engine grades submissions and says how each went; `sowcourse.grading.runner` holds the one in use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Graded:
    """How the grading of one submission went."""

    student: str
    stopped: str
    """Why it could not be graded, or not to the end, a Dutch sentence; "" when it was."""
    remarks: tuple[str, ...] = ()
    """What was not as it was given out, each a Dutch sentence with its place."""


class Engine(Protocol):
    """Grades submissions that stand in `submitted/` and records them in the gradebook."""

    walled: bool
    """Whether student code is kept apart from everything else."""

    def begin(self) -> None:
        """Start what takes a moment; there is something to grade."""
        ...

    def close(self) -> None:
        """End what `begin` started."""
        ...

    def grade(self, root: Path, assignment: str, students: list[str]) -> Iterator[Graded]:
        """Grade these students' submissions; yields each as soon as it is done, in any order."""
        ...
