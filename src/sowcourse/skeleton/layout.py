"""The order of a lesson: its texts, questions and parts, one below the other; moved, taken out, put in and put back.

What stands at the top stays there: the title, and the cell that makes the parts of the lesson available.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sowcourse.errors import ContentError
from sowcourse.lesson import Call, calls
from sowcourse.notebook import Cell, Notebook, source
from sowcourse.parts import PARTS
from sowcourse.skeleton.cells import cell_of

QUESTION = "show_note"
"""The call of a question that is written and not chosen."""

_IMPORT = "from sowcourse.widgets import"


@dataclass(frozen=True)
class Piece:
    """One cell of a lesson, as an author knows it."""

    id: str
    kind: str
    """What it is: "tekst", "een casus", "een vraag om op te schrijven"."""
    label: str
    """What it begins with, or which one it shows."""
    stays: bool
    """Whether it stands at the top and stays there."""
    text: bool
    """Whether it has a form among the texts of the lesson."""


@dataclass(frozen=True)
class Choice:
    """A part that a lesson can show."""

    call: str
    values: tuple[str, ...]

    @property
    def name(self) -> str:
        """By which it is asked."""
        return json.dumps([self.call, *self.values])

    @property
    def told(self) -> str:
        """As an author chooses it."""
        which = ": ".join(self.values[1:]) if self.call != "show_chart" else ", ".join(self.values)
        return f"{PARTS[self.call].told}{f' «{which}»' if which else ''}"


def pieces(lesson: Notebook) -> list[Piece]:
    """All of them, in their order."""
    shown = {call.cell: call for call in calls(lesson)}
    found, top = [], _top(lesson["cells"])
    for place, cell in enumerate(lesson["cells"]):
        call = shown.get(str(cell["id"]))
        is_text = cell["cell_type"] == "markdown" or (call is not None and call.name == QUESTION)
        found.append(Piece(str(cell["id"]), _kind(cell, call), _label(cell, call), place < top, is_text))
    return found


def choices(lesson: Notebook, module: str, course: Path) -> list[Choice]:
    """Every part that this lesson can show and does not show yet."""
    there = {(call.name, call.values) for call in calls(lesson)}
    found = [
        Choice(name, values) for name, part in PARTS.items() if part.told for values in part.offered(module, course)
    ]
    return [choice for choice in found if (choice.call, choice.values) not in there]


def moved(lesson: Notebook, name: str, below: str) -> Notebook:
    """With one cell right below another. Raises: ContentError when one is not there, or stays at the top."""
    cells = list(lesson["cells"])
    cell = cells.pop(_loose(lesson, name))
    cells.insert(_below(cells, below), cell)
    return lesson | {"cells": cells}


def shifted(lesson: Notebook, name: str, by: int) -> Notebook:
    """With one cell a place up (-1) or down (1); at an end it stays. Raises: ContentError as `moved`."""
    cells = list(lesson["cells"])
    place = _loose(lesson, name)
    other = place + by
    if _top(cells) <= other < len(cells):
        cells[place], cells[other] = cells[other], cells[place]
    return lesson | {"cells": cells}


def without(lesson: Notebook, name: str) -> Notebook:
    """Without one cell; what only it showed is not made available any more. Raises: ContentError as `moved`."""
    cells = list(lesson["cells"])
    cells.pop(_loose(lesson, name))
    return _importing(lesson | {"cells": cells})


def put_back(lesson: Notebook, before: Notebook, name: str) -> Notebook:
    """With a cell of before again, below the nearest that stood above it. Raises: ContentError when there is none."""
    ids = [str(cell["id"]) for cell in before["cells"]]
    if name not in ids or name in _ids(lesson["cells"]):
        raise _unknown(name)
    above = [each for each in ids[: ids.index(name)] if each in _ids(lesson["cells"])]
    cells = list(lesson["cells"])
    place = max(_ids(cells).index(above[-1]) + 1 if above else 0, _top(cells))
    cells.insert(place, before["cells"][ids.index(name)])
    return _importing(lesson | {"cells": cells})


def with_part(lesson: Notebook, choice: Choice, below: str) -> Notebook:
    """With a part that it does not show yet, below another cell."""
    told = PARTS[choice.call].told
    values = ", ".join(map(json.dumps, choice.values))
    name = _free(lesson, "-".join([choice.call.removeprefix("show_").replace("_", "-"), *choice.values[1:]]))
    return _with(lesson, name, f"# Hier verschijnt {told}.\n{choice.call}({values})", below)


def with_question(lesson: Notebook, module: str, question: str, below: str) -> Notebook:
    """With a question to which a student writes an answer. Raises: ContentError when it is empty."""
    asked = " ".join(question.split())
    if not asked:
        raise ContentError(Path(), "", "de vraag is leeg.", "Schrijf wat de les hier vraagt.")
    taken = {call.values[1] for call in calls(lesson) if call.name == QUESTION}
    name = next(f"vraag-{n}" for n in range(1, 1000) if f"vraag-{n}" not in {*taken, *_ids(lesson["cells"])})
    quoted = json.dumps(asked, ensure_ascii=False)
    code = f"# Hier schrijf je je antwoord.\n{QUESTION}({json.dumps(module)}, {json.dumps(name)}, question={quoted})"
    return _with(lesson, name, code, below)


def _with(lesson: Notebook, name: str, code: str, below: str) -> Notebook:
    cells = list(lesson["cells"])
    cells.insert(_below(cells, below), cell_of("widget", name, "", code, ""))
    return _importing(lesson | {"cells": cells})


def _ids(cells: Sequence[Cell]) -> list[str]:
    return [str(cell["id"]) for cell in cells]


def _top(cells: Sequence[Cell]) -> int:
    """How many cells stay where they are."""
    imports = [place for place, cell in enumerate(cells) if _IMPORT in source(cell)]
    return imports[0] + 1 if imports else int(bool(cells))


def _loose(lesson: Notebook, name: str) -> int:
    """The place of a cell that may move. Raises: ContentError for another."""
    ids = _ids(lesson["cells"])
    if name not in ids:
        raise _unknown(name)
    if ids.index(name) < _top(lesson["cells"]):
        raise ContentError(Path(), "", f"'{name}' staat bovenaan en blijft daar.", "Kies een ander stuk van de les.")
    return ids.index(name)


def _below(cells: Sequence[Cell], name: str) -> int:
    """The place right below a cell. Raises: ContentError when it is not there."""
    if name not in _ids(cells):
        raise _unknown(name)
    return max(_ids(cells).index(name) + 1, _top(cells))


def _unknown(name: str) -> ContentError:
    return ContentError(Path(), "", f"'{name}' is geen stuk van deze les.", "Kies er een uit de lijst.")


def _importing(lesson: Notebook) -> Notebook:
    """With exactly the parts made available that it shows, in the form of the house."""
    cells = list(lesson["cells"])
    names = sorted({call.name for call in calls(lesson)})
    for place, cell in enumerate(cells):
        text = source(cell)
        if _IMPORT in text and names:
            there = sorted(set(re.findall(r"\b(?:show|draw)_\w+", text.partition(_IMPORT)[2])))
            if there != names:
                put = f"{_IMPORT} (\n" + "".join(f"    {name},\n" for name in names) + ")"
                cells[place] = cell | {"source": text.partition(_IMPORT)[0] + put}
            break
    return lesson | {"cells": cells}


def _free(lesson: Notebook, name: str) -> str:
    """A name for a new cell: this one, with a number when it is taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    taken = _ids(lesson["cells"])
    return next(each for n in range(1, 1000) if (each := plain if n == 1 else f"{plain}-{n}") not in taken)


def _kind(cell: Cell, call: Call | None) -> str:
    if cell["cell_type"] == "markdown":
        return "tekst"
    if _IMPORT in source(cell):
        return "zet de onderdelen klaar"
    return PARTS[call.name].told if call and call.name in PARTS and PARTS[call.name].told else "code"


def _label(cell: Cell, call: Call | None) -> str:
    if cell["cell_type"] == "markdown":
        return next((line.strip(" #*") for line in source(cell).splitlines() if line.strip(" #*")), "")
    if call is None:
        return ""
    if call.name == QUESTION:
        return str(call.named.get("question", ""))
    return ", ".join(map(str, call.values if call.name == "show_chart" else call.values[1:]))
