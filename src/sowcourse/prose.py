"""What a student wrote, as HTML in which nothing can act: the one place where it becomes HTML.

Markdown is rendered without raw HTML, and what comes out passes a sanitiser: a list of elements, and addresses of a
list of kinds. What would not show every word that was written is shown as it was typed.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt

from sowcourse.notebook import Cell, markers, source

ELEMENTS = frozenset(
    (
        *("a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "s", "strong"),
        *("table", "tbody", "td", "th", "thead", "tr", "ul"),
    )
)
FOLDING = frozenset(("details", "h3", "h4", "summary"))
"""What a question may hold beside that."""
ATTRIBUTES = {"a": {"href", "title"}, "li": {"value"}}
SCHEMES = frozenset(("http", "https", "mailto"))

LONGEST = 20_000
"""Characters that are read as Markdown; more is shown as it was typed."""

WRITTEN = "written"
"""In the metadata of a cell, under `sowcourse`: the student's words, of which the cell itself is the harmless form."""

_ADDRESS = re.compile(r"(?:https?://|mailto:|#)[^\s\x00-\x20]+", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=256)  # what a student wrote stands on more than one page
def shown(markdown: str) -> str:
    """A student's Markdown as HTML: nothing but ELEMENTS, and no address but of SCHEMES or in the page itself."""
    text = readable(markdown)
    if len(text) <= LONGEST:
        try:
            made = _clean(str(_renderer().render(text)))
        except RecursionError:  # quotes in quotes in quotes
            return as_typed(text)
        if not Counter(_WORD.findall(text)) - Counter(_WORD.findall(html.unescape(made))):
            return made
    return as_typed(text)


def instruction(markdown: str) -> str:
    """The Markdown of a question, ours or a lecturer's, as HTML: headings and what can be folded open stay."""
    made = str(MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown))
    return _clean(made, ELEMENTS | FOLDING)


def as_typed(text: str) -> str:
    """A text as HTML, every character as it was typed."""
    lines = (html.escape(line) for line in readable(text).split("\n"))
    return f"<p>{'<br>'.join(lines)}</p>"


def readable(text: str) -> str:
    """Without characters that control, that turn the direction of reading, or that no file can hold."""
    return CONTROL.sub("", text.replace("\r\n", "\n")).encode("utf-8", "replace").decode("utf-8")


def sealed(cell: Cell) -> Cell:
    """A cell as pages of others get it, who read Markdown with HTML in it and let every address act.

    It is one block of HTML on one line, so that no reader of Markdown looks into it, and mathematics is left alone.
    Code, and cells that are ours, stay as they are.
    """
    if cell["cell_type"] == "code" or markers(cell).get("locked"):
        return cell
    about = cell["metadata"].get("sowcourse")
    kept = {**(about if isinstance(about, dict) else {}), WRITTEN: source(cell)}
    block = shown(source(cell)).replace("\n", "&#10;").replace("[", "&#91;")  # nbconvert looks for [..](files/..)
    return {
        **cell,
        "metadata": {**cell["metadata"], "sowcourse": kept},
        "source": f'<div class="tex2jax_ignore mathjax_ignore">{block}</div>',
    }


def opened(cell: Cell) -> Cell:
    """A cell with the student's words as they were written, out of one that was sealed, also by an earlier version."""
    if cell["cell_type"] == "code" or markers(cell).get("locked"):
        return cell
    if not is_sealed(cell):
        before = source(cell).replace("\u200b:", ":").replace("&lt;", "<").replace("&amp;", "&")
        return {**cell, "source": before}
    about = cell["metadata"]["sowcourse"]
    kept = {name: value for name, value in about.items() if name != WRITTEN}
    metadata = {name: value for name, value in cell["metadata"].items() if name != "sowcourse"}
    return {**cell, "metadata": metadata | ({"sowcourse": kept} if kept else {}), "source": about[WRITTEN]}


def is_sealed(cell: Cell) -> bool:
    """Whether a cell holds the harmless form of words that are kept in its metadata."""
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    about = metadata.get("sowcourse") if isinstance(metadata, dict) else None
    return isinstance(about, dict) and isinstance(about.get(WRITTEN), str)


def resealed(cell: Cell) -> Cell:
    """A cell whose kept words were changed, with the harmless form of what they are now; any other as it is."""
    return sealed(opened(cell)) if is_sealed(cell) else cell


def _clean(made: str, elements: frozenset[str] = ELEMENTS) -> str:
    return nh3.clean(
        made,
        tags=set(elements),
        attributes={name: set(allowed) for name, allowed in ATTRIBUTES.items()},
        attribute_filter=_allowed,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer nofollow",
    )


def _allowed(element: str, attribute: str, value: str) -> str | None:
    return value if attribute != "href" or _ADDRESS.fullmatch(value) else None


@cache
def _renderer() -> MarkdownIt:
    """Markdown as students write it: a line is a line, and nothing that is defined in one place and used in another."""
    made = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    made.disable("reference")
    made.add_render_rule("heading_open", _heading_open)
    made.add_render_rule("heading_close", _heading_close)
    made.add_render_rule("list_item_open", _item)
    made.add_render_rule("image", _image)
    return made


def _heading_open(self: Any, tokens: Sequence[Any], index: int, options: Any, env: Any) -> str:
    return "<p><strong>"  # the headings of a page are ours


def _heading_close(self: Any, tokens: Sequence[Any], index: int, options: Any, env: Any) -> str:
    return "</strong></p>\n"


def _item(self: Any, tokens: Sequence[Any], index: int, options: Any, env: Any) -> str:
    number = tokens[index].info  # as it was written
    return f'<li value="{html.escape(number)}">' if number else "<li>"


def _image(self: Any, tokens: Sequence[Any], index: int, options: Any, env: Any) -> str:
    """A picture is a link to it: nothing is fetched because a page is opened."""
    token = tokens[index]
    told = str(token.attrGet("title") or "")
    title = f' title="{html.escape(told)}"' if told else ""
    address = html.escape(str(token.attrGet("src") or ""))
    return f'<a href="{address}"{title}>[afbeelding: {html.escape(token.content)}]</a>'
