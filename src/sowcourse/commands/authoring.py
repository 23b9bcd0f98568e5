"""What a lecturer types to make new material: a module, a debate, a case, an assignment, a wrong answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from sowcourse.commands.terminal import Cohort, console, finish, say_next, say_remarks
from sowcourse.plural import many

END = "."
"""A line with only this ends an answer that is typed or pasted."""

Module = Annotated[str, typer.Argument(metavar="MODULE", help="De module, bijvoorbeeld 5-politiserend.")]
TheAssignment = Annotated[str, typer.Argument(metavar="OPDRACHT", help="De opdracht, bijvoorbeeld 5-politiserend.")]

Browser = Annotated[bool, typer.Option("--browser/--geen-browser", help="Open de browser.")]
Port = Annotated[int | None, typer.Option("--poort", help="Gebruik deze poort.")]

module_app = typer.Typer(no_args_is_help=True, help="Een module: een les met alles wat erbij hoort (voor auteurs).")
debate_app = typer.Typer(no_args_is_help=True, help="Een debat in een les (voor auteurs).")
case_app = typer.Typer(no_args_is_help=True, help="Een casus in een les (voor auteurs).")
assignment_app = typer.Typer(
    no_args_is_help=True, help="Een opdracht bij een module (voor auteurs), of uit een andere nbgrader-cursus."
)
wrong_app = typer.Typer(no_args_is_help=True, help="Een fout antwoord dat een controle moet herkennen (voor auteurs).")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(module_app, name="module")
    app.add_typer(debate_app, name="debate")
    app.add_typer(case_app, name="case")
    app.add_typer(assignment_app, name="assignment")
    app.add_typer(wrong_app, name="wrong-answer")


@module_app.command("new")
def module_new(
    name: Annotated[str, typer.Argument(metavar="NAAM", help="De naam van de map, bijvoorbeeld 7-digitaal.")],
    title: Annotated[str, typer.Option("--titel", help="De titel van de les.")],
    krachtlijn: Annotated[
        str, typer.Option("--krachtlijn", help="De krachtlijn waar de les bij hoort; anders geen.")
    ] = "",
    reaction: Annotated[str, typer.Option("--reactie", help="De lezersreactie voor het debat; anders reactie-1.")] = "",
    dataset: Annotated[
        str, typer.Option("--dataset", help="De cijfers voor de les; anders de eerste met een grafiek.")
    ] = "",
) -> None:
    """Maak een module die meteen werkt, met overal aangewezen wat je nog schrijft."""
    from sowcourse.content import checkout

    checkout()
    from sowcourse.skeleton.module import new_module

    folder = new_module(name, title, krachtlijn, reaction, dataset)
    console.print(f"Module {name} gemaakt, in {folder}.", markup=False)
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        console.print(f"  {file.relative_to(folder)}", markup=False)
    console.print("De module staat in course.toml, en haar twee leerresultaten staan in outcomes.toml.")
    say_next(
        f"sowcourse start --les {name}   (bekijk de les)",
        f"sowcourse module write {name}   (schrijf de les)",
        f"Open {folder / 'module.toml'} en de andere bestanden in een teksteditor, en schrijf ze",
        "sowcourse check   (zegt per bestand wat er nog moet gebeuren)",
        f"sowcourse assignment new {name} --dataset NAAM   (als er een opdracht bij hoort)",
    )


@module_app.command("write")
def module_write(module: Module, browser: Browser = True, port: Port = None) -> None:
    """Schrijf aan een les in JupyterLab: niets is vergrendeld of verborgen."""
    from sowcourse.course import load_module

    _write(load_module(module).lesson, module, browser, port, "sowcourse check")


@debate_app.command("new")
def debate_new(
    module: Module,
    name: Annotated[str, typer.Argument(metavar="DEBAT", help="Een korte naam, bijvoorbeeld wie-beslist.")],
    reaction: Annotated[str, typer.Option("--reactie", help="De lezersreactie waar het debat van vertrekt.")],
) -> None:
    """Zet een debat bij een les: een stelling en vier argumenten aan elke kant, om te schrijven."""
    from sowcourse.content import checkout

    checkout()
    from sowcourse.skeleton.module import new_debate

    file = new_debate(module, name, reaction)
    console.print(f"Debat {name} toegevoegd; het verschijnt in de les {module}.", markup=False)
    say_next(f"Open {file} en schrijf het debat (het staat onderaan)", "sowcourse check", _look(module))


@case_app.command("new")
def case_new(
    module: Module,
    name: Annotated[str, typer.Argument(metavar="CASUS", help="Een korte naam, bijvoorbeeld de-lege-brievenbus.")],
    country: Annotated[str, typer.Option("--land", help="VL of NL.")],
) -> None:
    """Zet een fictieve casus bij een les, om te schrijven."""
    from sowcourse.content import checkout

    checkout()
    from sowcourse.skeleton.module import new_case

    file = new_case(module, name, country)
    console.print(f"Casus {name} toegevoegd; hij verschijnt in de les {module}.", markup=False)
    say_next(f"Open {file} en schrijf de casus", "sowcourse check", _look(module))


@assignment_app.command("new")
def assignment_new(
    module: Module,
    dataset: Annotated[str, typer.Option("--dataset", help="De cijfers waarmee studenten werken.")],
) -> None:
    """Maak bij een module een opdracht die meteen werkt, met bewezen controles."""
    from sowcourse.content import checkout

    checkout()
    from sowcourse.skeleton.assignment import new_assignment

    console.print("De opdracht wordt gemaakt en bewezen. Dat duurt enkele seconden…")
    folder = new_assignment(module, dataset, anyway=True)  # this terminal is the author's own
    console.print(f"Opdracht {module} gemaakt, in {folder}.", markup=False)
    say_next(
        f"sowcourse assignment write {module}   (schrijf wat nog te schrijven is)",
        f"sowcourse assignment prove {module}   (na elke wijziging)",
        "sowcourse check",
    )


@assignment_app.command("import")
def assignment_import(
    folder: Annotated[
        Path, typer.Argument(metavar="MAP", help="De map van een opdracht in source/, of je hele nbgrader-cursus.")
    ],
    cohort: Cohort = None,
) -> None:
    """Breng een opdracht uit een andere nbgrader-cursus in je cohort: alles wordt eerst nagekeken."""
    from sowcourse.cohort.importing import bring_in, plan_import, remarks_of
    from sowcourse.cohort.workspace import open_workspace

    workspace = open_workspace(cohort)
    incoming = plan_import(workspace, folder)
    remarks = remarks_of(folder)
    bring_in(workspace, incoming)
    for each in incoming:
        console.print(f"Opdracht {each.name}, uit {each.file.name}:", markup=False)
        for line in each.told():
            console.print(f"  {line}", markup=False)
    if len(incoming) > len({each.file.parent for each in incoming}):
        console.print("Elk notebook is een eigen opdracht, met eigen punten en een eigen inlevering.")
    say_remarks(remarks)
    say_next(
        *(f"sowcourse release {each.name}" for each in incoming),
        "Telt het mee voor het eindcijfer? Geef een gewicht in keuzes.toml",
    )
    finish(remarks)


@assignment_app.command("write")
def assignment_write(assignment: TheAssignment, browser: Browser = True, port: Port = None) -> None:
    """Schrijf aan een opdracht in JupyterLab: niets is vergrendeld of verborgen."""
    from sowcourse.content import assignments_root, checkout
    from sowcourse.proof import find_assignment

    checkout()
    file = find_assignment(assignments_root(), assignment) / f"{assignment}.ipynb"
    _write(file, assignment, browser, port, f"sowcourse assignment prove {assignment}")


@assignment_app.command("prove")
def assignment_prove(assignment: TheAssignment) -> None:
    """Bewijs de controles: modelantwoord, lege versie, foute en andere juiste antwoorden."""
    from sowcourse.content import assignments_root, checkout
    from sowcourse.proof import find_assignment, load_answers, prove

    checkout()
    folder = find_assignment(assignments_root(), assignment)
    wrong, other = (len(load_answers(folder, kind)) for kind in ("wrong", "alternative"))
    problems = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console) as shown:
        task = shown.add_task("Bewijzen", total=4 + wrong + other)
        for found in prove(folder):
            problems += found
            shown.advance(task)
    for problem in problems:
        console.print(f"• {problem}", markup=False)
    if problems:
        console.print(f"\n{many(len(problems), 'punt', 'punten')} om te verbeteren.")
        say_next("Verbeter ze", f"sowcourse assignment prove {assignment}")
        raise typer.Exit(1)
    console.print(
        f"Bewezen: het modelantwoord krijgt alle punten, wie niets invult geen enkel, "
        f"{wrong} foute antwoorden krijgen hun eigen zin en {other} andere juiste antwoorden worden goedgekeurd."
    )
    say_next("sowcourse check")


@wrong_app.command("new")
def wrong_answer_new(
    assignment: TheAssignment,
    cell: Annotated[str, typer.Argument(metavar="CEL", help="De naam van de antwoordcel, bijvoorbeeld stap-2.")],
    name: Annotated[
        str | None, typer.Option("--naam", help="Een korte naam, bijvoorbeeld laagste; anders wordt die gevraagd.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--van", help="Bestand met het foute antwoord; anders typ of plak je het.")
    ] = None,
) -> None:
    """Bewaar een fout antwoord van een student met de zin die de controle daar nu bij zegt."""
    from sowcourse.content import checkout
    from sowcourse.errors import SowcourseError

    checkout()
    from sowcourse.skeleton.assignment import new_wrong_answer, wrong_answer

    if file is not None and not file.is_file():
        raise SowcourseError(f"{file}: dit bestand is er niet. Controleer de naam, of laat --van weg.")
    text = file.read_text(encoding="utf-8") if file else _typed()
    check, sentence = wrong_answer(assignment, cell, text)
    console.print(f"De controle {check} zegt nu:", markup=False)
    console.print(f"  «{sentence}»", markup=False)
    answer = new_wrong_answer(assignment, cell, name or typer.prompt("Korte naam voor dit foute antwoord"), text)
    console.print(f"Bewaard: {answer.file}", markup=False)
    say_next(
        "Helpt die zin een student verder? Zo niet, verbeter dan de controle: sowcourse assignment write " + assignment,
        f"sowcourse assignment prove {assignment}",
    )


def _write(file: Path, name: str, browser: bool, port: int | None, proof: str) -> None:
    """Open a working copy, wait until the author stops, and put back what was written."""
    from sowcourse.content import checkout
    from sowcourse.student.start import open_lab, student_surroundings

    checkout()
    from sowcourse.skeleton.writing import put_back, working_copy

    copy = working_copy(file)
    console.print("Dubbelklik op een tekst om haar te wijzigen, en bewaar met Ctrl+S.")
    console.print("Klaar? Druk hier op Ctrl+C: dan komt wat je bewaarde in de cursus.")
    try:
        open_lab(
            copy.parent,
            f"/lab/tree/{copy.name}",
            console,
            f"Het notebook van {name}",
            "Gestopt.",
            browser=browser,
            port=port,
            surroundings=student_surroundings(),
        )
    finally:
        put_back(copy, file)
    console.print(f"Wat je bewaarde, staat in {file}.", markup=False)
    say_next(proof, f"sowcourse module write {name}" if file.stem == "lesson" else f"sowcourse assignment write {name}")


def _typed() -> str:
    console.print(f"Typ of plak het foute antwoord. Sluit af met een regel waarop alleen een punt ({END}) staat.")
    lines: list[str] = []
    while (line := typer.prompt("", default="", prompt_suffix="", show_default=False)) != END:
        lines.append(line)
    return "\n".join(lines)


def _look(module: str) -> str:
    return f"sowcourse start --les {module}   (bekijk de les)"
