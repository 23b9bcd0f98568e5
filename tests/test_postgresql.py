"""The whole cycle on a real PostgreSQL server gives what a file gives."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from sowcourse.cohort.workspace import create, open_workspace
from sowcourse.errors import CohortError, GradingError
from sowcourse.grading.cycle import collect, grade, release
from sowcourse.grading.gradebook import Given, Mark, mark, mark_all, results
from sowcourse.records.database import tables_left
from sowcourse.records.erasure import erase_cohort, erase_student

ASSIGNMENT = "5-politiserend"


def programs() -> Path:
    """The folder of PostgreSQL's programs."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb"), *filter(None, [shutil.which("initdb")])]
    assert found, "PostgreSQL is needed for this test (Debian: apt-get install postgresql)"
    return Path(found[-1]).resolve().parent


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of an empty database on a server of our own."""
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
        run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "klas", "najaar")
        yield f"postgresql+psycopg://klas@127.0.0.1:{port}/najaar"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder)


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
    with pytest.raises(GradingError, match=r"iemand anders gaf intussen 5,5 punten \(«Helder"):
        mark_all(workspace, ASSIGNMENT, [Mark("001", "uitleg-val", 2, over=Given(None, ""))])
    code = (
        "import sys; from pathlib import Path; from sowcourse.cohort.workspace import open_workspace;"
        "from sowcourse.grading.gradebook import Given, Mark, mark_all;"
        f"mark_all(open_workspace(Path({str(workspace.root)!r})), {ASSIGNMENT!r},"
        "[Mark('001', 'reflectie', float(sys.argv[1]), over=Given(None, ''))])"
    )
    two = [
        subprocess.Popen([sys.executable, "-c", code, number], stderr=subprocess.PIPE, text=True)
        for number in ("3", "4")
    ]
    errors = [process.communicate(timeout=120)[1] for process in two]
    (late,) = (place for place, process in enumerate(two) if process.returncode)
    assert f"iemand anders gaf intussen {4 - late} punten" in errors[late], errors
    cells = {cell.cell: cell.score for cell in results(workspace, ASSIGNMENT)["001"].cells}
    assert cells["reflectie"] == 4 - late
    mark(workspace, ASSIGNMENT, "001", "reflectie", 0)
    found = results(workspace, ASSIGNMENT)
    assert (found["001"].score(False), found["002"].score(False)) == (16, 0)
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
