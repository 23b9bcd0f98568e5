"""Proofs of an assignment: its model answer, the untouched version, and every wrong and other right answer.

Code runs here, in this process: these answers were written by authors, never by students. Kantoor, where one author
publishes what another wrote, has a process behind the wall do this (`skeleton.rehearsal`).
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from unittest import mock

from sowcourse.content import read_toml
from sowcourse.errors import ContentError
from sowcourse.lint import Problem
from sowcourse.mishap import explain
from sowcourse.notebook import Cell, Notebook, dump, markers, read_notebook, source
from sowcourse.rubric import load_rubrics

FEWEST_WRONG, FEWEST_OTHER = 4, 2
"""Wrong answers per check, and other right answers per answer, before a check counts as proved."""

NOTHING_DONE = ("puntjes", "geen enkele rij", "Nog niet volledig", "bestaat niet (meer)")
"""What a student who did nothing yet may read: one of these."""


@dataclass(frozen=True)
class Answer:
    """An answer to one question that proves a check."""

    file: Path
    cell: str
    """The answer cell."""
    source: str
    fails: str
    """The check that a wrong answer fails; "" for another right answer."""
    sentence: str
    """Part of what that check then says; "" for another right answer."""


def load_answer(file: Path) -> Answer:
    """Read one file of `wrong-answers/` or `alternative-answers/`.

    Raises: ContentError naming file and key.
    """
    table = read_toml(file)
    wrong = file.parent.name == "wrong-answers"
    answer = Answer(
        file,
        table.text("cell"),
        table.text("source"),
        table.text("fails") if wrong else "",
        table.text("sentence") if wrong else "",
    )
    table.close()
    return answer


def load_answers(folder: Path, kind: str) -> tuple[Answer, ...]:
    """All answers of an assignment, "wrong" or "alternative", by file name."""
    return tuple(load_answer(file) for file in sorted((folder / f"{kind}-answers").glob("*.toml")))


def load_source(folder: Path) -> Notebook:
    """The source notebook of an assignment, with its model answers."""
    return read_notebook(folder / f"{folder.name}.ipynb")


def run(notebook: Notebook, name: str, keyed: bool = False) -> dict[str, str]:
    """Run the code cells in order, up to the last check, in a throw-away folder, as a kernel does.

    Parameters: keyed – whether the key of the notebook may speak before its checks, as for a student.
    Returns: test cell → what a student reads there, "" when it passed. A check that only warns did not pass:
    the grading engine gives it no points.
    """
    results = {}
    namespace: dict[str, object] = {"__name__": "__main__"}
    ran = [""]
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), mock.patch.dict(os.environ):
        os.environ.pop("JPY_SESSION_NAME", None)
        Path(f"{name}.ipynb").write_text(dump(notebook if keyed else without_key(notebook)), encoding="utf-8")
        for cell in _up_to_last_check(notebook):
            if cell["cell_type"] != "code":
                continue
            fault = ""
            if keyed:
                ran.append(source(cell))
                namespace["In"] = list(ran)
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as warned:
                try:
                    exec(compile(source(cell), str(cell["id"]), "exec"), namespace)
                except Exception as error:
                    fault = (
                        str(error)
                        if isinstance(error, AssertionError) and str(error)
                        else explain(error, source(cell), namespace)
                    )
            if markers(cell).get("points"):
                results[str(cell["id"])] = fault or (f"waarschuwing: {warned.getvalue()}" if warned.getvalue() else "")
    return results


def _up_to_last_check(notebook: Notebook) -> list[Cell]:
    """What comes after the last check changes nothing of what is said."""
    cells: list[Cell] = notebook["cells"]
    checks = [place for place, cell in enumerate(cells) if markers(cell).get("points") or markers(cell).get("grade")]
    return cells[: checks[-1] + 1 if checks else 0]


def without_key(notebook: Notebook) -> Notebook:
    """The same notebook without its answer key."""
    metadata = notebook.get("metadata", {})
    if "key" not in metadata.get("sowcourse", {}):
        return notebook
    about = {name: value for name, value in metadata["sowcourse"].items() if name != "key"}
    return notebook | {"metadata": metadata | {"sowcourse": about}}


def with_answer(notebook: Notebook, cell: str, text: str) -> Notebook:
    """The same notebook with another text in one cell; KeyError when there is no such cell."""
    if cell not in [found["id"] for found in notebook["cells"]]:
        raise KeyError(cell)
    cells = [found | {"source": text} if found["id"] == cell else found for found in notebook["cells"]]
    return notebook | {"cells": cells}


def up_to(notebook: Notebook, cell: str) -> Notebook:
    """The cells up to one of them, and that one; all of them when there is no such cell."""
    ids = [found["id"] for found in notebook["cells"]]
    return notebook | {"cells": notebook["cells"][: ids.index(cell) + 1 if cell in ids else None]}


def looked_at_from(notebook: Notebook, cell: str) -> Notebook:
    """The same notebook without the checks before a cell: those cannot see what it says."""
    place = [found["id"] for found in notebook["cells"]].index(cell)
    before = [found for found in notebook["cells"][:place] if not _is_check(found)]
    return notebook | {"cells": [*before, *notebook["cells"][place:]]}


def untouched(notebook: Notebook) -> Notebook:
    """What a student gets: every answer replaced by its stub."""
    for cell in notebook["cells"]:
        if "stub" in cell["metadata"].get("sowcourse", {}):
            notebook = with_answer(notebook, cell["id"], cell["metadata"]["sowcourse"]["stub"])
    return notebook


def verdict(folder: Path, cell: str, text: str) -> tuple[str, str]:
    """The first check after an answer that refuses it, and its sentence; ("", "") when every check accepts it.

    Raises: KeyError when there is no such cell.
    """
    results = run(looked_at_from(with_answer(load_source(folder), cell, text), cell), folder.name)
    return next(((check, fault) for check, fault in results.items() if fault), ("", ""))


def model_is_right(folder: Path) -> Iterator[Problem]:
    """The model answer passes every check, and there are checks."""
    file = folder / f"{folder.name}.ipynb"
    results = run(load_source(folder), folder.name)
    if not results:
        yield Problem(file, "", "in dit notebook staat geen enkele controle.", "Voeg een cel met punten toe.")
    for check, fault in results.items():
        if fault:
            told = f"het modelantwoord haalt deze controle niet: «{fault}»"
            yield Problem(file, check, told, "Verbeter het modelantwoord of de controle.")


def untouched_gets_nothing(folder: Path) -> Iterator[Problem]:
    """Who fills in nothing gets no points, and reads what to do."""
    file = folder / f"{folder.name}.ipynb"
    for check, fault in run(untouched(load_source(folder)), folder.name).items():
        if not fault:
            yield Problem(file, check, "wie niets invult, krijgt hier punten.", "Maak de controle strenger.")
        elif not any(word in fault for word in NOTHING_DONE):
            remedy = "Begin de controle met een regel die puntjes herkent, zoals check_number of check_choice."
            yield Problem(file, check, f"wie niets invult, leest hier: «{fault}»", remedy)


def _is_check(cell: Cell) -> bool:
    return cell["cell_type"] == "code" and bool(markers(cell).get("points"))


def _without_checks(notebook: Notebook, checks: set[str]) -> Notebook:
    """The same notebook without some of its checks: none needs another."""
    return notebook | {"cells": [cell for cell in notebook["cells"] if cell["id"] not in checks]}


def wrong_answer_fails(folder: Path, answer: Answer) -> Iterator[Problem]:
    """A wrong answer fails its own check with its own sentence."""
    source_notebook = load_source(folder)
    checks = [cell["id"] for cell in source_notebook["cells"] if _is_check(cell)]
    try:
        given = with_answer(source_notebook, answer.cell, answer.source)
        results = run(up_to(_without_checks(given, set(checks) - {answer.fails}), answer.fails), folder.name)
    except KeyError:
        yield _no_cell(answer)
        return
    if answer.fails not in results:
        remedy = f"Kies uit: {', '.join(checks)}."
        yield Problem(answer.file, "sleutel 'fails'", f"er is geen controle '{answer.fails}'.", remedy)
    elif not results[answer.fails]:
        told = f"de controle '{answer.fails}' keurt dit foute antwoord goed."
        yield Problem(answer.file, answer.cell, told, "Maak de controle strenger.")
    elif answer.sentence not in results[answer.fails]:
        told = f"de controle zegt nu «{results[answer.fails]}», en in dit bestand staat «{answer.sentence}»."
        yield Problem(answer.file, "sleutel 'sentence'", told, "Verbeter de controle of neem de nieuwe zin over.")


def other_answer_passes(folder: Path, answer: Answer) -> Iterator[Problem]:
    """Another right answer gets full marks."""
    try:
        check, fault = verdict(folder, answer.cell, answer.source)
    except KeyError:
        yield _no_cell(answer)
        return
    if fault:
        told = f"dit antwoord hoort juist te zijn, maar '{check}' zegt: «{fault}»"
        yield Problem(answer.file, answer.cell, told, "Verbeter het antwoord of de controle.")


def checks_are_proved(folder: Path) -> Iterator[Problem]:
    """Every check has enough wrong answers, and every answer enough other right ones."""
    file = folder / f"{folder.name}.ipynb"
    cells = load_source(folder)["cells"]
    checks = [c["id"] for c in cells if c["cell_type"] == "code" and markers(c).get("grade")]
    wrong = Counter(answer.fails for answer in load_answers(folder, "wrong"))
    other = Counter(answer.cell for answer in load_answers(folder, "alternative"))
    for check in checks:
        answered = check.removeprefix("test-").removesuffix("-volledig")
        if wrong[check] < FEWEST_WRONG:
            told = f"verwacht worden minstens {FEWEST_WRONG} foute antwoorden; gevonden {wrong[check]}."
            remedy = f"Maak er een met 'sowcourse wrong-answer new {folder.name} {answered}'."
            yield Problem(file, check, told, remedy)
        if other[answered] < FEWEST_OTHER:
            told = f"verwacht worden minstens {FEWEST_OTHER} andere juiste antwoorden; gevonden {other[answered]}."
            yield Problem(file, answered, told, f"Zet er een bij in {folder / 'alternative-answers'}.")


def no_opinion_is_worth_a_point(folder: Path) -> Iterator[Problem]:
    """No hidden check and no rubric looks at a position."""
    file = folder / f"{folder.name}.ipynb"
    for cell in load_source(folder)["cells"]:
        if cell["id"].startswith("test-standpunt") and "HIDDEN" in source(cell):
            told = "een verborgen controle kijkt naar een standpunt."
            yield Problem(file, cell["id"], told, "Haal haar weg: een mening levert nooit punten op.")
    for name in load_rubrics(folder / "rubric.toml"):
        if "standpunt" in name:
            told = "een rubric beoordeelt een standpunt."
            yield Problem(folder / "rubric.toml", name, told, "Haal haar weg: een mening levert nooit punten op.")


def prove(folder: Path) -> Iterator[list[Problem]]:
    """Every proof of an assignment, one by one; a list per proof, empty when it holds.

    Raises: ContentError when a file cannot be read.
    """
    for whole in (model_is_right, untouched_gets_nothing, checks_are_proved, no_opinion_is_worth_a_point):
        yield list(whole(folder))
    for answer in load_answers(folder, "wrong"):
        yield list(wrong_answer_fails(folder, answer))
    for answer in load_answers(folder, "alternative"):
        yield list(other_answer_passes(folder, answer))


def find_assignment(root: Path, name: str) -> Path:
    """The folder of an assignment in `root`.

    Raises: ContentError with the nearest name when there is none.
    """
    known = sorted(path.parent.name for path in root.glob("*/*.ipynb") if path.stem == path.parent.name)
    if name not in known:
        near = get_close_matches(name, known, n=1, cutoff=0.4)
        remedy = f"Bedoel je '{near[0]}'?" if near else f"Kies uit: {', '.join(known)}."
        raise ContentError(root / name, "", f"de opdracht '{name}' bestaat niet.", remedy)
    return root / name


def _no_cell(answer: Answer) -> Problem:
    return Problem(
        answer.file, "sleutel 'cell'", f"er is geen cel '{answer.cell}'.", "Verbeter de naam, of haal het bestand weg."
    )
