"""Runs of eight words, hashed, so that the originals stay outside the project."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

RUN = 8
"""Words in a row that may not come from the essay or a reaction."""

SHINGLES = Path(__file__).with_name("shingles.txt")
"""First eight bytes, in hexadecimal, of the SHA-256 of every run of RUN words of essay and reactions."""

SET_TERMS = ("het Sociaal Werk Actie Netwerk (SWAN) in Antwerpen",)
"""Names, titles and terms that cannot be said otherwise; a run inside one of them is allowed."""


def words(text: str) -> list[str]:
    """Words in lower case without punctuation or accents of markup."""
    return re.findall(r"[^\W_]+", text.lower())


def runs(text: str) -> dict[str, str]:
    """Hash → run, for every run of RUN words."""
    found = words(text)
    spans = (" ".join(found[i : i + RUN]) for i in range(len(found) - RUN + 1))
    return {hashlib.sha256(span.encode()).hexdigest()[:16]: span for span in spans}


def overlaps(text: str, shingles: frozenset[str]) -> list[str]:
    """The runs of a text that are in `shingles` and in no set term."""
    allowed = [" ".join(words(term)) for term in SET_TERMS]
    return [run for hash_, run in runs(text).items() if hash_ in shingles and not any(run in term for term in allowed)]


def load_shingles() -> frozenset[str]:
    """The hashes of the originals."""
    return frozenset(SHINGLES.read_text(encoding="ascii").split())


def prose(file: Path) -> str:
    """The text of a file as a reader meets it: of a notebook, its cells."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".ipynb":
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
