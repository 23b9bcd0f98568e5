"""A hall without a hub: the whole of it in a thread, where a cookie says who asks; and a browser without a screen."""

from __future__ import annotations

import asyncio
import http.client
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from sowcourse.hub.hall_app import House, application
from sowcourse.hub.role import Guest

BASE = "/hub-van-school/services/zaal/"
CLASSES = ("avond", "dag")
WHO = "wie"


class CookieDoor:
    """Lets in whoever a cookie names: `jan` teaches «dag», `els` both, `a…` and `b…` learn in «avond» and «dag»."""

    async def who(self: Any) -> Guest | None:
        return guest(self.get_cookie(WHO, ""))

    def get_login_url(self) -> str:
        return "/aanmelden"


def guest(name: str) -> Guest | None:
    groups = {"jan": ["lesgevers-dag"], "els": ["lesgevers-dag", "lesgevers-avond"], "niemand": []}
    known = groups.get(name, ["klas-avond"] if name.startswith("a") else ["klas-dag"])
    return Guest.of(name, known, CLASSES) if name else None


@dataclass
class HallServer:
    """One that runs."""

    port: int
    house: House

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{BASE}"

    def visitor(self, name: str) -> Visitor:
        return Visitor(self, name)

    def open(self, course: str = "dag", debate: str = "5-politiserend.in-gesprek-blijven") -> str:
        """The code of a hall that els opens, as she does."""
        answer = self.visitor("els").post("", doe="openen", klas=course, debat=debate)
        assert answer.status == 303, answer.text
        return re.findall(r"(\d{4})/scherm$", answer.headers["Location"])[0]


@dataclass
class Answer:
    status: int
    text: str
    headers: dict[str, str]


@dataclass
class Visitor:
    """Somebody with a phone or a laptop."""

    server: HallServer
    name: str
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cookies |= {WHO: self.name} if self.name else {}

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        told = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | headers
        told |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, path if path.startswith("/") else BASE + path, body or None, told)
        answer = connection.getresponse()
        for name, value in answer.getheaders():
            if name == "Set-Cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        text = answer.read().decode()
        connection.close()
        return Answer(answer.status, text, dict(answer.getheaders()))

    def get(self, path: str = "") -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, **words: str) -> Answer:
        """Send a form with the token that the first page gives."""
        if "_xsrf" not in self.cookies:
            self.get()
        return self.ask("POST", path, urlencode({"_xsrf": self.cookies.get("_xsrf", "")} | words))

    def answer(self, code: str, step: str, **given: str) -> Answer:
        return self.post(code, stap=step, **given)

    def forward(self, code: str, step: str) -> Answer:
        return self.post(f"{code}/scherm", doe="verder", stap=step)


@contextmanager
def running() -> Iterator[HallServer]:
    """A server, until the end of the block."""
    ready, done = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()
    found: list[HallServer] = []

    async def serve() -> None:
        house = House(CLASSES, BASE)
        sockets = bind_sockets(0, "127.0.0.1")
        server = HTTPServer(application(house, CookieDoor), xheaders=True)
        server.add_sockets(sockets)
        found.append(HallServer(sockets[0].getsockname()[1], house))
        ready.set()
        await done.wait()
        server.stop()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert ready.wait(30)
    yield found[0]
    loop.call_soon_threadsafe(done.set)
    thread.join(30)
