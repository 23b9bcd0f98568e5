"""Between a service of ours and its hub: who is logged in there, and where a service listens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated, UserNotAllowed
from tornado import web
from tornado.httpserver import HTTPServer

LARGEST = 64_000
"""Bytes of one answer; a form of ours has a few hundred."""

BIND = "SOWCOURSE_LUISTER"
"""In the environment: where a service listens, when that is not where it is reached, as in a pod."""


class HubDoor(HubOAuthenticated):  # type: ignore[misc, unused-ignore]
    """Lets in whom the hub knows and gave a token for this service."""

    async def known(self) -> Mapping[str, Any] | None:
        """What the hub tells of who asks; None for who is not logged in."""
        found = await self.hub_auth.get_user(self, sync=False)
        if not found:
            return None
        try:
            self.check_hub_user(found)
        except UserNotAllowed as error:
            raise web.HTTPError(403) from error
        return dict(found)


class Callback(HubOAuthCallbackHandler):  # type: ignore[misc, unused-ignore]
    """Where the hub sends back who logged in there."""

    def prepare(self) -> Any:
        """See RequestHandler: who comes here is not logged in yet."""


def listen(made: web.Application, known: Mapping[str, str]) -> None:
    """Listen where the hub says. Parameters: known – what a hub tells a service of its own."""
    place = urlsplit(known["JUPYTERHUB_SERVICE_URL"])
    where = known.get(BIND) or place.hostname or "127.0.0.1"
    HTTPServer(made, xheaders=True, max_body_size=LARGEST).listen(place.port or 80, where)
