"""House rules about lessons: their form, their skeleton, their cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sowcourse.content import assignments_root, course_root
from sowcourse.course import load_cases, load_course
from sowcourse.criteria import with_criteria
from sowcourse.errors import ContentError
from sowcourse.lesson import calls, cell_faults
from sowcourse.lint.problem import Problem, unknown_ids
from sowcourse.notebook import Notebook, dump, normalise, read_notebook, source
from sowcourse.parts import PARTS

SECTIONS = (
    "Waarom dit telt",
    "Wat je straks kunt",
    "Lezen",
    "Begrijpen",
    "Het recht hierachter",
    "Verkennen",
    "Debat",
    "Cijfers",
    "Toets jezelf",
    "Samen",
    "Buiten",
    "Reflectie",
    "Wat je meeneemt",
    "Verder lezen",
    "Bronnen",
)
"""The skeleton of a lesson on a krachtlijn, in order."""

COMMON = ("Toets jezelf", "Samen", "Buiten", "Wat je meeneemt", "Verder lezen", "Bronnen")
"""What a lesson of another kind, such as the start, has of it."""

FEWEST_MINUTES, MOST_MINUTES = 60, 150

_CELL_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def notebooks_are_normal() -> Iterator[Problem]:
    """Every notebook in git is in its normal form, with readable ids that occur once."""
    for file in notebooks():
        notebook = read_notebook(file)
        if file.read_text(encoding="utf-8") != dump(normalise(with_criteria(notebook))):
            yield Problem(file, "", "het notebook is niet in zijn vaste vorm.", "Voer 'sowcourse format' uit.")
        seen: set[str] = set()
        for number, cell in enumerate(notebook["cells"], start=1):
            identifier = cell.get("id", "")
            if not _CELL_ID.match(identifier) or re.fullmatch(r"[0-9a-f]{8,}", identifier):
                remedy = "Gebruik kleine letters, cijfers en streepjes, bijvoorbeeld 'reflectie-1'."
                yield Problem(file, f"cel {number}", f"de id {identifier!r} is geen leesbare naam.", remedy)
            if identifier in seen:
                yield Problem(
                    file, f"cel {number}", f"de id {identifier!r} komt twee keer voor.", "Kies een andere id."
                )
            seen.add(identifier)


def notebooks() -> list[Path]:
    """All notebooks that git holds: lessons and assignment sources."""
    return [*sorted(course_root().glob("*/lesson.ipynb")), *sorted(assignments_root().glob("*/*.ipynb"))]


def lessons_have_the_skeleton() -> Iterator[Problem]:
    """Every lesson has the sections of its kind in the same order, and one short call per code cell."""
    for module in load_course().modules:
        if not FEWEST_MINUTES <= module.minutes <= MOST_MINUTES:
            fault = f"een les duurt {FEWEST_MINUTES} tot {MOST_MINUTES} minuten; gevonden {module.minutes}."
            yield Problem(module.folder / "module.toml", "minutes", fault, "Pas de les of de tijd aan.")
        notebook = read_notebook(module.lesson)
        if notebook["metadata"].get("sowcourse") != {"kind": "lesson", "module": module.id}:
            remedy = f'Zet in de metadata: "sowcourse": {{"kind": "lesson", "module": "{module.id}"}}.'
            yield Problem(module.lesson, "metadata", "het notebook is niet als les herkenbaar.", remedy)
        yield from _skeleton(module.lesson, notebook, SECTIONS if module.krachtlijn else COMMON)
        for number, cell in enumerate(notebook["cells"], start=1):
            if cell["cell_type"] == "code":
                for fault, remedy in cell_faults(source(cell)):
                    yield Problem(module.lesson, f"cel {number}", fault, remedy)


def _skeleton(file: Path, notebook: Notebook, sections: tuple[str, ...]) -> Iterator[Problem]:
    prose = "\n".join(source(cell) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    headings = [re.sub(r"\s*[(·–-].*", "", h).strip() for h in re.findall(r"^## (.+)$", prose, re.MULTILINE)]
    kept = [heading for heading in headings if heading in sections]
    if kept != list(sections):
        missing = [section for section in sections if section not in kept]
        fault = f"ontbrekend: {', '.join(missing)}." if missing else f"de volgorde is {', '.join(kept)}."
        yield Problem(file, "koppen", fault, f"Verwacht wordt: {' · '.join(sections)}.")


def lessons_show_what_exists() -> Iterator[Problem]:
    """Every part that a lesson shows can be made: its case, debate, chart or file is there."""
    for module in load_course().modules:
        notebook = read_notebook(module.lesson)
        numbers = {cell.get("id", ""): number for number, cell in enumerate(notebook["cells"], start=1)}
        for call in calls(notebook):
            place = f"cel {numbers[call.cell]}"
            if call.name not in PARTS:
                yield from unknown_ids(module.lesson, place, [call.name], set(PARTS))
                continue
            try:
                PARTS[call.name](*call.values, **call.named)
            except ContentError as error:
                yield Problem(module.lesson, place, error.fault, f"{error.remedy} Of haal de cel weg.")
            except TypeError:
                fault = f"{call.name} wordt met andere waarden aangeroepen dan het onderdeel verwacht."
                yield Problem(module.lesson, place, fault, "Kijk in een andere les hoe dit onderdeel wordt getoond.")


def cases_are_marked() -> Iterator[Problem]:
    """A module has a Flemish and a Dutch case, and an invented case says that it is."""
    for module in load_course().modules:
        if not module.krachtlijn:
            continue
        cases = load_cases(module.id)
        for country in ("VL", "NL"):
            if country not in {case.country for case in cases}:
                remedy = "Voeg een casus toe zodat beide landen voorkomen."
                yield Problem(module.folder / "cases", country, "er is geen casus uit dit land.", remedy)
        for case in cases:
            if case.fictional and "fictie" not in case.text.lower():
                fault = f"de casus '{case.title}' is verzonnen, maar zegt dat niet."
                yield Problem(module.folder / "cases", case.title, fault, "Schrijf «fictief» in de tekst.")
