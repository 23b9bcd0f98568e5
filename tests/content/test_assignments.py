"""Every automatic check is proved: model, untouched, wrong and alternative answers."""

from __future__ import annotations

import contextlib
import io
import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from sowcourse.content import assignments_root
from sowcourse.notebook import Notebook, read_notebook, source
from sowcourse.rubric import load_rubrics

FOLDERS = sorted(assignments_root().glob("*/"))
WRONG = sorted(assignments_root().glob("*/wrong-answers/*.toml"))
ALTERNATIVE = sorted(assignments_root().glob("*/alternative-answers/*.toml"))


def run(notebook: Notebook, name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Run all code cells in order, as a kernel does; returns test cell → error sentence ("" when it passed)."""
    (folder / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    namespace: dict[str, object] = {"__name__": "__main__"}
    results = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        fault = ""
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as warned:
            try:
                exec(compile(source(cell), cell["id"], "exec"), namespace)
            except Exception as error:
                fault = str(error)
        if cell["metadata"]["nbgrader"].get("points"):
            assert not (warned.getvalue() and not fault), "a check that warns gets no points"
            results[cell["id"]] = fault
    return results


def with_answer(notebook: Notebook, cell: str, text: str) -> Notebook:
    assert cell in [found["id"] for found in notebook["cells"]], f"there is no cell {cell}"
    cells = [found | {"source": text} if found["id"] == cell else found for found in notebook["cells"]]
    return notebook | {"cells": cells}


def untouched(notebook: Notebook) -> Notebook:
    for cell in notebook["cells"]:
        if "stub" in cell["metadata"].get("sowcourse", {}):
            notebook = with_answer(notebook, cell["id"], cell["metadata"]["sowcourse"]["stub"])
    return notebook


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_model_answer_gets_full_marks(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = read_notebook(folder / f"{folder.name}.ipynb")
    results = run(notebook, folder.name, tmp_path, monkeypatch)
    assert results
    assert set(results.values()) == {""}, results


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_untouched_student_version_gets_none_and_hears_what_to_do(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = untouched(read_notebook(folder / f"{folder.name}.ipynb"))
    for cell, fault in run(notebook, folder.name, tmp_path, monkeypatch).items():
        assert fault, f"{cell} gives points for nothing"
        assert any(word in fault for word in ("puntjes", "geen enkele rij", "Nog niet volledig", "name '")), fault


@pytest.mark.parametrize("file", WRONG, ids=lambda file: f"{file.parents[1].name}/{file.stem}")
def test_a_wrong_answer_fails_its_own_check_with_its_own_sentence(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = tomllib.loads(file.read_text(encoding="utf-8"))
    folder = file.parents[1]
    notebook = with_answer(read_notebook(folder / f"{folder.name}.ipynb"), case["cell"], case["source"])
    results = run(notebook, folder.name, tmp_path, monkeypatch)
    assert case["sentence"] in results[case["fails"]]


@pytest.mark.parametrize("file", ALTERNATIVE, ids=lambda file: f"{file.parents[1].name}/{file.stem}")
def test_another_right_answer_gets_full_marks(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = tomllib.loads(file.read_text(encoding="utf-8"))
    folder = file.parents[1]
    notebook = with_answer(read_notebook(folder / f"{folder.name}.ipynb"), case["cell"], case["source"])
    assert set(run(notebook, folder.name, tmp_path, monkeypatch).values()) == {""}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_check_is_proved_by_four_wrong_and_two_other_right_answers(folder: Path) -> None:
    notebook = read_notebook(folder / f"{folder.name}.ipynb")
    checks = {c["id"] for c in notebook["cells"] if c["cell_type"] == "code" and c["metadata"]["nbgrader"]["grade"]}
    wrong, right = (
        Counter(tomllib.loads(file.read_text(encoding="utf-8"))[key] for file in folder.glob(f"{kind}-answers/*.toml"))
        for kind, key in (("wrong", "fails"), ("alternative", "cell"))
    )
    assert set(wrong) == checks
    assert min(wrong.values()) >= 4
    answered = {name.removeprefix("test-").removesuffix("-volledig") for name in checks}
    assert {name: right[name] for name in answered if right[name] < 2} == {}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_opinion_and_no_change_of_it_is_worth_a_point(folder: Path) -> None:
    for cell in read_notebook(folder / f"{folder.name}.ipynb")["cells"]:
        if cell["id"].startswith("test-standpunt"):
            assert "HIDDEN" not in source(cell)
    assert not any("standpunt" in cell for cell in load_rubrics(folder / "rubric.toml"))
