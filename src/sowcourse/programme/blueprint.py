"""The blueprint (toetsmatrijs): what is assessed where, at what level and with what weight; gaps and overlaps.

A graded cell weighs its share of the points of its assignment, times the weight of the assignment. A cell that
assesses several outcomes counts for each in equal parts; one that assesses none stands in a row of its own. So the
weights of all rows add up to 100. Computed in fractions; nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from sowcourse.cohort.choices import WHOLE
from sowcourse.course import BLOOM, KRACHTLIJNEN, Alignment, Module, Outcome, load_outcomes
from sowcourse.programme.offer import Offer, Task
from sowcourse.quiz import Question, load_quiz

MANY = 6
"""An outcome that is assessed in more graded cells than this is pointed at."""

HEAVY = 2
"""A krachtlijn is pointed at when it weighs this many times more or less than an equal share."""

FRAMEWORKS = {"DLR": range(1, 9), "LOD-SW": range(1, 4)}
"""Framework → the numbers whose content could be verified (sources dlr-eu and domeinprofiel-2016)."""

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


@dataclass(frozen=True)
class Finding:
    """Something a programme must look at."""

    kind: str
    """"gat", "overlap" or "evenwicht"."""
    sentence: str


@dataclass(frozen=True)
class Blueprint:
    """The whole matrix and what stands out in it."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]

    def weight_by(self, key: Callable[[Row], str]) -> dict[str, Fraction]:
        """Weight in percent per value of `key`; together the weight of all rows."""
        found: dict[str, Fraction] = {}
        for row in self.rows:
            found[key(row)] = found.get(key(row), Fraction(0)) + row.weight
        return found


def make_blueprint(offer: Offer) -> Blueprint:
    """The blueprint of what a class does.

    Raises: ContentError when a file of the course is not right.
    """
    outcomes = load_outcomes()
    tasks = {task.name: task for task in offer.counted}
    modules = [m for m in offer.course.modules if m in offer.modules or m.assignment in tasks]
    rows: list[Row] = []
    for module in modules:
        rows += _rows(module, tasks.get(module.assignment), outcomes, taught=module in offer.modules)
    for task in tasks.values():
        if task.module is None:
            rows += _loose(task, {}, "", "")
    return Blueprint(tuple(rows), tuple(_findings(offer, rows, outcomes)))


def _rows(module: Module, task: Task | None, outcomes: dict[str, Outcome], taught: bool) -> Iterator[Row]:
    shared: dict[str, int] = {}
    for alignment in module.alignments:
        for place in alignment.assessed:
            shared[place] = shared.get(place, 0) + 1
    questions = {question.id: question for question in load_quiz(module.id)}
    for alignment in module.alignments:
        outcome = outcomes[alignment.outcome]
        for cell in task.cells if task else ():
            place = f"opdracht.{cell.id}"
            if task and place in alignment.assessed:
                part = cell.points / shared[place]
                yield Row(
                    outcome=outcome,
                    module=module.id,
                    krachtlijn=module.krachtlijn,
                    place=f"opdracht {task.name}: {cell.id}",
                    judge="lesgever" if cell.marked else "automatisch",
                    bloom=_known(module.assignment_levels.get(cell.id)),
                    items=cell.items,
                    points=part,
                    weight=part / task.points() * task.weight,
                )
        if taught:
            yield from _practised(module, alignment, outcome, questions)
    if task:
        yield from _loose(task, shared, module.id, module.krachtlijn)


def _known(level: str | None) -> tuple[str, ...]:
    return (level,) if level else ()


def _practised(module: Module, alignment: Alignment, outcome: Outcome, questions: dict[str, Question]) -> Iterator[Row]:
    """What a student does with an outcome that gives no points."""
    names = [place.partition(".") for place in alignment.assessed]
    asked = [name for kind, _, name in names if kind == "toets"]
    texts = [name for kind, _, name in names if kind == "les"]
    levels = {QUIZ_LEVELS[questions[name].level] for name in asked}
    for place, items, bloom in (
        (f"zelftoets les {module.id}", len(asked), tuple(level for level in BLOOM if level in levels)),
        (f"tekst in les {module.id}", len(texts), (outcome.bloom,)),
    ):
        if items:
            nothing = Fraction(0)
            yield Row(outcome, module.id, module.krachtlijn, place, "niemand", bloom, items, nothing, nothing)


def _loose(task: Task, shared: dict[str, int], module: str, krachtlijn: str) -> Iterator[Row]:
    """The graded cells of an assignment that assess no outcome."""
    for cell in task.cells:
        if f"opdracht.{cell.id}" not in shared:
            yield Row(
                outcome=None,
                module=module,
                krachtlijn=krachtlijn,
                place=f"opdracht {task.name}: {cell.id}",
                judge="lesgever" if cell.marked else "automatisch",
                bloom=_known(task.module.assignment_levels.get(cell.id)) if task.module else (),
                items=cell.items,
                points=cell.points,
                weight=cell.points / task.points() * task.weight,
            )


