"""Forms for what stands in notebooks, in the head of a file or in a file of its own, with what follows from it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tornado import web

from sowcourse.content import shipped_course
from sowcourse.course import load_module
from sowcourse.errors import CohortError, ContentError
from sowcourse.lesson import calls
from sowcourse.notebook import markers, read_notebook, source
from sowcourse.proof import load_answer
from sowcourse.rubric import load_rubrics
from sowcourse.skeleton import room
from sowcourse.skeleton.kind import ASSIGNMENTS
from sowcourse.skeleton.manuscript import KINDS
from sowcourse.skeleton.room import Room
from sowcourse.skeleton.shape import Cells, Head
from tests.test_author_room import fields, whole
from tests.walking_office import LESSON, Visitor, spoilable, writing_in

COURSE = shipped_course()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a course and one assignment beside it, both to be spoiled."""
    return spoilable(tmp_path)


@pytest.fixture
def visitor(project: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return writing_in(project, monkeypatch)


def cell(file: Path, name: str) -> dict[str, object]:
    found: dict[str, object] = next(each for each in read_notebook(file)["cells"] if each["id"] == name)
    return found


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    return sorted(name for name in before | after if before.get(name) != after.get(name))


def test_a_text_of_a_lesson_is_changed_and_nothing_else_of_its_notebook(visitor: Visitor, project: Path) -> None:
    path, before = f"schrijven/lesteksten/{LESSON}/waarom", whole(project / "course")
    assert ">Waarom dit telt</a>" in visitor.get(f"schrijven/lesteksten/{LESSON}"), (
        "the list tells texts by how they begin"
    )
    words = fields(visitor.get(path))
    assert set(words) == {"tekst"}, "of a text only what it has is asked"
    visitor.press(path, "bewaren", **words | {"tekst": words["tekst"] + "\r\n\r\nEen zin. Nog een zin."})
    visitor.press(path, "publiceren")
    after = whole(project / "course")
    assert changed(before, after) == [f"{LESSON}/lesson.ipynb"]
    lines = set(after[f"{LESSON}/lesson.ipynb"].decode().splitlines())
    new = {line.strip() for line in lines - set(before[f"{LESSON}/lesson.ipynb"].decode().splitlines())}
    assert '"Een zin.\\n",' in new, "every sentence on a line of its own"
    assert '"Nog een zin."' in new


def test_a_new_text_comes_where_its_author_says_and_gets_a_name_of_ours(visitor: Visitor, project: Path) -> None:
    file, place = project / "course" / LESSON / "lesson.ipynb", f"schrijven/lesteksten/{LESSON}"
    before = file.read_bytes()
    shown = visitor.press(f"{place}/nieuw", "bewaren", na="begrijpen", tekst="## Tussendoor\r\n\r\nRust.")
    assert "Tekst «tekst-1»" in shown
    visitor.press(f"{place}/tekst-1", "publiceren")
    ids = [each["id"] for each in read_notebook(file)["cells"]]
    assert ids[ids.index("begrijpen") + 1] == "tekst-1"
    assert cell(file, "tekst-1")["metadata"] == {"deletable": False, "editable": False}
    visitor.press(f"{place}/tekst-1", "weghalen")
    visitor.press(place, "publiceren")
    assert file.read_bytes() == before


def test_where_students_answer_nothing_can_be_taken_away(visitor: Visitor, project: Path) -> None:
    place = f"schrijven/opdrachtteksten/{LESSON}/reflectie"
    assert "Weghalen" not in visitor.get(place)
    with pytest.raises(web.HTTPError):
        visitor.get(f"{place}/weg")
    with pytest.raises(ContentError, match="in 'reflectie' antwoorden studenten"):
        visitor.press(place, "weghalen")


def test_when_an_answer_is_complete_is_asked_in_fields_and_read_with_its_rules(visitor: Visitor, project: Path) -> None:
    place, file = f"schrijven/opdrachtteksten/{LESSON}/reflectie", project / ASSIGNMENTS / LESSON / f"{LESSON}.ipynb"
    words = fields(visitor.get(place))
    assert (words["words"], words["fewest_concepts"], words["passage"]) == ("150", "2", "ja")
    told = visitor.press(place, "bewaren", **words | {"words": "veel"})
    assert "verwacht wordt een geheel getal, gevonden &#x27;veel&#x27;" in told
    visitor.press(place, "bewaren", **words | {"words": "9000"})
    with pytest.raises(ContentError, match="het modelantwoord haalt deze controle niet"):
        visitor.press(place, "publiceren")
    assert "9000" not in file.read_text("utf-8"), "what fails its proof counts for nobody"
    visitor.press(place, "bewaren", **words | {"words": "140"})
    told = visitor.press(place, "publiceren")
    assert "Bij het foute antwoord «reflectie-te-kort» zegt de controle iets anders" in told
    asked = cell(file, "reflectie")["metadata"]["sowcourse"]["criteria"]  # type: ignore[index]
    assert asked["words"] == 140
    wrong = f"schrijven/foute-antwoorden/{LESSON}/reflectie-te-kort"
    visitor.press(wrong, "bewaren", **fields(visitor.get(wrong)) | {"sentence": ""})
    assert "zegt de controle iets anders" not in visitor.press(wrong, "publiceren")
    assert (
        "verwacht worden er minstens 140"
        in load_answer(file.parent / "wrong-answers" / "reflectie-te-kort.toml").sentence
    )


def test_a_rubric_that_is_published_brings_what_students_read_and_what_the_answer_is_worth(
    visitor: Visitor, project: Path
) -> None:
    folder, place = project / ASSIGNMENTS / LESSON, f"schrijven/rubrics/{LESSON}/product"
    before, words = whole(folder), fields(visitor.get(place))
    assert words["criterion[0].points"] == "0\n1\n2\n3"
    short = visitor.press(place, "bewaren", **words | {"criterion[1].levels": "Een.\r\nTwee."})
    assert "verwacht worden 4 niveaus, gevonden 2" in short.partition('id="fout-criterion[1].levels"')[2]
    visitor.press(
        place, "bewaren", **words | {"criterion[0].name": "De tocht", "criterion[0].points": "0\r\n1\r\n2\r\n4,5"}
    )
    visitor.press(place, "publiceren")
    assert changed(before, whole(folder)) == [f"{LESSON}.ipynb", "rubric.toml"]
    assert "points = [0, 1, 2, 4.5]" in (folder / "rubric.toml").read_text("utf-8")
    file = folder / f"{LESSON}.ipynb"
    assert markers(cell(file, "product"))["points"] == 13.5
    assert source(cell(file, "rubric-product")) == load_rubrics(folder / "rubric.toml")["product"].markdown()
    assert "De tocht" in source(cell(file, "rubric-product"))


def test_a_wrong_answer_is_kept_with_what_its_check_says_and_a_right_one_is_refused(
    visitor: Visitor, project: Path
) -> None:
    folder, place = project / ASSIGNMENTS / LESSON, f"schrijven/foute-antwoorden/{LESSON}/nieuw"
    shown = visitor.press(place, "bewaren", naam="drie", cell="stap-2", source="verschil = 3", fails="", sentence="")
    assert "«stap-2-drie»" in shown
    assert "test-stap-2" in shown
    file = folder / "wrong-answers" / "stap-2-drie.toml"
    assert not file.exists()
    visitor.press(f"schrijven/foute-antwoorden/{LESSON}/stap-2-drie", "publiceren")
    answer = load_answer(file)
    assert (answer.cell, answer.source, answer.fails) == ("stap-2", "verschil = 3", "test-stap-2")
    assert "verschil: dit is nog niet de juiste waarde" in answer.sentence
    right = source(cell(folder / f"{LESSON}.ipynb", "stap-2"))
    with pytest.raises(CohortError, match="Elke controle keurt dit antwoord goed"):
        visitor.press(place, "bewaren", naam="juist", cell="stap-2", source=right, fails="", sentence="")


def test_the_head_of_a_file_is_changed_line_by_line(visitor: Visitor, project: Path) -> None:
    file, place = project / "course" / LESSON / "module.toml", f"schrijven/lesgegevens/{LESSON}/geheel"
    before = file.read_text("utf-8").splitlines()
    words = fields(visitor.get(place))
    told = visitor.press(place, "bewaren", **words | {"minutes": "lang"})
    assert "verwacht wordt een geheel getal" in told.partition('id="fout-minutes"')[2].partition("</p>")[0]
    visitor.press(place, "bewaren", **words | {"minutes": "90", "summary": 'Wie "mag" er\nbinnen?'})
    visitor.press(place, "publiceren")
    after = file.read_text("utf-8").splitlines()
    assert [line for line in after if line not in before] == ["minutes = 90", 'summary = "Wie \\"mag\\" er binnen?"']
    assert load_module(LESSON, project / "course").assignment == LESSON, "what no form shows stays"


def test_a_remark_that_asks_for_a_value_goes_when_the_value_comes() -> None:
    file = (
        '# Van ons.\ntitle = "a"\n\n# NOG TE SCHRIJVEN: kies ze.\nterms = ["x"]\nsources = []\n\n[[margin]]\nid = "a"\n'
    )
    head = Head(file)
    assert head.changed(0, head.entry(0)).text == file
    made = head.changed(0, {"title": "a", "terms": ["y", "z"], "sources": [], "minutes": 3}).text
    assert made == (
        '# Van ons.\ntitle = "a"\n\nterms = ["y", "z"]\nsources = []\nminutes = 3\n\n[[margin]]\nid = "a"\n'
    )


def test_one_text_is_put_back_and_what_else_stands_in_its_file_stays(
    visitor: Visitor, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "an.claes")
    first, second = (f"schrijven/begrippen/cursus/{name}" for name in ("politiserend-werken", "presentie"))
    for path in (first, second):
        visitor.press(path, "bewaren", **fields(visitor.get(path)) | {"definition": f"Anders: {path[-5:]}."})
        visitor.press(path, "publiceren")
    shown = visitor.get(first).partition('id="vorige"')[2]
    assert shown.count('name="versie"') == 1, "only the version in which this text was another"
    assert "veranderd door an.claes" in shown
    version = re.search(r'name="versie" value="([\d-]+)"', shown)
    assert version
    visitor.press(first, "terugzetten", versie=version[1])
    visitor.press(first, "publiceren")
    text = (project / "course" / "glossary.toml").read_text("utf-8")
    assert "Anders: erken." not in text
    assert "Anders: entie." in text


def test_a_draft_is_not_lost_when_a_version_of_before_takes_its_place(project: Path) -> None:
    kept = Room(project / "course", project / "kast")
    for text in ("een", "twee"):
        kept.keep("x.md", text)
        kept.replace("x.md", f"{text} anders")
    assert sorted(version.file.read_text("utf-8") for version in kept.versions("x.md")) == ["een", "twee"]


def test_a_case_that_is_published_is_shown_when_its_author_says_so(visitor: Visitor, project: Path) -> None:
    place, file = f"schrijven/casussen/{LESSON}", project / "course" / LESSON / "lesson.ipynb"
    case = {"naam": "mijn-casus", "title": "Mijn casus", "country": "VL", "fictional": "ja", "questions": "Wat nu?"}
    visitor.press(f"{place}/nieuw", "bewaren", **case | {"tekst": "*Deze casus is fictief.*\r\n\r\nEen verhaal."})
    assert "toont dit nog niet" not in visitor.get(f"{place}/mijn-casus"), "what is a draft cannot be shown"
    assert "De les toont dit nog niet." in visitor.press(f"{place}/mijn-casus", "publiceren")
    visitor.press(f"{place}/mijn-casus", "tonen")
    assert "mijn-casus" not in file.read_text("utf-8")
    visitor.press(f"schrijven/lesteksten/{LESSON}", "publiceren")
    assert (LESSON, "mijn-casus") in [found.values for found in calls(read_notebook(file))]
    assert "toont dit nog niet" not in visitor.get(f"{place}/mijn-casus")


def test_known_cells_are_listed_again_for_the_course_itself_and_for_no_other(
    visitor: Visitor, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[str] = []
    monkeypatch.setattr(room, "write_known_cells", lambda: listed.append("ja"))
    path = "schrijven/begrippen/cursus/presentie"
    visitor.press(path, "bewaren", **fields(visitor.get(path)) | {"definition": "Er zijn."})
    visitor.press(path, "publiceren")
    assert listed == []


def test_the_page_of_words_follows_for_the_course_itself(
    visitor: Visitor, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr(room, "write_words_page", lambda: written.append("woorden"))
    monkeypatch.setattr(room, "write_known_cells", lambda: written.append("cellen"))
    monkeypatch.setattr(room, "KNOWN_FILE", project / "known.json")
    monkeypatch.setattr(room, "shipped_course", lambda: project / "course")
    for path, follows in (
        ("schrijven/afkortingen/cursus/OCMW", ["cellen", "woorden"]),
        ("schrijven/begrippen/cursus/presentie", ["cellen"]),
    ):
        key = "country" if "OCMW" in path else "definition"
        visitor.press(path, "bewaren", **fields(visitor.get(path)) | {key: "Anders."})
        visitor.press(path, "publiceren")
        assert written == follows
        written.clear()


def test_a_reference_is_told_while_it_is_typed_and_nothing_is_looked_up(visitor: Visitor) -> None:
    path = "schrijven/bronnen/cursus/nieuw/verwijzing"
    words = {"auteurs": "Lipsky, M.", "jaar": "1980", "titel": "Street-level bureaucracy", "uitgever": "Russell Sage"}
    told = visitor.get(path, **words | {"nummer": "978-0-87154-526-8"})
    assert "'apa': 'Lipsky, M. (1980). *Street-level bureaucracy*. Russell Sage. ISBN 9780871545268.'" in told
    assert "'fault': ''" in told
    assert "kan geen ISBN zijn" in visitor.get(path, **words | {"nummer": "978-0-87154-526-9"})


def test_a_notebook_of_texts_leaves_out_rubrics_hints_and_code() -> None:
    cells = [
        {"cell_type": "markdown", "id": name, "metadata": {}, "source": [name]} for name in ("a", "rubric-b", "hints-c")
    ]
    cells.append(
        {"cell_type": "code", "id": "d", "metadata": {}, "source": ["1"], "outputs": [], "execution_count": None}
    )
    held = Cells.of(json.dumps({"cells": cells, "metadata": {}}))
    assert [held.entry(number)["id"] for number in range(len(held))] == ["a"]


def test_a_new_lesson_and_its_assignment_have_a_form_each(visitor: Visitor) -> None:
    shown = visitor.get("schrijven/nieuwe-les")
    assert 'name="krachtlijn"' in shown
    assert "7-digitaal" in shown, "the number that comes next"
    with pytest.raises(ContentError, match="kan geen naam zijn"):
        visitor.press("schrijven/nieuwe-les", "maken", naam="Mijn les", titel="Mijn les")
    with pytest.raises(CohortError, match="Vul de titel in"):
        visitor.press("schrijven/nieuwe-les", "maken", naam="7-digitaal", titel="")
    assert "0-start" in visitor.get("schrijven/nieuwe-opdracht"), "a lesson without one"
    assert "Kantoor" in visitor.get("schrijven/nieuwe-opdracht")
    assert {"lesteksten", "rubrics", "hints", "foute-antwoorden"} < set(KINDS)


def test_a_question_of_a_lesson_is_asked_without_its_code(visitor: Visitor, project: Path) -> None:
    place, file = f"schrijven/lesteksten/{LESSON}", project / "course" / LESSON / "lesson.ipynb"
    notes = [call.cell for call in calls(read_notebook(file)) if call.name == "show_note"]
    assert fields(visitor.get(f"{place}/{notes[0]}")).keys() == {"vraag"}
    visitor.press(f"{place}/{notes[0]}", "bewaren", vraag='Wat zeg je, "echt"?')
    visitor.press(f"{place}/{notes[0]}", "publiceren")
    asked = {call.cell: call.named["question"] for call in calls(read_notebook(file)) if call.name == "show_note"}
    assert asked[notes[0]] == 'Wat zeg je, "echt"?'
    assert len(asked) == len(notes)
    with pytest.raises(ContentError, match="antwoorden studenten"):
        visitor.press(f"{place}/{notes[0]}", "weghalen")


def test_what_is_refused_is_told_without_files_and_keys(visitor: Visitor) -> None:
    path = f"schrijven/kantvragen/{LESSON}/nieuw"
    visitor.press(path, "bewaren", id="mijn-vraag", passage="p99", question="Wat zie je?")
    with pytest.raises(ContentError) as refused:
        visitor.press(f"schrijven/kantvragen/{LESSON}/mijn-vraag", "publiceren")
    assert str(refused.value).startswith(f"Kantvragen, {LESSON}: nog niet gepubliceerd: de vraag 'mijn-vraag'")
    name = re.search(
        rf'kantvragen/{LESSON}/((?!nieuw|mijn-vraag)[^"]+)"', visitor.get(f"schrijven/kantvragen/{LESSON}")
    )
    assert name
    assert "sleutel" not in visitor.get(f"schrijven/kantvragen/{LESSON}/{name[1]}")


def test_a_new_text_has_room_for_four_rows_and_one_that_is_there_for_one_more(visitor: Visitor) -> None:
    assert visitor.get(f"schrijven/toets/{LESSON}/nieuw").count('name="option[') == 4 * 4
    page = visitor.get(f"schrijven/toets/{LESSON}/wendy")
    assert page.count("Nog een erbij") == 1
    assert page.count("Haal dit weg bij het bewaren") == page.count("<summary>") - 1
