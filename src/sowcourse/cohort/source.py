"""A source folder as nbgrader knows them: what is in it, mended where that can be done without guessing.

Everything after this counts on one form: cells called by their grade_id, locked what nbgrader locks, Python.
"""

from __future__ import annotations

import copy
import json
import logging
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sowcourse.cohort.nbgrader import check_schema_once
from sowcourse.errors import CohortError, ContentError
from sowcourse.notebook import KERNELSPEC, Cell, Notebook, is_marked, markers, named, read_notebook, source
from sowcourse.plural import many

_SILENT = logging.getLogger(f"{__name__}.silent")
_SILENT.addFilter(lambda record: False)
"""For nbgrader's tools of which the faults are told here; their own logger is that of everything nbgrader does."""

MOST_BYTES = 20_000_000
MOST_FILES = 500
"""What may lie beside a notebook: it goes to every student, and along with every submission that is graded."""

PAGE = "rubric.md"
"""Beside a notebook: the page about its rubrics, which we make ourselves."""

_REGIONS = {
    "SOLUTION": ("solution", "antwoord"),
    "HIDDEN TESTS": ("grade", "controle"),
    "MARK SCHEME": ("task", "taak"),
}
"""What is taken out of the student version → the kind of cell it belongs in, and its Dutch name."""
_IN_JUPYTER = "Open het notebook in JupyterLab, verbeter het en bewaar het."


@dataclass(frozen=True)
class Source:
    """The notebook of an assignment, in the form that everything counts on."""

    notebook: Notebook
    mended: tuple[str, ...]
    """What was put right, Dutch sentences."""
    remarks: tuple[str, ...]
    """What a lecturer should know, Dutch sentences."""

    @property
    def points(self) -> float:
        """Most points."""
        return sum(float(markers(cell).get("points", 0)) for cell in self._cells)

    @property
    def checks(self) -> int:
        """Cells that are checked automatically."""
        return sum(not is_marked(cell) for cell in self._cells)

    @property
    def tasks(self) -> int:
        """Task cells: points for whatever a student does below them."""
        return sum(bool(markers(cell).get("task")) for cell in self._cells)

    def answers(self, kind: str) -> int:
        """Answers that a person marks: "markdown" or "code"."""
        return sum(
            cell["cell_type"] == kind and is_marked(cell) and not markers(cell).get("task") for cell in self._cells
        )

    @property
    def _cells(self) -> list[Cell]:
        return [cell for cell in self.notebook["cells"] if markers(cell).get("grade") or markers(cell).get("task")]


_OTHER_LANGUAGE = re.compile(r"\s*%%(R|julia|octave|matlab|stata|sas|SAS|spss)\b")
"""How a cell begins that another language than Python has to read."""

_LITTER = {"__pycache__", "__MACOSX", "Thumbs.db", "desktop.ini"}
"""What a computer leaves in a folder by itself."""


def notebooks(folder: Path) -> list[Path]:
    """The notebooks of an assignment: those in the folder itself, as nbgrader has it."""
    return sorted(file for file in folder.glob("*") if _is_notebook(file) and file.is_file())


def _is_notebook(file: Path) -> bool:
    return file.suffix.casefold() == ".ipynb" and not file.name.startswith(".")


def data_files(folder: Path) -> dict[str, Path]:
    """Every file beside the notebooks that a student gets too, by its place in the folder.

    Raises: CohortError when there is too much of it, or a link to another folder or to nothing.
    """
    found: dict[str, Path] = {}
    size = 0
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        if any(part.startswith(".") or part in _LITTER for part in place.parts) or path.suffix == ".pyc":
            continue
        if path.is_symlink() and not path.is_file():
            raise CohortError(
                f"{path}: dit is een verwijzing naar een andere map of naar niets; die kan niet mee naar studenten. "
                "Zet er een kopie van neer."
            )
        if not path.is_file() or place.as_posix() == PAGE or (place.parent == Path() and _is_notebook(path)):
            continue
        found[place.as_posix()] = path
        size += path.stat().st_size
    if size > MOST_BYTES or len(found) > MOST_FILES:
        stand = f"{'staat' if len(found) == 1 else 'staan'} {many(len(found), 'bestand', 'bestanden')}"
        raise CohortError(
            f"{folder}: naast het notebook {stand} van samen {size / 1_000_000:.0f} MB; hoogstens "
            f"{MOST_FILES} bestanden van {MOST_BYTES // 1_000_000} MB kunnen mee naar elke student en elke controle. "
            "Haal weg wat de opdracht niet nodig heeft, of neem een deel van de gegevens."
        )
    return found


