"""What stands in the tables of a student from which one can choose: their columns, and the values in a column."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from sowcourse.visible import visible

if TYPE_CHECKING:
    from pandas import Series

_MOST_LEFT = 6
"""Values that one condition could have, to be worth naming."""

_MOST_SHOWN = 12
"""Values of a column that are named at most."""


def as_column(word: str, code: str, names: Mapping[str, object]) -> str:
    """How to write a column of which only the name was typed; "" when no table has such a column."""
    used = [node.id for node in ast.walk(parsed(code)) if isinstance(node, ast.Name)]
    tables = [table for table in dict.fromkeys([*used, *names]) if column_of(names.get(table), word) is not None]
    if not tables or tables[0].startswith("_"):
        return ""
    return f'«{word}» is een kolom. Schrijf haar met de tabel ervoor: {tables[0]}["{word}"].'


def texts_for_columns(code: str, names: Mapping[str, object]) -> str:
    """As `as_column`, for names of columns between quotation marks with which somebody wanted to calculate."""
    for node in ast.walk(parsed(code)):
        if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
            return as_column(node.left.value, code, names)
    return ""


def not_in_table(key: object, code: str, names: Mapping[str, object]) -> str:
    """How the columns are called of the table in which one was looked for in vain; "" when that cannot be told."""
    if isinstance(key, tuple) and key and all(type(part) is str for part in key):
        apart = " en ".join(f'tabel["{part}"]' for part in key)
        return f"Tussen rechte haken staat één kolom. Schrijf ze apart, met een teken ertussen: {apart}."
    for node in ast.walk(parsed(code)):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.BinOp) and isinstance(node.value, ast.Name):
            joined = ast.unparse(node.slice).replace("'", "").replace('"', "")
            apart = _columns_together(joined, node.value.id, getattr(names.get(node.value.id), "columns", ()))
            if apart:
                return apart
        wanted = node.slice.value if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) else ...
        table = node.value.id if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) else ""
        columns = getattr(names.get(table), "columns", None)
        if wanted == key and columns is not None:
            elsewhere = _columns_together(str(key), table, columns) or as_column(str(key), code, names)
            listed = _nearest_first([str(column) for column in columns], key)
            if _calculates(code, node):
                listed.sort(key=lambda column: _is_text(names[table], column))
            return elsewhere or f"{key!r} is geen kolom van {table}. De kolommen heten: {shown(listed)}."
    return ""


def _calculates(code: str, place: ast.AST) -> bool:
    """Whether something stands at one side of a sign of arithmetic."""
    wanted = ast.unparse(place)
    sides = [s for node in ast.walk(parsed(code)) if isinstance(node, ast.BinOp) for s in (node.left, node.right)]
    return any(ast.unparse(side) == wanted for side in sides)


def _is_text(frame: Any, column: str) -> bool:
    values = column_of(frame, column)
    return values is None or values.dtype.kind not in "iuf"


def _columns_together(key: str, table: str, columns: Sequence[object]) -> str:
    """How to write a calculation with columns that stands between one pair of brackets; "" when it is none."""
    parts = re.split(r"(\s*[-+*/]\s*)", key)
    if len(parts) < 3 or not all(part in columns for part in parts[::2]):
        return ""
    apart = "".join(f" {part.strip()} " if place % 2 else f'{table}["{part}"]' for place, part in enumerate(parts))
    return f"Tussen rechte haken staat één kolom. Schrijf: {apart}."


def in_part_of(word: str, code: str, names: Mapping[str, object]) -> str:
    """The columns of which a word is a part, where somebody calculates with it; "" when there is none."""
    tree = parsed(code)
    sides = [side for node in ast.walk(tree) if isinstance(node, ast.BinOp) for side in (node.left, node.right)]
    if not any(isinstance(side, ast.Name) and side.id == word for side in sides):
        return ""
    for node in ast.walk(tree):
        columns = [str(column) for column in getattr(names.get(getattr(node, "id", "")), "columns", ())]
        meant = [f'{node.id}["{column}"]' for column in columns if word.casefold() in plainly(column).split()]  # type: ignore[attr-defined]
        if meant:
            return f"De naam '{word}' bestaat niet (meer). Bedoel je een kolom? Schrijf {' of '.join(meant)}."
    return ""


def several(code: str, names: Mapping[str, object]) -> str:
    """That more values than one were given to look for in a column; "" when that did not happen."""
    for _, column, other in comparisons(parsed(code)):
        given = names.get(other.id) if isinstance(other, ast.Name) else None
        if isinstance(other, ast.Tuple | ast.List) and all(isinstance(each, ast.Constant) for each in other.elts):
            given = ast.literal_eval(other)
        if type(given).__name__ in ("DataFrame", "Series"):
            return f"Bij «{column}» staat een hele tabel of kolom. Hier hoort één waarde."
        if type(given) in (tuple, list):
            listed = shown(list(given))  # type: ignore[call-overload]
            return f"Bij «{column}» staat een rijtje: {listed}. Hier hoort één waarde, zonder komma en zonder haken."
    return ""


def emptied(name: str, code: str, names: Mapping[str, object]) -> str:
    """Which condition left no row over, and what stands in that column; "" when that cannot be told."""
    if told := several(code, names):
        return told
    tests: dict[str, dict[str, str | int | float]] = {}
    given = set()
    for table, column, other in comparisons(parsed(code)):
        wanted = _value(other, names)
        if column_of(names.get(table), column) is not None and wanted is not None:
            tests.setdefault(table, {})[column] = wanted
            given |= {column} if isinstance(other, ast.Name) else set()
    for table, chosen in tests.items():
        for column, wanted in chosen.items():
            values = names[table][column]  # type: ignore[index]
            if not bool((values == wanted).any()):
                moved = _in_another(names[table], column, wanted, chosen)
                return moved or _not_in_column(column, values, wanted)
    return next((told for table, chosen in tests.items() if (told := _together(names[table], chosen, given))), "")


def _in_another(frame: Any, column: str, wanted: object, chosen: Mapping[str, object]) -> str:
    """That a value stands in another column than where it was looked for; "" when it does not."""
    if type(wanted) is str and wanted.strip().isdecimal() and frame[column].dtype.kind in "iuf":
        return ""  # a number between quotation marks
    if type(wanted) is str and not wanted.strip():
        return f"Tussen de aanhalingstekens staat nog niets. {offered(column, frame[column], wanted)}"
    for other in dict.fromkeys([*chosen, *(frame.columns if type(wanted) is str else ())]):
        values = None if other == column else column_of(frame, other)
        if values is None or not bool((values == wanted).any()):
            continue
        told = f"{shown([wanted])} staat in de kolom «{other}», en niet in «{column}»."
        swapped = other in chosen and bool((frame[column] == chosen[other]).any())
        return f"{told} {'Verwisselde je de vakken?' if swapped else f'Kijk in die rijen wat er bij «{column}» staat.'}"
    return ""


def _together(frame: Any, chosen: Mapping[str, object], given: set[str]) -> str:
    """What a condition would have to be for the others to leave a row; "" when there is only one.

    Parameters: given – columns for which a value was filled in; the others stand in the code of the step.
    """
    if len(chosen) < 2:
        return ""
    could = []
    for column in [column for column in chosen if column in given] or chosen:
        rest = frame
        for other, wanted in chosen.items():
            rest = rest if other == column else rest[rest[other] == wanted]
        left = sorted(rest[column].dropna().unique().tolist(), key=str)
        if left:
            many = f"zijn er dan {len(left)} mogelijk"
            could.append(f"bij «{column}» {many if len(left) > _MOST_LEFT else f'kan dan {shown(left)}'}")
    told = "Elke voorwaarde apart geeft rijen, maar samen geen enkele."
    if not could:
        return f"{told} Haal er één weg en kijk wat er dan overblijft."
    return f"{told} Verander er één: {'; of '.join(could)}."


def shown(values: Sequence[object]) -> str:
    """Some values of a column as one types them."""
    listed = [
        f"{value:g}" if isinstance(value, float) else f'"{value}"' if isinstance(value, str) else str(value)
        for value in values[:_MOST_SHOWN]
    ]
    rest = len(values) - len(listed)
    return ", ".join(listed) + (f" en nog {rest}" if rest > 0 else "")


def _not_in_column(column: str, values: Series[Any], wanted: object) -> str:
    text = values.dtype.kind not in "iuf"
    known = offered(column, values, wanted)
    if text and isinstance(wanted, int | float):
        if f"{wanted:g}" in set(values):
            return f'In deze tabel is «{column}» een tekst: schrijf "{wanted:g}", met aanhalingstekens. {known}'
        return f"In deze tabel is «{column}» een tekst. {known}"
    if not text and isinstance(wanted, str):
        number = wanted.strip()
        told = (
            f"schrijf {number}, zonder aanhalingstekens." if number.isdecimal() else f"bij jou staat er tekst. {known}"
        )
        return f"In deze tabel is «{column}» een getal: {told}"
    if isinstance(wanted, str):
        same = [value for value in values.unique() if plainly(str(value)) == plainly(wanted)]
        if same:
            return f'Bij «{column}» schrijf je precies "{same[0]}"; bij jou staat "{wanted}".'
    told = (
        f'"{wanted}"' if isinstance(wanted, str) else f"{wanted:g}" if isinstance(wanted, int | float) else str(wanted)
    )
    return f"In de kolom «{column}» staat nergens {told}. {known}"


def offered(column: str, values: Series[Any], wanted: object) -> str:
    """The values that a column has, nearest first."""
    known = sorted(values.dropna().unique().tolist(), key=str)
    return f"In de kolom «{column}» staan: {shown(_nearest_first(known, wanted))}."


def _nearest_first(known: list[Any], wanted: object) -> list[Any]:
    near = get_close_matches(str(wanted), [str(value) for value in known], n=3, cutoff=0.3)
    near += [str(value) for value in known if plainly(str(wanted)) in plainly(str(value)) and str(value) not in near]
    return [v for v in known if str(v) in near] + [v for v in known if str(v) not in near]


def comparisons(tree: ast.AST) -> list[tuple[str, str, ast.expr]]:
    """Every `table["column"] == something` as (table, column, something)."""
    found = []
    compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    for node in sorted(compared, key=lambda node: (node.lineno, node.col_offset)):
        if len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq):
            left = node.left
            if (
                isinstance(left, ast.Subscript)
                and isinstance(left.value, ast.Name)
                and isinstance(left.slice, ast.Constant)
            ):
                found.append((left.value.id, str(left.slice.value), node.comparators[0]))
    return found


def column_of(table: object, column: str) -> Series[Any] | None:
    """A column; None when this is no table, or has no such column or two of them."""
    import pandas as pd

    return table[column] if type(table) is pd.DataFrame and list(table.columns).count(column) == 1 else None


def _value(node: ast.expr, names: Mapping[str, object]) -> str | int | float | None:
    found = node.value if isinstance(node, ast.Constant) else names.get(node.id) if isinstance(node, ast.Name) else None
    return found if type(found) in (str, int, float) else None  # type: ignore[return-value]


def parsed(code: str) -> ast.AST:
    """Code as a tree; an empty one when it cannot be read."""
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def plainly(text: str) -> str:
    """A word without what one easily types otherwise: capitals, spaces, signs."""
    return re.sub(r"[\s.,;!«»\"'’_-]+", " ", visible(text).casefold()).strip()
