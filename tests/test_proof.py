"""Every proof of an assignment can find the fault it is for."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sowcourse.content import assignments_root
from sowcourse.errors import ContentError
from sowcourse.lint import Problem
from sowcourse.proof import (
    checks_are_proved,
    find_assignment,
    load_answer,
    model_is_right,
    no_opinion_is_worth_a_point,
    other_answer_passes,
    run,
    untouched_gets_nothing,
    wrong_answer_fails,
)

NAME = "4-verbindend"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of one assignment, to break."""
    return Path(shutil.copytree(assignments_root() / NAME, tmp_path / NAME))


def change(folder: Path, old: str, new: str) -> None:
    file = folder / f"{NAME}.ipynb"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def told(problems: Iterator[Problem]) -> list[str]:
    return [f"{problem.place}: {problem.fault}" for problem in problems]


@pytest.mark.parametrize(
    ("proof", "old", "new", "sentence"),
    [
        (
            model_is_right,
            'oordeel = \\"weigeren\\"',
            'oordeel = \\"gebruiken\\"',
            "test-val: het modelantwoord haalt deze controle niet: «oordeel: dit is nog niet de juiste waarde.",
        ),
        (
            model_is_right,
            'check_choice(\\"oordeel\\"',
            'import sys; print(1, file=sys.stderr); check_choice(\\"oordeel\\"',
            "test-val: het modelantwoord haalt deze controle niet: «waarschuwing: 1",
        ),
        (
            untouched_gets_nothing,
            '"stub": "oordeel = ..."',
            '"stub": "oordeel = \\"weigeren\\""',
            "test-val: wie niets invult, krijgt hier punten.",
        ),
        (
            untouched_gets_nothing,
            '"stub": "oordeel = ..."',
            '"stub": "oordeel = 0"',
            "test-val: wie niets invult, leest hier: «",
        ),
        (
            no_opinion_is_worth_a_point,
            'check_choice(\\"standpunt_vooraf\\"',
            '### BEGIN HIDDEN TESTS\\ncheck_choice(\\"standpunt_vooraf\\"',
            "test-standpunt-vooraf: een verborgen controle kijkt naar een standpunt.",
        ),
    ],
)
def test_a_fault_in_the_notebook_is_found(
    folder: Path, proof: Callable[[Path], Iterator[Problem]], old: str, new: str, sentence: str
) -> None:
    assert told(proof(folder)) == []
    change(folder, old, new)
    (found,) = told(proof(folder))
    assert found.startswith(sentence)


def test_a_check_with_too_few_proofs_is_found_with_the_command_that_adds_one(folder: Path) -> None:
    assert told(checks_are_proved(folder)) == []
    for kind, name in (("wrong", "val-niet-gezien"), ("alternative", "val-verbeteren")):
        (folder / f"{kind}-answers" / f"{name}.toml").unlink()
    wrong, other = checks_are_proved(folder)
    assert wrong.fault == "verwacht worden minstens 4 foute antwoorden; gevonden 3."
    assert wrong.remedy == "Maak er een met 'sowcourse wrong-answer new 4-verbindend val'."
    assert other.fault == "verwacht worden minstens 2 andere juiste antwoorden; gevonden 1."


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('cell = "val"', 'cell = "vel"', "sleutel 'cell': er is geen cel 'vel'."),
        ('"test-val"', '"test-vel"', "sleutel 'fails': er is geen controle 'test-vel'."),
        ('"gebruiken"', '"weigeren"', "val: de controle 'test-val' keurt dit foute antwoord goed."),
        ("kolom graad", "kolom soort", "sleutel 'sentence': de controle zegt nu «oordeel: dit is nog niet"),
    ],
)
def test_a_wrong_answer_that_proves_nothing_is_found(folder: Path, old: str, new: str, sentence: str) -> None:
    file = folder / "wrong-answers" / "val-niet-gezien.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    assert told(wrong_answer_fails(folder, load_answer(file))) == []
    file.write_text(text.replace(old, new), encoding="utf-8")
    (found,) = told(wrong_answer_fails(folder, load_answer(file)))
    assert found.startswith(sentence)


def test_another_answer_that_is_not_right_is_found(folder: Path) -> None:
    file = folder / "alternative-answers" / "val-verbeteren.toml"
    file.write_text('cell = "val"\nsource = \'oordeel = "gebruiken"\'\n', encoding="utf-8")
    (found,) = told(other_answer_passes(folder, load_answer(file)))
    assert found.startswith("val: dit antwoord hoort juist te zijn, maar 'test-val' zegt: «oordeel:")


def test_running_leaves_no_trace_in_folder_or_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JPY_SESSION_NAME", "/elders/mijn.ipynb")
    code = "import os\nopen('spoor', 'w').close()\nassert 'JPY_SESSION_NAME' not in os.environ"
    cell = {"cell_type": "code", "id": "test-a", "metadata": {"nbgrader": {"points": 1}}, "source": code}
    assert run({"cells": [cell]}, "x") == {"test-a": ""}
    assert list(tmp_path.iterdir()) == []
    assert Path.cwd() == tmp_path


def test_an_assignment_that_is_not_there_is_refused_with_the_nearest_name(folder: Path) -> None:
    assert find_assignment(folder.parent, NAME) == folder
    with pytest.raises(ContentError, match=r"de opdracht '4-verbidend' bestaat niet\. Bedoel je '4-verbindend'\?"):
        find_assignment(folder.parent, "4-verbidend")
