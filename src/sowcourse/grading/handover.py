"""What stands in a student's memory, handed over as text that cannot act; see `values` for its form."""

from __future__ import annotations

import builtins
import json
from collections.abc import Mapping
from typing import Any

from sowcourse.grading.values import read, thing, written

MOST = 10_000_000
"""Characters of all values together that are handed over; a larger one is told by its kind."""

MOST_NAMES = 5_000
"""Names that are handed over at most."""

Ours = Mapping[str, bool]
"""Name of ours → whether it holds a table, which a student may add columns to."""

_SHELL_NAMES = frozenset({"In", "Out", "exit", "quit", "get_ipython", "open"})


def hand_over(names: Mapping[Any, Any], ours: Ours) -> bytes:
    """What is plain data among the student's names, as text; for anything else only what kind of thing it is.

    A table of ours is handed over too, so that a changed one is seen; other names of ours cannot be replaced.
    """
    found: list[tuple[str, str, str]] = []
    room = MOST
    for name, value in list(names.items())[:MOST_NAMES]:
        try:
            if not _may_pass(name, ours):
                continue
            kind = str(type(value).__name__)[:60]
            text = written(value)
        except Exception:  # a value that cannot be handed over is told by its kind
            text = ""
        text = text if len(text) <= room else ""
        room -= len(text)
        found.append((name, kind, text))
    return json.dumps(found).encode()


def take_over(content: bytes, ours: Ours) -> dict[str, Any]:
    """Name → value, built anew; what cannot be read counts as a thing of its kind.

    Nothing here trusts that `hand_over` made these values: the process that ran it belonged to the student.
    """
    taken: dict[str, Any] = {}
    for name, kind, text in _listed(content):
        if not _may_pass(name, ours):
            continue
        try:
            value = read(text) if text else thing(kind)
        except Exception:  # forged, or of a kind that nobody asked for
            value = thing(kind)
        if name not in ours or _is_table(value):
            taken[name] = value
    return taken


def _is_table(value: object) -> bool:
    import pandas as pd

    return type(value) is pd.DataFrame


def _may_pass(name: object, ours: Ours) -> bool:
    if type(name) is not str or not name.isidentifier() or name.startswith("_"):
        return False
    return name not in _SHELL_NAMES and name not in dir(builtins) and ours.get(name, True)


def _listed(content: bytes) -> list[tuple[str, str, str]]:
    try:
        found = json.loads(content)
        if type(found) is not list or len(found) > MOST_NAMES:
            return []
        return [(name, kind, text) for name, kind, text in found if type(text) is str]
    except (ValueError, TypeError, RecursionError):  # forged: nothing was handed over
        return []
