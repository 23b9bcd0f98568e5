"""From complaint to collective: signals that share a cause, and ties that carry a message."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import check_unique, read_toml
from sowcourse.course import load_module

KINDS = ("bestaat", "bonding", "bridging", "linking")


@dataclass(frozen=True)
class Signal:
    """One thing that somebody said, with one defensible group."""

    id: str
    text: str
    group: str
    reason: str


@dataclass(frozen=True)
class Node:
    """A person or an institution in the neighbourhood."""

    id: str
    name: str
    place: str


@dataclass(frozen=True)
class Tie:
    """A bond that exists, or one that can be laid."""

    between: tuple[str, str]
    kind: str
    """One of KINDS."""
    how: str
    """What it takes; "" for a bond that exists."""


@dataclass(frozen=True)
class Collective:
    """The signals, the neighbourhood, and where the message starts."""

    title: str
    introduction: str
    message: str
    """How the message starts, and what to predict."""
    question: str
    """What one writes at the end."""
    wary: tuple[str, ...]
    """Ids of nodes of which somebody may rather not have that they hear it."""
    groups: tuple[str, ...]
    start: str
    signals: tuple[Signal, ...]
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]


def load_collective(module: str, root: Path | None = None) -> Collective:
    """Read a module's `collective.toml`.

    Raises: ContentError naming file and key; also when a tie or the start names somebody who does not exist.
    """
    table = read_toml(load_module(module, root).folder / "collective.toml")
    groups = table.texts("groups")
    signals = []
    for row in table.tables("signal"):
        signals.append(Signal(row.text("id"), row.text("text"), row.choice("group", groups), row.text("reason")))
        row.close()
    check_unique(table, "signal", (signal.id for signal in signals))
    nodes = []
    for row in table.tables("node"):
        nodes.append(Node(row.text("id"), row.text("name"), row.text("place")))
        row.close()
    check_unique(table, "node", (node.id for node in nodes))
    known = [node.id for node in nodes]
    ties = []
    for row in table.tables("tie"):
        ends = row.texts("between")
        if len(ends) != 2 or not set(ends) <= set(known):
            fault = f"verwacht worden twee bestaande namen, gevonden {', '.join(ends)}."
            row.fail("between", fault, f"Kies uit: {', '.join(known)}.")
        ties.append(Tie((ends[0], ends[1]), row.choice("kind", KINDS), row.text("how", "")))
        row.close()
    collective = Collective(
        title=table.text("title", "Van klacht naar collectief"),
        introduction=table.text("introduction"),
        message=table.text("message", "Het bericht begint bij één persoon, en wie het hoort, vertelt het door."),
        question=table.text("question", "Welke banden leg jij, en wat vraagt dat van de mensen die de brug zijn?"),
        wary=table.texts("wary", []),
        groups=groups,
        start=table.choice("start", known),
        signals=tuple(signals),
        nodes=tuple(nodes),
        ties=tuple(ties),
    )
    for name in collective.wary:
        if name not in known:
            table.fail("wary", f"'{name}' bestaat niet.", f"Kies uit: {', '.join(known)}.")
    table.close()
    return collective
