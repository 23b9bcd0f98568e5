"""Runs of eight words that come from the originals, which stay outside the project: it holds hashes of runs of five."""

from __future__ import annotations

import json
from pathlib import Path

from sowcourse import shingle
from sowcourse.concept import words

RUN = 8
"""Words in a row that may not come from the essay or a reaction."""

SET_TERMS = ("het Sociaal Werk Actie Netwerk (SWAN) in Antwerpen",)
"""Names, titles and terms that cannot be said otherwise; a run inside one of them is allowed."""


def overlaps(text: str, known: frozenset[int]) -> list[str]:
    """The runs of RUN words of a text of which every shorter run is in `known`, and that stand in no set term."""
    found, hits = words(text), [hashed in known for hashed in shingle.shingles(text)]
    inside = RUN - shingle.RUN + 1
    allowed = [" ".join(words(term)) for term in SET_TERMS]
    runs = [" ".join(found[i : i + RUN]) for i in range(len(hits) - inside + 1) if all(hits[i : i + inside])]
    return [run for run in runs if not any(run in term for term in allowed)]


def prose(file: Path) -> str:
    """The text of a file as a reader meets it: of a notebook, its cells."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".ipynb":
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
