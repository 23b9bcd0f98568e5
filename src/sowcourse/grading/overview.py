"""The class at a glance for its lecturer: who is where, which checks were hard, how opinions lay."""

from __future__ import annotations

import ast
import difflib
import re
from collections import Counter
from datetime import datetime
from pathlib import Path

from sowcourse.cohort.workspace import Workspace
from sowcourse.debate import POSITIONS
from sowcourse.durable import write_durably
from sowcourse.grading.gradebook import Result, results
from sowcourse.grading.graded import read_earlier, read_graded
from sowcourse.grading.marks import state
from sowcourse.grading.page import html_page, points, table, text
from sowcourse.grading.version import read_version
from sowcourse.notebook import read_notebook, source

SMALLEST_GROUP = 5
"""Opinions of fewer students than this are not shown."""

MIRROR_TITLES = {
    "description": "wat er gebeurde",
    "feeling": "wat je voelde",
    "analysis": "hoe je het begrijpt",
    "assumption": "wat je zelf aannam",
    "other_perspective": "de blik van een ander",
    "power": "macht en structuur",
    "next_step": "je volgende stap",
}
"""The kinds of the mirror by their names; repeated here, so that nothing in grading imports the mirror."""

_CONTRADICTED = re.compile(r"data-sowcourse-mirror='([a-z_ ]*)'")


def write_overview(workspace: Workspace, assignment: str, remarks: list[str], counts: list[tuple[str, int]]) -> Path:
    """Write the overview of one assignment, with the remarks of intake and the numbers of the last grading."""
    file = workspace.root / f"overzicht-{assignment}.html"
    found = list(results(workspace, assignment).values())
    write_durably(file, overview(workspace, assignment, found, remarks, counts))
    return file


def overview(
    workspace: Workspace, assignment: str, found: list[Result], remarks: list[str], counts: list[tuple[str, int]]
) -> str:
    """The page."""
    graded = [result for result in found if result.graded]
    made = workspace.calendar().local(datetime.now().astimezone())
    states = Counter(state(result) for result in found)
    told = ", ".join(f"{number} {name}" for name, number in sorted(states.items()))
    parts = [
        f"<h1>{text(workspace.name)} · {text(assignment)}</h1>",
        f"<p>{len(found)} studenten: {text(told)}. Gemaakt op {text(made)}. Bevat namen: deel dit niet verder.</p>",
    ]
    if counts:
        parts.append(table("Na het nakijken", ["stand", "aantal"], [list(row) for row in counts], frozenset({1})))
        todo = f"sowcourse review {assignment}" if dict(counts).get("antwoorden voor een mens") else ""
        parts.append(f"<p>Volgende stap: <code>{text(todo or f'sowcourse feedback {assignment}')}</code></p>")
    if remarks:
        parts.append("<h2>Om naar te kijken</h2><ul>" + "".join(f"<li>{text(r)}</li>" for r in remarks) + "</ul>")
    parts += ["<h2>De klas</h2>", _class_table(workspace, assignment, found)]
    if graded:
        parts += _untouched(workspace, graded)
        parts += _versions(workspace, assignment, graded)
        parts += _earlier(workspace, assignment, graded)
        parts += ["<h2>De controles</h2>", _check_table(graded)]
        parts += ["<h2>Standpunten</h2>", _positions(workspace, assignment, graded)]
        parts += ["<h2>De spiegel</h2>", _mirror(workspace, assignment, graded)]
    return html_page(f"{workspace.name} · {assignment}", "\n".join(parts))


def _class_table(workspace: Workspace, assignment: str, found: list[Result]) -> str:
    students = workspace.students()
    calendar = workspace.calendar()
    rows: list[list[object]] = []
    for result in found:
        received = calendar.clock(result.received) if result.received else "—"
        later = calendar.extended(assignment, result.student)
        rows.append(
            [
                students[result.student].name,
                result.student,
                received
                + (" (te laat)" if result.late else "")
                + (f" · uitstel tot {calendar.clock(later)}" if later else ""),
                f"{points(result.score(False))} / {points(result.points(False))}" if result.graded else "—",
                f"{points(result.score(True))} / {points(result.points(True))}" if _marked(result) else "—",
                f"{points(result.score())} / {points(result.points())}" if _marked(result) else "—",
                state(result),
            ]
        )
    header = ["student", "nummer", f"ingeleverd ({calendar.zone})", "automatisch", "lesgever", "totaal", "stand"]
    return table("Wie staat waar", header, rows, frozenset({3, 4, 5}))


def _untouched(workspace: Workspace, graded: list[Result]) -> list[str]:
    """Answers for a person to mark that were left empty or as they were given, together per question."""
    students = workspace.students()
    rows: list[list[object]] = []
    for name in [cell.cell for cell in graded[0].cells if cell.manual]:
        empty = [
            students[result.student].name
            for result in graded
            if any(cell.cell == name and cell.untouched for cell in result.cells)
        ]
        if empty:
            rows.append([name, len(empty), ", ".join(empty)])
    if not rows:
        return []
    explained = "<p>Wie een antwoordvak niet aanraakte, kreeg daar nul; je hoeft ze niet een voor een te openen.</p>"
    return ["<h2>Leeg gelaten</h2>", table("Onaangeroerd", ["vraag", "aantal", "wie"], rows, frozenset({1})), explained]


