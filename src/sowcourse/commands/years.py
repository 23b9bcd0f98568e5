"""What a lecturer types about a cohort over the years: list, packet for students, next year, a new version."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from sowcourse.cohort.workspace import open_workspace
from sowcourse.commands.terminal import Cohort, Order, console, finish, open_class, read_list, say_next, say_remarks


def register(cohort_app: typer.Typer) -> None:
    """Add the commands to `sowcourse cohort`."""
    for name, command in (("list", show), ("lessons", lessons), ("copy", copy), ("upgrade", upgrade)):
        cohort_app.command(name)(command)


def show(
    folder: Annotated[
        Path | None, typer.Argument(metavar="MAP", help="Map met cohorten; anders de map waarin je staat.")
    ] = None,
) -> None:
    """Toon de cohorten: versie, studenten, stand per opdracht, eerstvolgende deadline."""
    from sowcourse.cohort.listing import list_cohorts

    place = (folder or Path.cwd()).resolve()
    found, faults = list_cohorts(place, datetime.now(UTC))
    if not found and not faults:
        console.print(f"In {place} staan geen cohorten.", markup=False)
        say_next("sowcourse cohort new 2026-najaar --roster KLAS.csv")
        return
    table = Table(title=f"Cohorten in {place.name}")
    for heading in ("cohort", "versie", "studenten", "stand", "eerstvolgende deadline"):
        table.add_column(heading, justify="right" if heading == "studenten" else "left")
    for summary in found:
        workspace = summary.workspace
        due = f"{summary.due[0]}: {workspace.calendar().local(summary.due[1])}" if summary.due else "—"
        table.add_row(
            workspace.label,
            workspace.version,
            "nog geen klaslijst" if summary.students is None else str(summary.students),
            "\n".join(summary.lines),
            due,
        )
    console.print(table)
    say_remarks(faults)
    say_next("cd COHORT, en dan bijvoorbeeld: sowcourse release")
    finish(faults)


def lessons(cohort: Cohort = None) -> None:
    """Maak het lespakket: één bestand met jouw lessen, casussen en deadlines, voor je studenten."""
    from sowcourse.cohort.packing import pack

    packed = pack(open_class(cohort))
    console.print(f"Lespakket gemaakt: {packed.file} ({packed.file.stat().st_size // 1000} kB).", markup=False)
    console.print(f"Lessen: {', '.join(packed.lessons)}. Deadlines: {packed.deadlines}.")
    if packed.added:
        console.print(f"Eigen casussen erbij: {', '.join(packed.added)}.")
    if packed.replaced:
        console.print(f"Eigen casussen in plaats van de onze: {', '.join(packed.replaced)}.")
    console.print("Er staan geen namen van je klaslijst, geen antwoorden en geen opdrachten in.")
    remarks = [
        f"{name}: deze casus is niet verzonnen. Kijk na of niemand erin te herkennen is." for name in packed.real
    ]
    say_remarks(remarks)
    say_next(
        f"Zet {packed.file.name} in je LMS",
        f"Je studenten doen één keer: sowcourse start --lespakket {packed.file.name}",
    )
    finish(remarks)


def copy(
    old: Annotated[Path, typer.Argument(metavar="OUD", help="Map van het cohort van dit jaar.")],
    new: Annotated[str, typer.Argument(metavar="NIEUW", help="Naam van het nieuwe cohort, bijvoorbeeld 2027-najaar.")],
    roster: Annotated[
        Path | None, typer.Option("--roster", help="Klaslijst van het nieuwe jaar; mag ook later komen.")
    ] = None,
    order: Order = "",
) -> None:
    """Maak het cohort van volgend jaar uit dat van dit jaar, zonder iets van de studenten."""
    from sowcourse.cohort.copying import copy_cohort

    listed = read_list(roster, order) if roster else None
    copied = copy_cohort(open_class(old), new, Path.cwd(), listed.students if listed else None)
    workspace = copied.workspace
    calendar = workspace.calendar()
    console.print(f"Cohort {workspace.name} gemaakt in {workspace.root}, versie {workspace.version}.", markup=False)
    console.print("Meegekomen: keuzes, gewichten, eigen casussen, eigen aanpassingen en instellingen;")
    console.print("niets van de studenten van dit jaar.")
    if copied.moved:
        table = Table(title=f"Deadlines, in {calendar.zone}")
        for heading in ("opdracht", "dit jaar", "volgend jaar", "waarom"):
            table.add_column(heading)
        for move in copied.moved:
            table.add_row(move.assignment, calendar.clock(move.before), calendar.clock(move.after), move.reason)
        console.print(table)
        console.print("Een hogeschool of universiteit heeft een eigen kalender: verbeter de momenten in kalender.toml.")
    steps = [f"cd {workspace.name}"]
    if roster is None:
        steps.append("sowcourse cohort roster KLAS.csv        # zodra je de klaslijst hebt")
    remarks = [*(listed.remarks if listed else ()), *(f"Niet meegekomen: {sentence}" for sentence in copied.left)]
    say_remarks(remarks)
    say_next(
        *steps,
        "Kijk kalender.toml en keuzes.toml na",
        "sowcourse cohort upgrade        # als er een nieuwere versie is",
    )
    finish(remarks)


def upgrade(
    cohort: Cohort = None,
    yes: Annotated[bool, typer.Option("--ja", help="Voer door zonder te vragen.")] = False,
    back: Annotated[bool, typer.Option("--terug", help="Ga terug naar de versie van vóór de laatste keer.")] = False,
    keep: Annotated[
        list[str] | None,
        typer.Option("--houd", metavar="WAT", help="Houd dit zoals het in het cohort staat: 5-politiserend/stap-1."),
    ] = None,
    take: Annotated[
        list[str] | None,
        typer.Option("--neem", metavar="WAT", help="Neem hiervan de nieuwe versie, ook al veranderde jij het."),
    ] = None,
) -> None:
    """Breng een lopend cohort naar de geïnstalleerde versie; eerst zie je wat er verandert."""
    from sowcourse import __version__
    from sowcourse.cohort.difference_page import difference_page
    from sowcourse.cohort.making import finished, shipped_assignments
    from sowcourse.cohort.origin import COURSE
    from sowcourse.cohort.upgrade import Choice, Plan, apply_upgrade, choose, forget_upgrade, go_back, plan_upgrade
    from sowcourse.content import whole_course
    from sowcourse.durable import write_durably

    workspace = open_class(cohort)

    def planned(choice: Choice | None = None) -> Plan:
        with finished(whole_course(), shipped_assignments(), workspace.root / COURSE) as (course, assignments):
            return plan_upgrade(workspace, course, assignments, __version__, choice)

    if back:
        go_back(workspace)
        console.print(f"{workspace.name} is terug op versie {open_workspace(workspace.root).version}.")
        console.print("Wat ingeleverd en nagekeken is, is niet veranderd. Nog eens --terug draait dit om.")
        say_next("sowcourse release OPDRACHT        # als je de vorige tekst opnieuw wilt uitgeven")
        return
    whole = planned()
    forget_upgrade(workspace)
    choice = choose(whole, keep or (), take or ())
    plan = planned(choice)
    if not plan.changes and plan.before == plan.after:
        forget_upgrade(workspace)
        console.print(f"{workspace.name} heeft al versie {plan.after}; er is niets veranderd.")
        return
    page = workspace.root / "verschil.html"
    write_durably(page, difference_page(workspace.name, plan.before, plan.after, plan.changes))
    table = Table(title=f"{workspace.name}: van versie {plan.before} naar {plan.after}")
    for heading in ("waar", "wat", "hoe", "woorden", "kies met"):
        table.add_column(heading)
    for change in plan.changes:
        table.add_row(change.part, change.place, change.kind, change.excerpt(), change.unit)
    if plan.changes:
        console.print(table)
    else:
        console.print("Er verandert geen woord, alleen het nummer van de versie.")
    console.print(f"Alles voluit, met de woorden van vroeger en nu: {page}", markup=False)
    if not yes and console.input("Doorvoeren? Typ ja en druk op Enter: ").strip().casefold() != "ja":
        forget_upgrade(workspace)
        console.print("Er is niets veranderd.")
        raise typer.Exit(1)
    if planned(choice) != plan:
        forget_upgrade(workspace)
        console.print("Intussen is er iets in het cohort veranderd. Er is niets doorgevoerd.")
        say_next("sowcourse cohort upgrade")
        raise typer.Exit(1)
    apply_upgrade(workspace)
    console.print(f"{workspace.name} is nu van versie {plan.after}. Terug kan met: sowcourse cohort upgrade --terug")
    console.print("Wat ingeleverd is, blijft bij de versie waarmee het gemaakt is; punten zijn niet veranderd.")
    remarks = plan.looks
    say_remarks(remarks)
    steps = [f"sowcourse release {name}        # geef de nieuwe versie uit" for name in plan.again]
    say_next(*steps, "sowcourse cohort lessons        # maak het lespakket opnieuw, als je er een gaf")
    finish(remarks)
