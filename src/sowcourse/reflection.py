"""Whether a reflection is complete. Pure, offline, and only about form: people judge substance.

Every criterion can be seen by the student beforehand; none looks at an opinion. What the text says about
feeling, power or a next step is for the mirror, which is never a mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from sowcourse.citation import cited
from sowcourse.concept import Concept, words
from sowcourse.plural import many
from sowcourse.shingle import stretches
from sowcourse.visible import visible

SHORTEST_COPY = 7
"""Words in a row that are equal to a given text before they no longer count as the student's own."""

MOST_COPIED = 0.25
"""Largest part of a reflection that may consist of such words."""

_QUOTED = re.compile(
    r"[«“„\"][^«»“”„\"]{1,4000}[»”“\"]"
    r"|‘(?:[^‘’]|‘(?:[^‘’]|’(?=\w))*+’|’(?=\w)){1,4000}+’"
    r"|(?<![\w'])'(?!(?:[snrtmk]|er|ie)\b)(?:[^']|(?<=\w)'(?=\w)|(?<=\s)'(?=(?:[snrtmk]|er|ie)\b)){1,4000}+'(?!\w)"
)
"""Between quotation marks, single ones too: an apostrophe inside a word, or as in «'s avonds», ends none."""
_BROKEN = re.compile(r"(?<=[a-zà-ÿ])-[^\S\n]*\n[^\S\n]*(?=[a-zà-ÿ])(?!(?:en|of)\b)")
"""A word broken off at the end of a line, as a text comes from a PDF."""
_BESIDE = 80
"""Letters before or after a quotation in which its source is looked for."""
_BEFORE_LABEL = (
    r"^(?:[^\S\n]|[*#_>•·●○■□▪▫◦‣⁃➢✓✔§\uf000-\uf0ff\u2600-\u27bf\ufe0f\U0001f300-\U0001faff–—+-]|</?\w{1,6}>|\[|(?:deel|onderdeel|stap)[^\S\n]+(?=\d|[a-h]\b)"
    r"|onderdeel[^\S\n]+(?=[\w ]{1,40}[*_ ]*:)|[«“„\"]|\((?=[^\W\d][^()\n]{4,39}\))"
    r"|\(?(?:\d{1,2}(?:\.\d{1,2})*+|[a-h]|[ivx]{1,4})[.)°:\]/-]++|\d{1,2}(?:\.\d{1,2})*+[^\S\n]|o\t"
    r"|(?:de|het)[^\S\n](?=[\w ]{1,40}[*_ ]*(?::|$)))*"
)
_AFTER_LABEL = r"(?![^\W_])(?:[\s*_\]:»”\")]|</?\w{1,6}>|[–—.-](?=\s))*"
"""A label as students write and paste it: with a number, a bullet, bold or brackets, and a colon or none."""
_COMMON = """
de het een en of maar dat die dit deze dan als om te van in op aan bij met voor naar uit over door tot tegen
ik je jij hij zij ze we wij jullie u mij me hem haar hen hun ons onze mijn zijn is was waren ben bent word
wordt werd werden heb hebt heeft had hadden kan kon kunnen wil wou wilde zal zou moet moest mag mocht ga gaat
ging er daar hier niet geen wel ook nog al toen nu dus want omdat wat wie hoe waar zo heel veel meer andere
iets niets niemand iemand alle alles zelf den da 't ne ge gij nen efkes na ene doe doet deed zei
"""
_FUNCTION_WORDS = frozenset(_COMMON.split())
_FILLER = re.compile(
    r"\b(?:aan het aantal woorden (?:te )?komen|lorem ipsum|(?:bla\W+){2,}bla|woorden te vullen)\b", re.I
)


@dataclass(frozen=True)
class Criteria:
    """What makes a reflection complete."""

    words: int
    """Fewest words of the student's own."""
    parts: tuple[str, ...] = ()
    """Labels that must stand at the start of a line, each with text behind it."""
    concepts: tuple[str, ...] = ()
    """Concepts of the lesson to choose from, as the student sees them; a term of the glossary brings its forms."""
    fewest_concepts: int = 0
    passage: bool = False
    """Whether a passage, a reaction or a source must be cited: p14, r4-6, (Eurostat, 2022)."""


@dataclass(frozen=True)
class Remark:
    """One criterion and whether it is met."""

    criterion: str
    """"prose", "words", "part", "concepts", "cited" or "own"."""
    met: bool
    sentence: str


