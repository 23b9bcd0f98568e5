"""The code cells of a lesson: each a Dutch comment and one call that shows a part, with plain values.

A lesson runs by itself when it opens. So this is a house rule, and also what is asked of a lesson that comes from
outside before it is trusted. Whoever wants to know which parts a lesson shows, asks `calls`.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sowcourse.notebook import Cell, Notebook, source

_WIDGET = re.compile(r"(?:show|draw)_\w+\Z")


@dataclass(frozen=True)
class Call:
    """One part that a lesson shows, as its cell asks for it."""

    name: str
    """`show_ladder`, say."""
    values: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)
    cell: str = ""
    """The id of its cell."""


def calls(notebook: Notebook) -> list[Call]:
    """The parts that a notebook shows, in its order; a cell that is anything else shows none."""
    found = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            call = _call(source(cell))
            if call:
                values = tuple(value.value for value in call.args if isinstance(value, ast.Constant))
                named = {str(k.arg): k.value.value for k in call.keywords if isinstance(k.value, ast.Constant)}
                found.append(Call(_name(call), values, named, str(cell.get("id", ""))))
    return found


def cell_faults(text: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the text of a code cell: fault and remedy, both Dutch sentences."""
    if not text.startswith("# "):
        remedy = "Zet op de eerste regel een Nederlandse opmerking die zegt wat hier verschijnt."
        yield "de codecel begint niet met een opmerking.", remedy
    if not _is_one_call(text):
        remedy = "Zet logica in het pakket en roep één show_-functie aan."
        yield "verwacht wordt één korte aanroep.", remedy


def _is_one_call(text: str) -> bool:
    """Whether a cell only imports parts, or only shows one, with values that are written out."""
    match _statements(text):
        case [ast.ImportFrom(module="sowcourse.widgets", names=names, level=0)]:
            return all(_WIDGET.match(name.name) and name.asname is None for name in names)
    return _call(text) is not None


def _call(text: str) -> ast.Call | None:
    """The one call that a cell is, with values that are written out; None for anything else."""
    match _statements(text):
        case [ast.Expr(value=ast.Call(func=ast.Name(), args=args, keywords=keywords) as call)]:
            values = [*args, *(keyword.value for keyword in keywords)]
            named = all(keyword.arg for keyword in keywords)
            plain = all(isinstance(value, ast.Constant) for value in values)
            return call if _WIDGET.match(_name(call)) and named and plain else None
    return None


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _statements(text: str) -> list[ast.stmt]:
    try:
        return ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def with_case(notebook: Notebook, module: str, case: str, title: str) -> Notebook:
    """The same lesson with a cell that shows a case, after the last one that shows a case.

    A lesson without cases shows it after its first code cell, where the widgets are imported.
    """
    cells: list[Cell] = [_with_import(cell) for cell in notebook["cells"]]
    code = [place for place, cell in enumerate(cells) if cell["cell_type"] == "code"]
    shown = [place for place in code if re.search(r"^show_case\(", source(cells[place]), re.MULTILINE)]
    place = (shown[-1] if shown else code[0]) + 1
    text = (
        f"# Hier verschijnt de casus «{' '.join(title.split())}».\nshow_case({json.dumps(module)}, {json.dumps(case)})"
    )
    added: Cell = {
        "cell_type": "code",
        "id": f"eigen-casus-{case}",
        "metadata": dict(cells[place - 1]["metadata"]),
        "source": text.splitlines(keepends=True),
        "execution_count": None,
        "outputs": [],
    }
    return notebook | {"cells": [*cells[:place], added, *cells[place:]]}


def _with_import(cell: Cell) -> Cell:
    """The cell that imports the widgets, with the one that shows a case; another cell is left as it is."""
    comment, _, rest = source(cell).partition("\n")
    if cell["cell_type"] != "code" or not rest.startswith("from sowcourse.widgets import"):
        return cell
    names = sorted({"show_case", *re.findall(r"\b(?:show|draw)_\w+", rest)})
    text = "\n".join([comment, "from sowcourse.widgets import (", *(f"    {name}," for name in names), ")"])
    return cell | {"source": text.splitlines(keepends=True)}
