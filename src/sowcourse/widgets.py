"""The kernel's host: `show_ladder(…)` in any Jupyter front end, through anywidget; the only place that knows it."""

from __future__ import annotations

from functools import cache
from typing import Any

import anywidget
import traitlets
from IPython.display import HTML, display

from sowcourse.errors import LogbookError
from sowcourse.logbook import Logbook
from sowcourse.parts import PARTS
from sowcourse.parts.base import CSS, FOLDER, Part, mine, page
from sowcourse.parts.chart.part import draw_bars
from sowcourse.parts.joining import module
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
    widget = _widget(part.script)(part)
    summary = part.summary(widget.answer)
    if not summary:
        return widget
    display(widget)
    told = display(HTML(summary), display_id=True)
    widget.observe(lambda _: told.update(HTML(part.summary(widget.answer))), "saved")
    return None


class PartWidget(anywidget.AnyWidget):  # type: ignore[misc, unused-ignore]
    """A part that keeps what the student fills in."""

    _css = CSS
    data = traitlets.Dict().tag(sync=True)
    """What is shown; never changes."""
    answer = traitlets.Dict().tag(sync=True)
    """Item of the logbook → JSON value, as filled in by the student."""
    count = traitlets.Int(0).tag(sync=True)
    """Number of times the student's browser asked to save."""
    saved = traitlets.Dict().tag(sync=True)
    """Reply to the last request: count, time (local, HH:MM) and error (a Dutch sentence or "")."""

    def __init__(self, part: Part) -> None:
        logbook = Logbook.find()
        written: dict[str, Any] = {}
        notice = ""
        try:
            notice = logbook.recover()
            written = mine(part.item, logbook.module(part.module))
            part.recall(logbook)
        except LogbookError as error:
            notice = str(error)
        super().__init__(
            data=part.data | {"owner": logbook.owner},
            answer=written,
            saved={"count": 0, "time": "", "error": notice},
        )
        self.part = part
        self._logbook = logbook
        self._written = written
        self.observe(self._save, "count")

    def _save(self, change: Any) -> None:
        changed = {name: value for name, value in self.answer.items() if self._written.get(name) != value}
        time, error = "", ""
        try:
            self.part.act(self._logbook)
            time = f"{self._logbook.put(self.part.module, changed):%H:%M}"
            self._written = dict(self.answer)
        except LogbookError as fault:
            error = str(fault)
        self.saved = {"count": self.count, "time": time, "error": error}

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        if data is not None:
            data["text/html"] = page(self.part.body(self.answer), self.part.label)
            data["text/plain"] = self.part.label
        return bundle


@cache
def _widget(script: str) -> type[PartWidget]:
    """The widget that is drawn by the script of a part, with the scripts that it needs."""
    return type(f"{script.capitalize()}Widget", (PartWidget,), {"_esm": module(FOLDER / script / "part.js")})
