"""What an author types to have the content checked."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sowcourse.commands.terminal import REMARKS, console, say_next
from sowcourse.plural import many

if TYPE_CHECKING:
    from sowcourse.lint.exceptions import Exemption
    from sowcourse.lint.problem import Problem


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(check)


def check(
    links: Annotated[
        bool, typer.Option("--koppelingen", help="Kijk ook na of webadressen nog kloppen. Dit gebruikt het netwerk.")
    ] = False,
) -> None:
    """Controleer de huisregels van de inhoud (voor auteurs). Wat beter moet, houdt tegen; advies niet."""
    from sowcourse.lint import IDS, PAGE, RULES, find_problems
    from sowcourse.lint.exceptions import settle

    started = time.perf_counter()
    problems, ran = find_problems(), set(RULES)
    told = f"{len(RULES)} huisregels nagekeken"
    if links:
        from sowcourse.lint.links import all_links, find_moved

        known = all_links()
        with console.status(f"{len(known)} webadressen worden nagekeken…"):
            problems += find_moved(known)
        ran = set(IDS)
        told = f"{len(RULES)} huisregels en {len(known)} webadressen nagekeken"
    settled = settle(problems, ran, IDS)
    spent = f"{time.perf_counter() - started:.1f}".replace(".", ",")
    _say_problems(settled.left)
    _say_silenced(settled.silenced)
    if not settled.left:
        found = "niets anders gevonden" if settled.silenced else "niets gevonden"
        console.print(f"In orde: {told}, {found}, in {spent} seconden.")
        return
    stopping = sum(not problem.advice for problem in settled.left)
    files = len({problem.file for problem in settled.left})
    console.print(f"\n{told}, in {spent} seconden.")
    console.print(
        f"{many(stopping, 'punt moet', 'punten moeten')} beter, {len(settled.left) - stopping} keer advies, "
        f"in {many(files, 'plaats', 'plaatsen')}."
    )
    console.print(f"Wat elke regel vraagt, waarom, en met welk voorbeeld: {PAGE}", markup=False)
    say_next("Verbeter wat moet" if stopping else "Kijk of je het advies volgt", "sowcourse check")
    raise typer.Exit(1 if stopping else REMARKS)


def _say_problems(problems: list[Problem]) -> None:
    """What was found, together under its file, with the id of the rule behind it."""
    grouped: dict[Path, list[str]] = {}
    for problem in problems:
        line = f"{problem.place}: " if problem.place else ""
        line += f"{problem.fault} {problem.remedy} [{problem.rule}]"
        grouped.setdefault(problem.file, []).append(f"advies · {line}" if problem.advice else line)
    for file, lines in grouped.items():
        console.print(f"{_short(file)} ({len(lines)})", style="bold", markup=False)
        for line in lines:
            console.print(f"  • {line}", markup=False)


def _say_silenced(silenced: list[tuple[Problem, Exemption]]) -> None:
    """What stays as it is on purpose, and why."""
    if silenced:
        console.print(f"\n{many(len(silenced), 'uitzondering, die mag', 'uitzonderingen, die mogen')} blijven:")
    for problem, why in silenced:
        where = ", ".join(part for part in (_short(problem.file), problem.place) if part)
        console.print(f"  • {where}: {problem.fault} [{problem.rule}] {why.day}: {why.reason}", markup=False)


def _short(file: Path) -> str:
    """A path as an author knows it: from the current folder where that is possible."""
    return str(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file)
