"""Bring what a student handed in back into the shape of the assignment, without losing a word.

The assignment's own cells always come from us, so points, checks and texts cannot be changed by handing in. Of the
student's notebook only the answers are taken, found by cell id, then by content, then by place; what belongs to no
question is kept as an extra cell where it stood.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sowcourse.notebook import Cell, Notebook, markers, source

ENOUGH = 0.4
"""Share of an assignment's cells that makes a notebook one of that assignment."""

ADDED = "extra-"
"""How the id of a cell begins that a student added."""

_FEW = 3
"""Words from which a text may be an answer."""


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


def made_for(notebook: Notebook) -> str:
    """The assignment that a notebook says it was made for; "" when it says nothing."""
    told = notebook["metadata"].get("sowcourse") if isinstance(notebook["metadata"], dict) else None
    module = told.get("module") if isinstance(told, dict) else None
    return module if isinstance(module, str) else ""


def belongs(notebook: Notebook, given: Notebook) -> float:
    """Which share of the assignment's cells stands in a notebook, by id or by content.

    The assignments of this course share ids, so there a notebook that names another one has no cell of this one, and
    of a notebook that names none only texts count.
    """
    named, ours = made_for(notebook), made_for(given)
    if ours and named and named != ours:
        return 0.0
    texts = {_squeezed(source(cell)) for cell in notebook["cells"]}
    by_text = [_squeezed(source(cell)) in texts for cell in given["cells"]]
    if ours and not named and any(by_text):
        return same_texts(notebook, given)
    ids = {_name(cell) for cell in notebook["cells"]}
    by_id = [_name(cell) in ids for cell in given["cells"]]
    return sum(map(max, by_id, by_text)) / (len(by_id) or 1)


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
    free: dict[str, Cell] = {}
    anchor = ""
    for name, cell in labelled:
        if _pictures(cell) - _pictures(ours.get(name, {})):
            sentence = "hier hoort een afbeelding bij, die je alleen in het ingeleverde notebook zelf ziet."
            remarks.append(Remark(name, sentence, look=True))
        if name in ours and _is_answer(ours[name]):
            answers.setdefault(name, []).append(source(cell))
            anchor = name
            if cell["cell_type"] != ours[name]["cell_type"]:
                remarks.append(Remark(name, "het soort cel was veranderd; de tekst is als antwoord genomen."))
        elif name in ours and _is_free(ours[name]):
            anchor = name
            free[name] = {"cell_type": cell["cell_type"], "source": source(cell)}
        elif name in ours:
            anchor = name
            added = _added(source(cell), source(ours[name]))
            if added:
                extras.setdefault(name, []).append(_extra(added, "markdown"))
        elif source(cell).strip():
            extras.setdefault(anchor, []).append(_extra(source(cell), cell["cell_type"]))
    ours_texts = {_squeezed(source(cell)) for cell in ours.values()}
    merged = {name: _merge(ours[name], texts, ours_texts, remarks) for name, texts in answers.items()}
    _link_near(merged, extras, ours, order, remarks)
    missing = [name for name in order if name not in {label for label, _ in labelled}]
    for name in missing:
        if _is_answer(ours[name]):
            remarks.append(Remark(name, "dit antwoordvak ontbrak en is teruggezet.", look=_is_prose(ours[name])))
        elif ours[name]["cell_type"] == "code" and not _is_free(ours[name]):
            remarks.append(Remark(name, "deze cel ontbrak en is teruggezet."))
    cells: list[Cell] = list(extras.get("", []))
    for name in order:
        text = merged.get(name, source(ours[name]))
        cells += [{**ours[name], "source": text, **free.get(name, {})}, *extras.get(name, [])]
    return Repaired(given | {"cells": _numbered(cells)}, list(dict.fromkeys(remarks)))


# Telling apart -----------------------------------------------------------------------------------------------------


def _name(cell: Cell) -> str:
    """The name of a cell: its grade_id, else its id."""
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if isinstance(marks, dict) and isinstance(marks.get("grade_id"), str):
        return str(marks["grade_id"])
    return str(cell.get("id", ""))


def _is_answer(cell: Cell) -> bool:
    return bool(markers(cell).get("solution"))


def _is_free(cell: Cell) -> bool:
    """Whether a cell of ours is one that nbgrader does not know: a student may change it, and that counts."""
    return not markers(cell)


def _pictures(cell: Cell) -> set[str]:
    """Names of the pictures that were pasted into a cell."""
    found = cell.get("attachments")
    return set(found) if isinstance(found, list | dict) else set()


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
            if name in seen and _is_free(ours[name]):
                labelled.append(("", cell))
                continue
            if name in seen:
                sentence = "deze cel stond er twee keer in; er is nagekeken met het origineel."
                remarks.append(Remark(name, sentence))
                added = _added(source(cell), source(ours[name]))
                labelled.append(("", {**cell, "source": added})) if added else None
                continue
            changed = _squeezed(source(cell)) != _squeezed(source(ours[name]))
            if ours[name]["cell_type"] == "code" and changed and not _is_free(ours[name]):
                remarks.append(Remark(name, "deze cel was veranderd; er is nagekeken met het origineel."))
        seen.add(name)
        labelled.append((name, cell))
    return labelled


