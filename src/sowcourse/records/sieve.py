"""Which texts need no search for one student: a line is looked at once for all files that have it."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from sowcourse.identity.known import TOKEN, Traces, bare, folded

ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
"""A character as JSON may write it."""

_ROOM, _LONGEST = 64_000_000, 100_000
"""Characters of lines that are remembered, all together and of one."""


def forms(text: str) -> Iterator[str]:
    """A text as it stands, and as it reads once escapes of HTML, JSON and addresses are undone.

    What is undone never reaches over the end of a line, so the forms of a text are those of its lines.
    """
    yield unicodedata.normalize("NFC", text)
    undone = html.unescape(text)
    if "\\" in undone:
        undone = ESCAPE.sub(lambda code: chr(int(code[1], 16)), undone)
        undone = re.sub(r"\\[nrtbf]", " ", undone)
    if "%" in undone:
        undone = unquote(undone, errors="ignore")
    if undone != text:
        yield unicodedata.normalize("NFC", undone)


class Sieve:
    """What lets a text through in which a student may be found; one that it holds back cannot have them.

    A trace is found where its words stand one after another as words of the text. No word reaches over the end of a
    line; so where the longest word of a trace stands in no line, in neither form, that trace is not in the text.
    """

    def __init__(self, traces: Traces) -> None:
        self._traces: dict[bool, dict[str, list[list[bytes]]]] = {
            sure: _by_longest(found) for sure, found in traces.words.items()
        }
        """The longest word of traces → what has to stand in a text for each of them."""
        self._longest = {word: bare(word) for word in self._traces[False]}
        self._empty: set[str] = set()
        self._known: dict[str, frozenset[str]] = {}
        """Lines with the longest word of a trace, and which."""
        self._room = _ROOM
        self._last: tuple[str, Iterable[str]] = ("", ())

    def lets_through(self, text: str, sure: bool = True) -> bool:
        """Whether every word of a trace may stand in a text; False is certain, and cheap.

        Parameters: sure – whether it may be written with escapes, and a part of a name is left aside.
        """
        if text != self._last[0]:  # a file is asked about more than once in a row
            self._last = (text, self._in(text))
        traces = [trace for word in self._last[1] for trace in self._traces[sure].get(word, ())]
        if not traces:
            return False
        read = forms(text) if sure else [unicodedata.normalize("NFC", text)]
        return any(all(word in plain for word in trace) for plain in map(bare, read) for trace in traces)

    def _in(self, text: str) -> Iterable[str]:
        """The longest words of traces that may stand in a text."""
        if "\0" in text:  # bytes that are no text, of which no line comes back
            return self._longest
        lines = set(text.split("\n")) - self._empty
        fresh = [line for line in lines if line not in self._known]
        here = frozenset[str]().union(*(self._known[line] for line in lines if line in self._known))
        if fresh and self._pieces("\n".join(fresh)):
            return here.union(*map(self._look, fresh))
        for line in fresh:
            self._keep(line, frozenset())
        return here

    def _pieces(self, text: str) -> frozenset[str]:
        """Those that stand in a text, if only as a piece of a word."""
        plain = b"\n".join(map(bare, forms(text)))
        return frozenset(word for word, clue in self._longest.items() if clue in plain)

    def _look(self, line: str) -> frozenset[str]:
        found = self._pieces(line)
        if found:
            found &= {folded(word) for form in forms(line) for word in TOKEN.findall(form)}
        self._keep(line, found)
        return found

    def _keep(self, line: str, words: frozenset[str]) -> None:
        if len(line) <= min(_LONGEST, self._room):
            self._room -= len(line)
            if words:
                self._known[line] = words
            else:
                self._empty.add(line)


def _by_longest(traces: Iterable[frozenset[str]]) -> dict[str, list[list[bytes]]]:
    found: dict[str, list[list[bytes]]] = {}
    for trace in traces:
        words = sorted(trace, key=lambda word: (-len(word), word))
        found.setdefault(words[0], []).append(list(map(bare, words)))
    return found
