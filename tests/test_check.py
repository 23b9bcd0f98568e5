"""Checks tell a student in Dutch what differs, and return nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from sowcourse.check import (
    CheckError,
    check_choice,
    check_frame,
    check_number,
    check_reflection,
    check_rows,
    check_value,
    check_years,
)
from sowcourse.reflection import Criteria

FRAME = pd.DataFrame({"jaar": [2019, 2020], "waarde": [1.0, 2.5]})


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        (lambda: check_choice("x", ..., ["ja"]), "x: de puntjes (...) staan er nog."),
        (
            lambda: check_choice("x", "jaa", ["ja", "nee"]),
            'x: verwacht wordt een van "ja", "nee"; gevonden \'jaa\'. Bedoel je "ja"?',
        ),
        (lambda: check_frame("x", FRAME["jaar"], ["jaar"]), "x: verwacht wordt een tabel; gevonden een hele kolom."),
        (lambda: check_frame("x", FRAME, ["land"]), "x: de kolom 'land' ontbreekt. De tabel heeft nu: jaar, waarde."),
        (lambda: check_frame("x", FRAME.head(0), ["jaar"]), "x: de tabel heeft geen enkele rij."),
        (
            lambda: check_frame("x", FRAME.assign(waarde=[..., ...]), ["waarde"]),
            "x: in de kolom 'waarde' staan nog puntjes",
        ),
        (lambda: check_number("x", "7,5", 0, 10, "%"), "x: verwacht wordt een getal; gevonden de tekst '7,5'."),
        (
            lambda: check_number("x", 70, 0, 10, "%"),
            "x: 70,0 % kan niet kloppen; verwacht wordt iets tussen 0,0 en 10,0.",
        ),
        (lambda: check_number("x", float("nan"), 0, 10, "%"), "kan niet kloppen"),
        (lambda: check_number("x", None, 0, 10, "%"), "x: verwacht wordt één getal; gevonden niets."),
        (lambda: check_number("x", True, 0, 10, "%"), "x: verwacht wordt één getal; gevonden waar of onwaar."),
        (lambda: check_value("x", 3, 4, "Kijk goed."), "x: dit is nog niet de juiste waarde. Kijk goed."),
        (
            lambda: check_rows("x", FRAME.head(1), FRAME, ["jaar"], "Beide."),
            "x: de rijen zijn nog niet de juiste. Beide.",
        ),
        (lambda: check_years("x", "2019", {2019}, ""), "x: verwacht wordt een lijst van jaren"),
        (lambda: check_years("x", 2019, {2019}, ""), "x: verwacht wordt een lijst van jaren"),
        (lambda: check_years("x", ["b"], {2019}, ""), "zonder aanhalingstekens"),
        (lambda: check_years("x", [2018], {2019}, "Zie vlag."), "x: dit zijn nog niet de juiste jaren. Zie vlag."),
    ],
)
def test_what_differs_is_said_and_the_culprit_comes_first(check: Callable[[], None], sentence: str) -> None:
    with pytest.raises(CheckError) as caught:
        check()
    assert sentence in str(caught.value)
    assert caught.value._render_traceback_() == [str(caught.value)]


@pytest.mark.parametrize(
    "check",
    [
        lambda: check_choice("x", "ja", ["ja"]),
        lambda: check_frame("x", FRAME, ["jaar"]),
        lambda: check_number("x", FRAME["waarde"].max(), 0, 10, "%"),
        lambda: check_value("x", 12.94, 12.9, ""),
        lambda: check_rows("x", FRAME.iloc[::-1], FRAME, ["jaar", "waarde"], ""),
        lambda: check_years("x", FRAME["jaar"], {2019, 2020}),
        lambda: check_years("x", [1999]),
    ],
)
def test_a_right_answer_prints_a_sentence_and_returns_nothing(
    check: Callable[[], object], capsys: pytest.CaptureFixture[str]
) -> None:
    assert check() is None
    out, err = capsys.readouterr()
    assert out.startswith("✓ x: ")
    assert err == ""


def test_a_wrong_value_is_not_told_the_right_one() -> None:
    with pytest.raises(CheckError) as caught:
        check_value("x", 3, 12.9, "Kijk in de rij van België.")
    assert "12" not in str(caught.value)


def saved(folder: Path, name: str, text: str) -> None:
    cell = {"cell_type": "markdown", "metadata": {"nbgrader": {"grade_id": "reflectie"}}, "source": [text]}
    (folder / name).write_text(json.dumps({"cells": [cell]}), encoding="utf-8")


def test_the_reflection_is_read_as_last_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    saved(tmp_path, "5-politiserend (1).ipynb", "Drie hele woorden.")
    check_reflection("5-politiserend", "reflectie", Criteria(words=3))
    saved(tmp_path, "5-politiserend.ipynb", "Twee woorden.")
    with pytest.raises(CheckError, match=r"Nog niet volledig:\n• Je schreef 2 woorden(.|\n)*Bewaar eerst \(Ctrl\+S\)"):
        check_reflection("5-politiserend", "reflectie", Criteria(words=3))
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "5-politiserend (1).ipynb"))
    check_reflection("5-politiserend", "reflectie", Criteria(words=3))


def test_a_lost_cell_and_a_broken_notebook_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    saved(tmp_path, "5-politiserend.ipynb", "Tekst.")
    with pytest.raises(CheckError, match="slotwoord: dit antwoordvak is er niet meer"):
        check_reflection("5-politiserend", "slotwoord", Criteria(words=1))
    (tmp_path / "5-politiserend.ipynb").write_text("kapot", encoding="utf-8")
    with pytest.raises(CheckError, match=r"5-politiserend\.ipynb: dit notebook kan niet worden gelezen"):
        check_reflection("5-politiserend", "reflectie", Criteria(words=1))
