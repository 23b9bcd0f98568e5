"""What works on Windows and on a Mac, where no submission can run, and what a lecturer reads there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sowcourse.content import ContentError
from sowcourse.diagnosis import Finding, diagnose
from sowcourse.errors import GradingError
from sowcourse.grading.runner import WallEngine
from sowcourse.sandbox.wall import why_not_here

WINDOWS = ("Op Windows kan sowcourse niet nakijken", "ook met --zonder-afscherming", "typ 'wsl --install'")
MAC = ("Op een Mac kan sowcourse niet nakijken", "ook met --zonder-afscherming", "virtuele machine met Linux")
ELSEWHERE = ("neem de map van je cohort mee naar een computer met Linux", "Al het andere kan hier wel")


@pytest.mark.parametrize(
    ("system", "words"), [("win32", WINDOWS), ("darwin", MAC), ("freebsd14", ("systeem (freebsd14)",))]
)
def test_where_no_submission_can_run_grading_refuses_at_once_wall_or_not(
    monkeypatch: pytest.MonkeyPatch, system: str, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr("sys.platform", system)
    for walled in (True, False):
        with pytest.raises(GradingError) as refused:
            WallEngine(walled=walled)
        assert all(word in str(refused.value) for word in (*words, *ELSEWHERE))
        assert "voeg --zonder-afscherming toe" not in str(refused.value)


def test_on_linux_nothing_is_refused_for_its_kind() -> None:
    assert why_not_here() == ""
    assert not WallEngine(walled=False).walled


def test_controle_tells_a_lecturer_and_no_student_that_grading_cannot_be_done_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def none() -> None:
        raise ContentError(tmp_path, "", "de opdrachten zijn er niet.", "Installeer ze.")

    monkeypatch.chdir(tmp_path)
    for slow in ("_kernel", "_reachable"):
        monkeypatch.setattr(f"sowcourse.diagnosis.{slow}", lambda: Finding("x", True, ""))
    monkeypatch.setattr("sowcourse.diagnosis.why_not_here", lambda: "Op Windows kan het niet.")
    told = {finding.name: finding for finding in diagnose(tmp_path)}
    assert (told["nakijken"].sound, told["nakijken"].remedy) == (False, "Op Windows kan het niet.")
    monkeypatch.setattr("sowcourse.diagnosis.lecturers_root", none)
    assert "nakijken" not in {finding.name for finding in diagnose(tmp_path)}


WITHOUT = """
import importlib, json, pkgutil, sys
import psutil  # has its own way on every system

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in {"resource", "fcntl", "termios"} or name in INSIDE:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

INSIDE = {f"sowcourse.sandbox.{name}" for name in ("cage", "judge", "kernel", "process", "trace", "writing")}
for name in ("resource", "fcntl", "termios"):
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Missing())
import sowcourse
# what a hub starts or loads, where jupyterhub is
WITH_HUB = ("door", "hall_launch", "lms_door", "lms_marks", "office_app", "reading_launch", "tool_key")
HUB = {f"sowcourse.hub.{name}" for name in WITH_HUB}
loaded = [
    name for _, name, _ in pkgutil.walk_packages(sowcourse.__path__, "sowcourse.") if name not in INSIDE | HUB
]
for name in loaded:
    if not name.endswith("ipython_kernel_config"):
        importlib.import_module(name)
print(json.dumps(loaded))
from sowcourse.cli import main
ended = []
for words in ("cohort new klas --roster klas.csv", "grade 5-politiserend --zonder-afscherming --cohort klas"):
    sys.argv = ["sowcourse", *words.split()]
    try:
        main()
    except SystemExit as end:
        ended.append(end.code)
    sys.platform = "win32"
print(ended)
"""
"""Everything but the programs inside the wall is imported as where there is no POSIX; then a class is made."""


def test_without_what_only_posix_has_everything_but_the_inside_of_the_wall_loads_and_a_class_is_made(
    tmp_path: Path,
) -> None:
    (tmp_path / "klas.csv").write_text("studentnummer,voornaam,achternaam\nr1,Aya,Amrani\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", WITHOUT], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1:] == ["[0, 1]"], done.stderr
    loaded = set(json.loads(done.stdout.splitlines()[0]))
    wanted = "cycle student.start cohort.workspace report.marking report.feedback gradebook.marks report.overview"
    assert {f"sowcourse.{name}" for name in wanted.split()} <= loaded
    assert all(words in " ".join(done.stderr.split()) for words in (*WINDOWS, *ELSEWHERE))
    assert not (tmp_path / "klas" / "gradebook.db").exists()
