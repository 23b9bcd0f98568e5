"""The essay and its readers' reactions, passage by passage in our own words.

The original is someone else's text and is not here. Of each original paragraph the repository keeps
a fingerprint (SHA-256 of the normalised text) and a sketch (MinHash of its five-letter pieces), from which no
sentence can be rebuilt. A person with the right to use the original imports it; every paragraph is recognised by its
fingerprint, a changed one by its sketch.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sowcourse.content import Table, check_unique, course_root, read_toml
from sowcourse.course import KRACHTLIJNEN

_PERMUTATIONS = 64
_PRIME = (1 << 61) - 1
_PIECE = 5


@dataclass(frozen=True)
class Passage:
    """Our rendering of one original paragraph."""

    id: str
    """"p01" … in the essay, "r4-2" in a reaction."""
    section: str
    krachtlijnen: tuple[str, ...]
    text: str
    """Markdown, our own words."""
    fingerprint: str
    """SHA-256 of the normalised original paragraph, 64 hexadecimal digits."""
    sketch: str
    """MinHash of the original paragraph, base64."""


@dataclass(frozen=True)
class Essay:
    """The essay as a whole."""

    title: str
    authors: tuple[str, ...]
    publisher: str
    published: str
    url: str
    attribution: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Reaction:
    """What one reader answered."""

    id: str
    author: str
    """"een lezer" or the name under the reaction."""
    role: str
    krachtlijnen: tuple[str, ...]
    summary: str
    passages: tuple[Passage, ...]


@cache
def load_essay(root: Path | None = None) -> Essay:
    """Read the essay.

    Raises: ContentError naming file and key.
    """
    table = read_toml((root or course_root()) / "essay" / "essay.toml")
    essay = Essay(
        title=table.text("title"),
        authors=table.texts("authors"),
        publisher=table.text("publisher"),
        published=table.text("published"),
        url=table.text("url"),
        attribution=table.text("attribution"),
        passages=tuple(_passage(row) for row in table.tables("passage")),
    )
    check_unique(table, "passage", (passage.id for passage in essay.passages))
    table.close()
    return essay


@cache
def load_reactions(root: Path | None = None) -> tuple[Reaction, ...]:
    """Read the readers' reactions, in the order in which they were written.

    Raises: ContentError naming file and key.
    """
    table = read_toml((root or course_root()) / "essay" / "reactions.toml")
    reactions = []
    for row in table.tables("reaction"):
        reactions.append(
            Reaction(
                id=row.text("id"),
                author=row.text("author"),
                role=row.text("role", ""),
                krachtlijnen=_krachtlijnen(row),
                summary=row.text("summary"),
                passages=tuple(_passage(item) for item in row.tables("passage")),
            )
        )
        row.close()
    check_unique(table, "reaction", (reaction.id for reaction in reactions))
    table.close()
    return tuple(reactions)


def load_passages(root: Path | None = None) -> dict[str, Passage]:
    """Every passage of the essay and of the reactions, by id."""
    passages = [*load_essay(root).passages, *(p for reaction in load_reactions(root) for p in reaction.passages)]
    return {passage.id: passage for passage in passages}


def _passage(row: Table) -> Passage:
    passage = Passage(
        id=row.text("id"),
        section=row.text("section", ""),
        krachtlijnen=_krachtlijnen(row),
        text=row.text("text"),
        fingerprint=row.text("fingerprint"),
        sketch=row.text("sketch"),
    )
    row.close()
    if not re.fullmatch(r"[0-9a-f]{64}", passage.fingerprint):
        row.fail("fingerprint", "verwacht worden 64 hexadecimale tekens (SHA-256).", "Bereken hem met fingerprint().")
    return passage


def _krachtlijnen(row: Table) -> tuple[str, ...]:
    names = row.texts("krachtlijnen", [])
    for name in names:
        if name not in KRACHTLIJNEN:
            row.fail("krachtlijnen", f"'{name}' is geen krachtlijn.", f"Kies uit: {', '.join(KRACHTLIJNEN)}.")
    return names


def normalise(paragraph: str) -> str:
    """What stays the same when a paragraph is copied, printed or saved by another program.

    Letters and digits in Unicode NFKC and small; a list number or bullet in front is dropped, every run of
    other characters becomes one space.
    """
    text = unicodedata.normalize("NFKC", paragraph).casefold()
    text = re.sub(r"^\s*(?:\d{1,2}[.)]|[-*•–])\s+", "", text)
    return " ".join(re.findall(r"\w+", text))


def fingerprint(paragraph: str) -> str:
    """SHA-256 of the normalised paragraph."""
    return hashlib.sha256(normalise(paragraph).encode()).hexdigest()


def sketch(paragraph: str) -> str:
    """MinHash of the paragraph's five-letter pieces: 64 numbers of 16 bits, base64."""
    return base64.b64encode(b"".join(n.to_bytes(2, "big") for n in _minima(normalise(paragraph)))).decode()


def similarity(one: str, other: str) -> float:
    """How alike two sketches are: 0 (nothing shared) to 1 (the same pieces)."""
    a, b = base64.b64decode(one), base64.b64decode(other)
    pairs = zip(range(0, len(a), 2), range(0, len(b), 2), strict=True)
    return sum(a[i : i + 2] == b[j : j + 2] for i, j in pairs) / _PERMUTATIONS


def _minima(text: str) -> list[int]:
    pieces = {text[i : i + _PIECE] for i in range(max(1, len(text) - _PIECE + 1))}
    hashes = [int.from_bytes(hashlib.blake2b(p.encode(), digest_size=7).digest(), "big") for p in pieces]
    return [min((a * h + b) % _PRIME for h in hashes) & 0xFFFF for a, b in _factors()]


@cache
def _factors() -> tuple[tuple[int, int], ...]:
    numbers = [
        int.from_bytes(hashlib.blake2b(f"sowcourse {n}".encode(), digest_size=7).digest(), "big") | 1
        for n in range(2 * _PERMUTATIONS)
    ]
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))
