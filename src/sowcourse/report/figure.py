"""Figures: plain numbers as SVG that stands in a page, with the same numbers in a table beside it.

A figure says nothing by colour alone, holds no name and runs nothing. Geometry is counted here, and `figure.html`
writes it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from textwrap import wrap

from markupsafe import Markup

from sowcourse.pages.page import render

WIDTH = 640
"""Of every figure, in its own units; a page scales it."""

PLAIN, GOOD, WARN, SOFT, EMPTY = "plain", "good", "warn", "soft", "empty"
"""How a mark looks: classes of `figure.css`."""

_LABEL = 84
"""Signs of a label; the table holds all of it."""


@dataclass(frozen=True)
class Bar:
    """One value with its name."""

    label: str
    value: float
    kind: str = PLAIN


@dataclass(frozen=True)
class Dots:
    """One thing with a share, 0 to 1, and a telling value, -1 to 1."""

    label: str
    share: float | None
    telling: float | None
    asks: tuple[bool, bool] = (False, False)
    """Whether the share, and the telling value, ask for a look."""


@dataclass(frozen=True)
class Rect:
    """A rectangle; told is what a pointer that rests on it reads."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    told: str = ""


@dataclass(frozen=True)
class Text:
    """Words; the anchor is that of SVG."""

    x: float
    y: float
    words: str
    anchor: str = "start"
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str = "axis"


@dataclass(frozen=True)
class Dot:
    """A point; a square where `kind` asks for a look, so that it is not told by colour alone."""

    x: float
    y: float
    kind: str
    told: str = ""


@dataclass(frozen=True)
class Ribbon:
    """A stream from one height at the left to another at the right."""

    x1: float
    y1: float
    x2: float
    y2: float
    height: float
    told: str = ""

    @property
    def path(self) -> str:
        """As SVG writes it."""
        middle = (self.x1 + self.x2) / 2
        low1, low2 = self.y1 + self.height, self.y2 + self.height
        over = f"M{self.x1:g},{self.y1:g} C{middle:g},{self.y1:g} {middle:g},{self.y2:g} {self.x2:g},{self.y2:g}"
        return f"{over} L{self.x2:g},{low2:g} C{middle:g},{low2:g} {middle:g},{low1:g} {self.x1:g},{low1:g} Z"


Shape = Rect | Text | Line | Dot | Ribbon


def strips(title: str, rows: Sequence[tuple[str, Sequence[Bar]]]) -> Markup:
    """Each row one whole, split into parts; a part is named once, below, and counted in its place."""
    shapes: list[Shape] = []
    named = [label for label, _ in rows if label]
    left, top = (150 if named else 0), 4
    for label, parts in rows:
        whole = sum(part.value for part in parts)
        if label:
            shapes.append(Text(left - 8, top + 22, _short(label, 22), "end"))
        x = float(left)
        for part in parts:
            width = (WIDTH - left) * part.value / whole if whole else 0
            if width:
                shapes.append(Rect(x, top, width, 32, part.kind, f"{part.label}: {part.value:g}"))
            if width > 16:
                shapes.append(Text(x + width / 2, top + 22, f"{part.value:g}", "middle", f"on-{part.kind}"))
            x += width
        top += 40
    kinds = {part.label: part.kind for _, parts in rows for part in parts}
    x, top = 0.0, top + 8
    for label, kind in kinds.items():
        width = 34 + 8.2 * len(label)
        if x and x + width > WIDTH:
            x, top = 0.0, top + 26
        shapes += [Rect(x, top, 18, 18, kind), Text(x + 25, top + 14, label)]
        x += width
    return _drawn(title, top + 24, shapes)


def columns(title: str, rows: Sequence[Bar], below: str = "", line: tuple[float, str] | None = None) -> Markup:
    """Numbers as columns, from left to right, each with its number on top.

    Parameters: below – what runs from left to right; line – after so many columns, a line with these words.
    """
    most, height, top = max((row.value for row in rows), default=0) or 1, 150, 46 if line else 22
    step = min(WIDTH / max(len(rows), 1), 110)
    floor = top + height
    every = max(1, math.ceil(max((len(row.label) for row in rows), default=0) * 7.2 / step))
    shapes: list[Shape] = [Line(0, floor, step * len(rows), floor)]
    for place, row in enumerate(rows):
        tall = height * row.value / most
        middle = place * step + step / 2
        if row.value:
            told = f"{row.label}: {row.value:g}"
            shapes.append(Rect(place * step + step * 0.1, floor - tall, step * 0.8, tall, row.kind, told))
        shapes.append(Text(middle, floor - tall - 6, f"{row.value:g}", "middle"))
        if place % every == 0:
            shapes.append(Text(middle, floor + 18, row.label, "middle", "small"))
    if line:
        x = line[0] * step
        end = x > WIDTH / 2
        shapes.append(Line(x, 20, x, floor, "limit"))
        shapes.append(Text(x + (-6 if end else 6), 16, line[1], "end" if end else "start"))
    if below:
        shapes.append(Text(0, floor + 40, below, kind="small"))
    return _drawn(title, floor + (48 if below else 26), shapes)


def bars(title: str, rows: Sequence[Bar]) -> Markup:
    """Numbers as bars below each other, each under its words."""
    most = max((row.value for row in rows), default=0) or 1
    shapes: list[Shape] = []
    for place, row in enumerate(rows):
        top = place * 44
        width = (WIDTH - 50) * row.value / most
        shapes.append(Text(0, top + 15, _short(row.label, _LABEL)))
        shapes.append(Rect(0, top + 21, width, 15, row.kind, f"{row.label}: {row.value:g}"))
        shapes.append(Text(width + 7, top + 34, f"{row.value:g}"))
    return _drawn(title, max(len(rows), 1) * 44, shapes)


