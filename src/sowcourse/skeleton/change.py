"""A change of several files that happens whole or not at all, and the lines that it adds to files people keep."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from sowcourse.cohort.lock import writing
from sowcourse.content import checkout
from sowcourse.durable import SHARED, write_durably
from sowcourse.errors import ContentError

COPIES = ".schrijven"
"""In a checkout, and kept out of it: what lies there while somebody writes."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")

_P = ParamSpec("_P")
_R = TypeVar("_R")


def one_at_a_time(change: Callable[_P, _R]) -> Callable[_P, _R]:
    """A change of the course that no other such change comes in between, in whatever window or process.

    Raises: ContentError outside a checkout; CohortError when another does not let go.
    """

    @wraps(change)
    def held(*args: _P.args, **options: _P.kwargs) -> _R:
        beside = checkout() / COPIES
        beside.mkdir(exist_ok=True)
        with writing(beside):
            return change(*args, **options)

    return held


@contextmanager
def whole_or_nothing(*paths: Path) -> Iterator[None]:
    """When anything goes wrong inside, these files are again what they were; what was not there is gone."""
    before = {path: path.read_text(encoding="utf-8") if path.is_file() else None for path in paths}
    try:
        yield
    except BaseException:
        for path, text in before.items():
            if text is not None:
                write_durably(path, text, SHARED)
            elif path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        raise


def new_name(name: str, path: Path, kind: str) -> None:
    """Refuse a name that cannot be an id, or that is taken.

    Raises: ContentError.
    """
    if not _ID.match(name):
        plain = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFKD", name.casefold()))
        proposal = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
        remedy = f"Kies bijvoorbeeld '{proposal}'." if _ID.match(proposal) else "Kies een andere naam."
        fault = f"'{name}' kan geen naam zijn: verwacht worden kleine letters, cijfers en streepjes."
        raise ContentError(path.parent, "", fault, remedy)
    if path.exists():
        raise ContentError(
            path, "", f"{kind} '{name}' bestaat al.", "Kies een andere naam, of werk verder in wat er is."
        )


def known_name(name: str, known: list[str], file: Path, kind: str) -> None:
    """Refuse a name that is not among the known ones, and name the nearest.

    Raises: ContentError.
    """
    if name not in known:
        near = get_close_matches(name, known, n=1, cutoff=0.4)
        remedy = f"Bedoel je '{near[0]}'?" if near else f"Kies uit: {', '.join(known)}."
        raise ContentError(file, "", f"{kind} '{name}' bestaat niet.", remedy)


def with_module(text: str, name: str, file: Path) -> str:
    """`course.toml` with one more module, by its number.

    Raises: ContentError when the list cannot be found.
    """
    found = _modules(text, file)
    lines = found[1].splitlines(keepends=True)
    place = next((n for n, line in enumerate(lines) if _order(line.strip(' ",\n')) > _order(name)), len(lines))
    if place and not lines[place - 1].rstrip().endswith(","):
        lines[place - 1] = lines[place - 1].rstrip() + ",\n"
    lines.insert(place, f'    "{name}",\n')
    return text[: found.start(1)] + "".join(lines) + text[found.end(1) :]


def without_module(text: str, name: str, file: Path) -> str:
    """`course.toml` without a module; as it was before `with_module`.

    Raises: ContentError when the list cannot be found.
    """
    found = _modules(text, file)
    lines = re.sub(rf"""(?m)^[ \t]*["']{re.escape(name)}["'][ \t]*,?[ \t]*(?:#.*)?\n""", "", found[1])
    return text[: found.start(1)] + lines + text[found.end(1) :]


def _modules(text: str, file: Path) -> re.Match[str]:
    found = re.search(r"^modules = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    if found is None:
        remedy = 'Zet elke module op een eigen regel, tussen een regel "modules = [" en een regel "]".'
        raise ContentError(file, "sleutel 'modules'", "de lijst van modules staat er niet regel voor regel.", remedy)
    return found


def _order(name: str) -> tuple[int, str]:
    number = re.match(r"\d+", name)
    return (int(number[0]) if number else 10_000, name)


def with_key(text: str, name: str, value: str) -> str:
    """The text of a TOML file with one key of its top set, above its first table."""
    line = f"{name} = {value}\n"
    top, mark, rest = text.partition("\n[")
    found = re.search(rf"^{name} = (?:\[[^\]]*\]|.*)\n", top + "\n", re.MULTILINE)
    if found:
        return (top + "\n")[: found.start()] + line + (top + "\n")[found.end() :].rstrip("\n") + "\n" + mark + rest
    return top.rstrip("\n") + "\n" + line + mark + rest
