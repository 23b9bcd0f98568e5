"""House rules about words over the border: abbreviations are written out, words of one country are explained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sowcourse.content import UNWRITTEN, checkout, course_root
from sowcourse.errors import ContentError
from sowcourse.glossary import load_glossary
from sowcourse.lint.problem import Problem
from sowcourse.lint.readings import Reading, readings
from sowcourse.word import Words, load_words, words_page

PAGE = "woorden-vlaanderen-nederland.md"

_CITATION = re.compile(r"\([^()]*(?:\d{4}[a-z]?|z\.j\.)[^()]*\)|(?<=\()[^()]*(?:\d{4}|z\.j\.)(?=\))")
_LINK = re.compile(r"\]\([^)\s]*\)|https?://\S+|`(?!\")[^`]*`")


def abbreviations_are_written_out() -> Iterator[Problem]:
    """In everything that is read on its own, an abbreviation is in full before or where it is first used."""
    words = load_words()
    for reading in readings():
        written: set[str] = set()
        told: set[str] = set()
        for place, paragraph in reading.paragraphs():
            plain = _plain(paragraph)
            written |= {a.short for a in words.abbreviations if _has(plain, a.full)}
            bare = _without_addresses(paragraph).replace(UNWRITTEN, "")
            shorts = words.shorts(_without_citations(bare) if reading.sourced else bare)
            for short in sorted(shorts - written - told):
                told.add(short)
                yield _problem(reading.file, place, short, words)


def _problem(file: Path, place: str, short: str, words: Words) -> Problem:
    known = next((a for a in words.abbreviations if a.short == short), None)
    if known is None:
        remedy = f"Schrijf haar voluit, en zet haar in {course_root() / 'words.toml'}; "
        remedy += "of bij [[kept]] met de reden waarom zij zo blijft."
        return Problem(file, place, f"de afkorting {short} kennen wij niet.", remedy)
    fault = f"{short} staat hier voor het eerst, zonder uitleg."
    return Problem(file, place, fault, f"Schrijf «{known.full[0]}» erbij, hier of eerder.")


def words_are_explained() -> Iterator[Problem]:
    """A word that one country does not use stands with, or after, the word that explains it."""
    pairs = [pair for pair in load_words().pairs if pair.only]
    for reading in readings():
        for pair in pairs:
            for place, text in _up_to_explained(reading, pair.explained):
                used = next((word for word in pair.only if re.search(rf"(?<!\w){word}(?!\w)", text, re.IGNORECASE)), "")
                if used:
                    fault = f"«{used}» gebruikt men maar in één van beide landen."
                    remedy = f"Zet er een woord bij dat het uitlegt: {', '.join(pair.explained)}."
                    yield Problem(reading.file, place, fault, remedy)
                    break


def _up_to_explained(reading: Reading, explained: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The paragraphs of a text until one explains the word."""
    for place, paragraph in reading.paragraphs():
        if _has(_plain(paragraph), explained):
            return
        yield place, paragraph


def abbreviations_are_in_the_page() -> Iterator[Problem]:
    """The page of words is made of the words as they are, and names in full what the glossary abbreviates."""
    words = load_words()
    known = {a.short for a in words.abbreviations}
    for term in load_glossary().values():
        text = " ".join((term.term, term.flemish, term.dutch, term.definition))
        for short in sorted(words.shorts(text) - known):
            remedy = "Zet de afkorting met haar volle naam in words.toml."
            yield Problem(course_root() / "glossary.toml", term.id, f"{short} staat niet bij de afkortingen.", remedy)
    try:
        file = checkout() / "docs" / PAGE
    except ContentError:
        return
    if file.is_file() and file.read_text(encoding="utf-8") != words_page(words):
        yield Problem(
            file, "", "de bladzijde hoort niet bij words.toml zoals het nu is.", "Voer 'sowcourse format' uit."
        )


def write_words_page() -> None:
    """Write the page of words; only a checkout with documentation has it."""
    file = checkout() / "docs" / PAGE
    if file.is_file():
        file.write_text(words_page(load_words()), encoding="utf-8")


def _plain(text: str) -> str:
    """The text to look for words in: on one line, in small letters, without marks."""
    return " ".join(re.sub(r"[*«»]", "", text).lower().split())


def _has(plain: str, each: tuple[str, ...]) -> bool:
    return any(words.lower() in plain for words in each)


def _without_addresses(text: str) -> str:
    """The text without its addresses and its code; a text that is to be typed stays."""
    return _LINK.sub("] ", text)


def _without_citations(text: str) -> str:
    """The text without its citations: what stands there is found in the list of sources."""
    return _CITATION.sub(" ", text)
