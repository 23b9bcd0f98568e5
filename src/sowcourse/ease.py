"""How easily a Dutch text reads, after Flesch and Douma.

Score = 206.84 − 0.93 × words per sentence − 77 × syllables per word: 100 is very easy, below 30 very hard.
It counts; it does not understand. Source: `flesch-douma` in sources.toml.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sowcourse.notebook import one_sentence_per_line

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_VOWELS = re.compile(r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|[aeiouy]")
_CODE = re.compile(r"```.*?```", re.DOTALL)
_SUMMARY = re.compile(r"<summary>.*?</summary>|</?[a-z]+[^>]*>", re.IGNORECASE)
_CITATION = re.compile(r"\s*\([^()]*(?:z\.j\.|\b\d{4}\b)[^()]*\)")


@dataclass(frozen=True)
class Ease:
    """How easily a text reads."""

    score: float
    """From 100 (very easy) down; 100 for a text without words."""
    words: int
    sentence: float
    """Words per sentence."""
    word: float
    """Syllables per word."""


def reading_ease(text: str) -> Ease:
    """The reading ease of plain text with one sentence per line, as `paragraphs` gives it."""
    sentences = [words for line in text.split("\n") if (words := _WORD.findall(line))]
    count = sum(map(len, sentences))
    if not count:
        return Ease(100.0, 0, 0.0, 0.0)
    sentence = count / len(sentences)
    word = sum(syllables(word) for words in sentences for word in words) / count
    return Ease(206.84 - 0.93 * sentence - 77 * word, count, sentence, word)


def syllables(word: str) -> int:
    """About how many syllables a Dutch word has: groups of vowels, a trema starting a new one; at least 1."""
    parted = re.sub(r"([äëïöü])", r"-\1", unicodedata.normalize("NFC", word.lower()))
    bare = "".join(c for c in unicodedata.normalize("NFD", parted) if not unicodedata.combining(c))
    return max(1, len(_VOWELS.findall(bare)))


def paragraphs(markdown: str) -> list[str]:
    """The prose of a Markdown text, one sentence per line: no headings, tables, code, tags, images or citations."""
    found = []
    for block in re.split(r"\n\s*\n", _SUMMARY.sub(" ", _CODE.sub("", markdown))):
        lines = [line for line in block.split("\n") if not re.match(r"\s*(?:#|\||!\[)", line)]
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", "\n".join(lines))
        text = re.sub(r"^\s*(?:[-+*>]|\d+\.)\s+", "", text, flags=re.MULTILINE)
        text = re.sub(r"[*`]", "", _CITATION.sub("", text))
        if text.strip():
            found.append(one_sentence_per_line(text.strip()))
    return found
