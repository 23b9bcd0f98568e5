"""A document in plain parts, and how it reads as a page and as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sowcourse.pages.page import render

_ITALIC = re.compile(r"(?<!\w)\*(?=\S)([^*]+)(?<=\S)\*(?!\w)")


@dataclass(frozen=True)
class Grid:
    """A table; the first cell of each row is its header."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    """Columns with numbers, counted from 0."""


@dataclass(frozen=True)
class Point:
    """One item of a list; `*words*` are in italics."""

    text: str
    url: str = ""
    """Where it can be read; "" for nowhere."""


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it, in this order: text, list, tables."""

    title: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A whole document."""

    name: str
    """File name without ending."""
    title: str
    language: str
    """"nl-BE" or "nl-NL", for a spelling checker."""
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    sheet: Grid | None = None
    """What the spreadsheet holds; None for everything, a line per fact."""
    wide: bool = False
    """Whether it needs its paper on its side."""


def runs(words: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a text, each with whether it is in italics."""
    for number, piece in enumerate(_ITALIC.split(words)):
        if piece:
            yield piece, number % 2 == 1


def plain(words: str) -> str:
    """A text without its italics."""
    return "".join(piece for piece, _ in runs(words))


def page_text(paper: Paper) -> str:
    """The document as a page."""
    return str(render("paper", paper=paper, runs=runs))


def sheet_text(paper: Paper) -> str:
    """The document as CSV."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    if paper.sheet:
        writer.writerow(paper.sheet.header)
        writer.writerows(paper.sheet.rows)
    else:
        writer.writerow(("deel", "onderwerp", "gegeven", "waarde"))
        for section in paper.sections:
            writer.writerows((section.title, "", "tekst", plain(words)) for words in section.paragraphs)
            writer.writerows((section.title, "", "punt", f"{plain(p.text)} {p.url}".strip()) for p in section.points)
            for grid in section.grids:
                for first, *rest in grid.rows:
                    facts = zip(grid.header[1:], rest, strict=True)
                    writer.writerows((section.title, first, name, value) for name, value in facts)
    return stream.getvalue()
