"""A lesson as one page of plain HTML: to read, to print, or for who cannot work in JupyterLab."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from markdown_it import MarkdownIt

from sowcourse.course import Module
from sowcourse.errors import SowcourseError
from sowcourse.notebook import Notebook, read_notebook, source
from sowcourse.pages.page import html_page


def write_leaflets(modules: list[Module], folder: Path, work: Path) -> list[Path]:
    """Write one page per lesson, in which every widget is its static form.

    Parameters: work – the folder whose logbook holds the answers to show; an empty one gives lines to write on.
    Raises: SowcourseError when a lesson cannot be run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages = []
    for module in modules:
        page = folder / f"{module.id}.html"
        page.write_text(leaflet(module, work), encoding="utf-8")
        pages.append(page)
    return pages


def leaflet(module: Module, work: Path) -> str:
    """The page of one lesson. Raises: SowcourseError when the lesson cannot be run."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    parts = []
    for cell in _executed(module, work)["cells"]:
        if cell["cell_type"] == "markdown":
            parts.append(str(markdown.render(source(cell))))
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                raise SowcourseError(f"{module.id}: deze les kan niet worden uitgevoerd ({output['evalue']}).")
            parts.append("".join(output.get("data", {}).get("text/html", "")))
    body = re.sub(r"<table.*?</table>", _scrollable, "\n".join(parts), flags=re.DOTALL)
    return html_page(module.title, body)


def _scrollable(table: re.Match[str]) -> str:
    """A table in a region of its own that can be scrolled, by keyboard too."""
    caption = re.search(r"<caption[^>]*>(.*?)</caption>", table[0], re.DOTALL)
    label = re.sub(r"<[^>]+>", "", caption[1]).strip() if caption else "Tabel"
    return f'<div class="wide" tabindex="0" role="region" aria-label="{label}">{table[0]}</div>'


def _executed(module: Module, work: Path) -> Notebook:
    import nbformat
    from nbclient import NotebookClient

    lesson = read_notebook(module.lesson)
    notebook = nbformat.from_dict(lesson | {"cells": [{**cell, "source": source(cell)} for cell in lesson["cells"]]})
    client = NotebookClient(notebook, kernel_name="python3", allow_errors=True, store_widget_state=False, timeout=120)
    client.execute(env=os.environ | {"SOWCOURSE_WORKFOLDER": str(work)}, cwd=str(work), stderr=subprocess.DEVNULL)
    return dict(notebook)
