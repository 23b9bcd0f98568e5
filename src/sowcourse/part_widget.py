"""A part as a widget of a kernel, which keeps what is filled in; the only place that knows anywidget."""

from __future__ import annotations

from functools import cache
from typing import Any

import anywidget
import traitlets

from sowcourse.errors import LogbookError
from sowcourse.logbook import Logbook
from sowcourse.parts.base import CSS, FOLDER, Part, mine, page
from sowcourse.parts.joining import module


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


def widget_of(part: Part) -> PartWidget:
    """The widget of a part that has a script."""
    return _widget(part.script)(part)


@cache
def _widget(script: str) -> type[PartWidget]:
    """The widget that is drawn by the script of a part, with the scripts that it needs."""
    return type(f"{script.capitalize()}Widget", (PartWidget,), {"_esm": module(FOLDER / script / "part.js")})
