"""The student's pictures: a lesson, and an assignment from its first choice to the receipt."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect
from screen import keep

from sowcourse.cohort.workspace import create
from sowcourse.cycle import release
from tests.browser.conftest import prepare_work_folder, serve

ASSIGNMENT = "5-politiserend"


def take(browser: BrowserContext, folder: Path) -> None:
    """Walk through a lesson and an assignment, and keep what is on the screen."""
    work, home = folder / "sowcourse", folder / "thuis"
    prepare_work_folder(work, home)
    (folder / "klas.csv").write_text("nummer,naam\nr0,Fictief\n", encoding="utf-8")
    given = release(create("klas", folder / "klas.csv", folder), ASSIGNMENT)
    (work / given.name).write_bytes(given.read_bytes())
    server = serve(work, home)
    page = browser.new_page()
    try:
        lesson(page, server.address("lessen/1-nabijheid.ipynb"))
        assignment(page, server.address(given.name))
    finally:
        page.close()
        server.stop()


def lesson(page: Page, address: str) -> None:
    """The first lesson, ready to read."""
    page.goto(address)
    expect(page.locator(".sowcourse-bar")).to_contain_text("wordt vanzelf bewaard", timeout=60_000)
    page.wait_for_timeout(500)
    keep(page, "les")
    page.get_by_role("button", name="Weergave").click()
    keep(page, "weergave")
    page.get_by_role("button", name="Klaar").click()


def assignment(page: Page, address: str) -> None:
    """An assignment, from its first choice to the receipt."""
    page.goto(address)
    page.get_by_role("radio", name="oneens", exact=True).first.check(timeout=60_000)
    step = page.get_by_role("textbox", name="Vul in: code_voor")
    step.fill('"ilc_li10')
    step.press("Enter")
    expect(page.get_by_text("Een tekst wordt niet gesloten.")).to_be_visible(timeout=60_000)
    page.wait_for_timeout(500)
    step.evaluate("field => field.scrollIntoView({ block: 'center' })")
    keep(page, "fout")
    step.fill('"ilc_li10"')
    page.get_by_role("button", name="Probeer").first.click()
    checked = page.get_by_text("✓ voor:")
    expect(checked).to_be_visible(timeout=60_000)
    checked.evaluate("line => line.scrollIntoView({ block: 'end' })")
    page.wait_for_timeout(500)
    keep(page, "stap")
    situation = page.get_by_label("Situatie", exact=True)
    situation.fill(
        "Op mijn stage hoorde ik drie mensen vertellen dat zij zonder e-mailadres geen afspraak meer kregen."
    )
    expect(page.get_by_text("van 9 in orde")).to_be_visible()
    page.wait_for_timeout(1500)
    page.get_by_text("van 9 in orde").evaluate("line => line.scrollIntoView({ block: 'center' })")
    keep(page, "reflectie")
    page.get_by_role("button", name="Inleveren…").click()
    make = page.get_by_role("button", name="Maak mijn bestand om in te leveren")
    expect(make).to_be_visible()
    keep(page, "inleveren")
    make.click()
    expect(page.get_by_text("Code van je ontvangstbewijs")).to_be_visible()
    keep(page, "ontvangstbewijs")
    page.get_by_role("button", name="Sluiten").click()
    page.get_by_role("button", name="Hulp").click()
    expect(page.get_by_role("dialog", name="Hulp")).to_be_visible()
    page.wait_for_timeout(500)
    keep(page, "hulp")
