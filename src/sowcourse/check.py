"""Checks for assignment cells: each says in Dutch what is right or what differs.

A check prints a sentence or raises CheckError with one. It returns nothing and never warns, because
the grading engine reads a returned number as points and a warning as a failure.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sowcourse.course import load_cases, load_module
from sowcourse.essay import load_passages
from sowcourse.reflection import Criteria, assess

if TYPE_CHECKING:
    from pandas import DataFrame


class CheckError(AssertionError):
    """What is not right yet; shown as one sentence, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def check_choice(name: str, value: object, options: Sequence[str]) -> None:
    """The value is one of the options, spelled exactly so."""
    _filled(name, value)
    if value not in options:
        near = get_close_matches(str(value), options, n=1, cutoff=0.5)
        hint = f' Bedoel je "{near[0]}"?' if near else ""
        choices = ", ".join(f'"{option}"' for option in options)
        raise CheckError(f"{name}: verwacht wordt een van {choices}; gevonden {value!r}.{hint}")
    print(f"✓ {name}: je koos «{value}».")


def check_frame(name: str, value: object, columns: Iterable[str], fewest: int = 1) -> None:
    """The value is a table with these columns and at least `fewest` rows."""
    import pandas as pd

    _filled(name, value)
    if not isinstance(value, pd.DataFrame):
        raise CheckError(
            f"{name}: verwacht wordt een tabel; gevonden {_kind(value)}. Begin opnieuw met de regel die er stond."
        )
    missing = [column for column in columns if column not in value.columns]
    if missing:
        raise CheckError(
            f"{name}: de kolom '{missing[0]}' ontbreekt. De tabel heeft nu: {', '.join(map(str, value.columns))}."
        )
    for column in columns:
        if any(cell is ... for cell in value[column]):
            raise CheckError(f"{name}: in de kolom '{column}' staan nog puntjes (...). Vervang ze door jouw antwoord.")
    if len(value) < fewest:
        found = "geen enkele rij" if len(value) == 0 else f"{len(value)} rij(en)"
        raise CheckError(
            f"{name}: de tabel heeft {found}. Kijk na of de code tussen aanhalingstekens staat en juist gespeld is."
        )
    print(f"✓ {name}: een tabel met {len(value)} rijen.")


def check_number(name: str, value: object, low: float, high: float, unit: str) -> None:
    """The value is a number between `low` and `high`."""
    number = _number(name, value)
    if not low <= number <= high:
        raise CheckError(
            f"{name}: {_dutch(number)} {unit} kan niet kloppen; "
            f"verwacht wordt iets tussen {_dutch(low)} en {_dutch(high)}. Kijk na wat je van wat hebt afgetrokken."
        )
    print(f"✓ {name}: {_dutch(number)} {unit} is een mogelijke waarde.")


def check_value(name: str, value: object, expected: float, hint: str, tolerance: float = 0.051) -> None:
    """The value is the expected number; the sentence does not tell which."""
    if abs(_number(name, value) - expected) > tolerance:
        raise CheckError(f"{name}: dit is nog niet de juiste waarde. {hint}")
    print(f"✓ {name}: dit klopt.")


def check_rows(name: str, value: DataFrame, expected: DataFrame, columns: Sequence[str], hint: str) -> None:
    """The table holds the expected rows, in any order, compared on `columns`; numbers to two decimals."""
    check_frame(name, value, columns)

    def rows(frame: DataFrame) -> list[tuple[Any, ...]]:
        cells = frame[list(columns)].round(2).itertuples(index=False, name=None)
        return sorted(cells, key=lambda row: tuple(map(str, row)))

    if rows(value) != rows(expected):
        raise CheckError(f"{name}: de rijen zijn nog niet de juiste. {hint}")
    print(f"✓ {name}: de juiste rijen.")


