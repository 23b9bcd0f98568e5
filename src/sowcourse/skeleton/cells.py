"""Cells of a notebook out of a template, and one more cell in a lesson that exists.

A template is text with lines such as `=== check test-stap-1 3`: the kind of the cell, its id, and what it is worth.
Kinds: "text" and "widget" in a lesson; "given", "setup", "check", "tool", "answer" and "prose" in an assignment.
An answer holds the model answer, a line `--- stub`, and what a student gets instead.
"""

from __future__ import annotations

import re
from importlib.resources import files
from string import Template
from typing import Any

from sowcourse.notebook import Cell, Notebook, source

_FIXED: dict[str, Any] = {"deletable": False, "editable": False}
_HIDDEN: dict[str, Any] = _FIXED | {"jupyter": {"source_hidden": True}}


def filled(template: str, **values: object) -> str:
    """The text of a template in this package, with every `$name` filled in; KeyError when one is not given."""
    return Template(template_text(template)).substitute(values)


def template_text(template: str) -> str:
    """A template in this package as it stands."""
    return files("sowcourse.skeleton").joinpath("templates", template).read_text(encoding="utf-8")


def cells(text: str) -> list[Cell]:
    """The cells that a filled template describes, in order."""
    found = []
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        kind, name, *worth = head.split()
        model, _, stub = body.partition("\n--- stub\n")
        found.append(cell_of(kind, name, worth[0] if worth else "", model.strip("\n"), stub.strip("\n")))
    return found


def notebook(kind: str, module: str, text: str) -> Notebook:
    """A notebook of this kind, "lesson" or "assignment", out of a filled template."""
    return {"cells": cells(text), "metadata": {"sowcourse": {"kind": kind, "module": module}}}


def with_widget(lesson: Notebook, name: str, comment: str, call: str, heading: str) -> Notebook:
    """The same lesson with one more widget, after the last of its kind, else under the cell called `heading`.

    Parameters: name – id of the new cell; call – for instance `show_case("1-nabijheid", "de-bank")`.
    A lesson without either gets it at the end.
    """
    function = call.partition("(")[0]
    held = list(lesson["cells"])
    alike = [n for n, cell in enumerate(held) if f"\n{function}(" in source(cell)]
    under = [n for n, cell in enumerate(held) if cell["id"] == heading]
    place = (alike or under or [len(held) - 1])[-1]
    held.insert(place + 1, cell_of("widget", name, "", f"{comment}\n{call}", ""))
    for number, cell in enumerate(held):
        if cell["cell_type"] == "code" and "from sowcourse.widgets import" in source(cell):
            held[number] = cell | {"source": _importing(source(cell), function)}
            break
    return lesson | {"cells": held}


def _importing(text: str, function: str) -> str:
    """The first cell of a lesson, in which one more function is imported."""
    head, names = text.split("from sowcourse.widgets import", 1)
    kept = sorted({*re.findall(r"\w+", names), function})
    return head + "from sowcourse.widgets import (\n" + "".join(f"    {name},\n" for name in kept) + ")"


def cell_of(kind: str, name: str, worth: str, text: str, stub: str) -> Cell:
    """A cell of one of the kinds above, with everything that nbgrader and the extension want to know of it."""
    if kind in ("text", "widget"):
        if kind == "text":
            return {"cell_type": "markdown", "id": name, "metadata": dict(_FIXED), "source": text}
        return {"cell_type": "code", "id": name, "metadata": _HIDDEN | {"tags": ["widget"]}, "source": text}
    prose = kind in ("given", "prose")
    marks: dict[str, Any] = {
        "cell_type": "markdown" if prose else "code",
        "grade": kind in ("check", "prose"),
        "grade_id": name,
        "locked": kind not in ("answer", "prose"),
        "schema_version": 3,
        "solution": kind in ("answer", "prose"),
        "task": False,
    }
    metadata = dict(_HIDDEN if kind in ("check", "tool") else _FIXED)
    if marks["grade"]:
        marks["points"] = int(worth)
    if marks["solution"]:
        metadata = {"deletable": False, "sowcourse": {"stub": stub}}
        if prose:
            metadata["sowcourse"]["reflection"] = True
        elif worth:
            metadata["sowcourse"]["choice"] = worth if worth == "positions" else worth.split("|")
    return {
        "cell_type": marks["cell_type"],
        "id": name,
        "metadata": metadata | {"nbgrader": marks},
        "source": text,
    }
