"""What a lecturer or coordinator types about a cohort as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sowcourse.cohort.workspace import create
from sowcourse.commands import years
from sowcourse.commands.terminal import Order, console, finish, read_list, say_next, say_remarks
from sowcourse.plural import many

cohort_app = typer.Typer(no_args_is_help=True, help="Een klas in een jaar: één map met alles.")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    years.register(cohort_app)
    app.add_typer(cohort_app, name="cohort")


@cohort_app.command("new")
def cohort_new(
    name: Annotated[str, typer.Argument(metavar="NAAM", help="De naam, bijvoorbeeld 2026-najaar.")],
    roster: Annotated[Path, typer.Option("--roster", help="Klaslijst als CSV, ook uit je LMS.")],
    zone: Annotated[str, typer.Option("--tijdzone", help="Europe/Brussels of Europe/Amsterdam.")] = "Europe/Brussels",
    database: Annotated[
        str, typer.Option("--puntenboek", help="Adres van een lege PostgreSQL-database; anders een bestand.")
    ] = "",
    exchange: Annotated[
        Path | None,
        typer.Option("--uitwisseling", help="Map op een gedeelde computer waarlangs studenten inleveren."),
    ] = None,
    order: Order = "",
) -> None:
    """Maak een cohort: een map met opdrachten, klaslijst en kalender."""
    from sowcourse.lint import unfinished_lessons

    listed = read_list(roster, order)
    workspace = create(name, listed.students, Path.cwd(), zone, database, exchange)
    students = many(len(workspace.students()), "student", "studenten")
    console.print(f"Cohort {workspace.name} gemaakt met {students}, in {workspace.root}.")
    console.print(f"Opdrachten: {', '.join(workspace.assignments())}.")
    console.print("Kiezen kan, in die map: welke lessen en hoe zwaar elke opdracht telt in keuzes.toml,")
    console.print("de deadlines en de vakanties in kalender.toml, eigen casussen in eigen/ (daar staat hoe).")
    remarks = [*listed.remarks, *unfinished_lessons()]
    say_remarks(remarks)
    say_next(
        f"cd {workspace.name}",
        "Zet de deadlines in kalender.toml",
        "sowcourse cohort lessons        # het lespakket voor je studenten, als je koos of eigen casussen hebt",
        f"sowcourse release {workspace.assignments()[0]}",
    )
    finish(remarks)