def unfit(folder: Path) -> str:
    """Why a folder in `source/` cannot be used as it is, a Dutch sentence; "" when it can."""
    found = notebooks(folder)
    expected = f"{folder.name}.ipynb"
    if expected in [file.name for file in found] and len(found) == 1:
        return ""
    told = f"{len(found)} notebooks ({', '.join(file.name for file in found)})" if found else "geen notebook"
    if len(found) == 1:
        told = found[0].name
    remedy = "Zet het notebook erin, of haal de map weg."
    if found:
        remedy = f"Haal ze binnen met 'sowcourse assignment import source/{folder.name}'"
        remedy += ": elk notebook wordt dan een opdracht." if len(found) > 1 else "."
    return f"{folder}: één notebook per opdracht wordt verwacht, {expected}; gevonden: {told}. {remedy}"


def read_source(file: Path) -> Source:
    """A notebook of nbgrader, mended.

    Raises: ContentError when it cannot be used, naming the cell and what to do.
    """
    raw = read_old(file)
    mended: list[str] = []
    remarks: list[str] = []
    if _language(file, raw.get("metadata")):
        mended.append("de kernel heet nu python3")
    notebook = _upgraded(file, copy.deepcopy(raw), mended)
    cells = [locked_as_nbgrader(cell) for cell in notebook["cells"]]
    _check_language(file, cells)
    _check_names(file, cells)
    _check_points(file, cells)
    _check_regions(file, cells)
    fresh = named({**notebook, "cells": cells})
    own = [str(cell.get("id", "")) for cell in raw.get("cells", []) if isinstance(cell, dict)]
    changed = sum(old != new["id"] for old, new in zip(own, fresh["cells"], strict=False))
    if changed:
        mended.append(f"{changed} {'cel kreeg' if changed == 1 else 'cellen kregen'} een kenmerk (cell id)")
    metadata = fresh["metadata"]
    about = {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}
    if isinstance(metadata.get("sowcourse"), dict):
        about["sowcourse"] = metadata["sowcourse"]
    if any("checksum" in markers(cell) for cell in cells):
        remarks.append(
            "dit lijkt de studentversie (release) en niet de bron (source): modelantwoorden en verborgen controles "
            "zitten er dan niet in. Neem de map source van je cursus als je die hebt."
        )
    return Source({**fresh, "metadata": {**metadata, **about}}, tuple(mended), tuple(remarks))


def read_old(file: Path) -> Notebook:
    """A notebook of any format, as plain JSON of format 4.

    Raises: ContentError when it cannot be read.
    """
    import nbformat

    raw: Any
    try:
        raw = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return read_notebook(file)  # which says why
    if not isinstance(raw, dict) or not isinstance(raw.get("nbformat", 4), int):
        raise ContentError(file, "", "dit is geen notebook.", _IN_JUPYTER)
    if raw.get("nbformat", 4) < 4:
        try:
            raw = json.loads(nbformat.writes(nbformat.reads(json.dumps(raw), as_version=4)))
        except Exception as error:  # whatever an old notebook lacks
            raise ContentError(file, "", "dit oude notebook kan niet worden gelezen.", _IN_JUPYTER) from error
    if raw.get("nbformat", 4) > 4:
        fault = f"dit notebook is van een nieuwere vorm ({raw['nbformat']}) dan wij kennen."
        raise ContentError(file, "", fault, "Bewaar het in de JupyterLab van deze cursus.")
    cells = raw.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) and "cell_type" in cell for cell in cells):
        raise ContentError(file, "", "er staan geen cellen in dit bestand.", _IN_JUPYTER)
    for cell in cells:
        if not isinstance(cell.get("metadata"), dict):
            cell["metadata"] = {}
        cell["source"] = source(cell)
    if not isinstance(raw.get("metadata"), dict):
        raw["metadata"] = {}
    found: Notebook = raw
    return found


