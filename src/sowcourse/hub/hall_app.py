"""Between a phone and a hall: who may come in, what was answered, and every refusal as a page that says what to do.

Who asks is told by a door, a class that stands before each of these: the hub's in `hall_launch`. Nothing is logged of
who asked what, and nothing is written.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tornado import web

from sowcourse.debate import SIDES
from sowcourse.errors import SowcourseError
from sowcourse.hub.hall import MOVEMENT, Hall
from sowcourse.hub.hall_page import STATIC, kept, page
from sowcourse.hub.halls import GONE, TOO_MANY, Halls, Misses
from sowcourse.hub.offer import offers
from sowcourse.hub.role import Guest
from sowcourse.pages.page import static_file
from sowcourse.report.position import GROUP

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
"""Nothing from elsewhere, and nothing that runs or is drawn because it stands in a page."""

PATIENCE = 25
"""Seconds that a page which asks whether something changed is kept waiting."""

REFUSED = {
    400: "Dit verzoek kwam niet heel aan. Er is niets veranderd. Ga naar het begin en typ de code opnieuw.",
    403: (
        "Dit verzoek kwam niet van deze bladzijde, of je bent niet meer aangemeld. Er is niets veranderd. Ga naar het "
        "begin en typ de code opnieuw: wat je al bewaard had, telt."
    ),
    404: "Deze bladzijde is er niet. Ga naar het begin en typ de code van het scherm.",
    405: "Dit kan hier niet. Ga naar het begin en typ de code van het scherm.",
}
UNFORESEEN = (
    "In sowcourse zelf ging iets mis; dat ligt niet aan jou. Ga naar het begin en typ de code opnieuw. Gebeurt het "
    "weer, zeg het dan aan je lesgever: de oorzaak staat in het verslag van de server."
)


_log = logging.getLogger(__name__)


class Bell:
    """Wakes whoever waits."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake them all; who waits from now on waits for the next."""
        rung, self._event = self._event, asyncio.Event()
        rung.set()

    async def wait(self, seconds: float) -> None:
        """Until it rings, and no longer than so many seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), seconds)


@dataclass
class House:
    """What all pages share."""

    classes: tuple[str, ...]
    base: str
    """The address of the first page, from the root of the host; ends in a slash."""
    halls: Halls = field(default_factory=Halls)
    misses: Misses = field(default_factory=Misses)
    turned: Bell = field(default_factory=Bell)
    """Rings when a hall goes on or closes."""
    counted: Bell = field(default_factory=Bell)
    """Rings when somebody comes in or answers."""


class Room(web.RequestHandler):
    """One address. A door before it says who asks: `who`."""

    guest: Guest

    def initialize(self, house: House) -> None:
        """See RequestHandler. Parameters: house – what all pages share."""
        self.house = house
        self.left = False

    async def who(self) -> Guest | None:
        """Who asks; None for who is not logged in."""
        raise NotImplementedError("a door stands before this")

    async def prepare(self) -> None:
        """See RequestHandler: who is not logged in logs in first."""
        found = await self.who()
        if found is not None:
            self.guest = found
        elif self.request.method == "GET":
            self.redirect(self.get_login_url())
        else:
            raise web.HTTPError(403)

    def set_default_headers(self) -> None:
        """See RequestHandler; what somebody chose is kept in no browser."""
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.clear_header("Server")

    def on_connection_close(self) -> None:
        """See RequestHandler."""
        self.left = True

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """See RequestHandler: a Dutch page; what went wrong inside stands in the log only."""
        self.refuse(REFUSED.get(status_code, UNFORESEEN), status_code)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """See RequestHandler: what went wrong inside; never whose request it was, or from where."""
        if not isinstance(value, web.HTTPError):
            _log.error("Uncaught exception in %s", type(self).__name__, exc_info=(typ, value, tb))

    def show(self, template: str, **values: object) -> None:
        """Give a page."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        own = {"base": self.house.base, "xsrf": self.xsrf_token.decode(), "fault": ""}
        self.finish(page(template, **(own | values)))

    def refuse(self, sentence: str, status: int = 409) -> None:
        """Give a page that says why not."""
        self.set_status(status)
        self.show("hall-refused", fault=sentence)

    def word(self, name: str) -> str:
        """What was filled in; an answer never stands in an address, which a proxy may write down."""
        read = self.get_body_argument if self.request.method == "POST" else self.get_query_argument
        return str(read(name, ""))

    def hall(self, code: str) -> Hall | None:
        """The hall of a code when it is open to who asks; None when that was refused."""
        if self.house.misses.too_many(self.guest.name):
            self.refuse(TOO_MANY, 429)
            return None
        try:
            hall = self.house.halls.find(code)
        except SowcourseError as error:
            self.house.misses.add(self.guest.name)
            self.refuse(str(error), 410)
            return None
        if hall.course in (*self.guest.learns, *self.guest.teaches):
            return hall
        self.house.misses.add(self.guest.name)
        lists = " en ".join(self.guest.learns)
        yours = f"Jij staat op de klaslijst van {lists}" if lists else "Je account staat op geen klaslijst"
        self.refuse(
            f"Deze zaal is van de klas {hall.course}. {yours}. Kijk de code na, en vraag het anders aan je lesgever.",
            403,
        )
        return None


