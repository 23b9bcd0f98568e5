"""The figures of a chart as a table: what a drawing shows, for who reads, listens or counts."""

from __future__ import annotations

from collections.abc import Mapping

from sowcourse.dataset import Chart, Dataset
from sowcourse.parts.chart.scale import Row, dutch_number


def figures(dataset: Dataset, chart: Chart, rows: list[Row], broken: Mapping[int, str]) -> str:
    """A table that scrolls on its own, with a row of its own where the series breaks.

    Parameters: broken – place of a row → what changed before it.
    """
    from sowcourse.pages.page import render  # only here: who draws no chart needs no templates

    shown = {chart.x, chart.y, chart.high, chart.series, *chart.filter, "opmerking"}
    columns = [column for column in dataset.columns if column.name in shown]
    lines = [
        {"broken": broken.get(place, ""), "cells": [_cell(chart, row, column.name) for column in columns]}
        for place, row in enumerate(rows)
    ]
    return str(render("figures", title=chart.title, headings=[column.heading for column in columns], rows=lines))


def _cell(chart: Chart, row: Row, name: str) -> str:
    if name == chart.high and row[name] is None:
        return "onbekend"  # a bar of «meer dan …»
    return dutch_number(row[name]) if name in (chart.y, chart.high) else str(row[name] or "")
