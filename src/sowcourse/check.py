"""Checks for assignment cells: each says in Dutch what is right or what differs.

A check prints a sentence or raises CheckError with one. It returns nothing and never warns, because
the grading engine reads a returned number as points and a warning as a failure.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from functools import partial
from itertools import islice
from types import NoneType
from typing import TYPE_CHECKING, Any

from sowcourse import slip
from sowcourse.answerkey import LATER, Answer, AnswerKey, Form, compared, number_form, watched
from sowcourse.bars import Bars
from sowcourse.dataset import load_dataset, read_instead
from sowcourse.debate import POSITIONS
from sowcourse.errors import ContentError
from sowcourse.reflection import Criteria
from sowcourse.visible import visible
from sowcourse.worksheet import Worksheet

if TYPE_CHECKING:
    from pandas import DataFrame, Series

Cell = str | float | None
Row = tuple[Cell, ...]

_TOLERANCE = 0.051

_OF_HUNDRED = (
    "procent",
    "percent",
    "pct",
    "%",
    "per 100",
    "per honderd",
    "op 100",
    "op honderd",
    "op de 100",
    "op de honderd",
)
"""What a unit holds that says how many of a hundred."""

_WRITTEN_OUT = {
    "CBS": ("Centraal Bureau voor de Statistiek", "Statistics Netherlands"),
    "CPB": ("Centraal Planbureau",),
    "SCP": ("Sociaal en Cultureel Planbureau",),
    "RIVM": ("Rijksinstituut voor Volksgezondheid en Milieu",),
    "OESO": ("OECD", "Organisatie voor Economische Samenwerking en Ontwikkeling"),
    "VVSG": ("Vereniging van Vlaamse Steden en Gemeenten",),
    "SZW": ("Sociale Zaken en Werkgelegenheid",),
}
"""What stands for the short name of a source."""

_MOST_YEARS = 1000

UNMADE = "iterator"
"""As what a series arrives at a check whose values nobody has asked for yet: only asking tells them, and once."""

NOT_MADE = "dit is een reeks die Python nog niet heeft uitgerekend"

_units: dict[str, str] = {}
"""Name → the unit in which it was last asked for."""


class CheckError(AssertionError):
    """What is not right yet; shown as one sentence, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def check_choice(name: str, value: object, options: Sequence[str]) -> None:
    """The value is one of the options, spelled exactly so."""
    _filled(name, value)
    choices = ", ".join(f'"{option}"' for option in options)
    if type(value) is not str:
        found = repr(value) if type(value) in (int, float, bool) else _kind(value)
        raise CheckError(f"{name}: verwacht wordt een van {choices}, tussen aanhalingstekens; gevonden {found}.")
    if value not in options:
        near = get_close_matches(value, options, n=1, cutoff=0.75)
        hint = slip.in_choice(value, options) or (f'Bedoel je "{near[0]}"?' if near else "")
        hint = f" {hint}" if hint else ""
        raise CheckError(f"{name}: verwacht wordt een van {choices}; gevonden {value!r}.{hint}")
    if tuple(options) == tuple(POSITIONS):
        print(f"✓ {name}: je koos «{value}». Elk standpunt is goed.")
    else:
        _tell(name, f"je koos «{value}».", None)


def check_frame(name: str, value: object, columns: Iterable[str], fewest: int = 1) -> None:
    """The value is a table with these columns and at least `fewest` rows."""
    frame = _frame(name, value, list(columns))
    if len(frame) < fewest:
        found = "geen enkele rij" if len(frame) == 0 else f"{len(frame)} rij(en)"
        reason = slip.emptied(name, _typed(name), _notebook_names())
        reason = reason or "Kijk na of elk woord juist gespeld is, en of je niet te veel rijen weglaat."
        raise CheckError(f"{name}: de tabel heeft {found}. {reason}")
    _tell(
        name,
        f"een tabel met {len(frame)} rijen.",
        lambda form: _plain(name, _frame(name, frame, form.columns), form.columns),
    )


def check_number(name: str, value: object, low: float, high: float, unit: str) -> None:
    """The value is a number between `low` and `high`."""
    number = _number(name, value)
    _units[name] = unit
    if not low <= number <= high:
        expression = slip.expression(name, _typed(name))
        raise CheckError(
            f"{name}: {_dutch(number)} {unit} kan niet kloppen; "
            f"verwacht wordt iets tussen {_dutch(low)} en {_dutch(high)}. "
            f"{slip.in_number(expression) or slip.in_unit(number, low, high, unit, expression)}"
        )
    _tell(name, f"{_dutch(number)} {unit} is een mogelijke waarde.", lambda form: number)


