"""On a shared machine a student reaches their own work and feedback and nobody else's; tried as system users."""

from __future__ import annotations

import getpass
import json
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sowcourse.cohort.doors import open_doors
from sowcourse.cohort.workspace import Workspace, create
from sowcourse.cycle import collect, grade, release
from sowcourse.diagnosis import Finding
from sowcourse.diagnosis import _exchange as of_exchange
from sowcourse.errors import CohortError
from sowcourse.notebook import read_notebook
from sowcourse.report.feedback import write_feedback
from sowcourse.student.clock import ZONE, told
from sowcourse.student.desk import desk
from sowcourse.student.exchange import Exchange, fetch_feedback, find_exchange, submit
from sowcourse.student.handout import CLASSES, at_hand, fetch, handouts
from sowcourse.submissions.intake import received_at
from sowcourse.worksheet import Worksheet

ASSIGNMENT = "5-politiserend"
AN, BO, STRANGER = "daemon", "games", "sync"
"""Accounts that every machine has and nobody uses: two students of the class, and somebody who is not in it."""
USERS = {name: pwd.getpwnam(name).pw_uid for name in (AN, BO, STRANGER)}


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


@pytest.fixture(scope="module")
def graded() -> Iterator[Workspace]:
    """A cohort on a shared machine, in which two system users handed in and got feedback; only looked at."""
    if os.geteuid() != 0:
        pytest.skip("only the administrator of a machine can act as two of its users")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield taught(Path(folder))


def taught(shared: Path) -> Workspace:
    """That cohort."""
    exchange = shared / "uitwisseling"
    exchange.mkdir()
    exchange.chmod(0o777)
    roster = shared / "klas.csv"
    roster.write_text(f"nummer,naam\n{AN},An\n{BO},Bo\n", encoding="utf-8")
    workspace = create("klas", roster, shared, exchange=exchange)
    assert workspace.exchange == exchange
    release(workspace, ASSIGNMENT)
    for student in (AN, BO):
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
            os.chown(file, USERS[student], -1)
    collect(workspace, ASSIGNMENT, None)
    grade(workspace, ASSIGNMENT, lambda done, total: None)
    write_feedback(workspace, ASSIGNMENT)
    return workspace


def test_a_student_finds_what_was_given_out_and_nothing_of_others(graded: Workspace) -> None:
    found, _, listed = seen_by(USERS[BO], graded.exchange, [])
    assert listed
    assert {Path(file).parent.name for file in found} == {ASSIGNMENT}
    assert all("/outbound/" in file for file in found)


def test_feedback_opens_for_who_knows_its_secret_name_and_its_folder_tells_no_names(graded: Workspace) -> None:
    pages = list((graded.exchange / "klas" / "feedback").iterdir())
    assert len(pages) == 2
    found, opened, _ = seen_by(USERS[BO], graded.exchange / "klas" / "feedback", pages)
    assert found == []
    assert sorted(opened) == sorted(map(str, pages)), "a student fetches it by a name made from a secret"
    assert all(len(page.stem) == 32 for page in pages)


def test_the_cohort_itself_is_closed_to_every_other_user(graded: Workspace) -> None:
    inside = [graded.root / "klas.csv", graded.root / "gradebook.db", graded.root / "source" / ASSIGNMENT]
    assert seen_by(USERS[AN], graded.root, inside) == ([], [], False)


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


# What a student fetches ---------------------------------------------------------------------------------------------


