"""What lecturers gave out in the exchange for a student's own classes, and the act of fetching it."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sowcourse.errors import CohortError, ContentError
from sowcourse.notebook import read_notebook
from sowcourse.student.exchange import Exchange, copy_handout, exchange_root, own_course
from sowcourse.trouble import brief
from sowcourse.worksheet import Worksheet

CLASSES = "SOWCOURSE_KLASSEN"
"""In the environment of a student's server at a school: the classes that the student is in, separated by spaces."""

_NAME = re.compile(r"[^/\\+\x00-\x1f]{1,200}")
"""What may be the name of a class or an assignment: one step of a path, that nbgrader can write."""


@dataclass(frozen=True)
class Handout:
    """One assignment as it was given out to one class."""

    course: str
    assignment: str
    deadline: str
    """ISO 8601 with offset; "" when the lecturer set none."""
    edition: str
    """What tells one release from the next; "" when the notebook does not say."""


def classes() -> tuple[str, ...] | None:
    """The classes of who works here; None when nobody said, and then every class that can be read is one's own."""
    told = os.environ.get(CLASSES)
    return None if told is None else tuple(told.split())


def handouts() -> list[Handout]:
    """Everything that was given out to one's own classes, by class and name; [] when there is no exchange.

    Raises: CohortError when the exchange that the settings name is not there.
    """
    root = exchange_root()
    if root is None:
        return []
    if not root.is_dir():
        raise CohortError(f"{root}: de uitwisselingsmap is er niet. Vraag de beheerder van deze computer.")
    found = []
    for place in sorted(place for course in _courses(root) for place in (root / course / "outbound").glob("*/")):
        try:
            found.append(_handout(place))
        except ContentError:  # another course's, or on its way there: not ours to show
            continue
    return [handout for handout in found if handout is not None]


def missing(given: Iterable[Handout], here: Iterable[Worksheet]) -> list[Handout]:
    """What was given out and is not in the work folder yet in this form. Parameters: here – what is there."""
    there = {(sheet.cohort, sheet.assignment) for sheet in here}
    editions = {(sheet.cohort, sheet.assignment, sheet.edition) for sheet in here}
    return [
        handout
        for handout in given
        if (handout.course, handout.assignment) not in there
        or (handout.edition and (handout.course, handout.assignment, handout.edition) not in editions)
    ]


def fetch(work: Path, course: str, assignment: str) -> Path:
    """Put what was given out in the work folder, in a folder of its own: whole or not at all, and over nothing.

    Returns: the notebook.
    Raises: CohortError in Dutch when it was not given out to a class of one's own, or cannot be copied.
    """
    root = exchange_root()
    given = next((each for each in handouts() if (each.course, each.assignment) == (course, assignment)), None)
    if root is None or given is None:
        raise CohortError(
            f"{assignment}: deze opdracht staat niet klaar voor jouw klas. Misschien haalde je lesgever ze weg. "
            "Herlaad de bladzijde; vraag het anders aan je lesgever."
        )
    try:
        with tempfile.TemporaryDirectory(dir=work, prefix=".ophalen-") as temporary:
            copy = copy_handout(Exchange(root, course), assignment, Path(temporary))
            _must_be_whole(copy / f"{assignment}.ipynb", assignment)
            for place in (copy, *copy.rglob("*")):
                place.chmod(0o700 if place.is_dir() else 0o600)
            target = _free(work, assignment)
            shutil.move(copy, target)
    except OSError as error:
        raise CohortError(
            f"{work}: hier kan niet worden geschreven ({brief(error)}). Er is niets opgehaald. Maak ruimte "
            "op de schijf en probeer opnieuw."
        ) from error
    return target / f"{assignment}.ipynb"


def at_hand(work: Path, assignment: str) -> Path | None:
    """An assignment that somebody comes for: what is in the work folder, else fetched; None when it is nowhere."""
    file = work / assignment / f"{assignment}.ipynb"
    if file.is_file():
        return file
    try:
        given = [each for each in handouts() if each.assignment == assignment]
        return fetch(work, given[0].course, assignment) if given else None
    except CohortError:  # the desk tells why, where it offers to fetch it
        return None


def _courses(root: Path) -> list[str]:
    """The classes to look in: those that the school says, else the one in nbgrader's settings, else all."""
    told = classes()
    if told is None and (own := own_course()):
        told = (own,)
    if told is None:
        return sorted(place.name for place in root.iterdir() if os.access(place / "outbound", os.R_OK | os.X_OK))
    return sorted(name for name in told if _NAME.fullmatch(name) and name not in (".", ".."))


def _handout(place: Path) -> Handout | None:
    """What lies in a folder of `outbound`; None when it is no assignment of ours. Raises: ContentError."""
    file = place / f"{place.name}.ipynb"
    if not _NAME.fullmatch(place.name) or not file.is_file():
        return None
    sheet = Worksheet.read(file)
    course = place.parent.parent.name
    return Handout(course, place.name, sheet.deadline, sheet.edition) if sheet.parts() else None


def _must_be_whole(file: Path, assignment: str) -> None:
    try:
        read_notebook(file)
    except ContentError as error:
        raise CohortError(
            f"{assignment}: wat klaarstaat, kan niet worden gelezen ({error.fault}) Er is niets opgehaald. "
            "Vraag je lesgever om de opdracht opnieuw uit te geven."
        ) from error


def _free(work: Path, assignment: str) -> Path:
    """A folder that is not there yet: what a student made in an earlier one stays."""
    target, number = work / assignment, 1
    while target.exists() or target.is_symlink():
        number += 1
        target = work / f"{assignment} {number}"
    return target
