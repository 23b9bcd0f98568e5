"""What somebody types to know which sowcourse this is: the first thing that is asked of who asks for help."""

from __future__ import annotations

import contextlib

from rich.console import Console

from sowcourse import __version__


def version() -> None:
    """Zeg welke versie er staat: van sowcourse, de cursus, de opdrachten en het cohort waarin je staat."""
    from sowcourse.content import lecturers_root, read_toml, shipped_course
    from sowcourse.errors import CohortError, ContentError

    console = Console(markup=False, highlight=False, soft_wrap=True)
    console.print(f"sowcourse {__version__}")
    console.print(f"cursus {read_toml(shipped_course() / 'course.toml').text('version')}, in {shipped_course()}")
    try:
        console.print(f"opdrachten {__version__}, in {lecturers_root() / 'assignments'}")
    except ContentError as error:
        console.print(f"opdrachten: {error.fault}")
    from sowcourse.cohort.workspace import open_workspace

    with contextlib.suppress(CohortError):  # most people stand in no cohort, and that is fine
        cohort = open_workspace()
        console.print(f"cohort {cohort.label}, gemaakt met of bijgewerkt naar versie {cohort.version}")
