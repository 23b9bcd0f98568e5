"""What a code cell of a lesson may be: a Dutch comment and one call of a widget with plain values.

A lesson runs by itself when it opens. So this is a house rule, and also what is asked of a lesson that comes from
outside before it is trusted.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator

from sowcourse.notebook import Cell, Notebook, source

_WIDGET = re.compile(r"(?:show|draw)_\w+\Z")


def cell_faults(text: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the text of a code cell: fault and remedy, both Dutch sentences."""
    if not text.startswith("# "):
        remedy = "Zet op de eerste regel een Nederlandse opmerking die zegt wat hier verschijnt."
        yield "de codecel begint niet met een opmerking.", remedy
    if not _is_one_call(text):
        remedy = "Zet logica in het pakket en roep één show_-functie aan."
        yield "verwacht wordt één korte aanroep.", remedy


def _is_one_call(text: str) -> bool:
    """Whether a cell only imports widgets, or only shows one, with values that are written out."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    match body:
        case [ast.ImportFrom(module="sowcourse.widgets", names=names, level=0)]:
            return all(_WIDGET.match(name.name) and name.asname is None for name in names)
        case [ast.Expr(value=ast.Call(func=ast.Name(id=name), args=args, keywords=keywords))]:
            values = [*args, *(keyword.value for keyword in keywords)]
            named = all(keyword.arg for keyword in keywords)
            return bool(_WIDGET.match(name)) and named and all(isinstance(value, ast.Constant) for value in values)
    return False


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
