"""Marking in formgrader: the rubric at hand, and nothing that a student wrote can act on the lecturer's page."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sowcourse.cohort.workspace import Workspace, create
from sowcourse.cycle import collect, grade, release
from sowcourse.gradebook.gradebook import mark, results
from sowcourse.notebook import read_notebook, write_notebook
from sowcourse.report.feedback import write_feedback
from tests.browser.conftest import free_port

ASSIGNMENT = "5-politiserend"
HOSTILE = """Gewone woorden.
<script>document.title = "KAPOT 1"</script><img src=x onerror="document.title = 'KAPOT 2'">
[klik](javascript:document.title='KAPOT3') <details open ontoggle="document.title = 'KAPOT 4'">x</details>
<iframe srcdoc="<script>parent.document.title = 'KAPOT 5'</script>"></iframe> a < b & c
"""
LINKS = """[bron](javascript\\:void\\(document.title=atob\\(\'S0FQT1QxMg==\'\\)\\)) en
[nog een](vbscript\\:x) en [derde][d] en <javascript:document.title=atob('S0FQT1QxMw==')>
![beeld](javascript\\:document.title=1) [echt](https://voorbeeld.be/bron)

[d]: javascript\\:document.title=1
"""
CODE = """from IPython.display import HTML, SVG, Javascript, Markdown, display
display(HTML("<script>document.title = 'KAPOT 6'</script><img src=x onerror=document.title='KAPOT7'>"))
display(Javascript("document.title = 'KAPOT 8'"))
display(Markdown("<img src=x onerror=document.title='KAPOT9'>"))
print("<script>document.title = 'KAPOT 10'</script>")
display({"image/png": "\\"><script>document.title = 'KAPOT 11'</script>"}, raw=True)
display({"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/latex": "$x$"}, raw=True)
daling_be = daling_nl = 1
"""


@pytest.fixture
def cohort(tmp_path: Path) -> Workspace:
    (tmp_path / "klas.csv").write_text("nummer,naam\nr9,An Maes\nr8,Bo Claes\n", encoding="utf-8")
    workspace = create("klas", tmp_path / "klas.csv", tmp_path)
    release(workspace, ASSIGNMENT)
    notebook = read_notebook(workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    for cell in notebook["cells"]:
        if cell["id"] in ("uitleg-val", "reflectie"):
            cell["source"] = HOSTILE
        if cell["id"] == "andere-kant":
            cell["source"] = LINKS
        if cell["id"] == "stap-4":
            cell["source"] = CODE
    lms = tmp_path / "lms"
    lms.mkdir()
    (lms / "r9.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    collect(workspace, ASSIGNMENT, lms)
    grade(workspace, ASSIGNMENT, lambda done, total: None)
    return workspace


@pytest.fixture
def address(cohort: Workspace, tmp_path: Path) -> Iterator[str]:
    """The address that `sowcourse review` prints."""
    environment = os.environ | {
        "HOME": str(tmp_path / "thuis"),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
    }
    command = [sys.executable, "-c", "from sowcourse.cli import main; main()", "review", ASSIGNMENT]
    command += ["--geen-browser", "--poort", str(free_port()), "--cohort", str(cohort.root)]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True, encoding="utf-8"
    )
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        found = re.search(r"http://\S+", line)
        if found:
            yield found[0]
            break
    else:
        raise AssertionError(said)
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(20)


def test_nothing_a_student_wrote_runs_while_marking_and_a_mark_arrives(
    cohort: Workspace,
    address: str,
    page: Page,
    shot: Callable[[Page, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page.goto(address)
    page.get_by_role("link", name=re.compile("Submission #")).first.click()
    expect(page.get_by_text("Gewone woorden.").first).to_be_visible()
    page.wait_for_timeout(1500)
    assert "KAPOT" not in page.title()
    assert page.locator("iframe, img[onerror], [ontoggle]").count() == 0
    schemes = page.evaluate("[...document.querySelectorAll('a')].map((link) => link.protocol)")
    assert set(schemes) <= {"http:", "https:", "mailto:", ":", ""}
    expect(page.get_by_text("a < b & c").first).to_be_visible()
    for words in ("bron", "nog een", "derde", "javascript"):
        for shown in page.get_by_text(words).all():
            if shown.evaluate("(it) => it.closest('.tex2jax_ignore') && !it.closest('[href^=http]')"):
                shown.click()
    assert "KAPOT" not in page.title()
    assert "/formgrader/submissions/" in page.url
    written = page.locator(".tex2jax_ignore a")
    assert {link.get_attribute("href") for link in written.all()} == {"https://voorbeeld.be/bron"}
    rubric = page.get_by_text("Rubric: reflectie")
    rubric.click()
    expect(page.get_by_text("Blijft algemeen.")).to_be_visible()
    shot(page, "formgrader")
    box = page.locator(
        "xpath=//*[contains(text(), 'Gewone woorden.')]/preceding::input[contains(@class, 'score')][1]"
    ).first
    box.fill("4.5")
    with page.expect_response(lambda reply: "/api/grade/" in reply.url and reply.request.method == "PUT"):
        box.press("Tab")
    cells = {cell.cell: cell for cell in results(cohort, ASSIGNMENT)["r9"].cells}
    assert 4.5 in {cells["uitleg-val"].score, cells["reflectie"].score}
    (marked,) = (name for name in ("uitleg-val", "reflectie") if cells[name].score == 4.5)
    told: list[str] = []
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.accept()))
    monkeypatch.setenv("LOGNAME", "bo")
    mark(cohort, ASSIGNMENT, "r9", marked, 3)  # a colleague, on another computer
    box.fill("5")
    with page.expect_event("dialog"):  # too late
        box.press("Tab")
    assert {cell.cell: cell.score for cell in results(cohort, ASSIGNMENT)["r9"].cells}[marked] == 3
    box.fill("5.5")
    with page.expect_response(re.compile("/api/grade/")):  # once more, having read what the other gave
        box.press("Tab")
    cells = {cell.cell: cell for cell in results(cohort, ASSIGNMENT)["r9"].cells}
    assert cells[marked].score == 5.5
    assert len(told) == 1
    assert re.match(r"Op .{19} \(.*\) gaf bo \(.*\) hier 3 punten\. Wat jij typte, is niet bewaard\.", told[0])
    assert str(cells[marked].giver).startswith("door ")
    assert "bo (" not in str(cells[marked].giver), "formgrader signs too"
    graded = cohort.root / "autograded" / "r9" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = read_notebook(graded)
    (answer,) = (cell for cell in notebook["cells"] if cell["id"] == marked)
    answer["source"] = "Andere woorden, intussen ingeleverd en nagekeken."
    answer["metadata"].pop("sowcourse", None)
    write_notebook(graded, notebook)
    for given in ("6", "6.5"):  # also when it is typed once more: the page must be opened again to read them
        box.fill(given)
        with page.expect_event("dialog"):
            box.press("Tab")
        assert {cell.cell: cell.score for cell in results(cohort, ASSIGNMENT)["r9"].cells}[marked] == 5.5
    assert [sentence.startswith("Dit antwoord is intussen opnieuw nagekeken") for sentence in told[1:]] == [True, True]
    (feedback,) = write_feedback(cohort, ASSIGNMENT)
    page.goto(feedback.as_uri())
    expect(page.get_by_text("<script>document.title").first).to_be_visible()
    assert "KAPOT" not in page.title()
