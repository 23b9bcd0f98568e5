"""Who comes in from a learning platform, with LTI 1.3: what of a launch is believed, and every refusal in Dutch."""

from __future__ import annotations

import asyncio
import time
from typing import Any
from urllib.parse import urlsplit

import jwt
from jupyterhub.handlers import BaseHandler
from ltiauthenticator.lti13.auth import LTI13Authenticator
from ltiauthenticator.lti13.constants import (
    LTI13_DEEP_LINKING_REQUIRED_CLAIMS,
    LTI13_RESOURCE_LINK_REQUEST_REQUIRED_CLAIMS,
)
from ltiauthenticator.lti13.error import InvalidAudienceError, ValidationError
from ltiauthenticator.lti13.handlers import LTI13CallbackHandler, LTI13LoginInitHandler
from tornado import web
from traitlets import Dict, List, Unicode

from sowcourse.errors import SowcourseError
from sowcourse.hub.deep_link import CLAIM, DeepLink
from sowcourse.hub.grant import granted
from sowcourse.hub.lms_marks import Keys, Notes, OfficePass, Setup
from sowcourse.hub.role import Guest

AGE = 600
"""Seconds in which a launch must have come; so long it is remembered that it was used."""

OPENS = "LtiResourceLinkRequest"
"""The one message of LTI that comes from a link to open."""

ONLY_TO_CHOOSE = set(LTI13_DEEP_LINKING_REQUIRED_CLAIMS) - set(LTI13_RESOURCE_LINK_REQUEST_REQUIRED_CLAIMS)
"""What the library misses first in a message that chooses content."""

LONGEST = 255
"""Signs in what a platform calls somebody."""

BEGIN = "Open de cursus vanuit je leeromgeving: klik daar op de link van de cursus."
AGAIN = "Ga terug naar je leeromgeving en klik daar opnieuw op de link van de cursus."
ADMIN = "Blijft dit komen, meld het dan aan de beheerder van de cursus."

ANOTHER = (
    "Deze link vraagt iets wat de cursus niet kan: ze opent alleen lessen en opdrachten. Ben je lesgever, maak dan in "
    f"je leeromgeving een gewone link naar de cursus. {ADMIN}"
)


class Refused(Exception):  # noqa: N818 – it is how a launch ends
    """Why nobody comes in, in Dutch. Parameters: about – for the log of the hub, "" when the sentence says it all."""

    def __init__(self, status: int, sentence: str, about: str = "") -> None:
        super().__init__(sentence)
        self.status, self.about = status, about


class _Door(BaseHandler):  # type: ignore[misc, unused-ignore]
    """What both steps of a launch share."""

    def _set_oauth_cookie(self, key: str, value: str) -> None:
        """A launch comes back from the platform's site: without this a browser leaves the cookie out."""
        over = {"samesite": "None", "secure": True} if urlsplit(self.authenticator.address).scheme == "https" else {}
        self._set_cookie(key, value, expires_days=None, encrypted=True, **over)

    async def refuse(self, refused: Refused) -> None:
        """Say why, and write for the administrator what was wrong: on one line, whoever chose the words."""
        about = "".join(sign if sign.isprintable() else "·" for sign in (refused.about or str(refused))[:600])
        self.log.warning("LTI: %s", about)
        self.set_status(refused.status)
        self.finish(await self.render_template("refused.html", sentence=str(refused), user=None))


class Begin(_Door, LTI13LoginInitHandler):  # type: ignore[misc, unused-ignore]
    """The platform says that somebody comes; the browser is sent to it to hear who."""

    async def post(self) -> None:
        """See LTI13LoginInitHandler."""
        try:
            self._must_be_ours()
        except Refused as refused:
            await self.refuse(refused)
            return
        super().post()

    get = post

    def _must_be_ours(self) -> None:
        told = {name: self.get_argument(name, "") for name in ("iss", "login_hint", "target_link_uri", "client_id")}
        if not (told["iss"] and told["login_hint"] and told["target_link_uri"]):
            raise Refused(400, BEGIN)
        client = told["client_id"] or self._client()
        if told["iss"] != self.authenticator.issuer or client not in self.authenticator.client_id:
            raise Refused(
                403,
                f"Deze link hoort bij een andere leeromgeving dan die van je school. {AGAIN} {ADMIN}",
                f"platform {told['iss']!r}, client {client!r}: staat niet zo onder [lti] in school.toml",
            )

    def _client(self) -> str:
        return str(next(iter(self.authenticator.client_id)))

    def _get_optional_arg(self, args: dict[str, str], arg: str) -> str | None:
        found = super()._get_optional_arg(args, arg)
        return found or (self._client() if arg == "client_id" else None)  # a platform may leave it out

    def get_state(self) -> Any:
        """See LTI13LoginInitHandler; where it leads is heard from the signed launch, not from this address."""
        self.request.arguments.pop("next", None)
        self.request.arguments["target_link_uri"] = [b"/hub"]
        return super().get_state()

    def get_redirect_uri(self) -> str:
        """See LTI13LoginInitHandler; by the settings, whatever a browser says that we are called."""
        return f"{self.authenticator.address}/hub/lti13/oauth_callback"


