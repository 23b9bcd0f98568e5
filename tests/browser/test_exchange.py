"""Where there is an exchange, the same button hands in there, and feedback comes back to the desk."""

from __future__ import annotations

import getpass
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from sowcourse.cohort.workspace import Workspace, create
from sowcourse.cycle import collect, grade, release
from sowcourse.notebook import read_notebook
from sowcourse.report.feedback import write_feedback
from sowcourse.student.handin import receipt_code, receipts
from tests.browser.conftest import Server, serious
from tests.browser.test_assignments import Desk

ASSIGNMENT = "5-politiserend"


@pytest.fixture
def exchange(tmp_path: Path, home: Path) -> Path:
    """An exchange that the student's settings name."""
    folder = tmp_path / "uitwisseling"
    folder.mkdir()
    folder.chmod(0o777)
    settings = home / "config" / "nbgrader_config.py"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"c = get_config()\nc.Exchange.root = {str(folder)!r}\n", encoding="utf-8")
    return folder


@pytest.fixture
def workspace(tmp_path: Path, exchange: Path) -> Workspace:
    """A class of one that released the assignment there."""
    roster = tmp_path / "klas.csv"
    roster.write_text(f"nummer,naam\n{getpass.getuser()},An Fictief\n", encoding="utf-8")
    workspace = create("klas", roster, tmp_path, exchange=exchange)
    release(workspace, ASSIGNMENT)
    return workspace


def test_hand_in_by_the_exchange_and_read_the_feedback_in_place(
    workspace: Workspace,
    work: Path,
    start_server: Callable[[Path], Server],
    page: Page,
    shot: Callable[[Page, str], None],
) -> None:
    file = work / f"{ASSIGNMENT}.ipynb"
    shutil.copyfile(workspace.root / "release" / ASSIGNMENT / file.name, file)
    address = start_server(work).address(file.name)
    desk = Desk(page, file)
    desk.open(address)
    desk.choose("standpunt-vooraf", "oneens")
    page.get_by_role("button", name="Inleveren…").click()
    dialog = page.get_by_role("dialog", name="Inleveren")
    expect(dialog).to_contain_text("Je levert in bij de klas «klas».")
    dialog.get_by_role("button", name="Lever in").click()
    expect(dialog).to_contain_text("Je opdracht is aangekomen.")
    assert serious(page, "dialog") == []
    shot(page, "uitwisseling-ontvangstbewijs")
    (receipt,) = receipts(work)
    assert receipt.arrived
    assert receipt.code in dialog.inner_text()
    dialog.get_by_role("button", name="Sluiten").click()
    beside = page.get_by_role("navigation", name="Cursus")
    expect(beside.get_by_role("button", name="Opdracht: Politiserend werken")).to_contain_text("ingeleverd")

    assert len(collect(workspace, ASSIGNMENT, None)) == 1
    collected = workspace.root / "submitted" / getpass.getuser() / ASSIGNMENT / file.name
    assert receipt_code(read_notebook(collected)["cells"]) == receipt.code
    grade(workspace, ASSIGNMENT, lambda done, total: None)
    write_feedback(workspace, ASSIGNMENT)
    desk.open(address)
    returned = beside.get_by_role("button", name="klaar om te lezen")
    expect(returned).to_contain_text("Opdracht bij les 5")
    returned.click()
    expect(page.frame_locator("iframe").get_by_text("Automatisch nagekeken:")).to_be_visible()
    shot(page, "terugkoppeling-op-het-bureau")


def test_what_was_given_out_is_fetched_with_one_click_and_opens(
    workspace: Workspace,
    work: Path,
    start_server: Callable[[Path], Server],
    page: Page,
    shot: Callable[[Page, str], None],
) -> None:
    page.goto(start_server(work).address("lessen/0-start.ipynb"))
    beside = page.get_by_role("navigation", name="Cursus")
    fetching = beside.get_by_role("button", name="Haal op: Opdracht: Politiserend werken")
    expect(fetching).to_contain_text("uitgegeven · klas klas", timeout=60_000)
    shot(page, "uitwisseling-haal-op")
    assert serious(page, ".sowcourse-course") == []
    fetching.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Deze opdracht")).to_contain_text("ingevuld", timeout=60_000)
    expect(beside.get_by_role("status")).to_have_text("Opdracht: Politiserend werken staat in je werkmap.")
    expect(fetching).to_have_count(0)
    assert (work / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").is_file()
    shot(page, "uitwisseling-opgehaald")


def test_what_was_chosen_stays_in_front_when_the_page_of_the_address_opens_after_it(
    workspace: Workspace, work: Path, start_server: Callable[[Path], Server], page: Page
) -> None:
    """On a busy server JupyterLab opens the lesson of the address seconds after the list can be used."""
    asks_for_the_lesson = re.compile(r"/api/contents/lessen/0-start\.ipynb\?content=0")
    late: list[Route] = []
    page.route(asks_for_the_lesson, lambda route: late.append(route), times=1)
    with page.expect_request(asks_for_the_lesson):
        page.goto(start_server(work).address("lessen/0-start.ipynb"))
    page.get_by_role("button", name="Haal op: Opdracht: Politiserend werken").click()
    bar = page.get_by_role("region", name="Deze opdracht")
    expect(bar).to_contain_text("ingevuld", timeout=60_000)
    for route in late:
        route.continue_()
    expect(page.locator(".sowcourse-lesson.lm-mod-hidden")).to_have_count(1, timeout=60_000)
    expect(bar).to_be_visible()


def test_an_exchange_that_is_gone_is_said_and_the_file_can_still_be_made(
    workspace: Workspace, exchange: Path, work: Path, start_server: Callable[[Path], Server], page: Page
) -> None:
    file = work / f"{ASSIGNMENT}.ipynb"
    shutil.copyfile(workspace.root / "release" / ASSIGNMENT / file.name, file)
    exchange.rename(exchange.with_name("weg"))
    desk = Desk(page, file)
    desk.open(start_server(work).address(file.name))
    page.get_by_role("button", name="Inleveren…").click()
    dialog = page.get_by_role("dialog", name="Inleveren")
    expect(dialog.get_by_role("alert")).to_contain_text("de uitwisselingsmap is er niet. Vraag de beheerder")
    dialog.get_by_role("button", name="Maak mijn bestand om in te leveren").click()
    expect(dialog.get_by_role("link", name="Haal het bestand op")).to_be_visible()
    (receipt,) = receipts(work)
    assert not receipt.arrived
