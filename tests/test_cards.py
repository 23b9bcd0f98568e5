"""Cards for class: one per argument and per case, on a page and in Word, by one command."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
from docx import Document

from sowcourse import cli
from sowcourse.course import load_cases
from sowcourse.debate import load_debates
from sowcourse.errors import ContentError
from sowcourse.programme.cards import class_cards


def test_every_motion_argument_rebuttal_case_and_question_has_a_card() -> None:
    (debate,) = load_debates("4-verbindend").values()
    cases = load_cases("4-verbindend")
    kinds = Counter(card.kind for card in class_cards("4-verbindend"))
    assert kinds == {
        "Stelling": 1,
        "Voor": len(debate.side("pro")),
        "Weerwoord op een argument voor": len(debate.side("pro")),
        "Tegen": len(debate.side("contra")),
        "Weerwoord op een argument tegen": len(debate.side("contra")),
        "Om over door te praten": len(debate.questions),
        "Casus": len(cases),
        "Vraag bij de casus": sum(len(case.questions) for case in cases),
    }


def test_an_argument_says_where_it_comes_from_and_what_is_ours() -> None:
    cards = {card.lines[0]: card for card in class_cards("1-nabijheid")}
    card = cards["Nabij zijn kan alleen als mensen mee bepalen waar het over gaat."]
    assert card.lines[1] == "Van ons erbij: Wie een naam doorgeeft, heeft die keuze voor hen gemaakt."
    assert card.foot == "essay, p10"


def test_one_command_writes_a_page_and_a_word_file_with_the_same_cards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["sowcourse", "cards", "5-politiserend"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    assert "kaarten-5-politiserend.docx" in capsys.readouterr().out.replace("\n", "")
    page = (tmp_path / "kaarten" / "kaarten-5-politiserend.html").read_text(encoding="utf-8")
    (table,) = Document(str(tmp_path / "kaarten" / "kaarten-5-politiserend.docx")).tables
    cards = class_cards("5-politiserend")
    filled = [cell for row in table.rows for cell in row.cells if cell.text]
    assert page.count("<li ") == len(filled) == len(cards)
    assert "Casus: Veertien dossiers · Nederland" in page
    assert sorted(path.name for path in (tmp_path / "kaarten").iterdir()) == [
        "kaarten-5-politiserend.docx",
        "kaarten-5-politiserend.html",
    ]


def test_a_lesson_without_debate_or_case_is_refused_with_what_to_do() -> None:
    with pytest.raises(ContentError, match=r"deze les heeft geen debat en geen casus\. Kies een andere les\."):
        class_cards("0-start")
