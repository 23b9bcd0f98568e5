"""A beginner does every assignment in the browser: mistakes first, the sentence that helps, then the way on."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from sowcourse.content import assignments_root
from sowcourse.notebook import read_notebook, source
from sowcourse.student.handin import receipt_code, receipts
from tests.browser.conftest import (
    WITHOUT_EXTENSION,
    Server,
    open_document,
    plain_lab_ready,
    run_all_cells,
    serious,
    until_it_takes,
)

Starter = Callable[[Path], Server]
Shot = Callable[[Page, str], None]

ALL = sorted(folder.name for folder in assignments_root().glob("*/"))
PLAIN = ["2-proceslogica", "5-politiserend"]
"""With the most steps and with the most kinds of answers. The checks of all six run in `content/` without a browser."""


def model_of(assignment: str) -> dict[str, str]:
    """Cell → model answer."""
    file = assignments_root() / assignment / f"{assignment}.ipynb"
    return {cell["id"]: source(cell) for cell in read_notebook(file)["cells"]}


class Desk:
    """A released notebook as a student has it open."""

    notebook = ".sowcourse-assignment"

    def __init__(self, page: Page, file: Path) -> None:
        self.page = page
        self.cells = {cell["id"]: cell for cell in read_notebook(file)["cells"]}
        self.ids = list(self.cells)

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.ready()

    def open_in_window(self, server: Server, path: str) -> None:
        open_document(self.page, server, path)
        self.ready()

    def ready(self) -> None:
        expect(self.page.get_by_role("region", name="Deze opdracht")).to_contain_text("ingevuld", timeout=60_000)

    def cell(self, name: str) -> Locator:
        cells = f"css:light={self.notebook} .jp-Notebook-cell"  # no look into thousands of elements for a shadow
        return self.page.locator(cells).nth(self.ids.index(name))

    def fields(self, name: str) -> Locator:
        return self.cell(name).locator(".sowcourse-desk")

    def said(self, name: str) -> Locator:
        return self.cell(name).locator(".jp-Cell-outputArea")

    def choose(self, name: str, option: str) -> None:
        self.fields(name).get_by_role("radio", name=option, exact=True).check()

    def fill(self, name: str, answer: str) -> None:
        """Write an answer of a step: in its places, or as code when it changes more than these."""
        stub = self.cells[name]["metadata"]["sowcourse"]["stub"]
        found = re.fullmatch(r"\s*" + r"([^\n]*?)".join(map(re.escape, stub.split("..."))) + r"\s*", answer)
        if found:
            for place, value in enumerate(found.groups()):
                self.fields(name).get_by_role("textbox").nth(place).fill(value)
            return
        self.fields(name).get_by_role("button", name="Bewerk alle code").click()
        self.cell(name).locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(answer)

    def write(self, name: str, text: str) -> None:
        """Write a text, in the parts that it has."""
        fields = self.fields(name).get_by_role("textbox")
        if fields.count() == 1:
            fields.fill(text)
            return
        for part in re.split(r"\n+(?=\*\*[^*\n]+:\*\*)", text.strip()):
            label, _, words = part.removeprefix("**").partition(":**")
            fields.and_(self.page.get_by_label(label, exact=True)).fill(words.strip())

    def saved(self) -> None:
        expect(self.page.get_by_role("region", name="Deze opdracht")).to_contain_text("Opgeslagen om")


@pytest.mark.parametrize("assignment", ALL)
def test_a_beginner_does_the_assignment_with_mistakes_on_the_way(
    assignment: str, released: Path, work: Path, start_server: Starter, window: Page, shot: Shot
) -> None:
    page = window
    file = work / f"{assignment}.ipynb"
    file.write_bytes((released / assignment / file.name).read_bytes())
    desk = Desk(page, file)
    desk.open_in_window(start_server(work), file.name)
    bar = page.get_by_role("region", name="Deze opdracht")
    model = model_of(assignment)
    expect(bar).to_contain_text("0 van 12 ingevuld")
    expect(desk.said("klaarzetten").locator("table").first).to_be_visible(timeout=60_000)

    expect(desk.fields("standpunt-vooraf")).to_contain_text("Nog niet gekozen.")
    desk.choose("standpunt-vooraf", "helemaal eens")
    expect(desk.said("test-standpunt-vooraf")).to_contain_text("✓ standpunt_vooraf: je koos «helemaal eens»")
    desk.choose("standpunt-vooraf", model["standpunt-vooraf"].split('"')[1])

    for step in (name for name in desk.ids if name.startswith("stap-")):
        attempt = desk.fields(step).get_by_role("button", name="Probeer")
        attempt.click()
        expect(desk.fields(step)).to_contain_text("Vul eerst")
        places = desk.fields(step).get_by_role("textbox")
        for place in range(places.count()):
            places.nth(place).fill('"iets"')
        places.last.press("Enter")
        wrong = page.locator('[data-mime-type="application/vnd.jupyter.stderr"]')
        expect(desk.said(step).or_(desk.said(f"test-{step}")).locator(wrong).first).to_be_visible()
        expect(attempt).not_to_have_attribute("aria-disabled", "true")
        assert "Traceback" not in desk.said(step).inner_text() + desk.said(f"test-{step}").inner_text()
        desk.fill(step, model[step])
        attempt.click()
        expect(desk.said(f"test-{step}").locator(wrong)).to_have_count(0)
        expect(desk.said(f"test-{step}")).to_contain_text("✓")
    desk.choose("val", model["val"].split('"')[1])
    expect(desk.said("test-val")).to_contain_text("◇ oordeel")
    expect(desk.said("test-val")).to_contain_text("hoor je na het nakijken")

    short = tomllib.loads(
        (assignments_root() / assignment / "wrong-answers" / "reflectie-te-kort.toml").read_text(encoding="utf-8")
    )
    desk.write("reflectie", short["source"])
    expect(desk.fields("reflectie")).to_contain_text("verwacht worden er minstens 150.")
    desk.fields("reflectie").get_by_role("button", name="Controleer").click()
    expect(desk.said("test-reflectie-volledig")).to_contain_text("Nog niet volledig")
    named = model["reflectie"].replace(
        "**Volgende stap:**", "**Volgende stap:** Ik bel Kevin Peeters op 0478 12 34 56."
    )
    desk.write("reflectie", named)
    expect(desk.fields("reflectie")).to_contain_text("Volledig? 9 van 9 in orde.")
    desk.write("uitleg-val", model["uitleg-val"])
    desk.write("product", model["product"])
    desk.write("andere-kant", model["andere-kant"])
    desk.choose("standpunt-achteraf", model["standpunt-achteraf"].split('"')[1])
    expect(bar).to_contain_text("12 van 12 ingevuld")
    desk.fields("reflectie").get_by_role("button", name="Controleer").click()
    expect(desk.said("test-reflectie-volledig")).to_contain_text("✓ Je schreef het in je eigen woorden")

    desk.fields("spiegel").get_by_role("button", name="Bekijk de spiegel").click()
    mirror = desk.said("spiegel")
    expect(mirror.get_by_role("heading", name="Wat er gebeurde")).to_be_visible()
    expect(mirror).to_contain_text("Hij wijst daar niets aan, wat je ook schreef.")
    shot(page, f"spiegel-{assignment}")
    button = mirror.get_by_role("button", name="Klopt niet: Wat er gebeurde")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(mirror).to_contain_text("Je zei 1 keer «klopt niet» (wat er gebeurde)")

    desk.fields("vertrouwelijk").get_by_role("button", name="Zoek namen en nummers").click()
    details = desk.said("vertrouwelijk")
    expect(details).to_contain_text("2 plaatsen om na te kijken")
    expect(details).to_contain_text("Kevin Peeters")
    shot(page, f"vertrouwelijk-{assignment}")
    box = details.get_by_role("checkbox").first
    box.focus()
    page.keyboard.press("Space")
    expect(details).to_contain_text("1 plaats om na te kijken")
    assert serious(page, ".jp-OutputArea .sow") == []

    bar.get_by_role("button", name="Inleveren…").click()
    dialog = page.get_by_role("dialog", name="Inleveren")
    expect(dialog).to_contain_text("Kevin Peeters")
    dialog.get_by_role("button", name="Terug naar de opdracht").click()
    desk.write("reflectie", model["reflectie"])
    bar.get_by_role("button", name="Inleveren…").click()
    expect(dialog).to_contain_text("Alle 12 onderdelen zijn ingevuld.")
    expect(dialog).not_to_contain_text("Kevin Peeters")
    dialog.get_by_role("button", name="Maak mijn bestand om in te leveren").click()
    expect(dialog).to_contain_text("12 van 12 onderdelen ingevuld")
    shot(page, f"ontvangstbewijs-{assignment}")

    saved = read_notebook(file)
    answers = {cell["id"]: source(cell).strip() for cell in saved["cells"] if cell["metadata"]["nbgrader"]["solution"]}
    assert answers == {name: model[name].strip() for name in answers}
    (receipt,) = receipts(work)
    handed_in = read_notebook(work / receipt.file)
    assert receipt.code == receipt_code(handed_in["cells"]) == receipt_code(saved["cells"])
    assert handed_in["metadata"]["sowcourse"]["receipt"]["code"] in dialog.inner_text()
    assert "data-sowcourse-mirror='description'" in json.dumps(handed_in, ensure_ascii=False)


# Without the desk --------------------------------------------------------------------------------------------------


def unindented(text: str) -> list[str]:
    """The lines of a cell without what an editor puts before them by itself."""
    return [line.strip() for line in text.splitlines()]


class PlainDesk(Desk):
    """The same notebook in JupyterLab without our extension."""

    notebook = ".jp-NotebookPanel"

    def __init__(self, page: Page, file: Path) -> None:
        super().__init__(page, file)
        self.file = file
        self.written: dict[str, str] = {}

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
        self.written[name] = text

    def run(self, name: str) -> Locator:
        """Run the cell above and this one, as one goes through a notebook with Shift+Enter; the output of this one."""
        before = self.ids[self.ids.index(name) - 1]
        above = self.cell(before)
        above.scroll_into_view_if_needed()
        prompt = above.locator(".jp-InputPrompt").first
        number = prompt.inner_text()
        prompt.click()
        self.page.keyboard.press("Escape")
        if self.cells[before]["cell_type"] == "code":  # an error would cancel what waits behind it
            until_it_takes(lambda: self.again(prompt), above.locator(".jp-InputPrompt").filter(has_not_text=number))
            expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=60_000)
        else:
            self.page.keyboard.press("Shift+Enter")
        self.page.keyboard.press("Shift+Enter")
        return self.said(name)

    def again(self, prompt: Locator) -> None:
        """Run the cell of this prompt."""
        prompt.click()
        self.page.keyboard.press("Shift+Enter")

    def save(self) -> None:
        """Save, and wait until that was answered: the file holds what was written."""
        with self.page.expect_response(is_save, timeout=60_000):
            self.page.keyboard.press("Control+s")
        found = {cell["id"]: source(cell) for cell in read_notebook(self.file)["cells"]}
        wrong = {
            name: (found[name], text)
            for name, text in self.written.items()
            if unindented(found[name]) != unindented(text)
        }
        asked = self.page.locator(".jp-Dialog").all_inner_texts()
        assert (wrong, asked) == ({}, []), "what was written did not reach the disk"


def is_save(answer: Response) -> bool:
    return answer.request.method == "PUT" and "/api/contents/" in answer.url


def without_extension(home: Path) -> None:
    """A JupyterLab that does not load what we draw."""
    for name, text in WITHOUT_EXTENSION.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")


def test_probeer_says_not_yet_then_right_and_of_a_choice_only_later(
    released: Path, work: Path, start_server: Starter, window: Page, shot: Shot
) -> None:
    page = window
    file = work / "5-politiserend.ipynb"
    file.write_bytes((released / "5-politiserend" / file.name).read_bytes())
    desk = Desk(page, file)
    desk.open_in_window(start_server(work), file.name)
    expect(desk.said("klaarzetten").locator("table").first).to_be_visible(timeout=60_000)
    model = model_of("5-politiserend")
    attempt = desk.fields("stap-1").get_by_role("button", name="Probeer")
    place = desk.fields("stap-1").get_by_role("textbox").first
    place.fill('(__import__("time").sleep(2), "ilc_li09")[1]')
    attempt.click()
    expect(desk.cell("stap-1").locator(".jp-InputPrompt").first).to_have_text("[*]:")
    place.fill('"ilc_li10"')  # better already, while the first is still being tried
    place.press("Enter")
    expect(desk.said("test-stap-1")).to_contain_text("✓ voor: dit zijn de juiste rijen.")
    colours = []
    for code, verdict, sentence in (
        ('"ilc_li09"', "open", "Kijk na of je de reeks vóór overdrachten koos waarin pensioenen meetellen"),
        ('"ilc_li10"', "right", "✓ voor: dit zijn de juiste rijen."),
    ):
        place.fill(code)
        attempt.click()
        expect(desk.cell("test-stap-1")).to_have_attribute("data-verdict", verdict)
        expect(desk.said("test-stap-1")).to_contain_text(sentence)
        shot(page, f"probeer-{verdict}")
        area = desk.cell("test-stap-1").locator(".jp-OutputArea").first
        colours.append(area.evaluate("(area) => getComputedStyle(area).borderLeftColor"))
    place.fill('"ilc_li09"')
    expect(desk.said("test-stap-1")).not_to_contain_text("✓")
    place.fill('"ilc_li10"')
    expect(desk.cell("test-stap-1")).to_have_attribute("data-verdict", "")
    attempt.click()
    expect(desk.cell("test-stap-1")).to_have_attribute("data-verdict", "right")
    desk.choose("val", model["val"].split('"')[1])
    expect(desk.cell("test-val")).to_have_attribute("data-verdict", "later")
    colours.append(
        desk.cell("test-val")
        .locator(".jp-OutputArea")
        .first.evaluate("(area) => getComputedStyle(area).borderLeftColor")
    )
    assert len(set(colours)) == 3, colours
    assert not serious(page, ".sowcourse-assignment")
    desk.fields("stap-2").get_by_role("textbox").first.fill("niets")
    desk.fields("stap-2").get_by_role("textbox").last.fill("niets")
    desk.fields("stap-2").get_by_role("button", name="Probeer").click()
    expect(desk.said("stap-2").locator('[data-mime-type="application/vnd.jupyter.stderr"]').first).to_be_visible()
    desk.saved()
    page.get_by_role("button", name="Inleveren…").click()
    told = page.get_by_role("dialog", name="Inleveren")
    expect(told).to_contain_text("(stap): klopt.")
    expect(told).to_contain_text("(keuze): ingevuld; of het klopt, hoor je na het nakijken.")
    expect(told).to_contain_text("(stap): de controle is nog niet tevreden.")
    expect(told).to_contain_text("(tekst): nog leeg.")
    shot(page, "inleveren-drie-tekens")


@pytest.mark.parametrize("assignment", PLAIN)
def test_without_our_extension_the_same_notebook_works_with_shift_enter(
    assignment: str, released: Path, work: Path, home: Path, start_server: Starter, page: Page
) -> None:
    without_extension(home)
    file = work / f"{assignment}.ipynb"
    file.write_bytes((released / assignment / file.name).read_bytes())
    page.goto(start_server(work).address(file.name))
    plain_lab_ready(page)
    desk = PlainDesk(page, file)
    model = model_of(assignment)
    expect(page.locator(".sowcourse-desk")).to_have_count(0)

    # The dots are still there, and nothing ran: a sentence, no traceback.
    expect(desk.run("test-standpunt-vooraf")).to_contain_text("voer eerst", timeout=60_000)
    tables = desk.run("klaarzetten")
    expect(tables.locator("table").first).to_be_visible(timeout=60_000)
    # Who starts with the menu: a sentence at the first open question.
    open_question = desk.said("test-standpunt-vooraf").get_by_text("de puntjes (...) staan er nog. Vervang ze door")
    run_all_cells(page, open_question)
    expect(page.locator(".jp-Notebook").get_by_text("Traceback")).to_have_count(0)
    tables.get_by_role("searchbox").first.fill("bestaatniet")
    expect(tables.get_by_role("status").first).to_contain_text("Geen enkele rij.")
    hint = desk.cell("hints-stap-1").locator(".jp-MarkdownOutput details").last
    expect(hint.locator("pre")).to_be_hidden()
    hint.locator("summary").click()
    expect(hint.locator("pre")).to_be_visible()
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
    desk.write("reflectie", model["reflectie"])
    desk.save()
    expect(desk.run("test-reflectie-volledig")).to_contain_text("✓ Je schreef het in je eigen woorden")
    desk.save()
    kept = {c["id"]: source(c) for c in read_notebook(file)["cells"]}
    assert unindented(kept["stap-3"]) == unindented(model["stap-3"])
