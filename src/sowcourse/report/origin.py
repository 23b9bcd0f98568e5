"""Origins: where students found the strongest argument of the other side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from markupsafe import Markup

from sowcourse.essay import load_essay, load_reactions
from sowcourse.gradebook.digest import OTHER_SIDE, Digest
from sowcourse.pages.page import render


def origin_table(digests: Iterable[Digest]) -> Markup:
    """How often each passage, reaction or source was named, without names of students; and what cannot be shown."""
    given = [digest.origins for digest in digests if OTHER_SIDE in digest.prints]
    named = Counter(origin for origins in given for origin in origins)
    rows = [(origin, _title(origin), number) for origin, number in sorted(named.items(), key=lambda x: (-x[1], x[0]))]
    return render("origin", given=len(given), rows=rows, silent=sum(not origins for origins in given))


def _title(origin: str) -> str:
    """What an origin is."""
    for passage in load_essay().passages:
        if passage.id == origin:
            return f"essay, «{passage.section}»"
    for reaction in load_reactions():
        if any(passage.id == origin for passage in reaction.passages):
            return f"{reaction.id.replace('-', ' ')}, van {reaction.author}"
    return "bron" if ", " in origin else "bestaat niet in de cursus"
