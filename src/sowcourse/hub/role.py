"""Whose server a hub starts: told by the hub's groups, which reach the server in its environment.

A role says what is started, and protects nothing: every account is a user of the system, and the modes of files say
who reads what. Whoever lies about a role to their own server gets empty rooms.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

GROUPS = "SOWCOURSE_GROEPEN"
"""In the environment: the hub's groups of this account, separated by spaces."""

ALL_CLASSES = "SOWCOURSE_ALLE_KLASSEN"
"""In the environment of a service: every class of the school, separated by spaces."""

OFFICE = "kantoor"
"""The group of accounts whose server is Kantoor: of one lecturer, or shared by who teaches a class together."""

COORDINATORS = "coordinatoren"
"""The group of who may come into every class."""

_CLASS = "klas-"


@dataclass(frozen=True)
class Role:
    """What an account is at this school."""

    office: bool
    """Whether its server is Kantoor, and not the course."""
    classes: tuple[str, ...]
    """The classes that it is a student of, by name."""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Role:
        """The role that the hub's groups give; who is in none is a student of no class."""
        groups = environment.get(GROUPS, "").split()
        named = (group.removeprefix(_CLASS) for group in groups if group.startswith(_CLASS))
        return cls(OFFICE in groups, tuple(sorted({name for name in named if name})))


@dataclass(frozen=True)
class Guest:
    """Who is logged in at the hub, for a service of the hub that protects by it."""

    name: str
    learns: tuple[str, ...]
    """The classes that it is a student of."""
    teaches: tuple[str, ...]
    """The classes that it teaches; a coordinator all."""

    @classmethod
    def of(cls, name: str, groups: Collection[str], classes: Collection[str]) -> Guest:
        """Whom the hub's groups make of an account. Parameters: classes – all of the school."""
        everywhere = COORDINATORS in groups
        learns = tuple(sorted(course for course in classes if group_of(course) in groups))
        return cls(name, learns, tuple(sorted(c for c in classes if everywhere or lecturers_of(c) in groups)))


def group_of(course: str) -> str:
    """The hub's group of a class's students."""
    return f"{_CLASS}{course}"


def lecturers_of(course: str) -> str:
    """The hub's group of who teaches a class."""
    return f"lesgevers-{course}"