def check_value(name: str, value: object, expected: float, hint: str, tolerance: float = _TOLERANCE) -> None:
    """The value is the expected number; the sentence does not tell which."""
    number = _number(name, value)
    compared(name, number_form(tolerance), number, float(expected), hint, tolerance)
    if not abs(number - expected) <= tolerance:
        expression = slip.expression(name, _typed(name))
        found = slip.in_number(expression) or slip.of_another_kind(_units.get(name, ""), expression)
        raise CheckError(f"{name}: {found or _difference(number, expected, tolerance)} {hint}")
    print(f"✓ {name}: dit klopt.")


def check_rows(name: str, value: object, expected: DataFrame, columns: Sequence[str], hint: str) -> None:
    """The table holds the expected rows, in any order, compared on `columns`.

    Columns may also be in the index, as after `groupby`. Text and whole numbers are equal or not; other
    numbers may differ by 0.051, so a table rounded to one decimal passes. The sentence shows the student's
    own rows that differ, never the expected ones.
    """
    _must_be_rows(name, value, expected, columns, hint)
    print(f"✓ {name}: de juiste rijen.")


def _must_be_rows(name: str, value: object, expected: DataFrame, columns: Sequence[str], hint: str) -> None:
    if watched():
        found, wanted = (_plain(name, _frame(name, table, columns), columns) for table in (value, expected))
        loose = tuple(place for place, column in enumerate(columns) if expected[column].dtype.kind == "f")
        compared(name, Form("rows", tuple(columns), loose), found, wanted, hint)
    problem = _row_problem(name, value, expected, columns)
    if problem:
        raise CheckError(f"{name}: {problem[0]} {hint}{problem[1]}")


def check_series(name: str, value: object, expected: Series, hint: str) -> None:
    """The value is a column of numbers with the expected value for every label of the index, in any order."""
    import pandas as pd

    _filled(name, value)
    if type(value) is not pd.Series:
        raise CheckError(f"{name}: verwacht wordt één kolom; gevonden {_kind(value)}. Kies één kolom van de tabel.")
    mine, theirs = (s.rename("waarde").rename_axis("rij").reset_index() for s in (value, expected))
    check_rows(name, mine, theirs, ["rij", "waarde"], hint)


def check_computed(
    names: Mapping[str, object],
    name: str,
    model: Callable[..., DataFrame],
    inputs: Mapping[str, tuple[str, str]],
    columns: Sequence[str],
    hint: str,
    assignment: str,
    cell: str,
) -> None:
    """The table is right, and is computed from the data instead of typed over.

    Parameters: names – the notebook's `globals()`; name – the student's table; model – takes the data sets in
    the order of `inputs` and returns the right table; inputs – variable → (data set, number column);
    columns – what to compare; assignment, cell – the notebook and this test cell.

    The student's saved code cells above `cell` run once more with other numbers in the number columns, and must
    then give what the model gives. Works on copies: nothing changes for the cells that follow.
    """
    real = {variable: load_dataset(dataset).frame() for variable, (dataset, _) in inputs.items()}
    for variable, original in real.items():
        if _changed(variable, names.get(variable, ...), original):
            raise CheckError(
                f"{variable}: deze tabel is onderweg veranderd. "
                "Voer de eerste cel opnieuw uit en bewaar jouw bewerking onder een andere naam."
            )
    check_rows(name, names.get(name, ...), model(*(frame.copy() for frame in real.values())), columns, hint)
    sheet = _worksheet(assignment)
    chance = random.Random("\n".join(sheet.code_above("")))  # the same for the same notebook; nobody knows it before
    other = {
        variable: (_other_numbers(real[variable], column, chance), column) for variable, (_, column) in inputs.items()
    }
    read_instead([(load_dataset(dataset).frame(), other[variable][0]) for variable, (dataset, _) in inputs.items()])
    try:
        found = (_elsewhere or partial(_run_here, names, sheet.code_above(cell)))(name, other)
    finally:
        read_instead([])
    try:
        typed = _row_problem(name, found, model(*(frame.copy() for frame, _ in other.values())), columns) is not None
    except CheckError:  # no table at all
        typed = True
    if typed:
        raise CheckError(
            f"{name}: bij deze cijfers klopt het, maar niet als de cijfers veranderen. "
            "Laat Python het uit de tabel halen in plaats van getallen over te typen."
        )


