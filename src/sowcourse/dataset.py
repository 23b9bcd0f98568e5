"""Data sets with their codebook: load, describe, cite.

A data set is a folder in `datasets/` with `data.csv` (UTF-8, comma, one header row, empty cell = missing)
and `dataset.toml`, the codebook. Reading rows needs no pandas; only `frame()` does.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sowcourse.content import Table, check_unique, datasets_root, read_toml
from sowcourse.errors import ContentError

if TYPE_CHECKING:
    from pandas import DataFrame

Value = str | int | float | None


@dataclass(frozen=True)
class Column:
    """One column of the codebook."""

    name: str
    meaning: str
    type: str
    """"text", "integer" or "number"."""
    unit: str
    """Unit of the numbers; "" for text."""
    levels: tuple[str, ...]
    """All values that occur; empty when the column is free text or a number."""
    minimum: float | None
    maximum: float | None
    missing: bool
    """Whether empty cells occur."""
    label: str = ""
    """How it is called above a table for readers; "" for its name, which is a word already."""

    @property
    def heading(self) -> str:
        """What stands above it in a table for readers."""
        return self.label or self.name.replace("_", " ")

    def read(self, cell: str) -> Value:
        """Turn one cell of the CSV into its value; None when empty."""
        if cell == "":
            return None
        return cell if self.type == "text" else int(cell) if self.type == "integer" else float(cell)


@dataclass(frozen=True)
class Chart:
    """One chart of a data set, with what a careful reader must see in it."""

    id: str
    title: str
    question: str
    kind: str
    """"line" or "bar" over a numeric x; "range" for one bar per text in x, from `y` to `high` where known."""
    x: str
    y: str
    high: str
    """Column with the upper end of a range; "" when a row is one number, an empty cell for "or more"."""
    series: str
    """Column that separates the lines or bars; "" for one series."""
    unit: str
    source_line: str
    note: str
    filter: dict[str, tuple[Value, ...]]
    """Column → values that are kept."""
    alt: str
    trap: str
    """What goes wrong when the chart is read quickly."""


@dataclass(frozen=True)
class Dataset:
    """A data set and its codebook."""

    name: str
    folder: Path
    title: str
    publisher: str
    code: str
    unit: str
    coverage: str
    years: str
    license: str
    source: str
    url: str
    retrieved: str
    processing: str
    breaks: tuple[str, ...]
    caveats: tuple[str, ...]
    row_count: int
    fictional: bool
    old_because: str
    """Why old figures stay; "" when they are recent, or nobody said."""
    columns: tuple[Column, ...]
    charts: dict[str, Chart]

    @property
    def file(self) -> Path:
        """The CSV file."""
        return self.folder / "data.csv"

    def rows(self) -> list[dict[str, Value]]:
        """All rows as dictionaries, values typed by the codebook, None where empty.

        Raises: ContentError when a cell does not fit its column.
        """
        columns = {column.name: column for column in self.columns}
        with self.file.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            if reader.fieldnames is None or list(reader.fieldnames) != list(columns):
                raise ContentError(
                    self.file,
                    "regel 1",
                    f"verwacht worden de kolommen {', '.join(columns)}; gevonden {', '.join(reader.fieldnames or [])}.",
                    "Pas de CSV of het codeboek (dataset.toml) aan.",
                )
            result = []
            for number, row in enumerate(reader, start=2):
                typed: dict[str, Value] = {}
                for name, cell in row.items():
                    try:
                        typed[name] = columns[name].read(cell)
                    except ValueError:
                        raise ContentError(
                            self.file,
                            f"regel {number}, kolom '{name}'",
                            f"verwacht wordt {columns[name].type}, gevonden {cell!r}.",
                            "Verbeter de cel of het type in dataset.toml.",
                        ) from None
                result.append(typed)
            return result

    def frame(self) -> DataFrame:
        """All rows as a pandas DataFrame.

        Returns: one row per line of the CSV, columns in the order of the codebook; text as str (empty
        text cells as ""), integers as int64 when none is missing, other numbers as float64 with NaN.
        """
        text = tuple(column.name for column in self.columns if column.type == "text")
        other = tuple(column.name for column in self.columns if column.type != "text")
        frame = _read_frame(self.file, self.file.stat().st_mtime_ns, text, other)
        return next((instead for real, instead in _instead if frame.equals(real)), frame).copy()

    def cite(self) -> str:
        """The attribution line that goes with every use."""
        return f"Bron: {self.publisher} ({self.code}), {self.years}; eigen bewerking. Licentie: {self.license}"


_instead: list[tuple[DataFrame, DataFrame]] = []


def read_instead(figures: list[tuple[DataFrame, DataFrame]]) -> None:
    """From now on, code that loads the first table of a pair gets the second: the same rows with other numbers."""
    _instead[:] = figures


@cache
def _read_frame(file: Path, _: int, text: tuple[str, ...], other: tuple[str, ...]) -> DataFrame:
    """Read a CSV once as long as it does not change: checks ask for the same figures time and again."""
    import pandas as pd

    frame = pd.read_csv(file, keep_default_na=False, na_values={name: [""] for name in other})
    frame[list(text)] = frame[list(text)].astype(str)
    return frame


def load_dataset(name: str, root: Path | None = None) -> Dataset:
    """Read the codebook of one data set.

    Raises: ContentError when there is no such data set (with the nearest name) or its codebook is not right.
    """
    folder = (root or datasets_root()) / name
    if not (folder / "dataset.toml").is_file():
        known = sorted(p.parent.name for p in folder.parent.glob("*/dataset.toml"))
        near = get_close_matches(name, known, n=1, cutoff=0.4)
        remedy = f"Bedoel je '{near[0]}'?" if near else f"Kies uit: {', '.join(known)}."
        raise ContentError(folder, "", f"de dataset '{name}' bestaat niet.", remedy)
    codebook = folder / "dataset.toml"
    return _read_codebook(codebook, codebook.stat().st_mtime_ns)


@cache
def _read_codebook(file: Path, _: int) -> Dataset:
    """Read a codebook once as long as it does not change."""
    table = read_toml(file)
    columns = tuple(_column(row) for row in table.tables("column"))
    charts = tuple(_chart(row, {column.name for column in columns}) for row in table.tables("chart", []))
    check_unique(table, "chart", (chart.id for chart in charts))
    dataset = Dataset(
        name=file.parent.name,
        folder=file.parent,
        title=table.text("title"),
        publisher=table.text("publisher"),
        code=table.text("code"),
        unit=table.text("unit"),
        coverage=table.text("coverage"),
        years=table.text("years"),
        license=table.text("license"),
        source=table.text("source"),
        url=table.text("url", ""),
        retrieved=table.text("retrieved"),
        processing=table.text("processing"),
        breaks=table.texts("breaks", []),
        caveats=table.texts("caveats", []),
        row_count=table.integer("rows"),
        fictional=table.boolean("fictional"),
        old_because=table.text("old_because", ""),
        columns=columns,
        charts={chart.id: chart for chart in charts},
    )
    table.close()
    return dataset


def _column(row: Table) -> Column:
    column = Column(
        name=row.text("name"),
        meaning=row.text("meaning"),
        type=row.choice("type", ("text", "integer", "number")),
        unit=row.text("unit", ""),
        levels=row.texts("levels", []),
        minimum=row.number("min", float("nan")) if "min" in row.data else None,
        maximum=row.number("max", float("nan")) if "max" in row.data else None,
        missing=row.boolean("missing", False),
        label=row.text("label", ""),
    )
    row.close()
    return column


def _chart(row: Table, columns: set[str]) -> Chart:
    kept = row.table("filter", {})
    chart = Chart(
        id=row.text("id"),
        title=row.text("title"),
        question=row.text("question"),
        kind=row.choice("kind", ("line", "bar", "range")),
        x=row.text("x"),
        y=row.text("y"),
        high=row.text("high", ""),
        series=row.text("series", ""),
        unit=row.text("unit"),
        source_line=row.text("source_line"),
        note=row.text("note", ""),
        filter={name: tuple(values) for name, values in kept.data.items()},
        alt=row.text("alt"),
        trap=row.text("trap", ""),
    )
    row.close()
    for name in (chart.x, chart.y, *filter(None, [chart.high, chart.series]), *chart.filter):
        if name not in columns:
            row.fail(name, "is geen kolom van deze dataset.", f"Kies uit: {', '.join(sorted(columns))}.")
    return chart
