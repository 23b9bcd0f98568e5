"""Notebooks in their normal form: what git holds, so that differences can be read.

Normal form: nbformat 4.5, no outputs or counts, kernelspec python3, cell metadata from an allow-list,
one sentence per line in Markdown, keys sorted. Plain JSON: nbformat takes a second to import.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from sowcourse.errors import ContentError
from sowcourse.sentence import ends

Notebook = dict[str, Any]
Cell = dict[str, Any]

CELL_METADATA = ("deletable", "editable", "jupyter", "nbgrader", "sowcourse", "tags")

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

PATIENCE = 5.0
"""Seconds that a notebook which is being written gets to be whole."""


class HalfWrittenError(ContentError):
    """A notebook of which only a part stands on the disk, because it is being saved or because saving was cut off."""


def read_notebook(file: Path, shared: bool = False) -> Notebook:
    """Read a notebook as plain JSON, as somebody saved it: one that is being written just now is waited for.

    Most programs write a file in place, so for a moment it is empty or cut off; a part of a notebook is never taken
    for a notebook. Parameters: shared – whether nobody changes what comes back: the same text is then parsed once.
    Raises: ContentError when the file is missing or is not a notebook; HalfWrittenError when it stays
    cut off.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            before = _state(file)
            content = file.read_bytes()
            if before == _state(file):
                return _parsed_once(file, content) if shared else _parsed(file, content)
            fault = _half(file, "")
        except FileNotFoundError:
            raise ContentError(file, "", "het notebook bestaat niet.", "Controleer de naam van het bestand.") from None
        except HalfWrittenError as error:
            if time.time() - before[2] / 1e9 > PATIENCE:  # nobody is writing it
                raise
            fault = error
        if time.monotonic() > until:
            raise fault
        time.sleep(0.05)


def _state(file: Path) -> tuple[int, int, int]:
    """What changes with every save: the file itself, its size, and when it was written."""
    found = file.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _parsed(file: Path, content: bytes) -> Notebook:
    begun = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"", b"{")
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        if begun:
            raise _half(file, "") from error
        raise ContentError(file, "", "dit is geen notebook.", "Bewaar het als .ipynb in JupyterLab.") from error
    except json.JSONDecodeError as error:
        place = f"regel {error.lineno}"
        if begun:
            raise _half(file, place) from error
        raise ContentError(file, place, "dit is geen notebook.", "Bewaar het als .ipynb in JupyterLab.") from error
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ContentError(file, "", "er staan geen cellen in dit bestand.", "Bewaar het als .ipynb in JupyterLab.")
    return notebook


_parsed_once = lru_cache(maxsize=2)(_parsed)


def _half(file: Path, place: str) -> HalfWrittenError:
    return HalfWrittenError(
        file,
        place,
        "dit notebook staat nog niet helemaal op de schijf; waarschijnlijk wordt het net bewaard.",
        "Wacht even en probeer opnieuw. Blijft dit zo? Open het in JupyterLab en bewaar het nog eens (Ctrl+S).",
    )


def write_notebook(file: Path, notebook: Notebook) -> None:
    """Write a notebook as it is, keys sorted, one space of indentation."""
    file.write_text(dump(notebook), encoding="utf-8", newline="\n")


