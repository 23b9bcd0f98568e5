"""Bring an nbgrader course made elsewhere into a cohort: read all of it first, then put it there, whole or not at all.

A notebook becomes an assignment. A folder with several gives several: each has its own kernel, points and hand-in.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sowcourse.cohort.source import Source, data_files, notebooks, read_source
from sowcourse.cohort.workspace import Workspace
from sowcourse.errors import CohortError
from sowcourse.notebook import write_notebook

ASIDE = "binnengehaald"
"""In the cohort: folders as they stood in `source/` before they were brought in from there."""

_LONGEST = 80
_RESERVED = re.compile(r"(?i)con|prn|aux|nul|com\d|lpt\d")
_OTHER_MARKS = re.compile(r"(?m)^(?!\s*#).*(?:delimeter|code_stub|text_stub).*$")


@dataclass(frozen=True)
class Incoming:
    """One assignment to be."""

    name: str
    file: Path
    """The notebook it comes from."""
    source: Source
    files: dict[str, Path]
    """What lies beside it, by place."""

    def told(self) -> list[str]:
        """What was found, Dutch lines."""
        source = self.source
        kinds = [
            (source.checks, "automatische controle", "automatische controles"),
            (source.answers("markdown"), "tekstantwoord dat jij beoordeelt", "tekstantwoorden die jij beoordeelt"),
            (source.answers("code"), "codeantwoord dat jij beoordeelt", "codeantwoorden die jij beoordeelt"),
            (source.tasks, "taak die jij beoordeelt", "taken die jij beoordeelt"),
        ]
        found = [f"{number} {one if number == 1 else more}" for number, one, more in kinds if number]
        lines = [f"{', '.join(found)}; samen {f'{source.points:g}'.replace('.', ',')} punten; kernel Python."]
        if self.files:
            names = list(self.files)
            more = f" en nog {len(names) - 5}" if len(names) > 5 else ""
            lines.append(f"Bestanden ernaast: {', '.join(names[:5])}{more}.")
        lines += [f"Hersteld: {', '.join(source.mended)}."] if source.mended else []
        return lines + [f"Let op: {remark}" for remark in source.remarks]


def plan_import(workspace: Workspace, folder: Path) -> list[Incoming]:
    """Everything that comes in; nothing is made yet.

    Raises: CohortError or ContentError when anything in it cannot be used.
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise CohortError(f"{folder}: verwacht wordt de map van een opdracht, met haar notebook erin.")
    if workspace.root in folder.parents and folder.parent != workspace.root / "source":
        raise CohortError(f"{folder}: deze map hoort bij dit cohort. Geef de map van je eigen nbgrader-cursus op.")
    found: list[Incoming] = []
    for place in _assignments(folder):
        files = notebooks(place)
        beside = data_files(place)
        for file in files:
            name = name_for(place.name if len(files) == 1 else f"{place.name}-{file.stem}", file)
            found.append(Incoming(name, file, read_source(file), beside))
    _check_free(workspace, found, folder)
    return found


def remarks_of(folder: Path) -> list[str]:
    """What a lecturer should know of the settings of the course that a folder comes from."""
    for place in [folder.resolve(), *list(folder.resolve().parents)[:2]]:
        file = place / "nbgrader_config.py"
        if file.is_file() and _OTHER_MARKS.search(file.read_text(encoding="utf-8", errors="replace")):
            return [
                f"{file}: die cursus gebruikt eigen tekens of teksten rond modelantwoorden; hier gelden die van "
                "nbgrader zelf (BEGIN SOLUTION, BEGIN HIDDEN TESTS). Kijk de studentversie na voor je uitgeeft."
            ]
    return []


def bring_in(workspace: Workspace, incoming: list[Incoming]) -> None:
    """Put the assignments in `source/`: all of them, or none."""
    source = workspace.root / "source"
    with tempfile.TemporaryDirectory(dir=workspace.root, prefix=".import-") as temporary:
        made = [_made(Path(temporary), each) for each in incoming]
        for folder in {each.file.parent for each in incoming}:
            if folder.parent == source.resolve():
                aside = workspace.root / ASIDE / folder.name
                aside.parent.mkdir(exist_ok=True)
                folder.rename(aside)
        for folder in made:
            folder.rename(source / folder.name)


def name_for(told: str, file: Path) -> str:
    """A name that every file system, address and command takes, as near to the given one as can be.

    Raises: CohortError when nothing is left of it.
    """
    name = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", told)).strip("-._")
    name = re.sub(r"-{2,}", "-", name)
    if not name or len(name) > _LONGEST or _RESERVED.fullmatch(name.partition(".")[0]):
        raise CohortError(
            f"{file}: «{told}» kan geen naam van een opdracht zijn, want niet elke computer neemt hem aan. "
            f"Geef de map een naam van 1 tot {_LONGEST} letters, cijfers en streepjes."
        )
    return name


def _assignments(folder: Path) -> Iterator[Path]:
    """The folders of assignments: the one that was given, or those in a whole course.

    Raises: CohortError when there is no notebook.
    """
    course = folder / "source" if (folder / "source").is_dir() else folder
    inside = [place for place in sorted(course.iterdir()) if place.is_dir() and not place.name.startswith(".")]
    inside = [place for place in inside if notebooks(place)]
    if inside and (course != folder or folder.name == "source" or not notebooks(folder)):
        yield from inside
    elif notebooks(folder):
        yield folder
    else:
        raise CohortError(
            f"{folder}: hier staat geen notebook. Verwacht wordt de map van een opdracht uit source/ van je "
            "nbgrader-cursus, of die cursus zelf."
        )


def _check_free(workspace: Workspace, incoming: list[Incoming], folder: Path) -> None:
    source = workspace.root / "source"
    there = {path.name.casefold(): path for path in source.iterdir() if path.resolve() != folder}
    taken: dict[str, Incoming] = {}
    for each in incoming:
        if each.name.casefold() in there:
            raise CohortError(
                f"{each.file}: dit cohort heeft al een opdracht {there[each.name.casefold()].name}. "
                "Geef je map een andere naam; er is niets gemaakt."
            )
        if other := taken.get(each.name.casefold()):
            raise CohortError(
                f"{each.file} en {other.file} zouden allebei {each.name} heten. Geef een van beide een andere naam."
            )
        taken[each.name.casefold()] = each
    for each in incoming:
        aside = workspace.root / ASIDE / each.file.parent.name
        if each.file.parent.parent == source.resolve() and aside.exists():
            raise CohortError(f"{aside}: deze map is er al. Haal haar weg of geef haar een andere naam.")


def _made(temporary: Path, incoming: Incoming) -> Path:
    target = temporary / incoming.name
    target.mkdir()
    write_notebook(target / f"{incoming.name}.ipynb", incoming.source.notebook)
    for place, file in incoming.files.items():
        (target / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target / place)
    return target
