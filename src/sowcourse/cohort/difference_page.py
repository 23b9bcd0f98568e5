"""The page on which a lecturer reads what an upgrade will change, before it does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from sowcourse.cohort.difference import CHANGED, GONE, NEW, RETIRED, YOURS, Change, word_runs
from sowcourse.pages.page import render

MEANING = {
    NEW: "komt erbij",
    CHANGED: "krijgt andere woorden of punten",
    GONE: "staat niet meer in de nieuwe versie en gaat weg uit dit cohort; de vorige versie houdt het bij",
    RETIRED: "staat niet meer in de nieuwe versie, maar blijft in dit cohort",
    YOURS: "is ook door jou veranderd; jouw woorden blijven, de nieuwe staan eronder",
}


def difference_page(cohort: str, before: str, after: str, changes: list[Change]) -> str:
    """One page with every change in words: what it was and what it becomes, side by side by reading order."""
    counted = [(kind, sum(change.kind == kind for change in changes), told) for kind, told in MEANING.items()]
    by_part = attrgetter("part")
    parts = [
        (part, [(change, list(versions(change))) for change in group])
        for part, group in groupby(sorted(changes, key=by_part), key=by_part)
    ]
    told = {"cohort": cohort, "before": before, "after": after, "parts": parts}
    return str(render("difference", **told, counted=[row for row in counted if row[1]]))


def versions(change: Change) -> Iterator[tuple[str, str, list[tuple[str, bool]]]]:
    """What it was and what it becomes, each with its name, its element, and its words with whether they differ.

    The one that there is not, is not told.
    """
    runs = word_runs(change.before, change.after)
    both = bool(change.before and change.after)
    names = ("Jouw versie", "In de nieuwe versie") if change.kind == YOURS else ("Was", "Wordt")
    for side, (name, mark) in enumerate(zip(names, ("del", "ins"), strict=True)):
        words = [(run[side], both and run[0] != run[1]) for run in runs if run[side]]
        if words:
            yield name, mark, words
