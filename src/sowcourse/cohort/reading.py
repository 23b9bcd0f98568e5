"""A class list as people have it: which column says what, and what stands in each row; asked when it is not sure."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sowcourse.cohort.lms import Lms, internal_id, systems
from sowcourse.cohort.order import (
    FIRST,
    LAST,
    ORDERED,
    apart,
    evident,
    family,
    holds,
    in_order,
    joined,
    left_note,
    says_called,
    told_by,
    untitled,
    without,
    without_note,
)
from sowcourse.cohort.sheet import Line, Sheet
from sowcourse.errors import CohortError

_KNOWN: dict[str, tuple[str, ...]] = {
    "id": (
        *(
            "studentnummer",
            "studentsisid",
            "studentennummer",
            "studentnr",
            "studentennr",
            "studnr",
            "studentid",
            "studentnumber",
            "leerlingnummer",
        ),
        *("rolnr", "stamnr", "leerlingnr", "studentno", "studentcode", "sisid", "officialcode"),
        *("rolnummer", "stamnummer", "stamboeknummer", "matricule", "nummer", "orgdefinedid", "sisuserid"),
        *("identifier", "idnummer", "idnumber", "sisloginid", "username", "gebruikersnaam", "sourcedid", "id"),
        *("account", "hubaccount", "loginid", "internnummer", "userid"),
    ),
    "first": ("voornaam", "roepnaam", "voornamen", "firstname", "givenname", "voorletters", "voorl", "initialen"),
    "middle": ("middlename",),
    "particle": ("tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels", "tussenv", "prefix"),
    "last": ("achternaam", "familienaam", "lastname", "familyname", "surname", "geboortenaam"),
    "name": (
        *("naam", "volledigenaam", "name", "fullname", "student", "naamstudent", "studentnaam", "studentname"),
        *("weergavenaam", "displayname", *ORDERED),
    ),
    "email": ("email", "emailadres", "mail", "mailadres", "emailaddress", "emailstudent", "userprincipalname"),
    "role": ("role", "roles", "rol", "rollen"),
    "status": (
        *("status", "enrollmentstatus", "inschrijvingsstatus", "inschrijfstatus", "statusnote"),
        *("availability", "beschikbaarheid"),
        *("datumuitschrijving", "uitschrijfdatum", "uitschrijvingsdatum", "uitgeschreven", "uitgeschrevenop"),
    ),
}
"""What a column is called, without spaces and signs: our own lists, those of the LMSs, OneRoster; the best first."""

_STUDENT = {"student", "studenten", "students", "leerling", "deelnemer", "learner", "cursist", "lid", "member"}
_STUDENT |= {"studentenrollment"}
_TEACHER = re.compile(
    r"docent|leraar|lesgever|teacher|instructor|owner|eigenaar|beheerder|manager|admin|assistent|\bta\b"
)
"""Roles of which nobody asks why they are not in the class."""

_ACTIVE = {"", "active", "actief", "ingeschreven", "enrolled", "aktief", "yes", "ja", "available", "beschikbaar"}
_NO_STUDENT = re.compile(
    r"\s*(points possible|punten mogelijk|mogelijke punten|student, test|test student)\s*|.*_previewuser", re.IGNORECASE
)
"""Rows in a download that are nobody: Canvas's maximum and test student, Blackboard's preview."""

_OF_A_DIRECTORY = re.compile(r"[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}", re.IGNORECASE)
"""A number by which a directory such as Entra knows an account: no school and no LMS knows a student by it."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
"""Signs without a shape that come along when a number is copied from a web page."""

_CODE = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
"""A letter as a web page writes it, which some systems leave in their downloads: D&#039;Hondt, Zo&euml;."""

_NAMED = ("first", "middle", "last", "name")
"""Kinds of column in which somebody's name stands."""

_OTHERWISE = "first otherwise"
"""A second column with first names, for who has none in the first: a «roepnaam» is left empty, initials are not."""

