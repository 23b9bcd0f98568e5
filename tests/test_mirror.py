"""The mirror shows and asks. It can never become a mark."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sowcourse.errors import ContentError
from sowcourse.grading.report.contradiction import MIRROR_TITLES
from sowcourse.mirror import Mirror, load_kinds, reflect
from sowcourse.widgets.mirror import MirrorWidget

TEXT = "Ik nam aan dat hij geen zin had. Volgens hem was de bus te laat."


def test_a_sentence_is_shown_with_the_words_that_gave_the_impression() -> None:
    mirror = reflect(TEXT, KINDS)
    assert (mirror.assumption.sentence, mirror.assumption.cue) == ("Ik nam aan dat hij geen zin had.", "nam aan dat")
    assert mirror.other_perspective.cue == "Volgens hem"


def test_what_is_not_found_becomes_a_question() -> None:
    seen = reflect(TEXT).next_step
    assert seen.sentence == ""
    assert seen.kind.question == "Wat ga je morgen anders doen, met wie, en hoe weet je of het helpt?"


@pytest.mark.parametrize(
    "use",
    [
        bool, int, float, len, list, sum, sorted, operator.index,
        lambda thing: thing + 1, lambda thing: 1 + thing, lambda thing: thing * 2, lambda thing: thing > 0,
        lambda thing: thing < thing, lambda thing: 1 in thing, lambda thing: thing - thing,
    ],
)  # fmt: skip
@pytest.mark.parametrize("thing", [reflect(TEXT), reflect(TEXT).feeling], ids=["mirror", "reflected"])
def test_a_mirror_refuses_to_become_a_number(use: Callable[[Any], object], thing: object) -> None:
    with pytest.raises(TypeError, match=r"De spiegel is nooit een cijfer|unsupported operand|bad operand"):
        use(thing)


def test_two_mirrors_of_the_same_text_are_not_even_equal() -> None:
    assert reflect(TEXT) != reflect(TEXT)


def test_a_kind_that_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "mirror.toml").write_text(
        '[[kind]]\nid = "feeling"\ntitle = "t"\nquestion = "q?"\nasked = "a?"\ncues = ["bang"]\n'
    )
    with pytest.raises(ContentError, match=r"de soort 'description' ontbreekt"):
        load_kinds(tmp_path)


@pytest.mark.parametrize("cue", ["@nergens", "denken< ..", "~"])
def test_a_cue_that_is_none_is_named(tmp_path: Path, cue: str) -> None:
    kind = '[[kind]]\nid = "feeling"\ntitle = "t"\nquestion = "q?"\nasked = "a?"\nself = ["{}"]\n'
    (tmp_path / "mirror.toml").write_text(kind.format(cue))
    with pytest.raises(ContentError, match=r"is geen aanwijzing\. Kijk bovenaan in het bestand hoe je er een schrijft"):
        load_kinds(tmp_path)


SAID = {
    "description": ("Ze pakte haar jas en liep naar de deur.", "Ik heb haar geholpen met het formulier."),
    "feeling": ("Ik schaamde mij dood.", "Mijn handen trilden.", "Ik was niet op mijn gemak.", "Dat raakte me."),
    "assumption": ("Ik ging er automatisch van uit dat hij zou komen.", "In mijn hoofd was hij al een lastpost."),
    "other_perspective": ("Voor hem voelde het als een examen.", "Zij vond het juist een opluchting dat ik zweeg."),
    "power": ("De gemeente besliste dat zonder de bewoners.", "Volgens het reglement mocht zij geen bezoek krijgen."),
    "next_step": ("Vanaf maandag noteer ik wie er afhaakt.", "De volgende keer begin ik met luisteren."),
}
SILENT = {
    "description": ("Alles ging goed.", "Het liep mis.", "Ik heb niets aangepast.", "Zij belt altijd op maandag."),
    "feeling": (
        "Ik was niet boos.", "De man was boos.", "Ik zag dat de moeder zenuwachtig werd.", "Hij zei dat hij kwaad was.",
        "Ik heb het gevoel dat het beleid faalt.", "Gelukkig was ik op tijd.", "Hij raakte mij aan met zijn elleboog.",
    ),
    "assumption": (
        "Ik dacht even na over mijn antwoord.", "Hij dacht dat ik van de gemeente was.", "Ik nam een pakje aan.",
        "Mensen hebben vooroordelen.", "Ik had geen vooroordeel.",
    ),
    "other_perspective": (
        "Ik kocht bloemen voor haar.", "Voor haar deur stond een fiets.", "Iedereen kijkt er anders naar.",
        "Ik weet niet hoe zij dat ziet.", "Hoe zou hij dat ervaren?", "Ik vond de moeder streng.",
    ),
    "power": (
        "Wij zouden moeten weten hoe je dat plant.", "Ge moet weten wat ge doet.", "Alles was goed geregeld.",
        "Op een bepaald moment ging zij weg.", "Zij had een positieve instelling.", "Het was machtig mooi.",
        "In de regel ben ik op tijd.", "Wetten zijn belangrijk.", "Dat heeft niks met macht te maken.",
    ),
    "next_step": (
        "Er is niets dat ik de volgende keer anders zou doen.", "Mijn collega belt volgende week.",
        "Misschien ga ik nog eens langs.", "Ik ga ervan uit dat ze komt.", "Dinsdag ging ik naar het loket.",
        "Ik wilde haar de volgende keer bellen, maar ik vergat het.", "Ik wil groeien.",
    ),
}  # fmt: skip
"""What a mirror of words without grammar got wrong, kind by kind."""
KINDS = {name: replace(kind, named=True) for name, kind in load_kinds().items()}
"""As if the mirror named them all: a kind that it does not name yet is read as carefully."""


@pytest.mark.parametrize(("kind", "sentence"), [(kind, text) for kind, texts in SAID.items() for text in texts])
def test_what_a_sentence_says_is_seen(kind: str, sentence: str) -> None:
    assert getattr(reflect(sentence, KINDS), kind).sentence == sentence


@pytest.mark.parametrize(("kind", "sentence"), [(kind, text) for kind, texts in SILENT.items() for text in texts])
def test_another_word_a_denial_and_somebody_else_are_not_taken_for_it(kind: str, sentence: str) -> None:
    assert getattr(reflect(sentence, KINDS), kind).sentence == ""


def test_the_most_telling_sentence_is_shown_and_not_the_first() -> None:
    text = "Ik kreeg een brief. Vorige week belde een vrouw aan en vroeg om hulp."
    assert reflect(text, KINDS).description.sentence == "Vorige week belde een vrouw aan en vroeg om hulp."


def test_words_of_another_in_quotation_marks_are_not_the_writers() -> None:
    assert reflect("Hij zei: «Ik ben bang en ik ga morgen bellen.»", KINDS).feeling.sentence == ""
    assert reflect("Hij zei: «Ik ben bang en ik ga morgen bellen.»", KINDS).next_step.sentence == ""
    assert reflect("Ik zei hem dat ik bang was.", KINDS).feeling.sentence == "Ik zei hem dat ik bang was."


def test_a_kind_that_is_not_named_points_at_nothing_and_the_page_says_so_once() -> None:
    kinds = KINDS | {name: replace(KINDS[name], named=False) for name in ("analysis", "feeling")}
    text = "Ik schaamde me. Nu begrijp ik dat het misliep doordat niemand haar iets vroeg."
    assert reflect(text, KINDS).feeling.sentence == "Ik schaamde me."
    assert reflect(text, kinds).feeling.sentence == ""
    told = MirrorWidget("1-nabijheid", reflect(text, kinds)).static_body()
    assert told.count("Hij wijst daar niets aan, wat je ook schreef.") == 1
    assert told.index("Je volgende stap") < told.index("Hij wijst daar niets aan") < told.index("Wat je voelde")
    assert "Hij wijst daar niets aan" not in MirrorWidget("1-nabijheid", reflect(text, KINDS)).static_body()


def test_a_sentence_is_shown_with_a_question() -> None:
    told = MirrorWidget("1-nabijheid", reflect(TEXT, KINDS)).static_body()
    assert "Jouw zin: «Ik nam aan dat hij geen zin had.» Nam je hier iets aan wat je nog niet wist?" in told
    assert "Wat ga je morgen anders doen" in told


def test_every_kind_has_a_question_that_asks() -> None:
    assert list(load_kinds()) == list(Mirror.__annotations__)
    assert all(kind.question.endswith("?") and kind.asked.endswith("?") for kind in load_kinds().values())


def test_the_overview_calls_the_kinds_by_the_same_names() -> None:
    assert {name: kind.title.lower() for name, kind in load_kinds().items()} == MIRROR_TITLES
