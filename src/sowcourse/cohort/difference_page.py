"""The page on which a lecturer reads what an upgrade will change, before it does."""

from __future__ import annotations

from itertools import groupby

from sowcourse.cohort.difference import CHANGED, GONE, NEW, RETIRED, YOURS, Change, word_runs
from sowcourse.pages.page import html_page, table, text

MEANING = {
    NEW: "komt erbij",
    CHANGED: "krijgt andere woorden of punten",
    GONE: "staat niet meer in de nieuwe versie en gaat weg uit dit cohort; de vorige versie houdt het bij",
    RETIRED: "staat niet meer in de nieuwe versie, maar blijft in dit cohort",
    YOURS: "is ook door jou veranderd; jouw woorden blijven, de nieuwe staan eronder",
}


def difference_page(cohort: str, before: str, after: str, changes: list[Change]) -> str:
    """One page with every change in words: what it was and what it becomes, side by side by reading order."""
    parts = [
        f"<h1>{text(cohort)}: van versie {text(before)} naar versie {text(after)}</h1>",
        "<p>Deze pagina is voor jou als lesgever: er staan controles en modelantwoorden in. Geef haar niet door aan "
        "studenten. Wat weggaat is doorgestreept, wat erbij komt is onderstreept.</p>",
    ]
    counted = [[kind, sum(change.kind == kind for change in changes), MEANING[kind]] for kind in MEANING]
    rows = [list[object](row) for row in counted if row[1]]
    parts.append(table("Hoeveel er verandert", ["wat", "keer", "betekent"], rows, frozenset({1})))
    for part, group in groupby(sorted(changes, key=lambda change: change.part), key=lambda change: change.part):
        parts.append(f"<h2>{text(part.capitalize())}</h2>")
        for change in group:
            parts.append(f"<h3>{text(change.place)}: {text(change.kind)}</h3>")
            parts += _words(change)
    return html_page(f"Verschil: {cohort}", "\n".join(parts))


def _words(change: Change) -> list[str]:
    runs = word_runs(change.before, change.after)
    both = bool(change.before and change.after)
    old = "".join(f"<del>{text(a)}</del>" if both and a != b else text(a) for a, b in runs if a)
    new = "".join(f"<ins>{text(b)}</ins>" if both and a != b else text(b) for a, b in runs if b)
    names = ("Jouw versie", "In de nieuwe versie") if change.kind == YOURS else ("Was", "Wordt")
    found = [(names[0], old), (names[1], new)]
    return [f'<p><strong>{name}</strong></p><div class="answer">{body}</div>' for name, body in found if body]
