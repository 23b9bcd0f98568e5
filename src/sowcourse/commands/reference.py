"""The page of every command with what can be typed behind it, made of the command line itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.core

from sowcourse.content import checkout
from sowcourse.errors import ContentError

PAGE = "terminal.md"

_OPENING = """\
# Wat je in een terminal kunt typen

Alle opdrachten, met wat je erachter kunt zetten. Wat tussen rechte haken staat, mag weg.
Wanneer je wat gebruikt, lees je in de handleidingen voor [studenten](handleiding-student.md),
[lesgevers](handleiding-docent.md) en [coördinatoren](handleiding-coordinator.md).
Met `--help` achter een opdracht lees je hetzelfde in de terminal.
Deze bladzijde wordt gemaakt door `sowcourse format`: verander haar niet met de hand.
"""


def commands(command: Any, name: str = "sowcourse") -> Iterator[tuple[str, Any]]:
    """Every command that can be typed, with its full name, in the order of the alphabet."""
    if isinstance(command, typer.core.TyperGroup):
        for word, below in sorted(command.commands.items()):
            yield from commands(below, f"{name} {word}")
    else:
        yield name, command


def reference(root: Any) -> str:
    """The page, in Markdown."""
    return "\n".join([_OPENING, *(_section(name, command) for name, command in commands(root))])


def write_reference(root: Any) -> None:
    """Write the page; only a checkout with documentation has it."""
    try:
        file = checkout() / "docs" / PAGE
    except ContentError:
        return
    if file.is_file():
        file.write_text(reference(root), encoding="utf-8")


def _section(name: str, command: Any) -> str:
    places = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    options = [parameter for parameter in command.params if parameter.param_type_name == "option"]
    typed = " ".join([name, *(_place(place) for place in places)])
    rows = [(place.metavar, place) for place in places] + [(_names(option), option) for option in options]
    lines = [f"## {name}", "", _line(command.help), "", "```", typed, "```", ""]
    if rows:
        lines += ["| wat | uitleg |", "| --- | --- |", *(f"| `{what}` | {_told(one)} |" for what, one in rows), ""]
    return "\n".join(lines)


def _place(argument: Any) -> str:
    """An argument as it is typed; between brackets when it may be left out."""
    return str(argument.metavar if argument.required else f"[{argument.metavar}]")


def _names(option: Any) -> str:
    """An option as it is typed, with its opposite or with what comes behind it."""
    names = " of ".join((*option.opts, *option.secondary_opts))
    return names if option.is_flag else f"{names} {option.metavar or '…'}"


def _told(parameter: Any) -> str:
    told = _line(parameter.help)
    if parameter.param_type_name == "option" and parameter.required:
        return f"{told} Verplicht."
    plain = isinstance(parameter.default, str | int | Path) and not isinstance(parameter.default, bool)
    return f"{told} Standaard `{parameter.default}`." if plain and str(parameter.default) else told


def _line(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")
