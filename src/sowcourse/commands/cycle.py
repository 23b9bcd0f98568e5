"""What a lecturer types to take an assignment through a class: release, collect, grade, review, return."""

from __future__ import annotations

import webbrowser
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from sowcourse.cohort.roster import told_apart
from sowcourse.cohort.workspace import Workspace
from sowcourse.commands.terminal import (
    Assignment,
    Cohort,
    console,
    finish,
    open_cohort,
    progress,
    say_next,
    say_remarks,
    within_reach,
)
from sowcourse.errors import GradingError
from sowcourse.plural import many
from sowcourse.prose import readable

if TYPE_CHECKING:
    from sowcourse.cohort.roster import Student
    from sowcourse.submissions.keeping import Receipt

PAGE_RULES = {
    "headers": {
        "Content-Security-Policy": "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
        "connect-src 'self'; frame-ancestors 'self'; object-src 'none'; base-uri 'self'"
    }
}
"""While marking, a page may fetch nothing from another host: formgrader would get its mathematics from one."""


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (release, collect, grade, review, confirm, feedback, demo):
        app.command()(command)


def release(assignment: Assignment = None, cohort: Cohort = None) -> None:
    """Geef een opdracht uit: maak de studentversie zonder antwoorden."""
    from sowcourse.cycle import release as release_assignment

    workspace, name = open_cohort(cohort, assignment)
    file = release_assignment(workspace, name)
    due = workspace.calendar().deadlines.get(name)
    console.print(f"{name} is uitgegeven. Studentversie: {file}")
    console.print(
        f"Inleveren vóór {workspace.calendar().local(due)}." if due else "Er staat geen deadline in kalender.toml."
    )
    later = {s: moment for s in workspace.students() if (moment := workspace.calendar().extended(name, s))}
    for student, moment in later.items():
        console.print(f"Uitstel voor {student}: {workspace.calendar().local(moment)}.", markup=False)
    from sowcourse.cohort.source import PAGE, data_files

    beside = [*data_files(file.parent), *([PAGE] if (file.parent / PAGE).is_file() else [])]
    along = f", met {', '.join(beside)} erbij" if beside else ""
    if workspace.shared:
        console.print(f"Studenten van {workspace.name} halen ze op met «Haal op» in hun bureau{along}.")
        say_next(f"sowcourse collect {name}        # na de deadline, uit de uitwisselingsmap")
        return
    say_next(f"Zet {file.name} in je LMS{along}", f"sowcourse collect {name} --van DOWNLOAD.zip")


def collect(
    assignment: Assignment = None,
    source: Annotated[
        Path | None, typer.Option("--van", help="Map of zip uit je LMS; anders de uitwisselingsmap van nbgrader.")
    ] = None,
    moments: Annotated[
        str,
        typer.Option(
            "--momenten", help="Wat de tijden van de bestanden zijn: inlevering of download. Wordt onthouden."
        ),
    ] = "",
    cohort: Cohort = None,
) -> None:
    """Haal inzendingen op."""
    from sowcourse.cycle import collect as collect_submissions
    from sowcourse.submissions.intake import received_at
    from sowcourse.submissions.moment import DOWNLOAD, HANDED_IN

    workspace, name = open_cohort(cohort, assignment)
    if moments and (moments not in (HANDED_IN, DOWNLOAD) or source is None):
        raise GradingError(f"--momenten hoort bij --van; kies {HANDED_IN} of {DOWNLOAD}.")
    with progress() as tell:
        every = collect_submissions(workspace, name, source, moments, tell)
    receipts, questions = [r for r in every if not r.asks], [r for r in every if r.asks]
    accepted = sum(receipt.accepted for receipt in receipts)
    students, received, calendar = workspace.students(), received_at(workspace, name), workspace.calendar()
    table = Table(title=f"Ontvangen · {name}")
    for heading in ("student", "bestand", f"telt, van ({calendar.zone})"):
        table.add_column(heading)
    for receipt in receipts:
        who = students[receipt.student].name if receipt.student in students else "—"
        counts = calendar.clock(received[receipt.student]) if receipt.student in received else "—"
        table.add_row(who, readable(receipt.name), counts if receipt.accepted else "nee")
    if receipts:
        console.print(table)
    console.print(f"{accepted} van {many(len(receipts), 'bestand', 'bestanden')} aangenomen.")
    remarks = [f"{_named(each, students)}: {each.remark}" for each in [*receipts, *questions] if each.remark]
    remarks += calendar.unknown([*students, *workspace.left()], workspace.assignments())
    say_remarks(remarks)
    called = told_apart(students)
    missing = [
        called[number] + (f" (uitstel tot {calendar.local(due)})" if (due := calendar.extended(name, number)) else "")
        for number in students
        if number not in received
    ]
    everybody = many(len(students), "student", "studenten")
    console.print(f"Van {len([s for s in received if s in students])} van {everybody} is er een inzending.")
    if missing:
        console.print(f"Nog niets van: {', '.join(missing)}.", markup=False)
    say_next(f"sowcourse grade {name}")
    finish(remarks)


