"""A file without one student: rows, sections, pages, members of a zip; and whether a student can be found in a file."""

from __future__ import annotations

import codecs
import hashlib
import html
import io
import json
import re
import tomllib
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import quote

from sowcourse.cohort.memory import HEADER as MEMORY
from sowcourse.cohort.reading import kind
from sowcourse.cohort.roster import Student
from sowcourse.cohort.shape import shape_of
from sowcourse.cohort.sheet import Line, split, unquoted, value
from sowcourse.errors import CohortError
from sowcourse.gradebook.code import CODE
from sowcourse.identity.known import SHORTEST_ID, Found, Traces, folded, in_strings, spelled, tokens_of, words
from sowcourse.prose import resealed
from sowcourse.records.database import SQLITE
from sowcourse.records.open_document import NO_PICTURE, PICTURE
from sowcourse.records.sieve import ESCAPE, Sieve, forms
from sowcourse.records.workbook import as_texts, is_workbook, rows_of, without_rows
from sowcourse.report.feedback import safe_name

MASK = "[gewist]"
"""What stands in somebody else's text in place of the student."""

ABOUT = "archief.toml"
"""In an archive of a whole cohort; when a student is erased such an archive goes as a whole."""

EXPORT = "inzage-"
"""How the copy for one student begins, a folder and a zip beside it; their number follows."""

_LETTERS = ("cp1252", "utf-8", "mac_roman", "cp850")
"""In what a text may be written that is not whole UTF-8: Windows, damaged UTF-8, an old Mac, DOS."""

