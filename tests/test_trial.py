"""The house rules over a draft: they speak of the draft, of that file only, and the course itself stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.content import shipped_course
from sowcourse.errors import ContentError
from sowcourse.parts.debate.part import DebatePart
from sowcourse.skeleton.house_form import Pieces
from sowcourse.skeleton.manuscript import KINDS, with_entry
from sowcourse.skeleton.room import Room
from sowcourse.skeleton.trial import told_of

PLACE = "1-nabijheid/debate.toml"


def test_the_rules_read_the_draft_and_tell_only_of_its_file(tmp_path: Path) -> None:
    room, kind = Room(shipped_course(), tmp_path / "kast"), KINDS["debatten"]
    before = room.published(PLACE)
    entry = Pieces.of(before, kind.entry).entry(0)
    entry["argument"][0]["origin"] = "bestaat-niet"
    entry["introduction"] = "NOG TE SCHRIJVEN"
    room.keep(PLACE, with_entry(before, kind, 0, entry))
    found = told_of(room, PLACE)
    assert {"bestaande-namen", "niets-te-schrijven"} <= {problem.rule for problem in found}
    assert any("bestaat-niet" in problem.fault for problem in found)
    assert room.published(PLACE) == before
    room.forget(PLACE)
    assert told_of(room, PLACE) == []


def test_a_name_that_stands_for_nothing_is_told_in_dutch_where_a_part_is_made(tmp_path: Path) -> None:
    """The rules and a preview make every part of a lesson, also of a draft in which a name is wrong."""
    room, kind = Room(shipped_course(), tmp_path / "kast"), KINDS["debatten"]
    entry = Pieces.of(room.published(PLACE), kind.entry).entry(0)
    for key, wrong, told in (("reaction", "reactie-44", "er is geen reactie"), ("origin", "bart", "er is geen bron")):
        own = {key: wrong} if key in entry else {"argument": [each | {key: wrong} for each in entry["argument"]]}
        text = with_entry(room.published(PLACE), kind, 0, entry | own)
        with room.as_published(PLACE, text) as course, pytest.raises(ContentError, match=told):
            DebatePart("1-nabijheid", "namen-delen", course)
