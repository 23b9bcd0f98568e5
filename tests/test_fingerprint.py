"""Which runs of words two texts share is told exactly: where it begins, where it ends, and not one word more."""

from __future__ import annotations

import pytest

from sowcourse.gradebook.fingerprint import RUN, SHORTEST, WINDOW, Passage, fingerprint, runs, shared, words

EIGHT = "een twee drie vier vijf zes zeven acht"


def test_words_are_read_in_lower_case_without_signs_and_without_what_is_quoted() -> None:
    assert words("Zij zei: «dit niet» en ik_ook, Één 3 keer.") == ["zij", "zei", "en", "ik", "ook", "één", "3", "keer"]
    assert words("“weg” \"weg\" «” blijft» 'ook'") == ["blijft", "ook"]
    assert words(f"«{'x' * 400}» a «{'y' * 401}» b «» c") == ["a", "y" * 401, "b", "c"]


def test_every_run_of_five_words_has_a_hash_and_fewer_words_have_none() -> None:
    assert (RUN, WINDOW, SHORTEST) == (5, 4, 8)
    assert runs("een twee drie vier vijf") == [205643946], "as in every digest that is kept"
    assert len(runs(EIGHT)) == 4
    assert runs("een twee drie vier") == []
    assert fingerprint("een twee drie vier") == []
    assert runs(EIGHT)[1:2] == runs("Twee, drie; vier vijf zes!")


@pytest.mark.parametrize("number", range(5, 14))
def test_of_every_four_runs_the_smallest_is_kept_in_order(number: int) -> None:
    text = " ".join(f"w{place}" for place in range(number))
    hashes = runs(text)
    windows = [hashes[place : place + 4] for place in range(len(hashes) - 3)] or [hashes]
    assert fingerprint(text) == sorted({min(window) for window in windows})


def test_a_shared_passage_is_eight_words_or_more_as_each_wrote_it() -> None:
    one, other = f"Kijk. {EIGHT}. Verder niet.", f"Anders, {EIGHT.upper()}! En toen."
    assert shared(one, other) == [Passage(8, EIGHT, EIGHT.upper())]
    seven = EIGHT.rpartition(" ")[0]
    assert shared(f"a {seven} b", f"c {seven} d") == []
    assert shared(EIGHT, EIGHT) == [Passage(8, EIGHT, EIGHT)]
    assert shared(f"{EIGHT} negen", f"{EIGHT} negen") == [Passage(9, f"{EIGHT} negen", f"{EIGHT} negen")]
    assert shared(f"{EIGHT} negen a", f"{EIGHT} negen b") == [Passage(9, f"{EIGHT} negen", f"{EIGHT} negen")]


def test_two_passages_that_touch_are_told_one_after_the_other_and_the_first_place_counts() -> None:
    second = "a b c d e f g h"
    assert shared(f"{EIGHT} {second}", f"{second} x {EIGHT}") == [
        Passage(8, EIGHT, EIGHT),
        Passage(8, second, second),
    ]
    (twice,) = shared(EIGHT, f"{EIGHT.upper()} x {EIGHT}")
    assert twice.other == EIGHT.upper()


def test_words_that_everybody_was_given_or_that_are_quoted_make_no_passage_and_end_one() -> None:
    given = runs("en dit kreeg iedereen ook")
    text = f"{EIGHT} en dit kreeg iedereen ook {EIGHT.upper()}"
    assert shared(text, text, given) == [Passage(8, EIGHT, EIGHT), Passage(8, EIGHT.upper(), EIGHT)]
    assert shared("en dit kreeg iedereen ook a b c", "en dit kreeg iedereen ook a b c", given) == []
    assert shared("a b c en dit kreeg iedereen ook", "a b c en dit kreeg iedereen ook", given) == []
    assert shared(f"«{EIGHT}» x", f"«{EIGHT}» x") == []
    assert shared(f"«weg ermee» {EIGHT}.", EIGHT) == [Passage(8, EIGHT, EIGHT)]
    assert shared(text, text, runs("een twee drie vier vijf")) == [
        Passage(8, "zes zeven acht en dit kreeg iedereen ook", "zes zeven acht en dit kreeg iedereen ook")
    ]
