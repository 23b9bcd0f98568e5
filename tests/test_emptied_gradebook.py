"""A gradebook's database without one student or without everybody: what stays in it, row by row and byte by byte."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sowcourse.errors import CohortError
from sowcourse.records import database
from sowcourse.records.database import address, forget_everyone, forget_student, places, tables_left

WORK = """
CREATE TABLE student (id TEXT PRIMARY KEY, name TEXT);
CREATE TABLE submitted_assignment (id TEXT PRIMARY KEY, student_id TEXT);
CREATE TABLE submitted_notebook (id TEXT PRIMARY KEY, assignment_id TEXT);
INSERT INTO student VALUES ('s1', 'Mila Peeters'), ('s2', 'Noor');
INSERT INTO submitted_assignment VALUES ('a1', 's1'), ('a2', 's2'), ('a3', 's1');
INSERT INTO submitted_notebook VALUES ('n1', 'a1'), ('n2', 'a2'), ('n3', 'a3'), ('n4', 'a1'), ('n5', 'a3');
"""
GRADES = """
CREATE TABLE grade (id TEXT PRIMARY KEY, notebook_id TEXT);
INSERT INTO grade VALUES ('g1', 'n1'), ('g2', 'n2'), ('g3', 'n3'), ('g4', 'n4'), ('g5', 'n5'), ('g6', 'n5');
"""
GIVEN = """
CREATE TABLE sowcourse_given (grade_id TEXT PRIMARY KEY, account TEXT);
INSERT INTO sowcourse_given VALUES ('g1', 'x'), ('g2', 'y');
"""
COMMENTS = """
CREATE TABLE comment (id TEXT PRIMARY KEY, notebook_id TEXT, said TEXT, seen INTEGER);
INSERT INTO comment VALUES ('c1', 'n1', 'Mooi.', 1), ('c2', 'n2', 'Met Mila Peeters.', 1), ('c3', 'n3', '', 0);
INSERT INTO comment VALUES ('c4', 'n2', 'Goed.', 2), ('c5', 'n2', 'Zoals Mila Peeters.', 3);
"""
MILA = "Mila Peeters"


def mask(text: str) -> str:
    return text.replace(MILA, "[gewist]")


def made(folder: Path, *scripts: str) -> str:
    """The address of a database in which these scripts were run."""
    with sqlite3.connect(folder / "punten.db") as book:
        for script in scripts:
            book.executescript(script if "PRAGMA" in script else f"BEGIN; {script} COMMIT;")  # one write to the disk
    book.close()
    return address(folder / "punten.db")


def rows(folder: Path) -> dict[str, list[str]]:
    """Of every table the first cell of each row, which tells it from the others."""
    with sqlite3.connect(folder / "punten.db") as book:
        tables = [name for (name,) in book.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {table: sorted(row[0] for row in book.execute(f"SELECT * FROM {table}")) for table in tables}
    book.close()
    return found


def said(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "punten.db") as book:
        found = [text for (text,) in book.execute("SELECT said FROM comment ORDER BY id")]
    book.close()
    return found


# One student ----------------------------------------------------------------------------------------------------------


def test_a_student_goes_from_every_table_with_who_gave_the_points_and_nobody_else_does(tmp_path: Path) -> None:
    book = made(tmp_path, WORK, GRADES, GIVEN, COMMENTS)
    rowed = {"given": 1, "comments": 2, "grades": 5, "notebooks": 4, "assignments": 2, "student": 1, "masked": 2}
    assert forget_student(book, "s1", mask) == sum(rowed.values())
    assert rows(tmp_path) == {
        "student": ["s2"],
        "submitted_assignment": ["a2"],
        "submitted_notebook": ["n2"],
        "grade": ["g2"],
        "sowcourse_given": ["g2"],
        "comment": ["c2", "c4", "c5"],
    }
    assert said(tmp_path) == ["Met [gewist].", "Goed.", "Zoals [gewist]."]
    assert forget_student(book, "s1", mask) == 0, "a second time there is nothing to do"


@pytest.mark.parametrize(
    ("scripts", "left", "changed"),
    [
        ([WORK], {}, 7),
        ([WORK, GRADES], {"grade": ["g2"]}, 12),
        ([WORK, COMMENTS], {"comment": ["c2", "c4", "c5"]}, 11),
        ([WORK, GIVEN], {"sowcourse_given": ["g1", "g2"]}, 7),
    ],
    ids=["no grades", "no comments", "no giver", "a giver of nothing"],
)
def test_a_gradebook_of_an_earlier_version_is_emptied_as_far_as_it_goes(
    tmp_path: Path, scripts: list[str], left: dict[str, list[str]], changed: int
) -> None:
    assert forget_student(made(tmp_path, *scripts), "s1", mask) == changed
    ours = {"student": ["s2"], "submitted_assignment": ["a2"], "submitted_notebook": ["n2"]}
    assert rows(tmp_path) == ours | left


def test_in_another_database_only_the_mention_goes(tmp_path: Path) -> None:
    other = """
    CREATE TABLE student (id TEXT PRIMARY KEY, name TEXT);
    INSERT INTO student VALUES ('s1', 'Mila Peeters'), ('s2', 'Noor');
    CREATE TABLE kept (one TEXT, two TEXT, words TEXT, number INTEGER, PRIMARY KEY (one, two));
    INSERT INTO kept VALUES ('a', 'b', 'Mila Peeters', 1), ('a', 'c', 'Noor', 2), ('d', 'b', NULL, 3);
    CREATE TABLE loose (words TEXT);
    INSERT INTO loose VALUES ('Mila Peeters');
    """
    assert forget_student(made(tmp_path, other), "s1", mask) == 2
    with sqlite3.connect(tmp_path / "punten.db") as book:
        assert list(book.execute("SELECT * FROM student ORDER BY id")) == [("s1", "[gewist]"), ("s2", "Noor")]
        assert list(book.execute("SELECT * FROM kept ORDER BY number")) == [
            ("a", "b", "[gewist]", 1),
            ("a", "c", "Noor", 2),
            ("d", "b", None, 3),
        ]
        assert list(book.execute("SELECT * FROM loose")) == [(MILA,)], "no row of it can be named; it is told"
    book.close()


def bytes_of(folder: Path) -> bytes:
    """All that stands in the files of a database, also in what it writes beside itself."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("punten.db*")))


