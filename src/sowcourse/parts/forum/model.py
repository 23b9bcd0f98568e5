"""From the coffee machine to the public forum: forms of resistance and voice on two axes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import check_unique, read_toml
from sowcourse.course import Case, load_case, load_module

WHO = ("individueel", "collectief")
WHERE = ("binnen", "buiten")


@dataclass(frozen=True)
class Form:
    """One way to resist or to be heard, at one defensible place."""

    id: str
    name: str
    who: str
    """One of WHO."""
    where: str
    """One of WHERE: inside the organisation or in the open."""
    reason: str
    voices: tuple[str, ...]
    """What would follow for this form from each of the readers, in their order."""


@dataclass(frozen=True)
class Way:
    """A step of a route that has no place on the axes: an ombudsman, a court."""

    id: str
    name: str
    reason: str
    """What it can do, and where that ends."""


@dataclass(frozen=True)
class Forum:
    """The forms, and the cases for which a route can be chosen."""

    title: str
    introduction: str
    question: str
    """What one writes at the end."""
    voices: tuple[str, ...]
    """Names of the readers in whose line something is said."""
    forms: tuple[Form, ...]
    ways: tuple[Way, ...]
    cases: tuple[Case, ...]


def load_forum(module: str, root: Path | None = None) -> Forum:
    """Read a module's `forum.toml`.

    Raises: ContentError naming file and key.
    """
    table = read_toml(load_module(module, root).folder / "forum.toml")
    voices = []
    for row in table.tables("voice", []):
        voices.append((row.text("id"), row.text("name")))
        row.close()
    forms = []
    for row in table.tables("form"):
        forms.append(
            Form(
                id=row.text("id"),
                name=row.text("name"),
                who=row.choice("who", WHO),
                where=row.choice("where", WHERE),
                reason=row.text("reason"),
                voices=tuple(row.text(voice) for voice, _ in voices),
            )
        )
        row.close()
    ways = []
    for row in table.tables("route", []):
        ways.append(Way(row.text("id"), row.text("name"), row.text("reason")))
        row.close()
    check_unique(table, "form", (*(form.id for form in forms), *(way.id for way in ways)))
    forum = Forum(
        title=table.text("title", "Van koffieapparaat naar publiek forum"),
        voices=tuple(name for _, name in voices),
        introduction=table.text("introduction"),
        question=table.text("question", "Waarom deze volgorde? Wie beslist daarover mee?"),
        forms=tuple(forms),
        ways=tuple(ways),
        cases=tuple(load_case(module, identifier, root) for identifier in table.texts("cases")),
    )
    table.close()
    return forum
