"""The first hour of a new student, from `sowcourse start` to the receipt of assignment 5: by mouse with everything that
can go wrong, and by keyboard alone."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from sowcourse.logbook import Logbook
from sowcourse.notebook import read_notebook, source
from sowcourse.student.handin import receipt_code, receipts
from tests.browser.conftest import serious
from tests.browser.test_assignments import Desk, model_of
from tests.conftest import obey_interrupts

Shot = Callable[[Page, str], None]

ASSIGNMENT = "5-politiserend"
SENTENCE = "Een zin die ik niet kwijt wil."


@contextmanager
def course(work: Path, home: Path) -> Iterator[tuple[str, psutil.Process]]:
    """`sowcourse start` as a student types it: the address that it prints, and the JupyterLab behind it."""
    kept = {name: str(home / name) for name in ("config", "data", "runtime", "workspaces", "settings")}
    environment = os.environ | {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": kept["config"],
        "JUPYTER_DATA_DIR": kept["data"],
        "JUPYTER_RUNTIME_DIR": kept["runtime"],
        "JUPYTERLAB_WORKSPACES_DIR": kept["workspaces"],
        "JUPYTERLAB_SETTINGS_DIR": kept["settings"],
    }
    command = [sys.executable, "-c", "from sowcourse.cli import main; main()", "start", str(work), "--geen-browser"]
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=obey_interrupts,
    )
    try:
        assert process.stdout is not None
        address = next(line.strip() for line in process.stdout if line.strip().startswith("http"))
        (server,) = psutil.Process(process.pid).children()
        yield address, server
    finally:
        os.killpg(process.pid, signal.SIGINT)
        told, _ = process.communicate(timeout=60)
    assert "Gestopt. Wat je schreef, is bewaard." in told


@pytest.fixture
def given(released: Path) -> Path:
    """The assignment as the lecturer gave it."""
    return released / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


def on_disk(file: Path, name: str) -> str:
    return next(source(cell) for cell in read_notebook(file)["cells"] if cell["id"] == name)


def test_the_first_hour_by_mouse_with_everything_that_can_go_wrong(
    tmp_path: Path, home: Path, given: Path, context: BrowserContext, page: Page, shot: Shot
) -> None:
    work = tmp_path / "werkmap"
    model = model_of(ASSIGNMENT)
    with course(work, home) as (address, server):
        page.goto(address)
        page.get_by_role("link", name="Begin met Start").click()
        hope = page.get_by_role("textbox", name="Typ iets: wat hoop je van deze cursus?")
        hope.fill(SENTENCE)
        hope.blur()
        expect(page.locator("[data-progress='0-start']")).to_have_text("1 van 5 onderdelen")
        shot(page, "uur-les")
        assert Logbook(work).get("0-start", "notitie.verwachting") == SENTENCE

        # The lecturer's file goes into the work folder; back in the browser it is there.
        page.get_by_role("link", name="Lessen", exact=True).click()
        expect(page.get_by_text("Nog geen. Zet de opdracht")).to_be_visible()
        file = work / given.name
        file.write_bytes(given.read_bytes())
        page.evaluate("dispatchEvent(new Event('focus'))")
        page.get_by_role("link", name="Opdracht: Politiserend werken").click()
        desk_list = page.get_by_role("navigation", name="Cursus", exact=True)
        bar = page.get_by_role("region", name="Deze opdracht")
        expect(bar).to_contain_text("0 van 12 ingevuld", timeout=60_000)
        desk = Desk(page, file)
        expect(desk.said("klaarzetten").locator("table").first).to_be_visible(timeout=60_000)
        desk.choose("standpunt-vooraf", "eens")

        # A mistake: a sentence in Dutch, what Python said folded away.
        step = desk.fields("stap-1")
        step.get_by_role("textbox").fill('"ilc_li10')
        step.get_by_role("button", name="Probeer").click()
        expect(desk.said("stap-1")).to_contain_text("Een tekst wordt niet gesloten.", timeout=60_000)
        technical = desk.said("stap-1").get_by_text("unterminated string literal")
        expect(technical).to_be_hidden()
        desk.said("stap-1").get_by_text("Technische tekst").click()
        expect(technical).to_be_visible()
        shot(page, "uur-fout")
        hints = desk.cell("hints-stap-1").locator(".jp-MarkdownOutput")
        hints.get_by_text("Hint 1 van 3: waar je kijkt").click()
        expect(hints.get_by_text("De kolom indicator zegt in woorden")).to_be_visible()
        expect(hints.get_by_text("Een code is tekst")).to_be_hidden()
        desk.fill("stap-1", model["stap-1"])
        step.get_by_role("button", name="Probeer").click()
        expect(desk.said("test-stap-1")).to_contain_text("✓ voor:")

        # The kernel dies: what was written stays, and the next step starts from the top.
        for kernel in server.children(recursive=True):
            if "ipykernel_launcher" in kernel.cmdline():
                kernel.kill()
        for name in ("stap-2", "stap-3", "stap-4", "stap-5"):
            desk.fill(name, model[name])
            desk.fields(name).get_by_role("button", name="Probeer").click()
            expect(desk.said(f"test-{name}")).to_contain_text("✓", timeout=60_000)
        desk.choose("val", model["val"].split('"')[1])
        desk.write("uitleg-val", model["uitleg-val"])
        desk.write("product", model["product"])
        desk.saved()

        # The page is reloaded while typing.
        desk.write("andere-kant", SENTENCE)
        page.reload()
        expect(desk.fields("andere-kant").get_by_role("textbox")).to_have_value(SENTENCE, timeout=60_000)
        expect(bar).to_contain_text("10 van 12 ingevuld")

        # A second tab on the same notebook.
        second = context.new_page()
        second.goto(page.url)
        expect(second.get_by_role("region", name="Deze opdracht")).to_contain_text(
            "Deze opdracht staat al open in een ander tabblad.", timeout=60_000
        )
        second.close()

        # The disk takes nothing more.
        limit = resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
        desk.write("andere-kant", model["andere-kant"])
        expect(bar).to_contain_text("Niet bewaard op de schijf. Laat dit venster open")
        expect(page.locator(".jp-Dialog")).to_have_count(0)
        shot(page, "uur-schijf-vol")
        bar.get_by_role("button", name="Inleveren…").click()
        dialog = page.get_by_role("dialog", name="Inleveren")
        expect(dialog.get_by_role("alert")).to_contain_text("je kunt nu niet inleveren")
        dialog.get_by_role("button", name="Terug").click()
        assert on_disk(file, "andere-kant") == SENTENCE, "the file is as it was last saved, not half a file"
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, limit)
        desk.write("reflectie", model["reflectie"])
        expect(bar).to_contain_text("Opgeslagen om")
        assert on_disk(file, "andere-kant") == model["andere-kant"]
        desk.choose("standpunt-achteraf", model["standpunt-achteraf"].split('"')[1])
        expect(bar).to_contain_text("12 van 12 ingevuld")

        # Hand in: one file, its receipt, and the list beside it knows.
        bar.get_by_role("button", name="Inleveren…").click()
        expect(dialog).to_contain_text("Alle 12 onderdelen zijn ingevuld.")
        shot(page, "uur-inleveren")
        assert serious(page, "dialog") == []
        dialog.get_by_role("button", name="Maak mijn bestand om in te leveren").click()
        with page.expect_download() as download:
            dialog.get_by_role("link", name="Haal het bestand op").click()
        shot(page, "uur-ontvangstbewijs")
        assert serious(page, "dialog") == []
        (receipt,) = receipts(work)
        assert receipt.code in dialog.inner_text()
        assert download.value.suggested_filename == f"{ASSIGNMENT}.ipynb"
        assert Path(download.value.path()).read_bytes() == (work / receipt.file).read_bytes()
        dialog.get_by_role("button", name="Sluiten").click()
        expect(desk_list.get_by_role("button", name="Opdracht: Politiserend werken")).to_contain_text(
            "bestand gemaakt · 12 van 12 ingevuld"
        )
    answers = {
        c["id"]: source(c).strip() for c in read_notebook(file)["cells"] if c["metadata"]["nbgrader"]["solution"]
    }
    assert answers == {name: model[name].strip() for name in answers}
    assert receipt.code == receipt_code(read_notebook(work / receipt.file)["cells"])


# By keyboard --------------------------------------------------------------------------------------------------------

NAME = """() => {
  const e = document.activeElement;
  const legend = e.type === 'radio' ? e.closest('fieldset')?.querySelector('legend')?.textContent + ' | ' : '';
  return legend + (e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent || '').trim();
}"""


class Keys:
    """A student without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, name: str, key: str = "Tab", most: int = 120) -> None:
        """Go on until what starts with this name has the focus, and is seen to have it."""
        for _ in range(most):
            self.page.keyboard.press(key)
            if self.page.evaluate(NAME).startswith(name):
                style = "getComputedStyle(document.activeElement).outlineStyle"
                assert self.page.evaluate(style) != "none", f"the focus on {name!r} is not seen"
                return
        raise AssertionError(f"{name!r} cannot be reached with {key}")

    def press(self, name: str) -> None:
        """Go to a button and press it."""
        self.to(name)
        self.page.keyboard.press("Enter")

    def choose(self, legend: str, option: str) -> None:
        """Go to a group of radio buttons and choose one."""
        self.to(f"{legend} | ")
        self.page.keyboard.press("Space")
        for _ in range(6):
            if self.page.evaluate(NAME) == f"{legend} | {option}":
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{option!r} cannot be chosen with the arrows")

    def write(self, name: str, text: str) -> None:
        """Go to a field and write."""
        self.to(name)
        self.page.keyboard.insert_text(text)


