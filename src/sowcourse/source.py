"""The sources the course rests on, written in APA style and named by id everywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import check_unique, course_root, read_toml


@dataclass(frozen=True)
class Source:
    """One source."""

    id: str
    apa: str
    """Full reference in APA style, Markdown for the italics."""
    url: str
    """Where it can be read; "" when it is only in print."""


def load_sources(root: Path | None = None) -> dict[str, Source]:
    """All sources, by id."""
    table = read_toml((root or course_root()) / "sources.toml")
    sources = []
    for row in table.tables("source"):
        sources.append(Source(row.text("id"), row.text("apa"), row.text("url", "")))
        row.close()
    check_unique(table, "source", (source.id for source in sources))
    table.close()
    return {source.id: source for source in sources}
