"""Every address of Kantoor: the page that stands there, and what its buttons do. A new page is a line here."""

from __future__ import annotations

from sowcourse.office.asked import Route
from sowcourse.office.cohort_page import cohort
from sowcourse.office.cohorts import cohorts
from sowcourse.office.static_page import nowhere, static

COHORT = r"cohort/([^/]+)"
ASSIGNMENT = rf"{COHORT}/opdracht/([^/]+)"

ROUTES: tuple[Route, ...] = (
    Route(r"static/([^/]+)", static),
    Route("", cohorts),
    Route(COHORT, cohort),
    Route(r".*", nowhere),
)
"""The first that fits is taken; below `/kantoor`."""