def assess(
    text: str,
    criteria: Criteria,
    given: tuple[str, ...] = (),
    concepts: tuple[Concept, ...] = (),
    originals: frozenset[int] = frozenset(),
) -> tuple[Remark, ...]:
    """Hold a reflection against its criteria.

    Parameters: text – what the student wrote; given – texts that do not count as the student's own: the question,
    the essay, the cases; concepts – `criteria.concepts` with their forms, by default without further forms;
    originals – hashed runs of texts that are not here but do not count either.
    Returns: one remark per criterion, in a fixed order.
    """
    text = _BROKEN.sub("", visible(text))
    answer = _without_labels(text, criteria.parts)
    published = stretches(words(answer), originals)
    copied = _joined([*_copied(answer, given), *published])
    remarks = [_prose(answer), _length(answer, copied, criteria.words)]
    remarks += [_part(text, part, criteria.parts) for part in criteria.parts]
    if criteria.fewest_concepts:
        known = concepts or tuple(Concept(name) for name in criteria.concepts)
        remarks.append(_concepts(answer, known, criteria.fewest_concepts))
    if criteria.passage:
        remarks.append(_cited(answer))
    if given or originals:
        remarks.append(_own_words(answer, copied, published))
    return tuple(remarks)


def count_words(text: str, criteria: Criteria) -> int:
    """How many words an answer has, its labels left out."""
    return len(words(_without_labels(visible(text), criteria.parts)))


def _without_labels(text: str, parts: tuple[str, ...]) -> str:
    for part in parts:
        text = re.sub(_label(part), "", text, flags=re.IGNORECASE | re.MULTILINE)
    return text


def _label(part: str) -> str:
    return _BEFORE_LABEL + re.escape(part).replace(r"\ ", r"[^\S\n]+") + _AFTER_LABEL


def _prose(text: str) -> Remark:
    """Running Dutch, and not a list of words, one sentence again and again, another language or filler."""
    found = words(text)
    count = len(found)
    if not count:
        return Remark("prose", False, "Er staat nog niets. Schrijf gewone Nederlandse zinnen.")
    if count < 8:
        return Remark("prose", True, "Je schreef gewone zinnen.")
    function = sum(word in _FUNCTION_WORDS for word in found) / count
    fours = [tuple(found[i : i + 4]) for i in range(count - 3)]
    repeated = 1 - len(set(fours)) / len(fours)
    distinct = len(set(found)) / min(count, 60)
    if _FILLER.search(text):
        return Remark("prose", False, "Er staat vultekst in je antwoord. Schrijf op wat je zelf meemaakte of dacht.")
    if repeated > 0.2 or distinct < 0.42:
        return Remark("prose", False, "Dezelfde woorden komen steeds terug. Zeg het één keer, en vertel dan verder.")
    if function < 0.25:
        sentence = "Dit leest als losse woorden of een andere taal. Schrijf gewone Nederlandse zinnen."
        return Remark("prose", False, sentence)
    return Remark("prose", True, "Je schreef gewone zinnen.")


@lru_cache(maxsize=1_000)
def runs_of(given: str) -> frozenset[tuple[str, ...]]:
    """Every row of SHORTEST_COPY words in a given text; one reflection after another is held against the same."""
    theirs = words(given)
    return frozenset(tuple(theirs[i : i + SHORTEST_COPY]) for i in range(len(theirs) - SHORTEST_COPY + 1))


