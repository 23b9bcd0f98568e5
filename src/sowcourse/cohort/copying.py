"""Next year's cohort from this year's: what a lecturer chose and wrote goes along, nothing of any student does."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sowcourse.cohort.calendar import parse_moment
from sowcourse.cohort.choices import choices_text
from sowcourse.cohort.holidays import next_year
from sowcourse.cohort.making import MARKER, check_place, put_surroundings
from sowcourse.cohort.mention import refuse_traces
from sowcourse.cohort.origin import COURSE, HASHES, ORIGIN, digest, hashes, origin
from sowcourse.cohort.own_cases import FOLDER as OWN_CASES
from sowcourse.cohort.roster import Student, read_roster
from sowcourse.cohort.workspace import Workspace, open_workspace
from sowcourse.errors import CohortError
from sowcourse.original import FILE_NAME as ORIGINAL

_HIDDEN = shutil.ignore_patterns(".*", "__pycache__")

_CALENDAR = """# De deadlines van {old}, een schooljaar verder.
# Kijk elke regel na: je instelling heeft een eigen kalender.
tijdzone = {zone}
{region}
[inleveren]
{lines}
"""


@dataclass(frozen=True)
class Moved:
    """A deadline of this year and of next year."""

    assignment: str
    before: datetime
    """UTC."""
    after: datetime
    """UTC."""
    reason: str


@dataclass(frozen=True)
class Copied:
    """Next year's cohort, and what a lecturer should know about it."""

    workspace: Workspace
    moved: tuple[Moved, ...]
    left: tuple[str, ...]
    """Dutch sentences: what did not go along."""


def copy_cohort(old: Workspace, name: str, folder: Path, roster: Path | list[Student] | None) -> Copied:
    """Make a cohort in `folder / name` with the version, choices, own cases and settings of another.

    Parameters: roster – class list of next year; None when it comes later.
    Raises: CohortError when the name cannot be used, the class list is not right, the cohort does not know what it
    was made from, or somebody of this year is named in what would go along; nothing is left behind then.
    """
    root = check_place(name, folder)
    if not (old.root / ORIGIN / HASHES).is_file():
        raise CohortError(
            f"{old.root}: dit cohort is gemaakt voordat cohorten onthielden waaruit ze gemaakt zijn. "
            "Maak een nieuw cohort met 'sowcourse cohort new' en zet er je keuzes in over."
        )
    students = read_roster(roster) if isinstance(roster, Path) else roster or []
    moved = next_deadlines(old)
    exchange = Path(old.shared) if old.shared else None
    left = []
    if old.database:
        left.append("Het puntenboek in PostgreSQL: een cohort heeft er een van zichzelf. Zet een adres in cohort.toml.")
    with tempfile.TemporaryDirectory(dir=folder, prefix=".cohort-") as temporary:
        made = Path(temporary) / name
        made.mkdir()
        for part in (COURSE, ORIGIN, "rubrics", "source"):
            shutil.copytree(old.root / part, made / part, ignore=_HIDDEN)
        if (old.root / OWN_CASES).is_dir():
            shutil.copytree(old.root / OWN_CASES, made / OWN_CASES, ignore=_HIDDEN)
        if (old.root / ORIGINAL).is_file():
            shutil.copyfile(old.root / ORIGINAL, made / ORIGINAL)
        settings = (old.root / "nbgrader_config.py").read_text(encoding="utf-8")
        (made / "nbgrader_config.py").write_text(_renamed(settings, name), encoding="utf-8")
        (made / "keuzes.toml").write_text(choices_text(old.choices()), encoding="utf-8")
        (made / "kalender.toml").write_text(_calendar_text(old, moved), encoding="utf-8")
        if old.has_roster:
            refuse_traces(_written_by_the_lecturer(made), made, (old.students() | old.left()).values())
        put_surroundings(made, name, old.version, students, "", exchange)
        if old.retired:
            with (made / MARKER).open("a", encoding="utf-8") as stream:
                stream.write(f"uit-de-omloop = {json.dumps(list(old.retired))}\n")
        made.chmod(0o700)
        made.rename(root)
    return Copied(open_workspace(root), tuple(moved), tuple(left))


def next_deadlines(old: Workspace) -> list[Moved]:
    """The deadlines of a cohort, a school year later."""
    found, calendar, file = [], old.calendar(), old.root / "kalender.toml"
    for assignment, before in sorted(calendar.deadlines.items(), key=lambda item: item[1]):
        local = before.astimezone(ZoneInfo(calendar.zone))
        shift = next_year(date(local.year, local.month, local.day), calendar.region)
        after = parse_moment(file, assignment, f"{shift.day} {local:%H:%M}", calendar.zone)
        found.append(Moved(assignment, before, after, shift.reason))
    return found


def _calendar_text(old: Workspace, moved: list[Moved]) -> str:
    calendar = old.calendar()
    lines = []
    for move in moved:
        lines.append(f"# {old.name}: {calendar.clock(move.before)}. Nu: {move.reason}.")
        there = move.after.astimezone(ZoneInfo(calendar.zone))
        lines.append(f"{json.dumps(move.assignment)} = {json.dumps(f'{there:%Y-%m-%d %H:%M}')}")
    for name in old.assignments():
        if name not in calendar.deadlines:
            lines.append(f'# {json.dumps(name)} = "jjjj-mm-dd 23:59"')
    region = f"vakanties = {json.dumps(calendar.region)}\n" if calendar.region else ""
    return _CALENDAR.format(old=old.name, zone=json.dumps(calendar.zone), region=region, lines="\n".join(lines))


def _renamed(settings: str, name: str) -> str:
    """nbgrader's settings, a lecturer's own lines too, for a cohort of another name."""
    return re.sub(r"^(c\.CourseDirectory\.course_id = ).*$", lambda m: f"{m[1]}{name!r}", settings, flags=re.MULTILINE)


def _written_by_the_lecturer(made: Path) -> list[Path]:
    """The files of a copy that are not as we gave them."""
    came = hashes(made)
    ours = {made / COURSE / place: known for place, known in came.items()}
    for folder in (made / "source").iterdir():
        notebook, rubric = origin(made, folder.name)
        if notebook.is_file():
            ours[folder / f"{folder.name}.ipynb"] = digest(notebook)
            ours[made / "rubrics" / f"{folder.name}.toml"] = digest(rubric)
    files = [file for file in sorted(made.rglob("*")) if file.is_file() and made / ORIGIN not in file.parents]
    return [file for file in files if ours.get(file) != digest(file)]
