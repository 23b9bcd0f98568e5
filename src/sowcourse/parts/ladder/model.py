"""Moments of a guidance trajectory on the rungs of a participation ladder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import check_unique, read_toml
from sowcourse.course import load_module


@dataclass(frozen=True)
class Moment:
    """One moment at which somebody decides."""

    id: str
    name: str
    now: int
    """Rung at the start, 1 for the lowest."""
    scene: str


@dataclass(frozen=True)
class Ladder:
    """The moments in their order; the first one sets the question."""

    title: str
    introduction: str
    person: str
    """Who the trajectory is about, as people call this person."""
    question: str
    """What one writes at the end."""
    rungs: tuple[str, ...]
    """Names of the rungs, lowest first."""
    moments: tuple[Moment, ...]


def load_ladder(module: str, root: Path | None = None) -> Ladder:
    """Read a module's `ladder.toml`.

    Raises: ContentError naming file and key; also when a moment stands on a rung that does not exist.
    """
    return ladder_of(load_module(module, root).folder / "ladder.toml")


def ladder_of(file: Path) -> Ladder:
    """The same from its file."""
    table = read_toml(file)
    rungs = table.texts("rungs")
    moments = []
    for row in table.tables("moment"):
        moment = Moment(row.text("id"), row.text("name"), row.integer("now"), row.text("scene"))
        if not 1 <= moment.now <= len(rungs):
            fault = f"verwacht wordt een trede van 1 tot {len(rungs)}, gevonden {moment.now}."
            row.fail("now", fault, "Kies een trede die bestaat.")
        moments.append(moment)
        row.close()
    check_unique(table, "moment", (moment.id for moment in moments))
    ladder = Ladder(
        title=table.text("title", "Wie beslist?"),
        introduction=table.text("introduction"),
        person=table.text("person", "de persoon zelf"),
        question=table.text("question", "Welk moment zou jij als eerste verplaatsen, en wie moet daarmee instemmen?"),
        rungs=rungs,
        moments=tuple(moments),
    )
    table.close()
    return ladder