_LOOKED_AT = 20
"""Rows in which the header is looked for, under titles."""

Cells = Callable[[str], str]
"""What stands in a row under a kind of column; "" when there is none."""

Read = Callable[[Cells], tuple[str, str]]
"""First and family name of a row."""


@dataclass(frozen=True)
class Entry:
    """One student in a list."""

    line: int
    id: str
    ids: tuple[str, ...]
    first: str
    last: str
    email: str


class TwoReadings(CohortError):  # noqa: N818 – it is a question
    """A list whose names can be read in two ways, with two lines of each."""

    def __init__(self, file: str, column: str, readings: dict[str, list[str]]) -> None:
        """Parameters: readings – what to answer → two students as they would be read."""
        self.readings = readings
        shown = "".join(f"\n  {name}: {'; '.join(lines)}" for name, lines in readings.items())
        super().__init__(
            f"{file}: de kolom «{column}» kan op twee manieren gelezen worden.{shown}\n"
            f"Typ er bij wat klopt: {' of '.join(f'--naam {name}' for name in readings)}."
        )


def entries(sheet: Sheet, order: str = "", ask: bool = False) -> tuple[list[Entry], list[str]]:
    """The students in a class list, and what a lecturer should look at in it, Dutch sentences.

    Parameters: order – FIRST or LAST: what stands first in a column with whole names; ask – whether to refuse a
    list that can be read in two ways when no order is given, rather than take FIRST.
    Raises: CohortError when a column is missing or a row is longer than the header; TwoReadings.
    """
    place, columns = _header(sheet)
    header, rows = sheet.lines[place], [line for line in sheet.lines[place + 1 :] if _is_student(line)]
    rows = [line for line in rows if line.values != header.values]
    system = next((lms for lms in systems().values() if lms.internal and _has_all(lms, header.values)), None)
    told: list[tuple[Line, Cells]] = []
    passed: list[tuple[int, str]] = []
    columns = _with_particles(columns, header.values, rows)
    _refuse_twice(sheet, header, rows)
    _refuse_another(sheet, columns, rows)
    for line in rows:
        refuse_longer(sheet, line, header)
        cell = partial(_cell, line.values, columns)
        roles = {part.strip() for part in cell("role").casefold().split(",")}
        if (cell("role") and not roles & _STUDENT) or cell("status").casefold() == "tobedeleted":
            passed.append((line.number, cell("role")))
            continue
        told.append((line, cell))
    read = _reading(sheet.name, header.values, [cell for _, cell in told], order, ask)
    numbers = _numbers(header.values, [_padded(line, header.values) for line, _ in told], system)
    found = [_entry(line, cell, numbers, header.values, system, read) for line, cell in told]
    standing = [(line.number, cell("note") or cell("status")) for line, cell in told]
    gone = [(line, status) for line, status in standing if status.casefold() not in _ACTIVE]
    noted = any(cell("note") for _, cell in told)
    remarks = [*_passed(sheet.name, passed), *_standing(sheet.name, gone, noted or len(gone) < len(told))]
    remarks += _unnumbered(sheet.name, header.values, [line for line, _ in told], numbers[0], found)
    return found, remarks + _nameless(sheet.name, found)


def _passed(file: str, rows: list[tuple[int, str]]) -> list[str]:
    """Who was not taken for a student because of a role that we do not know. Parameters: rows – line and role."""
    odd = [(line, role) for line, role in rows if role and not _TEACHER.search(role.casefold())]
    listed = ", ".join(f"regel {line} («{role}»)" for line, role in odd)
    return [f"{file}: niet in de klas wegens hun rol: {listed}. Is dit een student? Zet er «Student»."] if odd else []


def _standing(file: str, rows: list[tuple[int, str]], sure: bool) -> list[str]:
    """Who may not be in the class any more; not when everybody's status is of another kind, as in a worksheet."""
    listed = ", ".join(f"regel {line} («{status}»)" for line, status in rows)
    return [f"{file}: met een andere status, en toch in de klas: {listed}. Haal die regels weg als het moet."] * (
        sure and bool(rows)
    )


