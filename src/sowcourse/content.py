"""Where content lives, and how its TOML and Markdown are read.

Content is found beside this package: in the checkout, or inside the installed wheel.
Only a lesson packet in a student's work folder goes before it. Every mistake becomes a ContentError that names
file and key (or line), what was expected, what was found and what to do.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, time
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NoReturn

from sowcourse import __version__
from sowcourse.errors import ContentError
from sowcourse.misprint import find_misprint
from sowcourse.workfolder import packet_course, work_folder

UNWRITTEN = "NOG TE SCHRIJVEN"
"""What stands in new material where a lecturer still has to write."""

LECTURERS = "sowcourse.lecturer"
"""Group of the entry point of the package with what only lecturers get."""

_PACKAGED = Path(__file__).parent / "_content"
_CHECKOUT = Path(__file__).parents[2]


@cache
def content_root() -> Path:
    """Folder that holds `course/` and `datasets/`."""
    for folder in (_PACKAGED, _CHECKOUT):
        if (folder / "course" / "course.toml").is_file():
            return folder
    raise ContentError(
        _PACKAGED,
        "",
        "de cursusbestanden ontbreken.",
        "Installeer sowcourse opnieuw met 'pip install --force-reinstall sowcourse'.",
    )


def course_root(work: Path | None = None) -> Path:
    """Folder of the lessons: those of the packet in the work folder, else those that came with this package.

    Parameters: work – a work folder; None for the one that this program runs in.
    """
    return packet_course(work or work_folder()) or shipped_course()


def shipped_course() -> Path:
    """Folder of the lessons that came with this package, whatever packet a student has."""
    return content_root() / "course"


def datasets_root() -> Path:
    """Folder of the data sets."""
    return content_root() / "datasets"


def whole_course() -> Path:
    """Folder of the lessons with what only lecturers read beside them, such as the teaching notes.

    Raises: ContentError as `lecturers_root` does.
    """
    return lecturers_root() / "course"


def assignments_root() -> Path:
    """Folder of the assignment sources, with model answers.

    Raises: ContentError as `lecturers_root` does.
    """
    return lecturers_root() / "assignments"


def lecturers_root() -> Path:
    """Folder that holds `course/` and `assignments/` as lecturers have them.

    That is the checkout, else the package that lecturers install beside this one: it names itself with an entry point.
    Raises: ContentError when there is neither, or when that package is of another version.
    """
    if content_root() == _CHECKOUT and (_CHECKOUT / "assignments").is_dir():
        return _CHECKOUT
    beside = _lecturers_package()
    if beside is None:
        raise ContentError(
            content_root(),
            "",
            "de opdrachten met modelantwoorden zitten niet in het pakket dat studenten installeren.",
            "Installeer het pakket voor lesgevers erbij (sowcourse_lecturer, uit de map docent van de uitgave), "
            "of werk binnen een cohort of vanuit de volledige map van het project.",
        )
    folder, version = beside
    if version != __version__:
        raise ContentError(
            folder,
            "",
            f"dit pakket voor lesgevers is van versie {version}, en sowcourse is van versie {__version__}.",
            "Installeer van beide dezelfde versie, uit dezelfde uitgave.",
        )
    return folder


@cache
def _lecturers_package() -> tuple[Path, str] | None:
    """Folder and version of the package for lecturers; None when it is not installed."""
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    for entry in entry_points(group=LECTURERS):
        found = find_spec(entry.value)
        if found and found.origin and entry.dist:
            return Path(found.origin).parent, entry.dist.version
    return None


def checkout() -> Path:
    """Folder of the whole project, with `course/`, `assignments/` and `datasets/`: where new material is made.

    Raises: ContentError in an installed wheel.
    """
    if content_root() != _CHECKOUT or not (_CHECKOUT / "assignments").is_dir():
        raise ContentError(
            content_root(),
            "",
            "in het geïnstalleerde pakket kun je geen nieuw materiaal maken.",
            "Werk vanuit de volledige map van het project (git clone, of de zip) en installeer daar met "
            "'pip install --editable .'.",
        )
    return _CHECKOUT


@dataclass(frozen=True)
class Wanted:
    """What a reader wants of one key: what a form is made from."""

    kind: type
    required: bool
    options: tuple[str, ...] = ()
    """The only values; () for any."""
    each: type = str
    """Of a list: what it holds."""


_WITNESS: ContextVar[tuple[str, dict[str, Wanted]] | None] = ContextVar("witness", default=None)


@contextmanager
def witnessed(file: str = "") -> Iterator[dict[str, Wanted]]:
    """What readers want while this goes on: path without numbers, such as "debate.argument.side" → what.

    So a form has the fields that the reader of its file asks, and no list beside it can say otherwise.
    Parameters: file – only of files of this name; "" for all that are read meanwhile.
    """
    found: dict[str, Wanted] = {}
    before = _WITNESS.set((file, found))
    try:
        yield found
    finally:
        _WITNESS.reset(before)


@dataclass(frozen=True)
class Table:
    """One TOML table that knows where it came from, so that every error can say so."""

    file: Path
    key: str
    """Path inside the file, such as "question[2].option[0]"; "" for the whole file."""
    data: dict[str, Any]
    _seen: set[str] = field(default_factory=set, compare=False, repr=False)

    def fail(self, name: str, fault: str, remedy: str) -> NoReturn:
        """Raise a ContentError about the key `name` of this table."""
        place = ".".join(part for part in (self.key, name) if part)
        raise ContentError(self.file, f"sleutel '{place}'" if place else "", fault, remedy)

    def _tell(
        self,
        name: str,
        kind: type | tuple[type, ...],
        required: bool,
        options: Iterable[str] = (),
        each: type = str,
    ) -> None:
        name_of_file, found = _WITNESS.get() or ("", None)
        if found is not None and name_of_file in ("", self.file.name):
            path = re.sub(r"\[\d+\]", "", ".".join(part for part in (self.key, name) if part))
            plain = kind[0] if isinstance(kind, tuple) else kind
            found.setdefault(path, Wanted(plain, required, tuple(options), each))

    def _get(self, name: str, kind: type | tuple[type, ...], expected: str, default: Any) -> Any:
        self._seen.add(name)
        self._tell(name, kind, default is _REQUIRED)
        if name not in self.data:
            if default is not _REQUIRED:
                return default
            near = get_close_matches(name, self.data.keys(), n=1)
            hint = f" Staat er misschien '{near[0]}'?" if near else ""
            self.fail(name, f"ontbreekt; verwacht wordt {expected}.", f"Voeg '{name}' toe.{hint}")
        value = self.data[name]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            once = kind is list and isinstance(value, dict) and "[[" in expected
            remedy = f"Zet rond de kop twee rechte haken: [[{name}]]." if once else "Verbeter de waarde."
            self.fail(name, f"verwacht wordt {expected}, gevonden {_shown(value)}.", remedy)
        return value

    def text(self, name: str, default: Any = None) -> str:
        """A string that is not empty; required unless a default is given."""
        value = self._get(name, str, "een tekst", _REQUIRED if default is None else default)
        if not value.strip() and value != default:
            self.fail(name, "de tekst is leeg.", "Vul de tekst in of haal de sleutel weg.")
        return str(value).strip()

    def texts(self, name: str, default: list[str] | None = None) -> tuple[str, ...]:
        """A list of strings; required unless a default is given."""
        values = self._get(name, list, "een lijst van teksten", _REQUIRED if default is None else default)
        for index, value in enumerate(values):
            if not isinstance(value, str) or not value.strip():
                self.fail(f"{name}[{index}]", f"verwacht wordt een tekst, gevonden {value!r}.", "Verbeter de waarde.")
        return tuple(value.strip() for value in values)

    def integer(self, name: str, default: int | None = None) -> int:
        """A whole number; required unless a default is given."""
        return int(self._get(name, int, "een geheel getal", _REQUIRED if default is None else default))

    def integers(self, name: str, lowest: int, highest: int) -> tuple[int, ...]:
        """A list of whole numbers from `lowest` to `highest`; empty when the key is absent."""
        self._tell(name, list, False, each=int)
        values = self._get(name, list, "een lijst van gehele getallen", [])
        if any(type(value) is not int or not lowest <= value <= highest for value in values):
            fault = f"verwacht worden nummers van {lowest} tot {highest}, gevonden {values}."
            self.fail(name, fault, "Verbeter de nummers.")
        return tuple(values)

    def number(self, name: str, default: float | None = None) -> float:
        """A number; required unless a default is given."""
        return float(self._get(name, (int, float), "een getal", _REQUIRED if default is None else default))

    def numbers(self, name: str) -> tuple[float, ...]:
        """A list of numbers; empty when the key is absent."""
        self._tell(name, list, False, each=float)
        values = self._get(name, list, "een lijst van getallen", [])
        if any(type(value) not in (int, float) for value in values):
            self.fail(name, f"verwacht worden getallen, gevonden {values}.", "Verbeter de getallen.")
        return tuple(map(float, values))

    def boolean(self, name: str, default: bool | None = None) -> bool:
        """true or false; required unless a default is given."""
        return bool(self._get(name, bool, "true of false", _REQUIRED if default is None else default))

    def day(self, name: str) -> date:
        """A date as TOML writes it, without quotes: 2026-03-01."""
        value: date = self._get(name, date, "een datum zonder aanhalingstekens, zoals 2026-03-01", _REQUIRED)
        return value

    def choice(self, name: str, allowed: Iterable[str], default: str | None = None) -> str:
        """A string out of `allowed`."""
        options = list(allowed)
        self._tell(name, str, default is None, options)
        value = self.text(name, default)
        if value not in options:
            near = get_close_matches(value, options, n=1)
            remedy = f"Bedoel je '{near[0]}'?" if near else "Kies een van deze waarden."
            self.fail(name, f"verwacht wordt {' of '.join(repr(o) for o in options)}, gevonden {value!r}.", remedy)
        return value

    def table(self, name: str, default: dict[str, Any] | None = None) -> Table:
        """A table inside this one."""
        value = self._get(name, dict, "een tabel", _REQUIRED if default is None else default)
        return Table(self.file, ".".join(p for p in (self.key, name) if p), value)

    def tables(self, name: str, default: list[dict[str, Any]] | None = None) -> list[Table]:
        """A list of tables inside this one, as [[name]] in TOML."""
        values = self._get(name, list, f"een lijst van tabellen, [[{name}]]", _REQUIRED if default is None else default)
        result = []
        for index, value in enumerate(values):
            key = ".".join(p for p in (self.key, f"{name}[{index}]") if p)
            if not isinstance(value, dict):
                raise ContentError(
                    self.file,
                    f"sleutel '{key}'",
                    f"verwacht wordt een tabel, gevonden {value!r}.",
                    f"Schrijf [[{name}]].",
                )
            result.append(Table(self.file, key, value))
        return result

    def close(self) -> None:
        """Refuse keys that nobody asked for: most often a slip of the pen."""
        for name in self.data:
            if name not in self._seen:
                near = get_close_matches(name, self._seen, n=1)
                remedy = (
                    f"Bedoel je '{near[0]}'?"
                    if near
                    else f"Haal de sleutel weg of kies uit: {', '.join(sorted(self._seen))}."
                )
                self.fail(name, "is geen bekende sleutel.", remedy)


_REQUIRED: Any = object()


def _shown(value: Any) -> str:
    """A value as an author reads it: never as Python writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "een tabel"
    if isinstance(value, list):
        return f"een lijst van {len(value)}"
    return str(value) if isinstance(value, (date, time)) else repr(value)


