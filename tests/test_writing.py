"""An author writes in a notebook without locks, and everything that students and graders need comes back."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sowcourse.hint import load_hints, with_hints
from sowcourse.lint import notebooks
from sowcourse.notebook import Notebook, dump, markers, normalise, read_notebook, source
from sowcourse.rubric import load_rubrics, with_rubrics
from sowcourse.skeleton.writing import closed, opened
from tests.browser.conftest import free_port
from tests.conftest import obey_interrupts
from tests.test_skeleton import COMMAND, fresh_copy, state


def again(written: Notebook, file: Path) -> str:
    made = closed(written, read_notebook(file))
    if file.with_name("rubric.toml").is_file():
        made = with_rubrics(made, load_rubrics(file.with_name("rubric.toml")))
        made = with_hints(made, load_hints(file.with_name("hints.toml")))
    return dump(normalise(made))


@pytest.mark.parametrize("file", notebooks(), ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_opening_and_closing_changes_nothing_and_hides_nothing(file: Path) -> None:
    written = opened(read_notebook(file))
    assert all(cell["metadata"] == {} for cell in written["cells"])
    assert again(written, file) == file.read_text(encoding="utf-8")


def changed(notebook: Notebook, cell: str, text: str) -> Notebook:
    assert cell in [found["id"] for found in notebook["cells"]]
    return notebook | {
        "cells": [found | {"source": text} if found["id"] == cell else found for found in notebook["cells"]]
    }


def test_what_an_author_changes_adds_and_removes_arrives_with_its_locks() -> None:
    file = next(file for file in notebooks() if file.parent.name == "4-verbindend" and file.stem == "lesson")
    written = changed(opened(read_notebook(file)), "waarom", "## Waarom dit telt\n\nNieuw.")
    cells = [cell for cell in written["cells"] if cell["id"] != "notitie-cijfer"]
    cells.insert(3, {"cell_type": "markdown", "id": "3f9a0c21-aa", "metadata": {}, "source": "Een tekst erbij."})
    cells.append({"cell_type": "code", "id": "11223344", "metadata": {}, "source": ""})
    made = {cell["id"]: cell for cell in json.loads(again(written | {"cells": cells}, file))["cells"]}
    assert source(made["waarom"]) == "## Waarom dit telt\n\nNieuw."
    assert made["waarom"]["metadata"] == {"deletable": False, "editable": False}
    assert source(made["tekst-1"]) == "Een tekst erbij."
    assert made["tekst-1"]["metadata"] == {"deletable": False, "editable": False}
    assert "notitie-cijfer" not in made
    assert "11223344" not in made


def test_the_text_that_a_student_gets_is_changed_beside_the_model_answer() -> None:
    file = next(file for file in notebooks() if file.parent.name == "4-verbindend" and file.stem != "lesson")
    written = opened(read_notebook(file))
    shown = next(cell for cell in written["cells"] if cell["id"] == "stub-val")
    assert source(shown) == "# Wat de student hierboven krijgt in plaats van jouw antwoord:\noordeel = ..."
    made = json.loads(again(changed(written, "stub-val", source(shown) + "  # kies"), file))["cells"]
    (value,) = (cell for cell in made if cell["id"] == "val")
    assert value["metadata"]["sowcourse"] == {
        "choice": ["gebruiken", "verbeteren", "weigeren"],
        "stub": "oordeel = ...  # kies",
    }
    points = [markers(cell).get("points", 0) for cell in made]
    assert sum(points) == sum(markers(cell).get("points", 0) for cell in read_notebook(file)["cells"])
    assert not any(str(cell["id"]).startswith("stub-") for cell in made)


def test_stopping_the_command_puts_back_what_was_saved_even_after_a_crash(tmp_path: Path) -> None:
    project = fresh_copy(tmp_path / "project")
    before = state(project)
    copy = project / ".schrijven" / "1-nabijheid" / "lesson.ipynb"

    def write(stop: signal.Signals, text: str) -> None:
        surroundings = os.environ | {"PYTHONPATH": str(project / "src"), "HOME": str(tmp_path)}
        words = [sys.executable, "-u", "-c", COMMAND, "module", "write", "1-nabijheid", "--geen-browser"]
        process = subprocess.Popen(
            [*words, "--poort", str(free_port())],
            stdout=subprocess.PIPE,
            text=True,
            env=surroundings,
            cwd=project,
            start_new_session=True,
            preexec_fn=obey_interrupts,
        )
        assert process.stdout
        next(line for line in process.stdout if re.search(r"http://localhost", line))
        notebook = read_notebook(copy)
        waarom = next(cell for cell in notebook["cells"] if cell["id"] == "waarom")
        saved = changed(notebook, "waarom", source(waarom) + f"\n{text}")
        copy.write_text(json.dumps(saved), encoding="utf-8")
        os.killpg(process.pid, stop)
        said = process.stdout.read()
        process.wait(30)
        if stop == signal.SIGINT:
            assert "Volgende stap:\n  sowcourse check" in said

    write(signal.SIGKILL, "Eerst dit.")
    assert copy.is_file()
    write(signal.SIGINT, "En dan dat.")
    lesson = project / "course/1-nabijheid/lesson.ipynb"
    text = lesson.read_text(encoding="utf-8")
    assert "Eerst dit.\\n" in text
    assert "En dan dat." in text
    after = state(project)
    differing = {name for name in after if before.get(name) != after[name] and not name.startswith(".schrijven/")}
    assert differing == {"course/1-nabijheid/lesson.ipynb"}
    assert not copy.exists()
