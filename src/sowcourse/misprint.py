"""What is wrong where TOML cannot be read: in Dutch, with the line as it stands and how it should read.

A correction is only proposed when the corrected line can be read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_CURLY = str.maketrans("“”„‟″«»‘’‚‛′", '"""""""' + "'" * 5)
_INVISIBLE = re.compile("[\u00a0\u00ad\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\ufeff\x00-\x08\x0b-\x1f\x7f]")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?")
_STATEMENT = re.compile(r"""\s*(\[+[\w"'.-]+\]+|([\w-]+|"[^"]*"|'[^']*')\s*=)""")
_PAIR = re.compile(r"""(\s*)(.*?\S)(\s*[=:]\s*)(.*?)(\s*)\Z""")
_SHOWN = 120


@dataclass(frozen=True)
class Misprint:
    """Why a text is not TOML."""

    line: int
    """From 1; the line that a person has to change."""
    fault: str
    remedy: str


def find_misprint(text: str, error: tomllib.TOMLDecodeError) -> Misprint:
    """Where and why reading stopped, in Dutch."""
    lines = text.split("\n")
    place = re.search(r"at line (\d+)", str(error))
    number = int(place[1]) if place else max((n for n, line in enumerate(lines, 1) if line.strip()), default=1)
    twice = _twice(lines, number, str(error))
    if twice:
        return twice
    if '"""' in text or "'''" in text:
        found = _long_text(lines, str(error))
        if found:
            return found
    opened = _open_list(lines[: number - 1] if place else lines)
    if opened:
        return _in_list(lines, opened, number if place else 0)
    if no_day := _no_day(lines[number - 1]):
        return Misprint(number, _told(lines, number, no_day).fault, "Schrijf jaar-maand-dag, zoals 2026-11-20.")
    for fault, fixed in _corrections(lines[number - 1]):
        if _reads(fixed) and not _reads(lines[number - 1]):
            return _told(lines, number, fault, fixed)
    if "=" in lines[number - 1] and "[" in lines[number - 1]:
        return _told(lines, number, "Een lijst [ of een tabel { wordt hier niet gesloten, of er ontbreekt een komma.")
    return _told(lines, number, "Deze regel is geen gegeven: verwacht wordt naam = waarde, of een kop als [naam].")


def _told(lines: list[str], number: int, fault: str, fixed: str = "") -> Misprint:
    shown = _INVISIBLE.sub("␣", lines[number - 1].strip())[:_SHOWN]
    if fixed.isspace():
        return Misprint(number, f"hier staat: {shown} – {fault}", "Haal deze regel weg.")
    remedy = f"Schrijf: {fixed.strip()}" if fixed else "Vergelijk met de regels eromheen en verbeter deze."
    return Misprint(number, f"hier staat: {shown} – {fault}" if shown else fault, remedy)


def _reads(line: str) -> bool:
    try:
        tomllib.loads(line)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
    return True


def _corrections(line: str) -> Iterator[tuple[str, str]]:
    """What may be meant, most likely first: why the line cannot be read, and how it can."""
    if _INVISIBLE.search(line):
        yield "Er staat een teken in dat je niet ziet (␣).", (line := _INVISIBLE.sub(" ", line))
    straight = line.translate(_CURLY)
    if straight != line:
        yield "De aanhalingstekens zijn gekruld; verwacht worden rechte.", (line := straight)
    for end in ("]", "]]"):
        if line.strip().startswith("[" * len(end)):
            yield "De kop wordt niet gesloten.", line.rstrip().rstrip("]") + end
    if found := re.fullmatch(r"\s*([^\W\d_][\w.-]*\s*(\]{1,2}))\s*(?:#.*)?", line):
        yield "De kop wordt niet geopend.", "[" * len(found[2]) + found[1]
    if line.rstrip().endswith((";", ",")):
        yield "Achter de waarde staat een teken te veel.", line.rstrip().rstrip(";,")
    pair = _PAIR.match(line)
    if pair is None or _explains(pair):
        words = line.strip(" \t[]")
        if line.strip().startswith("[") and words:
            for table in re.findall(r"\A([\w-]+)\.(?=[^\"'])", words):
                inner = _quoted(words[len(table) + 1 :])
                yield "De naam achter de punt staat tussen aanhalingstekens.", f"[{table}.{inner}]"
            yield "De naam in een kop staat tussen aanhalingstekens.", f"[{_quoted(words)}]"
        yield "Dit is geen gegeven. Is het een uitleg, dan hoort er een hekje voor.", f"# {line.strip()}"
        return
    before, name, between, value, _ = pair.groups()
    value, _, comment = value.partition(" #")
    value, comment = value.rstrip(), f"  #{comment}" if comment else ""
    for key in dict.fromkeys((name, _quoted(name.strip("\"'")))):
        why = [] if key == name else ["De naam staat tussen aanhalingstekens."]
        why += ["Tussen naam en waarde hoort een =."] if ":" in between else []
        for reason, mended in _values(value):
            told = " ".join([*why, *([reason] if reason else [])])
            yield told or "Deze regel kan niet worden gelezen.", f"{before}{key} = {mended}{comment}"


def _explains(pair: re.Match[str]) -> bool:
    """Whether a line with an = or a colon reads as a sentence rather than as a name with a value."""
    name, value = pair[2], pair[4]
    if ":" in pair[3]:
        return len(name.split()) > 1 or (value[:1] not in "\"'" and len(value.split()) > 2)
    return len(name.split()) > 3 and not re.search("[\"']", name)


def _values(value: str) -> Iterator[tuple[str, str]]:
    yield "", value
    if not value:
        yield "Achter de = ontbreekt de waarde.", '"…"'
        return
    if _MOMENT.fullmatch(value):
        yield "Een moment staat tussen aanhalingstekens.", f'"{value}"'
    day, _, clock = value.partition(" ")
    if (hour := re.fullmatch(r"(\d{1,2})[:.u](\d\d)", clock)) and _day(day):
        yield "Een moment schrijf je als jaar-maand-dag uur:minuut.", f'"{_day(day)} {hour[1]:0>2}:{hour[2]}"'
    if day := _day(value):
        yield "Een dag schrijf je als jaar-maand-dag.", day
    if re.fullmatch(r"-?\d+,\d+", value):
        yield "Een kommagetal krijgt een punt.", value.replace(",", ".")
    if re.fullmatch(r"0+\d+", value):
        yield "Een getal begint niet met een nul.", value.lstrip("0")
    if value.casefold() in ("true", "ja", "waar", "yes"):
        yield "Ja of nee schrijf je als true of false.", "true"
    if value.casefold() in ("false", "nee", "onwaar", "no"):
        yield "Ja of nee schrijf je als true of false.", "false"
    if value[0] in "[{":
        yield "Tussen twee delen van een lijst hoort een komma.", re.sub(r"([\"'])\s+([\"'])", r"\1, \2", value)
        end = {"[": "]", "{": "}"}[value[0]]
        yield f"De {'lijst' if end == ']' else 'tabel'} wordt niet gesloten.", f"{value.rstrip(',')}{end}"
        return
    bare = value.strip("\"'").rstrip()
    quotes = [mark for mark in "\"'" if value.startswith(mark) and value.endswith(mark) and len(value) > 1]
    if "\\" in bare:
        yield "Een \\ betekent hier iets anders.", _quoted(bare)
    elif quotes and quotes[0] in value[1:-1]:
        yield "Er staat een aanhalingsteken in de tekst zelf.", _quoted(value[1:-1])
    elif value[0] in "\"'" or value[-1] in "\"'":
        yield "De tekst heeft niet aan beide kanten één aanhalingsteken.", _quoted(bare)
    yield "Een tekst staat tussen aanhalingstekens.", _quoted(bare)


def _day(value: str) -> str:
    """A day as TOML writes it, of 20-11-2026 or 2026-1-5; "" when it is no day."""
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", value)
    if found is None:
        return ""
    year, month, day = found.groups()[:3] if found[1] else found.groups()[:2:-1]
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _no_day(line: str) -> str:
    """What is wrong with 2026-13-20 behind a name; "" when nothing of the kind stands there."""
    found = re.fullmatch(r"[^#=]*=\s*((?:\d{4}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2})[-/.]\d+)\s*(?:#.*)?", line)
    return "Deze dag bestaat niet." if found and not _day(found[1]) else ""


def _quoted(words: str) -> str:
    """Words as a TOML string that a person can read: without backslashes when that is possible."""
    if '"' not in words and "\\" not in words:
        return f'"{words}"'
    if "'" not in words:
        return f"'{words}'"
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _twice(lines: list[str], number: int, message: str) -> Misprint | None:
    """A key or heading that was there already."""
    if not re.search(r"overwrite|twice|redefine|immutable|Duplicate", message):
        return None
    line = lines[number - 1]
    heading = line.strip().startswith("[")
    named = line.split("#")[0].strip() if heading else line.partition("=")[0].strip()
    plain = re.sub(r"[\"'\s]", "", named)
    first, section = 0, 0
    for place, other in enumerate(lines[: number - 1], 1):
        section = place if other.strip().startswith("[") else section
        there = other.split("#")[0].strip() if heading else other.partition("=")[0].strip()
        if re.sub(r"[\"'\s]", "", there) == plain and (heading or first <= section or not first):
            first = place
    where = f"in regel {first}" if first else "hoger in het bestand"
    kind = f"De kop {named}" if heading else f"De naam {named}"
    told = _told(lines, number, f"{kind} staat ook al {where}.")
    more = "Zet wat eronder staat bij de eerste kop, en haal deze kop weg." if heading else "Laat één van beide staan."
    return Misprint(number, told.fault, more)


def _long_text(lines: list[str], message: str) -> Misprint | None:
    if "Unterminated" not in message and "Expected" not in message:
        return None
    opened = 0
    for number, line in enumerate(lines, 1):
        for _ in re.findall(r'"""|' + "'''", line):
            opened = 0 if opened else number
    if not opened:
        return None
    told = _told(lines, opened, 'De tekst die hier met """ begint, wordt niet gesloten.')
    return Misprint(opened, told.fault, 'Zet """ achter het laatste woord van die tekst.')


def _outside_quotes(line: str) -> str:
    """A line without its strings and its comment."""
    return re.sub(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'", "", line).partition("#")[0]


def _open_list(lines: list[str]) -> int:
    """The line at which a list begins that is not closed by the last of these lines; 0 when there is none."""
    depth = opened = 0
    for number, line in enumerate(lines, 1):
        bare = _outside_quotes(line)
        if not depth and not re.search(r"=\s*\[", bare):
            continue
        opened = opened if depth else number
        depth = max(0, depth + bare.count("[") - bare.count("]"))
    return opened if depth else 0


def _in_list(lines: list[str], opened: int, number: int) -> Misprint:
    """What is wrong in a list of several lines. Parameters: number – 0 when reading went on to the end."""
    begun = lines[opened - 1].strip()
    here = lines[number - 1] if number else ""
    if not number or _STATEMENT.match(here):
        fault = f"de lijst die hier begint ({begun}) wordt niet gesloten."
        where = f"vóór regel {number} ({here.strip()[:_SHOWN]})" if number else "aan het einde"
        return Misprint(opened, fault, f"Zet een ] op een eigen regel, {where}.")
    above = next((n for n in range(number - 1, opened, -1) if _outside_quotes(lines[n - 1]).strip(" \t") or n), opened)
    if _item(here) and above > opened and not _outside_quotes(lines[above - 1]).rstrip().endswith(","):
        return _told(lines, above, "Achter dit deel van de lijst ontbreekt een komma.", f"{lines[above - 1].rstrip()},")
    words = here.strip().rstrip(",").translate(_CURLY).strip("\"' ")
    fixed = f"{_quoted(words)},"
    if words and _item(fixed):
        return _told(lines, number, "Elk deel van de lijst staat tussen rechte aanhalingstekens.", fixed)
    return _told(lines, number, f"Dit past niet in de lijst die in regel {opened} begint.")


def _item(line: str) -> bool:
    return _reads(f"x = [{line.strip()}\n]")
