"""The portfolio brings back what a student wrote, under the question that was asked."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import sowcourse
from sowcourse.course import load_course, load_module
from sowcourse.lesson import calls
from sowcourse.logbook import Logbook
from sowcourse.notebook import read_notebook
from sowcourse.parts import PARTS
from sowcourse.parts.portfolio.model import portfolio, shifts
from sowcourse.student.leaflet import leaflet
from sowcourse.widgets import show_journey, show_portfolio

M5 = "5-politiserend"


@pytest.fixture
def logbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Logbook:
    monkeypatch.setenv("SOWCOURSE_WORKFOLDER", str(tmp_path))
    return Logbook(tmp_path)


def fill(logbook: Logbook) -> None:
    logbook.put("0-start", {"standpunt": {"position": "neutraal", "why": "Ik twijfel."}})
    logbook.put(
        M5,
        {
            "notitie.reflectie": "Ik zweeg.\nEn ging weg.",
            "lezen.koffie": "In de auto.",
            "debat.in-gesprek-blijven": {
                "before": "oneens",
                "after": "eens",
                "plea": "Blijf praten.",
                "whyAfter": "De toon.",
            },
        },
    )


def test_every_note_of_every_lesson_has_its_question() -> None:
    notes = [
        (module.id, call)
        for module in load_course().modules
        for call in calls(read_notebook(module.lesson))
        if call.name == "show_note"
    ]
    assert all(call.named["question"].endswith(("?", ".")) for _, call in notes)
    (first,) = [call for name, call in notes if (name, call.values[1]) == (M5, "eerste-ingeving")]
    assert first.named["question"].startswith("Wat zou jij als eerste doen")


def test_a_debate_shows_what_moved(logbook: Logbook) -> None:
    fill(logbook)
    (moved,) = [shift for shift in shifts(logbook) if "in gesprek te blijven" in shift.motion]
    assert (moved.before, moved.after) == ("oneens", "eens")


def test_a_later_lesson_that_asks_no_position_does_not_hide_the_last_one(
    logbook: Logbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    logbook.put("0-start", {"standpunt": {"position": "neutraal"}})
    logbook.put("6-synthese", {"standpunt": {"position": "eens"}})
    course = load_course()
    later = replace(load_module("1-nabijheid"), krachtlijn="")
    monkeypatch.setattr(
        "sowcourse.parts.portfolio.model.load_course", lambda: replace(course, modules=(*course.modules, later))
    )
    (moved,) = [shift for shift in shifts(logbook) if shift.motion == course.thesis]
    assert (moved.before, moved.after) == ("neutraal", "eens")


def test_the_portfolio_holds_questions_answers_and_pleas(logbook: Logbook) -> None:
    fill(logbook)
    text = portfolio(logbook)
    assert "> Ik zweeg.\n> En ging weg." in text
    assert "**Waar hoorde of deed jij zelf aan espresso-kritiek?" in text
    assert "**In gesprek blijven of de strijd aangaan?: mijn pleidooi**\n\n> Blijf praten." in text
    assert "| oneens | eens |" in text


def fields() -> dict[str, set[str]]:
    """Script of a part → the keys under which its fields to write in keep what is written."""
    scripts = (Path(sowcourse.__file__).parent / "parts").glob("*/part.js")
    found = {}
    for script in scripts:
        text = script.read_text(encoding="utf-8")
        asked = re.split(r"\bfield\(", text)[1:]
        if asked and script.parent.name not in ("note", "reader"):  # these keep one text under a name of its own
            kept = [re.search(r"\A[^;]*?put\(\{ (\w+) \}", call) for call in asked]
            assert all(kept), f"{script.parent.name}: a field whose key this test cannot read"
            found[script.parent.name] = {key[1] for key in kept if key}
    return found


def test_every_field_of_every_part_comes_back_in_the_portfolio(logbook: Logbook) -> None:
    items = {"threshold": "1-nabijheid drempels", "ladder": "2-proceslogica ladder", "forum": f"{M5} forum"}
    items |= {"ecogram": "3-generalistisch ecogram", "collective": "4-verbindend collectief"}
    items |= {"position": "0-start standpunt", "debate": f"{M5} debat.in-gesprek-blijven"}
    asked = fields()
    assert set(asked) == set(items), "a new script with a field: give it a place in the portfolio"
    written = {}
    for script, keys in asked.items():
        answers = {key: f"Woord-{script}-{key}" for key in keys}
        written[script] = set(answers.values())
        module, item = items[script].split()
        logbook.put(module, {item: answers})
    text = portfolio(logbook)
    assert {word for words in written.values() for word in words if word not in text} == set()


def test_every_place_of_the_course_to_write_in_comes_back_in_portfolio_page_and_print(
    logbook: Logbook, tmp_path: Path
) -> None:
    words: dict[str, str] = {}
    for module in load_course().modules:
        kept: dict[str, str | dict[str, str]] = {}
        for call in calls(read_notebook(module.lesson)):
            kind = PARTS.get(call.name)
            for asked in kind(*call.values, **call.named).asked() if kind and kind.keeps else ():
                words[f"Woord-{len(words)}-hier"] = f"{module.id} {asked.item} {asked.key}"
                told = kept.setdefault(asked.item, {}) if asked.key else None
                if isinstance(told, dict):
                    told[asked.key] = list(words)[-1]
                else:
                    kept[asked.item] = list(words)[-1]
        logbook.put(module.id, kept)
    show_portfolio("0-start").set_state({"answer": {"portfolio": "2026-12-01"}, "count": 1})
    printed = "".join(leaflet(module, tmp_path) for module in load_course().modules)
    kinds = {"portfolio": portfolio(logbook), "page": (tmp_path / "portfolio.html").read_text(encoding="utf-8")}
    kinds["print"] = printed
    assert len(words) > 80
    assert {kind: [words[word] for word in words if word not in text] for kind, text in kinds.items()} == {
        "portfolio": [],
        "page": [],
        "print": [],
    }


def test_a_logbook_with_only_a_part_is_not_empty(logbook: Logbook) -> None:
    logbook.put("3-generalistisch", {"ecogram": {"why": "Het koor draagt haar."}})
    text = portfolio(logbook)
    assert "> Het koor draagt haar." in text
    assert "Je logboek is nog leeg" not in text


def test_an_empty_logbook_says_what_to_do(logbook: Logbook) -> None:
    assert "Je logboek is nog leeg. Werk eerst in een les" in portfolio(logbook)
    assert "Doe eerst een debat, en kom dan terug." in show_journey().data


def test_the_button_writes_two_files_that_hold_no_markup_of_the_student(logbook: Logbook, tmp_path: Path) -> None:
    fill(logbook)
    logbook.put(M5, {"notitie.reflectie": "<script>alert(1)</script>"})
    widget = show_portfolio("0-start")
    widget.set_state({"answer": {"portfolio": "2026-12-01"}, "count": 1})
    assert widget.saved["error"] == ""
    page = (tmp_path / "portfolio.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>\n<html lang='nl'>")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert (tmp_path / "portfolio.md").read_text(encoding="utf-8").startswith("# Mijn portfolio")


def test_a_folder_that_cannot_be_written_is_said(logbook: Logbook, tmp_path: Path) -> None:
    (tmp_path / "portfolio.md").mkdir()
    widget = show_portfolio("0-start")
    widget.set_state({"answer": {"portfolio": "2026-12-01"}, "count": 1})
    assert "Je portfolio kon niet worden bewaard" in widget.saved["error"]
