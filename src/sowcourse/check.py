"""Checks for assignment cells: each says in Dutch what is right or what differs.

A check prints a sentence or raises CheckError with one. It returns nothing and never warns, because
the grading engine reads a returned number as points and a warning as a failure.
"""

from __future__ import annotations

import contextlib
import io
import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from sowcourse import paper, slip, typed
from sowcourse.answerkey import Form, compared, counts_as, number_form, watched
from sowcourse.bars import Bars
from sowcourse.column import emptied
from sowcourse.dataset import load_dataset, read_instead
from sowcourse.debate import POSITIONS
from sowcourse.errors import CheckError as CheckError
from sowcourse.notebook import names_set
from sowcourse.plural import many
from sowcourse.quantity import ROUNDED, TOLERANCE, WHOLE, Asked, dutch, filled, kind_of, near, read_number
from sowcourse.reflection import Criteria
from sowcourse.rows import plain_rows, row_problem, table_of
from sowcourse.verdict import earlier, hint_of, must_stand_alone, of_impossible, of_many, tell, tell_later, tell_number

if TYPE_CHECKING:
    from pandas import DataFrame, Series

_asked: dict[str, Asked] = {}
"""Name → what was last asked for under it."""

_MOST_YEARS = 1000


def check_choice(name: str, value: object, options: Sequence[str]) -> None:
    """The value is one of the options, spelled exactly so."""
    filled(name, value)
    choices = ", ".join(f'"{option}"' for option in options)
    if type(value) is not str:
        found = repr(value) if type(value) in (int, float, bool) else kind_of(value)
        comma = " Haal de komma achter je antwoord weg." if type(value) is tuple and len(value) == 1 else ""
        raise CheckError(f"{name}: verwacht wordt een van {choices}, tussen aanhalingstekens; gevonden {found}.{comma}")
    if value not in options:
        alike = [option for option in options if len(option.split()) == len(value.split())]
        meant = get_close_matches(value, alike, n=1, cutoff=0.75)
        hint = paper.no_idea(value) or slip.in_choice(value, options) or (f'Bedoel je "{meant[0]}"?' if meant else "")
        hint = f" {hint}" if hint else ""
        raise CheckError(f"{name}: verwacht wordt een van {choices}; gevonden {value!r}.{hint}")
    if tuple(options) == tuple(POSITIONS):
        must_stand_alone(name)
        print(f"✓ {name}: je koos «{value}». Elk standpunt is goed.")
    else:
        tell_later(name, f"je koos «{value}».")


def check_frame(name: str, value: object, columns: Iterable[str], fewest: int = 1) -> None:
    """The value is a table with these columns and at least `fewest` rows."""
    frame = table_of(name, value, list(columns))
    if len(frame) < fewest:
        found = many(len(frame), "rij", "rijen") if len(frame) else "geen enkele rij"
        reason = "Kijk na wat je koos, en of je niet te veel rijen weglaat."
        if len(frame) > 0:
            told = earlier(name)
            reason = f"{told[:1].upper()}{told[1:]}" or hint_of(name, "rows") or reason
        else:
            cell, names = typed.cell_of(name), typed.notebook_names()
            for other in sorted(names_set(cell), key=cell.find):  # no row equals what was not filled in
                filled(other, names.get(other))
            reason = emptied(name, cell, names) or reason
        raise CheckError(f"{name}: de tabel heeft {found}. {reason}")
    tell(
        name,
        f"een tabel met {many(len(frame), 'rij', 'rijen')}.",
        "rows",
        lambda form: plain_rows(name, frame, form.columns),
    )


def check_number(name: str, value: object, low: float, high: float, unit: str) -> None:
    """The value is a number between `low` and `high`."""
    asked = _asked[name] = Asked(unit, low, high)
    number = _number(name, value, unit)
    if math.isnan(number):
        raise CheckError(
            f"{name}: er komt geen getal uit; in wat je rekende, staat nergens een. "
            "Neem beide kolommen uit dezelfde tabel, en kijk of zij getallen bevatten."
        )
    if not asked.may_be(number):
        raise CheckError(
            f"{name}: {dutch(number)} {unit} kan niet kloppen; "
            f"verwacht wordt iets tussen {dutch(low)} en {dutch(high)}. {of_impossible(name, number, asked)}"
        )
    tell_number(name, f"{dutch(number)} {unit} is een mogelijke waarde.", number, asked)


def check_value(name: str, value: object, expected: float, hint: str, tolerance: float = TOLERANCE) -> None:
    """The value is the expected number; the sentence does not tell which."""
    number = _number(name, value)
    compared(name, number_form(tolerance), number, float(expected), hint, tolerance)
    if not counts_as(number, expected, tolerance):
        expression, asked = typed.expression_of(name), _asked.pop(name, Asked())
        found = paper.in_number(expression) or slip.of_another_kind(asked.unit, expression)
        raise CheckError(f"{name}: {found or _difference(number, expected, tolerance, asked)} {hint}")
    print(f"✓ {name}: dit klopt.")


def _number(name: str, value: object, unit: str = "") -> float:
    return read_number(name, value, lambda: typed.expression_of(name), lambda many: of_many(name, many, unit))


