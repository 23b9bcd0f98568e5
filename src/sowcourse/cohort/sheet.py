"""A table in a text file as an LMS or a spreadsheet writes it: read to the letter, written back to the byte."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sowcourse.errors import CohortError

DELIMITERS = (",", ";", "\t")

_LOOKED_AT = 30
"""Rows by which it is told what stands between the cells."""

_BOMS = (
    *((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF8, "utf-8")),
    *((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")),
)
"""What a file begins with, the longest first."""


@dataclass(frozen=True)
class Line:
    """One row: its cells as they stand in the file, quotes included, and what ends it."""

    cells: tuple[str, ...]
    end: str
    number: int = 0
    """Which line of the file it begins on, from 1; 0 when it was not read from one."""

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
    """Read a table: UTF-8, UTF-16, Windows-1252 or Mac Roman; comma, semicolon or tab.

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
    if other := _no_table(raw):
        raise CohortError(f"{name}: {other}")
    bom, encoding = next(((bom, encoding) for bom, encoding in _BOMS if raw.startswith(bom)), (b"", ""))
    text, encoding = _decoded(raw[len(bom) :], encoding, name)
    if not text.strip(f'{"".join(DELIMITERS)} \r\n"'):
        raise CohortError(f"{name}: {what} is leeg. Verwacht wordt een kop met regels eronder.")
    delimiter = max(DELIMITERS, key=lambda candidate: _fits(split(text, candidate, most=_LOOKED_AT)))
    lines = split(text, delimiter)
    if lines[0].cells[0].casefold().startswith("sep="):  # a line for Excel, which no LMS writes
        delimiter = lines[0].cells[0][4:] or delimiter
        lines = split(text, delimiter)[1:]
    return Sheet(name, encoding, bom, delimiter, tuple(lines))


