"""The field's concepts, each with a definition in our own words and its source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import check_unique, course_root, read_toml


@dataclass(frozen=True)
class Term:
    """One concept."""

    id: str
    term: str
    flemish: str
    """The word used in Flanders where it differs; else ""."""
    dutch: str
    """The word used in the Netherlands where it differs; else ""."""
    definition: str
    source: str
    """Id in `sources.toml`, or of a passage of the essay."""


def load_glossary(root: Path | None = None) -> dict[str, Term]:
    """All terms, by id."""
    table = read_toml((root or course_root()) / "glossary.toml")
    terms = []
    for row in table.tables("term"):
        terms.append(
            Term(
                row.text("id"),
                row.text("term"),
                row.text("flemish", ""),
                row.text("dutch", ""),
                row.text("definition"),
                row.text("source"),
            )
        )
        row.close()
    check_unique(table, "term", (term.id for term in terms))
    table.close()
    return {term.id: term for term in terms}
