"""What «Probeer» says of an answer whose form is good: right, not yet and why, or only to be told after handing in."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence

from sowcourse import paper, slip, typed
from sowcourse.answerkey import LATER, Answer, AnswerKey, Form
from sowcourse.column import texts_for_columns
from sowcourse.errors import CheckError
from sowcourse.quantity import Asked


def tell(name: str, seen: str, kind: str, answer: Callable[[Form], Answer]) -> None:
    """Say what the key knows about an answer.

    Parameters: seen – what its form says; kind – of answer, as in the key; answer – reads it in the form of the key.
    Raises: CheckError when it is not right yet.
    """
    if _graded():
        print(f"{name}: {seen}")
        return
    key = _key()
    entry = key.entry(name, kind)
    if entry is None:
        if not key.entries:
            tell_later(name, seen)
        return
    given = answer(entry.form)
    found = _texts(name, entry.form, given) or key.verdict(name, given)
    if found:
        raise CheckError(f"{name}: {found}")
    print(f"✓ {name}: {'dit zijn de juiste rijen' if kind == 'rows' else 'dit klopt'}.")


def _texts(name: str, form: Form, given: Answer) -> str:
    """That a column holds words where numbers were asked; "" when it does not."""
    for place in form.loose:
        cells = [row[place] for row in given if isinstance(row, tuple)] if isinstance(given, Sequence) else []
        if any(isinstance(cell, str) for cell in cells):
            wanted = f"verwacht wordt een getal in elke rij van de kolom '{form.columns[place]}'; dat is bij jou tekst."
            return f"{wanted} {texts_for_columns(typed.cell_of(name), typed.notebook_names())}".strip()
    return ""


def tell_number(name: str, seen: str, number: float, asked: Asked) -> None:
    """As `tell`, for a number that is possible: a slip in how it was typed goes before what else can be said."""
    key = AnswerKey() if _graded() else _key()
    entry = key.entry(name, "number")
    if entry is None or key.is_right(name, number):
        tell(name, seen, "number", lambda form: number)
        return
    found = paper.in_number(typed.expression_of(name)) or _taken_for_another(key, name, number)
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
    return found or (entry.hint if entry else slip.look_again(number, asked.low, asked.high, asked.unit))


def tell_later(name: str, seen: str) -> None:
    """Say that an answer is judged after handing in."""
    print(f"{name}: {seen}" if _graded() else f"{LATER} {name}: {seen} Of het klopt, hoor je na het nakijken.")


def _taken_for_another(key: AnswerKey, name: str, number: float) -> str:
    """Whether a number is the answer under another name that the running check asks for; "" when not."""
    codes = typed.ran()
    asked = re.findall(r'check_number\("([^"]+)"', codes[-1]) if codes else []
    for other in asked[:_MOST_OTHERS]:
        if other != name and key.entry(other, "number") and key.is_right(other, number):
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
