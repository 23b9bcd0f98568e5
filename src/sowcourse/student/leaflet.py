"""A lesson as one page of plain HTML: to read, to print, or for who cannot work in JupyterLab."""

from __future__ import annotations

from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

from sowcourse.course import Module
from sowcourse.lesson import calls
from sowcourse.logbook import Logbook
from sowcourse.notebook import read_notebook, source
from sowcourse.pages.page import html_page
from sowcourse.pages.table import readable
from sowcourse.parts import PARTS
from sowcourse.parts.base import mine, page


def write_leaflets(modules: list[Module], folder: Path, work: Path) -> list[Path]:
    """Write one page per lesson, in which every part has its plain form.

    Parameters: work – the folder whose logbook holds the answers to show; an empty one gives lines to write on.
    Raises: ContentError when a part of a lesson is not there; LogbookError when the logbook cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages = []
    for module in modules:
        file = folder / f"{module.id}.html"
        file.write_text(leaflet(module, work), encoding="utf-8")
        pages.append(file)
    return pages


def leaflet(module: Module, work: Path) -> str:
    """The page of one lesson.

    Raises: ContentError when a part of it is not there; LogbookError when the logbook cannot be read.
    """
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    lesson, logbook = read_notebook(module.lesson), Logbook(work)
    shown = {call.cell: call for call in calls(lesson)}
    parts = []
    for cell in lesson["cells"]:
        if cell["cell_type"] == "markdown":
            parts.append(str(markdown.render(source(cell))))
        elif call := shown.get(cell["id"]):
            part = PARTS[call.name](*call.values, **call.named)
            part.recall(logbook)
            parts.append(page(part.body(mine(part.item, logbook.module(part.module))), part.label))
    return html_page(module.title, readable("\n".join(parts), module.title))


def part_page(title: str, body: str, label: str) -> str:
    """A page with one part in its plain form, and everything in it open."""
    return html_page(title, Markup(page(body, label).replace("<details>", "<details open>")))
