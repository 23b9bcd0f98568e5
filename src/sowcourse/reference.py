"""A reference in APA style from what an author types: who, when, what, where; with a DOI or an ISBN that can be right.

Nothing is looked up: a DOI must have the form of one, and the last digit of an ISBN must follow from the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s\"<>]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """What an author typed of a source."""

    authors: str
    """As APA writes them: "Spierts, M. & Hermans, K."."""
    year: str
    title: str
    journal: str = ""
    """With volume and pages: "Vakblad Sociaal Werk, 18(3), 31–33"."""
    publisher: str = ""
    number: str = ""
    """A DOI or an ISBN."""

    @property
    def apa(self) -> str:
        """As the list of sources writes it, Markdown for the italics."""
        lead = f"{self.authors.rstrip('.') + '.' if self.authors.endswith('.') else self.authors + '.'} ({self.year})."
        if self.journal:
            name, _, rest = self.journal.partition(", ")
            volume = re.match(r"\d+(?=\(|,|$)", rest)
            stressed = (
                f"*{name}, {volume[0]}*{rest[volume.end() :]}" if volume else f"*{name}*{', ' + rest if rest else ''}"
            )
            return f"{lead} {self.title.rstrip('.')}. {stressed}."
        return f"{lead} *{self.title.rstrip('.')}*. {self.publisher.rstrip('.')}."

    @property
    def url(self) -> str:
        """Where it can be found by its DOI; "" without one."""
        found = doi(self.number)
        return f"https://doi.org/{found}" if found else ""


def doi(typed: str) -> str:
    """The DOI in what was typed, an address or not; "" when it is none."""
    found = _DOI.fullmatch(typed.strip())
    return found[1].rstrip(".,;") if found else ""


def isbn(typed: str) -> str:
    """The digits of an ISBN of 10 or 13, when the last one follows from the others; "" when it is none."""
    digits = re.sub(r"[\s-]", "", re.sub(r"^ISBN(?:-1[03])?:?\s*", "", typed.strip(), flags=re.IGNORECASE)).upper()
    if re.fullmatch(r"\d{13}", digits):
        right = sum(int(sign) * (3 if place % 2 else 1) for place, sign in enumerate(digits)) % 10 == 0
        return digits if right and digits[:3] in ("978", "979") else ""
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if sign == "X" else int(sign) for sign in digits]
        return digits if sum((10 - place) * value for place, value in enumerate(values)) % 11 == 0 else ""
    return ""


def fault_of(typed: str) -> str:
    """Why a number is neither a DOI nor an ISBN, a Dutch sentence; "" when it is one, or nothing."""
    if not typed.strip() or doi(typed) or isbn(typed):
        return ""
    if re.fullmatch(r"(?:ISBN[-: \d]*)?[\dX\s-]{9,17}", typed.strip(), re.IGNORECASE):
        return f"«{typed}» kan geen ISBN zijn: het laatste cijfer volgt niet uit de andere. Typ het nog eens over."
    return f"«{typed}» is geen DOI (die begint met 10., zoals 10.1007/s12459-017-0050-5) en geen ISBN."