CLOSED = (".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".tgz")
"""Kinds of file that are not opened: what is in them is not searched."""

SEEN = (
    *(".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".tif", ".tiff", ".bmp"),
    *(".mp3", ".m4a", ".wav", ".ogg", ".mp4", ".mov", ".avi", ".webm"),
)
"""Kinds of file in which somebody can be seen, heard or read, and that no search looks into."""

_OURS = {"source", "release", "versies", "cursus", "herkomst"}
"""Folders with what was made for a class, and by nobody in it."""

_READ_AS = {".csv": ".csv", ".tsv": ".csv", ".tab": ".csv", ".xls": ".csv", ".rels": ".xml"}
"""Endings of files that are tables, or parts of a spreadsheet; an .xls of an LMS is a table too."""

_ADDRESS = re.compile(r"[^\s\"'<>]*%[0-9a-fA-F]{2}[^\s\"'<>]*")

_QUOTED = re.compile(r'(?<![^;,\t\r\n\ufeff])"(?:[^"]|"")*"(?![^;,\t\r\n])')
"""A cell between quotes, in which a comment may have lines and signs of its own."""

_COUNTED = re.compile(r"[\W_]*\d+$")

_AROUND = " \ufeff"
"""What may stand around a cell and is not in it."""

_MOST_CELLS = 200_000
"""Cells of which is kept that they do not say who a student is."""

_IN_A_LINE = re.compile(
    r"(?:</?(?:a|abbr|b|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)\b[^<>]*>)*", re.IGNORECASE
)
"""Tags that do not end a word."""

_SHORT_NAME = 4
"""An only name of fewer letters is also a piece of words and an abbreviation: it counts as it is spelled alone."""

_SHORTEST_WHOLE = 8
"""Letters of a whole name that is looked for in bytes wherever it stands, within a word too."""

_HOMES = ("submitted", "autograded", "feedback")
"""Folders with a folder per student."""

_WRITTEN = {"submitted", "autograded", "ontvangen", "inzendingen"}
"""Folders with what students handed in; a page in them is theirs, and none of the class."""

_MATERIAL = {"source", "release", "versies", "cursus", "herkomst", "submitted", "autograded", "ontvangen"}
"""Folders whose tables are data of lessons and assignments: a short number in them is nobody's."""


_Members = list[tuple[zipfile.ZipInfo, bytes]]


_GIVEN = {"source", "release", "versies", "cursus", "herkomst"}
"""Folders with what students were given, made before they came: figures in it count inhabitants and euros.

So do those in `outbound/`, an exchange's copy of what was released.
"""

_SHORTEST_SURE = 8
"""Figures of a number that stands nowhere by chance."""


class Scrubber:
    """What points at one student and at nobody else in the class."""

    def __init__(
        self,
        student: Student,
        students: Iterable[Student],
        ours: frozenset[str] = frozenset(),
        keys: frozenset[str] = frozenset(),
        codes: frozenset[str] = frozenset(),
        assignments: tuple[str, ...] = (),
    ) -> None:
        """What else than a name says who it is, for namesakes have the same one.

        Parameters: ours – words, as spelled, of the course itself: as part of a name they point at nobody; keys – by
        what an LMS knows them in the names of files («canvas:101»); codes – of answers on a marking sheet;
        assignments – which there are: beside one in the name of a file a short number is somebody's.
        """
        self.student = student
        self._keys, self._codes = {*keys, *student.ids}, codes
        self.others = [other for other in students if other.id != student.id]
        self._traces = Traces([student, *(other for other in self.others if _alike(student, other))], ours)
        self._sieve = Sieve(Traces([student]))
        self._looked: dict[tuple[str, bytes], bool] = {}
        """What was seen in contents, by kind and digest: most stand in a cohort more than once, and are read twice."""
        self._not_called: set[str] = set()
        """Texts between tags that are not the name of this student."""
        self._not_only: set[str] = set()
        """Cells of tables that do not say who this student is."""
        self._ids = frozenset(other.id for other in self.others)
        self._whole = spelled(student).difference(*map(spelled, self.others))
        """The whole name as letters alone, in every order; nothing when a classmate has the same."""
        full = [other for other in self.others if other.first and other.last]
        self._classmates = frozenset[str]().union(*map(spelled, full)) - spelled(student)
        """Whole names of others, likewise; not of who has one word, which may be any word."""
        self._called_so = frozenset(other.name for other in self.others if other not in full) - {"", student.name}
        self._only = student.name.strip() if len(words(student.name)) == 1 else ""
        """The name of who has one word, in a script with capitals: what it is in a table or on a page."""
        if self._only:
            self._whole -= {folded(word) for word in ours}
        if self._only.lower() == self._only.upper():
            self._only = ""
        self.short = len(student.id) < SHORTEST_ID
        taken = {other.id for other in self.others}
        known = (number for number in student.ids if number and ":" not in number and number not in taken)
        self._numbers = tuple(dict.fromkeys((student.id, *known)))
        """The number of this student, the ones before it, and what else the class list calls them."""
        self._by_chance = student.id.isdigit() and len(student.id) < _SHORTEST_SURE
        self._made_with = ours, keys, codes, assignments
        self._beside = re.compile(rf"{re.escape(MASK)}\s*[(\[]\s*{re.escape(student.id)}\s*[)\]]")
        """A short number where the name stood before it: An Os (5)."""
        brief = tuple(number for number in self._numbers if len(number) < SHORTEST_ID)
        self._called = _handed_in_as(brief, assignments) if brief else None
        theirs = {needle for other in self.others for needle in _needles(other, short=False)}
        self._needles = [needle for needle in _needles(student, self.short) if needle not in theirs]
        self._longer = [needle for needle in theirs if any(own in needle and own != needle for own in self._needles)]
        """What points at another and holds what points at this one: arjan@school.example holds jan@school.example."""

    def mask(self, text: str) -> str:
        """A text in which this student is not found; a name shared with a classmate stays."""
        if not self.points(text):
            return text
        plain = unicodedata.normalize("NFC", text)
        made = self._traces.replace(plain, lambda f: MASK if self._points(f) else plain[f.start : f.end], unsure=False)
        if self.short:
            made = self._beside.sub(MASK, made)
        if not self.points(made):
            return made
        if html.unescape(made) != made:
            made = _in_nodes(f">{made}<", self.mask)[1:-1]
        made = _ADDRESS.sub(lambda found: MASK if self.points(found[0]) else found[0], made)
        bare = ESCAPE.sub(lambda code: chr(int(code[1], 16)), made)
        return self.mask(bare) if bare != made and self.points(made) else made

    def points(self, text: str) -> bool:
        """Whether number, address or whole name stands in a text, also written with escapes."""
        return self._sieve.lets_through(text) and any(
            self._points(found) for form in forms(text) for found in self._traces.find(form)
        )

    def parts(self, text: str) -> bool:
        """Whether a part of the name stands in a text: then a person has to look."""
        return self._sieve.lets_through(text, sure=False) and any(
            place.students == (self.student.id,) for place in self._traces.find(unicodedata.normalize("NFC", text))
        )

    def mentioned(self, content: bytes) -> bool:
        """The same of a file, and of what is in a zip."""
        members = _members(content)
        if members is not None:
            return any(self.mentioned(inner) for _, inner in members)
        readings = _readings(content) or [(content.decode("utf-8", errors="replace"), "")]
        return self._once("part", content, lambda: any(self.parts(text) for text, _ in readings))

    def theirs(self, path: PurePosixPath) -> bool:
        """Whether the last part of a path says that it is this student's."""
        name = path.name
        if any(self._is_place_of(number, path) for number in self._numbers):
            return True
        numbered = self._called is not None and self._called.fullmatch(name) is not None
        return numbered or self.points(name) or self._handed_in(name)

    def _is_place_of(self, number: str, path: PurePosixPath) -> bool:
        """Whether a folder or file is where something of who has a number belongs."""
        if path.suffix == ".html" and path.stem == safe_name(number):
            return not self._counts_in(path)
        if path.name.removesuffix(".zip") == EXPORT + safe_name(number):
            return True
        if path.name != number and not path.name.startswith(f"{number}+"):
            return False
        around = (path.parent.name, path.parent.parent.name)
        placed = around[0] in _HOMES or around[1] in ("ontvangen", "inzendingen")
        return len(number) >= SHORTEST_ID or "+" in path.name or placed

    def without(self, path: PurePosixPath, content: bytes) -> bytes | None:
        """What stays of a file; None when it has to go as a whole, the same content when it is not touched."""
        if _is_archive(content):
            return None
        members = _members(content)
        if members is not None:
            return self._zip(path, self._without_their_rows(members), members, content)
        if not self._is_in(path, content):
            return content
        if self._counts_in(path):
            return self._by_name.without(PurePosixPath(path.name), content)
        for letters in [letters for _, letters in _readings(content)]:
            text, how = _decoded(content, letters), self._kind(path)
            if self._reads(path, how, text):
                made = self._made(path, how, text)
                if made is None:
                    return None
                content = _encoded(made, letters)
        return content

    def _made(self, path: PurePosixPath, how: str, text: str) -> str | None:
        """What stays of a text in which the student is; None when it has to go as a whole."""
        if how == ".csv":
            return self._csv(text)
        if how == ".toml":
            return self._toml(path, text)
        if how == ".html":
            return self._html(path, text)
        if how == ".xml":
            return self._xml(text)
        if path.suffix in (".ipynb", ".json"):
            try:
                made = in_strings(json.loads(text.removeprefix("\ufeff")), self.mask)
                if path.suffix == ".ipynb" and isinstance(made, dict) and isinstance(made.get("cells"), list):
                    made["cells"] = [resealed(cell) for cell in made["cells"]]
                return json.dumps(made, ensure_ascii=False, indent=1)
            except ValueError:  # damaged: masked as text
                return self.mask(text)
        return self.mask(text)

    def found_in(self, path: PurePosixPath, content: bytes) -> tuple[int, list[str]]:
        """How many files this is, members of a zip counted, and in which the student is found."""
        found = [str(path)] if self.theirs(path) else []
        members = _members(content)
        if members is not None:
            within = [self.found_in(PurePosixPath(str(path), info.filename), inner) for info, inner in members]
            found += [name for _, names in within for name in names]
            found += [f"{path}/{name}" for name in self._rows_of_workbook(members) if f"{path}/{name}" not in found]
            return sum(number for number, _ in within), found
        return 1, found + [str(path)] * self._is_in(path, content)

    def _is_in(self, path: PurePosixPath, content: bytes) -> bool:
        """Whether the student stands in a file that is no zip."""
        if self._counts_in(path):
            return self._by_name.found_in(PurePosixPath(path.name), content) != (1, [])
        how = self._kind(path)
        return self._once(how, content, lambda: self._looks_in(path, how, content))

    def _counts_in(self, path: PurePosixPath) -> bool:
        """Whether a number such as this student's stands in a file by chance."""
        return self._by_chance and (not _GIVEN.isdisjoint(path.parts[:1]) or "outbound" in path.parts)

    @cached_property
    def _by_name(self) -> Scrubber:
        """The same student without a number."""
        return Scrubber(replace(self.student, id="-", ids=()), self.others, *self._made_with)

    def _kind(self, path: PurePosixPath) -> str:
        """As what a file is read: its suffix where that matters, else ""."""
        suffix = _READ_AS.get(path.suffix.lower(), path.suffix)
        if suffix == ".csv" and self.short and _MATERIAL & set(path.parts):
            return ""
        return suffix if suffix in (".csv", ".html", ".toml", ".xml") else ""

    def _looks_in(self, path: PurePosixPath, how: str, content: bytes) -> bool:
        readings = _readings(content)
        return any(self._reads(path, how, text) for text, _ in readings) if readings else self._in_bytes(content)

    def _reads(self, path: PurePosixPath, how: str, text: str) -> bool:
        """Whether the student stands in a text."""
        seen = self.points(text) or (how == ".csv" and self._in_cells(text))
        seen = seen or (how == ".html" and self._on_page(text))
        seen = seen or (how == ".xml" and bool(self._in_pairs(text)))
        return seen or (how == ".toml" and self._toml(path, text) != text)

    def _once(self, how: str, content: bytes, look: Callable[[], bool]) -> bool:
        """What a look at these bytes tells; the same bytes are not looked at again."""
        key = how, hashlib.blake2b(content, digest_size=16).digest()
        if key not in self._looked:
            self._looked[key] = look()
        return self._looked[key]

    def _points(self, found: Found) -> bool:
        return found.sure and found.students == (self.student.id,)

    def _handed_in(self, name: str) -> bool:
        """Whether an LMS called a file so because this student handed it in."""
        shape = shape_of(name)
        if shape is None:
            return False
        return shape.internal in self._keys or "".join(tokens_of(shape.name)) in self._whole

    def _is_called(self, text: str) -> bool:
        """Whether a text is the name of this student and no more: the whole name, also of who has only one.

        One word is not also two pieces, such as initials or two cells; a short one is spelled as in the class list.
        """
        tokens = tokens_of(text)
        if "".join(tokens) not in self._whole:
            return False
        if not self._only:
            return True
        short = sum(sign.isalpha() for sign in self._only) < _SHORT_NAME
        return len(tokens) == len(tokens_of(self._only)) and (not short or self._only in words(text))

    def _on_page(self, text: str) -> bool:
        """Whether this student stands on a page by a name that is one word, or by the code of an answer."""
        if any(f"{code}-" in text for code in self._codes) and any(
            found[0].partition("-")[0] in self._codes for found in CODE.finditer(text)
        ):
            return True
        fresh = set(re.findall(r">([^<>]{1,200})<", text)) - self._not_called
        called = {found for found in fresh if self._is_called(html.unescape(found))}
        self._not_called |= fresh - called
        return bool(called) and self._without_called(text) != text

    def _without_called(self, page: str) -> str:
        """A page without what is the name of this student and stands by itself; a piece of a word does not."""

        def node(found: re.Match[str]) -> str:
            glued = _glued(page, found.start() + 1, found.end() - 1)
            return found[0] if glued or not self._is_called(html.unescape(found[1])) else f">{MASK}<"

        return re.sub(r">([^<>]{1,200})<", node, page)

    def _rows_of_workbook(self, members: _Members) -> dict[str, set[int]]:
        """Sheet → which of its rows are this student's; nothing of a zip that is no spreadsheet."""
        files = {info.filename: inner for info, inner in members}
        sheets = rows_of(files) if is_workbook(files) else ()
        theirs = {
            name: {number for number, row in enumerate(_told(rows)) if self._row_is_theirs(row)}
            for name, rows in sheets
        }
        return {name: rows for name, rows in theirs.items() if rows}

    def _without_their_rows(self, members: _Members) -> _Members:
        rows = self._rows_of_workbook(members)
        made = without_rows({info.filename: inner for info, inner in members}, rows) if rows else {}
        return [(info, made.get(info.filename, inner)) for info, inner in members]

    def _zip(self, path: PurePosixPath, left: _Members, members: _Members, content: bytes) -> bytes | None:
        kept: _Members = []
        for info, before in left:
            name = PurePosixPath(info.filename)
            around = [path.joinpath(*name.parts[:end]) for end in range(1, len(name.parts) + 1)]
            after = None if any(self.theirs(part) for part in around) else self.without(path / name, before)
            if after is not None:
                kept.append((info, after))
        if [inner for _, inner in kept] == [inner for _, inner in members]:
            return content
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as made:
            for info, inner in kept:
                how = info.compress_type if info.filename == "mimetype" else zipfile.ZIP_DEFLATED  # that is read as is
                made.writestr(info, NO_PICTURE if info.filename == PICTURE else inner, how)
        return target.getvalue()

    def _csv(self, text: str) -> str:
        sign = _sign(text)
        return "".join(
            self._row(sign, line, row) for line, row in self._rows(text, sign) if not self._row_is_theirs(row)
        )

    def _row(self, sign: str, line: Line, row: list[tuple[str, bool]]) -> str:
        """A row that stays, without the student: each cell stays a cell."""
        lone = self._lone(row)
        cells = [
            (f'"{MASK}"' if cell.startswith('"') else MASK) if place in lone else self._in_lines(cell)
            for place, cell in enumerate(line.cells)
        ]
        made = sign.join(cells) + line.end
        return self._in_lines(made) if self.points(made) else made

    def _in_lines(self, text: str) -> str:
        return "".join(map(self.mask, text.splitlines(keepends=True)))

    def _lone(self, row: list[tuple[str, bool]]) -> set[int]:
        """Places of the cells with the student's short number, or half of the name, in a row of more than one."""
        cells = [cell for cell, _ in row]
        numbers = {place for place, (cell, numbered) in enumerate(row) if numbered and cell in self._numbers}
        if numbers and self._of_another(row) and not self._of_theirs(cells):
            return set()  # it counts something else, as the place in a ranking
        halves = {
            place
            for place, (first, last) in enumerate(pairwise(cells))
            if first and last and self._is_only(f"{first} {last}")
        }
        whole = {place for place, cell in enumerate(cells) if self._is_called(cell)}
        return numbers | whole | halves | {place + 1 for place in halves}

    def _rows(self, text: str, sign: str) -> Iterator[tuple[Line, list[tuple[str, bool]]]]:
        """Each row as it is written, and what its cells say, each with whether it may be somebody's number."""
        lines = split(text, sign)
        rows = ([value(unquoted(cell.strip(_AROUND)).strip()) for cell in line.cells] for line in lines)
        return zip(lines, _told(rows), strict=True)

    def _row_is_theirs(self, row: list[tuple[str, bool]]) -> bool:
        cells = [cell for cell, _ in row]
        codes = {cell.partition("-")[0] for cell in map(str.upper, cells) if CODE.fullmatch(cell)}
        if codes & self._codes:
            return True
        numbers = set() if codes else {cell for cell, numbered in row if numbered}
        if numbers & self._ids:
            return False
        named = self._of_theirs(cells)
        mine = numbers.intersection(self._numbers)
        if mine and (named or any(len(number) >= SHORTEST_ID for number in mine)):
            return True
        return bool(named or mine) and not self._of_another(row)

    def _of_theirs(self, cells: list[str]) -> bool:
        """Whether the name of this student is a cell of a row, or two."""
        return any(self._is_only(cell) for cell in _alone_and_in_pairs(cells))

    def _of_another(self, row: list[tuple[str, bool]]) -> bool:
        """Whether the whole name of a classmate is a cell of a row, or two: as of who was in the same group."""
        if any(cell in self._called_so for cell, numbered in row if numbered):
            return True
        cells = _alone_and_in_pairs([cell for cell, _ in row])
        return any("".join(tokens_of(cell)) in self._classmates for cell in cells)

    def _in_cells(self, text: str) -> bool:
        return any(self._row_is_theirs(row) or self._lone(row) for _, row in self._rows(text, _sign(text)))

    def _is_only(self, cell: str) -> bool:
        """Whether a cell says who this student is and no more."""
        if cell in self._not_only:
            return False
        masked = "" if self._is_called(cell) else self.mask(cell)
        only = masked != cell and not any(sign.isalnum() for sign in masked.replace(MASK, ""))
        if not only and len(self._not_only) < _MOST_CELLS:
            self._not_only.add(cell)
        return only

    def _in_pairs(self, text: str) -> set[int]:
        """Where in a part of a spreadsheet or document half of the name begins that stands beside the other half."""
        nodes = list(re.finditer(r">([^<]{1,200})<", text))
        theirs: set[int] = set()
        for one, two in pairwise(nodes):
            first, last = (html.unescape(node[1]) for node in (one, two))
            if not (self.points(first) or self.points(last)) and self._is_only(f"{first} {last}"):
                theirs |= {one.start(), two.start()}
        return theirs

    def _xml(self, text: str) -> str:
        """A part of a spreadsheet or document without the student: first and family name may be two cells."""
        theirs = self._in_pairs(text)
        halved = re.sub(r">([^<]{1,200})<", lambda found: f">{MASK}<" if found.start() in theirs else found[0], text)
        return as_texts(_in_nodes(halved, self.mask), lambda value: MASK in value)

    def _toml(self, path: PurePosixPath, text: str) -> str:
        """Without the tables and keys that are called after the student."""
        kept, theirs = [], False
        for line in text.splitlines(keepends=True):
            head = re.match(r"\s*\[+([^\]]*)\]", line)
            if head:
                theirs = self._names_them(head[1])
            if not theirs and not ("=" in line and self._names_them(line.partition("=")[0])):
                kept.append(self.mask(line))
        made = "".join(kept)
        try:
            tomllib.loads(made if made != text else "")
        except tomllib.TOMLDecodeError as error:
            raise CohortError(
                f"{path}: hier staat {self.student.id} op een plaats die niet vanzelf gewist kan worden. "
                "Haal de regels over deze student zelf weg en voer dit opnieuw uit."
            ) from error
        return made

    def _names_them(self, key: str) -> bool:
        last = key.strip()
        names = {last.strip("\"' "), *(part.strip("\"' ") for part in re.split(r"\.(?=[^.]*$)", last)[1:])}
        return not last.startswith("#") and not names.isdisjoint(self._numbers)

    def _html(self, path: PurePosixPath, text: str) -> str | None:
        """In what a classmate wrote or got only the mention goes; another page is theirs or is made anew."""
        head = html.unescape(re.sub(r"<[^>]+>", " ", text[text.find("<main>") :]))[:400]  # whatever is drawn above
        given = not {"terugkoppeling", "feedback"}.isdisjoint(path.parts)
        if not (given or self._is_another_s(path)) or any(f"· {number} " in head for number in self._numbers):
            return None
        return self.mask(_in_nodes(self._without_called(text), self.mask))  # also in what a tag says, as in a link

    def _is_another_s(self, path: PurePosixPath) -> bool:
        """Whether a classmate handed a file in: it lies among what came in, or an LMS called it after them."""
        if not _WRITTEN.isdisjoint(path.parts):
            return True
        shapes = [shape for shape in map(shape_of, path.parts) if shape]
        if any("".join(tokens_of(shape.name)) in self._classmates for shape in shapes):
            return True
        return any(re.split(r"[_+ ]", part)[0] in self._ids for part in path.parts)

    def _in_bytes(self, content: bytes) -> bool:
        """Whether number, address or name stands in bytes that are no text, such as a database."""
        lower = content.lower()
        if content.startswith(SQLITE) and any(needle in lower for needle in self._needles):
            for longer in self._longer:
                lower = lower.replace(longer, b"\0" * len(longer))
        return any(needle in lower and _stands(needle, lower) for needle in self._needles)


def _alone_and_in_pairs(cells: list[str]) -> list[str]:
    return [*cells, *(f"{first} {last}" for first, last in pairwise(cells))]


def _handed_in_as(numbers: tuple[str, ...], assignments: tuple[str, ...]) -> re.Pattern[str]:
    """How a file is called that is handed in, or given back, by number and assignment and no more."""
    mine, what = "|".join(map(re.escape, numbers)), "|".join(map(re.escape, assignments)) or "(?!)"
    copied = r"(?:\s*\(\d+\)|-Copy\d+)*"
    return re.compile(rf"(?:(?:{mine})[_ ]+(?:{what})|(?:{what})[_ ]+(?:{mine})){copied}(?:\.\w+)*", re.IGNORECASE)


def _told(rows: Iterable[list[str]]) -> Iterator[list[tuple[str, bool]]]:
    """The cells of each row, each with whether it may be somebody's number.

    A short number stands among points and counts by chance: it is one under a header that says so.
    """
    places: set[int] = set()
    for cells in rows:
        places = places or _numbered(cells)
        yield [(cell, place in places or len(cell) >= SHORTEST_ID) for place, cell in enumerate(cells)]


def _numbered(header: list[str]) -> set[int]:
    """Places of the columns in which a row of headers says that students stand; none when it is no such row."""
    if header == MEMORY:
        return {len(header) - 1}
    kinds = [kind(_COUNTED.sub("", cell)) for cell in header]  # of a group: student 1, student 2
    return {place for place, told in enumerate(kinds) if told in ("id", "name")} if any(header[1:]) else set()


def _glued(page: str, start: int, end: int) -> bool:
    """Whether the text between two tags goes on in the same word before or after them."""
    first = start
    while first and page[first - 1] == ">":
        opened = page.rfind("<", 0, first)
        if opened < 0 or not _IN_A_LINE.fullmatch(page, opened, first):
            break
        first = opened
    rest = _IN_A_LINE.match(page, end)
    last = rest.end() if rest else end
    before, after = page[max(first - 1, 0) : first], page[last : last + 1]
    return before.isalnum() or after.isalnum()


def _alike(student: Student, other: Student) -> bool:
    """Whether what points at one could be a piece of what points at the other."""
    mine, theirs = ({*tokens_of(one.name)} for one in (student, other))
    return bool(mine & theirs) or student.id in other.id or bool(student.email and student.email in other.email)


def _needles(student: Student, short: bool) -> tuple[bytes, ...]:
    """The forms in which number, address and whole name may stand in bytes."""
    texts = {student.email}
    if student.first and student.last:
        texts |= {f"{student.first} {student.last}", f"{student.last} {student.first}"}
        texts.add(f"{student.last}, {student.first}")
    former = (number for number in student.ids if ":" not in number and len(number) >= SHORTEST_ID)
    for number in (*([] if short else [student.id]), *former):
        if not number.isdigit() or len(number) >= _SHORTEST_SURE:  # another stands in bytes by chance
            texts.add(number)
    found = set()
    for text in filter(None, texts):
        for form in (text, html.escape(text), json.dumps(text)[1:-1], quote(text)):
            cases = {
                case(unicodedata.normalize(kind, form))
                for kind in ("NFC", "NFD")
                for case in (str, str.lower, str.upper)
            }
            found |= {written for each in cases for written in _in_letters(each)}
    return tuple(sorted(found))


def _in_letters(text: str) -> Iterator[bytes]:
    """A text as bytes, in small letters as far as ASCII goes, in whatever letters a program may keep it."""
    for letters in ("utf-8", "utf-16-le", "utf-16-be", *_LETTERS):
        with suppress(UnicodeEncodeError):
            yield text.encode(letters).lower()


def _stands(needle: bytes, content: bytes) -> bool:
    """Whether letters in bytes are what they look for: few letters are a piece of words too, «An Van» of «plan van»."""
    text = needle.replace(b"\0", b"").replace(b"%20", b" ")
    if b" " not in text or sum(sign > 127 or chr(sign).isalpha() for sign in text) >= _SHORTEST_WHOLE:
        return True
    letter = rb"[a-z0-9\x80-\xff]"
    if b"\0" in needle:
        letter = b"\0" + letter if needle.startswith(b"\0") else letter + b"\0"
    return re.search(b"(?<!" + letter + b")" + re.escape(needle) + b"(?!" + letter + b")", content) is not None


def _is_zip(content: bytes) -> bool:
    return b"PK\x05\x06" in content and zipfile.is_zipfile(io.BytesIO(content))


def _members(content: bytes) -> list[tuple[zipfile.ZipInfo, bytes]] | None:
    """What is in a zip; None when it is no zip or cannot be read, for instance because it has a password."""
    if not _is_zip(content):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [(info, b"" if info.is_dir() else archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
        return None


def _is_archive(content: bytes) -> bool:
    """Whether this is the zip of an archive of a whole cohort, told by its table of contents alone."""
    if not _is_zip(content):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [PurePosixPath(name) for name in archive.namelist()]
    except (zipfile.BadZipFile, NotImplementedError, EOFError):
        return False
    return any(name.name == ABOUT and len(name.parts) <= 2 for name in names)


def is_closed(path: PurePosixPath, content: bytes) -> bool:
    """Whether what is in a file cannot be searched.

    A zip with a password, another kind of archive, git's own store; a PDF, picture or recording that is not of ours.
    """
    members = _members(content) if _is_zip(content) else []
    if members is None:
        return True
    within = [info.filename for info, _ in members] if path.suffix.casefold() == ".zip" else []
    shown = {PurePosixPath(name).suffix.casefold() for name in (path.name, *within)} & set(SEEN)
    return bool(shown and not _OURS & set(path.parts)) or path.suffix in CLOSED or ".git" in path.parts


def _in_nodes(page: str, change: Callable[[str], str]) -> str:
    """HTML or XML with every text between tags changed."""

    def node(found: re.Match[str]) -> str:
        before = html.unescape(found[1])
        after = change(before)
        return f">{found[1] if after == before else html.escape(after)}<"

    return re.sub(r">([^<]+)<", node, page)


def _readings(content: bytes) -> list[tuple[str, str]]:
    """The text of a file in the letters it may be written in, the likeliest first, with their name; no text has none.

    One damaged sign does not make other letters of a file, and what no alphabet has is kept as it is.
    """
    for mark, letters in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if content.startswith(mark):
            return [(_decoded(content, letters), letters)]
    if b"\0" in content[:8192]:
        return []
    try:
        return [(content.decode("utf-8"), "utf-8")]
    except UnicodeDecodeError:
        return [(_decoded(content, letters), letters) for letters in _LETTERS]


def _decoded(content: bytes, letters: str) -> str:
    return content.decode(letters, errors="replace" if letters.startswith("utf-16") else "surrogateescape")


def _encoded(text: str, letters: str) -> bytes:
    """A text in the letters of its file; in UTF-8 when it holds one that these do not have."""
    try:
        return text.encode(letters, errors="surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", errors="surrogateescape")


def _sign(text: str) -> str:
    """What stands between the cells of a table, above which a title may stand; a comment is what is between quotes."""
    lines = _QUOTED.sub("", text).splitlines()
    return max(";,\t", key=lambda sign: sum(sign in line for line in lines))
