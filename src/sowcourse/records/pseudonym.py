"""A random name for every student, and texts and notebooks in which nobody can be found by name, number or address.

Pseudonyms come from a secret in the cohort, so they are the same each time and mean nothing once the cohort is erased.
The same data without that secret cannot be turned back; the answers themselves may still point at somebody.
"""

from __future__ import annotations

import builtins
import csv
import hashlib
import hmac
import html
import io
import json
import keyword
import marshal
import re
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from sowcourse.cohort.reading import kind
from sowcourse.cohort.roster import Student
from sowcourse.cohort.workspace import Workspace
from sowcourse.content import content_root
from sowcourse.durable import write_durably
from sowcourse.gradebook.gradebook import Result
from sowcourse.identity.known import SHORTEST_ID, Found, Traces, in_strings, strings_in, words
from sowcourse.identity.stranger import load_names
from sowcourse.notebook import CELL_METADATA, Notebook, source
from sowcourse.prose import is_sealed, opened, sealed
from sowcourse.records.escape import read
from sowcourse.rubric import Rubric
from sowcourse.submissions.submission import read_submission

SECRET = ".pseudoniemen"
"""In the cohort: what pseudonyms are made from. Without it nobody can tell who is who."""

_SIGNS = "BCDFGHJKLMNPQRSTVWXZ23456789"
"""No vowels, so that no pseudonym is a word or a name."""

_SOMEBODY = "[naam]"
"""In place of a part of a name that more than one student has."""

_HOME = re.compile(r"""(?i)([/\\]+(?:Users|home)[/\\]+)(?!jovyan\b)([^/\\"'\n]{1,60})(?=[/\\])""")
"""A folder of somebody's own computer; it is called after who owns it, in a way that no class list knows."""

_NUMBERED = re.compile(
    r"(?i)\b((?:student(?:en)?|stam|rol)_?(?:nummer|nr)[\s.:=_#(\"'*]{1,3}(?:(?:is|was)[\s:*]{1,3})?)([\w-]{1,4})(?![\w-])"
)
"""A number that is too short to be looked for everywhere, behind the word for it: studentnummer 0412."""

_BESIDE = re.compile(rf"\b(P[{_SIGNS}]{{6}})(\s*[(\[]\s*)([\w-]{{1,4}})(\s*[)\]])")
"""A short number between brackets behind a name: Bo Maes (7)."""

_SHORT, _LABEL, _MOST_SAME = 5_000, 80, 20_000
"""Bytes of plain values, characters of texts, and how many of these, of which is kept that nobody is in them."""

OWN_TEXT = ("source", "release", "versies", "rubrics")
"""Folders of a cohort that hold what students were given."""

_PACKAGE = Path(__file__).parents[1]

_LABELS = [
    *(file for file in (_PACKAGE / "grading").rglob("*.py") if file.name != "demo.py"),  # that holds a class of its own
    *(_PACKAGE / name for name in ("check.py", "mishap.py", "records/note.py", "records/work.py")),
    *(_PACKAGE / "pages" / "templates").glob("*.html"),
]
"""Where the words on our pages and in our checks are written."""


@dataclass(frozen=True)
class Held:
    """What there is of a cohort, with names or without."""

    workspace: Workspace
    results: dict[str, list[Result]]
    """Assignment → results, for assignments that something came in for."""
    students: dict[str, Student]
    """The class list, who left it, and who handed in without being on it."""
    rubrics: dict[str, dict[str, Rubric]]
    """Assignment → its rubrics, by cell; they name nobody."""


