"""The mirror: what a reflection seems to hold, and a question for what it does not. Never a mark.

A mirror can be wrong, so it offers no number and no verdict: nothing here can be counted, compared, added or
tested for truth. `check`, `grading` and `cohort` may not import this module; a test walks the imports.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from sowcourse.concept import Concept
from sowcourse.content import check_unique, course_root, read_toml
from sowcourse.sentence import sentences
from sowcourse.visible import visible


class _NoScore:
    """Something that refuses to become a number or a truth value."""

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError("De spiegel is nooit een cijfer: lees hem, en tel hem niet.")

    __bool__ = __int__ = __float__ = __index__ = __len__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __iter__ = __contains__ = _refuse


@dataclass(frozen=True)
class Kind:
    """One kind of sentence that the mirror looks for."""

    id: str
    title: str
    question: str
    """What to ask when nothing of this kind is found."""
    cues: tuple[Concept, ...]


@dataclass(frozen=True, eq=False)
class Reflected(_NoScore):
    """What was seen of one kind."""

    kind: Kind
    sentence: str
    """The first sentence that looks like it; "" when none does."""
    cue: str
    """The words in that sentence that gave the impression."""


@dataclass(frozen=True, eq=False)
class Mirror(_NoScore):
    """What was seen, one by one and by name; there is no total."""

    description: Reflected
    feeling: Reflected
    analysis: Reflected
    assumption: Reflected
    other_perspective: Reflected
    power: Reflected
    next_step: Reflected


def load_kinds(root: Path | None = None) -> dict[str, Kind]:
    """The kinds of `course/mirror.toml`, by id.

    Raises: ContentError when the file does not hold exactly the kinds of `Mirror`.
    """
    table = read_toml((root or course_root()) / "mirror.toml")
    kinds = []
    for row in table.tables("kind"):
        inflected = row.boolean("inflected", True)
        cues = tuple(Concept(cue, inflected=inflected, compounds=False) for cue in row.texts("cues"))
        identifier = row.choice("id", tuple(Mirror.__annotations__))
        kinds.append(Kind(identifier, row.text("title"), row.text("question"), cues))
        row.close()
    check_unique(table, "kind", (kind.id for kind in kinds))
    found = {kind.id: kind for kind in kinds}
    for name in Mirror.__annotations__:
        if name not in found:
            table.fail("kind", f"de soort '{name}' ontbreekt.", "Voeg een [[kind]] met dit id toe.")
    table.close()
    return found


def reflect(text: str, kinds: dict[str, Kind] | None = None) -> Mirror:
    """Hold up the mirror to a text."""
    text = visible(text)
    return Mirror(**{name: _look(text, kind) for name, kind in (kinds or load_kinds()).items()})


def _look(text: str, kind: Kind) -> Reflected:
    for sentence in sentences(text):
        for cue in kind.cues:
            seen = cue.evidence(sentence)
            if seen:
                return Reflected(kind, sentence, seen)
    return Reflected(kind, "", "")
