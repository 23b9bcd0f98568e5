"""The verbs that people type. Everything said here is Dutch; nothing here knows how things are done."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from sowcourse import __version__
from sowcourse.cohort.commands import register
from sowcourse.errors import SowcourseError

# Typer's own words, in Dutch.
typer.rich_utils.ARGUMENTS_PANEL_TITLE = "Wat je opgeeft"
typer.rich_utils.OPTIONS_PANEL_TITLE = "Opties"
typer.rich_utils.COMMANDS_PANEL_TITLE = "Opdrachten"
typer.rich_utils.ERRORS_PANEL_TITLE = "Dat lukt niet"
typer.rich_utils.DEFAULT_STRING = "[standaard: {}]"
typer.rich_utils.REQUIRED_LONG_STRING = "[verplicht]"

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    help="Sterk sociaal werk: een cursus in Jupyter. Begin met [bold]sowcourse start[/bold].",
)
essay_app = typer.Typer(no_args_is_help=True, help="De oorspronkelijke tekst van het essay naast onze weergave.")
app.add_typer(essay_app, name="essay")
register(app)

console = Console()


def _version(wanted: bool) -> None:
    if wanted:
        console.print(f"sowcourse {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Toon de versie.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


@app.command()
def start(
    folder: Annotated[Path | None, typer.Argument(help="Je werkmap; standaard 'sowcourse' in je eigen map.")] = None,
    lesson: Annotated[str | None, typer.Option("--les", help="Open meteen deze les, bijvoorbeeld 5-politiserend.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--geen-browser", help="Open de cursus in de browser.")] = True,
    port: Annotated[int | None, typer.Option("--poort", help="Gebruik deze poort.")] = None,
) -> None:
    """Open de cursus in JupyterLab. Je werk blijft in je werkmap staan."""
    from sowcourse.start import start as start_course

    start_course(folder, browser=browser, lesson=lesson, port=port)


@essay_app.command("import")
def essay_import(
    file: Annotated[Path, typer.Argument(help="De tekst van het artikel: een .txt of een bewaarde webpagina (.html).")],
    cohort: Annotated[
        Path | None, typer.Option("--cohort", help="Bewaar het origineel in dit cohort in plaats van bij jezelf.")
    ] = None,
) -> None:
    """Zet de oorspronkelijke tekst naast onze weergave. Alleen als je die tekst mag gebruiken."""
    from sowcourse.essay import import_original

    report = import_original(file, cohort)
    for sentence in report.summary():
        console.print(sentence)


@app.command("format")
def format_content() -> None:
    """Schrijf alle notebooks in hun vaste vorm (voor auteurs)."""
    from sowcourse.lab.known import write_known_cells
    from sowcourse.lint import notebooks
    from sowcourse.notebook import dump, normalise, read_notebook, write_notebook

    changed = 0
    for file in notebooks():
        notebook = normalise(read_notebook(file))
        if dump(notebook) != file.read_text(encoding="utf-8"):
            write_notebook(file, notebook)
            console.print(f"Herschreven: {file}")
            changed += 1
    write_known_cells()
    console.print("Alles stond al in de vaste vorm." if not changed else f"{changed} notebook(s) herschreven.")


@app.command()
def check() -> None:
    """Controleer de huisregels van de inhoud (voor auteurs)."""
    from sowcourse.lint import RULES, find_problems

    problems = find_problems()
    for problem in problems:
        console.print(f"[bold]•[/bold] {problem}", highlight=False, soft_wrap=True)
    if problems:
        console.print(f"\n{len(problems)} punt(en) om te verbeteren. Verbeter ze en voer 'sowcourse check' opnieuw uit.")
        raise typer.Exit(1)
    console.print(f"In orde: {len(RULES)} huisregels nagekeken, niets gevonden.")


def main() -> None:
    """Run the command line; an error of ours is one Dutch sentence and exit status 1, never a traceback."""
    try:
        app()
    except SowcourseError as error:
        Console(stderr=True).print(f"[bold]Dat lukt niet.[/bold] {error}", highlight=False, soft_wrap=True)
        sys.exit(1)
