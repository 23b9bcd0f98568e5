"""Does a text that goes on to others name somebody of this class?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from sowcourse.cohort.roster import Student
from sowcourse.errors import CohortError
from sowcourse.identity.known import SHORTEST_ID, Found, Traces, words

_SOURCE = re.compile(r"[.,\s]*(?:(?:&|en|and|e\.a\.|et al\.)[^()\n]{0,80})?\((?:(?:19|20)\d\d|z\.d\.|red\.)")
"""What follows the author of a source: «Peeters, J. (2019)» is nobody's pupil."""


def refuse_traces(files: Iterable[Path], root: Path, students: Iterable[Student]) -> None:
    """Refuse files that hold the name, number or e-mail address of a student, in whatever spelling and order.

    Parameters: root – folder from which the files are named.
    Raises: CohortError naming file and person.
    """
    people = tuple(students)
    traces = Traces(people)
    alone = {person.id for person in people if len(words(person.name)) == 1 and len(person.name) >= SHORTEST_ID}
    for file in files:
        written = unicodedata.normalize("NFC", file.read_bytes().decode("utf-8", errors="replace"))
        for text in (written, re.sub(r"-[^\S\n]*\n\s*", "", written)):  # a word may be broken off at the end of a line
            for found in traces.find(text):
                cited = found.likely and _SOURCE.match(text, found.end)
                if found.sure or (found.likely and not cited) or alone.intersection(found.students):
                    raise CohortError(
                        f"{file.relative_to(root).as_posix()}: hier staat «{_shown(text, found)}», en dat is "
                        "iemand van de klaslijst. Haal de naam weg en probeer opnieuw; er is niets gemaakt."
                    )


def _shown(text: str, found: Found) -> str:
    return " ".join(text[found.start : found.end].casefold().split())
