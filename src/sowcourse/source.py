"""The sources the course rests on, written in APA style and named by id everywhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from sowcourse.claim import load_claims
from sowcourse.content import check_unique, course_root, read_toml
from sowcourse.course import load_cases, load_module
from sowcourse.debate import load_debates
from sowcourse.errors import ContentError
from sowcourse.glossary import load_glossary
from sowcourse.quiz import load_quiz
from sowcourse.threshold import load_walk


@dataclass(frozen=True)
class Source:
    """One source."""

    id: str
    apa: str
    """Full reference in APA style, Markdown for the italics."""
    url: str
    """Where it can be read; "" when it is only in print."""


class Sources(dict[str, Source]):
    """Sources by id; one that is not there is told in Dutch, whoever asks for it."""

    def __init__(self, file: Path, found: list[Source]) -> None:
        super().__init__((source.id, source) for source in found)
        self.file = file

    def __missing__(self, identifier: str) -> Source:
        near = get_close_matches(identifier, self, n=1, cutoff=0.5)
        remedy = f"Bedoel je '{near[0]}'?" if near else "Voeg de bron toe, of verbeter de naam die ernaar verwijst."
        raise ContentError(self.file, "", f"er is geen bron '{identifier}'.", remedy)


def load_sources(root: Path | None = None) -> Sources:
    """All sources, by id."""
    table = read_toml((root or course_root()) / "sources.toml")
    sources = []
    for row in table.tables("source"):
        sources.append(Source(row.text("id"), row.text("apa"), row.text("url", "")))
        row.close()
    check_unique(table, "source", (source.id for source in sources))
    table.close()
    return Sources(table.file, sources)


def lesson_sources(module: str, root: Path | None = None) -> list[Source]:
    """The sources of a lesson's prose, terms, debates, cases and questions, by author."""
    lesson = load_module(module, root)
    terms = load_glossary(root)
    names = {*lesson.sources, *(terms[identifier].source for identifier in lesson.terms)}
    names |= {a.origin for debate in load_debates(module, root).values() for a in debate.arguments}
    names |= {rule.source for case in load_cases(module, root) for rule in case.rules}
    if (lesson.folder / "thresholds.toml").exists():
        names |= {figure.source for figure in load_walk(module, root).figures}
    if (lesson.folder / "claims.toml").exists():
        names |= {evidence.source for claim in load_claims(module, root) for evidence in claim.evidence}
    names |= {question.passage for question in load_quiz(module, root)}
    return sorted((s for s in load_sources(root).values() if s.id in names), key=lambda s: s.apa.lower())


_INITIALS = re.compile(r",(?: (?:[A-Z][a-z]?\.-?)+)+")


def short_reference(apa: str) -> str:
    """Author and year of an APA reference, as a text cites it: "Reynaert en Nachtergaele, 2015"."""
    found = re.match(r"(.+?)(?: \(Red\.\)\.?)? \(((?:geldend )?\d{4}[a-z]?|z\.j\.)", apa)
    if not found:
        return apa
    authors, initials = _INITIALS.subn("", found[1].replace("*", ""))
    if initials:
        people = re.split(r", | & ", authors)
        authors = " en ".join(people) if len(people) < 3 else f"{people[0]} e.a."
    return f"{authors if authors.endswith('e.a.') else authors.rstrip('.')}, {found[2]}"
