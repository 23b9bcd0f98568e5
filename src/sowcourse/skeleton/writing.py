"""A notebook as its author writes in it: nothing locked or hidden, and the student's text beside each model answer.

Students get locked cells and hidden code; their author needs neither. What an author may not touch (points, names,
hidden-code marks) stays out of the way, and comes back by the id of the cell.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import tomlkit

from sowcourse.content import checkout, table_of
from sowcourse.criteria import KEY, criteria_in, plain, with_criteria
from sowcourse.durable import SHARED, write_durably
from sowcourse.hint import PLACE, load_hints, with_hints
from sowcourse.lab.known import write_known_cells
from sowcourse.notebook import Cell, Notebook, dump, markers, normalise, read_notebook, source
from sowcourse.rubric import load_rubrics, with_rubrics
from sowcourse.skeleton.cells import cell_of
from sowcourse.skeleton.change import COPIES

STUB = "stub-"
"""Start of the id of the cell that holds what a student gets instead of a model answer."""

COMPLETE = "volledig-"
"""Start of the id of the cell that holds when a text is complete."""

_FIRST = {
    STUB: "# Wat de student hierboven krijgt in plaats van jouw antwoord:\n",
    COMPLETE: "# Wanneer de tekst hierboven volledig is (kijkt de controle eronder na):\n",
}
"""The first line of such a cell, for the author only."""

_NEW = {"markdown": ("tekst", "text", "given"), "code": ("code", "widget", "setup")}
"""Type of a cell that an author added → its name, its kind in a lesson, its kind in an assignment."""


def opened(notebook: Notebook) -> Notebook:
    """The same notebook for its author; rubrics and hints are left out: they live in files of their own."""
    cells: list[Cell] = []
    for cell in notebook["cells"]:
        if str(cell["id"]).startswith(("rubric-", PLACE)):
            continue
        cells.append({"cell_type": cell["cell_type"], "id": cell["id"], "metadata": {}, "source": source(cell)})
        ours = cell["metadata"].get("sowcourse", {})
        beside = {STUB: ours.get("stub"), COMPLETE: tomlkit.dumps(ours[KEY]) if KEY in ours else None}
        for start, text in beside.items():
            if text is not None:
                cells.append({"cell_type": "raw", "id": start + cell["id"], "metadata": {}, "source": text})
    found = normalise({"cells": cells, "metadata": {}})
    for cell in found["cells"]:
        if cell["cell_type"] == "raw":
            first = next(line for start, line in _FIRST.items() if cell["id"].startswith(start))
            cell["source"] = [first, *cell["source"]]
    return found


def closed(written: Notebook, original: Notebook, copy: Path = Path()) -> Notebook:
    """What an author wrote, with everything that `opened` took away; cells that the author removed stay away.

    Parameters: copy – the file that the author wrote in, for who has to look there.
    Raises: ContentError when it does not say well when a text is complete.
    """
    known = {cell["id"]: cell for cell in original["cells"]}
    told = _told(written, copy)
    lesson = not any(markers(cell) for cell in original["cells"])
    taken = set(known)
    cells = []
    for cell in written["cells"]:
        if cell["cell_type"] == "raw" or not (source(cell).strip() or cell["id"] in known):
            continue
        if cell["id"] in known:
            before = known[cell["id"]]
            made = before | {"source": source(cell)}
            if cell["id"] in told:
                ours = before["metadata"]["sowcourse"] | told[cell["id"]]
                made["metadata"] = before["metadata"] | {"sowcourse": ours}
        else:
            name, in_lesson, in_assignment = _NEW[cell["cell_type"]]
            number = next(n for n in range(1, 10_000) if f"{name}-{n}" not in taken)
            taken.add(f"{name}-{number}")
            made = cell_of(in_lesson if lesson else in_assignment, f"{name}-{number}", "", source(cell), "")
        cells.append(made)
    return original | {"cells": cells}


def _told(written: Notebook, copy: Path) -> dict[str, dict[str, Any]]:
    """Answer → what its author wrote beside it."""
    found: dict[str, dict[str, Any]] = {}
    for cell in written["cells"]:
        if cell["cell_type"] != "raw":
            continue
        text = source(cell).partition("\n")[2]
        if cell["id"].startswith(COMPLETE):
            asked = criteria_in(replace(table_of(copy, "\n" + text), key=cell["id"]))
            found.setdefault(cell["id"].removeprefix(COMPLETE), {})[KEY] = plain(asked)
        else:
            found.setdefault(cell["id"].removeprefix(STUB), {})["stub"] = text
    return found


def copies_of(assignment: str) -> Path:
    """The folder in which the copies of an assignment lie while somebody writes in them."""
    return checkout() / COPIES / assignment


def working_copy(file: Path) -> Path:
    """A copy of a notebook to write in; what stood in an earlier copy that was never put back is put back first.

    Raises: ContentError when either cannot be read.
    """
    folder = copies_of(file.parent.name)
    copy = folder / f"{file.stem}.ipynb"
    if copy.is_file():
        put_back(copy, file)
    folder.mkdir(parents=True, exist_ok=True)
    write_durably(copy, dump(opened(read_notebook(file))), SHARED)
    return copy


def put_back(copy: Path, file: Path) -> None:
    """Write in the real notebook what the copy holds, in its normal form, and take the copy away.

    Raises: ContentError when the copy cannot be read; it is kept then.
    """
    made = with_criteria(closed(read_notebook(copy), read_notebook(file), copy))
    rubrics = file.with_name("rubric.toml")
    if rubrics.is_file():
        made = with_rubrics(made, load_rubrics(rubrics))
    hints = file.with_name("hints.toml")
    if hints.is_file():
        made = with_hints(made, load_hints(hints))
    write_durably(file, dump(normalise(made)), SHARED)
    write_known_cells()
    copy.unlink()
