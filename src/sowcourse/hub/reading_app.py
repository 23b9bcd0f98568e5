"""The lessons for whoever is logged in at a school: pages that were made once, and for nobody a server of their own.

What is written in them stays in the browser, sealed for the account; see seal.py. Nothing is logged of who reads what.
"""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Mapping, Sequence
from typing import Any

from tornado import web

from sowcourse.hub.seal import seal_of
from sowcourse.site.building import Giver, Pages

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; worker-src 'none'"
)
"""Nothing from elsewhere, nothing that runs because it stands in a page, and nothing that outlives the page."""

REFUSED = {
    403: "Je bent niet meer aangemeld. Herlaad de bladzijde; wat je schreef, staat nog in deze browser.",
    400: "Dit adres klopt niet. Ga terug en kies een les.",
    404: "Deze bladzijde is er niet. Ga terug en kies een les.",
    405: "Hier wordt alleen gelezen: de dienst van de lessen neemt niets aan.",
}
UNFORESEEN = "In sowcourse zelf ging iets mis; dat ligt niet aan jou. Herlaad de bladzijde, of zeg het je lesgever."

_log = logging.getLogger(__name__)


def all_pages(work: str, apart: bool, leave: str) -> dict[str, bytes]:
    """Every file of the course as a hub gives it. Parameters: see Pages."""
    made = Pages(giver=Giver.HUB, work=work, apart=apart, leave=leave)
    return {name: made.made(name) for name in made}


class Room(web.RequestHandler):
    """One address. A door before it says who asks: `known`."""

    def initialize(self, pages: Mapping[str, bytes], secret: str, base: str) -> None:
        """See RequestHandler. Parameters: pages – file → content; secret – see seal; base – of the first page."""
        self.pages, self.secret, self.base = pages, secret, base

    async def known(self) -> Mapping[str, Any] | None:
        """Who asks; None for who is not logged in."""
        raise NotImplementedError("a door stands before this")

    def set_default_headers(self) -> None:
        """See RequestHandler."""
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.clear_header("Server")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """See RequestHandler: a Dutch sentence; what went wrong inside stands in the log only."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(REFUSED.get(status_code, UNFORESEEN))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """See RequestHandler: what went wrong inside; never whose request it was."""
        if not isinstance(value, web.HTTPError):
            _log.error("Uncaught exception in %s", type(self).__name__, exc_info=(typ, value, tb))


class Page(Room):
    """A page, or what belongs to it."""

    async def get(self, name: str) -> None:
        """Give it; who is not logged in logs in first."""
        if await self.known() is None:
            self.redirect(self.get_login_url())
        elif not name:
            self.redirect(f"{self.base}index.html")
        elif name in self.pages:
            assert self.xsrf_token  # looked at, so that the browser gets it: the hub lets no other page ask for a seal
            self.set_header("Content-Type", f"{mimetypes.guess_type(name)[0] or 'text/plain'}; charset=utf-8")
            self.set_header("Cache-Control", "private, no-cache")
            self.finish(self.pages[name])
        else:
            raise web.HTTPError(404)


class Seal(Room):
    """With what this account seals; kept nowhere."""

    async def get(self) -> None:
        """Give it to who is logged in."""
        found = await self.known()
        if found is None:
            raise web.HTTPError(403)
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(seal_of(self.secret, str(found["name"])))


def application(
    pages: Mapping[str, bytes], secret: str, base: str, door: type, more: Sequence[tuple[str, type]] = (), **how: Any
) -> web.Application:
    """The whole of it.

    Parameters: door – a class with `known` and where one logs in; more – addresses of the door; how – see Tornado.
    """
    seal_of(secret, "")  # a secret that seals nothing is found before anybody writes
    told = {"pages": pages, "secret": secret, "base": base}
    rooms = [("zegel", Seal), ("(.*)", Page)]
    return web.Application(
        [
            (base.rstrip("/"), web.RedirectHandler, {"url": base, "permanent": False}),
            *((f"{base}{pattern}", handler) for pattern, handler in more),
            *((f"{base}{pattern}", type(room.__name__, (door, room), {}), told) for pattern, room in rooms),
        ],
        log_function=lambda handler: None,
        **how,
    )
