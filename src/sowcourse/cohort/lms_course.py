"""What launches from a learning platform brought to a class: the courses there that take marks, and who is who.

Two files of the cohort, for its owner alone. Who is erased goes from them as from any table of the class.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sowcourse.durable import write_durably
from sowcourse.errors import CohortError

COURSES, MEMBERS = "leeromgeving.json", "leeromgeving.csv"
HEADER = ["studentnummer", "naam in de leeromgeving"]

KEPT_MARKS = Path("punten-bewaard", "volledig.txt")
"""In a cohort whose submissions were erased: no marks are sent from it any more."""


@dataclass(frozen=True)
class LmsCourse:
    """A course in a learning platform that takes marks from us."""

    id: str
    """As the platform calls it."""
    title: str
    lineitems: str
    """Address of its columns for marks."""
    columns: Mapping[str, str]
    """Assignment → address of the column that belongs to its link, as far as a link said so."""


def lms_courses(root: Path) -> list[LmsCourse]:
    """The courses that launches came from. Raises: CohortError when the file is damaged."""
    file = root / COURSES
    if not file.is_file():
        return []
    try:
        return [LmsCourse(**about) for about in json.loads(file.read_text(encoding="utf-8"))]
    except (ValueError, TypeError) as error:
        raise _damaged(file) from error


def _damaged(file: Path) -> CohortError:
    return CohortError(
        f"{file}: dit bestand is beschadigd. Verwijder het: het komt terug zodra studenten vanuit de leeromgeving "
        "binnenkomen."
    )


def lms_members(root: Path) -> dict[str, str]:
    """Student → what the platform calls them. Raises: CohortError when the file is damaged."""
    file = root / MEMBERS
    if not file.is_file():
        return {}
    try:
        rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))
    except (ValueError, csv.Error) as error:
        raise _damaged(file) from error
    return {row[0]: row[1] for row in rows[1:] if len(row) == len(HEADER)}


def keep_launch(root: Path, course: LmsCourse, student: str = "", called: str = "") -> None:
    """Keep what one launch said; only what is new is written.

    Of a class that was erased, or whose submissions were, nothing is kept. Parameters: student – a number of the
    class list, "" for who is no student; called – by the platform. One name there is one person: somebody else who had
    it loses it.
    """
    if not root.is_dir() or (root / KEPT_MARKS).is_file():
        return
    known = lms_courses(root)
    before = next((each for each in known if each.id == course.id), course)
    now = replace(course, columns={**before.columns, **course.columns})
    if now not in known:
        kept = [now if each.id == now.id else each for each in known]
        kept += [now] if now.id not in {each.id for each in known} else []
        write_durably(root / COURSES, json.dumps([asdict(each) for each in kept], ensure_ascii=False, indent=1))
    members = lms_members(root)
    if student and members.get(student) != called:
        stay = {each: name for each, name in members.items() if name != called} | {student: called}
        stream = io.StringIO()
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows([HEADER, *stay.items()])
        write_durably(root / MEMBERS, stream.getvalue())