def dump(notebook: Notebook) -> str:
    """The text of a notebook as git holds it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def source(cell: Cell) -> str:
    """The text of a cell, whether stored as one string or as lines."""
    text = cell.get("source", "")
    return text if isinstance(text, str) else "".join(text)


def normalise(notebook: Notebook) -> Notebook:
    """The same notebook in normal form; the argument is left as it was."""
    metadata = {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}
    if "sowcourse" in notebook.get("metadata", {}):
        metadata["sowcourse"] = notebook["metadata"]["sowcourse"]
    return {
        "cells": [_normalise_cell(cell) for cell in notebook["cells"]],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _normalise_cell(cell: Cell) -> Cell:
    text = source(cell).strip("\n")
    if cell["cell_type"] == "markdown":
        text = one_sentence_per_line(text)
    result: Cell = {
        "cell_type": cell["cell_type"],
        "id": cell.get("id", ""),
        "metadata": {key: value for key, value in sorted(cell.get("metadata", {}).items()) if key in CELL_METADATA},
        "source": text.splitlines(keepends=True),
    }
    if cell["cell_type"] == "code":
        result |= {"execution_count": None, "outputs": []}
    if cell.get("attachments"):
        result["attachments"] = cell["attachments"]
    return result


def one_sentence_per_line(text: str) -> str:
    """Break prose after each sentence; headings, tables, code blocks and HTML stay as they are."""
    lines = []
    fenced = False
    for line in text.split("\n"):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if fenced or line.startswith(("#", "|", "<", "    ", "```", "~~~")):
            lines.append(line)
        else:
            lines.extend(_sentences(line))
    return "\n".join(lines)


def _sentences(line: str) -> list[str]:
    prefix = re.match(r"\s*(?:[-*+]\s+|\d+\.\s+|>\s*)*", line)
    head = prefix[0] if prefix else ""
    indent = "".join(c if c == ">" else " " for c in head) if head.strip() else head
    body, start = line[len(head) :], 0
    pieces = []
    for end, after in ends(body):
        pieces.append(body[start:end].rstrip())
        start = after
    first, *rest = [piece for piece in pieces if piece] or [""]
    return [head + first, *(indent + piece for piece in rest)]


def markers(cell: Cell) -> dict[str, Any]:
    """What nbgrader knows of a cell: its name, points, whether it is an answer; empty when it knows nothing."""
    found = cell["metadata"].get("nbgrader")
    return found if isinstance(found, dict) else {}


_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
"""What the notebook format takes for a cell id."""


def named(notebook: Notebook) -> Notebook:
    """The same notebook, every cell with an id of its own; a cell that nbgrader knows is called by its grade_id.

    A cell without an id, or with one that is taken, is named after its text: the same text has the same id elsewhere.
    """
    taken = {name for cell in notebook["cells"] if (name := grade_id(cell))}
    cells = []
    for cell in notebook["cells"]:
        name = grade_id(cell)
        if not name:
            name = cell.get("id", "")
            if not isinstance(name, str) or not _ID.fullmatch(name) or name in taken:
                name = stem = f"cel-{hashlib.sha256(source(cell).encode(errors='replace')).hexdigest()[:8]}"
                number = 1
                while name in taken:
                    number += 1
                    name = f"{stem}-{number}"
            taken.add(name)
        cells.append(cell if cell.get("id") == name else {**cell, "id": name})
    return {**notebook, "cells": cells, "nbformat": 4, "nbformat_minor": 5}


def grade_id(cell: Cell) -> str:
    """The name that nbgrader knows a cell by; "" when it knows none."""
    name = markers(cell).get("grade_id")
    return name if isinstance(name, str) and _ID.fullmatch(name) else ""


def work_below(cells: list[Cell], task: str) -> str:
    """What stands below a task cell, up to the next cell that nbgrader knows: there a student does the task."""
    found: list[str] = []
    inside = False
    for cell in cells:
        if markers(cell):
            inside = grade_id(cell) == task
        elif inside and source(cell).strip():
            found.append(source(cell).strip("\n"))
    return "\n\n".join(found)


def answers(notebook: Notebook) -> dict[str, str]:
    """Cell → its text; for a task, what stands below it."""
    return {
        str(cell.get("id")): work_below(notebook["cells"], grade_id(cell))
        if markers(cell).get("task")
        else source(cell)
        for cell in notebook["cells"]
    }


def is_marked(cell: Cell) -> bool:
    """Whether a person marks a cell: an answer with points, of text or of code, or a task."""
    marks = markers(cell)
    return bool(marks.get("task") or (marks.get("grade") and marks.get("solution")))


@lru_cache(maxsize=256)
def names_set(code: str) -> frozenset[str]:
    """Names that a piece of code gives a value: by assigning, importing or defining."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset(re.findall(r"^(\w+)\s*=[^=]", code, re.MULTILINE))
    return names_in(tree)


def names_in(tree: ast.AST) -> frozenset[str]:
    """The same for code that was parsed."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.alias(name=name, asname=other):
                found.add(other or name.partition(".")[0])
    return frozenset(found)
