"""The kernel's host: `show_ladder(…)` in any Jupyter front end; `part_widget` draws what keeps an answer."""

from __future__ import annotations

from typing import Any

from IPython.display import HTML, display

from sowcourse.logbook import Logbook
from sowcourse.parts import PARTS
from sowcourse.parts.base import Part, page
from sowcourse.parts.chart.part import draw_bars
from sowcourse.parts.table.table import show_table

__all__ = ["draw_bars", "show_table"]


def __getattr__(name: str) -> Any:
    """`show_…` for every part there is."""
    if name not in PARTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def show_part(*values: Any, **named: Any) -> Any:
        return shown(PARTS[name](*values, **named))

    show_part.__name__ = show_part.__qualname__ = name
    show_part.__doc__ = PARTS[name].__doc__
    return show_part


def __dir__() -> list[str]:
    return sorted([*globals(), *PARTS])


def shown(part: Part) -> Any:
    """The part as a notebook shows it: a widget, HTML, or nothing when it showed itself with its summary."""
    if not part.script:
        part.recall(Logbook.find())
        return HTML(page(part.body({}), part.label))
    from sowcourse.part_widget import widget_of  # what draws is heavy, and most cells show no part

    widget = widget_of(part)
    summary = part.summary(widget.answer)
    if not summary:
        return widget
    display(widget)
    told = display(HTML(summary), display_id=True)
    widget.observe(lambda _: told.update(HTML(part.summary(widget.answer))), "saved")
    return None
