"""Marking 90 answers in Kantoor, by mouse and by keys, against a page and a sheet: `python benchmarks/marking.py`.

Thirty fictional students, three answers each, every answer the same number of criteria as a lecturer would have. In
Kantoor a real browser marks them, as fast as the page allows: what is counted is every key and click, and what is
measured is how long it then waits for the next answer. The other way is the one of before: a page with all answers,
read in the same browser, a sheet of which the rows are filled in, and the command that takes it in; its page, its
commands and its scrolling are measured, its keys counted as a spreadsheet asks them. Reading and thinking are left
out on both sides. Keys and clicks become seconds with the same published values on both sides (Card, Moran and
Newell, 1983: a key 0.28 s, pointing 1.1 s, pressing 0.1 s, from keyboard to mouse 0.4 s).

Then one page of a class of 400 with three answers each is asked again and again: it must come within 0.3 s.
BENCH=small for a quick look.
"""

from __future__ import annotations

import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from sqlalchemy import create_engine, text

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.report import SEED, fill
from sowcourse.cohort.workspace import Workspace, create
from sowcourse.cycle import release
from sowcourse.essay import load_passages
from sowcourse.report.level import COLUMN
from tests.browser.conftest import find_chromium, free_port
from tests.browser.kantoor import Office

ASSIGNMENT = "5-politiserend"
SMALL = os.environ.get("BENCH") == "small"
STUDENTS, MANY = (4, 40) if SMALL else (30, 400)
QUESTIONS = ("product", "andere-kant", "reflectie")
KEY, POINT, PRESS, HOME = 0.28, 1.1, 0.1, 0.4
"""Seconds of a key, of pointing, of pressing the mouse, and of moving between mouse and keyboard."""

WITHIN = 0.3

_WAITS = "UPDATE grade SET needs_manual_grade = 1, manual_score = NULL WHERE manual_score IS NOT NULL"
_COMMENTS = """
INSERT INTO comment (id, cell_id, notebook_id)
SELECT lower(hex(randomblob(16))), solution_cells.id, submitted_notebook.id
FROM solution_cells JOIN base_cell ON base_cell.id = solution_cells.id
JOIN submitted_notebook ON submitted_notebook.notebook_id = base_cell.notebook_id
"""
"""What grading leaves of a cell in which a student answers: a place for what is said of it."""


@dataclass
class Way:
    """What one way of marking asks of a person, and how long it lets them wait."""

    name: str
    answers: int
    keys: float = 0
    clicks: float = 0
    homing: float = 0
    rows: int = 0
    """Answers that were given a row of levels from before."""
    waited: float = 0
    """Seconds, of everything together."""

    @property
    def seconds(self) -> float:
        """Of one answer, beyond reading and thinking."""
        hand = self.keys * KEY + self.clicks * (POINT + PRESS) + self.homing * HOME
        return (hand + self.waited) / self.answers

    def told(self) -> str:
        each = self.answers
        return (
            f"{self.name:<24} {self.keys / each:5.1f} toetsen {self.clicks / each:5.1f} klikken "
            f"{self.waited / each:6.2f} s wachten {self.seconds:6.2f} s per antwoord"
        )


def unmarked(folder: Path, students: int) -> Workspace:
    """A class of which everything was graded, and nothing marked."""
    roster = folder / "klas.csv"
    lines = "".join(f"r{number:07},Student,{number} (fictief)\n" for number in range(1, students + 1))
    roster.write_text("nummer,voornaam,achternaam\n" + lines, encoding="utf-8")
    workspace = create("klas", roster, folder)
    release(workspace, ASSIGNMENT)
    chance = random.Random(SEED)
    fill(workspace, ASSIGNMENT, chance, [word for p in load_passages().values() for word in p.text.split()])
    engine = create_engine(workspace.gradebook)
    with engine.begin() as connection:
        connection.execute(text(_WAITS))
        connection.execute(text(_COMMENTS))
    engine.dispose()
    return workspace


@contextmanager
def opened(workspace: Workspace) -> Iterator[Office]:
    """Kantoor for a class."""
    office = Office(workspace, free_port())
    office.begin()
    try:
        yield office
    finally:
        office.kill()


def ready(page: Page) -> None:
    """An answer is there, and keys work."""
    expect(page.locator("[data-active]")).to_have_count(1)


def in_kantoor(
    office: Office, page: Page, way: Way, one: Callable[[Page, int, Way], None], go_on: Callable[[Page, Way], None]
) -> None:
    """Mark every answer to every question. Parameters: one – gives the levels; go_on – asks for the next answer."""
    page.goto(office.address("kantoor/?token=sleutel"))
    for question in QUESTIONS:
        page.goto(office.address(f"kantoor/cohort/klas/opdracht/{ASSIGNMENT}/beoordelen/blind/vraag/{question}"))
        for number in range(STUDENTS):
            ready(page)
            code = page.locator("h1, h2, .code").filter(has_text="Antwoord").first.inner_text()
            one(page, number, way)
            begin = time.perf_counter()
            if number + 1 < STUDENTS:
                go_on(page, way)
                expect(page.get_by_text(code, exact=True)).to_have_count(0)
                ready(page)
            else:
                expect(page.locator("[data-stands]")).to_contain_text("Door jou")
            way.waited += time.perf_counter() - begin


def by_keys(page: Page, number: int, way: Way) -> None:
    for place in range(page.locator("[data-part]").count()):
        page.keyboard.press(str(1 + (number + place) % 4))
        way.keys += 1


def next_by_key(page: Page, way: Way) -> None:
    page.keyboard.press("n")
    way.keys += 1


def by_mouse(page: Page, number: int, way: Way) -> None:
    parts = page.locator("[data-part]")
    for place in range(parts.count()):
        parts.nth(place).locator(".level label").nth((number + place) % 4).click()
        way.clicks += 1


