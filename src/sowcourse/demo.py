"""A fictional class of 24 that goes through a whole cycle. Nothing in it is computed beforehand."""

from __future__ import annotations

import csv
import json
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from sowcourse.cohort.workspace import Workspace, create
from sowcourse.content import assignments_root, read_toml
from sowcourse.cycle import collect, grade, release
from sowcourse.gradebook.gradebook import mark, results
from sowcourse.gradebook.marks import write_marks
from sowcourse.grading.runner import WallEngine
from sowcourse.notebook import Notebook, read_notebook, source
from sowcourse.report.feedback import write_feedback
from sowcourse.report.overview import write_overview

ASSIGNMENT = "5-politiserend"

_NAMES = """
Aya Amrani|Bram Claes|Chiara D'Hondt|Daan van den Berg|Elif Yılmaz|Femke de Vries|Gilles Peeters|Hanna Şahin
Imke Wouters|Jaouad El Idrissi|Kaat Janssens|Lars Hoekstra|Mila Kowalska|Noor Bakker|Oumar Diallo|Pauline Maes
Quinten Smit|Rania Haddad|Sten Vermeulen|Thảo Nguyễn|Umar Khan|Vera van Dijk|Wout De Smet|Zoë Mulder
"""

_OTHER_POSITIONS = ("helemaal oneens", "oneens", "neutraal", "eens", "helemaal eens")


@dataclass(frozen=True)
class Kind:
    """A way in which students hand in."""

    name: str
    number: int
    answers: tuple[str, ...]
    """Wrong or alternative answers; each student has some of them instead of the model answer."""
    late: bool = False
    file_name: str = "{id}_{assignment}.ipynb"
    marks: tuple[float, float, float, float] | None = None
    """Share of the points for explanation, product, other side and reflection that the fictional lecturer gives."""


_RIGHT = tuple(
    f"alternative-answers/{name}"
    for name in (
        "stap-1-met-query",
        "stap-2-op-indicator",
        "stap-3-andere-volgorde",
        "stap-4-opgezocht",
        "val-verbeteren",
    )
)
_SLIPS = tuple(
    f"wrong-answers/{name}"
    for name in ("stap-4-landen-verwisseld", "stap-5-breuk-genegeerd", "stap-3-omgekeerd", "stap-4-als-tekst")
)
_MISTAKES = tuple(
    f"wrong-answers/{name}"
    for name in ("stap-1-zonder-pensioenen", "val-niet-gezien", "reflectie-te-kort", "stap-1-code-verkeerd-gespeld")
)

KINDS = (
    Kind("goed", 6, _RIGHT, marks=(0.9, 0.9, 0.9, 1.0)),
    Kind("gedeeltelijk", 6, _SLIPS, marks=(0.7, 0.7, 0.6, 0.8)),
    Kind("fout", 3, _MISTAKES),
    Kind("leeg", 2, ()),
    Kind("te laat", 2, _RIGHT, late=True, marks=(0.8, 0.8, 0.7, 0.7)),
    Kind("kopie in de naam", 1, (), file_name="{last} {first} - {assignment}-Copy1.ipynb", marks=(0.9, 0.8, 0.9, 0.8)),
    Kind("twee versies", 1, (), marks=(0.9, 0.8, 0.7, 0.9)),
    Kind("geen notebook", 1, ()),
    Kind("andere opdracht", 1, ()),
    Kind("niets ingeleverd", 1, ()),
)


def run_demo(console: Console) -> tuple[Workspace, Path]:
    """Take the class through the cycle; returns the cohort and the class overview.

    Raises: GradingError at once where no submission can run.
    """
    engine = WallEngine()
    folder = Path(tempfile.mkdtemp(prefix="sowcourse-demo-"))
    console.print(f"Een verzonnen klas van 24, in {folder}.")
    roster = folder / "klas.csv"
    kinds = [kind for kind in KINDS for _ in range(kind.number)]
    names = [name for line in _NAMES.strip().splitlines() for name in line.split("|")]
    with roster.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["studentnummer", "voornaam", "achternaam", "e-mail"])
        for number, name in enumerate(names, start=1):
            first, _, last = name.partition(" ")
            writer.writerow([f"r{number:07}", first, last, f"r{number:07}@school.example"])
    workspace = create("demo", roster, folder)
    due = datetime.now(ZoneInfo("Europe/Brussels")).replace(hour=12, minute=0) - timedelta(days=3)
    calendar = workspace.root / "kalender.toml"
    calendar.write_text(
        f'tijdzone = "Europe/Brussels"\n\n[inleveren]\n"{ASSIGNMENT}" = "{due:%Y-%m-%d %H:%M}"\n', encoding="utf-8"
    )
    console.print("Uitgeven…")
    release(workspace, ASSIGNMENT)
    delivery = folder / "uit-het-lms.zip"
    hand_in(workspace, delivery, kinds, due)
    receipts = collect(workspace, ASSIGNMENT, delivery)
    remarks = [f"{receipt.name}: {receipt.remark}" for receipt in receipts if receipt.remark]
    console.print(f"{sum(r.accepted for r in receipts)} van {len(receipts)} bestanden aangenomen. Nakijken…")
    report = grade(workspace, ASSIGNMENT, _progress(console), engine=engine)
    _mark_as_a_lecturer(workspace, kinds)
    pages = write_feedback(workspace, ASSIGNMENT)
    write_marks(workspace, ASSIGNMENT, workspace.root / f"punten-{ASSIGNMENT}.csv")
    overview = write_overview(workspace, ASSIGNMENT, sorted(remarks + report.remarks), report.rows)
    console.print(f"Terugkoppeling voor {len(pages)} studenten: {pages[0].parent}")
    console.print(f"Punten: {workspace.root / f'punten-{ASSIGNMENT}.csv'}")
    return workspace, overview


