"""Debate cases are fair by construction."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.debate import load_debate, load_debates
from sowcourse.errors import ContentError


def test_a_debate_has_both_sides_in_order(tiny_course: Path) -> None:
    debate = load_debate("1-nabijheid", "naast-mensen", tiny_course)
    assert [argument.id for argument in debate.side("contra")] == [f"contra-{n}" for n in range(1, 5)]


def test_a_side_with_three_arguments_is_refused(tiny_course: Path) -> None:
    file = tiny_course / "1-nabijheid" / "debate.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('side = "contra"', 'side = "pro"', 1), encoding="utf-8")
    with pytest.raises(ContentError, match="de kant 'contra' heeft 3 argumenten; verwacht worden er minstens 4"):
        load_debates("1-nabijheid", tiny_course)


def test_an_argument_id_that_stands_twice_is_named(tiny_course: Path) -> None:
    file = tiny_course / "1-nabijheid" / "debate.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"pro-2"', '"pro-1"'), encoding="utf-8")
    with pytest.raises(ContentError, match=r"debate\[0\]\.argument\[1\]\.id.*'pro-1' komt twee keer voor"):
        load_debates("1-nabijheid", tiny_course)


def test_an_unknown_debate_is_answered_with_the_nearest(tiny_course: Path) -> None:
    with pytest.raises(ContentError, match=r"er is geen debat met id 'naast'\. Bedoel je 'naast-mensen'\?"):
        load_debate("1-nabijheid", "naast", tiny_course)
