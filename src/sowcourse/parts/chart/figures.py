"""The figures of a chart as a table: what a drawing shows, for who reads, listens or counts."""

from __future__ import annotations

from collections.abc import Mapping

from sowcourse.dataset import Chart, Dataset
from sowcourse.parts.base import escaped
from sowcourse.parts.chart.scale import Row, dutch_number


def figures(dataset: Dataset, chart: Chart, rows: list[Row], broken: Mapping[int, str]) -> str:
    """A table that scrolls on its own, with a row of its own where the series breaks.

    Parameters: broken – place of a row → what changed before it.
    """
    shown = {chart.x, chart.y, chart.high, chart.series, *chart.filter, "opmerking"}
    columns = [column for column in dataset.columns if column.name in shown]
    head = "".join(f"<th scope='col'>{escaped(column.heading)}</th>" for column in columns)
    lines = []
    for place, row in enumerate(rows):
        if place in broken:
            what = escaped(f"Breuk in de reeks: {broken[place]}.")
            lines.append(f"<tr class='sow-break'><td colspan='{len(columns)}'>{what}</td></tr>")
        cells = (_cell(chart, row, column.name) for column in columns)
        lines.append("<tr>" + "".join(f"<td>{escaped(cell)}</td>" for cell in cells) + "</tr>")
    caption = f"<caption>{escaped(chart.title)}</caption>"
    table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return f"<div class='sow-scroll' tabindex='0' role='region' aria-label='Tabel'>{table}</div>"


def _cell(chart: Chart, row: Row, name: str) -> str:
    if name == chart.high and row[name] is None:
        return "onbekend"  # a bar of «meer dan …»
    return dutch_number(row[name]) if name in (chart.y, chart.high) else str(row[name] or "")
