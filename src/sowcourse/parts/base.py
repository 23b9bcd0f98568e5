"""What every part of a lesson is, whoever shows it: data in plain values, what it keeps, its plain form.

A part does not know where it lives. A host (a kernel's widget, a page on paper, the desk) gives it answers and keeps
what changes; what is shown stands in `data`, and the script beside the part draws it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from markdown_it import MarkdownIt
from markupsafe import Markup

from sowcourse.logbook import Logbook
from sowcourse.pages.page import render

_ADDRESS = re.compile(r"(\w+://(?:www\.)?)([^/?#]+)(.*)")
FOLDER = Path(__file__).parent
CSS = (FOLDER / "part.css").read_text(encoding="utf-8")

Answer = Mapping[str, Any]
"""Item of the logbook → JSON value, as filled in by the student: only the items of one part."""

Asked = tuple[str, str]
"""A question, and what the student wrote there."""


@dataclass(frozen=True)
class Field:
    """One place to write in."""

    item: str
    """Of the logbook."""
    key: str
    """Inside that item; "" when the item is the text itself."""
    question: str
    """What was asked, for who reads it back elsewhere."""


PARTS: dict[str, type[Part]] = {}
"""Call in a lesson → the part that it shows; every folder in here adds its own."""


class Part:
    """One part of a lesson, made from its module and the other values of its call.

    Raises, when it is made: ContentError in Dutch for a module, id or file that is not there.
    """

    call: ClassVar[str] = ""
    """How a lesson asks for it: `show_ladder`."""
    keeps: ClassVar[str] = ""
    """Where the logbook keeps its answers, with {} for the second value of its call; "" when nothing is asked."""
    script: ClassVar[str] = ""
    """The folder in here whose `part.js` draws it; "" when its plain form is all there is."""
    fields: ClassVar[tuple[tuple[str, str], ...]] = ()
    """(key under which a field to write in keeps its text, what was asked), for who reads it back elsewhere."""
    told: ClassVar[str] = ""
    """What an author calls it, with its article: "een casus"; "" for what no lesson is laid out with."""
    file: ClassVar[str] = ""
    """The file beside the lesson that only lessons with this part have; "" for none."""
    load: ClassVar[Callable[[str, Path], object] | None] = None
    """Reads and checks that file: of a module, in a course."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.call:
            PARTS[cls.call] = cls

    def __init__(self, module: str, item: str, label: str, data: dict[str, Any]) -> None:
        self.module, self.item, self.label = module, item, label
        self.data = {"module": module, "item": item, "label": label, "asks": bool(self.keeps), **data}
        """What is shown; plain values that never change."""

    @classmethod
    def offered(cls, module: str, course: Path) -> list[tuple[str, ...]]:
        """The values of the calls with which a lesson of this course can show it."""
        return [(module,)] if not cls.file or (course / module / cls.file).is_file() else []

    @classmethod
    def item_of(cls, *values: Any) -> str:
        """Where the logbook keeps the answers of this part, given the values of its call."""
        return cls.keeps.format(*values[1:])

    def body(self, answer: Answer) -> str:
        """The part as plain HTML, with the answers in it or lines to write on; of what is only read, its `html`."""
        return str(self.data["html"])

    def asked(self) -> list[Field]:
        """Everywhere that a student can write in this part, in its order."""
        return [Field(self.item, key, question) for key, question in self.fields]

    def written(self, answer: Answer) -> list[Asked]:
        """What the student wrote here, with what was asked; only what was answered."""
        told = ((field.question, text_in(answer, field.item, field.key)) for field in self.asked())
        return [(question, text) for question, text in told if text]

    def summary(self, answer: Answer) -> str:
        """A line of HTML that stays in the notebook for who marks it; "" for none."""
        return ""

    def recall(self, logbook: Logbook) -> None:
        """Take along what the student wrote elsewhere and belongs here; a host does this before it shows the part.

        Raises: LogbookError when the logbook cannot be read.
        """

    def act(self, logbook: Logbook) -> None:
        """What happens beside keeping when the student asks to save.

        Raises: LogbookError in Dutch when it fails.
        """


def mine(item: str, written: Answer) -> dict[str, Any]:
    """The items of one part in what the logbook keeps of a module."""
    return {name: value for name, value in written.items() if name == item or name.startswith(f"{item}.")}


def text_in(answer: Answer, item: str, key: str = "") -> str:
    """What stands in an item, or under a key of it; "" when nothing was written."""
    value = answer.get(item)
    found = (value.get(key) if isinstance(value, dict) else None) if key else value
    return found.strip() if isinstance(found, str) else ""


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def rendered(text: str) -> str:
    """Markdown as HTML; HTML inside it stays text."""
    return str(_markdown().render(text))


def escaped(text: object) -> str:
    """Text that is safe inside HTML."""
    return html.escape(str(text))


def outward(address: str) -> Markup:
    """A link to another website by its name; on paper, where nobody clicks, with its whole address."""
    found = _ADDRESS.match(address)
    start, host, rest = found.groups() if found else ("", address, "")
    return render("outward", address=address, start=start, host=host, rest=rest)


def page(body: str, label: str) -> str:
    """A piece of HTML in the style of the parts."""
    return f'<section class="sow" lang="nl" aria-label="{escaped(label)}"><style>{CSS}</style>{body}</section>'


def answer_html(answer: object) -> str:
    """A student's answer as HTML, or a line to write on."""
    text = str(answer or "").strip()
    return f"<p>{escaped(text)}</p>" if text else "<p>……………………………………………………</p>"
