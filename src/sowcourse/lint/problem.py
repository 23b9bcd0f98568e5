"""What a house rule finds: a problem, or advice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

LINKS = "koppelingen"
"""The rule about addresses, which is run on request only."""

UNCHECKED = "niet-nagekeken"
"""What is told of a file that cannot be read, or a network that is not there: no rule, and nothing silences it."""

EXCEPTIONS = "uitzonderingen"
"""What is told of an exception that says too little or silences nothing."""


@dataclass(frozen=True)
class Problem:
    """One broken rule."""

    file: Path
    place: str
    fault: str
    remedy: str
    advice: bool = False
    """Whether an author may leave it as it is; else it must be mended."""
    rule: str = field(default="", compare=False)
    """The id of the rule that found it, as it stands in docs/huisregels.md; one fault that two rules find is one."""

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else str(self.file)
        return f"{where}: {self.fault} {self.remedy}"


Rule = Callable[[], Iterator[Problem]]


def unknown_ids(file: Path, place: str, names: Iterable[str], known: set[str]) -> Iterator[Problem]:
    """A problem for every name that stands for nothing."""
    for name in names:
        if name not in known:
            yield Problem(file, place, f"de id '{name}' bestaat niet.", "Verbeter de id of voeg het onderdeel toe.")
