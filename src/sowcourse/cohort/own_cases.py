"""Cases that a lecturer writes for a class: beside ours, or in place of one of ours."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from sowcourse.course import Case, load_cases, load_course, read_case
from sowcourse.errors import CohortError
from sowcourse.lesson import with_case
from sowcourse.notebook import read_notebook, write_notebook

FOLDER = Path("eigen") / "casussen"

HELP = """# Eigen casussen

Zet een casus in `casussen/<les>/<naam>.md`, bijvoorbeeld `casussen/1-nabijheid/de-lege-wachtzaal.md`.
Heet hij zoals een van onze casussen (kijk in `../cursus/<les>/cases/`), dan komt hij in de plaats daarvan.
Een nieuwe naam komt er in de les bij, na de laatste casus. Gebruik kleine letters, cijfers en streepjes.

Neem dit over en vul het in. `country` is VL of NL. Schrijf «fictief» als je de casus verzon, en laat alles weg waaraan
iemand te herkennen is als hij echt is.

```
+++
title = "De lege wachtzaal"
country = "VL"
fictional = true
questions = [
  "Welke drempel zie je hier?",
  "Wie bepaalt de agenda?",
]
+++
*Deze casus is fictief.*

Hier komt je tekst.
```

Daarna: `sowcourse cohort lessons` maakt het lespakket voor je studenten.
"""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\Z")


@dataclass(frozen=True)
class OwnCase:
    """A case of the lecturer."""

    module: str
    case: Case
    file: Path
    replaces: bool
    """Whether it comes in place of one of ours."""


def own_cases(root: Path, course: Path) -> list[OwnCase]:
    """The lecturer's cases in a cohort, by lesson and name.

    Raises: ContentError for a case that cannot be read; CohortError when its lesson or its name cannot be.
    """
    lessons = [module.id for module in load_course(course).modules]
    found = []
    for file in sorted((root / FOLDER).rglob("*.md")):
        place = file.relative_to(root).as_posix()
        module = file.parent.name
        if file.parent.parent != root / FOLDER or module not in lessons:
            raise CohortError(
                f"{place}: verwacht wordt {FOLDER.as_posix()}/LES/NAAM.md, met een les uit deze cursus. "
                f"Kies uit: {', '.join(lessons)}."
            )
        if not _NAME.match(file.stem):
            raise CohortError(
                f"{place}: dit kan geen naam van een casus zijn. "
                "Gebruik kleine letters, cijfers en streepjes, bijvoorbeeld de-lege-wachtzaal.md."
            )
        case = read_case(file)
        if case.fictional and "fictie" not in case.text.lower():
            raise CohortError(
                f"{place}: volgens 'fictional' is deze casus verzonnen, maar de tekst zegt dat niet. "
                "Schrijf «fictief» in de tekst, of zet fictional = false."
            )
        ours = {case.id for case in load_cases(module, course)}
        found.append(OwnCase(module, case, file, case.id in ours))
    return found


def merge_cases(course: Path, cases: list[OwnCase]) -> None:
    """Put own cases into a copy of a course; a lesson gets a cell for a case that it does not show yet."""
    for own in cases:
        folder = course / own.module
        (folder / "cases").mkdir(exist_ok=True)
        shutil.copyfile(own.file, folder / "cases" / own.file.name)
        if not own.replaces:
            lesson = with_case(read_notebook(folder / "lesson.ipynb"), own.module, own.case.id, own.case.title)
            write_notebook(folder / "lesson.ipynb", lesson)