@pytest.mark.parametrize("everybody", [False, True])
def test_what_was_deleted_stands_in_no_byte_any_more_also_while_somebody_reads(tmp_path: Path, everybody: bool) -> None:
    many = "".join(f"INSERT INTO grade VALUES ('m{n}', 'n1{'x' * 90}');" for n in range(300))
    book = made(tmp_path, "PRAGMA journal_mode = WAL;", WORK, GRADES, COMMENTS, many)
    reader = sqlite3.connect(tmp_path / "punten.db")
    reader.execute("PRAGMA wal_autocheckpoint = 0")
    assert reader.execute("SELECT count(*) FROM student").fetchall() == [(2,)]
    assert MILA.encode() in bytes_of(tmp_path)
    if everybody:
        forget_everyone(book)
    else:
        forget_student(book, "s1", mask)
    found = bytes_of(tmp_path)
    assert MILA.encode() not in found
    assert (b"Noor" in found) is not everybody
    reader.close()


def test_the_space_of_who_is_gone_is_given_back(tmp_path: Path) -> None:
    many = "".join(f"INSERT INTO comment VALUES ('m{n}', 'n1', '{'x' * 900}', 0);" for n in range(300))
    book = made(tmp_path, WORK, COMMENTS, many)
    before = (tmp_path / "punten.db").stat().st_size
    forget_student(book, "s1", mask)
    assert (tmp_path / "punten.db").stat().st_size < before / 4


def test_on_a_server_the_space_is_given_back_outside_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Server:
        """As much of PostgreSQL as is asked to give back space."""

        dialect = SimpleNamespace(name="postgresql")

        @contextmanager
        def connect(self) -> Iterator[Any]:
            yield SimpleNamespace(execute=lambda statement: asked.append(str(statement)))

        def dispose(self) -> None:
            asked.append("dispose")

    def create(place: str, isolation_level: str) -> Server:
        asked.extend([place, isolation_level])
        return Server()

    monkeypatch.setattr("sqlalchemy.create_engine", create)
    database._compact("postgresql://school/klas")
    assert asked == ["postgresql://school/klas", "AUTOCOMMIT", "VACUUM FULL", "dispose"]


# Everybody, and looking -----------------------------------------------------------------------------------------------


def test_of_everybody_no_table_stays(tmp_path: Path) -> None:
    book = made(tmp_path, WORK, GRADES, GIVEN, COMMENTS)
    assert tables_left(book) == [
        *("comment", "grade", "sowcourse_given", "student", "submitted_assignment", "submitted_notebook")
    ]
    forget_everyone(book)
    assert tables_left(book) == []
    assert b"Noor" not in bytes_of(tmp_path)


def test_where_somebody_is_named_is_told_by_table_and_column(tmp_path: Path) -> None:
    book = made(tmp_path, WORK, COMMENTS)
    assert places(book, lambda text: MILA in text) == ["comment.said", "student.name"]
    assert places(book, lambda text: text == "Noor") == ["student.name"]
    assert places(book, lambda text: text == "niemand") == []


# What the computer refuses --------------------------------------------------------------------------------------------


def test_a_gradebook_that_is_in_use_or_gone_is_named_with_what_to_do(tmp_path: Path) -> None:
    book = made(tmp_path, WORK, GRADES)
    before = rows(tmp_path)
    with sqlite3.connect(tmp_path / "punten.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        for act in (
            lambda: forget_student(f"{book}?timeout=0", "s1", mask),
            lambda: forget_everyone(f"{book}?timeout=0"),
        ):
            with pytest.raises(CohortError) as refused:
                act()
            assert str(refused.value) == (
                "punten.db?timeout=0: het puntenboek is niet bereikbaar of in gebruik. Sluit formgrader en andere "
                "opdrachten, en voer dit opnieuw uit: het gaat verder waar het was. (dit is in gebruik, in een ander "
                "venster of door iemand anders)"
            )
        with pytest.raises(CohortError) as refused:
            database._compact(f"{book}?timeout=0")
        assert str(refused.value) == (
            "punten.db?timeout=0: het puntenboek is in gebruik. Sluit formgrader en voer dit opnieuw uit."
        )
        other.execute("ROLLBACK")
    other.close()
    assert rows(tmp_path) == before
    with pytest.raises(CohortError, match=r"^punten\.db: het puntenboek is niet bereikbaar of in gebruik\."):
        tables_left(address(tmp_path / "weg" / "punten.db"))
