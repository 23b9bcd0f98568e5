"""Reading ease counts as Douma did, in Dutch."""

from __future__ import annotations

import pytest

from sowcourse.ease import paragraphs, reading_ease, syllables


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("oogst", 1),
        ("nieuws", 1),
        ("eeuw", 1),
        ("ijs", 1),
        ("sociaal", 3),
        ("nabijheid", 3),
        ("België", 3),
        ("creëren", 3),
        ("reünie", 3),
        ("één", 1),
        ("café", 2),
        ("generalistisch", 5),
        ("onderbescherming", 5),
        ("politiserend", 5),
        ("brr", 1),
    ],
)
def test_syllables_are_those_of_a_dutch_speaker(word: str, number: int) -> None:
    assert syllables(word) == number


def test_the_score_is_the_formula_worked_out_by_hand() -> None:
    found = reading_ease("De man loopt naar beneden.\nHij is moe.")
    assert (found.words, found.sentence, found.word) == (8, 4.0, 10 / 8)
    assert found.score == pytest.approx(206.84 - 0.93 * 4 - 77 * 10 / 8)


def test_long_words_and_long_sentences_read_harder() -> None:
    easy = reading_ease("Je praat met je buur.\nZij luistert.")
    long = reading_ease("Je praat met je buur en zij luistert en daarna gaat ieder weer naar zijn eigen huis terug.")
    hard = reading_ease("Samenwerkingsovereenkomsten veronderstellen verantwoordelijkheid.")
    assert easy.score > long.score > hard.score


def test_a_text_without_words_is_not_hard() -> None:
    assert reading_ease("1 234 …").score == 100


def test_only_prose_is_counted() -> None:
    text = (
        "## Een kop\n\nEerste zin (CBS, 2022). Tweede [zin](https://voorbeeld.test/a).\n\n| a | b |\n| - | - |\n\n"
        "```\ncode\n```\n\n<details><summary>Hint</summary>\nDerde *zin*.\n</details>\n\n![beeld](x.png)\n\n- punt"
    )
    found = [line.strip() for paragraph in paragraphs(text) for line in paragraph.split("\n") if line.strip()]
    assert found == ["Eerste zin.", "Tweede zin.", "Derde zin.", "punt"]
