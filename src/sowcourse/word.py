"""Words over the border: what an abbreviation stands for, and which words are used in one country only."""

from __future__ import annotations

from dataclasses import dataclass
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
class Words:
    """All of them, and the capitals that are names and are never written out."""

    abbreviations: tuple[Abbreviation, ...]
    pairs: tuple[Pair, ...]
    names: frozenset[str]


def load_words(root: Path | None = None) -> Words:
    """Read `words.toml`; a course without it has none.

    Raises: ContentError naming file and key; also when a word of one country has nothing that explains it.
    """
    file = (root or course_root()) / "words.toml"
    if not file.is_file():
        return Words((), (), frozenset())
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
    names = table.table("names")
    words = Words(tuple(abbreviations), tuple(pairs), frozenset(names.texts("known")))
    names.close()
    table.close()
    return words


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
