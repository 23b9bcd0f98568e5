"""One debate of one class, live: positions, strongest arguments, sides by lot, a switch, positions again.

Who answers is known by a mark that only the key of this hall makes of a name. Key and answers live in memory until the
movement is made of them; from then on there are only counts. What may be told of them, see movement.py.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sowcourse.debate import POSITIONS, SIDES, Debate
from sowcourse.errors import SowcourseError
from sowcourse.hub.movement import Movement
from sowcourse.report.position import GROUP

BEFORE, STRONGEST, LOT, SWITCH, AFTER, MOVEMENT = "vooraf", "sterkste", "lot", "wissel", "achteraf", "beweging"
STEPS = {
    BEFORE: "Waar sta je nu?",
    STRONGEST: "Het sterkste argument van elke kant",
    LOT: "Het lot geeft je een kant",
    SWITCH: "Wissel van kant",
    AFTER: "Waar sta je nu, na beide kanten?",
    MOVEMENT: "Van vooraf naar achteraf",
}
"""Every step, in order → what it is called on the screen."""

ASKED = {BEFORE: ("before",), STRONGEST: SIDES, AFTER: ("after",)}
"""A step in which something is asked → what of an answer sheet it fills."""

NAMES = {"pro": "voor", "contra": "tegen"}
"""A side → what it is called."""

LATE = (
    "Je gaf in de eerste ronde geen standpunt, dus van jou is er geen beweging om te tellen. Denk mee: waar sta je nu, "
    "en wat gaf de doorslag?"
)
"""To who came when positions before were closed."""

UNCOUNTED = (
    "Je gaf in de eerste ronde geen standpunt. Je doet gewoon mee, maar telt op het einde niet mee in de beweging."
)
"""To the same, in the rounds before they would answer again."""

_OTHER = {"pro": "contra", "contra": "pro"}
_CHANCE = secrets.SystemRandom()


@dataclass
class Sheet:
    """What one person answered; "" for what not."""

    before: str = ""
    pro: str = ""
    contra: str = ""
    after: str = ""
    side: str = ""
    """The side that the lot gave first."""

    def filled(self, step: str) -> bool:
        """Whether all is answered that a step asks."""
        return step in ASKED and all(getattr(self, name) for name in ASKED[step])


class Hall:
    """A debate that goes on. Steps go one way: what was closed once is never counted again with one person more."""

    def __init__(self, course: str, debate: Debate, origins: Mapping[str, str] | None = None) -> None:
        self.course = course
        """The class."""
        self.debate = debate
        self.origins = origins or {}
        """Id of an argument → where it comes from, as a reader is told."""
        self.step = BEFORE
        self.strongest: dict[str, str] = {}
        """Side → the argument that was chosen most, by its id; nothing with fewer than GROUP choices."""
        self.movement: Movement | None = None
        self._key = secrets.token_bytes(32)
        self._sheets: dict[bytes, Sheet] = {}
        self._were_in = 0

    @property
    def number(self) -> int:
        """Which step it is, from 1."""
        return list(STEPS).index(self.step) + 1

    @property
    def inside(self) -> int:
        """How many came in."""
        return len(self._sheets) or self._were_in

    @property
    def asked(self) -> int:
        """Of how many this step asks something: afterwards only of who was there before."""
        return sum(bool(sheet.before) for sheet in self._sheets.values()) if self.step == AFTER else self.inside

    @property
    def answered(self) -> int:
        """How many answered what this step asks."""
        return sum(sheet.filled(self.step) for sheet in self._sheets.values())

    def enter(self, name: str) -> Sheet:
        """The sheet of a person: their own, or a new one. Nothing is kept of who comes when all is counted."""
        if self.movement:
            return Sheet()
        mark = hmac.digest(self._key, name.encode(), hashlib.sha256)
        if mark not in self._sheets:
            late = self.step in (LOT, SWITCH, AFTER)
            self._sheets[mark] = Sheet(side=self._smaller_side() if late else "")
        return self._sheets[mark]

    def answer(self, name: str, step: str, given: Mapping[str, str]) -> None:
        """Take an answer; a later one in the same step takes its place.

        Raises: SowcourseError when that step is closed, or it is not all there; then nothing changes.
        """
        if step != self.step or step not in ASKED:
            raise SowcourseError(
                "Deze ronde is al dicht: je lesgever ging verder. Wat je eerder in deze ronde bewaarde, telt; wat je "
                "nu koos niet. Ga verder met wat hieronder staat."
            )
        for asked in ASKED[step]:
            if given.get(asked, "") not in self._offered(asked):
                missing = (
                    f"ook het sterkste argument {NAMES[asked]}" if asked in NAMES else "een van de vijf standpunten"
                )
                raise SowcourseError(f"Er is nog niets bewaard. Kies {missing}.")
        sheet = self.enter(name)
        if step == AFTER and not sheet.before:
            raise SowcourseError(LATE)
        for asked in ASKED[step]:
            setattr(sheet, asked, given[asked])

    def pleads(self, sheet: Sheet) -> str:
        """The side that somebody pleads now; "" before the lot."""
        return _OTHER.get(sheet.side, "") if self.step == SWITCH else sheet.side

    def forward(self, step: str) -> None:
        """Close a step and go on. Raises: SowcourseError when another step is on: nobody skips one by accident."""
        if step != self.step or step == MOVEMENT:
            raise SowcourseError("De zaal was al een stap verder. Er is niets veranderd.")
        if step == STRONGEST:
            self.strongest = dict(self._chosen_most())
            self._draw()
        elif step == AFTER:
            self._finish()
        self.step = list(STEPS)[self.number]

    def _offered(self, asked: str) -> tuple[str, ...]:
        if asked in SIDES:
            return tuple(argument.id for argument in self.debate.side(asked))
        return POSITIONS

    def _chosen_most(self) -> Iterator[tuple[str, str]]:
        """Side and argument; between equals the lot decides, so that it tells less of who chose."""
        for side in SIDES:
            counted = Counter(getattr(sheet, side) for sheet in self._sheets.values() if getattr(sheet, side))
            if counted.total() >= GROUP:
                most = max(counted.values())
                yield side, _CHANCE.choice([name for name, number in sorted(counted.items()) if number == most])

    def _draw(self) -> None:
        sheets = list(self._sheets.values())
        _CHANCE.shuffle(sheets)
        first = _CHANCE.choice(SIDES)
        for place, sheet in enumerate(sheets):
            sheet.side = _OTHER[first] if place % 2 else first

    def _smaller_side(self) -> str:
        counted = Counter(sheet.side for sheet in self._sheets.values())
        least = min(counted[side] for side in SIDES)
        return _CHANCE.choice([side for side in SIDES if counted[side] == least])

    def _finish(self) -> None:
        """Make the movement, and forget everybody."""
        sheets = self._sheets.values()
        self.movement = Movement.of([(sheet.before, sheet.after) for sheet in sheets if sheet.before and sheet.after])
        self._were_in = len(sheets)
        self._sheets = {}
        self._key = b""
