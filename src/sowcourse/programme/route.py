"""The routes through the course: what each part takes, and what it adds up to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sowcourse.course import Course, Module, Route
from sowcourse.programme.paper import Grid
from sowcourse.stretch import reading_minutes, stretches

TITLES = {
    "lessen": "Lessen",
    "opdrachten": "Opdrachten",
    "samen": "Samen: met twee of vier, in de krachtlijnlessen",
    "lezen": "Verder lezen",
}
"""Part of a route whose time stands in the lessons → how it is told."""


def part_minutes(name: str, course: Course, modules: Iterable[Module], root: Path | None = None) -> int:
    """How long one part of a route takes in these lessons."""
    chosen = tuple(modules)
    if name == "lessen":
        return sum(module.minutes for module in chosen)
    if name == "opdrachten":
        return sum(module.assignment_minutes for module in chosen)
    if name == "samen":
        headings = (s for m in chosen for s in stretches(m.id, root) if s.section == "Samen" and s.kind == "proza")
        return sum(heading.minutes for heading in headings)
    if name == "lezen":
        return sum(reading_minutes(module.id, root) for module in chosen)
    activity = next(activity for activity in course.activities if activity.id == name)
    return activity.minutes * activity.times


def route_minutes(route: Route, course: Course, root: Path | None = None) -> int:
    """How long a route takes, with every lesson of the course."""
    return sum(part_minutes(name, course, course.modules, root) for name in route.parts)


def route_rows(course: Course, root: Path | None = None) -> tuple[tuple[str, ...], ...]:
    """One row per part, with its hours in each route; the sum comes last. Empty without routes."""
    names = list(dict.fromkeys(name for route in course.routes for name in route.parts))
    titles = TITLES | {activity.id: activity.title for activity in course.activities}
    rows = []
    for name in names:
        told = _hours(part_minutes(name, course, course.modules, root))
        rows.append((titles[name], *(told if name in route.parts else "–" for route in course.routes)))
    if rows:
        rows.append(("Samen", *(_hours(route_minutes(route, course, root)) for route in course.routes)))
        rows.append(("Studiepunten", *(str(route.credits) for route in course.routes)))
    return tuple(rows)


def route_grid(course: Course, root: Path | None = None) -> Grid:
    """The routes side by side, for a document."""
    header = ("onderdeel", *(route.title for route in course.routes))
    numbers = frozenset(range(1, len(header)))
    return Grid("Routes door de hele cursus", header, route_rows(course, root), numbers)


def _hours(minutes: int) -> str:
    return f"{minutes // 60} u {minutes % 60:02}"
