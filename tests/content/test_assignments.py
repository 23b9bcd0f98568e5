"""Every automatic check is proved: model, untouched, wrong and alternative answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.content import assignments_root
from sowcourse.proof import (
    checks_are_proved,
    load_answer,
    model_is_right,
    no_opinion_is_worth_a_point,
    other_answer_passes,
    untouched_gets_nothing,
    wrong_answer_fails,
)

FOLDERS = sorted(assignments_root().glob("*/"))
WRONG = sorted(assignments_root().glob("*/wrong-answers/*.toml"))
ALTERNATIVE = sorted(assignments_root().glob("*/alternative-answers/*.toml"))

of_every_assignment = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


@of_every_assignment
def test_the_model_answer_gets_full_marks(folder: Path) -> None:
    assert [str(problem) for problem in model_is_right(folder)] == []


@of_every_assignment
def test_the_untouched_student_version_gets_none_and_hears_what_to_do(folder: Path) -> None:
    assert [str(problem) for problem in untouched_gets_nothing(folder)] == []


@pytest.mark.parametrize("file", WRONG, ids=lambda file: f"{file.parents[1].name}/{file.stem}")
def test_a_wrong_answer_fails_its_own_check_with_its_own_sentence(file: Path) -> None:
    assert [str(problem) for problem in wrong_answer_fails(file.parents[1], load_answer(file))] == []


@pytest.mark.parametrize("file", ALTERNATIVE, ids=lambda file: f"{file.parents[1].name}/{file.stem}")
def test_another_right_answer_gets_full_marks(file: Path) -> None:
    assert [str(problem) for problem in other_answer_passes(file.parents[1], load_answer(file))] == []


@of_every_assignment
def test_every_check_is_proved_by_four_wrong_and_two_other_right_answers(folder: Path) -> None:
    assert [str(problem) for problem in checks_are_proved(folder)] == []


@of_every_assignment
def test_no_opinion_and_no_change_of_it_is_worth_a_point(folder: Path) -> None:
    assert [str(problem) for problem in no_opinion_is_worth_a_point(folder)] == []
