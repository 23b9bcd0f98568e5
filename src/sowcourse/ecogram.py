"""A person's network across life domains."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import check_unique, read_toml
from sowcourse.course import load_module

TIES = ("niet betrokken", "steunend", "zwak", "gespannen")

KINDS = ("dienst", "eigen netwerk", "anderen")

FLOWS = ("geen van beide", "geeft", "kost", "geeft en kost")
"""What a bond does with the person's energy, as Hartman drew it with arrows."""


@dataclass(frozen=True)
class Actor:
    """Someone who may stand around the person."""

    id: str
    name: str
    kind: str
    """One of KINDS."""
    domains: tuple[str, ...]
    start: str
    """One of TIES: the bond at the start."""
    flow: str
    """One of FLOWS: what the bond does at the start."""


@dataclass(frozen=True)
class Ecogram:
    """A person, the life domains, and who could be around."""

    title: str
    introduction: str
    question: str
    """What a student writes about at the end."""
    person: str
    domains: tuple[str, ...]
    actors: tuple[Actor, ...]


def load_ecogram(module: str, root: Path | None = None) -> Ecogram:
    """Read a module's `ecogram.toml`.

    Raises: ContentError naming file and key; also when an actor covers a domain that does not exist.
    """
    table = read_toml(load_module(module, root).folder / "ecogram.toml")
    domains = table.texts("domains")
    actors = []
    for row in table.tables("actor"):
        actor = Actor(
            id=row.text("id"),
            name=row.text("name"),
            kind=row.choice("kind", KINDS),
            domains=row.texts("domains"),
            start=row.choice("start", TIES),
            flow=row.choice("flow", FLOWS, FLOWS[0]),
        )
        for name in actor.domains:
            if name not in domains:
                row.fail("domains", f"het domein '{name}' bestaat niet.", f"Kies uit: {', '.join(domains)}.")
        actors.append(actor)
        row.close()
    check_unique(table, "actor", (actor.id for actor in actors))
    person = table.text("person")
    ecogram = Ecogram(
        title=table.text("title", "Levensdomeinen en ecogram"),
        introduction=table.text("introduction"),
        question=table.text("question", f"Wie zou coördineren, en wat zegt {person} daarvan?"),
        person=person,
        domains=domains,
        actors=tuple(actors),
    )
    table.close()
    return ecogram