Figures = dict[str, "tuple[DataFrame, str]"]
"""Table of the notebook → the same table with other numbers, and the column in which they stand."""

Again = Callable[[str, Figures], object]
"""Runs the student's code above a check on other tables; what it makes of a name."""

_elsewhere: Again | None = None


def run_elsewhere(again: Again) -> None:
    """From now on, student code that has to run on other figures does so elsewhere, and not in this process."""
    global _elsewhere
    _elsewhere = again


def _run_here(names: Mapping[str, object], codes: Iterable[str], name: str, figures: Figures) -> object:
    """What a student's code makes of a name on other tables. Works on copies."""
    from IPython.core.inputtransformer2 import TransformerManager

    again: dict[str, Any] = {key: value for key, value in names.items() if key != name}
    again |= {variable: frame.copy() for variable, (frame, _) in figures.items()}
    with contextlib.redirect_stdout(io.StringIO()):
        for code in codes:
            with contextlib.suppress(Exception):  # what fails here has failed before, in its own cell
                exec(compile(TransformerManager().transform_cell(code), "<antwoord>", "exec"), again)
    return again.get(name, ...)


def check_bars(name: str, value: object, expected: DataFrame, columns: Sequence[str], source: Sequence[str]) -> None:
    """The value is an honest bar chart: right rows, from zero, with unit and with one of the sources named."""
    _filled(name, value)
    if not isinstance(value, Bars):
        raise CheckError(
            f"{name}: verwacht wordt een staafgrafiek; gevonden {_kind(value)}. Begin met de regel die er stond."
        )
    if value.start != 0:
        raise CheckError(
            f"{name}: de staven beginnen bij {_dutch(value.start)}. "
            "Wat doet dat met het verschil dat een lezer ziet, en waar begint een eerlijke staaf?"
        )
    missing = [
        word
        for word, text in (("titel", value.title), ("eenheid", value.unit), ("bron", value.source))
        if not re.search(r"[^\W\d_]{2}|%", visible(text))
    ]
    if missing:
        raise CheckError(f"{name}: de {missing[0]} is nog leeg. Schrijf op wat een lezer zonder jou moet weten.")
    if not any(word in visible(value.unit).casefold() for word in _OF_HUNDRED):
        raise CheckError(
            f"{name}: de eenheid «{value.unit}» zegt niet wat de getallen zijn. Hoeveel op de honderd, en waarvan?"
        )
    wanted = [name for word in source for name in (word, *_WRITTEN_OUT.get(word, ()))]
    if not any(word.casefold() in visible(value.source).casefold() for word in wanted):
        raise CheckError(f"{name}: in de bron «{value.source}» staat niet wie de cijfers gaf. Kijk in de kolom bron.")
    drawn = dict(zip(columns, zip(*value.rows, strict=True), strict=True))
    frame = type(expected)(drawn)
    _must_be_rows(name, frame, expected, columns, "Teken de tabel uit de vorige stap.")
    _tell(name, "vanaf nul getekend, met titel, eenheid en bron.", lambda form: _plain(name, frame, form.columns))


def check_years(name: str, value: object, expected: set[int] | None = None, hint: str = "") -> None:
    """The value is a collection of years, and exactly these when given; any order, any kind of collection."""
    _filled(name, value)
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise CheckError(f"{name}: verwacht wordt een lijst van jaren, zoals [2005, 2016]; gevonden {_kind(value)}.")
    try:
        years = {int(year) for year in islice(value, _MOST_YEARS + 1)}
    except (TypeError, ValueError, OverflowError):
        raise CheckError(
            f"{name}: verwacht wordt een lijst van jaren zonder aanhalingstekens, zoals [2005, 2016]."
        ) from None
    if len(years) > _MOST_YEARS:
        raise CheckError(f"{name}: dit zijn meer dan {_MOST_YEARS} jaren. Noem alleen de jaren die gevraagd zijn.")
    if expected is None:
        _tell(name, f"je noemt {', '.join(map(str, sorted(years)))}.", lambda form: frozenset(years))
        return
    compared(name, Form("years"), frozenset(years), frozenset(expected), hint)
    if years != expected:
        raise CheckError(f"{name}: dit zijn nog niet de juiste jaren. {hint}")
    print(f"✓ {name}: dit klopt.")


