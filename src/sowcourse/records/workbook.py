"""A spreadsheet (.xlsx, .ods) as rows of cells, and without what stands in some of its rows."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

from sowcourse.records.open_document import as_plain_cells, is_open_sheet, tables_of, without_rows_of_tables

SHEETS, TEXTS = "xl/worksheets/", "xl/sharedStrings.xml"
"""In such a file: where its sheets are, and the texts that their cells point at."""

_ROW = re.compile(r"<row\b[^>]*(?<!/)>(.*?)</row>", re.DOTALL)
_CELL = re.compile(r"<c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_TEXT = re.compile(r"<si>(.*?)</si>|<si/>", re.DOTALL)
_WORDS = re.compile(r"<t\b[^>]*>([^<]*)</t>")
_FORMULA = re.compile(r"<f\b[^>]*(?:/>|>[^<]*</f>)")
_VALUE = re.compile(r"<v>([^<]*)</v>")
_PLACE = re.compile(r'\br="[A-Z]*(\d+)"')
_BESIDE = re.compile(r'\bTarget="([^"]*omment[^"]*)"')
_NOTE = re.compile(r'<((?:threadedC|c)omment)\s[^>]*?\bref="[A-Z]+(\d+)".*?</\1>', re.DOTALL)
_NOTED = re.compile(r"(<t(?:ext)?\b[^>]*>)[^<]+")


def is_workbook(files: Mapping[str, bytes]) -> bool:
    """Whether the members of a zip are those of a spreadsheet."""
    return any(name.startswith(SHEETS) for name in files) or is_open_sheet(files)


def rows_of(files: Mapping[str, bytes]) -> Iterator[tuple[str, list[list[str]]]]:
    """The name of each sheet, and its rows, each as what its cells say."""
    if is_open_sheet(files):
        yield from tables_of(files)
    texts = _texts(files)
    for name in filter(_is_sheet, files):
        sheet = files[name].decode("utf-8", errors="surrogateescape")
        yield name, [_cells(row[1], texts) for row in _ROW.finditer(sheet)]


def without_rows(files: Mapping[str, bytes], goes: Mapping[str, set[int]]) -> dict[str, bytes]:
    """The members of which something changed when rows are emptied, with the texts that only these had, and notes.

    A row stays, empty, with its formulas: others count its place. So does a note, without its words.

    Parameters: goes – sheet → which of its rows.
    """
    if is_open_sheet(files):
        return without_rows_of_tables(files, goes)
    made: dict[str, bytes] = {}
    gone, kept = set[int](), set[int]()
    for name in filter(_is_sheet, files):
        sheet, emptied = files[name].decode("utf-8", errors="surrogateescape"), goes.get(name, set())
        pieces, done = list[str](), 0
        for number, row in enumerate(_ROW.finditer(sheet)):
            pointed = {int(place) for place in map(_pointed, _CELL.finditer(row[1])) if place.isdigit()}
            if number in emptied:
                gone |= pointed
                pieces += [sheet[done : row.start(1)], _CELL.sub(_bare, row[1])]
                done = row.end(1)
            else:
                kept |= pointed
        if emptied:
            made |= _without_notes(files, name, emptied)
            made[name] = "".join([*pieces, sheet[done:]]).encode("utf-8", errors="surrogateescape")
    if gone - kept and TEXTS in files:
        made[TEXTS] = _emptied(files[TEXTS].decode("utf-8", errors="surrogateescape"), gone - kept)
    return made


def as_texts(sheet: str, is_text: Callable[[str], bool]) -> str:
    """A sheet in which a cell that had a number is a text, where one stands in it now: else it does not open."""

    def cell(found: re.Match[str]) -> str:
        value = _VALUE.search(found[2] or "")
        if value is None or not is_text(value[1]) or 't="str"' in found[1]:
            return found[0]
        plain = re.sub(r'\st="[^"]*"', "", found[1])
        return f'<c{plain} t="inlineStr"><is><t>{value[1]}</t></is></c>'

    return as_plain_cells(_CELL.sub(cell, sheet), is_text)


def _without_notes(files: Mapping[str, bytes], sheet: str, emptied: set[int]) -> dict[str, bytes]:
    """The members with notes on cells of a sheet, of which something changed when these rows of it are emptied."""
    rows = list(_ROW.finditer(files[sheet].decode("utf-8", errors="surrogateescape")))
    told = {place: _PLACE.search(rows[place][0]) for place in emptied}
    numbers = {said[1] if said else str(place + 1) for place, said in told.items()}

    def note(found: re.Match[str]) -> str:
        return _NOTED.sub(r"\1", found[0]) if found[2] in numbers else found[0]

    folder, name = posixpath.split(sheet)
    beside = files.get(f"{folder}/_rels/{name}.rels", b"").decode("utf-8", errors="surrogateescape")
    made: dict[str, bytes] = {}
    for target in _BESIDE.findall(beside):
        place = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        before = files.get(place, b"").decode("utf-8", errors="surrogateescape")
        after = _NOTE.sub(note, before)
        if after != before:
            made[place] = after.encode("utf-8", errors="surrogateescape")
    return made


def _is_sheet(name: str) -> bool:
    return name.startswith(SHEETS) and name.endswith(".xml")


def _texts(files: Mapping[str, bytes]) -> list[str]:
    table = files.get(TEXTS, b"").decode("utf-8", errors="surrogateescape")
    return ["".join(_WORDS.findall(text[1] or "")) for text in _TEXT.finditer(table)]


def _emptied(table: str, places: set[int]) -> bytes:
    number = iter(range(len(table)))
    made = _TEXT.sub(lambda found: "<si><t></t></si>" if next(number) in places else found[0], table)
    return made.encode("utf-8", errors="surrogateescape")


def _cells(row: str, texts: list[str]) -> list[str]:
    found: list[str] = []
    for cell in _CELL.finditer(row):
        place = re.search(r'\br="([A-Z]+)\d+"', cell[1])
        found += [""] * (_column(place[1]) - len(found) if place else 0)
        found.append(html.unescape(_said(cell, texts)).strip())
    return found


def _said(cell: re.Match[str], texts: list[str]) -> str:
    """What a cell says, as it is written; a number without the nought behind it."""
    if place := _pointed(cell):
        return texts[int(place)] if place.isdigit() and int(place) < len(texts) else ""
    value = _VALUE.search(cell[2] or "")
    return re.sub(r"\.0+$", "", value[1]) if value else "".join(_WORDS.findall(cell[2] or ""))


def _pointed(cell: re.Match[str]) -> str:
    """Which of the texts a cell points at; "" when it has a value of its own."""
    value = _VALUE.search(cell[2] or "")
    return value[1] if value and 't="s"' in cell[1] else ""


def _bare(cell: re.Match[str]) -> str:
    formula = _FORMULA.search(cell[2] or "")
    plain = re.sub(r'\st="[^"]*"', "", cell[1])
    return f"<c{plain}>{formula[0]}</c>" if formula else f"<c{plain}/>"


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
