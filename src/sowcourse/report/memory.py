"""What a marker left at an answer, so that they may change it later with the same sheet, and nobody else can unseen.

Kept in the cohort without names, numbers or points: marker, answer and what stood there are digests.
"""

from __future__ import annotations

import getpass
import json
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from sowcourse.durable import write_durably
from sowcourse.errors import GradingError
from sowcourse.gradebook.lock import writing
from sowcourse.report.answer import letters

FILE = ".beoordeeld.json"
"""In the cohort."""

Left = Callable[[str, str], bool]
"""Whether this person left the answer with this code in this state."""


def left_by_me(root: Path) -> Left:
    """What this person, on this computer, recorded before. Raises: GradingError when the file is damaged."""
    kept, me = _kept(root), _me()
    return lambda code, state: kept.get(_key(me, code)) == letters(state, 12)


def remember(root: Path, states: Mapping[str, str]) -> None:
    """Keep in which state this person left answers. Parameters: states – code of an answer → state."""
    if not states:
        return
    me = _me()
    with writing(root):
        kept = _kept(root) | {_key(me, code): letters(state, 12) for code, state in states.items()}
        write_durably(root / FILE, json.dumps(kept, indent=0, sort_keys=True))


def _kept(root: Path) -> dict[str, str]:
    try:
        return dict(json.loads((root / FILE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError) as error:
        raise GradingError(
            f"{root / FILE}: dit bestand is beschadigd. Verwijder het en probeer opnieuw; er gaan geen punten verloren."
        ) from error


def _me() -> str:
    """Who works here: two computers, or two accounts on one, are two people."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):  # no account has a name here
        name = ""
    return f"{name}@{socket.gethostname()}"


def _key(me: str, code: str) -> str:
    return letters(f"{me} {code}", 12)