class Door(Room):
    """Where everybody comes in: a code for who learns, a debate to open for who teaches."""

    def get(self) -> None:
        """Show it, or go where the code leads."""
        code = self.word("code").strip()
        if not code:
            self._show()
        elif self.hall(code):
            self.redirect(f"{self.house.base}{code}")

    def post(self) -> None:
        """Open a hall."""
        course, chosen = self.word("klas"), offers().get(self.word("debat"))
        if self.word("doe") != "openen":
            raise web.HTTPError(405)
        if course not in self.guest.teaches:
            self.refuse("Een zaal open je in een klas waaraan je zelf lesgeeft. Er is niets veranderd.", 403)
        elif chosen is None:
            self._show("Er is nog geen zaal open. Kies eerst een debat.")
        else:
            try:
                code = self.house.halls.open(Hall(course, chosen.debate, chosen.origins))
            except SowcourseError as error:
                self._show(str(error))
                return
            self.redirect(f"{self.house.base}{code}/scherm", status=303)

    def _show(self, fault: str = "") -> None:
        if fault:
            self.set_status(409)
        code_of = self.house.halls.code_of
        running = [(course, code_of(course)) for course in self.guest.teaches if code_of(course)]
        self.show(
            "hall-door",
            guest=self.guest,
            running=running,
            free=[course for course in self.guest.teaches if not code_of(course)],
            expected=any(map(code_of, self.guest.learns)),
            offers=offers(),
            fault=fault,
        )


class Phone(Room):
    """A hall as who learns sees it."""

    def get(self, code: str) -> None:
        """What is asked now. A lecturer gets the screen."""
        hall = self.hall(code)
        if hall is None:
            return
        if hall.course not in self.guest.learns:
            self.redirect(f"{self.house.base}{code}/scherm")
            return
        before = hall.inside
        self._show(code, hall)
        if hall.inside != before:
            self.house.counted.ring()

    def post(self, code: str) -> None:
        """Take an answer."""
        hall = self.hall(code)
        if hall is None:
            return
        if hall.course not in self.guest.learns:
            self.refuse(f"Antwoorden is voor wie op de klaslijst van {hall.course} staat. Er is niets bewaard.", 403)
            return
        given = {name: self.word(name) for name in ("before", "pro", "contra", "after")}
        try:
            hall.answer(self.guest.name, self.word("stap"), given)
        except SowcourseError as error:
            self.set_status(409)
            self._show(code, hall, str(error), given)
            return
        self.house.counted.ring()
        self.redirect(f"{self.house.base}{code}", status=303)

    def _show(self, code: str, hall: Hall, fault: str = "", given: dict[str, str] | None = None) -> None:
        sheet = hall.enter(self.guest.name)
        chosen = {name: getattr(sheet, name) for name in ("before", "pro", "contra", "after")}
        chosen |= {name: word for name, word in (given or {}).items() if word}
        by_id = {argument.id: argument for argument in hall.debate.arguments}
        side = hall.pleads(sheet)
        self.show(
            "hall-phone",
            code=code,
            hall=hall,
            sheet=sheet,
            chosen=chosen,
            arguments={name: self._arguments(hall, name) for name in SIDES},
            side=side,
            strongest=by_id.get(hall.strongest.get(side, "")),
            fault=fault,
        )

    def _arguments(self, hall: Hall, side: str) -> list[tuple[str, str, str, str]]:
        """Each argument of a side: its id, what its origin says, which origin that is, what we add."""
        return [(a.id, a.text, hall.origins.get(a.id, ""), a.ours) for a in hall.debate.side(side)]