def check_reflection(assignment: str, cell: str, criteria: Criteria) -> None:
    """The text in the Markdown cell `cell`, as last saved, is complete.

    Reads the notebook from disk: the one that is open, else `<assignment>.ipynb` in this folder.
    """
    remarks = _worksheet(assignment).assessed(saved_text(assignment, cell), criteria)
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


def _tell(name: str, seen: str, answer: Callable[[Form], Answer] | None) -> None:
    """Say what is known about an answer whose form is good: right, not yet, or only to be told after handing in.

    Parameters: seen – what its form says; answer – reads it in the form of the key, None when no key may hold it.
    Raises: CheckError when it is not right yet.
    """
    if os.environ.get("NBGRADER_EXECUTION"):  # graded: the hidden check says next whether it is right
        print(f"{name}: {seen}")
        return
    key = _key()
    if answer is None or name not in key.entries:
        if answer is None or not key.entries:
            print(f"{LATER} {name}: {seen} Of het klopt, hoor je na het nakijken.")
        return
    found = key.verdict(name, answer(key.entries[name].form))
    if found:
        raise CheckError(f"{name}: {found.removeprefix(f'{name}: ')}")
    print(f"✓ {name}: {'dit zijn de juiste rijen' if key.entries[name].form.kind == 'rows' else 'dit klopt'}.")


def _key() -> AnswerKey:
    """The key of the notebook that is open; an empty one when it cannot be read or carries none."""
    try:
        return Worksheet.opened("").key
    except ContentError:
        return AnswerKey()


def saved_text(assignment: str, cell: str) -> str:
    """What a student wrote in one answer cell, as last saved.

    Raises: CheckError when the notebook cannot be read or the cell is gone.
    """
    text = _worksheet(assignment).text(cell)
    if text is None:
        raise CheckError(f"{cell}: dit antwoordvak is er niet meer. Haal de opdracht opnieuw op en plak je tekst daar.")
    return text


def _worksheet(assignment: str) -> Worksheet:
    try:
        return Worksheet.opened(assignment)
    except ContentError as error:
        raise CheckError(
            f"{error.file.name}: dit notebook kan niet worden gelezen. Bewaar het (Ctrl+S) en probeer opnieuw."
        ) from None


def _frame(name: str, value: object, columns: Sequence[str]) -> DataFrame:
    """The value as a table with `columns`; those may stand in its index."""
    import pandas as pd

    _filled(name, value)
    if type(value) is pd.Series and value.index.names == [None] and set(columns) <= set(value.index):
        value = value.to_frame().T  # one row, as `iloc[0]` gives it
    if type(value) is pd.Series and value.index.names != [None]:
        value = value.reset_index()
    if type(value) is not pd.DataFrame:
        raise CheckError(
            f"{name}: verwacht wordt een tabel; gevonden {_kind(value)}. Begin opnieuw met de regel die er stond."
        )
    if set(columns) - set(value.columns) and set(columns) & set(value.index.names):
        value = value.reset_index()
    missing = [column for column in columns if column not in value.columns]
    if missing:
        raise CheckError(
            f"{name}: de kolom '{missing[0]}' ontbreekt. De tabel heeft nu: {', '.join(map(str, value.columns))}."
        )
    for column in columns:
        if isinstance(value[column], pd.DataFrame):
            raise CheckError(
                f"{name}: de kolom '{column}' staat er twee keer. Begin opnieuw met de regel die er stond."
            )
        if any(cell is ... for cell in value[column]):
            raise CheckError(f"{name}: in de kolom '{column}' staan nog puntjes (...). Vervang ze door jouw antwoord.")
    return value


def _row_problem(name: str, value: object, expected: DataFrame, columns: Sequence[str]) -> tuple[str, str] | None:
    """What differs and the rows that show it; None when the tables hold the same rows."""
    frame = _frame(name, value, columns)
    found, wanted = _plain(name, frame, columns), _plain(name, expected, columns)
    for place, column in enumerate(columns):
        kinds = [{type(row[place]) for row in rows} - {NoneType} for rows in (found, wanted)]
        if all(kinds) and not kinds[0] & kinds[1]:
            wish = "tekst" if str in kinds[1] else "een getal"
            return f"verwacht wordt {wish} in elke rij van de kolom '{column}'; dat is bij jou iets anders.", ""
    exact = [place for place, column in enumerate(columns) if expected[column].dtype.kind != "f"]
    loose = [place for place in range(len(columns)) if place not in exact]

    def grouped(rows: list[Row]) -> dict[Row, list[Row]]:
        groups: dict[Row, list[Row]] = {}
        for row in rows:
            if loose and all(row[place] is None for place in loose):
                continue  # without any number a row says nothing, so keeping and dropping it are both right
            groups.setdefault(tuple(row[place] for place in exact), []).append(row)
        return groups

    mine, theirs = grouped(found), grouped(wanted)
    extra: list[Row] = []
    other: list[Row] = []
    lacking = 0
    for key in {**mine, **theirs}:
        alone, missed = _unpaired(mine.get(key, []), theirs.get(key, []), loose)
        both = min(len(alone), missed)
        other += alone[:both]
        extra += alone[both:]
        lacking += missed - both
    if not (extra or lacking or other):
        return None
    parts = [
        f"{len(extra)} te veel" if extra else "",
        f"{lacking} te weinig" if lacking else "",
        f"{len(other)} met een andere waarde" if other else "",
    ]
    shown = _small_table(columns, (extra + other)[:3])
    return f"de rijen zijn nog niet de juiste: {', '.join(filter(None, parts))}.", shown


def _unpaired(mine: list[Row], theirs: list[Row], loose: Sequence[int]) -> tuple[list[Row], int]:
    """Rows of `mine` without a partner in `theirs` within the tolerance, and how many are left there."""
    left = list(theirs)
    alone = []
    for row in mine:
        partner = next((r for r in left if all(_near(row[place], r[place]) for place in loose)), None)
        if partner is None:
            alone.append(row)
        else:
            left.remove(partner)
    return alone, len(left)


def _near(one: object, other: object) -> bool:
    if one is None or other is None or isinstance(one, str) or isinstance(other, str):
        return one == other
    return abs(float(one) - float(other)) <= _TOLERANCE  # type: ignore[arg-type]


def _plain(name: str, frame: DataFrame, columns: Sequence[str]) -> list[Row]:
    """Rows of plain values only, so that no object can claim to be equal to everything."""
    return [
        tuple(_plain_cell(name, column, cell) for column, cell in zip(columns, row, strict=True))
        for row in zip(*(frame[column].tolist() for column in columns), strict=True)
    ]


def _plain_cell(name: str, column: str, cell: object) -> Cell:
    import pandas as pd

    if cell is None or cell is pd.NA or cell is pd.NaT:
        return None
    if type(cell) is str:
        return cell
    if type(cell) is bool:
        return str(cell)
    if type(cell) is int or isinstance(cell, Fraction | Decimal) or type(cell).__module__ == "numpy":
        cell = float(cell)  # type: ignore[arg-type]
    if type(cell) is float:
        return None if cell != cell else cell
    raise CheckError(f"{name}: in de kolom '{column}' staat iets anders dan tekst of een getal, {_kind(cell)}.")


def _small_table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    cells = [[str(column) for column in columns]]
    cells += [
        [
            "–" if c is None else c if isinstance(c, str) else f"{c:.2f}".rstrip("0").rstrip(".").replace(".", ",")
            for c in row
        ]
        for row in rows
    ]
    widths = [max(len(line[place]) for line in cells) for place in range(len(columns))]
    lines = [
        "  " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]
    return "\nBij jou staat:\n" + "\n".join(lines)


def _changed(name: str, value: object, original: DataFrame) -> bool:
    """Whether a table of ours no longer holds the rows that it was given out with; more columns are fine."""
    import pandas as pd

    columns = list(original.columns)
    if type(value) is pd.DataFrame and set(columns) <= set(value.columns) and value[columns].equals(original):
        return False
    return _row_problem(name, value, original, columns) is not None


def _other_numbers(frame: DataFrame, column: str, chance: random.Random) -> DataFrame:
    """The same table with other numbers in one column, each changed by a factor of its own."""
    frame[column] = [value * chance.uniform(1.05, 1.55) for value in frame[column]]
    return frame