def _unnumbered(file: str, header: list[str], rows: list[Line], chosen: int, found: list[Entry]) -> list[str]:
    """Who is known by something else than a number, and which column that says more is not used for want of some.

    Parameters: chosen – place of the column that students are known by.
    """
    known = [place for place, name in enumerate(header) if kind(name) == "id" and place != chosen]
    better = [place for place in known if kind(header[chosen]) != "id" or _rank(header[place]) < _rank(header[chosen])]
    for place in (chosen, *sorted(better, key=lambda place: _rank(header[place]))):
        cells = [_padded(line, header)[place].strip().strip(" #") for line in rows]
        without_one = [entry for entry, cell in zip(found, cells, strict=True) if not cell or re.search(r"\s", cell)]
        if 0 < len(without_one) < len(cells):
            listed = ", ".join(f"regel {entry.line} («{entry.id}»)" for entry in without_one[:5])
            listed += " …" if len(without_one) > 5 else ""
            return [
                f"{file}: geen bruikbaar nummer onder «{header[place].strip()}», "
                f"en daarom bekend bij wat er wel staat: {listed}."
                + ("" if place == chosen else f" Zo kent het cohort nu iedereen: bij «{header[chosen].strip()}».")
                + " Vul het nummer aan als je het hebt."
            ]
    return []


def _nameless(file: str, found: list[Entry]) -> list[str]:
    """Who has no first name, though that looks like more than how somebody is called."""
    bare = [entry for entry in found if not entry.first]
    if len(bare) == len(found) > 1:
        return [f"{file}: niemand heeft er een voornaam. Staat die in een andere kolom? Noem die kolom «voornaam»."]
    listed = ", ".join(f"regel {entry.line} («{entry.last}»)" for entry in bare if " " in entry.last)
    return [f"{file}: gelezen als familienaam, zonder voornaam: {listed}. Zet de voornaam erbij."] if listed else []


def _with_particles(columns: dict[str, int], header: list[str], rows: list[Line]) -> dict[str, int]:
    """The columns, with one that holds nothing but particles, whatever it is called («Tussenv.», «Tv»)."""
    if "particle" in columns or not {"last", "name"} & set(columns):
        return columns
    places = [
        place
        for place, name in enumerate(header)
        if not kind(name) and told_by([_padded(line, header)[place].strip() for line in rows])
    ]
    return columns | {"particle": places[0]} if len(places) == 1 else columns


def refuse_longer(sheet: Sheet, line: Line, header: Line) -> None:
    """Raises: CohortError when a row has more cells than the header: then everything behind one of them is moved."""
    if any(cell.strip() for cell in line.values[len(header.cells) :]):
        raise CohortError(
            f"{sheet.name}, regel {line.number}: deze regel heeft meer vakken dan de kop. "
            "Staat er een komma of puntkomma in een naam? Zet die naam dan tussen aanhalingstekens."
        )


def _refuse_twice(sheet: Sheet, header: Line, rows: list[Line]) -> None:
    """Raises: CohortError when two columns are called the same and do not say the same."""
    names = [_plain(cell) for cell in header.values]
    for place, name in enumerate(names):
        first = names.index(name)
        if first != place and kind(name):
            for line in rows:
                values = _padded(line, header.values)
                if values[first].strip() != values[place].strip():
                    raise CohortError(
                        f"{sheet.name}, regel {header.number}: de kolom «{header.values[place].strip()}» staat er twee "
                        f"keer, en op regel {line.number} zegt ze «{values[first]}» en «{values[place]}». "
                        "Geef elke kolom een eigen naam, zoals voornaam en achternaam."
                    )