def hand_in(workspace: Workspace, file: Path, kinds: list[Kind], due: datetime) -> None:
    """Write what the class hands in, as one zip from an LMS."""
    given = read_notebook(workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    model = _answers(read_notebook(assignments_root() / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (student, kind) in enumerate(zip(workspace.students().values(), kinds, strict=True)):
            if kind.name == "niets ingeleverd":
                continue
            answers = {} if kind.name == "leeg" else model | _replacements(kind, number)
            if answers:
                before, after = number * 2 % 5, (number + 1 if number % 3 == 0 else number * 2) % 5
                answers["standpunt-vooraf"] = f'standpunt_vooraf = "{_OTHER_POSITIONS[before]}"'
                answers["standpunt-achteraf"] = f'standpunt_achteraf = "{_OTHER_POSITIONS[after]}"'
            content = json.dumps(_filled(given, answers), ensure_ascii=False)
            if kind.name == "geen notebook":
                content = "Beste lesgever, hierbij mijn opdracht in Word."
            if kind.name == "andere opdracht":
                content = json.dumps(given | {"cells": given["cells"][:1]})
            name = kind.file_name.format(id=student.id, first=student.first, last=student.last, assignment=ASSIGNMENT)
            moment = due + timedelta(hours=5 if kind.late else -5, minutes=number)
            if kind.name == "twee versies":
                early = json.dumps(_filled(given, {"stap-1": model["stap-1"]}))
                _add(archive, f"{student.id}_{ASSIGNMENT} (1).ipynb", early, moment - timedelta(days=1))
            _add(archive, name, content, moment)


def _add(archive: zipfile.ZipFile, name: str, content: str, moment: datetime) -> None:
    local = moment.astimezone()
    archive.writestr(zipfile.ZipInfo(name, local.timetuple()[:6]), content)


def _answers(notebook: Notebook) -> dict[str, str]:
    cells = notebook["cells"]
    return {cell["id"]: source(cell) for cell in cells if cell["metadata"]["nbgrader"].get("solution")}


def _replacements(kind: Kind, number: int) -> dict[str, str]:
    """Two or three of the kind's answers, other ones for each student."""
    found = {}
    for turn in range(2 + number % 2 if kind.answers else 0):
        name = kind.answers[(number + turn) % len(kind.answers)]
        table = read_toml(assignments_root() / ASSIGNMENT / f"{name}.toml")
        found[table.text("cell")] = table.text("source")
    return found


def _filled(notebook: Notebook, answers: dict[str, str]) -> Notebook:
    cells = [cell | {"source": answers.get(cell["id"], source(cell))} for cell in notebook["cells"]]
    return notebook | {"cells": cells}


def _mark_as_a_lecturer(workspace: Workspace, kinds: list[Kind]) -> None:
    for number, ((student, result), kind) in enumerate(zip(results(workspace, ASSIGNMENT).items(), kinds, strict=True)):
        if not result.graded or kind.marks is None:
            continue
        manual = [cell for cell in result.cells if cell.manual]
        for turn, (cell, usual) in enumerate(zip(manual, kind.marks, strict=True)):
            share = usual - 0.1 * ((number + turn) % 3)
            comment = (
                "Verzonnen opmerking: je laat zien wat er gebeurde; zeg ook wie er besliste." if share < 0.8 else ""
            )
            mark(workspace, ASSIGNMENT, student, cell.cell, round(cell.points * share * 2) / 2, comment)


def _progress(console: Console) -> Callable[[int, int], None]:
    def show(done: int, total: int) -> None:
        if done and done % 6 == 0:
            console.print(f"  {done} van {total} nagekeken")

    return show
