"""Completeness is about form, can be seen beforehand, and never about an opinion."""

from __future__ import annotations

import pytest

from sowcourse.reflection import Criteria, assess

PARTS = ("Situatie", "Volgende stap")


def open_points(text: str, criteria: Criteria, given: tuple[str, ...] = ()) -> list[str]:
    return [remark.sentence for remark in assess(text, criteria, given) if not remark.met]


def test_a_short_text_hears_how_many_words_it_has() -> None:
    assert open_points("Drie korte woorden.", Criteria(words=5)) == [
        "Je schreef 3 woorden; verwacht worden er minstens 5."
    ]


def test_apostrophes_and_hyphens_do_not_split_words() -> None:
    assert open_points("'s nachts zo'n e-mail", Criteria(words=4)) == []


@pytest.mark.parametrize(
    "style", ["**Situatie:** {}", "Situatie: {}", "## situatie\n{}", "- Situatie\n\n{}", "**Situatie**\n{}"]
)
def test_a_part_is_found_in_every_usual_spelling(style: str) -> None:
    text = style.format("Ik stond daar en zei niets.") + "\n\n**Volgende stap:** Ik vraag het haar morgen zelf."
    assert open_points(text, Criteria(words=1, parts=PARTS)) == []


def test_an_empty_and_a_missing_part_are_told_apart() -> None:
    found = open_points("**Situatie:**\n\nVolgende", Criteria(words=1, parts=PARTS))
    assert found == [
        "Bij «Situatie» staat nog bijna niets. Schrijf er een paar zinnen.",
        "Het onderdeel «Volgende stap» ontbreekt. Zet het woord aan het begin van een regel.",
    ]


def test_too_few_concepts_are_counted_and_listed() -> None:
    criteria = Criteria(words=1, concepts=("patroon", "middenveld"), fewest_concepts=2)
    (sentence,) = open_points("Een patroon, en nog een Patroon.", criteria)
    assert sentence.startswith("Je gebruikt 1 van de begrippen uit de les; verwacht worden er minstens 2.")
    assert open_points("Patronen zijn geen patroon zonder middenveld.", criteria) == []


@pytest.mark.parametrize(("text", "cited"), [("zie p14.", True), ("(r4-6)", True), ("p. 14", False), ("top14", False)])
def test_a_passage_is_cited_by_its_id(text: str, cited: bool) -> None:
    assert (open_points(text, Criteria(words=1, passage=True)) == []) is cited


def test_ten_copied_words_are_shown_and_nine_are_not() -> None:
    given = ("een twee drie vier vijf zes zeven acht negen tien elf",)
    criteria = Criteria(words=1)
    assert open_points("Een twee, drie vier vijf zes zeven acht negen.", criteria, given) == []
    (sentence,) = open_points("Een twee, drie vier vijf zes zeven acht negen tien!", criteria, given)
    assert "«een twee drie vier vijf zes zeven acht negen tien …»" in sentence


@pytest.mark.parametrize("opinion", ["Ik ben het er helemaal mee eens", "Ik ben het er helemaal niet mee eens"])
def test_an_opinion_changes_nothing(opinion: str) -> None:
    assert open_points(f"{opinion}, p14.", Criteria(words=3, passage=True)) == []
