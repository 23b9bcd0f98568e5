"""«Probeer» says what is right and what is not yet, and the notebook does not hold the answers."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import pandas as pd
import pytest

from sowcourse.answerkey import AnswerKey, Entry, Form, key_fits, number_form
from sowcourse.check import CheckError, check_frame, check_number
from sowcourse.cohort.workspace import create
from sowcourse.content import assignments_root
from sowcourse.cycle import release
from sowcourse.keymaking import as_tried, keyed
from sowcourse.lint.assessments import keys_fit
from sowcourse.notebook import Notebook, dump, markers, read_notebook, source
from sowcourse.proof import load_answers, load_source, run, with_answer

FOLDERS = sorted(assignments_root().glob("*/"))
NAME = "5-politiserend"
TYPED_OVER = "niet als de cijfers veranderen"
"""What a check says of right figures that were not computed; the key cannot know that."""


def key_of(form: Form, right: set[str], wrong: dict[str, str] | None = None, hint: str = "Kijk goed.") -> AnswerKey:
    """A key for one name, «x»."""
    empty = AnswerKey("zout")
    hashes = {empty.hashed("x", text): sentence for text, sentence in (wrong or {}).items()}
    return AnswerKey("zout", {"x": Entry(form, hint, frozenset(empty.hashed("x", text) for text in right), hashes)})


def up_to(check: str, notebook: Notebook) -> Notebook:
    """The cells of a notebook up to a check; all of it when it has no check of that name."""
    ids = [cell["id"] for cell in notebook["cells"]]
    return notebook | {"cells": notebook["cells"][: ids.index(check) + 1 if check in ids else None]}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_right_answers_are_ticked_and_every_wrong_figure_is_told_before_handing_in(folder: Path) -> None:
    notebook = load_source(folder)
    assert not any(as_tried(notebook, folder.name).values()), "the model answer"
    for answer in load_answers(folder, "alternative"):
        told = as_tried(up_to(f"test-{answer.cell}", with_answer(notebook, answer.cell, answer.source)), folder.name)
        assert not any(told.values()), (answer.file.name, told)
    checks = {cell["id"]: source(cell) for cell in notebook["cells"]}
    silent = []
    for answer in load_answers(folder, "wrong"):
        tried = up_to(answer.fails, with_answer(notebook, answer.cell, answer.source))
        if not as_tried(tried, folder.name)[answer.fails]:
            graded = run(tried, folder.name)[answer.fails]
            name = graded.partition(":")[0]
            if TYPED_OVER not in graded and f'check_choice("{name}"' not in checks[answer.fails]:
                silent.append((answer.file.name, graded))
    assert silent == [], "a student hears nothing of these figures before grading"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_choice_among_a_few_is_not_in_the_key_and_neither_is_any_answer(folder: Path) -> None:
    notebook = load_source(folder)
    key = notebook["metadata"]["sowcourse"]["key"]
    chosen = [c for c in notebook["cells"] if markers(c).get("solution") and "choice" in c["metadata"]["sowcourse"]]
    assert chosen
    assert not set(key["entries"]) & {source(cell).split(" = ")[0] for cell in chosen}
    assert len(key["entries"]) >= 5
    for name, entry in key["entries"].items():
        assert set(entry) == {"form", "hint", "right", "wrong"}
        assert set(entry["form"]) <= {"kind", "columns", "loose", "decimals"}, name
        assert all(len(hashed) == 16 for hashed in [*entry["right"], *entry["wrong"]])


def test_the_key_of_every_assignment_fits_and_a_changed_answer_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert list(keys_fit()) == []
    copy = tmp_path / "assignments"
    shutil.copytree(assignments_root() / NAME, copy / NAME)
    monkeypatch.setattr("sowcourse.lint.assessments.assignments_root", lambda: copy)
    assert list(keys_fit()) == []
    file = copy / NAME / "wrong-answers" / "stap-4-landen-verwisseld.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("8.4", "8.5"), encoding="utf-8")
    (problem,) = keys_fit()
    assert "de antwoordsleutel past niet bij de antwoorden" in str(problem)
    assert "Voer 'sowcourse format' uit." in str(problem)
    (copy / NAME / f"{NAME}.ipynb").write_text(dump(keyed(copy / NAME)), encoding="utf-8")
    assert list(keys_fit()) == []


def test_a_released_notebook_carries_the_key_and_one_with_a_changed_check_does_not(tmp_path: Path) -> None:
    (tmp_path / "klas.csv").write_text("nummer,naam\nr1,An\n", encoding="utf-8")
    workspace = create("klas", tmp_path / "klas.csv", tmp_path)
    file = release(workspace, NAME)
    given = read_notebook(file)
    assert set(AnswerKey.of(given).entries) == set(AnswerKey.of(load_source(assignments_root() / NAME)).entries)
    assert "12.9" not in json.dumps(given["metadata"])
    own = workspace.root / "source" / NAME / f"{NAME}.ipynb"
    own.write_text(own.read_text(encoding="utf-8").replace("daling_be, 12.9", "daling_be, 13.9"), encoding="utf-8")
    assert not key_fits(read_notebook(own))
    assert AnswerKey.of(read_notebook(release(workspace, NAME))).entries == {}


@pytest.mark.parametrize(
    ("given", "told"),
    [(12.9, ""), (12.95, ""), (12.85, ""), (12.96, "Kijk"), (12.84, "Kijk"), (-12.9, "omgekeerd"), (0.0, "Kijk")],
)
def test_a_number_within_the_tolerance_is_right_and_one_beside_it_is_not(given: float, told: str) -> None:
    form = number_form(0.051)
    right = {form.canonical(12.9 + step / 100) for step in range(-5, 6)}
    verdict = key_of(form, right, {form.canonical(-12.9): "het teken is omgekeerd."}).verdict("x", given)
    assert (told in verdict) if told else verdict == ""


@pytest.mark.parametrize("tolerance", [0.01, 0.051, 0.11, 0.3, 0.51, 3500])
def test_the_steps_of_a_number_are_at_most_a_fifth_of_its_tolerance(tolerance: float) -> None:
    step = 10.0 ** -number_form(tolerance).decimals
    assert step <= tolerance / 5 < 10 * step
    assert not math.isnan(float(number_form(tolerance).canonical(0.0)))


ROWS = [("BE", 2024.0, 12.34), ("NL", 2024.0, 8.4)]


@pytest.mark.parametrize(
    ("rows", "right"),
    [
        (ROWS, True),
        (ROWS[::-1], True),
        ([("BE", 2024.0, 12.3), ("NL", 2024.0, 8.4)], True),
        ([*ROWS, ("BE", 2023.0, None)], True),
        ([("BE", 2024.0, 12.4), ("NL", 2024.0, 8.4)], False),
        ([("BE", 2023.0, 12.34), ("NL", 2024.0, 8.4)], False),
        ([*ROWS, ROWS[0]], False),
        (ROWS[:1], False),
        ([("BE", 2024.0, "12.34"), ("NL", 2024.0, 8.4)], False),
        ([], False),
    ],
)
def test_the_same_rows_are_right_in_any_order_and_rounded(
    rows: list[tuple[str | float | None, ...]], right: bool
) -> None:
    form = Form("rows", ("geo", "jaar", "daling"), (2,))
    assert (key_of(form, {form.canonical(ROWS)}).verdict("x", rows) == "") is right


@pytest.mark.parametrize("key", [None, [], "x", {}, {"salt": "a"}, {"salt": "a", "entries": {"x": {"form": {}}}}])
def test_a_key_that_somebody_changed_is_no_key(key: object) -> None:
    assert AnswerKey.of({"cells": [], "metadata": {"sowcourse": {"key": key}}}) == AnswerKey()
    assert AnswerKey.of({"cells": [], "metadata": {"sowcourse": key}}) == AnswerKey()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of a student who has one notebook with a key open."""
    form = number_form(0.051)
    key = key_of(form, {form.canonical(8.4)}, {form.canonical(12.9): "dit is de waarde van België."}).data()
    rows = Form("rows", ("geo",))
    entries = key_of(rows, {rows.canonical([("BE",)])}).data()["entries"]
    key["entries"] |= {
        "tabel": {**entries["x"], "right": [AnswerKey("zout").hashed("tabel", rows.canonical([("BE",)]))]}
    }
    notebook = {"cells": [], "metadata": {"sowcourse": {"key": key}}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "opdracht.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return tmp_path


def test_a_check_asks_the_key_of_the_notebook_that_is_open(opened: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check_number("x", 8.4, 0, 40, "procentpunt")
    assert capsys.readouterr().out == "✓ x: dit klopt.\n"
    with pytest.raises(CheckError, match=r"^x: dit is de waarde van België\.$"):
        check_number("x", 12.9, 0, 40, "procentpunt")
    with pytest.raises(CheckError, match=r"^x: dit is nog niet de juiste waarde\. Kijk goed\.$"):
        check_number("x", 9.9, 0, 40, "procentpunt")
    check_frame("tabel", pd.DataFrame({"geo": ["BE"], "jaar": [2024]}), ["jaar"])
    assert capsys.readouterr().out == "✓ tabel: dit zijn de juiste rijen.\n"
    with pytest.raises(CheckError, match=r"^tabel: dit zijn nog niet de juiste rijen\. Kijk goed\.$"):
        check_frame("tabel", pd.DataFrame({"geo": ["NL"]}), ["geo"])


def test_what_the_key_does_not_know_is_not_ticked_beside_what_it_knows(
    opened: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check_number("de grootste", 9.9, 0, 40, "procentpunt")
    assert capsys.readouterr().out == ""


def test_in_grading_the_key_says_nothing(
    opened: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    check_number("x", 12.9, 0, 40, "procentpunt")
    assert capsys.readouterr().out == "x: 12,9 procentpunt is een mogelijke waarde.\n"
