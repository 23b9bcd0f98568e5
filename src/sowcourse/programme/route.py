"""The routes through the course: what each part takes, and what it adds up to."""

from __future__ import annotations

from pathlib import Path

from sowcourse.course import Course, Route
from sowcourse.programme.paper import Grid
from sowcourse.stretch import reading_minutes, stretches

TITLES = {
    "lessen": "Lessen",
    "opdrachten": "Opdrachten",
    "samen": "Samen: met twee of vier, in elke les",
    "lezen": "Verder lezen",
}
"""Part of a route whose time stands in the lessons → how it is told."""


def part_minutes(name: str, route: Route, course: Course, root: Path | None = None) -> int:
    """How long one part of a route takes, with every lesson of the course."""
    if name == "lessen":
        return sum(module.minutes for module in course.modules)
    if name == "opdrachten":
        return sum(assignment_minutes(route, course))
    if name == "samen":
        told = (s for m in course.modules for s in stretches(m.id, root, parts=False) if s.section == "Samen")
        return sum(heading.minutes for heading in told)
    if name == "lezen":
        return sum(reading_minutes(module.id, root) for module in course.modules)
    activity = next(activity for activity in course.activities if activity.id == name)
    times = len(assignment_minutes(route, course)) if activity.times is None else activity.times
    return activity.minutes * times


def assignment_minutes(route: Route, course: Course) -> tuple[int, ...]:
    """The minutes of the assignments that a student does in this route; of a choice the longest."""
    longest = sorted((module.assignment_minutes for module in course.modules if module.assignment), reverse=True)
    return tuple(longest[: route.assignments])


def route_minutes(route: Route, course: Course, root: Path | None = None) -> int:
    """How long a route takes, with every lesson of the course."""
    return sum(part_minutes(name, route, course, root) for name in route.parts)


def route_rows(course: Course, root: Path | None = None) -> tuple[tuple[str, ...], ...]:
    """One row per part, with its hours in each route; the sum comes last. Empty without routes."""
    names = list(dict.fromkeys(name for route in course.routes for name in route.parts))
    titles = TITLES | {activity.id: activity.title for activity in course.activities}
    rows = [(titles[name], *(_told(name, route, course, root) for route in course.routes)) for name in names]
    if rows:
        rows.append(("Samen", *(_hours(route_minutes(route, course, root)) for route in course.routes)))
        rows.append(("Studiepunten", *(str(route.credits) for route in course.routes)))
    return tuple(rows)


def route_grid(course: Course, root: Path | None = None) -> Grid:
    """The routes side by side, for a document."""
    header = ("onderdeel", *(route.title for route in course.routes))
    numbers = frozenset(range(1, len(header)))
    return Grid("Routes door de hele cursus", header, route_rows(course, root), numbers)


def fewer_assignments(course: Course) -> tuple[str, ...]:
    """What a route leaves unassessed in which a student does some of the assignments; empty without such a route."""
    total = sum(bool(module.assignment) for module in course.modules)
    return tuple(
        f"In de route {route.title.lower()} doet een student {route.assignments} van de {total} opdrachten; "
        "de opleiding kiest welke, voor een klas in keuzes.toml. Een leerresultaat dat alleen een andere opdracht "
        "toetst, wordt in die route geoefend en met de zelftoets bekeken, en telt in geen cijfer."
        for route in course.routes
        if route.assignments is not None and route.assignments < total
    )


def _told(name: str, route: Route, course: Course, root: Path | None) -> str:
    if name not in route.parts:
        return "–"
    told = _hours(part_minutes(name, route, course, root))
    if name == "opdrachten" and route.assignments is not None:
        return f"{route.assignments} opdrachten: {told}"
    return told


def _hours(minutes: int) -> str:
    return f"{minutes // 60} u {minutes % 60:02}"
