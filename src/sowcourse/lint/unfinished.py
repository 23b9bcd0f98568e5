"""The house rule about what an author must still write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sowcourse.content import UNWRITTEN, assignments_root, course_root
from sowcourse.course import load_course
from sowcourse.lint.ids import is_text
from sowcourse.lint.problem import Problem
from sowcourse.notebook import read_notebook, source

_HELD = re.compile(
    r"lorem ipsum|(?<!\w)(?:TODO|TBD|FIXME|XXX+)(?!\w)|\[(?:vul (?:hier )?(?:iets )?in|invullen|tekst|naam)\](?!\()"
    r"|hier komt (?:nog |later )?(?:je |de |een |jouw )?(?:tekst|inhoud)|= ?\"(?:\.\.\.|…|\?+|x+|-+)\"\s*$",
    re.IGNORECASE,
)
"""What holds a place open in others' words."""


def nothing_is_left_to_write() -> Iterator[Problem]:
    """No file of a lesson or an assignment still says that something must be written, in our words or in others'."""
    files = [p for root in (course_root(), assignments_root()) for p in sorted(root.rglob("*")) if is_text(p)]
    for file in files:
        places = unwritten(file)
        if places:
            told = f"hier staat nog {len(places)} keer «{UNWRITTEN}»."
            yield Problem(file, places[0], told, "Schrijf de tekst, of kies wat erbij staat, en haal die woorden weg.")
        for place, text in _pieces(file):
            if found := _HELD.search(text):
                told = f"«{found[0].strip()}» houdt een plaats open waar een tekst hoort."
                yield Problem(file, place, told, "Schrijf de tekst, of haal de plaats weg.")


def _pieces(file: Path) -> Iterator[tuple[str, str]]:
    """What is read in a file, with where it stands: prose cells of a notebook, else lines that are no comment."""
    if file.suffix == ".ipynb":
        prose = (cell for cell in read_notebook(file)["cells"] if cell["cell_type"] == "markdown")
        yield from ((f"cel «{cell.get('id')}»", source(cell)) for cell in prose)
    else:
        lines = enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        yield from ((f"regel {number}", line) for number, line in lines if not line.startswith("#"))


def unfinished_lessons() -> list[str]:
    """A Dutch sentence for every lesson in which something must still be written."""
    unfinished = []
    for module in load_course().modules:
        count = sum(len(unwritten(file)) for file in module.folder.rglob("*") if is_text(file))
        if count:
            told = (
                f"de les {module.id} is nog niet af, en komt in geen cohort: daar staat nog {count} keer «{UNWRITTEN}»"
            )
            unfinished.append(f"{told}. 'sowcourse check' wijst ze aan.")
    return unfinished


def unwritten(file: Path) -> list[str]:
    """Where in a file something must still be written: "regel 3", or "cel «lezen»" in a notebook."""
    if file.suffix == ".ipynb":
        return [
            f"cel «{cell.get('id')}»"
            for cell in read_notebook(file)["cells"]
            for _ in range(source(cell).count(UNWRITTEN))
        ]
    lines = file.read_text(encoding="utf-8").splitlines()
    return [f"regel {number}" for number, line in enumerate(lines, start=1) for _ in range(line.count(UNWRITTEN))]
