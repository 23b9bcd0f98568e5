"""How well the check on names and numbers finds what labelled snippets hold: `python tests/content/detection.py`."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

from sowcourse.identity.stranger import find_details

FILE = Path(__file__).with_name("details.toml")
_LABEL = re.compile(r"\[([^\[\]|]+)\|([a-z-]+)\]")
_PARTS = {
    "Waarop de regels zijn afgesteld": "tuned",
    "Achtergehouden": "held_out",
    "Van een andere hand": "other_hand",
    "Geschreven na de laatste regels": "later",
}
Label = tuple[str, int, int]
"""Kind, begin, end."""


def snippets(part: str) -> list[tuple[str, list[Label]]]:
    """Text and labels of every snippet of "tuned", "held_out", "other_hand" or "later"."""
    return [_read(line) for line in tomllib.loads(FILE.read_text(encoding="utf-8"))[part]]


def misjudged(part: str) -> list[tuple[str, str, str]]:
    """What goes wrong, as ("missed" or "false alarm", kind, words in text)."""
    return [(sort, kind, words) for sort, kind, words in _judged(part) if sort != "found"]


def rates(part: str) -> dict[str, tuple[int, float, float]]:
    """Kind → number labelled, precision, recall; "samen" over all."""
    counts = Counter((sort, kind) for sort, kind, _ in _judged(part))
    kinds = sorted({kind for _, kind in counts})
    for sort in ("found", "missed", "false alarm"):
        counts[sort, "samen"] = sum(counts[sort, kind] for kind in kinds)
    table = {}
    for kind in [*kinds, "samen"]:
        hit, missed, wrong = (counts[sort, kind] for sort in ("found", "missed", "false alarm"))
        table[kind] = (hit + missed, hit / (hit + wrong) if hit + wrong else 1.0, hit / (hit + missed or 1))
    return table


def report() -> str:
    """The tables, in Markdown, as docs/controles.md holds them."""
    lines = []
    for title, part in _PARTS.items():
        lines += [f"#### {title}: {len(snippets(part))} zinnen", "", "| soort | aantal | precisie | herkend |"]
        lines.append("| --- " * 4 + "|")
        lines += [f"| {kind} | {n} | {right:.0%} | {found:.0%} |" for kind, (n, right, found) in rates(part).items()]
        lines.append("")
    return "\n".join(lines)


def _read(line: str) -> tuple[str, list[Label]]:
    text, done, labels = "", 0, []
    for found in _LABEL.finditer(line):
        text += line[done : found.start()]
        labels.append((found[2], len(text), len(text) + len(found[1])))
        text += found[1]
        done = found.end()
    return text + line[done:], labels


def _judged(part: str) -> list[tuple[str, str, str]]:
    judged = []
    for text, labels in snippets(part):
        said = [(detail.kind, detail.start, detail.start + len(detail.words)) for detail in find_details(text)]
        for label in labels:
            sort = "found" if any(_same(label, other) for other in said) else "missed"
            judged.append((sort, label[0], f"{text[label[1] : label[2]]} in: {text}"))
        wrong = [other for other in said if not any(_same(label, other) for label in labels)]
        judged += [("false alarm", kind, f"{text[start:end]} in: {text}") for kind, start, end in wrong]
    return judged


def _same(one: Label, other: Label) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


if __name__ == "__main__":
    print(report())