def write_parts(keys: Keys, answer: str) -> None:
    """Write an answer of named parts, each in its own field."""
    for part in re.split(r"\n+(?=\*\*[^*\n]+:\*\*)", answer.strip()):
        label, _, words = part.removeprefix("**").partition(":**")
        keys.write(label, words.strip())


def test_the_first_hour_by_keyboard_alone(tmp_path: Path, home: Path, given: Path, page: Page, shot: Shot) -> None:
    work = tmp_path / "werkmap"
    model = model_of(ASSIGNMENT)
    keys = Keys(page)
    with course(work, home) as (address, _):
        page.goto(address)
        keys.press("Begin met Start")
        page.locator("html[data-ready] .part-note").first.wait_for()
        keys.write("Typ iets: wat hoop je van deze cursus?", SENTENCE)
        page.keyboard.press("Tab")
        expect(page.locator("[data-progress='0-start']")).to_have_text("1 van 5 onderdelen")
        keys.to("Lessen", key="Shift+Tab")
        file = work / given.name
        file.write_bytes(given.read_bytes())
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Opdracht: Politiserend werken")).to_be_visible()
        keys.press("Opdracht: Politiserend werken")
        bar = page.get_by_role("region", name="Deze opdracht")
        expect(bar).to_contain_text("0 van 12 ingevuld", timeout=60_000)
        desk = Desk(page, file)
        expect(desk.said("klaarzetten").locator("table").first).to_be_visible(timeout=60_000)

        keys.choose("B. Je standpunt vooraf", "eens")
        for step in (name for name in desk.ids if name.startswith("stap-")):
            places = desk.fields(step).get_by_role("textbox")
            names = [places.nth(place).get_attribute("aria-label") or "" for place in range(places.count())]
            stub = desk.cells[step]["metadata"]["sowcourse"]["stub"]
            found = re.fullmatch(r"\s*" + r"([^\n]*?)".join(map(re.escape, stub.split("..."))) + r"\s*", model[step])
            assert found is not None
            for name, value in zip(names, found.groups(), strict=True):
                keys.write(name, value)
            page.keyboard.press("Enter")
            expect(desk.said(f"test-{step}")).to_contain_text("✓", timeout=60_000)
        keys.choose("D. Een vergelijking op je bureau", model["val"].split('"')[1])
        keys.write("D. Een vergelijking op je bureau", model["uitleg-val"])
        write_parts(keys, model["product"])
        keys.write("F. De andere kant", model["andere-kant"])
        write_parts(keys, model["reflectie"])
        expect(desk.fields("reflectie")).to_contain_text("Volledig? 9 van 9 in orde.")
        keys.press("Controleer")
        expect(desk.said("test-reflectie-volledig")).to_contain_text("✓ Je schreef het in je eigen woorden")
        keys.choose("H. Je standpunt achteraf", "neutraal")
        expect(bar).to_contain_text("12 van 12 ingevuld")

        keys.press("Weergave")
        keys.choose("Contrast", "hoog")
        keys.press("Klaar")
        keys.to("Inleveren…", most=200)
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Inleveren")
        expect(dialog.get_by_role("button", name="Maak mijn bestand om in te leveren")).to_be_focused()
        page.keyboard.press("Enter")
        expect(dialog.get_by_role("link", name="Haal het bestand op")).to_be_focused()
        with page.expect_download():
            page.keyboard.press("Enter")
        shot(page, "uur-toetsenbord")
        keys.press("Sluiten")
        expect(dialog).to_have_count(0)
        expect(page.get_by_role("button", name="Inleveren…")).to_be_focused()
    (receipt,) = receipts(work)
    assert (receipt.answered, receipt.asked) == (12, 12)
    handed_in = read_notebook(work / receipt.file)
    answers = {c["id"]: source(c).strip() for c in handed_in["cells"] if c["metadata"]["nbgrader"]["solution"]}
    assert answers == {name: model[name].strip() for name in answers}
