"""What a chart needs before it is drawn: round ticks, years with room between them, labels of more than one line."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterator
from itertools import pairwise

from sowcourse.dataset import Chart, Value

Row = dict[str, Value]

APART = 42
"""Between the middles of two years below a chart."""
LINE = 16
"""From one line of text to the next."""
_DIGIT = 8
"""Room that a digit of 14 px takes."""
_LETTER = 8.8
"""Room that a letter above a bar takes, when its name and its series share a line."""
_TIGHT = 11.5
"""The same, when a name is cut into lines."""


def has_gaps(chart: Chart, rows: list[Row]) -> bool:
    """Whether a line of this chart passes over years of which there is no figure."""
    if chart.kind != "line":
        return False
    years: dict[str, list[float]] = {}
    for row in rows:
        years.setdefault(str(row[chart.series]) if chart.series else "", []).append(number(row[chart.x]))
    return any(after - before > 1 for line in years.values() for before, after in pairwise(sorted(line)))


def spaced(years: list[tuple[float, float]]) -> Iterator[tuple[float, float | None]]:
    """Places with the year to write there; None where it would run into the one before, or into the last."""
    taken = -math.inf
    last = years[-1][0]
    for x, year in years:
        free = x - taken >= APART and (x == last or last - x >= APART)
        taken = x if free else taken
        yield x, year if free or x == last else None


def apart(heights: list[float]) -> list[float]:
    """Heights at which names can stand without covering each other, as near as may be to where they belong."""
    placed = list(heights)
    order = sorted(range(len(heights)), key=heights.__getitem__)
    for upper, lower in pairwise(order):
        placed[lower] = max(placed[lower], placed[upper] + LINE)
    return placed


def label(chart: Chart, row: Row, width: int) -> list[str]:
    """What stands above a bar: its name over as many lines as it needs, with its series behind it."""
    *lines, last = textwrap.wrap(str(row[chart.x]), int(width / _TIGHT))
    if not chart.series:
        return [*lines, last]
    both = f"{last} · {row[chart.series]}"
    return [*lines, both] if len(both) <= int(width / _LETTER) else [*lines, last, str(row[chart.series])]


def round_ticks(start: float, highest: float) -> list[float]:
    """From `start` in round steps to at or above the highest value, in three to six steps."""
    rough = (highest - start) / 5 or 1
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    steps = max(1, math.ceil((highest - start) / step - 1e-9))
    return [round(start + step * place, 10) for place in range(steps + 1)]


def roomy(ticks: list[float], across: Callable[[float], float]) -> list[float]:
    """The ticks that can be written in a row without running into each other: all, every second, or every third."""
    widest = (max(len(dutch_number(tick)) for tick in ticks) + 1) * _DIGIT
    step = next((n for n in range(1, len(ticks)) if across(ticks[n]) - across(ticks[0]) >= widest), len(ticks))
    return ticks[::step]


def dutch_number(value: Value) -> str:
    """A number as it is written in Dutch: 175.402 and 7,5; "ontbreekt" for a missing one."""
    if value is None:
        return "ontbreekt"
    found = number(value)
    text = f"{found:,.0f}" if found == round(found) else f"{found:,.1f}"
    return text.translate(str.maketrans(",.", ".,"))


def number(value: Value) -> float:
    return float(value) if value is not None else 0.0
