"""A module that was just made opens ready to use, and its author can write in it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sowcourse.content import UNWRITTEN
from sowcourse.notebook import read_notebook, source
from tests.browser.conftest import Server, free_port, prepare_work_folder
from tests.browser.test_lesson import findings
from tests.conftest import obey_interrupts
from tests.test_skeleton import COMMAND, command, fresh_copy

MODULE = "7-digitaal"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project with a new module; whatever starts now runs from it."""
    copy = fresh_copy(tmp_path / "project")
    made = command(copy, "module", "new", MODULE, "--titel", "Digitaal")
    assert made.returncode == 0, made.stderr
    monkeypatch.setenv("PYTHONPATH", str(copy / "src"))
    return copy


def test_the_new_lesson_opens_whole(
    project: Path,
    tmp_path: Path,
    home: Path,
    start_server: Callable[[Path], Server],
    page: Page,
    shot: Callable[[Page, str], None],
) -> None:
    work = tmp_path / "werkmap"
    prepare_work_folder(work, home)
    cells = read_notebook(work / "lessen" / f"{MODULE}.ipynb")["cells"]
    calls = sum("\nshow_" in source(cell) for cell in cells if cell["cell_type"] == "code")
    page.goto(start_server(work).address(f"lessen/{MODULE}.ipynb"))
    page.wait_for_function(f"document.querySelectorAll('section.sow').length >= {calls}", timeout=60_000)
    expect(page.locator("section.sow")).to_have_count(calls)
    expect(page.locator(".jp-RenderedText[data-mime-type*='error']")).to_have_count(0)
    expect(page.locator(".jp-RenderedMarkdown p").filter(has_text=UNWRITTEN).first).to_be_visible()
    assert findings(page) == []
    shot(page, "nieuwe-module")


def test_what_an_author_types_and_saves_comes_into_the_lesson(project: Path, home: Path, page: Page) -> None:
    surroundings = os.environ | {"HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "config")}
    words = [sys.executable, "-u", "-c", COMMAND, "module", "write", MODULE, "--geen-browser"]
    process = subprocess.Popen(
        [*words, "--poort", str(free_port())],
        stdout=subprocess.PIPE,
        text=True,
        env=surroundings,
        cwd=project,
        start_new_session=True,
        preexec_fn=obey_interrupts,
    )
    try:
        assert process.stdout
        page.goto(next(found[0] for line in process.stdout if (found := re.search(r"http://localhost\S+", line))))
        page.locator(".jp-RenderedMarkdown p").get_by_text("in twee of drie zinnen").dblclick(timeout=60_000)
        page.locator(".jp-MarkdownCell .cm-content").locator("visible=true").first.click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text("# Digitaal\n\nWie helpt wie aan het scherm?")
        page.keyboard.press("Control+S")
        copy = project / ".schrijven" / MODULE / "lesson.ipynb"
        for _ in range(600):
            if "Wie helpt wie" in copy.read_text(encoding="utf-8"):
                break
            page.wait_for_timeout(100)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(120)
    lesson = read_notebook(project / "course" / MODULE / "lesson.ipynb")
    title = next(cell for cell in lesson["cells"] if cell["id"] == "titel")
    assert source(title) == "# Digitaal\n\nWie helpt wie aan het scherm?"
    assert title["metadata"] == {"deletable": False, "editable": False}
