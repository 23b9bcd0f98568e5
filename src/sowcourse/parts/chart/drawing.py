"""The lines and bars of a chart as SVG: round ticks, labels that leave each other room, a value at every point."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from itertools import pairwise

from sowcourse.dataset import Chart, Value
from sowcourse.parts.base import escaped

Row = dict[str, Value]

WIDTH, HEIGHT = 640, 320
LABELS = 290
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 90, 22, 40
_BAR, _LINE = 26, 16
_DASHES = ("", "8 5", "2 4")
_MARKS = ("●", "■", "▲")
_APART = 42
"""Between the middles of two years below a chart."""
_LONGEST = 38
"""Letters of a label beside a bar, on one line."""
_BEGIN = "<g font-size='13' fill='currentColor' stroke='none'>"
_COLOUR = "class='sow-ink'"


def line_chart(chart: Chart, rows: list[Row]) -> tuple[str, int]:
    """Lines or bars over a numeric x, and how high the drawing is."""
    names = list(dict.fromkeys(str(row[chart.series]) if chart.series else "" for row in rows))
    xs = [number(row[chart.x]) for row in rows]
    ticks = round_ticks(0, max(number(row[chart.y]) for row in rows))
    low, high = min(xs), max(xs)
    floor = HEIGHT - _BOTTOM

    def across(x: float) -> float:
        return _LEFT + (x - low) / ((high - low) or 1) * (WIDTH - _LEFT - _RIGHT)

    def up(value: float) -> float:
        return floor - value / ticks[-1] * (floor - _TOP)

    parts = [_BEGIN]
    for value in ticks:
        y = up(value)
        parts.append(f"<path d='M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}' stroke='currentColor' stroke-opacity='.25'/>")
        parts.append(f"<text x='{_LEFT - 8}' y='{y + 4:.1f}' text-anchor='end'>{dutch_number(value)}</text>")
    for x, shown in spaced([(across(x), x) for x in sorted(set(xs))]):
        parts.append(f"<path d='M{x:.1f} {floor}v5' stroke='currentColor'/>")
        if shown is not None:
            parts.append(f"<text x='{x:.1f}' y='{HEIGHT - 16}' text-anchor='middle'>{shown:.0f}</text>")
    for index, name in enumerate(names):
        mine = [row for row in rows if not chart.series or str(row[chart.series]) == name]
        points = [(number(row[chart.x]), number(row[chart.y])) for row in mine]
        places = [(across(x), up(y)) for x, y in points]
        if chart.kind == "line":
            parts += _strokes(points, places, _DASHES[index % len(_DASHES)])
        for (x, y), (year, value) in zip(places, points, strict=True):
            if chart.kind == "bar":
                shape = f"<rect x='{x - 9:.1f}' y='{y:.1f}' width='18' height='{floor - y:.1f}' {_COLOUR}/>"
            else:
                mark = _MARKS[index % len(_MARKS)]
                shape = f"<text x='{x:.1f}' y='{y + 5:.1f}' text-anchor='middle' {_COLOUR}>{mark}</text>"
            parts.append(_asked(shape, x, y, f"{year:.0f}: {dutch_number(value)}", name, chart.unit))
        x, y = places[-1]
        parts.append(f"<text x='{x + 12:.1f}' y='{y + 5:.1f}'>{escaped(name)}</text>")
    return "".join([*parts, "</g>"]), HEIGHT


def _strokes(points: list[tuple[float, float]], places: list[tuple[float, float]], dash: str) -> Iterator[str]:
    """A line from point to point; thin and dotted over years of which there is no figure."""
    for (before, after), ((x1, y1), (x2, y2)) in zip(pairwise(points), pairwise(places), strict=True):
        gap = after[0] - before[0] > 1
        look = "stroke-width='1.5' stroke-dasharray='1 5'" if gap else f"stroke-width='2.5' stroke-dasharray='{dash}'"
        yield (
            f"<path d='M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}' fill='none' stroke-linecap='round' {look} "
            "stroke='currentColor' class='sow-stroke'/>"
        )


def has_gaps(chart: Chart, rows: list[Row]) -> bool:
    """Whether a line of this chart passes over years of which there is no figure."""
    if chart.kind != "line":
        return False
    years: dict[str, list[float]] = {}
    for row in rows:
        years.setdefault(str(row[chart.series]) if chart.series else "", []).append(number(row[chart.x]))
    return any(after - before > 1 for line in years.values() for before, after in pairwise(sorted(line)))


def _asked(shape: str, x: float, y: float, value: str, name: str, unit: str) -> str:
    """A point that says its value to who comes by with a mouse, a finger or the keyboard."""
    side = "start" if x < _LEFT + 40 else "end" if x > WIDTH - _RIGHT - 40 else "middle"
    label = ", ".join(filter(None, (name, value)))
    return (
        f"<g class='sow-mark' tabindex='0' role='img' aria-label='{escaped(label)} ({escaped(unit)})'>{shape}"
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='14' fill='transparent'/>"
        f"<text class='sow-value' x='{x:.1f}' y='{max(y - 12, 14):.1f}' text-anchor='{side}'>{escaped(value)}</text>"
        "</g>"
    )


def spaced(years: list[tuple[float, float]]) -> Iterator[tuple[float, float | None]]:
    """Places with the year to write there; None where it would run into the one before, or into the last."""
    taken = -math.inf
    last = years[-1][0]
    for x, year in years:
        free = x - taken >= _APART and (x == last or last - x >= _APART)
        taken = x if free else taken
        yield x, year if free or x == last else None


def range_chart(chart: Chart, rows: list[Row], start: float = 0.0) -> tuple[str, int]:
    """One labelled bar per row, all from `start`, and how high the drawing is; what is uncertain is an outline."""
    ends = [row[chart.high] if chart.high and row[chart.high] is not None else row[chart.y] for row in rows]
    ticks = round_ticks(start, max(map(number, ends)))
    labels = [_label(chart, row) for row in rows]
    tops = [float(_TOP)]
    for lines in labels:
        tops.append(tops[-1] + _BAR + _LINE * (len(lines) - 1))
    base = tops[-1]

    def across(value: float) -> float:
        return LABELS + max(0.0, (value - start) / (ticks[-1] - start)) * (WIDTH - LABELS - _RIGHT)

    parts = [_BEGIN]
    for tick in ticks:
        x = across(tick)
        parts.append(f"<path d='M{x:.1f} {_TOP}V{base:.0f}' stroke='currentColor' stroke-opacity='.25'/>")
        parts.append(f"<text x='{x:.1f}' y='{base + 20:.0f}' text-anchor='middle'>{dutch_number(tick)}</text>")
    for row, lines, y, end in zip(rows, labels, tops, ends, strict=False):
        low, high = number(row[chart.y]), number(end)
        value = dutch_number(low) if high == low else f"{dutch_number(low)}–{dutch_number(high)}"
        if chart.high and row[chart.high] is None:
            value = f"meer dan {value}"
        for line, text in enumerate(lines):
            parts.append(
                f"<text x='{LABELS - 8}' y='{y + 17 + _LINE * line:.0f}' text-anchor='end'>{escaped(text)}</text>"
            )
        parts.append(f"<rect x='{LABELS}' y='{y + 4:.0f}' width='{across(low) - LABELS:.1f}' height='16' {_COLOUR}/>")
        if high > low:
            parts.append(
                f"<rect x='{across(low):.1f}' y='{y + 4:.0f}' width='{across(high) - across(low):.1f}' height='16' "
                "fill='none' stroke='currentColor' stroke-dasharray='3 2'/>"
            )
        parts.append(f"<text x='{across(high) + 6:.1f}' y='{y + 17:.0f}'>{value}</text>")
    return "".join([*parts, "</g>"]), round(base) + _BOTTOM


def _label(chart: Chart, row: Row) -> list[str]:
    """What stands beside a bar: its name over as many lines as it needs, then its series."""
    lines = textwrap.wrap(str(row[chart.x]), _LONGEST)
    return lines + ([str(row[chart.series])] if chart.series else [])


def round_ticks(start: float, highest: float) -> list[float]:
    """From `start` in round steps to at or above the highest value, in three to six steps."""
    rough = (highest - start) / 5 or 1
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    steps = max(1, math.ceil((highest - start) / step - 1e-9))
    return [round(start + step * place, 10) for place in range(steps + 1)]


def dutch_number(value: Value) -> str:
    """A number as it is written in Dutch: 175.402 and 7,5; "ontbreekt" for a missing one."""
    if value is None:
        return "ontbreekt"
    found = number(value)
    text = f"{found:,.0f}" if found == round(found) else f"{found:,.1f}"
    return text.translate(str.maketrans(",.", ".,"))


def number(value: Value) -> float:
    return float(value) if value is not None else 0.0
