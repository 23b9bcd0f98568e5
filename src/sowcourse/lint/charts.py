"""House rules about charts: each says in which unit, by whose count and of which year it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from sowcourse.content import assignments_root, datasets_root
from sowcourse.dataset import Chart, Dataset, load_dataset
from sowcourse.errors import ContentError
from sowcourse.lint.problem import Problem
from sowcourse.notebook import read_notebook, source

DRAWS = "draw_bars"
"""What an assignment draws with: it makes the words of a chart itself, out of title and values."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BETWEEN = re.compile(r"[,;()]| en | op basis van ")
_PICTURE = re.compile(r"\bplt\.\w+|\.(?:plot|hist|boxplot)\b(?=[.(])|\b(?:matplotlib|seaborn|altair|plotly)\b")


def charts_tell_their_source() -> Iterator[Problem]:
    """Every chart of a data set and every chart that an assignment draws has its unit, and a source with its year."""
    for folder in sorted(datasets_root().glob("*/")):
        dataset = load_dataset(folder.name)
        for chart in dataset.charts.values():
            yield from chart_problems(dataset, chart)
    for file in sorted(assignments_root().glob("*/*.ipynb")):
        yield from _drawn(file)


def chart_problems(dataset: Dataset, chart: Chart) -> Iterator[Problem]:
    """What one chart does not say, or says otherwise than its rows."""
    file, place = dataset.folder / "dataset.toml", f"chart '{chart.id}', source_line"
    yield from _unsourced(file, place, chart.source_line, publishers(dataset))
    told = [int(year) for year in _YEAR.findall(chart.source_line)]
    shown = shown_years(dataset, chart)
    if told and shown and not min(told) <= min(shown) <= max(shown) <= max(told):
        fault = f"de bron noemt {told[0] if len(told) == 1 else f'{min(told)} tot {max(told)}'}, "
        fault += f"de grafiek toont {min(shown)} tot {max(shown)}."
        yield Problem(file, place, fault, "Noem bij de bron de jaren die te zien zijn.")
    unit = next(column.unit for column in dataset.columns if column.name == chart.y)
    words = re.findall(r"\w{3,}", unit.split("zie")[0].lower())
    if words and not any(word in chart.unit.lower() for word in words):
        fault = f"de eenheid is «{chart.unit}», en de kolom '{chart.y}' staat in {unit}."
        yield Problem(file, f"chart '{chart.id}', unit", fault, "Noem de eenheid zoals het codeboek.")


def publishers(dataset: Dataset) -> list[str]:
    """Who counted, by name: any of these may be the source of a chart."""
    return [name.strip() for name in _BETWEEN.split(dataset.publisher) if len(name.strip()) > 1]


def shown_years(dataset: Dataset, chart: Chart) -> list[int]:
    """The years of the rows that a chart keeps, from the column 'jaar' or 'periode'; none when it has neither."""
    rows = [row for row in dataset.rows() if all(row[name] in values for name, values in chart.filter.items())]
    return [int(year) for row in rows for year in _YEAR.findall(str(row.get("jaar") or row.get("periode") or ""))]


def _unsourced(file: Path, place: str, text: str, names: list[str]) -> Iterator[Problem]:
    if not any(name.lower() in text.lower() for name in names):
        fault = f"de bron «{text}» noemt niemand die de cijfers telde."
        yield Problem(file, place, fault, f"Noem er een van: {', '.join(names)}.")
    if not _YEAR.search(text):
        yield Problem(file, place, f"de bron «{text}» noemt geen jaar.", "Zeg over welk jaar de cijfers gaan.")


def _drawn(file: Path) -> Iterator[Problem]:
    """The charts that an assignment draws, as its model answer draws them."""
    cells = [cell for cell in read_notebook(file)["cells"] if cell["cell_type"] == "code"]
    code = "\n".join(source(cell) for cell in cells)
    names = [name for data in re.findall(r"load_dataset\([\"'](\w+)", code) for name in publishers(_known(file, data))]
    for cell in cells:
        place = str(cell.get("id"))
        if picture := _PICTURE.search(source(cell)):
            fault = f"«{picture[0]}» tekent een beeld zonder woorden voor wie het niet ziet."
            yield Problem(file, place, fault, f"Teken met {DRAWS}, of toon een grafiek van een dataset.")
        for told in _calls(source(cell)):
            for key, word in (("title", "titel"), ("unit", "eenheid"), ("source", "bron")):
                if not told.get(key, "").strip():
                    yield Problem(file, place, f"de grafiek heeft geen {word}.", f"Geef {key}=… met tekst.")
            if told.get("source"):
                yield from _unsourced(file, place, told["source"], names)


def _known(file: Path, name: str) -> Dataset:
    """A data set that an assignment loads. Raises: ContentError that names the assignment when there is none."""
    try:
        return load_dataset(name)
    except ContentError as error:
        raise ContentError(file, "", error.fault, error.remedy) from error


def _calls(code: str) -> Iterator[dict[str, str]]:
    """The texts that each call of `draw_bars` is given, by keyword."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return  # the proofs of an assignment run its code; this only reads it
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == DRAWS:
            yield {word.arg or "": _text(word.value) for word in node.keywords}


def _text(value: ast.expr) -> str:
    """The text that stands there; "" when it is something else, such as a name or dots."""
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""