class Arrival(_Door, LTI13CallbackHandler):  # type: ignore[misc, unused-ignore]
    """The platform says who it is, signed; who is let in goes to what was clicked on."""

    async def get(self) -> None:
        """See LTI13CallbackHandler."""
        await self.refuse(Refused(405, BEGIN))

    async def post(self) -> None:
        """See LTI13CallbackHandler."""
        try:
            claims = await self._launch()
            user = await self._let_in(claims)
            groups = {group.name for group in user.groups}
            guest = Guest.of(user.name, groups, self.authenticator.classes)
            place = self.authenticator.link(claims).place(self.hub.base_url, guest.teaches)
            self.authenticator.keep(claims, guest)
        except Refused as refused:
            await self.refuse(refused)
            return
        self._jupyterhub_user = user  # where everybody begins, is asked of who is logged in
        self.redirect(place or self.settings["default_url"](self))

    async def _let_in(self, claims: dict[str, Any]) -> Any:
        """The user of the hub. Raises: Refused for who has no place here, an office included."""
        try:
            user = await self.login_user(claims)
        except web.HTTPError:  # of the hook that lets nobody in as an office
            user = None
        if user is None:
            who = self.authenticator.claimed(claims)
            raise Refused(
                403,
                f"Je leeromgeving zegt dat je «{who[:60]}» bent, en die staat in deze cursus op geen klaslijst. "
                "Vraag het aan je lesgever.",
            )
        return user

    async def _launch(self) -> dict[str, Any]:
        """What is claimed, once signature, age, receiver, deployment and nonce are right. Raises: Refused."""
        if error := self.get_argument("error", ""):
            raise Refused(
                403,
                f"Je leeromgeving meldde je niet aan. Meld je daar eerst aan. {AGAIN} {ADMIN}",
                f"de leeromgeving antwoordt {error!r}: {self.get_argument('error_description', '')!r}",
            )
        try:
            # in a thread, for it asks the platform for its keys; nothing else touches this request meanwhile
            claims: dict[str, Any] = await asyncio.to_thread(self.decode_and_validate_launch_request)
        except InvalidAudienceError as error:
            raise Refused(403, f"Deze aanmelding is voor een ander programma bedoeld. {ADMIN}", str(error)) from error
        except ValidationError as error:
            raise _why(error) from error
        except web.HTTPError as error:  # state or nonce
            raise Refused(
                400,
                f"Deze aanmelding is al gebruikt, of begon in een ander venster. {AGAIN} Opent de cursus in een kader "
                "van je leeromgeving, kies dan voor een nieuw tabblad.",
                str(error),
            ) from error
        except (AttributeError, TypeError, ValueError, RecursionError) as error:  # the library takes a form for granted
            raise Refused(
                403,
                f"Je leeromgeving zegt op een manier die we niet kennen dat jij het bent. {AGAIN} {ADMIN}",
                f"een gegeven van de aanmelding, of wat er op 'sleuteladres' staat, heeft een andere vorm: {error!r}",
            ) from error
        self.authenticator.must_be_meant(claims)
        self.authenticator.must_be_deployed(claims)
        self.authenticator.use_once(str(claims["nonce"]))
        self.authenticator.claimed(claims)
        self.authenticator.link(claims)
        return claims


def _why(error: ValidationError) -> Refused:
    """What a launch that is not believed comes to. Parameters: error – what the library made of it."""
    cause = error.__context__
    if isinstance(cause, jwt.PyJWKClientConnectionError):
        return Refused(503, f"De leeromgeving antwoordt nu niet op de vraag of jij het bent. {AGAIN}", str(error))
    if isinstance(cause, jwt.ExpiredSignatureError) or "too long ago" in str(error):
        return Refused(403, f"Deze aanmelding is verlopen. {AGAIN}", str(error))
    if isinstance(cause, jwt.ImmatureSignatureError):
        return Refused(
            403,
            f"Deze aanmelding geldt nog niet: de klok van je leeromgeving loopt anders dan die van de cursus. {ADMIN}",
            f"{error}: kijk of de klok van deze machine juist staat (timedatectl)",
        )
    if "message_type" in str(error) or any(f"arg {claim} " in str(error) for claim in ONLY_TO_CHOOSE):
        return Refused(403, ANOTHER, str(error))
    return Refused(
        403,
        f"Deze aanmelding komt niet van de leeromgeving van je school, of is onderweg veranderd. {AGAIN} {ADMIN}",
        str(error),
    )


