"""Steps with code of an assignment in a form: which checks it holds, the same bytes, and what follows from a change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sowcourse.content import shipped_course
from sowcourse.errors import CohortError, ContentError
from sowcourse.notebook import read_notebook, source
from sowcourse.skeleton.kind import ASSIGNMENTS
from sowcourse.skeleton.steps import Steps
from tests.test_author_room import fields
from tests.walking_office import LESSON, Visitor, spoilable, writing_in

COURSE = shipped_course()
FILES = sorted((COURSE.parent / ASSIGNMENTS).glob("*/*.ipynb"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return spoilable(tmp_path)


@pytest.fixture
def visitor(project: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return writing_in(project, monkeypatch)


def made(check: str, choice: object = None) -> Steps:
    marks = {"solution": True, "grade": False, "grade_id": "stap"}
    ours = {"stub": "x = ..."} | ({"choice": choice} if choice else {})
    answer = {"cell_type": "code", "id": "stap", "metadata": {"nbgrader": marks, "sowcourse": ours}, "source": "x = 1"}
    test = {"cell_type": "code", "id": "test-stap", "metadata": {}, "source": check}
    return Steps.of(json.dumps({"cells": [answer, test], "metadata": {}}))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_step_that_is_read_and_written_again_is_the_same_to_the_byte(file: Path) -> None:
    steps = Steps.of(file.read_text(encoding="utf-8"))
    assert len(steps) == 6, "five steps and the trap; a position is no step"
    assert steps.text == file.read_text(encoding="utf-8")
    for number in range(len(steps)):
        assert steps.changed(number, steps.entry(number)).text == steps.text
    assert steps.entry(5)["check"], "the trap is a choice, and a form holds it"


@pytest.mark.parametrize(
    "check",
    [
        'check_frame("x", x, ["a"])\ncheck_value("x", x, 1, "Kijk.")',
        'check_number("x", x.max(), 0, 9, "m")\ncheck_value("x", x, 1, "Kijk.")',
        'check_number("x", x, 0, 9, "m")\ncheck_value("x", x, tabel["a"].sum(), "Kijk.")',
        'check_number("x", x, 0, 9, "m")',
        'check_value("x", x, 1, "Kijk.")',
        'check_number("x", x, 0, 9, "m")\ncheck_value("x", x, 1, "Kijk.", wide=True)',
        'check_number("x", x, 0, 9, "m")\ncheck_value("x", x, __import__("os").getpid(), "Kijk.")',
        "geen python (",
        "",
    ],
)
def test_a_check_that_no_form_holds_is_left_alone(check: str) -> None:
    steps = made(check)
    assert set(steps.entry(0)) == {"id", "source", "stub"}
    after = steps.changed(0, {"source": "x = 2", "stub": "x = ..."})
    assert source(after.notebook["cells"][1]) == check


def test_only_the_values_that_changed_are_other_code() -> None:
    check = (
        '# Eén opmerking – met «tekens».\ncheck_number("x", x, 0, 1_000, "m")\n### BEGIN HIDDEN TESTS\n'
        '# Waarom 37,5.\ncheck_value("x", x, 37.5 * 2, "Kijk naar é.", tolerance=0.5)\n### END HIDDEN TESTS'
    )
    steps = made(check)
    (row,) = steps.entry(0)["check"]
    assert row == {
        "name": "x", "low": "0", "high": "1000", "unit": "m", "right": "37.5 * 2", "tolerance": "0.5",
        "hint": "Kijk naar é.",
    }  # fmt: skip
    entry = steps.entry(0) | {"check": [row | {"right": "12,5", "hint": 'Zeg "ja".'}]}
    made_of = source(steps.changed(0, entry).notebook["cells"][1])
    assert made_of == check.replace("37.5 * 2", "12.5").replace('"Kijk naar é."', '"Zeg \\"ja\\"."')
    with pytest.raises(ContentError, match="welke namen"):
        steps.changed(0, steps.entry(0) | {"check": [row | {"name": "y"}]})


def test_other_answers_to_choose_from_change_all_that_names_them() -> None:
    check = 'check_choice("x", x, ["a", "b"])\ncheck_value("x", {"a": 0, "b": 1}[x], 1, "Kijk.")'
    steps = made(check, ["a", "b"])
    (row,) = steps.entry(0)["check"]
    assert (row["options"], row["right"]) == (["a", "b"], "b")
    after = steps.changed(0, steps.entry(0) | {"check": [row | {"options": ["z", "b", "c"], "right": "z"}]})
    answer, test = after.notebook["cells"]
    assert source(test) == (
        'check_choice("x", x, ["z", "b", "c"])\ncheck_value("x", {"z": 0, "b": 1, "c": 2}[x], 0, "Kijk.")'
    )
    assert answer["metadata"]["sowcourse"]["choice"] == ["z", "b", "c"]
    kept = after.entry(0)["check"][0]
    lost = after.changed(0, after.entry(0) | {"check": [kept | {"right": "weg"}]})
    assert lost.entry(0)["check"][0]["right"] == "weg", "what is wrong stays as it was typed"


def test_a_step_is_changed_in_a_form_proved_and_followed_by_its_key(visitor: Visitor, project: Path) -> None:
    file, path = project / ASSIGNMENTS / LESSON / f"{LESSON}.ipynb", f"schrijven/codestappen/{LESSON}/stap-2"
    words = fields(visitor.get(path))
    assert words["check[0].right"] == "13"
    for name, word, told in (
        ("check[0].right", "veel", "verwacht wordt een getal of een berekening"),
        ("check[0].right", "130", "verwacht wordt een getal van 0 tot 100, gevonden 130"),
        ("check[0].hint", "", "de tekst is leeg"),
    ):
        shown = visitor.press(path, "bewaren", **words | {name: word})
        assert told in shown.partition(f'id="fout-{name}"')[2].partition("</p>")[0], name
    visitor.press(path, "bewaren", **words | {"check[0].right": "14"})
    with pytest.raises(ContentError, match="nog niet gepubliceerd"):
        visitor.press(path, "publiceren")
    assert "verschil, 13," in file.read_text("utf-8")
    visitor.press(path, "bewaren", **words | {"check[0].hint": "Kijk naar de twee percentages."})
    key = read_notebook(file)["metadata"]["sowcourse"]["key"]
    visitor.press(path, "publiceren")
    after = read_notebook(file)["metadata"]["sowcourse"]["key"]
    assert (
        key["entries"]["verschil"]["hint"] != after["entries"]["verschil"]["hint"] == "Kijk naar de twee percentages."
    )


def test_a_step_with_another_check_says_where_that_is_written(visitor: Visitor) -> None:
    shown = visitor.get(f"schrijven/codestappen/{LESSON}/stap-1")
    assert "in de cel «test-stap-1»" in shown
    assert f"assignments/{LESSON}/{LESSON}.ipynb" in shown
    assert set(fields(shown)) == {"source", "stub"}
    listed = visitor.get(f"schrijven/codestappen/{LESSON}")
    assert "Een stap erbij, of een andere controle, schrijf je in het notebook" in listed
    assert "Nieuw: stap" not in listed
    with pytest.raises((CohortError, ContentError)):
        visitor.press(f"schrijven/codestappen/{LESSON}/stap-1", "weghalen")
