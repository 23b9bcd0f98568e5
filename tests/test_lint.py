"""The house rules hold for everything in the repository, and each can find its fault."""

from __future__ import annotations

import pytest

from sowcourse.errors import ContentError
from sowcourse.lint import RULES, Problem, Rule, find_problems


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_course_keeps_the_rule(rule: Rule) -> None:
    assert [str(problem) for problem in find_problems((rule,))] == []


def test_a_file_that_cannot_be_read_is_a_problem_and_the_other_rules_go_on(tmp_path) -> None:
    def broken():
        raise ContentError(tmp_path / "a.toml", "regel 1", "dit is geen geldige TOML.", "Kijk na.")
        yield

    def other():
        yield Problem(tmp_path / "b.toml", "", "te kort.", "Maak langer.")

    assert [str(problem) for problem in find_problems((broken, other))] == [
        f"{tmp_path / 'a.toml'}, regel 1: dit is geen geldige TOML. Kijk na.",
        f"{tmp_path / 'b.toml'}: te kort. Maak langer.",
    ]
