"""What a lecturer types to see every version that a student handed in, and to say which one counts."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from sowcourse.commands.terminal import Cohort, console, open_cohort, say_next
from sowcourse.errors import GradingError


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(choose)


def choose(
    assignment: Annotated[str, typer.Argument(metavar="OPDRACHT", help="De opdracht.")],
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="Het studentnummer.")],
    number: Annotated[
        int | None,
        typer.Argument(metavar="VERSIE", help="Welke versie telt; 0 laat het weer aan de regel. Zonder: toon ze."),
    ] = None,
    cohort: Cohort = None,
) -> None:
    """Toon elke versie die een student inleverde, of kies welke telt."""
    from sowcourse.grading.keeping import adopt
    from sowcourse.grading.received import choose as choose_piece
    from sowcourse.grading.received import read_received
    from sowcourse.grading.version import versions

    workspace, name = open_cohort(cohort, assignment)
    if read_received(workspace, name, student).pieces:  # what somebody put there by hand is a version too
        adopt(workspace, name, student, versions(workspace.root, name))
    calendar = workspace.calendar()
    due = calendar.due(name, student)
    if number is not None:
        choose_piece(workspace, name, student, number)
    received = read_received(workspace, name, student)
    if not received.pieces:
        raise GradingError(f"{student}: er is niets ingeleverd voor {name}. Controleer het studentnummer.")
    counting = received.counting(due)
    table = Table(title=f"{student} · {name}")
    for heading in ("versie", f"ingeleverd ({calendar.zone})", "tekens", "code op het bewijs", "telt"):
        table.add_column(heading, justify="right" if heading in ("versie", "tekens") else "left")
    for place, piece in enumerate(received.pieces, start=1):
        late = " (moment onzeker)" if piece.unsure else " (te laat)" if piece.late(due) else ""
        counts = ("ja, gekozen" if received.chosen else "ja") if piece == counting else ""
        table.add_row(str(place), calendar.clock(piece.moment) + late, str(piece.written), piece.code, counts)
    console.print(table)
    if due:
        console.print(f"Deadline van deze student: {calendar.local(due)}.")
    other = f"sowcourse choose {name} {student} VERSIE"
    say_next(f"sowcourse grade {name}" if number is not None else f"{other}        # een andere laten tellen")
