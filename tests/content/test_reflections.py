"""The rules hold on labelled reflections, also on the part that nothing was adjusted to."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.mirror import Mirror, load_kinds
from sowcourse.sentence import sentences
from tests.content.judgement import DEVELOPED, HELD_OUT, Rates, judge, labelled, mirrored, rates, report, writers

UNTUNED = [reflection for reflection in labelled() if not reflection.get("tuned", True)]


def test_there_are_enough_reflections_of_every_sort() -> None:
    found = labelled()
    assert len(found) >= 120
    sorts = {"good", "descriptive", "thin", "copied", "stuffed", "off-topic", "dialect", "spelling"}
    assert {reflection["sort"] for reflection in found} == sorts
    assert len({reflection["text"] for reflection in found}) == len(found)


@pytest.mark.parametrize("criterion", ["gewone Nederlandse zinnen", "bron of passage", "eigen woorden", "begrippen"])
def test_what_is_worth_points_is_hardly_ever_misjudged(criterion: str) -> None:
    _, precision, recall = rates([j for reflection in UNTUNED for j in judge(reflection)])[criterion]
    assert precision >= 0.95
    assert recall >= 0.95


FLOORS = {
    "description": (0.85, 0.9),
    "feeling": (0.8, 0.4),
    "assumption": (0.9, 0.2),
    "other_perspective": (0.7, 0.7),
    "power": (0.75, 0.45),
    "next_step": (0.75, 0.6),
}
"""Precision and recall on the writers held out, as measured once and rounded down. A cue that is changed may not lower
them; whoever reads those texts to raise them needs other writers to measure with."""


@pytest.fixture(scope="module")
def held_out() -> dict[str, Rates]:
    return mirrored(HELD_OUT)


def test_four_writers_wrote_thirty_reflections_each_and_two_of_them_were_held_out() -> None:
    for letter in DEVELOPED + HELD_OUT:
        texts = writers(letter)
        assert len(texts) == len({text["id"] for text in texts}) == 30
        assert {text["writer"] for text in texts} == {letter}
    assert not set(DEVELOPED) & set(HELD_OUT)


def test_every_label_is_a_sentence_as_the_program_reads_it() -> None:
    for text in writers(DEVELOPED + HELD_OUT):
        labels = text.get("label", [])
        assert {label["sentence"].strip() for label in labels} <= set(sentences(text["text"])), text["id"]
        assert {label["kind"] for label in labels} <= set(Mirror.__annotations__)


@pytest.mark.parametrize("name", FLOORS)
def test_on_writers_held_out_the_mirror_does_no_worse_than_was_measured(held_out: dict[str, Rates], name: str) -> None:
    precision, recall = FLOORS[name]
    assert precision <= held_out[name].precision < precision + 0.1 or held_out[name].precision == 1
    assert recall <= held_out[name].recall < recall + 0.1


@pytest.mark.parametrize("name", load_kinds())
def test_the_mirror_names_a_kind_exactly_when_it_tells_it_well_enough(held_out: dict[str, Rates], name: str) -> None:
    assert load_kinds()[name].named is held_out[name].is_good


def test_the_writers_that_were_read_say_nothing_about_others(held_out: dict[str, Rates]) -> None:
    read = mirrored(DEVELOPED)
    assert all(read[name].is_good for name in FLOORS)
    assert not all(held_out[name].is_good for name in FLOORS)


def test_the_docs_tell_these_figures() -> None:
    assert report() in (Path(__file__).parents[2] / "docs" / "controles.md").read_text(encoding="utf-8")
