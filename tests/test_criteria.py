"""When a text is complete stands with its answer, for check, desk and judge; old notebooks go on working."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sowcourse.check import CheckError, check_reflection
from sowcourse.content import assignments_root
from sowcourse.criteria import KEY, criteria_of, plain, with_criteria
from sowcourse.errors import ContentError
from sowcourse.lab.server import reflection
from sowcourse.notebook import Cell, Notebook, read_notebook, source
from sowcourse.proof import run
from sowcourse.reflection import Criteria
from sowcourse.skeleton.writing import closed, opened
from sowcourse.submissions.repair import repair

ASSIGNMENTS = sorted(folder.name for folder in assignments_root().glob("*/"))
NAME = "1-nabijheid"

EARLIER = """# Deze cel kijkt of je reflectie volledig is. Over de inhoud oordeelt je lesgever. Bewaar eerst met Ctrl+S.
check_reflection(
    "1-nabijheid",
    "reflectie",
    Criteria(
        words=150,
        parts=("Situatie", "Mijn aandeel", "Blik van een ander", "Volgende stap"),
        concepts=(
            "nabijheid",
            "outreachend werken",
            "presentie",
            "laagdrempelig",
            "drempel",
            "niet-gebruik",
            "onderbescherming",
        ),
        fewest_concepts=2,
        passage=True,
    ),
)"""
"""The check of a reflection as the first students got it."""


def today(name: str = NAME) -> Notebook:
    return read_notebook(assignments_root() / name / f"{name}.ipynb")


def cell_of(notebook: Notebook, name: str) -> Cell:
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def earlier() -> Notebook:
    """An assignment as it was given out before: the check says itself what it asks."""
    notebook = today()
    del cell_of(notebook, "reflectie")["metadata"]["sowcourse"][KEY]
    cell_of(notebook, "test-reflectie-volledig")["source"] = EARLIER
    setup = cell_of(notebook, "klaarzetten")
    setup["source"] = source(setup).replace(
        "from sowcourse.widgets", "from sowcourse.reflection import Criteria\nfrom sowcourse.widgets"
    )
    return notebook


def changed(notebook: Notebook, name: str, code: str) -> Notebook:
    cell_of(notebook, name)["source"] = code
    return notebook


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_check_of_a_text_names_an_answer_that_says_itself_when_it_is_complete(name: str) -> None:
    notebook = today(name)
    asked = criteria_of(notebook["cells"], Path())
    checks = {cell["id"]: source(cell) for cell in notebook["cells"] if "check_reflection(" in source(cell)}
    assert sorted(asked) == ["product", "reflectie"]
    for answer in asked:
        assert checks[f"test-{answer}-volledig"].splitlines()[1:] == [f'check_reflection("{name}", "{answer}")']
        kept = cell_of(notebook, answer)["metadata"]["sowcourse"][KEY]
        assert kept == plain(asked[answer]), "what goes without saying is not written"
    assert with_criteria(notebook) == notebook


def test_a_notebook_given_out_before_asks_what_it_asked_of_the_check_and_of_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = criteria_of(today()["cells"], Path())["reflectie"]
    assert criteria_of(earlier()["cells"], Path())["reflectie"] == asked
    (tmp_path / f"{NAME}.ipynb").write_text(json.dumps(earlier()), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    check_reflection(NAME, "reflectie", asked)
    said = capsys.readouterr().out
    check_reflection(NAME, "reflectie")
    assert capsys.readouterr().out == said
    text = source(cell_of(earlier(), "reflectie"))
    told = reflection(tmp_path, {"path": f"{NAME}.ipynb", "cell": "reflectie", "text": text})
    assert [f"✓ {remark['sentence']}" for remark in told["remarks"]] == said.splitlines()


def test_a_notebook_given_out_before_gets_all_its_points() -> None:
    wanting = {check: told for check, told in run(earlier(), NAME).items() if told}
    assert wanting == {}


def test_the_normal_form_takes_what_a_check_asks_to_its_answer() -> None:
    made = with_criteria(earlier())
    assert criteria_of(made["cells"], Path()) == criteria_of(today()["cells"], Path())
    assert source(cell_of(made, "test-reflectie-volledig")) == source(cell_of(today(), "test-reflectie-volledig"))


@pytest.mark.parametrize(
    "call",
    [
        'check_reflection("x", "reflectie", criteria=Criteria(words=7, passage=True))',
        'check_reflection("x", "reflectie", Criteria(7, passage=True))',
        'check_reflection("x", "reflectie", Criteria(7, (), (), 0, True))',
    ],
)
def test_a_check_may_be_typed_in_every_way(call: str) -> None:
    made = with_criteria(changed(earlier(), "test-reflectie-volledig", call))
    assert criteria_of(made["cells"], Path())["reflectie"] == Criteria(words=7, passage=True)
    assert source(cell_of(made, "test-reflectie-volledig")) == 'check_reflection("x", "reflectie")'


@pytest.mark.parametrize(
    "call",
    [
        'check_reflection("x", "reflectie", ASKED)',
        'check_reflection("x", "reflectie", Criteria(words=MOST))',
        'check_reflection("x", "reflectie", Criteria(woorden=3))',
        'check_reflection("x", "reflectie", Other(words=3))',
        'check_reflection("x", "bestaat-niet", Criteria(words=3))',
        'check_reflection("x", naam, Criteria(words=3))',
        "check_reflection(",
        "%%html\ncheck_reflection",
    ],
)
def test_what_only_running_tells_stays_as_it_is(call: str) -> None:
    notebook = changed(earlier(), "test-reflectie-volledig", call)
    assert with_criteria(notebook) == notebook
    assert "reflectie" not in criteria_of(notebook["cells"], Path())


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            {"words": 150, "woorden": 3},
            "sleutel 'reflectie.criteria.woorden': is geen bekende sleutel. Bedoel je 'words'?",
        ),
        ({"parts": []}, "sleutel 'reflectie.criteria.words': ontbreekt; verwacht wordt een geheel getal."),
        ({"words": "veel"}, "verwacht wordt een geheel getal, gevonden 'veel'."),
        (150, "sleutel 'reflectie.criteria': verwacht wordt een tabel"),
    ],
)
def test_what_is_not_right_is_named_with_its_answer(asked: object, sentence: str) -> None:
    notebook = today()
    cell_of(notebook, "reflectie")["metadata"]["sowcourse"][KEY] = asked
    with pytest.raises(ContentError) as caught:
        criteria_of(notebook["cells"], Path("les.ipynb"))
    assert sentence in str(caught.value)


def test_an_answer_that_no_longer_says_when_it_is_complete_is_fetched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = today()
    del cell_of(notebook, "reflectie")["metadata"]["sowcourse"][KEY]
    (tmp_path / f"{NAME}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CheckError, match="reflectie: in dit notebook staat niet meer wanneer dit antwoord volledig is"):
        check_reflection(NAME, "reflectie")


def test_a_student_who_asks_less_of_themselves_is_asked_what_was_given_out() -> None:
    handed_in = today()
    cell_of(handed_in, "reflectie")["metadata"]["sowcourse"][KEY] = {"words": 1}
    graded = repair(handed_in, today()).notebook
    assert criteria_of(graded["cells"], Path())["reflectie"].words == 150


def test_an_author_writes_when_a_text_is_complete_below_its_model_answer() -> None:
    written = opened(today())
    shown = cell_of(written, "volledig-product")
    assert source(shown).splitlines() == [
        "# Wanneer de tekst hierboven volledig is (kijkt de controle eronder na):",
        'parts = ["Dienst en recht", "De weg", "Waar de drempel ligt", "Voorstel"]',
        "words = 120",
    ]
    made = closed(changed(written, "volledig-product", "# eerst dit\nwords = 80\npassage = true"), today())
    assert criteria_of(made["cells"], Path())["product"] == Criteria(words=80, passage=True)
    assert cell_of(made, "product")["metadata"]["sowcourse"]["stub"].startswith("**Dienst en recht:**")
    with pytest.raises(ContentError) as caught:
        closed(changed(written, "volledig-product", "# eerst dit\nwords = 80\npasage = true"), today(), Path("x.ipynb"))
    assert "sleutel 'volledig-product.pasage': is geen bekende sleutel. Bedoel je 'passage'?" in str(caught.value)
