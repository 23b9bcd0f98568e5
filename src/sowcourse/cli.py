"""The verbs that people type. Everything said here is Dutch; nothing here knows how things are done."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import traceback
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.core
from rich.console import Console
from rich.markup import escape

from sowcourse import __version__
from sowcourse.commands import (
    authoring,
    cards,
    checking,
    choose,
    cohort,
    cycle,
    hub,
    marks,
    office,
    programme,
    records,
    report,
    roster,
    site,
    version,
    whose,
)
from sowcourse.errors import SowcourseError
from sowcourse.plural import many
from sowcourse.trouble import told

# Typer carries its own copy of click and does not export this class.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]


def _panels_in_dutch() -> None:
    """Typer's own words. What draws help is read in when there is help to draw: few commands draw any."""
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = "Wat je opgeeft"
    rich_utils.OPTIONS_PANEL_TITLE = "Opties"
    rich_utils.COMMANDS_PANEL_TITLE = "Opdrachten"
    rich_utils.ERRORS_PANEL_TITLE = "Dat lukt niet"
    rich_utils.DEFAULT_STRING = "[standaard: {}]"
    rich_utils.REQUIRED_LONG_STRING = "[verplicht]"


def _help_in_dutch(kind: Any) -> None:
    english, drawn = kind.get_help_option, kind.format_help

    def dutch(self: Any, context: Any) -> Any:
        option = english(self, context)
        if option is not None:
            option.help = "Toon deze uitleg."
        return option

    def draw(self: Any, context: Any, formatter: Any) -> None:
        _panels_in_dutch()
        drawn(self, context, formatter)

    kind.get_help_option, kind.format_help = dutch, draw


for kind in (typer.core.TyperCommand, typer.core.TyperGroup):
    _help_in_dutch(kind)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    help="Sterk sociaal werk: een cursus in Jupyter. Begin met [bold]sowcourse start[/bold].",
)
essay_app = typer.Typer(no_args_is_help=True, help="De oorspronkelijke tekst van het essay naast onze weergave.")
app.add_typer(essay_app, name="essay")
lesson_app = typer.Typer(no_args_is_help=True, help="Lessen buiten JupyterLab.")
app.add_typer(lesson_app, name="lesson")

MOST_OWNERS = 2
"""An option that more commands have is not told by naming them."""

console = Console(markup=False)


def _version(wanted: bool) -> None:
    if wanted:
        version.version()
        raise typer.Exit


@app.callback()
def _root(
    _: Annotated[bool, typer.Option("--version", help="Toon de versie.", callback=_version, is_eager=True)] = False,
) -> None:
    pass


