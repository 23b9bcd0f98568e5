"""What an author types to have the content checked."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from sowcourse.commands.terminal import REMARKS, console, say_next


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(check)


def check(
    links: Annotated[
        bool, typer.Option("--koppelingen", help="Kijk ook na of webadressen nog kloppen. Dit gebruikt het netwerk.")
    ] = False,
) -> None:
    """Controleer de huisregels van de inhoud (voor auteurs). Wat beter moet, houdt tegen; advies niet."""
    from sowcourse.lint import RULES, find_problems

    started = time.perf_counter()
    problems = find_problems()
    told = f"{len(RULES)} huisregels nagekeken"
    if links:
        from sowcourse.lint.links import all_links, find_moved

        known = all_links()
        with console.status(f"{len(known)} webadressen worden nagekeken…"):
            problems += find_moved(known)
        told = f"{len(RULES)} huisregels en {len(known)} webadressen nagekeken"
    spent = f"{time.perf_counter() - started:.1f}".replace(".", ",")
    grouped: dict[Path, list[str]] = {}
    for problem in problems:
        line = f"{problem.place}: " if problem.place else ""
        line += f"{problem.fault} {problem.remedy}"
        grouped.setdefault(problem.file, []).append(f"advies · {line}" if problem.advice else line)
    for file, lines in grouped.items():
        console.print(f"{_short(file)} ({len(lines)})", style="bold", markup=False)
        for line in lines:
            console.print(f"  • {line}", markup=False)
    if not problems:
        console.print(f"In orde: {told}, niets gevonden, in {spent} seconden.")
        return
    stopping = sum(not problem.advice for problem in problems)
    console.print(f"\n{told}, in {spent} seconden.")
    console.print(
        f"{stopping} punt(en) moeten beter, {len(problems) - stopping} keer advies, in {len(grouped)} plaats(en)."
    )
    say_next("Verbeter wat moet" if stopping else "Kijk of je het advies volgt", "sowcourse check")
    raise typer.Exit(1 if stopping else REMARKS)


def _short(file: Path) -> str:
    """A path as an author knows it: from the current folder where that is possible."""
    return str(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file)
