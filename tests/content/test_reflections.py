"""The rules hold on labelled reflections, also on the part that nothing was adjusted to."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.mirror import load_kinds
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
    "description": (0.8, 0.6),
}


@pytest.fixture(scope="module")
def held_out() -> dict[str, Rates]:
    return mirrored(writers(HELD_OUT))


def test_four_writers_wrote_thirty_reflections_each_and_two_of_them_were_held_out() -> None:
    for letter in DEVELOPED + HELD_OUT:
        texts = writers(letter)
        assert len(texts) == len({text["id"] for text in texts}) == 30
        assert {text["writer"] for text in texts} == {letter}
    assert not set(DEVELOPED) & set(HELD_OUT)


def test_every_label_is_a_sentence_as_the_program_reads_it() -> None:
    for text in writers(DEVELOPED + HELD_OUT):
        for label in text.get("label", []):
            assert label["sentence"].strip() in set(sentences(text["text"])), (text["id"], label)
            assert label["kind"] in load_kinds()


def test_the_docs_tell_these_figures() -> None:
    assert report() in (Path(__file__).parents[2] / "docs" / "controles.md").read_text(encoding="utf-8")
