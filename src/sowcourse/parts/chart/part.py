"""A chart a careful reader can trust: inline SVG, the same figures in a table, source and trap."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from sowcourse.bars import Bars
from sowcourse.content import datasets_root
from sowcourse.dataset import Chart, Dataset, load_dataset
from sowcourse.errors import ContentError
from sowcourse.parts.base import Part, escaped, page
from sowcourse.parts.chart.breaks import breaks
from sowcourse.parts.chart.figures import figures
from sowcourse.parts.chart.scale import (
    LINE,
    Row,
    apart,
    dutch_number,
    has_gaps,
    label,
    number,
    roomy,
    round_ticks,
    spaced,
)

if TYPE_CHECKING:
    from pandas import DataFrame

_NUMBER = count(1)
_WIDE, _SMALL = 440, 290
"""A chart is drawn for two widths; part.css shows the one that fits, so that letters keep their size on a phone."""
_HEIGHT = 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 100, 22, 40
_BAR, _BETWEEN, _VALUE = 16, 14, 108
_DASHES = ("", "8 5", "2 4")
_MARKS = ("●", "■", "▲")
_BEGIN = "<g font-size='14' fill='currentColor' stroke='none'>"
_COLOUR = "class='sow-ink'"


class ChartPart(Part):
    """One chart of a data set."""

    call = "show_chart"
    told = "een grafiek"

    @classmethod
    def offered(cls, module: str, course: Path) -> list[tuple[str, ...]]:
        held = sorted(path.parent.name for path in datasets_root().glob("*/dataset.toml"))
        return [(name, chart) for name in held for chart in load_dataset(name).charts]

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
    trap = (
        "<details class='sow-trap'><summary>Wat klopt er niet aan deze grafiek?</summary>"
        f"<p>{escaped(chart.trap)}</p></details>"
        if chart.trap
        else ""
    )
    note = f"<p class='sow-hint'>{escaped(chart.note)}</p>" if chart.note else ""
    broken = breaks(chart, rows)
    told = "" if chart.trap else "".join(f" Breuk in de reeks: {what}." for what in broken.values())
    claim = "<span class='sow-claim'>Een grafiek om tegen te spreken</span><br>" if chart.trap else ""
    gaps = " Een stippellijn gaat over jaren zonder cijfer." if has_gaps(chart, rows) else ""
    return (
        f"<figure><figcaption>{claim}<strong>{escaped(chart.title)}</strong><br>{escaped(chart.question)}</figcaption>"
        f"<div class='sow-scroll sow-drawn' tabindex='0' role='region' aria-label='Grafiek: {escaped(chart.title)}'>"
        f"{_drawings(chart, rows, chart.alt + told, broken)}</div>"
        f"<p class='sow-hint'>Eenheid: {escaped(chart.unit)}. Bron: {escaped(chart.source_line)}.{gaps}"
        f"{escaped(told)}</p>{note}"
        f"<details><summary>De cijfers in een tabel</summary>{figures(dataset, chart, rows, broken)}</details>"
        f"{trap}</figure>"
    )


def _drawings(chart: Chart, rows: list[Row], told: str, broken: Container[int], start: float = 0.0) -> str:
    """The chart for a wide place and for a narrow one."""
    made = []
    for kind, width in (("wide", _WIDE), ("small", _SMALL)):
        bars = chart.kind == "range"
        drawing, height = _range_chart(chart, rows, width, start) if bars else _line_chart(chart, rows, broken, width)
        title = f"sow-chart-{next(_NUMBER)}"
        role = "img" if bars else "group"  # in a group, every point can be asked
        made.append(
            f"<svg class='sow-{kind}' viewBox='0 0 {width} {height}' role='{role}' aria-labelledby='{title}'>"
            f"<title id='{title}'>{escaped(told)}</title>{drawing}</svg>"
        )
    return "".join(made)


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
        alt = f"Staafgrafiek, staven vanaf {dutch_number(self.start)}: {told}."
        lines = "".join(
            f"<tr><th scope='row'>{escaped(label)}</th><td>{dutch_number(value)}</td></tr>"
            for label, value in self.rows
        )
        return page(
            f"<figure><figcaption><strong>{escaped(self.title)}</strong></figcaption>"
            f"<div class='sow-drawn'>{_drawings(chart, rows, alt, (), self.start)}</div>"
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


def _line_chart(chart: Chart, rows: list[Row], broken: Container[int], width: int) -> tuple[str, int]:
    """Lines or bars over a numeric x, and how high the drawing is.

    Parameters: broken – places of rows before which the series breaks.
    """
    names = list(dict.fromkeys(str(row[chart.series]) if chart.series else "" for row in rows))
    xs = [number(row[chart.x]) for row in rows]
    ticks = round_ticks(0, max(number(row[chart.y]) for row in rows))
    low, high = min(xs), max(xs)
    floor = _HEIGHT - _BOTTOM

    def across(x: float) -> float:
        return _LEFT + (x - low) / ((high - low) or 1) * (width - _LEFT - _RIGHT)

    def up(value: float) -> float:
        return floor - value / ticks[-1] * (floor - _TOP)

    parts = [_BEGIN]
    for value in ticks:
        y = up(value)
        parts.append(f"<path d='M{_LEFT} {y:.1f}H{width - _RIGHT}' stroke='currentColor' stroke-opacity='.25'/>")
        parts.append(f"<text x='{_LEFT - 8}' y='{y + 4:.1f}' text-anchor='end'>{dutch_number(value)}</text>")
    for x, shown in spaced([(across(x), x) for x in sorted(set(xs))]):
        parts.append(f"<path d='M{x:.1f} {floor}v5' stroke='currentColor'/>")
        if shown is not None:
            parts.append(f"<text x='{x:.1f}' y='{_HEIGHT - 16}' text-anchor='middle'>{shown:.0f}</text>")
    ends = []
    for index, name in enumerate(names):
        mine = [place for place, row in enumerate(rows) if not chart.series or str(row[chart.series]) == name]
        points = [(number(rows[place][chart.x]), number(rows[place][chart.y])) for place in mine]
        places = [(across(x), up(y)) for x, y in points]
        if chart.kind == "line":
            cuts = [place in broken for place in mine]
            parts += _strokes(points, places, _DASHES[index % len(_DASHES)], cuts)
        for (x, y), (year, value) in zip(places, points, strict=True):
            if chart.kind == "bar":
                shape = f"<rect x='{x - 9:.1f}' y='{y:.1f}' width='18' height='{floor - y:.1f}' {_COLOUR}/>"
            else:
                mark = _MARKS[index % len(_MARKS)]
                shape = f"<text x='{x:.1f}' y='{y + 5:.1f}' text-anchor='middle' {_COLOUR}>{mark}</text>"
            parts.append(_asked(shape, x, y, f"{year:.0f}: {dutch_number(value)}", name, chart.unit, width))
        ends.append(places[-1])
    for name, (x, _), y in zip(names, ends, apart([y for _, y in ends]), strict=True):
        parts.append(f"<text x='{x + 12:.1f}' y='{y + 5:.1f}'>{escaped(name)}</text>")
    return "".join([*parts, "</g>"]), _HEIGHT


def _strokes(
    points: list[tuple[float, float]], places: list[tuple[float, float]], dash: str, cuts: list[bool]
) -> Iterator[str]:
    """A line from point to point; thin and dotted over years of which there is no figure, and cut before a break."""
    for (before, after), ((x1, y1), (x2, y2)), cut in zip(pairwise(points), pairwise(places), cuts[1:], strict=True):
        gap = after[0] - before[0] > 1
        look = "stroke-width='1.5' stroke-dasharray='1 5'" if gap else f"stroke-width='2.5' stroke-dasharray='{dash}'"
        yield (
            f"<path d='M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}' fill='none' stroke-linecap='round' {look} "
            f"stroke='currentColor' class='sow-stroke{' sow-joined' if cut else ''}'/>"
        )
        if cut:
            x = (x1 + x2) / 2
            yield (
                f"<g class='sow-break'><path d='M{x:.1f} {_TOP}V{_HEIGHT - _BOTTOM}' stroke='currentColor' "
                f"stroke-dasharray='4 4'/><text x='{x:.1f}' y='{_TOP - 8}' text-anchor='middle'>breuk</text></g>"
            )


def _asked(shape: str, x: float, y: float, value: str, name: str, unit: str, width: int) -> str:
    """A point that says its value to who comes by with a mouse, a finger or the keyboard."""
    side = "start" if x < _LEFT + 40 else "end" if x > width - _RIGHT - 40 else "middle"
    label = ", ".join(filter(None, (name, value)))
    return (
        f"<g class='sow-mark' tabindex='0' role='img' aria-label='{escaped(label)} ({escaped(unit)})'>{shape}"
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='14' fill='transparent'/>"
        f"<text class='sow-value' x='{x:.1f}' y='{max(y - 12, 14):.1f}' text-anchor='{side}'>{escaped(value)}</text>"
        "</g>"
    )


def _range_chart(chart: Chart, rows: list[Row], width: int, start: float = 0.0) -> tuple[str, int]:
    """One labelled bar per row, all from `start`, and how high the drawing is; what is uncertain is an outline."""
    ends = [row[chart.high] if chart.high and row[chart.high] is not None else row[chart.y] for row in rows]
    ticks = round_ticks(start, max(map(number, ends)))
    labels = [label(chart, row, width) for row in rows]
    tops = [4.0]
    for lines in labels:
        tops.append(tops[-1] + LINE * len(lines) + _BAR + _BETWEEN)
    base = tops[-1]

    def across(value: float) -> float:
        return 1 + max(0.0, (value - start) / (ticks[-1] - start)) * (width - _VALUE)

    parts = [_BEGIN]
    for tick in roomy(ticks, across):
        x = across(tick)
        side = "start" if tick == ticks[0] else "middle"
        parts.append(f"<text x='{x:.1f}' y='{base + 20:.0f}' text-anchor='{side}'>{dutch_number(tick)}</text>")
    for row, lines, top, end in zip(rows, labels, tops, ends, strict=False):
        low, high = number(row[chart.y]), number(end)
        value = dutch_number(low) if high == low else f"{dutch_number(low)}–{dutch_number(high)}"
        if chart.high and row[chart.high] is None:
            value = f"meer dan {value}"
        for line, text in enumerate(lines, start=1):
            parts.append(f"<text x='0' y='{top + LINE * line - 3:.0f}'>{escaped(text)}</text>")
        y = top + LINE * len(lines) + 2
        for tick in ticks:
            x = across(tick)
            parts.append(f"<path d='M{x:.1f} {y - 2:.0f}v{_BAR + 4}' stroke='currentColor' stroke-opacity='.25'/>")
        parts.append(f"<rect x='1' y='{y:.0f}' width='{across(low) - 1:.1f}' height='{_BAR}' {_COLOUR}/>")
        if high > low:
            parts.append(
                f"<rect x='{across(low):.1f}' y='{y:.0f}' width='{across(high) - across(low):.1f}' height='{_BAR}' "
                "fill='none' stroke='currentColor' stroke-dasharray='3 2'/>"
            )
        parts.append(f"<text x='{across(high) + 6:.1f}' y='{y + 13:.0f}' font-weight='600'>{value}</text>")
    return "".join([*parts, "</g>"]), round(base) + _BOTTOM
