"""The cohorts in a folder at a glance: version, students, how far each assignment is, the next deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sowcourse.cohort.making import MARKER
from sowcourse.cohort.workspace import Workspace, open_workspace
from sowcourse.errors import SowcourseError
from sowcourse.plural import many
from sowcourse.trouble import told


@dataclass(frozen=True)
class Stand:
    """How far one assignment is."""

    assignment: str
    released: bool
    received: int
    """Students of whom something came in."""
    graded: int


@dataclass(frozen=True)
class Summary:
    """One cohort."""

    workspace: Workspace
    students: int | None
    """None when there is no class list yet."""
    stands: tuple[Stand, ...]
    due: tuple[str, datetime] | None
    """The next deadline: assignment and moment, UTC."""

    @property
    def lines(self) -> list[str]:
        """How far the assignments are, in Dutch."""
        given = [stand for stand in self.stands if stand.released]
        found = [f"{stand.assignment}: {stand.received} ingeleverd, {stand.graded} nagekeken" for stand in given]
        waiting = len(self.stands) - len(given)
        return [*found, f"{many(waiting, 'opdracht', 'opdrachten')} nog niet uitgegeven"] if waiting else found


def list_cohorts(folder: Path, now: datetime) -> tuple[list[Summary], list[str]]:
    """The cohorts in a folder (or the folder itself), by name; and a Dutch sentence for each that cannot be read."""
    places = [folder] if (folder / MARKER).is_file() else sorted(place.parent for place in folder.glob(f"*/{MARKER}"))
    found, faults = [], []
    for place in places:
        try:
            found.append(_summary(open_workspace(place), now))
        except (SowcourseError, OSError) as error:  # one cohort that cannot be read hides no other
            faults.append(f"{place.name}: {told(error) if isinstance(error, OSError) else error}")
    return found, faults + _shared(found)


def _shared(found: list[Summary]) -> list[str]:
    """A Dutch sentence for every gradebook on a server that two folders write in, as after copying a cohort."""
    by_address: dict[str, list[str]] = {}
    for summary in found:
        if summary.workspace.database:
            by_address.setdefault(summary.workspace.database, []).append(summary.workspace.root.name)
    return [
        f"{' en '.join(names)} schrijven in hetzelfde puntenboek op de server. Is een ervan een kopie, geef die dan "
        "in cohort.toml een eigen «puntenboek»."
        for names in by_address.values()
        if len(names) > 1
    ]


def _summary(workspace: Workspace, now: datetime) -> Summary:
    calendar = workspace.calendar()
    coming = sorted((moment, name) for name, moment in calendar.deadlines.items() if moment > now)
    return Summary(
        workspace,
        len(workspace.students()) if workspace.has_roster else None,
        tuple(_stand(workspace, name) for name in workspace.assignments()),
        (coming[0][1], coming[0][0]) if coming else None,
    )


def _stand(workspace: Workspace, name: str) -> Stand:
    root = workspace.root
    received, graded = (
        len(workspace.own(file.parents[1] for file in (root / part).glob(f"*/{name}/*.ipynb")))
        for part in ("submitted", "autograded")
    )
    return Stand(name, (root / "release" / name).is_dir(), received, graded)
