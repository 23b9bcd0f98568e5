"""A chart has round ticks, labels that leave each other room, a value at every point, and honest gaps."""

from __future__ import annotations

import re

import pytest

from sowcourse.dataset import load_dataset
from sowcourse.parts.chart.part import figure
from sowcourse.parts.chart.scale import label, round_ticks, spaced


def drawn(dataset: str, chart: str) -> str:
    loaded = load_dataset(dataset)
    return figure(loaded, loaded.charts[chart])


@pytest.mark.parametrize(
    ("start", "highest", "ticks"),
    [
        (0, 25, [0, 5, 10, 15, 20, 25]),
        (0, 12.4, [0, 5, 10, 15]),
        (0, 37.2, [0, 10, 20, 30, 40]),
        (0, 200_000, [0, 50_000, 100_000, 150_000, 200_000]),
        (7, 14.1, [7, 9, 11, 13, 15]),
        (0, 0.9, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0, 0, [0]),
    ],
)
def test_ticks_are_round_and_reach_the_highest_value(start: float, highest: float, ticks: list[float]) -> None:
    found = round_ticks(start, highest)
    assert found[: len(ticks)] == ticks
    assert found[-1] >= highest


def test_two_years_that_are_near_are_not_written_over_each_other_and_the_last_is_always_there() -> None:
    years = [(70.0, 2003.0), (300.0, 2014.0), (320.0, 2015.0), (530.0, 2019.0), (550.0, 2020.0)]
    assert [year for _, year in spaced(years)] == [2003, 2014, None, None, 2020]
    assert [x for x, _ in spaced(years)] == [x for x, _ in years]


def test_every_point_of_a_line_says_its_value_to_who_comes_by() -> None:
    found = drawn("sancties", "streng-en-strenger")
    points = re.findall(r"<g class='sow-mark' tabindex='0' role='img' aria-label='([^']*)'>", found)
    assert "Vlaanderen, 2022: 10.238 (maatregelen per jaar)" in points
    assert found.count("<text class='sow-value'") == len(points) == 7
    assert "role='group'" in found


def test_years_without_a_figure_are_passed_over_by_dots_and_that_is_said() -> None:
    found = drawn("voedselhulp", "belgie-per-maand")
    assert found.count("stroke-dasharray='1 5'") == 2  # 2015 to 2017, and 2023
    assert "Een stippellijn gaat over jaren zonder cijfer." in found
    assert "stippellijn" not in drawn("sancties", "streng-en-strenger")


def test_a_long_label_takes_a_second_line_and_every_label_stays_inside() -> None:
    loaded = load_dataset("niet_gebruik")
    chart = next(one for one in loaded.charts.values() if one.x == "groep")
    rows = [row for row in loaded.rows() if all(row[name] in kept for name, kept in chart.filter.items())]
    lines = [label(chart, row) for row in rows]
    assert max(len(line) for one in lines for line in one) <= 38
    assert max(map(len, lines)) == 2
    found = figure(loaded, chart)
    assert all(f"text-anchor='end'>{line}<" in found for one in lines for line in one)


def test_a_chart_with_a_trap_is_shown_as_something_to_contradict() -> None:
    assert "Een grafiek om tegen te spreken" in drawn("sancties", "streng-en-strenger")
    assert "Een grafiek om tegen te spreken" not in drawn("voedselhulp", "belgie-per-maand")


def test_a_table_below_a_chart_has_words_above_its_columns_and_says_what_has_no_upper_end() -> None:
    loaded = load_dataset("niet_gebruik")
    found = "".join(figure(loaded, chart) for chart in loaded.charts.values())
    assert "<th scope='col'>hoogste schatting (%)</th>" in found
    assert "percentage_hoog" not in found
    assert "<td>onbekend</td>" in found
    assert "ontbreekt" not in found
