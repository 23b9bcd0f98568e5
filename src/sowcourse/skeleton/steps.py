"""Steps with code of an assignment: the model answer, what a student gets, and the check where a form can hold it.

A form holds a check that only asks for numbers and choices (`check_number`, `check_choice`, `check_value`). Of its code
only the values change that were changed; what else a check is, is written in the notebook.
"""

from __future__ import annotations

import ast
import json
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sowcourse.errors import ContentError
from sowcourse.notebook import Cell, Notebook, markers, source
from sowcourse.skeleton.house_form import Entry
from sowcourse.skeleton.shape import InNotebook

CHECK = "check"
"""The field with what is checked, a row for every name."""

RIGHTS = "rights"
"""The field of a row in which more than one answer is right."""

_KNOWN = ("check_number", "check_choice", "check_value")
_SUMS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@dataclass(frozen=True)
class _Spot:
    """A value in the code of a check."""

    node: ast.expr
    said: str
    """As it stands there."""


Row = dict[str, _Spot]


@dataclass(frozen=True)
class Steps(InNotebook):
    """The code cells of an assignment in which students answer, positions left out."""

    def entry(self, number: int) -> Entry:
        """The model answer and what a student gets; and what is checked, when a form can hold that."""
        cell = self.notebook["cells"][self._places()[number]]
        entry: Entry = {"id": cell["id"], "source": source(cell), "stub": cell["metadata"]["sowcourse"]["stub"]}
        rows = [_values(row) for row in _rows(self._check(str(cell["id"])))]
        return entry | ({CHECK: rows} if rows else {})

    def changed(self, number: int, entry: Entry) -> Steps:
        """With other values in one step. Raises: ContentError when that asks for another check."""
        place = self._places()[number]
        cell = self.notebook["cells"][place]
        name = str(cell["id"])
        ours = cell["metadata"]["sowcourse"] | {"stub": str(entry.get("stub", "")).strip("\n")}
        rows = entry.get(CHECK, [])
        choice = next((row["options"] for row in rows if "options" in row), None)
        if isinstance(ours.get("choice"), list) and choice:
            ours = ours | {"choice": choice}
        cells = list(self.notebook["cells"])
        cells[place] = cell | {
            "source": str(entry.get("source", "")).strip("\n"),
            "metadata": cell["metadata"] | {"sowcourse": ours},
        }
        for at, each in enumerate(cells):
            if each["id"] == f"test-{name}" and _rows(source(each)):
                cells[at] = each | {"source": _rewritten(source(each), rows)}
        return replace(self, notebook=self.notebook | {"cells": cells})

    def added(self, entry: Entry) -> Steps:
        """Raises: ContentError, always: a new step has a new check."""
        raise ContentError(Path(), "", "een stap erbij schrijf je in het notebook.", "Zie docs/controles.md.")

    def without(self, number: int) -> Steps:
        """Raises: ContentError, always: students answer here."""
        raise ContentError(Path(), "", "een stap haal je weg in het notebook zelf.", "Zie docs/controles.md.")

    def _places(self) -> list[int]:
        return [place for place, cell in enumerate(self.notebook["cells"]) if _is_step(cell)]

    def _check(self, name: str) -> str:
        return next((source(cell) for cell in self.notebook["cells"] if cell["id"] == f"test-{name}"), "")


def check_steps(notebook: Notebook, file: Path) -> None:
    """Look at what forms can fill in. Raises: ContentError about the first value that cannot be."""
    steps = Steps(notebook)
    for number in range(len(steps)):
        try:
            ast.parse(str(steps.entry(number)["source"]))
        except (SyntaxError, ValueError) as error:
            where = f"sleutel 'step[{number}].source'"
            fault = f"dit is geen hele code: Python komt tot regel {getattr(error, 'lineno', None) or 1}."
            remedy = "Kijk of elk haakje en elk aanhalingsteken sluit, en of elke regel even ver inspringt."
            raise ContentError(file, where, fault, remedy) from error
        for place, row in enumerate(steps.entry(number).get(CHECK, [])):
            for key, fault in _faults(row):
                where = f"sleutel 'step[{number}].{CHECK}[{place}].{key}'"
                raise ContentError(file, where, fault, "Verbeter de waarde.")


