"""Three versions of one assignment into one: as it came, as the lecturer has it, as it comes now."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from sowcourse.notebook import Cell, Notebook, markers, source


@dataclass(frozen=True)
class Merged:
    """The outcome of a merge."""

    notebook: Notebook
    kept: tuple[str, ...]
    """Cells that we changed, and that stay as the lecturer has them."""
    retired: tuple[str, ...]
    """Cells that we took away, and that stay because students may have made them already."""


_AROUND = re.compile(r"^(?:test|hints|rubric)-|-volledig$")


def question_of(cell: str) -> str:
    """The question that a cell belongs to: its check, its hints and its rubric stand in cells of their own."""
    return _AROUND.sub("", cell)


def merge(
    base: Notebook,
    mine: Notebook,
    new: Notebook,
    released: bool,
    keep: Collection[str] = (),
    take: Collection[str] = (),
) -> Merged:
    """What we changed, without touching what the lecturer changed.

    Parameters: base – as it came; mine – as the lecturer has it; new – as it comes now; released – whether students
    have it, so that no question may go; keep, take – questions that the lecturer wants as they are here, or as they
    come, whoever changed them. Cells are the same when their ids are.
    Returns: the cells of `new` in its order, where the lecturer changed nothing; the lecturer's own cells stay after
    the cell they stood after.
    """
    olds, ours, news = _cells(base), _cells(mine), _cells(new)
    chosen: dict[str, Cell] = {}
    kept, retired = [], []
    for name, cell in news.items():
        asked = question_of(name)
        if asked in take:
            chosen[name] = cell
        elif asked in keep:
            if name in ours:
                chosen[name] = ours[name]
            kept.append(name)
        elif name in ours:
            untouched = name in olds and _same(ours[name], olds[name])
            changed = name not in olds or not _same(cell, olds[name])
            chosen[name] = cell if untouched or _same(cell, ours[name]) else ours[name]
            if chosen[name] is not cell and changed:
                kept.append(name)
        elif name not in olds:
            chosen[name] = cell
        elif not _same(cell, olds[name]):
            kept.append(name)
    order = list(chosen)
    before = ""
    for name, cell in ours.items():
        if name not in news:
            if question_of(name) in take and not released:
                continue
            own = name not in olds or not _same(cell, olds[name]) or question_of(name) in keep
            if not own and not (released and markers(cell)):
                continue
            if not own or name in olds:
                retired.append(name)
            chosen[name] = cell
            order.insert(order.index(before) + 1 if before in chosen else 0, name)
        if name in chosen:
            before = name
    return Merged(new | {"cells": [chosen[name] for name in order]}, tuple(kept), tuple(retired))


def _cells(notebook: Notebook) -> dict[str, Cell]:
    return {str(cell.get("id", number)): cell for number, cell in enumerate(notebook["cells"])}


def _same(one: Cell, other: Cell) -> bool:
    return all(
        first == second
        for first, second in (
            (one["cell_type"], other["cell_type"]),
            (source(one).strip(), source(other).strip()),
            (_meaning(one), _meaning(other)),
        )
    )


def _meaning(cell: Cell) -> object:
    """What of a cell's metadata makes it another cell: JupyterLab adds some of its own."""
    return markers(cell), cell["metadata"].get("sowcourse")
