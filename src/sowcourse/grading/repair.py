"""Bring what a student handed in back into the shape of the assignment, without losing a word.

The assignment's own cells always come from us, so points, checks and texts cannot be changed by handing in. Of the
student's notebook only the answers are taken, found by cell id, then by content, then by place; what belongs to no
question is kept as an extra cell where it stood.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sowcourse.notebook import Cell, Notebook, markers, source

ENOUGH = 0.4
"""Share of an assignment's cells that makes a notebook one of that assignment."""

_FEW = 3
"""Words that a student adds to a text of ours before they count as something written."""


@dataclass(frozen=True)
class Remark:
    """Something that was not as it was given out, with its place."""

    cell: str
    """Id of the question or of our cell; "" for the file as a whole."""
    sentence: str
    look: bool = False
    """Whether a person should look before the points count."""
    private: bool = False
    """Whether it is for the lecturer only."""

    def __str__(self) -> str:
        return f"«{self.cell}»: {self.sentence}" if self.cell else self.sentence


@dataclass
class Repaired:
    """A submission in the shape of the assignment."""

    notebook: Notebook
    remarks: list[Remark] = field(default_factory=list)


def read_submission(content: bytes) -> Notebook:
    """The notebook in a file, whatever its encoding or age.

    Raises: ValueError with a Dutch sentence that says what the file is instead.
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ValueError("dit bestand is leeg. Vraag de student om het notebook nog eens te bewaren en in te leveren.")
    if content[:2] == b"PK":
        word = b"word/" in content[:4000] or b"[Content_Types].xml" in content[:4000]
        kind = "een Word-bestand" if word else "een zip-bestand"
        raise ValueError(f"dit is {kind}, geen notebook. Vraag de student om het .ipynb-bestand.")
    if content[:5] == b"%PDF-":
        raise ValueError("dit is een pdf, geen notebook. Vraag de student om het .ipynb-bestand.")
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        try:
            found = json.loads(content.decode(encoding))
            break
        except UnicodeError:
            continue
        except ValueError as error:
            if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{":
                raise ValueError(
                    "dit notebook is afgebroken of beschadigd. Vraag de student om het nog eens te bewaren en in te "
                    "leveren; wat er stond, is bewaard."
                ) from error
            continue
    else:
        raise ValueError("dit is geen notebook, welke naam het ook heeft. Vraag de student om het .ipynb-bestand.")
    if isinstance(found, dict) and isinstance(found.get("worksheets"), list):
        found = {"cells": [_modern(cell) for sheet in found["worksheets"] for cell in sheet.get("cells", [])]}
    if not isinstance(found, dict) or not isinstance(found.get("cells"), list):
        raise ValueError("dit is geen notebook, welke naam het ook heeft. Vraag de student om het .ipynb-bestand.")
    cells = [cell for cell in found["cells"] if isinstance(cell, dict)]
    return {"cells": [_sound(cell) for cell in cells], "metadata": found.get("metadata") or {}}


def belongs(notebook: Notebook, given: Notebook) -> float:
    """Which share of the assignment's cells stands in a notebook, by id or by content."""
    ids = {_name(cell) for cell in notebook["cells"]}
    texts = {_squeezed(source(cell)) for cell in notebook["cells"]}
    ours = given["cells"]
    return sum(_name(cell) in ids or _squeezed(source(cell)) in texts for cell in ours) / (len(ours) or 1)


def same_texts(notebook: Notebook, given: Notebook) -> float:
    """Which share of the assignment's own texts (not the answers) stands unchanged in a notebook."""
    texts = {_squeezed(source(cell)) for cell in notebook["cells"]}
    ours = [_squeezed(source(cell)) for cell in given["cells"] if not _is_answer(cell)]
    return sum(text in texts for text in ours) / (len(ours) or 1)


def written(notebook: Notebook, given: Notebook) -> int:
    """How much a student wrote: characters that are not ours."""
    return sum(len(text.strip()) for text in _own_texts(notebook, given))


