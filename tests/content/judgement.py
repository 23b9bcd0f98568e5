"""How well the rules and the mirror judge the labelled reflections: `python tests/content/judgement.py`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sowcourse.concept import load_concepts
from sowcourse.essay import load_passages
from sowcourse.mirror import load_kinds, reflect
from sowcourse.reflection import Criteria, assess
from sowcourse.shingle import load_shingles

FILE = Path(__file__).with_name("reflections.toml")
FORM = Criteria(words=1, concepts=("x",), fewest_concepts=1, passage=True)
Judgement = tuple[str, bool, bool]
"""Criterion, as labelled, as judged."""


def labelled() -> list[dict[str, Any]]:
    return list(tomllib.loads(FILE.read_text(encoding="utf-8"))["reflection"])


def judge(reflection: dict[str, Any]) -> Iterator[Judgement]:
    """Every criterion of one reflection, as labelled and as judged."""
    text = reflection["text"]
    given = tuple(passage.text for passage in load_passages().values())
    concepts = load_concepts()
    met = {
        remark.criterion: remark.met for remark in assess(text, FORM, given, tuple(concepts.values()), load_shingles())
    }
    yield "gewone Nederlandse zinnen", reflection.get("prose", True), met["prose"]
    yield "bron of passage", reflection.get("cited", False), met["cited"]
    yield "eigen woorden", not reflection.get("copied", False), met["own"]
    for name, concept in concepts.items():
        asked, found = name in reflection["concepts"], bool(concept.evidence(text))
        if asked or found:
            yield "begrippen", asked, found
    mirror = reflect(text)
    for kind in load_kinds().values():
        yield f"spiegel: {kind.title.lower()}", kind.id in reflection["mirror"], getattr(mirror, kind.id).cue != ""


def rates(judgements: list[Judgement]) -> dict[str, tuple[int, float, float]]:
    """Criterion → number labelled with it, precision, recall."""
    table = {}
    for name in dict.fromkeys(name for name, _, _ in judgements):
        pairs = [(label, verdict) for other, label, verdict in judgements if other == name]
        hit = sum(label and verdict for label, verdict in pairs)
        asked, said = sum(label for label, _ in pairs), sum(verdict for _, verdict in pairs)
        table[name] = (asked, hit / said if said else 1.0, hit / asked if asked else 1.0)
    return table


def report() -> str:
    """Both tables, in Markdown, as docs/controles.md holds them."""
    lines = []
    for title, tuned in (("Waarop de regels zijn afgesteld", True), ("Achtergehouden", False)):
        chosen = [reflection for reflection in labelled() if reflection.get("tuned", True) is tuned]
        lines += [f"### {title}: {len(chosen)} reflecties", "", "| criterium | aantal | precisie | herkend |"]
        lines.append("| --- " * 4 + "|")
        for name, (asked, precision, recall) in rates([j for r in chosen for j in judge(r)]).items():
            lines.append(f"| {name} | {asked} | {precision:.0%} | {recall:.0%} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
