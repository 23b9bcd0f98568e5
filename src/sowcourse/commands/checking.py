"""What an author types to have the content checked."""

from __future__ import annotations

import typer

from sowcourse.commands.terminal import console


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(check)


def check() -> None:
    """Controleer de huisregels van de inhoud (voor auteurs)."""
    from sowcourse.lint import RULES, find_problems

    problems = find_problems()
    for problem in problems:
        console.print(f"[bold]•[/bold] {problem}", highlight=False, soft_wrap=True)
    if problems:
        console.print(
            f"\n{len(problems)} punt(en) om te verbeteren. Verbeter ze en voer 'sowcourse check' opnieuw uit."
        )
        raise typer.Exit(1)
    console.print(f"In orde: {len(RULES)} huisregels nagekeken, niets gevonden.")
