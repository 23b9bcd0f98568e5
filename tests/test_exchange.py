"""On a shared machine a student reaches their own work and feedback and nobody else's; tried as system users."""

from __future__ import annotations

import getpass
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sowcourse.cohort.exchange import Exchange, fetch_feedback, find_exchange, submit
from sowcourse.cohort.workspace import Workspace, create
from sowcourse.errors import CohortError
from sowcourse.grading.cycle import collect, grade, release
from sowcourse.grading.feedback import write_feedback
from sowcourse.grading.intake import received_at
from sowcourse.worksheet import Worksheet

ASSIGNMENT = "5-politiserend"
USERS = {"r1": 20_001, "r2": 20_002}


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that every user of the machine can enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def seen_by(user: int, root: Path, known: list[Path]) -> tuple[list[str], list[str], bool]:
    """Files under `root` that this user finds and reads, which of the known ones open, whether root lists."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
        found = [str(file) for file in root.rglob("*") if os.access(file, os.R_OK) and file.is_file()]
        opened = [str(file) for file in known if os.access(file, os.R_OK)]
        os.write(writing, json.dumps([found, opened, os.access(root, os.R_OK | os.X_OK)]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        found, opened, listed = json.loads(answer.read())
    os.wait()
    return found, opened, listed


@pytest.fixture
def graded(shared: Path) -> Workspace:
    """A cohort on a shared machine, in which two system users handed in and got feedback."""
    if os.geteuid() != 0:
        pytest.skip("only the administrator of a machine can act as two of its users")
    exchange = shared / "uitwisseling"
    exchange.mkdir()
    exchange.chmod(0o777)
    roster = shared / "klas.csv"
    roster.write_text("nummer,naam\nr1,An\nr2,Bo\n", encoding="utf-8")
    workspace = create("klas", roster, shared, exchange=exchange)
    assert workspace.exchange == exchange
    release(workspace, ASSIGNMENT)
    for student, user in USERS.items():
        here = shared / student
        (here / ASSIGNMENT).mkdir(parents=True)
        given = workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        (here / ASSIGNMENT / given.name).write_bytes(given.read_bytes())
        command = [sys.executable, "-m", "nbgrader", "submit", ASSIGNMENT, f"--student={student}", "--course=klas"]
        command.append(f"--Exchange.root={exchange}")
        environment = os.environ | {"JUPYTER_DATA_DIR": str(here / "data")}
        subprocess.run(command, cwd=here, env=environment, check=True, capture_output=True)
        (handed_in,) = (exchange / "klas" / "inbound").glob(f"{student}+*")
        for file in (handed_in, *handed_in.iterdir()):
            os.chown(file, user, user)
    collect(workspace, ASSIGNMENT, None)
    grade(workspace, ASSIGNMENT, lambda done, total: None)
    write_feedback(workspace, ASSIGNMENT)
    return workspace


def test_a_student_finds_what_was_given_out_and_nothing_of_others(graded: Workspace) -> None:
    found, _, listed = seen_by(USERS["r2"], graded.exchange, [])
    assert listed
    assert {Path(file).parent.name for file in found} == {ASSIGNMENT}
    assert all("/outbound/" in file for file in found)


def test_feedback_opens_for_who_knows_its_secret_name_and_its_folder_tells_no_names(graded: Workspace) -> None:
    pages = list((graded.exchange / "klas" / "feedback").iterdir())
    assert len(pages) == 2
    found, opened, _ = seen_by(USERS["r2"], graded.exchange / "klas" / "feedback", pages)
    assert found == []
    assert sorted(opened) == sorted(map(str, pages)), "a student fetches it by a name made from a secret"
    assert all(len(page.stem) == 32 for page in pages)


def test_the_cohort_itself_is_closed_to_every_other_user(graded: Workspace) -> None:
    inside = [graded.root / "klas.csv", graded.root / "gradebook.db", graded.root / "source" / ASSIGNMENT]
    assert seen_by(USERS["r1"], graded.root, inside) == ([], [], False)


def test_without_a_shared_folder_the_exchange_cannot_be_reached(shared: Path) -> None:
    roster = shared / "klas.csv"
    roster.write_text("nummer,naam\nr1,An\n", encoding="utf-8")
    workspace = create("klas", roster, shared)
    assert workspace.exchange.parent == workspace.root
    assert workspace.root.stat().st_mode & 0o777 == 0o700


def test_an_exchange_that_is_not_there_is_said_and_nothing_is_made(shared: Path) -> None:
    roster = shared / "klas.csv"
    roster.write_text("nummer,naam\nr1,An\n", encoding="utf-8")
    with pytest.raises(CohortError, match=r"weg: deze map is er niet\. Vraag de beheerder"):
        create("klas", roster, shared, exchange=shared / "weg")
    assert not (shared / "klas").exists()


# As a student meets it ----------------------------------------------------------------------------------------------


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Jupyter's settings and data of one student, with nbgrader's settings still to be written."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "instellingen"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "gegevens"))
    (tmp_path / "instellingen").mkdir()
    return tmp_path / "instellingen" / "nbgrader_config.py"


@pytest.fixture
def exchange(tmp_path: Path) -> Path:
    """An empty exchange."""
    folder = tmp_path / "uitwisseling"
    folder.mkdir()
    folder.chmod(0o777)
    return folder


def class_with(tmp_path: Path, exchange: Path, name: str) -> Workspace:
    """A class that released one assignment in this exchange, with whoever runs the tests as its student."""
    roster = tmp_path / "klas.csv"
    roster.write_text(f"nummer,naam\n{getpass.getuser()},An Fictief\n", encoding="utf-8")
    workspace = create(name, roster, tmp_path, exchange=exchange)
    release(workspace, ASSIGNMENT)
    return workspace


def test_a_student_hands_in_it_arrives_and_the_feedback_comes_back_once(
    settings: Path, tmp_path: Path, exchange: Path
) -> None:
    workspace = class_with(tmp_path, exchange, "klas")
    given = workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert find_exchange(ASSIGNMENT) is None, "nbgrader's settings name no exchange"
    settings.write_text(f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\n", encoding="utf-8")
    found = find_exchange(ASSIGNMENT)
    assert found == Exchange(exchange, "klas")
    assert find_exchange("1-nabijheid") is None, "not given out"
    arrival = submit(found, ASSIGNMENT, given)
    assert arrival.notebook.read_bytes() == given.read_bytes()
    assert abs((datetime.now(UTC) - arrival.moment).total_seconds()) < 60
    assert fetch_feedback(found, ASSIGNMENT, tmp_path / "terugkoppeling") == []
    assert [receipt.student for receipt in collect(workspace, ASSIGNMENT, None)] == [getpass.getuser()]
    grade(workspace, ASSIGNMENT, lambda done, total: None)
    write_feedback(workspace, ASSIGNMENT)
    (page,) = fetch_feedback(found, ASSIGNMENT, tmp_path / "terugkoppeling")
    assert "An Fictief" in page.read_text(encoding="utf-8")
    assert ":" not in page.name
    assert fetch_feedback(found, ASSIGNMENT, tmp_path / "terugkoppeling") == []


def test_of_two_classes_with_one_assignment_the_notebook_says_which(
    settings: Path, tmp_path: Path, exchange: Path
) -> None:
    settings.write_text(f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\n", encoding="utf-8")
    workspaces = [class_with(tmp_path, exchange, name) for name in ("dag", "avond")]
    with pytest.raises(CohortError, match=r"meer dan één klas heeft deze opdracht \(avond, dag\)"):
        find_exchange(ASSIGNMENT)
    for workspace in workspaces:
        sheet = Worksheet.read(workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
        assert find_exchange(ASSIGNMENT, sheet.cohort) == Exchange(exchange, workspace.name)


def test_an_exchange_that_went_away_or_refuses_is_said_in_dutch(settings: Path, tmp_path: Path, exchange: Path) -> None:
    settings.write_text(f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\n", encoding="utf-8")
    workspace = class_with(tmp_path, exchange, "klas")
    given = workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    (exchange / "klas" / "inbound").rename(exchange / "klas" / "weg")
    with pytest.raises(CohortError, match=r"de uitwisselingsmap weigert je opdracht"):
        submit(Exchange(exchange, "klas"), ASSIGNMENT, given)
    exchange.rename(tmp_path / "verhuisd")
    with pytest.raises(CohortError, match=r"de uitwisselingsmap is er niet\. Vraag de beheerder"):
        find_exchange(ASSIGNMENT)


def test_what_others_put_in_the_exchange_under_a_name_counts_for_nobody_and_stops_nobody(shared: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only the administrator of a machine can act as one of its users")
    roster = shared / "klas.csv"
    roster.write_text("nummer,naam\nr1,An\nroot,Bo\n", encoding="utf-8")
    workspace = create("klas", roster, shared)
    release(workspace, ASSIGNMENT)
    given = (workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes()
    inbound = workspace.exchange / "klas" / "inbound"
    for folder, user in (
        (f"r1+{ASSIGNMENT}+2026-12-18 10:42:01 UTC+x", 0),
        (f"r1+{ASSIGNMENT}+geen moment+y", USERS["r1"]),
        (f"root+{ASSIGNMENT}+2026-12-18 10:42:01 UTC+z", 0),
    ):
        (inbound / folder).mkdir()
        (inbound / folder / f"{ASSIGNMENT}.ipynb").write_bytes(given)
        (inbound / folder / "timestamp.txt").write_text("gisteren", encoding="utf-8")
        os.chown(inbound / folder, user, user)
    told = {(receipt.student, receipt.accepted): receipt.remark for receipt in collect(workspace, ASSIGNMENT, None)}
    assert told["root", True] == ""
    refused = [receipt.remark for receipt in collect(workspace, ASSIGNMENT, None) if receipt.student == "r1"]
    assert sorted(refused) == [
        "dit is ingeleverd door root op naam van r1. Vraag beiden wat er gebeurde.",
        "het moment van inleveren is niet te lezen. Vraag de student om opnieuw in te leveren.",
    ]
    assert list(received_at(workspace, ASSIGNMENT)) == ["root"]
