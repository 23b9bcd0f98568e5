"""Whether a reflection is complete. Pure, and only about form: people judge substance.

Every criterion can be seen by the student beforehand; none looks at an opinion.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_COPIED = 9
"""Longest run of words that a reflection may share with a given text."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True)
class Criteria:
    """What makes a reflection complete."""

    words: int
    """Fewest words."""
    parts: tuple[str, ...] = ()
    """Labels that must stand at the start of a line, each with text behind it."""
    concepts: tuple[str, ...] = ()
    """Concepts of the lesson to choose from."""
    fewest_concepts: int = 0
    passage: bool = False
    """Whether a passage must be cited, such as p14 or r4-6."""


@dataclass(frozen=True)
class Remark:
    """One criterion and whether it is met."""

    met: bool
    sentence: str


def assess(text: str, criteria: Criteria, given: tuple[str, ...] = ()) -> tuple[Remark, ...]:
    """Hold a reflection against its criteria.

    Parameters: text – what the student wrote; given – texts of the lesson from which it may not be copied.
    Returns: one remark per criterion, in a fixed order.
    """
    remarks = [_length(text, criteria.words)]
    remarks += [_part(text, part, criteria.parts) for part in criteria.parts]
    if criteria.fewest_concepts:
        remarks.append(_concepts(text, criteria))
    if criteria.passage:
        cited = re.search(r"\b(?:p\d{2}|r[1-5]-\d{1,2})\b", text)
        sentence = (
            f"Je noemt passage {cited[0]}."
            if cited
            else "Noem een passage van het essay of een reactie, bijvoorbeeld p14."
        )
        remarks.append(Remark(cited is not None, sentence))
    if given:
        remarks.append(_own_words(text, given))
    return tuple(remarks)


def words(text: str) -> list[str]:
    """The words of a text, small, without punctuation."""
    return [word.casefold() for word in _WORD.findall(text)]


def _length(text: str, fewest: int) -> Remark:
    found = len(words(text))
    if found >= fewest:
        return Remark(True, f"Je schreef {found} woorden; {fewest} was genoeg.")
    return Remark(False, f"Je schreef {found} woorden; verwacht worden er minstens {fewest}.")


def _part(text: str, part: str, parts: tuple[str, ...]) -> Remark:
    others = "|".join(re.escape(other) for other in parts)
    pattern = rf"^[\s*#_-]*{re.escape(part)}[\s*_]*:?[\s*_]*(.*?)(?=^[\s*#_-]*(?:{others})\b|\Z)"
    found = re.search(pattern, text, re.IGNORECASE | re.MULTILINE | re.DOTALL)
    if found is None:
        return Remark(False, f"Het onderdeel «{part}» ontbreekt. Zet het woord aan het begin van een regel.")
    if len(words(found[1])) < 5:
        return Remark(False, f"Bij «{part}» staat nog bijna niets. Schrijf er een paar zinnen.")
    return Remark(True, f"Het onderdeel «{part}» is er.")


def _concepts(text: str, criteria: Criteria) -> Remark:
    found = [concept for concept in criteria.concepts if re.search(rf"\b{re.escape(concept)}", text, re.IGNORECASE)]
    if len(found) >= criteria.fewest_concepts:
        return Remark(True, f"Je gebruikt deze begrippen: {', '.join(found)}.")
    return Remark(
        False,
        f"Je gebruikt {len(found)} van de begrippen uit de les; "
        f"verwacht worden er minstens {criteria.fewest_concepts}. Kies uit: {', '.join(criteria.concepts)}.",
    )


def _own_words(text: str, given: tuple[str, ...]) -> Remark:
    mine = words(text)
    runs = {tuple(mine[i : i + MOST_COPIED + 1]) for i in range(len(mine) - MOST_COPIED)}
    for source in given:
        theirs = words(source)
        for i in range(len(theirs) - MOST_COPIED):
            run = tuple(theirs[i : i + MOST_COPIED + 1])
            if run in runs:
                return Remark(
                    False, f"Deze woorden staan zo al in de les: «{' '.join(run)} …». Zeg het in je eigen woorden."
                )
    return Remark(True, "Je schreef het in je eigen woorden.")
