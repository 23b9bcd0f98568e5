"""House rules about words over the border: abbreviations are written out, words of one country are explained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sowcourse.content import UNWRITTEN, checkout, course_root
from sowcourse.course import load_cases, load_course
from sowcourse.errors import ContentError
from sowcourse.essay import load_reactions
from sowcourse.glossary import load_glossary
from sowcourse.lint.problem import Problem
from sowcourse.lint.unfinished import unwritten
from sowcourse.stretch import case_text, reaction_text, stretches
from sowcourse.word import Words, load_words, words_page

PAGE = "woorden-vlaanderen-nederland.md"

_CAPITALS = re.compile(r"(?<![\w&.-])[A-Z]{2,}(?:&[A-Z]+)?(?=s?(?:['’]s)?(?![\w]))")
_CITATION = re.compile(r"\([^()]*(?:\d{4}[a-z]?|z\.j\.)[^()]*\)|(?<=\()[^()]*(?:\d{4}|z\.j\.)(?=\))")
_LINK = re.compile(r"\]\([^)\s]*\)|https?://\S+|`[^`]*`")


def abbreviations_are_written_out() -> Iterator[Problem]:
    """In every lesson, case and reaction an abbreviation is in full before or where it is first used."""
    words = load_words()
    for file, pieces in _readings():
        written: set[str] = set()
        told: set[str] = set()
        for place, text in pieces:
            for paragraph in re.split(r"\n\s*\n", text):
                written |= {a.short for a in words.abbreviations if any(_has(paragraph, full) for full in a.full)}
                bare = _without_sources(paragraph)
                for short in _shorts(bare, words) - written - told:
                    told.add(short)
                    yield _problem(file, place, short, words)


def _problem(file: Path, place: str, short: str, words: Words) -> Problem:
    known = next((a for a in words.abbreviations if a.short == short), None)
    if known is None:
        remedy = (
            f"Schrijf haar voluit, en zet haar in {course_root() / 'words.toml'} (of bij 'names' als het een naam is)."
        )
        return Problem(file, place, f"de afkorting {short} kennen wij niet.", remedy)
    fault = f"{short} staat hier voor het eerst, zonder uitleg."
    return Problem(file, place, fault, f"Schrijf «{known.full[0]}» erbij, hier of eerder.")


def _shorts(text: str, words: Words) -> set[str]:
    """The abbreviations in a text: those we know, and anything else in capitals that is not a name."""
    text = text.replace(UNWRITTEN, "")
    found = {short for short in _CAPITALS.findall(text) if short not in words.names}
    return found | {a.short for a in words.abbreviations if re.search(rf"(?<![\w-]){a.short}(?!\w)", text)}


def words_are_explained() -> Iterator[Problem]:
    """A word that one country does not use stands with, or after, the word that explains it."""
    pairs = [pair for pair in load_words().pairs if pair.only]
    for file, pieces in _readings():
        for pair in pairs:
            for place, text in _up_to_explained(pieces, pair.explained):
                used = next((word for word in pair.only if re.search(rf"(?<!\w){word}(?!\w)", text, re.IGNORECASE)), "")
                if used:
                    fault = f"«{used}» gebruikt men maar in één van beide landen."
                    yield Problem(
                        file, place, fault, f"Zet er een woord bij dat het uitlegt: {', '.join(pair.explained)}."
                    )
                    break


def _up_to_explained(pieces: list[tuple[str, str]], explained: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The paragraphs of a text until one explains the word."""
    for place, text in pieces:
        for paragraph in re.split(r"\n\s*\n", text):
            if any(_has(paragraph, word) for word in explained):
                return
            yield place, paragraph


def abbreviations_are_in_the_page() -> Iterator[Problem]:
    """The page of words is made of the words as they are, and names in full what the glossary abbreviates."""
    words = load_words()
    known = {a.short for a in words.abbreviations}
    for term in load_glossary().values():
        text = " ".join((term.term, term.flemish, term.dutch, term.definition))
        for short in sorted(_shorts(text, words) - known):
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


def _readings() -> Iterator[tuple[Path, list[tuple[str, str]]]]:
    """What is read from beginning to end: every lesson, every case and every reaction, with the places in it."""
    for module in load_course().modules:
        for case in load_cases(module.id):
            yield module.folder / "cases" / f"{case.id}.md", [("tekst", case_text(case))]
        if not unwritten(module.lesson):
            yield module.lesson, [(stretch.place, stretch.text) for stretch in stretches(module.id)]
    for reaction in load_reactions():
        yield course_root() / "essay" / "reactions.toml", [(reaction.id, reaction_text(reaction))]


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)


def _has(text: str, words: str) -> bool:
    return bool(_pattern(words).search(re.sub(r"[*«»]", "", text)))


def _without_sources(text: str) -> str:
    """The text without its citations and addresses: what stands there is found in the list of sources."""
    return _CITATION.sub(" ", _LINK.sub("] ", text))
