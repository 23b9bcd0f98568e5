"""Signals share a cause; ties name people who exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.errors import ContentError
from sowcourse.parts.collective.model import load_collective


def test_seven_of_twelve_signals_share_the_building() -> None:
    signals = load_collective("4-verbindend").signals
    assert len(signals) == 12
    assert sum(signal.group == "gebouw" for signal in signals) == 7
    assert any(signal.group == "staat op zichzelf" for signal in signals)


def test_every_new_tie_says_what_it_takes_and_an_existing_one_does_not() -> None:
    ties = load_collective("4-verbindend").ties
    assert {tie.kind for tie in ties} == {"bestaat", "bonding", "bridging", "linking"}
    assert all(bool(tie.how) == (tie.kind != "bestaat") for tie in ties)


def test_a_tie_with_a_stranger_is_refused(tiny_course: Path) -> None:
    (tiny_course / "1-nabijheid" / "collective.toml").write_text(
        'introduction = "x"\ngroups = ["a"]\nstart = "jan"\n[[signal]]\nid = "s"\ntext = "t"\ngroup = "a"\n'
        'reason = "r"\n[[node]]\nid = "jan"\nname = "Jan"\nplace = "hier"\n[[tie]]\nbetween = ["jan", "piet"]\n'
        'kind = "bestaat"\n',
        encoding="utf-8",
    )
    with pytest.raises(ContentError, match=r"verwacht worden twee bestaande namen, gevonden jan, piet\."):
        load_collective("1-nabijheid", tiny_course)
