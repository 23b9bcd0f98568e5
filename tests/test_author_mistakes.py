"""Mistakes in the forms of the author's room: what no file can hold, two windows, names that are none, links."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from tornado import web

from sowcourse.content import shipped_course
from sowcourse.errors import CohortError, ContentError
from sowcourse.notebook import source
from sowcourse.office.author_form import faults_of
from sowcourse.skeleton.house_form import Pieces
from sowcourse.skeleton.kind import ASSIGNMENTS
from sowcourse.skeleton.manuscript import KINDS
from sowcourse.skeleton.shape import Answer, Head
from sowcourse.skeleton.steps import Steps, check_steps
from tests.test_author_room import fields
from tests.test_steps import made
from tests.walking_office import LESSON, Visitor, spoilable, writing_in

COURSE = shipped_course()
PEOPLE, FIGURES = f"schrijven/drempelmensen/{LESSON}", f"schrijven/drempelcijfers/{LESSON}"
FILE = f"{LESSON}/thresholds.toml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return spoilable(tmp_path)


@pytest.fixture
def visitor(project: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return writing_in(project, monkeypatch)


def draft(project: Path, place: str = FILE) -> str:
    return (project / "kantoor" / ".schrijven" / "concept" / place).read_text(encoding="utf-8")


def form(visitor: Visitor, path: str) -> dict[str, str]:
    """What a browser would post, with the mark of what the form shows."""
    page = visitor.get(path)
    return fields(page) | {"stond": page.partition('name="stond" value="')[2].partition('"')[0]}


def test_what_no_file_can_hold_is_left_out_and_a_line_of_a_word_processor_is_a_line(
    visitor: Visitor, project: Path
) -> None:
    path = f"schrijven/hints/{LESSON}/stap-1"
    words = fields(visitor.get(path))
    visitor.press(path, "bewaren", **words | {"form": "a\x00b\x07\x0bc\rd\x7f\r\n😀 שלום"})
    kept = tomllib.loads(draft(project, f"{ASSIGNMENTS}/{LESSON}/hints.toml"))["step"][0]["form"]
    assert kept == "ab\nc\nd\n😀 שלום\n"
    assert "Alles kan gelezen worden" in visitor.get(path)


@pytest.mark.parametrize("said", ["[[step]]", "a\n[jaar]\nb", "a\n[[ step ]] # c\nb", "[[step.more]]"])
def test_a_line_that_looks_like_the_line_of_a_name_stays_a_text(said: str) -> None:
    text = "[[step]]\ncell = \"a\"\nform = '''\nx\n'''\n\n[[step]]\ncell = \"b\"\nform = '''\ny\n'''\n"
    for number in (0, 1):
        held = Pieces.of(text, "step", block=("form",))
        after = held.changed(number, held.entry(number) | {"form": said})
        again = Pieces.of(after.text, "step", block=("form",))
        assert [again.entry(at)["form"].strip() for at in range(2)] == [said, "y"] if not number else ["x", said]


def test_an_answer_with_a_sign_that_toml_has_no_room_for_can_be_read_again() -> None:
    entry = {"cell": "a\x7f", "source": "x = 1\x00", "fails": "b", "sentence": "c\x7f"}
    assert Answer("").changed(0, entry).entry(0) == entry


def test_a_file_that_somebody_wrote_by_hand_loses_nothing() -> None:
    text = (
        '# Boven.\n[[person]] # eerst\nid="a" # waarom zo\n# hierbij\nname = "A # geen opmerking"\n\n'
        '  [[ person ]]\nid = "b"\nname = "B"\n\n[[figure]] # cijfer\ntext = "f"\n'
    )
    held = Pieces.of(text, "person")
    assert [held.entry(number)["id"] for number in range(len(held))] == ["a", "b"]
    assert held.changed(0, held.entry(0)).text == text, "nothing was changed"
    after = held.changed(0, {"id": "a", "name": "C"})
    assert after.text == (
        '# Boven.\n# eerst\n# waarom zo\n# hierbij\n[[person]]\nid = "a"\nname = "C"\n\n'
        '  [[ person ]]\nid = "b"\nname = "B"\n\n[[figure]] # cijfer\ntext = "f"\n'
    )
    assert Head('title="a"\nother   =   "b"\n').changed(0, {"title": "c", "other": "b"}).text == (
        'title = "c"\nother   =   "b"\n'
    )


def test_a_text_that_was_changed_in_another_window_is_not_written_over_unasked(visitor: Visitor, project: Path) -> None:
    path = f"{PEOPLE}/hilde"
    first = second = form(visitor, path)
    visitor.press(path, "bewaren", **first | {"about": "het eerste venster"})
    with pytest.raises(CohortError, match="intussen veranderd: in een ander venster, of door een collega"):
        visitor.press(path, "bewaren", **second | {"about": "het tweede venster"})
    assert "het eerste venster" in draft(project)
    assert "het tweede" not in draft(project)
    refused = visitor.get(path, doe="bewaren", **second | {"about": "het tweede venster"})
    assert "het tweede venster" in refused, "what was typed is on the page"
    mark = refused.partition('name="stond" value="')[2].partition('"')[0]
    visitor.press(path, "bewaren", **second | {"about": "het tweede venster", "stond": mark})
    assert "het tweede venster" in draft(project), "pressed again, knowing it"
    visitor.press(path, "bewaren", **second | {"about": "het tweede venster"})  # twice the same is no other text


def test_a_text_that_goes_by_its_place_is_never_written_over_its_neighbour(visitor: Visitor, project: Path) -> None:
    pairs = "schrijven/woordparen/cursus"
    second, away = form(visitor, f"{pairs}/1"), form(visitor, f"{pairs}/0")
    whole = tomllib.loads((project / "course" / "words.toml").read_text("utf-8"))["pair"]
    visitor.press(f"{pairs}/0", "weghalen", stond=away["stond"])
    with pytest.raises(CohortError, match="In deze lijst is intussen iets veranderd"):
        visitor.press(f"{pairs}/1", "bewaren", **second | {"flemish": "op de verkeerde plaats"})
    with pytest.raises(CohortError, match="Er is niets weggehaald"):
        visitor.press(f"{pairs}/0", "weghalen", stond=away["stond"])
    assert tomllib.loads(draft(project, "words.toml"))["pair"] == whole[1:]
    again = visitor.get(f"{pairs}/1", doe="bewaren", **second | {"flemish": "op de verkeerde plaats"})
    assert f'name="stond" value="{second["stond"]}"' in again, "another press does not put it there either"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "De naam is leeg."),
        ("bram", "De naam 'bram' is er al in deze lijst."),
        ("nieuw", "zo heet hier wat er nog niet is"),
        ("../x", "verwacht worden kleine letters, cijfers en streepjes. Kies bijvoorbeeld 'x'."),
        ("Ömer en Zoë", "Kies bijvoorbeeld 'omer-en-zoe'."),
        ("x" * 300, "verwacht worden hoogstens 80 tekens, gevonden 300"),
    ],
)
def test_a_text_is_not_renamed_to_what_cannot_be_found_again(
    visitor: Visitor, project: Path, name: str, told: str
) -> None:
    words = fields(visitor.get(f"{PEOPLE}/hilde"))
    with pytest.raises((CohortError, ContentError)) as refused:
        visitor.press(f"{PEOPLE}/hilde", "bewaren", **words | {"id": name})
    assert told in str(refused.value)
    assert str(project) not in str(refused.value), "a path of this machine tells a lecturer nothing"
    assert not (project / "kantoor" / ".schrijven").exists()
    shown = visitor.press(f"{PEOPLE}/hilde", "bewaren", **words | {"id": "hilde-2"})
    assert "Bewaard als concept" in shown


def test_a_name_with_signs_of_an_address_is_found_again_and_a_slash_is_refused(visitor: Visitor) -> None:
    new = "schrijven/afkortingen/cursus/nieuw"
    assert "Bewaard als concept" in visitor.press(new, "bewaren", short="W&H? 50%", full="wat en hoe")
    with pytest.raises(CohortError, match="'m/v' kan geen naam zijn: verwacht wordt een naam zonder schuine streep"):
        visitor.press(new, "bewaren", short="m/v", full="man of vrouw")


def test_who_presses_twice_has_one_new_text(visitor: Visitor, project: Path) -> None:
    for _ in range(2):
        visitor.press(f"schrijven/lesteksten/{LESSON}/nieuw", "bewaren", tekst="Precies deze tekst.", na="waarom")
        visitor.press(f"{FIGURES}/nieuw", "bewaren", text="Eén cijfer.", uncertainty="groot", source="hier")
    assert draft(project, f"{LESSON}/lesson.ipynb").count("Precies deze tekst.") == 1
    assert draft(project).count("Eén cijfer.") == 1


@pytest.mark.parametrize("key", ["low", "high", "right", "hint", "options", "unit"])
def test_a_value_of_a_check_that_is_emptied_does_not_stay_unseen(key: str) -> None:
    file = COURSE.parent / ASSIGNMENTS / LESSON / f"{LESSON}.ipynb"
    steps = Steps.of(file.read_text("utf-8"))
    number = next(n for n in range(len(steps)) if key in steps.entry(n).get("check", [{}])[0])
    entry = steps.entry(number)
    row = {name: value for name, value in entry["check"][0].items() if name != key}
    after = steps.changed(number, entry | {"check": [row]}).entry(number)["check"][0]
    assert after[key] == ([] if key == "options" else "")
    with pytest.raises(ContentError, match="welke namen"):
        steps.changed(number, {name: value for name, value in entry.items() if name != "check"})


def test_a_preview_of_what_was_emptied_tells_what_there_is(visitor: Visitor) -> None:
    about = f"schrijven/lesgegevens/{LESSON}/geheel"
    visitor.press(about, "bewaren", **fields(visitor.get(about)) | {"krachtlijn": ""})
    assert "minuten" in visitor.get(f"{about}/voorbeeld")
    text = f"schrijven/lesteksten/{LESSON}/waarom"
    visitor.press(text, "bewaren", **fields(visitor.get(text)) | {"tekst": ""})
    assert "Traceback" not in visitor.get(f"{text}/voorbeeld")


def test_a_remark_of_a_reader_is_said_in_the_words_of_a_form(visitor: Visitor) -> None:
    path = f"{PEOPLE}/hilde"
    shown = visitor.press(path, "bewaren", **fields(visitor.get(path)) | {"about": ""})
    assert "Hier: de tekst is leeg. Vul dit in." in shown
    fault = ContentError(
        Path("x.toml"), "sleutel 'person[0].about'", "verwacht wordt true of false.", "Verbeter de waarde."
    )
    told = faults_of(fault, KINDS["drempelmensen"], 0, "hilde")
    assert told == {"about": "verwacht wordt ja of nee. Verbeter wat er staat."}


def test_a_link_in_the_course_leads_nowhere_else_and_stops_nothing(visitor: Visitor, project: Path) -> None:
    outside, notes = project / "buiten.md", project / "course" / LESSON / "teaching-notes.md"
    outside.write_text("geheim\n", encoding="utf-8")
    notes.unlink()
    notes.symlink_to(outside)
    (notes.parent / "cases" / "kring").symlink_to(notes.parent / "cases")
    (notes.parent / "dood.txt").symlink_to(project / "nergens")
    with pytest.raises(ContentError, match="een koppeling naar een plaats buiten deze map"):
        visitor.get(f"schrijven/lesnotities/{LESSON}/geheel")
    words = fields(visitor.get(f"{PEOPLE}/hilde"))
    assert "Alles kan gelezen worden" in visitor.press(
        f"{PEOPLE}/hilde", "bewaren", **words | {"about": "speelt fluit"}
    )
    assert outside.read_text("utf-8") == "geheim\n"


def test_a_case_that_is_not_there_is_not_put_in_the_lesson(visitor: Visitor, project: Path) -> None:
    with pytest.raises(web.HTTPError):
        visitor.press(f"schrijven/casussen/{LESSON}/bestaat-niet", "tonen")
    with pytest.raises(CohortError, match="niet in de les getoond"):
        visitor.press(f"schrijven/casussen/{LESSON}/nieuw", "tonen")
    assert not (project / "kantoor" / ".schrijven").exists()


def test_what_is_refused_names_the_text_and_no_folder_of_this_machine(visitor: Visitor, project: Path) -> None:
    layout = f"schrijven/opbouw/{LESSON}"
    with pytest.raises(ContentError, match=f"^Teksten in de les, {LESSON}: de vraag is leeg"):
        visitor.press(layout, "toevoegen", onderdeel="show_note", vraag="", onder="waarom")
    with pytest.raises(ContentError, match=f"^course/{LESSON}/lesson.ipynb: dat onderdeel kan deze les niet tonen"):
        visitor.press(layout, "toevoegen", onderdeel="niets", onder="waarom")
    visitor.press(layout, "weggooien")
    file = project / "course" / FILE
    file.write_text(file.read_text("utf-8").replace('id = "hilde"', 'id = "hilde'), encoding="utf-8")
    for path in (PEOPLE, f"{PEOPLE}/bram"):
        with pytest.raises(ContentError, match=f"^course/{FILE}, regel \\d+: "):
            visitor.get(path)


TWO = 'check_choice("x", x, ["a", "b", "c"])\ncheck_value("x", {"a": 0, "b": 1, "c": 1}[x], 1, "Kijk.")'


def test_more_than_one_answer_can_be_right_and_stays_so() -> None:
    steps = made(TWO, ["a", "b", "c"])
    (row,) = steps.entry(0)["check"]
    assert row == {"name": "x", "options": ["a", "b", "c"], "rights": ["b", "c"], "hint": "Kijk."}
    for changed, code in (
        ({"options": ["z", "a", "b", "c"]}, '{"z": 0, "a": 1, "b": 2, "c": 2}[x], 2,'),
        ({"rights": ["a", "c"]}, '{"a": 0, "b": 1, "c": 0}[x], 0,'),
        ({"rights": ["c"]}, '{"a": 0, "b": 1, "c": 2}[x], 2,'),
        ({"hint": "Lees."}, '{"a": 0, "b": 1, "c": 1}[x], 1, "Lees."'),
    ):
        after = steps.changed(0, steps.entry(0) | {"check": [row | changed]})
        assert code in source(after.notebook["cells"][1])
    other = made(TWO.replace('"b": 1, "c": 1', '"b": 5, "c": 2').replace(", 1, ", ", 5, "))
    (row,) = other.entry(0)["check"]
    kept = other.changed(0, other.entry(0) | {"check": [row | {"rights": [], "hint": "Lees."}]})
    assert '{"a": 0, "b": 5, "c": 2}[x], 5, "Lees."' in source(kept.notebook["cells"][1]), "numbers nobody changed"
    (row,) = steps.entry(0)["check"]
    lost = steps.changed(0, steps.entry(0) | {"check": [row | {"options": ["a", "b"]}]})
    with pytest.raises(ContentError, match="verwacht wordt een van a, b"):
        check_steps(lost.notebook, Path("x.ipynb"))


@pytest.mark.parametrize("listed", ['["a", b]', '["a", 1]'])
def test_answers_that_are_no_texts_have_no_form(listed: str) -> None:
    steps = made(f'check_choice("x", x, {listed})\ncheck_value("x", x, "a", "Kijk.")')
    assert "check" not in steps.entry(0)


def test_code_that_does_not_end_says_so_before_anything_is_proved(visitor: Visitor, project: Path) -> None:
    path = f"schrijven/codestappen/{LESSON}/stap-2"
    shown = visitor.press(path, "bewaren", **form(visitor, path) | {"source": "verschil = (25 -\n"})
    told = shown.partition('id="fout-source"')[2].partition("</p>")[0]
    assert "dit is geen hele code: Python komt tot regel 1. Kijk of elk haakje" in told
    with pytest.raises(ContentError, match="nog niet gepubliceerd: dit is geen hele code"):
        visitor.press(path, "publiceren")
