"""Release: the student version, and what to put where."""

from __future__ import annotations

import threading

from sowcourse.cycle import release
from sowcourse.office.asked import Answer, Asked, Go
from sowcourse.office.desk import Note

_ONE = threading.Lock()
"""nbgrader moves the whole process to another folder while it works."""


def give_out(asked: Asked) -> Answer:
    """Release the assignment, once more when it was before."""
    workspace, assignment = asked.workspace, asked.assignment
    workspace.check_files()
    again = (workspace.root / "release" / assignment).is_dir()
    with _ONE:
        notebook = release(workspace, assignment)
    calendar = workspace.calendar()
    due = calendar.deadlines.get(assignment)
    where = f"Zet nu {notebook.name} in je leeromgeving."
    if workspace.shared:
        where = "Je studenten halen ze op met «Haal op» in hun bureau."
    sentences = [
        f"{assignment} is {'opnieuw ' if again else ''}uitgegeven. {where}",
        f"Inleveren kan tot {calendar.local(due)}." if due else "Er is nog geen deadline. Die kun je later nog zetten.",
    ]
    if again:
        sentences.append("Wie al inleverde, wordt nagekeken met de versie van toen.")
    elif not workspace.shared:
        sentences.append("Vergist? Zet het bestand dan niet in je leeromgeving, of haal het daar weer weg.")
    later = [
        f"Uitstel voor {student.name}: {calendar.local(moment)}."
        for student in workspace.students().values()
        if (moment := calendar.extended(assignment, student.id))
    ]
    return Go(asked.here, Note((*sentences, *later)), "uitgeven")
