"""A number that a student gave: read from what stands there, and which mistake can be seen in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import cast

from sowcourse import paper
from sowcourse.errors import CheckError

TOLERANCE = 0.051
"""How far a number may be off when nothing else is said: enough for one decimal."""

Right = Callable[[float], bool]
"""Whether a number is the right answer."""


@dataclass(frozen=True)
class Asked:
    """What is asked for: a number of a unit that lies between two others."""

    unit: str = ""
    low: float = float("-inf")
    high: float = float("inf")

    def may_be(self, number: float) -> bool:
        """Whether this number is possible at all."""
        return self.low <= number <= self.high

    def mistake(self, number: float, right: Right) -> str:
        """The sign, or a hundred times too much or too little; "" when neither. Asks `right` three times at most."""
        per_hundred = self.unit.startswith("procent")
        if number and self.may_be(-number) and right(-number):
            return "het teken is omgekeerd. Trok je af? Draai de aftrekking om."
        if number and self.may_be(number * 100) and right(number * 100):
            return f"dit is honderd keer te klein.{' Doe het nog keer 100.' if per_hundred else ''}"
        if number and self.may_be(number / 100) and right(number / 100):
            return f"dit is honderd keer te groot.{' Je deed één keer te vaak keer 100.' if per_hundred else ''}"
        return ""

    def plainly(self) -> str:
        """That a number is not the right one, when nothing better can be said."""
        if "jaar" in self.unit and self.low > 1000:
            return "dit is een ander jaar dan gevraagd."
        return PLAINLY


def read_number(
    name: str, value: object, expression: Callable[[], str], of_many: Callable[[object], str] = lambda value: ""
) -> float:
    """The number that a student gave; one cell of a table, a column or a list is that number.

    Parameters: expression – tells how it was typed; of_many – what helps who gave more than one, "" when that is
    not known.
    Raises: CheckError when it is something else.
    """
    value = _only(value)
    filled(name, value)
    if isinstance(value, str):
        raise CheckError(f"{name}: verwacht wordt een getal; gevonden de tekst {str(value)!r}. {paper.in_text(value)}")
    if type(value) is tuple and value and all(type(part) is str for part in value):
        remedy = of_many(value) or "Hier hoort één getal, in cijfers."
        raise CheckError(f"{name}: verwacht wordt één getal; gevonden een rijtje woorden. {remedy}")
    if type(value) is tuple:
        comma = paper.decimal_comma(expression())
        years = all(type(part) is int and 1900 <= part <= 2100 for part in value)
        other = (
            "Hier hoort er één."
            if years
            else "Schrijf een kommagetal met een punt, zoals 8.1: met een komma leest Python twee getallen."
        )
        comma = comma or other
        raise CheckError(f"{name}: verwacht wordt één getal; gevonden een rijtje. {comma}")
    plain = type(value) in (int, float) or isinstance(value, Fraction | Decimal) or type(value).__module__ == "numpy"
    if not plain or type(value).__name__ in ("bool", "bool_", "ndarray", "str_"):
        remedy = of_many(value) or "Kies één cel uit de kolom, of lees het getal af en typ het over."
        if type(value).__name__ in _UNDONE:
            remedy = "Zet er haakjes achter: ()."
        raise CheckError(f"{name}: verwacht wordt één getal; gevonden {kind_of(value)}. {remedy}")
    try:
        return float(cast(float, value))
    except (OverflowError, ValueError):
        raise CheckError(f"{name}: dit getal kan een computer niet meer vergelijken. Kijk na wat je rekende.") from None


PLAINLY = "dit is nog niet de juiste waarde."
"""What is said of a number of which nothing better can be said."""

WHOLE = "dit ligt er dichtbij. Schrijf ook het cijfer na de komma, met een punt ervoor."
"""What helps somebody who left out the decimals."""

ROUNDED = "dit ligt er dichtbij. Rondde je onderweg af? Doe dat pas aan het einde."
"""What helps somebody whose number is near."""


def near(number: float, expected: float, tolerance: float) -> bool:
    """Whether a number that is not right is so close that somebody may have rounded on the way."""
    return abs(number - expected) <= max(0.02 * abs(expected), 2 * tolerance)


UNMADE = "iterator"
"""As what a series arrives at a check whose values nobody has asked for yet: only asking tells them, and once."""

NOT_MADE = "dit is een reeks die Python nog niet heeft uitgerekend"


def filled(name: str, value: object) -> None:
    """Raises: CheckError when the dots still stand there, or a series that was not computed yet."""
    if value is ...:
        raise CheckError(
            f"{name}: de puntjes (...) staan er nog. Vervang ze door jouw antwoord en voer de cel opnieuw uit."
        )
    if isinstance(value, Iterator) or type(value).__name__ == UNMADE:
        raise CheckError(f"{name}: {NOT_MADE}. Zet er list( ) omheen: {name} = list(…), met wat er nu staat ertussen.")


_UNDONE = ("method", "function", "builtin_function_or_method")


def kind_of(value: object) -> str:
    """What a value is, for who never heard of types."""
    kinds = {"Series": "een hele kolom", "DataFrame": "een hele tabel", "list": "een lijst", "tuple": "een rijtje"}
    kinds |= {"dict": "een woordenboek", "set": "een verzameling", "str": "een tekst", "bool": "waar of onwaar"}
    kinds |= {"int": "een getal", "float": "een getal", "NoneType": "niets"}
    kinds |= dict.fromkeys(_UNDONE, "een opdracht die nog niet is uitgevoerd")
    if type(value).__name__.endswith(("Array", "Index", "ndarray")):
        return "een rij waarden"
    return kinds.get(type(value).__name__, f"iets van de soort {type(value).__name__}")


def dutch(number: float) -> str:
    """A number as one writes it: one decimal at most, with a comma."""
    return f"{number:.1f}".removesuffix(".0").replace(".", ",")


def _only(value: object) -> object:
    """The one cell of a table, a column, an array or a list that holds no more than one; else the value itself."""
    for _ in range(2):
        kind = type(value).__name__
        if kind == "DataFrame" and value.shape == (1, 1):  # type: ignore[attr-defined]
            value = value.iloc[0, 0]  # type: ignore[attr-defined]
        elif kind in ("Series", "Index", "ndarray", "list", "tuple") and len(value) == 1:  # type: ignore[arg-type]
            value = next(iter(value))  # type: ignore[call-overload]
    return value
