"""Every address of Kantoor: the page that stands there, and what its buttons do. A new page is a line here."""

from __future__ import annotations

from sowcourse.office import (
    author_page,
    collecting,
    comparing,
    grading,
    keeping,
    mark_page,
    marks_page,
    next_year,
    passback_page,
    picture_page,
    programme_page,
    releasing,
    returning,
    roster_page,
    terms,
    upgrade_page,
    versions,
)
from sowcourse.office.asked import Route
from sowcourse.office.assignment_page import assignment
from sowcourse.office.cohort_page import cohort
from sowcourse.office.cohorts import cohorts
from sowcourse.office.deadlines import deadlines, extensions, give, give_days, save, take_back
from sowcourse.office.files import file, overview
from sowcourse.office.founding import found, new
from sowcourse.office.static_page import nowhere, static

COHORT = r"cohort/([^/]+)"
ASSIGNMENT = rf"{COHORT}/opdracht/([^/]+)"

ROUTES: tuple[Route, ...] = (
    Route(r"static/([^/]+)", static, open=True),
    Route("", cohorts),
    Route("nieuw", new, {"maken": found}),
    Route("vergelijken", comparing.comparing, {"vergelijken": comparing.compare}),
    Route("vergelijken/blad", comparing.sheet),
    Route("bewaartermijnen", terms.terms, {"bewaren": terms.save, "wissen": terms.clear_due}),
    Route(COHORT, cohort),
    Route(f"{COHORT}/deadlines", deadlines, {"bewaren": save}),
    Route(f"{COHORT}/uitstel", extensions, {"geven": give, "dagen-geven": give_days, "intrekken": take_back}),
    Route(
        f"{COHORT}/klas",
        roster_page.roster,
        {"bekijken": roster_page.look, "doorvoeren": roster_page.change, "vorige": roster_page.previous},
    ),
    Route(f"{COHORT}/beeld", picture_page.cohort_pictures, {"bestand": picture_page.keep_cohort}),
    Route(f"{COHORT}/bijwerken", upgrade_page.upgrade, {"bijwerken": upgrade_page.move, "terug": upgrade_page.back}),
    Route(f"{COHORT}/volgend-jaar", next_year.next_year, {"maken": next_year.make}),
    Route(
        f"{COHORT}/bewaren",
        keeping.keeping,
        {
            "archiveren": keeping.archive,
            "inzien": keeping.look_into,
            "kopie": keeping.take_copy,
            "kiezen": keeping.choose,
            "wissen": keeping.erase,
            "stoppen": keeping.stop,
            "veel-wissen": keeping.erase_many,
        },
    ),
    Route(f"{COHORT}/bewaren/werk", keeping.progress),
    Route(f"{COHORT}/bewaren/([^/]+)", keeping.file),
    Route(
        f"{COHORT}/programma",
        programme_page.programme,
        {"studiewijzer": programme_page.guide, "toetsmatrijs": programme_page.blueprint},
    ),
    Route(f"{COHORT}/programma/([^/]+)", programme_page.file),
    Route(
        ASSIGNMENT,
        assignment,
        {
            "uitgeven": releasing.give_out,
            "ophalen": collecting.take,
            "uitwisseling": collecting.fetch,
            "momenten": collecting.moments,
            "van-wie": collecting.whose,
            "nakijken": grading.begin,
            "stoppen": grading.stop,
            "terugkoppeling": returning.make,
        },
    ),
    Route(f"{ASSIGNMENT}/beeld", picture_page.assignment_pictures, {"bestand": picture_page.keep_assignment}),
    Route(f"{ASSIGNMENT}/werk", grading.progress),
    Route(f"{ASSIGNMENT}/versies", versions.versions, {"kiezen": versions.count}),
    Route(f"{ASSIGNMENT}/overzicht", overview),
    Route(f"{ASSIGNMENT}/voorbeeld", returning.preview),
    Route(f"{ASSIGNMENT}/blad", returning.sheet),
    Route(
        f"{ASSIGNMENT}/punten",
        marks_page.marks,
        {"tabel": marks_page.table, "bekijken": marks_page.look, "schrijven": marks_page.write},
    ),
    Route(
        f"{ASSIGNMENT}/punten/leeromgeving",
        passback_page.show,
        {"bekijken": passback_page.look, "versturen": passback_page.give},
    ),
    Route(f"{ASSIGNMENT}/bestand/([^/]+)", file),
    *mark_page.routes(ASSIGNMENT),
    *author_page.routes(COHORT),
    Route(r".*", nowhere),
)
"""The first that fits is taken; below `/kantoor`."""
