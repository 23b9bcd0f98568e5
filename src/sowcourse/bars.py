"""A bar chart that a student makes: what is drawn, from where, in which unit and by whose count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sowcourse.quantity import dutch
from sowcourse.visible import visible

_OF_HUNDRED = (
    "procent",
    "percent",
    "pct",
    "%",
    "per 100",
    "per honderd",
    "op 100",
    "op honderd",
    "op de 100",
    "op de honderd",
)
"""What a unit holds that says how many of a hundred."""

_WRITTEN_OUT = {
    "CBS": ("Centraal Bureau voor de Statistiek", "Statistics Netherlands"),
    "CPB": ("Centraal Planbureau",),
    "SCP": ("Sociaal en Cultureel Planbureau",),
    "RIVM": ("Rijksinstituut voor Volksgezondheid en Milieu",),
    "OESO": ("OECD", "Organisatie voor Economische Samenwerking en Ontwikkeling"),
    "VVSG": ("Vereniging van Vlaamse Steden en Gemeenten",),
    "SZW": ("Sociale Zaken en Werkgelegenheid",),
}
"""What stands for the short name of a source."""


@dataclass(frozen=True)
class Bars:
    """One bar per row. Values are in `unit`; a bar runs from `start` to its value."""

    title: str
    unit: str
    source: str
    rows: tuple[tuple[str, float], ...]
    """Label and value, in the order in which they are drawn."""
    start: float = 0.0
    """Where the bars begin. Anything but zero exaggerates the difference that a reader sees."""

    def fault(self, sources: Sequence[str]) -> str:
        """What keeps this chart from being an honest one with one of these sources named; "" when nothing does."""
        if self.start != 0:
            return (
                f"de staven beginnen bij {dutch(self.start)}. "
                "Wat doet dat met het verschil dat een lezer ziet, en waar begint een eerlijke staaf?"
            )
        for word, text in (("titel", self.title), ("eenheid", self.unit), ("bron", self.source)):
            if not re.search(r"[^\W\d_]{2}|%", visible(text)):
                return f"de {word} is nog leeg. Schrijf op wat een lezer zonder jou moet weten."
        if not any(word in visible(self.unit).casefold() for word in _OF_HUNDRED):
            return f"de eenheid «{self.unit}» zegt niet wat de getallen zijn. Hoeveel op de honderd, en waarvan?"
        wanted = [name for word in sources for name in (word, *_WRITTEN_OUT.get(word, ()))]
        if not any(name.casefold() in visible(self.source).casefold() for name in wanted):
            return f"in de bron «{self.source}» staat niet wie de cijfers gaf. Kijk in de kolom bron."
        return ""
