"""Which passage, reaction or source a text refers to, in the ways in which students write that."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from sowcourse.essay import load_essay, load_reactions
from sowcourse.visible import visible

_YEAR = r"(?:(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?[a-z]?|[zn]\. ?[djn]\.|s\. ?d\.)"
_NAME = (
    r"(?!(?:Volgens|Zoals|Zie|Bij|Ook|Aldus|Maar|En|Want|Dus|Omdat|Als)\b)"
    r"(?:(?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Tt]en|[Tt]er|[Hh]et|[Ll]e|[Ll]a|[Ee]l|[Vv]on|'t|’t)\s+){0,3}[A-ZÀ-Þ][\w’'.&*-]*"
)
_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_DAY = rf"(?:\d{{1,2}}\s+)?(?:{_MONTHS})"
_NARRATED = re.compile(
    rf"(?<![\w’'-])(?P<name>{_NAME}(?:\s+{_NAME}){{0,4}})(?:,\s+{_NAME}){{0,6}}"
    rf"(?:\s+(?:en|&)\s+{_NAME}(?:\s+{_NAME}){{0,4}}|\s+e\.a\.|\s+et al\.?)?"
    rf",?\s*\((?P<year>{_YEAR})(?:[,:;][^()]*)?\)"
)
_LOOSE = re.compile(
    rf"(?<![\w’'-])(?P<name>{_NAME}(?:\s+(?:en|&)\s+{_NAME})?(?:\s+e\.a\.|\s+et al\.?)?),\s+{_YEAR}(?![\w-])"
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{3,200})[)\]]")
_INSIDE = re.compile(
    r"\s*(?:(?:zie|vgl\.|cf\.|bv\.|bijv\.|o\.a\.|naar|uit|in|bron|volgens|geciteerd in)(?: ook)?:?\s+)?"
    rf"(?P<name>[^\d,;]{{2,80}}?)(?:,\s*[A-Z]\.(?:\s?[A-Z]\.)*)?(?:,\s*{_DAY}|,|\s)\s*{_YEAR}(?:\s*[,:].*)?\s*"
)
_PASSAGE = re.compile(
    r"(?<!\w)(?:(?:passages?|alinea(?:['’]s)?|al\.|paragraaf|pagina(?:['’]s)?|bladzijden?|blz\.?|pag\.?)\s*(?:nr\.?|nummer)?\s*"
    r"(?:p\.?\s?)?|p\.?\s?)0*(\d{1,3})(?!\w|[.,]\d)",
    re.IGNORECASE,
)
_PART = re.compile(r"(?<!\w)r\.?\s?(\d{1,2})\s?[-–.]\s?(\d{1,3})(?!\w)", re.IGNORECASE)
_READER = re.compile(
    r"(?<!\w)(?:reacties?|lezers?)\s+(?:nr\.?\s*|nummer\s+|van lezer\s+|r)?(\d{1,3})(?!\w)", re.IGNORECASE
)
_NO_AUTHOR_WORDS = """
januari februari maart april mei juni juli augustus september oktober november december maandag dinsdag woensdag
donderdag vrijdag zaterdag zondag in op sinds vanaf tot rond na voor tijdens begin eind eind zomer herfst winter lente
stage mijn ons onze uw je ik hij zij we dat dit die een deze toen daar er geboren jaar uit om
"""
_PLACE_WORDS = """
belgië vlaanderen nederland europa gent utrecht antwerpen brussel amsterdam rotterdam leuven brugge hasselt limburg
"""
_PLACES = frozenset(_PLACE_WORDS.split())
_NO_AUTHOR = frozenset(_NO_AUTHOR_WORDS.split()) | _PLACES
"""What stands before a year and wrote nothing."""


def cited(text: str, passages: Collection[str] | None = None, readers: Collection[str] | None = None) -> str:
    """The first passage, reaction or source that a text refers to, as it stands there; "" when there is none.

    Parameters: passages – ids of passages and of parts of reactions; readers – ids of reactions; by default those of
    the essay and its readers.
    """
    if passages is None or readers is None:
        reactions = load_reactions()
        passages = {p.id for p in (*load_essay().passages, *(p for reaction in reactions for p in reaction.passages))}
        readers = {reaction.id for reaction in reactions}
    found = sorted(_found(visible(text), passages, readers))
    return found[0][1] if found else ""


def _found(text: str, passages: Collection[str], readers: Collection[str]) -> Iterator[tuple[int, str]]:
    numbers = {int(digits[0]) for name in passages if (digits := re.findall(r"^p(\d+)$", name))}
    people = {int(digits[0]) for name in readers if (digits := re.findall(r"(\d+)$", name))}
    for found in _PASSAGE.finditer(text):
        if int(found[1]) in numbers:
            yield found.start(), found[0]
    for found in _PART.finditer(text):
        if f"r{int(found[1])}-{int(found[2])}" in passages:
            yield found.start(), found[0]
    for found in _READER.finditer(text):
        if int(found[1]) in people:
            yield found.start(), found[0]
    for found in _BRACKETS.finditer(text):
        if any(_is_source(part) for part in found[1].split(";")):
            yield found.start(), found[1]
    for pattern in (_NARRATED, _LOOSE):
        for found in pattern.finditer(text):
            if _is_author(found["name"]):
                yield found.start(), found[0]


def _is_source(words: str) -> bool:
    found = _INSIDE.fullmatch(words)
    return found is not None and _is_author(found["name"])


def _is_of_a_place(words: list[str]) -> bool:
    """A body that is named after where it works: «Statistiek Vlaanderen», «OCMW Gent»."""
    return words[-1].casefold() in _PLACES and words[-1][0].isupper() and words[-2][0].isupper()


def _is_author(name: str) -> bool:
    """Whether a name could be of who wrote something: with a capital, and no month, place or pronoun."""
    words = re.findall(r"[\w’'*-]+", name)
    return (
        any(word[0].isupper() for word in words)
        and words[0].casefold() not in _NO_AUTHOR
        and (words[-1].casefold() not in _NO_AUTHOR or _is_of_a_place(words))
        and " ".join(words[:2]).casefold() != "de stage"
    )
