"""Where content lives, and how its TOML and Markdown are read.

Content is found beside this package: in the checkout, or inside the installed wheel.
Only a lesson packet in a student's work folder goes before it. Every mistake becomes a ContentError that names
file and key (or line), what was expected, what was found and what to do.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from sowcourse.errors import ContentError
from sowcourse.workfolder import packet_course, work_folder

UNWRITTEN = "NOG TE SCHRIJVEN"
"""What stands in new material where a lecturer still has to write."""

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


def assignments_root() -> Path:
    """Folder of the assignment sources; only a checkout has it.

    Raises: ContentError in an installed wheel, which holds no model answers.
    """
    folder = _CHECKOUT / "assignments"
    if not folder.is_dir() or content_root() != _CHECKOUT:
        raise ContentError(
            folder,
            "",
            "de opdrachten met modelantwoorden zitten niet in het geïnstalleerde pakket.",
            "Werk vanuit de volledige map van het project (git clone) of binnen een cohort.",
        )
    return folder


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

    def _get(self, name: str, kind: type | tuple[type, ...], expected: str, default: Any) -> Any:
        self._seen.add(name)
        if name not in self.data:
            if default is not _REQUIRED:
                return default
            near = get_close_matches(name, self.data.keys(), n=1)
            hint = f" Staat er misschien '{near[0]}'?" if near else ""
            self.fail(name, f"ontbreekt; verwacht wordt {expected}.", f"Voeg '{name}' toe.{hint}")
        value = self.data[name]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fail(name, f"verwacht wordt {expected}, gevonden {value!r}.", "Verbeter de waarde.")
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
        values = self._get(name, list, "een lijst van gehele getallen", [])
        if any(type(value) is not int or not lowest <= value <= highest for value in values):
            fault = f"verwacht worden nummers van {lowest} tot {highest}, gevonden {values}."
            self.fail(name, fault, "Verbeter de nummers.")
        return tuple(values)

    def number(self, name: str, default: float | None = None) -> float:
        """A number; required unless a default is given."""
        return float(self._get(name, (int, float), "een getal", _REQUIRED if default is None else default))

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


def read_toml(file: Path) -> Table:
    """Read a TOML file.

    Raises: ContentError when the file is missing, is not UTF-8 or is not TOML (with line and column).
    """
    return Table(file, "", _parse(file, _read(file), 0))


def read_document(file: Path) -> tuple[Table, str]:
    """Read a Markdown file that opens with TOML between two lines of `+++`.

    Returns: the front matter and the Markdown below it.
    """
    text = _read(file)
    match = re.match(r"\+\+\+\n(.*?)^\+\+\+\n", text, re.DOTALL | re.MULTILINE)
    if match is None:
        raise ContentError(
            file,
            "regel 1",
            "verwacht wordt een kop in TOML tussen twee regels '+++'.",
            "Zet de gegevens van de tekst bovenaan.",
        )
    return Table(file, "", _parse(file, match[1], 1)), text[match.end() :].strip() + "\n"


def check_unique(table: Table, name: str, ids: Iterable[str]) -> None:
    """Refuse an id that stands twice among the tables called `name`."""
    seen: set[str] = set()
    for index, identifier in enumerate(ids):
        if identifier in seen:
            table.fail(
                f"{name}[{index}].id", f"de id {identifier!r} komt twee keer voor.", "Geef elk onderdeel een eigen id."
            )
        seen.add(identifier)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        near = get_close_matches(file.name, [p.name for p in file.parent.glob("*")], n=1)
        remedy = f"Bedoel je '{near[0]}'?" if near else "Maak het bestand aan of controleer de naam."
        raise ContentError(file, "", "het bestand bestaat niet.", remedy) from None
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise ContentError(
            file, f"regel {line}", "het bestand is niet als UTF-8 bewaard.", "Bewaar het opnieuw met codering UTF-8."
        ) from error


def _parse(file: Path, text: str, offset: int) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+), column (\d+)", str(error))
        place = (
            f"regel {int(match[1]) + offset}, kolom {match[2]}"
            if match
            else f"regel {text.count(chr(10)) + 1 + offset}"
        )
        raise ContentError(
            file, place, f"dit is geen geldige TOML ({error}).", "Kijk naar aanhalingstekens en haken op die plaats."
        ) from error
