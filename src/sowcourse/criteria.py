"""When a text is complete, as its notebook says it: with the answer itself, in the metadata of its cell.

The check below names that answer and no more, so that the check, the desk, the page and the judge read one thing.
An author may also write it in the check, as `Criteria(…)`; `sowcourse format` takes it from there. Notebooks that were
given out before it stood in metadata have it there still, and are read as they are.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from sowcourse.content import Table
from sowcourse.errors import ContentError
from sowcourse.notebook import Cell, Notebook, grade_id, markers, source
from sowcourse.reflection import Criteria

KEY = "criteria"
"""Where it stands in what we know of a cell."""


def criteria_of(cells: Iterable[Cell], file: Path) -> dict[str, Criteria]:
    """Answer → when it is complete; nothing for an answer of which nothing is asked.

    Parameters: file – where the cells were read, for who has to look there.
    Raises: ContentError when what stands there is not right.
    """
    held = list(cells)
    found: dict[str, Criteria] = {}
    for cell in held:
        ours = cell["metadata"].get("sowcourse")
        if isinstance(ours, dict) and KEY in ours and grade_id(cell):
            found[grade_id(cell)] = criteria_in(Table(file, grade_id(cell), ours).table(KEY))
    for cell in held:
        for _, name, asked in _asked_in_code(cell):
            found.setdefault(name, asked)
    return found


def criteria_in(table: Table) -> Criteria:
    """Criteria out of a table.

    Raises: ContentError when a key is missing, unknown or of another kind.
    """
    made = Criteria(
        table.integer("words"),
        table.texts("parts", []),
        table.texts("concepts", []),
        table.integer("fewest_concepts", 0),
        table.boolean("passage", False),
    )
    table.close()
    return made


def plain(criteria: Criteria) -> dict[str, Any]:
    """Criteria as a notebook keeps them: values of JSON, without what goes without saying."""
    told = {field.name: getattr(criteria, field.name) for field in fields(criteria)}
    rest = {field.name: field.default for field in fields(criteria)}
    kept = {name: value for name, value in told.items() if value != rest[name]}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}


def with_criteria(notebook: Notebook) -> Notebook:
    """The same notebook, in which what a check asks in code stands with its answer, and the check only names that."""
    asked: dict[str, Criteria] = {}
    answers = {grade_id(cell) for cell in notebook["cells"] if markers(cell).get("solution")}
    cells: list[Cell] = []
    for cell in notebook["cells"]:
        text = source(cell)
        for call, name, criteria in _asked_in_code(cell):
            if name in answers:
                asked[name] = criteria
                first, second = (ast.get_source_segment(text, each) for each in call.args[:2])
                whole = ast.get_source_segment(text, call) or ""
                text = text.replace(whole, f"check_reflection({first}, {second})")
        cells.append(cell if text == source(cell) else cell | {"source": text})
    return notebook | {"cells": [_told(cell, asked) for cell in cells]}


def _told(cell: Cell, asked: dict[str, Criteria]) -> Cell:
    if grade_id(cell) not in asked:
        return cell
    ours = cell["metadata"].get("sowcourse", {}) | {KEY: plain(asked[grade_id(cell)])}
    return cell | {"metadata": cell["metadata"] | {"sowcourse": ours}}


def _asked_in_code(cell: Cell) -> Iterator[tuple[ast.Call, str, Criteria]]:
    """Every call in a check of ours that says itself what it asks, with the name of the answer."""
    if cell["cell_type"] != "code" or not markers(cell).get("locked") or "check_reflection" not in source(cell):
        return
    try:
        tree = ast.parse(source(cell))
    except (SyntaxError, ValueError):  # a cell in another language, or one that shows an error on purpose
        return
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        match call:
            case (
                ast.Call(
                    func=ast.Name(id="check_reflection"),
                    args=[_, ast.Constant(value=str(name)), ast.Call() as told],
                )
                | ast.Call(
                    func=ast.Name(id="check_reflection"),
                    args=[_, ast.Constant(value=str(name))],
                    keywords=[ast.keyword(arg="criteria", value=ast.Call() as told)],
                )
            ):
                criteria = _literal(told)
                if criteria is not None:
                    yield call, name, criteria


def _literal(told: ast.Call) -> Criteria | None:
    """Criteria as they are typed; None when running the code is the only way to know them."""
    if not isinstance(told.func, ast.Name) or told.func.id != "Criteria":
        return None
    names = [field.name for field in fields(Criteria)]
    try:
        given = dict(zip(names, map(ast.literal_eval, told.args), strict=False))
        given |= {each.arg: ast.literal_eval(each.value) for each in told.keywords if each.arg}
        return criteria_in(Table(Path(), "", {name: _table(value) for name, value in given.items()}))
    except (ValueError, TypeError, ContentError):
        return None


def _table(value: Any) -> Any:
    """A value as JSON and TOML have it: a row is a list."""
    return list(value) if isinstance(value, tuple) else value
