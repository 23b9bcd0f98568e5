"""Who may come in where in an exchange: a folder that everyone can write in is a folder that everyone can take away.

nbgrader asks for a root in which every user may write. Without the sticky bit, each of them may then rename or
replace what others put there: the folder of a class, a submission.
"""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sowcourse.cohort.account import account
from sowcourse.cohort.workspace import Workspace
from sowcourse.errors import CohortError

_PARTS = ("inbound", "outbound", "feedback")
_TAKES = "wie hier mag schrijven, kan ook wegnemen of vervangen wat anderen er zetten"
_LISTS = "iedereen kan hier zien wie wanneer inleverde"
_WRITES = "iedereen kan hier veranderen wat jij studenten geeft"


@dataclass(frozen=True)
class Open:
    """A door that stands too wide open."""

    place: Path
    told: str
    """What it lets people do, in Dutch."""
    typed: str
    """What its owner types to close it."""


def open_doors(root: Path) -> Iterator[Open]:
    """What is wrong with the modes of an exchange and of every class in it; a folder one may not see is passed over."""
    for place in (root, *root.absolute().parents):
        yield from _check(place, stat.S_IWOTH, _TAKES)
    for course in sorted(root.iterdir()) if os.access(root, os.R_OK | os.X_OK) else []:
        if not any((course / part).is_dir() for part in _PARTS[:2]):
            continue
        if course.is_symlink():
            yield Open(course, "dit is een verwijzing naar een andere map", f"rm {shlex.quote(str(course))}")
            continue
        yield from _check(course, stat.S_IWOTH, _TAKES)
        yield from _check(course / "inbound", stat.S_IWOTH, _TAKES)
        yield from _check(course / "inbound", stat.S_IROTH, _LISTS)
        yield from _check(course / "feedback", stat.S_IROTH, _LISTS)
        for given in (course / "feedback", course / "outbound", *sorted((course / "outbound").glob("*"))):
            yield from _check(given, stat.S_IWOTH, _WRITES)


def _check(place: Path, bit: int, told: str) -> Iterator[Open]:
    try:
        state = place.lstat()
    except OSError:  # not there, or not for this user to see
        return
    sticky = told == _TAKES and state.st_mode & stat.S_ISVTX
    if not state.st_mode & bit or sticky or not stat.S_ISDIR(state.st_mode):
        return
    change = "+t" if told == _TAKES else "o-r" if bit == stat.S_IROTH else "o-w"
    yield Open(
        place,
        f"{told} (modus {stat.S_IMODE(state.st_mode):04o}, van {account(state.st_uid)})",
        f"chmod {change} {shlex.quote(str(place))}",
    )


def must_be_ours(workspace: Workspace) -> None:
    """Refuse a class folder in the exchange that somebody else made or put there.

    Raises: CohortError naming the folder and its owner.
    """
    if os.name == "nt":
        return
    ours = {0, os.geteuid(), workspace.root.stat().st_uid}
    course = workspace.exchange / workspace.name
    for place in (course, *(course / part for part in _PARTS)):
        try:
            state = place.lstat()
        except FileNotFoundError:
            continue
        if state.st_uid not in ours or not stat.S_ISDIR(state.st_mode):
            raise CohortError(
                f"{place}: deze map in de uitwisseling is niet van jou, maar van {account(state.st_uid)}. Er is niets "
                "gedaan. Vraag de beheerder om haar weg te halen, en geef daarna opnieuw uit."
            )


def close_doors(workspace: Workspace) -> None:
    """After releasing: nobody takes away what others put in the exchange, where that is ours to say."""
    for place in (workspace.exchange, workspace.exchange / workspace.name / "inbound"):
        state = place.stat()
        if hasattr(os, "geteuid") and state.st_uid == os.geteuid() and state.st_mode & stat.S_IWOTH:
            place.chmod(stat.S_IMODE(state.st_mode) | stat.S_ISVTX)
