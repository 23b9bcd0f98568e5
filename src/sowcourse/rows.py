"""The rows of a table that a student made: in plain values, and what differs from the rows that were asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from types import NoneType
from typing import TYPE_CHECKING, cast

from sowcourse.errors import CheckError
from sowcourse.quantity import TOLERANCE, filled, kind_of

if TYPE_CHECKING:
    from pandas import DataFrame

Cell = str | float | None
Row = tuple[Cell, ...]

_MOST_NAMED = 12
"""Columns of a table that are named at most."""


def table_of(name: str, value: object, columns: Sequence[str]) -> DataFrame:
    """The value as a table with `columns`; those may stand in its index.

    Raises: CheckError when it is no table, or a column is missing, stands there twice or still holds dots.
    """
    import pandas as pd

    filled(name, value)
    if type(value) is pd.Series and value.index.names == [None] and set(columns) <= set(value.index):
        value = value.to_frame().T  # one row, as `iloc[0]` gives it
    if type(value) is pd.Series and value.index.names != [None]:
        value = value.reset_index()
    if type(value) is not pd.DataFrame:
        raise CheckError(
            f"{name}: verwacht wordt een tabel; gevonden {kind_of(value)}. Begin opnieuw met de regel die er stond."
        )
    if set(columns) - set(value.columns) and set(columns) & set(value.index.names):
        value = value.reset_index()
    missing = [column for column in columns if column not in value.columns]
    if missing:
        raise CheckError(f"{name}: de kolom '{missing[0]}' ontbreekt. De tabel heeft nu: {_some(value.columns)}.")
    for column in columns:
        if isinstance(value[column], pd.DataFrame):
            raise CheckError(
                f"{name}: de kolom '{column}' staat er twee keer. Begin opnieuw met de regel die er stond."
            )
        kind = value[column].dtype
        holds_anything = kind.kind == "O" and not isinstance(kind, pd.StringDtype)
        if holds_anything and any(cell is ... for cell in value[column]):
            raise CheckError(f"{name}: in de kolom '{column}' staan nog puntjes (...). Vervang ze door jouw antwoord.")
    return value


def _some(columns: Iterable[object]) -> str:
    names = [str(column) for column in columns]
    rest = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" en nog {rest}" if rest > 0 else "")


def plain_rows(name: str, value: object, columns: Sequence[str]) -> list[Row]:
    """Rows of plain values only, so that no object can claim to be equal to everything.

    Raises: CheckError as `table_of` does, and when a cell holds anything but text or a number.
    """
    frame = table_of(name, value, columns)
    return list(zip(*(_plain_cells(name, column, frame[column].tolist()) for column in columns), strict=True))


def _plain_cells(name: str, column: str, cells: list[object]) -> list[Cell]:
    """A column in plain values; one of nothing but words or fractions, as most are, at once."""
    kinds = {*map(type, cells)}
    if kinds <= {str}:
        return cast("list[Cell]", cells)
    if kinds <= {float}:
        return [None if cell != cell else cast(float, cell) for cell in cells]
    return [_plain_cell(name, column, cell) for cell in cells]


def row_problem(name: str, value: object, expected: DataFrame, columns: Sequence[str]) -> tuple[str, str] | None:
    """What differs and the rows that show it; None when the tables hold the same rows.

    Text and whole numbers are equal or not; other numbers may differ a little. A row without any of those numbers
    says nothing, so keeping and dropping it are both right.
    """
    found, wanted = plain_rows(name, value, columns), plain_rows(name, expected, columns)
    for place, column in enumerate(columns):
        kinds = [{type(row[place]) for row in rows} - {NoneType} for rows in (found, wanted)]
        if all(kinds) and not kinds[0] & kinds[1]:
            wish = "tekst" if str in kinds[1] else "een getal"
            return f"verwacht wordt {wish} in elke rij van de kolom '{column}'; dat is bij jou iets anders.", ""
    loose = [place for place, column in enumerate(columns) if expected[column].dtype.kind == "f"]
    mine, theirs = _grouped(found, loose), _grouped(wanted, loose)
    extra: list[Row] = []
    other: list[Row] = []
    lacking = 0
    for key in {**mine, **theirs}:
        alone, missed = _unpaired(mine.get(key, []), theirs.get(key, []), loose)
        both = min(len(alone), missed)
        other += alone[:both]
        extra += alone[both:]
        lacking += missed - both
    if not (extra or lacking or other):
        return None
    parts = [
        f"{len(extra)} te veel" if extra else "",
        f"{lacking} te weinig" if lacking else "",
        f"{len(other)} met een andere waarde" if other else "",
    ]
    shown = _small_table(columns, (extra + other)[:3])
    return f"de rijen zijn nog niet de juiste: {', '.join(filter(None, parts))}.", shown


def _grouped(rows: list[Row], loose: Sequence[int]) -> dict[Row, list[Row]]:
    """Rows by what must be equal in them, without those that say nothing."""
    groups: dict[Row, list[Row]] = {}
    for row in rows:
        if not loose or any(row[place] is not None for place in loose):
            groups.setdefault(tuple(cell for place, cell in enumerate(row) if place not in loose), []).append(row)
    return groups


def _unpaired(mine: list[Row], theirs: list[Row], loose: Sequence[int]) -> tuple[list[Row], int]:
    """Rows of `mine` without a partner in `theirs` within the tolerance, and how many are left there."""
    left = list(theirs)
    alone = []
    for row in mine:
        partner = next((r for r in left if all(_near(row[place], r[place]) for place in loose)), None)
        if partner is None:
            alone.append(row)
        else:
            left.remove(partner)
    return alone, len(left)


def _near(one: Cell, other: Cell) -> bool:
    if one is None or other is None or isinstance(one, str) or isinstance(other, str):
        return one == other
    return abs(one - other) <= TOLERANCE


def _plain_cell(name: str, column: str, cell: object) -> Cell:
    import pandas as pd

    if cell is None or cell is pd.NA or cell is pd.NaT:
        return None
    if type(cell) is str:
        return cell
    if type(cell) is bool:
        return str(cell)
    if type(cell) is int or isinstance(cell, Fraction | Decimal) or type(cell).__module__ == "numpy":
        cell = float(cell)  # type: ignore[arg-type]
    if type(cell) is float:
        return None if cell != cell else cell
    raise CheckError(f"{name}: in de kolom '{column}' staat iets anders dan tekst of een getal, {kind_of(cell)}.")


def _small_table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    cells = [[str(column) for column in columns]]
    cells += [
        [
            "–" if c is None else c if isinstance(c, str) else f"{c:.2f}".rstrip("0").rstrip(".").replace(".", ",")
            for c in row
        ]
        for row in rows
    ]
    widths = [max(len(line[place]) for line in cells) for place in range(len(columns))]
    lines = [
        "  " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]
    return "\nBij jou staat:\n" + "\n".join(lines)
