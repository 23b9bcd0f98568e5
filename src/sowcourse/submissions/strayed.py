"""Prose wherever a student put it: between code, as a comment or a string, in what a tool hung on a cell, in an output.

A new cell is a code cell unless somebody changes it, so answers stand in code cells, and some tools move text out of
sight. What is found here never makes a point; it only makes sure that a person reads it.
"""

from __future__ import annotations

import ast
import html
import io
import marshal
import re
import tokenize
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

import nh3

FEW = 2
"""Words from which a cell of nothing but text holds prose."""

SOME = 4
"""Words from which text between working code may be prose: less is a note on the code."""

MORE = 6
"""Words from which text in a box that asks for code may be an answer to another question."""

SPOKEN = re.compile(r"(?<![^\W\d_])[^\W\d_]+[,;:]? [^\W\d_]+[,;:]? [^\W\d_]+")
"""Three words after each other: what tells a sentence from the settings of a tool."""

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Letters of scripts that put no spaces between words."""

_LONGEST = 100_000
"""Characters of one text that are looked at."""

_ITS_OWN = ("source", "outputs", "cell_type", "id")
"""What is not hung on a cell."""

_LONG = 2_000
"""Bytes of what hangs on a cell, from which it is not remembered."""

_SHOWS = {"print", "display", "pprint", "Markdown", "HTML", "Latex", "Pretty"}
"""What shows a text that is given to it."""

_BRINGS = re.compile(
    r"\b(?:input|open|read_text|read|getpass)\s*\(|\.value\b|^\s*(?:%load|%run|!\s*(?:cat|type)\b)", re.MULTILINE
)
"""Code that brings text which does not stand in it."""

_RICH = ("text/markdown", "text/html", "text/latex", "image/svg+xml", "application/json")
"""Kinds of output that hold text beside the plain form of it, which then says little."""

_DRAWN = re.compile(r"(?i)</?(?:svg|math|g|text|tspan|title|desc|foreignobject)\b[^<>]*>")
"""Elements of which a sanitiser keeps no word."""

_FILLED_IN = ("value", "answer", "text", "content")
"""In the saved state of a part: what is filled in there, and not what it says itself."""

_WRITTEN = re.compile(r"(?i)\.(?:docx?|odt|rtf|pdf|txt|md|pages|gdoc|tex|html?|png|jpe?g|heic|webp|gif|mp3|m4a)")
"""How names end of files in which an answer may stand."""

_WRITES = re.compile(r"%%(?:markdown|md|html|latex|svg|writefile|file|script|perl|ruby|js|javascript)\b.*")
"""A first line after which no Python comes."""


@dataclass(frozen=True)
class Prose:
    """The text in a code cell."""

    text: str
    alone: bool
    """Whether the cell does nothing but hold or show it."""
    kept: bool = False
    """Whether it is held by a name, which other cells may use."""


NOTHING = Prose("", False)


def words(text: str) -> int:
    """How many words there are in a text."""
    return len(re.findall(r"[^\W\d_]{2,}", text)) + len(re.findall(rf"[{_UNSPACED}]", text)) // 2


def prose_in(code: str, asked: frozenset[str] = frozenset()) -> Prose:
    """The prose in a code cell; NOTHING when there is too little to be an answer.

    Parameters: asked – names that are to get a value, whose texts are answers and no prose.
    """
    body, first = _without_magic(code)
    if first:
        return Prose(body.strip("\n"), alone=True) if words(body) >= FEW else NOTHING
    try:
        return _between(body, ast.parse(body), asked)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Prose(code, alone=True) if words(code) >= FEW else NOTHING


def _between(body: str, tree: ast.Module, asked: frozenset[str]) -> Prose:
    """The prose between and in the statements of a cell."""
    pieces = [(line, 0, text) for line, text in _comments(body)]
    alone, kept = True, False
    for statement in tree.body:
        names = _given_names(statement)
        if names and names <= asked:
            alone = False
            long = _texts(statement, MORE) if _holds_text(statement) else []
            pieces += [piece for piece in long if SPOKEN.search(piece[2])]
        elif _holds_text(statement):
            kept = kept or bool(names)
            pieces += _texts(statement, 1)
        else:
            alone = alone and isinstance(statement, ast.Import | ast.ImportFrom | ast.Pass)
            pieces += _texts(statement, SOME)
    text = "\n".join(text for _, _, text in sorted(pieces))
    return Prose(text.strip("\n"), alone, kept) if words(text) >= (FEW if alone else SOME) else NOTHING


def hung_on(cell: dict[str, Any]) -> list[str]:
    """Texts that a tool hung on a cell beside its source: in its metadata, in fields of its own, as an attachment."""
    rest = {key: value for key, value in cell.items() if key not in _ITS_OWN}
    with suppress(ValueError):  # nested deeper than can be written
        written = marshal.dumps(rest, 2)
        if len(written) <= _LONG:
            return list(_spoken_in(written))
    return _spoken(rest)


@lru_cache(maxsize=4096)  # what hangs on a cell that was given, hangs on it for everybody
def _spoken_in(written: bytes) -> tuple[str, ...]:
    return tuple(_spoken(marshal.loads(written)))


def _spoken(rest: Any) -> list[str]:
    found = [text[:_LONGEST].strip() for text in strings(rest) if " " in text]
    return list(dict.fromkeys(text for text in found if SPOKEN.search(text)))


def told_of(metadata: Any) -> list[str]:
    """Texts of some length that a tool kept about a notebook as a whole; of parts only what was typed into them."""
    if not isinstance(metadata, dict):
        return []
    rest = {key: value for key, value in metadata.items() if key != "widgets"}
    typed = {"typed": [{"text": _without_tags(text)} for text in _typed(metadata.get("widgets"))]}
    return [text for text in hung_on(rest | typed) if words(text) >= MORE]


def _typed(widgets: Any) -> Iterator[str]:
    """What somebody typed into the parts of a notebook, as their state was saved with it."""
    for kept in widgets.values() if isinstance(widgets, dict) else ():
        models = kept.get("state", kept) if isinstance(kept, dict) else {}
        for model in models.values() if isinstance(models, dict) else ():
            state = model.get("state") if isinstance(model, dict) else None
            if isinstance(state, dict):
                yield from strings([[state[name]] for name in _FILLED_IN if name in state])


def written_beside(names: Iterable[str]) -> list[str]:
    """Files beside a notebook in which somebody may have written or photographed an answer."""
    return [name for name in names if _WRITTEN.fullmatch(PurePosixPath(name).suffix)]


def only_shown(cell: dict[str, Any], code: str) -> str:
    """Text that stands in the outputs of a cell and not in its source; "" for what code computed.

    That is the case when the source was wiped, or brings text from elsewhere.
    """
    outputs = cell.get("outputs")
    if not outputs:
        return ""
    brought = not code.strip() or bool(_BRINGS.search(code))
    lines: list[str] = []
    for output in outputs:
        if isinstance(output, dict) and output.get("output_type") != "error":
            data = output.get("data")
            shown = data if isinstance(data, dict) else {}
            plain = [output.get("text"), shown.get("text/plain")] if brought else []
            lines += _rich(shown, brought) or strings(plain)
    known = set(re.findall(r"\w+", code))
    text = "".join(lines)[:_LONGEST].strip()
    new = [line for line in text.splitlines() if set(re.findall(r"\w+", line)) - known]
    return "\n".join(new) if words("\n".join(new)) >= FEW else ""


def _rich(shown: dict[str, Any], brought: bool) -> list[str]:
    """The first text among the richer forms of an output; of a table, which code computed, only when it was brought."""
    for kind in _RICH:
        for text in strings(shown.get(kind)):
            plain = text if kind == "text/markdown" else _without_tags(text)
            if kind == "text/markdown" or brought or (SPOKEN.search(plain) and "<table" not in text[:_LONGEST]):
                return [f"{plain}\n"]
    return []


def _without_tags(text: str) -> str:
    """What somebody reads of a piece of HTML, and of a text without any as it is."""
    apart = re.sub(r"(?i)<(?=/?(?:br|p|div|li|tr|h\d)\b)", "\n<", text[:_LONGEST])
    apart = _DRAWN.sub(" ", apart)
    plain = nh3.clean(apart, tags=set(), clean_content_tags={"script", "style"})
    return html.unescape(plain).strip()


def strings(value: Any, depth: int = 8) -> list[str]:
    """Every text in plain data, a list of lines as one text."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return ["".join(value)]
    found: list[str] = []
    if isinstance(value, list | dict) and depth:
        for each in value.values() if isinstance(value, dict) else value:
            if isinstance(each, str):  # most are, and numbers hold no text
                found.append(each)
            elif isinstance(each, list | dict):
                found += strings(each, depth - 1)
    return found


