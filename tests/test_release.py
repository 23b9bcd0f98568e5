"""Promises about a release: students get no answers, two clones give the same bytes, and it installs without a checkout."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import sowcourse
from sowcourse import __version__
from sowcourse.content import assignments_root
from sowcourse.course import load_course
from sowcourse.notebook import markers, read_notebook, source
from sowcourse.proof import load_answers
from sowcourse.quiz import load_quiz

ROOT = Path(sowcourse.__file__).parents[2]
MOMENT = "1790000000"
STUDENT = f"student/sowcourse-{__version__}-py3-none-any.whl"
LECTURER = f"docent/sowcourse_lecturer-{__version__}-py3-none-any.whl"


def clone(target: Path, mask: int, backwards: bool) -> Path:
    """Everything that git holds or would hold, written by somebody with other habits, in another order."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    before = os.umask(mask)
    for name in sorted(set(names), reverse=backwards):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    os.umask(before)
    return target


def release(project: Path, moment: str = MOMENT) -> subprocess.Popen[str]:
    """Start making a release in a copy of the project."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": moment}
    command = [sys.executable, str(project / "release"), str(project.parent / f"dist-{project.name}")]
    return subprocess.Popen(command, cwd=project, env=environment, text=True, stderr=subprocess.PIPE)


@pytest.fixture(scope="session")
def clones(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("clones")
    return [clone(folder / "een", 0o022, False), clone(folder / "twee", 0o077, True)]


@pytest.fixture(scope="session")
def releases(clones: list[Path]) -> list[Path]:
    made = [release(project) for project in clones]
    told = [each.communicate()[1] for each in made]
    assert [each.returncode for each in made] == [0, 0], told
    return [project.parent / f"dist-{project.name}" for project in clones]


@pytest.fixture(scope="session")
def dist(releases: list[Path]) -> Path:
    return releases[0]


@pytest.fixture(scope="session")
def wheel(dist: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(dist / STUDENT)


def digests(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_two_clones_give_the_same_bytes(releases: list[Path]) -> None:
    one, other = map(digests, releases)
    assert one == other
    assert {STUDENT, LECTURER, "UPGRADING.md", "LEESMIJ.md", "website/cursus.imscc"} < set(one)


def test_the_checksums_name_every_file_and_are_right(dist: Path) -> None:
    written = dict(reversed(line.split("  ")) for line in (dist / "SHA256SUMS").read_text("utf-8").splitlines())
    assert written == {name: digest for name, digest in digests(dist).items() if name != "SHA256SUMS"}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("\\n", "\n"))


RUN = 6
"""So many words in a row are somebody's sentence."""


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[place : place + RUN]) for place in range(len(found) - RUN + 1)}


def held_back() -> dict[str, list[str]]:
    """What students must not get, by where it stands: model answers, hidden checks, other answers, teaching notes."""
    found: dict[str, list[str]] = {}
    for folder in sorted(assignments_root().glob("*/")):
        given = []
        for cell in read_notebook(folder / f"{folder.name}.ipynb")["cells"]:
            text, hidden = source(cell), re.findall(r"BEGIN HIDDEN TESTS(.*?)### END", source(cell), re.DOTALL)
            answer = markers(cell).get("solution")
            found.setdefault(f"{folder.name}: answers", []).extend([text] if answer else [])
            found.setdefault(f"{folder.name}: checks", []).extend(hidden)
            given += [cell["metadata"].get("sowcourse", {}).get("stub", "") if answer else text]
        given_runs = set().union(*(runs(text.partition("### BEGIN HIDDEN")[0]) for text in given))
        for kind in ("wrong", "alternative"):
            found[f"{folder.name}: {kind}"] = [answer.source for answer in load_answers(folder, kind)]
        for name in [name for name in found if name.startswith(folder.name)]:
            lines = [line for text in found[name] for line in text.splitlines()]
            found[name] = [line for line in lines if runs(line) - given_runs]
    for notes in sorted((ROOT / "course").glob("*/teaching-notes.md")):
        found[f"{notes.parent.name}: notes"] = [line for line in notes.read_text("utf-8").splitlines() if runs(line)]
    return found


def leaked(texts: Iterator[str]) -> dict[str, list[str]]:
    """Each line held back of which every run of words stands in one of these texts."""
    there = set().union(*map(runs, texts))
    held = held_back()
    assert len(held) == 6 * 4 + 7
    assert all(len(lines) > 3 for lines in held.values()), {name: len(lines) for name, lines in held.items()}
    found = {name: [line for line in lines if runs(line) <= there] for name, lines in held.items()}
    return {name: lines for name, lines in found.items() if lines}


def readable(files: Iterator[tuple[str, bytes]]) -> Iterator[str]:
    """Every text among these files, those in zips too."""
    for name, content in files:
        if name.endswith((".zip", ".whl", ".imscc")):
            with zipfile.ZipFile(__import__("io").BytesIO(content)) as packed:
                yield from readable((inner, packed.read(inner)) for inner in packed.namelist())
        else:
            yield content.decode("utf-8", errors="replace")


def test_nothing_that_students_get_holds_an_answer_a_hidden_check_or_a_teaching_note(dist: Path) -> None:
    files = [file for file in dist.rglob("*") if file.is_file() and "docent" not in file.parts]
    assert leaked(readable((file.name, file.read_bytes()) for file in files)) == {}