def read_toml(file: Path) -> Table:
    """Read a TOML file.

    Raises: ContentError when the file is missing, cannot be read as text or is not TOML (with the line as it stands).
    """
    return table_of(file, read_text(file))


def table_of(file: Path, text: str) -> Table:
    """What a TOML file says that holds this text.

    Raises: ContentError when it is not TOML (with the line as it stands).
    """
    return Table(file, "", _parse(file, text))


def read_document(file: Path) -> tuple[Table, str]:
    """Read a Markdown file that opens with TOML between two lines of `+++`.

    Returns: the front matter and the Markdown below it.
    """
    return document_of(file, read_text(file))


def document_of(file: Path, text: str) -> tuple[Table, str]:
    """What a Markdown file says that holds this text, as `read_document`."""
    match = re.match(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", text, re.DOTALL | re.MULTILINE)
    if match is None:
        raise ContentError(
            file,
            "regel 1",
            "verwacht wordt een kop in TOML tussen twee regels '+++'.",
            "Zet de gegevens van de tekst bovenaan.",
        )
    return table_of(file, "\n" + match[1]), text[match.end() :].strip() + "\n"


def check_unique(table: Table, name: str, ids: Iterable[str]) -> None:
    """Refuse an id that stands twice among the tables called `name`."""
    seen: set[str] = set()
    for index, identifier in enumerate(ids):
        if identifier in seen:
            table.fail(
                f"{name}[{index}].id", f"de id {identifier!r} komt twee keer voor.", "Geef elk onderdeel een eigen id."
            )
        seen.add(identifier)


def read_text(file: Path) -> str:
    """The text of a file that a person may have saved: UTF-8 or UTF-16, with or without a byte order mark.

    Line ends become `\\n`. Raises: ContentError when the file is missing, damaged or saved in an older encoding.
    """
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        near = get_close_matches(file.name, [p.name for p in file.parent.glob("*")], n=1)
        remedy = f"Bedoel je '{near[0]}'?" if near else "Maak het bestand aan of controleer de naam."
        raise ContentError(file, "", "het bestand bestaat niet.", remedy) from None
    if raw and not raw.strip(b"\0"):
        raise ContentError(
            file,
            "",
            "het bestand is beschadigd: er staat alleen leegte in.",
            "Vaak is het niet helemaal gesynchroniseerd. Zet een vorige versie terug (OneDrive, Dropbox, back-up).",
        )
    try:
        text = raw.decode(_encoding(raw))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        shown = raw.splitlines()[line - 1].decode("cp1252", errors="replace").strip()
        raise ContentError(
            file,
            f"regel {line}",
            f"het bestand is niet als UTF-8 bewaard, en dan is niet zeker wat hier staat: {shown}",
            "– Kies in Kladblok «Opslaan als» en bij Codering UTF-8 (op een Mac: Teksteditor, platte tekst, UTF-8), "
            "en kijk dan deze regel na.",
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding(raw: bytes) -> str:
    """UTF-16 with its mark, or without it when every other byte is nothing; else UTF-8, whose mark is no text."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(raw) > 3 and len(raw) % 2 == 0 and raw[first::2].count(0) > len(raw) // 3:
            return name
    return "utf-8-sig"


def _parse(file: Path, text: str) -> dict[str, Any]:
    try:
        return deepcopy(_known(text))
    except tomllib.TOMLDecodeError as error:
        found = find_misprint(text, error)
        raise ContentError(file, f"regel {found.line}", found.fault, found.remedy) from error
    except RecursionError as error:
        raise ContentError(file, "", "lijsten zitten te diep in elkaar.", "Maak het eenvoudiger.") from error


@lru_cache(maxsize=256)
def _known(text: str) -> dict[str, Any]:
    """What a text in TOML says. The course is read over and over, and reading it costs twelve times a copy."""
    return tomllib.loads(text)
