"""House rule about time: what a lesson says, what its headings say, and what its words and tasks take."""

from __future__ import annotations

from collections.abc import Iterator

from sowcourse.content import course_root
from sowcourse.course import Module, load_course
from sowcourse.lint.problem import Problem
from sowcourse.lint.unfinished import unwritten
from sowcourse.programme.route import route_minutes
from sowcourse.standard import load_standard
from sowcourse.stretch import Stretch, minutes_of, stretches

BESIDE = ("Samen", "Buiten", "Verder lezen", "Bronnen")
"""Sections that do not count for the time of a lesson."""

LEAST = 3
"""Minutes that a heading may always differ: they are told in fives."""


def times_agree() -> Iterator[Problem]:
    """Lesson, headings and rule do not lie far apart; nor do a route and its credits."""
    standard, course = load_standard(), load_course()
    for module in course.modules:
        if not unwritten(module.lesson):  # what is not written yet takes no time yet
            yield from _of_lesson(module)
    for route in course.routes:
        hours, told = route_minutes(route, course) / 60, route.credits * standard.hours_netherlands
        if abs(hours - told) > standard.pace.most * told:
            fault = f"de onderdelen zijn samen {hours:.0f} uur, {route.credits} studiepunt is {told} uur."
            remedy = "Pas de onderdelen of de studiepunten aan."
            yield Problem(course_root() / "course.toml", f"route '{route.id}'", fault, remedy)


def _of_lesson(module: Module) -> Iterator[Problem]:
    pace = load_standard().pace
    sections: dict[str, list[Stretch]] = {}
    for stretch in stretches(module.id):
        if stretch.section not in BESIDE:
            sections.setdefault(stretch.section, []).append(stretch)
    ruled = {name: sum(minutes_of(stretch, pace) for stretch in found) for name, found in sections.items()}
    headed = {name: found[0].minutes for name, found in sections.items() if found[0].minutes}
    whole = sum(ruled.values())
    for name, told in headed.items():
        if abs(told - ruled[name]) > max(LEAST, pace.most * told):
            fault = f"de kop zegt {told} minuten, woorden en taken komen op {ruled[name]:.0f}."
            yield Problem(module.lesson, f"«{name}»", fault, "Pas de kop aan, of wat er gelezen en gemaakt wordt.")
    for what, told in (("de koppen zijn", sum(headed.values())), ("woorden en taken komen op", round(whole))):
        if abs(told - module.minutes) > pace.most * module.minutes:
            fault = f"er staat {module.minutes} minuten, {what} samen {told}."
            yield Problem(module.folder / "module.toml", "minutes", fault, "Pas de tijd aan, of de les.")
