"""Give the lessons as a service of a hub, which says who comes in: what it needs stands in its environment."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Mapping

from sowcourse.hub.door import Callback, HubDoor, listen
from sowcourse.hub.reading_app import all_pages, application
from sowcourse.hub.seal import SECRET

WORK = "SOWCOURSE_OPDRACHTEN"
"""In the environment: the address where a student's own server starts."""

LEAVE = "SOWCOURSE_AFMELDEN"
"""In the environment: the address where one logs out."""

APART = "SOWCOURSE_EIGEN_ADRESSEN"
"""In the environment: 1 when every account has an address of its own."""


def main() -> None:
    """Start, and serve until the hub ends it."""
    asyncio.run(serve(os.environ))


async def serve(known: Mapping[str, str]) -> None:
    """Serve without end. Parameters: known – what a hub tells a service of its own."""
    pages = all_pages(known.get(WORK, ""), known.get(APART) == "1", known.get(LEAVE, ""))
    base, callback = known["JUPYTERHUB_SERVICE_PREFIX"], [("oauth_callback", Callback)]
    made = application(pages, known[SECRET], base, HubDoor, callback, cookie_secret=secrets.token_bytes(32))
    listen(made, known)
    await asyncio.Event().wait()


if __name__ == "__main__":
    main()
