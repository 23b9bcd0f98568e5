"""Every step has three hints, from where to look to an example elsewhere, and none of them is the answer."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from sowcourse.content import assignments_root
from sowcourse.errors import ContentError
from sowcourse.hint import Hints, is_step, load_hints, with_hints
from sowcourse.lint import find_problems
from sowcourse.lint.hints import hints_are_given, numbers, told_too_much
from sowcourse.notebook import markers, read_notebook, source

HARMLESS = Hints("stap-1", "Kijk in de tabel.", "Een getal.", '`boeken["prijs"].sum()` telt prijzen op.')
STUB = "x = ..."


def told(hints: Hints, model: str, checks: str = "", stub: str = STUB) -> list[tuple[int, str]]:
    return list(told_too_much(hints, model, stub, checks))


def test_there_is_one_example_in_every_step_and_its_code_is_python() -> None:
    seen = 0
    for file in assignments_root().glob("*/hints.toml"):
        for hints in load_hints(file).values():
            seen += 1
            for code in re.findall(r"```python\n(.*?)```", hints.example, re.DOTALL):
                compile(code, hints.cell, "exec")
            assert re.search(r"`|\d", hints.example), hints.cell
    assert seen == 30


def test_hints_stand_locked_above_their_step_and_take_no_second_place() -> None:
    file = assignments_root() / "1-nabijheid" / "1-nabijheid.ipynb"
    notebook = read_notebook(file)
    again = with_hints(notebook, load_hints(file.with_name("hints.toml")))
    ids = [cell["id"] for cell in again["cells"]]
    assert ids == [cell["id"] for cell in notebook["cells"]]
    for cell in filter(is_step, again["cells"]):
        above = again["cells"][ids.index(cell["id"]) - 1]
        assert above["id"] == f"hints-{cell['id']}"
        assert markers(above) | {"locked": True, "grade": False, "solution": False} == markers(above)
        assert (above["metadata"]["editable"], above["metadata"]["deletable"]) == (False, False)
        assert re.findall(r"<summary>(Hint \d van 3): ", source(above)) == [f"Hint {n} van 3" for n in (1, 2, 3)]
        assert source(above).count("\n\n</details>") == 3  # a blank line, or Markdown inside stays as typed


def test_a_step_without_all_three_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "hints.toml"
    file.write_text('[[step]]\ncell = "stap-1"\nwhere = "Hier."\nexample = "Zo."\n', encoding="utf-8")
    with pytest.raises(ContentError, match=r"step\[0\].form': ontbreekt; verwacht wordt een tekst."):
        load_hints(file)
    file.write_text('[[step]]\ncell = "stap-1"\nwhere = "Hier."\nform = " "\nexample = "Zo."\n', encoding="utf-8")
    with pytest.raises(ContentError, match="de tekst is leeg"):
        load_hints(file)


def test_a_missing_a_spare_and_an_unshown_hint_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def other(file: Path) -> dict[str, Hints]:
        hints = load_hints(file)
        if file.parent.name == "1-nabijheid":
            del hints["stap-1"]
            hints["stap-2"] = replace(hints["stap-2"], where="Ergens anders.")
            hints["val"] = HARMLESS
        return hints

    monkeypatch.setattr("sowcourse.lint.hints.load_hints", other)
    found = [(problem.file.name, problem.place, problem.fault) for problem in find_problems((hints_are_given,))]
    assert found == [
        ("hints.toml", "step", "de id 'val' bestaat niet."),
        ("hints.toml", "stap-1", "deze stap heeft geen drie hints."),
        ("1-nabijheid.ipynb", "stap-2", "de hints boven deze stap zijn niet die van hints.toml."),
    ]


@pytest.mark.parametrize(
    ("model", "text"),
    [
        ('x = tabel["waarde"].sum() + 20.4', "Typ `tabel['waarde'].sum()+20.4`."),
        ('x = tabel["waarde"].sum()', "Typ <code>tabel[“waarde”].sum( )</code>."),
        ("x = 25 - 12", "Doe 25–12."),
        ("x = 25 - 12", "Trek 12 van 25 af."),
        ("x = 37.2 / 79.6 * 100", "Deel 37,2 door 79,6."),
        ('x = "Vlaams Gewest"', "Dat is het **Vlaams  gewest**."),
        ("x = [2003, 2019]", "Een breuk was er in 2003."),
        ("x = 170000 / 0.35", "Deel 170.000 door 0,35."),
        ("x = 3", "Er zijn er drie."),
        ('y = tekenen(begin=0)', "Begin bij nul."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("level", ["where", "form", "example"])
def test_a_hint_that_says_the_model_answer_is_found_however_it_is_written(model: str, text: str, level: str) -> None:
    stub = "y = tekenen(begin=...)" if "tekenen" in model else STUB
    assert told(HARMLESS, model, stub=stub) == []
    number = ["where", "form", "example"].index(level) + 1
    assert {place for place, _ in told(replace(HARMLESS, **{level: text}), model, stub=stub)} == {number}


@pytest.mark.parametrize(
    "check", ["check_value('x', x, 37.2 / 79.6 * 100, '', tolerance=0.3)", "check_years('x', x, {47})"]
)
def test_a_number_that_the_check_accepts_is_found_and_one_beside_it_is_not(check: str) -> None:
    (found,) = told(replace(HARMLESS, form="Het is 47."), "x = a / b", check)
    assert found == (2, "er staat 47, en dat keurt de controle goed")
    assert told(replace(HARMLESS, form="Het is niet 46,1 of 47.4."), "x = a / b", check) == []
    assert told(replace(HARMLESS, form="Kies 1."), "x = 'a'", "check_value('x', {'a': 1}[x], 1, '')") == []


def test_an_example_on_the_same_table_column_or_number_is_no_example() -> None:
    model = 'x = tabel["waarde"].sum() - 0.35'
    for text, borrowed in (("`tabel.max()`", "tabel"), ('`y["waarde"]`', "waarde"), ("`7 / 0.35`", "0.35")):
        (found,) = told(replace(HARMLESS, example=text), model)
        assert found == (3, f"het voorbeeld gebruikt «{borrowed}», uit het modelantwoord")
        assert told(replace(HARMLESS, where=text), model) == []  # where to look may name them
    assert told(replace(HARMLESS, example="Zet de tabel. Waarden tellen."), model) == []


def test_what_the_stub_gives_is_no_answer() -> None:
    model = 'jaar = 2015\nx = tabel[tabel["geo"] == "BE"]'
    stub = 'jaar = ...\nx = tabel[tabel["geo"] == "BE"]'
    assert told(replace(HARMLESS, where='Zo: `tabel[tabel["geo"] == "BE"]`.'), model, stub=stub) == []
    assert told(replace(HARMLESS, where="Neem 2015."), model, stub=stub) != []


def test_numbers_are_read_as_dutch_and_as_python() -> None:
    assert numbers("Van 170.000 naar 1.234.567,8: zeven keer 0.5, niet één of een.") >= {170000, 1234567.8, 7, 0.5}
    assert 1 not in numbers("één keer en een keer")
    assert numbers("waarde_2015") == {2015}
