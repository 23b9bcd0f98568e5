"""A concept of the field in every form in which a student may write it.

Dutch inflects and splits: "verbinden" is also "verbindt", "verbonden" and "verbindende"; "aankaarten" is
"ik kaart het aan". A form is written as one would look it up, with a bar where a verb can split: "aan|kaarten".
Strong forms that share no root ("verbonden") are listed beside it. Spelling is forgiven as far as the root allows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sowcourse.content import check_unique, course_root, read_toml
from sowcourse.sentence import sentences
from sowcourse.visible import visible

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_INFLECTIONS = ("den", "ten", "en", "de", "te", "e", "s", "d", "t", "n")
_DERIVATIONS = ("heden", "ering", "heid", "eren", "isch", "ing", "end", "erd", "en", "er", "tj", "j")
_LONGEST_SPLIT = 14
"""Most words between the two parts of a split verb."""
_LONG = 10
"""Letters from which a word may be two letters off and still be asked about."""
_NO_COMPOUND_WORDS = """
aan achter anti bij binnen boven buiten dis door her mee mis neer niet non om onder ont onver over samen tegen
terug toe tussen uit ver vol voor voort weder weer weg
"""
_NO_COMPOUND = frozenset(_NO_COMPOUND_WORDS.split())
"""What in front of a word makes a verb or an opposite of it, and no compound."""
_SOUNDS = (
    *(("ij", "i"), ("ei", "i"), ("ie", "i"), ("y", "i"), ("ou", "au"), ("ck", "k"), ("ch", "g"), ("c", "k")),
    *(("v", "f"), ("z", "s"), ("x", "ks"), ("qu", "kw")),
)
"""Spellings that sound alike, or nearly."""


@dataclass(frozen=True)
class Concept:
    """One concept with its forms."""

    name: str
    """How the student sees it, e.g. "casemanagement"."""
    forms: tuple[str, ...] = ()
    """Other words for it; inflections are found without being listed, strong ones are listed."""
    inflected: bool = True
    """Whether inflections count; False when exactly these words are meant."""
    others: tuple[str, ...] = ()
    """Words that look like it and are other words."""
    compounds: bool = True
    """Whether a compound counts of which it is the head: «taaldrempel» is a drempel."""

    def evidence(self, text: str) -> str:
        """The words in `text` that name this concept; "" when there are none."""
        name = self.name.casefold()
        for found, small, roots in _words_of(text):
            for form in (self.name, *self.forms):
                parts = _parts(form)
                place = _find(parts, small, self.inflected) if _may_stand(parts[0], small, roots) else ()
                if place:
                    return " ".join(found[index] for index in place)
            if self.compounds and self.inflected:
                for word, spelt in zip(found, small, strict=True):
                    if name in spelt and _is_head(name, spelt):
                        return word
        return ""

    def misspelt(self, text: str) -> str:
        """The words in `text` that look like this concept, one or two letters off; "" when there are none."""
        others = {_folded(other) for other in self.others}
        forms = (self.name, *(form for form in self.forms if len(form) >= _LONG - 1 and "|" not in form))
        for found, _, _ in _words_of(text):
            for form in forms:
                size = len(form.split())
                for start in range(len(found) - size + 1):
                    seen = " ".join(found[start : start + size])
                    if _folded(seen) not in others and _is_near(form, _folded(form), seen):
                        return seen
        return ""


def concepts_here() -> dict[str, Concept]:
    """As `load_concepts`, read once as long as the file does not change: every reflection of a class asks for them."""
    file = course_root() / "concepts.toml"
    return dict(_concepts_of(file, file.stat().st_mtime_ns if file.is_file() else 0))


@lru_cache(maxsize=8)
def _concepts_of(file: Path, _: int) -> dict[str, Concept]:
    return load_concepts(file.parent)


def load_concepts(root: Path | None = None) -> dict[str, Concept]:
    """The concepts of `course/concepts.toml`, by name."""
    table = read_toml((root or course_root()) / "concepts.toml")
    concepts = []
    for row in table.tables("concept"):
        concepts.append(Concept(row.text("name"), row.texts("forms"), others=row.texts("others", [])))
        row.close()
    check_unique(table, "concept", (concept.name for concept in concepts))
    table.close()
    return {concept.name: concept for concept in concepts}


@lru_cache(maxsize=8)
def _words_of(text: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...]:
    """The words of each sentence, as they stand there, small, and their roots: asked of a text for every concept."""
    found = [tuple(_WORD.findall(sentence)) for sentence in sentences(visible(text))]
    small = [tuple(word.casefold() for word in each) for each in found]
    return tuple((*both, "".join(f" {root(word)}" for word in both[1])) for both in zip(found, small, strict=True))


def words(text: str) -> list[str]:
    """The words of a text, small, without punctuation."""
    return [word.casefold() for word in _WORD.findall(visible(text))]


@lru_cache(maxsize=20_000)
def root(word: str) -> str:
    """What remains of a Dutch word without accents, hyphens, endings and doubled letters: "gekaart" → "kart"."""
    bare = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(letter for letter in bare if letter.isalnum())
    if len(bare) <= 4:
        return bare
    if bare.startswith("ge") and bare[-1] in "dten" and len(bare) > 6 and bare[2] not in "nem":
        bare = bare[2:]
    bare = re.sub(r"(.)\1", r"\1", bare)
    for endings in (_INFLECTIONS, _DERIVATIONS):
        bare = bare.removesuffix(next((e for e in endings if bare.endswith(e) and len(bare) - len(e) >= 4), ""))
    if len(bare) >= 6 and bare[-1] in "dt":
        bare = bare[:-1]
    return bare[:-1] + {"v": "f", "z": "s", "d": "t"}.get(bare[-1], bare[-1])


@lru_cache(maxsize=5_000)
def _parts(form: str) -> tuple[tuple[str, str], ...]:
    """The words of a form as (separable particle or "", rest)."""
    parts = (word.rpartition("|") for word in form.split())
    return tuple((particle, rest) for particle, _, rest in parts)


def _may_stand(part: tuple[str, str], small: Sequence[str], roots: str) -> bool:
    """Whether the first word of a form may stand in a sentence: seen at once, and most forms do not."""
    particle, rest = part
    return bool(particle) or rest.casefold() in small or f" {root(rest)}" in roots


def _find(parts: tuple[tuple[str, str], ...], found: Sequence[str], inflected: bool) -> tuple[int, ...]:
    """Where the words of a form stand among words in small letters."""
    for start in range(len(found) - len(parts) + 1):
        places: list[int] = []
        for offset, (particle, rest) in enumerate(parts):
            here = _match(particle, rest, found, start + offset, inflected)
            if not here:
                break
            places += here
        else:
            return tuple(sorted(set(places)))
    return ()


def _match(particle: str, rest: str, found: Sequence[str], place: int, inflected: bool) -> tuple[int, ...]:
    word = found[place]
    if not inflected:
        return (place,) if word == rest.casefold() else ()
    if not particle:
        return (place,) if _same(rest, word) else ()
    if word.startswith(particle) and _same(rest, word.removeprefix(particle)):
        return (place,)
    if not _same(rest, word):
        return ()
    after = range(place + 1, min(place + 1 + _LONGEST_SPLIT, len(found)))
    before = range(max(0, place - 2), place)  # "aan te kaarten"
    split = next((i for i in (*after, *before) if found[i] == particle), None)
    return () if split is None else (place, split)


def _same(form: str, word: str) -> bool:
    """Whether a word is a form, or a compound that begins with one."""
    if min(len(form), len(word)) <= 4:
        return form.casefold() == word
    wanted, have = root(form), root(word)
    return have == wanted or (len(wanted) >= 7 and have.startswith(wanted))


def _is_head(name: str, word: str) -> bool:
    """Whether a word is a compound that ends in a name, also in the plural or made small; both in small letters."""
    if len(name) < 5 or " " in name:
        return False
    plural = ("", "s") if name.endswith(("el", "em", "er", "en", "ie", "a")) else ("", "s", "en")
    for ending in (*plural, "tje", "tjes", "je", "jes", "pje", "pjes"):
        front = word.removesuffix(name + ending).rstrip("-")
        if front != word and len(front) >= 3 and front not in _NO_COMPOUND:
            return bool(re.search(r"[aeiouyà-öø-ÿ]", front))
    return False


@lru_cache(maxsize=20_000)
def _folded(words: str) -> str:
    """How words sound, roughly: what is often confused is the same."""
    bare = unicodedata.normalize("NFKD", words.casefold())
    bare = "".join(letter for letter in bare if letter.isalnum())
    for spelt, sound in _SOUNDS:
        bare = bare.replace(spelt, sound)
    bare = re.sub(r"(.)\1+", r"\1", bare)
    return f"{bare[:-1]}t" if bare.endswith("d") else bare


def _is_near(form: str, wanted: str, seen: str) -> bool:
    """Whether words sound like a form but for one letter, or are spelled like a long one but for two."""
    if len(wanted) < 6 or abs(len(form) - len(seen)) > 3:
        return False
    if _letters_off(_folded(seen), wanted) <= 1:
        return True
    return (
        len(form) >= _LONG and abs(len(form) - len(seen)) <= 2 and _letters_off(seen.casefold(), form.casefold()) <= 2
    )


def _letters_off(one: str, other: str) -> int:
    """Letters that are missing, too many, other or swapped."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        line = [i]
        for j, b in enumerate(other, start=1):
            cost = min(last[j] + 1, line[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]
