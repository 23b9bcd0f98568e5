"""Comparison: cohorts beside each other on the same version of an assignment, without students.

A version is the same when its source is, to the letter (`sowcourse.submissions.assignment_version`). Other versions
stand apart. No number is computed from fewer than GROUP submissions, opinions are left out, and points are shown for
one version at a time and never as a whole, so that taking away what is shown leaves no smaller group.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from markupsafe import Markup

from sowcourse.cohort.workspace import Workspace
from sowcourse.durable import write_durably
from sowcourse.errors import CohortError
from sowcourse.gradebook.gradebook import Result, all_results
from sowcourse.grading.graded import read_digest
from sowcourse.pages.page import joined, paragraph, points, render, table
from sowcourse.report.item import NONE, decimal, percent
from sowcourse.report.position import GROUP
from sowcourse.rubric import Rubric
from sowcourse.submissions.assignment_version import read_version

FEW = f"minder dan {GROUP}"
"""In the place of a number of a group that is too small."""

UNKNOWN = "niet bewaard"
"""The version of a submission from before versions were kept."""


Every = Mapping[str, Mapping[str, Mapping[str, Result]]]
"""Cohort → assignment → student → result."""


@dataclass(frozen=True)
class Group:
    """The submissions of one cohort that were made with one version of an assignment."""

    cohort: str
    results: tuple[Result, ...]
    rubrics: Mapping[str, Rubric]


def write_comparison(workspaces: Sequence[Workspace], file: Path) -> Path:
    """Write the page that compares cohorts.

    Raises: CohortError when there are fewer than two, one is named twice, or there is no folder for the page.
    """
    roots = [workspace.root for workspace in workspaces]
    if len(set(roots)) < max(len(roots), 2):
        raise CohortError("Noem twee of meer cohorten, elk één keer: sowcourse cohort compare 2025-najaar 2026-najaar")
    if not file.parent.is_dir():
        raise CohortError(f"{file.parent}: deze map is er niet. Maak haar, of kies een andere plaats met --naar.")
    write_durably(file, comparison_page(workspaces))
    return file


def comparison_page(workspaces: Sequence[Workspace]) -> str:
    """The page; the first cohort is the one that the others are held against."""
    names = _names(workspaces)
    every = {
        name: all_results(workspace, workspace.assignments()) for name, workspace in zip(names, workspaces, strict=True)
    }
    known = sorted({name for found in every.values() for name in found})
    started = [
        name for name in known if any(r.received for found in every.values() for r in found.get(name, {}).values())
    ]
    chapters = [
        (assignment, _completion(assignment, every, workspaces), _versions(assignment, every, workspaces))
        for assignment in started
    ]
    opening = (f"{', '.join(names)}.", f"Gemaakt op {datetime.now():%d-%m-%Y}.", "Zonder namen en nummers.")
    nowhere = ", ".join(name for name in known if name not in started)
    return str(render("comparison", opening=opening, few=FEW, nowhere=nowhere, chapters=chapters))


def _versions(assignment: str, every: Every, workspaces: Sequence[Workspace]) -> list[tuple[str, Markup]]:
    """Each version of an assignment with what can be said of who worked with it."""
    groups: dict[str, list[Group]] = defaultdict(list)
    for (name, found), workspace in zip(every.items(), workspaces, strict=True):
        for version, results in _by_version(workspace, assignment, found.get(assignment, {})).items():
            key = f"{UNKNOWN} ({name})" if version == UNKNOWN else version
            groups[key].append(Group(name, results, workspace.rubrics(assignment)))
    return [(version, _version_part(found)) for version, found in groups.items()]


def shift(first: Sequence[float], second: Sequence[float]) -> tuple[float, float] | None:
    """How much easier something became, with the margin that chance alone explains.

    Parameters: first, second – share of the points, 0 to 1, one per submission.
    Returns: mean of second minus mean of first, and 1.96 standard errors of that difference (Welch's, normal
    approximation: s²/n of each group added); None when a group is smaller than GROUP.
    """
    if min(len(first), len(second)) < GROUP:
        return None
    error = math.sqrt(sum(statistics.variance(group) / len(group) for group in (first, second)))
    return statistics.fmean(second) - statistics.fmean(first), 1.96 * error


def _names(workspaces: Sequence[Workspace]) -> list[str]:
    """The cohorts by folder, with as many folders around each as it takes to tell them apart."""
    for depth in range(1, max(len(workspace.root.parts) for workspace in workspaces)):
        names = ["/".join(workspace.root.parts[-depth:]) for workspace in workspaces]
        if len(set(names)) == len(names):
            break
    else:
        names = [str(workspace.root) for workspace in workspaces]
    told = [workspace.label.removeprefix(workspace.root.name) for workspace in workspaces]
    return [f"{name}{known}" for name, known in zip(names, told, strict=True)]


def _by_version(workspace: Workspace, assignment: str, found: Mapping[str, Result]) -> dict[str, tuple[Result, ...]]:
    """Version → graded submissions in which something was filled in."""
    kept: dict[str, list[Result]] = defaultdict(list)
    for result in found.values():
        if result.graded and not read_digest(workspace.root, assignment, result.student).blank:
            digest = read_version(workspace.root, assignment, result.student).partition("-")[2]
            kept[digest or UNKNOWN].append(result)
    return {version: tuple(results) for version, results in kept.items()}


def _completion(assignment: str, every: Every, workspaces: Sequence[Workspace]) -> Markup:
    """How many handed in, in time, and were marked."""
    rows = []
    for (name, found), workspace in zip(every.items(), workspaces, strict=True):
        results = list(found.get(assignment, {}).values())
        received = [result for result in results if result.received is not None]
        due = assignment in workspace.calendar().deadlines
        rows.append(
            (
                name,
                len(results) if len(results) >= GROUP else FEW,
                _share([result.received is not None for result in results]),
                _share([not result.late for result in received]) if due else "geen deadline",
                _share([result.graded and not result.waiting for result in received]),
            )
        )
    header = ["cohort", "studenten", "ingeleverd", "daarvan op tijd", "daarvan helemaal beoordeeld"]
    return table(f"{assignment}: wie inleverde", header, rows, frozenset({1, 2, 3, 4}))


def _share(flags: Sequence[bool]) -> str:
    return percent(sum(flags) / len(flags)) if len(flags) >= GROUP else FEW


def _version_part(groups: Sequence[Group]) -> Markup:
    """Points per cohort, difficulty per check and question, levels per criterion."""
    large = [group for group in groups if len(group.results) >= GROUP]
    small = [group.cohort for group in groups if group not in large]
    parts = []
    if small:
        parts.append(paragraph(f"{', '.join(small)}: {FEW} ingevulde inzendingen met deze versie; die tonen we niet."))
    if large:
        parts += [_totals(large), _items(large), _levels(large)]
    return joined(parts)


def _totals(groups: Sequence[Group]) -> Markup:
    rows = []
    for group in groups:
        for manual, name in ((False, "controles"), (True, "lesgever")):
            got = [result.score(manual) for result in group.results if not (result.waiting if manual else result.held)]
            most = points(max(result.points(manual) for result in group.results))
            quarters = statistics.quantiles(got, n=4, method="inclusive") if len(got) >= GROUP else []
            told = [points(round(value, 1)) for value in quarters] or [NONE] * 3
            rows.append((group.cohort, name, len(got) if len(got) >= GROUP else FEW, *told, most))
    header = ["cohort", "punten door", "inzendingen", "een kwart heeft hoogstens", "de helft", "drie kwart", "van"]
    return table("Verdeling van de punten", header, rows, frozenset(range(2, 7)))


def _items(groups: Sequence[Group]) -> Markup:
    """The share of the points on each check and question, and how far it moved."""
    names = dict.fromkeys(cell.cell for group in groups for result in group.results for cell in result.cells)
    rows = []
    for name in names:
        shares = [_shares(group.results, name) for group in groups]
        row: list[object] = [name]
        for own in shares:
            row.append(percent(statistics.fmean(own)) if len(own) >= GROUP else FEW)
        for own in shares[1:]:
            row.append(_moved(shift(shares[0], own)))
        rows.append(row)
    cohorts = [group.cohort for group in groups]
    header = ["vraag", *cohorts, *(f"{cohort} − {cohorts[0]}" for cohort in cohorts[1:])]
    return table("Deel van de punten per vraag", header, rows, frozenset(range(1, len(header))))


def _shares(results: Sequence[Result], name: str) -> list[float]:
    return [
        cell.score / cell.points
        for result in results
        for cell in result.cells
        if cell.cell == name and cell.points and not cell.waiting
    ]


def _moved(found: tuple[float, float] | None) -> str:
    if found is None:
        return NONE
    change, margin = found
    sign = "+" if change > 0 else "−" if change < 0 else ""
    told = f"{sign}{abs(change) * 100:.0f} ± {margin * 100:.0f}"
    return f"{told} (buiten de marge)" if abs(change) > margin else told


def _levels(groups: Sequence[Group]) -> Markup:
    """The levels that lecturers chose, per criterion, where they did."""
    chosen: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for group in groups:
        for result in group.results:
            for cell in result.cells:
                rubric = group.rubrics.get(cell.cell)
                if rubric and not cell.waiting:
                    for criterion, level in rubric.chosen(cell.comment).items():
                        chosen[cell.cell, criterion][group.cohort].append(level)
    if not chosen:
        return paragraph("Lesgevers kozen nog geen niveaus.")
    cohorts = [group.cohort for group in groups]
    rows = [
        (f"{question}: {criterion}", *(_mean(found.get(cohort, [])) for cohort in cohorts))
        for (question, criterion), found in chosen.items()
    ]
    return table("Gemiddeld niveau per criterium (1 tot 4)", ["criterium", *cohorts], rows, frozenset({1, 2}))


def _mean(levels: Sequence[int]) -> str:
    return decimal(statistics.fmean(levels)) if len(levels) >= GROUP else FEW
