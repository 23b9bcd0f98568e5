"""Marking in Kantoor in a real browser: by mouse, by keys, without its server for a while, and with a colleague."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Response, expect

from sowcourse.gradebook.code import code_of_student
from sowcourse.gradebook.gradebook import Mark, mark_all, results
from tests.browser.conftest import free_port, serious
from tests.browser.kantoor import Office
from tests.marking import ASSIGNMENT, STUDENTS, graded_class

ROW = sorted(STUDENTS, key=lambda student: code_of_student(student, "product"))
"""The order in which a page without names shows them."""


def is_click(answer: Response) -> bool:
    """Whether it is what a click on a marking page hears."""
    return answer.request.method == "POST"


def shown(page: Page, student: str) -> None:
    """Wait until an answer is there, and keys work."""
    expect(page.get_by_text(f"Antwoord {code_of_student(student, 'product')}")).to_be_visible()
    expect(page.locator("[data-active]")).to_have_count(1)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = Office(graded_class(tmp_path_factory.mktemp("klassen")), free_port())
    opened.begin()
    yield opened
    opened.kill()


def stands(office: Office, student: str) -> tuple[float | None, str]:
    (found,) = (cell for cell in results(office.workspace, ASSIGNMENT)[student].cells if cell.cell == "product")
    return None if found.waiting else found.score, found.comment


def test_a_class_is_marked_by_mouse_and_by_keys_through_a_lost_server_and_beside_a_colleague(
    office: Office, page: Page, shot: Callable[[Page, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    noise: list[str] = []
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.goto(office.address("kantoor/?token=sleutel"))
    page.goto(office.address(f"kantoor/cohort/klas/opdracht/{ASSIGNMENT}"))
    page.get_by_role("link", name="Beoordelen", exact=True).click()
    page.get_by_role("link", name=re.compile("^Beoordelen.*Signaal")).click()
    saved, stand = page.locator("[data-saved]"), page.locator("[data-stands]")

    # by mouse
    shown(page, ROW[0])
    assert serious(page) == []
    forum, law = page.get_by_role("group", name="Het forum"), page.get_by_role("group", name="Het recht")
    forum.get_by_text("Noemt één forum en wat het kan doen.").click()
    expect(saved).to_have_text(re.compile(r"Bewaard om \d\d\.\d\d\."))
    expect(stand).to_have_text("1 van 4 gekozen, hoogstens 12 punten.")
    assert stands(office, ROW[0]) == (None, "Het forum: 3")
    for part, level in (("Het recht", 2), ("Het bewijs", 4), ("Het risico", 1)):
        page.get_by_role("group", name=part).locator("label").nth(level - 1).click()
    expect(stand).to_contain_text("6 van 12 punten. Door jou, ")
    law.get_by_text("Opmerking", exact=False).first.click()
    with page.expect_response(is_click):
        law.get_by_role("textbox").fill("Noem het artikel.")
    assert "Bij «Het recht»: Noem het artikel." in stands(office, ROW[0])[1]
    shot(page, "beoordelen-muis")
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(saved).to_have_text("Teruggezet zoals het was.")
    expect(law.get_by_role("textbox")).to_have_value("")
    assert stands(office, ROW[0])[0] == 6

    # by keys
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("n")
    shown(page, ROW[1])
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Toetsen")).to_be_visible()
    assert serious(page) == []
    page.keyboard.press("4")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    for key in "4321":
        page.keyboard.press(key)
    expect(stand).to_contain_text("6 van 12 punten")
    page.keyboard.press("c")
    with page.expect_response(is_click):
        page.keyboard.type("n1 u? Sterk.")
        page.keyboard.press("Escape")
    assert stands(office, ROW[1])[1].endswith("n1 u? Sterk.")
    shown(page, ROW[1])
    page.keyboard.press("u")
    expect(page.get_by_label("Opmerking bij het geheel")).to_have_value("")
    page.keyboard.press("p")
    shown(page, ROW[0])
    page.keyboard.press("n")

    # without the server
    shown(page, ROW[2])
    office.kill()
    for key in "3333":
        page.keyboard.press(key)
    expect(saved).to_contain_text("Niet bewaard: Kantoor antwoordt niet.")
    page.keyboard.press("n")
    shown(page, ROW[2])
    shot(page, "beoordelen-zonder-server")
    office.begin()
    expect(saved).to_have_text(re.compile("Bewaard om"))
    assert stands(office, ROW[2])[0] == 8

    # beside a colleague
    page.keyboard.press("n")
    shown(page, ROW[3])
    monkeypatch.setenv("LOGNAME", "bo")
    mark_all(office.workspace, ASSIGNMENT, [Mark(ROW[3], "product", 11, "Van Bo.")])
    page.keyboard.press("1")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("gaf bo (")
    expect(alert).to_contain_text("hier 11 punten («Van Bo.»).")
    shot(page, "beoordelen-ingehaald")
    assert stands(office, ROW[3]) == (11, "Van Bo.")
    assert serious(page) == []
    for key in "111":
        page.keyboard.press(key)
    assert stands(office, ROW[3]) == (11, "Van Bo."), "nothing goes over it until somebody says so"
    page.get_by_role("button", name="Geef wat ik koos").click()
    expect(saved).to_have_text(re.compile("Bewaard om"))
    assert stands(office, ROW[3]) == (0, "Het forum: 1\nHet recht: 1\nHet bewijs: 1\nHet risico: 1")
    expect(page.locator(".far")).to_have_text("4 van 4")
    expect(page.get_by_role("link", name="Klaar: naar de vragen")).to_be_visible()
    page.reload()
    expect(page.get_by_role("link", name="Klaar: naar de vragen")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Beoordelen", exact=True)).to_be_visible()
    assert noise == []


def test_a_click_that_does_not_come_from_the_page_writes_nothing(office: Office, page: Page) -> None:
    page.goto(office.address("kantoor/?token=sleutel"))
    student = ROW[0]
    before = stands(office, student)
    marking = f"kantoor/cohort/klas/opdracht/{ASSIGNMENT}/beoordelen/blind/vraag/product"
    path = f"{marking}/{code_of_student(student, 'product')}"
    page.goto(office.address(path))
    words = {name: page.locator(f"[name={name}]").first.get_attribute("value") or "" for name in ("code", "gezien")}
    sent = words | {"vraag": "product", "doe": "open", "script": "ja"}
    for extra in ({}, {"_xsrf": "1234"}):
        answer = page.request.post(office.address(path), form=sent | extra)
        assert (answer.status, "Er is niets veranderd." in answer.text()) == (403, True)
    assert stands(office, student) == before


def test_by_mouse_a_row_of_before_is_one_click_and_the_next_answer_comes_by_itself_when_asked(
    office: Office, page: Page, shot: Callable[[Page, str], None]
) -> None:
    question, count = "reflectie", 6
    row = sorted(STUDENTS, key=lambda student: code_of_student(student, question))
    names = [criterion.name for criterion in office.workspace.rubrics(ASSIGNMENT)[question].criteria]
    levels = (3, 2, 4, 2, 3, 1)
    said = "\n".join(f"{name}: {level}" for name, level in zip(names, levels, strict=True))
    mark_all(office.workspace, ASSIGNMENT, [Mark(row[0], question, 4.5, said)])

    def comes(student: str) -> None:
        expect(page.get_by_text(f"Antwoord {code_of_student(student, question)}")).to_be_visible()
        expect(page.locator("[data-active]")).to_have_count(1)

    def given(student: str) -> tuple[bool, str]:
        (found,) = (cell for cell in results(office.workspace, ASSIGNMENT)[student].cells if cell.cell == question)
        return not found.waiting, found.comment

    page.goto(office.address("kantoor/?token=sleutel"))
    marking = office.address(f"kantoor/cohort/klas/opdracht/{ASSIGNMENT}/beoordelen/blind/vraag/{question}")
    page.goto(marking)
    comes(row[1])
    told = ", ".join(f"{name} {level}" for name, level in zip(names, levels, strict=True))
    before = page.get_by_role("button", name=re.compile(f"^{told}; . keer gegeven"))
    assert serious(page) == []
    shot(page, "zoals-eerder")

    # without asking, nothing goes on by itself
    before.click()
    expect(page.locator("[data-stands]")).to_contain_text("Door jou")
    comes(row[1])
    assert given(row[1]) == (True, said)

    # asked for, the last level brings the next answer that waits; the part that is next is in sight
    page.get_by_label("Vanzelf verder").check()
    page.get_by_role("link", name=re.compile("Volgende open")).click()
    comes(row[2])
    parts = page.locator("[data-part]")
    for place in range(count - 1):
        parts.nth(place).locator(".level label").nth(1).click()
        expect(parts.nth(place + 1)).to_have_attribute("data-active", "")
        expect(parts.nth(place + 1).locator("legend")).to_be_in_viewport()
        comes(row[2])
    parts.nth(count - 1).locator(".level label").nth(0).click()
    comes(row[3])
    assert given(row[2]) == (True, "\n".join(f"{name}: {1 if name == names[-1] else 2}" for name in names))
    expect(page.get_by_label("Vanzelf verder")).to_be_checked()

    # arrow keys go through levels and leave nothing; the last that waits stays where it is
    for place in range(count):
        page.locator(f'[name="niveau-{place}"]').first.focus()
        page.keyboard.press("ArrowDown")
        expect(page.locator(f'[name="niveau-{place}"]').nth(1)).to_be_checked()
    expect(page.locator("[data-stands]")).to_contain_text("Door jou")
    comes(row[3])
    before.click()
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"Bewaard om"))
    comes(row[3])

    # a correction stays where it is
    page.goto(f"{marking}/{code_of_student(row[1], question)}")
    comes(row[1])
    page.get_by_role("button", name="Weer laten wachten").click()
    expect(page.locator("[data-stands]")).to_contain_text("Nog te beoordelen")
    page.goto(f"{marking}/{code_of_student(row[2], question)}")
    comes(row[2])
    parts.nth(0).locator(".level label").nth(3).click()
    expect(page.locator("[data-stands]")).to_contain_text("Door jou")
    comes(row[2])
    page.get_by_label("Vanzelf verder").uncheck()


def test_in_a_low_window_nothing_stays_between_a_reader_and_the_levels(office: Office, page: Page) -> None:
    page.goto(office.address("kantoor/?token=sleutel"))
    page.goto(office.address(f"kantoor/cohort/klas/opdracht/{ASSIGNMENT}/beoordelen/blind/vraag/product"))
    expect(page.locator("[data-active]")).to_have_count(1)
    left = """() => [...document.querySelectorAll('main *')]
      .filter((bar) => getComputedStyle(bar).position === 'sticky' && bar.checkVisibility())
      .reduce((rest, bar) => rest - bar.getBoundingClientRect().height, innerHeight) / innerHeight"""
    for width, height in ((320, 256), (640, 480), (640, 900)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(left) > 0.7, f"{width} × {height}"
