"""A text as it reads once escapes, tags and colours are undone, with where each character of it stands."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter
from urllib.parse import unquote

_ESCAPE = re.compile(
    r"[\x1b\\&%<*-](?:"
    r"(?P<colour>(?:(?<=\x1b)|(?<=\\)(?:x1b|u001b|033))\[[0-9;?]*[A-Za-z])"
    r"|(?<=\\)(?:(?P<hex>u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})|(?P<space>[nrtbfv]))"
    r"|(?P<entity>(?<=&)(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});)"
    r"|(?P<address>(?<=%)[0-9a-fA-F]{2}(?:%[0-9a-fA-F]{2})*)"
    r"|(?P<within>(?:(?<=[^\W\d_]\*)\*{0,2}"
    r"|(?<=[^\W\d_]<)/?(?:b|i|u|s|em|strong|span|font|mark|small|sub|sup)(?: [^<>]{0,200})?>)(?=[^\W\d_]))"
    r"|(?P<tag>(?<=<)/?[A-Za-z][^<>]{0,200}>)"
    r"|(?P<broken>(?<=[^\W\d_]-)\r?\n(?=[^\W\d_])))"
)
"""What stands for another character, or for none: a colour of a terminal, an entity of HTML, a code of JSON or Python,
the end of a line in a string, a piece of an address, what makes a letter inside a word bold, a tag, a word that was
broken off. Each begins with one of a few signs, which makes that most of a text is passed over at once."""


@dataclass(frozen=True)
class Read:
    """A text as it reads."""

    text: str
    _stretches: list[tuple[int, int, int]]
    """Where in it a stretch begins, and where in what was written; where that ends for one character that was written
    in another way, or 0 for a stretch that stands there to the letter."""

    def written(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of it begins and ends in the text that was read."""
        return _place(self._stretches, start)[0], _place(self._stretches, end - 1)[1]


def read(text: str) -> Read | None:
    """A text, in form NFC, as it reads; None when it has nothing to undo."""
    pieces: list[str] = []
    stretches: list[tuple[int, int, int]] = []
    length = done = 0
    for escape in _ESCAPE.finditer(text):
        if plain := text[done : escape.start()]:
            stretches.append((length, done, 0))
            pieces.append(plain)
            length += len(plain)
        done = escape.end()
        for sign, start, end in _meant(escape):
            composed = "" if sign.isascii() or not pieces else unicodedata.normalize("NFC", pieces[-1][-1] + sign)
            if len(composed) == 1:  # an accent of its own
                length -= 1
                start = _place(stretches, length)[0]
                pieces[-1] = pieces[-1][:-1]
                if stretches[-1][0] == length:
                    del stretches[-1], pieces[-1]
            stretches.append((length, start, end))
            pieces.append(composed if len(composed) == 1 else sign)
            length += 1
    if not done:
        return None
    stretches.append((length, done, 0))
    return Read("".join([*pieces, text[done:]]), stretches)


def _place(stretches: list[tuple[int, int, int]], place: int) -> tuple[int, int]:
    """Where the character in this place begins and ends in what was written."""
    begin, start, end = stretches[bisect_right(stretches, place, key=itemgetter(0)) - 1]
    return (start, end) if end else (start + place - begin, start + place - begin + 1)


def _meant(escape: re.Match[str]) -> list[tuple[str, int, int]]:
    """The characters that an escape stands for, each with where it begins and ends."""
    written, start, end = escape[0], escape.start(), escape.end()
    if escape.lastgroup in ("colour", "broken", "within"):
        return []
    if escape.lastgroup in ("space", "tag"):
        return [(" ", start, end)]
    if escape.lastgroup == "address":
        found = []
        for sign in unquote(written, errors="replace"):
            length = 3 * len(sign.encode()) if sign != "\ufffd" else 3
            found.append((sign, start, min(start + length, end)))
            start = min(start + length, end)
        return [(sign, begin, stop) for sign, begin, stop in found if stop > begin]
    meant = html.unescape(written) if escape.lastgroup == "entity" else chr(int(written[2:], 16))
    return [(sign, start, end) for sign in meant if not 0xD800 <= ord(sign) <= 0xDFFF]