def _versions(workspace: Workspace, assignment: str, graded: list[Result]) -> list[str]:
    """Who was graded with which version, when there is more than one."""
    students = workspace.students()
    found: dict[str, list[str]] = {}
    for result in graded:
        name = read_version(workspace.root, assignment, result.student)
        found.setdefault(name, []).append(students[result.student].name)
    if len(found) < 2:
        return []
    rows: list[list[object]] = [[name, len(names), ", ".join(names)] for name, names in sorted(found.items())]
    caption = "Nagekeken met de versie waarmee zij gemaakt werden"
    return ["<h2>Versies van de opdracht</h2>", table(caption, ["versie", "studenten", "wie"], rows, frozenset({1}))]


def _earlier(workspace: Workspace, assignment: str, graded: list[Result]) -> list[str]:
    """Marks given to an earlier version of an answer, with what changed; gone once it is marked again."""
    parts: list[str] = []
    students = workspace.students()
    for result in graded:
        waiting = {cell.cell for cell in result.cells if cell.waiting}
        file = workspace.root / "autograded" / result.student / assignment / f"{assignment}.ipynb"
        now = {cell.get("id"): source(cell) for cell in read_graded(file)["cells"]}
        for mark in read_earlier(workspace.root, assignment, result.student):
            if mark.cell in waiting:
                lines = difflib.unified_diff(mark.answer.splitlines(), now[mark.cell].splitlines(), lineterm="", n=1)
                changed = "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))
                comment = f" Opmerking toen: {mark.comment}" if mark.comment else ""
                told = (
                    f"{students[result.student].name}, «{mark.cell}»: {points(mark.points)} punten bij vorige versie."
                )
                parts.append(f"<h3>{text(told)}</h3><p>{text(comment.strip())}</p><pre>{text(changed)}</pre>")
                command = f"sowcourse confirm {assignment} {result.student} {mark.cell}"
                parts.append(f"<p>Blijven ze gelden? <code>{text(command)}</code></p>")
    if parts:
        explained = (
            "<p>Deze punten tellen niet mee tot je ze bevestigt of in formgrader opnieuw geeft. "
            "Een + is nieuw, een - is weg.</p>"
        )
        return ["<h2>Punten bij een vorige versie</h2>", explained, *parts]
    return []


def _marked(result: Result) -> bool:
    return result.graded and not result.waiting


def _check_table(graded: list[Result]) -> str:
    names = [cell.cell for cell in graded[0].cells if not cell.manual]
    rows: list[list[object]] = []
    for name in names:
        got = [cell for result in graded for cell in result.cells if cell.cell == name]
        full = sum(cell.score == cell.points for cell in got)
        rows.append([name, full, len(got), f"{full / len(got):.0%}"])
    return table(
        "Hoeveel studenten haalden elke controle", ["controle", "gehaald", "van", "aandeel"], rows, frozenset({1, 2, 3})
    )


def _positions(workspace: Workspace, assignment: str, graded: list[Result]) -> str:
    pairs = [_pair(workspace, assignment, result.student) for result in graded]
    pairs = [pair for pair in pairs if all(position in POSITIONS for position in pair)]
    if len(pairs) < SMALLEST_GROUP:
        return f"<p>Minder dan {SMALLEST_GROUP} studenten vulden beide standpunten in; dan tonen we niets.</p>"
    before, after = (Counter(pair[i] for pair in pairs) for i in (0, 1))
    rows: list[list[object]] = [[position, before[position], after[position]] for position in POSITIONS]
    note = "<p>Een verschuiving is geen prestatie en blijven is dat ook niet. Er zijn geen punten aan verbonden.</p>"
    return (
        table(f"Standpunten van {len(pairs)} studenten", ["standpunt", "vooraf", "achteraf"], rows, frozenset({1, 2}))
        + note
    )


def _mirror(workspace: Workspace, assignment: str, graded: list[Result]) -> str:
    """How often students contradicted the mirror, as their own notebooks tell."""
    said: Counter[str] = Counter()
    used = 0
    for result in graded:
        file = workspace.root / "submitted" / result.student / assignment / f"{assignment}.ipynb"
        found = _CONTRADICTED.search(file.read_text(encoding="utf-8", errors="replace"))
        if found:
            used += 1
            said.update(found[1].split())
    if used < SMALLEST_GROUP:
        return f"<p>Minder dan {SMALLEST_GROUP} studenten gebruikten de spiegel; dan tonen we niets.</p>"
    rows: list[list[object]] = [[title, said[name]] for name, title in MIRROR_TITLES.items()]
    caption = f"Hoe vaak {used} studenten «klopt niet» zeiden"
    return (
        table(caption, ["soort zin", "klopt niet"], rows, frozenset({1}))
        + "<p>Dit zegt iets over de spiegel, niet over studenten.</p>"
    )


def _pair(workspace: Workspace, assignment: str, student: str) -> tuple[str, str]:
    file = workspace.root / "autograded" / student / assignment / f"{assignment}.ipynb"
    found = {cell.get("id"): source(cell) for cell in read_notebook(file)["cells"]}
    return _literal(found.get("standpunt-vooraf", "")), _literal(found.get("standpunt-achteraf", ""))


def _literal(code: str) -> str:
    """The text that a one-line assignment assigns; "" when it is something else."""
    try:
        (statement,) = ast.parse(code).body
    except (SyntaxError, ValueError):
        return ""
    value = statement.value if isinstance(statement, ast.Assign) else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""