def dots(title: str, rows: Sequence[Dots]) -> Markup:
    """How hard and how telling: a row each, a bar for the share and a point for the telling value beside it."""
    names, wide, right, gap = 210, 190, 180, 50
    start, tell = names, names + wide + gap
    shapes: list[Shape] = [
        Text(start, 14, "deel van de punten (p)", kind="small"),
        Text(tell, 14, "onderscheid (r)", kind="small"),
    ]
    floor = 26 + len(rows) * 26
    for share in (0, 0.5, 1):
        x = start + wide * share
        shapes += [Line(x, 22, x, floor, "grid"), Text(x, floor + 16, f"{share:.0%}", "middle", "small")]
    for value, told in ((-1, "−1"), (0, "0"), (1, "1")):
        x = tell + right * (value + 1) / 2
        shapes += [Line(x, 22, x, floor, "axis" if not value else "grid"), Text(x, floor + 16, told, "middle", "small")]
    for place, row in enumerate(rows):
        y = 26 + place * 26
        shapes.append(Text(names - 8, y + 17, _short(row.label, 26), "end"))
        if row.share is not None:
            kind = WARN if row.asks[0] else PLAIN
            shapes.append(Rect(start, y + 5, max(wide * row.share, 1), 15, kind, f"{row.label}: {row.share:.0%}"))
        if row.telling is not None:
            x = tell + right * (row.telling + 1) / 2
            told = f"{row.label}: {row.telling:.2f}".replace(".", ",")
            shapes.append(Dot(x, y + 12.5, WARN if row.asks[1] else PLAIN, told))
    return _drawn(title, floor + 24, shapes)


def flow(title: str, ends: tuple[str, str], order: Sequence[str], counts: Mapping[tuple[str, str], int]) -> Markup:
    """Who went from where to where: streams from left to right, as thick as the number.

    Parameters: ends – what stands left and right; order – the places, from top to bottom.
    """
    left = {name: sum(n for (before, _), n in counts.items() if before == name) for name in order}
    right = {name: sum(n for (_, after), n in counts.items() if after == name) for name in order}
    whole, gap, top = sum(counts.values()) or 1, 18, 34
    unit = 220 / whole
    tall = 220 + gap * (max(sum(map(bool, left.values())), sum(map(bool, right.values())), 1) - 1)
    ys = [_stacked(side, unit, gap, top) for side in (left, right)]
    x1, x2 = 170, WIDTH - 170
    shapes: list[Shape] = [
        Text(x1, 16, ends[0], "end", "strong"),
        Text(x2, 16, ends[1], kind="strong"),
    ]
    out, into = dict(ys[0]), dict(ys[1])
    for before in order:
        for after in order:
            number = counts.get((before, after), 0)
            if number:
                told = f"{before} → {after}: {number}"
                shapes.append(Ribbon(x1 + 10, out[before], x2 - 10, into[after], number * unit, told))
                out[before] += number * unit
                into[after] += number * unit
    for side, places, x, anchor, shift in ((left, ys[0], x1, "end", -8), (right, ys[1], x2 - 10, "start", 18)):
        for name, number in side.items():
            if number:
                shapes.append(Rect(x, places[name], 10, number * unit, PLAIN, f"{name}: {number}"))
                shapes.append(Text(x + shift, places[name] + number * unit / 2 + 5, f"{name} {number}", anchor))
    return _drawn(title, top + tall + 10, shapes)


def walk(title: str, ends: tuple[str, str], places: Sequence[str], at: tuple[int, int]) -> Markup:
    """From one place on a line to another: an open point before, a full one after, each with its word.

    Parameters: ends – what the two points are called; places – along the line; at – which places.
    """
    step, floor = WIDTH / len(places), 56.0
    x1, x2 = (step * place + step / 2 for place in at)
    shapes: list[Shape] = [Line(0, floor, WIDTH, floor)]
    shapes += [Line(x, floor - 10, x, floor + 10) for x in (step * place for place in range(len(places) + 1))]
    folded = [wrap(name, int(step / 8.2)) for name in places]
    for place, words in enumerate(folded):
        middle = step * place + step / 2
        shapes += [Text(middle, floor + 32 + 17 * row, line, "middle") for row, line in enumerate(words)]
    if x1 == x2:
        shapes.append(Text(x1, floor - 18, " en ".join(ends), "middle", "strong"))
    else:
        shapes.append(Rect(min(x1, x2), floor - 5, abs(x2 - x1), 10, "trail"))
        shapes.append(Text((x1 + x2) / 2, floor - 14, "→" if x2 > x1 else "←", "middle", "strong"))
        shapes += [Text(x, floor - 18, end, "middle", "strong") for x, end in zip((x1, x2), ends, strict=True)]
        shapes.append(Dot(x1, floor, EMPTY, f"{ends[0]}: {places[at[0]]}"))
    shapes.append(Dot(x2, floor, PLAIN, f"{ends[1]}: {places[at[1]]}"))
    return _drawn(title, floor + 24 + 17 * max(map(len, folded)), shapes)


def _stacked(side: Mapping[str, int], unit: float, gap: float, top: float) -> dict[str, float]:
    """Where each place of one side begins."""
    used = [name for name, number in side.items() if number]
    heights = accumulate((side[name] * unit + gap for name in used), initial=float(top))
    return dict(zip(used, heights, strict=False))


def _drawn(title: str, height: float, shapes: Iterable[Shape]) -> Markup:
    told = [(type(shape).__name__.casefold(), shape) for shape in shapes]
    return render("figure", title=title, width=WIDTH, height=round(height), shapes=told)


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
