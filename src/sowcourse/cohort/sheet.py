"""A table in a text file as an LMS or a spreadsheet writes it: read to the letter, written back to the byte."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from pathlib import Path

from sowcourse.errors import CohortError

DELIMITERS = (",", ";", "\t")

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True)
class Line:
    """One row: its cells as they stand in the file, quotes included, and what ends it."""

    cells: tuple[str, ...]
    end: str

    @property
    def values(self) -> list[str]:
        """The cells as they are meant."""
        return [value(cell) for cell in self.cells]

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip() for cell in self.values)


@dataclass(frozen=True)
class Sheet:
    """A text table and everything needed to write it the same way."""

    name: str
    """Name of the file, for messages."""
    encoding: str
    bom: bytes
    delimiter: str
    lines: tuple[Line, ...]

    def render(self) -> bytes:
        """The file's bytes: for a sheet that was only read, the ones it was read from."""
        text = "".join(self.delimiter.join(line.cells) + line.end for line in self.lines)
        return self.bom + text.encode(self.encoding)

    def with_lines(self, lines: list[Line]) -> Sheet:
        """The same kind of file with other rows."""
        return replace(self, lines=tuple(lines))


def read_sheet(file: Path, what: str = "dit bestand") -> Sheet:
    """Read a table: UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab.

    Parameters: what – how the file is called in messages, in Dutch.
    Raises: CohortError when it cannot be read, is a spreadsheet's own format, or is empty.
    """
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise CohortError(f"{file}: het bestand kan niet worden gelezen. Controleer de naam en de plaats.") from error
    return parse_sheet(raw, file.name, what)


def parse_sheet(raw: bytes, name: str, what: str = "dit bestand") -> Sheet:
    """The same, from bytes."""
    if raw[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise CohortError(f"{name}: dit is een Excel-bestand. Kies in Excel «Opslaan als» en dan CSV UTF-8.")
    bom, encoding = next(((bom, encoding) for bom, encoding in _BOMS if raw.startswith(bom)), (b"", ""))
    text, encoding = _decoded(raw[len(bom) :], encoding, name)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first.strip(f"{''.join(DELIMITERS)} "):
        raise CohortError(f"{name}: {what} is leeg. Verwacht wordt een kop en één regel per student.")
    delimiter = max(DELIMITERS, key=lambda candidate: _fits(_split(first, candidate)[0].cells))
    lines = _split(text, delimiter)
    if lines[0].cells[0].casefold().startswith("sep="):  # a line for Excel, which no LMS writes
        delimiter = lines[0].cells[0][4:] or delimiter
        lines = _split(text, delimiter)[1:]
    return Sheet(name, encoding, bom, delimiter, tuple(lines))


def unquoted(cell: str) -> str:
    """A cell without the quotes around it."""
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def value(cell: str) -> str:
    """What a cell says: without quotes, and without the formula `="..."` that keeps a spreadsheet from reckoning."""
    kept = re.fullmatch(r'="(.*)"', unquoted(cell), re.DOTALL)
    return kept[1] if kept else unquoted(cell)


def quoted(text: str, like: str, delimiter: str) -> str:
    """A cell that says `text`, in quotes when `like` has them or when it needs them."""
    if like.startswith('"') or any(sign in text for sign in (delimiter, '"', "\r", "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text


def _decoded(raw: bytes, encoding: str, name: str) -> tuple[str, str]:
    if not encoding and b"\x00" in raw[:200]:
        encoding = "utf-16-le" if raw[1:2] == b"\x00" else "utf-16-be"
    for known in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            return raw.decode(known), known
        except UnicodeDecodeError:
            continue
    raise CohortError(f"{name}: de letters in dit bestand zijn niet te lezen. Bewaar het opnieuw als CSV UTF-8.")


def _fits(cells: tuple[str, ...]) -> tuple[bool, int]:
    """How well a header is split: no cell holds half a quotation, and there are many."""
    return all(cell.count('"') % 2 == 0 for cell in cells), len(cells)


def _split(text: str, delimiter: str) -> list[Line]:
    plain = f"[^{re.escape(delimiter)}\r\n]*"
    cell = re.compile(f'(?:"(?:[^"]|"")*"(?={re.escape(delimiter)}|\r|\n|\\Z)|{plain})')
    lines: list[Line] = []
    cells: list[str] = []
    place = 0
    while place < len(text) or cells:
        found = cell.match(text, place)
        assert found is not None  # the pattern matches nothing too
        cells.append(found[0])
        place = found.end()
        if text.startswith(delimiter, place):
            place += 1
            if place == len(text):
                cells.append("")
            else:
                continue
        end = next((end for end in ("\r\n", "\n", "\r") if text.startswith(end, place)), "")
        place += len(end)
        lines.append(Line(tuple(cells), end))
        cells = []
    return lines
