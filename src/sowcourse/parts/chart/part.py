"""A chart a careful reader can trust: inline SVG, the same figures in a table, source and trap."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from sowcourse.bars import Bars
from sowcourse.dataset import Chart, Dataset, Value, load_dataset
from sowcourse.errors import ContentError
from sowcourse.parts.base import Part, escaped, page

if TYPE_CHECKING:
    from pandas import DataFrame

Row = dict[str, Value]

_WIDTH, _HEIGHT = 640, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 90, 16, 40
_STEP, _LABELS = 26, 290
_DASHES = ("", "8 5", "2 4")
_MARKS = ("●", "■", "▲")
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
        rows.sort(key=lambda row: -_number(row[chart.y]))
    else:
        rows.sort(key=lambda row: (str(row[chart.series]) if chart.series else "", row[chart.x] or 0))
    names = list(dict.fromkeys(str(row[chart.series]) if chart.series else "" for row in rows))
    title = f"sow-chart-{next(_NUMBER)}"
    trap = (
        f"<details><summary>Wat klopt er niet aan deze grafiek?</summary><p>{escaped(chart.trap)}</p></details>"
        if chart.trap
        else ""
    )
    note = f"<p class='sow-hint'>{escaped(chart.note)}</p>" if chart.note else ""
    height = _TOP + _step(chart) * len(rows) + _BOTTOM if chart.kind == "range" else _HEIGHT
    drawing = _ranges(chart, rows) if chart.kind == "range" else _drawing(chart, rows, names)
    return (
        f"<figure><figcaption><strong>{escaped(chart.title)}</strong><br>{escaped(chart.question)}</figcaption>"
        f"<svg viewBox='0 0 {_WIDTH} {height}' role='img' aria-labelledby='{title}'>"
        f"<title id='{title}'>{escaped(chart.alt)}</title>{drawing}</svg>"
        f"<p class='sow-hint'>Eenheid: {escaped(chart.unit)}. Bron: {escaped(chart.source_line)}.</p>{note}"
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
        height = _TOP + _STEP * len(rows) + _BOTTOM
        title = f"sow-chart-{next(_NUMBER)}"
        lines = "".join(
            f"<tr><th scope='row'>{escaped(label)}</th><td>{dutch_number(value)}</td></tr>"
            for label, value in self.rows
        )
        return page(
            f"<figure><figcaption><strong>{escaped(self.title)}</strong></figcaption>"
            f"<svg viewBox='0 0 {_WIDTH} {height}' role='img' aria-labelledby='{title}'>"
            f"<title id='{title}'>Staafgrafiek, staven vanaf {dutch_number(self.start)}: {escaped(told)}.</title>"
            f"{_ranges(chart, rows, self.start)}</svg>"
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


def _drawing(chart: Chart, rows: list[Row], names: list[str]) -> str:
    xs = [_number(row[chart.x]) for row in rows]
    top = _ceiling(max(_number(row[chart.y]) for row in rows))
    low, high = min(xs), max(xs)

    def place(row: Row) -> tuple[float, float]:
        share = (_number(row[chart.x]) - low) / ((high - low) or 1)
        height = _number(row[chart.y]) / top
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT), _HEIGHT - _BOTTOM - height * (_HEIGHT - _TOP - _BOTTOM)

    parts = ["<g font-size='13' fill='currentColor' stroke='none'>"]
    for step in range(5):
        value = top * step / 4
        y = _HEIGHT - _BOTTOM - step / 4 * (_HEIGHT - _TOP - _BOTTOM)
        parts.append(f"<path d='M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}' stroke='currentColor' stroke-opacity='.25'/>")
        parts.append(f"<text x='{_LEFT - 8}' y='{y + 4:.1f}' text-anchor='end'>{dutch_number(value)}</text>")
    for x in sorted(set(xs)):
        left = _LEFT + (x - low) / ((high - low) or 1) * (_WIDTH - _LEFT - _RIGHT)
        parts.append(f"<text x='{left:.1f}' y='{_HEIGHT - 16}' text-anchor='middle'>{x:.0f}</text>")
    for index, name in enumerate(names):
        points = [place(row) for row in rows if not chart.series or str(row[chart.series]) == name]
        dash = _DASHES[index % len(_DASHES)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        if chart.kind == "line":
            parts.append(
                f"<polyline points='{path}' fill='none' stroke='currentColor' stroke-width='2.5' "
                f"stroke-dasharray='{dash}'/>"
            )
        for x, y in points:
            if chart.kind == "bar":
                parts.append(f"<rect x='{x - 9:.1f}' y='{y:.1f}' width='18' height='{_HEIGHT - _BOTTOM - y:.1f}'/>")
            else:
                mark = _MARKS[index % len(_MARKS)]
                parts.append(f"<text x='{x:.1f}' y='{y + 5:.1f}' text-anchor='middle'>{mark}</text>")
        x, y = points[-1]
        parts.append(f"<text x='{x + 12:.1f}' y='{y + 5:.1f}'>{escaped(name)}</text>")
    return "".join([*parts, "</g>"])


def _step(chart: Chart) -> int:
    return _STEP + 18 if chart.series else _STEP


def _ranges(chart: Chart, rows: list[Row], start: float = 0.0) -> str:
    """One labelled bar per row, all from `start`; the uncertain part of a range is hatched by an outline."""
    top = _ceiling(
        max(_number(row[chart.high] if chart.high and row[chart.high] is not None else row[chart.y]) for row in rows)
    )
    step_down = _step(chart)
    base = _TOP + step_down * len(rows)

    def across(value: float) -> float:
        return _LABELS + max(0.0, (value - start) / (top - start)) * (_WIDTH - _LABELS - _RIGHT)

    parts = ["<g font-size='13' fill='currentColor' stroke='none'>"]
    for step in range(5):
        tick = start + (top - start) * step / 4
        x = across(tick)
        parts.append(f"<path d='M{x:.1f} {_TOP}V{base}' stroke='currentColor' stroke-opacity='.25'/>")
        parts.append(f"<text x='{x:.1f}' y='{base + 20}' text-anchor='middle'>{dutch_number(tick)}</text>")
    for index, row in enumerate(rows):
        y = _TOP + step_down * index
        low = _number(row[chart.y])
        high = _number(row[chart.high]) if chart.high and row[chart.high] is not None else low
        value = dutch_number(low) if high == low else f"{dutch_number(low)}–{dutch_number(high)}"
        if chart.high and row[chart.high] is None:
            value = f"meer dan {value}"
        for line, name in enumerate(filter(None, (chart.x, chart.series))):
            parts.append(
                f"<text x='{_LABELS - 8}' y='{y + 17 + 15 * line}' text-anchor='end'>{escaped(row[name])}</text>"
            )
        parts.append(
            f"<rect x='{_LABELS}' y='{y + 4}' width='{across(low) - _LABELS:.1f}' height='16' fill-opacity='.7'/>"
        )
        if high > low:
            parts.append(
                f"<rect x='{across(low):.1f}' y='{y + 4}' width='{across(high) - across(low):.1f}' height='16' "
                "fill='none' stroke='currentColor' stroke-dasharray='3 2'/>"
            )
        parts.append(f"<text x='{across(high) + 6:.1f}' y='{y + 17}'>{value}</text>")
    return "".join([*parts, "</g>"])


def _table(dataset: Dataset, chart: Chart, rows: list[Row]) -> str:
    names = [
        c.name
        for c in dataset.columns
        if c.name in {chart.x, chart.y, chart.high, chart.series, *chart.filter, "opmerking"}
    ]
    head = "".join(f"<th scope='col'>{escaped(name)}</th>" for name in names)
    lines = []
    for row in rows:
        numbers = {chart.y, chart.high}
        cells = (dutch_number(row[name]) if name in numbers else row[name] or "" for name in names)
        lines.append("<tr>" + "".join(f"<td>{escaped(cell)}</td>" for cell in cells) + "</tr>")
    caption = f"<caption>{escaped(chart.title)}</caption>"
    table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return f"<div class='sow-scroll' tabindex='0' role='region' aria-label='Tabel'>{table}</div>"


def dutch_number(value: Value) -> str:
    """A number as it is written in Dutch: 175.402 and 7,5; "ontbreekt" for a missing one."""
    if value is None:
        return "ontbreekt"
    number = _number(value)
    text = f"{number:,.0f}" if number == round(number) else f"{number:,.1f}"
    return text.translate(str.maketrans(",.", ".,"))


def _number(value: Value) -> float:
    return float(value) if value is not None else 0.0


def _ceiling(value: float) -> float:
    size = 1.0
    while size * 10 <= value:
        size *= 10
    return next(size * factor for factor in (1, 2, 2.5, 4, 5, 8, 10, 20) if size * factor >= value)
