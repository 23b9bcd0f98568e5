"""Run halls as a service of a hub, which says who comes in: what it needs stands in its environment."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Mapping

from sowcourse.hub import door
from sowcourse.hub.hall_app import House, Shelf, application
from sowcourse.hub.role import ALL_CLASSES, Guest

EVERY = 600
"""Seconds between two looks for a hall that everybody forgot."""


class HubDoor(door.HubDoor):
    """Lets in whom the hub knows; their groups say to which class they belong."""

    house: House

    async def who(self) -> Guest | None:
        """See Room."""
        known = await self.known()
        return Guest.of(str(known["name"]), known.get("groups", ()), self.house.classes) if known else None


class Callback(door.Callback, Shelf):
    """See door."""


def main() -> None:
    """Start, and serve until the hub ends it."""
    asyncio.run(serve(os.environ))


async def serve(known: Mapping[str, str]) -> None:
    """Serve without end. Parameters: known – what a hub tells a service of its own."""
    house = House(tuple(known[ALL_CLASSES].split()), known["JUPYTERHUB_SERVICE_PREFIX"])
    callback = [("oauth_callback", Callback)]
    door.listen(application(house, HubDoor, callback, cookie_secret=secrets.token_bytes(32)), known)
    while True:
        await asyncio.sleep(EVERY)
        house.halls.sweep()


if __name__ == "__main__":
    main()
