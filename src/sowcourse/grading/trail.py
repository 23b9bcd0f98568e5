"""The trail of a submission, from what came in to its points: what went missing on it, and what is still there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sowcourse.cohort.workspace import Workspace
from sowcourse.gradebook.damage import damaged
from sowcourse.gradebook.gradebook import Result, all_results
from sowcourse.pages.page import points
from sowcourse.plural import many
from sowcourse.submissions.intake import received_at
from sowcourse.submissions.keeping import CHANGED, harm, lost_versions
from sowcourse.submissions.received import read_received, settle


def put_back(workspace: Workspace, assignment: str) -> list[str]:
    """Put submissions back from what came in that are gone from `submitted/`, were emptied there or cannot be read.

    Returns: a Dutch sentence by name for each.
    """
    there, calendar = received_at(workspace, assignment), workspace.calendar()
    told = []
    for student in workspace.students().values():
        what = harm(workspace, assignment, student.id) if student.id in there else "stond niet meer in submitted/"
        if what not in ("", CHANGED) and (piece := settle(workspace, assignment, student.id)):
            told.append(
                f"{student.name} ({student.id}): de inzending {what}. Die van "
                f"{calendar.local(piece.moment)} is teruggezet uit ontvangen/."
            )
    return told


def missing(workspace: Workspace, assignment: str, found: Mapping[str, Result], graded: bool = False) -> list[str]:
    """What went missing or was harmed after handing in, a Dutch sentence by name: what, what is left, what to do.

    Parameters: graded – whether grading is about to make it anew.
    """
    received = received_at(workspace, assignment)
    told = []
    for student in workspace.students().values():
        result = found[student.id]
        harmed = harm(workspace, assignment, student.id) if student.id in received else ""
        sentences = lost_versions(workspace, assignment, student.id)
        if harmed == CHANGED:
            command = f"sowcourse choose {assignment} {student.id}"
            sentences.append(f"het notebook in submitted/ {CHANGED}. Dat telt. Wat binnenkwam, zie je met '{command}'.")
        whole = student.id in received and harmed in ("", CHANGED)
        kept = 0 if whole else len(read_received(workspace, assignment, student.id).pieces)
        broken = damaged(workspace.root / "autograded" / student.id / assignment)
        gone = [
            *([] if whole or not (kept or result.graded or result.lost) else [f"{_SUBMITTED} {harmed or 'is weg'}"]),
            *([f"{_GRADED} is beschadigd ({', '.join(broken)})"] if broken else []),
            *([f"{_GRADED} is weg"] if result.lost and not broken else []),
        ]
        if gone:
            places = {
                _SUBMITTED: whole,
                f"{many(kept, 'versie', 'versies')} in ontvangen/": bool(kept),
                _GRADED: result.graded,
                _given(result): bool(result.graded or result.lost),
            }
            still = ", ".join(place for place, there in places.items() if there) or "niets"
            remedy = _REMADE if graded and whole else _remedy(assignment, whole or bool(kept))
            sentences.append(f"{' en '.join(gone)}. Wel nog: {still}. {remedy}")
        told += [f"{student.name} ({student.id}): {sentence}" for sentence in sentences]
    return told


def without_points(workspace: Workspace, assignments: Sequence[str]) -> list[str]:
    """Why points of a student are not in the marks, by name: their work went missing, or a check could not run."""
    students, told = workspace.students(), []
    for name, found in all_results(workspace, assignments).items():
        told += missing(workspace, name, found)
        for result in found.values():
            if result.held:
                failed = many(result.held, f"controle van {name} kon", f"controles van {name} konden")
                told.append(
                    f"{students[result.student].name} ({result.student}): {failed} niet draaien, dus er is nog geen "
                    f"totaal. De oorzaak staat in 'sowcourse report {name}'."
                )
    return told


_SUBMITTED, _GRADED = "de inzending in submitted/", "het nagekeken notebook in autograded/"

_REMADE = "Het is opnieuw nagekeken; punten die je zelf gaf, wachten in het overzicht op je bevestiging."


def _given(result: Result) -> str:
    given = result.lost or result.score()
    return f"de punten in het puntenboek ({points(given)})"


def _remedy(assignment: str, can: bool) -> str:
    if can:
        return f"Voer 'sowcourse grade {assignment}' uit: dat herstelt het uit wat er nog is."
    return "Zet het terug uit je reservekopie, of vraag de student om het notebook nog eens."
