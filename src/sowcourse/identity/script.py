"""The rules of the detector as data, for the script that does the same on a page without Python (`stranger.js`).

Patterns and lists are taken from the modules themselves, so a rule that changes here changes there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from sowcourse import sentence, visible
from sowcourse.errors import SowcourseError
from sowcourse.identity import known, name, number, register
from sowcourse.identity.stranger import ADVICE, load_names

_LETTER = r"\p{L}\p{N}_"
_CLASSES = {r"\w": _LETTER, r"\d": r"\p{Nd}", r"\s": r"\s", r"\S": r"\S", r"\n": r"\n", r"\t": r"\t"}
_WHOLE = {r"[^\W\d_]": r"[\p{L}\p{Nl}\p{No}]", r"[^\W_]": r"[\p{L}\p{N}]"}
_OUTSIDE = {
    r"\w": f"[{_LETTER}]",
    r"\W": f"[^{_LETTER}]",
    r"\d": r"\p{Nd}",
    r"\b": f"(?:(?<=[{_LETTER}])(?![{_LETTER}])|(?<![{_LETTER}])(?=[{_LETTER}]))",
    r"\Z": "$",
    r"\A": "^",
}
_KEPT = frozenset(
    [r"\s", r"\S", r"\n", r"\r", r"\v", r"\f", r"\.", r"\(", r"\)", r"\+", r"\[", r"\]", r"\*", r"\?", r"\/", r"\|"]
)
"""Said the same in both languages."""
_TOKEN = re.compile(r"\\u[0-9a-f]{4}|\\.|\[\^?(?:\\.|[^\]\\])*\]|\(\?P<|\(\?i:|\(|\)|.", re.DOTALL)
_IN_CLASS = re.compile(r"\\u[0-9a-f]{4}|\\.|[a-zA-Z]-[a-zA-Z]|.", re.DOTALL)


def rules() -> dict[str, Any]:
    """Everything the script must know: patterns by their name here, lists, and what is advised."""
    names = load_names()
    return {
        "advice": ADVICE,
        "numbers": [[kind, *scripted(pattern)] for kind, pattern in number._COMPILED],
        "behind": [[kind, *scripted(pattern)] for kind, pattern in number._BEHIND_WORD],
        "patterns": dict(_patterns(number, name, sentence)),
        "cities": _words(number._CITIES),
        "starters": _words(register.STARTERS),
        "names": {
            "given": _words(names.given),
            "family": _words(names.all - names.given),
            "words": _words(names.words),
            "others": _words(names.others),
            "ordinary": _words(names.ordinary),
            "phrases": list(names.phrases),
            "pseudonyms": list(names.pseudonyms),
        },
        "sentence": {
            "open": _words(sentence._OPEN),
            "closing": _words(sentence._CLOSING),
            "starters": _words(sentence._STARTERS),
            "said": _words(sentence._SAID),
            "near": sentence._NEAR,
        },
        "near": number._NEAR,
        "seen": _letters(visible._AS_SEEN),
        "twins": _letters(visible._TWINS),
        "folding": _letters(known._LETTERS) | dict.fromkeys(known._UNSEEN, ""),
    }


def scripted(pattern: re.Pattern[str]) -> tuple[str, str]:
    """A pattern as JavaScript reads it: its source, and its flags.

    Raises: SowcourseError for what we do not know how to say in JavaScript.
    """
    made: list[str] = []
    depth, insensitive = 0, 0
    for token in _TOKEN.findall(pattern.pattern):
        depth += token.startswith("(")
        if token == ")":
            if depth == insensitive:
                insensitive = 0
            depth -= 1
        if token == "(?i:":
            insensitive, token = depth, "(?:"
        made.append(_said(token, pattern, bool(insensitive)))
    return "".join(made), "iu" if pattern.flags & re.IGNORECASE else "u"


def _said(token: str, pattern: re.Pattern[str], insensitive: bool) -> str:
    if token in _WHOLE:
        return _WHOLE[token]
    if token.startswith("[") and len(token) > 1:
        return _said_class(token, pattern, insensitive)
    if token == "(?P<":
        return "(?<"
    if token in _OUTSIDE:
        return _OUTSIDE[token]
    if insensitive and token.isalpha() and len(token) == 1:
        return f"[{token.lower()}{token.upper()}]"
    return _literal(token, pattern) if token.startswith("\\") else token


def _said_class(token: str, pattern: re.Pattern[str], insensitive: bool) -> str:
    opening = "[^" if token.startswith("[^") else "["
    inside = ""
    for piece in _IN_CLASS.findall(token[len(opening) : -1]):
        if piece in _CLASSES:
            inside += _CLASSES[piece]
        elif insensitive and piece[0].isalpha():
            inside += f"{piece.lower()}{piece.upper()}"
        else:
            inside += _literal(piece, pattern) if piece.startswith("\\") else piece
    return f"{opening}{inside}]"


def _literal(escape: str, pattern: re.Pattern[str]) -> str:
    if escape in _KEPT or escape.startswith("\\u"):
        return escape
    if not escape[1].isalnum() and escape[1] not in "-^$\\":
        return escape[1]
    raise SowcourseError(f"«{escape}» in «{pattern.pattern}»: dit staat zo niet in JavaScript; zeg het anders.")


def _patterns(*modules: ModuleType) -> Iterator[tuple[str, tuple[str, str]]]:
    for module in modules:
        room = module.__name__.rpartition(".")[2]
        for called, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{room}.{called.strip('_').lower()}", scripted(value)


def _words(words: frozenset[str]) -> str:
    return " ".join(sorted(words))


def _letters(table: Mapping[int, Any]) -> dict[str, str]:
    return {chr(letter): chr(value) if isinstance(value, int) else value for letter, value in table.items()}
