"""The rows of a blueprint: one outcome at one place, with its weight.

A graded cell weighs its share of the points of its assignment, times the weight of the assignment. A cell that
assesses several outcomes counts for each in equal parts; one that assesses none stands in a row of its own. So the
weights of all rows add up to 100. Computed in fractions; nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from sowcourse.course import BLOOM, Alignment, Module, Outcome, load_outcomes
from sowcourse.errors import ContentError
from sowcourse.programme.offer import GradedCell, Offer, Task
from sowcourse.quiz import Question, load_quiz

Named = TypeVar("Named")

QUIZ_LEVELS = {"onthouden": "onthouden", "begrijpen": "begrijpen", "toepassen": "toepassen", "oordelen": "evalueren"}
"""Level of a question in the self-test → Bloom."""


@dataclass(frozen=True)
class Row:
    """One outcome at one place."""

    outcome: Outcome | None
    """None for a graded cell that assesses no outcome."""
    module: str
    krachtlijn: str
    """"" for start and synthesis."""
    place: str
    """As people read it: the assignment and cell, or the self-test of a lesson."""
    judge: str
    """Who judges: "automatisch", "lesgever" or "niemand" for what gives no points."""
    bloom: tuple[str, ...]
    """Levels that the items ask for, lowest first; empty where that is not written down."""
    items: int
    points: Fraction
    """0 for what gives no points."""
    weight: Fraction
    """In percent."""

    @property
    def graded(self) -> bool:
        """Whether it gives points that count."""
        return self.weight > 0


def rows_of(offer: Offer) -> list[Row]:
    """Every row, lesson by lesson and outcome by outcome; a lesson's cells without an outcome come last.

    Raises: ContentError when a file of the course is not right.
    """
    outcomes = load_outcomes(offer.root)
    tasks = {task.name: task for task in offer.counted}
    rows: list[Row] = []
    for module in offer.course.modules:
        task = tasks.get(module.assignment)
        if task or module in offer.modules:
            quiz = load_quiz(module.id, offer.root) if module in offer.modules else None
            rows += _of_module(module, task, outcomes, quiz)
    for task in tasks.values():
        if task.module is None:
            rows += (_graded(task, cell, None, None, 1) for cell in task.cells)
    return rows


def _of_module(
    module: Module, task: Task | None, outcomes: dict[str, Outcome], quiz: tuple[Question, ...] | None
) -> Iterator[Row]:
    """The rows of one lesson; no quiz stands for a lesson that this class does not do."""
    shared: dict[str, int] = {}
    for alignment in module.alignments:
        for place in dict.fromkeys(alignment.assessed):
            shared[place] = shared.get(place, 0) + 1
    questions = {question.id: question for question in quiz or ()}
    for alignment in module.alignments:
        outcome = _existing(module, alignment.outcome, outcomes)
        for cell in task.cells if task else ():
            place = f"opdracht.{cell.id}"
            if task and place in alignment.assessed:
                yield _graded(task, cell, module, outcome, shared[place])
        if quiz is not None:
            yield from _practised(module, alignment, outcome, questions)
    for cell in task.cells if task else ():
        if task and f"opdracht.{cell.id}" not in shared:
            yield _graded(task, cell, module, None, 1)


def _graded(task: Task, cell: GradedCell, module: Module | None, outcome: Outcome | None, shared: int) -> Row:
    """A graded cell, or the part of it that counts for one of the `shared` outcomes it assesses."""
    level = module.assignment_levels.get(cell.id) if module else None
    points = cell.points / shared
    return Row(
        outcome=outcome,
        module=module.id if module else "",
        krachtlijn=module.krachtlijn if module else "",
        place=f"opdracht {task.name}: {cell.id}",
        judge="lesgever" if cell.marked else "automatisch",
        bloom=(level,) if level else (),
        items=cell.items,
        points=points,
        weight=points / task.points() * task.weight,
    )


def _practised(module: Module, alignment: Alignment, outcome: Outcome, questions: dict[str, Question]) -> Iterator[Row]:
    """What a student does with an outcome that gives no points."""
    names = [place.partition(".") for place in alignment.assessed]
    asked = [name for kind, _, name in names if kind == "toets"]
    texts = [name for kind, _, name in names if kind == "les"]
    levels = {QUIZ_LEVELS[_existing(module, name, questions).level] for name in asked}
    for place, items, bloom in (
        (f"zelftoets les {module.id}", len(asked), tuple(level for level in BLOOM if level in levels)),
        (f"tekst in les {module.id}", len(texts), (outcome.bloom,)),
    ):
        if items:
            nothing = Fraction(0)
            yield Row(outcome, module.id, module.krachtlijn, place, "niemand", bloom, items, nothing, nothing)


def _existing(module: Module, name: str, known: dict[str, Named]) -> Named:
    if name not in known:
        fault = f"de id '{name}' bestaat niet."
        raise ContentError(module.folder / "module.toml", "alignment", fault, "Voer 'sowcourse check' uit.")
    return known[name]


def percent(value: Fraction) -> str:
    """A number with one decimal as people read it in Dutch: 12,5."""
    return f"{float(value):.1f}".replace(".", ",").removesuffix(",0")


def shares(values: list[Fraction], decimals: int) -> list[Fraction]:
    """The values rounded so that their sum is what it was, rounded: the largest remainders go up."""
    scale = 10**decimals
    lowest = [int(value * scale) for value in values]
    missing = round(sum(values, Fraction(0)) * scale) - sum(lowest)
    order = sorted(range(len(values)), key=lambda i: (lowest[i] - values[i] * scale, i))
    for place in order[:missing]:
        lowest[place] += 1
    return [Fraction(value, scale) for value in lowest]
