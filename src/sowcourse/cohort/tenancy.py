"""One database on a server holds one cohort: two would write their points over each other's.

nbgrader keeps the name of a course in its table `course`; beside it we keep where the cohort's folder stands and when
it was made, because a copied folder has the same name and the same address.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sowcourse.cohort.making import MARKER
from sowcourse.cohort.nbgrader import find_scripts
from sowcourse.content import read_toml
from sowcourse.errors import CohortError, SowcourseError

TABLE = "sowcourse_cohort"
_NOT_A_COHORT = "default_course"
"""What nbgrader fills in when it is started outside a cohort."""
_OWN = (
    "Een cohort heeft een database voor zich alleen, anders schrijft het ene zijn punten over die van het andere. "
    "{state} Maak een lege database (createdb NAAM)"
)


@dataclass(frozen=True)
class Tenant:
    """The cohort that a database belongs to."""

    place: str
    """Its folder."""
    made: str
    """The moment in its `cohort.toml`."""
    database: str
    """The server's own number for the database; a copy of a database has another."""


def must_be_empty(address: str) -> None:
    """Refuse a database that holds anything.

    Raises: CohortError that names what is there, or when the server does not answer.
    """
    with _connected(address) as connection:
        tables = _tables(connection)
        if tables:
            told = f"het cohort «{'», «'.join(_courses(connection))}»" if "course" in tables else ", ".join(tables[:3])
            raise CohortError(
                f"{_shown(address)}: in deze database staat al iets ({told}). "
                f"{_OWN.format(state='Er is niets gemaakt.')} en geef dat adres op."
            )


def must_be_its_own(root: Path, name: str, address: str) -> None:
    """Refuse to work in a database that is another cohort's; an unused one, or one from before we kept this, is taken.

    A cohort whose folder was moved, or whose database was, stays the same cohort.
    Raises: CohortError that names the other cohort, or when the server does not answer.
    """
    made = read_toml(root / MARKER).text("gemaakt")
    with _connected(address) as connection:
        tables = _tables(connection)
        others = [course for course in _courses(connection) if course not in (name, _NOT_A_COHORT)] if tables else []
        if others:
            _refuse(root, address, f"het puntenboek van het cohort «{others[0]}»")
        here = Tenant(str(root.resolve()), made, _number(connection))
        kept = _tenant(connection) if TABLE in tables else None
        if kept and kept.made != made:
            _refuse(root, address, f"het puntenboek van een ander cohort «{name}», uit {kept.place}")
        if kept and kept.database == here.database and kept.place != here.place and _made_at(Path(kept.place)) == made:
            _refuse(root, address, f"ook het puntenboek van het cohort in {kept.place}, waarvan dit een kopie is")
    if kept != here:
        _take(address, name, here)


def _refuse(root: Path, address: str, whose: str) -> None:
    raise CohortError(
        f"{root / MARKER}: {_shown(address)} is {whose}. {_OWN.format(state='Er is niets gelezen of geschreven.')} "
        f"en zet haar adres achter «puntenboek» in {root / MARKER}."
    )


def _take(address: str, name: str, tenant: Tenant) -> None:
    from nbgrader.api import Gradebook

    find_scripts()
    Gradebook(address, name).close()  # its tables first: it takes a database with any table for one that has its own
    with _connected(address) as connection:
        from sqlalchemy import text

        connection.execute(
            text(
                f"CREATE TABLE IF NOT EXISTS {TABLE} (place TEXT PRIMARY KEY, made TEXT NOT NULL, number TEXT NOT NULL)"
            )
        )
        connection.execute(text(f"DELETE FROM {TABLE}"))
        values = {"place": tenant.place, "made": tenant.made, "number": tenant.database}
        connection.execute(text(f"INSERT INTO {TABLE} VALUES (:place, :made, :number)"), values)
        connection.commit()


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    from sqlalchemy import create_engine
    from sqlalchemy.exc import ArgumentError, OperationalError

    try:
        engine = create_engine(address)
    except (ArgumentError, ValueError) as error:
        raise CohortError(f"{address}: dit adres van een puntenboek kan niet worden gelezen.") from error
    except ModuleNotFoundError as error:
        raise CohortError("Voor --puntenboek is een pakket nodig. Installeer sowcourse[postgresql].") from error
    try:
        with engine.connect() as connection:
            yield connection
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise CohortError(
            f"{_shown(address)}: hier antwoordt geen database ({reason}). Controleer het adres, of vraag de beheerder."
        ) from error
    finally:
        engine.dispose()


def _tables(connection: Any) -> list[str]:
    from sqlalchemy import inspect

    return sorted(inspect(connection).get_table_names())


def _courses(connection: Any) -> list[str]:
    from sqlalchemy import text

    if "course" not in _tables(connection):
        return []
    return sorted(str(row[0]) for row in connection.execute(text("SELECT id FROM course")))


def _tenant(connection: Any) -> Tenant | None:
    from sqlalchemy import text

    row = connection.execute(text(f"SELECT place, made, number FROM {TABLE}")).first()
    return Tenant(*map(str, row)) if row else None


def _number(connection: Any) -> str:
    from sqlalchemy import text

    found = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
    return str(found)


def _made_at(folder: Path) -> str:
    """When the cohort in a folder was made; "" when there is none (any more)."""
    try:
        return read_toml(folder / MARKER).text("gemaakt")
    except (SowcourseError, OSError):
        return ""


def _shown(address: str) -> str:
    """An address without the password that should not stand in it."""
    from sqlalchemy import make_url

    return make_url(address).render_as_string(hide_password=True)
