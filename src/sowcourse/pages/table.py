"""Tables of texts: each in a region that scrolls by itself, named by what it stands under, with names for its rows."""

from __future__ import annotations

import html
import re

from markupsafe import Markup

from sowcourse.pages.page import render

_PIECE = re.compile(r"<h[1-6][^>]*>(?P<heading>.*?)</h[1-6]>|<table.*?</table>", re.DOTALL)
_CAPTION = re.compile(r"<caption[^>]*>(.*?)</caption>", re.DOTALL)
_CORNER = re.compile(r"<thead>\s*<tr>\s*<th></th>")


def readable(body: str, above: str = "") -> Markup:
    """HTML of ours with its tables so that who listens knows where it is.

    Parameters: above – what the text stands under, for a table before its first heading.
    """
    heading = above

    def told(piece: re.Match[str]) -> str:
        nonlocal heading
        if piece["heading"] is not None:
            heading = _plain(piece["heading"])
            return piece[0]
        table = piece[0]
        caption = _CAPTION.search(table)
        label = _plain(caption[1]) if caption else f"Tabel bij «{heading}»" if heading else "Tabel"
        return render("scrollable", label=label, table=Markup(_rows_named(table)))

    return Markup(_PIECE.sub(told, body))


def _rows_named(table: str) -> str:
    """Where the corner is empty, the first column says what each row is about."""
    if not _CORNER.search(table):
        return table
    return re.sub(r"<tr>\s*<td>(.*?)</td>", r'<tr><th scope="row">\1</th>', table, flags=re.DOTALL)


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text)).strip()