def _difference(number: float, expected: float, tolerance: float, asked: Asked) -> str:
    found = asked.mistake(number, lambda other: counts_as(other, expected, tolerance))
    if found:
        return found
    if tolerance < 1 and all(1900 <= year <= 2100 and year == round(year) for year in (number, expected)):
        return "dit is een ander jaar dan gevraagd. Verwisselde je twee jaren?"
    if number == round(expected):
        return WHOLE
    return ROUNDED if near(number, expected, tolerance) else asked.plainly()


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
        found, wanted = (plain_rows(name, table, columns) for table in (value, expected))
        loose = tuple(place for place, column in enumerate(columns) if expected[column].dtype.kind == "f")
        compared(name, Form("rows", tuple(columns), loose), found, wanted, hint)
    problem = row_problem(name, value, expected, columns)
    if problem:
        raise CheckError(f"{name}: {problem[0]} {hint}{problem[1]}")


def check_series(name: str, value: object, expected: Series, hint: str) -> None:
    """The value is a column of numbers with the expected value for every label of the index, in any order."""
    import pandas as pd

    filled(name, value)
    if type(value) is not pd.Series:
        raise CheckError(f"{name}: verwacht wordt één kolom; gevonden {kind_of(value)}. Kies één kolom van de tabel.")
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
    sheet = typed.worksheet(assignment)
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
        follows = row_problem(name, found, model(*(frame.copy() for frame, _ in other.values())), columns) is None
    except CheckError:  # no table at all
        follows = False
    if not follows:
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
    filled(name, value)
    if not isinstance(value, Bars):
        raise CheckError(
            f"{name}: verwacht wordt een staafgrafiek; gevonden {kind_of(value)}. Begin met de regel die er stond."
        )
    fault = value.fault(source)
    if fault:
        raise CheckError(f"{name}: {fault}")
    cells = list(zip(*value.rows, strict=True)) or [()] * len(columns)
    frame = type(expected)(dict(zip(columns, cells, strict=True)))
    _must_be_rows(name, frame, expected, columns, "Teken de tabel uit de vorige stap.")
    seen = "vanaf nul getekend, met titel, eenheid en bron."
    tell(name, seen, "rows", lambda form: plain_rows(name, frame, form.columns))


def check_years(name: str, value: object, expected: set[int] | None = None, hint: str = "") -> None:
    """The value is a collection of years, and exactly these when given; any order, any kind of collection."""
    filled(name, value)
    if type(value).__name__ == "DataFrame":
        raise CheckError(f"{name}: verwacht worden jaren; gevonden {kind_of(value)}. Kies de kolom met de jaren.")
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        remedy = " Zet een komma tussen twee jaren, en geen ander teken."
        if isinstance(value, str):
            digits = any(letter.isdigit() for letter in value)
            remedy = " Laat de aanhalingstekens weg." if digits else " Schrijf de jaren zelf, in cijfers."
        remedy = f" Zet er rechte haken om: [{value}]." if type(value) is int and 1900 <= value <= 2100 else remedy
        wanted = "een lijst van jaren, zoals [2005, 2016]"
        raise CheckError(f"{name}: verwacht wordt {wanted}; gevonden {kind_of(value)}.{remedy}")
    try:
        years = {int(year) for year in islice(value, _MOST_YEARS + 1)}
    except (TypeError, ValueError, OverflowError):
        raise CheckError(
            f"{name}: verwacht wordt een lijst van jaren zonder aanhalingstekens, zoals [2005, 2016]."
        ) from None
    if len(years) > _MOST_YEARS:
        raise CheckError(f"{name}: dit zijn meer dan {_MOST_YEARS} jaren. Noem alleen de jaren die gevraagd zijn.")
    if expected is None:
        seen = f"je noemt {', '.join(map(str, sorted(years)))}."
        tell(name, seen, "years", lambda form: frozenset(years))
        return
    compared(name, Form("years"), frozenset(years), frozenset(expected), hint)
    if years and years < expected:
        raise CheckError(f"{name}: dit klopt, maar er ontbreekt er nog {len(expected - years)}. {hint}")
    if years != expected:
        raise CheckError(f"{name}: dit zijn nog niet de juiste jaren. {hint}")
    print(f"✓ {name}: dit klopt.")


def check_reflection(assignment: str, cell: str, criteria: Criteria | None = None) -> None:
    """The text in the Markdown cell `cell`, as last saved, is complete.

    Reads the notebook from disk: the one that is open, else `<assignment>.ipynb` in this folder.
    Parameters: criteria – only in notebooks of before these stood with the answer.
    """
    text, sheet = saved_text(assignment, cell), typed.worksheet(assignment)
    criteria = criteria or sheet.criteria(cell)
    if criteria is None:
        raise CheckError(
            f"{cell}: in dit notebook staat niet meer wanneer dit antwoord volledig is. "
            "Haal de opdracht opnieuw op en plak je tekst daar."
        )
    remarks = sheet.assessed(text, criteria)
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


def saved_text(assignment: str, cell: str) -> str:
    """What a student wrote in one answer cell, as last saved.

    Raises: CheckError when the notebook cannot be read or the cell is gone.
    """
    text = typed.worksheet(assignment).text(cell)
    if text is None:
        raise CheckError(f"{cell}: dit antwoordvak is er niet meer. Haal de opdracht opnieuw op en plak je tekst daar.")
    return text


def _changed(name: str, value: object, original: DataFrame) -> bool:
    """Whether a table of ours no longer holds the rows that it was given out with; more columns are fine."""
    import pandas as pd

    columns = list(original.columns)
    if type(value) is pd.DataFrame and set(columns) <= set(value.columns) and value[columns].equals(original):
        return False
    return row_problem(name, value, original, columns) is not None


def _other_numbers(frame: DataFrame, column: str, chance: random.Random) -> DataFrame:
    """The same table with other numbers in one column, each changed by a factor of its own."""
    draw = chance.random
    frame[column] = [value * (1.05 + 0.5 * draw()) for value in frame[column].tolist()]
    return frame