def repair(notebook: Notebook, given: Notebook) -> Repaired:
    """The student's answers in the given notebook.

    Parameters: notebook – as read by read_submission; given – the student version as it was released.
    Returns: our cells in our order with the student's answers, extra cells of the student where they stood, and
    remarks. Never raises for anything in the notebook.
    """
    ours = {_name(cell): cell for cell in given["cells"]}
    order = list(ours)
    remarks: list[Remark] = []
    labelled = _label(notebook["cells"], ours, remarks)
    _by_place(labelled, ours, order, remarks)
    answers: dict[str, list[str]] = {}
    extras: dict[str, list[Cell]] = {}
    anchor = ""
    for name, cell in labelled:
        if name in ours and _is_answer(ours[name]):
            answers.setdefault(name, []).append(source(cell))
            anchor = name
            if cell["cell_type"] != ours[name]["cell_type"]:
                remarks.append(Remark(name, "het soort cel was veranderd; de tekst is als antwoord genomen."))
        elif name in ours:
            anchor = name
            added = _added(source(cell), source(ours[name]))
            if added:
                extras.setdefault(name, []).append(_extra(added, "markdown"))
        elif source(cell).strip():
            extras.setdefault(anchor, []).append(_extra(source(cell), cell["cell_type"]))
    merged = {name: _merge(name, ours[name], texts, remarks) for name, texts in answers.items()}
    _link_below(merged, extras, ours, order, remarks)
    missing = [name for name in order if name not in {label for label, _ in labelled}]
    for name in missing:
        if _is_answer(ours[name]):
            remarks.append(Remark(name, "dit antwoordvak ontbrak en is teruggezet.", look=_is_prose(ours[name])))
        elif ours[name]["cell_type"] == "code":
            remarks.append(Remark(name, "deze cel ontbrak en is teruggezet."))
    cells: list[Cell] = list(extras.get("", []))
    for name in order:
        text = merged.get(name, source(ours[name]))
        cells += [{**ours[name], "source": text}, *extras.get(name, [])]
    return Repaired(given | {"cells": _numbered(cells)}, list(dict.fromkeys(remarks)))


# Reading -----------------------------------------------------------------------------------------------------------


def _modern(cell: Any) -> Any:
    """A cell of notebook format 3 as one of format 4."""
    if not isinstance(cell, dict):
        return cell
    kinds = {"heading": "markdown"}
    text = cell.get("input", cell.get("source", ""))
    return {**cell, "cell_type": kinds.get(cell.get("cell_type", ""), cell.get("cell_type")), "source": text}


def _sound(cell: dict[str, Any]) -> Cell:
    """A cell with nothing in it that could surprise: type, id, metadata and one text."""
    text = cell.get("source", "")
    if isinstance(text, list):
        text = "".join(str(line) for line in text)
    kind = cell.get("cell_type")
    metadata = cell.get("metadata")
    return {
        "cell_type": kind if kind in ("code", "markdown", "raw") else "markdown",
        "id": str(cell.get("id", "")),
        "metadata": metadata if isinstance(metadata, dict) else {},
        "source": str(text).replace("\r\n", "\n"),
    }


def _name(cell: Cell) -> str:
    """The name of a cell: its grade_id, else its id."""
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if isinstance(marks, dict) and isinstance(marks.get("grade_id"), str):
        return str(marks["grade_id"])
    return str(cell.get("id", ""))


def _is_answer(cell: Cell) -> bool:
    return bool(markers(cell).get("solution"))


def _is_prose(cell: Cell) -> bool:
    return _is_answer(cell) and cell["cell_type"] == "markdown"


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


# Matching ----------------------------------------------------------------------------------------------------------

Labelled = list[tuple[str, Cell]]


def _label(cells: list[Cell], ours: dict[str, Cell], remarks: list[Remark]) -> Labelled:
    """Every cell with the name of ours that it is, or "" when it is not clear yet."""
    by_text = {_squeezed(source(cell)): name for name, cell in ours.items() if not _is_answer(cell)}
    labelled: Labelled = []
    seen: set[str] = set()
    for cell in cells:
        name = _name(cell)
        if name not in ours:
            name = by_text.get(_squeezed(source(cell)), "")
        if name and not _is_answer(ours[name]):
            if name in seen:
                sentence = "deze cel stond er twee keer in; er is nagekeken met het origineel."
                remarks.append(Remark(name, sentence))
                added = _added(source(cell), source(ours[name]))
                labelled.append(("", {**cell, "source": added})) if added else None
                continue
            if ours[name]["cell_type"] == "code" and _squeezed(source(cell)) != _squeezed(source(ours[name])):
                remarks.append(Remark(name, "deze cel was veranderd; er is nagekeken met het origineel."))
        seen.add(name)
        labelled.append((name, cell))
    return labelled


