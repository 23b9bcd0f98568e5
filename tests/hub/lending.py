"""In the place of uv, where a school is set up to be tried: what these tests have of its packages already is lent.

Installing the lock takes longer than all of a class's work on a hub. What is not here, or in another version, is
installed from the lock as it is; `make hub` sets up a school that installs all of it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from importlib.util import cache_from_source
from pathlib import Path


def lender(folder: Path) -> Path:
    """A folder for the path of who sets up a school, with this in it under the name of uv."""
    program = folder / "uv"
    folder.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{__file__}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return folder


def lent(lock: Path, venv: Path) -> list[str]:
    """Lend what is here in the version of a lock. Returns: the entries of the others, with their digests."""
    left = []
    for entry in re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8")):
        pinned = re.match(r"([\w.-]+)(?:\[[^\]]*\])?==([^\s;]+)", entry)
        if pinned and not lend(*pinned.groups(), venv):
            left.append(entry)
    return left


def lend(name: str, version: str, venv: Path) -> bool:
    """Whether it is here and was lent."""
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    packages = Path(f"lib/python3.{sys.version_info.minor}/site-packages")
    if found.version != version or not found.files or not (venv / packages).is_dir():
        return False
    listed = {Path(os.path.normpath(str(found.locate_file(file)))) for file in found.files}
    compiled = {Path(cache_from_source(str(file))) for file in listed if file.suffix == ".py"}
    for source in listed | compiled:
        place = venv / source.relative_to(sys.prefix)
        if source.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            if source.parent.name == "bin":
                lend_program(source, place)
            else:
                lend_file(source, place)
    return True


def lend_file(source: Path, place: Path) -> None:
    """By another name of the same file where that can be, as who reads it is somebody else."""
    try:
        if source.stat().st_mode & 0o044 == 0o044:
            place.hardlink_to(source)
            return
    except OSError:  # on another disk
        pass
    shutil.copy2(source, place)
    place.chmod(0o644)


def lend_program(source: Path, place: Path) -> None:
    """For the Python beside it."""
    text = source.read_bytes().replace(
        str(Path(sys.prefix, "bin", "python")).encode(), bytes(place.with_name("python"))
    )
    place.write_bytes(text)
    place.chmod(0o755)


def main() -> None:
    """Do what is asked of uv: `pip install … --python PYTHON [-r LOCK | WHEEL…]`."""
    words = [word for word in sys.argv[3:] if word != "--compile-bytecode"]
    place = words.index("--python")
    python = Path(words[place + 1])
    words[place : place + 2] = []
    if "-r" in words:
        lock, venv = Path(words[words.index("-r") + 1]), python.parents[1]
        left = venv / "left.txt"
        left.write_text("\n".join(lent(lock, venv)), encoding="utf-8")
        words[words.index("-r") + 1] = str(left)
        subprocess.run([python, "-m", "compileall", "-q", "-j", "0", venv / "lib"], check=True)
    subprocess.run([python, "-m", "pip", "install", *words], check=True)


if __name__ == "__main__":
    main()
