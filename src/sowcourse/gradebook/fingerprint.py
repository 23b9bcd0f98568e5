"""Runs of words: a small fingerprint of a text, and the passages that two texts share.

Source of the fingerprint: winnowing (Schleimer, Wilkerson & Aiken, 2003, «Winnowing: local algorithms for document
fingerprinting», SIGMOD). Of every WINDOW runs in a row the smallest hash is kept, so that two texts which share
SHORTEST words in a row always share a fingerprint.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection
from dataclasses import dataclass

RUN = 5
"""Words that are hashed together."""

WINDOW = 4
"""Runs in a row of which one is kept."""

SHORTEST = RUN + WINDOW - 1
"""Words in a row that make a shared passage."""

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"[«“\"][^«»“”\"]{1,400}[»”\"]")


@dataclass(frozen=True)
class Passage:
    """Words in a row that stand in two texts, as each of them writes it."""

    length: int
    """Number of words."""
    one: str
    other: str


def words(text: str) -> list[str]:
    """The words of a text in lower case; what stands between quotation marks is left out."""
    return _WORD.findall(_unquoted(text).lower())


def runs(text: str) -> list[int]:
    """The hash of every run of RUN words, in order."""
    found = words(text)
    return [_hash(found[place : place + RUN]) for place in range(len(found) - RUN + 1)]


def fingerprint(text: str) -> list[int]:
    """A sorted selection of the hashes of a text's runs; empty for a text of fewer than RUN words."""
    hashes = runs(text)
    windows = range(max(len(hashes) - WINDOW + 1, 1))
    return sorted({min(hashes[place : place + WINDOW]) for place in windows}) if hashes else []


def shared(one: str, other: str, given: Collection[int] = ()) -> list[Passage]:
    """The passages of SHORTEST words or more that two texts share, wherever they stand, in the order of `one`.

    Parameters: given – hashes of runs that do not count, such as those of the task.
    """
    mine, theirs = _words(one, given), _words(other, given)
    places: dict[tuple[str, ...], int] = {}
    for place in range(len(theirs) - SHORTEST + 1):
        places.setdefault(tuple(word for word, _, _ in theirs[place : place + SHORTEST]), place)
    passages = []
    here = 0
    while here <= len(mine) - SHORTEST:
        there = places.get(tuple(word for word, _, _ in mine[here : here + SHORTEST]))
        if there is None or not all(word for word, _, _ in mine[here : here + SHORTEST]):
            here += 1
            continue
        length = SHORTEST
        while (
            here + length < len(mine)
            and there + length < len(theirs)
            and mine[here + length][0] == theirs[there + length][0] != ""
        ):
            length += 1
        spans = [(mine[here][1], mine[here + length - 1][2]), (theirs[there][1], theirs[there + length - 1][2])]
        passages.append(Passage(length, one[slice(*spans[0])], other[slice(*spans[1])]))
        here += length
    return passages


def _words(text: str, given: Collection[int]) -> list[tuple[str, int, int]]:
    """Every word with where it begins and ends; "" for a word that was given or quoted."""
    found = [(match[0].lower(), match.start(), match.end()) for match in _WORD.finditer(_unquoted(text))]
    dull: set[int] = set()
    for place in range(len(found) - RUN + 1):
        if given and _hash([word for word, _, _ in found[place : place + RUN]]) in given:
            dull.update(range(place, place + RUN))
    return [("" if place in dull else word, begin, end) for place, (word, begin, end) in enumerate(found)]


def _unquoted(text: str) -> str:
    """The text with what is quoted blanked out; places stay the same."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), text)


def _hash(run: list[str]) -> int:
    return zlib.crc32(" ".join(run).encode())
