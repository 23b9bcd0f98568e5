"""Slips of people who never programmed, found by what was typed: a forgotten quotation mark, a year as a text.

Nothing here decides whether an answer is right. It only says, of an answer that is not, which slip stands in it.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from sowcourse.notebook import names_set
from sowcourse.paper import decimal_comma, spelled, without_strings
from sowcourse.visible import visible

if TYPE_CHECKING:
    from pandas import Series

_OF_A_COLUMN = ("mean", "median", "nunique", "unique", "count", "isna")
"""What one asks of a column and of nothing else."""

_MOST_SHOWN = 12
"""Values of a column that are named at most."""


def of_another_kind(unit: str, code: str) -> str:
    """Whether percentage and percentage point were taken for each other; "" when not."""
    bare = without_strings(code)
    if unit == "procentpunt" and "/" in bare:
        return "Procentpunt is een verschil: trek het ene percentage van het andere af, zonder te delen."
    subtracted = re.search(r"[\w)\]]\s*-", bare) and "/" not in bare
    if unit == "procent" and subtracted and not re.match(r"\s*100(\.0)?\s*-", bare):
        return "Dit is een verschil; gevraagd is een percentage."
    if unit == "keer" and subtracted:
        return "Dit is een verschil; «hoeveel keer» is het ene getal gedeeld door het andere."
    return ""


def in_unit(number: float, low: float, high: float, unit: str, code: str) -> str:
    """What can be seen in a number that cannot be right in its unit; "" when nothing can."""
    if "jaar" in unit and low > 1000:
        return "Schrijf een jaartal uit de tabel, met vier cijfers en zonder aanhalingstekens."
    if low <= number * 1000 <= high and re.search(r"(?<![\w.])\d{1,3}\.\d{3}(?![\w.])", without_strings(code)):
        return "Een punt is in Python een komma: schrijf duizendtallen zonder punt."
    if low <= -number <= high:
        return "Is het teken omgekeerd? Draai dan de aftrekking om."
    return ""


def look_again(number: float, low: float, high: float, unit: str) -> str:
    """What to look at when a number cannot be right in its unit and nothing is certain."""
    if unit.startswith("procent"):
        if low <= number * 100 <= high and 0 < number < 1:
            return "Dit is een aandeel: doe het nog keer 100."
        if number > high and low <= number / 100 <= high:
            return "Je deed het waarschijnlijk één keer te vaak keer 100."
    if unit == "keer":
        return "Kijk na welk getal je door welk deelde: «hoeveel keer» is het ene gedeeld door het andere."
    if unit == "procentpunt":
        return "Kijk na wat je van wat hebt afgetrokken."
    if unit == "procent":
        return "Kijk na welke getallen je optelde of door welk getal je deelde."
    return f"Kijk na welke getallen je gebruikte: je zoekt een aantal {unit}."


def in_choice(value: str, options: Sequence[str]) -> str:
    """A choice that only a capital, a space or a dot keeps from being one: what to write; "" for another word."""
    plain = {_plainly(option): option for option in options}
    meant = plain.get(_plainly(value))
    if meant is None:
        return ""
    bare = visible(value)
    spaced, other = bare.strip() != bare or "\u00a0" in value, bare.strip() != meant
    reason = (
        "met dezelfde kleine letters en hoofdletters" if other and bare.strip().casefold() == meant.casefold() else ""
    )
    reason += f"{' en ' if reason else ''}zonder spatie ervoor of erachter" if spaced else ""
    return f'Bedoel je "{meant}"? Schrijf het precies zo{f", {reason}" if reason else ""}.'


def without_quotes(name: str, code: str, names: Mapping[str, object]) -> str:
    """A word that looks like a name because its quotation marks are missing: what to write; "" when it is a real name.

    Parameters: name – what Python does not know; code – the cell; names – what the notebook knows.
    """
    tree = _parsed(code)
    given = [node for node in ast.walk(tree) if isinstance(node, ast.Assign) and _is_named(node.value, name)]
    compared = [c for c in _comparisons(tree) if _is_named(c[2], name)]
    if not given and not compared:
        return ""
    near = get_close_matches(name, [known for known in names if not known.startswith("_")], n=1, cutoff=0.85)
    if near:
        return ""
    told = f"De naam '{name}' bestaat niet (meer). Is het een woord? Zet het tussen aanhalingstekens: \"{name}\"."
    targets = {t.id for node in given for t in node.targets if isinstance(t, ast.Name)}
    for table, column, other in _comparisons(tree):
        if _is_named(other, name) or (isinstance(other, ast.Name) and other.id in targets):
            values = _column(names.get(table), column)
            if values is not None:
                return f"{told} {_offered(column, values, name)}"
    return f"{told} Is het een naam? Voer dan eerst de cellen hierboven uit."


def behind(code: str, names: Mapping[str, object]) -> str:
    """Why a cell that can be read did not make a name: the slip in it; "" when there is none that we know."""
    used = {node.id for node in ast.walk(_parsed(code)) if isinstance(node, ast.Name)} - names_set(code)
    unknown = sorted(word for word in used if word not in names and not hasattr(builtins, word))
    found = next((told for word in unknown if (told := unknown_name(word, code, names))), "")
    return found or next((told for line in code.split("\n") if (told := decimal_comma(line))), "")


def unknown_name(name: str, code: str, names: Mapping[str, object]) -> str:
    """What a name that Python does not know was meant to be: a column, a number, a word; "" when it may be a name."""
    tree = _parsed(code)
    given = [node.value for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.keyword)]
    if any(_is_named(value, name) for value in given) and spelled(name):
        return spelled(name)
    if any(isinstance(node, ast.keyword) and _is_named(node.value, name) for node in ast.walk(tree)):
        return f'Een antwoord in woorden zet je tussen aanhalingstekens: "{name}".'
    called = any(isinstance(node, ast.Call) and _is_named(node.func, name) for node in ast.walk(tree))
    if called and name in _OF_A_COLUMN:
        return f'Schrijf «{name}» achter de kolom, met een punt ertussen: tabel["kolom"].{name}().'
    return as_column(name, code, names) or without_quotes(name, code, names)


def as_column(word: str, code: str, names: Mapping[str, object]) -> str:
    """How to write a column of which only the name was typed; "" when no table has such a column."""
    used = [node.id for node in ast.walk(_parsed(code)) if isinstance(node, ast.Name)]
    tables = [table for table in dict.fromkeys([*used, *names]) if _column(names.get(table), word) is not None]
    if not tables or tables[0].startswith("_"):
        return ""
    return f'«{word}» is een kolom. Schrijf haar met de tabel ervoor: {tables[0]}["{word}"].'


def not_in_table(key: object, code: str, names: Mapping[str, object]) -> str:
    """How the columns are called of the table in which one was looked for in vain; "" when that cannot be told."""
    for node in ast.walk(_parsed(code)):
        wanted = node.slice.value if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) else ...
        table = node.value.id if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) else ""
        columns = getattr(names.get(table), "columns", None)
        if wanted == key and columns is not None:
            elsewhere = as_column(str(key), code, names)
            listed = _nearest_first([str(column) for column in columns], key)
            return elsewhere or f"{key!r} is geen kolom van {table}. De kolommen heten: {shown(listed)}."
    return ""


def texts_for_columns(code: str, names: Mapping[str, object]) -> str:
    """As `as_column`, for names of columns between quotation marks with which somebody wanted to calculate."""
    for node in ast.walk(_parsed(code)):
        if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
            return as_column(node.left.value, code, names)
    return ""


def emptied(name: str, code: str, names: Mapping[str, object]) -> str:
    """Which condition left no row over, and what stands in that column; "" when that cannot be told."""
    tests = 0
    for table, column, other in _comparisons(_parsed(code)):
        values, wanted = _column(names.get(table), column), _value(other, names)
        if values is None or wanted is None:
            continue
        tests += 1
        if not bool((values == wanted).any()):
            return _not_in_column(column, values, wanted)
    if tests > 1:
        return (
            "Elke voorwaarde apart geeft rijen, maar samen geen enkele. Haal er één weg en kijk wat er dan overblijft."
        )
    return ""


def shown(values: Sequence[object]) -> str:
    """Some values of a column as one types them."""
    listed = [
        f"{value:g}" if isinstance(value, float) else f'"{value}"' if isinstance(value, str) else str(value)
        for value in values[:_MOST_SHOWN]
    ]
    rest = len(values) - len(listed)
    return ", ".join(listed) + (f" en nog {rest}" if rest > 0 else "")


def code_of(name: str, codes: Sequence[str]) -> str:
    """The last of these cells that gives `name` a value; "" when none does."""
    return next((code for code in reversed(codes) if name in names_set(code)), "")


def expression(name: str, code: str) -> str:
    """What a cell makes of a name, as typed, and then of the names in that; "" when it cannot be read."""
    made = {
        target.id: node.value
        for node in ast.walk(_parsed(code))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    wanted, found = [name], list[str]()
    while wanted:
        value = made.pop(wanted.pop(0), None)
        if value is not None:
            found.append(ast.get_source_segment(code, value) or "")
            wanted += [node.id for node in ast.walk(value) if isinstance(node, ast.Name)]
    return "\n".join(found)


def _not_in_column(column: str, values: Series[Any], wanted: object) -> str:
    text = values.dtype.kind not in "iuf"
    offered = _offered(column, values, wanted)
    if text and isinstance(wanted, int | float):
        if f"{wanted:g}" in set(values):
            return f'In deze tabel is «{column}» een tekst: schrijf "{wanted:g}", met aanhalingstekens. {offered}'
        return f"In deze tabel is «{column}» een tekst. {offered}"
    if not text and isinstance(wanted, str):
        number = wanted.strip()
        told = (
            f"schrijf {number}, zonder aanhalingstekens."
            if number.isdecimal()
            else f"bij jou staat er tekst. {offered}"
        )
        return f"In deze tabel is «{column}» een getal: {told}"
    if isinstance(wanted, str):
        same = [value for value in values.unique() if _plainly(str(value)) == _plainly(wanted)]
        if same:
            return f'Bij «{column}» schrijf je precies "{same[0]}"; bij jou staat "{wanted}".'
    told = (
        f'"{wanted}"' if isinstance(wanted, str) else f"{wanted:g}" if isinstance(wanted, int | float) else str(wanted)
    )
    return f"In de kolom «{column}» staat nergens {told}. {offered}"


def _offered(column: str, values: Series[Any], wanted: object) -> str:
    """The values that a column has, nearest first."""
    known = sorted(values.dropna().unique().tolist(), key=str)
    return f"In de kolom «{column}» staan: {shown(_nearest_first(known, wanted))}."


def _nearest_first(known: list[Any], wanted: object) -> list[Any]:
    near = get_close_matches(str(wanted), [str(value) for value in known], n=3, cutoff=0.3)
    near += [str(value) for value in known if _plainly(str(wanted)) in _plainly(str(value)) and str(value) not in near]
    return [v for v in known if str(v) in near] + [v for v in known if str(v) not in near]


def _comparisons(tree: ast.AST) -> list[tuple[str, str, ast.expr]]:
    """Every `table["column"] == something` as (table, column, something)."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq):
            left = node.left
            if (
                isinstance(left, ast.Subscript)
                and isinstance(left.value, ast.Name)
                and isinstance(left.slice, ast.Constant)
            ):
                found.append((left.value.id, str(left.slice.value), node.comparators[0]))
    return found


def _column(table: object, column: str) -> Series[Any] | None:
    import pandas as pd

    return table[column] if type(table) is pd.DataFrame and list(table.columns).count(column) == 1 else None


def _value(node: ast.expr, names: Mapping[str, object]) -> str | int | float | None:
    found = node.value if isinstance(node, ast.Constant) else names.get(node.id) if isinstance(node, ast.Name) else None
    return found if type(found) in (str, int, float) else None  # type: ignore[return-value]


def _is_named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _parsed(code: str) -> ast.AST:
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _plainly(text: str) -> str:
    return re.sub(r"[\s.,;!«»\"'’_-]+", " ", visible(text).casefold()).strip()
