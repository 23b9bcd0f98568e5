"""Two steps in which making a student version differs from nbgrader's.

An answer cell gets the stub in its metadata, such as `daling = ...`: nbgrader knows one stub per language; a student
who never programmed needs the line that is there. And an assignment may change after submissions came in.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.preprocessors import ClearSolutions, SaveCells


class ClearAnswers(ClearSolutions):  # type: ignore[misc, unused-ignore]
    """Replace a model answer by the cell's own stub; without one, do what nbgrader does."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> Any:
        stub = cell.metadata.get("sowcourse", {}).get("stub")
        if stub is None:
            return super().preprocess_cell(cell, resources, cell_index)
        cell.source = stub
        return cell, resources


class KeepCells(SaveCells):  # type: ignore[misc, unused-ignore]
    """Save an assignment's cells; those that went away stay known, for the submissions that have them."""

    def _create_notebook(self, notebook: Any) -> None:
        with _at_once(self.gradebook.db()):
            self._save(notebook)

    def _save(self, notebook: Any) -> None:
        try:
            known = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            known = None
        if known is None or not known.submissions:
            super()._create_notebook(notebook)
            return
        where = self.notebook_id, self.assignment_id
        for name, about in self.new_grade_cells.items():
            self.gradebook.update_or_create_grade_cell(name, *where, **about)
        for name, about in self.new_solution_cells.items():
            self.gradebook.update_or_create_solution_cell(name, *where, **about)
        for name, about in self.new_task_cells.items():
            self.gradebook.update_or_create_task_cell(name, *where, **about)
        for name, about in self.new_source_cells.items():
            self.gradebook.update_or_create_source_cell(name, *where, **about)


@contextmanager
def _at_once(session: Any) -> Iterator[None]:
    """Write all that is saved inside in one go, or nothing of it: nbgrader lets a disk finish every cell by itself."""
    session.commit = session.flush
    try:
        yield
    finally:
        del session.commit
    session.commit()
