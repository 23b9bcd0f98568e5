"""What the package for lecturers is built of: files of the project around it, for students' package of one version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

PROJECT = Path(__file__).resolve().parents[2]
BUILDERS_ONLY = {"decisions", "pictures"}
"""Folders of `docs/` that are not about using the course."""


class SameVersion(MetadataHookInterface):
    """Asks for students' package of exactly this version."""

    def update(self, metadata: dict[str, Any]) -> None:
        """See hatchling."""
        metadata["dependencies"] = [f"sowcourse=={metadata['version']}"]


class Content(BuildHookInterface[Any]):
    """Puts the files in, each at the place where it is looked for; hidden ones are nobody's."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """See hatchling."""
        for source, target in (("assignments", "assignments"), ("course", "course"), ("docs", "handleidingen")):
            for file in sorted((PROJECT / source).rglob("*")):
                place = file.relative_to(PROJECT / source)
                hidden = any(part.startswith((".", "__pycache__")) for part in place.parts)
                if file.is_file() and not hidden and not (source == "docs" and place.parts[0] in BUILDERS_ONLY):
                    build_data["force_include"][str(file)] = f"sowcourse_lecturer/{target}/{place.as_posix()}"
        for name in ("LICENSE", "LICENSE-CONTENT", "UPGRADING.md"):
            build_data["force_include"][str(PROJECT / name)] = f"sowcourse_lecturer/{name}"
