"""A number is read from whatever a student gave, and what is none is told as what it is."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from sowcourse.errors import CheckError
from sowcourse.quantity import Asked, dutch, kind_of, near, read_number

ONE = "Kies één cel uit de kolom, of lees het getal af en typ het over."
COMMA = "Schrijf een kommagetal met een punt, zoals 8.1: met een komma leest Python twee getallen."


def told(value: object, typed: str = "", many: str = "") -> str:
    """What a student reads of a value that is no number."""
    with pytest.raises(CheckError) as caught:
        read_number("x", value, lambda: typed, lambda value: many)
    return str(caught.value)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (8, 8.0),
        (8.5, 8.5),
        (Fraction(1, 2), 0.5),
        (Decimal("1.5"), 1.5),
        (np.float64(2.5), 2.5),
        (np.int32(3), 3.0),
        ([3], 3.0),
        ((3,), 3.0),
        ([[3]], 3.0),
        (np.array([4]), 4.0),
        (pd.Series([5], index=["a"]), 5.0),
        (pd.Index([6]), 6.0),
        (pd.DataFrame({"a": [7]}), 7.0),
        (pd.DataFrame({"a": [[7]]}), 7.0),
    ],
)
def test_a_number_and_the_one_cell_that_holds_it_are_that_number(value: object, number: float) -> None:
    found = read_number("x", value, lambda: "")
    assert (type(found), found) == (float, number)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (True, "waar of onwaar"),
        (np.bool_(True), "waar of onwaar"),
        (None, "niets"),
        ([1, 2], "een lijst"),
        ([[[7]]], "een lijst"),
        ({}, "een woordenboek"),
        (set(), "een verzameling"),
        (pd.Series([1.0, 2.0]), "een hele kolom"),
        (pd.DataFrame({"a": [1, 2]}), "een hele tabel"),
        (pd.DataFrame({"a": [1], "b": [2]}), "een hele tabel"),
        (np.array([1, 2]), "een rij waarden"),
        (pd.Index([1, 2]), "een rij waarden"),
        (pd.array([1, 2]), "een rij waarden"),
        (1j, "iets van de soort complex"),
    ],
)
def test_what_is_no_number_is_told_as_what_it_is(value: object, found: str) -> None:
    assert told(value) == f"x: verwacht wordt één getal; gevonden {found}. {ONE}"
    if not isinstance(value, bool | np.bool_ | None):
        told_better = told(value, many="Tel ze.")
        assert told_better == f"x: verwacht wordt één getal; gevonden {found}. Tel ze."


@pytest.mark.parametrize("value", [len, [].append, lambda: 1])
def test_an_order_without_brackets_hears_of_the_brackets(value: object) -> None:
    assert told(value, many="Tel ze.") == (
        "x: verwacht wordt één getal; gevonden een opdracht die nog niet is uitgevoerd. Zet er haakjes achter: ()."
    )


@pytest.mark.parametrize(
    ("value", "typed", "sentence"),
    [
        ("7,5", "", "verwacht wordt een getal; gevonden de tekst '7,5'. Laat de aanhalingstekens weg: 7.5."),
        (np.str_("7"), "", "verwacht wordt een getal; gevonden de tekst '7'. Laat de aanhalingstekens weg: 7."),
        (("CBS",) * 2, "", "verwacht wordt één getal; gevonden een rijtje woorden. Hier hoort één getal, in cijfers."),
        ((8, 1), "", f"verwacht wordt één getal; gevonden een rijtje. {COMMA}"),
        (("CBS", 1), "", f"verwacht wordt één getal; gevonden een rijtje. {COMMA}"),
        (
            (8, 1),
            "8,1",
            "verwacht wordt één getal; gevonden een rijtje. Een kommagetal schrijf je in Python met een punt: 8.1. "
            "Met een komma (8,1) leest Python twee getallen.",
        ),
        ((1900, 2100), "", "verwacht wordt één getal; gevonden een rijtje. Hier hoort er één."),
        ((1899, 2000), "", f"verwacht wordt één getal; gevonden een rijtje. {COMMA}"),
        ((2000, 2101), "", f"verwacht wordt één getal; gevonden een rijtje. {COMMA}"),
        ((2000.0, 2001), "", f"verwacht wordt één getal; gevonden een rijtje. {COMMA}"),
        ((), "", "verwacht wordt één getal; gevonden een rijtje. Hier hoort er één."),
        (10**400, "", "dit getal kan een computer niet meer vergelijken. Kijk na wat je rekende."),
        (..., "", "de puntjes (...) staan er nog. Vervang ze door jouw antwoord en voer de cel opnieuw uit."),
        ([...], "", "de puntjes (...) staan er nog. Vervang ze door jouw antwoord en voer de cel opnieuw uit."),
        (
            iter([1]),
            "",
            "dit is een reeks die Python nog niet heeft uitgerekend. Zet er list( ) omheen: x = list(…), met wat er nu "
            "staat ertussen.",
        ),
    ],
)
def test_what_was_meant_as_a_number_hears_how_to_write_it(value: object, typed: str, sentence: str) -> None:
    assert told(value, typed) == f"x: {sentence}"


def test_words_in_a_row_hear_what_is_asked_when_that_is_known() -> None:
    assert told(("a", "b"), many="Tel ze.").endswith("gevonden een rijtje woorden. Tel ze.")


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("a", "een tekst"),
        (1, "een getal"),
        (1.5, "een getal"),
        ((1, 2), "een rijtje"),
        (b"", "iets van de soort bytes"),
    ],
)
def test_a_value_has_a_name_for_who_never_heard_of_types(value: object, kind: str) -> None:
    assert kind_of(value) == kind


def test_a_number_is_written_as_one_writes_it() -> None:
    assert [dutch(number) for number in (8.0, 8.05, 8.16, -0.5, 1234.56, 20.0)] == [
        *("8", "8,1", "8,2", "-0,5", "1234,6", "20")
    ]


def test_near_is_a_fiftieth_or_twice_what_a_number_may_be_off() -> None:
    assert near(102, 100, 0.051)
    assert near(98, 100, 0.051)
    assert not near(102.1, 100, 0.051)
    assert near(-98, -100, 0.051)
    assert near(1.5, 1.0, 0.25)
    assert not near(1.51, 1.0, 0.25)


def right(*numbers: float) -> tuple[list[float], object]:
    """What is asked, and a key that knows these numbers."""
    asked: list[float] = []

    def knows(number: float) -> bool:
        asked.append(number)
        return number in numbers

    return asked, knows


@pytest.mark.parametrize(
    ("unit", "number", "answer", "sentence"),
    [
        ("procent", -8.0, 8.0, "het teken is omgekeerd. Trok je af? Draai de aftrekking om."),
        ("procent", 0.08, 8.0, "dit is honderd keer te klein. Doe het nog keer 100."),
        ("procentpunt", 800.0, 8.0, "dit is honderd keer te groot. Je deed één keer te vaak keer 100."),
        ("mensen", 0.08, 8.0, "dit is honderd keer te klein."),
        ("mensen", 800.0, 8.0, "dit is honderd keer te groot."),
        ("procent", 9.0, 8.0, ""),
        ("procent", 0.0, 0.0, ""),
    ],
)
def test_a_sign_and_a_hundred_are_seen(unit: str, number: float, answer: float, sentence: str) -> None:
    _, knows = right(answer)
    assert Asked(unit).mistake(number, knows) == sentence  # type: ignore[arg-type]


def test_what_cannot_be_is_not_asked_of_the_key() -> None:
    asked, knows = right()
    assert Asked("procent", 0, 100).mistake(50.0, knows) == ""  # type: ignore[arg-type]
    assert asked == [0.5], "neither -50 nor 5000 is possible"
    asked, knows = right(-100.0)
    assert Asked("procent", -100, 100).mistake(100.0, knows).startswith("het teken")  # type: ignore[arg-type]
    assert [Asked("", 0, 5).may_be(number) for number in (-0.1, 0, 5, 5.1)] == [False, True, True, False]


def test_a_wrong_year_is_told_as_a_year() -> None:
    year = "dit is een ander jaar dan gevraagd."
    assert [Asked("als jaar", low, 2100).plainly() for low in (1900, 1001)] == [year] * 2
    plain = "dit is nog niet de juiste waarde."
    assert [Asked(*one).plainly() for one in (("jaar", 1000, 2100), ("jaar", 0, 90), ("procent", 1900, 2100))] == (
        [plain] * 3
    )
