"""Who owns a file, and who works here: by the name under which they log in."""

from __future__ import annotations

import getpass
import os
import socket
from contextvars import ContextVar
from dataclasses import dataclass

_asks: ContextVar[str] = ContextVar("asks", default="")
"""On a hub, the account of who asks for what is done now: a server of Kantoor can be of several lecturers."""


@dataclass(frozen=True)
class Person:
    """Somebody who works in a cohort: two computers, or two accounts on one, are two people."""

    account: str
    computer: str
    name: str = ""
    """In full, as far as the computer knows it."""

    def __str__(self) -> str:
        return f"{self.name or self.account or 'iemand'} ({self.computer})"


def asks(name: str) -> None:
    """From here on, in this task alone, who works is who asks. Parameters: name – their account on the hub."""
    _asks.set(name)


def me() -> Person:
    """Who works here. On a hub everybody has one account in a computer of their own: there the hub's name counts."""
    hub = os.environ.get("JUPYTERHUB_USER", "")
    if hub:
        return Person(_asks.get() or hub, "JupyterHub")
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):  # no account has a name here
        name = ""
    return Person(name, socket.gethostname(), _in_full(name))


def _in_full(name: str) -> str:
    if os.name == "nt":
        return ""
    import pwd

    try:
        return pwd.getpwnam(name).pw_gecos.partition(",")[0].strip()
    except KeyError:
        return ""


def account(number: int) -> str:
    """The name of a user; "gebruiker 20001" for one without a name here."""
    if os.name == "nt":
        return f"gebruiker {number}"
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"gebruiker {number}"
