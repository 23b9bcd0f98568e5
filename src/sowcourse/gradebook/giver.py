"""Who gave what stands at an answer, and when: kept in the gradebook, in the same moment as the mark itself.

A table of our own beside nbgrader's, which has no place for this. Of what was given it holds a digest alone, so that a
mark that somebody gave another way, past us, is nobody's here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sowcourse.cohort.account import Person, me

TABLE = "sowcourse_given"
_MADE = f"""CREATE TABLE IF NOT EXISTS {TABLE} (grade_id VARCHAR(32) PRIMARY KEY, account TEXT NOT NULL,
computer TEXT NOT NULL, name TEXT NOT NULL, means TEXT NOT NULL, moment TEXT NOT NULL, state TEXT NOT NULL)"""

Clock = Callable[[datetime], str]
"""A moment as people here read it."""


@dataclass(frozen=True)
class Giver:
    """Somebody who gave a mark."""

    who: str
    moment: str
    """As people here read it."""
    mine: bool
    """Whether that is who works here now."""
    means: str = ""
    """With what: a sheet; "" for any other way."""

    def __str__(self) -> str:
        return f"door {self.who}, {self.moment}"


@dataclass(frozen=True)
class Note:
    """What is kept of who gave a mark."""

    person: Person
    means: str
    moment: datetime
    state: str

    def giver(self, score: float | None, comment: str, clock: Clock) -> Giver | None:
        """Who gave what stands there now; None when something else stands there than was noted."""
        if self.state != digest(score, comment):
            return None
        here = me()
        mine = (self.person.account, self.person.computer) == (here.account, here.computer)
        return Giver(str(self.person), clock(self.moment), mine, self.means)


def note(connection: Any, grade: str, score: float | None, comment: str, means: str = "") -> Note:
    """Keep that who works here gave this now. Parameters: connection – in whose transaction the mark is written."""
    from sqlalchemy import text

    kept = Note(me(), means, datetime.now(UTC), digest(score, comment))
    connection.execute(text(_MADE))
    connection.execute(text(f"DELETE FROM {TABLE} WHERE grade_id = :grade"), {"grade": grade})
    connection.execute(
        text(f"INSERT INTO {TABLE} VALUES (:grade, :account, :computer, :name, :means, :moment, :state)"),
        {
            "grade": grade,
            "account": kept.person.account,
            "computer": kept.person.computer,
            "name": kept.person.name,
            "means": kept.means,
            "moment": kept.moment.isoformat(timespec="seconds"),
            "state": kept.state,
        },
    )
    return kept


def notes(connection: Any, grade: str = "") -> dict[str, Note]:
    """Id of a grade → who gave it; {} in a gradebook in which nobody gave anything yet. Parameters: grade – only it."""
    from sqlalchemy import inspect, text

    if not inspect(connection).has_table(TABLE):
        return {}
    only = " WHERE grade_id = :grade" if grade else ""
    rows = connection.execute(
        text(f"SELECT grade_id, account, computer, name, means, moment, state FROM {TABLE}{only}"),
        {"grade": grade} if grade else {},
    )
    return {
        found: Note(Person(account, computer, name), means, datetime.fromisoformat(moment), state)
        for found, account, computer, name, means, moment, state in rows
    }


def digest(score: float | None, comment: str) -> str:
    """Always the same for the same points and comment; None for points that are still open."""
    told = f"{'open' if score is None else format(float(score), 'g')}\n{comment}"
    return hashlib.blake2b(told.encode(), digest_size=12).hexdigest()
