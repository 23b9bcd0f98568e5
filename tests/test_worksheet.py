"""A student's copy of an assignment is read as it stands, and handed in as one file with a receipt."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import sowcourse.lab
from sowcourse.check import CheckError, check_reflection
from sowcourse.content import assignments_root
from sowcourse.course import Module, load_course
from sowcourse.errors import ContentError, SowcourseError
from sowcourse.lab.server import reflection
from sowcourse.lesson import calls
from sowcourse.logbook import Logbook
from sowcourse.notebook import read_notebook
from sowcourse.pages.krachtlijn import sign
from sowcourse.pages.page import TOKENS, html_page
from sowcourse.parts import PARTS
from sowcourse.reflection import Criteria
from sowcourse.student.desk import asked_in, desk, following, items
from sowcourse.student.handin import arrived, hand_in, overview, receipt_code, receipts
from sowcourse.worksheet import Worksheet
from tests.content.judgement import labelled

ASSIGNMENT = "5-politiserend"
SOURCE = assignments_root() / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


def given(file: Path, **answers: str) -> Path:
    """The assignment as students get it, with some cells answered; underscores stand for hyphens."""
    notebook = read_notebook(SOURCE)
    for cell in notebook["cells"]:
        stub = cell["metadata"].get("sowcourse", {}).get("stub")
        if stub is not None:
            cell["source"] = answers.get(cell["id"].replace("-", "_"), stub)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A work folder with the model answers."""
    return Path(shutil.copyfile(SOURCE, tmp_path / f"{ASSIGNMENT}.ipynb"))


@pytest.mark.parametrize("assignment", sorted(folder.name for folder in assignments_root().glob("*/")))
def test_every_assignment_asks_twelve_things_and_its_model_answers_them_all(assignment: str) -> None:
    parts = Worksheet.read(assignments_root() / assignment / f"{assignment}.ipynb").parts()
    assert [part.kind for part in parts].count("exercise") == 5
    assert [part.kind for part in parts].count("choice") == 3
    assert [part.kind for part in parts].count("reflection") == 4
    assert all(part.answered and part.title for part in parts)


@pytest.mark.parametrize(
    ("cell", "answer", "answered"),
    [
        ("stap-4", "daling_be = ...\ndaling_nl = ...", False),
        ("stap-4", "daling_be = 12.9\ndaling_nl = ...", False),
        ("stap-4", "daling_be = 12.9\ndaling_nl = 8.4  # en verder ...", True),
        ("stap-4", "daling_be = (", True),
        ("stap-4", "", False),
        ("standpunt-vooraf", 'standpunt_vooraf = "eens"', True),
        ("reflectie", "**Situatie:**\n**Mijn aandeel:**\n\n\n**Blik van een ander:**\n**Volgende stap:**", False),
        ("reflectie", "Iets anders.", True),
    ],
)
def test_an_answer_counts_when_something_is_filled_in(tmp_path: Path, cell: str, answer: str, answered: bool) -> None:
    sheet = Worksheet.read(given(tmp_path / "x.ipynb", **{cell.replace("-", "_"): answer}))
    assert {part.cell: part.answered for part in sheet.parts()}[cell] is answered


def test_what_a_check_last_said_is_read_from_its_outputs(tmp_path: Path) -> None:
    file = given(tmp_path / "x.ipynb")
    notebook = read_notebook(file)
    for cell in notebook["cells"]:
        if cell["id"] == "test-stap-1":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "✓"}]
        if cell["id"] == "test-stap-2":
            cell["outputs"] = [{"output_type": "error", "ename": "CheckError", "evalue": "", "traceback": []}]
    file.write_text(json.dumps(notebook), encoding="utf-8")
    checks = {part.cell: part.check for part in Worksheet.read(file).parts()}
    assert (checks["stap-1"], checks["stap-2"], checks["stap-3"]) == ("ok", "open", "")


def test_the_criteria_are_those_of_the_check_and_nothing_is_asked_of_other_texts(model: Path) -> None:
    sheet = Worksheet.read(model)
    criteria = sheet.criteria("reflectie")
    assert isinstance(criteria, Criteria)
    assert (criteria.words, criteria.fewest_concepts, criteria.passage) == (150, 2, True)
    assert criteria.parts == ("Situatie", "Mijn aandeel", "Blik van een ander", "Volgende stap")
    assert all(remark.met for remark in sheet.remarks("reflectie"))
    assert not all(remark.met for remark in sheet.remarks("reflectie", "Te kort."))
    assert sheet.criteria("uitleg-val") is None
    assert sheet.remarks("uitleg-val") == ()


