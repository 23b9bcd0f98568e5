"""What a hub starts for an account: by its groups, in a folder of its own, made ready once for the same lessons."""

from __future__ import annotations

import json
import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest

from sowcourse.cohort.account import asks, me
from sowcourse.cohort.roster import of_account, read_roster
from sowcourse.errors import SowcourseError
from sowcourse.hub.role import GROUPS, Role
from sowcourse.hub.server import STAMP, make_ready, serve, surroundings
from sowcourse.student.handout import CLASSES


@pytest.fixture(autouse=True)
def trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))


@pytest.mark.parametrize(
    ("groups", "office", "classes"),
    [
        ("", False, ()),
        ("klas-dag klas-avond", False, ("avond", "dag")),
        ("lesgevers-dag coordinatoren", False, ()),
        ("kantoor", True, ()),
        ("klas- klas", False, ()),
    ],
)
def test_a_role_is_what_the_groups_of_the_hub_say(groups: str, office: bool, classes: tuple[str, ...]) -> None:
    assert Role.of({GROUPS: groups}) == Role(office, classes)
    assert Role.of({}) == Role(False, ())


def test_a_work_folder_is_made_ready_once_for_the_same_lessons(tmp_path: Path) -> None:
    make_ready(tmp_path)
    lesson = tmp_path / "lessen" / "0-start.ipynb"
    before = lesson.stat().st_mtime_ns
    make_ready(tmp_path)
    assert lesson.stat().st_mtime_ns == before
    (tmp_path / STAMP).write_text("een andere versie", encoding="utf-8")
    make_ready(tmp_path)
    assert lesson.stat().st_mtime_ns != before
    lesson.unlink()
    make_ready(tmp_path)
    assert lesson.is_file(), "a lesson that was thrown away comes back"


def test_the_server_hears_the_hub_and_its_classes_and_no_settings_of_before(tmp_path: Path) -> None:
    known = {
        "JUPYTERHUB_API_TOKEN": "geheim",
        "JUPYTER_CONFIG_DIR": "/van/vroeger",
        "JUPYTER_TOKEN": "van vroeger",
        "PATH": "/bin",
    }
    found = surroundings(Role(False, ("dag",)), tmp_path, known)
    assert found["JUPYTERHUB_API_TOKEN"] == "geheim"
    assert found["JUPYTERHUB_ROOT_DIR"] == str(tmp_path)
    assert found[CLASSES] == "dag"
    assert "JUPYTER_TOKEN" not in found
    assert "/van/vroeger" not in (found["JUPYTER_CONFIG_DIR"], found["JUPYTER_CONFIG_PATH"])
    office = surroundings(Role(True, ()), tmp_path, known)
    assert office["JUPYTERHUB_DEFAULT_URL"] == "/kantoor/"


def test_the_settings_of_a_school_leave_out_what_students_do_not_need(tmp_path: Path) -> None:
    """As the server itself reads them, with everything installed that brings it."""
    found = surroundings(Role(False, ()), tmp_path, os.environ)
    code = (
        "from jupyter_core.paths import jupyter_config_path\n"
        "from jupyter_server.extension.config import ExtensionConfigManager\n"
        "found = ExtensionConfigManager(read_config_path=jupyter_config_path()).get_jpserver_extensions()\n"
        "print(*(name for name, on in found.items() if on))"
    )
    environment = os.environ | found
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert set(told.stdout.split()) == {"jupyterlab", "sowcourse.lab.server"}


def test_a_server_at_school_hides_what_kernels_say_and_ends_those_that_nobody_uses(tmp_path: Path) -> None:
    """As the server itself reads its settings, which is not where those of extensions stand."""
    code = (
        "import json\nfrom jupyter_server.serverapp import ServerApp\n"
        "app = ServerApp()\napp.load_config_file()\nprint(json.dumps(app.config, default=str))"
    )
    environment = os.environ | surroundings(Role(False, ()), tmp_path, os.environ)
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    known = json.loads(told.stdout)
    assert known["KernelManager"]["transport_encryption"] == "required", "every user of the machine may knock"
    assert known["MappingKernelManager"]["cull_idle_timeout"] == 1200
    assert known["ServerApp"]["terminals_enabled"] is False


@pytest.mark.parametrize("account", [pwd.getpwuid(os.getuid()).pw_name, "an"])
def test_processes_are_counted_only_for_who_is_alone_as_a_user_of_the_system(account: str) -> None:
    """In pods everybody is the same user, and one student's threads would be taken from another's."""
    code = (
        "import resource, sys; from sowcourse.hub.server import _limit, _of_one\n"
        "_limit(0, _of_one({'JUPYTERHUB_USER': sys.argv[1]}))\n"
        "print(*(resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE)))"
    )
    told = subprocess.run([sys.executable, "-c", code, account], capture_output=True, text=True, check=True).stdout
    processes, file = map(int, told.split())
    assert ((processes == 200) == (account != "an"), file) == (True, 200_000_000)


def test_outside_a_hub_it_says_what_to_type_instead() -> None:
    with pytest.raises(SowcourseError, match=r"'sowcourse start' en Kantoor met 'sowcourse office'"):
        serve({})


def test_in_a_shared_kantoor_who_asks_is_who_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "kantoor-dag")
    assert me().account == "kantoor-dag"
    asks("jan")
    try:
        assert me().account == "jan"
        monkeypatch.delenv("JUPYTERHUB_USER")
        assert me().account != "jan", "on one's own computer only the computer says who works"
    finally:
        asks("")


def test_an_account_may_differ_from_the_number_and_is_nobodys_when_two_have_it(tmp_path: Path) -> None:
    listed = tmp_path / "klas.csv"
    listed.write_text(
        "studentnummer,voornaam,achternaam,account\n101,An,A,an\n102,Bo,B,bo\n103,Cem,C,bo\nbo2,Do,D,102\n",
        encoding="utf-8",
    )
    students = read_roster(listed)
    assert [student and student.first for student in (of_account(students, name) for name in ("an", "101", "102"))] == [
        "An",
        "An",
        "Bo",
    ]
    assert of_account(students, "bo") is None
    assert of_account(students, "x") is None
