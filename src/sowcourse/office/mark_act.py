"""The buttons of a marking page: keep what was chosen, take it back, let an answer wait again, keep an earlier mark.

Every one writes over what its page showed and over nothing else. Who is too late is told what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sowcourse.errors import GradingError, SowcourseError
from sowcourse.gradebook.gradebook import Given, Mark, Overtaken, give
from sowcourse.office.asked import Answer, Asked, Go, Told
from sowcourse.office.desk import Note
from sowcourse.office.mark_comment import Said, joined, taken_apart
from sowcourse.office.mark_item import Item
from sowcourse.office.mark_past import Key, Step
from sowcourse.office.page import spoken
from sowcourse.pages.page import points
from sowcourse.report.second import SecondNow, give_second
from sowcourse.rubric import LEVELS

_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,3})?\Z")

OTHER_WORDS = (
    "Dit antwoord is veranderd sinds je het las: de student leverde iets anders in, en dat is nagekeken. Wat je koos, "
    "is niet bewaard. Lees het opnieuw."
)


@dataclass(frozen=True)
class Refused:
    """What came in between."""

    told: str
    """A Dutch sentence."""
    stands: Given | None = None
    """What stands there now; None when the words are others, and there is nothing to insist on."""
    said: Said = field(default_factory=Said)
    """The same in parts."""


@dataclass(frozen=True)
class Kept:
    """What stands there now."""

    given: Given
    told: str


@dataclass(frozen=True)
class Far:
    """How far the marking of a page's row is."""

    done: int
    most: int
    told: str


Find = Callable[[Asked], Item]
Show = Callable[[Asked, Item], Answer]
"""The page again. Parameters: the item – with what came in between."""


@dataclass(frozen=True)
class Buttons:
    """The buttons of one kind of page.

    Parameters: find – the answer they are about; place – where its page is; far – how far the row is by now.
    """

    find: Find
    show: Show
    place: Callable[[Asked, Item], str]
    far: Callable[[Asked], Far]

    def keep(self, asked: Asked) -> Answer:
        """Keep what was chosen and typed."""
        return self._done(asked, lambda item: _keep(asked, item))

    def insist(self, asked: Asked) -> Answer:
        """The same, over what somebody else gave meanwhile and was shown."""
        return self._done(asked, lambda item: _keep(asked, item, asked.word("staat")))

    def take_back(self, asked: Asked) -> Answer:
        """As it was before the last step that was taken here."""
        return self._done(asked, lambda item: _take_back(asked, item), fills=True)

    def let_wait(self, asked: Asked) -> Answer:
        """Without levels, points or comment."""
        told = "Dit antwoord wacht weer. Terug kan met «Ongedaan maken»."
        return self._done(asked, lambda item: _write(asked, item, Given(None, ""), told), fills=True)

    def keep_earlier(self, asked: Asked) -> Answer:
        """Let what was given to the words before these count for these too."""
        return self._done(asked, lambda item: _earlier(asked, item), fills=True)

    def _done(self, asked: Asked, act: Callable[[Item], Kept | Refused], fills: bool = False) -> Answer:
        script = asked.word("script") == "ja"
        try:
            item = self.find(asked)
            found = act(item)
        except SowcourseError as error:
            if not script:
                raise
            return Told({"state": "geweigerd", "told": spoken(str(error))})
        if isinstance(found, Refused):
            if script:
                stands = {}
                if found.stands:
                    there = replace(item, given=found.stands, said=found.said).told
                    stands = {"staat": found.stands.digest, "stands": there}
                values = found.said.plain(item.rubric)
                return Told({"state": "ingehaald", "told": found.told, "values": values, **stands})
            return self.show(asked, replace(typed(asked, item), refused=found))
        if script:
            said = taken_apart(found.given.comment, item.rubric)
            now = replace(item, given=found.given, said=said, taken="")
            values = {"values": said.plain(item.rubric), "points": plain_points(now)} if fills else {}
            told = {"told": found.told, "seen": found.given.digest, "stands": now.told}
            far = {"far": asdict(self.far(asked))}
            return Told({"state": "bewaard", "waits": found.given.score is None} | told | values | far)
        return Go(self.place(asked, item), Note((found.told,)))


def typed(asked: Asked, item: Item) -> Item:
    """An item with what was filled in on its page instead of what stands there."""
    return replace(item, said=_said(asked, item)) if asked.word("gezien") else item


def plain_points(item: Item) -> str:
    """What stands in the field for points."""
    return "" if item.given.score is None else points(item.given.score)


