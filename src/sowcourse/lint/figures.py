"""House rules about figures: true to their codebook, licensed, recent or old for a reason, described in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sowcourse.content import datasets_root
from sowcourse.course import load_course
from sowcourse.dataset import Dataset, load_dataset
from sowcourse.errors import ContentError
from sowcourse.lint.problem import Problem
from sowcourse.standard import load_standard
from sowcourse.threshold import load_walk

SHORTEST_DESCRIPTION = 60
"""A description of a chart in fewer characters tells no figures."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def codebooks_are_true() -> Iterator[Problem]:
    """Every codebook is literally true of its file: rows, columns, levels, range, missing values."""
    for folder in sorted(datasets_root().glob("*/")):
        yield from codebook_problems(load_dataset(folder.name))


def codebook_problems(dataset: Dataset) -> Iterator[Problem]:
    """Where the codebook of one data set and its file disagree."""
    rows = dataset.rows()
    codebook = dataset.folder / "dataset.toml"
    if len(rows) != dataset.row_count:
        fault = f"het codeboek zegt {dataset.row_count} rijen, het bestand heeft er {len(rows)}."
        yield Problem(codebook, "rows", fault, "Pas het codeboek aan.")
    for column in dataset.columns:
        values = [row[column.name] for row in rows]
        present = [value for value in values if value is not None]
        if (len(present) < len(values)) != column.missing:
            fault = f"missing is {column.missing}, maar {len(values) - len(present)} cellen zijn leeg."
            yield Problem(codebook, column.name, fault.replace("True", "true").replace("False", "false"), "Pas aan.")
        if column.levels and set(map(str, present)) != set(column.levels):
            differing = sorted(set(map(str, present)) ^ set(column.levels))
            fault = f"de waarden in het bestand en 'levels' verschillen: {', '.join(differing[:5])}."
            yield Problem(codebook, column.name, fault, "Maak ze gelijk.")
        numbers = [value for value in present if isinstance(value, int | float)]
        for name, expected, found in (
            ("min", column.minimum, min(numbers, default=None)),
            ("max", column.maximum, max(numbers, default=None)),
        ):
            if expected is not None and expected != found:
                fault = f"{name} is volgens het codeboek {expected:g}, in het bestand {found}."
                yield Problem(codebook, column.name, fault, "Pas het codeboek aan.")
    for chart in dataset.charts.values():
        if not any(all(row[name] in values for name, values in chart.filter.items()) for row in rows):
            yield Problem(
                codebook, f"chart {chart.id}", "het filter houdt geen enkele rij over.", "Verruim het filter."
            )


def figures_are_licensed() -> Iterator[Problem]:
    """Every data set says under which known licence it may be here, and whom to name."""
    known = load_standard().licences
    for folder in sorted(datasets_root().glob("*/")):
        dataset = load_dataset(folder.name)
        if not any(licence.lower() in dataset.license.lower() for licence in known):
            fault = f"de licentie «{dataset.license}» noemt geen licentie die we kennen."
            remedy = f"Gebruik een van: {'; '.join(known)}. Of voeg haar toe aan standard.toml."
            yield Problem(folder / "dataset.toml", "license", fault, remedy)


def figures_are_recent() -> Iterator[Problem]:
    """A figure is not older than the standard allows, unless its file says why it stays."""
    oldest = this_year() - load_standard().oldest_figure
    for folder in sorted(datasets_root().glob("*/")):
        dataset = load_dataset(folder.name)
        latest = latest_year(dataset)
        if latest < oldest and not dataset.old_because:
            named = f"de dataset '{dataset.name}' ({dataset.title})"
            yield _old(folder / "dataset.toml", "years", f"{named} loopt tot {latest}")
    for module in load_course().modules:
        file = module.folder / "thresholds.toml"
        for figure in load_walk(module.id).figures if file.exists() else ():
            years = [int(year) for year in _YEAR.findall(figure.text)]
            if years and max(years) < oldest and not figure.old_because:
                yield _old(file, "figure", f"het cijfer «{figure.text[:50]}…» is van {max(years)}")


def _old(file: Path, place: str, what: str) -> Problem:
    fault = f"{what}, meer dan {load_standard().oldest_figure} jaar geleden."
    remedy = "Zoek een nieuwer cijfer, of zeg in 'old_because' waarom dit blijft."
    return Problem(file, place, fault, remedy, advice=True)


def latest_year(dataset: Dataset) -> int:
    """The last year that a data set tells about, from its codebook.

    Raises: ContentError when the codebook names no year.
    """
    years = [int(year) for year in _YEAR.findall(dataset.years)]
    if not years:
        fault = f"verwacht wordt minstens één jaar; gevonden {dataset.years!r}."
        raise ContentError(dataset.folder / "dataset.toml", "sleutel 'years'", fault, "Noem de jaren, zoals 2015–2024.")
    return max(years)


def this_year() -> int:
    """The year it is."""
    return date.today().year


def charts_are_described() -> Iterator[Problem]:
    """Who does not see a chart reads what it shows: in words of its own, with figures."""
    for folder in sorted(datasets_root().glob("*/")):
        for chart in load_dataset(folder.name).charts.values():
            place = f"chart '{chart.id}', alt"
            file = folder / "dataset.toml"
            if len(chart.alt) < SHORTEST_DESCRIPTION or chart.alt.strip() == chart.title.strip():
                remedy = "Beschrijf wat de grafiek laat zien: welke groepen, hoe hoog, waarheen het gaat."
                yield Problem(file, place, f"de beschrijving «{chart.alt}» zegt te weinig.", remedy)
            elif not re.search(r"\d", chart.alt):
                yield Problem(file, place, "de beschrijving noemt geen enkel getal.", "Noem de getallen die tellen.")
