"""What a house rule finds: a problem, or advice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One broken rule."""

    file: Path
    place: str
    fault: str
    remedy: str
    advice: bool = False
    """Whether an author may leave it as it is; else it must be mended."""

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else str(self.file)
        return f"{where}: {self.fault} {self.remedy}"


Rule = Callable[[], Iterator[Problem]]


def unknown_ids(file: Path, place: str, names: Iterable[str], known: set[str]) -> Iterator[Problem]:
    """A problem for every name that stands for nothing."""
    for name in names:
        if name not in known:
            yield Problem(file, place, f"de id '{name}' bestaat niet.", "Verbeter de id of voeg het onderdeel toe.")