def _refuse_another(sheet: Sheet, columns: dict[str, int], rows: list[Line]) -> None:
    """Raises: CohortError when a row begins a second table: another header, or words under the numbers after a gap."""
    gaps = {line.number for line in sheet.lines if line.empty}
    digits = False
    for line in rows:
        number = _cell(line.values, columns, "id" if "id" in columns else "email")
        header = bool(kind(number)) and len({kind(cell) for cell in line.values} - {""}) > 1
        if header or (digits and line.number - 1 in gaps and number.isalpha()):
            raise CohortError(
                f"{sheet.name}, regel {line.number}: hier begint een tweede tabel "
                f"({', '.join(filter(None, line.values))}). Zet haar in een ander bestand, of haal deze regels weg."
            )
        digits = digits or bool(re.search(r"\d", number))


def kind(header: str) -> str:
    """What a column says, by what it is called; "" when that is not known."""
    name = _called(header)
    return next((kind for kind, known in _KNOWN.items() if name in known), "")


def _header(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """Place of the header among the rows, and kind → place of its column."""
    for place, line in enumerate(sheet.lines[:_LOOKED_AT]):
        names = [_called(cell) for cell in line.values]
        columns = {
            key: next(names.index(name) for name in known if name in names)
            for key, known in _KNOWN.items()
            if set(known) & set(names)
        }
        if {"id", "email"} & set(columns) and {"last", "name"} & set(columns):
            others = [names.index(name) for name in _KNOWN["first"] if name in names][1:]
            return place, columns | {_OTHERWISE: others[0]} if others else columns
    first = next(line for line in sheet.lines if not line.empty)
    if all(len(line.cells) == 1 for line in sheet.lines):
        raise CohortError(
            f"{sheet.name}, regel {first.number}: tussen de kolommen wordt een puntkomma, komma of tab verwacht; "
            f"gevonden is één kolom, «{first.values[0][:60]}». Bewaar de lijst opnieuw als CSV UTF-8."
        )
    raise CohortError(
        f"{sheet.name}, regel {first.number}: verwacht worden de kolommen studentnummer, voornaam en achternaam "
        f"(of studentnummer en naam), of een klaslijst uit Canvas, Brightspace, Blackboard of Moodle; "
        f"gevonden: {', '.join(first.values)}. Pas de kop aan."
    )


def _numbers(header: list[str], rows: list[list[str]], system: Lms | None) -> list[int]:
    """Places of the columns with numbers and user names, the one to know students by first; e-mail addresses last.

    That is the first known one that is filled in for most; who has none there is known by the next that tells one, so
    that one empty cell gives nobody else another number. What a directory knows accounts by comes last of all.
    """
    kinds = [kind(name) for name in header]
    internal = {_plain(name) for name in system.internal} if system else set()
    known = [place for place, name in enumerate(header) if kinds[place] == "id" or _plain(name) in internal]
    known.sort(key=lambda place: (_plain(header[place]) in internal, _rank(header[place])))
    usable = [place for place in known if all(not re.search(r"\s", row[place].strip()) for row in rows)]
    addresses = [place for place, each in enumerate(kinds) if each == "email"]
    directory = [place for place in usable if any(_OF_A_DIRECTORY.fullmatch(row[place].strip()) for row in rows)]
    usable = [*(place for place in usable if place not in directory), *addresses, *directory]
    filled = [place for place in usable if 2 * sum(bool(row[place].strip(" #")) for row in rows) >= len(rows)]
    best = (filled or usable or known)[0]
    return [best, *(place for place in (*known, *addresses) if place != best)]


def _rank(header: str) -> int:
    known = _KNOWN["id"]
    return known.index(_called(header)) if _called(header) in known else len(known)


def _entry(line: Line, cell: Cells, numbers: list[int], header: list[str], system: Lms | None, read: Read) -> Entry:
    values = [value.strip() for value in _padded(line, header)]
    internal = {_plain(name) for name in system.internal} if system else set()
    told = [place for place in numbers if values[place].strip(" #") and not re.search(r"\s", values[place])]
    chosen = numbers[0] if values[numbers[0]].strip(" #") or not told else told[0]
    ids = []
    for place in numbers:
        known = whole(values[place].removeprefix("#"))
        if system and known and _plain(header[place]) in internal:
            ids.append(internal_id(system, known))
        elif place in told and place != chosen and kind(header[place]) == "id":
            ids.append(known)
    number = _UNSEEN.sub("", values[chosen]).removeprefix("#")
    return Entry(line.number, number, tuple(dict.fromkeys(ids)), *in_order(*read(cell)), cell("email"))


def whole(number: str) -> str:
    """A number that a program saved with decimals as it was: 1234567.0 is 1234567."""
    found = re.fullmatch(r"(\d+)[.,]0+", number)
    return found[1] if found else number


def _reading(file: str, header: list[str], told: list[Cells], order: str, ask: bool) -> Read:
    """How the names of a list are read. Raises: TwoReadings."""
    kinds = {kind(name) for name in header}
    column = next((name for name in header if kind(name) == "name"), "")
    if "name" not in kinds or {"first", "last"} <= kinds:
        return lambda cell: (joined(cell("first"), cell("middle")), joined(cell("particle"), cell("last")))
    if "first" in kinds:
        if told and all(holds(cell("name"), cell("first")) for cell in told):
            return lambda cell: (cell("first"), without(cell("name"), cell("first")))
        return lambda cell: (joined(cell("first"), cell("middle")), joined(cell("particle"), family(cell("name"))))
    if "last" in kinds:
        return lambda cell: (without(cell("name"), cell("last")), joined(cell("particle"), cell("last")))
    names = [cell("name") for cell in told]
    commas = any("," in name for name in names)
    open_ = [name for name in names if " " in name and not commas and not says_called(name)]
    order = order or ORDERED.get(_plain(column), "")
    if open_ and not order:
        order = evident(open_)
        if not order and ask:
            readings = {
                way: ["voornaam «{}», achternaam «{}»".format(*apart(name, way, commas=False)) for name in open_[:2]]
                for way in (FIRST, LAST)
            }
            raise TwoReadings(file, column.strip(), readings)
    return lambda cell: apart(cell("name"), order or FIRST, commas)


def _has_all(lms: Lms, header: list[str]) -> bool:
    names = {_plain(name) for name in header}
    return all({_plain(name) for name in choice} & names for choice in lms.required)


def _padded(line: Line, header: list[str]) -> list[str]:
    return [*line.values, *[""] * (len(header) - len(line.values))]


def _is_student(line: Line) -> bool:
    values = [value for value in line.values if value.strip()]
    if not values or all(value.casefold().startswith(("manual posting", "muted")) for value in values):
        return False
    return not any(_NO_STUDENT.fullmatch(value) for value in values[:4])


def _cell(values: list[str], columns: dict[str, int], key: str) -> str:
    if key == "note":
        named = (place for kind, place in columns.items() if kind in _NAMED and place < len(values))
        return next(filter(None, (left_note(values[place].strip()) for place in named)), "")
    place = columns.get(key)
    told = re.sub(r"\s*[\r\n]+\s*", " ", values[place].strip()) if place is not None and place < len(values) else ""
    if key == "first" and not told and _OTHERWISE in columns:
        return _cell(values, {"first": columns[_OTHERWISE]}, "first")
    if key in _NAMED:
        told = without_note(_CODE.sub(lambda found: html.unescape(found[0]), told))
    return untitled(told) if key in ("name", "first") else told


def _called(header: str) -> str:
    """What a header is called: as a whole, else without an addition, or in one of its languages («Naam / Name»)."""
    known = {name for names in _KNOWN.values() for name in names}
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", header)
    parts = [_plain(part) for part in (header, bare, *re.split(r"[/|\r\n]", bare))]
    return next((part for part in parts if part in known), parts[0])


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
