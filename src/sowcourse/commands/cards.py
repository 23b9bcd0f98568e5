"""What a lecturer types to have the debates and cases of a lesson as cards."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sowcourse.commands.programme import class_around
from sowcourse.commands.terminal import Cohort, console, say_next
from sowcourse.errors import SowcourseError


def register(app: typer.Typer) -> None:
    """Add the command to those about lessons."""
    app.command()(cards)


def cards(
    lesson: Annotated[
        str | None, typer.Argument(metavar="LES", help="De les, bijvoorbeeld 5-politiserend; anders alle lessen.")
    ] = None,
    target: Annotated[
        Path | None,
        typer.Option("--naar", metavar="MAP", help="Map voor de bestanden; standaard 'kaarten' in het cohort of hier."),
    ] = None,
    cohort: Cohort = None,
) -> None:
    """Maak kaarten voor in de klas van de debatten en casussen, ook je eigen: om af te drukken en te knippen."""
    from sowcourse.cards.deck import deck_of
    from sowcourse.cards.printing import write_cards
    from sowcourse.cohort.own_cases import own_cases
    from sowcourse.content import course_root
    from sowcourse.student.start import choose_lesson

    workspace = class_around(cohort)
    root = workspace.course if workspace else course_root()
    own = own_cases(workspace.root, root) if workspace else []
    decks = [deck for module in choose_lesson(lesson, root) if (deck := deck_of(module, root, own)).packs]
    if not decks:
        raise SowcourseError(
            f"{lesson}: deze les heeft geen debat en geen casus, dus ook geen kaarten. "
            "Kies een andere les, of zet er een casus bij."
        )
    folder = target or (workspace.root if workspace else Path.cwd()) / "kaarten"
    for deck in decks:
        for file in write_cards(deck, folder):
            console.print(f"Geschreven: {file}", markup=False)
        console.print(f"  {deck.number} kaarten bij {deck.module.title}", markup=False)
    say_next("Druk af op A4, op ware grootte (100%), en knip langs de streepjes")
