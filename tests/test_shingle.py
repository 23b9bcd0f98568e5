"""A copy of the published text is recognised by hashed runs of words, and nobody reads the text from them."""

from __future__ import annotations

import re

import pytest

from sowcourse.concept import words
from sowcourse.reflection import Criteria, assess
from sowcourse.shingle import FILE, load_shingles, shingles, stretches, written

ORIGINAL = (
    "De bakkers van het dorp aan de rivier sloten hun deuren nadat de molen was verkocht aan een bedrijf uit de stad. "
    "Wie brood wilde, liep voortaan een uur langs de dijk, en wie niet kon lopen, vroeg het aan een buurkind. "
    "Zo leerde een heel dorp opnieuw wie er thuis zat, wie er honger had en wie er nooit iemand om vroeg."
)
"""Invented; stands for a text that is not in the project."""

KNOWN = frozenset(shingles(ORIGINAL))
OWN = (
    "Ik liep op maandag mee met een begeleider en hoorde pas laat dat de vrouw al weken niet had gegeten. "
    "Eerst vond ik haar kortaf. Later begreep ik dat zij zich schaamde, en dat ik het haar niet gevraagd had. "
    "Volgende keer begin ik met koffie en met luisteren, want zo kwam het verhaal er toen ook uit. "
)


def refused(text: str, known: frozenset[int] = KNOWN) -> str:
    """What the criterion of one's own words says; "" when it is met."""
    (remark,) = (r for r in assess(text, Criteria(words=1), originals=known) if r.criterion == "own")
    assert type(remark.met) is bool
    return "" if remark.met else remark.sentence


@pytest.mark.parametrize(
    "dress",
    [
        str,
        str.upper,
        lambda text: text.replace(" ", "\n"),
        lambda text: text.replace(",", "").replace(".", " –"),
        lambda text: text.replace("bakkers", "slagers").replace("stad", "hoofdstad").replace("honger", "dorst"),
        lambda text: text.replace("nadat de", "nadat ook de").replace("heel ", ""),
        lambda text: text.replace("honger", "hónger").replace("bedrijf", "«bedrijf»"),
        lambda text: text.replace("a", "\u0430").replace("o", "\u03bf"),
        lambda text: re.sub(r"(\w{3})(\w{3,})", r"\1-\n\2", text),
        lambda text: text.replace(",", " (p07),").replace(".", " (Van Dam, 2018)."),
    ],
    ids=[
        "literal",
        "capitals",
        "broken lines",
        "no punctuation",
        "changed words",
        "a word more and one less",
        "accent",
        "letters of another alphabet",
        "words broken off at the end of a line",
        "sources in between",
    ],
)
def test_a_copy_is_recognised_in_every_dress(dress: object) -> None:
    assert callable(dress)
    assert "in het gepubliceerde essay of een reactie daarop: «" in refused(OWN + dress(ORIGINAL))


def test_one_copied_sentence_in_a_text_of_ones_own_is_shown_in_the_writers_spelling() -> None:
    sentence = refused(OWN + "Wie brood wilde, liep voortaan een UUR langs de gracht, en wie niet kon lopen, bleef.")
    assert sentence == (
        "Deze woorden staan zo, of bijna zo, in het gepubliceerde essay of een reactie daarop: «wie brood wilde liep "
        "voortaan een uur langs de gracht …». Zeg het in je eigen woorden, of zet wat je overneemt tussen "
        "aanhalingstekens met de bron erbij."
    )


@pytest.mark.parametrize(
    "text",
    [
        OWN,
        OWN + "Wie brood wilde, liep voortaan een uur te zoeken.",  # seven words in a row, as any writer might
        "In het dorp gingen de bakkers dicht toen een stadse firma de molen kocht. Brood halen duurde toen een uur.",
    ],
)
def test_what_is_said_otherwise_is_ones_own(text: str) -> None:
    assert refused(text) == ""


@pytest.mark.parametrize("marks", ["«{}»", "“{}”", "„{}”", '"{}"', "‘{}’", "'{}'", "«{0} {0} {0}»"])
@pytest.mark.parametrize("cited", ["In p07 staat: {}", "{} (Van Dam, 2018)"])
def test_a_quotation_with_its_source_is_no_offence_however_long(marks: str, cited: str) -> None:
    quotation = cited.format(marks.format(ORIGINAL))
    assert refused(f"Ik las iets. {quotation} Daar bleef ik aan denken toen ik thuiskwam.") == ""


@pytest.mark.parametrize(
    "quotation",
    [
        "‘{} Zo zei een ‘oude’ bakker in p07’s buurt.’",
        "'{} En foto's van 's avonds.'",
        "'{}' zegt p07, en 'zo' is het.",
    ],
)
def test_an_apostrophe_and_a_quotation_inside_it_end_no_quotation(quotation: str) -> None:
    assert refused(f"Ik las iets. In p07 staat: {quotation.format(ORIGINAL)} Daar bleef ik aan denken.") == ""


def test_an_apostrophe_opens_no_quotation() -> None:
    assert "met de bron erbij" in refused(
        f"'s Avonds las ik p07. {ORIGINAL} Foto's waren er niet, en ik bleef 't lezen."
    )


def test_a_long_quotation_without_a_source_is_no_text_of_ones_own() -> None:
    assert "met de bron erbij" in refused(f"Ik las iets. «{ORIGINAL}» Daar bleef ik aan denken toen ik thuiskwam.")


def test_a_quotation_does_not_count_towards_the_length() -> None:
    text = f"In p07 staat: «{ORIGINAL}»"
    (remark,) = (r for r in assess(text, Criteria(words=20), originals=KNOWN) if r.criterion == "words")
    assert not remark.met
    assert f"waarvan er {len(words(ORIGINAL))} al in de les" in remark.sentence


def test_seven_words_to_the_letter_are_a_copy_and_six_are_nobodys() -> None:
    original = words(ORIGINAL)
    assert stretches(original[:7], KNOWN) == [(0, 7)]
    assert stretches(original[:6], KNOWN) == []
    two, three = ["ander", "woord"], ["nog", "ander", "woord"]
    assert stretches([*original[:6], *two, *original[20:26]], KNOWN) == [(0, 14)], "two words in between hide nothing"
    assert stretches([*original[:6], *three, *original[20:26]], KNOWN) == []


def test_every_run_is_shipped_once_twenty_on_a_line() -> None:
    text = written([ORIGINAL, ORIGINAL])
    assert len(text.split()) == len(KNOWN)
    assert {len(line.split()) for line in text.splitlines()[:-1]} == {20}


def test_a_source_in_the_first_letters_of_a_text_is_the_source_of_a_quotation() -> None:
    assert refused(f"p7: «{ORIGINAL}»") == ""


def test_what_is_shipped_is_read_as_it_was_written_and_says_nothing_by_itself() -> None:
    file = FILE
    shipped = load_shingles()
    assert len(shipped) > 2500
    assert file.stat().st_size < 25_000
    assert frozenset(int(run, 16) for run in written([ORIGINAL]).split()) == KNOWN
    assert max(shipped) < 1 << 22  # of fifty thousand words, some thirty fit behind every four
    assert list(map(int, file.read_text().split(), [16] * len(shipped))) == sorted(shipped)