def check_years(name: str, value: object, expected: set[int] | None = None, hint: str = "") -> None:
    """The value is a collection of years, and exactly these when given; any order, any kind of collection."""
    _filled(name, value)
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise CheckError(f"{name}: verwacht wordt een lijst van jaren, zoals [2005, 2016]; gevonden {_kind(value)}.")
    try:
        years = {int(year) for year in value}
    except (TypeError, ValueError):
        raise CheckError(
            f"{name}: verwacht wordt een lijst van jaren zonder aanhalingstekens, zoals [2005, 2016]."
        ) from None
    if expected is None:
        print(f"✓ {name}: je noemt {', '.join(map(str, sorted(years)))}.")
        return
    if years != expected:
        raise CheckError(f"{name}: dit zijn nog niet de juiste jaren. {hint}")
    print(f"✓ {name}: dit klopt.")


def check_reflection(assignment: str, cell: str, criteria: Criteria) -> None:
    """The text in the Markdown cell `cell`, as last saved, is complete.

    Reads the notebook from disk: the one that is open, else `<assignment>.ipynb` in this folder.
    """
    module = load_module(assignment)
    given = (*(load_passages()[p].text for p in module.passages), *(case.text for case in load_cases(assignment)))
    remarks = assess(_saved_text(assignment, cell), criteria, given)
    for remark in remarks:
        if remark.met:
            print(f"✓ {remark.sentence}")
    open_points = [remark.sentence for remark in remarks if not remark.met]
    if open_points:
        raise CheckError(
            "Nog niet volledig:\n"
            + "\n".join(f"• {sentence}" for sentence in open_points)
            + "\nHeb je net iets geschreven? Bewaar eerst (Ctrl+S) en voer deze cel opnieuw uit."
        )


def _saved_text(assignment: str, cell: str) -> str:
    file = _notebook(assignment)
    try:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        raise CheckError(
            f"{file.name}: dit notebook kan niet worden gelezen. Bewaar het (Ctrl+S) en probeer opnieuw."
        ) from None
    for found in cells:
        if found.get("metadata", {}).get("nbgrader", {}).get("grade_id") == cell:
            source = found.get("source", "")
            return source if isinstance(source, str) else "".join(source)
    raise CheckError(f"{cell}: dit antwoordvak is er niet meer. Haal de opdracht opnieuw op en plak je tekst daar.")


def _notebook(assignment: str) -> Path:
    opened = Path(os.environ.get("JPY_SESSION_NAME", ""))
    if opened.suffix == ".ipynb" and opened.is_file():
        return opened
    named = Path(f"{assignment}.ipynb")
    found = sorted(Path().glob("*.ipynb"))
    if not named.is_file() and len(found) == 1:
        return found[0]
    return named


def _filled(name: str, value: object) -> None:
    if value is ...:
        raise CheckError(
            f"{name}: de puntjes (...) staan er nog. Vervang ze door jouw antwoord en voer de cel opnieuw uit."
        )


def _number(name: str, value: object) -> float:
    _filled(name, value)
    if isinstance(value, str):
        raise CheckError(
            f"{name}: verwacht wordt een getal; gevonden de tekst {value!r}. Laat de aanhalingstekens weg."
        )
    if isinstance(value, bool | list | tuple | dict | set):
        raise CheckError(f"{name}: verwacht wordt één getal; gevonden {_kind(value)}.")
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise CheckError(
            f"{name}: verwacht wordt één getal; gevonden {_kind(value)}. Kies één cel uit de kolom."
        ) from None


def _kind(value: object) -> str:
    kinds = {"Series": "een hele kolom", "DataFrame": "een hele tabel", "list": "een lijst", "tuple": "een rijtje"}
    kinds |= {"dict": "een woordenboek", "set": "een verzameling", "str": "een tekst", "bool": "waar of onwaar"}
    kinds |= {"int": "een getal", "float": "een getal", "NoneType": "niets"}
    return kinds.get(type(value).__name__, f"iets van de soort {type(value).__name__}")


def _dutch(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