class Pseudonyms:
    """Who is called what, and what would give a student away."""

    def __init__(self, held: Held, ordinary: frozenset[str], page: frozenset[str]) -> None:
        """Parameters: ordinary, page – what `ordinary_words` and `page_words` gather, which takes a while."""
        self.held = held
        self.ordinary, self._page = ordinary, page
        self.traces = Traces(held.students.values(), self.ordinary)
        self._same: set[bytes] = set()
        """What holds nobody, as bytes; most of it stands in every notebook, and the class list does not change."""
        self._plain: set[str] = set()
        """Short texts in which nobody is named: labels and kinds, of which a notebook is full."""
        self._cells: dict[bytes, dict[str, Any]] = {}
        """Cells that hold nobody, and what became of them; a notebook is mostly these."""
        secret = _secret(held.workspace.root / SECRET)
        self.of: dict[str, str] = {}
        taken: set[str] = set()
        for student in sorted(held.students):
            self.of[student] = _pseudonym(secret, student, taken)
            taken.add(self.of[student])

    @cached_property
    def _numbered(self) -> dict[str, str]:
        """Pseudonyms by number, in small letters, of who has a short one."""
        return {student.casefold(): called for student, called in self.of.items() if len(student) < SHORTEST_ID}

    @cached_property
    def given(self) -> frozenset[str]:
        """The texts of cells that students were given, without spaces."""
        return frozenset(_squeezed(source(cell)) for cell in self._given_cells)

    @cached_property
    def _given_ids(self) -> frozenset[str]:
        return frozenset(str(cell.get("id", "")) for cell in self._given_cells)

    @cached_property
    def _given_cells(self) -> list[dict[str, Any]]:
        files = [file for folder in OWN_TEXT for file in (self.held.workspace.root / folder).rglob("*.ipynb")]
        return [cell for file in files for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]]

    def text(self, value: str, own: str = "") -> str:
        """A text without what gives a student away; `own` is who wrote it or whom it is about."""
        if value in self._plain:
            return value

        def name(found: Found) -> str:
            if own in found.students:
                return self.of[own]
            return self.of[found.students[0]] if len(found.students) == 1 else _SOMEBODY

        made = self.traces.replace(self._undone(value, name), name)
        made = _HOME.sub(lambda found: found[1] + self.of.get(own, _SOMEBODY), made)
        if self._numbered:
            made = _NUMBERED.sub(lambda found: found[1] + self._numbered.get(found[2].casefold(), found[2]), made)
            made = _BESIDE.sub(self._beside, made)
        if made == value and len(value) <= _LABEL and len(self._plain) < _MOST_SAME:
            self._plain.add(value)
        return made

    def _beside(self, found: re.Match[str]) -> str:
        """A name with what stands between brackets behind it, when that is the number of who has that name."""
        own = self._numbered.get(found[3].casefold()) == found[1]
        return f"{found[1]}{found[2]}{found[1]}{found[4]}" if own else found[0]

    def _undone(self, value: str, name: Callable[[Found], str]) -> str:
        """A text without whom one finds only as it reads: «\\nJan» in a string of code, «J&uuml;rgen», «Zo%C3%AB»."""
        value = unicodedata.normalize("NFC", value)
        shown = read(value)
        if shown is None:
            return value
        pieces, done = [], 0
        for found in self.traces.find(shown.text):
            start, end = shown.written(found.start, found.end)
            pieces += [value[done:start], name(found)]
            done = end
        return "".join([*pieces, value[done:]])

    def notebook(self, content: bytes, own: str) -> Notebook:
        """A notebook of a student; pictures are left out, for nobody can read whether a name is in them.

        Raises: ValueError when it is no notebook.
        """
        found = read_submission(content)
        known = {key: found["metadata"][key] for key in ("kernelspec", "sowcourse") if key in found["metadata"]}
        cells = [
            sealed(self._cell(opened(cell), own)) if is_sealed(cell) else self._cell(cell, own)
            for cell in found["cells"]
        ]
        metadata = self._within(known, own)
        return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}

    def graded(self, notebook: Notebook, own: str) -> Notebook:
        """A graded notebook as `read_graded` reads it, with what each check said."""
        return {**notebook, "cells": [self._cell(cell, own) for cell in notebook["cells"]], "metadata": {}}

    @cached_property
    def _pages(self) -> Traces:
        """As the traces; on a page text that was given stands between theirs, so a word spelled as in it is no name."""
        return Traces(self.held.students.values(), self.ordinary | self._page)

    def left(self, folder: Path, file: Path) -> str:
        """The name of a file in the folder of an archive when a student can still be found in it; else "".

        What students were given (`opdrachten/`, and its cells in their notebooks) is not looked at: it was made before
        they came.
        """
        name = str(file.relative_to(folder))
        content = "" if name.startswith("opdrachten/") else _readable(file, self.given)
        places = {part.partition(".")[0] for part in Path(name).parts}
        if file.suffix == ".csv":
            places |= _numbers_in(content)
        traces = self._pages if file.suffix in (".html", ".txt") or name == "archief.toml" else self.traces
        text = unicodedata.normalize("NFC", f"{name}\n{content}")
        shown = read(text)
        found = not self.held.students.keys().isdisjoint(places) or any(traces.find(text))
        return name if found or (shown and any(traces.find(shown.text))) else ""

    def _cell(self, cell: dict[str, Any], own: str) -> dict[str, Any]:
        written = marshal.dumps(cell, 2)
        if written in self._cells:
            return self._cells[written]
        made = self._made(cell, own)
        nobody = not cell.get("outputs") and all(made[key] == cell.get(key) for key in ("id", "metadata", "source"))
        if nobody and len(written) <= _SHORT and len(self._cells) < _MOST_SAME:
            self._cells[written] = made
        return made

    def _made(self, cell: dict[str, Any], own: str) -> dict[str, Any]:
        made: dict[str, Any] = {
            "cell_type": cell["cell_type"],
            "id": self._id(str(cell.get("id", "")), own),
            "metadata": self._within(_ours(cell.get("metadata", {})), own),
            "source": source(cell),
        }
        if _squeezed(source(cell)) not in self.given:
            made["source"] = self.text(source(cell), own)
        if cell["cell_type"] == "code":
            outputs = [self._within(_without_pictures(output), own) for output in cell.get("outputs", [])]
            made |= {"execution_count": None, "outputs": outputs}
        return made

    def _id(self, name: str, own: str) -> str:
        """The id of a cell: a student, or the program that made it, may have put a name in it."""
        plain = name if name in self._given_ids else self.text(name, own)
        return name if plain == name else re.sub(r"[^\w-]", "-", plain)

    def _within(self, value: Any, own: str) -> Any:
        written = marshal.dumps(value, 2)
        if written in self._same:
            return value
        made = in_strings(value, lambda text: self.text(text, own))
        if made == value and len(written) <= _SHORT and len(self._same) < _MOST_SAME:
            self._same.add(written)
        return made


