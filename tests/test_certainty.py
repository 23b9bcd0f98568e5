"""How sure somebody is comes back wherever a part is asked for what was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse import widgets
from sowcourse.logbook import Logbook
from sowcourse.parts import PARTS

STATEMENT = "Wie hulp vraagt, krijgt die ook."
ANSWER = {"zekerheid.hulp": {"step": "vrij zeker", "change": "Een wachtlijst <hier>."}}


def test_it_has_a_plain_form_to_write_on_and_one_with_the_answer() -> None:
    part = PARTS["show_certainty"]("1-nabijheid", "hulp", STATEMENT)
    empty = part.body({})
    assert STATEMENT in empty
    assert "helemaal niet zeker · niet zo zeker · half om half · vrij zeker · heel zeker" in empty
    assert "…………" in empty
    filled = part.body(ANSWER)
    assert "Hoe zeker ben je? vrij zeker" in filled
    assert "Een wachtlijst &lt;hier&gt;." in filled


def test_what_was_written_is_told_with_what_was_asked() -> None:
    part = PARTS["show_certainty"]("1-nabijheid", "hulp", STATEMENT)
    assert part.written(ANSWER) == [("Wat zou je van gedachten doen veranderen?", "Een wachtlijst <hier>.")]
    assert part.written({}) == []


def test_a_notebook_shows_it_with_what_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOWCOURSE_WORKFOLDER", str(tmp_path))
    Logbook(tmp_path).put("1-nabijheid", ANSWER)
    assert widgets.show_certainty("1-nabijheid", "hulp", STATEMENT).answer == ANSWER
