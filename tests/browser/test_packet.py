"""A student with a lesson packet opens a lesson, and it runs by itself with the lecturer's own case in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from sowcourse.cohort.packing import pack
from sowcourse.cohort.workspace import create
from tests.browser.conftest import Server

CASE = """+++
title = "De lege wachtzaal"
country = "VL"
fictional = true
questions = ["Welke drempel zie je?"]
+++
*Deze casus is fictief.*

Het is halfnegen en er zit niemand in de zaal.
"""


def test_a_lesson_of_a_packet_runs_by_itself_and_the_desk_has_its_lessons_and_deadlines(
    tmp_path: Path, home: Path, start_server: Callable[[Path], Server], page: Page
) -> None:
    (tmp_path / "klas.csv").write_text("nummer,naam\n00123,Zoë De Smet\n", encoding="utf-8")
    cohort = create("klas", tmp_path / "klas.csv", tmp_path)
    choices = 'lessen = ["1-nabijheid"]\n[gewicht]\n"1-nabijheid" = 100\n'
    (cohort.root / "keuzes.toml").write_text(choices, encoding="utf-8")
    calendar = 'tijdzone = "Europe/Brussels"\n[inleveren]\n"1-nabijheid" = "2099-12-18 23:59"\n'
    (cohort.root / "kalender.toml").write_text(calendar, encoding="utf-8")
    own = cohort.root / "eigen" / "casussen" / "1-nabijheid"
    own.mkdir()
    (own / "de-lege-wachtzaal.md").write_text(CASE, encoding="utf-8")
    work = tmp_path / "werk"
    code = (
        "from pathlib import Path; from sowcourse.student.packet import install; "
        "from sowcourse.student.start import prepare; "
        f"work = Path({str(work)!r}); install(Path({str(pack(cohort).file)!r}), work); prepare(work)"
    )
    environment = os.environ | {"HOME": str(home), "JUPYTER_DATA_DIR": str(home / "data")}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    page.goto(start_server(work).address("lessen/1-nabijheid.ipynb"))
    expect(page.locator(".sowcourse-bar")).to_contain_text("wordt vanzelf bewaard")
    expect(page.get_by_role("region", name="De lege wachtzaal")).to_contain_text("er zit niemand in de zaal")
    desk = page.locator(".sowcourse-course")
    if not desk.is_visible():
        page.get_by_role("tab", name="Cursus").click()
    expect(desk.get_by_role("button")).to_have_count(1)
    expect(desk).to_contain_text("opdracht inleveren vóór 18 december om")