def called(claims: dict[str, Any]) -> str:
    """What the platform calls somebody; "" when it does not say, or nothing that LTI allows."""
    found = claims.get("sub")
    return found if isinstance(found, str) and len(found) <= LONGEST and found.isprintable() else ""


class LmsDoor(LTI13Authenticator):  # type: ignore[misc, unused-ignore]
    """Lets in whom the platform of the settings names by the claim of the settings, and nobody by anything else."""

    login_service = "je leeromgeving"
    login_handler = Begin
    callback_handler = Arrival
    config_handler = Setup

    address = Unicode(config=True, help="The address of this site, without a stroke at its end.")
    deployments = List(Unicode(), config=True, help="Deployments of this platform that are believed.")
    classes = List(Unicode(), config=True, help="Every class of the school.")
    accounts = Dict(config=True, help="What a class list knows a student by, in small letters: the account.")

    token_address = Unicode(config=True, help="Where the platform gives passes for marks; empty when it gets none.")
    token_audience = Unicode(config=True, help="Who believes what we sign there; empty for that address.")
    marks_address = Unicode(config=True, help="Where the platform keeps marks: nothing goes anywhere else.")
    tool_key = Unicode(config=True, help="Our private key, as the text of its file.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._used: dict[str, float] = {}
        self._notes = Notes()

    def get_handlers(self, app: Any) -> list[Any]:
        """See Authenticator."""
        ours = [("lti13/sleutels", Keys), ("lti13/punten", OfficePass)]
        return [*super().get_handlers(app), *ours]

    def keep(self, claims: dict[str, Any], guest: Guest) -> None:
        """Have the class keep what marks need: the course, and what a student is called there; else nothing."""
        course = granted(claims, self.link(claims), self.marks_address if self.token_address else "")
        only = guest.teaches if len(guest.teaches) == 1 else ()
        if course and guest.learns and called(claims):
            self._notes.keep(guest.learns, course, guest.name, called(claims))
        elif course:
            self._notes.keep(only, course, "", "")

    async def authenticate(self, handler: Any, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """See Authenticator; nothing else of the launch is kept."""
        who = self.claimed(data or {})
        return {"name": self.accounts.get(who.casefold(), who)}

    def claimed(self, claims: dict[str, Any]) -> str:
        """Who it is, by the one claim of the settings. Raises: Refused when the platform does not say."""
        key = self.username_key
        found = claims.get(key)
        if key.startswith("custom_"):
            own = claims.get(f"{CLAIM}custom")
            found = own.get(key.removeprefix("custom_")) if isinstance(own, dict) else None
        who = str(found).strip() if isinstance(found, str | int) else ""
        if not who or who.startswith("$"):  # a platform that does not know a variable gives its name
            raise Refused(
                403,
                f"Je leeromgeving zegt niet wie je bent. {ADMIN}",
                f"{key} ontbreekt of is niet ingevuld ({who!r}): kijk na wat de leeromgeving meegeeft",
            )
        return who

    def link(self, claims: dict[str, Any]) -> DeepLink:
        """What was clicked on. Raises: Refused when it is not there."""
        try:
            return DeepLink.of(claims, self.address)
        except SowcourseError as error:
            raise Refused(404, str(error)) from error

    def must_be_meant(self, claims: dict[str, Any]) -> None:
        """Raises: Refused for a message that opens nothing, and for one that was made for another program."""
        kind = claims[f"{CLAIM}message_type"]
        if kind != OPENS:
            raise Refused(403, ANOTHER, f"message_type {kind!r}: de cursus kent alleen {OPENS}")
        if "azp" in claims and claims["azp"] not in self.client_id:
            raise Refused(
                403,
                f"Deze aanmelding is voor een ander programma bedoeld. {ADMIN}",
                f"azp {claims['azp']!r}: dat is niet de 'client' van school.toml",
            )

    def must_be_deployed(self, claims: dict[str, Any]) -> None:
        """Raises: Refused for a deployment that the settings do not name."""
        found = str(claims.get(f"{CLAIM}deployment_id"))
        if found not in self.deployments:
            raise Refused(
                403,
                f"Deze link hoort bij een deel van de leeromgeving dat de cursus niet kent. {ADMIN}",
                f"installatie {found!r} staat niet in 'installaties' onder [lti] in school.toml",
            )

    def use_once(self, nonce: str) -> None:
        """Raises: Refused when a launch with this nonce came before."""
        now = time.monotonic()
        self._used = {used: moment for used, moment in self._used.items() if now - moment < 2 * AGE}
        if nonce in self._used:
            raise Refused(400, f"Deze aanmelding is al gebruikt. {AGAIN}")
        self._used[nonce] = now
