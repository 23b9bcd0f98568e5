"""The house rules hold for everything in the repository, and each can find its fault."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sowcourse.content import UNWRITTEN
from sowcourse.course import Alignment, Course, load_course, load_module
from sowcourse.errors import ContentError
from sowcourse.lint import (
    RULES,
    Problem,
    Rule,
    answers_cannot_be_guessed,
    find_problems,
    lessons_have_the_skeleton,
    lessons_show_what_exists,
    outcomes_are_aligned,
    rubrics_are_shown,
    unwritten,
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


@pytest.mark.parametrize(
    ("shown", "other", "sentence"),
    [
        ("de-bank-bij-de-sporthal", "de-bank", "er is geen casus 'de-bank'. Bedoel je 'de-bank-bij-de-sporthal'?"),
        ('show_debate(\\"1-nabijheid\\", \\"', 'show_debate(\\"1-nabijheid\\", \\"x', "er is geen debat met id 'x"),
        ("nederland-2021", "nederland-2012", "de id 'nederland-2012' bestaat niet."),
        ('show_chart(\\"niet_gebruik', 'show_chart(\\"niet_gebruikt', "de dataset 'niet_gebruikt' bestaat niet."),
    ],
)
def test_a_lesson_that_shows_what_is_not_there_is_found(
    shown: str, other: str, sentence: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    held = load_module("1-nabijheid").lesson.read_text(encoding="utf-8")
    assert shown in held
    (tmp_path / "lesson.ipynb").write_text(held.replace(shown, other), encoding="utf-8")
    only("1-nabijheid", monkeypatch, folder=tmp_path)
    problems = [str(problem) for problem in find_problems((lessons_show_what_exists,))]
    assert problems
    assert all(f"{tmp_path / 'lesson.ipynb'}, cel " in problem and sentence in problem for problem in problems)


def test_an_unfinished_text_is_found_with_its_first_place_and_number(tmp_path: Path) -> None:
    text, notebook = tmp_path / "debate.toml", tmp_path / "lesson.ipynb"
    text.write_text("a = 1\nb = 'NOG TE SCHRIJVEN: x'\nc = 'NOG TE SCHRIJVEN'\n", encoding="utf-8")
    cells = [
        {"cell_type": "markdown", "id": "a", "source": "x"},
        {"cell_type": "markdown", "id": "b", "source": [UNWRITTEN]},
    ]
    notebook.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert unwritten(text) == ["regel 2", "regel 3"]
    assert unwritten(notebook) == ["cel «b»"]


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
