"""Checks tell a student in Dutch what differs, and return nothing."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sowcourse.answerkey import Compared, Form, number_form, watching
from sowcourse.bars import Bars
from sowcourse.check import (
    CheckError,
    Figures,
    _other_numbers,
    check_bars,
    check_choice,
    check_computed,
    check_frame,
    check_number,
    check_reflection,
    check_rows,
    check_series,
    check_value,
    check_years,
    run_elsewhere,
)
from sowcourse.dataset import load_dataset
from sowcourse.debate import POSITIONS
from sowcourse.reflection import Criteria


class Chameleon:
    """An object that claims to be equal to everything and to be any number."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0

    def __float__(self) -> float:
        return 4.0


FRAME = pd.DataFrame({"jaar": [2019, 2020], "waarde": [1.0, 2.5]})


WANTED = 'x: verwacht wordt een van "ja", "nee"'
A_LIST = "x: verwacht wordt een lijst van jaren, zoals [2005, 2016]; gevonden"
DOTS = "x: de puntjes (...) staan er nog. Vervang ze door jouw antwoord en voer de cel opnieuw uit."
QUOTED = "x: verwacht wordt een lijst van jaren zonder aanhalingstekens, zoals [2005, 2016]."
LOOK = "Kijk na wat je koos, en of je niet te veel rijen weglaat."
YEARS = {2019, 2020}
BARS = Bars("Minder", "procent", "CBS", ((2019, 1.0), (2020, 2.5)))


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        (lambda: check_choice("x", ..., ["ja"]), DOTS),
        (lambda: check_choice("x", "jaa", ["ja", "nee"]), f"{WANTED}; gevonden 'jaa'. Bedoel je \"ja\"?"),
        (lambda: check_choice("x", "zzz", ["ja", "nee"]), f"{WANTED}; gevonden 'zzz'."),
        (
            lambda: check_choice("x", "nie zomaar", ["niet zomaar", "ja"]),
            'x: verwacht wordt een van "niet zomaar", "ja"; gevonden \'nie zomaar\'. Bedoel je "niet zomaar"?',
        ),
        (lambda: check_choice("x", 3, ["ja", "nee"]), f"{WANTED}, tussen aanhalingstekens; gevonden 3."),
        (lambda: check_choice("x", 1.5, ["ja", "nee"]), f"{WANTED}, tussen aanhalingstekens; gevonden 1.5."),
        (lambda: check_choice("x", ["ja"], ["ja", "nee"]), f"{WANTED}, tussen aanhalingstekens; gevonden een lijst."),
        (
            lambda: check_choice("x", ("ja",), ["ja", "nee"]),
            f"{WANTED}, tussen aanhalingstekens; gevonden een rijtje. Haal de komma achter je antwoord weg.",
        ),
        (
            lambda: check_choice("x", ("ja", "nee"), ["ja", "nee"]),
            f"{WANTED}, tussen aanhalingstekens; gevonden een rijtje.",
        ),
        (
            lambda: check_frame("x", FRAME["jaar"], ["jaar"]),
            "x: verwacht wordt een tabel; gevonden een hele kolom. Begin opnieuw met de regel die er stond.",
        ),
        (lambda: check_frame("x", FRAME, ["land"]), "x: de kolom 'land' ontbreekt. De tabel heeft nu: jaar, waarde."),
        (lambda: check_frame("x", FRAME.head(0), ["jaar"]), f"x: de tabel heeft geen enkele rij. {LOOK}"),
        (lambda: check_frame("x", FRAME, ["jaar"], 3), f"x: de tabel heeft 2 rijen. {LOOK}"),
        (
            lambda: check_frame("x", FRAME.assign(waarde=[..., ...]), ["waarde"]),
            "x: in de kolom 'waarde' staan nog puntjes (...). Vervang ze door jouw antwoord.",
        ),
        (
            lambda: check_number("x", "7,5", 0, 10, "%"),
            "x: verwacht wordt een getal; gevonden de tekst '7,5'. Laat de aanhalingstekens weg: 7.5.",
        ),
        (
            lambda: check_number("x", 70, 0, 10, "%"),
            "x: 70 % kan niet kloppen; verwacht wordt iets tussen 0 en 10. Kijk na welke getallen je gebruikte: je "
            "zoekt een aantal %.",
        ),
        (
            lambda: check_number("x", float("nan"), 0, 10, "%"),
            "x: er komt geen getal uit; in wat je rekende, staat nergens een. Neem beide kolommen uit dezelfde tabel, "
            "en kijk of zij getallen bevatten.",
        ),
        (
            lambda: check_number("x", None, 0, 10, "%"),
            "x: verwacht wordt één getal; gevonden niets. Kies één cel uit de kolom, of lees het getal af en typ het "
            "over.",
        ),
        (lambda: check_value("x", 3, 4, "Kijk goed."), "x: dit is nog niet de juiste waarde. Kijk goed."),
        (
            lambda: check_value("x", 1900, 2100, "Kijk."),
            "x: dit is een ander jaar dan gevraagd. Verwisselde je twee jaren? Kijk.",
        ),
        (lambda: check_value("x", 2019, 2101, "Kijk."), "x: dit is nog niet de juiste waarde. Kijk."),
        (
            lambda: check_value("x", 2019.5, 2016, "Kijk."),
            "x: dit ligt er dichtbij. Rondde je onderweg af? Doe dat pas aan het einde. Kijk.",
        ),
        (
            lambda: check_value("x", 2019, 2016, "Kijk.", 1),
            "x: dit ligt er dichtbij. Rondde je onderweg af? Doe dat pas aan het einde. Kijk.",
        ),
        (
            lambda: check_rows("x", FRAME.head(1), FRAME, ["jaar"], "Beide."),
            "x: de rijen zijn nog niet de juiste: 1 te weinig. Beide.",
        ),
        (
            lambda: check_series("x", FRAME, FRAME["waarde"], "Kijk."),
            "x: verwacht wordt één kolom; gevonden een hele tabel. Kies één kolom van de tabel.",
        ),
        (lambda: check_series("x", ..., FRAME["waarde"], "Kijk."), DOTS),
        (
            lambda: check_series("x", FRAME["waarde"] + 1, FRAME["waarde"], "Kijk."),
            "x: de rijen zijn nog niet de juiste: 2 met een andere waarde. Kijk.\nBij jou staat:\n  rij | waarde\n"
            "  0   | 2\n  1   | 3,5",
        ),
        (lambda: check_bars("x", ..., FRAME, ["jaar", "waarde"], ["CBS"]), DOTS),
        (
            lambda: check_bars("x", 3, FRAME, ["jaar", "waarde"], ["CBS"]),
            "x: verwacht wordt een staafgrafiek; gevonden een getal. Begin met de regel die er stond.",
        ),
        (
            lambda: check_bars("x", replace(BARS, rows=()), FRAME, ["jaar", "waarde"], ["CBS"]),
            "x: de rijen zijn nog niet de juiste: 2 te weinig. Teken de tabel uit de vorige stap.",
        ),
        (lambda: check_years("x", ..., YEARS, ""), DOTS),
        (lambda: check_years("x", "2019", YEARS, ""), f"{A_LIST} een tekst. Laat de aanhalingstekens weg."),
        (lambda: check_years("x", "abc", YEARS, ""), f"{A_LIST} een tekst. Schrijf de jaren zelf, in cijfers."),
        *(
            (
                lambda year=year: check_years("x", year, YEARS, ""),  # type: ignore[misc]
                f"{A_LIST} een getal. Zet er rechte haken om: [{year}].",
            )
            for year in (1900, 2019, 2100)
        ),
        *(
            (
                lambda sum=sum: check_years("x", sum, YEARS, ""),  # type: ignore[misc]
                f"{A_LIST} een getal. Zet een komma tussen twee jaren, en geen ander teken.",
            )
            for sum in (1899, 2101, 2019.0)
        ),
        (
            lambda: check_years("x", b"2019", YEARS, ""),
            f"{A_LIST} iets van de soort bytes. Zet een komma tussen twee jaren, en geen ander teken.",
        ),
        (
            lambda: check_years("x", FRAME, YEARS, ""),
            "x: verwacht worden jaren; gevonden een hele tabel. Kies de kolom met de jaren.",
        ),
        (lambda: check_years("x", ["b"], YEARS, ""), QUOTED),
        (lambda: check_years("x", [float("inf")], YEARS, ""), QUOTED),
        (
            lambda: check_years("x", range(1001), YEARS, ""),
            "x: dit zijn meer dan 1000 jaren. Noem alleen de jaren die gevraagd zijn.",
        ),
        (
            lambda: check_years("x", range(10**30), YEARS, ""),
            "x: dit zijn meer dan 1000 jaren. Noem alleen de jaren die gevraagd zijn.",
        ),
        (lambda: check_years("x", [2018], YEARS, "Zie vlag."), "x: dit zijn nog niet de juiste jaren. Zie vlag."),
        (lambda: check_years("x", [2018], YEARS), "x: dit zijn nog niet de juiste jaren. "),
        (lambda: check_years("x", [], YEARS, "Zie vlag."), "x: dit zijn nog niet de juiste jaren. Zie vlag."),
        (
            lambda: check_years("x", [2019], YEARS, "Zie vlag."),
            "x: dit klopt, maar er ontbreekt er nog 1. Zie vlag.",
        ),
    ],
)
def test_what_differs_is_said_whole_and_the_culprit_comes_first(check: Callable[[], None], sentence: str) -> None:
    with pytest.raises(CheckError) as caught:
        check()
    assert str(caught.value) == sentence
    assert caught.value._render_traceback_() == [str(caught.value)]


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        (lambda: check_choice("x", "eens", POSITIONS), "je koos «eens». Elk standpunt is goed."),
        (lambda: check_value("x", 12.94, 12.9, ""), "dit klopt."),
        (lambda: check_rows("x", FRAME.iloc[::-1], FRAME, ["jaar", "waarde"], ""), "de juiste rijen."),
        (lambda: check_years("x", FRAME["jaar"], {2019, 2020}), "dit klopt."),
    ],
)
def test_a_right_answer_prints_a_sentence_and_returns_nothing(
    check: Callable[[], object], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check() is None
    assert capsys.readouterr() == (f"✓ x: {sentence}\n", "")


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        (lambda: check_choice("x", "ja", ["ja", "nee"]), "je koos «ja»."),
        (lambda: check_frame("x", FRAME, ["jaar"], 2), "een tabel met 2 rijen."),
        (lambda: check_frame("x", FRAME.head(1), ["jaar"]), "een tabel met 1 rij."),
        (lambda: check_number("x", 7.25, 0, 10, "%"), "7,2 % is een mogelijke waarde."),
        (lambda: check_number("x", 0, 0, 10, "%"), "0 % is een mogelijke waarde."),
        (lambda: check_years("x", [2020, 2019, 2019]), "je noemt 2019, 2020."),
        (
            lambda: check_bars("x", BARS, FRAME, ["jaar", "waarde"], ["CBS"]),
            "vanaf nul getekend, met titel, eenheid en bron.",
        ),
    ],
)
def test_what_is_judged_later_is_told_back(
    check: Callable[[], object],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert check() is None
    assert capsys.readouterr() == (f"◇ x: {sentence} Of het klopt, hoor je na het nakijken.\n", "")


def test_a_thousand_years_are_the_most_that_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    check_years("x", range(1000))


FORMS = [
    lambda: check_choice("x", "ja", ["ja"]),
    lambda: check_frame("x", FRAME, ["jaar"]),
    lambda: check_number("x", FRAME["waarde"].max(), 0, 10, "%"),
    lambda: check_years("x", [1999]),
]
"""Checks that look at the form of an answer only."""


@pytest.mark.parametrize("check", FORMS)
def test_without_a_key_what_was_not_judged_gets_no_tick(
    check: Callable[[], object], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    check()
    out, _ = capsys.readouterr()
    assert out.startswith("◇ x: ")
    assert out.endswith("Of het klopt, hoor je na het nakijken.\n")
    assert "✓" not in out


@pytest.mark.parametrize("check", FORMS)
def test_in_grading_the_form_of_an_answer_gets_no_sign(
    check: Callable[[], object], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    check()
    out, _ = capsys.readouterr()
    assert out.startswith("x: ")
    assert "na het nakijken" not in out


def test_who_makes_a_key_hears_what_is_compared_also_of_a_wrong_answer() -> None:
    hint = "Kijk."
    with watching() as seen:
        with pytest.raises(CheckError):
            check_value("a", 3, 12.9, hint, 0.3)
        with pytest.raises(CheckError):
            check_rows("b", FRAME.head(1), FRAME, ["jaar", "waarde"], hint)
        with pytest.raises(CheckError):
            check_years("c", [2019, 2019], {2019, 2020}, hint)
        check_bars("d", BARS, FRAME, ["jaar", "waarde"], ["CBS"])
    rows = [(2019.0, 1.0), (2020.0, 2.5)]
    teken = "Teken de tabel uit de vorige stap."
    assert seen == [
        Compared("a", number_form(0.3), 3.0, 12.9, hint, 0.3),
        Compared("b", Form("rows", ("jaar", "waarde"), (1,)), rows[:1], rows, hint, 0.0),
        Compared("c", Form("years"), frozenset({2019}), frozenset({2019, 2020}), hint, 0.0),
        Compared("d", Form("rows", ("jaar", "waarde"), (1,)), rows, rows, teken, 0.0),
    ]
    assert type(seen[0].expected) is float


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("nabijhied", '"nabijheid"'),
        ("afstandelijk", ""),
        ("nabijhied hier", ""),
        ("bijheid", '"nabijheid"'),
        ("nabij", ""),
    ],
)
def test_a_choice_is_guessed_at_when_it_is_nearly_there(text: str, meant: str) -> None:
    said = sentence(lambda: check_choice("x", text, ["nabijheid", "verbinding"]))
    assert said.endswith(f"gevonden {text!r}.{f' Bedoel je {meant}?' if meant else ''}")


def test_a_position_that_leans_on_an_earlier_attempt_gets_no_tick(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cell = {"cell_type": "code", "metadata": {}, "source": "x = x"}
    (tmp_path / "taak.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}}), encoding="utf-8")
    names = {"check_choice": check_choice, "POSITIONS": POSITIONS, "x": "eens", "In": ["x = x"]}
    with pytest.raises(CheckError, match=r"^x: jouw cel gebruikt «x» voordat zij het een waarde geeft\."):
        exec('check_choice("x", x, POSITIONS)', names)


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


def test_what_is_complete_and_what_is_not_is_said_line_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    saved(tmp_path, "5-politiserend.ipynb", "Twee woorden.")
    assert sentence(lambda: check_reflection("5-politiserend", "reflectie")) == (
        "reflectie: in dit notebook staat niet meer wanneer dit antwoord volledig is. Haal de opdracht opnieuw op en "
        "plak je tekst daar."
    )
    notebook = json.loads((tmp_path / "5-politiserend.ipynb").read_text(encoding="utf-8"))
    notebook["cells"][0]["metadata"]["sowcourse"] = {"criteria": {"words": 3, "parts": ["Situatie"]}}
    (tmp_path / "5-politiserend.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert sentence(lambda: check_reflection("5-politiserend", "reflectie")) == (
        "Nog niet volledig:\n• Je schreef 2 woorden; verwacht worden er minstens 3.\n• Het onderdeel «Situatie» "
        "ontbreekt. Zet het woord aan het begin van een regel.\nHeb je net iets geschreven? Bewaar eerst (Ctrl+S) en "
        "voer deze cel opnieuw uit."
    )
    assert capsys.readouterr().out == "✓ Je schreef gewone zinnen.\n✓ Je schreef het in je eigen woorden.\n"


def test_a_lost_cell_and_a_broken_notebook_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    saved(tmp_path, "5-politiserend.ipynb", "Tekst.")
    with pytest.raises(CheckError, match="slotwoord: dit antwoordvak is er niet meer"):
        check_reflection("5-politiserend", "slotwoord", Criteria(words=1))
    (tmp_path / "5-politiserend.ipynb").write_text("kapot", encoding="utf-8")
    with pytest.raises(CheckError, match=r"5-politiserend\.ipynb: dit notebook kan niet worden gelezen"):
        check_reflection("5-politiserend", "reflectie", Criteria(words=1))


def sentence(check: Callable[[], None]) -> str:
    with pytest.raises(CheckError) as caught:
        check()
    return str(caught.value)


LIKE = pd.DataFrame({"land": ["BE", "NL"], "jaar": [2020, 2020], "waarde": [12.04, 8.4]})


@pytest.mark.parametrize(
    "frame",
    [
        LIKE.iloc[::-1],
        LIKE[["waarde", "land", "jaar"]].assign(extra=1),
        LIKE.set_index(["land", "jaar"]),
        LIKE.set_index(["land", "jaar"])["waarde"],
        LIKE.round(1),
        LIKE.astype({"jaar": float}),
        LIKE.astype({"jaar": "int32", "land": "category"}),
        pd.concat([LIKE, LIKE.head(1).assign(land="FR", waarde=float("nan"))]),
    ],
    ids=[
        "other order",
        "other columns",
        "in the index",
        "as a series",
        "rounded",
        "float years",
        "dtypes",
        "without value",
    ],
)
def test_every_shape_of_the_same_rows_is_right(frame: pd.DataFrame, capsys: pytest.CaptureFixture[str]) -> None:
    check_rows("x", frame, LIKE, ["land", "jaar", "waarde"], "Kijk.")
    assert "✓ x: de juiste rijen." in capsys.readouterr().out


def test_the_rows_that_differ_are_the_students_own_and_never_the_right_ones() -> None:
    mine = pd.DataFrame({"land": ["BE", "NL", "DE"], "jaar": [2020, 2020, 2020], "waarde": [12.04, 9.9, 7.0]})
    said = sentence(lambda: check_rows("x", mine, LIKE, ["land", "jaar", "waarde"], "Kijk naar NL."))
    assert said.startswith("x: de rijen zijn nog niet de juiste: 1 te veel, 1 met een andere waarde. Kijk naar NL.")
    assert "  DE   | 2020 | 7\n  NL   | 2020 | 9,9" in said
    assert "8,4" not in said


def test_a_year_in_quotes_is_told_apart_from_a_wrong_year() -> None:
    said = sentence(lambda: check_rows("x", LIKE.astype({"jaar": str}), LIKE, ["land", "jaar"], "Kijk."))
    assert said == "x: verwacht wordt een getal in elke rij van de kolom 'jaar'; dat is bij jou iets anders. Kijk."


def test_a_column_that_stands_twice_is_named() -> None:
    twice = pd.concat([LIKE, LIKE["waarde"]], axis=1)
    assert "de kolom 'waarde' staat er twee keer" in sentence(lambda: check_frame("x", twice, ["waarde"]))


@pytest.mark.parametrize(
    "check",
    [
        lambda: check_value("x", Chameleon(), 4, ""),
        lambda: check_number("x", Chameleon(), 0, 9, "%"),
        lambda: check_choice("x", Chameleon(), ["ja"]),
        lambda: check_rows("x", LIKE.assign(waarde=[Chameleon(), Chameleon()]), LIKE, ["land", "waarde"], ""),
        lambda: check_rows("x", Chameleon(), LIKE, ["land"], ""),
        lambda: check_series("x", Chameleon(), LIKE["waarde"], ""),
        lambda: check_bars("x", Chameleon(), LIKE, ["land", "waarde"], ["CBS"]),
    ],
)
def test_an_object_that_equals_everything_is_refused_by_name(check: Callable[[], None]) -> None:
    assert "Chameleon" in sentence(check)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.483, "dit is honderd keer te klein."),
        (-48.3, "het teken is omgekeerd. Trok je af? Draai de aftrekking om."),
        (48.9, "dit ligt er dichtbij. Rondde je onderweg af? Doe dat pas aan het einde."),
        (48, "dit ligt er dichtbij. Schrijf ook het cijfer na de komma, met een punt ervoor."),
        (12.5, "dit is nog niet de juiste waarde."),
    ],
)
def test_a_wrong_number_hears_what_kind_of_mistake_it_is(value: float, told: str) -> None:
    assert sentence(lambda: check_value("maat", value, 48.3, "Lees.")) == f"maat: {told} Lees."


