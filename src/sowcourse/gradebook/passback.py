"""Marks straight into a learning platform, by its Assignment and Grade Services (LTI): what stands there, what goes."""

from __future__ import annotations

import json
import os
import re
import ssl
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from threading import Event
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx

from sowcourse.cohort.lms_course import LmsCourse
from sowcourse.errors import GradingError
from sowcourse.gradebook.marks import FinalMark

SCOPES = tuple(
    f"https://purl.imsglobal.org/spec/lti-ags/scope/{name}"
    for name in ("lineitem.readonly", "result.readonly", "score")
)
"""What we ask of a platform: to read columns and what stands in them, and to put marks in. Not to make columns."""

_CLOSE = Decimal("0.005")
"""Points by which two marks may differ and be the same: platforms round."""

_PATIENCE, _AT_ONCE, _PAGES = 20, 6, 200
"""Seconds for an answer; marks under way at one time; pages of one list."""

_LONG, _MUCH = 120, 20_000_000
"""Seconds and bytes of one whole list: a class of thousands is far below."""

_MOST = Decimal(1_000_000)
"""Points above which something is no mark."""

_KIND = "application/vnd.ims.lis."

_WHY = {
    400: "weigert dit zoals het is",
    401: "aanvaardt onze sleutel niet. De beheerder van de cursus kijkt na of de leeromgeving onze sleutels kent",
    403: "geeft ons hier geen recht toe. De beheerder van de leeromgeving kijkt na of de cursus punten mag doorgeven",
    404: "kent dit niet (meer): de student is uit de cursus daar, of de kolom is weg",
    409: "heeft al een nieuwer punt",
    422: "weigert dit punt",
    429: "krijgt te veel ineens. Wacht een paar minuten",
}
_BROKEN = "heeft zelf een storing. Probeer het straks opnieuw"
_FOR_ALL = (401, 429)
"""Who gets one of these, gets it again at the next student."""


@dataclass(frozen=True)
class Pass:
    """What lets us in at a platform for an hour."""

    token: str
    address: str
    """Where it keeps marks, as the settings of the school say: nothing goes anywhere else."""


@dataclass(frozen=True)
class Column:
    """A column for marks of one course."""

    address: str
    label: str
    maximum: Decimal


@dataclass(frozen=True)
class Line:
    """What becomes of one student's mark."""

    student: str
    called: str
    """By the platform; "" when this student never came in from there, and then nothing can be sent."""
    before: FinalMark | None
    """As it stands there; None when nothing does."""
    after: FinalMark

    @property
    def same(self) -> bool:
        """Whether that is the same mark, whatever it is counted out of."""
        if self.before is None or not self.before.maximum or not self.after.maximum:
            return False
        there = self.before.points * self.after.maximum / self.before.maximum
        return abs(there - self.after.points) < _CLOSE


class UnreachableError(GradingError):
    """A learning platform lets nobody send anything more."""


def is_at(place: str, address: str) -> bool:
    """Whether an address is https and on the same machine as another, and hides nothing else."""
    try:
        asked, known = urlsplit(place), urlsplit(address)
        same = (asked.hostname, _port(asked)) == (known.hostname, _port(known))
    except ValueError:
        return False
    plain = "@" not in asked.netloc and "\\" not in place and place.isprintable()
    return asked.scheme == "https" and same and plain and " " not in place and len(place) <= 2000


def _port(address: SplitResult) -> int:
    return 443 if address.port is None else address.port


def on_a_hub(environment: Mapping[str, str] | None = None) -> bool:
    """Whether this is a server of a school's hub, which alone can ask a platform for a pass."""
    return "JUPYTERHUB_API_URL" in (os.environ if environment is None else environment)


