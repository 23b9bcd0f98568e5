"""Agreement between two markers on the same answers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sowcourse.gradebook.gradebook import Result
from sowcourse.gradebook.scores import CellResult
from sowcourse.pages.page import points, render
from sowcourse.report.item import NONE, decimal, percent
from sowcourse.report.second import Second
from sowcourse.rubric import Rubric

FEWEST = 10
"""Answers that both marked, from which kappa is shown."""


@dataclass(frozen=True)
class Agreement:
    """How far two markers agree on one question."""

    number: int
    """Answers that both marked."""
    exact: float | None
    """Share on which both gave exactly the same, 0 to 1; None without answers."""
    difference: float | None
    """Mean of second minus first, in points: positive when the second marker is milder."""
    kappa: float | None
    """Quadratic weighted kappa, at most 1; see `kappa`."""


def agreement(pairs: Sequence[tuple[float, float]]) -> Agreement:
    """The agreement on one question.

    Parameters: pairs – points of the first and of the second marker, one pair per answer.
    """
    if not pairs:
        return Agreement(0, None, None, None)
    number = len(pairs)
    return Agreement(
        number=number,
        exact=sum(first == second for first, second in pairs) / number,
        difference=math.fsum(second - first for first, second in pairs) / number,
        kappa=kappa(pairs),
    )


def kappa(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Quadratic weighted kappa: 1 minus observed over expected squared difference.

    With weights (a - b)², the expected difference over all combinations of both markers' points is
    var(first) + var(second) + (mean(first) - mean(second))², variances with n below the line. So points need not be
    put in classes.

    Returns: 1 for the same points everywhere, 0 for no more than chance, negative for less; None without pairs, or
    when both gave the same to every answer, as there is then nothing to agree upon.
    Source: Cohen, 1968, Weighted kappa, Psychological Bulletin 70, 213-220.
    """
    if not pairs:
        return None
    number = len(pairs)
    means = [math.fsum(pair[side] for pair in pairs) / number for side in (0, 1)]
    spreads = [math.fsum((pair[side] - means[side]) ** 2 for pair in pairs) / number for side in (0, 1)]
    expected = spreads[0] + spreads[1] + (means[0] - means[1]) ** 2
    observed = math.fsum((first - second) ** 2 for first, second in pairs) / number
    return None if expected < 1e-12 else 1 - observed / expected


def agreement_part(
    results: Sequence[Result], second: Second, name: Callable[[str], Markup], rubrics: Mapping[str, Rubric]
) -> Markup:
    """The agreement per question and per criterion, how to read it, and the answers to talk about first."""
    rows: list[tuple[object, ...]] = []
    apart: list[tuple[float, str, str, float, float]] = []
    for question, given in second.items():
        first = {student: cell.score for student, cell in _first(results, question).items()}
        first |= {student: mark.first.points for student, mark in given.items() if student in first and mark.first}
        pairs = [(first[student], mark.points) for student, mark in given.items() if student in first]
        rows.append((question, *_told(agreement(pairs))))
        apart += [
            (abs(mark.points - first[student]), question, student, first[student], mark.points)
            for student, mark in given.items()
            if student in first and mark.points != first[student] and not mark.first
        ]
    levels = [(criterion, question, *_told(found)) for question, criterion, found in _levels(results, second, rubrics)]
    apart.sort(key=lambda row: (-row[0], row[1], row[2]))
    worst = [(question, name(who), points(one), points(two)) for _, question, who, one, two in apart[:10]]
    return render("agreement", points=rows, levels=levels, apart=worst, header=_HEADER, fewest=FEWEST)


_HEADER = ["antwoorden", "precies gelijk", "verschil (tweede − eerste)", "kappa"]


def _told(found: Agreement) -> tuple[object, ...]:
    """An agreement under `_HEADER`."""
    shift = NONE if found.difference is None else signed(found.difference)
    return found.number, percent(found.exact), shift, decimal(found.kappa) if found.number >= FEWEST else NONE


def _first(results: Sequence[Result], question: str) -> dict[str, CellResult]:
    """Student → what the first marker gave to a question."""
    return {
        result.student: cell
        for result in results
        for cell in result.cells
        if cell.cell == question and not cell.waiting
    }


def _levels(
    results: Sequence[Result], second: Second, rubrics: Mapping[str, Rubric]
) -> Iterator[tuple[str, str, Agreement]]:
    """Question, criterion and agreement, for every criterion on which both gave a level to the same answer."""
    for question, given in second.items():
        rubric = rubrics.get(question)
        if rubric is None:
            continue
        first = {student: rubric.chosen(cell.comment) for student, cell in _first(results, question).items()}
        first |= {s: dict(mark.first.levels) for s, mark in given.items() if s in first and mark.first}
        for criterion in (one.name for one in rubric.criteria):
            pairs = [
                (float(first[student][criterion]), float(mark.levels[criterion]))
                for student, mark in given.items()
                if criterion in mark.levels and criterion in first.get(student, {})
            ]
            if pairs:
                yield question, criterion, agreement(pairs)


def signed(value: float) -> str:
    """A difference in points with its sign, the Dutch way."""
    rounded = round(value, 2) + 0.0
    return ("+" if rounded > 0 else "−" if rounded < 0 else "") + points(abs(rounded))
