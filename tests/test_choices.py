"""What a lecturer chose for a cohort."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.cohort.choices import Choices, choices_text, everything, load_choices
from sowcourse.errors import ContentError

LESSONS = ("0-start", "1-nabijheid", "2-proceslogica")
ASSIGNMENTS = ("1-nabijheid", "2-proceslogica")


def test_without_choices_a_class_does_everything_and_the_weights_are_a_hundred(tmp_path: Path) -> None:
    found = load_choices(tmp_path / "keuzes.toml", LESSONS, ("a", "b", "c"))
    assert found.lessons == LESSONS
    assert found.weights == {"a": 34, "b": 33, "c": 33}


def test_what_was_written_is_read_back_in_teaching_order(tmp_path: Path) -> None:
    file = tmp_path / "keuzes.toml"
    file.write_text(choices_text(Choices(("1-nabijheid", "0-start"), {"2-proceslogica": 100})), encoding="utf-8")
    assert load_choices(file, LESSONS, ASSIGNMENTS) == Choices(("0-start", "1-nabijheid"), {"2-proceslogica": 100})
    file.write_text(choices_text(everything(LESSONS, ASSIGNMENTS)), encoding="utf-8")
    assert load_choices(file, LESSONS, ASSIGNMENTS) == everything(LESSONS, ASSIGNMENTS)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('lessen = ["1-nabijheid", "9-weg"]\n[gewicht]\n', "de les '9-weg' bestaat niet. Kies uit: 0-start"),
        ('lessen = []\n[gewicht]\n"9-weg" = 100\n', "deze opdracht is er niet. Kies uit: 1-nabijheid"),
        ('lessen = []\n[gewicht]\n"1-nabijheid" = 90\n', "de gewichten zijn samen 90; verwacht wordt 100"),
        (
            'lessen = []\n[gewicht]\n"1-nabijheid" = -20\n"2-proceslogica" = 120\n',
            "een gewicht is nul of meer; gevonden -20",
        ),
    ],
)
def test_a_choice_that_cannot_be_is_named_with_what_can(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "keuzes.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        load_choices(file, LESSONS, ASSIGNMENTS)
    assert "keuzes.toml" in str(refused.value)
    assert sentence in str(refused.value)
