"""Where an author's code runs: a program that gets the files of an assignment as text and says what came of them.

`python -m sowcourse.skeleton.backstage` is told one job, a line of JSON, and answers with a line. Within the wall the
code runs in a fork that may use no more than that of a student.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sowcourse.answerkey import key_fits
from sowcourse.criteria import with_criteria
from sowcourse.errors import ContentError
from sowcourse.hint import load_hints, with_hints
from sowcourse.keymaking import keyed
from sowcourse.notebook import Cell, Notebook, markers, normalise, write_notebook
from sowcourse.proof import load_source, prove, verdict
from sowcourse.rubric import Rubric, load_rubrics, with_rubrics


def followed(folder: Path) -> Notebook:
    """The source notebook with what stands in other files of its folder, but for its key; runs nothing.

    Raises: ContentError when a file cannot be read.
    """
    rubrics = load_rubrics(folder / "rubric.toml")
    made = with_rubrics(with_criteria(load_source(folder)), rubrics)
    if (folder / "hints.toml").is_file():
        made = with_hints(made, load_hints(folder / "hints.toml"))
    return normalise(made | {"cells": [_worth(cell, rubrics) for cell in made["cells"]]})


def settled(folder: Path) -> Notebook:
    """The same notebook with a key that fits; it runs every answer when the key is old. Raises: as `followed`."""
    made = followed(folder)
    write_notebook(folder / f"{folder.name}.ipynb", made)
    if not key_fits(made, folder):
        made = keyed(folder)
        write_notebook(folder / f"{folder.name}.ipynb", made)
    return made


def _worth(cell: Cell, rubrics: Mapping[str, Rubric]) -> Cell:
    """An answer is worth what the levels of its rubric are worth together."""
    rubric = rubrics.get(str(cell.get("id")))
    if rubric is None or rubric.points is None or markers(cell).get("points") == rubric.points:
        return cell
    points = int(rubric.points) if rubric.points == int(rubric.points) else rubric.points
    return cell | {"metadata": cell["metadata"] | {"nbgrader": markers(cell) | {"points": points}}}


def judged(folder: Path, answers: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Of each answer, a cell and what stands in it, the check that refuses it and what that says."""
    known = [str(each["id"]) for each in load_source(folder)["cells"]]
    unknown = [cell for cell, _ in answers if cell not in known]
    return {"unknown": unknown, "verdicts": [] if unknown else [verdict(folder, *answer) for answer in answers]}


def proved(folder: Path, only_told: bool) -> dict[str, Any]:
    """The key of the notebook as the files of its folder say now, and what its proofs say of it."""
    made = settled(folder)
    found = [] if only_told else [each for problems in prove(folder) for each in problems]
    told = [(each.file.relative_to(folder).as_posix(), each.place, each.fault, each.remedy) for each in found]
    return {"key": made["metadata"]["sowcourse"]["key"], "problems": told}


_ACTS: Mapping[str, Callable[..., dict[str, Any]]] = {"judged": judged, "proved": proved}


def done(job: Mapping[str, Any]) -> dict[str, Any]:
    """What came of a job: `act`, `name` of the assignment, its `files`, and the `values` that the act asks."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / job["name"]
        for place, text in job["files"].items():
            file = folder / place
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        try:
            return _ACTS[job["act"]](folder, *job["values"])
        except ContentError as error:
            place = error.file.relative_to(folder).as_posix() if error.file.is_relative_to(folder) else ""
            return {"refused": (place, error.place, error.fault, error.remedy)}


def _in_a_fork(job: Mapping[str, Any]) -> bytes:
    """What came of a job, by a process that is limited as that of a student; "ended" when it had to be stopped."""
    from sowcourse.sandbox.process import EndedError, Process

    def behave(listen: Callable[[], Any], answer: Callable[[Any], None]) -> None:
        answer(done(listen()))

    try:
        answer = json.loads(Process(behave).ask(job, job["seconds"]))
    except EndedError as error:
        answer = {"ended": str(error)}
    except ValueError:  # the code itself wrote where the answer is expected
        answer = {"ended": ""}
    return json.dumps(answer).encode()


def main(walled: bool) -> None:
    """Say that we are here, hear one job, and say what came of it."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    out.write(b'{"ready": true}\n')
    out.flush()
    job = json.loads(sys.stdin.readline())
    out.write((_in_a_fork(job) if walled else json.dumps(done(job)).encode()) + b"\n")
    out.close()


if __name__ == "__main__":
    main(os.environ.get("SOWCOURSE_WALL") == "1")
