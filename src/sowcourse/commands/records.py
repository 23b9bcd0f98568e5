"""What a lecturer, coordinator or data-protection officer types about keeping: archive, export, erase, retention."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from sowcourse.cohort.workspace import Workspace, open_workspace
from sowcourse.commands.cohort import cohort_app
from sowcourse.commands.terminal import Cohort, console, finish, open_class, progress, say_next, say_remarks
from sowcourse.plural import many

if TYPE_CHECKING:
    from sowcourse.records.erasure import Erasure

_DIFFERENCES = (("veranderd", "changed"), ("verdwenen", "missing"), ("erbij gekomen", "extra"))


def register() -> None:
    """Add the commands to `sowcourse cohort`."""
    for name, command in (("archive", archive), ("export", export), ("erase", erase), ("retention", retention)):
        cohort_app.command(name)(command)


def archive(
    target: Annotated[
        Path | None, typer.Argument(metavar="MAP", help="De map om te maken; standaard in archief/ van het cohort.")
    ] = None,
    pseudonymous: Annotated[
        bool, typer.Option("--pseudoniem", help="Vervang elke student door een willekeurige code, overal.")
    ] = False,
    check: Annotated[
        Path | None, typer.Option("--controle", metavar="MAP", help="Kijk na of een archief nog is zoals het was.")
    ] = None,
    cohort: Cohort = None,
) -> None:
    """Bewaar een cohort als gewone bestanden die over vijf jaar nog opengaan, of kijk zo'n archief na."""
    if check:
        _check(check)
        return
    from sowcourse.records.archive import write_archive

    workspace = open_class(cohort)
    with progress() as tell:
        made = write_archive(workspace, target, pseudonymous, tell)
    console.print(f"{made.files} bestanden in {made.folder}, en samen in {made.file}.")
    if pseudonymous:
        console.print(
            "Doorzocht op nummer, e-mailadres en elk deel van een naam: niets gevonden. De sleutel zit er niet bij."
        )
        console.print("Lees zelf enkele antwoorden na: wat iemand vertelt, kan ook zonder naam herkenbaar zijn.")
    else:
        console.print("Bevat namen, antwoorden en punten: bewaar dit waar alleen bevoegde mensen bij kunnen.")
    say_next(
        f"Lees {made.folder / 'LEES-MIJ.txt'}",
        f"sowcourse cohort archive --controle {made.folder}        # over enkele jaren",
    )


def export(
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="Het studentnummer.")],
    target: Annotated[
        Path | None, typer.Option("--naar", metavar="MAP", help="De map om te maken; standaard in archief/.")
    ] = None,
    cohort: Cohort = None,
) -> None:
    """Maak een leesbare kopie van alles wat er over één student is, voor wie om inzage vraagt."""
    from sowcourse.records.archive import write_export

    made = write_export(open_class(cohort), student, target)
    console.print(f"{made.files} bestanden over {student} in {made.folder}, en samen in {made.file}.", markup=False)
    console.print("Controleer of er niets over anderen in staat voor je het geeft, en ga na wie erom vraagt.")
    say_next(f"Geef {made.file} langs een veilige weg aan de student en verwijder daarna map en zip")


