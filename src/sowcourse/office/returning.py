"""Feedback: as one student will read it, and then made for all."""

from __future__ import annotations

from sowcourse.errors import GradingError
from sowcourse.gradebook.gradebook import results
from sowcourse.grading.trail import missing
from sowcourse.office.asked import Answer, Asked, Go, Page, Sheet
from sowcourse.office.desk import Note
from sowcourse.office.given import remember_given
from sowcourse.plural import many
from sowcourse.report.feedback import feedback_page, write_feedback


def preview(asked: Asked) -> Answer:
    """The page of one student in a frame, with the way to the next."""
    workspace, number = asked.workspace, asked.student("student")
    found, students = results(workspace, asked.assignment), list(workspace.students().values())
    graded = [student for student in students if found[student.id].graded or student.id == number]
    place = next(place for place, student in enumerate(graded) if student.id == number)
    told = {"before": graded[place - 1] if place else None, "after": (*graded, None)[place + 1]}
    return Page("preview", told | {"workspace": workspace, "assignment": asked.assignment, "student": graded[place]})


def sheet(asked: Asked) -> Answer:
    """The page of one student, as it would be made now."""
    workspace, assignment, student = asked.workspace, asked.assignment, asked.student("student")
    result, who = results(workspace, assignment)[student], workspace.students()[student]
    if not result.graded and result.received is None:
        raise GradingError(f"{who.name}: hier is nog niets ingeleverd, en dus niets om terug te geven.")
    if not result.graded:
        raise GradingError(f"{who.name}: deze inzending is nog niet nagekeken. Kijk eerst na.")
    return Sheet(feedback_page(workspace, assignment, who, result, workspace.rubrics(assignment)))


def make(asked: Asked) -> Answer:
    """Make the pages of everybody whose work was graded."""
    workspace, assignment = asked.workspace, asked.assignment
    pages = write_feedback(workspace, assignment)
    found = results(workspace, assignment)
    remember_given(workspace.root, assignment, "terugkoppeling", found)
    looks = missing(workspace, assignment, found)
    klass = many(len(pages), "student", "studenten")
    next_step = "Download hieronder de zip en geef haar terug."
    if workspace.shared:
        next_step = "Wie op deze hub inleverde, vindt haar vanzelf; de zip hieronder is voor wie dat niet deed."
    sentences = (
        f"De terugkoppeling voor {klass} is gemaakt. {next_step}",
        "Verandert er nog iets, maak haar dan opnieuw: de vorige wordt vervangen.",
    )
    return Go(asked.here, Note(sentences, tuple(looks)), "terugkoppeling")
