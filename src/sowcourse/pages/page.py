"""HTML pages for lecturers and students: one self-contained file, Dutch, accessible, nothing that runs."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from pathlib import Path

from sowcourse.prose import CONTROL, shown

_HERE = Path(__file__).parent
TOKENS = (_HERE / "tokens.css").read_text("utf-8")
"""Colour, type and space of everything that leaves as HTML, as custom properties of CSS."""
_CSS = TOKENS + (_HERE / "page.css").read_text("utf-8")

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"


class Safe(str):
    """Text that is HTML already: made here, of parts that went through `text()`."""


def html_page(title: str, body: str, broad: bool = False) -> str:
    """A whole page. `body` is HTML whose texts went through `text()`; the page itself forbids scripts.

    Parameters: broad – for wide tables; running text keeps its width.
    """
    kind = ' class="broad"' if broad else ""
    return (
        '<!doctype html>\n<html lang="nl"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(title)}</title><style>{_CSS}</style></head>\n<body{kind}><main>\n{body}\n</main></body></html>\n"
    )


def text(value: object) -> str:
    """Text that is inert inside HTML; characters that control, or turn the direction of reading, are left out."""
    if isinstance(value, Safe):
        return value
    return html.escape(CONTROL.sub("", str(value)))


def link(target: str, label: object) -> Safe:
    """A link to a place in this page ("#naam") or to a page beside it."""
    return Safe(f'<a href="{html.escape(target)}">{text(label)}</a>')


def code(lines: str) -> Safe:
    """Code as it was written."""
    return Safe(f"<pre>{text(lines)}</pre>")


def prose(markdown: str) -> Safe:
    """What a student wrote in Markdown."""
    return Safe(f"<div class='answer prose'>{shown(markdown)}</div>")


def section(name: str, title: object, *parts: str, level: int = 2) -> str:
    """A part of a page with a heading that can be linked to by name."""
    return f'<h{level} id="{text(name)}">{text(title)}</h{level}>' + "".join(parts)


def paragraph(*sentences: object) -> str:
    """Sentences as one paragraph."""
    return "<p>" + " ".join(text(sentence) for sentence in sentences) + "</p>"


def points(value: float) -> str:
    """Points as they are written in Dutch: 7,5 and 8."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def table(
    caption: str,
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
    numbers: frozenset[int] = frozenset(),
    anchors: Sequence[str] = (),
    tall: bool = False,
) -> str:
    """A table with a caption; cells are escaped, the first of each row is its header.

    Parameters: numbers – columns that are aligned as numbers; anchors – a name for each row, to link to; tall –
    scrolls on its own, with its headings in sight.
    """
    head = "".join(f'<th scope="col">{text(cell)}</th>' for cell in header)
    opened = ['<td class="number">' if index in numbers else "<td>" for index in range(len(header))]
    lines = []
    for place, (first, *rest) in enumerate(rows):
        named = f' id="{text(anchors[place])}"' if anchors else ""
        cells = "".join([f"{opened[index]}{text(cell)}</td>" for index, cell in enumerate(rest, start=1)])
        lines.append(f'<tr{named}><th scope="row">{text(first)}</th>{cells}</tr>')
    return (
        f'<div class="{"wide tall" if tall else "wide"}" tabindex="0" role="region" aria-label="{text(caption)}">'
        f"<table><caption>{text(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )
