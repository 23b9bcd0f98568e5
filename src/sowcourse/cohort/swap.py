"""Replace what a cohort was made from, all of it or none of it, and keep what was there before.

The new state is made in `.upgrade/nieuw` and counts from the moment that `.upgrade/klaar` exists. From then on every
command that opens the cohort finishes the swap, whatever stopped it: each step moves one part, and can be done again.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from sowcourse.cohort.lock import writing
from sowcourse.durable import write_durably

PARTS = ("cursus", "herkomst", "rubrics", "source", "cohort.toml")
"""What an upgrade replaces; everything else in a cohort it leaves alone."""

STAGE = ".upgrade"
PREVIOUS = "vorige-versie"
_READY = "klaar"


def stage(root: Path) -> Path:
    """An empty folder in which to make the new state; what an upgrade that was not confirmed left, goes."""
    discard(root)
    made = root / STAGE / "nieuw"
    made.mkdir(parents=True)
    return made


def discard(root: Path) -> None:
    """Throw a staged state away."""
    shutil.rmtree(root / STAGE, ignore_errors=True)


def swap(root: Path) -> None:
    """Let the staged state count; what it replaces becomes the previous version."""
    write_durably(root / STAGE / _READY, "")
    settle(root)


def settle(root: Path) -> None:
    """Finish a swap that was begun; nothing when there is none."""
    if (root / STAGE / _READY).is_file():
        with writing(root):  # who opens the cohort meanwhile waits, and finds it done
            _finish(root, root / STAGE)


def _finish(root: Path, staged: Path) -> None:
    if not (staged / _READY).is_file():
        return
    old = staged / "oud"
    if (staged / "nieuw").is_dir():
        old.mkdir(exist_ok=True)
        for part in PARTS:
            fresh = staged / "nieuw" / part
            if fresh.exists():
                if (root / part).exists():
                    (root / part).rename(old / part)
                fresh.rename(root / part)
        (staged / "nieuw").rmdir()
    if old.is_dir():
        shutil.rmtree(root / PREVIOUS, ignore_errors=True)
        old.rename(root / PREVIOUS)
    shutil.rmtree(staged)