@pytest.fixture
def two(settings: Path, tmp_path: Path, exchange: Path) -> tuple[Workspace, Workspace]:
    """Two classes that released the assignment in one exchange, which the student's settings name."""
    settings.write_text(f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\n", encoding="utf-8")
    return class_with(tmp_path, exchange, "dag"), class_with(tmp_path, exchange, "avond")


def to_fetch(work: Path) -> list[tuple[str, str]]:
    """What can be fetched, as the desk shows it: class and assignment, and state."""
    told = desk(work)
    assert told["problem"] == ""
    shown = told["items"]
    assert isinstance(shown, list)
    return [(item["path"], item["state"]) for item in shown if item["kind"] == "handout"]


def test_the_desk_shows_what_ones_own_classes_gave_out_and_fetches_it_once(
    two: tuple[Workspace, Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "werk"
    work.mkdir()
    assert to_fetch(work) == [(f"avond/{ASSIGNMENT}", "uitgegeven"), (f"dag/{ASSIGNMENT}", "uitgegeven")]
    monkeypatch.setenv(CLASSES, "dag weg")
    assert to_fetch(work) == [(f"dag/{ASSIGNMENT}", "uitgegeven")]
    file = fetch(work, "dag", ASSIGNMENT)
    assert file == work / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert Worksheet.read(file).cohort == "dag"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert to_fetch(work) == []
    assert [place.name for place in work.iterdir()] == [ASSIGNMENT], "nothing is left behind"


def test_where_only_what_was_given_out_can_be_read_it_is_fetched_and_handed_in_by_a_file(
    two: tuple[Workspace, Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a pod, which sees of the shared volume nothing else of its class."""
    monkeypatch.setenv(CLASSES, "dag")
    exchange = Path(str(two[0].exchange))
    assert find_exchange(ASSIGNMENT, "dag") == Exchange(exchange, "dag")
    shutil.rmtree(exchange / "dag" / "inbound")
    assert [place.name for place in (exchange / "dag").iterdir()] == ["outbound"]
    work = tmp_path / "werk"
    work.mkdir()
    assert fetch(work, "dag", ASSIGNMENT).is_file()
    assert find_exchange(ASSIGNMENT, "dag") is None
    assert desk(work)["problem"] == ""


@pytest.mark.parametrize("asked", ["avond", "..", "dag/../avond", ""])
def test_of_another_class_nothing_is_fetched(
    asked: str, two: tuple[Workspace, Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CLASSES, "dag")
    with pytest.raises(CohortError, match=r"deze opdracht staat niet klaar voor jouw klas\."):
        fetch(tmp_path, asked, ASSIGNMENT)
    with pytest.raises(CohortError, match=r"deze opdracht staat niet klaar voor jouw klas\."):
        fetch(tmp_path, "dag", f"../../avond/outbound/{ASSIGNMENT}")
    monkeypatch.setenv(CLASSES, "")
    assert handouts() == [], "who is in no class has nothing to fetch"
    assert not list(tmp_path.glob(f"{ASSIGNMENT}*"))


def test_who_comes_for_an_assignment_by_a_link_has_it_fetched_once_and_finds_what_was_written(
    two: tuple[Workspace, Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "werk"
    work.mkdir()
    monkeypatch.setenv(CLASSES, "")
    assert at_hand(work, ASSIGNMENT) is None, "nothing for who is in no class"
    monkeypatch.setenv(CLASSES, "dag")
    file = at_hand(work, ASSIGNMENT)
    assert file == work / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    file.write_text("van mij", encoding="utf-8")
    assert at_hand(work, ASSIGNMENT) == file
    assert file.read_text(encoding="utf-8") == "van mij"
    assert at_hand(work, "1-nabijheid") is None
    shutil.rmtree(two[0].exchange / "dag" / "outbound" / ASSIGNMENT)
    shutil.rmtree(file.parent)
    assert at_hand(work, ASSIGNMENT) is None, "where there was no harm, the desk says why"


def test_a_new_release_comes_beside_what_was_written_and_never_over_it(
    two: tuple[Workspace, Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CLASSES, "dag")
    work = tmp_path / "werk"
    work.mkdir()
    mine = fetch(work, "dag", ASSIGNMENT)
    mine.write_text(mine.read_text(encoding="utf-8").replace("...", "0", 1), encoding="utf-8")
    written = mine.read_bytes()
    source = two[0].root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = read_notebook(source)
    first = next(cell for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    first["source"] = [*first["source"], "\nEen regel erbij."]
    source.write_text(json.dumps(notebook), encoding="utf-8")
    release(two[0], ASSIGNMENT)
    assert to_fetch(work) == [(f"dag/{ASSIGNMENT}", "nieuwe versie")]
    assert fetch(work, "dag", ASSIGNMENT).parent.name == f"{ASSIGNMENT} 2"
    assert mine.read_bytes() == written
    assert to_fetch(work) == []


def test_an_exchange_that_went_away_leaves_the_desk_and_says_so(
    two: tuple[Workspace, Workspace], exchange: Path, tmp_path: Path
) -> None:
    exchange.rename(tmp_path / "weg")
    (tmp_path / "lessen").mkdir()
    (tmp_path / "lessen" / "0-start.ipynb").write_text("{}", encoding="utf-8")
    told = desk(tmp_path)
    assert "de uitwisselingsmap is er niet. Vraag de beheerder" in str(told["problem"])
    assert told["items"], "lessons stay"


def test_what_cannot_be_written_is_said_and_nothing_is_left(
    two: tuple[Workspace, Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CLASSES, "dag")
    with pytest.raises(CohortError, match=r"hier kan niet worden geschreven .* Er is niets opgehaald\."):
        fetch(tmp_path / "er-niet", "dag", ASSIGNMENT)
    (two[0].exchange / "dag" / "outbound" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").write_text("{", encoding="utf-8")
    assert handouts() == []


def test_moments_are_those_of_the_school(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ZONE, "Europe/Brussels")
    assert told("2026-12-18T22:59:00+00:00") == "18 december om 23:59 (CET)"
    assert told("2026-06-18T22:59:00+02:00") == "18 juni om 22:59 (CEST)"
    monkeypatch.setenv(ZONE, "America/Paramaribo")
    assert told("2026-12-18T22:59:00+00:00").startswith("18 december om 19:59")


# What the exchange believes -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def class_of_two() -> Iterator[Workspace]:
    """A class on a machine that its students share, with the exchange as nbgrader documents it."""
    if os.geteuid() != 0:
        pytest.skip("only the administrator of a machine can act as two of its users")
    with tempfile.TemporaryDirectory() as folder:
        shared = Path(folder)
        shared.chmod(0o755)
        (shared / "uitwisseling").mkdir()
        (shared / "uitwisseling").chmod(0o777)
        (shared / "klas.csv").write_text(f"nummer,naam\n{AN},An\n{BO},Bo\n", encoding="utf-8")
        workspace = create("klas", shared / "klas.csv", shared, exchange=shared / "uitwisseling")
        release(workspace, ASSIGNMENT)
        yield workspace


@pytest.fixture
def inbound(class_of_two: Workspace) -> Iterator[Path]:
    """Where students put their work, empty before and after."""
    place = class_of_two.exchange / "klas" / "inbound"
    yield place
    for folder in (place, class_of_two.root / "ontvangen", class_of_two.root / "submitted"):
        for left in folder.iterdir() if folder.is_dir() else ():
            shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()


def as_user(user: str, script: str, **words: object) -> subprocess.CompletedProcess[str]:
    """Run a line of shell as one of the machine's users; `$name` in it is what is given as `name`."""
    return subprocess.run(
        ["/bin/sh", "-c", f"umask 022; {script}"],
        user=USERS[user],
        group=pwd.getpwnam(user).pw_gid,
        extra_groups=[],
        env={name: str(word) for name, word in words.items()} | {"PATH": os.environ["PATH"]},
        cwd="/",
        capture_output=True,
        text=True,
    )


def named(student: str, later: timedelta = timedelta(), tail: str = "x") -> str:
    moment = datetime.now(UTC) + later
    return f"{student}+{ASSIGNMENT}+{moment:%Y-%m-%d %H:%M:%S.%f} UTC+{tail}"


def handed(workspace: Workspace) -> Path:
    """The assignment as it was given out, where every user can copy it."""
    return workspace.exchange / "klas" / "outbound" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


def put(workspace: Workspace, user: str, name: str, script: str = "") -> Path:
    """As a user, put the assignment in the exchange in a folder of this name; and what else the script does there."""
    folder = workspace.exchange / "klas" / "inbound" / name
    done = as_user(
        user, f'mkdir "$folder" && cp "$given" "$folder"/ && {script or "true"}', folder=folder, given=handed(workspace)
    )
    assert done.returncode == 0, done.stderr
    return folder


def refusals(workspace: Workspace) -> list[str]:
    """What a lecturer reads of what was not taken in; nothing was."""
    found = collect(workspace, ASSIGNMENT, None)
    assert received_at(workspace, ASSIGNMENT) == {}
    assert [receipt for receipt in found if receipt.accepted] == []
    return [f"{receipt.student}: {receipt.remark}" for receipt in found]


def test_what_a_student_puts_there_is_theirs(class_of_two: Workspace, inbound: Path) -> None:
    put(class_of_two, AN, named(AN))
    put(class_of_two, BO, named(BO))
    assert [(r.student, r.accepted, r.remark) for r in collect(class_of_two, ASSIGNMENT, None)] == [
        (AN, True, ""),
        (BO, True, ""),
    ]
    assert collect(class_of_two, ASSIGNMENT, None) == [], "what was seen is not told again"


INTRUSIONS = {
    "who is not in the class": (STRANGER, "true"),
    "a classmate": (BO, "true"),
    "a classmate, with a later moment": (BO, "true"),
    "a classmate with a secret": (BO, 'printf geheim > "$folder/submission_secret.txt"'),
    "a classmate with a stamp": (BO, 'printf "2026-01-01 09:00:00 UTC" > "$folder/timestamp.txt"'),
    "a classmate with two notebooks": (BO, 'cp "$given" "$folder/twee.ipynb"'),
    "a folder that everyone may write in": (STRANGER, 'chmod 777 "$folder"'),
    "a folder of a group": (BO, 'chmod 2775 "$folder"'),
}


@pytest.mark.parametrize("how", INTRUSIONS)
def test_nobody_hands_in_for_somebody_else(how: str, class_of_two: Workspace, inbound: Path) -> None:
    user, script = INTRUSIONS[how]
    put(class_of_two, user, named(AN, timedelta(days=how.endswith("later moment"))), script)
    told = f"{AN}: dit is ingeleverd door {user} op naam van {AN}. Vraag beiden wat er gebeurde."
    assert refusals(class_of_two) == [told]


def test_who_is_not_in_the_class_does_not_replace_a_good_submission(class_of_two: Workspace, inbound: Path) -> None:
    put(class_of_two, AN, named(AN))
    collect(class_of_two, ASSIGNMENT, None)
    before = received_at(class_of_two, ASSIGNMENT)
    fuller = 'sed \'s/"source": \\[/&"veel meer woorden", /\' "$given" > "$folder"/5-politiserend.ipynb'
    put(class_of_two, STRANGER, named(AN, tail="y"), fuller)
    (receipt,) = collect(class_of_two, ASSIGNMENT, None)
    assert not receipt.accepted
    assert f"ingeleverd door {STRANGER} op naam van {AN}" in receipt.remark
    assert received_at(class_of_two, ASSIGNMENT) == before


def test_a_user_without_a_name_on_this_machine_is_nobody(class_of_two: Workspace, inbound: Path) -> None:
    folder = put(class_of_two, AN, named(AN))
    for file in (folder, *folder.iterdir()):
        os.chown(file, 54_321, -1)
    assert refusals(class_of_two) == [
        f"{AN}: dit is ingeleverd door gebruiker 54321 op naam van {AN}. Vraag beiden wat er gebeurde."
    ]


SLIPPED_IN = {
    "another's notebook": 'cp "$given" "$folder/erbij.ipynb"',
    "another's notebook in place of one's own": 'cd "$folder" && mv *.ipynb weg && cp "$given" .',
    "another's secret": 'printf geheim > "$folder/submission_secret.txt"',
    "another's stamp": 'printf "2026-01-01 09:00:00 UTC" > "$folder/timestamp.txt"',
}


@pytest.mark.parametrize("how", SLIPPED_IN)
def test_what_others_slip_into_a_submission_is_named(how: str, class_of_two: Workspace, inbound: Path) -> None:
    folder = put(class_of_two, AN, named(AN), 'chmod 777 "$folder"')  # as nbgrader leaves it
    done = as_user(BO, SLIPPED_IN[how], folder=folder, given=handed(class_of_two))
    assert done.returncode == 0, done.stderr
    assert f"dit is ingeleverd door {BO} op naam van {AN}" in "".join(
        receipt.remark for receipt in collect(class_of_two, ASSIGNMENT, None)
    )
    submitted = class_of_two.root / "submitted" / AN / ASSIGNMENT / "submission_secret.txt"
    assert not submitted.exists(), "with it, feedback is fetched"


ODD = {
    "no notebook": ('rm "$folder"/*.ipynb', "hier zit geen notebook in"),
    "a link to a notebook": (
        'rm "$folder"/*.ipynb && ln -s "$given" "$folder/5-politiserend.ipynb"',
        "kan niet worden geopend",
    ),
    "a pipe": ('rm "$folder"/*.ipynb && mkfifo "$folder/5-politiserend.ipynb"', "dit is geen gewoon bestand"),
    "a folder": ('rm "$folder"/*.ipynb && mkdir "$folder/5-politiserend.ipynb"', "dit is geen gewoon bestand"),
    "half a notebook": ('head -c 3000 "$given" > "$folder/5-politiserend.ipynb"', "wordt op dit moment ingeleverd"),
    "nothing yet": (': > "$folder/5-politiserend.ipynb"', "wordt op dit moment ingeleverd"),
    "a word document": ('printf "PK\\003\\004" > "$folder/5-politiserend.ipynb"', "geen notebook"),
    "a link to a folder": ('mv "$folder" /tmp/$$ && ln -s /tmp/$$ "$folder"', "dit is geen map"),
    "a file": ('rm -r "$folder" && cp "$given" "$folder"', "dit is geen map"),
    "a stamp that is a link": (
        'ln -s /etc/hostname "$folder/timestamp.txt"',
        "timestamp.txt: dit kan niet worden geopend",
    ),
}


@pytest.mark.parametrize("how", ODD)
def test_what_cannot_be_taken_in_is_named_and_stops_nobody(how: str, class_of_two: Workspace, inbound: Path) -> None:
    script, told = ODD[how]
    put(class_of_two, AN, named(AN), script)
    put(class_of_two, BO, named(BO))
    found = {receipt.student: receipt for receipt in collect(class_of_two, ASSIGNMENT, None)}
    assert found[BO].accepted
    assert not found[AN].accepted
    assert told in found[AN].remark
    assert set(received_at(class_of_two, ASSIGNMENT)) == {BO}


def test_what_one_student_puts_there_without_end_has_a_limit_and_the_others_arrive(
    class_of_two: Workspace, inbound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = handed(class_of_two).stat().st_size
    monkeypatch.setattr("sowcourse.budget.SUBMISSION_BYTES", 3 * size)
    for number in range(6):  # each another text, so that each would be kept
        other = f'sed \'s/"source": \\[/&"woord {number}", /\' "$given" > "$folder"/5-politiserend.ipynb'
        put(class_of_two, AN, named(AN, tail=str(number)), other)
    put(class_of_two, BO, named(BO, timedelta(seconds=1)))
    found = collect(class_of_two, ASSIGNMENT, None)
    assert [receipt.student for receipt in found if "meer binnen dan we openen" in receipt.remark] == [AN]
    assert len(list((class_of_two.root / "ontvangen" / ASSIGNMENT / AN).glob("*.ipynb"))) == 2
    assert BO in received_at(class_of_two, ASSIGNMENT)


def test_what_everybody_put_there_together_has_a_limit_and_what_is_not_read_is_named(
    class_of_two: Workspace, inbound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(class_of_two, AN, named(AN))
    put(class_of_two, BO, named(BO, timedelta(seconds=1)))
    monkeypatch.setattr("sowcourse.budget.DELIVERY_BYTES", handed(class_of_two).stat().st_size)
    found = {receipt.student: receipt.remark for receipt in collect(class_of_two, ASSIGNMENT, None)}
    assert found[AN] == ""
    assert "hier is niet meer aan toegekomen" in found[BO]
    assert set(received_at(class_of_two, ASSIGNMENT)) == {AN}


def test_a_name_that_a_terminal_would_obey_is_shown_without_what_it_obeys(
    class_of_two: Workspace, inbound: Path
) -> None:
    put(class_of_two, STRANGER, named("\x1b[2Jvreemd\n[red]"))
    (inbound / os.fsdecode(b"\xff\xfe+" + named("x").partition("+")[2].encode())).mkdir()
    told = [receipt.name for receipt in collect(class_of_two, ASSIGNMENT, None)]
    assert sorted(told) == sorted(["uitwisseling: �[2Jvreemd�[red]", "uitwisseling: ��"])
    assert all(name.isprintable() for name in told)


# The moment ---------------------------------------------------------------------------------------------------------

CLAIMS = {
    "in the name of the folder": ("2026-01-01 09:00:00.000000 UTC", ""),
    "in its stamp": ("", 'printf "2026-01-01 09:00:00 UTC" > "$folder/timestamp.txt"'),
    "in both": ("2026-01-01 09:00:00.000000 UTC", 'printf "2026-01-01 09:00:00 UTC" > "$folder/timestamp.txt"'),
    "in the times of the files": ("", 'touch -d 2026-01-01 "$folder"/* "$folder"'),
    "in a copy that kept its times": (
        "",
        'cd "$folder" && touch -d 2020-01-01 *.ipynb && cp -p *.ipynb oud.ipynb',
    ),
    "in the first year there is": ("1970-01-01 00:00:00.000000 UTC", ""),
}


@pytest.mark.parametrize("how", CLAIMS)
def test_a_moment_is_never_earlier_than_the_file_system_knows(how: str, class_of_two: Workspace, inbound: Path) -> None:
    named_moment, script = CLAIMS[how]
    before = datetime.now(UTC).replace(microsecond=0)
    put(class_of_two, AN, f"{AN}+{ASSIGNMENT}+{named_moment}+x" if named_moment else named(AN), script)
    found = collect(class_of_two, ASSIGNMENT, None)
    assert before <= received_at(class_of_two, ASSIGNMENT)[AN] <= datetime.now(UTC)
    claims = bool(named_moment) or "timestamp" in script
    assert ("volgens de schijf kwam het" in found[0].remark) == claims
    assert all(receipt.accepted for receipt in found[:1])


def test_what_is_changed_after_handing_in_came_when_it_was_changed(class_of_two: Workspace, inbound: Path) -> None:
    folder = put(class_of_two, AN, named(AN, timedelta(hours=-3)))
    changed = (folder / f"{ASSIGNMENT}.ipynb").stat().st_ctime
    (receipt,) = collect(class_of_two, ASSIGNMENT, None)
    assert received_at(class_of_two, ASSIGNMENT)[AN] == datetime.fromtimestamp(int(changed), UTC)
    assert receipt.accepted
    assert "zegt zelf dat het" in receipt.remark
    assert "sowcourse extend" in receipt.remark


# The doors ----------------------------------------------------------------------------------------------------------


def test_after_releasing_no_student_takes_a_class_or_a_submission_away(class_of_two: Workspace, inbound: Path) -> None:
    mine = put(class_of_two, AN, named(AN))
    for place in (class_of_two.exchange / "klas", mine):
        done = as_user(BO, 'mv "$place" "$place.weg"', place=place)
        assert done.returncode != 0
        assert place.is_dir()
    assert list(open_doors(class_of_two.exchange)) == []


DOORS = {
    "the root": ("", 0o777, "chmod +t", "kan ook wegnemen of vervangen"),
    "the class": ("klas", 0o777, "chmod +t", "kan ook wegnemen of vervangen"),
    "inbound": ("klas/inbound", 0o733, "chmod +t", "kan ook wegnemen of vervangen"),
    "inbound, listed": ("klas/inbound", 0o1737, "chmod o-r", "wie wanneer inleverde"),
    "outbound": ("klas/outbound", 0o777, "chmod o-w", "veranderen wat jij studenten geeft"),
    "an assignment": (f"klas/outbound/{ASSIGNMENT}", 0o777, "chmod o-w", "veranderen wat jij studenten geeft"),
    "a root of a group": ("", 0o2777, "chmod +t", "kan ook wegnemen of vervangen"),
    "above the root": ("..", 0o777, "chmod +t", "kan ook wegnemen of vervangen"),
}


@pytest.mark.parametrize("door", DOORS)
def test_controle_names_a_door_that_is_too_wide_and_what_it_says_to_type_closes_it(
    door: str, class_of_two: Workspace, settings: Path, tmp_path: Path
) -> None:
    part, mode, typed, told = DOORS[door]
    root = class_of_two.exchange
    place = (root / part).resolve()
    before = stat.S_IMODE(place.stat().st_mode)
    settings.write_text(f"c = get_config()\nc.Exchange.root = {str(root)!r}\n", encoding="utf-8")
    place.chmod(mode)
    try:
        (finding,) = (found for found in diagnosed(tmp_path) if not found.sound)
        assert told in finding.told
        assert finding.told.startswith(f"{place}: ")
        assert f"(modus {mode:04o}, van root)" in finding.told
        assert finding.remedy.endswith(f"{typed} {shlex.quote(str(place))}")
        subprocess.run(finding.remedy.partition("typen: ")[2], shell=True, check=True)
        assert all(found.sound for found in diagnosed(tmp_path))
    finally:
        place.chmod(before)


def diagnosed(work: Path) -> list[Finding]:
    return list(of_exchange(work))


def test_controle_in_a_cohort_looks_at_its_exchange_and_elsewhere_at_none(
    class_of_two: Workspace, settings: Path, tmp_path: Path
) -> None:
    assert [found.told for found in diagnosed(class_of_two.root)] == [str(class_of_two.exchange)]
    assert [found.told for found in diagnosed(tmp_path)] == ["geen ingesteld: je levert in via je leeromgeving"]


@pytest.mark.parametrize("part", ["", "inbound", "outbound", "feedback"])
def test_a_class_folder_that_somebody_else_made_is_refused_by_name(
    part: str, class_of_two: Workspace, inbound: Path
) -> None:
    put(class_of_two, AN, named(AN))
    place = class_of_two.exchange / "klas" / part
    made = not place.exists()
    place.mkdir(exist_ok=True)
    os.chown(place, USERS[BO], -1)
    try:
        for step in (lambda: collect(class_of_two, ASSIGNMENT, None), lambda: release(class_of_two, ASSIGNMENT)):
            with pytest.raises(CohortError, match=rf"in de uitwisseling is niet van jou, maar van {BO}\. Er is niets"):
                step()
        assert received_at(class_of_two, ASSIGNMENT) == {}
    finally:
        os.chown(place, 0, -1)
        if made:
            place.rmdir()
