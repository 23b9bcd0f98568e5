"""A text that goes: what points at it is said before, what the course needs stays, and everything can come back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tornado import web

from sowcourse.content import shipped_course
from sowcourse.errors import CohortError, ContentError
from sowcourse.notebook import read_notebook
from sowcourse.skeleton.kind import ASSIGNMENTS
from tests.test_author_room import whole
from tests.walking_office import LESSON, Visitor, spoilable, writing_in

COURSE = shipped_course()
CASE = f"schrijven/casussen/{LESSON}/de-bank-bij-de-sporthal"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return spoilable(tmp_path)


@pytest.fixture
def visitor(project: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return writing_in(project, monkeypatch)


def test_a_case_that_a_lesson_shows_says_so_and_stays(visitor: Visitor, project: Path) -> None:
    before = whole(project / "course")
    shown = visitor.get(f"{CASE}/weg")
    assert "De les «Nabijheid» toont dit, in het stuk «casus-bank»." in shown
    assert f'href="/kantoor/schrijven/opbouw/{LESSON}"' in shown
    assert 'value="verwijderen"' not in shown
    with pytest.raises(CohortError, match=r"Nog niet verwijderd. De les «Nabijheid» toont dit"):
        visitor.press(CASE, "verwijderen")
    assert whole(project / "course") == before


def test_a_case_of_the_forum_stays_as_long_as_the_forum_names_it(visitor: Visitor) -> None:
    path = "schrijven/casussen/5-politiserend/alleen-via-het-formulier"
    assert "«Forum: de inleiding», 5-politiserend noemt dit" in visitor.get(f"{path}/weg")
    with pytest.raises(CohortError, match="Forum: de inleiding"):
        visitor.press(path, "verwijderen")


def test_a_case_that_nothing_shows_is_deleted_and_comes_back_as_it_was(visitor: Visitor, project: Path) -> None:
    page, file = f"schrijven/opbouw/{LESSON}", project / "course" / LESSON / "cases" / "de-bank-bij-de-sporthal.md"
    visitor.press(page, "weghalen", stuk="casus-bank")
    visitor.press(page, "publiceren")
    before = whole(project / "course")
    visitor.press(CASE, "bewaren", titel="x")
    assert 'value="verwijderen"' in visitor.get(f"{CASE}/weg")
    shown = visitor.press(CASE, "verwijderen")
    assert "Verwijderd: «de-bank-bij-de-sporthal»" in shown
    assert not file.exists()
    assert f'href="/{CASE}"' not in shown
    with pytest.raises(web.HTTPError):
        visitor.get(CASE)
    shelf = CASE.rpartition("/")[0]
    for wrong in ("../weg", "post-in-de-handschoenenkast", ""):
        with pytest.raises((CohortError, ContentError)):
            visitor.press(shelf, "terughalen", naam=wrong)
    visitor.press(shelf, "terughalen", naam="de-bank-bij-de-sporthal")
    assert not file.exists(), "it comes back as a draft"
    assert 'id="verwijderd"' not in visitor.get(shelf)
    visitor.press(CASE, "publiceren")
    assert whole(project / "course") == before, "as it was published, whatever the draft said"


def test_the_last_proofs_of_a_check_stay_and_one_too_many_goes_with_its_key(visitor: Visitor, project: Path) -> None:
    folder, lead = project / ASSIGNMENTS / LESSON, f"schrijven/foute-antwoorden/{LESSON}"
    shown = visitor.get(f"{lead}/stap-2-gedeeld/weg")
    assert "Er horen er minstens 4 te zijn, en zonder dit zijn er 3; schrijf eerst een ander." in shown
    with pytest.raises(CohortError, match="de controle «test-stap-2» een fout herkent"):
        visitor.press(f"{lead}/stap-2-gedeeld", "verwijderen")
    answer = folder / "wrong-answers" / "stap-2-gedeeld.toml"
    shutil.copy(answer, answer.with_stem("stap-2-nog-eens"))
    key = read_notebook(folder / f"{LESSON}.ipynb")["metadata"]["sowcourse"]["key"]["of"]
    told = visitor.press(f"{lead}/stap-2-gedeeld", "verwijderen")
    assert "Het notebook van de opdracht volgt" in told
    assert not answer.exists()
    assert read_notebook(folder / f"{LESSON}.ipynb")["metadata"]["sowcourse"]["key"]["of"] != key
    other = f"schrijven/andere-antwoorden/{LESSON}/stap-2-opgezocht"
    assert "Er horen er minstens 2 te zijn, en zonder dit zijn er 1; schrijf eerst" in visitor.get(f"{other}/weg")


def test_a_source_says_who_leans_on_it_before_it_goes_from_the_draft(visitor: Visitor, project: Path) -> None:
    before = whole(project / "course")
    shown = visitor.get("schrijven/bronnen/cursus/vrt-2022/weg")
    assert f"«Drempels: echte cijfers», {LESSON} noemt dit, bij «1»." in shown
    assert "Weghalen in een concept" in shown
    assert "Weggehaald in het concept: vrt-2022" in visitor.press("schrijven/bronnen/cursus/vrt-2022", "weghalen")
    assert whole(project / "course") == before
    assert "Niets in de cursus noemt dit" in visitor.get(f"schrijven/drempelcijfers/{LESSON}/0/weg")


def test_what_is_no_document_is_not_deleted(visitor: Visitor) -> None:
    for path in ("schrijven/bronnen/cursus/vrt-2022", f"schrijven/drempels/{LESSON}/geheel", f"{CASE[:-24]}/nieuw"):
        with pytest.raises((CohortError, web.HTTPError)):
            visitor.press(path, "verwijderen")
    with pytest.raises(web.HTTPError):
        visitor.get(f"schrijven/drempels/{LESSON}/geheel/weg")
