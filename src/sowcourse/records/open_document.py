"""A spreadsheet of LibreOffice (.ods) as rows of cells, and without what stands in some of its rows."""

from __future__ import annotations

import html
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping

CONTENT = "content.xml"
"""In such a file: where its tables are, one after another."""

PICTURE = "Thumbnails/thumbnail.png"
"""In it: how its first page looked when it was saved, names and all."""

NO_PICTURE = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==")
"""What comes in its place: one white dot."""

_KIND = b"opendocument.spreadsheet"
_TABLE = re.compile(r"<table:table\b[^>]*(?<!/)>.*?</table:table>", re.DOTALL)
_ROW = re.compile(r"<table:table-row\b[^>]*(?<!/)>(.*?)</table:table-row>", re.DOTALL)
_CELL = re.compile(r"<table:((?:covered-)?table-cell)\b([^>]*?)(?:/>|>(.*?)</table:\1>)", re.DOTALL)
_REMARK = re.compile(r"<office:annotation\b.*?</office:annotation>", re.DOTALL)
_LINE = re.compile(r"<text:p\b[^>]*(?<!/)>(.*?)</text:p>", re.DOTALL)
_VALUE = re.compile(r'\s(?:office|calcext):(?:value|value-type|string-value|date-value|time-value)="[^"]*"')
_MOST = 64
"""Cells for which one may stand; the empty ones behind a row are one that stands for a thousand."""


def is_open_sheet(files: Mapping[str, bytes]) -> bool:
    """Whether the members of a zip are those of such a spreadsheet."""
    return CONTENT in files and _KIND in files.get("mimetype", b"")


def tables_of(files: Mapping[str, bytes]) -> Iterator[tuple[str, list[list[str]]]]:
    """The name of each table, and its rows, each as what its cells say."""
    for number, table in enumerate(_TABLE.finditer(_content(files))):
        yield f"{CONTENT}/{number}", [list(_cells(row[1])) for row in _ROW.finditer(table[0])]


def without_rows_of_tables(files: Mapping[str, bytes], goes: Mapping[str, set[int]]) -> dict[str, bytes]:
    """The members of which something changed when rows are emptied; a row stays, empty, with its formulas.

    Parameters: goes – table → which of its rows.
    """
    number = iter(range(len(files[CONTENT])))

    def table(found: re.Match[str]) -> str:
        emptied = goes.get(f"{CONTENT}/{next(number)}", set())
        place = iter(range(len(found[0])))
        return _ROW.sub(lambda row: _CELL.sub(_bare, row[0]) if next(place) in emptied else row[0], found[0])

    return {CONTENT: _TABLE.sub(table, _content(files)).encode("utf-8", errors="surrogateescape")}


def as_plain_cells(text: str, is_text: Callable[[str], bool]) -> str:
    """A table in which a cell that had a number is a text, where one stands in it now: the number is gone with it."""

    def cell(found: re.Match[str]) -> str:
        if not is_text(_said(found[3] or "")) or "office:value" not in found[2]:
            return found[0]
        kept = f'{_VALUE.sub("", found[2])} office:value-type="string"'
        return f"<table:{found[1]}{kept}>{found[3]}</table:{found[1]}>"

    return _CELL.sub(cell, text)


def _content(files: Mapping[str, bytes]) -> str:
    return files[CONTENT].decode("utf-8", errors="surrogateescape")


def _cells(row: str) -> Iterator[str]:
    for cell in _CELL.finditer(row):
        value = re.search(r'\soffice:value="([^"]*)"', cell[2])
        said = re.sub(r"\.0+$", "", value[1]) if value and 'value-type="float"' in cell[2] else _said(cell[3] or "")
        times = re.search(r'\stable:number-columns-repeated="(\d+)"', cell[2])
        yield from [said] * min(int(times[1]) if times else 1, _MOST)


def _said(inside: str) -> str:
    """What somebody reads in a cell: without remarks that hang on it."""
    lines = (re.sub(r"<text:s\b[^>]*>", " ", line[1]) for line in _LINE.finditer(_REMARK.sub("", inside)))
    return html.unescape("\n".join(re.sub(r"<[^>]*>", "", line) for line in lines)).strip()


def _bare(cell: re.Match[str]) -> str:
    return f"<table:{cell[1]}{_VALUE.sub('', cell[2])}/>"
