"""The blueprint (toetsmatrijs): what is assessed where, and what stands out: gaps, overlaps, lack of balance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from sowcourse.cohort.choices import WHOLE
from sowcourse.course import BLOOM, KRACHTLIJNEN, Outcome, load_outcomes
from sowcourse.programme.offer import Offer
from sowcourse.programme.row import Row, percent, rows_of

MANY = 6
"""An outcome that is assessed in more graded cells than this is pointed at."""

HEAVY = 2
"""A krachtlijn is pointed at when it weighs this many times more or less than an equal share."""

FRAMEWORKS = {"DLR": range(1, 9), "LOD-SW": range(1, 4)}
"""Framework → the numbers whose content could be verified (sources dlr-eu and domeinprofiel-2016)."""


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
    rows = rows_of(offer)
    return Blueprint(tuple(rows), tuple(_findings(offer, rows, load_outcomes(offer.root))))


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
