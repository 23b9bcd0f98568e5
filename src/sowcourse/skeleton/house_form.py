"""The form in which the house writes an entry of a TOML file, so that writing what was read gives the same bytes.

A file is what stands above its first entry, its entries – `[[debate]]` with what belongs to it, up to the next – and
what stands below the last: tables of another name.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sowcourse.content import UNWRITTEN

_TO_WRITE = re.compile(rf"(?m)^#.*{UNWRITTEN}.*\n")

_HEAD = re.compile(r"(?m)^[ \t]*\[\[?[ \t]*[\w.-]+[ \t]*\]\]?[ \t]*(?:#.*)?$")
"""A line of a text that would be taken for the line of a name."""

_UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""What TOML holds between quotes only, and not as it is."""

Entry = dict[str, Any]
"""One entry as plain values, in the order in which it is written."""


@dataclass(frozen=True)
class Pieces:
    """A file in pieces; together they are the file, to the byte."""

    name: str
    """What an entry is called: "debate"."""
    head: str
    entries: tuple[str, ...]
    tail: str = ""
    flat: frozenset[str] = frozenset()
    """Keys whose list stands on one line: names and levels, where others hold a sentence on each line."""
    block: frozenset[str] = frozenset()
    """Keys whose text stands on lines of its own, between three quotes."""

    @classmethod
    def of(cls, text: str, name: str, flat: Iterable[str] = (), block: Iterable[str] = ()) -> Pieces:
        """A text cut before every entry, and after the last; spaces and a remark may stand in the line of a name."""
        lead, end = r"(?m)^(?=[ \t]*\[", r"[ \t]*\]\]?[ \t]*(?:#.*)?$)"
        head, *entries = re.split(rf"{lead}\[[ \t]*{re.escape(name)}{end}", text)
        tail = ""
        if entries:
            last = re.split(rf"{lead}\[?[ \t]*(?!{re.escape(name)}[.\] \t])[\w.-]+{end}", entries[-1], maxsplit=1)
            entries[-1], tail = last[0], "".join(last[1:])
        return cls(name, head, tuple(entries), tail, frozenset(flat), frozenset(block))

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self.entries)

    @property
    def text(self) -> str:
        """The whole."""
        return self.head + "".join(self.entries) + self.tail

    def entry(self, number: int) -> Entry:
        """The values of one entry."""
        found: Entry = tomllib.loads(self.entries[number])[self.name][0]
        return found

    def own(self, number: int) -> str:
        """An entry as it stands in the file, remarks in it included."""
        return _core(self.entries[number])

    def changed(self, number: int, entry: Entry) -> Pieces:
        """With other values in the place of one entry; blank lines and remarks below it stay.

        Remarks among its values come above it. One that said it had to be written goes: it says something else now.
        """
        old = self.entries[number]
        if entry == self.entry(number):
            return self
        said = _TO_WRITE.sub("", _remarks(_core(old))) + written(self.name, entry, self.flat, self.block)
        put = said + old[len(_core(old)) :]
        head, before = self.head, self.entries[:number]
        if before:
            before = (*before[:-1], _core(before[-1]) + _TO_WRITE.sub("", before[-1][len(_core(before[-1])) :]))
        else:
            head = _TO_WRITE.sub("", head)
        return replace(self, head=head, entries=(*before, put, *self.entries[number + 1 :]))

    def added(self, entry: Entry) -> Pieces:
        """With one more at the end."""
        before = self.text.rstrip("\n")
        put = written(self.name, entry, self.flat, self.block)
        if not self.entries:
            return replace(self, head=f"{before}\n\n" if before else "", entries=(put,))
        last = self.entries[-1].rstrip("\n") + "\n\n"
        put += "\n" if self.tail else ""
        return replace(self, entries=(*self.entries[:-1], last, put))

    def without(self, number: int) -> Pieces:
        """Without one of them."""
        kept = [*self.entries[:number], *self.entries[number + 1 :]]
        if kept and number == len(self.entries) - 1 and not self.tail:
            kept[-1] = kept[-1].rstrip("\n") + "\n"
        return replace(self, entries=tuple(kept))


def _core(entry: str) -> str:
    """An entry without the blank lines and remarks below it, which belong to what follows."""
    lines = entry.split("\n")  # not `splitlines`: a text may hold what that takes for the end of a line
    while lines and (not lines[-1].strip() or lines[-1].startswith("#")):
        lines.pop()
    return "\n".join(lines) + "\n"


def _remarks(entry: str) -> str:
    """The remarks among the values of an entry, each on a line of its own."""
    found, said = [], ""
    for line in entry.split("\n"):
        if not said and line.lstrip().startswith("#"):
            found.append(line.strip())
            continue
        said += f"{line}\n"
        if is_whole(said):
            marks = [mark.start() for mark in re.finditer("#", said)]
            end = next((at for at in marks if said[:at].strip() and is_whole(said[:at])), None)
            if end is not None:
                found.append(said[end:].strip())
            said = ""
    return "".join(f"{remark}\n" for remark in found)


def is_whole(text: str) -> bool:
    """Whether a piece of a TOML file can be read by itself."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def written(name: str, entry: Mapping[str, Any], flat: Collection[str] = (), block: Collection[str] = ()) -> str:
    """An entry as the house writes it: values first, then what it holds more of."""
    lines = [f"[[{name}]]"]
    more = []
    for key, value in entry.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            more += [f"\n{written(f'{name}.{key}', item, flat, block)}" for item in value]
        elif key in block and isinstance(value, str):
            lines.append(f"{key} = {on_lines(value)}")
        elif isinstance(value, list) and (key in flat or _numbers(value)):
            lines.append(f"{key} = {on_one_line(value)}")
        else:
            lines.append(f"{key} = {_value(value)}")
    return "\n".join(lines) + "\n" + "".join(more)


def front(entry: Mapping[str, Any]) -> str:
    """The head of a Markdown file, without the lines of `+++` around it."""
    plain = {key: value for key, value in entry.items() if not _tables(value)}
    lines = [f"{key} = {_value(value)}\n" for key, value in plain.items()]
    more = [f"\n{written(key, item)}" for key, value in entry.items() if _tables(value) for item in value]
    return "".join([*lines, *more])


def on_one_line(value: object) -> str:
    """A value as it stands on one line, a list too."""
    return f"[{', '.join(map(_value, value))}]" if isinstance(value, list) else _value(value)


def on_lines(text: str) -> str:
    """A text on lines of its own; between quotes on one line where it holds what would end it or change in it."""
    body = text.strip("\n")
    is_safe = not ("'''" in body or "\\" in body or _HEAD.search(body) or _UNPRINTED.search(body))
    return f"'''\n{body}\n'''" if is_safe else _value(body)


def _numbers(value: list[Any]) -> bool:
    return bool(value) and all(type(item) in (int, float) for item in value)


def _tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[\n" + "".join(f"  {_value(item)},\n" for item in value) + "]" if value else "[]"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
