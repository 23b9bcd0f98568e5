"""What a student gets in an answer cell: the stub in its metadata, such as `daling = ...`.

nbgrader knows one stub per language; a student who never programmed needs the line that is there.
"""

from __future__ import annotations

from typing import Any

from nbgrader.preprocessors import ClearSolutions


class ClearAnswers(ClearSolutions):  # type: ignore[misc, unused-ignore]
    """Replace a model answer by the cell's own stub; without one, do what nbgrader does."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> Any:
        stub = cell.metadata.get("sowcourse", {}).get("stub")
        if stub is None:
            return super().preprocess_cell(cell, resources, cell_index)
        cell.source = stub
        return cell, resources
