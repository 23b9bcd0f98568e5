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
    """Zeg van wie een bestand is; een nummer of eigen naam geldt het hele jaar, een andere naam voor één opdracht."""
    from sowcourse.submissions.whose import answer

    workspace = open_class(cohort)
    students = workspace.students()
    known = next((each for each in students if each.casefold() == student.casefold()), "")
    if not known:
        raise CohortError(
            f"{student}: dit studentnummer staat niet op de klaslijst van {workspace.name}. "
            "Zet deze student er eerst op ('sowcourse cohort roster'), of verbeter het nummer."
        )
    for sentence in answer(workspace, file, known):
        console.print(sentence, markup=False)
    say_next("sowcourse collect OPDRACHT --van DOWNLOAD.zip        # haal nog eens op: het wordt nu herkend")
