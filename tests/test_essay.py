"""Fingerprints and sketches recognise a paragraph however it was copied; the essay in the repository is whole."""

from __future__ import annotations

import pytest

from sowcourse.course import KRACHTLIJNEN
from sowcourse.essay import fingerprint, load_essay, load_passages, load_reactions, normalise, similarity, sketch

PARAGRAPH = "Op het plein staat een bank. Wie er zit, krijgt koffie en wordt niet gevraagd waarom."


@pytest.mark.parametrize(
    "copy",
    [
        PARAGRAPH.replace(" ", "\u00a0"),
        PARAGRAPH.replace(". ", ".\n   "),
        "3. " + PARAGRAPH,
        "• " + PARAGRAPH,
        PARAGRAPH.upper(),
        f"«{PARAGRAPH}»",
        PARAGRAPH.replace(",", " –"),
    ],
)
def test_a_copy_that_only_looks_different_has_the_same_fingerprint(copy: str) -> None:
    assert fingerprint(copy) == fingerprint(PARAGRAPH)


def test_one_other_word_gives_another_fingerprint() -> None:
    assert fingerprint(PARAGRAPH.replace("koffie", "thee")) != fingerprint(PARAGRAPH)


def test_accents_survive_normalising_and_composed_equals_decomposed() -> None:
    assert normalise("Eén cafe\u0301") == "eén café"


def test_a_changed_paragraph_is_more_alike_than_another_one() -> None:
    changed = sketch(PARAGRAPH.replace("koffie", "een kop thee"))
    other = sketch("De verhuurder stuurt een brief over de nieuwe meters in de kelder van het gebouw.")
    assert similarity(sketch(PARAGRAPH), sketch(PARAGRAPH)) == 1
    assert similarity(sketch(PARAGRAPH), changed) > 0.5 > similarity(sketch(PARAGRAPH), other)


def test_the_essay_has_every_paragraph_and_every_krachtlijn() -> None:
    passages = load_essay().passages
    assert [passage.id for passage in passages] == [f"p{number:02}" for number in range(1, 30)]
    for krachtlijn in KRACHTLIJNEN:
        assert any(krachtlijn in passage.krachtlijnen for passage in passages)


def test_five_readers_react_and_only_those_who_signed_are_named() -> None:
    authors = [reaction.author for reaction in load_reactions()]
    assert authors == ["een lezer", "een lezer", "een lezer", "Joost van Hienen", "Irma Vroegop"]


def test_no_two_passages_share_a_fingerprint() -> None:
    passages = load_passages()
    assert len({passage.fingerprint for passage in passages.values()}) == len(passages) == 58
