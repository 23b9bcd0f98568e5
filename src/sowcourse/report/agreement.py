"""Agreement between two markers on the same answers, and what a second marker gave."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup

from sowcourse.cohort.lock import writing
from sowcourse.cohort.workspace import Workspace
from sowcourse.durable import write_durably
from sowcourse.gradebook.code import code
from sowcourse.gradebook.gradebook import Mark, Result
from sowcourse.gradebook.scores import CellResult
from sowcourse.pages.page import points, render
from sowcourse.report.answer import Answers
from sowcourse.report.item import NONE, decimal, percent
from sowcourse.rubric import Rubric

FEWEST = 10
"""Answers that both marked, from which kappa is shown."""

FOLDER = "tweede-beoordelaar"
"""In the cohort: what second markers gave, per assignment. It never counts."""


@dataclass(frozen=True)
class SecondMark:
    """What a second marker gave to one answer."""

    points: float
    levels: Mapping[str, int] = field(default_factory=dict)
    """Criterion → level; empty when only points were given."""


Second = Mapping[str, Mapping[str, SecondMark]]
"""Question → student → what the second marker gave."""


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


def keep_second(
    workspace: Workspace, assignment: str, marks: Sequence[Mark], answers: Answers, rubrics: Mapping[str, Rubric]
) -> None:
    """Keep what a second marker gave, beside what was kept before; the gradebook is left alone."""
    file = _file(workspace.root, assignment)
    file.parent.mkdir(exist_ok=True)
    codes = {(question, answer.student): answer.code for question, given in answers.items() for answer in given}
    with writing(workspace.root):
        kept = _kept(workspace, assignment)
        for mark in marks:
            rubric = rubrics.get(mark.cell)
            levels = rubric.chosen(mark.comment) if rubric else {}
            given = {"punten": mark.points, "niveaus": levels, "antwoord": codes[mark.cell, mark.student]}
            kept.setdefault(mark.cell, {})[mark.student] = given
        write_durably(file, json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True))


def read_second(workspace: Workspace, assignment: str, words: Callable[[str, str], str]) -> Second:
    """What second markers gave to answers that are still the same; {} when nobody marked a second time.

    Parameters: words – (student, question) → the answer as it is now.
    """
    return {
        question: {
            student: SecondMark(float(mark["punten"]), dict(mark.get("niveaus", {})))
            for student, mark in given.items()
            if mark["antwoord"] == code(student, question, words(student, question))
        }
        for question, given in _kept(workspace, assignment).items()
    }


def _kept(workspace: Workspace, assignment: str) -> dict[str, dict[str, dict[str, Any]]]:
    file = _file(workspace.root, assignment)
    if not file.is_file():
        return {}
    kept: dict[str, dict[str, dict[str, Any]]] = json.loads(file.read_text(encoding="utf-8"))
    return kept


def agreement_part(
    results: Sequence[Result], second: Second, name: Callable[[str], Markup], rubrics: Mapping[str, Rubric]
) -> Markup:
    """The agreement per question and per criterion, how to read it, and the answers to talk about first."""
    rows: list[tuple[object, ...]] = []
    apart: list[tuple[float, str, str, float, float]] = []
    for question, given in second.items():
        first = _first(results, question)
        pairs = [(first[student].score, mark.points) for student, mark in given.items() if student in first]
        rows.append((question, *_told(agreement(pairs))))
        apart += [
            (abs(mark.points - first[student].score), question, student, first[student].score, mark.points)
            for student, mark in given.items()
            if student in first and mark.points != first[student].score
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


def _file(root: Path, assignment: str) -> Path:
    return root / FOLDER / f"{assignment}.json"
