"""Every version that a student handed in, and which one counts."""

from __future__ import annotations

from sowcourse.errors import GradingError
from sowcourse.office.asked import Answer, Asked, Go, Page
from sowcourse.office.desk import Note
from sowcourse.report.grid import DOUBT
from sowcourse.submissions.assignment_version import versions as assignment_versions
from sowcourse.submissions.keeping import adopt
from sowcourse.submissions.received import choose, read_received


def versions(asked: Asked) -> Answer:
    """What one student handed in, with a choice."""
    workspace, assignment, student = asked.workspace, asked.assignment, asked.student("student")
    if read_received(workspace, assignment, student).pieces:  # what somebody put there by hand is a version too
        adopt(workspace, assignment, student, assignment_versions(workspace.root, assignment))
    received, calendar = read_received(workspace, assignment, student), workspace.calendar()
    due = calendar.due(assignment, student)
    counting = received.counting(due) if received.pieces else None
    rows = [
        (
            number,
            calendar.clock(piece.moment),
            "moment onzeker" if piece.unsure else "te laat" if piece.late(due) else "",
            piece.written,
            piece.code,
            piece == counting,
        )
        for number, piece in enumerate(received.pieces, start=1)
    ]
    doubt = DOUBT if any(piece.unsure for piece in received.pieces) else ""
    told = {"doubt": doubt, "workspace": workspace, "assignment": assignment, "student": workspace.students()[student]}
    return Page("versions", told | {"rows": rows, "chosen": received.chosen, "zone": calendar.zone})


def count(asked: Asked) -> Answer:
    """Let another version count; 0 leaves it to the rule again."""
    workspace, assignment, student = asked.workspace, asked.assignment, asked.student("student")
    number = asked.word("versie")
    if not number.isdecimal():
        raise GradingError("Kies welke versie telt.")
    piece = choose(workspace, assignment, student, int(number))
    who, when = workspace.students()[student].name, workspace.calendar().local(piece.moment)
    rule = " De regel kiest weer zelf." if number == "0" else " Terug kan altijd: kies een andere, of de regel."
    told = f"Van {who} telt nu de versie van {when}.{rule} Kijk daarna opnieuw na."
    return Go(asked.here, Note((told,)), "ophalen")