def _named(receipt: Receipt, students: Mapping[str, Student]) -> str:
    """A file, and whose it is when its path and what is said of it do not tell."""
    who = students[receipt.student].name if receipt.student in students else ""
    return receipt.name if who in f"{receipt.name} {receipt.remark}" else f"{receipt.name} ({who})"


def grade(
    assignment: Assignment = None,
    again: Annotated[bool, typer.Option("--opnieuw", help="Kijk ook na wat al nagekeken is.")] = False,
    unwalled: Annotated[
        bool,
        typer.Option("--zonder-afscherming", help="Laat code van studenten met jouw rechten draaien. Liever niet."),
    ] = False,
    cluster: Annotated[
        str, typer.Option("--dask", metavar="ADRES", help="Verdeel het werk over een Dask-cluster.")
    ] = "",
    kernel: Annotated[
        bool,
        typer.Option("--volledige-kernel", help="Geef elke inzending een eigen Jupyter-kernel: trager, even veilig."),
    ] = False,
    cohort: Cohort = None,
) -> None:
    """Kijk automatisch na wat een controle kan nakijken."""
    from sowcourse.cycle import grade as grade_submissions
    from sowcourse.grading.runner import DaskEngine, WallEngine

    workspace, name = open_cohort(cohort, assignment)
    engine = DaskEngine(cluster, kernel) if cluster else WallEngine(walled=not unwalled, kernel=kernel)
    columns = (TextColumn("Nakijken"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("nakijken", total=None)
        report = grade_submissions(
            workspace,
            name,
            lambda done, total: bar.update(task, completed=done, total=total),
            again=again,
            engine=engine,
        )
    show_results(workspace, name)
    say_remarks(report.remarks)
    table = Table(title="Na het nakijken")
    for heading in ("stand", "aantal"):
        table.add_column(heading, justify="right" if heading == "aantal" else "left")
    for stand, number in report.rows:
        table.add_row(stand, str(number))
    console.print(table)
    console.print(f"Overzicht: {report.overview}")
    if report.held:
        console.print(
            f"Bij {many(report.held, 'inzending', 'inzendingen')} konden controles niet draaien; hun punten staan open."
        )
        say_next(
            "Herstel de oorzaak die hierboven bij elke student staat",
            f"sowcourse grade {name}        # kijkt alleen die opnieuw na",
            f"sowcourse review {name}        # of geef de punten zelf",
        )
    elif report.waiting:
        console.print(f"Nog {many(report.waiting, 'antwoord', 'antwoorden')} om zelf te beoordelen.")
        say_next(f"sowcourse mark {name}", f"sowcourse feedback {name}")
    else:
        say_next(f"sowcourse feedback {name}", f"sowcourse marks {name}")
    finish(report.remarks)


def review(
    assignment: Assignment = None,
    browser: Annotated[bool, typer.Option("--browser/--geen-browser", help="Open de browser.")] = True,
    port: Annotated[int | None, typer.Option("--poort", help="Poort van de server.")] = None,
    cohort: Cohort = None,
) -> None:
    """Beoordeel wat een mens moet beoordelen, in formgrader."""
    from sowcourse.cohort.nbgrader import configuration
    from sowcourse.grading.graded import seal
    from sowcourse.student.start import open_lab

    workspace, name = open_cohort(cohort, assignment)
    workspace.must_own_its_database()
    configuration(workspace.root)  # a slip in nbgrader's settings is told here and not in its own words
    seal(workspace.root, name)
    console.print("Formgrader wordt geopend. Hij is in het Engels; de rubric staat boven elk antwoord.")
    open_lab(
        workspace.root,
        f"/login?next=%2Fformgrader%2Fgradebook%2F{name}%2F{name}",
        console,
        "Formgrader",
        f"Gestopt. Wat je gaf, is bewaard. Volgende stap: sowcourse feedback {name}",
        browser=browser,
        port=port,
        options=(f"--ServerApp.tornado_settings={PAGE_RULES}",),
        launch="sowcourse.report.review",
    )


def confirm(
    assignment: Annotated[str, typer.Argument(metavar="OPDRACHT", help="De opdracht.")],
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="Het studentnummer.")],
    cell: Annotated[str, typer.Argument(metavar="VRAAG", help="De vraag, zoals ze in het overzicht heet.")],
    cohort: Cohort = None,
) -> None:
    """Laat punten die je aan een vorige versie van een antwoord gaf, ook voor de nieuwe gelden."""
    from sowcourse.cycle import confirm as confirm_points
    from sowcourse.pages.page import worth

    workspace, name = open_cohort(cohort, assignment)
    given = confirm_points(workspace, name, student, cell)
    console.print(f"{student}, «{cell}»: {worth(given)} bevestigd.")
    say_next(f"sowcourse feedback {name}")


