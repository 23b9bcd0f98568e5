"""An answer in a code cell, all the way: never 0 by a machine, shown with its question, and an empty box still 0."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from sowcourse.cohort.workspace import Workspace, create
from sowcourse.cycle import GradingReport, collect, grade, release
from sowcourse.gradebook.gradebook import mark, results
from sowcourse.gradebook.marks import write_marks
from sowcourse.notebook import read_notebook
from sowcourse.report.feedback import write_feedback
from sowcourse.report.marking import take_in, write_marking
from sowcourse.submissions.strayed import NOTHING, hung_on, only_shown, prose_in

NAME = "1-nabijheid"
WORDS = "Vaste regels zijn voor iedereen gelijk, en dat beschermt wie zwak staat."
NEW = {"metadata": {}, "outputs": [], "execution_count": None}
CELLS = {
    "onder": ("andere-kant", f'print("{WORDS}")'),
    "elders": ("titel", f"# {WORDS}\n# Nog een zin over de andere kant."),
    "leeg": ("titel", "import pandas as pd"),
}
"""Student → our cell above the new one, and the new code cell. Their boxes for prose are as they were given."""


@pytest.fixture(scope="module")
def klass(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, GradingReport]:
    folder = tmp_path_factory.mktemp("proza")
    rows = [f"{student},{student.title()},Student" for student in CELLS]
    (folder / "klas.csv").write_text("\n".join(["studentnummer,voornaam,achternaam", *rows]), encoding="utf-8")
    workspace = create("proza", folder / "klas.csv", folder)
    release(workspace, NAME)
    (folder / "in").mkdir()
    for student, (above, text) in CELLS.items():
        given = read_notebook(workspace.root / "release" / NAME / f"{NAME}.ipynb")
        place = next(place for place, cell in enumerate(given["cells"]) if cell["id"] == above)
        given["cells"].insert(place + 1, {"cell_type": "code", "id": "nieuw", "source": text, **NEW})
        (folder / "in" / f"{student}.ipynb").write_text(json.dumps(given), encoding="utf-8")
    collect(workspace, NAME, folder / "in")
    return workspace, grade(workspace, NAME, lambda done, total: None)


def waiting(workspace: Workspace, student: str) -> dict[str, tuple[float, bool]]:
    cells = results(workspace, NAME)[student].cells
    return {cell.cell: (cell.score, cell.waiting) for cell in cells if cell.manual or cell.waiting}


def test_prose_waits_for_a_person_and_an_empty_box_without_text_anywhere_is_zero(
    klass: tuple[Workspace, GradingReport],
) -> None:
    workspace, report = klass
    assert waiting(workspace, "onder") == {
        "uitleg-val": (0, False),
        "product": (0, False),
        "andere-kant": (0, True),
        "reflectie": (0, False),
    }
    held = ("uitleg-val", "product", "test-product-volledig", "andere-kant", "reflectie", "test-reflectie-volledig")
    assert waiting(workspace, "elders") == dict.fromkeys(held, (0, True))
    assert waiting(workspace, "leeg") == dict.fromkeys(
        ("uitleg-val", "product", "andere-kant", "reflectie"), (0, False)
    )
    assert (report.looks, report.held) == (2, 1)
    assert not any("Leeg Student" in remark for remark in report.remarks)
    assert [(r.graded, bool(r.waiting)) for r in results(workspace, NAME).values()] == [
        (True, True),
        (True, True),
        (True, False),
    ]


def test_who_marks_sees_the_text_with_its_question_and_can_give_points(
    klass: tuple[Workspace, GradingReport], tmp_path: Path
) -> None:
    workspace, _ = klass
    page, sheet = write_marking(workspace, NAME, False, False)
    told = page.read_text(encoding="utf-8")
    assert told.count(WORDS) == 5, "once as an answer, and with each of the four questions it may belong to"
    assert told.count("Let op: dit antwoordvak bleef leeg, maar elders staat tekst") == 4
    assert re.findall(r"Leeg gelaten \((\d)\): ([^.]*)\.", told) == [
        ("2", "Onder Student, Leeg Student"),
        ("2", "Onder Student, Leeg Student"),
        ("1", "Leeg Student"),
        ("2", "Onder Student, Leeg Student"),
    ]
    with sheet.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    assert [(row["vraag"], row["punten"]) for row in rows] == [
        ("uitleg-val", ""),
        ("product", ""),
        ("andere-kant", ""),
        ("andere-kant", ""),
        ("reflectie", ""),
    ]
    for row in rows:
        row["punten"] = "2"
    with (tmp_path / "blad.csv").open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    assert len(take_in(workspace, NAME, tmp_path / "blad.csv", False).marks) == 5
    for check in ("test-product-volledig", "test-reflectie-volledig"):
        mark(workspace, NAME, "elders", check, 0)
    assert {student: result.score() for student, result in results(workspace, NAME).items()} == {
        "onder": 2,
        "elders": 8,
        "leeg": 0,
    }


def test_a_student_reads_no_zero_above_what_a_machine_did_not_read(
    klass: tuple[Workspace, GradingReport], tmp_path: Path
) -> None:
    workspace, _ = klass
    grade(workspace, NAME, lambda done, total: None, again=True)
    for student in ("onder", "elders"):
        page = next(p for p in write_feedback(workspace, NAME) if p.stem == student).read_text(encoding="utf-8")
        after = page[page.index(WORDS) :]
        assert not re.match(r"[^<]*</div><p class='points'>0 van", after)
        assert "het hoort nu bij de vraag" in page or "elders staat tekst die bij geen vraag hoort" in page
    write_marks(workspace, NAME, tmp_path / "punten.csv")
    with (tmp_path / "punten.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert {row["studentnummer"]: row["stand"] for row in csv.DictReader(lines, delimiter=";")}["leeg"] == "klaar"


@pytest.mark.parametrize(
    ("code", "text", "alone"),
    [
        (f"# {WORDS}", WORDS, True),
        (f"#{WORDS}\n\nimport math", WORDS, True),
        (f'x = f"{WORDS} {{1 + 1}}"', f"{WORDS} {{1 + 1}}", True),
        (f'print("""{WORDS}""".strip())', WORDS, True),
        (f'b"{WORDS}"', WORDS, True),
        ("Armoede is onrecht", "Armoede is onrecht", True),
        ("Ja hoor!", "Ja hoor!", True),
        (f"%%writefile antwoord.md\n{WORDS}", WORDS, True),
        (f"getal = 3\nprint('{WORDS}')", WORDS, False),
        (f"def f():\n    '''{WORDS}'''", WORDS, False),
    ],
)
def test_prose_is_told_from_code(code: str, text: str, alone: bool) -> None:
    found = prose_in(code)
    assert (found.text, found.alone) == (text, alone)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "#",
        "# ja",
        "x = 3  # tel op",
        "import os",
        "a, b",
        "tabel.head()",
        "%pip install pandas",
        "!ls",
        'x["de kolom"]',
    ],
)
def test_code_and_notes_on_code_are_no_prose(code: str) -> None:
    assert prose_in(code) == NOTHING


@pytest.mark.parametrize(
    ("answer", "prose"),
    [("weigeren", ""), ("helemaal niet mee eens", ""), ("een twee drie vier vijf", ""), (WORDS, WORDS)],
)
def test_a_name_that_a_question_asks_for_holds_an_answer_and_a_sentence_in_it_is_prose(answer: str, prose: str) -> None:
    assert prose_in(f'oordeel = "{answer}"', frozenset({"oordeel"})).text == prose
    assert prose_in(f'oordeel = "{WORDS}"').text == WORDS


def test_what_tools_keep_beside_a_cell_is_no_prose_and_a_sentence_is() -> None:
    tools = {"metadata": {"tags": ["los"], "colab": {"id": "a1"}, "time": "2026-11-26T10:00:00Z"}, "execution_count": 3}
    assert hung_on(tools | {"source": WORDS}) == []
    assert hung_on(tools | {"metadata": {"a": [{"b": WORDS}]}}) == [WORDS]
    assert hung_on({"attachments": {"foto.png": {"image/png": "a" * 1_000_000}}}) == []
    said = {
        "outputs": [{"output_type": "stream", "text": [WORDS]}, {"output_type": "error", "evalue": "een fout hier"}]
    }
    assert only_shown(said, "") == WORDS
    assert only_shown(said, "tabel.head()") == ""
    assert only_shown(said, f'print("{WORDS}", open("x"))') == ""
