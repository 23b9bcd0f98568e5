"""Does a text that goes on to others name somebody of this class?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from sowcourse.cohort.roster import Student
from sowcourse.errors import CohortError

SHORTEST = 5
"""Characters of a student number that is looked for; "12" stands in every text."""


def refuse_traces(files: Iterable[Path], root: Path, students: Iterable[Student]) -> None:
    """Refuse files that hold the full name, number or e-mail address of a student.

    Parameters: root – folder from which the files are named.
    Raises: CohortError naming file and person.
    """
    known = {word.casefold() for student in students for word in (student.name, student.email, student.id)}
    words = sorted((word for word in known if len(word) >= SHORTEST), key=len, reverse=True)
    if not words:
        return
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")
    for file in files:
        found = pattern.search(file.read_bytes().decode("utf-8", errors="replace").casefold())
        if found:
            raise CohortError(
                f"{file.relative_to(root).as_posix()}: hier staat «{found[0]}», en dat is iemand van de klaslijst. "
                "Haal de naam weg en probeer opnieuw; er is niets gemaakt."
            )
