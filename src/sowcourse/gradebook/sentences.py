"""What a check said to a student: the sentences in the output of a graded cell."""

from __future__ import annotations

import re

from sowcourse.mishap import explain
from sowcourse.notebook import Cell

_EXPLAINED: dict[str, type[Exception]] = {
    kind.__name__: kind
    for kind in (NameError, SyntaxError, KeyError, IndexError, AttributeError, TypeError, ValueError)
}

HELD = "NietGedraaid"
"""Kind of error in the output of a check that could not run; see `sowcourse.grading.alarm`."""

_MOST = 3000
"""Characters of one output that are shown."""


def sentences(cell: Cell) -> list[str]:
    """What a check said: the lines it printed and the sentence of its error; empty when it said nothing."""
    lines = []
    for output in cell.get("outputs", []):
        if output["output_type"] == "stream" and output["name"] == "stdout":
            lines += "".join(output["text"])[:_MOST].splitlines()
        elif output["output_type"] == "error":
            lines += complaint(output)
    return list(dict.fromkeys(line for line in lines if line.strip()))


def complaints(cell: Cell) -> list[str]:
    """Only what was wrong with an answer."""
    if is_held(cell):
        return []
    found = [complaint(output) for output in cell.get("outputs", []) if output["output_type"] == "error"]
    return list(dict.fromkeys(line for lines in found for line in lines if line.strip()))


def is_held(cell: Cell) -> bool:
    """Whether this is a check that could not run, of which nothing is recorded."""
    return any(output.get("ename") == HELD for output in cell.get("outputs", []))


def complaint(output: dict[str, object]) -> list[str]:
    """The lines of one error."""
    trace = output.get("traceback")
    trail = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(map(str, trace if isinstance(trace, list) else [])))
    told = str(output["evalue"])
    if output["ename"] == "CheckError":
        return [f"✗ {line}" for line in told[:_MOST].splitlines()]
    if trail and "Traceback" not in trail and "----" not in trail:
        return [re.sub(r"^Regel \d+: ", "", trail)[:_MOST]]
    return [explain(_EXPLAINED.get(str(output["ename"]), Exception)(told))]