def _difference(number: float, expected: float, tolerance: float) -> str:
    if abs(number + expected) <= tolerance:
        return "het teken is omgekeerd."
    if abs(number * 100 - expected) <= tolerance:
        return "dit is een aandeel tussen 0 en 1; verwacht wordt procent."
    if abs(number / 100 - expected) <= tolerance:
        return "dit is procent; verwacht wordt een aandeel tussen 0 en 1."
    if tolerance < 1 and all(1900 <= year <= 2100 and year == round(year) for year in (number, expected)):
        return "dit is een ander jaar dan gevraagd. Verwisselde je twee jaren?"
    if abs(number - expected) <= max(0.02 * abs(expected), 2 * tolerance):
        return "dit ligt er dichtbij; rond pas aan het einde af."
    return "dit is nog niet de juiste waarde."


def _filled(name: str, value: object) -> None:
    if value is ...:
        raise CheckError(
            f"{name}: de puntjes (...) staan er nog. Vervang ze door jouw antwoord en voer de cel opnieuw uit."
        )
    if isinstance(value, Iterator) or type(value).__name__ == UNMADE:
        raise CheckError(f"{name}: {NOT_MADE}. Zet er list( ) omheen: {name} = list(…), met wat er nu staat ertussen.")


def _notebook_names() -> Mapping[str, Any]:
    """What the notebook knows whose cell called a check."""
    frame = sys._getframe(1)
    while frame.f_back and str(frame.f_globals.get("__name__", "")).startswith("sowcourse."):
        frame = frame.f_back
    return frame.f_globals


def _typed(name: str) -> str:
    """The student's cell that gives `name` a value, as it last ran, or else as it was saved; "" when there is none."""
    ran = _notebook_names().get("In")
    codes = [code for code in ran if type(code) is str] if type(ran) is list else []
    with contextlib.suppress(CheckError):
        codes = [*_worksheet("").code_above(""), *codes]
    return slip.code_of(name, codes)


def _only(value: object) -> object:
    """The one cell of a table, a column, an array or a list that holds no more than one; else the value itself."""
    for _ in range(2):
        kind = type(value).__name__
        if kind == "DataFrame" and value.shape == (1, 1):  # type: ignore[attr-defined]
            value = value.iloc[0, 0]  # type: ignore[attr-defined]
        elif kind in ("Series", "Index", "ndarray", "list") and len(value) == 1:  # type: ignore[arg-type]
            value = next(iter(value))  # type: ignore[call-overload]
    return value


def _number(name: str, value: object) -> float:
    value = _only(value)
    _filled(name, value)
    if isinstance(value, str):
        remedy = slip.in_text(value) or "Laat de aanhalingstekens weg."
        raise CheckError(f"{name}: verwacht wordt een getal; gevonden de tekst {value!r}. {remedy}")
    if type(value) is tuple:
        comma = slip.decimal_comma(slip.expression(name, _typed(name)))
        comma = comma or "Schrijf een kommagetal met een punt, zoals 8.1: met een komma leest Python twee getallen."
        raise CheckError(f"{name}: verwacht wordt één getal; gevonden een rijtje. {comma}")
    plain = type(value) in (int, float) or isinstance(value, Fraction | Decimal) or type(value).__module__ == "numpy"
    if not plain or type(value).__name__ in ("bool", "bool_", "ndarray", "str_"):
        raise CheckError(
            f"{name}: verwacht wordt één getal; gevonden {_kind(value)}. "
            "Kies één cel uit de kolom, of lees het getal af en typ het over."
        )
    try:
        return float(value)  # type: ignore[arg-type]
    except (OverflowError, ValueError):
        raise CheckError(f"{name}: dit getal kan een computer niet meer vergelijken. Kijk na wat je rekende.") from None


def _kind(value: object) -> str:
    kinds = {"Series": "een hele kolom", "DataFrame": "een hele tabel", "list": "een lijst", "tuple": "een rijtje"}
    kinds |= {"dict": "een woordenboek", "set": "een verzameling", "str": "een tekst", "bool": "waar of onwaar"}
    if type(value).__name__.endswith(("Array", "Index", "ndarray")):
        return "een rij waarden"
    kinds |= {"int": "een getal", "float": "een getal", "NoneType": "niets"}
    return kinds.get(type(value).__name__, f"iets van de soort {type(value).__name__}")


def _dutch(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0").replace(".", ",")
