"""A newer version in the middle of a term: every changed word side by side, a choice per question, and the way back."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from sowcourse import __version__
from sowcourse.cohort.difference import YOURS, Change
from sowcourse.cohort.difference_page import MEANING, versions
from sowcourse.cohort.making import finished, shipped_assignments
from sowcourse.cohort.origin import COURSE
from sowcourse.cohort.upgrade import (
    Choice,
    Plan,
    apply_upgrade,
    choose,
    forget_upgrade,
    go_back,
    plan_upgrade,
    previous_version,
)
from sowcourse.cohort.workspace import Workspace, open_workspace
from sowcourse.content import whole_course
from sowcourse.errors import CohortError
from sowcourse.office.asked import Answer, Asked, Go, Page
from sowcourse.office.desk import Note

KEEP, TAKE = "houd", "neem"
"""What is chosen for a unit: the words of the cohort, or the new ones."""

_TURN = threading.Lock()
"""Plans are made in one place of a cohort, one at a time."""


def upgrade(asked: Asked) -> Answer:
    """What would change, what follows from it, and the version to go back to."""
    workspace = asked.workspace
    with _TURN:
        plan = _plan(workspace)
        forget_upgrade(workspace)
    kinds = [(kind, sum(change.kind == kind for change in plan.changes), told) for kind, told in MEANING.items()]
    told = {
        "workspace": workspace,
        "plan": plan,
        "same": not plan.changes and plan.before == plan.after,
        "shown": _shown(plan),
        "counted": [row for row in kinds if row[1]],
        "parts": _parts(plan),
        "chosen": {
            unit: asked.word(f"keuze-{unit}") or (KEEP if stays else TAKE) for unit, stays in plan.units.items()
        },
        "back": previous_version(workspace),
    }
    return Page("upgrade", told)


def move(asked: Asked) -> Answer:
    """Carry it out as it was shown. Raises: CohortError when something changed since, or work goes on."""
    workspace = asked.workspace
    _nothing_goes_on(asked)
    with _TURN:
        try:
            whole = _plan(workspace)
            if _shown(whole) != asked.word("getoond"):
                raise CohortError(
                    f"{workspace.label}: sinds je deze bladzijde opende is er iets veranderd, in het cohort of in de "
                    "cursus. Er is niets doorgevoerd. Lees hieronder wat er nu verandert, en kies opnieuw."
                )
            choice = _choice(asked, whole)
            plan = _plan(workspace, choice) if choice != Choice() else whole
            apply_upgrade(workspace)
        except Exception:
            forget_upgrade(workspace)
            raise
    kept = [f"Gehouden zoals het was: {', '.join(sorted(choice.keep))}."] if choice.keep else []
    taken = [f"Het nieuwe genomen: {', '.join(sorted(choice.take))}."] if choice.take else []
    told = (
        f"{workspace.label} is nu van versie {plan.after}. Terug kan onderaan deze bladzijde.",
        *kept,
        *taken,
        "Wat ingeleverd is, blijft bij de versie waarmee het gemaakt is; punten zijn niet veranderd.",
    )
    again = [f"Geef {name} opnieuw uit: studenten hebben nog de vorige tekst." for name in plan.again]
    return Go(f"{asked.here}/bijwerken", Note(told, (*again, *plan.looks)))


def back(asked: Asked) -> Answer:
    """Let the version of before count again."""
    workspace = asked.workspace
    _nothing_goes_on(asked)
    with _TURN:
        go_back(workspace)
    now = open_workspace(workspace.root)
    told = (
        f"{now.label} is terug op versie {now.version}. Wat ingeleverd en nagekeken is, is niet veranderd.",
        "Nog eens terug draait dit om. Gaf je de nieuwe tekst al uit, geef dan de vorige opnieuw uit.",
    )
    return Go(f"{asked.here}/bijwerken", Note(told))


def _plan(workspace: Workspace, choice: Choice | None = None) -> Plan:
    had = workspace.root / COURSE
    with finished(whole_course(), shipped_assignments(), had) as (course, assignments):
        return plan_upgrade(workspace, course, assignments, __version__, choice)


def _shown(plan: Plan) -> str:
    """A digest of all that a plan says, to see whether it is still so when it is carried out."""
    return hashlib.sha256(repr(plan).encode()).hexdigest()


def _choice(asked: Asked, plan: Plan) -> Choice:
    """What was chosen otherwise than the rule says; what was not asked follows the rule."""
    said = {unit: asked.word(f"keuze-{unit}") for unit in plan.units}
    keep = [unit for unit, stays in plan.units.items() if said[unit] == KEEP and not stays]
    take = [unit for unit, stays in plan.units.items() if said[unit] == TAKE and stays]
    return choose(plan, keep, take)


def _nothing_goes_on(asked: Asked) -> None:
    if asked.desk.jobs.going(asked.workspace.root):
        raise CohortError(f"{asked.workspace.label}: hier is nog werk bezig. Wacht tot dat klaar is, of stop het.")


def _parts(plan: Plan) -> list[tuple[str, list[tuple[str, list[Any]]]]]:
    """Lesson or assignment → unit → each change with its words."""

    def grouped(changes: Iterable[Change], name: str) -> Iterator[tuple[str, list[Change]]]:
        by_name = attrgetter(name)
        return ((key, list(group)) for key, group in groupby(sorted(changes, key=by_name), by_name))

    return [
        (part, [(unit, [_words(change) for change in changes]) for unit, changes in grouped(own, "unit")])
        for part, own in grouped(plan.changes, "part")
    ]


def _words(change: Change) -> dict[str, Any]:
    found = {name: runs for name, _, runs in versions(change)}
    names = ("Jouw versie", "In de nieuwe versie") if change.kind == YOURS else ("Was", "Wordt")
    return {"change": change, "sides": [(name, found.get(name, [])) for name in names]}