def _language(file: Path, metadata: Any) -> bool:
    """Whether the kernel was another Python than ours. Raises: ContentError when it is another language."""
    told = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    kernel = told if isinstance(told, dict) else {}
    info = metadata.get("language_info") if isinstance(metadata, dict) else None
    spoken = info.get("name") if isinstance(info, dict) else None
    name, language = str(kernel.get("name", "")), str(kernel.get("language") or spoken or "")
    if language.casefold() not in ("", "python", "ipython"):
        fault = f"deze opdracht is in {language if language != 'R' and len(language) > 1 else language.upper()}."
        raise ContentError(
            file,
            "kernel",
            fault,
            "Hier kan alleen Python worden nagekeken: kijk haar na met nbgrader zelf, of zet haar om.",
        )
    if not language and name and not re.search(r"py|conda", name, re.IGNORECASE):
        fault = f"de kernel «{name}» kennen we niet, en het notebook zegt niet in welke taal het is."
        raise ContentError(file, "kernel", fault, "Kies in JupyterLab een kernel met Python en bewaar het.")
    return name != KERNELSPEC["name"] or kernel.get("language") != KERNELSPEC["language"]


def _check_language(file: Path, cells: list[Cell]) -> None:
    """Refuse a cell that another language has to read, in a notebook whose kernel is Python."""
    for number, cell in enumerate(cells, start=1):
        magic = _OTHER_LANGUAGE.match(source(cell)) if cell["cell_type"] == "code" else None
        if magic:
            name = markers(cell).get("grade_id") or f"{number}"
            fault = f"deze cel is in {magic[1]} ({magic[0].strip()}), en hier kan alleen Python worden nagekeken."
            remedy = "Schrijf ze in Python, of kijk deze opdracht na met nbgrader zelf."
            raise ContentError(file, f"cel «{name}»", fault, remedy)


def _upgraded(file: Path, raw: dict[str, Any], mended: list[str]) -> Notebook:
    """nbgrader's own metadata, of the version of now."""
    import nbformat
    from nbgrader.nbgraderformat import SCHEMA_VERSION, MetadataValidator

    tool = MetadataValidator()
    tool.log = _SILENT
    cells: list[Cell] = []
    old = 0
    for number, cell in enumerate(raw["cells"], start=1):
        if not isinstance(cell["metadata"].get("nbgrader"), dict):
            cell["metadata"].pop("nbgrader", None)
        node = nbformat.from_dict(cell)
        version = markers(cell).get("schema_version", 0)
        try:
            if isinstance(version, int) and version > SCHEMA_VERSION:
                raise ValueError(f"vorm {version}")
            upgraded = json.loads(json.dumps(tool.upgrade_cell_metadata(node)))
        except Exception as error:  # whatever nbgrader trips over
            raise _corrupt(file, cell, number, error) from error
        old += bool(markers(cell)) and version < SCHEMA_VERSION
        if not any(markers(upgraded).get(kind) for kind in ("grade", "solution", "locked", "task")):
            upgraded["metadata"].pop("nbgrader", None)  # nbgrader takes it for a cell like any other
        cells.append(upgraded)
    if old:
        mended.append(f"{old} {'cel' if old == 1 else 'cellen'} van een oudere nbgrader bijgewerkt")
    return {**raw, "cells": cells}


def locked_as_nbgrader(cell: Cell) -> Cell:
    """nbgrader locks a check whatever its metadata say, and never an answer."""
    marks = markers(cell)
    if not marks:
        return cell
    locked = not marks.get("solution") and bool(marks.get("grade") or marks.get("task") or marks.get("locked"))
    task = {"task": bool(marks.get("task", False))}
    return {**cell, "metadata": {**cell["metadata"], "nbgrader": {**marks, **task, "locked": locked}}}


def _check_names(file: Path, cells: list[Cell]) -> None:
    names = Counter(str(markers(cell).get("grade_id", "")) for cell in cells if markers(cell))
    for name, number in names.items():
        if number > 1 and name:
            fault = f"deze naam (grade_id) staat {number} keer in het notebook."
            raise ContentError(file, f"cel «{name}»", fault, "Geef elke cel in nbgrader een eigen naam.")
        if not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name):
            told = f"cel «{name[:70]}»" if name else "een cel van nbgrader zonder naam"
            fault = "een naam (grade_id) bestaat uit 1 tot 64 letters zonder accent, cijfers, streepjes of _."
            raise ContentError(file, told, fault, "Geef haar in nbgrader een andere naam.")


