"""A coordinator's upgrade in the middle of a term, from the first page to the cohort afterwards, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from sowcourse import __version__
from sowcourse.cohort.origin import HASHES, ORIGIN, hashes_text
from sowcourse.cohort.workspace import open_workspace
from sowcourse.content import assignments_root
from sowcourse.gradebook.gradebook import Mark, mark_all, results
from sowcourse.notebook import Notebook, read_notebook, source, write_notebook
from tests.browser.conftest import free_port, serious
from tests.browser.kantoor import Office
from tests.marking import ASSIGNMENT, STUDENTS, graded_class

OLD = {
    "deel-a": "Zo stond deel a er in september.",
    "deel-b": "Zo stond deel b er in september.",
    "deel-c": "Zo stond deel c er in september.",
}
MINE = "Zo schreef de lesgever deel c zelf."
QUIZ = ("Wat hoort volgens het essay bij nabijheid?", "Wat hoort volgens de auteurs bij nabijheid?")


def words_of(file: Path) -> dict[str, str]:
    found: Notebook = read_notebook(file)
    return {str(cell["id"]): source(cell) for cell in found["cells"]}


def reword(file: Path, words: dict[str, str]) -> None:
    notebook = read_notebook(file)
    for cell in notebook["cells"]:
        cell["source"] = words.get(str(cell["id"]), cell["source"])
    write_notebook(file, notebook)


def grown_old(root: Path) -> None:
    """Make the cohort one of an earlier version: other words in an assignment and a quiz, and the lecturer's own."""
    for file in (root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", root / ORIGIN / f"{ASSIGNMENT}.ipynb"):
        reword(file, OLD)
    reword(root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", {"deel-c": MINE})
    quiz = root / "cursus" / "1-nabijheid" / "quiz.toml"
    text = quiz.read_text("utf-8")
    assert QUIZ[0] in text
    quiz.write_text(text.replace(*QUIZ), encoding="utf-8")
    (root / ORIGIN / HASHES).write_text(hashes_text(root / "cursus"), encoding="utf-8")
    cohort = root / "cohort.toml"
    said = cohort.read_text("utf-8")
    assert f'"{__version__}"' in said
    cohort.write_text(said.replace(f'"{__version__}"', '"0.0.9"'), encoding="utf-8")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = Office(graded_class(tmp_path_factory.mktemp("klassen")), free_port())
    mark_all(opened.workspace, ASSIGNMENT, [Mark("s902", "product", 9.0, "Helder.")])
    grown_old(opened.workspace.root)
    opened.begin()
    yield opened
    opened.kill()


def unit(page: Page, name: str) -> Locator:
    return page.locator("fieldset").filter(has=page.locator("legend", has_text=re.compile(rf"^{name}$")))


def scores(office: Office) -> dict[str, list[tuple[str, float | None, str]]]:
    found = results(open_workspace(office.workspace.root), ASSIGNMENT)
    return {who: [(c.cell, c.score, c.comment) for c in result.cells] for who, result in found.items()}


def test_an_upgrade_in_mid_term_is_read_chosen_carried_out_seen_and_undone(
    office: Office, page: Page, shot: Callable[[Page, str], None]
) -> None:
    root, new = office.workspace.root, words_of(assignments_root() / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    kept = {path: path.read_bytes() for part in ("ontvangen", "submitted") for path in (root / part).rglob("*.ipynb")}
    before = scores(office)
    assert len(kept) >= len(STUDENTS)

    # from the first page to what would change
    page.goto(office.address("kantoor/?token=sleutel"))
    page.get_by_role("link", name=re.compile("klas")).first.click()
    page.get_by_role("link", name="Bijwerken").click()
    expect(page.locator(".lead")).to_contain_text(f"Van versie 0.0.9 naar versie {__version__}.")
    expect(page.get_by_text(f"Studenten hebben {ASSIGNMENT} al")).to_be_visible()
    shot(page, "bijwerken")
    assert serious(page) == []

    # every changed word stands side by side, the old one left
    for name, was, becomes in (
        ("deel-a", OLD["deel-a"], new["deel-a"]),
        ("deel-b", OLD["deel-b"], new["deel-b"]),
        ("deel-c", MINE, new["deel-c"]),
    ):
        sides = page.locator(".sides").filter(has_text=was)
        expect(sides).to_have_count(1)
        left, right = sides.locator(".words").all()
        assert " ".join(left.inner_text().split()) == " ".join(was.split()), name
        assert " ".join(right.inner_text().split()) == " ".join(becomes.split()), name
        expect(sides.get_by_role("deletion").first).to_be_visible()
        expect(sides.get_by_role("insertion").first).to_be_visible()
    asked = page.locator(".sides").filter(has_text="volgens de auteurs")
    expect(asked).to_have_count(1)
    assert " ".join(asked.get_by_role("deletion").all_inner_texts()) == "de auteurs"
    assert " ".join(asked.get_by_role("insertion").all_inner_texts()) == "het essay"

    # what is the lecturer's stays and the rest comes, until somebody chooses otherwise; by keyboard
    radios = {
        (each.get_attribute("name") or "", each.get_attribute("value") or ""): each.is_checked()
        for each in page.get_by_role("radio").all()
    }
    assert radios[f"keuze-{ASSIGNMENT}/deel-a", "neem"]
    assert radios[f"keuze-{ASSIGNMENT}/deel-c", "houd"]
    page.locator(f'[name="keuze-{ASSIGNMENT}/deel-b"][value="neem"]').focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(f'[name="keuze-{ASSIGNMENT}/deel-b"][value="houd"]')).to_be_checked()
    page.get_by_role("button", name=f"Bijwerken naar {__version__}").focus()
    page.keyboard.press("Enter")

    # what was done is told, and how to go back
    note = page.locator(".note")
    expect(note).to_contain_text(f"klas is nu van versie {__version__}")
    expect(note).to_contain_text(f"Gehouden zoals het was: {ASSIGNMENT}/deel-b")
    expect(note).to_contain_text(f"Geef {ASSIGNMENT} opnieuw uit")
    expect(page.get_by_role("heading", name="Terug naar versie 0.0.9")).to_be_visible()
    assert serious(page) == []
    held = words_of(root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    assert (held["deel-a"], held["deel-b"], held["deel-c"]) == (new["deel-a"], OLD["deel-b"], MINE)
    assert QUIZ[0] in (root / "cursus" / "1-nabijheid" / "quiz.toml").read_text("utf-8")

    # in the cohort afterwards: its version, its lessons, and the assignment to give out again
    page.goto(office.address("kantoor/cohort/klas/schrijven/toets/1-nabijheid/essay-nabij"))
    expect(page.get_by_label("Vraag", exact=True)).to_have_value(QUIZ[0])
    page.goto(office.address(f"kantoor/cohort/klas/opdracht/{ASSIGNMENT}"))
    given = page.locator("details").filter(has=page.locator("h2", has_text="Uitgeven"))
    given.locator("summary").click()
    given.get_by_role("button", name=re.compile("uitgeven", re.IGNORECASE)).first.click()
    expect(page.locator(".note")).to_be_visible()
    out = words_of(root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    assert (out["deel-a"], out["deel-b"], out["deel-c"]) == (new["deel-a"], OLD["deel-b"], MINE)

    # what came in and what was given is as it was
    assert {path: path.read_bytes() for path in kept} == kept
    assert scores(office) == before
    page.goto(office.address("kantoor/cohort/klas/bijwerken"))
    expect(page.locator(".lead")).to_contain_text(f"heeft al versie {__version__}")

    # the way back leads to what stood there
    page.get_by_role("button", name="Terug naar 0.0.9").click()
    expect(page.locator(".note")).to_contain_text("klas is terug op versie 0.0.9")
    held = words_of(root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    assert {name: held[name] for name in OLD} == OLD | {"deel-c": MINE}
    assert QUIZ[1] in (root / "cursus" / "1-nabijheid" / "quiz.toml").read_text("utf-8")
    page.set_viewport_size({"width": 320, "height": 700})
    expect(page.get_by_role("heading", name=re.compile("Elk woord"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert serious(page) == []
