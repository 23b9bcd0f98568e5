"""Moments stand on rungs that exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.errors import ContentError
from sowcourse.parts.ladder.model import load_ladder


def test_eight_moments_on_five_rungs_and_the_first_sets_the_question() -> None:
    ladder = load_ladder("2-proceslogica")
    assert len(ladder.moments) == 8
    assert len(ladder.rungs) == 5
    assert ladder.moments[0].id == "vraag"
    assert sum(moment.now for moment in ladder.moments) == 16


def test_a_rung_that_does_not_exist_is_refused(tiny_course: Path) -> None:
    (tiny_course / "1-nabijheid" / "ladder.toml").write_text(
        'introduction = "x"\nrungs = ["laag", "hoog"]\n[[moment]]\nid = "a"\nname = "A"\nnow = 3\nscene = "s"\n',
        encoding="utf-8",
    )
    with pytest.raises(ContentError, match=r"verwacht wordt een trede van 1 tot 2, gevonden 3\."):
        load_ladder("1-nabijheid", tiny_course)
