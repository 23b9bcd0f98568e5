"""A chart has round ticks, labels that leave each other room, a value at every point, and honest gaps."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sowcourse.dataset import Chart, load_dataset
from sowcourse.parts.chart.breaks import breaks
from sowcourse.parts.chart.part import figure
from sowcourse.parts.chart.scale import apart, label, roomy, round_ticks, spaced


def drawn(dataset: str, chart: str) -> str:
    loaded = load_dataset(dataset)
    return once(figure(loaded, loaded.charts[chart]))


def once(found: str) -> str:
    """A figure with the drawing for a wide place only."""
    return re.sub(r"<svg class='sow-small'.*?</svg>", "", found)


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


def test_numbers_below_bars_are_left_out_where_they_would_run_into_each_other() -> None:
    ticks = [0.0, 50_000.0, 100_000.0, 150_000.0, 200_000.0]
    assert roomy(ticks, lambda tick: tick / 200_000 * 332) == ticks
    assert roomy(ticks, lambda tick: tick / 200_000 * 182) == [0, 100_000, 200_000]


def test_a_chart_is_drawn_for_a_wide_and_a_narrow_place_with_the_same_values() -> None:
    for dataset, chart in (("sancties", "streng-en-strenger"), ("niet_gebruik", "twee-landen")):
        loaded = load_dataset(dataset)
        found = figure(loaded, loaded.charts[chart])
        wide, small = re.findall(r"<svg class='sow-(?:wide|small)' viewBox='0 0 (\d+).*?</svg>", found)
        assert int(small) < 300 < int(wide), "at 320 px a letter of 14 stays 12 or more"
        drawings = re.findall(r"<svg.*?</svg>", found)
        values = [re.findall(r"aria-label='([^']*)'|font-weight='600'>([^<]*)<", drawing) for drawing in drawings]
        assert values[0] == values[1] != []
        assert len(set(re.findall(r"<title id='([^']*)'", found))) == 2


def test_names_at_the_ends_of_lines_do_not_cover_each_other() -> None:
    assert apart([100.0, 104.0, 40.0]) == [100, 116, 40]
    assert apart([100.0, 150.0]) == [100, 150], "what is apart stays where it belongs"


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


POVERTY = Chart(
    id="armoede", title="Armoede in twee landen", question="Wat zie je?", kind="line", x="jaar", y="waarde", high="",
    series="geo", unit="procent", source_line="Eurostat", note="", alt="Lijngrafiek.", trap="",
    filter={"eurostat_code": ("ilc_li02",), "groep": ("totaal",), "geo": ("BE", "NL")},
)  # fmt: skip
"""An honest line over the years in which Belgium and the Netherlands changed their survey."""


def test_a_line_is_cut_where_the_source_says_that_the_series_breaks_and_the_table_says_it_there() -> None:
    found = once(figure(load_dataset("armoede_eurostat"), POVERTY))
    assert found.count("<g class='sow-break'>") == 2, "Belgium 2019 and the Netherlands 2016; 2005 is its first year"
    assert found.count(" sow-joined'") == 2, "no line stands over a break"
    assert "Breuk in de reeks: BE: vanaf 2019 anders gemeten, zegt de bron." in found
    before, after = found.split("<tr class='sow-break'><td colspan='5'>Breuk in de reeks: BE: vanaf 2019", 1)
    assert before.rstrip().endswith("<td>2018</td><td>16,4</td></tr>")
    assert re.search(r"<tr>.*?</tr>", after)[0].endswith("<td>2019</td><td>14,8</td></tr>")
    title = re.search("<title[^>]*>(.*?)</title>", found)
    assert title
    assert "NL: vanaf 2016 anders gemeten" in title[1], "who listens hears it too"


def test_a_line_is_cut_where_something_else_is_counted_and_a_trap_keeps_that_until_it_is_opened() -> None:
    loaded = load_dataset("voedselhulp")
    trap = loaded.charts["nederland-in-een-lijn"]
    what = "vanaf 2022 personen op een moment, daarvoor personen geholpen in de loop van het jaar"
    found = once(figure(loaded, trap))
    assert found.count("<g class='sow-break'>") == 1
    assert "<details class='sow-trap'>" in found
    assert f"<tr class='sow-break'><td colspan='5'>Breuk in de reeks: {what}.</td></tr>" in found
    assert what not in found.partition("De cijfers in een tabel")[0], "the trap gives nothing away"
    assert what in figure(loaded, replace(trap, trap="")).partition("De cijfers in een tabel")[0]


def test_two_lines_that_count_different_things_each_run_on() -> None:
    for name, chart in (("sancties", "streng-en-strenger"), ("voedselhulp", "belgie-per-maand")):
        loaded = load_dataset(name)
        assert "sow-break" not in figure(loaded, loaded.charts[chart])
    assert breaks(replace(POVERTY, kind="range"), []) == {}


def test_a_long_label_takes_a_second_line_and_every_label_stays_inside() -> None:
    loaded = load_dataset("niet_gebruik")
    chart = next(one for one in loaded.charts.values() if one.x == "groep")
    rows = [row for row in loaded.rows() if all(row[name] in kept for name, kept in chart.filter.items())]
    lines = [label(chart, row, 440) for row in rows]
    assert max(len(line) for one in lines for line in one) <= 38
    assert max(map(len, lines)) == 2
    found = figure(loaded, chart)
    assert all(f"'>{line}<" in found for one in lines for line in one)


def test_a_series_stands_behind_the_name_where_there_is_room_and_below_it_where_there_is_not() -> None:
    chart = replace(POVERTY, x="groep")
    assert label(chart, {"groep": "Leefloon", "geo": "BE"}, 440) == ["Leefloon · BE"]
    long = "Achterstand op de rekeningen van thuis"
    assert label(chart, {"groep": long, "geo": "onder de armoedegrens"}, 440) == [long, "onder de armoedegrens"]


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
