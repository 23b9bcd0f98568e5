"""The forms of verbs, and what is no form of them."""

from __future__ import annotations

import pytest

from sowcourse.verb import verb


@pytest.mark.parametrize(
    ("infinitive", "past", "participle"),
    [
        ("vragen", "vroeg", "gevraagd"),
        ("begrijpen", "begreep", "begrepen"),
        ("luisteren", "luisterde", "geluisterd"),
        ("reageren", "reageerde", "gereageerd"),
        ("praten", "praatte", "gepraat"),
        ("leven", "leefde", "geleefd"),
        ("bellen", "belde", "gebeld"),
        ("vertellen", "vertelde", "verteld"),
        ("overtuigen", "overtuigde", "overtuigd"),
        ("storen", "stoorde", "gestoord"),
    ],
)
def test_a_verb_knows_its_past_and_its_participle(infinitive: str, past: str, participle: str) -> None:
    found = verb(infinitive)
    assert past in found.past
    assert participle in found.participle
    assert infinitive in found.present
    assert not found.past & found.present


@pytest.mark.parametrize(
    ("infinitive", "present"),
    [("maken", "maak"), ("rekenen", "reken"), ("vergeten", "vergeet"), ("bespreken", "bespreekt"), ("zijn", "is")],
)
def test_the_present_is_spelled_by_rule(infinitive: str, present: str) -> None:
    assert present in verb(infinitive).present


def test_a_word_that_looks_like_a_form_is_none() -> None:
    assert "weten" not in verb("wetten").past | verb("wetten").participle
    assert "geregeld" not in verb("regeren").all
    assert "wachten" not in verb("wachten").past