def _findings(offer: Offer, rows: list[Row], outcomes: dict[str, Outcome]) -> Iterator[Finding]:
    for name in dict.fromkeys(name for module in offer.modules for name in module.outcomes):
        titles = ", ".join(module.title for module in offer.modules if name in module.outcomes)
        yield from _of_outcome(outcomes[name], titles, [row for row in rows if row.outcome and row.outcome.id == name])
    yield from _of_points(offer, rows)
    yield from _of_krachtlijnen(rows)
    yield from _of_frameworks(rows)
    yield from _of_choices(offer, rows)


def _of_outcome(outcome: Outcome, titles: str, rows: list[Row]) -> Iterator[Finding]:
    graded = [row for row in rows if row.graded]
    named = f"«{outcome.id}» ({titles})"
    if not rows:
        yield Finding("gat", f"{named} wordt nergens getoetst.")
    elif not graded:
        yield Finding("gat", f"{named} komt alleen in de zelftoets of in de les voor: het telt niet mee in een cijfer.")
    if len(graded) > MANY:
        weight = sum((row.weight for row in graded), Fraction(0))
        told = f"{named} wordt in {len(graded)} beoordeelde cellen getoetst, samen {percent(weight)}% van het gewicht."
        yield Finding("overlap", told)
    asked = [BLOOM.index(level) for row in (graded or rows) for level in row.bloom]
    if asked and max(asked) < BLOOM.index(outcome.bloom):
        what = "wat meetelt" if graded else "wat er getoetst wordt"
        told = f"{named} is van het niveau {outcome.bloom}, maar {what}, vraagt hoogstens {BLOOM[max(asked)]}."
        yield Finding("evenwicht", told)


def _of_points(offer: Offer, rows: list[Row]) -> Iterator[Finding]:
    loose = [row for row in rows if row.outcome is None and row.graded]
    if loose:
        weight = sum((row.weight for row in loose), Fraction(0))
        names = ", ".join(dict.fromkeys(row.place.rpartition(": ")[2] for row in loose))
        told = f"{len(loose)} beoordeelde cellen ({names}), samen {percent(weight)}% van het gewicht,"
        yield Finding("gat", f"{told} horen bij geen enkel leerresultaat.")
    if not offer.counted:
        yield Finding("gat", "Geen enkele opdracht telt mee. Geef in keuzes.toml aan wat elke opdracht weegt.")


def _of_krachtlijnen(rows: list[Row]) -> Iterator[Finding]:
    weights = {line: sum((row.weight for row in rows if row.krachtlijn == line), Fraction(0)) for line in KRACHTLIJNEN}
    share = sum(weights.values(), Fraction(0)) / len(KRACHTLIJNEN)
    for line, weight in weights.items():
        if not weight:
            yield Finding("gat", f"De krachtlijn {line} telt niet mee in een cijfer.")
        elif weight * HEAVY <= share or weight >= share * HEAVY:
            size = "weinig" if weight < share else "veel"
            told = (
                f"De krachtlijn {line} weegt {percent(weight)}%, {size} tegenover {percent(share)}% bij gelijke delen."
            )
            yield Finding("evenwicht", told)


def _of_frameworks(rows: list[Row]) -> Iterator[Finding]:
    met = {row.outcome for row in rows if row.outcome}
    counted = {row.outcome for row in rows if row.outcome and row.graded}
    for name, numbers in FRAMEWORKS.items():
        for number in numbers:
            if not any(number in numbers_of(outcome, name) for outcome in met):
                yield Finding("gat", f"{name} {number} komt in geen enkel leerresultaat voor.")
            elif not any(number in numbers_of(outcome, name) for outcome in counted):
                yield Finding("gat", f"{name} {number} komt alleen voor in leerresultaten die niet meetellen.")


def numbers_of(outcome: Outcome, framework: str) -> tuple[int, ...]:
    """The numbers of a framework that an outcome contributes to."""
    return outcome.dlr if framework == "DLR" else outcome.lod


def _of_choices(offer: Offer, rows: list[Row]) -> Iterator[Finding]:
    lessons = {module.id for module in offer.modules}
    for task in offer.counted:
        if task.module is None:
            yield Finding("gat", f"De opdracht {task.name} hoort bij geen les van de cursus.")
        elif task.module.id not in lessons:
            told = f"De opdracht {task.name} telt voor {task.weight}%, maar de les {task.module.id} is niet gekozen."
            yield Finding("gat", told)
    for module in offer.modules:
        if module.assignment and module.assignment not in {task.name for task in offer.counted}:
            yield Finding("gat", f"De les {module.id} is gekozen, maar haar opdracht telt niet mee.")
    graded = [row for row in rows if row.graded]
    simple = sum((row.weight for row in graded if row.bloom and BLOOM.index(row.bloom[-1]) < 2), Fraction(0))
    if simple * 2 > WHOLE:
        told = f"{percent(simple)}% van het gewicht vraagt alleen onthouden of begrijpen."
        yield Finding("evenwicht", told)


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
