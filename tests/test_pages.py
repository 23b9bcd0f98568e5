"""Pages: what is put into a template is text, a student's Markdown passes the sanitiser, nothing is asked in vain."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from jinja2 import UndefinedError
from markupsafe import Markup

from sowcourse.cohort.difference import CHANGED, Change
from sowcourse.cohort.difference_page import difference_page
from sowcourse.cohort.roster import Student
from sowcourse.gradebook.scores import CellResult
from sowcourse.notebook import Cell
from sowcourse.pages.page import html_page, paragraph, prose, render, table, worth
from sowcourse.programme.paper import Grid, Paper, Point, Section, page_text
from sowcourse.report.answer import Answer
from sowcourse.report.feedback import reading
from sowcourse.report.marking import marking_page
from sowcourse.report.standing import LONG, STEP, standing_table

HOSTILE = """<script>alert(1)</script> <b onclick='x'>O'Brien</b> "é" {{ 7*7 }} {% raw %} &amp; 😀"""


def _difference() -> str:
    change = Change(CHANGED, HOSTILE, HOSTILE, f"oud {HOSTILE}", f"nieuw {HOSTILE}")
    return difference_page(HOSTILE, HOSTILE, HOSTILE, [change])


def _paper() -> str:
    grid = Grid(HOSTILE, (HOSTILE, "b"), ((HOSTILE, HOSTILE),))
    section = Section(HOSTILE, (HOSTILE,), (Point(HOSTILE, f"https://school.example/?{HOSTILE}"),), (grid,))
    return page_text(Paper("proef", HOSTILE, "nl-BE", (HOSTILE,), (section,)))


def _marking() -> str:
    given = [
        Answer(
            f"s{literal}", HOSTILE, False, CellResult("v", 2, 1, True, False, HOSTILE), note, (HOSTILE,), bool(literal)
        )
        for literal, note in enumerate(("", "", HOSTILE))
    ]
    names = {answer.student: HOSTILE for answer in given}
    return marking_page(HOSTILE, HOSTILE, {HOSTILE: given}, {}, {}, names, second=False, held=["s0"])


def _earlier() -> str:
    mark = SimpleNamespace(cell=HOSTILE, points=1, comment=HOSTILE)
    return html_page(HOSTILE, render("earlier", changed=[(HOSTILE, mark, HOSTILE, HOSTILE)]))


@pytest.mark.parametrize("made", [_difference, _paper, _marking, _earlier])
def test_a_hostile_name_stands_in_a_page_to_the_letter_and_does_nothing(made: Callable[[], str]) -> None:
    page = BeautifulSoup(made(), "html.parser")
    assert page.main and page.title
    assert not page.find_all("script")
    assert not [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert HOSTILE in page.title.get_text(), "neither computed nor escaped twice"
    assert HOSTILE in page.main.get_text()


def test_only_what_a_template_made_is_html_in_a_table() -> None:
    drawn = BeautifulSoup(
        table(HOSTILE, [HOSTILE], [[HOSTILE], [Markup("<em>ja</em>")]], anchors=[HOSTILE, "b"]), "html.parser"
    )
    assert [cell.get_text() for cell in drawn.find_all("th")] == [HOSTILE, HOSTILE, "ja"]
    assert [row.get("id") for row in drawn.select("tbody tr")] == [HOSTILE, "b"]
    assert len(drawn.find_all("em")) == 1
    assert drawn.div and drawn.div["aria-label"] == HOSTILE


def test_adding_a_plain_string_to_a_piece_of_a_page_makes_no_html_of_it() -> None:
    assert "<script" not in paragraph("een") + "<script>"


def test_what_a_student_wrote_is_html_only_after_the_sanitiser() -> None:
    words = HOSTILE.replace("&amp;", "&")
    drawn = BeautifulSoup(prose(f"**vet** {words}"), "html.parser")
    assert drawn.strong and drawn.strong.get_text() == "vet"
    assert not drawn.find_all(["script", "b"])
    assert words in drawn.get_text()


def test_a_cell_to_read_shows_its_html_as_text() -> None:
    drawn = BeautifulSoup(
        reading(Cell(cell_type="markdown", id="a", metadata={}, source=f"# Kop\n\n{HOSTILE}")), "html.parser"
    )
    assert drawn.h2 and drawn.h2.get_text() == "Kop"
    assert not drawn.find_all(["script", "b"])
    assert "<script>alert(1)</script>" in drawn.get_text()


def test_a_template_that_asks_what_nobody_gives_stops_its_page() -> None:
    with pytest.raises(UndefinedError, match="least"):
        render("similarity", groups=[], common=[], most=1, name=str)


@pytest.mark.parametrize(("number", "links"), [(LONG - 1, 0), (LONG, 1), (STEP + 1, 2)])
def test_a_long_class_list_has_links_to_places_in_it(number: int, links: int) -> None:
    students = {f"s{place}": Student(f"s{place}", "An", f"<i>{place}", "") for place in range(number)}
    drawn = BeautifulSoup(standing_table(students, {}, {}), "html.parser")
    assert [link["href"] for link in drawn.select("nav a")] == [f"#student-s{place}" for place in (0, STEP)[:links]]
    assert not drawn.find_all("i")


@pytest.mark.parametrize(
    ("value", "said"), [(0, "0 punten"), (0.5, "0,5 punten"), (1, "1 punt"), (1.0, "1 punt"), (1.5, "1,5 punten")]
)
def test_one_point_is_a_point_and_parts_of_it_are_points(value: float, said: str) -> None:
    assert worth(value) == said
