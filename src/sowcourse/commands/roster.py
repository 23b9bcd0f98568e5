"""What a lecturer types about who is in a class and when they hand in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from sowcourse.cohort.roster import RosterChange, Student
from sowcourse.cohort.workspace import LEFT, Workspace
from sowcourse.commands.cohort import cohort_app
from sowcourse.commands.terminal import (
    Assignment,
    Cohort,
    Order,
    ask,
    console,
    finish,
    open_class,
    read_list,
    say_next,
    say_remarks,
)
from sowcourse.errors import CohortError
from sowcourse.plural import many


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    cohort_app.command("roster")(roster)
    cohort_app.command("calendar")(calendar)
    app.command()(extend)


def roster(
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help="De nieuwe klaslijst, ook uit je LMS.")],
    yes: Annotated[bool, typer.Option("--ja", help="Vraag niets en voer door.")] = False,
    order: Order = "",
    cohort: Cohort = None,
) -> None:
    """Vernieuw de klaslijst: toon wat er verandert en voer het door. Werk gaat nooit weg."""
    from sowcourse.cohort.roster import compare, with_known_emails
    from sowcourse.gradebook.enrolment import change_roster

    workspace = open_class(cohort)
    before = [*workspace.students().values()] if workspace.has_roster else []
    listed = read_list(file, order)
    students = with_known_emails([*workspace.left().values(), *before], listed.students)
    change = compare(before, students)
    if not change:
        number = many(len(students), "student", "studenten")
        console.print(f"{number}, net als in de klaslijst van {workspace.name}. Er verandert niets.")
        if {s.id: s.ids for s in students} != {s.id: s.ids for s in before}:
            change_roster(workspace, students, {})
            console.print("De nummers waarmee je LMS je studenten kent, staan er nu bij.")
        say_remarks(listed.remarks)
        say_next("sowcourse cohort calendar")
        finish(listed.remarks)
        return
    _show(workspace, change, workspace.left())
    same: dict[str, str] = {}
    remarks = list(listed.remarks)
    for old, new in change.renumbered:
        sure = bool(old.email) and old.email.casefold() == new.email.casefold()
        sure = sure or any(":" in known and known in new.ids for known in old.ids)
        asked = f"Is {old.name}, eerst {old.id} en nu {new.id}, dezelfde persoon?"
        if (sure and yes) or (not yes and ask(asked)):
            same[old.id] = new.id
        elif yes:
            remarks.append(
                f"{old.name}: {old.id} en {new.id} hebben dezelfde naam en gelden nu als twee personen. Is het er één, "
                "lees dan de vorige klaslijst weer in en daarna deze zonder --ja."
            )
    if not yes and not ask("Doorvoeren?"):
        console.print("Niets veranderd.")
        return
    change_roster(workspace, students, same)
    console.print(f"De klaslijst van {workspace.name} heeft nu {many(len(students), 'student', 'studenten')}.")
    left = len(workspace.left())
    if left:
        console.print(f"{left} uitgeschreven, in {LEFT}. Hun werk en punten blijven bewaard.")
    console.print("klas.csv bevat namen: deel het niet verder.")
    remarks += workspace.calendar().unknown([*workspace.students(), *workspace.left()], workspace.assignments())
    say_remarks(remarks)
    say_next("sowcourse cohort calendar", "sowcourse collect OPDRACHT --van DOWNLOAD.zip")
    finish(remarks)


def calendar(
    file: Annotated[Path | None, typer.Option("--naar", help="Het agendabestand; standaard in het cohort.")] = None,
    cohort: Cohort = None,
) -> None:
    """Toon deadlines en uitstel, en schrijf de deadlines als agendabestand (.ics)."""
    from sowcourse.cohort.agenda import agenda
    from sowcourse.durable import write_durably

    workspace = open_class(cohort)
    dates, students = workspace.calendar(), workspace.students()
    table = Table(title=f"{workspace.name} · inleveren ({dates.zone})")
    for heading in ("opdracht", "deadline", "voor wie"):
        table.add_column(heading)
    for assignment in workspace.assignments():
        due = dates.deadlines.get(assignment)
        table.add_row(assignment, dates.clock(due) if due else "—", "de klas")
        for student in students.values():
            later = dates.extended(assignment, student.id)
            if later:
                table.add_row("", dates.clock(later), f"{student.name} ({student.id})")
    console.print(table)
    target = file or workspace.root / "kalender.ics"
    write_durably(target, agenda(workspace, datetime.now().astimezone()))
    console.print(f"Agendabestand: {target}. Er staan geen namen in; uitstel staat er niet bij.")
    remarks = dates.unknown([*students, *workspace.left()], workspace.assignments())
    say_remarks(remarks)
    say_next(f"Zet {target.name} in je LMS of mail het de klas", "sowcourse extend STUDENT OPDRACHT --tot MOMENT")
    finish(remarks)


def extend(
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="Het studentnummer.")],
    assignment: Assignment = None,
    until: Annotated[
        str | None, typer.Option("--tot", help='Uitstel voor deze opdracht, lokale tijd: "2027-01-08 23:59".')
    ] = None,
    days: Annotated[
        int | None, typer.Option("--dagen", help="Zoveel dagen bij elke deadline, even laat op de dag; 0 haalt ze weg.")
    ] = None,
    cohort: Cohort = None,
) -> None:
    """Geef één student uitstel voor een opdracht, of extra dagen voor alle."""
    from sowcourse.cohort.calendar import add_days
    from sowcourse.cohort.calendar import extend as extend_deadline
    from sowcourse.gradebook.enrolment import follow_calendar

    workspace = open_class(cohort)
    if student not in workspace.students():
        raise CohortError(f"{student}: dit studentnummer staat niet op de klaslijst van {workspace.name}.")
    if (until is None) == (days is None):
        raise CohortError('Geef --tot "2027-01-08 23:59" met een opdracht, of --dagen 3 voor alle opdrachten.')
    file = workspace.root / "kalender.toml"
    if until is not None:
        names = [workspace.assignment(assignment)]
        before = extend_deadline(file, student, names[0], until)
    else:
        if assignment is not None:
            raise CohortError(f"--dagen geldt voor alle opdrachten. Laat {assignment} weg, of gebruik --tot.")
        names = workspace.assignments()
        before = add_days(file, student, days or 0)
    for sentence in follow_calendar(workspace, names, [student]):
        console.print(sentence, markup=False)
    dates = workspace.calendar()
    for name in names:
        due, was = dates.due(name, student), before.extended(name, student)
        console.print(f"{name}: {dates.local(due)}." if due else f"{name}: nog geen deadline.")
        if was and was != due:  # perhaps agreed by a colleague, who does not know that it changes
            console.print(f"Eerder was afgesproken: {dates.local(was)}. Dat geldt niet meer.")
    console.print("De deadline in het notebook van de student blijft die van de klas; laat zelf weten wat je afsprak.")
    graded = [name for name in names if (workspace.root / "autograded" / student / name).is_dir()]
    say_next(
        *(f"sowcourse grade {name}        # werkt het overzicht bij" for name in graded), "sowcourse cohort calendar"
    )


def _show(workspace: Workspace, change: RosterChange, left: dict[str, Student]) -> None:
    def say(title: str, lines: list[str]) -> None:
        if lines:
            console.print(f"\n{title} ({len(lines)}):")
            for line in lines:
                console.print(f"  • {line}", markup=False)

    back = [student for student in change.added if student.id in left]
    say("Nieuw", [f"{s.name} ({s.id})" for s in change.added if s not in back])
    say("Terug, met het werk dat er al was", [f"{s.name} ({s.id})" for s in back])
    gone = [f"{s.name} ({s.id}): {_work(workspace, s.id)}" for s in change.gone]
    say("Niet meer op de lijst; wordt «uitgeschreven», het werk blijft", gone)
    changed = [
        f"{new.id}: "
        + ", ".join(
            f"{what} was «{old}» en is nu «{now}»"
            for what, old, now in (
                ("voornaam", before.first, new.first),
                ("achternaam", before.last, new.last),
                ("e-mail", before.email, new.email),
            )
            if old != now
        )
        for before, new in change.changed
    ]
    say("Andere naam of ander e-mailadres", changed)
    pairs = [
        f"{old.name}: {old.id} → {new.name}: {new.id} ({_work(workspace, old.id)})" for old, new in change.renumbered
    ]
    say("Misschien dezelfde persoon met een ander nummer", pairs)


def _work(workspace: Workspace, student: str) -> str:
    names = sorted(path.parent.parent.name for path in (workspace.root / "ontvangen").glob(f"*/{student}/*.json"))
    names = names or sorted(path.name for path in (workspace.root / "submitted" / student).glob("*"))
    return f"leverde in voor {', '.join(dict.fromkeys(names))}" if names else "leverde nog niets in"
