"""The order of a lesson in the author's room: pieces moved, taken out, put back and put in, in a draft."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tornado import web

from sowcourse.content import shipped_course
from sowcourse.errors import ContentError
from sowcourse.lesson import calls
from sowcourse.notebook import dump, normalise, read_notebook
from sowcourse.office import author_spot
from sowcourse.office.desk import Desk
from sowcourse.parts import PARTS
from sowcourse.skeleton.layout import Choice, choices, pieces, put_back, shifted, with_part, without
from tests.walking_office import Visitor

COURSE = shipped_course()
LESSONS = sorted(file.parent.name for file in COURSE.glob("*/lesson.ipynb"))
LESSON = "1-nabijheid"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copytree(COURSE, tmp_path / "course")
    return tmp_path / "course"


@pytest.fixture
def visitor(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setattr(author_spot, "course_root", lambda: course)
    (tmp_path / "kantoor").mkdir()
    return Visitor(Desk(tmp_path / "kantoor", "/kantoor"))


def ids(file: Path) -> list[str]:
    return [str(cell["id"]) for cell in read_notebook(file)["cells"]]


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_piece_that_is_taken_out_and_put_back_gives_the_same_bytes(lesson: str) -> None:
    file = COURSE / lesson / "lesson.ipynb"
    before, text = read_notebook(file), file.read_text(encoding="utf-8")
    loose = [piece.id for piece in pieces(before) if not piece.stays]
    assert len(loose) == len(before["cells"]) - 2, "only the title and what makes parts available stay"
    for name in loose:
        less = without(before, name)
        assert dump(normalise(less)) != text
        assert dump(normalise(put_back(less, before, name))) == text, name
        assert dump(normalise(shifted(shifted(before, name, 1), name, -1))) == text or name == loose[-1]


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_part_that_is_offered_can_be_made(lesson: str) -> None:
    offered = choices(read_notebook(COURSE / lesson / "lesson.ipynb"), lesson, COURSE)
    assert offered
    for choice in offered:
        assert PARTS[choice.call](*choice.values).label or choice.call == "show_chart", choice


def test_a_part_is_offered_where_its_file_is_and_not_when_the_lesson_shows_it() -> None:
    lesson = read_notebook(COURSE / LESSON / "lesson.ipynb")
    walk = Choice("show_thresholds", (LESSON,))
    assert walk not in choices(lesson, LESSON, COURSE)
    assert walk in choices(without(lesson, "drempels"), LESSON, COURSE)
    elsewhere = read_notebook(COURSE / "2-proceslogica" / "lesson.ipynb")
    assert "show_thresholds" not in {each.call for each in choices(elsewhere, "2-proceslogica", COURSE)}


def test_what_a_lesson_shows_is_what_its_first_cell_makes_available() -> None:
    lesson = read_notebook(COURSE / LESSON / "lesson.ipynb")
    less = without(lesson, "drempels")
    assert "show_thresholds" not in dump(normalise(less))
    more = with_part(less, Choice("show_chart", ("voedselhulp", "belgie-per-maand")), "waarom")
    names = [call.name for call in calls(more)]
    assert names[0] == "show_chart", "right below the text that was named"
    assert dump(normalise(more)).count("show_thresholds") == 0


def test_pieces_are_moved_in_a_draft_and_the_page_begins_where_they_are(visitor: Visitor, course: Path) -> None:
    file, page = course / LESSON / "lesson.ipynb", f"schrijven/opbouw/{LESSON}"
    before = file.read_bytes()
    was = ids(file)
    shown = visitor.press(page, "omlaag", stuk="waarom")
    assert file.read_bytes() == before, "a draft is in nobody's course"
    assert shown.index('id="stuk-casus-handschoenenkast"') < shown.index('id="stuk-waarom"')
    visitor.press(page, "omhoog", stuk="waarom")
    assert "Hier is een concept" not in visitor.get(page), "what is as it was, is no draft"
    for _ in range(3):
        visitor.press(page, "omhoog", stuk="waarom")
    assert "Hier is een concept" not in visitor.get(page), "nothing goes above what stays at the top"
    visitor.press(page, "verplaatsen", stuk="waarom", onder="bronnen")
    visitor.press(page, "publiceren")
    moved = [name for name in was if name != "waarom"]
    moved.insert(moved.index("bronnen") + 1, "waarom")
    assert ids(file) == moved
    for wrong in ("titel", "klaarzetten", "bestaat-niet"):
        with pytest.raises(ContentError):
            visitor.press(page, "omlaag", stuk=wrong)
    with pytest.raises(ContentError, match="onder zichzelf"):
        visitor.press(page, "verplaatsen", stuk="waarom", onder="waarom")


def test_what_is_taken_out_says_what_pointed_at_it_and_can_be_put_back(visitor: Visitor, course: Path) -> None:
    file, page = course / LESSON / "lesson.ipynb", f"schrijven/opbouw/{LESSON}"
    before = file.read_bytes()
    told = re.search(r'id="stuk-drempels".*?</li>', visitor.get(page), re.DOTALL)
    assert told
    assert "staat dat studenten hier" in told[0], "what points at it is said before"
    shown = visitor.press(page, "weghalen", stuk="drempels")
    assert "«drempels» staat niet meer in het concept" in shown
    assert "Pas dat ook aan." in shown
    assert "Weggehaald in dit concept" in shown
    visitor.press(page, "terughalen", stuk="drempels")
    assert "Hier is een concept" not in visitor.get(page)
    visitor.press(page, "weghalen", stuk="drempels")
    visitor.press(page, "publiceren")
    assert "drempels" not in ids(file)
    versions = re.findall(r'name="versie" value="([\d-]+)"', visitor.get(f"schrijven/lesteksten/{LESSON}"))
    visitor.press(f"schrijven/lesteksten/{LESSON}", "terugzetten", versie=versions[0])
    visitor.press(page, "publiceren")
    assert file.read_bytes() == before


def test_a_part_and_a_question_are_put_in_and_another_is_refused(visitor: Visitor, course: Path) -> None:
    file, page = course / LESSON / "lesson.ipynb", f"schrijven/opbouw/{LESSON}"
    chart = Choice("show_chart", ("voedselhulp", "belgie-per-maand"))
    assert "een grafiek «voedselhulp, belgie-per-maand»" in visitor.get(page)
    visitor.press(page, "toevoegen", onderdeel=chart.name, onder="waarom")
    visitor.press(page, "toevoegen", onderdeel="show_note", vraag='Wat zeg "jij"?', onder="begrijpen")
    with pytest.raises(ContentError, match="de vraag is leeg"):
        visitor.press(page, "toevoegen", onderdeel="show_note", vraag=" ", onder="begrijpen")
    for wrong in (chart.name, '["show_mirror", "x", "y"]', '["os.system", "x"]', ""):
        with pytest.raises(ContentError, match="kan deze les niet tonen"):
            visitor.press(page, "toevoegen", onderdeel=wrong, onder="waarom")
    visitor.press(page, "publiceren")
    names = ids(file)
    assert names[names.index("waarom") + 1] == "chart-belgie-per-maand"
    assert names[names.index("begrijpen") + 1] == "vraag-1"
    shown = {call.cell: call for call in calls(read_notebook(file))}
    assert shown["vraag-1"].named["question"] == 'Wat zeg "jij"?'
    assert shown["chart-belgie-per-maand"].values == chart.values


def test_an_address_of_a_lesson_that_is_not_there_is_no_page(visitor: Visitor) -> None:
    for name in ("9-nergens", "..", "cursus"):
        with pytest.raises(web.HTTPError):
            visitor.get(f"schrijven/opbouw/{name}")
    assert f'href="/kantoor/schrijven/opbouw/{LESSON}"' in visitor.get("schrijven")
