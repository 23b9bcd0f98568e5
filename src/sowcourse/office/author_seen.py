"""Whether a text is still what its form showed: somebody has it open twice, or a colleague was there meanwhile."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

from sowcourse.errors import CohortError
from sowcourse.office.asked import Asked
from sowcourse.skeleton.house_form import Entry
from sowcourse.skeleton.kind import Kind

SEEN = "stond"
"""The field of a form with the mark of what it showed."""


def mark_of(entry: Entry) -> str:
    """A mark that is another for other values; "" for a text that is not there yet."""
    told = json.dumps(entry, ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:16] if entry else ""


def mark_shown(asked: Asked, kind: Kind, entry: Entry) -> str:
    """What a form gives back of what stands there now; of a text that goes by its place, what it gave back before."""
    return (not _is_named(kind) and asked.word(SEEN)) or mark_of(entry)


def refuse_unseen(asked: Asked, kind: Kind, there: Entry, put: Entry | None = None) -> None:
    """Raises: CohortError when something else stands there than the form showed, and other than what is put there."""
    shown = asked.word(SEEN)
    if not shown or shown == mark_of(there) or put == there:
        return
    if put is None:
        raise CohortError("Deze tekst is intussen veranderd. Er is niets weggehaald. Open hem opnieuw in de lijst.")
    kept = "in een ander venster, of door een collega. Wat jij schreef, is niet bewaard, en staat hieronder nog."
    if _is_named(kind):
        raise CohortError(
            f"Deze tekst is intussen veranderd: {kept} Kijk in een nieuw venster wat er nu staat. Moet jouw tekst "
            "gelden, druk dan nog eens op «Bewaren als concept»."
        )
    raise CohortError(
        f"In deze lijst is intussen iets veranderd: {kept} Kopieer wat je wilt houden, en open de tekst opnieuw in de "
        "lijst."
    )


def place_by_mark(asked: Asked, kind: Kind, name: str, entries: Callable[[], list[Entry]]) -> str:
    """Where a text without a name stands now that a link was about; "" when it is there, or nobody can say.

    A link of a list knows the text by its mark too: its place can be another's since. Of texts that are alike it is the
    nearest.
    """
    mark = asked.word(SEEN)
    if _is_named(kind) or not mark:
        return ""
    places = [kind.name_of(number, entry) for number, entry in enumerate(entries()) if mark_of(entry) == mark]
    if name in places or not places or not name.isdecimal():
        return ""
    return min(places, key=lambda place: abs(int(place) - int(name)))


def _is_named(kind: Kind) -> bool:
    return bool(kind.key or kind.alone)
