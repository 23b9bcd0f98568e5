"""What a lecturer chose for a cohort: which lessons and assignments, and what each assignment weighs."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import read_toml
from sowcourse.durable import write_durably

WHOLE = 100
"""What the weights add up to."""

_TEXT = """# Wat deze klas doet. Haal een les weg die je niet geeft, of een opdracht die je niet gebruikt.
lessen = [
{lessons}
]

# Hoe zwaar elke opdracht telt, in procent. Samen is dat 100.
[gewicht]
{weights}
"""


@dataclass(frozen=True)
class Choices:
    """The lessons and assignments of a cohort."""

    lessons: tuple[str, ...]
    """Module ids, in teaching order."""
    weights: dict[str, int]
    """Assignment → weight in percent; together WHOLE."""


def load_choices(file: Path, lessons: tuple[str, ...], assignments: tuple[str, ...]) -> Choices:
    """Read `keuzes.toml`; a cohort from before it existed does everything, equally weighed.

    Parameters: lessons, assignments – what there is to choose from, in teaching order.
    Raises: ContentError naming file and key when something is chosen that is not there, or the weights are not WHOLE.
    """
    if not file.is_file():
        return everything(lessons, assignments)
    table = read_toml(file)
    chosen = table.texts("lessen")
    weights = table.table("gewicht")
    table.close()
    for name in chosen:
        if name not in lessons:
            table.fail("lessen", f"de les '{name}' bestaat niet.", f"Kies uit: {', '.join(lessons)}.")
    for name in weights.data:
        if name not in assignments:
            weights.fail(name, "deze opdracht is er niet.", f"Kies uit: {', '.join(assignments)}.")
    found = {name: weights.integer(name) for name in assignments if name in weights.data}
    for name, weight in found.items():
        if weight < 0:
            weights.fail(name, f"een gewicht is nul of meer; gevonden {weight}.", "Verbeter het getal.")
    if found and sum(found.values()) != WHOLE:
        told = f"de gewichten zijn samen {sum(found.values())}; verwacht wordt {WHOLE}."
        table.fail("gewicht", told, "Verdeel de procenten opnieuw.")
    return Choices(tuple(name for name in lessons if name in chosen), found)


def everything(lessons: tuple[str, ...], assignments: tuple[str, ...]) -> Choices:
    """All lessons and assignments, weighed as equally as whole percents allow."""
    share, rest = divmod(WHOLE, len(assignments) or 1)
    return Choices(lessons, {name: share + (place < rest) for place, name in enumerate(assignments)})


def save_choices(file: Path, choices: Choices, lessons: tuple[str, ...], assignments: tuple[str, ...]) -> None:
    """Write `keuzes.toml`. Parameters and errors: as load_choices; nothing is written when it is refused."""
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".keuzes-") as folder:
        trial = Path(folder) / file.name
        write_durably(trial, choices_text(choices))
        load_choices(trial, lessons, assignments)
        trial.replace(file)


def choices_text(choices: Choices) -> str:
    """`keuzes.toml` with these choices, for a person to edit."""
    lessons = "\n".join(f'  "{name}",' for name in choices.lessons)
    weights = "\n".join(f'"{name}" = {weight}' for name, weight in choices.weights.items())
    return _TEXT.format(lessons=lessons, weights=weights)
