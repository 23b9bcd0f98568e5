"""Files of an LMS with marks: recognised, filled in one column, read back as that LMS would."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from sowcourse.cohort.sheet import Line, Sheet, parse_sheet, quoted, unquoted, value
from sowcourse.content import Table, read_toml
from sowcourse.errors import CohortError


@dataclass(frozen=True)
class Column:
    """A column with marks."""

    place: int
    header: str
    """As it stands in the file, without quotes."""
    title: str
    """What the lecturer called it."""
    maximum: Decimal | None
    """Most points; None when the file does not tell."""
    words: bool
    """Whether it takes a word instead of a number."""


@dataclass(frozen=True)
class Row:
    """A student in the file."""

    place: int
    """Among the lines of the sheet."""
    ids: tuple[str, ...]
    name: str
    internal: str = ""
    """By which number the system itself knows who this is, as `internal_id` writes it; "" when it does not tell."""


@dataclass(frozen=True)
class Lms:
    """The conventions of one system; see `lms.toml` for what each means."""

    title: str
    encodings: tuple[str, ...]
    delimiters: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]
    identity: tuple[str, ...]
    ids: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    end: str
    column: str
    computed: str
    words: tuple[str, ...]
    decimal: str
    maximum_row: str
    nobody: str
    absent: str
    bom_breaks: str
    steps: str
    file: str
    internal: tuple[str, ...]
    maximum_column: tuple[str, ...]
    single: bool
    handed_in: str

    def recognises(self, header: list[str]) -> bool:
        """Whether a header can be this system's."""
        names = _plain(header)
        return all(set(_plain(choice)) & set(names) for choice in self.required) and any(
            re.fullmatch(self.column, name) for name in header
        )

    def columns(self, sheet: Sheet) -> list[Column]:
        """The columns in which marks can be put."""
        header = sheet.lines[0].values
        tops = next((line.values for line in sheet.lines[1:4] if self._tells_maximum(line)), [])
        found = []
        for place, name in enumerate(header):
            match = re.fullmatch(self.column, name)
            if match is None or re.fullmatch(self.computed, name):
                continue
            parts = match.groupdict()
            top = parts.get("max") or (tops[place] if place < len(tops) else "") or self._top(sheet)
            if "read only" in top:
                continue
            kind = (parts.get("kind") or "").strip()
            found.append(Column(place, name, parts["title"].strip(), number(top), kind in self.words))
        return found

    def rows(self, sheet: Sheet) -> list[Row]:
        """The students in the file."""
        header = _plain(sheet.lines[0].values)
        found = []
        for place, line in enumerate(sheet.lines[1:], start=1):
            cells = dict(zip(header, (cell.strip() for cell in line.values), strict=False))
            groups = [[cells.get(name, "") for name in _plain(group)] for group in self.ids]
            ids = next(([each for each in group if each.strip("#")] for group in groups if any(group)), [])
            parts = [cells[part] for part in _plain(self.names) if cells.get(part)]
            if len(parts) == 1:  # "Last, First"
                parts = parts[0].split(", ", 1)
            name = " ".join(reversed(parts))
            if not ids or self._tells_maximum(line) or line.empty:
                continue
            if self.nobody and any(re.fullmatch(self.nobody, each, re.IGNORECASE) for each in (name, *ids)):
                continue
            own = next((cells[column] for column in _plain(self.internal) if cells.get(column)), "")
            plain = tuple(each.removeprefix("#") if self.end else each for each in ids)
            found.append(Row(place, plain, name, internal_id(self, own) if own else ""))
        return found

    def _top(self, sheet: Sheet) -> str:
        """The highest points when a column tells them, the same in every row; "" when it does not."""
        header = _plain(sheet.lines[0].values)
        places = [header.index(name) for name in _plain(self.maximum_column) if name in header]
        tops = {line.values[places[0]] for line in sheet.lines[1:] if places and len(line.cells) > places[0]}
        return tops.pop() if len(tops) == 1 else ""

    def decimal_sign(self, sheet: Sheet, column: Column) -> str:
        """The decimal sign that the file shows, in our column or else in any other; "" when it shows none."""
        if self.decimal != "template":
            return self.decimal
        tops = _plain(self.maximum_column)
        header = sheet.lines[0].values
        every = [n for n, name in enumerate(header) if re.fullmatch(self.column, name) or _plain([name])[0] in tops]
        for places in ([column.place], every):
            texts = [line.values[place] for line in sheet.lines[1:] for place in places if place < len(line.cells)]
            texts += [match for name in sheet.lines[0].values for match in re.findall(r":(\d+[.,]\d+)", name)]
            signs = {found[1] for text in texts if (found := re.fullmatch(r"-?\d+([.,])\d+", text.strip()))}
            if len(signs) == 1:
                return signs.pop()
        return ""

    def fill(self, sheet: Sheet, column: Column, cells: dict[int, str]) -> bytes:
        """The file with only the columns that tell who is who and ours, and only the rows in `cells` (line → text).

        Before it is handed over, it is read as the importer would. Raises: CohortError when that takes something else.
        """
        kept = self._kept(sheet, column)
        usual = '"' if all(cell.startswith('"') for cell in sheet.lines[0].cells) else ""
        lines, expected = [], {}
        for place, line in enumerate(sheet.lines):
            if place not in cells and place and not self._tells_maximum(line):
                continue
            old = list(line.cells) + [""] * (len(sheet.lines[0].cells) - len(line.cells))
            if place in cells:
                like = old[column.place] or usual
                old[column.place] = quoted(cells[place], like, sheet.delimiter)
                expected[self._key([unquoted(old[each]) for each in kept], kept.index(column.place))] = cells[place]
            lines.append(Line(tuple(old[each] for each in kept), line.end or sheet.lines[0].end))
        filled = sheet.with_lines(lines)
        if self.bom_breaks and sheet.lines[0].values[0] == self.bom_breaks:
            filled = replace(filled, bom=b"")
        raw = filled.render()
        taken = self.read_back(raw, sheet.name)
        if taken != expected or len(expected) != len(cells):
            self._refuse(sheet.name, f"{self.title} zou {len(taken)} punten lezen waar er {len(cells)} horen te staan.")
        return raw

    def read_back(self, raw: bytes, name: str) -> dict[tuple[str, ...], str]:
        """What the importer would take from a file: the cells that tell who it is → mark.

        Reads with the standard library's CSV, not with what wrote the file.
        Raises: CohortError saying which rule of the importer it breaks.
        """
        sheet = parse_sheet(raw, name)
        text = raw[len(sheet.bom) :].decode(sheet.encoding)
        if sheet.encoding not in self.encodings:
            self._refuse(name, f"de letters staan er als {sheet.encoding}, en {self.title} leest dat niet goed.")
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=_guess(text, self.delimiters), strict=True)
            header, *rows = [row for row in reader if row]
        except csv.Error as error:
            raise CohortError(f"{name}: de aanhalingstekens kloppen niet. Download het cijferboek opnieuw.") from error
        if not self.recognises(header):
            self._refuse(name, f"de kop is niet die van {self.title}: {', '.join(header)}.")
        marks = [place for place, each in enumerate(header) if re.fullmatch(self.column, each)]
        if len(marks) != 1:
            self._refuse(name, f"er staan {len(marks)} kolommen met punten in; verwacht wordt er één.")
        if any(len(row) != len(header) for row in rows):
            self._refuse(name, "niet elke regel heeft even veel kolommen als de kop.")
        if self.end and (_plain(header)[-1] != self.end.casefold() or any(row[-1] != "#" for row in rows)):
            self._refuse(name, f"niet elke regel eindigt met # onder {self.end}.")
        rows = [row for row in rows if not (self.maximum_row and self.maximum_row in row[0])]
        return {self._key(row, marks[0]): row[marks[0]] for row in rows}

    def _kept(self, sheet: Sheet, column: Column) -> list[int]:
        names = _plain((*self.identity, self.end))
        own = {place for place, name in enumerate(_plain(sheet.lines[0].values)) if name and name in names}
        return sorted({*own, column.place})

    @staticmethod
    def _key(cells: list[str], mark: int) -> tuple[str, ...]:
        return tuple(cell for place, cell in enumerate(cells) if place != mark)

    def _refuse(self, name: str, why: str) -> None:
        raise CohortError(f"{name}: {why} Download {self.file} opnieuw uit {self.title} en bewaar het niet met Excel.")

    def _tells_maximum(self, line: Line) -> bool:
        return bool(self.maximum_row) and self.maximum_row in value(line.cells[0])


