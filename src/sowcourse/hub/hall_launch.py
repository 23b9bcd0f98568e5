"""Run halls as a service of a hub, which says who comes in: what it needs stands in its environment."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated, UserNotAllowed
from tornado import web
from tornado.httpserver import HTTPServer

from sowcourse.hub.hall_app import House, Shelf, application
from sowcourse.hub.role import ALL_CLASSES, Guest

LARGEST = 64_000
"""Bytes of one answer; a form of ours has a few hundred."""

EVERY = 600
"""Seconds between two looks for a hall that everybody forgot."""


class HubDoor(HubOAuthenticated):  # type: ignore[misc, unused-ignore]
    """Lets in whom the hub knows and gave a token for halls; their groups say to which class they belong."""

    house: House

    async def who(self) -> Guest | None:
        """See Room."""
        known = await self.hub_auth.get_user(self, sync=False)
        if not known:
            return None
        try:
            self.check_hub_user(known)
        except UserNotAllowed as error:
            raise web.HTTPError(403) from error
        return Guest.of(str(known["name"]), known.get("groups", ()), self.house.classes)


class Callback(HubOAuthCallbackHandler, Shelf):  # type: ignore[misc, unused-ignore]
    """Where the hub sends back who logged in there."""

    def prepare(self) -> Any:
        """See RequestHandler: who comes here is not logged in yet."""


def main() -> None:
    """Start, and serve until the hub ends it."""
    asyncio.run(serve(os.environ))


async def serve(known: Mapping[str, str]) -> None:
    """Serve without end. Parameters: known – what a hub tells a service of its own."""
    place = urlsplit(known["JUPYTERHUB_SERVICE_URL"])
    house = House(tuple(known[ALL_CLASSES].split()), known["JUPYTERHUB_SERVICE_PREFIX"])
    made = application(house, HubDoor, [("oauth_callback", Callback)], cookie_secret=secrets.token_bytes(32))
    HTTPServer(made, xheaders=True, max_body_size=LARGEST).listen(place.port or 80, place.hostname or "127.0.0.1")
    while True:
        await asyncio.sleep(EVERY)
        house.halls.sweep()


if __name__ == "__main__":
    main()
