"""Which sowcourse is at work: what must be the same on every machine for points to be the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from sowcourse import __version__
from sowcourse.content import datasets_root, shipped_course


@dataclass(frozen=True)
class Edition:
    """The version of a sowcourse, and a digest of each part that points depend on."""

    version: str
    course: str
    datasets: str
    checks: str

    def differs(self, other: object) -> str:
        """In what another sowcourse differs from this one, in Dutch; "" when it does not."""
        if not isinstance(other, Edition):
            return "geen sowcourse, of een heel andere versie"
        if self.version != other.version:
            return f"versie {other.version} in plaats van {self.version}"
        parts = {"course": "cursus", "datasets": "datasets", "checks": "controles"}
        found = [parts[each.name] for each in fields(self)[1:] if getattr(self, each.name) != getattr(other, each.name)]
        return f"andere {' en '.join(found)}" if found else ""


@cache
def edition() -> Edition:
    """The sowcourse that runs here."""
    package = Path(__file__).parents[1]
    code = [
        file for file in package.rglob("*.py") if file.relative_to(package).parts[0] not in ("_content", "skeleton")
    ]
    return Edition(
        __version__,
        _digest(shipped_course(), shipped_course().rglob("*")),
        _digest(datasets_root(), datasets_root().rglob("*")),
        _digest(package, code),
    )


def _digest(root: Path, files: Iterable[Path]) -> str:
    """One digest of these files and their places; of what Python and people leave beside them, nothing counts."""
    total = hashlib.sha256()
    for name, file in sorted((file.relative_to(root).as_posix(), file) for file in files):
        if file.is_file() and not any(part.startswith((".", "__pycache__")) for part in name.split("/")):
            total.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()[:16]
