"""The page that shows an upgrade can be read by everybody, also in a narrow window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from sowcourse.cohort.difference import CHANGED, GONE, NEW, RETIRED, YOURS, Change, assignment_places, changes
from sowcourse.cohort.difference_page import difference_page
from sowcourse.content import assignments_root
from sowcourse.notebook import read_notebook
from tests.browser.conftest import serious


def test_the_page_with_differences_is_accessible_and_keeps_within_a_narrow_window(
    page: Page, tmp_path: Path, shot: Callable[[Page, str], None]
) -> None:
    notebook = read_notebook(assignments_root() / "5-politiserend" / "5-politiserend.ipynb")
    before = assignment_places(notebook)
    after = {place: words.replace("een", "twee") for place, words in list(before.items())[3:]}
    found = changes("opdracht 5-politiserend", before, after | {"tekst «nieuw»": "Iets nieuws."})
    found += [
        Change("les 4-verbindend", "de hele les", RETIRED, "4-verbindend", ""),
        Change("les 1-nabijheid", "tekst «titel»", YOURS, "Mijn woorden.", "Jullie woorden."),
    ]
    assert {change.kind for change in found} == {NEW, CHANGED, GONE, RETIRED, YOURS}
    file = tmp_path / "verschil.html"
    file.write_text(difference_page("2026-najaar", "0.1.0", "0.2.0", found), encoding="utf-8")
    page.goto(file.as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("2026-najaar: van versie 0.1.0 naar versie 0.2.0")
    expect(page.get_by_role("deletion").first).to_be_visible()
    expect(page.get_by_role("insertion").first).to_be_visible()
    shot(page, "verschil")
    assert serious(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert serious(page) == []
