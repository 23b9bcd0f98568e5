"""Standing: where every student is in every assignment, in the order of the class list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from sowcourse.cohort.choices import WHOLE
from sowcourse.cohort.lms import written
from sowcourse.cohort.roster import Student, told_apart
from sowcourse.gradebook.gradebook import Result
from sowcourse.gradebook.marks import LOOK, state, total
from sowcourse.pages.page import link, points, render, table
from sowcourse.report.grid import Grid, Value, words
from sowcourse.report.item import NONE

LONG = 50
"""From this many students on, there are links to places in the class list, STEP rows apart."""

STEP = 100

Every = Mapping[str, Mapping[str, Result]]
"""Assignment → student → result."""


def anchor(student: str) -> str:
    """The name of a student's row in the page."""
    return f"student-{student}"


def student_link(students: Mapping[str, Student], student: str) -> Markup:
    """A student's name, with a link to the row."""
    return link(f"#{anchor(student)}", told_apart(students)[student])


def standing_grid(students: Mapping[str, Student], every: Every, weights: Mapping[str, int]) -> Grid:
    """Per student and assignment: state, late, points; and the weighted total when it is complete."""
    rows = []
    for student in students.values():
        own = {assignment: found[student.id] for assignment, found in every.items()}
        mark = total(own, weights).mark if any(weights.values()) else None
        whole = Value(written(mark.points, ","), float(mark.points)) if mark else Value(NONE)
        rows.append((words(student.name), words(student.id), *map(_cell, own.values()), whole))
    header = ("student", "nummer", *every, "totaal op 100")
    return Grid("Wie staat waar", header, tuple(rows), frozenset({len(header) - 1}))


def standing_table(students: Mapping[str, Student], every: Every, weights: Mapping[str, int]) -> Markup:
    """That, in the order of the class list, with links to the assignments."""
    grid = standing_grid(students, every, weights)
    header = [*grid.header[:2], *(link(f"#{assignment}", assignment) for assignment in every), grid.header[-1]]
    rows = [[value.told for value in row] for row in grid.rows]
    anchors = [anchor(student) for student in students]
    shares = ", ".join(f"{name} {weight}%" for name, weight in weights.items())
    told = {"places": _places(students), "shares": shares, "whole": WHOLE}
    return render("standing", header=header, rows=rows, anchors=anchors, **told)


def state_table(every: Every) -> Markup:
    """Per assignment: how many students are where."""
    names = ("niet ingeleverd", "nog niet nagekeken", LOOK, "te beoordelen", "klaar")
    rows = []
    for assignment, found in every.items():
        states = Counter(state(result) for result in found.values())
        late = sum(result.late for result in found.values())
        rows.append((link(f"#{assignment}", assignment), *(states[name] for name in names), late))
    return table("Stand per opdracht", ["opdracht", *names, "te laat"], rows, frozenset(range(1, len(names) + 2)))


def _cell(result: Result) -> Value:
    """One student in one assignment, in a few words, ordered by points."""
    told = state(result)
    if result.graded:
        most = points(result.points())
        told = f"{points(result.score())} / {most}" if not result.waiting else f"{told} ({result.waiting})"
    done = result.graded and not result.waiting
    return Value(f"{told}, te laat" if result.late else told, result.score() if done else None)


def _places(students: Mapping[str, Student]) -> list[tuple[str, str]]:
    """Links to every STEP-th row of a long list."""
    ids: Sequence[str] = list(students)
    if len(ids) < LONG:
        return []
    return [
        (f"#{anchor(ids[place])}", f"{place + 1}. {students[ids[place]].name}") for place in range(0, len(ids), STEP)
    ]
