"""The class in pictures: each with its table, in any order and narrowed, and the way to the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from sowcourse.cohort.roster import told_apart
from sowcourse.cycle import report_again
from sowcourse.gradebook.gradebook import all_results, results
from sowcourse.notebook import read_notebook
from sowcourse.office.asked import Answer, Asked, Download, Page
from sowcourse.report.grid import (
    Grid,
    arrival_grid,
    class_grid,
    doubt,
    item_grid,
    similarity_grid,
    slip_grid,
    spread_grid,
)
from sowcourse.report.overview import SPREADS, Class, Texts, read_class, write_class_overview
from sowcourse.report.picture import (
    arrival_picture,
    item_picture,
    position_picture,
    similarity_picture,
    slip_picture,
    spread_picture,
    state_picture,
)
from sowcourse.report.position import motion, position_table
from sowcourse.report.similarity import alike
from sowcourse.report.slip import slips
from sowcourse.report.standing import standing_grid

ORDER, DOWN, WORDS, TABLE = "kolom", "om", "zoek", "tabel"
"""What stands in an address: the table that is put in order, the column, whether it goes down, words to narrow it."""


@dataclass(frozen=True)
class Part:
    """One picture with its table."""

    name: str
    title: str
    picture: Markup
    grid: Grid | None
    lead: str = ""
    """How to read it, a Dutch sentence."""
    table: Markup = Markup()  # noqa: RUF009 – a constant
    """Instead of a grid: a table that may not be put in another order."""
    column: int | None = None
    down: bool = False
    words: str = ""
    whole: int = 0
    """Rows before it was narrowed."""


def assignment_pictures(asked: Asked) -> Answer:
    """The class in one assignment."""
    workspace, assignment = asked.workspace, asked.assignment
    students, calendar = workspace.students(), workspace.calendar()
    found = list(results(workspace, assignment).values())
    parts = [
        Part(
            "klas",
            "Wie staat waar",
            state_picture({assignment: {result.student: result for result in found}}),
            class_grid(students, found, calendar, assignment),
            doubt(found),
        )
    ]
    parts += [_spread(found)] if any(result.graded for result in found) else []
    arrival = arrival_picture(found, calendar.zone, calendar.deadlines.get(assignment))
    if arrival:
        parts.append(Part("tijd", "Wanneer er ingeleverd is", arrival, arrival_grid(found, calendar.zone)))
    klass = read_class(workspace, assignment, students, found)
    parts += _graded(klass) if klass.graded else []
    told = {"assignment": assignment, "title": f"De klas in beeld: {assignment}", "called": told_apart(students)}
    return _page(asked, parts, told)


def cohort_pictures(asked: Asked) -> Answer:
    """The class in all assignments."""
    workspace = asked.workspace
    every, students = all_results(workspace, workspace.assignments()), workspace.students()
    weights = workspace.choices().weights
    grid = standing_grid(students, every, weights)
    lead = "Het totaal staat er als alles wat meetelt, beoordeeld is."
    told = {"assignment": "", "title": "De klas in beeld", "called": {}, "every": list(every)}
    return _page(asked, [Part("klas", "Wie staat waar", state_picture(every), grid, lead)], told)


def keep_assignment(asked: Asked) -> Answer:
    """The same as one file, as `sowcourse report` writes it."""
    file = report_again(asked.workspace, asked.assignment).overview
    return Download(file.name, file.read_bytes())


def keep_cohort(asked: Asked) -> Answer:
    """The same of all assignments as one file."""
    file = write_class_overview(asked.workspace)
    return Download(file.name, file.read_bytes())


def _spread(found: list[Any]) -> Part:
    pictures = Markup().join(spread_picture(found, manual, title) for manual, title in SPREADS.items())
    lead = "Punten van een inzending tellen mee zodra ze er allemaal zijn."
    return Part("spreiding", "Spreiding van de punten", pictures, spread_grid(found), lead)


def _graded(klass: Class) -> list[Part]:
    """What can be drawn of graded work."""
    digests = {student: digest for student, digest in klass.digests.items() if not digest.blank}
    pairs = [digest.positions for digest in klass.digests.values()]
    task = read_notebook(klass.workspace.root / "source" / klass.assignment / f"{klass.assignment}.ipynb")
    prints = {student: digest.prints for student, digest in klass.digests.items()}
    groups, _ = alike(prints, klass.given, Texts(klass).text)
    hard = (
        "Een vierkant of een rode balk vraagt een blik; waarom, staat in de tabel. Onderscheid (r) zegt of wie deze "
        "vraag goed had, ook de andere goed had; met weinig inzendingen is het toeval. Wat p en r betekenen, staat "
        "voluit in het bestand."
    )
    hint = (
        "Een vraag om te lezen, geen oordeel: samen gewerkt, dezelfde bron of overgenomen ziet er hier hetzelfde uit. "
        "Praat eerst met de studenten. De stukken naast elkaar staan in het bestand."
    )
    moved = "Een verschuiving is geen prestatie; er zijn geen punten aan verbonden."
    return [
        Part("vragen", "Hoe moeilijk, hoe onderscheidend", item_picture(klass.filled), item_grid(klass.filled), hard),
        Part("fout", "Veelgemaakte fouten", slip_picture(slips(digests.values())), slip_grid(digests)),
        Part(
            "standpunten",
            "Standpunten vooraf en achteraf",
            motion(task) + position_picture(pairs),
            None,
            moved,
            position_table(pairs),
        ),
        Part("gelijk", "Teksten die op elkaar lijken", similarity_picture(groups), similarity_grid(groups), hint),
    ]


def _page(asked: Asked, parts: list[Part], told: Mapping[str, Any]) -> Page:
    wanted = asked.word(TABLE)
    shown = [_asked_for(asked, part) if part.name == wanted else part for part in parts]
    return Page(
        "pictures", {"workspace": asked.workspace, "here": asked.here, "parts": shown, "every": []} | dict(told)
    )


def _asked_for(asked: Asked, part: Part) -> Part:
    """The table as it was asked for; a column that there is not leaves it as it was."""
    if part.grid is None:
        return part
    words, down = asked.word(WORDS), asked.word(DOWN) == "1"
    grid = part.grid.narrowed(words) if words else part.grid
    number = asked.word(ORDER)
    column = int(number) if number.isdecimal() and len(number) < 3 and int(number) < len(grid.header) else None
    grid = grid if column is None else grid.ordered(column, down)
    return Part(
        part.name, part.title, part.picture, grid, part.lead, part.table, column, down, words, len(part.grid.rows)
    )
