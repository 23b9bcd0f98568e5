"""Makes the answer key of an assignment out of its model answer, its other right answers and its wrong ones."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sowcourse.answerkey import (
    AnswerKey,
    Compared,
    Entry,
    counts_as,
    digest_of_answers,
    digest_of_code,
    digests_of_figures,
    equals,
    watching,
)
from sowcourse.check import check_years
from sowcourse.errors import CheckError
from sowcourse.notebook import Notebook, markers, source
from sowcourse.proof import load_answers, load_source, looked_at_from, run, up_to, with_answer, without_key
from sowcourse.quantity import PLAINLY, WHOLE, Asked


def keyed(folder: Path) -> Notebook:
    """The source notebook of an assignment with a key that fits it; it runs every answer of the folder once.

    Raises: ContentError when a file cannot be read.
    """
    notebook = without_key(load_source(folder))
    about = notebook["metadata"].get("sowcourse", {})
    key = _key(folder, notebook)
    return notebook | {"metadata": notebook["metadata"] | {"sowcourse": {**about, "key": key}}}


def as_tried(notebook: Notebook, name: str) -> dict[str, str]:
    """What a student reads at «Probeer», before handing in: test cell → sentence, "" when nothing is wrong."""
    return run(_visible(notebook), name, keyed=True)


def _visible(notebook: Notebook) -> Notebook:
    """What a student has of the checks: without what is hidden."""
    cells = []
    for cell in notebook["cells"]:
        text, begin, rest = source(cell).partition("### BEGIN HIDDEN TESTS")
        cells.append(cell | {"source": text + rest.partition("### END HIDDEN TESTS")[2]} if begin else cell)
    return notebook | {"cells": cells}


def _key(folder: Path, notebook: Notebook) -> dict[str, Any]:
    of = digest_of_answers(folder, notebook)
    empty = AnswerKey(hashlib.sha256(of.encode()).hexdigest()[:16])
    model = {found.name: found for found in _compared(notebook, folder.name)[0]}
    model = {name: model[name] for name in _told_at_once(notebook) if name in model}
    right = {name: equals(found, found.expected) for name, found in model.items()}
    for answer in load_answers(folder, "alternative"):
        given = looked_at_from(with_answer(notebook, answer.cell, answer.source), answer.cell)
        for found in _compared(given, folder.name)[0]:
            if found.name in model:
                right[found.name].add(found.form.canonical(found.mine))
    wrong = {name: dict(_by_rule(found)) for name, found in model.items()}
    for answer in load_answers(folder, "wrong"):
        given = looked_at_from(with_answer(notebook, answer.cell, answer.source), answer.cell)
        seen, said = _compared(up_to(given, answer.fails), folder.name)
        for found in seen:
            sentence = said.get(answer.fails, "")
            if found.name in model and sentence.startswith(f"{found.name}: "):
                told = sentence.removeprefix(f"{found.name}: ")
                if not _said_anyway(found, told):
                    wrong[found.name] |= dict.fromkeys(equals(found, found.mine), told)
    entries = {
        name: Entry(
            found.form,
            found.hint,
            frozenset(empty.hashed(name, text) for text in right[name]),
            {empty.hashed(name, text): told for text, told in wrong[name].items() if text not in right[name]},
        )
        for name, found in model.items()
    }
    return {
        "of": of,
        "cells": digest_of_code(notebook),
        **AnswerKey(empty.salt, entries, digests_of_figures(notebook)).data(),
    }


def _said_anyway(found: Compared, told: str) -> bool:
    """Whether a check says this of a number without knowing it as a wrong answer."""
    if not isinstance(found.mine, float) or not isinstance(found.expected, float):
        return False
    expected, tolerance = found.expected, found.tolerance
    seen = Asked().mistake(found.mine, lambda other: counts_as(other, expected, tolerance))
    return bool(seen) or told == f"{PLAINLY} {found.hint}"


def _told_at_once(notebook: Notebook) -> list[str]:
    """The names whose answer is no choice among a few: those that a check looks at before handing in."""
    visible = "\n".join(source(cell) for cell in _visible(notebook)["cells"] if markers(cell).get("grade"))
    return re.findall(r'check_(?:frame|number|years|bars)\("([^"]+)"', visible)


def _by_rule(found: Compared) -> Iterator[tuple[str, str]]:
    """Mistakes that need no example: a number without its decimals, years of which one is forgotten."""
    if found.form.kind == "number":
        assert isinstance(found.expected, float)
        whole = float(round(found.expected))
        if not counts_as(whole, found.expected, found.tolerance):
            yield found.form.canonical(whole), f"{WHOLE} {found.hint}"
    elif found.form.kind == "years":
        assert isinstance(found.expected, frozenset)
        for year in found.expected if len(found.expected) > 1 else ():
            try:
                check_years(found.name, found.expected - {year}, set(found.expected), found.hint)
            except CheckError as error:
                yield found.form.canonical(found.expected - {year}), str(error).removeprefix(f"{found.name}: ")


def _compared(notebook: Notebook, name: str) -> tuple[list[Compared], dict[str, str]]:
    with watching() as seen:
        said = run(notebook, name)
    return seen, said