def _without_magic(code: str) -> tuple[str, bool]:
    """Code without what only IPython reads; and whether there is no Python in the cell at all."""
    lines = code.splitlines()
    while lines and not lines[0].strip():
        lines.pop(0)
    if lines and lines[0].startswith("%%"):
        if _WRITES.match(lines[0]):
            return "\n".join(lines[1:]), True
        lines[0] = ""
    return "\n".join(map(_plain_line, lines)), False


def _plain_line(line: str) -> str:
    """A line as Python reads it: what goes to a shell is a comment when it is said, else nothing."""
    if not line.lstrip().startswith(("!", "%")):
        return line
    said = re.match(r"\s*!\s*echo\s+(.*)", line)
    quoted = [] if said else [text for _, text in re.findall(r"(['\"])(.*?)\1", line) if words(text) >= SOME]
    return f"# {said[1]}" if said else "".join(f"# {text}" for text in quoted)


def _comments(code: str) -> Iterator[tuple[int, str]]:
    with suppress(tokenize.TokenError, SyntaxError):
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], re.sub(r"^#+:?@?\s?", "", token.string)


def _given_names(statement: ast.stmt) -> set[str]:
    """Names that one statement gives a value."""
    return {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def _holds_text(statement: ast.stmt) -> bool:
    """Whether a statement does nothing but hold or show text."""
    if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr):
        return statement.value is None or _is_text(statement.value) or _is_sentence(statement)
    return False


