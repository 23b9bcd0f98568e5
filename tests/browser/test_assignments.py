"""A beginner does every assignment in the browser: mistakes first, the sentence that helps, then the way on."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from sowcourse.cohort.workspace import create
from sowcourse.content import assignments_root
from sowcourse.grading.cycle import release
from sowcourse.notebook import read_notebook, source
from tests.browser.conftest import Server

Starter = Callable[[Path], Server]
Shot = Callable[[Page, str], None]

ALL = sorted(folder.name for folder in assignments_root().glob("*/"))


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a cohort that released every assignment."""
    folder = tmp_path_factory.mktemp("alles")
    (folder / "klas.csv").write_text("nummer,naam\n001,An De Smet\n", encoding="utf-8")
    workspace = create("alles", folder / "klas.csv", folder)
    for assignment in ALL:
        release(workspace, assignment)
    return workspace.root / "release"


class Desk:
    """A released notebook as a student has it open."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page = page
        self.file = file
        self.ids = [cell["id"] for cell in read_notebook(file)["cells"]]

    def cell(self, name: str) -> Locator:
        return self.page.locator(".jp-Notebook-cell").nth(self.ids.index(name))

    def write(self, name: str, text: str) -> None:
        """Replace what stands in a cell, as one pastes an answer."""
        cell = self.cell(name)
        cell.scroll_into_view_if_needed()
        rendered = cell.locator(".jp-MarkdownOutput")
        if rendered.is_visible():
            rendered.dblclick()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Shift+Enter")

    def run(self, name: str) -> Locator:
        """Run the cell above and this one, as one goes through a notebook with Shift+Enter; the output of this one."""
        above = self.cell(self.ids[self.ids.index(name) - 1])
        above.scroll_into_view_if_needed()
        above.locator(".jp-InputPrompt").first.click()
        for key in ("Escape", "Shift+Enter"):
            self.page.keyboard.press(key)
        self.page.wait_for_timeout(200)
        expect(above.get_by_text("[*]")).to_have_count(0, timeout=60_000)  # an error would cancel what waits behind it
        self.page.keyboard.press("Shift+Enter")
        return self.cell(name).locator(".jp-Cell-outputArea")

    def save(self) -> None:
        self.page.keyboard.press("Control+s")
        self.page.wait_for_timeout(700)


@pytest.mark.parametrize("assignment", ALL)
def test_a_beginner_does_the_assignment_with_mistakes_on_the_way(
    assignment: str, released: Path, tmp_path: Path, start_server: Starter, page: Page, shot: Shot
) -> None:
    work = tmp_path / "map"
    work.mkdir()
    file = work / f"{assignment}.ipynb"
    file.write_bytes((released / assignment / file.name).read_bytes())
    server = start_server(work)
    page.goto(server.address(file.name))
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').first.wait_for(state="attached")
    desk = Desk(page, file)
    model = {cell["id"]: source(cell) for cell in read_notebook(assignments_root() / assignment / file.name)["cells"]}

    # The dots are still there, and nothing ran: a sentence, no traceback.
    expect(desk.run("test-standpunt-vooraf")).to_contain_text("voer eerst", timeout=60_000)
    expect(desk.run("klaarzetten").locator("table").first).to_be_visible(timeout=60_000)

    desk.write("standpunt-vooraf", 'standpunt_vooraf = "Eens"')
    expect(desk.run("test-standpunt-vooraf")).to_contain_text('Bedoel je "eens"?')
    desk.write("standpunt-vooraf", model["standpunt-vooraf"])
    expect(desk.run("test-standpunt-vooraf")).to_contain_text("✓ standpunt_vooraf")

    for step in (name for name in desk.ids if name.startswith("stap-")):
        output = desk.run(f"test-{step}")
        expect(output).not_to_be_empty()
        expect(output).not_to_contain_text("Traceback")
        expect(output).not_to_contain_text("✓")
        desk.write(step, model[step])
        expect(desk.run(f"test-{step}")).to_contain_text("✓")
    desk.write("val", model["val"])
    expect(desk.run("test-val")).to_contain_text("✓ oordeel")

    short = tomllib.loads(
        (assignments_root() / assignment / "wrong-answers" / "reflectie-te-kort.toml").read_text(encoding="utf-8")
    )
    desk.write("reflectie", short["source"])
    desk.save()
    expect(desk.run("test-reflectie-volledig")).to_contain_text("Nog niet volledig")
    named = model["reflectie"].replace(
        "**Volgende stap:**", "**Volgende stap:** Ik bel Kevin Peeters op 0478 12 34 56."
    )
    desk.write("reflectie", named)
    desk.write("uitleg-val", model["uitleg-val"])
    desk.write("andere-kant", model["andere-kant"])
    desk.write("standpunt-achteraf", model["standpunt-achteraf"])
    desk.save()
    expect(desk.run("test-reflectie-volledig")).to_contain_text("✓ Je schreef het in je eigen woorden")

    mirror = desk.run("spiegel")
    expect(mirror.get_by_role("heading", name="Wat er gebeurde")).to_be_visible()
    shot(page, f"spiegel-{assignment}")
    button = mirror.get_by_role("button", name="Klopt niet: Wat je voelde")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(mirror).to_contain_text("Je zei 1 keer «klopt niet» (wat je voelde)")

    details = desk.run("vertrouwelijk")
    expect(details).to_contain_text("2 plaatsen om na te kijken")
    expect(details).to_contain_text("Kevin Peeters")
    shot(page, f"vertrouwelijk-{assignment}")
    box = details.get_by_role("checkbox").first
    box.focus()
    page.keyboard.press("Space")
    expect(details).to_contain_text("1 plaats om na te kijken")
    found = Axe().run(page, context=".jp-OutputArea .sow")
    grave = [v for v in found.response["violations"] if v["impact"] in ("serious", "critical")]
    assert grave == []

    desk.write("reflectie", model["reflectie"])
    desk.save()
    expect(desk.run("vertrouwelijk")).to_contain_text("Geen namen, adressen of nummers gevonden")
    desk.save()
    saved = json.loads(file.read_text(encoding="utf-8"))
    assert {
        c["id"]: source(c) for c in saved["cells"] if c["id"] in model and c["id"].startswith(("stap", "stand"))
    } == {name: text for name, text in model.items() if name.startswith(("stap", "stand"))}
    assert "data-sowcourse-mirror='feeling'" in file.read_text(encoding="utf-8")
