"""How a picture is kept: of a page, or of what a command says."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import BrowserContext, Page
from rich.console import Console
from rich.text import Text

PICTURES = Path(__file__).resolve().parents[1] / "beelden"
COMMAND = "from sowcourse.cli import main; main()"
_TERMINAL = """<!doctype html><html lang="nl"><meta charset="utf-8"><title>Terminal</title>
<style>body {{ margin: 0; background: #16191d; color: #e8e8e8; display: inline-block; min-width: 46rem; }}
pre {{ margin: 0; padding: 1rem 1.25rem; font: 15px/1.45 "DejaVu Sans Mono", monospace; white-space: pre-wrap; }}
</style><pre>{code}</pre></html>"""


def keep(page: Page, name: str) -> None:
    """Keep the screen as a picture."""
    page.screenshot(path=str(PICTURES / f"{name}.png"))


def said(words: str, place: Path, source: Path | None = None) -> str:
    """What a command answers, typed in the folder `place`.

    Parameters: source – the `src` of another copy of the project; None for this one.
    """
    surroundings = os.environ | {"COLUMNS": "92"}
    if source:
        surroundings["PYTHONPATH"] = str(source)
    run = subprocess.run(
        [sys.executable, "-c", COMMAND, *words.split()],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=place,
        env=surroundings,
    )
    return run.stdout


def keep_terminal(browser: BrowserContext, name: str, commands: dict[str, str], shorter: dict[Path, str]) -> None:
    """Keep commands and their answers as one picture of a terminal.

    Parameters: commands – what was typed → the answer; shorter – folder → how it is written, since a temporary
    folder has a name that says nothing.
    """
    console = Console(record=True, file=io.StringIO(), width=92, force_terminal=True, color_system="truecolor")
    for typed, answer in commands.items():
        console.print(Text(f"$ sowcourse {typed}", style="bold #8fd18f"))
        for folder, written in shorter.items():
            answer = answer.replace(str(folder), written)
        console.print(Text(answer))
    page = browser.new_page()
    page.set_content(console.export_html(inline_styles=True, code_format=_TERMINAL))
    page.locator("body").screenshot(path=str(PICTURES / f"{name}.png"))
    page.close()
