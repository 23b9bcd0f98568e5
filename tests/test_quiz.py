"""Quiz questions: one right option, a word of feedback on each."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.errors import ContentError
from sowcourse.quiz import load_quiz


def test_every_option_explains_itself(tiny_course: Path) -> None:
    (question,) = load_quiz("1-nabijheid", tiny_course)
    assert question.option("b").feedback == "Ja: tempo en agenda worden afgestemd."


@pytest.mark.parametrize(("old", "new", "count"), [("correct = true", "correct = false", 0), ("= false", "= true", 2)])
def test_a_question_has_exactly_one_right_option(tiny_course: Path, old: str, new: str, count: int) -> None:
    file = tiny_course / "1-nabijheid" / "quiz.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=f"gevonden 2 met {count} juist"):
        load_quiz("1-nabijheid", tiny_course)


def test_an_option_without_feedback_is_refused(tiny_course: Path) -> None:
    file = tiny_course / "1-nabijheid" / "quiz.toml"
    text = file.read_text(encoding="utf-8").replace('feedback = "Een controle aan huis is ook thuis."\n', "")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"sleutel 'question\[0\]\.option\[0\]\.feedback': ontbreekt"):
        load_quiz("1-nabijheid", tiny_course)
