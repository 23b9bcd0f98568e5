"""A text as it reads once escapes, tags and colours are undone, with where each character of it stands."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

_ESCAPE = re.compile(
    r"(?P<colour>(?:\x1b|\\x1b|\\u001b|\\033)\[[0-9;?]*[A-Za-z])"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});)"
    r"|(?P<hex>\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}))"
    r"|(?P<space>\\[nrtbfv])"
    r"|(?P<address>(?:%[0-9a-fA-F]{2})+)"
    r"|(?P<tag></?[A-Za-z][^<>]{0,200}>)"
    r"|(?P<broken>(?<=[^\W\d_])-\r?\n(?=[^\W\d_]))"
)
"""What stands for another character, or for none: a colour of a terminal, an entity of HTML, a code of JSON or Python,
the end of a line in a string, a piece of an address, a tag, a word that was broken off."""


@dataclass(frozen=True)
class Read:
    """A text as it reads."""

    text: str
    _places: list[tuple[int, int]]
    """For each character of it: where what it was written as begins and ends."""

    def written(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of it begins and ends in the text that was read."""
        return self._places[start][0], self._places[end - 1][1]


def read(text: str) -> Read | None:
    """A text, in form NFC, as it reads; None when it has nothing to undo."""
    found = list(_ESCAPE.finditer(text))
    if not found:
        return None
    signs: list[str] = []
    places: list[tuple[int, int]] = []
    done = 0
    for escape in found:
        signs += text[done : escape.start()]
        places += [(place, place + 1) for place in range(done, escape.start())]
        done = escape.end()
        for sign, start, end in _meant(escape):
            composed = unicodedata.normalize("NFC", signs[-1] + sign) if signs else sign
            if signs and len(composed) == 1:  # an accent of its own
                signs[-1], places[-1] = composed, (places[-1][0], end)
            else:
                signs.append(sign)
                places.append((start, end))
    signs += text[done:]
    places += [(place, place + 1) for place in range(done, len(text))]
    return Read("".join(signs), places)


def _meant(escape: re.Match[str]) -> list[tuple[str, int, int]]:
    """The characters that an escape stands for, each with where it begins and ends."""
    written, start, end = escape[0], escape.start(), escape.end()
    if escape.lastgroup in ("colour", "broken"):
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
