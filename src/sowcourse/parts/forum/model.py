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
    hienen: str
    """What follows for this form from reaction 4."""
    vroegop: str
    """What follows for this form from reaction 5."""


@dataclass(frozen=True)
class Forum:
    """The forms, and the cases for which a route can be chosen."""

    introduction: str
    forms: tuple[Form, ...]
    cases: tuple[Case, ...]


def load_forum(module: str, root: Path | None = None) -> Forum:
    """Read a module's `forum.toml`.

    Raises: ContentError naming file and key.
    """
    table = read_toml(load_module(module, root).folder / "forum.toml")
    forms = []
    for row in table.tables("form"):
        forms.append(
            Form(
                id=row.text("id"),
                name=row.text("name"),
                who=row.choice("who", WHO),
                where=row.choice("where", WHERE),
                reason=row.text("reason"),
                hienen=row.text("hienen"),
                vroegop=row.text("vroegop"),
            )
        )
        row.close()
    check_unique(table, "form", (form.id for form in forms))
    forum = Forum(
        introduction=table.text("introduction"),
        forms=tuple(forms),
        cases=tuple(load_case(module, identifier, root) for identifier in table.texts("cases")),
    )
    table.close()
    return forum
