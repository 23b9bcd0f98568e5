"""The form of one text: its fields as the reader of its file wants them, and what was filled in as plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sowcourse.content import Wanted
from sowcourse.errors import ContentError
from sowcourse.office.asked import Asked
from sowcourse.skeleton.house_form import Entry
from sowcourse.skeleton.kind import Kind
from sowcourse.skeleton.manuscript import KINDS, Meaning, meaning_of, meanings
from sowcourse.skeleton.shape import Sections
from sowcourse.skeleton.steps import Steps

YES, NO = "ja", "nee"

_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Characters that no screen shows and no file of the course can hold; those of other scripts stay."""

BLANK = 4
"""So many rows are empty where there are none yet; later there is always one."""


@dataclass(frozen=True)
class Field:
    """One field of a form."""

    name: str
    """Its place inside the entry, as an error names it: "argument[2].text"."""
    meaning: Meaning
    want: Wanted
    value: str
    fault: str = ""

    @property
    def form(self) -> str:
        """How it is filled in."""
        if self.want.options or self.want.kind is bool:
            return "select"
        if self.want.kind is date:
            return "date"
        return "area" if self.meaning.long else "text"

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be chosen; the empty one where nothing need be."""
        options = (YES, NO) if self.want.kind is bool else self.want.options
        return options if self.want.required else ("", *(each for each in options if each))

    @property
    def lines(self) -> int:
        """Rows of a field for more than a line."""
        return min(24, 2 + self.value.count("\n") + len(self.value) // 80)


@dataclass(frozen=True)
class Group:
    """Entries inside an entry, such as the arguments of a debate; the last are empty, for more."""

    name: str
    meaning: Meaning
    rows: tuple[tuple[Field, ...], ...]
    is_set: bool = False
    """Whether there can be no more of them here, and no fewer."""


Form = tuple[tuple[Field, ...], tuple[Group, ...]]


def form_of(kind: Kind, wants: Mapping[str, Wanted], entry: Entry, faults: Mapping[str, str]) -> Form:
    """The fields of an entry, and what it holds more of. Parameters: faults – name of a field → what is wrong."""
    order = {path: place for place, path in enumerate(meanings())}
    paths = sorted(wants, key=lambda path: order.get(f"{kind.id}.{path}", len(order)))
    tables = [path for path in paths if any(other.startswith(f"{path}.") for other in paths)]

    def field(path: str, name: str, values: Mapping[str, Any]) -> Field:
        key = path.rpartition(".")[2]
        return Field(name, meaning_of(kind, path), wants[path], shown_value(values.get(key)), faults.get(name, ""))

    plain = tuple(field(path, path, entry) for path in paths if "." not in path and path not in tables)
    groups = []
    for table in tables:
        own = [path for path in paths if path.startswith(f"{table}.")]
        held = entry.get(table, [])
        is_set = kind.is_set and bool(held)
        rows = held if is_set else [*held, *[{}] * (1 if held else BLANK)]
        groups.append(
            Group(
                table,
                meaning_of(kind, table),
                tuple(
                    tuple(
                        field(path, f"{table}[{number}].{path.rpartition('.')[2]}", values)
                        for path in own
                        if not is_set or path.rpartition(".")[2] in values
                    )
                    for number, values in enumerate(rows)
                ),
                is_set,
            )
        )
    return plain, tuple(groups)


def filled_in(asked: Asked, kind: Kind, wants: Mapping[str, Wanted]) -> Entry:
    """What was filled in, in the order in which the house writes it; what is empty and need not be there is left out.

    A row of which the box «weg» was ticked, or that is empty, is gone.
    """
    plain, groups = form_of(kind, wants, {}, {})
    entry: Entry = {}
    for field in plain:
        _put(entry, field.name, asked.word(field.name), field)
    for group in groups:
        rows = []
        for number in sorted({int(n) for n in re.findall(rf"\b{group.name}\[(\d+)\]\.", "\n".join(asked.words))}):
            row: Entry = {}
            lead = f"{group.name}[{number}]"
            said = [asked.word(f"{lead}.{field.name.rpartition('.')[2]}") for field in group.rows[0]]
            texts = [word for word, field in zip(said, group.rows[0], strict=True) if field.form != "select"]
            if asked.word(f"weg-{lead}") or not any(texts):
                continue
            for word, field in zip(said, group.rows[0], strict=True):
                _put(row, field.name.rpartition(".")[2], word, field)
            rows.append(row)
        if rows:
            entry[group.name] = rows
    return entry


def faults_of(error: ContentError | None, kind: Kind, number: int, name: str) -> dict[str, str]:
    """Name of a field → what is wrong with it; "" → what is wrong elsewhere."""
    if error is None:
        return {}
    told = _of_form(f"{error.fault} {error.remedy}")
    path = re.search(r"'(.+)'", error.place)
    lead = f"{kind.entry}[{number}]." if kind.entry else ""
    if kind.shape == Sections.of:
        lead = f"{name}."
    elif kind.shape == Steps.of:
        lead = f"step[{number}]."
    if path and path[1].startswith(lead):
        return {path[1].removeprefix(lead): told}
    other = re.match(r"(\w+)\[(\d+)\]", path[1]) if path else None
    if other and not (kind.shape and other[1] not in _lists(kind)):
        where = _lists(kind).get(other[1], "een andere tekst van dit bestand")
        return {"": f"In {where}, de {int(other[2]) + 1}e: {told}"}
    return {"": told if path or not error.place else f"{error.place}: {told}"}


_OF_FORM = {
    "Vul de tekst in of haal de sleutel weg.": "Vul dit in.",
    "Verbeter de waarde.": "Verbeter wat er staat.",
    "true of false": "ja of nee",
    "gevonden ''": "gevonden niets",
    "Kies uit: .": "Er is er nog geen: schrijf die eerst.",
}
"""What a reader says to who writes a file → what it says to who fills in a form."""


def _of_form(told: str) -> str:
    for in_file, in_form in _OF_FORM.items():
        told = told.replace(in_file, in_form)
    return told


def _lists(kind: Kind) -> dict[str, str]:
    """What an entry of the same file is called → the list that it is in, as an author knows it."""
    return {each.entry: f"«{each.title}»" for each in KINDS.values() if each.entry and each.place == kind.place}


def _put(entry: Entry, key: str, word: str, field: Field) -> None:
    text, want = _typed(word), field.want
    if not text and not want.required:
        return
    if want.kind is list:
        entry[key] = [_item(" ".join(line.split()), want.each) for line in text.splitlines() if line.strip()]
    elif want.kind is bool:
        entry[key] = text == YES
    elif want.kind is date:
        entry[key] = _day(text)
    elif want.kind is int and re.fullmatch(r"-?\d{1,9}", text):
        entry[key] = int(text)
    else:
        entry[key] = text if field.meaning.lines else " ".join(text.split())


def _typed(word: str) -> str:
    """What was typed or pasted, without what no screen shows; a line end of a word processor is a line end."""
    return _UNSEEN.sub("", re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", word)).strip()


def _item(line: str, kind: type) -> str | int | float:
    """A line of a list. What is no number stays as it was typed: the reader of the file says what is wrong with it."""
    if kind is not str and re.fullmatch(r"-?\d{1,9}", line):
        return int(line)
    if kind is float and re.fullmatch(r"-?\d{1,9}[.,]\d{1,6}", line):
        return float(line.replace(",", "."))
    return line


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def shown_value(value: object) -> str:
    """A value as it stands in a field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value)
