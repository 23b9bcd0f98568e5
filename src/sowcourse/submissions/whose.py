"""What a lecturer answers about whose a file is: kept, and said for how long."""

from __future__ import annotations

from sowcourse.cohort.memory import remember, remembered
from sowcourse.cohort.workspace import Workspace
from sowcourse.submissions.owner import Owners, claims_of


def answer(workspace: Workspace, file: str, student: str, assignment: str = "") -> list[str]:
    """Keep whose a file is. Returns: Dutch sentences that say so, for how long, and what was said before.

    Parameters: file – as it came; student – a number of the class list; assignment – where it was asked; "" for the
    next that is collected with such a file.
    """
    students = workspace.students()
    kept = remembered(workspace.root)
    owners = Owners(students, workspace.assignments(), kept, assignment)
    key, lasts = owners.kept_under(file, student)
    asked = owners.keys(file)
    over = {*asked, *(map(owners.claimed, asked) if assignment else ())}
    under = owners.claimed(key) if assignment and not lasts else key
    before = remember(workspace.root, {under: student}, over - {under})

    def told(who: str) -> str:
        return f"{students[who].name} ({who})" if who in students else who

    sentences = [_said(key, lasts, told(student))]
    if before:  # perhaps said by a colleague, who does not know that it changes
        was = ", ".join(dict.fromkeys(map(told, before.values())))
        sentences.append(f"Eerder was gezegd: van {was}. Dat geldt niet meer.")
    if not assignment:
        sentences += [
            f"Bij {where} was gezegd: van {told(who)}. Haal je die opdracht hierna op, dan geldt je nieuwe antwoord."
            for where, who in claims_of(kept, asked)
            if who != student
        ]
    return sentences


def _said(key: str, lasts: bool, who: str) -> str:
    kind = key.partition(":")[0]
    if not lasts:
        return f"Dit bestand is van {who}; bij een volgende opdracht vragen we het opnieuw."
    if kind == "moodle":
        again = "Moodle geeft bij elke opdracht een ander nummer: bij een volgende vragen we het opnieuw."
        return f"Alles met dit nummer is van {who}. {again}"
    return f"Alles met {'deze naam' if kind == 'naam' else 'dit nummer'} is voortaan van {who}."
