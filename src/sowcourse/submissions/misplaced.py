"""Code that answers a question from another cell than its box: all in one cell, on top, or only below its check."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sowcourse.notebook import Cell, markers, names_set, source

ABOVE = "dit vak bleef leeg; wat hier gevraagd wordt, maakt een cel erboven. Daarmee is nagekeken."
BELOW = "dit vak bleef leeg; wat hier gevraagd wordt, maakt pas een cel onder de controle. Bekijk die cel zelf."


@dataclass(frozen=True)
class Misplaced:
    """Questions whose box is as it was given out or gone, while another cell makes what they ask for."""

    above: tuple[str, ...]
    """Answered above: what stands in the box would only undo it."""
    below: Mapping[str, tuple[str, ...]]
    """Answered only below the checks, which say nothing about it then."""


def misplaced(ours: Mapping[str, Cell], merged: Mapping[str, str], extras: Mapping[str, list[Cell]]) -> Misplaced:
    """Find them. Parameters: ours – the assignment's cells by name; merged, extras – see `repair`."""
    order = list(ours)
    stubs = {name: source(cell) for name, cell in ours.items()}
    boxes = [name for name in order if markers(ours[name]).get("solution") and ours[name]["cell_type"] == "code"]
    empty = [name for name in boxes if re.sub(r"\s", "", merged.get(name, "")) in ("", re.sub(r"\s", "", stubs[name]))]
    if not empty:
        return Misplaced((), {})
    made = [(order.index(name), names_set(merged[name]) - names_set(stubs[name])) for name in boxes if name in merged]
    for spot, cells in extras.items():
        place = order.index(spot) if spot else -1
        made += [(place, names_set(source(cell))) for cell in cells if cell["cell_type"] == "code"]
    above, below = [], {}
    for name in empty:
        here = order.index(name)
        checks = list(_checks(ours, here))
        asked = names_set(stubs[name])
        wanted = asked & {used for check in checks for used in _used(source(ours[check]))} or asked
        known = frozenset[str]().union(*(names for _, names in made))
        if not checks or not wanted or not wanted <= known:
            continue
        first = frozenset[str]().union(*(names for place, names in made if place < order.index(checks[0])))
        near = frozenset[str]().union(*(names for place, names in made if here <= place < order.index(checks[0])))
        if not wanted <= first:
            below[name] = tuple(checks)
        elif not wanted <= near and merged.get(name) != "":
            above.append(name)
    return Misplaced(tuple(above), below)


def _checks(ours: Mapping[str, Cell], place: int) -> Iterator[str]:
    """The checks of the question that stands at a place."""
    for name in list(ours)[place + 1 :]:
        marks = markers(ours[name])
        if marks.get("solution"):
            return
        if marks.get("grade"):
            yield name


def _used(code: str) -> set[str]:
    try:
        return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    except SyntaxError:  # a check that came from elsewhere may hold what only IPython reads
        return set(re.findall(r"\w+", code))
