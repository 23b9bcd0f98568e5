"""Whose clause it is, whether it is denied, and whether it asks."""

from __future__ import annotations

import pytest

from sowcourse.clause import parse


def subjects(sentence: str) -> list[str]:
    return [clause.subject for clause in parse(sentence).clauses]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ik was boos.", ["self"]),
        ("'k Was boos.", ["self"]),
        ("Hij was boos.", ["other"]),
        ("Mijn collega belt volgende week.", ["other"]),
        ("Ik zag dat zij boos was.", ["self", "other"]),
        ("Nadien schaamde ik me omdat Fatima moest huilen.", ["self", "other"]),
        ("Samira vertelde niets.", ["other"]),
        ("Iedereen kijkt er anders naar.", ["general"]),
        ("Ik was boos of verdrietig.", ["self"]),
        ("Hij zei: «Ik voel mij hier niet welkom.»", ["other", "other"]),
        ("Ik ging met de moeder mee.", ["self"]),
        ("Als stagiair mag ik dat niet.", ["self"]),
    ],
)
def test_a_clause_belongs_to_somebody(sentence: str, expected: list[str]) -> None:
    assert subjects(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "denied"),
    [
        ("Ik was niet bang.", True),
        ("Ik was bang.", False),
        ("Ik was nog nooit zo bang.", False),
        ("Ik was niet alleen bang, maar ook boos.", False),
        ("Ik ga terug zonder folder.", False),
    ],
)
def test_a_denial_denies_its_own_clause(sentence: str, denied: bool) -> None:
    assert bool(parse(sentence).clauses[0].denials) is denied


def test_a_denial_reaches_into_the_clause_that_hangs_on_it() -> None:
    first, second = parse("Er is niets dat ik de volgende keer anders zou doen.").clauses
    assert first.denials
    assert second.inherits_denial
    _, other = parse("Ik durfde niet omdat hij keek.").clauses
    assert not other.inherits_denial


@pytest.mark.parametrize(
    ("sentence", "is_open"),
    [
        ("Of zij dat wil, weet ik niet.", True),
        ("Als ik durf, vraag ik het.", True),
        ("Als stagiair vraag ik het.", False),
    ],
)
def test_what_asks_or_supposes_is_open(sentence: str, is_open: bool) -> None:
    assert parse(sentence).clauses[0].is_open is is_open
