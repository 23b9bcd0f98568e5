"""What a lecturer answered once and is not asked again this year: whose a file is, what the moments in a zip are."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from pathlib import Path

from sowcourse.cohort.lock import writing
from sowcourse.durable import write_durably

FILE = "onthouden.csv"
"""In the cohort: question and answer; a student is named by number alone."""

HEADER = ["wat", "antwoord"]

FORMER = "vroeger"
"""Before a number that a student had and has no more."""


def remembered(root: Path) -> dict[str, str]:
    """Question → answer."""
    file = root / FILE
    if not file.is_file():
        return {}
    rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""), delimiter=";")
    return {row[0]: row[1] for row in rows if len(row) > 1 and row != HEADER}


def remember(root: Path, answers: dict[str, str], over: Collection[str] = ()) -> dict[str, str]:
    """Keep answers; a new one takes the place of the one before. Returns: those of before that were other ones.

    Parameters: over – what else was asked before, whose answers these take the place of.
    """
    with writing(root):
        known = remembered(root)
        _write(root, {what: answer for what, answer in known.items() if what not in over} | answers)
    changed = {what for what, answer in answers.items() if known.get(what, answer) != answer}
    changed |= {what for what in over if known.get(what, "") not in ("", *answers.values())}
    return {what: known[what] for what in known if what in changed}


def renumbered(root: Path, same: dict[str, str]) -> None:
    """Let what was answered of a student hold for their new number, and remember the old one: pages and zips have it.

    Parameters: same – old id → new id.
    """
    with writing(root):
        known = remembered(root)
        moved = {what: same.get(answer, answer) for what, answer in known.items()}
        moved |= {f"{FORMER}:{old}": new for old, new in same.items()}
        if moved != known:
            _write(root, moved)


def former(root: Path) -> dict[str, list[str]]:
    """Student → the numbers of before."""
    found: dict[str, list[str]] = {}
    for what, answer in remembered(root).items():
        if what.startswith(f"{FORMER}:"):
            found.setdefault(answer, []).append(what.removeprefix(f"{FORMER}:"))
    return found


def _write(root: Path, answers: dict[str, str]) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([HEADER, *answers.items()])
    write_durably(root / FILE, stream.getvalue())