@cache
def systems() -> dict[str, Lms]:
    """Short name → conventions."""
    table = read_toml(Path(__file__).with_name("lms.toml"))
    return {name: _lms(table.table(name)) for name in table.data}


def internal_id(lms: Lms, text: str) -> str:
    """The number by which a system itself knows somebody, told apart from those of others: "moodle:657"."""
    key = next(name for name, each in systems().items() if each is lms)
    digits = re.search(r"\d+$", text.strip())
    return f"{key}:{digits[0] if digits else text.strip()}"


def number(text: str) -> Decimal | None:
    """A number as a gradebook writes it: the last point or comma is the decimal sign; None when it is none."""
    parts = re.split(r"[.,]", text.strip().rstrip("%"))
    if not re.fullmatch(r"-?\d+", "".join(parts)):
        return None
    return Decimal(parts[0] if len(parts) == 1 else "".join(parts[:-1]) + "." + parts[-1])


def written(points: Decimal, sign: str = ".") -> str:
    """Points as they are put in a file: at most two decimals, half up, no thousands sign: 7.5, 1000, 0."""
    text = format(points.quantize(Decimal("0.01"), ROUND_HALF_UP), "f").rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text.replace(".", sign)


def _guess(text: str, delimiters: tuple[str, ...]) -> str:
    """The delimiter as Canvas guesses it: the one that splits the first three rows evenly, in the most parts."""
    first = text.splitlines()[:3]
    counts = {}
    for delimiter in delimiters:
        sizes = {len(row) for row in csv.reader(first, delimiter=delimiter)}
        counts[delimiter] = sizes.pop() if len(sizes) == 1 else 0
    return max(delimiters, key=lambda delimiter: counts[delimiter])


def _plain(names: Iterable[str]) -> list[str]:
    return [name.strip().casefold() for name in names]


def _lms(table: Table) -> Lms:
    def groups(name: str) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(group) for group in table.data[name])

    return Lms(
        title=table.text("title"),
        encodings=table.texts("encodings"),
        delimiters=tuple(table.data["delimiters"]),
        required=groups("required"),
        identity=table.texts("identity"),
        ids=groups("ids"),
        names=table.texts("names"),
        end=table.text("end", ""),
        column=table.text("column"),
        computed=table.text("computed", ""),
        words=table.texts("words", []),
        decimal=table.text("decimal"),
        maximum_row=table.text("maximum_row", ""),
        nobody=table.text("nobody", ""),
        absent=table.text("absent", ""),
        bom_breaks=table.text("bom_breaks", ""),
        steps=table.text("steps"),
        file=table.text("file"),
        internal=table.texts("internal", []),
        maximum_column=table.texts("maximum_column", []),
        single=bool(table.data.get("single", False)),
        handed_in=table.text("handed_in"),
    )
