"""Every command there is, walked through folders as people have them: never a traceback, never a word of English.

The commands come from the command line itself, so a new one walks along. Reading only and a full disk are real: the
walk gives up root's right to write everywhere (setpriv), and fills a disk of its own (unshare and a small tmpfs).
Both need Linux with util-linux; where that is missing these tests fail and say so.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

import sowcourse
from sowcourse.cohort.workspace import create
from sowcourse.cycle import collect, grade, release
from sowcourse.notebook import dump, markers, read_notebook

ROOT = Path(sowcourse.__file__).parents[2]
WALKING = Path(__file__).with_name("walking.py")

ENGLISH = re.compile(
    r"Traceback|\w+Error\b|Errno|WARNING|[Dd]enied|No such|[Rr]ead-only|not found|[Cc]annot|[Ff]ailed|Invalid|No space"
    r"|database is|Usage|Expected|[Uu]nable|sqlalche|\bline \d|\bFile \"|\bcolumn\b|No locks|deadlock|permitted"
    r"|In sowcourse zelf"
)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the project, and a class in which one student handed in and was graded."""
    folder = tmp_path_factory.mktemp("school")
    for part in ("course", "assignments", "datasets"):
        shutil.copytree(ROOT / part, folder / "project" / part)
    classes = folder / "klassen"
    classes.mkdir()
    (folder / "werk").mkdir()
    (classes / "klas.csv").write_text("studentnummer,voornaam,achternaam\ns1,Aya,Amrani\ns2,Bo,Smit\n", "utf-8")
    cohort = create("2026-najaar", classes / "klas.csv", classes)
    released, model = (
        read_notebook(release(cohort, "1-nabijheid")),
        cohort.root / "source/1-nabijheid/1-nabijheid.ipynb",
    )
    for cell, answer in zip(released["cells"], read_notebook(model)["cells"], strict=True):
        if markers(answer).get("solution"):
            cell["source"] = answer["source"]
    with zipfile.ZipFile(classes / "download.zip", "w") as archive:
        archive.writestr("s1_1-nabijheid.ipynb", dump(released))
    collect(cohort, "1-nabijheid", classes / "download.zip")
    grade(cohort, "1-nabijheid", lambda done, total: None)
    (classes / "blad.csv").write_text("vraag;code;punten\n", encoding="utf-8")
    shutil.copytree(cohort.root, classes / "2026-najaar - kopie")
    return folder


def walked(setting: dict[str, Any], before: tuple[str, ...] = (), **surroundings: str) -> list[dict[str, Any]]:
    """What every command said."""
    home = Path(setting["folder"]).parent / "thuis"
    home.mkdir(exist_ok=True)
    command = [*before, sys.executable, str(WALKING), json.dumps(setting)]
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    run = subprocess.run(
        command, capture_output=True, text=True, env=kept | {"HOME": str(home), "COLUMNS": "300"} | surroundings
    )
    assert run.returncode == 0, run.stderr
    return list(json.loads(run.stdout))


def assert_dutch(steps: list[dict[str, Any]]) -> None:
    """No English, no traceback, a known status; and who is refused reads a culprit and what to do."""
    faults = []
    for step in steps:
        found = ENGLISH.search(step["said"])
        if found or step["status"] not in (0, 1, 2, 3, 130):
            faults.append((step["typed"], step["status"], found and found[0], step["said"][-600:]))
    assert not faults, "\n\n".join(map(str, faults))


def as_it_is(school: Path, tmp_path: Path, name: str = "school") -> Path:
    """The school to do something with."""
    return shutil.copytree(school, tmp_path / name)