def feedback(assignment: Assignment = None, cohort: Cohort = None) -> None:
    """Schrijf voor elke student een pagina met wat goed ging en wat niet."""
    from sowcourse.report.feedback import write_feedback

    workspace, name = open_cohort(cohort, assignment)
    from sowcourse.gradebook.gradebook import results
    from sowcourse.grading.trail import missing

    pages = write_feedback(workspace, name)
    made, folder = many(len(pages), "pagina", "pagina's"), pages[0].parent
    console.print(f"{made} in {folder}, en samen in {folder.with_suffix('.zip')}.")
    remarks = missing(workspace, name, results(workspace, name))
    say_remarks(remarks)
    say_next(f"sowcourse marks {name}")
    finish(remarks)


def demo(
    browser: Annotated[bool, typer.Option("--browser/--geen-browser", help="Open het overzicht in de browser.")] = True,
) -> None:
    """Laat een verzonnen klas van 24 een hele cyclus doorlopen, in een tijdelijke map."""
    from sowcourse.demo import ASSIGNMENT, run_demo
    from sowcourse.student.start import has_display

    first = within_reach()  # before nbgrader's programs are put within ours
    workspace, overview = run_demo(console)
    show_results(workspace, ASSIGNMENT)
    if browser and has_display():
        webbrowser.open(overview.as_uri())
    console.print(f"Het overzicht van de klas: {overview}")
    say_next(
        *first,
        f"cd {workspace.root}",
        "sowcourse office        # verder in je browser: bekijken, beoordelen, terugkoppeling, punten",
        f"sowcourse mark {ASSIGNMENT}        # antwoorden naast elkaar beoordelen",
        f"sowcourse review {ASSIGNMENT}        # of een voor een, in formgrader",
        "sowcourse cohort new 2026-najaar --roster KLAS.csv        # met je eigen klas, in een andere map",
    )


def show_results(workspace: Workspace, assignment: str) -> None:
    """Print the class as a table."""
    from sowcourse.gradebook.gradebook import results
    from sowcourse.gradebook.marks import state
    from sowcourse.pages.page import points

    table = Table(title=f"{workspace.name} · {assignment}")
    for heading in ("student", "nummer", "automatisch", "lesgever", "stand"):
        table.add_column(heading, justify="right" if heading in ("automatisch", "lesgever") else "left")
    students = workspace.students()
    for result in results(workspace, assignment).values():
        late = " (te laat)" if result.late else ""
        own = (
            "—"
            if not result.graded or result.waiting
            else f"{points(result.score(True))} / {points(result.points(True))}"
        )
        known = result.graded and not result.held
        checked = f"{points(result.score(False))} / {points(result.points(False))}" if known else "—"
        table.add_row(students[result.student].name, result.student, checked, own, state(result) + late)
    console.print(table)
