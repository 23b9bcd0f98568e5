"""What a lecturer types to say whose a file is that was not recognised."""

from __future__ import annotations

from typing import Annotated

import typer

from sowcourse.commands.terminal import Cohort, console, open_class, say_next
from sowcourse.errors import CohortError


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(whose)


def whose(
    file: Annotated[str, typer.Argument(metavar="BESTAND", help="Het bestand, zoals 'sowcourse collect' het noemde.")],
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="Het studentnummer.")],
    cohort: Cohort = None,
) -> None:
    """Zeg van wie een bestand is; dat blijft het hele jaar onthouden."""
    from sowcourse.cohort.memory import remember
    from sowcourse.submissions.owner import Owners

    workspace = open_class(cohort)
    students = workspace.students()
    known = next((each for each in students if each.casefold() == student.casefold()), "")
    if not known:
        raise CohortError(
            f"{student}: dit studentnummer staat niet op de klaslijst van {workspace.name}. "
            "Zet deze student er eerst op ('sowcourse cohort roster'), of verbeter het nummer."
        )
    key = Owners(students, workspace.assignments()).keys(file)[0]
    before = remember(workspace.root, {key: known}).get(key, "")
    what = {"bestand": "Dit bestand", "naam": "Alles met deze naam"}.get(key.partition(":")[0], "Alles met dit nummer")
    console.print(f"{what} is voortaan van {students[known].name} ({known}).", markup=False)
    if before:  # perhaps said by a colleague, who does not know that it changes
        told = f"{students[before].name} ({before})" if before in students else before
        console.print(f"Eerder was gezegd: van {told}. Dat geldt niet meer.", markup=False)
    say_next("sowcourse collect OPDRACHT --van DOWNLOAD.zip        # haal nog eens op: het wordt nu herkend")
