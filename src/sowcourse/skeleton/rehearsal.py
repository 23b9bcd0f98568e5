"""An assignment as it would be published, in a process of its own: what follows from its files, and its proofs.

Proofs run an author's code in the folder it stands in; a server that others use meanwhile cannot do that itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sowcourse.answerkey import key_fits
from sowcourse.criteria import with_criteria
from sowcourse.errors import ContentError
from sowcourse.hint import load_hints, with_hints
from sowcourse.keymaking import keyed
from sowcourse.notebook import Cell, Notebook, dump, markers, normalise, write_notebook
from sowcourse.proof import load_source, prove, verdict
from sowcourse.rubric import Rubric, load_rubrics, with_rubrics
from sowcourse.skeleton.assignment import new_assignment

SECONDS = 300
"""After so long it is given up: a new key and every proof take half a minute."""


_SAID = "sleutel 'sentence'"
"""Where the proofs say that a check refuses a wrong answer in other words than its file says."""


def proved(folder: Path, changed: Path, only_told: bool = False) -> tuple[str, list[str]]:
    """The notebook of an assignment with rubrics, hints, points and answer key as its files say now.

    Parameters: folder – a copy, in which the notebook is written too; changed – the file of it that is new; only_told –
    whether nothing was changed that a check could see, so that there is nothing to prove.
    Returns: with Dutch sentences about wrong answers that a check refuses in other words than before: their files can
    only be mended once those words count.
    Raises: ContentError when a proof fails, or nothing came of it.
    """
    found = _asked("proved", folder, "ja" if only_told else "")
    looks = []
    for file, place, fault, remedy in found["problems"]:
        about = "" if file == folder.name else f"«{file}»: "
        if place != _SAID or file == changed.stem:
            raise ContentError(changed, "", f"{about}{fault}" if about else f"{place} {fault}".strip(), remedy)
        looks.append(
            f"Bij het foute antwoord «{file}» zegt de controle iets anders dan daar staat. Maak daar «Wat die zegt» "
            "leeg en bewaar: dan komt de nieuwe zin er."
        )
    return str(found["notebook"]), looks


def refused_by(folder: Path, cell: str, text: str) -> tuple[str, str]:
    """The check that a wrong answer fails, and what it says; ("", "") when every check accepts it.

    Raises: ContentError when there is no such cell, or nothing came of it.
    """
    found = _asked("verdict", folder, cell, text)
    if not found["known"]:
        raise ContentError(folder, "sleutel 'cell'", f"er is geen antwoordvak '{cell}'.", "Kies er een uit de lijst.")
    return str(found["check"]), str(found["sentence"])


def made_assignment(module: str, dataset: str) -> None:
    """Make the assignment of a module, as `skeleton.assignment.new_assignment`. Raises: ContentError as that does."""
    found = _asked("new", Path(module), dataset)
    if "fault" in found:
        raise ContentError(Path(str(found["file"])), str(found["place"]), str(found["fault"]), str(found["remedy"]))


def _asked(act: str, folder: Path, *values: str) -> Mapping[str, Any]:
    command = [sys.executable, "-m", "sowcourse.skeleton.rehearsal", act, str(folder), *values]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True, env=dict(os.environ))
        found: Mapping[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        fault, remedy = "de controles van de opdracht kwamen niet klaar.", "Probeer het nog eens."
        raise ContentError(folder, "", fault, remedy) from error
    return found


def settled(folder: Path) -> Notebook:
    """The source notebook with what stands in other files of its folder; it runs every answer when the key is old.

    Raises: ContentError when a file cannot be read.
    """
    rubrics = load_rubrics(folder / "rubric.toml")
    made = with_rubrics(with_criteria(load_source(folder)), rubrics)
    if (folder / "hints.toml").is_file():
        made = with_hints(made, load_hints(folder / "hints.toml"))
    made = normalise(made | {"cells": [_worth(cell, rubrics) for cell in made["cells"]]})
    write_notebook(folder / f"{folder.name}.ipynb", made)
    if not key_fits(made, folder):
        made = keyed(folder)
        write_notebook(folder / f"{folder.name}.ipynb", made)
    return made


def _worth(cell: Cell, rubrics: Mapping[str, Rubric]) -> Cell:
    """An answer is worth what the levels of its rubric are worth together."""
    rubric = rubrics.get(str(cell.get("id")))
    if rubric is None or rubric.points is None or markers(cell).get("points") == rubric.points:
        return cell
    points = int(rubric.points) if rubric.points == int(rubric.points) else rubric.points
    return cell | {"metadata": cell["metadata"] | {"nbgrader": markers(cell) | {"points": points}}}


def _made(module: str, dataset: str) -> dict[str, str]:
    try:
        new_assignment(module, dataset)
    except ContentError as error:
        return {"file": str(error.file), "place": error.place, "fault": error.fault, "remedy": error.remedy}
    return {}


def main(act: str, folder: Path, *values: str) -> None:
    """Print what came of it, as JSON."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    if act == "verdict":
        cell, text = values
        known = cell in [each["id"] for each in load_source(folder)["cells"]]
        check, sentence = verdict(folder, cell, text) if known else ("", "")
        out.write(json.dumps({"known": known, "check": check, "sentence": sentence}))
    elif act == "new":
        out.write(json.dumps(_made(folder.name, values[0])))
    else:
        made = settled(folder)
        found = [] if values[0] else [each for problems in prove(folder) for each in problems]
        told = [(each.file.stem, each.place, each.fault, each.remedy) for each in found]
        out.write(json.dumps({"notebook": dump(made), "problems": told}))
    out.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
