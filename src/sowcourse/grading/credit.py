"""What nbgrader reads in the output of a check: a bare number is that many points."""

from __future__ import annotations

from typing import Any

from sowcourse.notebook import Cell, markers
from sowcourse.submissions.repair import Remark


def within_points(cell: Cell, outputs: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[Remark]]:
    """The outputs of a check, without a number that nbgrader would read as more or fewer points than there are."""
    most = markers(cell).get("points")
    if not markers(cell).get("grade") or not isinstance(most, int | float):
        return outputs, []
    kept, remarks = [], []
    for output in outputs:
        given = _number(output) if output["output_type"] == "execute_result" else 0.0
        if 0 <= given <= most:
            if output["output_type"] == "execute_result" and not output["data"].get("text/plain"):
                output["data"]["text/plain"] = "–"  # nbgrader stops at an empty one
            kept.append(output)
            continue
        sentence = f"deze controle gaf {given:g} punten, en er zijn er {most:g} te verdienen. Dat telt als 0."
        kept.append({"output_type": "error", "ename": "AssertionError", "evalue": sentence, "traceback": [sentence]})
        told = f"{sentence} Bekijk de code van de student en de controle zelf."
        remarks.append(Remark(cell["id"], told, look=True, private=True))
    return kept, remarks


def _number(output: dict[str, Any]) -> float:
    """The number that stands in an output; 0 when it is something else."""
    try:
        return float(output["data"].get("text/plain", ""))
    except ValueError:
        return 0.0
