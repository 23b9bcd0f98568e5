"""What a lecturer types, once, to do everything else in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sowcourse.cohort.making import MARKER
from sowcourse.commands.terminal import console

LAUNCH = "sowcourse.office.launch"
"""The module that a server of Kantoor runs."""


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(office)


def office(
    folder: Annotated[
        Path | None, typer.Argument(metavar="MAP", help="De map met je cohorten; anders de map waarin je staat.")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--geen-browser", help="Open de browser.")] = True,
    icon: Annotated[
        bool, typer.Option("--icon", help="Zet een pictogram op je bureaublad dat Kantoor opent, en open niets.")
    ] = False,
    port: Annotated[int | None, typer.Option("--poort", help="Poort van de server.")] = None,
) -> None:
    """Open Kantoor: klassen, inzendingen, nakijken en punten, in je browser."""
    from sowcourse.student.start import open_again, open_lab

    folder = (folder or Path.cwd()).expanduser().resolve()
    if (folder / MARKER).is_file():
        folder = folder.parent
    if icon:
        _put_icon(folder)
        return
    if open_again(folder, "/kantoor/", console, "Kantoor", LAUNCH, browser):
        return
    console.print(f"Kantoor wordt geopend voor de cohorten in {folder}. Een ogenblik…")
    open_lab(
        folder,
        "/kantoor/",
        console,
        "Kantoor",
        "Gestopt. Alles is bewaard. Kantoor open je weer met 'sowcourse office'.",
        browser=browser,
        port=port,
        launch=LAUNCH,
    )


def _put_icon(folder: Path) -> None:
    from sowcourse.office.icon import by_hand, write_icon

    told = by_hand(folder)
    for sentence in told:
        console.print(sentence, markup=False)
    if not told:
        console.print(f"{write_icon(folder)} is gemaakt: dubbelklikken opent Kantoor voor {folder}.", markup=False)
        console.print("Vraagt je bureaublad of dit mag? Klik er met rechts op en kies «Starten toestaan».")
        console.print("Weghalen kan altijd: gooi het pictogram weg. Aan je cohorten verandert niets.")