def _said(asked: Asked, item: Item) -> Said:
    names = [criterion.name for criterion in item.rubric.criteria] if item.rubric else []
    levels, remarks = {}, {}
    for place, name in enumerate(names):
        level, remark = asked.word(f"niveau-{place}"), " ".join(asked.word(f"bij-{place}").split())
        if level in map(str, range(1, LEVELS + 1)):
            levels[name] = int(level)
        elif level not in ("", "0"):
            raise GradingError(f"{name}: «{level}» is geen niveau. Verwacht wordt 1 tot en met {LEVELS}.")
        if remark:
            remarks[name] = remark
    lines = asked.word("opmerking").replace("\r\n", "\n").split("\n")
    return Said(levels, remarks, "\n".join(line.rstrip() for line in lines).strip())


def _score(asked: Asked, item: Item, said: Said) -> float | None:
    """What the levels are worth together, or the points that were typed; None as long as that is open."""
    if item.rated and item.rubric:
        return item.rubric.worth(said.levels) if said.levels else item.given.score  # given elsewhere, without levels
    told, most = asked.word("punten"), item.answer.found.points
    if not told:
        return None
    if not _NUMBER.match(told) or float(told.replace(",", ".")) > most:
        raise GradingError(f"«{told}» zijn geen punten hier. Verwacht wordt een getal van 0 tot en met {points(most)}.")
    return float(told.replace(",", "."))


def _keep(asked: Asked, item: Item, over: str = "") -> Kept | Refused:
    said = _said(asked, item)
    score = _score(asked, item, said)
    clock = datetime.now(ZoneInfo(asked.workspace.calendar().zone))
    return _write(asked, item, Given(score, joined(said, item.rubric)), f"Bewaard om {clock:%H.%M}.", over)


def _take_back(asked: Asked, item: Item) -> Kept | Refused:
    past, key = asked.desk.past, _key(asked, item)
    step = past.last(key)
    if step is None:
        raise GradingError(
            "Er is bij dit antwoord niets om ongedaan te maken: hier is niets gegeven sinds Kantoor openging."
        )
    found = _give(asked, item, step.before, step.after.digest)
    if isinstance(found, Kept):
        past.drop(key)
        return replace(found, told="Teruggezet zoals het was.")
    return found


def _earlier(asked: Asked, item: Item) -> Kept | Refused:
    if item.earlier is None:
        raise GradingError("Bij dit antwoord is er niets van een vorige versie dat nog op jou wacht.")
    given = item.earlier.given
    return _write(asked, item, Given(given.points, given.comment), "Wat je toen gaf, geldt nu voor dit antwoord.")


def _write(asked: Asked, item: Item, given: Given, told: str, over: str = "") -> Kept | Refused:
    """Parameters: over – the digest of what it is written over; "" for what the page showed."""
    found = _give(asked, item, given, over or asked.word("gezien"))
    if isinstance(found, Refused):
        return found
    if found.given != item.given:
        asked.desk.past.keep(_key(asked, item), Step(item.given, found.given, asked.word("blad")))
    return replace(found, told=told)


def _give(asked: Asked, item: Item, given: Given, over: str) -> Kept | Refused:
    """Look at what stands there, and write over it when that is what was shown."""
    workspace, assignment = asked.workspace, asked.assignment
    if asked.word("code") != item.answer.code:
        return Refused(OTHER_WORDS)
    if asked.desk.past.unheard(_key(asked, item), asked.word("blad"), over, item.given):
        over = item.given.digest
    if item.second:
        said = taken_apart(given.comment, item.rubric)
        now = SecondNow(given.score, said.levels)
        before = give_second(workspace, assignment, item.answer, now, over)
        if before.digest != over:
            stands = Given(before.points, before.told)
            return Refused(f"Intussen gaf {before.who or 'iemand anders'} hier {stands}.", stands, Said(before.levels))
        return Kept(Given(now.points, now.told), "")
    if item.given.digest != over:
        return _overtaken(item, item.given)
    if given == item.given:
        return Kept(item.given, "")
    mark = Mark(
        student=item.answer.student,
        cell=item.question,
        points=given.score,
        comment=given.comment,
        over=item.given,
        code=item.answer.code,
        replaces=True,
    )
    found = give(workspace, assignment, mark)
    if isinstance(found, Overtaken):
        return Refused(OTHER_WORDS) if found.other_words else _overtaken(item, found.now)
    return Kept(found.now, "")


def _overtaken(item: Item, now: Given) -> Refused:
    told = now.told()
    return Refused(f"{told[0].upper()}{told[1:]}.", now, taken_apart(now.comment, item.rubric))


def _key(asked: Asked, item: Item) -> Key:
    return str(asked.workspace.root), asked.assignment, item.question, item.answer.student, item.second
