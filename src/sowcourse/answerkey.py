"""What «Probeer» knows about the answers of an assignment, without holding any of them.

The notebook that a student gets carries, for each name that a check asks for, salted and slow hashes: of the right
answer in one canonical form, and of each typical wrong answer with the sentence that helps whoever gave it. A hash says
whether an answer is the one that was meant; it does not say which one that is. An answer among a few options could be
found by trying them all, so those are not in the key: they are judged after handing in.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from sowcourse.content import datasets_root
from sowcourse.notebook import Notebook, source

ROUNDS = 100_000
"""Passes of the hash: about a tenth of a second for who tries an answer, and for who tries to guess one."""

LATER = "◇"
"""The sign of an answer that is not judged before handing in; ✓ is for what is right."""

Row = tuple[str | float | None, ...]
Answer = float | Sequence[Row] | frozenset[int]
"""A number, the rows of a table, or years."""


@dataclass(frozen=True)
class Form:
    """How two answers to one question are compared."""

    kind: str
    """"number", "rows" or "years"."""
    columns: tuple[str, ...] = ()
    """Of a table: what is compared."""
    loose: tuple[int, ...] = ()
    """Places of the columns that may be rounded."""
    decimals: int = 0
    """Of a number: to how many it is rounded before hashing; below 0 for tens, hundreds, …"""

    def canonical(self, answer: Answer, rounding: Callable[[float], float] | None = None) -> str:
        """One text for all answers that are equal in this form.

        Parameters: rounding – of a table, what was done to its numbers before; None for nothing.
        """
        if self.kind == "number":
            assert isinstance(answer, float)
            return str(round(answer, self.decimals) + 0.0)
        if self.kind == "years":
            assert isinstance(answer, frozenset)
            return json.dumps(sorted(answer))
        assert isinstance(answer, Sequence)
        rows = [self._row(row, rounding) for row in answer if not self._says_nothing(row)]
        return json.dumps(sorted(rows, key=json.dumps))

    def _says_nothing(self, row: Row) -> bool:
        return bool(self.loose) and all(row[place] is None for place in self.loose)

    def _row(self, row: Row, rounding: Callable[[float], float] | None) -> list[str | float | None]:
        return [_rounded(cell, rounding) if place in self.loose else cell for place, cell in enumerate(row)]


def _rounded(cell: str | float | None, rounding: Callable[[float], float] | None) -> str | float | None:
    """A number with one decimal, as pandas rounds; what a computer leaves behind the sixth decimal does not count."""
    if not isinstance(cell, int | float):
        return cell
    kept = float(cell) if rounding is None else rounding(float(cell))
    return _by_pandas(1)(_by_pandas(6)(kept)) + 0.0


def _by_pandas(decimals: int) -> Callable[[float], float]:
    import numpy as np

    return lambda number: float(np.round(number, decimals))


def _by_hand(number: float) -> float:
    return float(Decimal(repr(number)).quantize(Decimal("0.1"), ROUND_HALF_UP))


_EXACT = 9
"""Decimals of a number that may not be off at all."""


def number_form(tolerance: float) -> Form:
    """How numbers are compared that may be this far off: in steps of at most a fifth of it."""
    return Form("number", decimals=-math.floor(math.log10(tolerance / 5)) if tolerance > 0 else _EXACT)


def counts_as(number: float, expected: float, tolerance: float) -> bool:
    """Whether a number is within the tolerance, or in the same step as one that is: what a key can tell of it."""
    if not math.isfinite(number):
        return False
    step = number_form(tolerance).decimals
    lowest, highest = round(expected - tolerance, step), round(expected + tolerance, step)
    return abs(number - expected) <= tolerance or lowest <= round(number, step) <= highest


@dataclass(frozen=True)
class Entry:
    """What is known about the answer under one name."""

    form: Form
    hint: str
    """What to look at, for an answer that is neither right nor one of the known wrong ones."""
    right: frozenset[str]
    """Hashes."""
    wrong: Mapping[str, str]
    """Hash → sentence."""


@dataclass(frozen=True)
class AnswerKey:
    """The key of one assignment; without entries when its notebook carries none."""

    salt: str = ""
    entries: Mapping[str, Entry] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    """Data set → digest of the figures of which the answers were made."""

    @classmethod
    def of(cls, notebook: Notebook) -> AnswerKey:
        """The key that a notebook carries; an empty one when it carries none that can be read."""
        kept = notebook.get("metadata", {}).get("sowcourse")
        found: Any = kept.get("key") if isinstance(kept, dict) else None
        try:
            entries = {name: _entry(about) for name, about in found["entries"].items()}
            return cls(str(found["salt"]), entries, {name: str(digest) for name, digest in found["figures"].items()})
        except (AttributeError, KeyError, TypeError, ValueError):  # none, or changed by somebody else
            return cls()

    def hashed(self, name: str, canonical: str) -> str:
        """The hash of an answer under a name; the same answer under another name has another."""
        return _slowly(self.salt, f"{name}\n{canonical}")

    def holds_here(self) -> bool:
        """Whether the figures on this computer are those of which the answers were made."""
        return all(_digest_of_figures(name) == digest for name, digest in self.figures.items())

    def entry(self, name: str, kind: str) -> Entry | None:
        """What is known about the answer under a name; None when that is nothing, or of another kind."""
        found = self.entries.get(name)
        return found if found and found.form.kind == kind else None

    def is_right(self, name: str, answer: Answer) -> bool:
        """Whether this is the right answer. Raises: KeyError when nothing is known about this name."""
        entry = self.entries[name]
        return self.hashed(name, entry.form.canonical(answer)) in entry.right

    def known(self, name: str, answer: Answer) -> str:
        """The sentence of a known wrong answer; "" for any other. Raises: KeyError as `is_right`."""
        entry = self.entries[name]
        return entry.wrong.get(self.hashed(name, entry.form.canonical(answer)), "")

    def verdict(self, name: str, answer: Answer) -> str:
        """ "" for the right answer; else what helps: the sentence of a known wrong answer, or the hint.

        Raises: KeyError when nothing is known about this name.
        """
        entry = self.entries[name]
        if self.is_right(name, answer):
            return ""
        return self.known(name, answer) or f"{_NOT_YET[entry.form.kind]} {entry.hint}"

    def data(self) -> dict[str, Any]:
        """As it stands in a notebook; see `of`."""
        entries = {
            name: {
                "form": {part: value for part, value in asdict(entry.form).items() if value},
                "hint": entry.hint,
                "right": sorted(entry.right),
                "wrong": dict(sorted(entry.wrong.items())),
            }
            for name, entry in self.entries.items()
        }
        return {"salt": self.salt, "entries": entries, "figures": dict(sorted(self.figures.items()))}


_NOT_YET = {
    "number": "dit is nog niet de juiste waarde.",
    "rows": "dit zijn nog niet de juiste rijen.",
    "years": "dit zijn nog niet de juiste jaren.",
}


@lru_cache(maxsize=4096)
def _slowly(salt: str, text: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", text.encode(), salt.encode(), ROUNDS, 8).hex()


def _entry(about: Mapping[str, Any]) -> Entry:
    form = about["form"]
    lists = {part: tuple(form[part]) for part in ("columns", "loose") if part in form}
    made = Form(**{**form, **lists})
    known = made.kind in _NOT_YET and type(made.decimals) is int and isinstance(about["right"], list)
    named = (made.kind == "rows") is bool(made.columns) and all(type(column) is str for column in made.columns)
    if not (known and named and all(place in range(len(made.columns)) for place in made.loose)):
        raise ValueError(made)
    return Entry(made, str(about["hint"]), frozenset(about["right"]), {k: str(v) for k, v in about["wrong"].items()})


@dataclass(frozen=True)
class Compared:
    """One comparison that a check made."""

    name: str
    form: Form
    mine: Answer
    expected: Answer
    hint: str
    tolerance: float


_watch: Callable[[Compared], None] | None = None


@contextmanager
def watching() -> Iterator[list[Compared]]:
    """Everything that checks compare meanwhile, in order: for who makes a key."""
    global _watch
    seen: list[Compared] = []
    before, _watch = _watch, seen.append
    try:
        yield seen
    finally:
        _watch = before


def watched() -> bool:
    """Whether somebody makes a key now; else nothing need be put in plain values."""
    return _watch is not None


def compared(name: str, form: Form, mine: Answer, expected: Answer, hint: str, tolerance: float = 0.0) -> None:
    """A check tells what it compares."""
    if _watch:
        _watch(Compared(name, form, mine, expected, hint, tolerance))


def equals(found: Compared, answer: Answer) -> set[str]:
    """The canonical forms of everything that counts as this answer: within the tolerance, or rounded on the way."""
    form = found.form
    if form.kind == "number":
        assert isinstance(answer, float)
        step = 10.0**-form.decimals
        around = range(-math.ceil(found.tolerance / step) - 1, math.ceil(found.tolerance / step) + 2)
        near = (round(round(answer, form.decimals) + place * step, form.decimals) for place in around)
        return {form.canonical(value) for value in near if counts_as(value, answer, found.tolerance)}
    ways = (None, _by_pandas(2), _by_pandas(3), lambda number: round(number, 1), _by_hand)
    return {form.canonical(answer, rounding) for rounding in (ways if form.kind == "rows" else ways[:1])}


def digests_of_figures(notebook: Notebook) -> dict[str, str]:
    """Data set → digest, of all that the code of a notebook loads."""
    code = "\n".join(source(cell) for cell in notebook["cells"] if cell["cell_type"] == "code")
    return {name: _digest_of_figures(name) for name in sorted(set(re.findall(r"load_dataset\([\"']([\w-]+)", code)))}


def _digest_of_figures(name: str) -> str:
    file = datasets_root() / name / "data.csv"
    content = file.read_bytes().replace(b"\r\n", b"\n") if file.is_file() else b""
    return hashlib.sha256(content).hexdigest()[:16]


def digest_of_code(notebook: Notebook) -> str:
    """A digest of the code cells of a source notebook, the checks and the model answers, and of the figures in them."""
    code = [[str(cell.get("id", "")), source(cell)] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return hashlib.sha256(json.dumps([code, digests_of_figures(notebook)]).encode()).hexdigest()


def digest_of_answers(folder: Path, notebook: Notebook) -> str:
    """A digest of everything that the key of an assignment is made of."""
    files = sorted([*folder.glob("wrong-answers/*.toml"), *folder.glob("alternative-answers/*.toml")])
    parts = [digest_of_code(notebook), *(f"{file.name}\n{file.read_text(encoding='utf-8')}" for file in files)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def key_fits(notebook: Notebook, folder: Path | None = None) -> bool:
    """Whether a source notebook carries a key that was made of what it holds now.

    Parameters: folder – where its other answers stand; None to look at the notebook alone.
    """
    about = notebook["metadata"].get("sowcourse")
    kept = about.get("key") if isinstance(about, dict) else None
    if not isinstance(kept, dict):
        return False
    if folder is not None:
        return bool(kept.get("of") == digest_of_answers(folder, notebook))
    return bool(kept.get("cells") == digest_of_code(notebook))
