"""Thresholds between a right and the people who have it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import check_unique, read_toml
from sowcourse.course import load_module


@dataclass(frozen=True)
class Threshold:
    """Something that keeps people from a right, and what takes it away."""

    id: str
    name: str
    remedy: str


@dataclass(frozen=True)
class Person:
    """An invented person with the right, and the thresholds that stand in the way; none for who already gets it."""

    id: str
    name: str
    about: str
    thresholds: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A real figure, with how sure it is."""

    text: str
    uncertainty: str
    source: str
    """Id in `sources.toml`."""
    old_because: str
    """Why an old figure stays; "" when it is recent, or nobody said."""


@dataclass(frozen=True)
class Walk:
    """From entitled to receiving: thresholds, people, and real figures to hold beside them."""

    title: str
    introduction: str
    support: str
    """What the people are entitled to, as in "de steun"."""
    question: str
    """What one writes at the end."""
    outside: str
    """What stands above the real figures."""
    thresholds: tuple[Threshold, ...]
    people: tuple[Person, ...]
    figures: tuple[Figure, ...]


def load_walk(module: str, root: Path | None = None) -> Walk:
    """Read a module's `thresholds.toml`.

    Raises: ContentError naming file and key; also when a person meets a threshold that does not exist.
    """
    table = read_toml(load_module(module, root).folder / "thresholds.toml")
    thresholds = []
    for row in table.tables("threshold"):
        thresholds.append(Threshold(row.text("id"), row.text("name"), row.text("remedy")))
        row.close()
    check_unique(table, "threshold", (threshold.id for threshold in thresholds))
    known = {threshold.id for threshold in thresholds}
    people = []
    for row in table.tables("person"):
        person = Person(row.text("id"), row.text("name"), row.text("about"), row.texts("thresholds"))
        for name in person.thresholds:
            if name not in known:
                row.fail("thresholds", f"de drempel '{name}' bestaat niet.", f"Kies uit: {', '.join(sorted(known))}.")
        people.append(person)
        row.close()
    check_unique(table, "person", (person.id for person in people))
    figures = []
    for row in table.tables("figure"):
        uncertainty, source = row.text("uncertainty"), row.text("source")
        figures.append(Figure(row.text("text"), uncertainty, source, row.text("old_because", "")))
        row.close()
    walk = Walk(
        title=table.text("title", "Drempels"),
        introduction=table.text("introduction"),
        support=table.text("support", "de steun"),
        question=table.text("question", "Klopte je voorspelling? Welke drempel kun jij als werker wegnemen?"),
        outside=table.text("outside", "Echte cijfers over mensen die niet krijgen waar ze recht op hebben:"),
        thresholds=tuple(thresholds),
        people=tuple(people),
        figures=tuple(figures),
    )
    table.close()
    return walk