def _no_table(raw: bytes) -> str:
    """What a file is when it is no text table, and what to do; "" when it may be one."""
    begin = raw[:2000].lstrip(codecs.BOM_UTF8).lstrip().lower()
    if raw[:4] == b"PK\x03\x04" and b"opendocument" in raw[:200]:
        return "dit is een bestand van LibreOffice. Kies daar «Opslaan als» en dan Tekst CSV, met tekenset UTF-8."
    if raw[:4] == b"PK\x03\x04" and b"Index/" in raw[:4000]:
        return "dit is een bestand van Numbers. Kies daar Archief, Exporteer naar, CSV, met codering UTF-8."
    if raw[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return "dit is een Excel-bestand. Kies in Excel «Opslaan als» en dan CSV UTF-8."
    if begin.startswith((b"<html", b"<!doctype", b"<?xml", b"<table")):
        return (
            "dit is een webpagina, ook als ze .xls of .csv heet. Open haar in Excel en kies «Opslaan als», CSV UTF-8."
        )
    kind = "een pdf" if begin.startswith(b"%pdf") else "een rtf-bestand" if begin.startswith(b"{\\rtf") else ""
    return f"dit is {kind}, geen tabel. Download de lijst als CSV." if kind else ""


def unwrapped(sheet: Sheet) -> Sheet:
    """A table of which a program put every row between quotes, as Excel does with commas that it does not know."""
    whole = all(line.empty or (len(line.cells) == 1 and line.cells[0].startswith('"')) for line in sheet.lines)
    text = "".join(unquoted(line.cells[0]) + (line.end or "\n") for line in sheet.lines)
    return parse_sheet(sheet.bom + text.encode(sheet.encoding), sheet.name) if whole else sheet


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


def refuse_open_quotes(sheet: Sheet, another: str = "") -> None:
    """Refuse a table in which a quotation begins and does not end, or swallows other rows.

    Parameters: another – a pattern that a swallowed row has in it; "" when any sign between two cells tells that.
    Raises: CohortError naming the line.
    """
    between = re.escape(sheet.delimiter)
    for line in sheet.lines:
        for cell in line.cells:
            rest = re.split(r"[\r\n]", unquoted(cell).strip(), maxsplit=1)
            swallowed = len(rest) > 1 and re.search(another or between, rest[1])
            if (cell.startswith('"') and cell.count('"') % 2) or swallowed:
                shown = re.split(r"[\r\n]", unquoted(cell).strip('"'))[0][:40]
                raise CohortError(
                    f"{sheet.name}, regel {line.number}: bij «{shown}» begint een aanhalingsteken dat niet sluit. "
                    "Haal het weg, of zet er aan het einde van dat vak ook een."
                )


_Read = tuple[int, str, str]
"""How many strange signs a text has, the text, and the encoding in which it was read."""


def _decoded(raw: bytes, encoding: str, name: str) -> tuple[str, str]:
    if not encoding and b"\x00" in raw[:200]:
        encoding = "utf-16-le" if raw[1:2] == b"\x00" else "utf-16-be"
    found: list[_Read] = []
    for known in (encoding,) if encoding else ("utf-8", "cp1252", "mac_roman", "cp850"):
        with suppress(UnicodeDecodeError):
            text = raw.decode(known)
            if known in (encoding, "utf-8"):
                return text, known
            if known != "cp850" or not (_strange(text) or _ALONE.search(text)):  # only when all of it reads well
                found.append((_strange(text), text, known))
    best = min(found, key=lambda each: each[0], default=None)
    if best and best[2] == "mac_roman" and found[-1][2] == "cp850" and found[-1][0] == best[0]:
        best = _likelier(best, found[-1], name)
    if best is None or (best[0] and len(found) == 1):  # Mac Roman has a letter for everything
        raise CohortError(f"{name}: de letters in dit bestand zijn niet te lezen. Bewaar het opnieuw als CSV UTF-8.")
    return best[1:]


def _likelier(mac: _Read, dos: _Read, name: str) -> _Read:
    """Of two readings that no sign speaks against, the one without letters that no name here has: Zoë, not Zoæ.

    Raises: CohortError naming the line, with the first word that differs in both, when that does not tell: Zoâ or Zoë.
    """
    if bool(_RARE.search(mac[1])) != bool(_RARE.search(dos[1])):
        return dos if _RARE.search(mac[1]) else mac
    for number, lines in enumerate(zip(mac[1].splitlines(), dos[1].splitlines(), strict=False), start=1):
        words = zip(*(re.findall(r"\w+", line) for line in lines), strict=False)
        for one, other in (pair for pair in words if pair[0] != pair[1]):
            raise CohortError(
                f"{name}, regel {number}: hier kan «{one}» of «{other}» staan: het bestand zegt niet in welk "
                "letterschrift het staat. Bewaar het opnieuw als CSV UTF-8."
            )
    return mac


_RARE = re.compile(r"[ãõæìòùýÿ]")


def _strange(text: str) -> int:
    """How many signs in a text no name or title has: these letters were written in another encoding."""
    return len(_STRANGE.findall(text))


_ALONE = re.compile(r"(?<![^\W\d_])[^\x00-\x7fà](?![^\W\d_])|[^\x00-\x7f\w]")
"""A sign that is no letter within a word, and not «à»: then a file is not from DOS, whatever else it says."""


def may_be_mac(sheet: Sheet) -> bool:
    """Whether the letters of a sheet read as well as those of an old Mac: then a name in it may be another."""
    raw = sheet.render()
    return _strange(raw.decode("mac_roman")) <= _strange(raw.decode("cp1252"))


_STRANGE = re.compile(
    r"[ˆˇ˘˙˚˛˜˝ƒ]|"
    r"[^\x00-\x7f\w\s–—‘’“”«»…·•°§€£©®´`¨]"
    r"|[^\W\d_][–—“”«»…•°§€£©®¨](?=[^\W\d_]|\b)"
    r"|(?<=[^\W\d_])(?:[‘•]|[ŸŽŠŒ](?=[a-z]))"
    r"|(?<=[a-zß-ÿ])(?![A-Z])[^\W\d_a-zß-ÿœšžƒı](?=\W|[a-z]|$)"
    r"|(?<=[^\W\d_])’(?![A-Z]|[stnmk]\b|\W)"
    r"|(?<=\b[A-Z])[À-ÖØ-Þ](?=[a-zß-ÿ])"
)


def _fits(lines: list[Line]) -> tuple[bool, int]:
    """How well a table is split: no cell of its longest row holds half a quotation, and there are many cells."""
    longest = max(lines, key=lambda line: len(line.cells))
    return all(cell.count('"') % 2 == 0 for cell in longest.cells), sum(len(line.cells) for line in lines)


def split(text: str, delimiter: str, most: int = 0) -> list[Line]:
    """The rows of a table; a quotation that is not closed is no more than a sign in its cell.

    Parameters: most – how many; 0 for all.
    """
    plain = f"[^{re.escape(delimiter)}\r\n]*"
    cell = re.compile(f'(?:"(?:[^"]|"")*"(?={re.escape(delimiter)}|\r|\n|\\Z)|{plain})')
    lines: list[Line] = []
    cells: list[str] = []
    place, number = 0, 1
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
        lines.append(Line(tuple(cells), end, number))
        number += 1 + sum(each.count("\n") or each.count("\r") for each in cells)
        cells = []
        if len(lines) == most:
            break
    return lines
