"""Three beginners do the six assignments in a real browser: which sentence each slip meets, and what the signs say.

Run: python benchmarks/beginners.py [FILE [ASSIGNMENT …]]  (needs Chromium; a quarter of an hour; FILE gets the table)

The careful one slips once a step and finds the answer; the hasty one slips more and hands in a text that is too short;
the guessing one breaks what was right, once without trying it again. What they type stands in `beginners.toml`.
Ends with a fault when a slip meets no sentence, a sign tells a failed step well, or a right answer gets no tick.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from sowcourse.cohort.workspace import create
from sowcourse.content import assignments_root
from sowcourse.cycle import release
from tests.browser.conftest import Server, find_chromium, prepare_work_folder, serve
from tests.browser.test_assignments import ALL, Desk, model_of

TYPED = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
BEGINNERS = ("careful", "hasty", "guessing")
BROKEN = ("8,1 %", "niets = (")
"""What the guessing one leaves in the last steps, after they were right: Python cannot even read it."""
BLUNDERS = ("Traceback", "Error:", "Exception")


@dataclass
class Told:
    """What the runs showed."""

    sentences: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    """Kind of slip and sentence → where it was met."""
    faults: list[str] = field(default_factory=list)
    attempts: int = 0
    ticks: int = 0


def released(folder: Path) -> Path:
    """Every assignment as students get it."""
    (folder / "klas.csv").write_text("nummer,naam\n001,An De Smet\n", encoding="utf-8")
    workspace = create("alles", folder / "klas.csv", folder)
    for assignment in workspace.assignments():
        release(workspace, assignment)
    return folder / "alles" / "release"


def attempt(desk: Desk, step: str) -> tuple[str, str]:
    """Click «Probeer» and wait for its end: what is told, and which sign stands there."""
    button = desk.fields(step).get_by_role("button", name="Probeer")
    button.click()
    expect(button).not_to_have_attribute("aria-disabled", "true", timeout=60_000)
    failed = desk.said(step).locator('[data-mime-type="application/vnd.jupyter.stderr"]')
    if failed.count():
        return failed.first.inner_text(), ""
    return desk.said(f"test-{step}").inner_text(), desk.cell(f"test-{step}").get_attribute("data-verdict") or ""


def fill(desk: Desk, step: str, typed: list[str]) -> None:
    for place, value in enumerate(typed):
        desk.fields(step).get_by_role("textbox").nth(place).fill(value)


def slips(assignment: str, beginner: str) -> Iterator[tuple[str, str, list[str]]]:
    for who, step, kind, *typed in TYPED[assignment]:
        if who == beginner:
            yield step, kind, typed


def do(desk: Desk, assignment: str, beginner: str, told: Told) -> None:
    """One beginner and one assignment, up to what «Inleveren…» tells."""
    where = f"{assignment}, {beginner}"
    model = model_of(assignment)
    desk.choose("standpunt-vooraf", "eens")
    tables = desk.said("klaarzetten").locator("table")
    expect(tables.first).to_be_visible(timeout=60_000)
    for step in (name for name in desk.ids if name.startswith("stap-")):
        for _, kind, typed in (slip for slip in slips(assignment, beginner) if slip[0] == step):
            fill(desk, step, typed)
            said, sign = attempt(desk, step)
            told.attempts += 1
            sentence = " ".join(said.split())
            if not sentence or sign in ("right", "later"):
                told.faults.append(f"{where}, {step}: {typed} meets «{sentence[:80]}» with the sign {sign!r}")
            if any(word in said for word in BLUNDERS):
                told.faults.append(f"{where}, {step}: {typed} shows Python's own words: {sentence[:120]}")
            told.sentences[kind, sentence].append(f"{assignment[0]}.{step[-1]} {' | '.join(typed)}")
        desk.fill(step, model[step])
        said, _ = attempt(desk, step)
        told.ticks += "✓" in said
        if "✓" not in said:
            told.faults.append(f"{where}, {step}: the model answer meets {said[:120]}")
    desk.choose("val", "verbeteren" if beginner == "guessing" else model["val"].split('"')[1])
    expect(desk.said("test-val")).to_contain_text("hoor je na het nakijken")
    broken = []
    if beginner == "guessing":
        broken = [name for name in desk.ids if name.startswith("stap-")][-len(BROKEN) :]
        for step, code in zip(broken, BROKEN, strict=True):
            desk.fields(step).get_by_role("textbox").first.fill(code)
            said, _ = attempt(desk, step)
            told.sentences["na een ✓ weer kapot", " ".join(said.split())].append(f"{assignment[0]}.{step[-1]} {code}")
        desk.fields("stap-1").get_by_role("textbox").first.fill('"iets anders"')
        expect(desk.said("test-stap-1")).not_to_contain_text("✓")
        broken.append("stap-1")
    if beginner == "careful":
        for name in ("uitleg-val", "product", "andere-kant", "reflectie"):
            desk.write(name, model[name])
    else:
        desk.write("reflectie", "**Situatie:** Ik weet het niet.")
        desk.fields("reflectie").get_by_role("button", name="Controleer").click()
        expect(desk.said("test-reflectie-volledig")).to_contain_text("Nog niet volledig")
    desk.saved()
    overview(desk.page, desk, where, broken, told)


def overview(page: Page, desk: Desk, where: str, broken: list[str], told: Told) -> None:
    """What is said before handing in: a step that failed last is never right, nor has it a tick in the list."""
    page.get_by_role("button", name="Inleveren…").click()
    dialog = page.get_by_role("dialog", name="Inleveren")
    expect(dialog).to_contain_text("Terug naar de opdracht")
    lines = dialog.locator("li").all_inner_texts()
    steps = [" ".join(line.split()) for line in lines if "(stap)" in line]
    named = [name for name in desk.ids if name.startswith("stap-")]
    for name, line in zip(named, steps, strict=True):
        well = line.startswith(("✓", "◇"))
        if well == (name in broken):
            told.faults.append(f"{where}, {name}: before handing in stands «{line}»")
    for name in broken:
        if "✓" in desk.said(f"test-{name}").inner_text() and not desk.said(name).inner_text().strip():
            told.faults.append(f"{where}, {name}: an old ✓ stands below a step that failed")
    dialog.get_by_role("button", name="Terug naar de opdracht").click()


def walk(browser: Browser, server: Server, releases: Path, assignments: list[str]) -> Iterator[Told]:
    told = Told()
    for assignment in assignments:
        for beginner in BEGINNERS:
            file = server.folder / f"{assignment}.ipynb"
            file.write_bytes((releases / assignment / file.name).read_bytes())
            page = browser.new_context(locale="nl-BE", viewport={"width": 1280, "height": 900}).new_page()
            page.set_default_timeout(30_000)
            desk = Desk(page, file)
            try:
                desk.open(server.address(file.name))
                do(desk, assignment, beginner, told)
            except Exception as error:
                told.faults.append(f"{assignment}, {beginner}: {type(error).__name__} {str(error)[:300]}")
                page.screenshot(path=str(Path(tempfile.gettempdir()) / f"beginner-{assignment}-{beginner}.png"))
            page.context.close()
            print(f"{assignment}, {beginner}: {told.attempts} slips, {told.ticks} ticks, {len(told.faults)} faults")
            sys.stdout.flush()
            yield told


def table(told: Told) -> str:
    """Kind of slip → sentence, with how often and one place, in Markdown."""
    lines = ["| slip | zin | keer | voorbeeld |", "| --- | --- | --- | --- |"]
    for (kind, sentence), places in sorted(told.sentences.items(), key=lambda item: (item[0][0], -len(item[1]))):
        cells = (kind, sentence[:260], str(len(places)), f"`{places[0]}`")
        lines.append(f"| {' | '.join(cell.replace('|', '¦') for cell in cells)} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        root = Path(temporary)
        assert sorted(TYPED) == ALL == sorted(folder.name for folder in assignments_root().glob("*/"))
        releases = released(root)
        prepare_work_folder(root / "werk", root / "thuis")
        server = serve(root / "werk", root / "thuis")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        told = Told()
        try:
            for told in walk(browser, server, releases, sys.argv[2:] or ALL):
                for file in sys.argv[1:2]:
                    Path(file).write_text(table(told) + "\n".join(["", *told.faults, ""]), encoding="utf-8")
        finally:
            browser.close()
            server.stop()
    print(f"{told.attempts} slips, {len(told.sentences)} sentences, {told.ticks} ticks", *told.faults, sep="\n")
    return 1 if told.faults else 0


if __name__ == "__main__":
    sys.exit(main())
