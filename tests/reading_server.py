"""The lessons of a school without a hub: the whole of it in a thread, where a cookie says who asks."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from sowcourse.hub.reading_app import all_pages, application

BASE = "/hub-van-school/services/lessen/"
SECRET = "geheim-van-deze-school"
WHO = "wie"
WORK = "/hub-van-school/opdrachten"
LEAVE = "/hub-van-school/hub/logout"


class CookieDoor:
    """Lets in whoever a cookie names."""

    async def known(self: Any) -> Mapping[str, Any] | None:
        name = self.get_cookie(WHO, "")
        return {"name": name} if name else None

    def get_login_url(self) -> str:
        return "/aanmelden"


@contextmanager
def running(apart: bool = False) -> Iterator[str]:
    """A server, until the end of the block; its first address."""
    ready, done = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()
    ports: list[int] = []
    made = application(all_pages(WORK, apart, LEAVE), SECRET, BASE, CookieDoor)

    async def serve() -> None:
        sockets = bind_sockets(0, "127.0.0.1")
        server = HTTPServer(made, xheaders=True)
        server.add_sockets(sockets)
        ports.append(sockets[0].getsockname()[1])
        ready.set()
        await done.wait()
        server.stop()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert ready.wait(30)
    yield f"http://127.0.0.1:{ports[0]}{BASE}"
    loop.call_soon_threadsafe(done.set)
    thread.join(30)