def _by_place(labelled: Labelled, ours: dict[str, Cell], order: list[str], remarks: list[Remark]) -> None:
    """Give nameless cells the name of the question between the same neighbours, or of which they set the names."""
    taken = {name for name, _ in labelled}
    for index, (name, cell) in enumerate(labelled):
        if name or not source(cell).strip():
            continue
        before = next((n for n, _ in reversed(labelled[:index]) if n), "")
        after = next((n for n, _ in labelled[index + 1 :] if n), "")
        begin = order.index(before) + 1 if before else 0
        end = order.index(after) if after else len(order)
        open_ones = [n for n in order[begin:end] if _is_answer(ours[n]) and n not in taken]
        fitting = [n for n in open_ones if _fits(cell, ours[n])]
        if not fitting:
            fitting = [n for n in order if n not in taken and _is_answer(ours[n]) and _sets_the_same(cell, ours[n])]
        if fitting:
            labelled[index] = (fitting[0], cell)
            taken.add(fitting[0])
            remarks.append(Remark(fitting[0], "dit antwoord had zijn kenmerk verloren en is op zijn plaats herkend."))


def _fits(cell: Cell, ours: Cell) -> bool:
    if ours["cell_type"] == "code" and _names_set(source(ours)):
        return _sets_the_same(cell, ours)
    return bool(cell["cell_type"] != "code" or ours["cell_type"] == "code")


def _sets_the_same(cell: Cell, ours: Cell) -> bool:
    wanted = _names_set(source(ours))
    return bool(wanted) and wanted <= _names_set(source(cell))


def _names_set(code: str) -> set[str]:
    """Names that a piece of code gives a value."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(re.findall(r"^(\w+)\s*=[^=]", code, re.MULTILINE))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


# Merging -----------------------------------------------------------------------------------------------------------


def _merge(name: str, ours: Cell, texts: list[str], remarks: list[Remark]) -> str:
    """One answer out of all cells that carry its name; stubs and equal copies fall away."""
    stub = _squeezed(source(ours))
    kept: list[str] = []
    for text in texts:
        if _squeezed(text) not in ("", stub) and _squeezed(text) not in map(_squeezed, kept):
            kept.append(text)
    if not kept:
        return texts[0] if _squeezed(texts[0]) else ""
    if len(kept) > 1:
        sentence = f"dit antwoord stond in {len(kept)} cellen; ze staan nu onder elkaar als één antwoord."
        remarks.append(Remark(name, sentence, look=True))
    return "\n\n".join(text.strip("\n") for text in kept)


def _link_below(
    merged: dict[str, str],
    extras: dict[str, list[Cell]],
    ours: dict[str, Cell],
    order: list[str],
    remarks: list[Remark],
) -> None:
    """Prose in a new cell right below (or above) an untouched question becomes its answer."""
    for place, name in enumerate(order):
        if not _is_prose(ours[name]):
            continue
        if _squeezed(merged.get(name, "")) not in ("", _squeezed(source(ours[name]))):
            continue
        for spot in (name, order[place - 1] if place else ""):
            prose = [cell for cell in extras.get(spot, []) if cell["cell_type"] != "code"]
            if prose:
                merged[name] = "\n\n".join(source(cell).strip() for cell in prose)
                extras[spot] = [cell for cell in extras[spot] if cell["cell_type"] == "code"]
                where = "onder" if spot == name else "boven"
                sentence = f"het antwoord stond in een nieuwe cel {where} het antwoordvak; het hoort nu bij de vraag."
                remarks.append(Remark(name, sentence, look=True))
                break


def _added(theirs: str, ours: str) -> str:
    """Lines that a student wrote into a text of ours; "" when there are hardly any."""
    known = {_squeezed(line) for line in ours.splitlines()}
    new = [line for line in theirs.splitlines() if line.strip() and _squeezed(line) not in known]
    return "\n".join(new) if len(re.findall(r"\w+", " ".join(new))) >= _FEW else ""


def _extra(text: str, kind: str) -> Cell:
    return {"cell_type": kind, "metadata": {}, "source": text}


def _numbered(cells: list[Cell]) -> list[Cell]:
    """Cells with ids and outputs as the format asks; extra ones are named extra-1, extra-2, …"""
    result = []
    number = 0
    for cell in cells:
        if not cell.get("id"):
            number += 1
            cell = {**cell, "id": f"extra-{number}"}
        if cell["cell_type"] == "code":
            cell = {**cell, "outputs": [], "execution_count": None}
        result.append(cell)
    return result


def _own_texts(notebook: Notebook, given: Notebook) -> Iterator[str]:
    ours = {_squeezed(source(cell)) for cell in given["cells"]}
    for cell in notebook["cells"]:
        if _squeezed(source(cell)) not in ours:
            yield source(cell)