def next_by_mouse(page: Page, way: Way) -> None:
    page.locator('[data-step="n"]').click()
    way.clicks += 1


def by_itself(page: Page, number: int, way: Way) -> None:
    """By mouse, where the last level brings the next answer: asked for once, with a click."""
    asked = page.locator("[data-by-itself]")
    if not asked.is_checked():
        asked.click()
        way.clicks += 1
    by_mouse(page, number, way)


def by_rows(page: Page, number: int, way: Way) -> None:
    """The same, where a row of levels that was given before is given again in one click."""
    asked = page.locator("[data-by-itself]")
    if not asked.is_checked():
        asked.click()
        way.clicks += 1
    levels = " ".join(str(1 + (number + place) % 4) for place in range(page.locator("[data-part]").count()))
    row = page.locator(f'[data-row="{levels}"]')
    if row.count():
        row.click()
        way.clicks += 1
        way.rows += 1
    else:
        by_mouse(page, number, way)


def next_by_itself(page: Page, way: Way) -> None:
    """Nothing to do: it is on its way."""


def sowcourse(workspace: Workspace, *words: str) -> float:
    """Seconds of a command."""
    begin = time.perf_counter()
    command = [sys.executable, "-c", "from sowcourse.cli import main; main()", *words]
    done = subprocess.run(command, cwd=workspace.root, capture_output=True, text=True)
    assert done.returncode in (0, 3), done.stdout + done.stderr
    return time.perf_counter() - begin


def page_and_sheet(workspace: Workspace, page: Page, way: Way) -> None:
    """The way of before: a page of everything, a sheet, a command."""
    way.waited += sowcourse(workspace, "mark", ASSIGNMENT, "--geen-browser")
    begin = time.perf_counter()
    page.goto((workspace.root / f"beoordelen-{ASSIGNMENT}.html").as_uri())
    way.waited += time.perf_counter() - begin
    height = page.evaluate("document.documentElement.scrollHeight")
    way.keys += height / (0.9 * page.evaluate("innerHeight"))  # a page down for every screen of it
    sheet = workspace.root / f"beoordelen-{ASSIGNMENT}.csv"
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    head = rows[0]
    places = [place for place, name in enumerate(head) if name.startswith(f"{COLUMN} ")]
    criteria = {question: len(rubric.criteria) for question, rubric in workspace.rubrics(ASSIGNMENT).items()}
    for number, row in enumerate(rows[1:]):
        question = next((cell for cell in row if cell in criteria), "")
        if question not in QUESTIONS:
            continue
        way.answers += 1
        for place in range(criteria[question]):
            row[places[place]] = str(1 + (number + place) % 4)
        # to the sheet and back (two keys each), the levels with a tab between, and to the first level of the next row
        way.keys += 4 + criteria[question] + (criteria[question] - 1) + 1
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    way.keys += 2 + len(f"sowcourse mark {ASSIGNMENT} --van {sheet.name}") + 1  # save, and the command
    way.waited += sowcourse(workspace, "mark", ASSIGNMENT, "--van", sheet.name, "--geen-browser")


def asked_again(office: Office) -> dict[str, list[float]]:
    """Seconds of pages of a large class, each asked as a browser asks it."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    opener.open(office.address("kantoor/?token=sleutel")).close()
    root = f"kantoor/cohort/klas/opdracht/{ASSIGNMENT}/beoordelen"
    found: dict[str, list[float]] = {"de vragen": [], "een antwoord": []}
    for number in range(10 if SMALL else 60):
        for name, path in (("de vragen", root), ("een antwoord", f"{root}/blind/vraag/{QUESTIONS[number % 3]}")):
            answer = opener.open(office.address(path))  # the first redirects to the answer that waits
            place = answer.geturl()
            answer.close()
            begin = time.perf_counter()
            opener.open(place).read()
            found[name].append(time.perf_counter() - begin)
    return found


def main() -> None:
    ways = [
        Way("Kantoor, met toetsen", STUDENTS * len(QUESTIONS)),
        Way("Kantoor, met de muis", STUDENTS * len(QUESTIONS)),
        Way("muis, vanzelf verder", STUDENTS * len(QUESTIONS)),
        Way("muis, zoals eerder", STUDENTS * len(QUESTIONS)),
        Way("pagina en rekenblad", 0),
    ]
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for way, one, go_on in zip(
            ways,
            (by_keys, by_mouse, by_itself, by_rows),
            (next_by_key, next_by_mouse, next_by_itself, next_by_itself),
            strict=False,
        ):
            folder = Path(temporary) / way.name
            folder.mkdir()
            page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
            with opened(unmarked(folder, STUDENTS)) as office:
                in_kantoor(office, page, way, one, go_on)
            page.close()
        folder = Path(temporary) / "blad"
        folder.mkdir()
        page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        page_and_sheet(unmarked(folder, STUDENTS), page, ways[-1])
        browser.close()
        print(f"\n{STUDENTS} studenten, {len(QUESTIONS)} antwoorden elk, zonder lezen en denken:")
        for way in ways:
            print(f"  {way.told()}  verhouding {way.seconds / ways[0].seconds:.2f}  rijen van eerder {way.rows}")
        folder = Path(temporary) / "veel"
        folder.mkdir()
        with opened(unmarked(folder, MANY)) as office:
            found = asked_again(office)
    print(f"\n{MANY} studenten, seconden per pagina (doel: hoogstens {WITHIN}):")
    for name, seconds in found.items():
        many = sorted(seconds)
        print(f"  {name:<14} midden {statistics.median(many):.3f}, negen van tien {many[int(0.9 * len(many))]:.3f}")


if __name__ == "__main__":
    main()
