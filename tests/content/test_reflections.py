"""The rules hold on labelled reflections, also on the part that nothing was adjusted to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.judgement import judge, labelled, rates, report

HELD_OUT = [reflection for reflection in labelled() if not reflection.get("tuned", True)]


def test_there_are_enough_reflections_of_every_sort() -> None:
    found = labelled()
    assert len(found) >= 120
    sorts = {"good", "descriptive", "thin", "copied", "stuffed", "off-topic", "dialect", "spelling"}
    assert {reflection["sort"] for reflection in found} == sorts
    assert len({reflection["text"] for reflection in found}) == len(found)


@pytest.mark.parametrize("criterion", ["gewone Nederlandse zinnen", "bron of passage", "eigen woorden", "begrippen"])
def test_what_is_worth_points_is_hardly_ever_misjudged(criterion: str) -> None:
    _, precision, recall = rates([j for reflection in HELD_OUT for j in judge(reflection)])[criterion]
    assert precision >= 0.95
    assert recall >= 0.95


def test_the_mirror_sees_most_of_what_a_reader_sees() -> None:
    table = rates([j for reflection in HELD_OUT for j in judge(reflection)])
    mirror = [row for name, row in table.items() if name.startswith("spiegel")]
    assert len(mirror) == 7
    assert min(recall for _, _, recall in mirror) >= 0.75
    assert min(precision for _, precision, _ in mirror) >= 0.5


def test_the_docs_tell_these_figures() -> None:
    assert report() in (Path(__file__).parents[2] / "docs" / "controles.md").read_text(encoding="utf-8")
