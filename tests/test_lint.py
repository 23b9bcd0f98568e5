"""The house rules hold for everything in the repository, and each can find its fault."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sowcourse.course import Alignment, Course, load_course
from sowcourse.errors import ContentError
from sowcourse.lint import (
    RULES,
    Problem,
    Rule,
    answers_cannot_be_guessed,
    find_problems,
    lessons_have_the_skeleton,
    outcomes_are_aligned,
    rubrics_are_shown,
)
from sowcourse.quiz import Question, load_quiz
from sowcourse.rubric import Rubric, load_rubrics


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


def only(module: str, monkeypatch: pytest.MonkeyPatch, **changes: object) -> None:
    """A course of one module, changed in one place."""
    course = load_course()
    found = next(m for m in course.modules if m.id == module)
    changed: Course = replace(course, modules=(replace(found, **changes),))  # type: ignore[arg-type]
    monkeypatch.setattr("sowcourse.lint.load_course", lambda: changed)


@pytest.mark.parametrize(
    ("alignment", "sentence"),
    [
        (Alignment("drempels-ontleden", ("drempel",), ("toets.wendy",)), "de id 'drempel' bestaat niet."),
        (Alignment("drempels-ontleden", ("drempels",), ("toets.wendi",)), "de id 'toets.wendi' bestaat niet."),
        (Alignment("drempels", ("drempels",), ("toets.wendy",)), "de id 'drempels' bestaat niet."),
        (Alignment("drempels-ontleden", ("drempels",), ()), "'drempels-ontleden' wordt nergens geoefend of getoetst."),
    ],
)
def test_an_outcome_that_is_not_practised_or_assessed_is_found(
    alignment: Alignment, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    only("1-nabijheid", monkeypatch, alignments=(alignment,))
    assert any(sentence in str(problem) for problem in find_problems((outcomes_are_aligned,)))


def test_a_notebook_that_does_not_say_which_lesson_it_is_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    only("1-nabijheid", monkeypatch, id="7-onbekend")
    (problem,) = find_problems((lessons_have_the_skeleton,))
    assert problem.fault == "het notebook is niet als les herkenbaar."
    assert '"module": "7-onbekend"' in problem.remedy


def test_a_quiz_where_the_longest_answer_is_right_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def telling(module: str) -> tuple[Question, ...]:
        return tuple(
            replace(q, options=tuple(replace(o, text=o.text * 3 if o.correct else "Nee.") for o in q.options))
            for q in load_quiz(module)
        )

    only("1-nabijheid", monkeypatch)
    monkeypatch.setattr("sowcourse.lint.load_quiz", telling)
    (problem,) = find_problems((answers_cannot_be_guessed,))
    assert problem.fault == "bij 9 van de 9 vragen is het langste antwoord het juiste."
    assert problem.remedy == "Maak een ander antwoord even volledig, bijvoorbeeld bij essay-nabij."


def test_a_rubric_that_differs_from_the_notebook_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def other(file: Path) -> dict[str, Rubric]:
        return {
            name: replace(rubric, title="Anders") for name, rubric in load_rubrics(file).items() if name == "reflectie"
        }

    monkeypatch.setattr("sowcourse.lint.load_rubrics", other)
    problems = find_problems((rubrics_are_shown,))
    assert len(problems) == 6
    assert problems[0].fault == "de rubric boven dit antwoord is niet die van rubric.toml."