TEXTS = [
    "",
    "Te kort.",
    "**Situatie:** Situatie telt hier niet twee keer.\n\n**Mijn aandeel:** Niets.",
    *(reflection["text"] for reflection in labelled()),
]


@pytest.mark.parametrize("begin", range(0, len(TEXTS), 40))
def test_the_desk_says_of_every_text_what_the_check_below_it_says(
    begin: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for text in TEXTS[begin : begin + 40]:
        file = given(tmp_path / f"{ASSIGNMENT}.ipynb", reflectie=text)
        sheet = Worksheet.read(file)
        criteria = sheet.criteria("reflectie")
        assert criteria is not None
        told = reflection(tmp_path, {"path": file.name, "cell": "reflectie", "text": text})
        try:
            check_reflection(ASSIGNMENT, "reflectie", criteria)
            still = ""
        except CheckError as error:
            still = str(error)
        met = [line.removeprefix("✓ ") for line in capsys.readouterr().out.splitlines()]
        assert [remark["sentence"] for remark in told["remarks"] if remark["met"]] == met
        wanting = [line.removeprefix("• ") for line in still.splitlines() if line.startswith("• ")]
        assert [remark["sentence"] for remark in told["remarks"] if not remark["met"]] == wanting
        assert any(f"Je schreef {told['words']} woorden" in remark["sentence"] for remark in told["remarks"])


def test_the_overview_before_handing_in_names_what_is_open_and_who_may_be_recognised(tmp_path: Path) -> None:
    file = given(tmp_path / "x.ipynb", reflectie="**Situatie:** Ik bel Kevin Peeters op 0478 12 34 56.")
    notebook = read_notebook(file)
    notebook["metadata"]["sowcourse"]["deadline"] = "2026-10-25T22:59:00+00:00"
    told = overview(file, notebook)
    assert list(told) == ["assignment", "deadline", "parts", "details"]
    assert (told["assignment"], told["deadline"]) == (ASSIGNMENT, "2026-10-25T22:59:00+00:00")
    parts = {part["cell"]: part for part in told["parts"]}  # type: ignore[attr-defined]
    assert (parts["stap-1"]["answered"], parts["stap-1"]["missing"]) == (False, [])
    assert not any("Je schreef gewone zinnen" in sentence for sentence in parts["reflectie"]["missing"])
    assert any("verwacht worden er minstens 150" in sentence for sentence in parts["reflectie"]["missing"])
    details: list[dict[str, str]] = told["details"]  # type: ignore[assignment]
    assert {(detail["cell"], detail["words"]) for detail in details} == {
        ("reflectie", "Kevin Peeters"),
        ("reflectie", "0478 12 34 56"),
    }
    assert all(detail["advice"] for detail in details)
    untouched = overview(given(file))["parts"]
    assert {str(part["missing"]) for part in untouched} == {"[]"}, "what is not begun is not short"  # type: ignore[attr-defined]


def test_handing_in_makes_one_file_with_its_receipt_and_leaves_the_notebook(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOWCOURSE_TIJDZONE", "Europe/Brussels")
    before, asked = model.read_bytes(), read_notebook(model)["metadata"]
    begun = datetime.now(UTC).replace(microsecond=0)
    receipt = hand_in(model, tmp_path)
    assert model.read_bytes() == before
    made = read_notebook(tmp_path / receipt.file)
    ours = {"receipt": {"code": receipt.code, "moment": receipt.moment}}
    assert made["metadata"] == asked | {"sowcourse": asked["sowcourse"] | ours}
    assert receipt.code == receipt_code(made["cells"])
    assert re.fullmatch("[0-9a-f]{12}", receipt.code), "to be read out to a lecturer"
    moment = datetime.fromisoformat(receipt.moment)
    assert begun <= moment <= datetime.now(UTC)
    assert moment.utcoffset() is not None
    assert receipt.file == f"ingeleverd/{ASSIGNMENT} {moment:%Y-%m-%d %H.%M.%S}/{ASSIGNMENT}.ipynb"
    assert (receipt.assignment, receipt.answered, receipt.asked, receipt.arrived) == (ASSIGNMENT, 12, 12, False)
    assert receipts(tmp_path) == [receipt]


def test_what_stands_in_the_editor_is_handed_in_and_counted(tmp_path: Path) -> None:
    file = given(tmp_path / "x.ipynb")
    notebook = read_notebook(given(tmp_path / "y.ipynb", standpunt_vooraf='standpunt_vooraf = "eens"'))
    saved, shown = hand_in(file, tmp_path / "a"), hand_in(file, tmp_path / "b", notebook)
    assert (saved.answered, shown.answered, shown.asked) == (0, 1, 12)
    assert shown.code == receipt_code(notebook["cells"]) != saved.code
    assert 'standpunt_vooraf = "eens"' in (tmp_path / "b" / shown.file).read_text(encoding="utf-8").replace("\\", "")


def test_the_newest_receipt_stands_first_and_can_be_read_by_a_person(model: Path, tmp_path: Path) -> None:
    first = hand_in(model, tmp_path)
    places = [tmp_path / "ingeleverd" / f"{name}" / "ontvangstbewijs.json" for name in ("a", "é")]
    later = [replace(first, moment=f"2036-01-0{day}T10:00:00+01:00", file="ingeleverd/é/x.ipynb") for day in (1, 2)]
    for place, receipt in zip(places, later, strict=True):
        place.parent.mkdir()
        place.write_text(json.dumps(asdict(receipt), ensure_ascii=False), encoding="utf-8")
    assert receipts(tmp_path) == [later[1], later[0], first]
    (kept,) = (tmp_path / "ingeleverd").glob(f"{ASSIGNMENT}*/ontvangstbewijs.json")
    assert kept.read_text(encoding="utf-8").splitlines()[1] == f' "assignment": "{ASSIGNMENT}",'


def test_the_code_of_a_receipt_changes_with_the_answers_and_with_nothing_else(model: Path) -> None:
    notebook = read_notebook(model)
    code = receipt_code(notebook["cells"])
    for cell in notebook["cells"]:
        cell["outputs"] = []
    assert receipt_code(notebook["cells"]) == code
    notebook["cells"][-1]["metadata"] = {}
    assert receipt_code(notebook["cells"]) != code


def test_the_code_of_the_same_answers_is_the_same_on_every_computer_and_in_every_year() -> None:
    answer = {"metadata": {"nbgrader": {"grade_id": "reflectie", "locked": False}}, "source": "Eén zin."}
    ours = {"metadata": {"nbgrader": {"grade_id": "test", "locked": True}}, "source": "1"}
    assert receipt_code([answer, {"metadata": {}, "source": "Van mij."}, ours]) == "6fe4d3a92aaa"


def test_who_hands_in_twice_in_one_second_has_the_last(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sowcourse.student.handin.there", lambda moment: datetime(2026, 12, 18, 23, 59, tzinfo=UTC))
    first = hand_in(model, tmp_path)
    last = hand_in(given(tmp_path / "x.ipynb"), tmp_path)
    assert first.file == last.file
    assert receipts(tmp_path) == [last]
    assert receipt_code(read_notebook(tmp_path / last.file)["cells"]) == last.code != first.code


def test_what_is_no_assignment_cannot_be_handed_in_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "x.ipynb").write_text('{"cells": [], "metadata": {}}', encoding="utf-8")
    with pytest.raises(SowcourseError) as refused:
        hand_in(tmp_path / "x.ipynb", tmp_path)
    told = "dit is geen opdracht van deze cursus. Open de opdracht en probeer opnieuw."
    assert str(refused.value) == f"x.ipynb: {told}"
    for wrong in ({"cells": read_notebook(SOURCE)["cells"], "metadata": {}}, read_notebook(SOURCE) | {"cells": []}):
        (tmp_path / "x.ipynb").write_text(json.dumps(wrong), encoding="utf-8")
        with pytest.raises(SowcourseError, match="dit is geen opdracht van deze cursus"):
            hand_in(tmp_path / "x.ipynb", tmp_path)
    (tmp_path / "y.ipynb").write_text("geen", encoding="utf-8")
    with pytest.raises(ContentError, match="dit is geen notebook"):
        hand_in(tmp_path / "y.ipynb", tmp_path)
    assert not (tmp_path / "ingeleverd").exists()


def test_without_room_the_student_hears_that_the_assignment_is_unchanged(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sowcourse.student.handin.write_durably", full)
    with pytest.raises(SowcourseError) as refused:
        hand_in(model, tmp_path)
    (place,) = (tmp_path / "ingeleverd").iterdir()
    assert str(refused.value) == (
        f"{place}: hier kan niet worden geschreven (de schijf is vol). Maak ruimte op de schijf en probeer opnieuw; je "
        "opdracht zelf is niet veranderd."
    )
    assert receipts(tmp_path) == []


def test_a_damaged_receipt_is_passed_over(model: Path, tmp_path: Path) -> None:
    receipt = hand_in(model, tmp_path)
    for name, text in (("a", "{"), ("b", '{"code": 1}'), ("c", "[]")):
        (tmp_path / "ingeleverd" / name).mkdir()
        (tmp_path / "ingeleverd" / name / "ontvangstbewijs.json").write_text(text, encoding="utf-8")
    assert receipts(tmp_path) == [receipt]


# The desk ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A work folder with two lessons."""
    (tmp_path / "lessen").mkdir()
    for module in load_course().modules[:2]:
        shutil.copyfile(module.lesson, tmp_path / "lessen" / f"{module.id}.ipynb")
    return tmp_path


def states(work: Path) -> dict[str, str]:
    return {item.path: item.state for item in items(work)}


def test_a_lesson_is_new_then_begun_then_done_when_every_part_holds_something(work: Path) -> None:
    assert states(work) == {"lessen/0-start.ipynb": "nieuw", "lessen/1-nabijheid.ipynb": "nieuw"}
    Logbook(work).put("0-start", {"notitie.verwachting": ""})
    assert states(work)["lessen/0-start.ipynb"] == "nieuw"
    Logbook(work).put("0-start", {"notitie.verwachting": "Veel."})
    (start, _) = items(work)
    assert (start.state, start.told) == ("begonnen", "1 van 5 onderdelen · ongeveer 60 minuten")
    Logbook(work).put("0-start", {"lezen.a": "x", "bewering.b": "x", "standpunt": {"before": "eens"}, "toets.c": "a"})
    assert states(work) == {"lessen/0-start.ipynb": "af", "lessen/1-nabijheid.ipynb": "nieuw"}


@pytest.mark.parametrize("module", load_course().modules, ids=lambda module: module.id)
def test_the_desk_counts_just_the_parts_that_ask_something(
    module: Module, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOWCOURSE_WORKFOLDER", str(tmp_path))
    made = [PARTS[call.name](*call.values, **call.named) for call in calls(read_notebook(module.lesson))]
    assert asked_in(module) == [part.item for part in made if part.data["asks"]]
    assert len(asked_in(module)) >= 4


def test_an_assignment_goes_from_new_to_a_file_that_was_made_and_back_when_it_changes(work: Path) -> None:
    file = given(work / "opdrachten" / f"{ASSIGNMENT}.ipynb")
    place = f"opdrachten/{ASSIGNMENT}.ipynb"
    assert states(work)[place] == "nieuw"
    given(file, standpunt_vooraf='standpunt_vooraf = "eens"')
    assert states(work)[place] == "begonnen"
    hand_in(file, work)
    assert states(work)[place] == "bestand gemaakt"
    given(file, standpunt_vooraf='standpunt_vooraf = "oneens"')
    found = next(item for item in items(work) if item.path == place)
    assert found.state == "begonnen"
    assert re.search(r"veranderd sinds .* lever opnieuw in", found.told)


def test_what_arrived_in_the_exchange_is_handed_in_until_it_changes(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = given(work / f"{ASSIGNMENT}.ipynb", standpunt_vooraf='standpunt_vooraf = "eens"')
    monkeypatch.setenv("SOWCOURSE_TIJDZONE", "Europe/Brussels")
    receipt = arrived(hand_in(file, work), work, datetime(2026, 12, 18, 22, 59, tzinfo=UTC), file)
    assert (receipt.arrived, receipt.moment) == (True, "2026-12-18T23:59:00+01:00")
    assert receipts(work) == [receipt]
    assert states(work)[file.name] == "ingeleverd"
    given(file, standpunt_vooraf='standpunt_vooraf = "oneens"')
    assert states(work)[file.name] == "begonnen"


def test_a_copy_that_arrived_with_other_answers_is_no_receipt(work: Path) -> None:
    file = given(work / f"{ASSIGNMENT}.ipynb", standpunt_vooraf='standpunt_vooraf = "eens"')
    receipt = hand_in(file, work)
    given(file, standpunt_vooraf='standpunt_vooraf = "oneens"')
    with pytest.raises(SowcourseError) as refused:
        arrived(receipt, work, datetime.now(UTC), file)
    code = receipt_code(read_notebook(file)["cells"])
    assert str(refused.value) == (
        f"{receipt.file}: wat aankwam, heeft een andere code ({code}) dan jouw bestand ({receipt.code}). Lever opnieuw "
        "in."
    )
    assert receipts(work) == [receipt]


def test_a_page_with_feedback_is_called_by_what_it_is_about(work: Path) -> None:
    folder = work / "terugkoppeling"
    folder.mkdir()
    (folder / "r0000007.html").write_text(html_page("Opdracht 5 &amp; meer · An De Smet", ""), encoding="utf-8")
    (folder / "zomaar.html").write_text("<p>niets", encoding="utf-8")
    found = [(item.title, item.state) for item in items(work) if item.kind == "feedback"]
    assert found == [("Opdracht 5 &amp; meer", "klaar om te lezen"), ("zomaar", "klaar om te lezen")]


def test_the_deadline_is_told_in_local_time_with_its_zone(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Europe/Brussels")
    time.tzset()
    file = given(work / f"{ASSIGNMENT}.ipynb")
    notebook = read_notebook(file)
    notebook["metadata"]["sowcourse"]["deadline"] = "2026-10-25T22:59:00+00:00"
    file.write_text(json.dumps(notebook), encoding="utf-8")
    told = next(item.told for item in items(work) if item.kind == "assignment")
    monkeypatch.undo()
    time.tzset()
    assert told == "0 van 12 ingevuld · inleveren vóór 25 oktober om 23:59 (CET)"


def test_what_is_begun_comes_before_what_is_new(work: Path) -> None:
    assert following(items(work)) is not None
    Logbook(work).put("1-nabijheid", {"notitie.eerste-ingeving": "Wachten."})
    after = following(items(work))
    assert after is not None
    assert after.module == "1-nabijheid"
    assert following([]) is None


def test_an_assignment_carries_the_sign_and_the_line_of_its_krachtlijn(work: Path) -> None:
    given(work / f"{ASSIGNMENT}.ipynb")
    shown = desk(work)["items"]
    assert isinstance(shown, list)
    (item,) = (each for each in shown if each["kind"] == "assignment")
    assert (item["line"], item["sign"]) == ("politiserend", str(sign("politiserend")))
    assert item["sign"].startswith("<svg")


@pytest.mark.parametrize("light", [True, False])
def test_a_krachtlijn_has_the_same_colour_at_the_desk_as_on_a_page(light: bool) -> None:
    pages, dark = TOKENS.split("@media (prefers-color-scheme: dark)")
    style = (Path(sowcourse.lab.__file__).parent / "labextension/static/style.css").read_text("utf-8")
    dark_line = 'body[data-jp-theme-light="false"]'
    mine = "".join(line for line in style.splitlines() if line.startswith(dark_line) != light)
    found = dict(re.findall(r"\.sowcourse-course \.line-(\w+) { --line: (#\w+)", mine))
    told = dict(re.findall(r"\.line-(\w+) { --line: (#\w+)", pages if light else dark))
    assert len(told) == 5
    assert {line: colour for line, colour in found.items() if line != "geen"} == told


def test_other_notebooks_and_what_was_made_to_hand_in_are_not_on_the_desk(work: Path) -> None:
    (work / "eigen.ipynb").write_text('{"cells": [], "metadata": {}}', encoding="utf-8")
    (work / "tekst.ipynb").write_text("geen", encoding="utf-8")
    hand_in(given(work / f"{ASSIGNMENT}.ipynb"), work)
    assert [item.path for item in items(work) if item.kind == "assignment"] == [f"{ASSIGNMENT}.ipynb"]


def test_a_notebook_that_was_cut_off_does_not_vanish_from_the_desk(work: Path) -> None:
    cut = given(work / f"{ASSIGNMENT}.ipynb")
    cut.write_bytes(cut.read_bytes()[:5000])
    os.utime(cut, (0, 0))  # nobody is writing it
    (item,) = (item for item in items(work) if item.kind == "assignment")
    assert (item.path, item.state) == (cut.name, "niet te lezen")
    assert "staat nog niet helemaal op de schijf" in item.told


def test_a_logbook_that_cannot_be_read_is_a_sentence_on_the_desk(work: Path) -> None:
    (work / "logboek.json").write_text("{", encoding="utf-8")
    assert "je logboek is beschadigd" in str(desk(work)["problem"])