class Screen(Room):
    """A hall as the room sees it, with the one button that is next."""

    def get(self, code: str) -> None:
        """Show it."""
        hall = self._mine(code)
        if hall:
            self._show(code, hall)

    def post(self, code: str) -> None:
        """Go on, keep the counts, or close."""
        hall = self._mine(code)
        if hall is None:
            return
        self.house.halls.touch(code)
        match self.word("doe"):
            case "verder":
                try:
                    hall.forward(self.word("stap"))
                except SowcourseError as error:
                    self.set_status(409)
                    self._show(code, hall, str(error))
                    return
                self.house.turned.ring()
                self.house.counted.ring()
                self.redirect(f"{self.house.base}{code}/scherm", status=303)
            case "bewaren" if hall.step == MOVEMENT:
                self.set_header("Content-Type", "text/html; charset=utf-8")
                self.set_header("Content-Disposition", 'attachment; filename="debat-in-de-klas.html"')
                self.finish(kept(hall))
            case "sluiten":
                self.house.halls.close(code)
                self.house.turned.ring()
                self.house.counted.ring()
                self.redirect(self.house.base, status=303)
            case _:
                raise web.HTTPError(405)

    def _mine(self, code: str) -> Hall | None:
        hall = self.hall(code)
        if hall and hall.course not in self.guest.teaches:
            self.refuse(
                "Dit scherm is van je lesgever. Ga naar het begin en typ de code: dan zie je wat voor jou is.", 403
            )
            return None
        return hall

    def _show(self, code: str, hall: Hall, fault: str = "") -> None:
        by_id = {argument.id: argument for argument in hall.debate.arguments}
        strongest = {side: by_id[chosen] for side, chosen in hall.strongest.items()}
        address = f"{self.request.host}{self.house.base}".rstrip("/")
        few = hall.answered < GROUP
        self.show("hall-screen", code=code, hall=hall, strongest=strongest, address=address, few=few, fault=fault)


class State(Room):
    """Whether something changed: answered as soon as it does."""

    async def get(self, code: str) -> None:
        """Wait, and tell; to who learns only which step it is."""
        halls = self.house.halls
        screen = self.word("scherm") != ""
        if self.house.misses.too_many(self.guest.name):
            self._tell(429)
            return
        try:
            hall = halls.find(code)
        except SowcourseError:
            self.house.misses.add(self.guest.name)
            self._tell(410, gone=GONE)
            return
        if hall.course not in (self.guest.teaches if screen else self.guest.learns):
            self.house.misses.add(self.guest.name)
            self._tell(403)
            return
        known = {name: self.word(name) for name in (_COUNTS if screen else ("step",))}
        bell = self.house.counted if screen else self.house.turned
        await self._until(lambda: halls.code_of(hall.course) != code or self._state(hall, screen) != known, bell)
        if self.left:
            return
        if halls.code_of(hall.course) != code:
            self._tell(410, gone=GONE)
        else:
            self._tell(200, **self._state(hall, screen))

    async def _until(self, changed: Callable[[], bool], bell: Bell) -> None:
        clock = asyncio.get_running_loop().time
        end = clock() + PATIENCE
        while not self.left and not changed() and clock() < end:
            await bell.wait(end - clock())

    def _state(self, hall: Hall, screen: bool) -> dict[str, str]:
        return {name: str(getattr(hall, name)) for name in (_COUNTS if screen else ("step",))}

    def _tell(self, status: int, **values: str) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(values))


_COUNTS = ("step", "inside", "asked", "answered")


class Shelf(Room):
    """Stylesheets and scripts, which say nothing of anybody."""

    async def prepare(self) -> None:
        """See RequestHandler: open to all."""

    def get(self, name: str) -> None:
        """Give one."""
        content = static_file(STATIC, name)
        if content is None:
            raise web.HTTPError(404)
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.finish(content)


class Nowhere(Room):
    """Every other address."""

    async def prepare(self) -> None:
        """See RequestHandler."""
        raise web.HTTPError(404)


def application(
    house: House, door: type, more: Sequence[tuple[str, type[Room]]] = (), **settings: Any
) -> web.Application:
    """The whole of it.

    Parameters: door – a class with `who` and where one logs in; more – addresses of the door; settings – of Tornado.
    """

    def behind(room: type[Room]) -> type[web.RequestHandler]:
        return type(room.__name__, (door, room), {})

    code = r"(\d{4})"
    rooms: list[tuple[str, type[Room]]] = [
        ("", Door),
        (r"static/([a-z.]+)", Shelf),
        (code, Phone),
        (f"{code}/scherm", Screen),
        (f"{code}/stand", State),
        *more,
        (".*", Nowhere),
    ]
    routes = [(f"{house.base}{pattern}", behind(room), {"house": house}) for pattern, room in rooms]
    told: dict[str, Any] = {"xsrf_cookies": True, "log_function": lambda handler: None}
    bare = (house.base.rstrip("/"), web.RedirectHandler, {"url": house.base, "permanent": False})
    return web.Application([bare, *routes, (r".*", behind(Nowhere), {"house": house})], **(told | settings))
