"""Every error that sowcourse raises on purpose.

SowcourseError
├── ContentError          a file of the course, a data set or an assignment is not as it should be
│   └── HalfWrittenError  a notebook that another program is writing right now (in `notebook`)
├── EssayError            the original essay could not be recognised or kept
├── PacketError           a lesson packet is not ours, not whole or not safe
├── LogbookError          the student's logbook could not be read or written
│   └── DamagedLogbookError  its file is no logbook; it is put aside, never overwritten (in `logbook`)
├── CohortError           a workspace, its roster or its calendar is not as it should be
└── GradingError          submissions could not be collected, graded or returned
    └── UnreachableError  a learning platform lets nobody send anything more (in `gradebook.passback`)

Beside the tree stands CheckError, an AssertionError, as nbgrader wants of a check: an answer is not right yet.

Messages are Dutch, because learners and lecturers read them: culprit first,
what was expected, what was found, what to do.
"""

from __future__ import annotations

import copyreg
from pathlib import Path
from typing import Any


class SowcourseError(Exception):
    """Something a person can mend; the message says how."""

    def __reduce__(self) -> tuple[Any, ...]:
        """The same when it comes from another process: an error is made anew of its message, not of its parts."""
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]


class ContentError(SowcourseError):
    """A content file breaks its format.

    Attributes: file – the culprit; place – key or line inside it ("" for the whole file).
    """

    def __init__(self, file: Path, place: str, fault: str, remedy: str) -> None:
        self.file = file
        self.place = place
        self.fault = fault
        self.remedy = remedy
        where = f"{file}, {place}" if place else str(file)
        super().__init__(f"{where}: {fault} {remedy}")


class EssayError(SowcourseError):
    """The original essay could not be recognised or kept."""


class PacketError(SowcourseError):
    """A lesson packet was refused; nothing was changed."""


class LogbookError(SowcourseError):
    """The logbook could not be read or written."""


class CohortError(SowcourseError):
    """A workspace, roster or calendar is not as it should be."""


class GradingError(SowcourseError):
    """Submissions could not be collected, graded or returned."""


class CheckError(AssertionError):
    """What is not right yet; shown as one sentence, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]
