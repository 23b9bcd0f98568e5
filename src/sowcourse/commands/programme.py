"""What a coordinator types to show what is taught and assessed: the blueprint and the study guide."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sowcourse.cohort.workspace import Workspace, open_workspace
from sowcourse.commands.terminal import Cohort, console, open_class, say_next
from sowcourse.errors import CohortError
from sowcourse.plural import many

Target = Annotated[
    Path | None,
    typer.Option("--naar", metavar="MAP", help="Map voor de bestanden; standaard 'programma' in het cohort of hier."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (blueprint, studyguide):
        app.command()(command)


def blueprint(target: Target = None, cohort: Cohort = None) -> None:
    """Maak de toetsmatrijs: wat waar getoetst wordt en hoe zwaar. Van een cohort, of van de hele cursus."""
    from sowcourse.programme.matrix import matrix
    from sowcourse.programme.offer import offer_of
    from sowcourse.programme.printing import write_paper

    workspace = class_around(cohort)
    paper, found = matrix(offer_of(workspace))
    files = write_paper(paper, _folder(target, workspace))
    about = f"cohort {workspace.name}" if workspace else "de hele cursus, elke opdracht even zwaar"
    console.print(f"Toetsmatrijs van {about}: {many(len(found.rows), 'regel', 'regels')}.")
    for finding in found.findings:
        console.print(f"  • {finding.kind}: {finding.sentence}", markup=False)
    if found.findings:
        console.print(f"{many(len(found.findings), 'punt dat opvalt', 'punten die opvallen')}, ook in het document.")
    _say_written(files)
    say_next(
        "Bespreek wat opvalt met je team en pas het Word-bestand aan",
        "sowcourse studyguide"
        if workspace
        else "sowcourse blueprint --cohort MAP        # met de gewichten van een klas",
    )


def studyguide(target: Target = None, cohort: Cohort = None) -> None:
    """Maak de studiewijzer van een cohort: wat, wanneer, hoeveel tijd, hoe beoordeeld, welke bronnen."""
    from sowcourse.programme.printing import write_paper
    from sowcourse.programme.studyguide import TO_FILL_IN, study_guide

    workspace = open_class(cohort)
    paper = study_guide(workspace)
    files = write_paper(paper, _folder(target, workspace))
    open_points = sum(point.text.startswith(TO_FILL_IN) for section in paper.sections for point in section.points)
    console.print(f"Studiewijzer van cohort {workspace.name}.")
    _say_written(files)
    say_next(
        f"Vul in het Word-bestand aan wat alleen je opleiding weet: {open_points} regels met «{TO_FILL_IN.strip()}»",
        "Zet de studiewijzer in je LMS",
    )


def class_around(cohort: Path | None) -> Workspace | None:
    """The cohort that is named or stood in; None when neither."""
    if cohort:
        return open_class(cohort)
    try:
        workspace = open_workspace()
    except CohortError:
        return None
    workspace.check_files()
    return workspace


def _folder(target: Path | None, workspace: Workspace | None) -> Path:
    return target or (workspace.root if workspace else Path.cwd()) / "programma"


def _say_written(files: list[Path]) -> None:
    for file in files:
        console.print(f"Geschreven: {file}")
