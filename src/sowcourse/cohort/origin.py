"""What a cohort was made from: its own copy of the course, and the assignments as they came.

`cursus/` is the course that this class does. `herkomst/` remembers how everything came, so that an upgrade can tell
what a lecturer changed from what we changed: the assignments themselves, and a SHA-256 of every file of the course.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

COURSE = "cursus"
ORIGIN = "herkomst"
HASHES = "cursus.json"
AUTHORS = "exceptions.toml"
"""Of a course, what is between its authors and `sowcourse check`: no class gets it."""

_MODULES = re.compile(r"^modules = \[.*?^\]", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r"^(?=\[\[\w+\]\]$)", re.MULTILINE)


def pin(root: Path, course: Path, assignments: list[Path]) -> None:
    """Copy a course, and its assignments as they are, into a cohort that has none yet.

    Parameters: assignments – folders named after the assignment, each with its notebook and `rubric.toml`.
    """
    shutil.copytree(course, root / COURSE, ignore=shutil.ignore_patterns(".*", "__pycache__", AUTHORS))
    (root / ORIGIN).mkdir()
    (root / ORIGIN / HASHES).write_text(hashes_text(root / COURSE), encoding="utf-8")
    for folder in assignments:
        notebook, rubric = origin(root, folder.name)
        shutil.copyfile(folder / f"{folder.name}.ipynb", notebook)
        shutil.copyfile(folder / "rubric.toml", rubric)


def origin(root: Path, assignment: str) -> tuple[Path, Path]:
    """Where an assignment's notebook and rubric are kept as they came."""
    return root / ORIGIN / f"{assignment}.ipynb", root / ORIGIN / f"{assignment}.toml"


def files(course: Path) -> dict[str, Path]:
    """Every file of a course by its place in it, with forward slashes; not what is hidden or its authors' own."""
    found = (path for path in sorted(course.rglob("*")) if path.is_file() and path != course / AUTHORS)
    named = {path.relative_to(course).as_posix(): path for path in found}
    return {name: path for name, path in named.items() if not any(part.startswith(".") for part in name.split("/"))}


def digest(file: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def hashes_text(course: Path) -> str:
    """How the files of a course came, as it is kept."""
    return json.dumps({name: digest(path) for name, path in files(course).items()}, indent=1) + "\n"


def hashes(root: Path) -> dict[str, str]:
    """How the files of the course came, by place."""
    found: dict[str, str] = json.loads((root / ORIGIN / HASHES).read_text(encoding="utf-8"))
    return found


def with_modules(text: str, modules: list[str]) -> str:
    """`course.toml` with these modules."""
    lines = "".join(f"    {json.dumps(name)},\n" for name in modules)
    return _MODULES.sub(lambda _: f"modules = [\n{lines}]", text, count=1)


def without_routes(text: str) -> str:
    """`course.toml` without its routes, which count the lessons and assignments of the whole course."""
    return re.sub(r"^\[\[route\]\]\n(?:(?!\[).*\n?)*", "", text, flags=re.MULTILINE)


def with_entries(text: str, earlier: str) -> str:
    """A file of the whole course with the entries of an earlier one that are not in it any more, at the end.

    A lesson that is out of circulation still names them.
    """
    known = {_name(entry) for entry in _ENTRY.split(text)[1:]}
    gone = [entry for entry in _ENTRY.split(earlier)[1:] if _name(entry) not in known]
    return text.rstrip("\n") + "\n" + "".join(f"\n# Uit de omloop.\n{entry.rstrip()}\n" for entry in gone)


def _name(entry: str) -> str:
    found = re.search(r'^(?:id|name) = "(.*)"$', entry, re.MULTILINE)
    return found[1] if found else entry
