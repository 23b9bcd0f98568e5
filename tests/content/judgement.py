"""How well the rules and the mirror judge the labelled reflections: `python tests/content/judgement.py`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from sowcourse.concept import Concept, load_concepts
from sowcourse.essay import load_passages
from sowcourse.mirror import Kind, load_kinds, reflect
from sowcourse.reflection import Criteria, assess
from sowcourse.shingle import load_shingles

FILE = Path(__file__).with_name("reflections.toml")
FORM = Criteria(words=1, concepts=("x",), fewest_concepts=1, passage=True)
Judgement = tuple[str, bool, bool]
"""Criterion, as labelled, as judged."""
MIRROR = Path(__file__).with_name("mirror")
DEVELOPED, HELD_OUT = "ab", "cd"
"""Whose texts were read while the cues were written, and whose were measured once, afterwards."""


class Rates(NamedTuple):
    """What was counted for one kind of sentence."""

    asked: int
    """Texts in which a reader sees the kind."""
    said: int
    """Texts in which the mirror shows a sentence."""
    hit: int
    """… a sentence that the reader labelled so."""
    near: int
    """… a sentence, in a text that has the kind, be it elsewhere."""

    @property
    def precision(self) -> float:
        """How often the kind is there when the mirror names it."""
        return self.near / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.near / self.asked if self.asked else 1.0

    @property
    def telling(self) -> float:
        """How often the very sentence that is shown carries the label."""
        return self.hit / self.said if self.said else 1.0

    @property
    def is_good(self) -> bool:
        """Whether this is enough to name a kind."""
        return self.said > 0 and self.precision >= 0.8 and self.recall >= 0.6


def labelled() -> list[dict[str, Any]]:
    return list(tomllib.loads(FILE.read_text(encoding="utf-8"))["reflection"])


@lru_cache
def measures() -> tuple[tuple[str, ...], dict[str, Concept], frozenset[int]]:
    """What every reflection is held against: the passages, the concepts, and the essay's own wording."""
    return tuple(passage.text for passage in load_passages().values()), load_concepts(), load_shingles()


@cache
def met_by(text: str) -> dict[str, bool]:
    """Criterion → whether this text meets it."""
    given, concepts, shingles = measures()
    return {remark.criterion: remark.met for remark in assess(text, FORM, given, tuple(concepts.values()), shingles)}


@cache
def named_in(text: str) -> frozenset[str]:
    """The concepts that this text shows."""
    return frozenset(name for name, concept in measures()[1].items() if concept.evidence(text))


def judge(reflection: dict[str, Any]) -> Iterator[Judgement]:
    """Every criterion of one reflection, as labelled and as judged."""
    text = reflection["text"]
    met = met_by(text)
    yield "gewone Nederlandse zinnen", reflection.get("prose", True), met["prose"]
    yield "bron of passage", reflection.get("cited", False), met["cited"]
    yield "eigen woorden", not reflection.get("copied", False), met["own"]
    for name in measures()[1]:
        asked, found = name in reflection["concepts"], name in named_in(text)
        if asked or found:
            yield "begrippen", asked, found


def writers(letters: str) -> list[dict[str, Any]]:
    """The reflections of some writers, labelled sentence by sentence."""
    files = [MIRROR / f"writer-{letter}.toml" for letter in letters]
    return [text for file in files for text in tomllib.loads(file.read_text(encoding="utf-8"))["text"]]


def kinds_tried() -> dict[str, Kind]:
    """The kinds as if the mirror named them all: also those that it does not name are measured."""
    return {name: replace(kind, named=True) for name, kind in load_kinds().items()}


@lru_cache
def mirrored(letters: str) -> dict[str, Rates]:
    """Per kind how well the mirror does, or would do."""
    kinds = kinds_tried()
    tally = {name: [0, 0, 0, 0] for name in kinds}
    for text in writers(letters):
        mirror = reflect(text["text"], kinds)
        for name, count in tally.items():
            labelled_so = {label["sentence"].strip() for label in text.get("label", []) if label["kind"] == name}
            shown = getattr(mirror, name).sentence
            count[0] += bool(labelled_so)
            count[1] += bool(shown)
            count[2] += shown in labelled_so
            count[3] += bool(shown and labelled_so)
    return {name: Rates(*count) for name, count in tally.items()}


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
    titled = {DEVELOPED: "schrijvers A en B, gelezen bij het maken", HELD_OUT: "schrijvers C en D, achtergehouden"}
    for letters, title in titled.items():
        lines += [f"### Spiegel: {title}: {len(writers(letters))} reflecties", ""]
        lines += ["| soort zin | teksten | precisie | herkend | juiste zin | noemt hij? |", "| --- " * 6 + "|"]
        for name, row in mirrored(letters).items():
            kind = load_kinds()[name]
            shown = f"{row.precision:.0%} | {row.recall:.0%} | {row.telling:.0%}" if row.said else "– | – | –"
            lines.append(f"| {kind.title.lower()} | {row.asked} | {shown} | {'ja' if kind.named else 'nee'} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