def _by_place(labelled: Labelled, ours: dict[str, Cell], order: list[str], remarks: list[Remark]) -> None:
    """Give nameless cells the name of the question between the same neighbours, or of which they set the names."""
    taken = {name for name, _ in labelled}
    following = [""]
    for name, _ in reversed(labelled):
        following.append(name or following[-1])
    following.reverse()
    before = ""
    for index, (name, cell) in enumerate(labelled):
        before = name or before
        if name or not source(cell).strip():
            continue
        after = following[index + 1]
        begin = order.index(before) + 1 if before else 0
        end = order.index(after) if after else len(order)
        open_ones = [n for n in order[begin:end] if _is_answer(ours[n]) and n not in taken]
        fitting = [n for n in open_ones if _fits(cell, ours[n])]
        if not fitting:
            fitting = [n for n in order if n not in taken and _is_answer(ours[n]) and _sets_the_same(cell, ours[n])]
        if fitting:
            labelled[index] = (fitting[0], cell)
            before = fitting[0]
            taken.add(fitting[0])
            sentence = "dit antwoord had zijn kenmerk verloren en is op zijn plaats herkend."
            remarks.append(Remark(fitting[0], sentence, look=_is_prose(ours[fitting[0]])))


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


def _merge(question: Cell, texts: list[str], ours: set[str], remarks: list[Remark]) -> str:
    """One answer out of all cells that carry its name; our own texts and equal copies fall away."""
    seen = {"", *ours}
    kept: list[str] = []
    for text in texts:
        if _squeezed(text) not in seen:
            kept.append(text)
            seen.add(_squeezed(text))
    if not kept:
        return source(question) if any(map(_squeezed, texts)) else ""
    if len(kept) > 1:
        sentence = f"dit antwoord stond in {len(kept)} cellen; ze staan nu onder elkaar als één antwoord."
        remarks.append(Remark(_name(question), sentence, look=True))
    return "\n\n".join(text.strip("\n") for text in kept)


def _link_near(
    merged: dict[str, str],
    extras: dict[str, list[Cell]],
    ours: dict[str, Cell],
    order: list[str],
    remarks: list[Remark],
) -> None:
    """Prose in a new cell right below (or above) a question belongs to its answer.

    A question that stays empty while there is prose that belongs nowhere is for a person to look at.
    """
    empty = []
    tasks = {name for name in order if markers(ours[name]).get("task")}
    for place, name in enumerate(order):
        if not _is_prose(ours[name]):
            continue
        answer = merged.get(name, "")
        untouched = _squeezed(answer) in ("", _squeezed(source(ours[name])))
        above = order[place - 1] if place and untouched and order[place - 1] not in tasks else ""
        if below := _take_prose(extras, name):
            sentence = "het antwoord stond in een nieuwe cel onder het antwoordvak; het hoort nu bij de vraag."
            if not untouched:
                sentence = "onder het antwoord stond nog een cel met tekst; ze hoort nu bij het antwoord."
            merged[name] = "\n\n".join([*([] if untouched else [answer.strip("\n")]), below])
        elif untouched and (before := _take_prose(extras, above)):
            sentence = "het antwoord stond in een nieuwe cel boven het antwoordvak; het hoort nu bij de vraag."
            merged[name] = before
        else:
            empty += [name] if untouched else []
            continue
        remarks.append(Remark(name, sentence, look=True))
    if any(_is_words(cell) for name, cells in extras.items() if name not in tasks for cell in cells):
        sentence = "dit antwoordvak bleef leeg, maar elders staat tekst die bij geen vraag hoort; kijk of het die is."
        remarks += [Remark(name, sentence, look=True) for name in empty]


def _take_prose(extras: dict[str, list[Cell]], spot: str) -> str:
    """Take the prose out of the extra cells at a spot."""
    found = [cell for cell in extras.get(spot, []) if _is_words(cell)]
    extras[spot] = [cell for cell in extras.get(spot, []) if not _is_words(cell)]
    return "\n\n".join(source(cell).strip("\n") for cell in found)


def _is_words(cell: Cell) -> bool:
    """Whether a cell holds prose; a new cell is a code cell unless somebody changes it."""
    text = source(cell)
    if cell["cell_type"] != "code":
        return bool(text.strip())
    if len(re.findall(r"\w+", text)) < _FEW or re.match(r"\s*[%!]", text):
        return False
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    return False


def _added(theirs: str, ours: str) -> str:
    """Lines with words that a student wrote into a text of ours."""
    known, words = {_squeezed(line) for line in ours.splitlines()}, set(re.findall(r"\w+", ours))
    new = [line for line in theirs.splitlines() if _squeezed(line) not in known]
    return "\n".join(line for line in new if set(re.findall(r"\w+", line)) - words)


def _extra(text: str, kind: str) -> Cell:
    return {"cell_type": kind, "metadata": {}, "source": text}


def _numbered(cells: list[Cell]) -> list[Cell]:
    """Cells with ids and outputs as the format asks; extra ones are named extra-1, extra-2, …"""
    result = []
    number = 0
    for cell in cells:
        if not cell.get("id"):
            number += 1
            cell = {**cell, "id": f"{ADDED}{number}"}
        if cell["cell_type"] == "code":
            cell = {**cell, "outputs": [], "execution_count": None}
        elif "outputs" in cell:  # a student made text of a code cell
            cell = {key: value for key, value in cell.items() if key not in ("outputs", "execution_count")}
        result.append(cell)
    return result


def _own_texts(notebook: Notebook, given: Notebook) -> Iterator[str]:
    ours = {_squeezed(source(cell)) for cell in given["cells"]}
    for cell in notebook["cells"]:
        if _squeezed(source(cell)) not in ours:
            yield source(cell)
