"""Second copies of what counts, as OneDrive or Dropbox makes when two people change one file, or somebody by hand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

_MARK = re.compile(
    r"""(?ix) [\ ._-]* (?:
      \( [^)]* (?: conflict | kopie | copy | copie ) [^)]* \) .*
      | \( \d{1,2} \)
      | (?: sync-?conflict | conflict | kopie | copy | copie ) \b .*
      | (?: desktop | laptop ) - [a-z0-9]+
    )"""
)
"""What stands behind the name of what was copied; the last is the name of a computer, as OneDrive adds it."""

_COPIED = re.compile(r"[ (]")
"""What a name that we gave an assignment never has, and that of a copy does: «toets-kopie» may be an assignment."""

_WORK = ("submitted", "autograded", "feedback", "ontvangen/*")
"""Where every student has a folder."""


def original(name: str, known: Collection[str]) -> str:
    """Of which of some names this is the name of a copy; "" when it is of none."""
    if name in known:
        return ""
    found = [each for each in known if each and name.startswith(each) and _MARK.fullmatch(name[len(each) :])]
    return max(found, key=len, default="")


def copied(name: str, known: Collection[str]) -> bool:
    """Whether the folder of an assignment is a copy of that of one of some others."""
    return _COPIED.search(name) is not None and original(name, {*known} - {name}) != ""


def stray_folders(root: Path, students: Collection[str]) -> Iterator[tuple[Path, str]]:
    """Copies of the folders of assignments and students, each with the name of the folder that counts."""
    for where in ("source", "release"):
        names = {folder.name for folder in (root / where).glob("*/")}
        for name in names:
            if copied(name, names):
                yield root / where / name, original(name, names - {name})
    for where in _WORK:
        for folder in root.glob(f"{where}/*/"):
            if of := original(folder.name, students):
                yield folder, of
