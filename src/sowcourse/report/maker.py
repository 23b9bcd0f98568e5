"""Who made a marking sheet: a colleague has it open and types in it, so mine gets another name."""

from __future__ import annotations

import json
import re
from pathlib import Path

from sowcourse.cohort.account import me
from sowcourse.durable import write_durably

FILE = ".bladen.json"
"""In the cohort: name of a sheet → who made it."""


def own_stem(root: Path, stem: str) -> str:
    """The name, without ending, under which who works here makes a sheet; kept as theirs.

    It is the plain one, unless somebody else's sheet stands there. To be called under the lock of the cohort's files.
    """
    here = me()
    who = [here.account, here.computer]
    names = [stem, f"{stem}-{_plain(here.account)}", f"{stem}-{_plain(here.account)}-{_plain(here.computer)}"]
    made = _made(root)
    own = next(
        (name for name in names if made.get(name, who) == who or not (root / f"{name}.csv").is_file()), names[-1]
    )
    if made.get(own) != who:
        write_durably(root / FILE, json.dumps(made | {own: who}, ensure_ascii=False, indent=0, sort_keys=True))
    return own


def _made(root: Path) -> dict[str, list[str]]:
    """Sheet → who made it; {} when nobody knows: a sheet that is there is then put aside, never written over."""
    try:
        found = json.loads((root / FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _plain(name: str) -> str:
    return re.sub(r"\W+", "-", name).strip("-") or "ik"