def _faults(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not row["hint"]:
        yield "hint", "de tekst is leeg."
    if "options" in row:
        if len(row["options"]) < 2 or len(set(row["options"])) < len(row["options"]):
            yield "options", "verwacht worden minstens twee antwoorden, elk één keer."
        elif RIGHTS in row:
            return  # read from the answers themselves
        elif row["right"] not in row["options"]:
            yield "right", f"verwacht wordt een van {', '.join(row['options'])}; gevonden '{row['right']}'."
        return
    for key in ("low", "high", "right", *(["tolerance"] if "tolerance" in row else [])):
        if _worth(row[key]) is None:
            yield key, f"verwacht wordt een getal of een berekening met getallen, gevonden '{row[key]}'."
            return
    low, right, high = (_worth(row[key]) or 0 for key in ("low", "right", "high"))
    if not low <= right <= high:
        yield "right", f"verwacht wordt een getal van {row['low']} tot {row['high']}, gevonden {row['right']}."


def _is_step(cell: Cell) -> bool:
    ours = cell["metadata"].get("sowcourse", {})
    is_answer = cell["cell_type"] == "code" and bool(markers(cell).get("solution")) and "stub" in ours
    return is_answer and ours.get("choice") != "positions"


def _rows(code: str) -> list[Row]:
    """What a check asks, a row for every name; [] when it is a check that no form holds."""
    try:
        found = [_call(statement, code) for statement in ast.parse(code).body]
    except (SyntaxError, ValueError):
        return []
    rows: dict[str, Row] = {}
    for call in found:
        if call is None:
            return []
        name, row = call
        if rows.get(name, {}).keys() & row.keys():
            return []
        rows.setdefault(name, {}).update(row)
    return list(rows.values()) if all(map(_can_be_filled_in, rows.values())) else []


def _can_be_filled_in(row: Row) -> bool:
    """Whether every value is there and is plain: a number or a sum, a text, a list of texts."""
    if not {"right", "hint"} <= row.keys() or not ({"low", "options"} & row.keys()):
        return False
    if row.keys() - {"name", "right", "hint", "low", "high", "unit", "tolerance", "options", "numbered"}:
        return False
    if "options" in row and not _can_be_chosen(row):
        return False
    plain = [row[key] for key in ("low", "high", "right", "tolerance") if key in row]
    return all(_is_text(spot.node) or _worth(spot.said) is not None for spot in plain)


def _can_be_chosen(row: Row) -> bool:
    """Whether the answers to choose from are texts, each with a number where they have numbers."""
    listed = row["options"].node
    if not isinstance(listed, ast.List) or not all(map(_is_text, listed.elts)):
        return False
    if "numbered" in row:
        try:
            numbers = ast.literal_eval(row["numbered"].node)
        except ValueError:
            return False
        if set(numbers) != set(ast.literal_eval(listed)) or not all(type(each) is int for each in numbers.values()):
            return False
    return isinstance(row["right"].node, ast.Constant)


def _worth(text: str) -> float | None:
    """What a number or a sum of numbers comes to; None for anything else."""
    try:
        return _sum(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, ValueError, ZeroDivisionError, OverflowError, RecursionError, MemoryError):
        return None


def _sum(node: ast.expr) -> float:
    """Raises: ValueError for what is no sum of numbers."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=one):
            return -_sum(one)
        case ast.BinOp(left=one, op=by, right=other) if type(by) in _SUMS:
            return _SUMS[type(by)](_sum(one), _sum(other))
    raise ValueError(node)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _call(statement: ast.stmt, code: str) -> tuple[str, Row] | None:
    """The name that one call is about, and its values; None for anything else."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id=called), args=args, keywords=keywords)) if called in _KNOWN:
            pass
        case _:
            return None
    if not args or not isinstance(args[0], ast.Constant):
        return None

    def spot(node: ast.expr) -> _Spot:
        return _Spot(node, ast.get_source_segment(code, node) or "")

    row = {"name": spot(args[0])} if called != "check_value" else {}
    match called, args, keywords:
        case "check_number", [_, ast.Name(), low, high, ast.Constant() as unit], []:
            row |= {"low": spot(low), "high": spot(high), "unit": spot(unit)}
        case "check_choice", [_, ast.Name(), ast.List() as options], []:
            row |= {"options": spot(options)}
        case "check_value", [_, ast.Name(), right, ast.Constant() as hint], [*more]:
            row |= {"right": spot(right), "hint": spot(hint)}
            for each in more:
                row[str(each.arg)] = spot(each.value)
        case "check_value", [_, ast.Subscript(value=ast.Dict() as each), right, ast.Constant() as hint], []:
            row |= {"numbered": spot(each), "right": spot(right), "hint": spot(hint)}
        case _:
            return None
    return str(args[0].value), row


def _values(row: Row) -> dict[str, Any]:
    """A row as a form shows it."""
    said: dict[str, Any] = {"name": ast.literal_eval(row["name"].node)}
    if "options" in row:
        said["options"] = [str(each) for each in ast.literal_eval(row["options"].node)]
        right = ast.literal_eval(row["right"].node)
        numbers = ast.literal_eval(row["numbered"].node) if "numbered" in row else {}
        rights = [each for each in said["options"] if each in numbers and numbers[each] == right]
        if len(rights) > 1:
            said[RIGHTS] = rights
        else:
            said["right"] = rights[0] if rights else str(right)
    else:
        said |= {"low": _plain(row["low"]), "high": _plain(row["high"])}
        said |= {"unit": ast.literal_eval(row["unit"].node), "right": _plain(row["right"])}
        if "tolerance" in row:
            said["tolerance"] = _plain(row["tolerance"])
    return said | {"hint": ast.literal_eval(row["hint"].node)}


def _plain(spot: _Spot) -> str:
    """A number as it was typed; a text that should be one without its quotes."""
    return str(ast.literal_eval(spot.node)) if _is_text(spot.node) else spot.said.replace("_", "")


def _rewritten(code: str, rows: list[dict[str, Any]]) -> str:
    """The code of a check with other values. Raises: ContentError for rows of another check."""
    there = _rows(code)
    if [row.get("name") for row in rows] != [_values(row)["name"] for row in there]:
        fault = "welke namen gecontroleerd worden, verander je hier niet."
        raise ContentError(Path(), "", fault, "Dat schrijf je in het notebook.")
    puts: list[tuple[ast.expr, str]] = []
    for before, filled in zip(there, rows, strict=True):
        said = _values(before)
        empty = {key: [] if isinstance(value, list) else "" for key, value in said.items()}
        asked = said.keys() | ({"right", RIGHTS} if "numbered" in before else set())
        row = empty | {key: value for key, value in filled.items() if key in asked}
        chosen = {"options", "right"} if "numbered" in before else set()
        for key in (before.keys() & said.keys()) - {"name"} - chosen:
            if row[key] != said[key]:
                puts.append((before[key].node, _written(key, row)))
        if chosen and any((row.get(key) or None) != said.get(key) for key in ("options", "right", RIGHTS)):
            puts += _numbered(before, row)
    return _with(code, puts)


def _numbered(before: Row, row: Mapping[str, Any]) -> list[tuple[ast.expr, str]]:
    """Answers to choose from with their numbers: all that are right have that of the first of them."""
    options, rights = row["options"], row.get(RIGHTS) or [row.get("right", "")]
    known = all(each in options for each in rights)
    first = str(options.index(rights[0])) if known else _quoted("\n".join(rights))
    numbers = (first if known and each in rights else str(number) for number, each in enumerate(options))
    pairs = ", ".join(f"{_quoted(each)}: {number}" for each, number in zip(options, numbers, strict=True))
    return [
        (before["options"].node, _written("options", row)),
        (before["numbered"].node, f"{{{pairs}}}"),
        (before["right"].node, first),
    ]


def _written(key: str, row: Mapping[str, Any]) -> str:
    """A value as code."""
    value = row[key]
    if key == "options":
        return f"[{', '.join(map(_quoted, value))}]"
    if key == "right" and "options" in row:
        return str(row["options"].index(value)) if value in row["options"] else _quoted(value)
    if key in ("low", "high", "right", "tolerance"):
        number = re.sub(r"(?<=\d),(?=\d)", ".", str(value))
        return number if _worth(number) is not None else _quoted(str(value))
    return _quoted(str(value))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _with(code: str, puts: list[tuple[ast.expr, str]]) -> str:
    """Code with other text in the place of some of its parts; the last first, so that places stay right."""
    raw = code.encode()
    starts = [0]
    for line in raw.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node, text in sorted(puts, key=lambda put: (put[0].lineno, put[0].col_offset), reverse=True):
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        first = starts[node.lineno - 1] + node.col_offset
        last = starts[node.end_lineno - 1] + node.end_col_offset
        raw = raw[:first] + text.encode() + raw[last:]
    return raw.decode()
