"""What stands in a student's memory, handed over as text that cannot act; see `values` for its form."""

from __future__ import annotations

import builtins
import contextlib
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sowcourse.budget import TOO_LARGE_TO_CHECK
from sowcourse.quantity import UNMADE
from sowcourse.sandbox.values import read, thing, written

if TYPE_CHECKING:
    import pandas as pd

MOST = 10_000_000
"""Characters of all values together that are handed over; a larger one is told by its kind."""

MOST_NAMES = 5_000
"""Names that are handed over at most."""

Ours = Mapping[str, bool]
"""Name of ours → whether it holds a table, which a student may add columns to."""

_SHELL_NAMES = frozenset({"In", "Out", "exit", "quit", "get_ipython", "open"})


Told = dict[str, tuple[Any, str]]
"""Name of a table → the table when it was last told, and the text."""


def hand_over(names: Mapping[Any, Any], ours: Ours, told: Told | None = None, most: int = MOST) -> bytes:
    """What is plain data among the student's names, as text; for anything else only what kind of thing it is.

    A table of ours is handed over too when it is changed, so that this is seen; other names of ours cannot be replaced.
    Parameters: told – tables that need no writing while they are as they were, kept from one call to the next; one
    of ours whose text is "" is not told at all; most – characters together, of which small values get theirs first.
    """
    told = {} if told is None else told
    found: list[tuple[str, str, str]] = []
    for name, value in list(names.items())[:MOST_NAMES]:
        if not _may_pass(name, ours):
            continue
        kind, text = "ding", ""
        with contextlib.suppress(Exception):  # a value that cannot be handed over is told by its kind
            kind = UNMADE if isinstance(value, Iterator) else str(type(value).__name__)[:60]
            text = _text(name, value, told)
            if ours.get(name) and not text:
                continue
        found.append((name, kind, text))
    fitting, room = [], most
    for name, kind, text in sorted(found, key=lambda each: len(each[2])):
        fits = len(text) <= room
        fitting.append((name, kind, text) if fits else (name, TOO_LARGE_TO_CHECK, ""))
        room -= len(text) if fits else 0
    return json.dumps(fitting).encode()


def _text(name: str, value: Any, told: Told) -> str:
    """A value as text; written again only when it changed since it was last told."""
    table, text = told.get(name, (None, ""))
    if table is not None and _same(value, table):
        return text
    text = written(value)
    if _is_table(value) and all(str(kind) != "object" for kind in value.dtypes):  # within objects things may change
        told[name] = value.copy(), text
    return text


def take_over(content: bytes, ours: Ours, known: dict[str, Any] | None = None) -> dict[str, Any]:
    """Name → value, built anew; what cannot be read counts as a thing of its kind.

    Nothing here trusts that `hand_over` made these values: the process that ran it belonged to the student.
    Parameters: known – tables that were read from the same text before, kept from one call to the next.
    """
    known = {} if known is None else known
    taken: dict[str, Any] = {}
    for name, kind, text in _listed(content):
        if not _may_pass(name, ours):
            continue
        try:
            value = own_copy(known[text]) if text in known else read(text) if text else thing(kind)
            if _is_table(value) and text not in known:
                known[text] = own_copy(value)
        except Exception:  # forged, or of a kind that nobody asked for
            value = thing(kind)
        if name not in ours or _is_table(value):
            taken[name] = value
    return taken


def own_copy(table: pd.DataFrame) -> pd.DataFrame:
    """The same table, for who may change it; from pandas 3 on what it holds is only copied when somebody does."""
    import pandas as pd

    return table.copy(deep=int(pd.__version__.split(".")[0]) < 3)


def _same(value: Any, table: Any) -> bool:
    """Whether a value is a table that holds the same as this one, under the same names."""
    if not _is_table(value) or not value.equals(table):
        return False
    return all(list(one.names) == list(other.names) for one, other in zip(value.axes, table.axes, strict=True))


def _is_table(value: object) -> bool:
    import pandas as pd

    return type(value) is pd.DataFrame


def _may_pass(name: object, ours: Ours) -> bool:
    if type(name) is not str or not name.isidentifier() or name.startswith("_"):
        return False
    return name not in _SHELL_NAMES and not hasattr(builtins, name) and ours.get(name, True)


def _listed(content: bytes) -> list[tuple[str, str, str]]:
    try:
        found = json.loads(content)
        if type(found) is not list or len(found) > MOST_NAMES:
            return []
        return [(name, kind, text) for name, kind, text in found if type(text) is str]
    except (ValueError, TypeError, RecursionError):  # forged: nothing was handed over
        return []
