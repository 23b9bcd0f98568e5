"""What a text of the author's room is called: a new one, and one whose name was changed."""

from __future__ import annotations

from pathlib import Path

from sowcourse.errors import CohortError, ContentError
from sowcourse.office.asked import Asked
from sowcourse.office.author_spot import NEW, Spot
from sowcourse.skeleton.change import new_name
from sowcourse.skeleton.house_form import Entry

LONGEST = 80
"""So many characters has a name at most: it is also that of a file, and stands in addresses."""

_NO_ADDRESS = frozenset("/\\\0")
"""What no name holds: an address could not lead to it."""


def name_of_new(spot: Spot, asked: Asked, entry: Entry) -> str:
    """What a new text is called. Raises: ContentError, CohortError for a name that cannot be one, or that is taken."""
    kind, name = spot.kind, ""
    if kind.alone:
        name, cell = asked.word("naam"), str(entry.get("cell", ""))
        name = f"{cell}-{name}" if name and cell and not name.startswith(cell) else name
    elif entry.get(kind.key):
        name = kind.name_of(0, entry)
    return _free(spot, name)


def name_of_old(spot: Spot, number: int, entry: Entry) -> str:
    """What a text of a list is called now, whether or not it was before. Raises: as `name_of_new`."""
    kind = spot.kind
    if kind.alone or not kind.entry or not kind.key:
        return spot.name
    name = kind.name_of(number, entry) if entry.get(kind.key) else ""
    return name if name == spot.name else _free(spot, name)


def _free(spot: Spot, name: str) -> str:
    kind = spot.kind
    if not name:
        raise CohortError(f"De naam is leeg. Vul in waar het over gaat: zo heet {kind.one} in de lijst.")
    if len(name) > LONGEST:
        shown = f"{name[:20]} …"
        raise CohortError(f"'{shown}': verwacht worden hoogstens {LONGEST} tekens, gevonden {len(name)}. Maak korter.")
    if not kind.named_after:
        try:
            new_name(name, spot.room.course / NEW, kind.one)
        except ContentError as error:  # of a folder, that no author knows
            raise ContentError(Path(kind.title), "", error.fault, error.remedy) from error
    elif _NO_ADDRESS & set(name) or name in (".", ".."):
        raise CohortError(
            f"'{name}' kan geen naam zijn: verwacht wordt een naam zonder schuine streep, en niet alleen punten. "
            "Kies een andere naam."
        )
    if name == NEW:
        raise CohortError(f"'{name}' kan geen naam zijn: zo heet hier wat er nog niet is. Kies een andere naam.")
    taken = spot.documents() if kind.alone else [kind.name_of(at, each) for at, each in enumerate(spot.entries())]
    if name in taken:
        raise CohortError(f"De naam '{name}' is er al in deze lijst. Kies een andere naam.")
    return name
