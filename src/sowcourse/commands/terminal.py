"""The terminal of a lecturer: how a command names a cohort, tells what needs a look, and ends with the next step."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from sowcourse.cohort.order import FIRST, LAST
from sowcourse.cohort.reading import TwoReadings
from sowcourse.cohort.roster import ClassList, read_class_list
from sowcourse.cohort.workspace import Workspace, open_workspace
from sowcourse.errors import CohortError
from sowcourse.plural import many
from sowcourse.progress import Progress as Tell
from sowcourse.prose import readable

REMARKS = 3
"""Exit status when all was done but something needs a look."""

Cohort = Annotated[Path | None, typer.Option("--cohort", help="Map van het cohort; anders de map waarin je staat.")]
Assignment = Annotated[str | None, typer.Argument(metavar="OPDRACHT", help="De opdracht, bijvoorbeeld 5-politiserend.")]

Order = Annotated[
    str,
    typer.Option("--naam", help="Wat eerst staat in een kolom met hele namen: voornaam-eerst of achternaam-eerst."),
]

console = Console(highlight=False, soft_wrap=True, markup=False)


def open_cohort(cohort: Path | None, assignment: str | None) -> tuple[Workspace, str]:
    """The cohort and the assignment that a command is about."""
    workspace = open_class(cohort)
    return workspace, workspace.assignment(assignment)


def open_class(cohort: Path | None) -> Workspace:
    """The cohort that a command will work in, with every file that a lecturer edits read before work begins."""
    workspace = open_workspace(cohort)
    workspace.check_files()
    for stray in workspace.strays():
        console.print(f"Let op. {stray}", markup=False)
    return workspace


def ask(question: str) -> bool:
    """Ask for yes or no, in Dutch. Raises: typer.Abort when nobody is there to answer."""
    while True:
        try:
            answer = console.input(f"{escape(question)} (ja/nee) ").strip().casefold()
        except EOFError:
            raise typer.Abort from None
        if answer in ("j", "ja", "n", "nee"):
            return answer.startswith("j")


def read_list(file: Path, order: str) -> ClassList:
    """Read a class list; where it can be read in two ways, show two lines of each and ask.

    Raises: TwoReadings when nobody is there to answer.
    """
    if order and order not in (FIRST, LAST):
        raise CohortError(f"--naam {order}: dit kennen we niet. Kies {FIRST} of {LAST}.")
    try:
        return read_class_list(file, order)
    except TwoReadings as question:
        if not sys.stdin.isatty():
            raise
        console.print(f"De namen in {file.name} kunnen op twee manieren gelezen worden.", markup=False)
        for answer, lines in question.readings.items():
            console.print(f"\n{answer}:", *(f"\n  {line}" for line in lines), markup=False)
        return read_class_list(file, FIRST if ask("\nStaat de voornaam eerst?") else LAST)


@contextmanager
def progress() -> Iterator[Tell]:
    """Show how far long work is, a bar and the time left for each part of it."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=None)
            bar.update(tasks[what], completed=done, total=total)

        yield tell


def say_next(*steps: str) -> None:
    """Say what to do now."""
    console.print("\nVolgende stap:")
    for step in steps:
        console.print(f"  {step}", markup=False)


def within_reach() -> list[str]:
    """What to type first in a shell that does not know `sowcourse`, as after `make`; nothing where it does."""
    activate = Path(sys.executable).with_name("activate")
    if shutil.which("sowcourse") or not activate.is_file():
        return []
    return [f"source {shlex.quote(str(activate))}        # dan kent dit venster het woord sowcourse"]


def say_remarks(remarks: list[str]) -> None:
    """Say what needs a look, if anything."""
    if remarks:
        console.print(f"\n{many(len(remarks), 'opmerking', 'opmerkingen')}:")
        for remark in remarks:  # in which words of a student may stand: nothing that a terminal obeys
            console.print(f"  • {readable(remark)}", markup=False)


def finish(remarks: list[str]) -> None:
    """End with the status that tells whether something needs a look."""
    if remarks:
        raise typer.Exit(REMARKS)