def erase(
    student: Annotated[
        str | None, typer.Argument(metavar="STUDENT", help="Het studentnummer; of gebruik --alles of --inzendingen.")
    ] = None,
    everything: Annotated[bool, typer.Option("--alles", help="Wis het hele cohort.")] = False,
    submissions: Annotated[
        bool, typer.Option("--inzendingen", help="Wis alle inzendingen en terugkoppeling; klaslijst en punten blijven.")
    ] = False,
    reason: Annotated[
        str, typer.Option("--reden", help="verzoek, bewaartermijn of vergissing; komt zonder naam in gewist.csv.")
    ] = "niet opgegeven",
    sure: Annotated[bool, typer.Option("--ja", help="Vraag geen bevestiging (voor scripts).")] = False,
    cohort: Cohort = None,
) -> None:
    """Wis een student, alle inzendingen of een heel cohort, en bewijs dat er niets meer van te vinden is."""
    from sowcourse.records import erasure

    workspace = open_workspace(cohort)
    if [bool(student), everything, submissions].count(True) != 1:
        raise typer.BadParameter("Geef een studentnummer, of --inzendingen, of --alles: precies één daarvan.")
    if reason not in erasure.REASONS:
        raise typer.BadParameter(f"--reden is een van: {', '.join(erasure.REASONS)}.")
    record = (workspace.root.parent if everything else workspace.root) / erasure.RECORD
    _confirm(workspace, student or workspace.name, student, everything, sure)
    if student:
        with progress() as tell:
            done = erasure.erase_student(workspace, student, reason, tell)
    elif submissions:
        done = erasure.erase_submissions(workspace, reason)
    else:
        done = erasure.erase_cohort(workspace, reason)
    _say_proof(done, student, record)
    mentioned = "hier staat een deel van de naam. Is dat deze student? Haal het dan zelf weg."
    remarks = [f"{place}: {mentioned}" for place in done.mentions]
    remarks += [f"{place}: dit bestand is niet te doorzoeken. Kijk zelf of er iets in staat." for place in done.closed]
    say_remarks(remarks)
    console.print("\nHier komt sowcourse niet bij:")
    for place in erasure.BEYOND:
        console.print(f"  • {place}")
    if done.again:
        console.print(f"\nVerwijderd omdat de student erin stond, en opnieuw te maken: {', '.join(done.again)}.")
        say_next("sowcourse grade OPDRACHT        # maakt het overzicht opnieuw", "sowcourse cohort archive")
    else:
        say_next("Wis ook op de plaatsen hierboven, en bewaar gewist.csv als bewijs")
    finish(remarks)


def retention(
    folder: Annotated[Path, typer.Argument(metavar="MAP", help="De map met cohorten en archieven.")] = Path(),
    clear: Annotated[bool, typer.Option("--wis", help="Wis alles wat over de termijn is; vraagt eerst.")] = False,
) -> None:
    """Zeg welke cohorten en archieven langer bewaard zijn dan je school heeft vastgelegd."""
    from sowcourse.records.retention import EXAMPLE, SCHOOL, kept_under, load_terms

    terms = load_terms(folder)
    held = list(kept_under(folder))
    today = date.today()
    if not held:
        console.print(f"In {folder.resolve()} staat geen cohort en geen archief.")
        say_next("Noem de map waarin je cohorten staan: sowcourse cohort retention MAP")
        return
    if terms:
        console.print(f"Termijnen uit {terms.file}. Grondslag: {terms.ground}", markup=False)
    table = Table(title=f"Wat hoelang bewaard wordt, op {today:%d-%m-%Y}")
    for heading in ("plaats", "soort", "laatste deadline", "bewaren tot", "stand"):
        table.add_column(heading, overflow="fold")
    for item in held:
        state = "TE WISSEN" if item.due(today) else "bewaren" if item.until else "?"
        row = (f"{item.last:%d-%m-%Y}" if item.last else "—", f"{item.until:%d-%m-%Y}" if item.until else "—")
        table.add_row(_shown(item.place, folder), item.kind, *row, state)
    console.print(table)
    remarks = [f"{_shown(item.place, folder)}: {item.remark}" for item in held if item.remark]
    if terms or any(item.until for item in held):
        say_remarks(remarks)
    else:
        console.print(f"\nEr is nog geen {SCHOOL}. Maak het in {folder.resolve()} met wat je school vastlegde:\n")
        console.print(EXAMPLE, markup=False)
        say_next(f"Vul {SCHOOL} in", "sowcourse cohort retention")
        finish(remarks)
        return
    if clear:
        _clear(folder, today)
        return
    due = [item.command for item in held if item.due(today)]
    if due:
        say_next(*dict.fromkeys(due))
    else:
        say_next("Niets te wissen. Kijk na elke examenperiode opnieuw: sowcourse cohort retention")
    finish(remarks + due)


