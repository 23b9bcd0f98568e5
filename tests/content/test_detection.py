"""Names and numbers of people are found, and nearly only those, also in sentences that nothing was adjusted to."""

from __future__ import annotations

import time
from pathlib import Path

from sowcourse.confidentiality import find_details
from tests.content.detection import misjudged, rates, report, snippets
from tests.content.judgement import labelled

PROMISED = {"naam", "telefoonnummer", "e-mailadres", "bsn", "rijksregisternummer", "geboortedatum", "adres", "postcode"}
PROMISED |= {"rekeningnummer", "profiel", "school", "functie"}


def test_there_are_enough_sentences_with_every_kind_and_with_nothing() -> None:
    for part, least in (("tuned", 100), ("held_out", 100)):
        found = snippets(part)
        assert len({text for text, _ in found}) == len(found) >= least
        assert {kind for _, labels in found for kind, _, _ in labels} == PROMISED
        assert sum(not labels for _, labels in found) >= 20


def test_of_ten_details_nine_are_found_and_of_ten_alarms_nine_are_right() -> None:
    for part in ("tuned", "held_out", "other_hand", "later"):
        for kind in ("naam", "samen"):
            _, precision, recall = rates(part)[kind]
            assert precision >= 0.9, misjudged(part)
            assert recall >= 0.9, misjudged(part)


def test_reflections_about_nobody_raise_no_alarm() -> None:
    alarms = [detail.words for reflection in labelled() for detail in find_details(reflection["text"])]
    assert alarms == []


def test_a_thousand_words_take_less_than_fifty_milliseconds() -> None:
    text = " ".join(reflection["text"] for reflection in labelled())
    few = " ".join(text.split()[:1000])
    find_details(few)
    start = time.process_time()
    for _ in range(4):
        find_details(few)
    assert (time.process_time() - start) / 4 < 0.05


def test_the_docs_tell_these_figures() -> None:
    assert report() in (Path(__file__).parents[2] / "docs" / "controles.md").read_text(encoding="utf-8")
