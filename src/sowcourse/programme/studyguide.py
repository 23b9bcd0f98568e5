"""The study guide (studiewijzer) of one class: what, how long, when, how assessed, from which sources.

Its words stand in `course/studyguide.toml`; what changes from class to class is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from sowcourse.cohort.workspace import Workspace
from sowcourse.content import course_root, read_toml
from sowcourse.course import Module, load_outcomes
from sowcourse.dataset import load_dataset
from sowcourse.essay import load_essay
from sowcourse.programme.matrix import decimal
from sowcourse.programme.offer import Offer, Task, offer_of
from sowcourse.programme.paper import Grid, Paper, Point, Section
from sowcourse.programme.route import route_grid
from sowcourse.programme.row import percent
from sowcourse.source import Source, lesson_sources, load_sources
from sowcourse.standard import Standard, load_standard

TO_FILL_IN = "In te vullen door je opleiding: "
"""What a school decides and we cannot know."""

PARTS = (
    "outcomes",
    "time",
    "calendar",
    "assessment",
    "marking",
    "sources",
    "accessibility",
    "privacy",
    "questions",
)
"""The parts of the guide, in order."""


def study_guide(workspace: Workspace) -> Paper:
    """The study guide of a cohort.

    Raises: ContentError or CohortError when a file of the course or of the cohort is not right.
    """
    offer = offer_of(workspace)
    standard = load_standard(offer.root)
    opening, words = load_words(offer.root)
    computed = {
        "outcomes": Section("", grids=_outcomes(offer)),
        "time": _time(offer, standard),
        "calendar": Section("", grids=(_calendar(offer),)),
        "assessment": Section("", grids=(_weights(offer),)),
        "marking": Section("", grids=(_criteria(offer),)),
        "sources": Section("", points=_sources(offer, standard)),
        "questions": Section("", (f"Je vragen stel je aan {offer.course.contact}.",)),
    }
    return Paper(
        name="studiewijzer",
        title=f"Studiewijzer {offer.course.title} · {offer.cohort}",
        language=offer.language,
        opening=(*opening, f"De stelling die je aan het begin en aan het einde weegt: «{offer.course.thesis}»"),
        sections=tuple(_joined(words[name], computed.get(name)) for name in PARTS),
    )


def load_words(root: Path | None = None) -> tuple[tuple[str, ...], dict[str, Section]]:
    """Read `studyguide.toml`: the opening, and the words of each part.

    Raises: ContentError naming file and key.
    """
    table = read_toml((root or course_root()) / "studyguide.toml")
    opening = table.texts("opening")
    words = {}
    for name in PARTS:
        part = table.table(name)
        points = (*part.texts("points", []), *(TO_FILL_IN + asked for asked in part.texts("ask", [])))
        words[name] = Section(part.text("title"), part.texts("text", []), tuple(map(Point, points)))
        part.close()
    table.close()
    return opening, words


def _joined(words: Section, computed: Section | None) -> Section:
    if computed is None:
        return words
    return Section(
        words.title,
        (*computed.paragraphs, *words.paragraphs),
        (*words.points, *computed.points),
        (*words.grids, *computed.grids),
    )


def _outcomes(offer: Offer) -> tuple[Grid, ...]:
    outcomes = load_outcomes(offer.root)
    lessons = tuple((module.title, module.summary) for module in offer.modules)
    learned = tuple((module.title, outcomes[name].text) for module in offer.modules for name in module.outcomes)
    return (
        Grid("De lessen van deze klas", ("les", "waarover"), lessons),
        Grid("Wat je na elke les kunt", ("les", "leerresultaat"), learned),
    )


def _time(offer: Offer, standard: Standard) -> Section:
    rows = []
    for module in offer.course.modules:
        counted = any(task.module == module for task in offer.counted)
        lesson = module.minutes if module in offer.modules else 0
        if lesson or counted:
            rows.append((module.title, lesson, module.assignment_minutes if counted else 0))
    in_lessons, on_tasks = sum(row[1] for row in rows), sum(row[2] for row in rows)
    rows.append(("Samen", in_lessons, on_tasks))
    lines = tuple((title, _clock(lesson), _clock(task), _clock(lesson + task)) for title, lesson, task in rows)
    hours = Fraction(in_lessons + on_tasks, 60)
    least, most = standard.hours_flanders
    fewest, many = percent(hours / most), percent(hours / least)
    flemish = fewest if fewest == many else f"{fewest} tot {many}"
    told = [
        f"Samen is dat ongeveer {round(hours)} uur. In Nederland is een studiepunt {standard.hours_netherlands} uur "
        f"studie: dit is dan {percent(hours / standard.hours_netherlands)} studiepunt. In Vlaanderen is een studiepunt "
        f"{least} tot {most} uur: dit is dan {flemish} studiepunt."
    ]
    unknown = [task.name for task in offer.counted if not (task.module and task.module.assignment_minutes)]
    if unknown:
        told.append(f"Voor {', '.join(unknown)} is geen tijd opgegeven; die telt niet mee in deze som.")
    header = ("les", "in de les", "aan de opdracht", "samen")
    grids = [Grid("Hoeveel tijd je nodig hebt", header, lines, frozenset({1, 2, 3}))]
    if offer.course.routes:
        grids.append(route_grid(offer.course, offer.root))
    return Section("", tuple(told), grids=tuple(grids))


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} u {rest:02}" if minutes else "–"


def _calendar(offer: Offer) -> Grid:
    """The deadlines in order of time; what has none comes last."""
    deadlines = offer.calendar.deadlines if offer.calendar else {}

    def moment(task: Task) -> tuple[bool, datetime | str]:
        return (False, deadlines[task.name]) if task.name in deadlines else (True, task.name)

    rows = []
    for task in sorted(offer.counted, key=moment):
        due = deadlines.get(task.name)
        rows.append((task.title, offer.calendar.local(due) if offer.calendar and due else "nog niet bekend"))
    return Grid("Inleveren", ("opdracht", "uiterlijk"), tuple(rows))


def _weights(offer: Offer) -> Grid:
    rows = tuple(
        (
            task.title,
            str(task.weight),
            decimal(task.points()),
            decimal(task.points(marked=False)),
            decimal(task.points(marked=True)),
        )
        for task in offer.counted
    )
    header = ("opdracht", "gewicht (%)", "punten", "automatisch", "lesgever")
    return Grid("Gewicht en punten", header, rows, frozenset({1, 2, 3, 4}))


def _criteria(offer: Offer) -> Grid:
    rows = []
    for task in offer.counted:
        for cell in task.cells:
            if cell.marked:
                looked = "; ".join(c.name for c in cell.rubric.criteria) if cell.rubric else "er is geen rubric"
                title = cell.rubric.title if cell.rubric else cell.id
                rows.append((task.module.title if task.module else task.name, title, decimal(cell.points), looked))
    header = ("opdracht", "antwoord", "punten", "criteria")
    return Grid("Waar je lesgever op let", header, tuple(rows), frozenset({2}))


def _sources(offer: Offer, standard: Standard) -> tuple[Point, ...]:
    """The essay, the figures, and every source of the chosen lessons by author."""
    essay, every = load_essay(offer.root), load_sources(offer.root)
    found: dict[str, Source] = {name: every[name] for name in standard.credit_sources}
    for module in offer.modules:
        found |= {source.id: source for source in lesson_sources(module.id, offer.root)}
    listed = sorted(found.values(), key=lambda source: source.apa.lower())
    return (Point(essay.attribution, essay.url), *_figures(offer.modules), *(Point(s.apa, s.url) for s in listed))


def _figures(modules: Iterable[Module]) -> tuple[Point, ...]:
    names = dict.fromkeys(name for module in modules for name in module.datasets)
    datasets = [load_dataset(name) for name in names]
    return tuple(Point(f"Cijfers: *{dataset.title}*. {dataset.cite()}.", dataset.url) for dataset in datasets)
