"""Pictures of a class: what is drawn is what the table says, and nothing that may not be told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from sowcourse.gradebook.digest import Digest, Failure
from sowcourse.gradebook.gradebook import Result
from sowcourse.gradebook.scores import CellResult
from sowcourse.report.figure import Bar, bars, columns, flow, walk
from sowcourse.report.grid import Grid, Value, number, slip_grid, spread_grid, words
from sowcourse.report.picture import (
    arrival_picture,
    arrivals,
    item_picture,
    position_picture,
    slip_picture,
    spread,
    spread_picture,
    state_picture,
)
from sowcourse.report.slip import slips

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def result(student: str, check: float | None, person: float | None, hours: float = 0, late: bool = False) -> Result:
    """A submission; None for points that are not there."""
    cells = (
        CellResult("stap-1", 10, check or 0, False, check is None, "", held=check is None),
        CellResult("uitleg", 20, person or 0, True, person is None, ""),
    )
    return Result(student, NOON - timedelta(hours=hours), late, True, cells)


def failing(*said: str) -> Digest:
    return Digest(False, ("", ""), {"stap-1": Failure(said, "x = 1")}, {}, (), None)


def test_points_are_put_together_by_tenths_and_only_when_they_are_there() -> None:
    found = [result("a", 10, 20), result("b", 9.9, None), result("c", 0, 1), result("d", None, 20)]
    assert [(b.label, b.students) for b in spread(found, False) if b.students] == [("0–10%", 1), ("90–100%", 2)]
    assert sum(b.students for b in spread(found, True)) == 2, "who waits for a check or a person is left out"
    assert [b.students for b in spread(found, None)] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1], "3% and all of it"
    assert spread([], False) == []
    drawn = spread_picture(found, False, "Controles")
    assert "de helft heeft minder dan 99%" in drawn
    assert [value.told for value in spread_grid(found).rows[9]] == ["90–100%", "2", "1", "1"]


def test_nobody_without_points_is_drawn_as_zero() -> None:
    nothing = Result("a", None, False, False, ())
    assert spread([nothing], None) == []
    assert spread_picture([nothing], None, "Alles") == ""
    assert item_picture([]) == ""
    assert arrival_picture([nothing], "Europe/Brussels", NOON) == ""


def test_where_everybody_is_counts_everybody() -> None:
    found = {"a": result("a", 10, 20), "b": result("b", 10, None), "c": Result("c", None, False, False, ())}
    drawn = state_picture({"5": found})
    for told in ("klaar: 1", "te beoordelen: 1", "niet ingeleverd: 1"):
        assert f"<title>{told}</title>" in drawn
    assert 'class="empty"' in drawn, "who handed nothing in is not filled"


def test_what_came_in_stands_in_the_time_of_the_class() -> None:
    """Half past eleven at night in Brussels is another day than in UTC."""
    night = Result("a", datetime(2026, 11, 23, 23, 30, tzinfo=UTC), False, True, ())
    early = Result("b", datetime(2026, 11, 20, 9, 0, tzinfo=UTC), False, True, ())
    assert [(b.label, b.students) for b in arrivals([night, early], "Europe/Brussels")] == [
        ("vr 20-11", 1),
        ("za 21-11", 0),
        ("zo 22-11", 0),
        ("ma 23-11", 0),
        ("di 24-11", 1),
    ]


def test_a_class_of_one_morning_is_drawn_by_the_hour_and_one_of_a_year_by_the_month() -> None:
    morning = [result(str(hours), 1, 1, hours) for hours in range(5)]
    assert [b.label for b in arrivals(morning, "Europe/Brussels")] == [f"di {hour:02} u" for hour in range(8, 13)]
    year = [result(str(days), 1, 1, days * 24) for days in range(0, 360, 10)]
    found = arrivals(year, "Europe/Brussels")
    assert len(found) <= 20
    assert sum(b.students for b in found) == len(year)


def test_a_deadline_stands_between_what_came_before_and_after_it() -> None:
    found = [result("a", 1, 1, hours=24), result("b", 1, 1, hours=-24, late=True)]
    drawn = arrival_picture(found, "Europe/Brussels", NOON)
    assert "deadline 24-11 12:00" in drawn
    assert "1 te laat, volgens ieders eigen deadline" in drawn
    assert "deadline" not in arrival_picture(found, "Europe/Brussels", NOON + timedelta(days=90)).replace(
        "eigen deadline", ""
    )


def test_no_stream_holds_fewer_than_five_and_no_hidden_number_can_be_seen() -> None:
    pairs = [("oneens", "oneens")] * 6 + [("eens", "eens")] * 7 + [("eens", "oneens")] * 2 + [("neutraal", "eens")] * 4
    drawn = position_picture(pairs)
    streams = [int(told) for told in re.findall(r"<title>[^<]*→[^<]*: (\d+)</title>", drawn)]
    assert streams
    assert min(streams) >= 5
    assert "neutraal" not in drawn
    assert position_picture(pairs[:4]) == ""


def test_a_flow_is_as_thick_as_its_numbers() -> None:
    drawn = flow("stroom", ("vooraf", "achteraf"), ("oneens", "eens"), {("oneens", "eens"): 5, ("eens", "eens"): 15})
    heights = [float(tall) for tall in re.findall(r'<rect class="plain"[^>]* height="([\d.]+)"', drawn)]
    assert [round(tall / heights[0]) for tall in heights] == [1, 3, 4]


@pytest.mark.parametrize(
    ("at", "open_points", "full_points", "arrow"), [((0, 2), 1, 1, "→"), ((2, 1), 1, 1, "←"), ((1, 1), 0, 1, "")]
)
def test_a_walk_goes_from_an_open_point_to_a_full_one_and_an_arrow_says_where(
    at: tuple[int, int], open_points: int, full_points: int, arrow: str
) -> None:
    drawn = str(walk("weg", ("vooraf", "achteraf"), ("oneens", "midden", "eens"), at))
    assert (drawn.count('<circle class="empty"'), drawn.count('<circle class="plain"')) == (open_points, full_points)
    assert [sign for sign in "→←" if sign in drawn] == list(arrow)
    assert ("vooraf en achteraf" in drawn) == (not arrow)
    across = {kind: float(x) for kind, x in re.findall(r'<circle class="(\w+)" cx="([\d.]+)"', drawn)}
    assert across["plain"] == pytest.approx(640 / 3 * (at[1] + 0.5), abs=0.1)


def test_words_in_a_figure_are_text() -> None:
    for drawn in (bars("<b>", [Bar("<script>x</script>", 2)]), columns('" onload="x', [Bar("<i>", 1)])):
        assert "<script" not in drawn
        assert "<i>" not in drawn
        assert ' onload="' not in drawn


def test_a_table_is_ordered_by_what_it_means_and_not_by_how_it_is_written() -> None:
    grid = Grid(
        "t",
        ("wie", "punten"),
        tuple(
            (words(name), value)
            for name, value in (("Éva", number(9)), ("bram", number(10)), ("Aya", Value("—")), ("Chiara", number(2)))
        ),
    )
    told = [row[0].told for row in grid.ordered(1).rows]
    assert told == ["Chiara", "Éva", "bram", "Aya"]
    assert [row[0].told for row in grid.ordered(1, down=True).rows] == ["bram", "Éva", "Chiara", "Aya"], (
        "a dash is last"
    )
    assert [row[0].told for row in grid.ordered(0).rows] == ["Aya", "bram", "Chiara", "Éva"]
    assert [row[0].told for row in grid.narrowed("BRAM 10").rows] == ["bram"]
    assert grid.narrowed("niemand").rows == ()


def test_a_mistake_leads_to_everybody_who_made_it() -> None:
    digests = {
        "a": failing("✗ gevonden 3, verwacht 4"),
        "b": failing("✗ gevonden 8, verwacht 4"),
        "c": failing("✗ iets anders"),
    }
    (row,) = slip_grid(digests).rows
    assert row[2].told == "2"
    assert row[-1].students == ("a", "b")
    assert "gevonden 3, verwacht 4" in slip_picture(slips(digests.values()))
