"""What students hand in beside their notebook: kept with it, under the name by which their code opens it."""

from __future__ import annotations

import re
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import TracebackType

from sowcourse.submissions.delivery import Delivery
from sowcourse.submissions.received import MOST_BESIDE

MOST_IN_ALL = 300_000_000
"""Bytes beside all notebooks of one delivery; beyond it, nothing more is kept."""

_TO_READ = (".docx", ".doc", ".odt", ".pdf", ".rtf", ".pages", ".pptx", ".ppt", ".odp", ".zip", ".rar", ".7z")
"""What no code opens and a person may have to read: that it came in is said."""

_LMS_PREFIX = re.compile(r"^(?:.*_(?:attempt|poging)_\d{4}(?:-\d\d){5}|[^_]+(?:_LATE)?_\d+_\d+)_(?=.)", re.IGNORECASE)
"""What Blackboard and Canvas put before the name of a file."""


@dataclass
class Companions:
    """The files of one delivery that are no notebook, on disk until it is known whose notebook they lie beside."""

    whose: Callable[[str], str]
    """Path → id of the student, "" when nobody is recognised."""
    files: dict[str, Path] = field(default_factory=dict)
    notebooks: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Path → student and the code of the version."""
    size: int = 0

    def __enter__(self) -> Companions:
        self.folder = tempfile.TemporaryDirectory(prefix="sowcourse-erbij-")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.folder.cleanup()

    def add(self, delivery: Delivery) -> None:
        """Keep a file that is no notebook."""
        self.size += len(delivery.content)
        if not delivery.content or len(delivery.content) > MOST_BESIDE or self.size > MOST_IN_ALL:
            return
        if PurePosixPath(delivery.name).suffix.casefold() == ".ipynb":
            return
        kept = Path(self.folder.name) / str(len(self.files))
        kept.write_bytes(delivery.content)
        self.files[delivery.name] = kept

    def found(self) -> dict[tuple[str, str], dict[str, str]]:
        """Student and code of a version → path of each file beside it → its place beside the notebook."""
        owners: dict[str, set[str]] = defaultdict(set)
        for path, (student, _) in self.notebooks.items():
            for folder in PurePosixPath(path).parents:
                owners[str(folder)].add(student)
        together: dict[tuple[str, str], dict[str, str]] = {}
        for path, version in self.notebooks.items():
            folder = PurePosixPath(path).parent
            places = {}
            for name in self.files:
                file = PurePosixPath(name)
                if not file.is_relative_to(folder):
                    continue
                if str(folder) != "." and len(owners[str(folder)]) == 1:
                    places[name] = str(file.relative_to(folder))
                elif file.parent == folder and self.whose(name) == version[0]:
                    places[name] = own_name(file.name, PurePosixPath(path).name)
            if places:
                together[version] = places
        return together


def is_to_read(name: str) -> bool:
    """Whether a file is for a person and not for code: it may hold an answer, so it is kept and named as well."""
    return PurePosixPath(name).suffix.casefold() in _TO_READ


def own_name(file: str, notebook: str) -> str:
    """The name that a student gave a file, when an LMS put the same things before it as before the notebook."""
    told = _LMS_PREFIX.sub("", file)
    if told != file:
        return told
    same = [one == other for one, other in zip(file, notebook, strict=False)]
    common = file[: same.index(False) if False in same else len(same)]
    cut = max(common.rfind(mark) for mark in "_- ") + 1
    return file[cut:] or file
