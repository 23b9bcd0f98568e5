"""Words over the border: what an abbreviation stands for, and which words are used in one country only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sowcourse.content import check_unique, course_root, read_toml


@dataclass(frozen=True)
class Abbreviation:
    """One abbreviation of the field."""

    short: str
    full: tuple[str, ...]
    """How it may be written out; the proper way first."""
    country: str


@dataclass(frozen=True)
class Pair:
    """One thing with a Flemish and a Dutch word."""

    flemish: str
    dutch: str
    note: str
    """What differs between the two; "" when nothing."""
    only: tuple[str, ...]
    """Words that are used in one of the countries only."""
    explained: tuple[str, ...]
    """Words that explain them to who lives over the border."""


@dataclass(frozen=True)
class Kept:
    """Abbreviations that are never written out, for one reason."""

    shorts: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class LawWords:
    """Words that may lean on a rule of law."""

    words: tuple[str, ...]
    also: tuple[str, ...]
    """Other words by which a rule is about the same."""

    def used(self, text: str) -> str:
        """The first of the words that the text uses, as it stands there; "" when it uses none."""
        found = min((m for m in (_starred(word).search(text) for word in self.words) if m), key=_start, default=None)
        return found[0] if found else ""

    def covered(self, text: str) -> bool:
        """Whether a rule in these words is about it."""
        return any(_starred(word).search(text) for word in (*self.words, *self.also))


def _start(found: re.Match[str]) -> int:
    return found.start()


@cache
def _starred(words: str) -> re.Pattern[str]:
    """Finds words in which * stands for the rest of one."""
    found = r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in words.split())
    return re.compile(rf"(?<!\w){found}(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Words:
    """All of them, the abbreviations that stay as they are, and those that a machine cannot tell from a word."""

    abbreviations: tuple[Abbreviation, ...]
    pairs: tuple[Pair, ...]
    kept: tuple[Kept, ...] = ()
    lookalikes: frozenset[str] = frozenset()
    law: tuple[LawWords, ...] = ()

    def shorts(self, text: str) -> set[str]:
        """The abbreviations in a text: those we know, and whatever else has the shape of one and is not kept."""
        kept = {short for each in self.kept for short in each.shorts}
        shaped = {short for short in _TOKEN.findall(text) if _is_shaped(short) or short in self.lookalikes}
        listed = (a.short for a in self.abbreviations if a.short in text)
        known = {short for short in listed if re.search(rf"(?<![\w-]){re.escape(short)}(?!\w)", text)}
        inner = {part for short in known for part in short.split("-") if part != short}
        return (shaped - kept - inner) | known


_TOKEN = re.compile(r"(?<![\w&.'’-])[A-Za-z]{2,}(?:&[A-Z]+)?(?=s?(?:['’]s)?(?!\w))")
"""A word that may be an abbreviation: not the second part of one with a stroke, nor what stands behind a point."""

_CAPITALS = re.compile(r"[A-Z]{2,}(?:&[A-Z]+)?")
_MIXED = re.compile(r"(?=.{3,6}\Z)[A-Za-z]*[A-Z][A-Za-z]*[A-Z][A-Za-z]*")
_CONSONANTS = re.compile(r"[B-DF-HJ-NP-TV-XZ]?[b-df-hj-np-tv-xz]{1,5}")


def _is_shaped(token: str) -> bool:
    """Whether it has the shape of an abbreviation: OCMW, CD&V; SyRI, ZonMw; Jw, pgb."""
    shapes = (_CAPITALS, _MIXED, _CONSONANTS)
    return any(shape.fullmatch(token) for shape in shapes)


def load_words(root: Path | None = None) -> Words:
    """Read `words.toml`; a course without it has none.

    Raises: ContentError naming file and key; also when a word of one country has nothing that explains it, or when
    what is never written out has no reason.
    """
    file = (root or course_root()) / "words.toml"
    if not file.is_file():
        return Words((), ())
    table = read_toml(file)
    abbreviations = []
    for row in table.tables("abbreviation", []):
        abbreviations.append(Abbreviation(row.text("short"), row.texts("full"), row.text("country")))
        row.close()
    check_unique(table, "abbreviation", (abbreviation.short for abbreviation in abbreviations))
    pairs = []
    for row in table.tables("pair", []):
        only = (*row.texts("only_flemish", []), *row.texts("only_dutch", []))
        pair = Pair(row.text("flemish"), row.text("dutch"), row.text("note", ""), only, row.texts("explained", []))
        if pair.only and not pair.explained:
            row.fail(
                "explained", "ontbreekt; verwacht wordt een lijst van teksten.", "Zeg welke woorden het uitleggen."
            )
        pairs.append(pair)
        row.close()
    kept = []
    for row in table.tables("kept", []):
        kept.append(Kept(row.texts("shorts"), row.text("reason")))
        row.close()
    law = []
    for row in table.tables("law", []):
        law.append(LawWords(row.texts("words"), row.texts("also", [])))
        row.close()
    lookalikes = frozenset(table.texts("lookalikes", []))
    table.close()
    return Words(tuple(abbreviations), tuple(pairs), tuple(kept), lookalikes, tuple(law))


def words_page(words: Words) -> str:
    """The page for lecturers and students: two tables in Markdown."""
    rows = [f"| {pair.flemish} | {pair.dutch} | {pair.note} |".replace("|  |", "| |") for pair in words.pairs]
    shorts = [f"| {each.short} | {each.full[0]} | {each.country} |" for each in words.abbreviations]
    return "\n".join(
        [
            "# Woorden in Vlaanderen en Nederland",
            "",
            "Hetzelfde woord is niet altijd dezelfde zaak, en dezelfde zaak heeft niet altijd hetzelfde woord.",
            "Gebruik deze tabel bij het voorbereiden, of deel haar uit.",
            "Wat naast elkaar staat, lijkt op elkaar; de wetten erachter verschillen.",
            "De tabellen komen uit `course/words.toml`: vul daar aan, en voer `sowcourse format` uit.",
            "",
            "| Vlaanderen | Nederland | let op |",
            "| --- | --- | --- |",
            *rows,
            "",
            "## Afkortingen voluit",
            "",
            "| afkorting | voluit | land |",
            "| --- | --- | --- |",
            *shorts,
            "",
        ]
    )
