"""The halls that are open at a school: one per class, each behind four digits, gone when nobody minds it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

from sowcourse.errors import SowcourseError
from sowcourse.hub.hall import Hall

LASTS = 6 * 3600
"""Seconds after its lecturer did something last, a hall that was never closed is gone."""

GONE = (
    "Deze zaal is er niet, of niet meer. Kijk de code na op het scherm. Is de zaal gesloten, of is de server van je "
    "school herstart, dan is alles weg wat er binnenkwam: het staat nergens anders. Je lesgever opent dan een nieuwe."
)

MISSES, SPAN = 10, 600
"""So many codes of no hall may an account try in so many seconds: there are nine thousand."""

TOO_MANY = (
    "Je probeerde te veel codes die van geen zaal van jou zijn. Wacht tien minuten, kijk de code na op het scherm en "
    "typ haar opnieuw. Wat je in een zaal al bewaarde, telt."
)


class Misses:
    """How often each account tried a code that was none for it. Parameters: clock – seconds that only go up."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._of: dict[str, list[float]] = {}

    def add(self, name: str) -> None:
        """Count one; what is too long ago is forgotten, of everybody."""
        now = self._clock()
        self._of.setdefault(name, []).append(now)
        self._of = {who: left for who, all in self._of.items() if (left := [m for m in all if now - m < SPAN])}

    def too_many(self, name: str) -> bool:
        """Whether an account must wait."""
        return sum(self._clock() - moment < SPAN for moment in self._of.get(name, ())) >= MISSES


class Halls:
    """Kept in memory, and nowhere else. Parameters: clock – seconds that only go up."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: dict[str, Hall] = {}
        self._touched: dict[str, float] = {}

    def open(self, hall: Hall) -> str:
        """Open a hall. Returns: its code. Raises: SowcourseError when its class has one."""
        if code := self.code_of(hall.course):
            raise SowcourseError(
                f"{hall.course}: hier staat al een zaal open, met code {code}. Ga daar verder, of sluit die eerst."
            )
        code = next(code for code in iter(_four_digits, "") if code not in self._open)
        self._open[code] = hall
        self.touch(code)
        return code

    def find(self, code: str) -> Hall:
        """The hall of a code. Raises: SowcourseError when there is none."""
        self.sweep()
        if code not in self._open:
            raise SowcourseError(GONE)
        return self._open[code]

    def code_of(self, course: str) -> str:
        """The code of the hall of a class; "" when it has none."""
        self.sweep()
        return next((code for code, hall in self._open.items() if hall.course == course), "")

    def touch(self, code: str) -> None:
        """Its lecturer did something."""
        self._touched[code] = self._clock()

    def close(self, code: str) -> None:
        """Forget a hall and all that is in it."""
        self._open.pop(code, None)
        self._touched.pop(code, None)

    def sweep(self) -> None:
        """Forget what nobody minds."""
        for code in [code for code, moment in self._touched.items() if self._clock() - moment > LASTS]:
            self.close(code)


def _four_digits() -> str:
    return str(1000 + secrets.randbelow(9000))
