"""Details in a text that could lead to a real person. Local, explained, and never a verdict.

What is found is a hint: names come from a list, numbers count only when they are built like the real thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sowcourse.content import course_root, read_toml
from sowcourse.sentence import sentences
from sowcourse.visible import visible_places


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
    "naam": "Dit lijkt de naam van iemand. Kies een andere naam en zeg dat je dat deed.",
}

_STREET = (
    r"\b[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)?(?:straat|laan|weg|plein|lei|dreef|steenweg|kade|kaai|gracht|singel|hof|pad|baan|markt"
    r"|dijk|kouter|park|plantsoen|vest|ring)\s+\d{1,4}\s?[a-zA-Z]?(?:\s?(?:bus|-)\s?\d+)?\b"
)
_PATTERNS = {
    "e-mailadres": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "rekeningnummer": r"\b(?:NL\d{2}\s?[A-Z]{4}(?:\s?\d){10}|BE\d{2}(?:\s?\d){12})\b",
    "rijksregisternummer": r"(?<!\d)\d{2}[. ]?\d{2}[. ]?\d{2}[- .]?\d{3}[. ]?\d{2}(?!\d)",
    "bsn": r"(?<![\d.,-])\d{4}[. ]?\d{2}[. ]?\d{3}(?![\d.,]\d|\d)|(?<![\d.,-])\d{3}[. ]\d{3}[. ]\d{3}(?!\d)",
    "telefoonnummer": r"(?<![\d.])(?:(?:\+|00)3[12][\s./-]?(?:\(0\))?|0)[1-9](?:[\s./-]?\d){7,8}(?!\d)",
    "adres": _STREET,
    "postcode": r"\b[1-9]\d{3}\s?[A-Z]{2}\b|\bB-\d{4}\b|\b[1-9]\d{3}\s(?=(?:Gent|Antwerpen|Brussel|Leuven|Brugge"
    r"|Hasselt|Mechelen|Aalst|Kortrijk|Oostende|Genk|Roeselare|Sint-Niklaas|Turnhout|Dendermonde)\b)[A-Z][\w-]+",
    "geboortedatum": r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:19|20)\d{2}(?!\d)",
}
_TITLE = re.compile(
    r"\b(?:[Mm]evrouw|[Mm]eneer|[Mm]ijnheer|[Mm]evr\.|[Mm]w\.?|[Dd]hr\.?|[Dd]e heer|[Ff]amilie|[Dd]okter|[Jj]uf)\s+"
    r"((?:(?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Tt]en|[Tt]er|[Vv]ande|[Ee]l|[Bb]en)\s+){0,3}[A-ZÀ-Þ][\w’'-]+)"
)
_NAME = re.compile(
    r"\b[A-ZÀ-Þ][\w’'-]+(?:\s+(?:(?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Tt]en|[Tt]er|[Ee]l)\s+){0,3}[A-ZÀ-Þ][\w’'-]+)*"
)
_DISCLOSED = re.compile(
    r"noem(?:en|de)?\b|zo heet (?:zij|hij|ze|die) niet|schuilnaam|andere naam|fictie(?:f|ve)"
    r"|niet (?:zijn|haar|de|hun) echte naam|naam (?:is|heb ik) veranderd|pseudoniem|verzonnen",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Names:
    """First and family names, those that are also ordinary words, and names to offer instead."""

    all: frozenset[str]
    words: frozenset[str]
    pseudonyms: tuple[str, ...]


@cache
def load_names(root: Path | None = None) -> Names:
    """The names of `course/names.toml`."""
    table = read_toml((root or course_root()) / "names.toml")
    names = Names(
        frozenset((table.text("given") + " " + table.text("family")).split()),
        frozenset(table.text("words").split()),
        table.texts("pseudonyms"),
    )
    table.close()
    return names


def find_details(text: str, known: Iterable[str] = (), names: Names | None = None) -> tuple[Detail, ...]:
    """What in a text may identify somebody, in order of place.

    Parameters: text – what the student wrote; known – texts of the course, whose (fictional) names may be repeated.
    A name of which the writer says in the same paragraph that it is not the real one is not reported, nor is the
    author of a source, such as "Tonkens (2021)".
    """
    shown, places = visible_places(text)
    found = [*_numbers(shown), *_people(shown, frozenset(_known(known)), names or load_names())]
    ordered = sorted(found, key=lambda detail: (detail.start, -len(detail.words)))
    kept: list[Detail] = []
    for detail in ordered:
        if not kept or detail.start >= kept[-1].start + len(kept[-1].words):
            kept.append(detail)
    return tuple(
        Detail(one.kind, text[places[one.start] : places[one.start + len(one.words)]], places[one.start])
        for one in kept
    )


def pseudonym(text: str, names: Names | None = None) -> str:
    """A name to use instead that does not stand in the text yet."""
    offered = (names or load_names()).pseudonyms
    return next((name for name in offered if name not in text), offered[0])


def _numbers(text: str) -> Iterator[Detail]:
    for kind, pattern in _PATTERNS.items():
        for found in re.finditer(pattern, text):
            digits = re.sub(r"\D", "", found[0])
            if kind == "bsn" and not _is_bsn(digits):
                continue
            if kind == "rijksregisternummer" and not _is_rijksregisternummer(digits):
                continue
            yield Detail(kind, found[0], found.start())


def _is_bsn(digits: str) -> bool:
    """The eleven-test: 9a + 8b + … + 2h − i is a multiple of eleven."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return (
        len(digits) == 9 and int(digits) > 0 and sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0
    )


def _is_rijksregisternummer(digits: str) -> bool:
    """The last two digits are 97 minus the rest modulo 97; who is born from 2000 on has a 2 before the rest."""
    if len(digits) != 11:
        return False
    body, check = digits[:9], int(digits[9:])
    return check in (97 - int(body) % 97, 97 - int("2" + body) % 97)


def _people(text: str, known: frozenset[str], names: Names) -> Iterator[Detail]:
    paragraphs = [(found.start(), found[0]) for found in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text)]
    disclosed = {
        part
        for _, paragraph in paragraphs
        for sentence in sentences(paragraph)
        if _DISCLOSED.search(sentence)
        for name in _NAME.findall(sentence)
        for part in name.split()
    }
    for found in _TITLE.finditer(text):
        if not _excused(found[1], text, found.end(), known, disclosed):
            yield Detail("naam", found[0], found.start())
    for found in _NAME.finditer(text):
        parts = found[0].split()
        listed = [part for part in parts if part in names.all]
        if not listed or _excused(" ".join(listed), text, found.end(), known, disclosed):
            continue
        only_words = all(part in names.words for part in listed)
        if only_words and _starts_sentence(text, found.start()):
            continue
        if _starts_sentence(text, found.start()) and parts[0] not in names.all:
            skipped = len(parts[0]) + 1
            yield Detail("naam", found[0][skipped:], found.start() + skipped)
        else:
            yield Detail("naam", found[0], found.start())


def _excused(name: str, text: str, end: int, known: frozenset[str], disclosed: set[str]) -> bool:
    parts = [part for part in name.split() if part[0].isupper()]
    cited = re.match(r"(?:\s+(?:en|&)\s+[A-Z]\w+|\s+e\.a\.|\s+et al\.)?,?\s*\(?(?:19|20)\d\d", text[end:])
    return bool(cited) or all(part in known or part in disclosed for part in parts)


def _starts_sentence(text: str, place: int) -> bool:
    return bool(re.search(r"(?:^|[.!?:\n*«\"“]\s*)\Z", text[:place]))


def _known(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for found in _NAME.findall(text):
            yield from found.split()
