"""What «Probeer» says of an answer whose form is good: right, not yet and why, or only to be told after handing in."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Sequence

from sowcourse import paper, slip, typed
from sowcourse.answerkey import LATER, Answer, AnswerKey, Entry, Form, Row
from sowcourse.column import texts_for_columns
from sowcourse.errors import CheckError
from sowcourse.quantity import Asked
from sowcourse.rows import plain_rows


def tell(name: str, seen: str, kind: str, answer: Callable[[Form], Answer]) -> None:
    """Say what the key knows about an answer.

    Parameters: seen – what its form says; kind – of answer, as in the key; answer – reads it in the form of the key.
    Raises: CheckError when it is not right yet.
    """
    if _graded():
        print(f"{name}: {seen}")
        return
    must_stand_alone(name)
    key = _key()
    entry = key.entry(name, kind)
    if entry is None:
        if not key.entries:
            tell_later(name, seen)
        return
    given = answer(entry.form)
    found = "" if key.is_right(name, given) else earlier(name) or _of_rows(key, entry, name, given)
    found = found or key.verdict(name, given)
    if found:
        raise CheckError(f"{name}: {found}")
    print(f"✓ {name}: {'dit zijn de juiste rijen' if kind == 'rows' else 'dit klopt'}.")


def must_stand_alone(name: str) -> None:
    """Raises: CheckError when an answer only works because Python still knows an earlier attempt at it."""
    used = "" if _graded() else typed.from_before(name)
    if used:
        raise CheckError(
            f"{name}: jouw cel gebruikt «{used}» voordat zij het een waarde geeft. Dat lukt nu alleen doordat Python "
            "een eerdere poging nog kent; na het inleveren niet. Schrijf rechts van het teken = de waarde zelf."
        )


def _texts(name: str, form: Form, given: Answer) -> str:
    """That a column holds words where numbers were asked; "" when it does not."""
    for place in form.loose:
        cells = [row[place] for row in given if isinstance(row, tuple)] if isinstance(given, Sequence) else []
        if any(isinstance(cell, str) for cell in cells):
            wanted = f"verwacht wordt een getal in elke rij van de kolom '{form.columns[place]}'; dat is bij jou tekst."
            return f"{wanted} {texts_for_columns(typed.cell_of(name), typed.notebook_names())}".strip()
    return ""


def _of_rows(key: AnswerKey, entry: Entry, name: str, given: Answer) -> str:
    """The mistake that can be seen in the numbers of a table; "" when none can, and for a known wrong answer."""
    texts = _texts(name, entry.form, given)
    if texts or not entry.form.loose or not isinstance(given, Sequence) or key.known(name, given):
        return texts
    column = entry.form.columns[entry.form.loose[-1]]
    code = slip.of_column(name, column, typed.cell_of(name))
    if not code:
        return ""
    numbers = [row[entry.form.loose[-1]] for row in given if row[entry.form.loose[-1]] is not None]
    where = f"in de kolom '{column}' staat"
    if not numbers:
        return f"{where} nergens een getal. Neem beide kolommen uit dezelfde tabel: «{name}»."
    if len(numbers) > 1 and "[" not in code and len(set(numbers)) == 1:
        return f'{where} overal hetzelfde getal. Reken met kolommen, met de tabel ervoor: {name}["…"]. {entry.hint}'
    for times, told in _TIMES:
        if key.is_right(name, [_times(row, times, entry.form.loose) for row in given]):
            return f"{told} {entry.hint}"
    found = slip.of_another_kind(_unit(name, column), code)
    return f"{found[:1].lower()}{found[1:]} {entry.hint}" if found else ""


def _times(row: Row, times: float, places: Sequence[int]) -> Row:
    return tuple(
        cell * times if place in places and isinstance(cell, float) else cell for place, cell in enumerate(row)
    )


_TIMES = (
    (-1.0, "het teken is omgekeerd. Draai de aftrekking om."),
    (100.0, "dit is honderd keer te klein. Doe het nog keer 100."),
    (0.01, "dit is honderd keer te groot. Je deed één keer te vaak keer 100."),
)
"""By how much a whole column can be off, and what to say; each costs a hash."""


def _unit(name: str, column: str) -> str:
    """In which unit the running check asks for a column; "" when it does not say."""
    found = re.search(rf'check_number\([^\n]*{name}\["{column}"\][^\n]*"(\w+)"\)', _running())
    return found[1] if found else ""


def _running() -> str:
    """The cell that runs now; "" outside a notebook."""
    return "".join(typed.ran()[-1:])


def earlier(name: str) -> str:
    """That an answer was made of a table of an earlier step that is not right itself; "" when it was not."""
    key = AnswerKey() if _graded() else _key()
    names = typed.notebook_names()
    for used in slip.names_used(typed.cell_of(name)):
        entry, table = key.entry(used, "rows"), names.get(used)
        if used == name or entry is None or type(table).__name__ != "DataFrame":
            continue
        with contextlib.suppress(CheckError):
            if key.is_right(used, plain_rows(used, table, entry.form.columns)):
                continue
        return f"jouw antwoord gebruikt de tabel «{used}», en die klopt nog niet. Kijk eerst bij die stap."
    return ""


def hint_of(name: str, kind: str) -> str:
    """What to look at under a name, for who tries; "" when that is not known, and when points are given."""
    entry = None if _graded() else _key().entry(name, kind)
    return entry.hint if entry else ""


def of_many(name: str, value: object, unit: str) -> str:
    """What helps who gave many values where one number is asked; "" when that is not known."""
    key = AnswerKey() if _graded() else _key()
    entry = key.entry(name, "number")
    if entry is None:
        return ""
    counted = unit not in ("procent", "procentpunt", "keer", "als jaar")
    with contextlib.suppress(TypeError, OverflowError):  # it has no length, or one that no computer counts
        if getattr(getattr(value, "dtype", None), "kind", None) == "b" and key.is_right(name, float(value.sum())):  # type: ignore[attr-defined]
            return "Zet er .sum() achter: dan telt Python hoe vaak het waar is."
        if counted and key.is_right(name, float(len(value))):  # type: ignore[arg-type]
            return "Gevraagd is hoeveel het er zijn: tel ze, of zet er len( ) omheen."
    return f"Kies één cel, of reken het getal uit. {entry.hint}"


def tell_number(name: str, seen: str, number: float, asked: Asked) -> None:
    """As `tell`, for a number that is possible: a slip in how it was typed goes before what else can be said."""
    key = AnswerKey() if _graded() else _key()
    entry = key.entry(name, "number")
    if entry is None or key.is_right(name, number):
        tell(name, seen, "number", lambda form: number)
        return
    found = paper.in_number(typed.expression_of(name)) or earlier(name) or _taken_for_another(key, name, number)
    found = found or slip.of_another_kind(asked.unit, typed.expression_of(name))
    if not found:
        known = key.known(name, number)
        if known:
            raise CheckError(f"{name}: {known}")
        found = asked.mistake(number, lambda other: key.is_right(name, other)) or asked.plainly()
    raise CheckError(f"{name}: {found} {entry.hint}")


def of_impossible(name: str, number: float, asked: Asked) -> str:
    """What to look at when a number is not even possible."""
    key = AnswerKey() if _graded() else _key()
    entry = key.entry(name, "number")
    expression = typed.expression_of(name)
    found = paper.in_number(expression) or slip.of_another_kind(asked.unit, expression)
    if found:
        return f"{found} {entry.hint}" if entry else found
    seen = asked.mistake(number, lambda other: key.is_right(name, other)) if entry else ""
    found = f"{seen[:1].upper()}{seen[1:]}" or slip.in_unit(number, asked.low, asked.high, asked.unit, expression)
    return found or (entry.hint if entry else slip.look_again(number, asked.low, asked.high, asked.unit, expression))


def tell_later(name: str, seen: str) -> None:
    """Say that an answer is judged after handing in.

    Raises: CheckError as `must_stand_alone`.
    """
    must_stand_alone(name)
    print(f"{name}: {seen}" if _graded() else f"{LATER} {name}: {seen} Of het klopt, hoor je na het nakijken.")


def _taken_for_another(key: AnswerKey, name: str, number: float) -> str:
    """Whether a number is the answer under another name that the running check asks for; "" when not."""
    for other in re.findall(r'check_number\("([^"]+)"', _running())[:_MOST_OTHERS]:
        if other == name or not key.entry(other, "number") or not key.is_right(other, number):
            continue
        theirs = typed.notebook_names().get(other)
        if not (isinstance(theirs, int | float) and key.is_right(other, float(theirs))):
            return f"dit hoort bij «{other}». Verwisselde je ze?"
    return ""


_MOST_OTHERS = 3
"""Names that are looked at: each costs a hash."""


def _graded() -> bool:
    """Whether points are given now, and the hidden check says next whether it is right; not when a student tries."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def _key() -> AnswerKey:
    """The key of the open notebook; an empty one when it cannot be read, has none, or is made of other figures."""
    try:
        key = typed.worksheet().key
    except CheckError:
        return AnswerKey()
    return key if key.holds_here() else AnswerKey()
