"""The mirror shows and asks. It can never become a mark."""

from __future__ import annotations

import operator
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sowcourse.errors import ContentError
from sowcourse.mirror import Mirror, load_kinds, reflect
from sowcourse.report.contradiction import MIRROR_TITLES

TEXT = "Ik nam aan dat hij geen zin had. Volgens hem was de bus te laat."


def test_a_sentence_is_shown_with_the_words_that_gave_the_impression() -> None:
    mirror = reflect(TEXT)
    assert (mirror.assumption.sentence, mirror.assumption.cue) == ("Ik nam aan dat hij geen zin had.", "Ik nam aan")
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
    (tmp_path / "mirror.toml").write_text('[[kind]]\nid = "feeling"\ntitle = "t"\nquestion = "q?"\ncues = ["bang"]\n')
    with pytest.raises(ContentError, match=r"de soort 'description' ontbreekt"):
        load_kinds(tmp_path)


def test_every_kind_has_a_question_that_asks() -> None:
    assert list(load_kinds()) == list(Mirror.__annotations__)
    assert all(kind.question.endswith("?") for kind in load_kinds().values())


def test_the_overview_calls_the_kinds_by_the_same_names() -> None:
    assert {name: kind.title.lower() for name, kind in load_kinds().items()} == MIRROR_TITLES
