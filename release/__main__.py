"""Make a release: what students install, what lecturers install beside it, the pages, and what vouches for them.

The same commit gives the same files, byte for byte: moments come from the commit, and zips hold no others.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from materials import bill  # noqa: E402

from sowcourse import __version__  # noqa: E402
from sowcourse.bundle import bundle  # noqa: E402
from sowcourse.site.building import CARTRIDGE, QUIZZES, write_site  # noqa: E402

SUMS = "SHA256SUMS"
EPOCH = "SOURCE_DATE_EPOCH"


def main() -> None:
    """Write `dist/` afresh, or the folder that is named."""
    target = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "dist"
    os.environ[EPOCH] = os.environ.get(EPOCH) or _moment()
    os.umask(0o022)
    if target.exists():
        shutil.rmtree(target)
    wheel(ROOT, target / "student")
    wheel(ROOT / "release" / "lecturer", target / "docent")
    for folder in ("student", "docent"):
        shutil.copyfile(ROOT / "constraints.txt", target / folder / "constraints.txt")
    pages(target)
    shutil.copyfile(ROOT / "release" / "LEESMIJ.md", target / "LEESMIJ.md")
    shutil.copyfile(ROOT / "UPGRADING.md", target / "UPGRADING.md")
    made = bill(ROOT, __version__)
    (target / f"sowcourse-{__version__}.cdx.json").write_text(made, encoding="utf-8", newline="\n")
    (target / SUMS).write_text(sums(target), encoding="utf-8", newline="\n")
    print(f"{len(list(target.rglob('*.*')))} files in {target}")


def _moment() -> str:
    """The moment of the commit, in seconds. Stops when the tree is not that commit: nobody could make it again."""
    changed = _git("status", "--porcelain")
    if changed:
        sys.exit(f"A release is made of a commit, and this tree differs from it:\n{changed}\nCommit or stash it first.")
    return _git("log", "-1", "--format=%ct")


def _git(*words: str) -> str:
    try:
        run = subprocess.run(["git", "-C", ROOT, *words], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        sys.exit(f"A release is made in a git clone, and git does not know {ROOT}. Elsewhere, set {EPOCH} yourself.")
    return run.stdout.strip()


def wheel(project: Path, target: Path) -> None:
    """Build a wheel with the builder that the lock names, so that every machine has the same."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(target)]
    subprocess.run(command, cwd=project, check=True, stdout=subprocess.DEVNULL)


def pages(target: Path) -> None:
    """The course as pages in one zip, as a cartridge, and its quizzes."""
    with tempfile.TemporaryDirectory() as temporary:
        site = Path(temporary) / "website"
        write_site(site, packed=True, asked=True)
        (target / "website").mkdir()
        (site / CARTRIDGE).rename(target / "website" / CARTRIDGE)
        (site / QUIZZES).rename(target / "website" / QUIZZES)
        files = {file.relative_to(temporary).as_posix(): file for file in sorted(site.rglob("*")) if file.is_file()}
        packed = bundle({name: file.read_bytes() for name, file in files.items()})
    (target / "website" / f"website-{__version__}.zip").write_bytes(packed)


def sums(folder: Path) -> str:
    """A line for every file, as `sha256sum --check` reads it."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n" for file in files
    )


if __name__ == "__main__":
    main()
