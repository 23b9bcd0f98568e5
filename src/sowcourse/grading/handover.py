"""What stands in a student's memory, handed over as data that cannot act."""

from __future__ import annotations

import builtins
import io
import pickle
from typing import Any

MOST = 10_000_000
"""Bytes of all values together that are handed over; a larger one is told by its kind."""

_PLAIN = (bool, int, float, complex, str, bytes, type(None), type(...))


def hand_over(names: dict[str, Any], ours: set[str]) -> bytes:
    """What is plain data among the student's names, pickled; for anything else only what kind of thing it is.

    A name that our own first cells made is handed over when it holds a table, so that a changed table is seen;
    other names of ours cannot be replaced.
    """
    found: dict[str, tuple[str, bytes]] = {}
    room = MOST
    for name, value in list(names.items()):
        if not _may_pass(name, value, ours):
            continue
        try:
            content = pickle.dumps(value) if _is_data(value) else b""
        except Exception:  # a value that cannot be handed over is told by its kind
            content = b""
        content = content if len(content) <= room else b""
        room -= len(content)
        found[name] = (type(value).__name__, content)
    return pickle.dumps(found)


def take_over(values: bytes, ours: set[str]) -> dict[str, Any]:
    """Name → value, read without running anything; what cannot be read so counts as a thing of its kind.

    Nothing here trusts that `hand_over` made these values: the process that ran it belonged to the student.
    """
    taken: dict[str, Any] = {}
    for name, (kind, content) in _unpickled(values).items():
        try:
            value = DataUnpickler(io.BytesIO(content)).load() if content else _thing(kind)
            value = _bare(value) if _is_data(value) else _thing(kind)
        except Exception:  # forged, or of a kind that nobody asked for
            value = _thing(kind)
        if _may_pass(name, value, ours):
            taken[name] = value
    return taken


def _thing(kind: str) -> Any:
    return type(kind.replace("\0", ""), (), {})()


def _may_pass(name: str, value: Any, ours: set[str]) -> bool:
    if not name.isidentifier() or name.startswith("_") or name in _SHELL_NAMES or name in dir(builtins):
        return False
    return name not in ours or type(value).__name__ == "DataFrame"


def _bare(value: Any) -> Any:
    """The value without anything that was hung on it, such as a method of its own."""
    for name in set(getattr(value, "__dict__", ())) - _PANDAS_OWN:
        if type(value).__module__.partition(".")[0] == "pandas":
            del value.__dict__[name]
    return value


_PANDAS_OWN = frozenset({"_mgr", "_item_cache", "_attrs", "_flags", "_name", "_data", "_cache", "_names", "_values"})
"""Attributes in which pandas itself keeps a table or a row."""

_SHELL_NAMES = frozenset({"In", "Out", "exit", "quit", "get_ipython", "open"})


def _is_data(value: Any, depth: int = 0) -> bool:
    if type(value) in _PLAIN:
        return True
    if type(value) in (list, tuple, set, frozenset):
        return depth < 5 and all(_is_data(item, depth + 1) for item in value)
    if type(value) is dict:
        return depth < 5 and all(_is_data(k, depth + 1) and _is_data(v, depth + 1) for k, v in value.items())
    package = type(value).__module__.split(".")[0]
    return package in ("pandas", "numpy", "datetime", "fractions", "decimal") or type(value).__name__ == "DrawnBars"


class DataUnpickler(pickle.Unpickler):
    """Reads values and nothing that could act."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(("pandas.", "numpy.")) or module in (
            "pandas",
            "numpy",
            "datetime",
            "fractions",
            "decimal",
        ):
            if name in _MAKERS:
                return super().find_class(module, name)
        elif (module, name) in _OTHER_MAKERS:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


_MAKERS = frozenset(
    {
        *("DataFrame", "Series", "Index", "RangeIndex", "MultiIndex", "DatetimeIndex", "CategoricalIndex"),
        *("BlockManager", "SingleBlockManager", "_unpickle_block", "_new_Index", "_new_DatetimeIndex"),
        *("__pyx_unpickle_NDArrayBacked", "_unpickle_timestamp", "Timestamp", "Timedelta", "NA", "_nat_unpickle"),
        *("Categorical", "CategoricalDtype", "StringDtype", "Float64Dtype", "Int64Dtype", "BooleanDtype"),
        *("StringArray", "ArrowStringArray", "BooleanArray", "IntegerArray", "FloatingArray", "DatetimeArray"),
        *("NumpyExtensionArray", "TimedeltaArray", "ArrowExtensionArray", "ArrowDtype"),
        *("dtype", "ndarray", "_reconstruct", "scalar", "_frombuffer"),
        *("Fraction", "Decimal", "date", "datetime", "timedelta"),
    }
)
"""What pandas, numpy and the standard library use to build a value again."""

_OTHER_MAKERS = frozenset(
    {
        *(("builtins", name) for name in ("slice", "complex", "set", "frozenset", "Ellipsis")),
        ("sowcourse.widgets.chart", "DrawnBars"),
    }
)


def _unpickled(values: bytes) -> dict[str, tuple[str, bytes]]:
    try:
        found = DataUnpickler(io.BytesIO(values)).load()
        return {str(n): (str(k), c) for n, (k, c) in found.items() if isinstance(c, bytes)}
    except Exception:  # forged: nothing was handed over
        return {}
