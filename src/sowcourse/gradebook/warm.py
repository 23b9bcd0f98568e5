"""nbgrader takes seconds to load, once: this does it before somebody waits for it."""

from __future__ import annotations

from sowcourse.cohort.nbgrader import find_scripts


def warm_up() -> None:
    """Load what writing in a gradebook needs."""
    import nbgrader.api

    find_scripts()
    nbgrader.api.get_alembic_version()
