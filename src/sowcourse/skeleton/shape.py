"""What a file of the course holds, taken apart into entries that a form shows one at a time, whatever file it is.

`house_form.Pieces` is the shape of a TOML file of entries; here are the others. Each gives back the bytes it was made
of when nothing was changed.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, Self

from sowcourse.content import UNWRITTEN, document_of
from sowcourse.criteria import KEY
from sowcourse.errors import ContentError
from sowcourse.hint import PLACE
from sowcourse.notebook import Cell, Notebook, dump, markers, normalise, source
from sowcourse.skeleton.cells import cell_of
from sowcourse.skeleton.house_form import Entry, front, is_whole, on_lines, on_one_line

BODY = "tekst"
"""What Markdown is called among the fields."""

ASKED = "vraag"
"""The field of a question that a lesson asks below a line to write on."""

_NOTE = re.compile(r'(?m)^show_note\(.*\bquestion=("(?:[^"\\]|\\.)*")')

AFTER = "na"
"""The field of a new text in a notebook that says below which text it comes."""


class Held(Protocol):
    """A file in pieces."""

    def __len__(self) -> int:
        """How many entries there are."""

    @property
    def text(self) -> str:
        """The whole file."""

    def entry(self, number: int) -> Entry:
        """The values of one entry."""

    def changed(self, number: int, entry: Entry) -> Held:
        """With other values in the place of one entry."""

    def added(self, entry: Entry) -> Held:
        """With one more."""

    def without(self, number: int) -> Held:
        """Without one of them."""


@dataclass(frozen=True)
class _Single:
    """A file that is one entry, or is not there yet."""

    text: str

    def __len__(self) -> int:
        """One, when it is there."""
        return int(bool(self.text))

    def added(self, entry: Entry) -> Held:
        """The file, made."""
        return self.changed(0, entry)

    def changed(self, number: int, entry: Entry) -> Held:
        """The file with these values."""
        raise NotImplementedError

    def without(self, number: int) -> Held:
        """Raises: ContentError, always: a file is not taken away in a form."""
        raise ContentError(Path(), "", "dit kun je hier niet weghalen.", "Verwijder het bestand zelf als het weg moet.")


class Paper(_Single):
    """A Markdown file with values in its head."""

    def entry(self, number: int) -> Entry:
        """Its head, and its Markdown as BODY."""
        table, body = document_of(Path(), self.text)
        return {**table.data, BODY: body.rstrip("\n")}

    def changed(self, number: int, entry: Entry) -> Held:
        """Written as the house writes it."""
        head = {key: value for key, value in entry.items() if key != BODY}
        return Paper(f"+++\n{front(head)}+++\n{str(entry.get(BODY, '')).strip()}\n")


class Bare(_Single):
    """A Markdown file, and nothing else."""

    def entry(self, number: int) -> Entry:
        """Its Markdown as BODY."""
        return {BODY: self.text.rstrip("\n")}

    def changed(self, number: int, entry: Entry) -> Held:
        """The other text."""
        return Bare(str(entry.get(BODY, "")).strip() + "\n")


class Answer(_Single):
    """A wrong answer, or another right one."""

    def entry(self, number: int) -> Entry:
        """Its values; the answer without the line ends around it."""
        found = tomllib.loads(self.text)
        return found | {"source": str(found.get("source", "")).strip("\n")}

    def changed(self, number: int, entry: Entry) -> Held:
        """Written as the house writes it."""
        told = {key: str(entry.get(key, "")) for key in ("cell", "source", "fails", "sentence")}
        return Answer(answer_text(told["cell"], told["source"], told["fails"], told["sentence"]))


def answer_text(cell: str, text: str, check: str = "", sentence: str = "") -> str:
    """The file of an answer that proves a check; without a check it is another right answer."""
    lines = [f"cell = {on_one_line(cell)}", f"source = {on_lines(text)}"]
    if check:
        lines += [f"fails = {on_one_line(check)}", f"sentence = {on_one_line(sentence)}"]
    return "\n".join(lines) + "\n"


class Head(_Single):
    """What stands above the first table of a TOML file; a new list on one line."""

    def entry(self, number: int) -> Entry:
        """Its values."""
        return tomllib.loads(self._parts()[0])

    def changed(self, number: int, entry: Entry) -> Held:
        """With other values; a line whose value stays is not touched, and a remark that asked for it goes."""
        top, rest = self._parts()
        return Head(rewritten(top, entry) + rest)

    def _parts(self) -> tuple[str, str]:
        found = re.search(r"(?m)^\[", self.text)
        place = found.start() if found else len(self.text)
        return self.text[:place], self.text[place:]


@dataclass(frozen=True)
class Sections:
    """A TOML file of tables that stand in it once: `[time]`, `[privacy]`. Each is an entry, called as it is."""

    head: str
    tables: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Sections:
        """A text cut before every table."""
        head, *tables = re.split(r"(?m)^(?=\[[\w-]+\][ \t]*$)", text)
        return cls(head, tuple(tables))

    def __len__(self) -> int:
        """How many tables there are."""
        return len(self.tables)

    @property
    def text(self) -> str:
        """The whole file."""
        return self.head + "".join(self.tables)

    def entry(self, number: int) -> Entry:
        """Its name as "id", and its values."""
        ((name, values),) = tomllib.loads(self.tables[number]).items()
        return {"id": name, **values}

    def changed(self, number: int, entry: Entry) -> Sections:
        """With other values in one table; a line whose value stays is not touched."""
        name, _, body = self.tables[number].partition("\n")
        own = {key: value for key, value in entry.items() if key != "id"}
        tables = list(self.tables)
        tables[number] = f"{name}\n{rewritten(body, own)}"
        return replace(self, tables=tuple(tables))

    def added(self, entry: Entry) -> Sections:
        """Raises: ContentError, always: which tables there are, the program knows."""
        raise ContentError(Path(), "", "hier kan er geen bij.", "Verander een van de onderdelen die er staan.")

    def without(self, number: int) -> Sections:
        """Raises: ContentError, always, as `added`."""
        raise ContentError(Path(), "", "dit kun je hier niet weghalen.", "Maak de velden leeg die weg mogen.")


def rewritten(text: str, entry: Entry) -> str:
    """Lines of values with others in their place; what stays the same is not touched, remarks included.

    A remark that asked for a value goes when the value comes; a list that stood on lines of its own stays so.
    """
    before = tomllib.loads(text)
    lead, *lines = _by_key(text)
    made = [lead]
    for line in lines:
        name = line.partition("=")[0].strip()
        said = _value_of(line)
        below = line[len(said) :]
        if name in entry and entry[name] == before.get(name):
            made.append(line)
            continue
        made[-1] = re.sub(rf"(?m)^#.*{UNWRITTEN}.*\n", "", made[-1])
        made.append(f"{name} = {_as_before(said, entry[name])}\n{below}" if name in entry else below)
    new = [f"{name} = {on_one_line(value)}\n" for name, value in entry.items() if name not in before]
    whole = "".join(made)
    end = len(whole.rstrip("\n")) + 1 if whole.strip() else 0
    return whole[:end] + "".join(new) + whole[end:]


def _by_key(text: str) -> list[str]:
    """What stands above the first key; then every key with its value and what stands below it."""
    found = [""]
    for line in text.splitlines(keepends=True):
        if re.match(r"[\w-]+[ \t]*=", line) and (len(found) == 1 or is_whole(found[-1])):
            found.append(line)
        else:
            found[-1] += line
    return found


def _value_of(text: str) -> str:
    """The lines that say the value, without blank lines and remarks below it."""
    said = ""
    for line in text.splitlines(keepends=True):
        said += line
        if is_whole(said):
            break
    return said


def _as_before(said: str, value: object) -> str:
    """A value in the form that the one before it had: a list on lines of its own, text between three quotes."""
    lined = re.search(r"\[[ \t]*\n([ \t]+)", said)
    if lined and isinstance(value, list) and value:
        return "[\n" + "".join(f"{lined[1]}{on_one_line(each)},\n" for each in value) + "]"
    return on_one_line(value)


@dataclass(frozen=True)
class InNotebook:
    """What a form holds of a notebook, cell by cell."""

    notebook: Notebook

    @classmethod
    def of(cls, text: str) -> Self:
        """A notebook as text; "" is one without cells."""
        return cls(json.loads(text) if text else {"cells": [], "metadata": {}})

    def __len__(self) -> int:
        """How many cells it has for the form."""
        return len(self._places())

    @property
    def text(self) -> str:
        """The notebook in its normal form."""
        return dump(normalise(self.notebook))

    def _places(self) -> list[int]:
        """Where these cells stand among all."""
        raise NotImplementedError


@dataclass(frozen=True)
class Cells(InNotebook):
    """The texts of a notebook: what a lesson says, what an assignment asks, and model answers in prose.

    Rubrics and hints are left out: they live in files of their own.
    """

    def entry(self, number: int) -> Entry:
        """Its Markdown, and of an answer what a student gets instead and when it is complete."""
        cell = self._cell(number)
        if note := _note(cell):
            return {"id": cell["id"], ASKED: ast.literal_eval(note[1])}
        ours = cell["metadata"].get("sowcourse", {})
        entry: Entry = {"id": cell["id"], BODY: source(cell)}
        if "stub" in ours:
            entry["stub"] = ours["stub"]
        if KEY in ours:
            entry |= _NO_CRITERIA | ours[KEY]
        return entry

    def changed(self, number: int, entry: Entry) -> Cells:
        """With another text in a cell."""
        place, cell = self._places()[number], self._cell(number)
        made = cell | {"source": _asking(cell, entry) if _note(cell) else str(entry.get(BODY, "")).strip("\n")}
        ours = dict(cell["metadata"].get("sowcourse", {}))
        if "stub" in ours:
            ours["stub"] = str(entry.get("stub", "")).strip("\n")
        if KEY in ours:
            asked = {key: entry.get(key, nothing) for key, nothing in _NO_CRITERIA.items()}
            ours[KEY] = {key: value for key, value in asked.items() if key == "words" or value != _NO_CRITERIA[key]}
        if ours:
            made["metadata"] = cell["metadata"] | {"sowcourse": ours}
        cells = list(self.notebook["cells"])
        cells[place] = made
        return replace(self, notebook=self.notebook | {"cells": cells})

    def added(self, entry: Entry) -> Cells:
        """With one more text, below the one that the entry names in AFTER, else at the end."""
        cells = list(self.notebook["cells"])
        taken = [cell["id"] for cell in cells]
        name = next(f"tekst-{n}" for n in range(1, len(cells) + 2) if f"tekst-{n}" not in taken)
        kind = "given" if any(markers(cell) for cell in cells) else "text"
        after = entry.get(AFTER, "")
        place = taken.index(after) + 1 if after in taken else len(cells)
        cells.insert(place, cell_of(kind, name, "", str(entry.get(BODY, "")).strip("\n"), ""))
        return replace(self, notebook=self.notebook | {"cells": cells})

    def without(self, number: int) -> Cells:
        """Without one of the texts. Raises: ContentError for a cell in which students answer."""
        place, cell = self._places()[number], self._cell(number)
        if markers(cell).get("solution") or _note(cell):
            fault = f"in '{cell['id']}' antwoorden studenten."
            raise ContentError(Path(), "", fault, "Een vraag weghalen kan alleen in het notebook zelf.")
        cells = self.notebook["cells"]
        return replace(self, notebook=self.notebook | {"cells": [*cells[:place], *cells[place + 1 :]]})

    def _places(self) -> list[int]:
        return [number for number, cell in enumerate(self.notebook["cells"]) if _is_text(cell)]

    def _cell(self, number: int) -> Cell:
        found: Cell = self.notebook["cells"][self._places()[number]]
        return found


_NO_CRITERIA: Mapping[str, Any] = {"words": 0, "parts": [], "concepts": [], "fewest_concepts": 0, "passage": False}
"""What a text that is complete may ask, and what goes without saying."""


def _note(cell: Cell) -> re.Match[str] | None:
    """The question that a cell of a lesson asks, between its quotes; None when it asks none."""
    return _NOTE.search(source(cell)) if cell["cell_type"] == "code" else None


def _asking(cell: Cell, entry: Entry) -> str:
    text, found = source(cell), _note(cell)
    asked = str(entry.get(ASKED, "")).strip()
    if found is None or ast.literal_eval(found[1]) == asked:
        return text
    return text[: found.start(1)] + json.dumps(asked, ensure_ascii=False) + text[found.end(1) :]


def _is_text(cell: Cell) -> bool:
    if _note(cell):
        return True
    return cell["cell_type"] == "markdown" and not str(cell["id"]).startswith(("rubric-", PLACE))
