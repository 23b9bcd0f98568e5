"""Where a line may not run on: from there on something else was counted, or counted differently. The rows say so."""

from __future__ import annotations

from itertools import pairwise

from sowcourse.dataset import Chart
from sowcourse.parts.chart.scale import Row, number

FLAG = "vlag"
"""The column with the flags of a source, in every data set that has them."""
BROKEN = "b"
"""The flag of Eurostat for a break in a series, at the first year after it."""


def breaks(chart: Chart, rows: list[Row]) -> dict[int, str]:
    """Place in `rows`, sorted by line and by year, of each first row after a break → what changed there, in words."""
    if chart.kind == "range":
        return {}
    kept = [name for name, values in chart.filter.items() if len(values) > 1 and name not in (chart.x, chart.y)]
    found = {}
    for place, (before, after) in enumerate(pairwise(rows), start=1):
        if chart.series and before[chart.series] != after[chart.series]:
            continue
        changed = next((name for name in kept if before[name] != after[name]), "")
        if changed:
            what = f"vanaf {number(after[chart.x]):.0f} {after[changed]}, daarvoor {before[changed]}"
        elif after.get(FLAG) == BROKEN:
            what = f"vanaf {number(after[chart.x]):.0f} anders gemeten, zegt de bron"
        else:
            continue
        found[place] = f"{after[chart.series]}: {what}" if chart.series else what
    return found