@app.command()
def start(
    folder: Annotated[
        Path | None, typer.Argument(metavar="MAP", help="Je werkmap; standaard 'sowcourse' in je eigen map.")
    ] = None,
    lesson: Annotated[
        str | None, typer.Option("--les", help="Open meteen deze les, bijvoorbeeld 5-politiserend.")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--geen-browser", help="Open de cursus in de browser.")] = True,
    port: Annotated[int | None, typer.Option("--poort", help="Gebruik deze poort.")] = None,
    packet: Annotated[
        Path | None,
        typer.Option("--lespakket", metavar="BESTAND", help="Neem de lessen die je van je lesgever kreeg (één keer)."),
    ] = None,
    own: Annotated[
        bool, typer.Option("--zonder-lespakket", help="Laat het lespakket los en neem weer alle lessen.")
    ] = False,
) -> None:
    """Open de cursus in JupyterLab. Je werk blijft in je werkmap staan."""
    from sowcourse.student.start import start as start_course

    start_course(folder, browser=browser, lesson=lesson, port=port, packet=packet, own=own)


@app.command()
def controle(
    folder: Annotated[
        Path | None, typer.Argument(metavar="MAP", help="Je werkmap; standaard 'sowcourse' in je eigen map.")
    ] = None,
) -> None:
    """Kijk na of deze computer klaar is voor de cursus, en zeg wat je kunt doen als dat niet zo is."""
    from sowcourse.diagnosis import diagnose

    wrong = 0
    for finding in diagnose((folder or Path.home() / "sowcourse").expanduser().resolve()):
        console.print(f"{'✓' if finding.sound else '✗'} {finding.name}: {finding.told}", markup=False, highlight=False)
        if not finding.sound:
            wrong += 1
            console.print(f"    {finding.remedy}", markup=False, highlight=False)
    if wrong:
        console.print(
            f"\n{many(wrong, 'punt', 'punten')} om te herstellen. "
            "Doe wat erbij staat en voer 'sowcourse controle' opnieuw uit."
        )
        raise typer.Exit(1)
    console.print("\nAlles in orde. Volgende stap: sowcourse start")


@lesson_app.command("html")
def lesson_html(
    lesson: Annotated[
        str | None, typer.Argument(metavar="LES", help="De les, bijvoorbeeld 5-politiserend; anders alle lessen.")
    ] = None,
    target: Annotated[Path, typer.Option("--naar", help="Map voor de pagina's.")] = Path("lessen-html"),
) -> None:
    """Schrijf lessen als gewone pagina's: om te lezen of af te drukken, zonder JupyterLab."""
    from sowcourse.student.leaflet import write_leaflets
    from sowcourse.student.start import choose_lesson
    from sowcourse.workfolder import work_folder

    for page in write_leaflets(choose_lesson(lesson), target, work_folder()):
        console.print(f"Geschreven: {page}", highlight=False, soft_wrap=True)


cycle.register(app)
cohort.register(app)
programme.register(app)
checking.register(app)
authoring.register(app)
roster.register(app)
choose.register(app)
whose.register(app)
office.register(app)
hub.register(app)
marks.register(app)
report.register(app)
site.register(app)
app.command()(version.version)
cards.register(lesson_app)
records.register()


@essay_app.command("import")
def essay_import(
    file: Annotated[
        Path,
        typer.Argument(metavar="BESTAND", help="De tekst van het artikel: een .txt of een bewaarde webpagina (.html)."),
    ],
    cohort: Annotated[
        Path | None, typer.Option("--cohort", help="Bewaar het origineel in dit cohort in plaats van bij jezelf.")
    ] = None,
) -> None:
    """Zet de oorspronkelijke tekst naast onze weergave. Alleen als je die tekst mag gebruiken."""
    from sowcourse.original import import_original

    report = import_original(file, cohort)
    for sentence in report.summary():
        console.print(sentence)


@app.command("format")
def format_content() -> None:
    """Schrijf alle notebooks in hun vaste vorm (voor auteurs)."""
    from sowcourse.answerkey import key_fits
    from sowcourse.commands.reference import write_reference
    from sowcourse.content import checkout
    from sowcourse.criteria import with_criteria
    from sowcourse.hint import load_hints, with_hints
    from sowcourse.keymaking import keyed
    from sowcourse.lab.known import write_known_cells
    from sowcourse.lint import notebooks
    from sowcourse.lint.words import write_words_page
    from sowcourse.notebook import dump, normalise, read_notebook, write_notebook
    from sowcourse.rubric import load_rubrics, with_rubrics

    checkout()
    changed = 0
    for file in notebooks():
        notebook = read_notebook(file)
        rubrics = file.with_name("rubric.toml")
        if rubrics.is_file():
            notebook = with_rubrics(notebook, load_rubrics(rubrics))
        hints = file.with_name("hints.toml")
        if hints.is_file():
            notebook = with_hints(notebook, load_hints(hints))
        notebook = normalise(with_criteria(notebook))
        if dump(notebook) != file.read_text(encoding="utf-8"):
            write_notebook(file, notebook)
            console.print(f"Herschreven: {file}")
            changed += 1
        if rubrics.is_file() and not key_fits(notebook, file.parent):
            write_notebook(file, normalise(keyed(file.parent)))
            console.print(f"Antwoordsleutel gemaakt: {file}")
            changed += 1
    write_known_cells()
    write_words_page()
    write_reference(command_line())
    console.print(
        "Alles stond al in de vaste vorm." if not changed else f"{many(changed, 'bestand', 'bestanden')} herschreven."
    )


@cache
def command_line() -> Any:
    """The tree of all commands: made once, as reading what each of them asks takes a while."""
    return typer.main.get_command(app)


def _owners(option: str) -> list[str]:
    """The commands, as they are typed, that have this option."""
    from sowcourse.commands.reference import commands

    found = commands(command_line())
    return [f"'{name}'" for name, command in found if any(option in known.opts for known in command.params)]


def _usage_sentence(error: Exception) -> str:
    """What a person typed wrongly, in Dutch: Typer speaks English and cannot be translated."""
    kind = type(error).__name__
    message = str(error)
    quoted = re.search(r"'([^']*)'", message)
    if kind == "NoSuchOption":
        option = str(getattr(error, "option_name", ""))
        elsewhere = _owners(option)
        if 0 < len(elsewhere) <= MOST_OWNERS:
            return f"De optie '{option}' hoort bij {' en '.join(elsewhere)}."
        near = " of ".join(sorted(getattr(error, "possibilities", None) or []))
        return f"De optie '{option}' bestaat niet." + (f" Bedoel je {near}?" if near else "")
    if kind == "MissingParameter":
        parameter = getattr(error, "param", None)
        return f"Er ontbreekt iets: {parameter.get_error_hint() if parameter else 'een gegeven'}."
    if message.startswith("No such command") and quoted:
        names = [
            command.name or (command.callback.__name__ if command.callback else "")
            for command in app.registered_commands
        ]
        names += [group.name or "" for group in app.registered_groups]
        near_names = get_close_matches(quoted[1], [str(name) for name in names], n=1)
        return f"De opdracht '{quoted[1]}' bestaat niet." + (f" Bedoel je '{near_names[0]}'?" if near_names else "")
    if "unexpected extra argument" in message:
        extra = message[message.index("(", message.index("argument(s)") + 11) + 1 : -1]
        return f"Dit had hier niet moeten staan: {extra}. Zet namen met een spatie tussen aanhalingstekens."
    if kind == "BadOptionUsage":
        return f"De optie '{getattr(error, 'option_name', '')}' mist een waarde of kreeg er een te veel."
    parameter = getattr(error, "param", None)
    hint = parameter.get_error_hint() if parameter else "een gegeven"
    return f"De waarde van {hint} past niet."


def _unforeseen(error: Exception) -> str:
    """What to say of a fault that nobody thought of: it is ours, and its trail is kept for who can mend it."""
    sentence = f"In sowcourse zelf ging iets mis ({type(error).__name__}). Dat ligt niet aan jou."
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", errors="backslashreplace", prefix="sowcourse-fout-", suffix=".txt", delete=False
        ) as file:
            file.write(f"sowcourse {__version__} {' '.join(sys.argv[1:])}\n{traceback.format_exc()}")
    except OSError as refused:
        return f"{sentence} De oorzaak kon niet worden bewaard: {told(refused)}"
    return (
        f"{sentence} De oorzaak staat in {file.name}. Stuur dat bestand naar wie de cursus onderhoudt; "
        "kijk eerst of er namen in staan."
    )


STOPPED = 130
"""Exit status of what was stopped with Ctrl+C."""


def main() -> None:
    """Run the command line.

    An error of ours, or a slip in what was typed, is one Dutch sentence, never a traceback.
    Exit status: 0 done, 1 refused, 2 typed wrongly, 3 done with remarks, 130 stopped by the user.
    """
    stderr = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        status = command_line()(standalone_mode=False)
    except SowcourseError as error:
        stderr.print("[bold]Dat lukt niet.[/bold]", escape(str(error)))
        sys.exit(1)
    except UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            sys.exit(0)
        stderr.print("[bold]Dat lukt niet.[/bold]", escape(_usage_sentence(error)))
        stderr.print("Voeg [bold]--help[/bold] toe om te zien wat er kan.")
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        stderr.print("Gestopt.")
        sys.exit(STOPPED)
    except BrokenPipeError:  # whoever read along stopped reading
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except Exception as error:  # whatever it is, nobody is left with a traceback
        stderr.print("[bold]Dat lukt niet.[/bold]", escape(told(error) or _unforeseen(error)))
        sys.exit(1)
    if status == STOPPED:  # what Typer makes of Ctrl+C
        stderr.print("Gestopt.")
    sys.exit(status if isinstance(status, int) else 0)
