"""What a lecturer types to have the course as pages, and a student to take a logbook along."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from sowcourse.commands.programme import class_around
from sowcourse.commands.terminal import Cohort, console, say_next
from sowcourse.errors import SowcourseError
from sowcourse.plural import many


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(site)
    app.command()(logbook)


def site(
    folder: Annotated[Path, typer.Argument(metavar="MAP", help="De map waarin de bladzijden komen.")] = Path("website"),
    packed: Annotated[
        bool, typer.Option("--cartridge", help="Schrijf er ook een Common Cartridge bij, die een LMS kan inlezen.")
    ] = False,
    asked: Annotated[
        bool, typer.Option("--qti", help="Schrijf er ook de toetsen bij als QTI, die een LMS als vragen kan inlezen.")
    ] = False,
    cohort: Cohort = None,
) -> None:
    """Schrijf de hele cursus als gewone bladzijden, die overal opengaan en niets nodig hebben.

    In een cohort komen de uitgegeven opdrachten erbij, voor wat zonder rekenen kan.
    """
    from sowcourse.site.building import CARTRIDGE, QUIZZES, write_site

    workspace = class_around(cohort)
    released = workspace.released() if workspace else {}
    with console.status("De bladzijden worden geschreven…"):
        written = write_site(folder, packed, asked, released)
    size = f"{sum(file.stat().st_size for file in written) / 1e6:.1f}".replace(".", ",")
    console.print(
        f"{many(len(written), 'bestand', 'bestanden')} in {folder}, samen {size} MB.", highlight=False, soft_wrap=True
    )
    if packed:
        console.print(f"Voor een LMS: {folder / CARTRIDGE}", highlight=False, soft_wrap=True)
    if asked:
        console.print(
            f"Toetsen voor een LMS: {folder / QUIZZES}, één bestand per les.", highlight=False, soft_wrap=True
        )
    say_next(f"Open {folder / 'index.html'}", "Zet de hele map op een webserver, een stick of in je LMS")


def logbook(
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help="Een logboek dat je op een bladzijde bewaarde.")],
) -> None:
    """Neem een logboek over van een bladzijde of een ander toestel; van elk antwoord blijft het nieuwste."""
    from sowcourse.logbook import Logbook

    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SowcourseError(f"{file}: dit bestand is er niet. Kies het logboek dat je bewaarde.") from None
    except (OSError, ValueError):
        raise SowcourseError(f"{file}: dit is geen logboek. Kies het bestand «logboek.json» dat je bewaarde.") from None
    mine = Logbook.find()
    taken = mine.join(content, file)
    console.print(
        f"{many(taken, 'antwoord', 'antwoorden')} overgenomen in {mine.file}."
        if taken
        else "Alles stond er al, of is hier nieuwer.",
        highlight=False,
        soft_wrap=True,
    )
    say_next("sowcourse start")
