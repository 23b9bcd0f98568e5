"""Between the browser and a page: who may ask, what was asked, and every refusal as a page that says what to do."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import quote, urlencode

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from sowcourse import trouble
from sowcourse.cohort.account import asks
from sowcourse.errors import SowcourseError
from sowcourse.office.asked import Answer, Asked, Download, Fault, Go, Page, Route, Script, Sheet, Told
from sowcourse.office.desk import Desk, Dropped
from sowcourse.office.page import page, spoken

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
)
"""Nothing from elsewhere, and nothing that runs or is drawn because it stands in a page."""

SHEET_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'"
"""For a page in a frame: as POLICY, and without any right of ours."""

REFUSED = {
    400: "Daar staat iets in wat Kantoor niet kan lezen, zoals een getal van duizend cijfers. Ga terug en kijk na.",
    403: (
        "Dit verzoek kwam niet van deze bladzijde, of de bladzijde stond open van vóór Kantoor opnieuw startte. "
        "Er is niets veranderd. Ga naar «Mijn cohorten» en doe het daar opnieuw."
    ),
    404: "Deze bladzijde is er niet, of niet meer. Is een map verplaatst of anders genoemd? Kijk bij «Mijn cohorten».",
    405: "Dit kan hier niet. Ga naar «Mijn cohorten» en begin daar opnieuw.",
    413: "Dit bestand is te groot. Kies een kleiner, of geef het in delen.",
}
UNFORESEEN = (
    "In sowcourse zelf ging iets mis; dat ligt niet aan jou. Ga terug en probeer het nog eens. Gebeurt het weer, vraag "
    "dan hulp aan wie de cursus onderhoudt: de oorzaak staat in het verslag van deze server."
)


class Handler(JupyterHandler):  # type: ignore[misc, unused-ignore]
    """One address of Kantoor."""

    def initialize(self, desk: Desk, route: Route) -> None:
        """Parameters: desk – what all pages share; route – the page and its buttons."""
        self.desk = desk
        self.route = route

    @property
    def content_security_policy(self) -> str:
        """See JupyterHandler."""
        return POLICY

    def set_default_headers(self) -> None:
        """See JupyterHandler; pages with names are kept in no browser."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")

    @web.authenticated  # type: ignore[untyped-decorator, unused-ignore]
    async def get(self, *places: str) -> None:
        """Show the page. The token goes from the address: it would stay in the browser's history."""
        if "token" in self.request.query_arguments:
            self.redirect(self.request.path)
            return
        asked = self._asked(places)
        try:
            self._give(await asyncio.to_thread(self.route.show, asked), asked)
        except Exception as error:
            self._refuse(_fault(error))

    @web.authenticated  # type: ignore[untyped-decorator, unused-ignore]
    async def post(self, *places: str) -> None:
        """Do what the button says; what is refused is told above the page as it was filled in."""
        asked = self._asked(places)
        act = self.route.acts.get(asked.word("doe"))
        if act is None:
            raise web.HTTPError(405)
        try:
            self._give(await asyncio.to_thread(act, asked), asked)
            return
        except Exception as error:
            fault = _fault(error)
        try:
            page = await asyncio.to_thread(self.route.show, asked)
        except Exception as error:
            _fault(error)
            self._refuse(fault)
            return
        self.set_status(409)
        self._give(page, asked, fault)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """See JupyterHandler: a Dutch page; what went wrong inside stands in the server's log only."""
        fault = Fault((REFUSED.get(status_code, UNFORESEEN),))
        self._page(Page("refused", {}), Asked(self.desk), fault)

    def _refuse(self, fault: Fault) -> None:
        self.set_status(409)
        self._page(Page("refused", {}), Asked(self.desk), fault)

    def _asked(self, places: tuple[str, ...]) -> Asked:
        asks(str(getattr(self.current_user, "username", "")))
        words = {name: self.get_arguments(name) for name in self.request.arguments}
        files = {
            name: [Dropped(file["filename"], file["body"]) for file in found]
            for name, found in self.request.files.items()
        }
        return Asked(self.desk, places, words, files)

    def _give(self, answer: Answer, asked: Asked, fault: Fault | None = None) -> None:
        match answer:
            case Page():
                self._page(answer, asked, fault)
            case Go(place, note, step, at):
                told = ({"gedaan": self.desk.note(note)} if note else {}) | ({"stap": step} if step else {})
                there = f"{place}?{urlencode(told)}" if told else place
                self.redirect(f"{there}#{quote(at)}" if at else there, status=303)
            case Download(name, content):
                self.set_header("Content-Type", "application/octet-stream")
                self.set_attachment_header(name)
                self.finish(content)
            case Sheet(html):
                self.set_header("Content-Security-Policy", SHEET_POLICY)
                self.finish(html)
            case Script(name, content):
                kind = "text/css" if name.endswith(".css") else "text/javascript"
                self.set_header("Content-Type", f"{kind}; charset=utf-8")
                self.finish(content)
            case Told(values):
                self.set_header("Content-Type", "application/json")
                self.finish(json.dumps(values, ensure_ascii=False))

    def _page(self, answer: Page, asked: Asked, fault: Fault | None) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(page(answer, asked, self.xsrf_token.decode(), fault))


class Shelf(Handler):
    """Stylesheets and scripts, for the page of who is not let in yet too."""

    @allow_unauthenticated  # type: ignore[untyped-decorator, unused-ignore]
    async def get(self, *places: str) -> None:
        """Give one."""
        asked = self._asked(places)
        self._give(self.route.show(asked), asked)


def _fault(error: Exception) -> Fault:
    """What a refusal says. Raises: the error itself when it is not one that a person can mend."""
    if isinstance(error, SowcourseError):
        return Fault(tuple(spoken(sentence) for sentence in Fault.of(error).sentences))
    if isinstance(error, web.HTTPError) or not (sentence := trouble.told(error)):
        raise error
    return Fault((sentence,))
