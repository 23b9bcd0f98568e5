"""House rule about sources: a reader can look them up, so most have a date and their own title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sowcourse.content import course_root
from sowcourse.lint.problem import Problem
from sowcourse.source import Source, load_sources
from sowcourse.standard import load_standard

NAMED = 3
"""How many sources a problem names."""

_UNDATED = re.compile(r"\([zn]\. ?[jd]\.")
_DESCRIBED = re.compile(r"(?:^|\. )\[[^\]]+\]")


def undated(source: Source) -> bool:
    """Whether a source says that it has no date: «z.j.»."""
    return bool(_UNDATED.search(source.apa))


def untitled(source: Source) -> bool:
    """Whether words of ours between square brackets stand where a title stands."""
    return bool(_DESCRIBED.search(source.apa))


def sources_can_be_looked_up() -> Iterator[Problem]:
    """No more sources than the standard allows are without a date, or without a title of their own."""
    file, standard = course_root() / "sources.toml", load_standard()
    sources = list(load_sources().values())
    for what, found, most, remedy in (
        ("zonder datum (z.j.)", [s for s in sources if undated(s)], standard.most_undated, "Zoek de datum op"),
        ("met een titel van onszelf", [s for s in sources if untitled(s)], standard.most_untitled, "Zoek de titel op"),
    ):
        if len(found) > most * len(sources):
            share = round(100 * len(found) / len(sources))
            fault = f"{len(found)} van de {len(sources)} bronnen ({share}%) zijn {what}; hoogstens {most:.0%} mag."
            names = ", ".join(source.id for source in found[:NAMED])
            yield Problem(file, "apa", fault, f"{remedy}, of neem de oorspronkelijke bron. Begin bij {names}.")
