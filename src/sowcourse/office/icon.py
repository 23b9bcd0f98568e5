"""An icon that opens Kantoor: made on the desktop of Linux, and told how to make elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from sowcourse.durable import write_durably
from sowcourse.errors import CohortError

NAME = "kantoor.desktop"

_ENTRY = """[Desktop Entry]
Type=Application
Name=Kantoor
Comment=Klassen, inzendingen, nakijken en punten
Exec={command}
Path={folder}
Terminal=true
Icon=applications-education
Categories=Education;
"""

BY_HAND = {
    "win32": (
        "Op Windows maak je het pictogram zelf, één keer:",
        "Klik met de rechtermuisknop op het bureaublad, kies Nieuw en dan Snelkoppeling.",
        "Plak als locatie: {command}",
        "Geef het de naam Kantoor. Dubbelklikken opent Kantoor; het zwarte venster laat je open zolang je werkt.",
    ),
    "darwin": (
        "Op een Mac maak je het pictogram zelf, één keer:",
        "Open Teksteditor, kies Opmaak en dan Maak platte tekst, en plak: {command}",
        "Bewaar het als Kantoor.command op je bureaublad.",
        "Open Terminal en voer uit: chmod +x ~/Desktop/Kantoor.command",
        "Dubbelklikken opent Kantoor; het venster van Terminal laat je open zolang je werkt.",
    ),
}
"""System → Dutch sentences for who makes it by hand."""


def by_hand(folder: Path, system: str = sys.platform) -> list[str]:
    """How to make the icon where we cannot; empty where we can."""
    program = _program() + (".exe" if system == "win32" else "")
    command = f'"{program}" office "{folder}"'
    return [sentence.format(command=command) for sentence in BY_HAND.get(system, ())]


def write_icon(folder: Path) -> Path:
    """Put the icon on the desktop; one that is there is made anew. Raises: CohortError when there is no desktop."""
    desktop = _desktop()
    if not desktop.is_dir():
        raise CohortError(
            f"{desktop}: hier wordt het bureaublad verwacht, maar die map is er niet. Maak haar, of open Kantoor met "
            "'sowcourse office'."
        )
    file = desktop / NAME
    write_durably(file, entry(folder))
    file.chmod(0o755)
    return file


def entry(folder: Path) -> str:
    """The icon as a file, by the rules of freedesktop.org: words in quotes, signs that mean something escaped."""
    words = [_quoted(word) for word in (_program(), "office", str(folder))]
    return _ENTRY.format(command=_text(" ".join(words)), folder=_text(str(folder)))


def _program() -> str:
    return str(Path(sys.executable).with_name("sowcourse"))


def _quoted(word: str) -> str:
    return '"' + re.sub(r'(["`$\\])', r"\\\1", word).replace("%", "%%") + '"'


def _text(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n")


def _desktop() -> Path:
    """Where this person's desktop is, in whatever language."""
    home = Path.home()
    try:
        told = subprocess.run(["xdg-user-dir", "DESKTOP"], capture_output=True, text=True, timeout=10).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):  # not there: then as most have it
        told = os.environ.get("XDG_DESKTOP_DIR", "")
    return Path(told) if told and Path(told) != home else home / "Desktop"
