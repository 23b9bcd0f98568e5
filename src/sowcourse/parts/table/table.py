"""A table whole: every row, searchable, and what the columns hold, written as one types it in code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sowcourse.dataset import Column, load_dataset
from sowcourse.parts.base import FOLDER, escaped, page
from sowcourse.parts.joining import joined

if TYPE_CHECKING:
    from pandas import DataFrame, Series

MOST_VALUES = 40
"""So many different values of a column are named; of more, only from where to where they go, or how many."""

SCRIPT = joined(FOLDER / "table" / "table.js")
"""Adds a field to search to every table on the page."""
EMPTY = "leeg"


@dataclass(frozen=True)
class ShownTable:
    """A table that shows itself in a notebook; a script adds a field to search, and without it every row is there."""

    name: str
    """How the table is called in the code."""
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    """Values as Python has them; None where a cell is empty."""
    codebook: dict[str, Column]
    """What is known of the columns; empty for a table that somebody made."""

    def __repr__(self) -> str:
        return self.told

    @property
    def told(self) -> str:
        """How large it is, in Dutch."""
        rows = "1 rij" if len(self.rows) == 1 else f"{len(self.rows)} rijen"
        columns = "1 kolom" if len(self.columns) == 1 else f"{len(self.columns)} kolommen"
        return f"Tabel {self.name}: {rows} en {columns}"

    def _repr_html_(self) -> str:
        return page(f"{self.body}<script>{SCRIPT}</script>", f"Tabel {self.name}")

    @property
    def body(self) -> str:
        """The table as HTML, for a page that brings SCRIPT itself."""
        return (
            f"<details class='sow-table' open><summary>{escaped(self.told)}</summary>{self._table()}"
            f"<details><summary>Welke waarden staan er in elke kolom?</summary>{self._values()}</details></details>"
        )

    def _table(self) -> str:
        name = escaped(self.name)
        head = "".join(f"<th scope='col'>{escaped(column)}" for column in self.columns)
        lines = "".join(
            "<tr>" + "".join(f"<td>{escaped(EMPTY if value is None else plain(value))}" for value in row)
            for row in self.rows
        )
        return (
            f"<div class='sow-scroll sow-tall' tabindex='0' role='region' aria-label='Alle rijen van {name}'><table>"
            f"<caption>{name}</caption><thead><tr>{head}</thead><tbody>{lines}</tbody></table></div>"
        )

    def _values(self) -> str:
        lines = []
        for place, name in enumerate(self.columns):
            column = self.codebook.get(name)
            meaning = f" {escaped(column.meaning)}" if column else ""
            told = told_values([row[place] for row in self.rows])
            lines.append(f"<dt><code>{escaped(name)}</code>{meaning}</dt><dd>{told}</dd>")
        return f"<dl class='sow-values'>{''.join(lines)}</dl>"


def show_table(table: str | DataFrame, name: str = "") -> ShownTable:
    """A whole table to look things up in.

    Parameters: table – the name of a data set, which brings its codebook, or a table of pandas;
    name – how it is called in the code; for a data set, when that is not its own name.
    Raises: ContentError when there is no such data set; ValueError in Dutch when `table` is no table.
    """
    if isinstance(table, str):
        dataset = load_dataset(table)
        columns = tuple(column.name for column in dataset.columns)
        rows = tuple(tuple(None if row[c] == "" else row[c] for c in columns) for row in dataset.rows())
        return ShownTable(name or table, columns, rows, {column.name: column for column in dataset.columns})
    if not hasattr(table, "itertuples") or not hasattr(table, "columns"):
        raise ValueError(
            f"show_table: verwacht wordt een hele tabel; gevonden {type(table).__name__}. "
            "Kies je kolommen, zet hun namen dan tussen dubbele rechte haken."
        )
    columns_of = [_values_of(column) for _, column in table.items()]
    rows = tuple(zip(*columns_of, strict=True)) if columns_of else ((),) * len(table)
    return ShownTable(name or "zonder naam", tuple(map(str, table.columns)), rows, {})


def told_values(values: list[Any]) -> str:
    """What a column holds, as HTML, each value as one types it in code."""
    present = list(dict.fromkeys(value for value in values if value is not None))
    some = " Sommige vakjes zijn leeg." if None in values else ""
    if not present:
        return "Alle vakjes zijn leeg."
    if all(str(value).startswith("http") for value in present):
        return f"Adressen op het web.{some}"
    if any(isinstance(value, str) for value in present):
        if len(present) > MOST_VALUES:
            return f"{len(present)} verschillende teksten; zoek ze op in de tabel.{some}"
        shown = ", ".join(f"<code>{escaped(written(value))}</code>" for value in sorted(present, key=str))
        return f"Tekst, tussen aanhalingstekens: {shown}.{some}"
    numbers = sorted(present)
    if len(numbers) > MOST_VALUES:
        shown = f"van <code>{plain(numbers[0])}</code> tot <code>{plain(numbers[-1])}</code>"
    else:
        shown = ", ".join(f"<code>{plain(number)}</code>" for number in numbers)
    return f"Getallen, zonder aanhalingstekens: {shown}.{some}"


def plain(value: Any) -> str:
    """A value as it stands in a cell: a number with a point, as one types it in code."""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.10g}"
    return str(value)


def written(value: Any) -> str:
    """A value as one types it in code."""
    if not isinstance(value, str):
        return plain(value)
    return repr(value) if '"' in value or "\\" in value else f'"{value}"'


def _values_of(column: Series[Any]) -> list[Any]:
    """The values of a column as Python has them; None for nothing. By column, as pandas keeps them, for speed."""
    gone = column.array.isna().tolist()
    return [None if empty else _value(value) for value, empty in zip(column.tolist(), gone, strict=True)]


def _value(value: Any) -> Any:
    """A value of pandas as Python has it; None for an empty text."""
    if type(value) in (int, float, bool):
        return value
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, str) and not value else value
