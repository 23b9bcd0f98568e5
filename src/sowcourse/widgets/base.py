"""What every widget shares: its part of the logbook, its JavaScript, and a rendering without a kernel."""

from __future__ import annotations

import hashlib
import html
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets
from markdown_it import MarkdownIt

from sowcourse.errors import LogbookError
from sowcourse.logbook import Logbook

STATIC = Path(__file__).parent / "static"

CSS = (STATIC / "common.css").read_text(encoding="utf-8")


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def rendered(text: str) -> str:
    """Markdown as HTML; HTML inside it stays text."""
    return str(_markdown().render(text))


def escaped(text: object) -> str:
    """Text that is safe inside HTML."""
    return html.escape(str(text))


def page(body: str, label: str) -> str:
    """A piece of HTML in the style of the widgets."""
    return f'<section class="sow" lang="nl" aria-label="{escaped(label)}"><style>{CSS}</style>{body}</section>'


class LessonWidget(anywidget.AnyWidget):  # type: ignore[misc, unused-ignore]
    """A part of a lesson that keeps what the student fills in.

    A subclass names its script and gives `static_body()`, the same content without a kernel.
    """

    script: ClassVar[str]
    asks: ClassVar[bool] = True
    """Whether there is something to answer."""

    _css = CSS
    data = traitlets.Dict().tag(sync=True)
    """What is shown; never changes."""
    answer = traitlets.Dict().tag(sync=True)
    """Item of the logbook → JSON value, as filled in by the student."""
    count = traitlets.Int(0).tag(sync=True)
    """Number of times the student's browser asked to save."""
    saved = traitlets.Dict().tag(sync=True)
    """Reply to the last request: count, time (local, HH:MM) and error (a Dutch sentence or "")."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "script" not in cls.__dict__:  # anywidget makes a subclass of its own for every widget
            return
        parts = [(STATIC / name).read_text(encoding="utf-8") for name in ("common.js", cls.script)]
        cls._esm = "\n".join(parts)

    def __init__(self, module: str, item: str, label: str, data: dict[str, Any]) -> None:
        logbook = Logbook.find()
        written: dict[str, Any] = {}
        notice = ""
        try:
            notice = logbook.recover()
            written = logbook.module(module)
        except LogbookError as error:
            notice = str(error)
        mine = {name: value for name, value in written.items() if name == item or name.startswith(f"{item}.")}
        owner = hashlib.sha256(str(logbook.file).encode()).hexdigest()[:12]
        super().__init__(
            data={"module": module, "item": item, "label": label, "owner": owner, "asks": self.asks, **data},
            answer=mine,
            saved={"count": 0, "time": "", "error": notice},
        )
        self._module = module
        self._logbook = logbook
        self._written = mine
        self.observe(self._save, "count")

    def _save(self, change: Any) -> None:
        changed = {name: value for name, value in self.answer.items() if self._written.get(name) != value}
        time, error = "", ""
        try:
            time = f"{self._logbook.put(self._module, changed):%H:%M}"
            self._written = dict(self.answer)
        except LogbookError as fault:
            error = str(fault)
        self.saved = {"count": self.count, "time": time, "error": error}

    def static_body(self) -> str:
        """The widget as plain HTML."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        if data is not None:
            data["text/html"] = page(self.static_body(), self.data["label"])
            data["text/plain"] = self.data["label"]
        return bundle


def answer_html(answer: object) -> str:
    """A student's answer as HTML, or a line to write on."""
    text = str(answer or "").strip()
    return f"<p>{escaped(text)}</p>" if text else "<p>……………………………………………………</p>"