@lru_cache(maxsize=8)
def _all_runs_of(given: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """As `runs_of`, of all that one reflection is held against: for the whole class the same."""
    return frozenset().union(*map(runs_of, given))


def _copied(text: str, given: tuple[str, ...]) -> list[tuple[int, int]]:
    """Stretches of words, as (begin, end), that stand just so in a given text."""
    mine, runs = words(text), _all_runs_of(given)
    stretches: list[tuple[int, int]] = []
    for i in range(len(mine) - SHORTEST_COPY + 1):
        if tuple(mine[i : i + SHORTEST_COPY]) in runs:
            begin = stretches.pop()[0] if stretches and stretches[-1][1] >= i else i
            stretches.append((begin, i + SHORTEST_COPY))
    return stretches


def _length(text: str, copied: list[tuple[int, int]], fewest: int) -> Remark:
    total = len(words(text))
    taken = sum(end - begin for begin, end in copied)
    own = total - taken
    told = f"Je schreef {many(total, 'woord', 'woorden')}"
    if taken:
        told += f", waarvan er {taken} al in de les of de vraag staan; {own} zijn van jou"
    if own >= fewest:
        return Remark("words", True, f"{told}; {fewest} was genoeg.")
    return Remark("words", False, f"{told}; verwacht worden er minstens {fewest}.")


def _part(text: str, part: str, parts: tuple[str, ...]) -> Remark:
    others = "|".join(re.escape(other).replace(r"\ ", r"[^\S\n]+") for other in parts)
    pattern = _label(part) + rf"(.*?)(?={_BEFORE_LABEL}(?:{others})(?![^\W_])|\Z)"
    found = re.search(pattern, text, re.IGNORECASE | re.MULTILINE | re.DOTALL)
    if found is None:
        seen = _misspelt(text, part)
        if seen:
            return Remark("part", False, f"Bedoel je «{part}» met «{seen}»? Schrijf het onderdeel precies zo.")
        return Remark("part", False, f"Het onderdeel «{part}» ontbreekt. Zet het woord aan het begin van een regel.")
    if len(words(found[1])) < 5:
        return Remark("part", False, f"Bij «{part}» staat nog bijna niets. Schrijf er een paar zinnen.")
    return Remark("part", True, f"Het onderdeel «{part}» is er.")


def _misspelt(text: str, part: str) -> str:
    """What at the beginning of a line looks like the name of a part with a letter wrong; "" when nothing does."""
    length = len(part.split())
    begun = (re.match(rf"(?:\w+[^\S\n]+){{{length - 1}}}\w+", re.sub(r"^\W+", "", line)) for line in text.split("\n"))
    written = {found[0].casefold(): found[0] for found in begun if found}
    near = get_close_matches(part.casefold(), written, n=1, cutoff=_ALIKE)
    return written[near[0]] if near else ""


_ALIKE = 0.85
"""How much a misspelt name of a part must be like it."""


def _concepts(text: str, concepts: tuple[Concept, ...], fewest: int) -> Remark:
    found = [concept.name for concept in concepts if concept.evidence(text)]
    if len(found) >= fewest:
        return Remark("concepts", True, f"Je gebruikt deze begrippen: {', '.join(found)}.")
    missing = [concept for concept in concepts if concept.name not in found]
    guesses = {concept.name: seen for concept in missing if (seen := concept.misspelt(text))}
    asked = " ".join(f"Bedoel je «{name}» met «{seen}»?" for name, seen in guesses.items())
    if len(found) + len(guesses) >= fewest:
        known = f"Je gebruikt deze begrippen: {', '.join(found)}. " if found else ""
        return Remark("concepts", True, f"{known}{asked} Dan is het goed; kijk de spelling nog eens na.")
    return Remark(
        "concepts",
        False,
        f"Je gebruikt {len(found)} van de begrippen uit de les; verwacht worden er minstens {fewest}. "
        f"{asked}{' ' if asked else ''}Kies uit: {', '.join(concept.name for concept in concepts)}.",
    )


def _cited(text: str) -> Remark:
    found = cited(text)
    if found:
        return Remark("cited", True, f"Je verwijst naar {found}.")
    sentence = "Verwijs naar een passage, een reactie of een bron, bijvoorbeeld p14, r4-6 of (Eurostat, 2022)."
    return Remark("cited", False, sentence)


def _own_words(text: str, copied: list[tuple[int, int]], published: list[tuple[int, int]]) -> Remark:
    mine = words(text)
    if not mine:
        return Remark("own", False, "Er staat nog niets in je eigen woorden.")
    quoted, sourced = _quoted(text)
    loose = {stretch: len(set(range(*stretch)) - quoted) for stretch in copied}
    taken = len({place for stretch in copied for place in range(*stretch)} - sourced)
    if taken <= MOST_COPIED * len(mine) and all(count < 10 for count in loose.values()):
        return Remark("own", True, "Je schreef het in je eigen woorden.")
    begin, end = max(copied, key=lambda stretch: (loose[stretch], stretch[1] - stretch[0]))
    shown = " ".join(mine[begin : min(end, begin + 10)])
    if not any(begin < until and start < end for start, until in published):
        sentence = f"Deze woorden staan zo al in de les of de vraag: «{shown} …». Zeg het in je eigen woorden."
        return Remark("own", False, sentence)
    sentence = (
        f"Deze woorden staan zo, of bijna zo, in het gepubliceerde essay of een reactie daarop: «{shown} …». "
        "Zeg het in je eigen woorden, of zet wat je overneemt tussen aanhalingstekens met de bron erbij."
    )
    return Remark("own", False, sentence)


def _quoted(text: str) -> tuple[set[int], set[int]]:
    """Places of words between quotation marks, and those of them with a source beside the quotation."""
    quoted: set[int] = set()
    sourced: set[int] = set()
    for found in _QUOTED.finditer(text):
        begin = len(words(text[: found.start()]))
        places = range(begin, begin + len(words(found[0])))
        quoted.update(places)
        beside = (text[max(0, found.start() - _BESIDE) : found.start()], text[found.end() : found.end() + _BESIDE])
        if any(map(cited, beside)):
            sourced.update(places)
    return quoted, sourced


def _joined(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that touch or overlap, as one."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(found):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined
