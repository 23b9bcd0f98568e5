"""Claims of the essay, each with what supports it and what does not, for a student to judge."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import check_unique, read_toml
from sowcourse.course import load_module

VERDICTS = ("gesteund", "gemengd", "tegengesproken")

KINDS = ("steun", "nuance")


@dataclass(frozen=True)
class Evidence:
    """One thing that is known about a claim."""

    kind: str
    """One of KINDS: it supports the claim, or it qualifies or contradicts it."""
    text: str
    source: str
    """Id in `sources.toml`."""


@dataclass(frozen=True)
class Claim:
    """One claim of the essay."""

    id: str
    title: str
    text: str
    passage: str
    verdict: str
    """One of VERDICTS: our reading of the evidence, which may be disputed."""
    why: str
    evidence: tuple[Evidence, ...]


def load_claims(module: str, root: Path | None = None) -> tuple[Claim, ...]:
    """The claims of a module, in order.

    Raises: ContentError naming file and key; also when a claim lacks support or nuance.
    """
    table = read_toml(load_module(module, root).folder / "claims.toml")
    claims = []
    for row in table.tables("claim"):
        evidence = []
        for item in row.tables("evidence"):
            evidence.append(Evidence(item.choice("kind", KINDS), item.text("text"), item.text("source")))
            item.close()
        for kind in KINDS:
            if kind not in {found.kind for found in evidence}:
                row.fail("evidence", f"er is geen bewijs van de soort '{kind}'.", "Zoek ook de andere kant.")
        claims.append(
            Claim(
                id=row.text("id"),
                title=row.text("title"),
                text=row.text("text"),
                passage=row.text("passage"),
                verdict=row.choice("verdict", VERDICTS),
                why=row.text("why"),
                evidence=tuple(evidence),
            )
        )
        row.close()
    check_unique(table, "claim", (claim.id for claim in claims))
    table.close()
    return tuple(claims)
