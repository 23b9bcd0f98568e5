"""Runs of words of the originals, hashed so short that no sentence can be rebuilt, yet a copy is recognised.

Twenty-two bits of a run say «perhaps»: of all words that could follow, dozens fit, so nobody reads the text from them.
One run by chance means nothing; several behind one another do.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sowcourse.concept import words
from sowcourse.content import read_text

FILE = Path(__file__).with_name("runs.txt")

RUN = 5
"""Words in a row that are hashed together."""

_HITS = 3
"""Recognised runs before a stretch counts: seven words to the letter, more with a changed one. Fewer come by chance."""

_BITS = 22
_GAP = 2
"""Changed, added or swapped words between two recognised runs that do not end a stretch."""


def shingles(text: str) -> list[int]:
    """The hash of every run of a text, in order."""
    return _hashes(words(text))


def stretches(mine: list[str], known: frozenset[int]) -> list[tuple[int, int]]:
    """Stretches of words, as (begin, end), that stand nearly so in the text from which `known` was made.

    Parameters: mine – words as `concept.words` gives them.
    """
    spans: list[tuple[int, int, int]] = []
    for begin, hashed in enumerate(_hashes(mine)):
        if hashed not in known:
            continue
        if spans and begin <= spans[-1][1] + _GAP:
            spans[-1] = (spans[-1][0], begin + RUN, spans[-1][2] + 1)
        else:
            spans.append((begin, begin + RUN, 1))
    return [(begin, end) for begin, end, hits in spans if hits >= _HITS]


def written(texts: Iterable[str]) -> str:
    """What `runs.txt` holds for these texts."""
    found = sorted({f"{hashed:06x}" for text in texts for hashed in shingles(text)})
    return "".join(" ".join(found[i : i + 20]) + "\n" for i in range(0, len(found), 20))


@cache
def load_shingles() -> frozenset[int]:
    """The hashes of the essay and the reactions, which come with the package."""
    return frozenset(int(hashed, 16) for hashed in read_text(FILE).split())


def _hashes(found: list[str]) -> list[int]:
    plain = [_plain(word) for word in found]
    runs = (" ".join(plain[i : i + RUN]) for i in range(len(plain) - RUN + 1))
    digests = (hashlib.sha256(run.encode()).digest() for run in runs)
    return [int.from_bytes(digest[:4], "big") >> (32 - _BITS) for digest in digests]


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in letters if letter.isalnum())
