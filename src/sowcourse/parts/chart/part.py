"""A chart a careful reader can trust: inline SVG, the same figures in a table, source and trap."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from sowcourse.bars import Bars
from sowcourse.dataset import Chart, Dataset, load_dataset
from sowcourse.errors import ContentError
from sowcourse.parts.base import Part, escaped, page
from sowcourse.parts.chart.drawing import WIDTH, Row, dutch_number, has_gaps, line_chart, number, range_chart

if TYPE_CHECKING:
    from pandas import DataFrame

_NUMBER = count(1)


class ChartPart(Part):
    """One chart of a data set."""

    call = "show_chart"

    def __init__(self, dataset: str, chart: str) -> None:
        loaded = load_dataset(dataset)
        if chart not in loaded.charts:
            raise ContentError(
                loaded.folder / "dataset.toml",
                "chart",
                f"er is geen grafiek '{chart}'.",
                f"Kies uit: {', '.join(loaded.charts)}.",
            )
        drawn = loaded.charts[chart]
        super().__init__("", "", drawn.title, {"html": figure(loaded, drawn)})


def figure(dataset: Dataset, chart: Chart) -> str:
    """The chart, its table and its trap as HTML."""
    rows = [r for r in dataset.rows() if all(r[name] in values for name, values in chart.filter.items())]
    if chart.kind == "range":
        rows.sort(key=lambda row: -number(row[chart.y]))
    else:
        rows.sort(key=lambda row: (str(row[chart.series]) if chart.series else "", row[chart.x] or 0))
    title = f"sow-chart-{next(_NUMBER)}"
    trap = (
        f"<details><summary>Wat klopt er niet aan deze grafiek?</summary><p>{escaped(chart.trap)}</p></details>"
        if chart.trap
        else ""
    )
    note = f"<p class='sow-hint'>{escaped(chart.note)}</p>" if chart.note else ""
    drawing, height = range_chart(chart, rows) if chart.kind == "range" else line_chart(chart, rows)
    claim = "<span class='sow-claim'>Een grafiek om tegen te spreken</span><br>" if chart.trap else ""
    role = "img" if chart.kind == "range" else "group"  # in a group, every point can be asked
    gaps = " Een stippellijn gaat over jaren zonder cijfer." if has_gaps(chart, rows) else ""
    return (
        f"<figure><figcaption>{claim}<strong>{escaped(chart.title)}</strong><br>{escaped(chart.question)}</figcaption>"
        f"<div class='sow-scroll sow-drawn' tabindex='0' role='region' aria-label='Grafiek: {escaped(chart.title)}'>"
        f"<svg viewBox='0 0 {WIDTH} {height}' role='{role}' aria-labelledby='{title}'>"
        f"<title id='{title}'>{escaped(chart.alt)}</title>{drawing}</svg></div>"
        f"<p class='sow-hint'>Eenheid: {escaped(chart.unit)}. Bron: {escaped(chart.source_line)}.{gaps}</p>{note}"
        f"<details><summary>De cijfers in een tabel</summary>{_table(dataset, chart, rows)}</details>{trap}</figure>"
    )


@dataclass(frozen=True)
class DrawnBars(Bars):
    """A bar chart that shows itself in a notebook, with the same figures in a table."""

    def _repr_html_(self) -> str:
        chart = Chart(
            id="", title=self.title, question="", kind="range", x="groep", y="waarde", high="", series="",
            unit=self.unit, source_line=self.source, note="", filter={}, alt="", trap="",
        )  # fmt: skip
        rows: list[Row] = [{"groep": label, "waarde": value} for label, value in self.rows]
        told = ", ".join(f"{label} {dutch_number(value)}" for label, value in self.rows)
        drawing, height = range_chart(chart, rows, self.start)
        title = f"sow-chart-{next(_NUMBER)}"
        lines = "".join(
            f"<tr><th scope='row'>{escaped(label)}</th><td>{dutch_number(value)}</td></tr>"
            for label, value in self.rows
        )
        return page(
            f"<figure><figcaption><strong>{escaped(self.title)}</strong></figcaption>"
            f"<svg viewBox='0 0 {WIDTH} {height}' role='img' aria-labelledby='{title}'>"
            f"<title id='{title}'>Staafgrafiek, staven vanaf {dutch_number(self.start)}: {escaped(told)}.</title>"
            f"{drawing}</svg>"
            f"<p class='sow-hint'>Eenheid: {escaped(self.unit)}. Bron: {escaped(self.source)}.</p>"
            f"<details><summary>De cijfers in een tabel</summary><table><caption>{escaped(self.title)}</caption>"
            f"<tbody>{lines}</tbody></table></details></figure>",
            self.title,
        )


def draw_bars(
    table: DataFrame, label: str, value: str, title: str, unit: str, source: str, start: float = 0.0
) -> DrawnBars:
    """A bar chart of a student's table: one bar per row, `label` and `value` are its columns.

    Raises: ValueError in Dutch when a column is missing, a value is no number, a text is still `...`,
    or no bar would be seen because all values lie below `start`.
    """
    texts = {"titel": title, "eenheid": unit, "bron": source}
    for name, text in texts.items():
        if not isinstance(text, str):
            raise ValueError(f"{name}: verwacht wordt een tekst tussen aanhalingstekens.")
    if isinstance(start, bool) or not isinstance(start, int | float):
        raise ValueError("begin van de staven: verwacht wordt een getal, zonder aanhalingstekens.")
    for column in (label, value):
        if column not in table.columns:
            raise ValueError(
                f"de kolom '{column}' staat niet in de tabel. Kies uit: {', '.join(map(str, table.columns))}."
            )
    if table[value].dtype.kind not in "if" or table[value].isna().any():
        raise ValueError(f"kolom '{value}': verwacht worden getallen, in elke rij één.")
    rows = tuple((str(name), float(number)) for name, number in zip(table[label], table[value], strict=True))
    if not rows or max(number for _, number in rows) <= start:
        raise ValueError(
            "er is niets te tekenen: de tabel is leeg, of alle getallen liggen onder het begin van de staven."
        )
    return DrawnBars(title, unit, source, rows, float(start))


def _table(dataset: Dataset, chart: Chart, rows: list[Row]) -> str:
    shown = {chart.x, chart.y, chart.high, chart.series, *chart.filter, "opmerking"}
    columns = [column for column in dataset.columns if column.name in shown]
    head = "".join(f"<th scope='col'>{escaped(column.heading)}</th>" for column in columns)
    lines = []
    for row in rows:
        cells = (_cell(chart, row, column.name) for column in columns)
        lines.append("<tr>" + "".join(f"<td>{escaped(cell)}</td>" for cell in cells) + "</tr>")
    caption = f"<caption>{escaped(chart.title)}</caption>"
    table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return f"<div class='sow-scroll' tabindex='0' role='region' aria-label='Tabel'>{table}</div>"


def _cell(chart: Chart, row: Row, name: str) -> str:
    if name == chart.high and row[name] is None:
        return "onbekend"  # a bar of «meer dan …»
    return dutch_number(row[name]) if name in (chart.y, chart.high) else str(row[name] or "")
