"""The lecturer's pictures: the fictional class, marked and returned, and a new module in a copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect
from rich.console import Console
from screen import COMMAND, keep, keep_terminal, said

from sowcourse.cohort.origin import COURSE, HASHES, ORIGIN, hashes_text
from sowcourse.cohort.workspace import Workspace, create
from sowcourse.cycle import release
from sowcourse.demo import ASSIGNMENT, KINDS, hand_in, run_demo
from tests.browser.conftest import free_port, serve

ROOT = Path(__file__).resolve().parents[2]
MODULE = "7-digitaal"
WRITTEN = 500
"""More characters than a reflection has in which nobody wrote."""


def take(browser: BrowserContext, folder: Path) -> None:
    """Take a class through the cycle and make a module, and keep what is on the screen."""
    workspace, _ = run_demo(Console(quiet=True))
    try:
        pages(browser, workspace)
        marking(browser, workspace, folder)
        office(browser, workspace, folder)
        terminal(browser, workspace, folder)
    finally:
        shutil.rmtree(workspace.root.parent)
    new_material(browser, folder)


def pages(browser: BrowserContext, workspace: Workspace) -> None:
    """What one student gets back."""
    page = browser.new_page()
    page.goto(next((workspace.root / "terugkoppeling").rglob("*.html")).as_uri())
    keep(page, "terugkoppeling")
    page.close()


@contextmanager
def served(words: str, folder: Path, place: Path, source: Path | None = None) -> Iterator[str]:
    """The address that a command prints when it opens JupyterLab; stopped with Ctrl+C afterwards."""
    surroundings = os.environ | {"HOME": str(folder)} | ({"PYTHONPATH": str(source)} if source else {})
    surroundings |= {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    surroundings |= {f"JUPYTERLAB_{name}_DIR": str(folder / name) for name in ("WORKSPACES", "SETTINGS")}
    server = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *words.split(), "--geen-browser", "--poort", str(free_port())],
        cwd=place,
        env=surroundings,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert server.stdout
        yield next(found[0] for line in server.stdout if (found := re.search(r"http://\S+", line)))
    finally:
        os.killpg(server.pid, signal.SIGINT)
        server.wait()


def marking(browser: BrowserContext, workspace: Workspace, folder: Path) -> None:
    """One answer in formgrader, with its rubric: of somebody who wrote one. Formgrader numbers them as it likes."""
    with served(f"review {ASSIGNMENT}", folder, workspace.root) as address:
        page = browser.new_page()
        page.goto(address)
        page.set_viewport_size({"width": 1280, "height": 900})
        rubric = page.get_by_text("Rubric: reflectie")
        answer = page.locator(".nbgrader_cell").filter(has_text="Mijn aandeel:")
        for number in range(1, 1 + sum(kind.number for kind in KINDS)):
            page.get_by_role("link", name=f"Submission #{number}", exact=True).click(timeout=60_000)
            rubric.wait_for(timeout=60_000)
            if len(answer.last.inner_text()) > WRITTEN:
                break
            page.go_back()
        rubric.click()
        rubric.evaluate("line => { line.style.scrollMarginTop = '4rem'; line.scrollIntoView({ block: 'start' }); }")
        page.wait_for_timeout(1000)
        keep(page, "beoordelen")
        page.close()


def office(browser: BrowserContext, workspace: Workspace, folder: Path) -> None:
    """Kantoor: the class in pictures, a debate in a form, and what a newer version changes."""
    home = f"cohort/{workspace.root.name}"
    with served(f"office {workspace.root.parent}", folder, workspace.root.parent) as address:
        page = browser.new_page()
        page.goto(address)
        first = page.url.rstrip("/")
        page.goto(f"{first}/{home}/opdracht/{ASSIGNMENT}/beeld")
        keep(page, "klas-in-beeld")
        page.goto(f"{first}/{home}/schrijven/debatten/1-nabijheid/namen-delen")
        page.frame_locator("iframe").get_by_text("De reactie van").wait_for()
        keep(page, "schrijfkamer")
        make_older(workspace)
        page.goto(f"{first}/{home}/bijwerken")
        page.locator(".changed").first.evaluate("part => part.scrollIntoView({ block: 'start' })")
        keep(page, "bijwerken")
        page.close()


def make_older(workspace: Workspace) -> None:
    """As if this cohort came from a version with other words."""
    lesson = workspace.root / COURSE / "1-nabijheid" / "lesson.ipynb"
    lesson.write_text(lesson.read_text("utf-8").replace("Waarom dit telt", "Waarom dit ertoe doet"), encoding="utf-8")
    (workspace.root / ORIGIN / HASHES).write_text(hashes_text(workspace.root / COURSE), encoding="utf-8")


def writing(browser: BrowserContext, folder: Path, copy: Path) -> None:
    """The same lesson as its author writes in it."""
    with served(f"module write {MODULE}", folder, copy, copy / "src") as address:
        page = browser.new_page()
        page.goto(address)
        text = page.locator(".jp-RenderedMarkdown p").get_by_text("in twee of drie zinnen")
        text.dblclick(timeout=60_000)
        page.wait_for_timeout(1500)
        keep(page, "les-schrijven")
        page.close()


def terminal(browser: BrowserContext, workspace: Workspace, folder: Path) -> None:
    """A class from its list to its first grades, as the terminal tells it."""
    shutil.copyfile(workspace.root / "klas.csv", folder / "klas.csv")
    made = said("cohort new 2026-najaar --roster klas.csv", folder)
    cohort = folder / "2026-najaar"
    shorter = {cohort: "~/2026-najaar"}
    keep_terminal(browser, "cohort", {"cohort new 2026-najaar --roster klas.csv": made}, shorter)
    again = create("klas", folder / "klas.csv", folder)
    release(again, ASSIGNMENT)
    due = next(iter(workspace.calendar().deadlines.values()))
    hand_in(again, folder / "download.zip", [kind for kind in KINDS for _ in range(kind.number)], due)
    answers = {f"release {ASSIGNMENT}": said(f"release {ASSIGNMENT}", cohort)}
    answers[f"collect {ASSIGNMENT} --van download.zip"] = said(f"collect {ASSIGNMENT} --van ../download.zip", cohort)
    keep_terminal(browser, "ophalen", answers, shorter)
    keep_terminal(browser, "nakijken", {f"grade {ASSIGNMENT}": said(f"grade {ASSIGNMENT}", cohort)}, shorter)


def new_material(browser: BrowserContext, folder: Path) -> None:
    """A module that was just made: what the terminal says, what must be written, and the lesson as it opens."""
    copy = folder / "sowcourse-project"
    for name in ("course", "assignments", "datasets", "src"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    source, shorter = copy / "src", {copy: "~/sowcourse-project"}
    words = f"module new {MODULE} --titel Digitaal"
    keep_terminal(browser, "nieuwe-module", {words: said(words, copy, source)}, shorter)
    keep_terminal(browser, "nog-te-schrijven", {"check": said("check", copy, source)}, shorter)
    said(f"assignment new {MODULE} --dataset eenzaamheid", copy, source)
    words = f"wrong-answer new {MODULE} stap-2 --naam derde --van fout.txt"
    (copy / "fout.txt").write_text('hoogste = keuze["procent"].iloc[2]\n', encoding="utf-8")
    answers = {words: said(words, copy, source)}
    words = f"assignment prove {MODULE}"
    answers[words] = said(words, copy, source)
    keep_terminal(browser, "fout-antwoord", answers, shorter)
    work, home = folder / "werkmap", folder / "home"
    prepare = f"from pathlib import Path; from sowcourse.student.start import prepare; prepare(Path({str(work)!r}))"
    surroundings = os.environ | {"HOME": str(home), "JUPYTER_DATA_DIR": str(home / "data"), "PYTHONPATH": str(source)}
    subprocess.run([sys.executable, "-c", prepare], env=surroundings, check=True)
    os.environ["PYTHONPATH"] = str(source)
    server = serve(work, home)
    del os.environ["PYTHONPATH"]
    page: Page = browser.new_page()
    try:
        page.goto(server.address(f"lessen/{MODULE}.ipynb"))
        expect(page.locator("section.sow").first).to_be_visible(timeout=60_000)
        expect(page.locator(".sowcourse-bar")).to_contain_text("wordt vanzelf bewaard", timeout=60_000)
        expect(page.locator(".jp-RenderedText[data-mime-type*='error']")).to_have_count(0)
        keep(page, "nieuwe-les")
    finally:
        page.close()
        server.stop()
    writing(browser, folder, copy)
