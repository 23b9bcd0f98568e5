"""Which text of an earlier version a text was, in lists whose texts have no name; and what a page then shows."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from sowcourse.errors import CohortError
from sowcourse.skeleton.counterpart import UndecidedError, counterpart
from tests.test_author_room import fields
from tests.walking_office import Visitor, spoilable, writing_in

PAIRS = "schrijven/woordparen/cursus"


def texts(*said: str) -> list[dict[str, object]]:
    return [{"text": each} for each in said]


A, B, C = "het loket is dicht op maandag", "een brief vol moeilijke woorden", "wie belt wacht een uur aan de lijn"


@pytest.mark.parametrize(
    ("now", "number", "before", "place"),
    [
        ([B, C], 0, [A, B, C], 1),  # what stood above went
        ([A, B, C], 2, [A, C], 1),  # something came above
        ([C, A, B], 0, [A, B, C], 2),  # it was moved
        ([A, "heel anders", C], 1, [A, B, C], 1),  # written anew between the same neighbours
        ([f"{B} erbij", C], 0, [A, B, C], 1),  # changed, and what stood above went
        ([C, f"{B} erbij", A], 1, [B, A, C], 0),  # changed and moved
        ([A, B, C], 1, [A, C], None),  # it was not there
        ([A, A, B], 1, [A, A], 1),  # two that say the same
        ([A], 0, [], None),
    ],
)
def test_what_a_text_says_decides_which_it_was_and_not_its_place(
    now: list[str], number: int, before: list[str], place: int | None
) -> None:
    assert counterpart(texts(*now), number, texts(*before)) == place


@pytest.mark.parametrize(
    ("now", "number", "before"),
    [
        (["heel anders", C], 0, [A, B, C]),  # one went and one was written anew: which?
        ([f"{B} erbij"], 0, [f"{B} toen", f"{B} ooit"]),  # like two
        ([f"{B} erbij", f"{B} ook"], 0, [A, B]),  # two are like it
    ],
)
def test_what_cannot_be_decided_is_not_guessed(now: list[str], number: int, before: list[str]) -> None:
    with pytest.raises(UndecidedError):
        counterpart(texts(*now), number, texts(*before))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return spoilable(tmp_path)


@pytest.fixture
def visitor(project: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return writing_in(project, monkeypatch)


def pairs(project: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = tomllib.loads((project / "course" / "words.toml").read_text("utf-8"))["pair"]
    return found


def past(visitor: Visitor, number: int) -> str:
    return visitor.get(f"{PAIRS}/{number}").partition('id="vorige"')[2]


def test_the_history_of_a_text_without_a_name_stays_its_own_when_one_above_it_goes(
    visitor: Visitor, project: Path
) -> None:
    first, second, third = pairs(project)[:3]
    words = fields(visitor.get(f"{PAIRS}/1"))
    visitor.press(f"{PAIRS}/1", "bewaren", **words | {"flemish": "een woord van nu"})
    visitor.press(f"{PAIRS}/1", "publiceren")
    visitor.press(f"{PAIRS}/0", "weghalen")
    assert [each["flemish"] for each in pairs(project)[:2]] == [first["flemish"], "een woord van nu"], "a draft"
    shown = past(visitor, 0)
    assert second["flemish"] in shown, "already while it is a draft"
    assert first["flemish"] not in shown
    visitor.press(PAIRS, "publiceren")
    shown = past(visitor, 0)
    assert second["flemish"] in shown
    assert first["flemish"] not in shown
    assert past(visitor, 1) == "", f"{third} was never another"
    version = re.search(r'name="versie" value="([\d-]+)"', shown)
    assert version
    visitor.press(f"{PAIRS}/0", "terugzetten", versie=version[1])
    visitor.press(PAIRS, "publiceren")
    assert pairs(project)[:2] == [second, third], "the text itself is back, and its neighbour is as it was"


def test_where_nobody_can_say_which_text_it_was_nothing_is_shown_and_it_says_why(
    visitor: Visitor, project: Path
) -> None:
    first = pairs(project)[0]
    visitor.press(f"{PAIRS}/0", "weghalen")
    words = fields(visitor.get(f"{PAIRS}/0"))
    anew = {name: f"nieuw {number}" for number, name in enumerate(words)}
    visitor.press(f"{PAIRS}/0", "bewaren", **words | anew)
    visitor.press(PAIRS, "publiceren")
    shown = past(visitor, 0)
    assert "weten we niet zeker welke tekst deze was" in shown
    assert "Daarom tonen we niets." in shown
    assert first["flemish"] not in shown
    assert 'name="versie"' not in shown
    version = re.search(r'name="versie" value="([\d-]+)"', visitor.get(PAIRS)) or re.search(
        r'value="(\d{8}-\d{6}-\d{6})"', visitor.get(PAIRS)
    )
    assert version
    with pytest.raises(CohortError, match="of is niet te zeggen welke tekst het was"):
        visitor.press(f"{PAIRS}/0", "terugzetten", versie=version[1])


def test_a_link_of_a_list_leads_to_its_text_also_when_one_above_it_went(visitor: Visitor, project: Path) -> None:
    second = pairs(project)[1]
    links = re.findall(rf'href="/kantoor/({PAIRS}/\d+\?[^"]+)"', visitor.get(PAIRS))
    assert len(links) == len(pairs(project))
    path, _, mark = links[1].partition("?stond=")
    assert second["flemish"] in visitor.get(path, stond=mark)
    visitor.press(f"{PAIRS}/0", "weghalen")
    words = fields(visitor.get(path, stond=mark))
    assert words["flemish"] == second["flemish"], "at another place now"
    last, _, mark = links[-1].partition("?stond=")
    assert fields(visitor.get(last, stond=mark))["flemish"] == pairs(project)[-1]["flemish"], "no such place any more"
    assert fields(visitor.get(path, stond="0" * 16))["flemish"] == pairs(project)[2]["flemish"], "not known: the place"


def test_of_two_texts_that_are_alike_an_old_link_opens_the_nearest_and_no_other(visitor: Visitor) -> None:
    words = fields(visitor.get(f"{PAIRS}/1"))
    words.pop("stond", None)
    for _ in range(2):
        visitor.press(f"{PAIRS}/nieuw", "bewaren", **words)
    links = re.findall(rf'href="/kantoor/({PAIRS}/\d+\?[^"]+)"', visitor.get(PAIRS))
    shown = visitor.press(f"{PAIRS}/0", "weghalen")
    assert re.search(r"Weggehaald in het concept: [a-z ]+ 1\.", shown), "as it is called on its page"
    for link in (links[-1], links[-2]):
        path, _, mark = link.partition("?stond=")
        assert fields(visitor.get(path, stond=mark))["flemish"] == words["flemish"], "the last place is gone"
