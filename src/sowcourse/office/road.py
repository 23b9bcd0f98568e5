"""The straight road of an assignment, from release to marks: where it is, and what is next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sowcourse.cohort.workspace import Workspace
from sowcourse.course import load_course
from sowcourse.cycle import ungraded
from sowcourse.gradebook.gradebook import Result, all_results
from sowcourse.office.given import is_current

RELEASE, COLLECT, GRADE = "uitgeven", "ophalen", "nakijken"
MARK, RETURN, MARKS = "beoordelen", "terugkoppeling", "punten"
STEPS = {
    RELEASE: "Uitgeven",
    COLLECT: "Ophalen",
    GRADE: "Nakijken",
    MARK: "Beoordelen",
    RETURN: "Terugkoppeling",
    MARKS: "Punten",
}
"""Every step, in order, as it is called on the page."""


@dataclass(frozen=True)
class Stand:
    """How far one assignment is."""

    assignment: str
    title: str
    due: datetime | None
    """Deadline of the class."""
    released: bool
    students: int
    received: int
    """Students of whom something came in."""
    graded: int
    open: int
    """Submissions that came in, or came in again, and were not graded since."""
    waiting: int
    """Answers that a person still has to mark."""
    returned: bool
    """Whether feedback was made, and nothing changed since."""
    marked: bool
    """Whether a file with marks was made, and nothing changed since."""
    stale: bool
    """Whether feedback was made before something changed."""

    @property
    def step(self) -> str:
        """What is next, one of STEPS; "" when all is done."""
        if not self.released:
            return RELEASE
        if self.open:
            return GRADE
        if not self.graded:
            return COLLECT
        if self.waiting:
            return MARK
        if not self.returned:
            return RETURN
        return "" if self.marked else MARKS

    @property
    def answers(self) -> str:
        """How many answers wait, as the beginning of a Dutch sentence."""
        return "Er wacht 1 antwoord" if self.waiting == 1 else f"Er wachten {self.waiting} antwoorden"

    @property
    def told(self) -> str:
        """Where it is, a Dutch sentence."""
        if not self.released:
            return "Nog niet uitgegeven."
        if not self.received:
            return "Uitgegeven. Er is nog niets opgehaald."
        came = f"{self.received} van {self.students} ingeleverd, {self.graded} nagekeken"
        if self.waiting and not self.open:
            return f"{came}. {self.answers} op jou."
        if self.stale and not self.open:
            return f"{came}. Sinds de terugkoppeling gemaakt werd, veranderde er iets: maak haar opnieuw."
        if self.returned and not self.open:
            return f"{came}, terugkoppeling gemaakt."
        return f"{came}."


def stands(workspace: Workspace) -> list[Stand]:
    """How far every assignment is, in the order of the course."""
    names = workspace.assignments()
    deadlines, named = workspace.calendar().deadlines, titles(workspace)
    found = all_results(workspace, tuple(names)) if workspace.has_roster else {}
    return [_stand(workspace, name, named.get(name, name), deadlines.get(name), found.get(name, {})) for name in names]


def stand(workspace: Workspace, assignment: str) -> Stand:
    """How far one assignment is."""
    found = all_results(workspace, (assignment,))[assignment] if workspace.has_roster else {}
    due = workspace.calendar().deadlines.get(assignment)
    return _stand(workspace, assignment, titles(workspace).get(assignment, assignment), due, found)


def _stand(workspace: Workspace, name: str, title: str, due: datetime | None, found: Mapping[str, Result]) -> Stand:
    root = workspace.root
    made = (root / "terugkoppeling" / f"{name}.zip").is_file()
    current = is_current(root, name, "terugkoppeling", found)
    return Stand(
        assignment=name,
        title=title,
        due=due,
        released=(root / "release" / name).is_dir(),
        students=len(found),
        received=sum(result.received is not None for result in found.values()),
        graded=sum(result.graded for result in found.values()),
        open=len(ungraded(workspace, name)) if found else 0,
        waiting=sum(result.waiting - result.held for result in found.values()),
        returned=made and current,
        marked=any(root.glob(f"punten-{name}[.-]*")) and is_current(root, name, "punten", found),
        stale=made and not current,
    )


def titles(workspace: Workspace) -> dict[str, str]:
    """Assignment → title of its lesson; none for one from elsewhere."""
    return {each.assignment: each.title for each in load_course(workspace.course).modules if each.assignment}
