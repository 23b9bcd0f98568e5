"""The mirror: what a reflection seems to hold, and a question for what it does not. Never a mark.

A mirror can be wrong, so it offers no number and no verdict: nothing here can be counted, compared, added or
tested for truth. `check`, `grading` and `cohort` may not import this module; a test walks the imports.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NoReturn

from sowcourse.clause import Parsed, Subject, parse
from sowcourse.content import Table, check_unique, course_root, read_text, table_of
from sowcourse.cue import Cue, read_cue
from sowcourse.sentence import sentences
from sowcourse.visible import visible

_CLEAR = 2
"""What a cue weighs that is not faint, and what a sentence must weigh before it is shown."""


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
    asked: str
    """What to ask of a sentence that looks like it."""
    cues: dict[Subject | None, tuple[Cue, ...]]
    """By whose clause they must stand in; None: anybody's."""
    doubts: tuple[Cue, ...]
    """Make a sentence less telling."""
    never: tuple[Cue, ...]
    """A sentence with one of these is of another kind, whatever else it says."""
    deniable: bool
    """Whether a denial takes the impression away."""
    named: bool
    """Whether the mirror dares to point at a sentence; otherwise it only asks."""


@dataclass(frozen=True, eq=False)
class Reflected(_NoScore):
    """What was seen of one kind."""

    kind: Kind
    sentence: str
    """The most telling sentence that looks like it; "" when none does."""
    cue: str
    """The words in that sentence that gave the impression, as they stand there."""


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
    file = (root or course_root()) / "mirror.toml"
    return dict(_kinds(file, read_text(file)))


@lru_cache(maxsize=4)  # reading the cues takes as long as looking for them, and the same ones are asked at every text
def _kinds(file: Path, text: str) -> dict[str, Kind]:
    table = table_of(file, text)
    groups = {}
    for row in table.tables("group", []):
        groups[row.text("name")] = row.texts("words")
        row.close()
    kinds = [_kind(row, groups) for row in table.tables("kind")]
    check_unique(table, "kind", (kind.id for kind in kinds))
    found = {kind.id: kind for kind in kinds}
    for name in Mirror.__annotations__:
        if name not in found:
            table.fail("kind", f"de soort '{name}' ontbreekt.", "Voeg een [[kind]] met dit id toe.")
    table.close()
    return found


def _kind(row: Table, groups: dict[str, tuple[str, ...]]) -> Kind:
    def cues(key: str) -> tuple[Cue, ...]:
        read = []
        for text in row.texts(key, []):
            try:
                read.append(read_cue(text, groups))
            except (KeyError, ValueError):
                row.fail(key, f"«{text}» is geen aanwijzing.", "Kijk bovenaan in het bestand hoe je er een schrijft.")
        return tuple(read)

    kind = Kind(
        row.choice("id", tuple(Mirror.__annotations__)),
        row.text("title"),
        row.text("question"),
        row.text("asked"),
        {None: cues("cues"), "self": cues("self"), "other": cues("other")},
        cues("doubts"),
        cues("never"),
        row.boolean("deniable", True),
        row.boolean("named", True),
    )
    row.close()
    return kind


def reflect(text: str, kinds: dict[str, Kind] | None = None) -> Mirror:
    """Hold up the mirror to a text."""
    parsed = [parse(sentence) for sentence in sentences(visible(text))]
    return Mirror(**{name: _look(parsed, kind) for name, kind in (kinds or load_kinds()).items()})


def _look(parsed: list[Parsed], kind: Kind) -> Reflected:
    best, most = Reflected(kind, "", ""), _CLEAR - 1
    for sentence in parsed if kind.named else []:
        weight, cue = _weigh(sentence, kind)
        if weight > most:
            best, most = Reflected(kind, sentence.text, cue), weight
    return best


def _weigh(sentence: Parsed, kind: Kind) -> tuple[int, str]:
    """How telling a sentence is, and the words that make it so."""
    if sentence.is_question or any(True for cue in kind.never for _ in cue.find(sentence)):
        return 0, ""
    seen = dict(_standing(sentence, kind))
    clear = next((places for cue, places in seen.items() if not cue.faint), ())
    if not clear:
        return 0, ""
    weight = sum(1 if cue.faint else _CLEAR for cue in seen) - sum(any(cue.find(sentence)) for cue in kind.doubts)
    return weight, sentence.text[sentence.words[clear[0]].begin : sentence.words[clear[-1]].end]


def _standing(sentence: Parsed, kind: Kind) -> Iterator[tuple[Cue, tuple[int, ...]]]:
    """The cues that stand, each once: in the right mouth, and not denied."""
    for subject, cues in kind.cues.items():
        for cue in cues:
            for places in cue.find(sentence):
                clause = sentence.clauses[sentence.words[places[0]].clause]
                denied = kind.deniable and (clause.inherits_denial or set(clause.denials) - set(places))
                if not denied and not clause.is_open and subject in (None, clause.subject):
                    yield cue, places
                    break
