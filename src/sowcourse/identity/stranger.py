"""Details in a text that could lead to a real person. Local, explained, and never a verdict.

What is found is a hint: a name is on a list or has people's words beside it, a number is built like the real thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sowcourse.identity.name import named, people
from sowcourse.identity.number import numbers
from sowcourse.identity.register import Names, load_names
from sowcourse.visible import visible_places

__all__ = ["ADVICE", "Detail", "Names", "find_details", "load_names", "pseudonym"]


@dataclass(frozen=True)
class Detail:
    """One detail that may identify somebody."""

    kind: str
    """A key of `ADVICE`."""
    words: str
    """As it stands in the text."""
    start: int
    """Place of the first character in the text."""

    @property
    def advice(self) -> str:
        """Why it was found and what to do, in Dutch."""
        return ADVICE[self.kind]


ADVICE = {
    "bsn": "Dit getal is gebouwd als een burgerservicenummer. Laat het helemaal weg.",
    "rijksregisternummer": "Dit getal is gebouwd als een rijksregisternummer. Laat het helemaal weg.",
    "rekeningnummer": "Dit lijkt een rekeningnummer. Laat het helemaal weg.",
    "telefoonnummer": "Dit lijkt een telefoonnummer. Laat het weg.",
    "e-mailadres": "Dit is een e-mailadres. Laat het weg.",
    "adres": "Dit lijkt een adres. Zeg liever «een flat in een stad» of «een dorp».",
    "postcode": "Dit lijkt een postcode. Zeg liever «een stad» of «een dorp».",
    "geboortedatum": "Dit lijkt een geboortedatum. Zeg liever «een man van rond de zestig».",
    "profiel": "Dit lijkt een profiel van iemand op internet. Laat het weg.",
    "school": "Zo'n school of huis kent maar weinig mensen. Zeg liever «een basisschool» of «een woonzorgcentrum».",
    "functie": "Een beroep met een plaats erbij wijst vaak één mens aan. Laat de plaats weg.",
    "naam": "Dit lijkt de naam van iemand. Kies een andere naam en zeg dat je dat deed.",
}


def find_details(text: str, known: Iterable[str] = (), names: Names | None = None) -> tuple[Detail, ...]:
    """What in a text may identify somebody, in order of place.

    Parameters: text – what the student wrote; known – texts of the course, whose (fictional) names may be repeated.
    A name of which the writer says in the same paragraph that it is not the real one is not reported, nor is the
    author of a source, such as "Tonkens (2021)".
    """
    shown, places = visible_places(text)
    names = names or load_names()
    excused = frozenset().union(*map(_named, known))
    spans = [*numbers(shown, names.others), *(("naam", *span) for span in people(shown, excused, names))]
    found = [Detail(kind, shown[start:end], start) for kind, start, end in spans]
    ordered = sorted(found, key=lambda detail: (detail.start, -len(detail.words)))
    kept: list[Detail] = []
    for detail in ordered:
        if not kept or detail.start >= kept[-1].start + len(kept[-1].words):
            kept.append(detail)
    return tuple(
        Detail(one.kind, text[places[one.start] : places[one.start + len(one.words)]], places[one.start])
        for one in kept
    )


@lru_cache(maxsize=1024)  # the same texts of the course go along with every answer
def _named(text: str) -> frozenset[str]:
    return frozenset(named(text))


def pseudonym(text: str, names: Names | None = None) -> str:
    """A name to use instead that does not stand in the text yet."""
    offered = (names or load_names()).pseudonyms
    return next((name for name in offered if name not in text), offered[0])
