"""What a lecturer types to get marks out: for people, for an LMS, for the whole course."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sowcourse.cohort.lms import systems
from sowcourse.cohort.workspace import Workspace
from sowcourse.commands.terminal import (
    Assignment,
    Cohort,
    console,
    finish,
    open_class,
    open_cohort,
    say_next,
    say_remarks,
)
from sowcourse.errors import GradingError
from sowcourse.plural import many

NAMES = "Dit bestand bevat namen en punten: bewaar het in het cohort en deel het niet verder."


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(marks)


def marks(
    assignment: Assignment = None,
    file: Annotated[Path | None, typer.Option("--naar", help="Het bestand; standaard in het cohort.")] = None,
    lms: Annotated[
        str | None, typer.Option("--lms", help="canvas, brightspace, blackboard (Toledo) of moodle.")
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", help="Het cijferboek (Moodle: beoordelingswerkblad) zoals je het downloadde."),
    ] = None,
    column: Annotated[
        str, typer.Option("--kolom", help="De kolom in je LMS; anders die met de naam van de opdracht.")
    ] = "",
    scale: Annotated[bool, typer.Option("--schaal", help="Reken om naar het maximum van de kolom.")] = False,
    pass_from: Annotated[
        int | None, typer.Option("--voldaan", min=1, max=100, help="Voldaan vanaf dit percentage, anders Niet voldaan.")
    ] = None,
    everything: Annotated[bool, typer.Option("--alles", help="Het totaal van de hele cursus, gewogen.")] = False,
    cohort: Cohort = None,
) -> None:
    """Geef de punten door: als CSV, of in het cijferboek van je LMS."""
    if (lms is None) != (template is None):
        raise GradingError(
            "--lms en --template horen samen: het ene zegt welk LMS, het andere is jouw download daaruit."
        )
    if lms is None and (column or scale or pass_from is not None):
        raise GradingError("--kolom, --schaal en --voldaan gelden voor een LMS. Voeg --lms en --template toe.")
    if everything and assignment is not None:
        raise GradingError(f"--alles gaat over de hele cursus. Laat {assignment} weg, of laat --alles weg.")
    if everything:
        workspace, name = open_class(cohort), "alles"
    else:
        workspace, name = open_cohort(cohort, assignment)
    if lms is None or template is None:
        _for_people(workspace, name, everything, file or workspace.root / f"punten-{name}.csv")
        return
    if lms not in systems():
        raise GradingError(f"{lms}: dit LMS kennen we niet. Kies uit: {', '.join(systems())}.")
    target = file or workspace.root / f"punten-{name}-{lms}{template.suffix}"
    _for_lms(workspace, name, everything, target, lms, template, column, scale, pass_from)


def _for_people(workspace: Workspace, name: str, everything: bool, target: Path) -> None:
    from sowcourse.gradebook.marks import write_marks, write_totals
    from sowcourse.grading.trail import without_points

    if everything:
        totals = write_totals(workspace, target)
        number, complete = len(totals), sum(total.mark is not None for total in totals)
        remarks = without_points(workspace, [each for each, weight in workspace.choices().weights.items() if weight])
    else:
        results = write_marks(workspace, name, target)
        remarks = without_points(workspace, [name])
        number, complete = len(results), sum(result.graded and not result.waiting for result in results)
    console.print(f"{many(number, 'student', 'studenten')} geschreven naar {target}; {complete} met een totaal.")
    console.print(NAMES)
    if complete < number:
        console.print("Wie nog beoordeeld moet worden of niets inleverde, heeft een leeg totaal.")
    if everything:
        console.print("Het totaal is op 100, gewogen volgens keuzes.toml en pas op het einde afgerond op 0,01.")
    option = "--alles" if everything else name
    say_remarks(remarks)
    say_next(
        f"sowcourse marks {option} --lms canvas --template DOWNLOAD.csv        # of brightspace, blackboard, moodle"
    )
    finish(remarks)


def _for_lms(
    workspace: Workspace,
    name: str,
    everything: bool,
    target: Path,
    lms: str,
    template: Path,
    column: str,
    scale: bool,
    pass_from: int | None,
) -> None:
    from sowcourse.gradebook.gradebook import results
    from sowcourse.gradebook.marks import complete, totals
    from sowcourse.gradebook.transfer import fill_lms, titles
    from sowcourse.grading.trail import without_points

    if everything:
        found = {total.student: total.mark for total in totals(workspace) if total.mark}
        wanted = [column] if column else ["totaal", "eindtotaal", "eindpunt", "eindcijfer"]
    else:
        found = complete(results(workspace, name).values())
        wanted = [column] if column else titles(workspace, name)
    names = [each for each, weight in workspace.choices().weights.items() if weight] if everything else [name]
    missing = without_points(workspace, names)
    try:
        filled = fill_lms(workspace, lms, template, target, found, wanted, scale, pass_from)
    except GradingError:
        say_remarks(missing)
        raise
    remarks = filled.remarks + missing
    system = systems()[lms]
    console.print(f"{many(filled.number, 'punt', 'punten')} in de kolom «{filled.column}».", markup=False)
    for told in filled.told:
        console.print(told, markup=False)
    console.print(f"Geschreven: {target}. Nagelezen volgens de regels die {system.title} bij het inlezen hanteert.")
    console.print("Andere kolommen staan er niet in: wat daar in je LMS staat, kan niet veranderen.")
    console.print(NAMES)
    say_remarks(remarks)
    say_next(system.steps)
    finish(remarks)
