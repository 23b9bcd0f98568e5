"""Every lesson opens ready to use: all parts drawn, no code, no error, accessible."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sowcourse.course import load_course
from sowcourse.notebook import read_notebook, source
from tests.browser.conftest import Server
from tests.browser.test_lesson import findings

MODULES = [module.id for module in load_course().modules]


@pytest.mark.parametrize("module", MODULES)
def test_the_lesson_opens_whole(
    module: str,
    work: Path,
    start_server: Callable[[Path], Server],
    page: Page,
    shot: Callable[[Page, str], None],
) -> None:
    cells = read_notebook(work / "lessen" / f"{module}.ipynb")["cells"]
    calls = sum("\nshow_" in source(cell) for cell in cells if cell["cell_type"] == "code")
    page.goto(start_server(work).address(f"lessen/{module}.ipynb"))
    page.wait_for_function(f"document.querySelectorAll('section.sow').length >= {calls}")
    expect(page.locator("section.sow")).to_have_count(calls)
    expect(page.locator(".sowcourse-bar")).to_be_hidden()
    expect(page.locator(".jp-RenderedText[data-mime-type*='error']")).to_have_count(0)
    expect(page.locator(".sowcourse-lesson .jp-CodeCell .jp-InputArea-editor:visible")).to_have_count(0)
    for part in page.locator("section.sow").all():
        assert part.inner_text().strip()
        assert "undefined" not in part.inner_text()
        assert "[object" not in part.inner_text()
    assert findings(page) == []
    shot(page, f"les-{module}")
