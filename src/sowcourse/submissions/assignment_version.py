"""Versions of an assignment in one cohort: a submission is graded with the version it was made with.

Every release leaves a copy in `versies/<assignment>/<number>-<hash>/`: the source, the student version, and in
`bestanden/` the files that lay beside them.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sowcourse.cohort.source import data_files, locked_as_nbgrader
from sowcourse.notebook import Notebook, named, read_notebook
from sowcourse.submissions.repair import same_texts

VERSION = "versie.txt"
"""Beside a graded notebook: the version of the assignment it was graded with."""
BESIDE = "bestanden"
"""In a version: the files that lay beside the notebook."""
STAMP = "version"
"""Key in a student version's `sowcourse` metadata: the version's hash."""


@dataclass(frozen=True)
class Version:
    """One version of an assignment."""

    name: str
    """Number and hash, such as "1-3f9a0c21"."""
    given: Notebook
    """As students got it."""
    full: Notebook
    """With hidden checks."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What lies beside the notebook, by place."""


def keep_version(root: Path, assignment: str) -> Version:
    """Keep what was released just now; the same source again is the same version."""
    source = root / "source" / assignment / f"{assignment}.ipynb"
    digest = digest_of(source)
    folder = root / "versies" / assignment
    known = {path.name.partition("-")[2]: path for path in folder.glob("*-*")}
    target = known.get(digest, folder / f"{len(known) + 1}-{digest}")
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target / "bron.ipynb")
    shutil.copyfile(root / "release" / assignment / f"{assignment}.ipynb", target / "uitgegeven.ipynb")
    for place, file in data_files(source.parent).items():
        (target / BESIDE / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target / BESIDE / place)
    return _read(target)


def digest_of(source: Path) -> str:
    """What tells one version of an assignment from another: its notebook, and the files beside it."""
    found = hashlib.sha256(source.read_bytes())
    for place, file in data_files(source.parent).items():
        found.update(f"\n{place}\n".encode() + file.read_bytes())
    return found.hexdigest()[:8]


def versions(root: Path, assignment: str) -> list[Version]:
    """All versions that were released, the newest last.

    A cohort from before versions were kept has one: what stands in `source` and `release`.
    """
    folders = sorted((root / "versies" / assignment).glob("*-*"), key=lambda path: int(path.name.partition("-")[0]))
    if folders:
        return [_read(folder) for folder in folders]
    given = sound(root / "release" / assignment / f"{assignment}.ipynb")
    return [Version("1", given, read_task(root, assignment), _contents(root / "source" / assignment))]


def read_task(root: Path, assignment: str) -> Notebook:
    """An assignment as it is now, with answers and hidden checks.

    Raises: ContentError when it cannot be read.
    """
    return sound(root / "source" / assignment / f"{assignment}.ipynb")


def sound(file: Path) -> Notebook:
    """A notebook of ours in the form that grading counts on; sources that a lecturer put there may lack it.

    Raises: ContentError when it cannot be read.
    """
    notebook = named(read_notebook(file))
    return {**notebook, "cells": [locked_as_nbgrader(cell) for cell in notebook["cells"]]}


def read_version(root: Path, assignment: str, student: str) -> str:
    """The version of the assignment that a graded submission was made with; "" when that was not kept."""
    file = root / "autograded" / student / assignment / VERSION
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def version_of(notebook: Notebook, known: list[Version]) -> Version:
    """The version that a submission was made with.

    The one that it names; else the one most of whose texts it holds, the newest of equals.
    """
    named = notebook["metadata"].get("sowcourse") if isinstance(notebook["metadata"], dict) else None
    for version in known:
        if isinstance(named, dict) and named.get(STAMP) == version.name.partition("-")[2] != "":
            return version
    return max(reversed(known), key=lambda version: same_texts(notebook, version.given))


def _read(folder: Path) -> Version:
    given, full = sound(folder / "uitgegeven.ipynb"), sound(folder / "bron.ipynb")
    return Version(folder.name, given, full, _contents(folder / BESIDE))


def _contents(folder: Path) -> dict[str, bytes]:
    return {place: file.read_bytes() for place, file in data_files(folder).items()}
