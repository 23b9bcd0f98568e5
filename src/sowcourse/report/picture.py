"""A class in pictures: what is drawn of an assignment, for a page of Kantoor and for the file that is kept.

Each draws numbers that a table beside it has; none is drawn of what may not be told (see position.py). "" where there
is nothing to draw.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from sowcourse.debate import POSITIONS
from sowcourse.gradebook.gradebook import Result
from sowcourse.gradebook.marks import LOOK, state
from sowcourse.pages.page import points
from sowcourse.report.figure import EMPTY, GOOD, PLAIN, SOFT, WARN, Bar, Dots, bars, columns, dots, flow, strips
from sowcourse.report.item import items
from sowcourse.report.position import Pair, shown
from sowcourse.report.similarity import Group
from sowcourse.report.slip import Slip

STATES = {
    "klaar": GOOD,
    "te beoordelen": PLAIN,
    LOOK: WARN,
    "nog niet nagekeken": SOFT,
    "niet ingeleverd": EMPTY,
}
"""Every state of a submission, from done to not begun → how it is drawn."""

TENTHS = 10
"""Parts into which points are put together."""

MOST = 12
"""Bars of one figure; the table has the rest."""

_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_STEPS = (1, 3, 24, 168, 336, 672, 1344)
"""Hours that are put together; the first that gives few enough columns."""
_COLUMNS = 20


@dataclass(frozen=True)
class Bin:
    """Students whose points lie between two shares, or who handed in between two moments."""

    label: str
    students: int
    late: int = 0


def state_picture(every: Mapping[str, Mapping[str, Result]]) -> Markup:
    """Where everybody is, a strip per assignment; one strip without a name for one assignment."""
    rows = []
    for assignment, found in every.items():
        counted = Counter(state(result) for result in found.values())
        parts = [Bar(name, counted[name], kind) for name, kind in STATES.items() if counted[name] or len(every) > 1]
        rows.append((assignment if len(every) > 1 else "", parts))
    return strips("Wie staat waar", rows) if rows else Markup()


def spread(results: Sequence[Result], manual: bool | None) -> list[Bin]:
    """How many had which share of the points, by tenths.

    Parameters: manual – points of a person (True), of checks (False) or together (None); a submission counts as soon
    as those points are all there.
    """
    shares = _shares(results, manual)
    counted = Counter(min(int(share * TENTHS + 1e-9), TENTHS - 1) for share in shares)
    labels = [f"{place * 10}–{place * 10 + 10}%" for place in range(TENTHS)]
    return [Bin(label, counted[place]) for place, label in enumerate(labels)] if shares else []


def spread_picture(results: Sequence[Result], manual: bool | None, title: str) -> Markup:
    """The spread of points with a line where half of the class has less."""
    found = spread(results, manual)
    if not found:
        return Markup()
    half = statistics.median(_shares(results, manual))
    most = points(max(result.points(manual) for result in results))
    told = f"de helft heeft minder dan {half:.0%}"
    return columns(
        title, [Bar(b.label, b.students) for b in found], f"{title}: deel van de {most} punten", (half * TENTHS, told)
    )


def item_picture(results: Sequence[Result]) -> Markup:
    """How hard and how telling each check and each question was."""
    rows = [Dots(i.name, i.difficulty, i.discrimination, (i.hard, i.weak)) for i in items(results)]
    return dots("Hoe moeilijk en hoe onderscheidend", rows) if rows else Markup()


def slip_picture(found: Sequence[Slip]) -> Markup:
    """What went wrong most, by the sentence of the check."""
    often = sorted((slip for slip in found if slip.students > 1), key=lambda slip: -slip.students)[:MOST]
    return (
        bars("Veelgemaakte fouten", [Bar(f"{s.check}: {s.sentence}", s.students) for s in often]) if often else Markup()
    )


def position_picture(pairs: Sequence[Pair]) -> Markup:
    """From where to where a class went on a motion; only what the table beside it shows."""
    chosen = [pair for pair in pairs if all(position in POSITIONS for position in pair)]
    found = shown(chosen) if chosen else None
    if found is None:
        return Markup()
    if len(found.rows) == 1:
        told = [Bar(column, found.counts[("", column)]) for column in found.columns if ("", column) in found.counts]
        return bars("Van vooraf naar achteraf", told)
    return flow("Van vooraf naar achteraf", ("vooraf", "achteraf"), found.rows, found.counts)


def arrivals(results: Sequence[Result], zone: str) -> list[Bin]:
    """When submissions came in, by some hours, days or weeks; what has no sure moment is left out."""
    came = _came(results, zone)
    if not came:
        return []
    first, step, number = _span([moment for moment, _ in came])
    found = []
    for place in range(number):
        since = first + timedelta(hours=place * step)
        inside = [late for moment, late in came if (moment - first) // timedelta(hours=step) == place]
        day = _DAYS[since.weekday()]
        name = f"{day} {since:%H} u" if step < 24 else f"{day} {since:%d-%m}" if step == 24 else f"{since:%d-%m}"
        found.append(Bin(name, len(inside), sum(inside)))
    return found


def _came(results: Sequence[Result], zone: str) -> list[tuple[datetime, bool]]:
    """Moment on the clock of the class, and whether it was late, of what has a sure moment."""
    return [(_local(r.received, zone), r.late) for r in results if r.received and not r.unsure]


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _span(moments: Sequence[datetime]) -> tuple[datetime, int, int]:
    """Where the first column begins, hours per column, and how many columns."""
    early, last = min(moments), max(moments)
    for step in _STEPS:
        first = early.replace(hour=early.hour // step * step if step < 24 else 0, minute=0, second=0, microsecond=0)
        first -= timedelta(first.weekday() if step > 24 else 0)
        number = (last - first) // timedelta(hours=step) + 1
        if number <= _COLUMNS:
            break
    return first, step, number


def arrival_picture(results: Sequence[Result], zone: str, due: datetime | None) -> Markup:
    """When submissions came in, with the deadline of the class where it falls among them."""
    found = arrivals(results, zone)
    if not found:
        return Markup()
    drawn = [Bar(b.label, b.students, WARN if b.late and b.late == b.students else PLAIN) for b in found]
    return columns("Wanneer er ingeleverd is", drawn, _below(found), _limit(results, zone, due))


def _limit(results: Sequence[Result], zone: str, due: datetime | None) -> tuple[float, str] | None:
    """After how many columns the deadline falls, and its words; None when it is not among them."""
    if due is None:
        return None
    first, step, number = _span([moment for moment, _ in _came(results, zone)])
    until = _local(due, zone)
    place = (until - first) / timedelta(hours=step)
    return (place, f"deadline {until:%d-%m %H:%M}") if 0 <= place <= number else None


def _below(found: Sequence[Bin]) -> str:
    late = sum(b.late for b in found)
    return f"{late} te laat, volgens ieders eigen deadline" if late else "niemand te laat"


def similarity_picture(groups: Sequence[Group]) -> Markup:
    """How much answers share, by question; whose they are stands in the table only."""
    drawn = [Bar(f"{group.cell}, {len(group.students)} studenten", group.length) for group in groups[:MOST]]
    return bars("Woorden die gelijk zijn", drawn) if drawn else Markup()


def _shares(results: Sequence[Result], manual: bool | None) -> list[float]:
    def known(result: Result) -> bool:
        return not (result.held if manual is False else result.waiting)

    return [r.score(manual) / r.points(manual) for r in results if r.graded and known(r) and r.points(manual)]