def hub_pass(environment: Mapping[str, str] | None = None) -> Pass:
    """Ask the hub, which has the key, for a pass. Raises: UnreachableError in Dutch."""
    known = os.environ if environment is None else environment
    place = known["JUPYTERHUB_API_URL"].removesuffix("/api") + "/lti13/punten"
    try:
        answer = httpx.post(
            place,
            headers={"Authorization": f"token {known.get('JUPYTERHUB_API_TOKEN', '')}"},
            timeout=2 * _PATIENCE,
            trust_env=False,  # it is on this machine
        )
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise UnreachableError(
            "De hub van je school antwoordt niet. Er is niets verstuurd. Probeer het straks."
        ) from error
    if answer.status_code != 200:
        raise UnreachableError(str(told.get("message") or f"De hub van je school weigert dit ({answer.status_code})."))
    return Pass(str(told["token"]), str(told["address"]))


class Platform:
    """A course of a platform, with a pass for it."""

    def __init__(self, entry: Pass, course: LmsCourse) -> None:
        self.course = course
        self._entry = entry
        # one's own store of certificates, as the hub has; no way round through what a folder says of proxies
        self._client = httpx.Client(
            headers={"Authorization": f"Bearer {entry.token}", "Accept-Encoding": "identity"},
            timeout=_PATIENCE,
            follow_redirects=False,
            verify=ssl.create_default_context(),
        )

    def columns(self) -> list[Column]:
        """The columns of the course. Raises: GradingError in Dutch."""
        found = self._every(self.course.lineitems, f"{_KIND}v2.lineitemcontainer+json")
        return [
            Column(
                str(each["id"]),
                str(each.get("label") or each["id"])[:200],
                max(_number(each.get("scoreMaximum")) or Decimal(0), Decimal(0)),
            )
            for each in found
            if is_at(str(each.get("id")), self._entry.address)
        ]

    def standing(self, column: Column) -> dict[str, FinalMark]:
        """What the platform calls somebody → the mark that stands there. Raises: GradingError in Dutch."""
        found = self._every(_below(column.address, "results"), f"{_KIND}v2.resultcontainer+json")
        return {
            str(each["userId"]): self._mark(column, each)
            for each in found
            if "userId" in each and each.get("resultScore") is not None
        }

    def _mark(self, column: Column, result: Mapping[str, Any]) -> FinalMark:
        points, maximum = _number(result["resultScore"]), _number(result.get("resultMaximum", 1))
        if points is None:
            raise GradingError(
                f"{self._named} zegt dat er in «{column.label}» «{str(result['resultScore'])[:40]}» staat, en dat is "
                "geen punt. Er is niets verstuurd. Kijk in je leeromgeving wat daar staat, en bekijk het hier opnieuw."
            )
        return FinalMark(points, maximum if maximum and maximum > 0 else column.maximum)

    def give(self, column: Column, line: Line) -> None:
        """Put one mark in. Raises: GradingError in Dutch; UnreachableError when the next need not be tried."""
        score = {
            "userId": line.called,
            "scoreGiven": float(line.after.points),
            "scoreMaximum": float(line.after.maximum),
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
            "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
        }
        content = json.dumps(score).encode()
        place = _below(column.address, "scores")
        _, said = self._ask("POST", place, {"Content-Type": f"{_KIND}v1.score+json"}, content=content)
        if said.lstrip().startswith(b"<"):  # somewhere to log in, most of all
            raise UnreachableError(
                f"{self._named} antwoordt met een bladzijde in plaats van met een bevestiging. Bekijk opnieuw wat er "
                "verandert: dan zie je wat er aankwam. Blijft het zo, vraag het aan de beheerder van de leeromgeving."
            )

    def _every(self, place: str, kind: str) -> list[dict[str, Any]]:
        """Everything in a list, page after page."""
        found: list[dict[str, Any]] = []
        room, until = _MUCH, monotonic() + _LONG
        for _ in range(_PAGES):
            following, said = self._ask("GET", place, {"Accept": kind}, room=room)
            try:
                page = json.loads(said)
            except (ValueError, RecursionError):
                page = None
            if not isinstance(page, list) or not all(isinstance(each, dict) for each in page):
                raise GradingError(f"{self._named} antwoordt met iets anders dan een lijst. Er is niets verstuurd.")
            found += page
            if not following:
                return found
            if monotonic() > until:
                raise UnreachableError(f"{self._named} doet over een lijst meer dan {_LONG} seconden.")
            place, room = following, room - len(said)
        raise GradingError(f"{self._named} geeft een lijst zonder einde. Er is niets verstuurd.")

    def _ask(
        self, method: str, place: str, headers: dict[str, str], content: bytes | None = None, room: int = _MUCH
    ) -> tuple[str, bytes]:
        """Parameters: room – bytes that may come. Returns: the address of the next page, "" for none, and what came."""
        if not is_at(place, self._entry.address):
            raise GradingError(
                f"{place[:100]}: dit adres hoort niet bij de leeromgeving uit de instellingen ({self._entry.address}). "
                "Daar gaat niets heen. De beheerder kijkt 'puntenadres' in school.toml na."
            )
        try:
            with self._client.stream(method, place, headers=headers, content=content) as answer:
                self._must_be_good(answer)
                return _next_page(place, answer), self._all_of(answer, room)
        except httpx.TimeoutException as error:
            raise UnreachableError(f"{self._named} antwoordt niet binnen {_PATIENCE} seconden.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UnreachableError(f"{self._named} is niet te bereiken.") from error

    def _must_be_good(self, answer: httpx.Response) -> None:
        status = answer.status_code
        if answer.is_success:
            return
        if answer.is_redirect:
            raise GradingError(f"{self._named} stuurt ons door naar een ander adres. Dat doen we niet ({status}).")
        why = _WHY.get(status, _BROKEN if status >= 500 else "weigert dit")
        kind = UnreachableError if status in _FOR_ALL else GradingError
        raise kind(f"{self._named} {why} ({status}).")

    def _all_of(self, answer: httpx.Response, room: int) -> bytes:
        """What comes, as it comes: one that never ends, or drop by drop, is let go."""
        came, until = bytearray(), monotonic() + _PATIENCE
        for piece in answer.iter_bytes():
            came += piece
            if len(came) > room:
                raise UnreachableError(f"{self._named} antwoordt met veel meer dan nodig is.")
            if monotonic() > until:
                raise UnreachableError(f"{self._named} antwoordt niet binnen {_PATIENCE} seconden.")
        return bytes(came)

    @property
    def _named(self) -> str:
        return f"De leeromgeving ({urlsplit(self._entry.address).hostname})"


def planned(
    marks: Mapping[str, FinalMark], members: Mapping[str, str], standing: Mapping[str, FinalMark]
) -> list[Line]:
    """What would become of every mark. Parameters: members – student → what the platform calls them."""
    return [
        Line(student, members.get(student, ""), standing.get(members.get(student, "")), mark)
        for student, mark in marks.items()
    ]


def to_send(lines: Iterable[Line]) -> list[Line]:
    """Those that can be sent, and say something else than stands there."""
    return [line for line in lines if line.called and not line.same]


def send(platform: Platform, column: Column, lines: Iterable[Line]) -> dict[str, str]:
    """Send marks, a few at a time; what fails is told and stops nothing else.

    Returns: student → "" when it arrived, else why not, in Dutch. When the platform can be reached no more, the rest
    is not tried.
    """
    over, why = Event(), ["niet geprobeerd"]

    def one(line: Line) -> tuple[str, str]:
        if over.is_set():
            return line.student, why[-1]
        try:
            platform.give(column, line)
        except UnreachableError as error:
            why.append(str(error))
            over.set()
            return line.student, str(error)
        except GradingError as error:
            return line.student, str(error)
        return line.student, ""

    with ThreadPoolExecutor(_AT_ONCE) as crew:
        return dict(crew.map(one, lines))


def _below(column: str, what: str) -> str:
    """The address below a column, before what some platforms put behind a question mark."""
    path, mark, query = column.partition("?")
    return f"{path.rstrip('/')}/{what}{mark}{query}"


def _next_page(place: str, answer: httpx.Response) -> str:
    found = re.search(r'<([^>]*)>\s*;[^,]*rel="?next"?', answer.headers.get("Link", ""))
    following = found[1] if found else ""
    try:
        return urljoin(place, following) if following else ""
    except ValueError:  # no address, which the next question is refused by
        return following


def _number(value: object) -> Decimal | None:
    """Points, as a number or the text of one; None for what cannot be."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return found if found.is_finite() and abs(found) <= _MOST else None
