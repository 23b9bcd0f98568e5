"""Origins: where students found the strongest argument of the other side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sowcourse.essay import load_essay, load_reactions
from sowcourse.gradebook.digest import OTHER_SIDE, Digest
from sowcourse.pages.page import Safe, paragraph, table

NOT_HERE = Safe(
    "<p>Wat hier niet staat: welke argumenten studenten in de debatten van de les het sterkst vonden. Die keuzes staan "
    "in hun eigen logboek, op hun eigen computer, en worden niet mee ingeleverd. In de opdracht schrijven zij het "
    "sterkste argument van de andere kant in eigen woorden; daarvan zie je hier de herkomst die zij noemden, en bij "
    "het beoordelen de tekst zelf.</p>"
)
"""What cannot be shown, and why."""


def origin_table(digests: Iterable[Digest]) -> str:
    """How often each passage, reaction or source was named, without names of students."""
    given = [digest.origins for digest in digests if OTHER_SIDE in digest.prints]
    if not given:
        return paragraph("Nog niemand schreef een argument van de andere kant.") + NOT_HERE
    named = Counter(origin for origins in given for origin in origins)
    rows = [(origin, _title(origin), number) for origin, number in sorted(named.items(), key=lambda x: (-x[1], x[0]))]
    silent = sum(not origins for origins in given)
    caption = f"Herkomst die {len(given)} studenten bij hun argument noemden"
    drawn = table(caption, ["herkomst", "wat het is", "studenten"], rows, frozenset({2})) if rows else ""
    return drawn + paragraph(f"Zonder herkenbare herkomst: {silent}.") + NOT_HERE


def _title(origin: str) -> str:
    """What an origin is."""
    for passage in load_essay().passages:
        if passage.id == origin:
            return f"essay, «{passage.section}»"
    for reaction in load_reactions():
        if any(passage.id == origin for passage in reaction.passages):
            return f"{reaction.id.replace('-', ' ')}, van {reaction.author}"
    return "bron" if ", " in origin else "bestaat niet in de cursus"
