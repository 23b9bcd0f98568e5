"""The trail of a submission, from what came in to its points: what went missing on it, and what is still there."""

from __future__ import annotations

from collections.abc import Mapping

from sowcourse.cohort.workspace import Workspace
from sowcourse.gradebook.gradebook import Result
from sowcourse.pages.page import points
from sowcourse.submissions.intake import received_at
from sowcourse.submissions.received import read_received, settle


def put_back(workspace: Workspace, assignment: str) -> list[str]:
    """Put submissions that are gone from `submitted/` back from what came in; a Dutch sentence by name for each."""
    there, calendar = received_at(workspace, assignment), workspace.calendar()
    told = []
    for student in workspace.students().values():
        if student.id not in there and (piece := settle(workspace, assignment, student.id)):
            told.append(
                f"{student.name} ({student.id}): de inzending stond niet meer in submitted/. Die van "
                f"{calendar.local(piece.moment)} is teruggezet uit ontvangen/."
            )
    return told


def missing(workspace: Workspace, assignment: str, found: Mapping[str, Result], graded: bool = False) -> list[str]:
    """What went missing after handing in, a Dutch sentence by name: what is gone, what is still there, what to do.

    Parameters: graded – whether grading is about to make it anew.
    """
    received = received_at(workspace, assignment)
    told = []
    for student in workspace.students().values():
        result = found[student.id]
        submitted = student.id in received
        kept = 0 if submitted else len(read_received(workspace, assignment, student.id).pieces)
        if (submitted or not (kept or result.graded)) and not result.lost:
            continue
        places = {
            "de inzending in submitted/": submitted,
            f"{kept} versie(s) in ontvangen/": bool(kept),
            "het nagekeken notebook in autograded/": result.graded,
            _given(result): bool(result.graded or result.lost),
        }
        gone = [
            *([] if submitted else ["de inzending in submitted/"]),
            *(["het nagekeken notebook in autograded/"] if result.lost else []),
        ]
        still = [place for place, there in places.items() if there]
        told.append(
            f"{student.name} ({student.id}): {' en '.join(gone)} is weg. Wel nog: {', '.join(still)}. "
            f"{_REMADE if graded and submitted else _remedy(assignment, submitted or bool(kept))}"
        )
    return told


_REMADE = "Het is opnieuw nagekeken; punten die je zelf gaf, wachten in het overzicht op je bevestiging."


def _given(result: Result) -> str:
    given = result.lost or result.score()
    return f"de punten in het puntenboek ({points(given)})"


def _remedy(assignment: str, can: bool) -> str:
    if can:
        return f"Voer 'sowcourse grade {assignment}' uit: dat herstelt het uit wat er nog is."
    return "Zet het terug uit je reservekopie, of vraag de student om het notebook nog eens."
