"""Every page of Kantoor and the author's room in Firefox and WebKitGTK: nobody is kept out, at any width or size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest

from sowcourse.gradebook.code import code_of_student
from sowcourse.gradebook.gradebook import Mark, mark_all
from sowcourse.office.routes import ROUTES
from sowcourse.skeleton.kind import WHOLE
from sowcourse.skeleton.manuscript import KINDS
from tests.browser.conftest import free_port
from tests.browser.engines import Engine, serious
from tests.browser.kantoor import Office
from tests.marking import ASSIGNMENT, STUDENTS, graded_class

COHORT = "cohort/klas"
TASK = f"{COHORT}/opdracht/{ASSIGNMENT}"
STUDENT = next(iter(STUDENTS))
LESSON = "5-politiserend"

PAGES = (
    "",
    "nieuw",
    "vergelijken",
    "bewaartermijnen",
    COHORT,
    *(f"{COHORT}/{name}" for name in ("deadlines", "uitstel", "klas", "beeld", "bijwerken", "volgend-jaar", "bewaren")),
    f"{COHORT}/programma",
    TASK,
    *(f"{TASK}/{name}" for name in ("beeld", "punten", "punten/leeromgeving", "beoordelen", "beoordelen/verschillen")),
    f"{TASK}/versies?student={STUDENT}",
    f"{TASK}/beoordelen/blind/vraag/product/{code_of_student(STUDENT, 'product')}",
    f"{TASK}/beoordelen/namen/student/{code_of_student(STUDENT, ASSIGNMENT)}",
    "schrijven",
    f"{COHORT}/schrijven",
    "schrijven/nieuwe-les",
    "schrijven/nieuwe-opdracht",
    f"schrijven/terugnemen/{LESSON}",
    f"schrijven/opbouw/{LESSON}",
    f"{COHORT}/schrijven/opbouw/{LESSON}",
    f"schrijven/casussen/{LESSON}",
    f"schrijven/casussen/{LESSON}/veertien-dossiers",
    f"schrijven/casussen/{LESSON}/veertien-dossiers/weg",
    f"{COHORT}/schrijven/casussen/{LESSON}",
    f"{COHORT}/schrijven/casussen/{LESSON}/veertien-dossiers",
    f"{COHORT}/schrijven/casussen/{LESSON}/veertien-dossiers/weg",
    *(f"schrijven/{kind}/{lesson}/{name}" for kind, lesson, name in (
        ("drempelmensen", "1-nabijheid", "omer"),
        ("forumvormen", LESSON, "nieuw"),
        ("codestappen", LESSON, "stap-4"),
        ("rubrics", LESSON, "product"),
        ("bronnen", "cursus", "nieuw"),
        ("studiewijzer", "cursus", "assessment"),
        ("cursus", "cursus", WHOLE),
    )),
)  # fmt: skip
"""Below `kantoor/`."""

NO_PAGES = (
    "static",
    "werk",
    "voorbeeld",
    "verwijzing",
    "blad",
    "overzicht",
    "bestand",
    "bewaren/([^/]+)",
    "programma/",
)
"""What stands in the address of what is no page of ours: files, sheets in a frame, values for a script."""

ASKED_ON = ("vraag/([^/]+)", "student")
"""How an address ends that only leads to another."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = Office(graded_class(tmp_path_factory.mktemp("klassen")), free_port())
    mark_all(opened.workspace, ASSIGNMENT, [Mark(STUDENT, "product", 9.0, "Helder.")])
    opened.begin()
    yield opened
    opened.kill()


def test_every_page_is_among_those_that_are_walked() -> None:
    for route in ROUTES[:-1]:
        if any(name in route.pattern for name in NO_PAGES) or route.pattern.endswith(ASKED_ON):
            continue
        found = next((each for each in ROUTES for page in PAGES if _shows(each.pattern, page) and each is route), None)
        assert found is route, route.pattern
    for page in PAGES:
        assert any(_shows(route.pattern, page) for route in ROUTES[:-1]), page
    assert {"codestappen", "drempelmensen", "forumvormen"} < set(KINDS)


def _shows(pattern: str, page: str) -> bool:
    """Whether this is the route that is taken for a page: the first that fits."""
    first = next(route.pattern for route in ROUTES if re.fullmatch(route.pattern, unquote(page.partition("?")[0])))
    return first == pattern


@pytest.mark.parametrize("engine", ["firefox", "webkit"], indirect=True)
def test_every_page_fits_and_keeps_nobody_out(engine: Engine, office: Office) -> None:
    engine.size(1280, 900)
    engine.open(office.address("kantoor/?token=sleutel"))
    faults = []
    for page in PAGES:
        engine.size(1280, 900)
        engine.open(office.address(f"kantoor/{page}"))
        heading = engine.run("return document.querySelector('h1')?.textContent ?? '';")
        if not heading or engine.run("return document.querySelector('.fault')?.textContent ?? '';"):
            faults.append(f"{page}: no page")
        faults += [f"{page}: {fault}" for fault in serious(engine)]
        engine.run("document.documentElement.style.fontSize = '200%'; return true;")
        for width in (1280, max(390, engine.narrowest)):
            engine.size(width, 900)
            if wide := engine.run(WIDE):
                faults.append(f"{page} with text of 200%, at {width}: {wide}")
        engine.run("document.documentElement.style.fontSize = ''; return true;")
        if wide := engine.run(WIDE):
            faults.append(f"{page} at {width}: {wide}")
    assert not faults, "\n".join(faults)


WIDE = """const most = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= most) return '';
const scrolls = (each) => each !== document.body && getComputedStyle(each).overflowX !== 'visible';
const held = (each) => each !== document.body && (scrolls(each) || held(each.parentElement));
const wide = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > most + 1);
return (wide.filter((each) => !held(each.parentElement)).pop() ?? document.body).outerHTML.slice(0, 160);"""
"""What is wider than the window; "" when nothing is."""