def _clear(folder: Path, today: date) -> None:
    """Erase all that is due. Raises: Abort when it is not confirmed."""
    from sowcourse.records.clearance import WHAT, clear, due_under
    from sowcourse.records.erasure import RECORD

    due = due_under(folder, today)
    if not due:
        console.print("Niets is over de termijn; er is niets gewist.")
        return
    for item in due:
        console.print(f"  • {_shown(item.place, folder)}: {WHAT[item.kind]}", markup=False)
    console.print("Dat kan niet ongedaan worden gemaakt.")
    if typer.prompt("Typ wissen om te bevestigen", default="", show_default=False).casefold() != "wissen":
        console.print("Niet bevestigd; er is niets gewist.")
        raise typer.Exit(1)
    faults = []
    for cleared in clear(due):
        name = _shown(cleared.due.place, folder)
        if cleared.done:
            console.print(
                f"Gewist: {name}, {many(cleared.done.removed, 'bestand', 'bestanden')}. Vastgelegd in {RECORD}.",
                markup=False,
            )
        else:
            faults.append(f"{name}: niet gewist. {cleared.fault}")
    say_remarks(faults)
    say_next("Wis ook waar sowcourse niet bij komt: back-ups, je leeromgeving, mail")
    finish(faults)


def _check(place: Path) -> None:
    from sowcourse.records.seal import check_archive

    found = check_archive(place)
    for told, kind in _DIFFERENCES:
        for name in getattr(found, kind):
            console.print(f"✗ {told}: {name}", markup=False)
    if not found.sound:
        number = len(found.changed) + len(found.missing) + len(found.extra)
        console.print(f"{number} verschil(len) met de {found.files} bestanden van toen.")
        say_next("Neem het archief of de zip van een plaats waar het nog klopt")
        raise typer.Exit(1)
    console.print(f"Alle {found.files} bestanden zijn zoals ze waren.")
    say_next(f"Lees {place / 'LEES-MIJ.txt' if place.is_dir() else 'LEES-MIJ.txt in de zip'}")


def _confirm(workspace: Workspace, expected: str, student: str | None, everything: bool, sure: bool) -> None:
    """Ask to type what will be erased. Raises: Abort when it is not typed."""
    if sure:
        return
    if student:
        name = workspace.students()[student].name if student in workspace.students() else "niet op de klaslijst"
        told = f"Alles over {name} ({student}) wordt gewist uit {workspace.root}. Archieven daarin ook."
    elif everything:
        told = f"Het hele cohort {workspace.root} wordt gewist, met alles wat erin staat, archieven ook."
    else:
        told = f"Alle inzendingen en terugkoppeling in {workspace.root} worden gewist; klaslijst en punten blijven."
    console.print(f"{told} Dat kan niet ongedaan worden gemaakt.", markup=False)
    kind = "het studentnummer" if student else "de naam van het cohort"
    if typer.prompt(f"Typ {kind} om te bevestigen", default="", show_default=False) != expected:
        console.print("Niet bevestigd; er is niets gewist.")
        raise typer.Exit(1)


def _say_proof(done: Erasure, student: str | None, record: Path) -> None:
    from sowcourse.identity.known import SHORTEST_ID

    console.print(f"{many(done.removed, 'bestand', 'bestanden')} verwijderd, {done.changed} aangepast.")
    where = "op nummer, e-mailadres en hele naam, ook zonder accenten en met escapes, ook in zips en in het puntenboek"
    console.print(
        f"Bewijs: {many(done.searched, 'bestand', 'bestanden')} doorzocht{', ' + where if student else ''}: "
        f"0 gevonden. Vastgelegd in {record}, zonder naam.",
        markup=False,
    )
    if student and len(student) < SHORTEST_ID:
        console.print(
            f"Het nummer {student} is te kort om in losse tekst te zoeken; daar is gezocht op naam en e-mailadres, "
            "en op het nummer als naam van een map of bestand, als sleutel, en in een tabel onder een kop die om "
            "studentnummers of namen gaat. Staat het ook in een lijst zonder kop, haal het daar dan zelf weg.",
            markup=False,
        )


def _shown(place: Path, folder: Path) -> str:
    return str(place.relative_to(folder.resolve()))
