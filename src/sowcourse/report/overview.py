"""The overview of a class: one page per assignment, and one for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from markupsafe import Markup

from sowcourse.cohort.roster import Student
from sowcourse.cohort.workspace import Workspace
from sowcourse.durable import write_durably
from sowcourse.gradebook.digest import Digest
from sowcourse.gradebook.gradebook import Result, all_results, results
from sowcourse.gradebook.marks import state
from sowcourse.grading.graded import read_digest, read_graded
from sowcourse.notebook import answers, read_notebook
from sowcourse.original import load_original
from sowcourse.pages.krachtlijn import krachtlijn_of
from sowcourse.pages.page import joined, paragraph, render, table
from sowcourse.plural import many
from sowcourse.report.agreement import agreement_part
from sowcourse.report.contradiction import contradiction_table
from sowcourse.report.earlier import earlier_part
from sowcourse.report.grid import Grid, arrival_grid, class_grid, doubt, spread_grid
from sowcourse.report.item import item_table
from sowcourse.report.origin import origin_table
from sowcourse.report.picture import (
    arrival_picture,
    item_picture,
    position_picture,
    similarity_picture,
    slip_picture,
    spread_picture,
    state_picture,
)
from sowcourse.report.position import motion, position_table
from sowcourse.report.second import read_second
from sowcourse.report.similarity import alike, given_runs, similarity_part
from sowcourse.report.slip import slip_table, slips
from sowcourse.report.standing import anchor, standing_table, state_table, student_link
from sowcourse.submissions.assignment_version import read_version

Piece = tuple[str, str, Markup]
"""Name, title and content of a part of a page."""

PRIVATE = "Bevat namen: deel dit niet verder."

SPREADS: Mapping[bool | None, str] = {
    False: "Punten van de controles",
    True: "Punten van de lesgever",
    None: "Alle punten samen",
}
"""Points of checks, of a person, and together → how their spread is called."""


@dataclass(frozen=True)
class Class:
    """A class and one assignment of it, as the parts of a page need them."""

    workspace: Workspace
    assignment: str
    students: Mapping[str, Student]
    graded: Sequence[Result]
    """Graded submissions, in the order of the class list."""
    digests: Mapping[str, Digest]
    """Student → digest, of the same submissions."""
    given: frozenset[int]
    """Hashes of runs of words that everyone was given."""

    @property
    def filled(self) -> list[Result]:
        """Submissions in which something was filled in."""
        return [result for result in self.graded if not self.digests[result.student].blank]


def read_class(
    workspace: Workspace, assignment: str, students: Mapping[str, Student], found: Sequence[Result]
) -> Class:
    """What the parts need of one assignment."""
    graded = [result for result in found if result.graded]
    digests = {result.student: read_digest(workspace.root, assignment, result.student) for result in graded}
    task = read_notebook(workspace.root / "source" / assignment / f"{assignment}.ipynb")
    given = given_runs(task, tuple(load_original().values())) if graded else frozenset()
    return Class(workspace, assignment, students, graded, digests, given)


def write_overview(workspace: Workspace, assignment: str, remarks: list[str], counts: list[tuple[str, int]]) -> Path:
    """Write the overview of one assignment, with the remarks of intake and the numbers of the last grading."""
    file = workspace.root / f"overzicht-{assignment}.html"
    found = list(results(workspace, assignment).values())
    write_durably(file, overview(workspace, assignment, found, remarks, counts))
    return file


def write_class_overview(workspace: Workspace) -> Path:
    """Write the overview of all assignments."""
    file = workspace.root / "overzicht.html"
    write_durably(file, class_overview(workspace, all_results(workspace, workspace.assignments())))
    return file


def overview(
    workspace: Workspace, assignment: str, found: list[Result], remarks: list[str], counts: list[tuple[str, int]]
) -> str:
    """The page of one assignment."""
    students = workspace.students()
    counted = Counter(state(result) for result in found)
    states = ", ".join(f"{number} {name}" for name, number in sorted(counted.items()))
    parts = _whole_parts(workspace, assignment, found)
    klass = read_class(workspace, assignment, students, found)
    if klass.graded:
        parts += [own for own in _own_parts(klass) if own[-1]]
        parts += [(f"{assignment}-{name}", title, part) for name, title, part in _parts(klass)]
    verb = "mark" if dict(counts).get("antwoorden voor een mens") else "feedback"
    told = {"cohort": workspace.name, "assignment": assignment, "next": f"sowcourse {verb} {assignment}"}
    told["line"] = krachtlijn_of(assignment)
    opening = (f"{many(len(found), 'student', 'studenten')}: {states}.", f"Gemaakt op {_now(workspace)}.", PRIVATE)
    return str(render("overview", **told, opening=opening, counts=counts, remarks=remarks, parts=parts))


def class_overview(workspace: Workspace, every: Mapping[str, Mapping[str, Result]]) -> str:
    """The page of all assignments: who is where first, then a chapter for each assignment with submissions."""
    students = workspace.students()
    graded = [name for name, found in every.items() if any(result.graded for result in found.values())]
    chapters: list[tuple[str, list[Piece] | None]] = [
        (name, _parts(read_class(workspace, name, students, list(found.values()))) if name in graded else None)
        for name, found in every.items()
    ]
    return str(
        render(
            "class",
            cohort=workspace.name,
            opening=(f"{many(len(students), 'student', 'studenten')}.", f"Gemaakt op {_now(workspace)}.", PRIVATE),
            places=[("#klas", "De klas"), *((f"#{name}", name) for name in every)],
            states=state_picture(every) + state_table(every),
            standing=standing_table(students, every, workspace.choices().weights),
            chapters=chapters,
        )
    )


def _parts(klass: Class) -> list[Piece]:
    """What can be said of an assignment as a whole: name, title and content of each part."""
    digests = list(klass.digests.values())
    task = read_notebook(klass.workspace.root / "source" / klass.assignment / f"{klass.assignment}.ipynb")
    pairs = [digest.positions for digest in digests]
    name = partial(student_link, klass.students)
    prints = {student: digest.prints for student, digest in klass.digests.items()}
    words = Texts(klass).text
    second = read_second(klass.workspace, klass.assignment, words)
    rubrics = klass.workspace.rubrics(klass.assignment)
    filled = [digest for digest in digests if not digest.blank]
    found = alike(prints, klass.given, words)
    alikes = similarity_picture(found[0]) + similarity_part(found, name)
    return [
        ("vragen", "De vragen", item_picture(klass.filled) + item_table(klass.filled, klass.assignment)),
        ("fout", "Veelgemaakte fouten", slip_picture(slips(filled)) + slip_table(filled)),
        ("standpunten", "Standpunten", motion(task) + position_picture(pairs) + position_table(pairs)),
        ("herkomst", "Het argument van de andere kant", origin_table(digests)),
        ("gelijk", "Teksten die op elkaar lijken", alikes),
        ("tweede", "Twee beoordelaars", agreement_part(klass.graded, second, name, rubrics)),
        ("spiegel", "De spiegel", contradiction_table(digests)),
    ]


def _own_parts(klass: Class) -> list[Piece]:
    """What asks for a look at single students; "" for what nobody needs to look at."""
    return [
        ("leeg", "Leeg gelaten", _untouched(klass)),
        ("versies", "Versies van de opdracht", _versions(klass)),
        (
            "vorige",
            "Punten bij een vorige versie",
            earlier_part(klass.workspace, klass.assignment, klass.graded, klass.students),
        ),
    ]


class Texts:
    """The texts of answers, read when they are asked for."""

    def __init__(self, klass: Class) -> None:
        self.klass = klass
        self.read: dict[str, dict[str, str]] = {}

    def text(self, student: str, cell: str) -> str:
        """One answer as the student wrote it."""
        if student not in self.read:
            folder = self.klass.workspace.root / "autograded" / student / self.klass.assignment
            self.read[student] = answers(read_graded(folder / f"{self.klass.assignment}.ipynb"))
        return self.read[student].get(cell, "")


def _now(workspace: Workspace) -> str:
    return workspace.calendar().local(datetime.now().astimezone())


def _whole_parts(workspace: Workspace, assignment: str, found: Sequence[Result]) -> list[Piece]:
    """What is told of everybody, graded or not: who is where, how points are spread, when work came in."""
    students, calendar = workspace.students(), workspace.calendar()
    grid = class_grid(students, found, calendar, assignment)
    anchors = [anchor(result.student) for result in found]
    klass = table(grid.caption, grid.header, _told(grid), grid.numbers, anchors, tall=True)
    klass += paragraph(told) if (told := doubt(found)) else Markup()
    parts = [("klas", "De klas", state_picture({assignment: {r.student: r for r in found}}) + klass)]
    spreads = joined(spread_picture(found, manual, title) for manual, title in SPREADS.items())
    if spreads:
        parts.append(("spreiding", "Spreiding van de punten", spreads + _table(spread_grid(found))))
    arrival = arrival_picture(found, calendar.zone, calendar.deadlines.get(assignment))
    if arrival:
        parts.append(("tijd", "Wanneer er ingeleverd is", arrival + _table(arrival_grid(found, calendar.zone))))
    return parts


def _told(grid: Grid) -> list[list[str]]:
    return [[value.told for value in row] for row in grid.rows]


def _table(grid: Grid) -> Markup:
    return table(grid.caption, grid.header, _told(grid), grid.numbers)


def _untouched(klass: Class) -> Markup:
    """Answers for a person to mark that were left empty or as they were given, together per question."""
    rows = []
    for name in dict.fromkeys(cell.cell for result in klass.graded for cell in result.cells if cell.manual):
        empty = [
            klass.students[result.student].name
            for result in klass.graded
            if any(cell.cell == name and cell.untouched for cell in result.cells)
        ]
        if empty:
            rows.append((name, len(empty), ", ".join(empty)))
    if not rows:
        return Markup()
    told = paragraph("Wie een antwoordvak niet aanraakte, kreeg daar nul; je hoeft ze niet een voor een te openen.")
    return table("Onaangeroerd", ["vraag", "aantal", "wie"], rows, frozenset({1})) + told


def _versions(klass: Class) -> Markup:
    """Who was graded with which version, when there is more than one."""
    found: dict[str, list[str]] = {}
    for result in klass.graded:
        name = read_version(klass.workspace.root, klass.assignment, result.student)
        found.setdefault(name, []).append(klass.students[result.student].name)
    if len(found) < 2:
        return Markup()
    rows = [(name, len(names), ", ".join(names)) for name, names in sorted(found.items())]
    caption = "Nagekeken met de versie waarmee zij gemaakt werden"
    return table(caption, ["versie", "studenten", "wie"], rows, frozenset({1}))
