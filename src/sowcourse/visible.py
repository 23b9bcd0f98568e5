"""A text as its writer sees it: what cannot be seen does not count.

Word processors, phones and web pages leave characters that nobody sees: soft hyphens, spaces that do not break or have
no width, letters in two pieces. A letter of another alphabet in a word of ours looks as ours does. A check that took
them for a difference would deny what stands there.
"""

from __future__ import annotations

import re
import unicodedata

_NOTHING = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\ufffc"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_AS_SEEN = str.maketrans(
    dict.fromkeys(_NOTHING, "")
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys("\u2010\u2011", "-")
    | {"\u2028": "\n", "\u2029": "\n"}
)
_TWINS = str.maketrans("АВЕКМНОРСТХаеорсухіјѕԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXaeopcyxijsqwABEZHIKMNOPTYXo")
"""Letters of Cyrillic and Greek that look like one of ours."""
_ANY_TWIN = re.compile(f"[{''.join(map(chr, _TWINS))}]")
_OURS = re.compile(r"[A-Za-z]")


def _as_read(text: str) -> str:
    """The text with our own letter for its twin, in words that hold letters of ours: the name Тарас stays as it is."""
    if text.isascii() or not _ANY_TWIN.search(text):
        return text
    return re.sub(r"\w+", lambda word: word[0].translate(_TWINS) if _OURS.search(word[0]) else word[0], text)


def visible(text: str) -> str:
    """The text without what nobody sees; every space is a space, and every letter one letter."""
    return unicodedata.normalize("NFC", _as_read(text).replace("\r\n", "\n").translate(_AS_SEEN))


def visible_places(text: str) -> tuple[str, list[int]]:
    """As `visible`, with for every character of it, and for its end, where it stands in the text."""
    shown: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(_as_read(text)):
        seen = letter.translate(_AS_SEEN)
        if seen and shown and unicodedata.combining(seen):
            whole = unicodedata.normalize("NFC", shown[-1] + seen)
            if len(whole) == 1:
                shown[-1] = whole
                continue
        if seen:
            shown.append(seen)
            places.append(place)
    return "".join(shown), [*places, len(text)]
