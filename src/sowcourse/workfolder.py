"""The student's work folder, and the lesson packet of their class in it."""

from __future__ import annotations

import os
from pathlib import Path

PACKET = ".lespakket"
"""In the work folder: the lessons that a lecturer gave. Hidden, because it is nothing to edit."""


def work_folder() -> Path:
    """The student's work folder: $SOWCOURSE_WORKFOLDER, else the nearest parent with `werkmap.toml`, else here."""
    if "SOWCOURSE_WORKFOLDER" in os.environ:
        return Path(os.environ["SOWCOURSE_WORKFOLDER"]).resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "werkmap.toml").is_file():
            return folder
    return here


def packet_course(work: Path) -> Path | None:
    """Folder of the lessons of the packet in a work folder; None when there is none."""
    folder = work / PACKET / "course"
    return folder if (folder / "course.toml").is_file() else None
