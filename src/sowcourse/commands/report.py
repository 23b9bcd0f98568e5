"""What a lecturer types to see a class and to mark answers beside each other; what a coordinator types to compare."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from sowcourse.commands.cohort import cohort_app
from sowcourse.commands.terminal import Assignment, Cohort, console, open_class, open_cohort, say_next, say_remarks
from sowcourse.plural import many

Browser = Annotated[bool, typer.Option("--browser/--geen-browser", help="Open de pagina in de browser.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(report)
    app.command()(mark)
    cohort_app.command("compare")(compare)


def report(assignment: Assignment = None, browser: Browser = True, cohort: Cohort = None) -> None:
    """Maak het overzicht van de klas: alle opdrachten, of één opdracht met alles wat om een blik vraagt."""
    if assignment is None:
        from sowcourse.report.overview import write_class_overview

        _show(write_class_overview(open_class(cohort)), browser)
        say_next("sowcourse report OPDRACHT        # ook wie wat inleverde en wat om een blik vraagt")
        return
    from sowcourse.cycle import report_again

    workspace, name = open_cohort(cohort, assignment)
    found = report_again(workspace, name)
    _show(found.overview, browser)
    say_next(f"sowcourse mark {name}" if found.waiting else f"sowcourse feedback {name}")


def mark(
    assignment: Assignment = None,
    sheet: Annotated[
        Path | None, typer.Option("--van", metavar="BLAD.csv", help="Leg vast wat in dit beoordelingsblad staat.")
    ] = None,
    blind: Annotated[bool, typer.Option("--blind", help="Zonder namen, in een gelote volgorde.")] = False,
    second: Annotated[
        bool,
        typer.Option("--tweede-beoordelaar", help="Voor iemand die ook beoordeelt; die punten tellen niet mee."),
    ] = False,
    browser: Browser = True,
    cohort: Cohort = None,
) -> None:
    """Geef punten, antwoorden naast elkaar: maak de pagina en het blad, of leg een ingevuld blad vast."""
    from sowcourse.report.marking import take_in, write_marking

    workspace, name = open_cohort(cohort, assignment)
    option = " --tweede-beoordelaar" if second else ""
    if sheet is None:
        page, file = write_marking(workspace, name, blind, second)
        console.print(f"Blad om in te vullen: {file}", markup=False)
        _show(page, browser)
        say_next(f"sowcourse mark {name} --van {file.name}{option}")
        return
    taken = take_in(workspace, name, sheet, second)
    given = f"{many(len(taken.marks), 'antwoord', 'antwoorden')} vastgelegd"
    unmarked = many(taken.open, "regel zonder punten blijft", "regels zonder punten blijven")
    console.print(f"{given}; {taken.same} waren al zo; {unmarked} open.")
    say_remarks(list(taken.others))
    if second:
        console.print("Deze punten tellen niet mee; het overzicht toont hoe goed jullie overeenkomen.")
        say_next(f"sowcourse report {name}")
    elif taken.open:
        say_next("Vul de open regels in", f"sowcourse mark {name} --van {sheet}")
    else:
        say_next(f"sowcourse report {name}", f"sowcourse feedback {name}")


def compare(
    cohorts: Annotated[list[Path], typer.Argument(metavar="COHORT COHORT …", help="De mappen van de cohorten.")],
    target: Annotated[Path, typer.Option("--naar", help="De pagina die gemaakt wordt.")] = Path("vergelijking.html"),
    browser: Browser = True,
) -> None:
    """Vergelijk cohorten op dezelfde versie van een opdracht, zonder namen."""
    from sowcourse.report.comparison import write_comparison

    page = write_comparison([open_class(folder) for folder in cohorts], target.resolve())
    _show(page, browser)
    say_next("Lees eerst wat een vergelijking niet kan zeggen; het staat bovenaan de pagina")


def _show(page: Path, browser: bool) -> None:
    """Say where a page is, and open it where that can be seen."""
    from sowcourse.student.start import has_display

    console.print(f"Geschreven: {page}", markup=False)
    if browser and has_display():
        webbrowser.open(page.as_uri())
