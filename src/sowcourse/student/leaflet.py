"""A lesson as one page of plain HTML: to read, to print, or for who cannot work in JupyterLab."""

from __future__ import annotations

import html
import re
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

from sowcourse.course import Module
from sowcourse.lesson import calls
from sowcourse.logbook import Logbook
from sowcourse.notebook import read_notebook, source
from sowcourse.pages.page import html_page, render
from sowcourse.parts import PARTS
from sowcourse.parts.base import mine, page

_PIECE = re.compile(r"<h[1-6][^>]*>(?P<heading>.*?)</h[1-6]>|<table.*?</table>", re.DOTALL)
_CAPTION = re.compile(r"<caption[^>]*>(.*?)</caption>", re.DOTALL)
_HEAD = re.compile(r"<th(?! scope=\"row)[^>]*>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<td([^>]*)>(.*?)</td>", re.DOTALL)
_MANY, _SENTENCE = 3, 40
"""From how many columns, and with how many letters in a cell, a table does not fit on a phone."""
_CORNER = re.compile(r"<thead>\s*<tr>\s*<th></th>")


def write_leaflets(modules: list[Module], folder: Path, work: Path) -> list[Path]:
    """Write one page per lesson, in which every part has its plain form.

    Parameters: work – the folder whose logbook holds the answers to show; an empty one gives lines to write on.
    Raises: ContentError when a part of a lesson is not there; LogbookError when the logbook cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages = []
    for module in modules:
        file = folder / f"{module.id}.html"
        file.write_text(leaflet(module, work), encoding="utf-8")
        pages.append(file)
    return pages


def leaflet(module: Module, work: Path) -> str:
    """The page of one lesson.

    Raises: ContentError when a part of it is not there; LogbookError when the logbook cannot be read.
    """
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    lesson, logbook = read_notebook(module.lesson), Logbook(work)
    shown = {call.cell: call for call in calls(lesson)}
    parts = []
    for cell in lesson["cells"]:
        if cell["cell_type"] == "markdown":
            parts.append(str(markdown.render(source(cell))))
        elif call := shown.get(cell["id"]):
            part = PARTS[call.name](*call.values, **call.named)
            part.recall(logbook)
            parts.append(page(part.body(mine(part.item, logbook.module(part.module))), part.label))
    return html_page(module.title, readable("\n".join(parts), module.title))


def part_page(title: str, body: str, label: str) -> str:
    """A page with one part in its plain form, and everything in it open."""
    return html_page(title, Markup(page(body, label).replace("<details>", "<details open>")))


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
        return render("scrollable", label=label, table=Markup(_stacking(_rows_named(table))))

    return Markup(_PIECE.sub(told, body))


def _rows_named(table: str) -> str:
    """Where the corner is empty, the first column says what each row is about."""
    if not _CORNER.search(table):
        return table
    return re.sub(r"<tr>\s*<td>(.*?)</td>", r'<tr><th scope="row">\1</th>', table, flags=re.DOTALL)


def _stacking(table: str) -> str:
    """In a table of three columns or more whose cells hold sentences, every cell knows its column: on a narrow screen
    it says so itself, and the cells of a row stand below each other."""
    heads = [_plain(head) for head in _HEAD.findall(table)]
    if len(heads) < _MANY or not any(len(_plain(text)) > _SENTENCE for _, text in _CELL.findall(table)):
        return table

    def row(found: re.Match[str]) -> str:
        names = iter(heads if "<th scope" not in found[0] else heads[1:])
        return _CELL.sub(lambda cell: f'<td data-of="{html.escape(next(names, ""))}"{cell[1]}>{cell[2]}</td>', found[0])

    return _ROW.sub(row, table.replace("<table>", '<table class="stacks">', 1))


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text)).strip()
