"""The gradebook's database, emptied of one student or of everyone, so that nothing stays behind in it.

Works on nbgrader's tables as they stand, also in a backup of an earlier version, in a file or on a server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sowcourse.errors import CohortError
from sowcourse.gradebook.giver import TABLE
from sowcourse.trouble import brief

SQLITE = b"SQLite format 3\x00"
"""How a file begins that holds such a database."""


def address(file: Path) -> str:
    """The address of a database in a file."""
    return f"sqlite:///{file}"


def forget_student(database: str, student: str, mask: Callable[[str], str]) -> int:
    """Delete a student with everything handed in, mask what other rows say, and give back the space.

    Parameters: mask – a text of somebody else's row without what points at this student.
    Returns: number of rows deleted or masked.
    Raises: CohortError when somebody is using the database.
    """
    from sqlalchemy import delete, select

    with _opened(database) as (connection, tables):
        changed = 0
        if {"student", "submitted_assignment", "submitted_notebook"} <= set(tables):
            work, books = tables["submitted_assignment"], tables["submitted_notebook"]
            theirs = select(work.c.id).where(work.c.student_id == student)
            notebooks = select(books.c.id).where(books.c.assignment_id.in_(theirs))
            if TABLE in tables and "grade" in tables:
                grades = select(tables["grade"].c.id).where(tables["grade"].c.notebook_id.in_(notebooks))
                changed += connection.execute(
                    delete(tables[TABLE]).where(tables[TABLE].c.grade_id.in_(grades))
                ).rowcount
            for name in ("comment", "grade"):
                if name in tables:
                    table = tables[name]
                    changed += connection.execute(delete(table).where(table.c.notebook_id.in_(notebooks))).rowcount
            for table, chosen in (
                (books, books.c.assignment_id.in_(theirs)),
                (work, work.c.student_id == student),
                (tables["student"], tables["student"].c.id == student),
            ):
                changed += connection.execute(delete(table).where(chosen)).rowcount
        changed += _mask(connection, tables, mask)
        connection.commit()
    _compact(database)
    return changed


def forget_everyone(database: str) -> None:
    """Take every table away. Raises: CohortError when somebody is using the database."""
    from sqlalchemy import MetaData

    with _opened(database) as (connection, _):
        known = MetaData()
        known.reflect(connection)
        known.drop_all(connection)
        connection.commit()
    _compact(database)


def places(database: str, points: Callable[[str], bool]) -> list[str]:
    """Tables and columns with a text that points at somebody."""
    from sqlalchemy import select

    with _opened(database) as (connection, tables):
        found = set()
        for name, table in tables.items():
            for row in connection.execute(select(table)).mappings():
                found |= {
                    f"{name}.{column}" for column, value in row.items() if isinstance(value, str) and points(value)
                }
        return sorted(found)


def tables_left(database: str) -> list[str]:
    """The names of its tables."""
    with _opened(database) as (_, tables):
        return sorted(tables)


@contextmanager
def _opened(database: str) -> Iterator[tuple[Any, dict[str, Any]]]:
    from sqlalchemy import MetaData, create_engine, text
    from sqlalchemy.exc import OperationalError

    engine = create_engine(database)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.execute(text("PRAGMA secure_delete = ON"))
            known = MetaData()
            known.reflect(connection)
            yield connection, {table.name: table for table in known.sorted_tables}
    except OperationalError as error:
        raise CohortError(
            f"{database.rpartition('/')[2]}: het puntenboek is niet bereikbaar of in gebruik. Sluit formgrader en "
            f"andere opdrachten, en voer dit opnieuw uit: het gaat verder waar het was. ({brief(error)})"
        ) from error
    finally:
        engine.dispose()


def _mask(connection: Any, tables: dict[str, Any], mask: Callable[[str], str]) -> int:
    from sqlalchemy import and_, select, update

    changed = 0
    for table in tables.values():
        keys = list(table.primary_key.columns)
        for row in connection.execute(select(table)).mappings().all() if keys else []:
            new = {name: mask(value) for name, value in row.items() if isinstance(value, str)}
            new = {name: value for name, value in new.items() if value != row[name]}
            if new:
                connection.execute(update(table).where(and_(*(key == row[key.name] for key in keys))).values(**new))
                changed += 1
    return changed


def _compact(database: str) -> None:
    """Write the tables anew, so that deleted rows are not merely marked as free."""
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import OperationalError

    engine = create_engine(database, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
                connection.execute(text("VACUUM"))
            else:
                connection.execute(text("VACUUM FULL"))
    except OperationalError as error:
        raise CohortError(
            f"{database.rpartition('/')[2]}: het puntenboek is in gebruik. Sluit formgrader en voer dit opnieuw uit."
        ) from error
    finally:
        engine.dispose()