def _is_text(value: ast.expr) -> bool:
    match value:
        case ast.Constant():
            return isinstance(value.value, str | bytes)
        case ast.JoinedStr() | ast.Name():
            return True
        case ast.BinOp():
            return _is_text(value.left) and (_is_text(value.right) or isinstance(value.op, ast.Mod | ast.Mult))
        case ast.List() | ast.Tuple() | ast.Set():
            return all(map(_is_text, value.elts))
        case ast.Dict():
            return all(map(_is_text, value.values))
        case ast.Call(func=ast.Name(id=name)) if name in _SHOWS:
            return all(map(_is_text, value.args))
        case ast.Call(func=ast.Attribute(value=ast.Constant() | ast.JoinedStr() as inner)):
            return _is_text(inner)
        case ast.Call(func=ast.Attribute(attr=name)) if name in {*_SHOWS, "dedent"}:
            return all(map(_is_text, value.args))
    return False


def _is_sentence(statement: ast.stmt) -> bool:
    """Whether a line of plain words happens to be Python too: «Armoede is onrecht»."""
    kinds = ast.Name | ast.Compare | ast.BoolOp | ast.UnaryOp | ast.Tuple | ast.cmpop | ast.boolop | ast.unaryop
    parts = [node for node in ast.walk(statement) if not isinstance(node, ast.expr_context)]
    return isinstance(statement, ast.Expr) and all(isinstance(node, kinds | ast.Expr) for node in parts)


def _texts(statement: ast.stmt, fewest: int) -> list[tuple[int, int, str]]:
    """The texts in a statement with their places, those of fewer words left out."""
    found = []
    inside: set[int] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(each) for each in ast.walk(node)} - {id(node)}
    for node in ast.walk(statement):
        if id(node) in inside:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(_piece(each) for each in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            text = node.value if isinstance(node.value, str) else node.value.decode(errors="replace")
        else:
            continue
        if words(text) >= fewest:
            found.append((node.lineno, node.col_offset, text))
    if not found and _is_sentence(statement) and words(ast.unparse(statement)) > FEW:
        found.append((statement.lineno, 0, ast.unparse(statement)))
    return found


def _piece(part: ast.expr) -> str:
    """One part of an f-string: text as it is, a value between braces."""
    if isinstance(part, ast.Constant):
        return str(part.value)
    if not isinstance(part, ast.FormattedValue):
        return ""
    return f"{{{part.value.id if isinstance(part.value, ast.Name) else ast.unparse(part.value)}}}"