def ordinary_words(workspace: Workspace) -> frozenset[str]:
    """Words in lower case that are no names: known as such (roos, bakker), or used so by the course or by Python."""
    places = [content_root() / "course", content_root() / "datasets"]
    found = {*keyword.kwlist, *dir(builtins), *(word.lower() for word in load_names().words)}
    for file in [*_LABELS, *(file for place in places for file in place.rglob("*")), *_own_files(workspace)]:
        if file.suffix in (".py", ".md", ".toml", ".csv", ".ipynb", ".html"):
            found.update(word for word in set(words(_readable(file))) if word.islower())
    return frozenset(found)


def page_words(workspace: Workspace) -> frozenset[str]:
    """Words, as spelled, of what students were given and of the labels on our pages."""
    files = [*_LABELS, *_own_files(workspace)]
    return frozenset(word for file in files for word in words(_readable(file)))


def _own_files(workspace: Workspace) -> list[Path]:
    return [file for folder in OWN_TEXT for file in (workspace.root / folder).rglob("*") if file.is_file()]


def _secret(file: Path) -> bytes:
    if not file.is_file():
        write_durably(file, secrets.token_hex(32))
        file.chmod(0o600)
    return bytes.fromhex(file.read_text(encoding="utf-8"))


def _pseudonym(secret: bytes, student: str, taken: set[str]) -> str:
    for turn in range(1000):
        digest = hmac.digest(secret, f"{student}\n{turn}".encode(), hashlib.sha256)
        name = "P" + "".join(_SIGNS[sign % len(_SIGNS)] for sign in digest[:6])
        if name not in taken:
            return name
    raise AssertionError("a thousand pseudonyms in a row were taken")


def _ours(metadata: dict[str, Any]) -> dict[str, Any]:
    """Without what programs keep with a cell: who ran it, by the number and picture of an account elsewhere."""
    return {key: value for key, value in metadata.items() if key in CELL_METADATA}


def _without_pictures(output: dict[str, Any]) -> dict[str, Any]:
    data = output.get("data")
    if not isinstance(data, dict):
        return output
    kept = {kind: "".join(value) for kind, value in data.items() if kind in ("text/plain", "text/html")}
    kept = {kind: re.sub(r"data:\w+/[^\"')\s]*", "", value) for kind, value in kept.items()}
    return output | {"data": kept, "metadata": {}}


def _readable(file: Path, given: frozenset[str] = frozenset()) -> str:
    """The text of a file as a person reads it: without escapes, tags, and cells that were given."""
    text = file.read_bytes().decode("utf-8-sig", errors="replace")
    if file.suffix in (".ipynb", ".json"):
        content = json.loads(text)
        if file.suffix == ".ipynb":
            content["cells"] = [_told(cell, given) for cell in content["cells"]]
        return "\n".join(strings_in(content))
    if file.suffix == ".html":
        text = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
        return html.unescape(re.sub(r"<[^>]*>", "\n", text))
    return text


def _numbers_in(table: str) -> set[str]:
    """Cells in which somebody's number may stand: under a header that says so; a short one elsewhere is a point."""
    first = table.partition("\n")[0]
    rows = csv.reader(io.StringIO(table), delimiter=max(";,", key=first.count))
    header = [kind(cell) for cell in next(rows, [])]
    return {
        cell
        for row in rows
        for place, cell in enumerate(row)
        if len(cell) >= SHORTEST_ID or header[place : place + 1] in (["id"], ["name"])
    }


def _told(cell: dict[str, Any], given: frozenset[str]) -> str:
    """Every text of a cell, one under the other; the text of one that was given is left out."""
    written = marshal.dumps(cell, 2)
    return _texts(written, given) if len(written) <= _SHORT else _texts.__wrapped__(written, given)


@lru_cache(maxsize=4096)  # most cells are the same in the notebook of everybody
def _texts(written: bytes, given: frozenset[str]) -> str:
    cell = marshal.loads(written)
    cell = opened(cell) if is_sealed(cell) else cell
    return "\n".join(strings_in(cell | {"source": ""} if _squeezed(source(cell)) in given else cell))


def _squeezed(text: str) -> str:
    return "".join(text.split())