def state(folder: Path) -> dict[str, str]:
    """Every file with its contents, but for what a command may always leave: locks and page of a course."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".bezig")
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def needs(*programs: str) -> None:
    missing = [program for program in programs if shutil.which(program) is None]
    assert not missing, f"This test needs {', '.join(missing)} (Linux, package util-linux); nothing was tested."


def refused(steps: list[dict[str, Any]], name: str) -> str:
    """What a command said that was refused."""
    said = [step["said"] for step in steps if step["name"] == name and step["status"] == 1]
    assert said, f"{name} was not refused"
    return " ".join(said[0].split())


def test_in_a_folder_that_is_read_only_every_command_says_so_and_changes_nothing(school: Path, tmp_path: Path) -> None:
    needs("setpriv")
    folder = as_it_is(school, tmp_path)
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222)
    before = state(folder)
    ordinary = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner,-chown", "--inh-caps=-all"]
    place = str(folder / "klassen/2026-najaar")
    setting = {"folder": str(folder), "place": place, "temporary": str(folder / "klassen")}
    steps = walked(setting, tuple(ordinary) if os.geteuid() == 0 else ())
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200)
    assert_dutch(steps)
    assert state(folder) == before
    assert len({step["name"] for step in steps}) > 35
    for name in (
        "release",
        "collect",
        "grade",
        "review",
        "feedback",
        "marks",
        "report",
        "mark",
        "blueprint",
        "studyguide",
    ):
        assert "hier mag je niet schrijven of lezen. De map is alleen-lezen" in refused(steps, name)
    for name in ("lessons", "copy", "upgrade", "calendar", "archive", "export", "erase"):
        assert "hier mag je niet" in refused(steps, f"cohort {name}")
    assert f"Dat lukt niet. {place}/punten-1-nabijheid.csv: hier mag je niet" in refused(steps, "marks")


def test_on_a_full_disk_every_command_says_so_and_all_marks_are_still_there(school: Path, tmp_path: Path) -> None:
    needs("unshare", "mount")
    disk = tmp_path / "schijf"
    disk.mkdir()
    setting = {"folder": str(disk), "place": f"{disk}/klassen/2026-najaar", "temporary": f"{disk}/klassen"}
    setting |= {"only": "folders", "own": {"cohort erase": ["s9 --ja"]}}
    script = (
        f"mount -t tmpfs -o size=16m tmpfs '{disk}' && cp -a '{school}'/. '{disk}' "
        f"&& {{ dd if=/dev/zero of='{disk}/vol' bs=4k status=none 2>/dev/null; "
        f"\"$@\"; cp '{disk}/klassen/2026-najaar/gradebook.db' '{tmp_path}'; }}"
    )
    alone = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
    steps = walked(setting, (*alone, "sh", "-c", script, "vol"))
    assert_dutch(steps)
    for name in ("release", "feedback", "marks", "report", "mark", "extend", "cohort calendar", "cohort copy"):
        assert "de schijf is vol. Maak ruimte" in refused(steps, name)
    assert (tmp_path / "gradebook.db").read_bytes()[:15] == b"SQLite format 3"


def test_where_the_folder_was_taken_away_every_command_says_so(school: Path, tmp_path: Path) -> None:
    place = tmp_path / "weg"
    place.mkdir()
    steps = walked({"folder": str(school), "place": str(place), "gone": True, "only": "folders"})
    assert_dutch(steps)
    assert "de map waarin je staat: dit is er niet, of niet meer. Is de map verplaatst" in refused(steps, "grade")


def test_where_there_is_no_cohort_every_command_says_how_to_get_to_one(school: Path, tmp_path: Path) -> None:
    steps = walked({"folder": str(school), "place": str(tmp_path), "only": "folders"})
    assert_dutch(steps)
    for name in ("release", "grade", "mark", "report", "marks", "cohort upgrade"):
        assert "dit is geen cohort (cohort.toml ontbreekt). Ga naar de map van je cohort" in refused(steps, name)


def test_a_slip_in_the_calendar_is_told_before_any_work_is_done(school: Path, tmp_path: Path) -> None:
    folder = as_it_is(school, tmp_path)
    calendar = folder / "klassen/2026-najaar/kalender.toml"
    calendar.write_text(calendar.read_text("utf-8") + '"1-nabijheid" = "2026-12-18 23:59\n', encoding="utf-8")
    before = state(folder / "klassen/2026-najaar")
    place = str(folder / "klassen/2026-najaar")
    other = ["cohort new", "cohort erase", "lesson html", "site"]
    steps = walked({"folder": str(folder), "place": place, "only": "folders", "skip": other})
    assert_dutch(steps)
    assert state(folder / "klassen/2026-najaar") == before
    for name in (
        "release",
        "collect",
        "grade",
        "mark",
        "extend",
        "feedback",
        "marks",
        "cohort archive",
        "cohort lessons",
    ):
        assert 'hier staat: "1-nabijheid" = "2026-12-18 23:59 –' in refused(steps, name)


@pytest.mark.parametrize(
    ("faults", "told"),
    [
        ("no locks", "op deze plaats (vaak een netwerkmap) kan niets vergrendeld worden"),
        ("in the cloud", "kalender.toml: dit bestand staat nog in de cloud en niet op deze computer"),
    ],
)
def test_what_a_network_or_a_synchronised_folder_refuses_is_told(
    school: Path, tmp_path: Path, faults: str, told: str
) -> None:
    place = str(school / "klassen/2026-najaar")
    names = ["collect", "grade", "cohort roster", "cohort calendar", "marks", "cohort list"]
    steps = walked({"folder": str(as_it_is(school, tmp_path)), "place": place, "only": names, "faults": faults})
    assert_dutch(steps)
    assert told in refused(steps, "grade")


def test_a_gradebook_that_is_damaged_is_told_and_left_as_it_is(school: Path, tmp_path: Path) -> None:
    folder = as_it_is(school, tmp_path)
    book = folder / "klassen/2026-najaar/gradebook.db"
    book.write_bytes(b"half" * 900)
    steps = walked({"folder": str(folder), "place": str(book.parent), "only": "folders"})
    assert_dutch(steps)
    assert book.read_bytes() == b"half" * 900
    for name in ("grade", "mark", "marks", "report", "feedback"):
        assert "het puntenboek: dit bestand is beschadigd of niet helemaal aangekomen" in refused(steps, name)


def test_a_copy_with_an_odd_path_in_another_time_zone_works_as_the_first_did(school: Path, tmp_path: Path) -> None:
    folder = as_it_is(school, tmp_path, "Mijn klassen – é #1 100% & 't")
    steps = walked(
        {"folder": str(folder), "place": str(folder / "klassen/2026-najaar - kopie")} | WORKS, TZ="Asia/Tokyo"
    )
    assert_dutch(steps)
    assert {step["typed"]: step["said"] for step in steps if step["status"] not in (0, 3)} == {}
    listed = next(step["said"] for step in steps if step["name"] == "cohort list")
    assert "2026-najaar - kopie («2026-najaar»)" in listed
    first = walked({"folder": str(school), "place": str(school / "klassen/2026-najaar"), "only": ["choose"]})
    moment = re.search(r"\w\w \d\d-\d\d-\d{4} \d\d:\d\d", first[0]["said"])
    assert moment and moment[0] in next(step["said"] for step in steps if step["name"] == "choose")


WORKS = {
    "only": [
        "grade",
        "mark",
        "choose",
        "marks",
        "report",
        "feedback",
        "cohort list",
        "cohort calendar",
        "cohort compare",
    ]
}
"""What may not be refused."""