def test_a_series_is_compared_by_label_and_not_by_place() -> None:
    series = LIKE.set_index("land")["waarde"]
    check_series("x", series.iloc[::-1], series, "Kijk.")
    assert "2 met een andere waarde" in sentence(lambda: check_series("x", series + 1, series, "Kijk."))
    assert "gevonden een hele tabel" in sentence(lambda: check_series("x", LIKE, series, "Kijk."))


def student(folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> dict[str, object]:
    """The names after a notebook with one answer cell ran, saved as a student would leave it."""
    cells = [
        {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": "stap", "locked": False}}, "source": answer},
        {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": "test", "locked": True}}, "source": "1 / 0"},
    ]
    (folder / "taak.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    names: dict[str, object] = {"tabel": load_dataset("eenzaamheid").frame()}
    exec(answer, names)
    return names


def computed(names: dict[str, object]) -> None:
    check_computed(
        names,
        "hoog",
        lambda tabel: tabel[tabel["procent"] > 40],
        {"tabel": ("eenzaamheid", "procent")},
        ["groep", "soort", "procent"],
        "Boven de veertig.",
        "taak",
        "test",
    )


@pytest.mark.parametrize(
    "answer",
    [
        'hoog = tabel[tabel["procent"] > 40]',
        'hoog = tabel.query("procent > 40").sort_values("procent", ascending=False)',
        'hoog = tabel.loc[[n > 40 for n in tabel.procent]].reset_index(drop=True)\ntabel["extra"] = 1',
        'def kies(t):\n    return t[t["procent"] > 40]\n\nhoog = kies(tabel)',
    ],
)
def test_every_way_to_compute_a_table_is_right(
    answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = student(tmp_path, monkeypatch, answer)
    before = dict(names)
    computed(names)
    assert "✓ hoog: de juiste rijen." in capsys.readouterr().out
    assert names == before


def test_a_table_that_was_typed_over_is_refused_and_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = load_dataset("eenzaamheid").frame().query("procent > 40")[["groep", "soort", "procent"]]
    answer = f"import pandas as pd\nhoog = pd.DataFrame({right.to_dict('list')})"
    names = student(tmp_path, monkeypatch, answer)
    assert "getallen over te typen" in sentence(lambda: computed(names))


def test_where_student_code_may_not_run_here_it_runs_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = student(tmp_path, monkeypatch, 'hoog = tabel[tabel["procent"] > 40]')
    asked: list[object] = []
    given: list[list[float]] = []

    def again(name: str, figures: Figures) -> object:
        frame, column = figures["tabel"]
        asked.append((name, list(figures), column))
        given.append(frame["procent"].dropna().tolist())
        return frame[frame["procent"] > 40]

    monkeypatch.setattr("sowcourse.check._elsewhere", None)
    run_elsewhere(again)
    computed(names)
    assert capsys.readouterr().out == "✓ hoog: de juiste rijen.\n"
    assert asked == [("hoog", ["tabel"], "procent")]
    computed(names)
    computed(student(tmp_path, monkeypatch, 'hoog = tabel.query("procent > 40")'))
    assert given[0] == given[1] != given[2], "the same for the same notebook, and nobody else's"
    run_elsewhere(lambda name, figures: ...)
    assert "getallen over te typen" in sentence(lambda: computed(names))


def test_what_another_cell_made_or_loaded_may_be_used_to_compute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = student(tmp_path, monkeypatch, 'hoog = tabel[tabel["procent"] > 40]')
    (tmp_path / "ander.ipynb").write_text('{"cells": [], "metadata": {}}', encoding="utf-8")
    names["grens"] = 40
    for answer in (
        'hoog = tabel[tabel["procent"] > grens]',
        'from sowcourse.dataset import load_dataset\nt = load_dataset("eenzaamheid").frame()\nhoog = t[t.procent > 40]',
    ):
        notebook = json.loads((tmp_path / "taak.ipynb").read_text(encoding="utf-8"))
        notebook["cells"][0]["source"] = answer
        (tmp_path / "taak.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        computed(names)
        assert capsys.readouterr().out == "✓ hoog: de juiste rijen.\n"
    names["hoog"] = load_dataset("eenzaamheid").frame().head(0)
    assert sentence(lambda: computed(names)).endswith(" te weinig. Boven de veertig.")


def test_what_is_refused_of_a_computed_table_is_said_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = load_dataset("eenzaamheid").frame().query("procent > 40")[["groep", "soort", "procent"]]
    names = student(tmp_path, monkeypatch, f"import pandas as pd\nhoog = pd.DataFrame({right.to_dict('list')})")
    assert sentence(lambda: computed(names)) == (
        "hoog: bij deze cijfers klopt het, maar niet als de cijfers veranderen. Laat Python het uit de tabel halen in "
        "plaats van getallen over te typen."
    )
    names["tabel"] = load_dataset("eenzaamheid").frame().head(3)
    assert sentence(lambda: computed(names)) == (
        "tabel: deze tabel is onderweg veranderd. Voer de eerste cel opnieuw uit en bewaar jouw bewerking onder een "
        "andere naam."
    )
    del names["tabel"]
    assert sentence(lambda: computed(names)) == DOTS.replace("x:", "tabel:")


def test_what_a_student_s_code_prints_or_breaks_when_it_runs_again_is_not_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = student(tmp_path, monkeypatch, 'print("hoi")\nhoog = tabel[tabel["procent"] > 40]\neens = 1')
    capsys.readouterr()
    computed(names)
    assert capsys.readouterr() == ("✓ hoog: de juiste rijen.\n", "")
    broken = 'hoog = tabel[tabel["procent"] > 40]\nif "eens" in globals():\n    1 / 0\neens = 1'
    computed(student(tmp_path, monkeypatch, broken))
    assert capsys.readouterr() == ("✓ hoog: de juiste rijen.\n", "")


def test_a_changed_input_is_refused_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = student(tmp_path, monkeypatch, 'tabel.loc[0, "procent"] = 99\nhoog = tabel[tabel["procent"] > 40]')
    assert sentence(lambda: computed(names)).startswith("tabel: deze tabel is onderweg veranderd.")


def test_an_answer_that_is_not_there_is_named_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = student(tmp_path, monkeypatch, "anders = 1")
    assert sentence(lambda: computed(names)).startswith("hoog: de puntjes (...) staan er nog.")


def test_bars_from_elsewhere_than_zero_are_asked_what_they_do_to_a_reader() -> None:
    bars = Bars("Titel", "procent van iedereen", "CBS", (("BE", 12.0), ("NL", 8.4)), start=8)
    said = sentence(lambda: check_bars("x", bars, LIKE, ["land", "waarde"], ["CBS"]))
    assert said == (
        "x: de staven beginnen bij 8. Wat doet dat met het verschil dat een lezer ziet, "
        "en waar begint een eerlijke staaf?"
    )


@pytest.mark.parametrize("value", [float("nan"), np.float64("nan"), Decimal("NaN"), pd.NA, pd.NaT, None, float("inf")])
def test_a_number_that_is_none_is_never_the_right_one(value: object) -> None:
    assert sentence(lambda: check_value("x", value, 3, "Kijk.")).startswith("x: ")
    assert sentence(lambda: check_number("x", value, -1e9, 1e9, "%")).startswith("x: ")


@pytest.mark.parametrize("value", [10**400, Decimal("1E+9999"), Decimal("sNaN")])
def test_a_number_beyond_all_bounds_gets_a_dutch_sentence(value: object) -> None:
    assert sentence(lambda: check_value("x", value, 3, "Kijk.")).startswith("x: ")


def ratio(tabel: pd.DataFrame) -> pd.DataFrame:
    breed = tabel.query("gebied == 'Nederland' and periode == '2022' and soort == 'algemeen'")
    breed = breed.pivot(index="groep", columns="graad", values="procent").reset_index()
    return breed.assign(deel=breed["sterk"] / breed["enigszins"] * 100)


def test_a_ratio_that_was_typed_over_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = ratio(load_dataset("eenzaamheid").frame())[["groep", "deel"]]
    names = student(tmp_path, monkeypatch, f"import pandas as pd\ndeel = pd.DataFrame({right.to_dict('list')})")
    inputs = {"tabel": ("eenzaamheid", "procent")}
    said = sentence(lambda: check_computed(names, "deel", ratio, inputs, ["groep", "deel"], "", "taak", "test"))
    assert "getallen over te typen" in said


def test_other_figures_share_no_factor_and_are_the_same_for_the_same_notebook() -> None:
    frame = load_dataset("eenzaamheid").frame()
    other = _other_numbers(frame.copy(), "procent", random.Random("mijn code"))
    factors = (other["procent"] / frame["procent"]).dropna()
    assert len(set(factors.round(6))) > 0.95 * len(factors)
    assert factors.between(1.05, 1.55).all()
    assert other.equals(_other_numbers(frame.copy(), "procent", random.Random("mijn code")))
    assert not other.equals(_other_numbers(frame.copy(), "procent", random.Random("andere code")))


class NAType:
    """Bears the name of what pandas calls missing."""


def test_a_thing_with_the_name_of_a_missing_value_is_none() -> None:
    table = LIKE.astype({"waarde": object})
    table.loc[0, "waarde"] = NAType()
    assert "iets van de soort NAType" in sentence(lambda: check_rows("x", table, LIKE, ["land", "waarde"], ""))
