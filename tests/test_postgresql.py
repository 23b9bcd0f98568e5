"""The whole cycle on a real PostgreSQL server gives what a file gives."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine, select, text

from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.cycle import collect, grade, release
from sowcourse.errors import CohortError, GradingError
from sowcourse.gradebook.enrolment import enrol
from sowcourse.gradebook.gradebook import Given, Mark, mark, mark_all, results
from sowcourse.gradebook.pile import read_pile
from sowcourse.gradebook.recorder import Recorder
from sowcourse.gradebook.scores import read_scores
from sowcourse.records.database import tables_left
from sowcourse.records.erasure import erase_cohort, erase_student
from tests.lecturers import an_and_bo, race

ASSIGNMENT = "5-politiserend"


def programs() -> Path:
    """The folder of PostgreSQL's programs."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb"), *filter(None, [shutil.which("initdb")])]
    assert found, "PostgreSQL is needed for this test (Debian: apt-get install postgresql)"
    return Path(found[-1]).resolve().parent


@pytest.fixture(scope="module")
def place() -> Iterator[str]:
    """The address of a server of our own, without a database."""
    folder = Path(tempfile.mkdtemp(prefix="sowcourse-pg-", dir="/tmp"))
    user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    as_user = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
    shutil.chown(folder, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        command = [str(programs() / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=folder, **as_user)  # type: ignore[call-overload]

    run("initdb", "-D", str(data), "-A", "trust", "-U", "klas", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql+psycopg://klas@127.0.0.1:{port}"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder)


def sql(address: str, *statements: str) -> None:
    """Run statements that do not go in a transaction."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def server(place: str) -> Iterator[str]:
    """The address of an empty database."""
    sql(f"{place}/postgres", "CREATE DATABASE najaar")
    yield f"{place}/najaar"
    sql(f"{place}/postgres", "DROP DATABASE najaar WITH (FORCE)")


def test_release_collect_grade_mark_and_results_work_on_postgresql(server: str, tmp_path: Path) -> None:
    (tmp_path / "klas.csv").write_text("nummer,naam\n001,An De Smet\n002,Bo Maes\n", encoding="utf-8")
    workspace = create("najaar", tmp_path / "klas.csv", tmp_path, database=server)
    assert open_workspace(workspace.root).gradebook == server
    release(workspace, ASSIGNMENT)
    lms = tmp_path / "lms"
    lms.mkdir()
    shutil.copyfile(workspace.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", lms / f"001_{ASSIGNMENT}.ipynb")
    shutil.copyfile(workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", lms / f"002_{ASSIGNMENT}.ipynb")
    collect(workspace, ASSIGNMENT, lms)
    grade(workspace, ASSIGNMENT, lambda done, total: None)
    mark(workspace, ASSIGNMENT, "001", "uitleg-val", 5.5, "Helder, en met de bron erbij: «één» getal.")
    with pytest.raises(GradingError, match=r"op .* gaf .* hier 5,5 punten \(«Helder"):
        mark_all(workspace, ASSIGNMENT, [Mark("001", "uitleg-val", 2, over=Given(None, ""))])
    with an_and_bo() as both:
        race(workspace, both, [["001", "reflectie"]], times=8, seed=1)
        an, bo = both
        about = {"root": str(workspace.root), "student": "001", "cell": "reflectie"}
        seen = bo.does("look", **about)
        then = {"do": "mark", **about, "points": 9, "seen": seen}
        an.ask("doomed", place="sowcourse.gradebook.gradebook", name="note", then=then)
        os.kill(an.hear()["process"], signal.SIGKILL)
        assert an.hear() == {"killed_by": signal.SIGKILL}
        assert bo.does("mark", **about, points=3.5, seen=seen)["recorded"], "the server let go of what An held"
    mark(workspace, ASSIGNMENT, "001", "reflectie", 0)
    (pile,) = read_pile(workspace, ASSIGNMENT, "uitleg-val").values()
    assert (pile["001"].waiting, pile["001"].score, bool(pile["001"].moment)) == (False, 5.5, True)
    assert pile["002"].untouched
    assert len(read_pile(workspace, ASSIGNMENT)) == 4
    assert {student for _, student in read_scores(workspace, [ASSIGNMENT], "002")} == {"002"}
    found = results(workspace, ASSIGNMENT)
    assert (found["001"].score(False), found["002"].score(False)) == (10, 0)
    assert found["001"].score(True) == 5.5
    assert not (workspace.root / "gradebook.db").exists()


def test_an_address_that_we_do_not_know_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    (tmp_path / "klas.csv").write_text("nummer,naam\n001,An De Smet\n", encoding="utf-8")
    with pytest.raises(CohortError, match=r"mysql://x: dit adres van een puntenboek kennen we niet"):
        create("najaar", tmp_path / "klas.csv", tmp_path, database="mysql://x")
    assert not (tmp_path / "najaar").exists()


def test_a_student_and_then_the_class_are_erased_from_the_server_and_its_files(server: str, tmp_path: Path) -> None:
    (tmp_path / "klas.csv").write_text("nummer,naam\nu7654321,Jaouad El Idrissi\nu7654322,Bo Maes\n", encoding="utf-8")
    workspace = create("najaar", tmp_path / "klas.csv", tmp_path, database=server)
    release(workspace, ASSIGNMENT)
    lms = tmp_path / "lms"
    lms.mkdir()
    for student in workspace.students():
        given = workspace.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        shutil.copyfile(given, lms / f"{student}_{ASSIGNMENT}.ipynb")
    collect(workspace, ASSIGNMENT, lms)
    grade(workspace, ASSIGNMENT, lambda done, total: None)
    mark(workspace, ASSIGNMENT, "u7654321", "uitleg-val", 5, "Dag Jaouad.")
    mark(workspace, ASSIGNMENT, "u7654322", "uitleg-val", 4, "Zie u7654321.")
    assert b"u7654321" in stored(server)
    erase_student(workspace, "u7654321")
    assert b"u7654321" not in stored(server)
    assert b"Idrissi" not in stored(server)
    kept = results(workspace, ASSIGNMENT)
    assert list(kept) == ["u7654322"]
    assert kept["u7654322"].score(True) == 4
    assert next(cell.comment for cell in kept["u7654322"].cells if cell.cell == "uitleg-val") == "Zie [gewist]."
    erase_cohort(workspace)
    assert tables_left(server) == []
    assert not workspace.root.exists()


def stored(server: str) -> bytes:
    """What the server's files hold of our tables, in bytes."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
        query = "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't') AND relfilenode <> 0"
        names = [name for (name,) in connection.execute(text(query)) if name]
    engine.dispose()
    return b"".join((folder / name).read_bytes() for name in names if name.startswith("base/"))


# One database, one cohort ------------------------------------------------------------------------------------------


@pytest.fixture
def cohort(server: str, tmp_path: Path) -> Workspace:
    """A cohort with one student."""
    (tmp_path / "klas.csv").write_text("nummer,naam\n001,An De Smet\n", encoding="utf-8")
    workspace = create("klas-a", tmp_path / "klas.csv", tmp_path, database=server)
    enrol(workspace)
    return workspace


def rows(server: str) -> dict[str, list[str]]:
    """Everything in the database."""
    engine = create_engine(server)
    known = MetaData()
    with engine.connect() as connection:
        known.reflect(connection)
        found = {table.name: sorted(map(str, connection.execute(select(table)))) for table in known.sorted_tables}
    engine.dispose()
    return found


def points_to(folder: Path, server: str) -> Workspace:
    """A cohort whose lecturer wrote this address in `cohort.toml`."""
    with (folder / "cohort.toml").open("a", encoding="utf-8") as stream:
        stream.write(f'puntenboek = "{server}"\n')
    return open_workspace(folder)


def refused(workspace: Workspace) -> str:
    """Why nothing can be done with this cohort: the same whatever one tries."""
    told = set()
    for attempt in (
        lambda: enrol(workspace),
        lambda: results(workspace, ASSIGNMENT),
        lambda: mark(workspace, ASSIGNMENT, "001", "uitleg-val", 1),
        lambda: Recorder(workspace.root, ASSIGNMENT).__enter__(),
        lambda: erase_student(workspace, "001"),
        lambda: erase_cohort(workspace),
    ):
        with pytest.raises(CohortError) as error:
            attempt()
        told.add(str(error.value))
    (sentence,) = told
    assert "Er is niets gelezen of geschreven. Maak een lege database (createdb NAAM)" in sentence
    return sentence


@pytest.mark.parametrize("name", ["klas-b", "klas-a"])
def test_a_second_cohort_on_a_used_database_is_refused_before_anything_is_made(
    name: str, cohort: Workspace, server: str, tmp_path: Path
) -> None:
    before = rows(server)
    (tmp_path / "elders").mkdir()
    with pytest.raises(CohortError, match=r"staat al iets \(het cohort «klas-a»\)\. .* Er is niets gemaakt\. Maak een"):
        create(name, tmp_path / "klas.csv", tmp_path / "elders", database=server)
    assert list((tmp_path / "elders").iterdir()) == []
    assert rows(server) == before


def test_tables_of_another_program_are_refused_and_a_password_is_not_shown(server: str, tmp_path: Path) -> None:
    (tmp_path / "klas.csv").write_text("nummer,naam\n001,An De Smet\n", encoding="utf-8")
    sql(server, "CREATE TABLE bestellingen (nummer TEXT)")
    secret = server.replace("klas@", "klas:geheim@")
    with pytest.raises(CohortError, match=r"klas:\*\*\*@.*staat al iets \(bestellingen\)"):
        create("klas-a", tmp_path / "klas.csv", tmp_path, database=secret)
    assert not (tmp_path / "klas-a").exists()


@pytest.mark.parametrize("address", ["postgresql+psycopg://klas@127.0.0.1:9/x", "{place}/bestaat-niet"])
def test_a_server_or_database_that_is_not_there_is_said_before_anything_is_made(
    address: str, place: str, tmp_path: Path
) -> None:
    (tmp_path / "klas.csv").write_text("nummer,naam\n001,An De Smet\n", encoding="utf-8")
    with pytest.raises(CohortError, match=r"hier antwoordt geen database \(.*\)\. Controleer het adres"):
        create("klas-a", tmp_path / "klas.csv", tmp_path, database=address.format(place=place))
    assert not (tmp_path / "klas-a").exists()


def test_a_cohort_on_its_own_database_opens_again_and_so_does_one_from_before_we_kept_whose_it_is(
    cohort: Workspace, server: str
) -> None:
    for _ in range(2):
        enrol(open_workspace(cohort.root))
    sql(server, "DROP TABLE sowcourse_cohort")
    enrol(open_workspace(cohort.root))
    assert [row for row in rows(server)["sowcourse_cohort"] if str(cohort.root) in row]
    assert len(rows(server)["student"]) == 1


@pytest.mark.parametrize("from_before", [False, True])
def test_an_address_of_another_cohort_written_by_hand_is_refused_at_every_step(
    from_before: bool, cohort: Workspace, server: str, tmp_path: Path
) -> None:
    if from_before:
        sql(server, "DROP TABLE sowcourse_cohort")
    before = rows(server)
    other = points_to(create("klas-b", tmp_path / "klas.csv", tmp_path).root, server)
    assert "is het puntenboek van het cohort «klas-a»" in refused(other)
    assert rows(server) == before
    assert other.root.is_dir()


def test_another_cohort_of_the_same_name_is_refused(cohort: Workspace, server: str, tmp_path: Path) -> None:
    before = rows(server)
    (tmp_path / "elders").mkdir()
    other = points_to(create("klas-a", tmp_path / "klas.csv", tmp_path / "elders").root, server)
    (other.root / "cohort.toml").write_text(
        re.sub(
            'gemaakt = ".*"', 'gemaakt = "2025-09-01T10:00:00+02:00"', (other.root / "cohort.toml").read_text("utf-8")
        ),
        "utf-8",
    )
    assert f"een ander cohort «klas-a», uit {cohort.root}" in refused(other)
    assert rows(server) == before


def test_a_copied_folder_is_refused_as_long_as_the_first_is_there_and_neither_is_harmed(
    cohort: Workspace, server: str, tmp_path: Path
) -> None:
    before = rows(server)
    copy = open_workspace(Path(shutil.copytree(cohort.root, tmp_path / "kopie")))
    assert f"ook het puntenboek van het cohort in {cohort.root}, waarvan dit een kopie is" in refused(copy)
    enrol(cohort)
    assert rows(server) == before


def test_a_folder_that_was_moved_or_put_back_from_a_backup_stays_the_same_cohort(
    cohort: Workspace, server: str, tmp_path: Path
) -> None:
    backup = Path(shutil.copytree(cohort.root, tmp_path / "reserve"))
    moved = cohort.root.rename(tmp_path / "verhuisd")
    enrol(open_workspace(moved))
    shutil.rmtree(moved)
    enrol(open_workspace(backup))
    assert [str(backup) in row for row in rows(server)["sowcourse_cohort"]] == [True]
    (tmp_path / "koppeling").symlink_to(backup)
    enrol(open_workspace(tmp_path / "koppeling"))


def test_a_copied_folder_with_a_copied_database_is_a_cohort_of_its_own(
    cohort: Workspace, server: str, place: str, tmp_path: Path
) -> None:
    sql(f"{place}/postgres", "DROP DATABASE IF EXISTS proef", "CREATE DATABASE proef TEMPLATE najaar")
    before = rows(server)
    copy = Path(shutil.copytree(cohort.root, tmp_path / "proef"))
    marker = copy / "cohort.toml"
    marker.write_text(marker.read_text("utf-8").replace("/najaar", "/proef"), "utf-8")
    enrol(open_workspace(copy))
    enrol(cohort)
    assert rows(server) == before
    assert [str(copy) in row for row in rows(f"{place}/proef")["sowcourse_cohort"]] == [True]
