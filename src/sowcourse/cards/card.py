"""One card of A6: what stands on it, how big, and over how many cards it goes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

LOOKS = ("pro", "contra", "plain")
"""The side that a card speaks for, or none."""

LARGE_WIDTH, LARGE_LINES = 29, 14
SMALL_WIDTH, SMALL_LINES = 40, 20
"""Characters on a line and lines on a card, in the widest letter that a computer may choose."""

BETWEEN = 0.5
"""Lines of white after a block."""

_SENTENCE = re.compile(r"(?<=[.!?»])\s+")


@dataclass(frozen=True)
class Run:
    """Words in one kind of letter."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph, or an item of a list."""

    runs: tuple[Run, ...]
    mark: str = ""
    """What stands before an item: "•" or "1."."""

    @property
    def length(self) -> int:
        """Characters in all."""
        return sum(len(run.text) for run in self.runs) + len(self.mark)


@dataclass(frozen=True)
class Card:
    """One card."""

    label: str
    """What kind of card it is, with its number: "Voor 1"."""
    topic: str
    """Title of the debate or the case."""
    blocks: tuple[Block, ...]
    origin: str = ""
    """Where the words come from; "" when that needs no telling."""
    look: str = "plain"
    """One of LOOKS."""
    part: bool = False
    """Whether it is one of several over which the words go; those are all in the same small letter."""

    @property
    def large(self) -> bool:
        """Whether the words fit in large letters, to be read by two who sit side by side."""
        return not self.part and lines(self.blocks, LARGE_WIDTH) <= LARGE_LINES


def lines(blocks: Iterable[Block], width: int) -> float:
    """Lines that blocks take, with the white between them."""
    return sum(math.ceil(max(block.length, 1) / width) + BETWEEN for block in blocks)


def plain(words: str, **letter: bool) -> Block:
    """A paragraph in one kind of letter."""
    return Block((Run(words, **letter),))


def numbered(texts: Iterable[str]) -> tuple[Block, ...]:
    """The items of a numbered list."""
    return tuple(Block((Run(text),), f"{number}.") for number, text in enumerate(texts, start=1))


def fitted(card: Card) -> list[Card]:
    """The card, or as many as its words need; then each says which of how many it is. No word is left out."""
    if card.large or lines(card.blocks, SMALL_WIDTH) <= SMALL_LINES:
        return [card]
    filled: list[list[Block]] = [[]]
    for block in card.blocks:
        whole = lines([block], SMALL_WIDTH) <= SMALL_LINES
        for piece in [block] if whole else _pieces(block):
            if filled[-1] and lines([*filled[-1], piece], SMALL_WIDTH) > SMALL_LINES:
                filled.append([])
            filled[-1].append(piece)
    number = len(filled)
    return [
        replace(card, label=f"{card.label} ({place} van {number})", blocks=tuple(blocks), part=True)
        for place, blocks in enumerate(filled, start=1)
    ]


def _pieces(block: Block) -> Iterator[Block]:
    """A block that is longer than a card: by sentence, and a sentence that is longer still by word."""
    most = int(SMALL_WIDTH * (SMALL_LINES - 2))
    taken: list[Run] = []
    mark = block.mark
    for run in block.runs:
        for sentence in _SENTENCE.split(run.text):
            for words in _cut(sentence, most):
                if taken and sum(len(one.text) for one in taken) + len(words) > most:
                    yield Block(tuple(taken), mark)
                    taken, mark = [], ""
                joint = " " if taken and not taken[-1].text.endswith(" ") and words[:1].isalnum() else ""
                taken.append(replace(run, text=joint + words))
    yield Block(tuple(taken), mark)


def _cut(sentence: str, most: int) -> Iterator[str]:
    while len(sentence) > most:
        place = sentence.rfind(" ", 0, most)
        place = place if place > 0 else most
        yield sentence[:place]
        sentence = sentence[place:].lstrip()
    yield sentence


def blocks_of(markdown: str) -> tuple[Block, ...]:
    """Markdown as blocks: paragraphs, headings in bold, items of lists; whatever else it holds stays as typed."""
    found: list[Block] = []
    lists: list[int] = []  # per open list the next number; 0 for bullets
    mark, heading = "", False
    for token in _markdown().parse(markdown):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else 0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            mark = f"{lists[-1]}." if lists[-1] else "•"
            lists[-1] += bool(lists[-1])
        elif token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        elif token.type == "inline":
            found.append(Block(tuple(_runs(token.children or [], heading)), mark))
            mark = ""
        elif token.content.strip():
            found += [Block((Run(line),)) for line in token.content.splitlines() if line.strip()]
    return tuple(found)


def _runs(tokens: list[Token], bold: bool) -> Iterator[Run]:
    strong = italic = 0
    for token in tokens:
        strong += (token.type == "strong_open") - (token.type == "strong_close")
        italic += (token.type == "em_open") - (token.type == "em_close")
        words = " " if token.type in ("softbreak", "hardbreak") else token.content
        if words:
            yield Run(words, bold or strong > 0, italic > 0)


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})