def _check_points(file: Path, cells: list[Cell]) -> None:
    graded = [cell for cell in cells if markers(cell).get("grade") or markers(cell).get("task")]
    for number, cell in enumerate(cells, start=1):
        marks = markers(cell)
        if not marks:
            continue
        _check_kind(file, cell)
        points = marks.get("points")
        if cell in graded and (isinstance(points, bool) or not isinstance(points, int | float) or points < 0):
            fault = f"verwacht wordt een aantal punten van nul of meer; gevonden {points!r}."
            raise ContentError(file, f"cel «{marks['grade_id']}»", fault, "Geef haar in nbgrader punten.")
        _check_schema(file, cell, number)
    if not sum(float(markers(cell)["points"]) for cell in graded):
        fault = "deze opdracht heeft geen vragen met punten."
        remedy = "Geef in JupyterLab cellen een soort en punten (Create Assignment van nbgrader)."
        raise ContentError(file, "", fault, remedy)


def _check_kind(file: Path, cell: Cell) -> None:
    """Refuse combinations that nbgrader refuses as well."""
    marks = markers(cell)
    fault = ""
    if marks.get("task") and cell["cell_type"] != "markdown":
        fault = "een taak (task) hoort in een tekstcel te staan."
    elif marks.get("task") and (marks.get("grade") or marks.get("solution")):
        fault = "een taak (task) kan niet ook een antwoord of een controle zijn."
    elif cell["cell_type"] == "markdown" and bool(marks.get("grade")) != bool(marks.get("solution")):
        fault = "een tekstcel met punten hoort een antwoord te zijn dat jij beoordeelt (manually graded answer)."
    if fault:
        raise ContentError(file, f"cel «{marks['grade_id']}»", fault, "Kies in nbgrader een andere soort.")


def _check_schema(file: Path, cell: Cell, number: int) -> None:
    """What nbgrader itself would refuse when it makes the student version."""
    import nbformat
    from nbgrader.nbgraderformat import MetadataValidator

    check_schema_once()
    tool = MetadataValidator()
    tool.log = _SILENT
    try:
        tool.validate_cell(nbformat.from_dict(cell))
    except Exception as error:
        raise _corrupt(file, cell, number, error) from error


def _corrupt(file: Path, cell: Cell, number: int, error: Exception) -> ContentError:
    name = markers(cell).get("grade_id") or f"{number}"
    told = str(error).splitlines()[0] if str(error) else type(error).__name__
    fault = f"wat nbgrader over deze cel bewaart, klopt niet ({told})."
    return ContentError(file, f"cel «{name}»", fault, "Zet de soort van deze cel in nbgrader opnieuw.")


def _check_regions(file: Path, cells: list[Cell]) -> None:
    """What students may not see stands between marks that nbgrader takes out, in a cell of the right kind."""
    for number, cell in enumerate(cells, start=1):
        place = f"cel «{markers(cell).get('grade_id') or number}»"
        if markers(cell).get("grade") and re.search(r"(?m)^\s*#+\s*(?:HASHED )?AUTOTEST\b", source(cell)):
            fault = "deze controle laat nbgrader zelf nog tests maken (AUTOTEST); dat kan hier niet."
            raise ContentError(file, place, fault, "Schrijf de controle uit als gewone regels met assert.")
        for region, (kind, told) in _REGIONS.items():
            if fault := _fault_of(source(cell), region):
                raise ContentError(file, place, fault, _IN_JUPYTER)
            if f"BEGIN {region}" in source(cell) and not markers(cell).get(kind):
                fault = (
                    f"hier staat «BEGIN {region}», maar nbgrader kent deze cel niet als {told}; studenten zagen het."
                )
                raise ContentError(file, place, fault, "Kies in nbgrader de juiste soort voor deze cel.")


def _fault_of(text: str, region: str) -> str:
    """What is wrong with the marks around a region, in Dutch; "" when nothing is."""
    inside = False
    for line in text.split("\n"):
        if f"BEGIN {region}" in line:
            if inside:
                return f"«BEGIN {region}» staat twee keer na elkaar."
            inside = True
        elif f"END {region}" in line:
            inside = False
        elif inside and region == "MARK SCHEME" and "](attachment:" in line:
            return "in de beoordelingswijzer (MARK SCHEME) zit een afbeelding; die kwam bij studenten terecht."
    return f"na «BEGIN {region}» ontbreekt «END {region}»." if inside else ""
