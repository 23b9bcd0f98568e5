"""A class through the whole cycle, on nbgrader: released, handed in, graded, returned, marked."""

from __future__ import annotations

import csv
import errno
import getpass
import html
import importlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sowcourse import budget
from sowcourse.cli import main
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.content import assignments_root
from sowcourse.cycle import collect, confirm, grade, release
from sowcourse.demo import ASSIGNMENT
from sowcourse.errors import GradingError
from sowcourse.gradebook.digest import DIGEST
from sowcourse.gradebook.gradebook import mark, results
from sowcourse.grading import runner
from sowcourse.notebook import read_notebook, source
from sowcourse.prose import opened
from sowcourse.report.feedback import safe_name, write_feedback
from sowcourse.report.overview import overview
from sowcourse.submissions.assignment_version import versions
from sowcourse.submissions.intake import receive, received_at


def by_name(workspace: Workspace, name: str) -> str:
    return next(student.id for student in workspace.students().values() if student.name == name)


ALL = sorted(folder.name for folder in assignments_root().glob("*/"))
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n(.*?)### END HIDDEN TESTS", re.DOTALL)


def secrets_of_the_source(assignment: str) -> list[str]:
    """Lines of hidden tests, of model answers and of answer files that a student does not see anyway."""
    folder = assignments_root() / assignment
    lines, seen = [], ""
    for cell in read_notebook(folder / f"{assignment}.ipynb")["cells"]:
        text = source(cell)
        seen += f'"{cell["id"]}",\n"{assignment}",\n'
        lines += [line.strip() for block in HIDDEN.findall(text) for line in block.splitlines()]
        stub = cell["metadata"].get("sowcourse", {}).get("stub")
        if stub is None:
            seen += HIDDEN.sub("", text)
        else:
            seen += stub
            lines += [line.strip() for line in text.splitlines()]
    lines += [file.stem for file in folder.glob("*-answers/*.toml")]
    return [line for line in lines if len(line) > 12 and line not in seen]


@pytest.mark.parametrize("assignment", ALL)
def test_the_student_version_holds_stubs_and_no_answer(released: Path, assignment: str) -> None:
    files = [path for path in (released / assignment).rglob("*") if path.is_file()]
    everything = "\n".join(f"{path.name}\n{path.read_text(encoding='utf-8')}" for path in files)
    key = read_notebook(released / assignment / f"{assignment}.ipynb")["metadata"]["sowcourse"]["key"]["entries"]
    told = {f'"{entry["hint"]}",' for entry in key.values()}  # what a student hears of an answer that is not right yet
    secrets = [line for line in secrets_of_the_source(assignment) if line not in told]
    assert len(secrets) > 20
    for secret in secrets:
        assert secret not in everything
        assert json.dumps(secret, ensure_ascii=False)[1:-1] not in everything
    assert "HIDDEN" not in everything
    assert "checksum" in everything
    texts = "\n".join(source(cell) for cell in read_notebook(released / assignment / f"{assignment}.ipynb")["cells"])
    assert "standpunt_vooraf = ..." in texts
    assert "*Schrijf hier" in texts


def test_every_kind_of_submission_gets_what_it_should(demo: tuple[Workspace, Path]) -> None:
    workspace, _ = demo
    found = results(workspace, ASSIGNMENT)
    good, partial, wrong = (found[by_name(workspace, n)] for n in ("Aya Amrani", "Gilles Peeters", "Noor Bakker"))
    empty, late, copied = (found[by_name(workspace, n)] for n in ("Pauline Maes", "Rania Haddad", "Thảo Nguyễn"))
    assert (good.score(False), good.points(False), good.points(True)) == (10, 10, 30)
    assert 0 < wrong.score(False) <= partial.score(False) < 10
    assert empty.graded
    assert empty.score() == 0
    assert late.late
    assert not good.late
    assert copied.score(False) == 10
    assert wrong.waiting == 4
    for name in ("Vera van Dijk", "Wout De Smet", "Zoë Mulder"):
        assert not found[by_name(workspace, name)].graded


def test_the_fuller_of_two_versions_counts_and_both_are_kept(demo: tuple[Workspace, Path]) -> None:
    workspace, _ = demo
    student = by_name(workspace, "Umar Khan")
    assert results(workspace, ASSIGNMENT)[student].score(False) == 10
    assert len(list((workspace.root / "ontvangen" / ASSIGNMENT / student).glob("*.ipynb"))) == 2


def test_the_overview_names_what_needs_a_look_and_runs_nothing(demo: tuple[Workspace, Path]) -> None:
    text = demo[1].read_text(encoding="utf-8")
    assert "dit is geen notebook, welke naam het ook heeft" in text
    assert "dit notebook hoort niet bij 5-politiserend" in text
    assert "24 studenten: 18 klaar, 3 niet ingeleverd, 3 te beoordelen." in text
    assert "<script" not in text
    assert "default-src &#x27;none&#x27;" in text or "default-src 'none'" in text
    assert '<html lang="nl">' in text


def test_positions_are_counted_and_not_shown_for_fewer_than_five(demo: tuple[Workspace, Path]) -> None:
    assert "Standpunten van 19 studenten" in demo[1].read_text(encoding="utf-8")


def test_feedback_tells_sentences_and_points_and_no_hidden_line(demo: tuple[Workspace, Path]) -> None:
    workspace, _ = demo
    folder = workspace.root / "terugkoppeling" / ASSIGNMENT
    student = by_name(workspace, "Gilles Peeters")
    page = (folder / f"{student}.html").read_text(encoding="utf-8")
    own = results(workspace, ASSIGNMENT)[student].score(False)
    assert 0 < own < 10
    assert "✗" in page
    assert f"{own:g} van 10 punten" in page
    assert "Verzonnen opmerking" in page
    assert "Blik van een ander" in page
    everything = [path.read_text(encoding="utf-8") for path in folder.glob("*.html")]
    hidden = [line for line in secrets_of_the_source(ASSIGNMENT) if line.startswith(("check_", "_"))]
    assert len(everything) == 21
    assert hidden
    for text in everything:
        assert "HIDDEN" not in text
        assert "Traceback" not in text
        assert str(workspace.root) not in text
        for line in hidden:
            assert line not in text
    with zipfile.ZipFile(folder.with_suffix(".zip")) as archive:
        assert len(archive.namelist()) == 21


def test_marks_are_quoted_and_only_complete_ones_have_a_total(demo: tuple[Workspace, Path]) -> None:
    file = demo[0].root / f"punten-{ASSIGNMENT}.csv"
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = {row["studentnummer"]: row for row in csv.DictReader(lines, delimiter=";")}
    assert len(rows) == 24
    assert rows["r0000003"]["achternaam"] == "D'Hondt"
    total, checked, own = (
        float(rows["r0000003"][name].replace(",", ".")) for name in ("totaal", "automatisch", "lesgever")
    )
    assert total == checked + own
    assert (rows["r0000014"]["totaal"], rows["r0000014"]["stand"]) == ("", "te beoordelen")
    assert (rows["r0000024"]["automatisch"], rows["r0000024"]["stand"]) == ("", "niet ingeleverd")
    assert rows["r0000018"]["te laat"] == "ja"


def test_grading_again_grades_only_what_is_new_and_keeps_manual_marks(demo: tuple[Workspace, Path]) -> None:
    workspace, _ = demo
    before = {student: result.score() for student, result in results(workspace, ASSIGNMENT).items()}
    steps: list[tuple[int, int]] = []
    grade(workspace, ASSIGNMENT, lambda done, total: steps.append((done, total)))
    assert steps == [(0, 0)]
    assert {student: result.score() for student, result in results(workspace, ASSIGNMENT).items()} == before


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a class of two, to which one assignment was released."""
    folder = tmp_path_factory.mktemp("klein")
    roster = folder / "klas.csv"
    roster.write_text(
        "studentnummer,voornaam,achternaam,e-mail\n00123,Zoë,De Smet,zoe@school.example\nr9,An,Maes,\n",
        encoding="utf-8",
    )
    release(create("klein", roster, folder), ASSIGNMENT)
    return folder


@pytest.fixture
def small(two: Path, tmp_path: Path) -> Workspace:
    """A copy of it, to change."""
    shutil.copytree(two, tmp_path, dirs_exist_ok=True)
    return open_workspace(tmp_path / "klein")


def student_version(workspace: Workspace, **answers: str) -> str:
    notebook = read_notebook(workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    for cell in notebook["cells"]:
        cell["source"] = answers.get(cell["id"].replace("-", "_"), source(cell))
    return json.dumps(notebook)


@pytest.mark.parametrize(
    "name",
    [
        "00123_5-politiserend.ipynb",
        "smetdezoe_4451_99812_5-politiserend.ipynb".replace("smetdezoe", "desmetzoe"),
        "5-politiserend_00123_poging_2026-12-18-10-00-00_opdracht.ipynb",
        "123-456 - Zoë De Smet - 18 december 2026/5-politiserend (1).ipynb",
        "De Smet Zoe 5-politiserend-Copy2.ipynb",
        "zoe@school.example/x.ipynb",
    ],
)
def test_a_student_is_recognised_in_every_usual_file_name(small: Workspace, tmp_path: Path, name: str) -> None:
    file = tmp_path / "lms" / name
    file.parent.mkdir(parents=True)
    file.write_text(student_version(small), encoding="utf-8")
    (receipt,) = receive(small, ASSIGNMENT, tmp_path / "lms")
    assert (receipt.student, receipt.remark, receipt.accepted) == ("00123", "", True)


def test_an_emptier_version_does_not_replace_a_fuller_one(small: Workspace, tmp_path: Path) -> None:
    lms = tmp_path / "lms"
    lms.mkdir()
    full = student_version(small, stap_4="daling_be = 12.9\ndaling_nl = 8.4\n# " + "x" * 200)
    (lms / "r9.ipynb").write_text(full, encoding="utf-8")
    receive(small, ASSIGNMENT, lms)
    first = received_at(small, ASSIGNMENT)
    (lms / "r9.ipynb").write_text(student_version(small), encoding="utf-8")
    (receipt,) = receive(small, ASSIGNMENT, lms)
    assert not receipt.accepted
    assert "er was al een vollere versie" in receipt.remark
    assert (small.root / "submitted" / "r9" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text(encoding="utf-8") == full
    assert received_at(small, ASSIGNMENT) == first


def test_unknown_and_ambiguous_names_and_no_zip_are_said(small: Workspace, tmp_path: Path) -> None:
    lms = tmp_path / "lms"
    lms.mkdir()
    (lms / "iemand.ipynb").write_text(student_version(small), encoding="utf-8")
    (lms / "r9 00123.ipynb").write_text(student_version(small), encoding="utf-8")
    remarks = {receipt.name: receipt.remark for receipt in receive(small, ASSIGNMENT, lms)}
    assert "er is geen student uit de klaslijst" in remarks["iemand.ipynb"]
    assert "dit kan van meer dan één student zijn: Zoë De Smet (00123), An Maes (r9)" in remarks["r9 00123.ipynb"]
    (tmp_path / "x.zip").write_bytes(b"geen zip")
    with pytest.raises(GradingError, match="dit is geen zip en geen map"):
        receive(small, ASSIGNMENT, tmp_path / "x.zip")
    with pytest.raises(GradingError, match="er zijn geen inzendingen"):
        grade(small, ASSIGNMENT, lambda done, total: None)
    with pytest.raises(GradingError, match="er is nog niets nagekeken"):
        write_feedback(small, ASSIGNMENT)


def submit_by_exchange(workspace: Workspace, here: Path) -> str:
    """Hand in as who runs these tests, whose number is then their account; puts them on the list of the class."""
    student = getpass.getuser()
    with (workspace.root / "klas.csv").open("a", encoding="utf-8") as roster:
        roster.write(f'"{student}","Bo","Peeters",""\n')
    environment = os.environ | {"JUPYTER_DATA_DIR": str(here.parent / "data")}
    command = [sys.executable, "-m", "nbgrader", "submit", ASSIGNMENT, f"--student={student}", "--course=klein"]
    command.append(f"--Exchange.root={workspace.exchange}")
    subprocess.run(command, cwd=here, env=environment, check=True, capture_output=True)
    return student


def test_from_the_exchange_and_one_odd_submission_stops_nobody(small: Workspace, tmp_path: Path) -> None:
    here = tmp_path / "student"
    (here / ASSIGNMENT).mkdir(parents=True)
    (here / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").write_text(student_version(small), encoding="utf-8")
    student = submit_by_exchange(small, here)
    (receipt,) = collect(small, ASSIGNMENT, None)
    assert (receipt.student, receipt.accepted) == (student, True)

    lms = tmp_path / "lms"
    lms.mkdir()
    notebook = json.loads(student_version(small))
    notebook["cells"] += [cell for cell in notebook["cells"] if cell["id"] == "test-stap-1"]
    (lms / "00123.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    collect(small, ASSIGNMENT, lms)
    report = grade(small, ASSIGNMENT, lambda done, total: None)
    assert report.graded == 2
    assert report.remarks == [
        "Zoë De Smet (00123): «test-stap-1»: deze cel stond er twee keer in; er is nagekeken met het origineel."
    ]
    assert all(results(small, ASSIGNMENT)[who].graded for who in (student, "00123"))
    pages = {page.stem: page for page in write_feedback(small, ASSIGNMENT)}
    (returned,) = (small.root / "uitwisseling").rglob("*.html")
    assert returned.read_bytes() == pages[student].read_bytes()


def test_what_a_student_writes_is_inert_on_every_page(small: Workspace, tmp_path: Path) -> None:
    lms = tmp_path / "lms"
    lms.mkdir()
    evil = "<script>document.title='kapot'</script><img src=x onerror=alert(1)>"
    text = student_version(small, uitleg_val=evil, stap_4=f"daling_be = {evil!r}\ndaling_nl = 1\nprint({evil!r})")
    (lms / "r9.ipynb").write_text(text, encoding="utf-8")
    collect(small, ASSIGNMENT, lms)
    report = grade(small, ASSIGNMENT, lambda done, total: None)
    (page,) = write_feedback(small, ASSIGNMENT)
    for file in (page, report.overview):
        content = file.read_text(encoding="utf-8")
        assert "<script" not in content
        assert "<img" not in content
    assert "&lt;script&gt;" in page.read_text(encoding="utf-8")


def test_outputs_keep_only_text_and_real_pictures_and_pages_only_what_can_be_read(
    small: Workspace, tmp_path: Path
) -> None:
    code = (
        "from IPython.display import SVG, Image, display\nimport base64\n"
        "display({'image/png': '\">' + '<script>1</script>', 'text/plain': 'beeld'}, raw=True)\n"
        "display({'text/latex': '$1$', 'text/html': '<b>x</b>', 'application/json': '{}'}, raw=True)\n"
        "display({'image/png': base64.b64encode(b'echt').decode()}, raw=True)\nprint('\\u202eomgekeerd\\x9b')"
    )
    prose = "\u202eachterstevoren\u2066 \x9b31m " + "heel" * 5000
    handed_in(small, tmp_path / "lms", r9=student_version(small, stap_1=code, uitleg_val=prose))
    grade(small, ASSIGNMENT, lambda done, total: None)
    cells = read_notebook(small.root / "autograded" / "r9" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")["cells"]
    (outputs,) = (cell["outputs"] for cell in cells if cell["id"] == "stap-1")
    shown = [output["data"] for output in outputs if output["output_type"] == "display_data"]
    assert shown == [{"text/plain": "beeld"}, {}, {"image/png": "ZWNodA=="}]
    page = write_feedback(small, ASSIGNMENT)[0].read_text(encoding="utf-8")
    assert "achterstevoren" in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x80-\x9f]", page)


def test_what_all_cells_print_together_has_a_limit_and_the_checks_count_as_ever(
    small: Workspace, tmp_path: Path
) -> None:
    loud = json.loads(student_version(small))
    cell = {
        "cell_type": "code",
        "metadata": {},
        "source": "print('x' * 900000)",
        "outputs": [],
        "execution_count": None,
    }
    loud["cells"] += [{**cell, "id": f"eigen-{number}"} for number in range(12)]
    handed_in(small, tmp_path / "lms", r9=json.dumps(loud), **{"00123": student_version(small)})
    report = grade(small, ASSIGNMENT, lambda done, total: None)
    assert report.remarks == [f"An Maes (r9): {budget.TOO_MUCH_OUTPUT}"]
    assert (report.graded, report.looks) == (2, 1)
    points = {student: [c.score for c in found.cells] for student, found in results(small, ASSIGNMENT).items()}
    assert points["r9"] == points["00123"]
    kept = small.root / "autograded" / "r9" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert budget.OUTPUT / 2 < kept.stat().st_size < 1.2 * budget.OUTPUT


def test_the_overview_counts_what_students_said_of_the_mirror_for_groups_of_five_or_more(
    demo: tuple[Workspace, Path], tmp_path: Path
) -> None:
    workspace, _ = demo
    found = [result for result in results(workspace, ASSIGNMENT).values() if result.graded]
    changed = []
    for number, result in enumerate(found[:5]):
        file = workspace.root / "submitted" / result.student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        digest = workspace.root / "autograded" / result.student / ASSIGNMENT / DIGEST
        changed += [(file, file.read_bytes()), (digest, digest.read_bytes())]
        digest.unlink()  # as in a cohort that was graded before digests were kept
        notebook = read_notebook(file)
        said = "feeling power" if number < 2 else ""
        html = f"<p data-sowcourse-mirror='{said}'>Je zei …</p>"
        notebook["cells"][-1]["outputs"] = [
            {"output_type": "display_data", "metadata": {}, "data": {"text/html": html}}
        ]
        file.write_text(json.dumps(notebook), encoding="utf-8")
    try:
        four, five = (overview(workspace, ASSIGNMENT, found[:number], [], []) for number in (4, 5))
    finally:
        for file, content in changed:
            file.write_bytes(content)
    assert "Minder dan 5 studenten gebruikten de spiegel" in four
    assert "Hoe vaak 5 studenten «klopt niet» zeiden" in five
    assert re.search(r"macht en structuur</t[hd]><td[^>]*>2</td>", five)
    assert re.search(r"je volgende stap</t[hd]><td[^>]*>0</td>", five)


@pytest.mark.parametrize(
    ("name", "safe"),
    [("r0123456", "r0123456"), ("a/b", "a%2fb"), ("con", "_con"), ("NUL.txt", "_NUL.txt"), ("x.", "x"), ("é ñ", "é ñ")],
)
def test_a_feedback_file_has_a_name_that_windows_accepts(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_what_was_repaired_is_told_on_the_students_page_and_suspicion_is_not(small: Workspace, tmp_path: Path) -> None:
    lms = tmp_path / "lms"
    lms.mkdir()
    notebook = json.loads(student_version(small, stap_1="get_ipython()"))
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "test-stap-2"]
    (lms / "r9.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    collect(small, ASSIGNMENT, lms)
    report = grade(small, ASSIGNMENT, lambda done, total: None)
    assert any("machinerie" in remark for remark in report.remarks)
    (page,) = write_feedback(small, ASSIGNMENT)
    told = page.read_text(encoding="utf-8")
    assert "Hersteld bij het nakijken" in told
    assert "«test-stap-2»: deze cel ontbrak en is teruggezet." in told
    assert "machinerie" not in told
    again = grade(small, ASSIGNMENT, lambda done, total: None)
    assert again.remarks == report.remarks


def test_a_mark_stays_with_the_words_it_was_given_for(small: Workspace, tmp_path: Path) -> None:
    def hand_in(folder: str, explanation: str) -> None:
        lms = tmp_path / folder
        lms.mkdir()
        text = student_version(
            small, uitleg_val=explanation, andere_kant="Wie het oneens is, zegt dat praten traag is."
        )
        (lms / "r9.ipynb").write_text(text, encoding="utf-8")
        os.utime(lms / "r9.ipynb", (2e9 + len(folder), 2e9 + len(folder)))
        collect(small, ASSIGNMENT, lms)

    hand_in("a", "De eerste uitleg, van één regel.")
    grade(small, ASSIGNMENT, lambda done, total: None)
    mark(small, ASSIGNMENT, "r9", "uitleg-val", 5, "Mooi kort.")
    mark(small, ASSIGNMENT, "r9", "andere-kant", 2)

    hand_in("bb", "Een heel andere uitleg, met veel meer woorden dan de vorige keer.")
    report = grade(small, ASSIGNMENT, lambda done, total: None)
    cells = {cell.cell: cell for cell in results(small, ASSIGNMENT)["r9"].cells}
    assert (cells["uitleg-val"].score, cells["uitleg-val"].waiting) == (0, True)
    assert (cells["andere-kant"].score, cells["andere-kant"].waiting) == (2, False)
    told = report.overview.read_text(encoding="utf-8")
    assert "«uitleg-val»: 5 punten bij vorige versie." in told
    assert "Mooi kort." in told
    assert "-De eerste uitleg, van één regel." in told

    grade(small, ASSIGNMENT, lambda done, total: None, again=True)
    told = report.overview.read_text(encoding="utf-8")
    assert "5 punten bij vorige versie" in told
    assert f"sowcourse confirm {ASSIGNMENT} r9 uitleg-val" in told
    with pytest.raises(GradingError, match=r"r9, «andere-kant»: er zijn geen punten bij een vorige versie"):
        confirm(small, ASSIGNMENT, "r9", "andere-kant")
    assert confirm(small, ASSIGNMENT, "r9", "uitleg-val") == 5
    report = grade(small, ASSIGNMENT, lambda done, total: None)
    assert "bij vorige versie" not in report.overview.read_text(encoding="utf-8")
    assert {cell.cell: cell.score for cell in results(small, ASSIGNMENT)["r9"].cells}["uitleg-val"] == 5


def test_each_submission_is_graded_with_the_version_it_was_made_with(small: Workspace, tmp_path: Path) -> None:
    def hand_in(student: str, folder: str) -> None:
        lms = tmp_path / folder
        lms.mkdir()
        text = student_version(small, standpunt_vooraf='standpunt_vooraf = "eens"', val='oordeel = "verbeteren"')
        (lms / f"{student}.ipynb").write_text(text, encoding="utf-8")
        collect(small, ASSIGNMENT, lms)

    hand_in("r9", "eerst")
    file = small.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    changed = file.read_text(encoding="utf-8")
    assert '{\\"gebruiken\\": 0, \\"verbeteren\\": 1, \\"weigeren\\": 1}' in changed
    changed = changed.replace('\\"verbeteren\\": 1, \\"weigeren', '\\"verbeteren\\": 0, \\"weigeren')
    changed = changed.replace("## D. Een vergelijking op je bureau", "## D. Een strengere vergelijking")
    file.write_text(changed, encoding="utf-8")
    release(small, ASSIGNMENT)
    hand_in("00123", "later")
    report = grade(small, ASSIGNMENT, lambda done, total: None)
    score = {
        student: {cell.cell: cell.score for cell in result.cells}["test-val"]
        for student, result in results(small, ASSIGNMENT).items()
    }
    assert score == {"r9": 1, "00123": 0}
    told = report.overview.read_text(encoding="utf-8")
    assert "Versies van de opdracht" in told
    assert re.search(r"1-[0-9a-f]{8}</th><td class=\"number\">1</td><td>An Maes", told)
    assert re.search(r"2-[0-9a-f]{8}</th><td class=\"number\">1</td><td>Zoë De Smet", told)
    assert report.remarks == []


def test_the_same_assignment_released_twice_is_one_version(small: Workspace) -> None:
    release(small, ASSIGNMENT)
    assert len(versions(small.root, ASSIGNMENT)) == 1


def test_feedback_goes_back_under_the_names_of_the_lms(small: Workspace, tmp_path: Path) -> None:
    lms = tmp_path / "lms" / "123-456 - An Maes r9 - 18 december"
    lms.mkdir(parents=True)
    (lms / "5-politiserend (1).ipynb").write_text(student_version(small), encoding="utf-8")
    collect(small, ASSIGNMENT, tmp_path / "lms")
    grade(small, ASSIGNMENT, lambda done, total: None)
    (page,) = write_feedback(small, ASSIGNMENT)
    with zipfile.ZipFile(page.parent.with_name(f"{ASSIGNMENT}-lms.zip")) as archive:
        assert archive.namelist() == ["123-456 - An Maes r9 - 18 december/5-politiserend (1).html"]
        assert archive.read(archive.namelist()[0]) == page.read_bytes()
    assert not list((small.root / "uitwisseling").rglob("*.html"))


def test_answers_that_nobody_touched_stand_together_per_question(small: Workspace, tmp_path: Path) -> None:
    lms = tmp_path / "lms"
    lms.mkdir()
    (lms / "r9.ipynb").write_text(student_version(small, reflectie="Iets eigens, in één zin."), encoding="utf-8")
    (lms / "00123.ipynb").write_text(student_version(small), encoding="utf-8")
    collect(small, ASSIGNMENT, lms)
    told = grade(small, ASSIGNMENT, lambda done, total: None).overview.read_text(encoding="utf-8")
    assert re.search(r"reflectie</th><td class=\"number\">1</td><td>Zoë De Smet</td>", told)
    assert re.search(r"uitleg-val</th><td class=\"number\">2</td>", told)


def test_the_report_counts_what_was_graded_what_needs_a_look_and_what_stopped(
    small: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lms = tmp_path / "lms"
    lms.mkdir()
    endless = {f"stap_{n}": "while True: pass" for n in (2, 3, 4)}
    monkeypatch.setattr(runner, "CELL_SECONDS", 1.0)
    monkeypatch.setattr(runner, "SUBMISSION_SECONDS", 2.0)
    (lms / "r9.ipynb").write_text(student_version(small, stap_1="import os\nos._exit(1)", **endless), encoding="utf-8")
    (lms / "00123.ipynb").write_text(student_version(small), encoding="utf-8")
    collect(small, ASSIGNMENT, lms)
    report = grade(small, ASSIGNMENT, lambda done, total: None)
    assert (report.graded, report.looks, report.stopped) == (2, 1, 1)
    assert any("tijdens deze cel stopte Python." in remark for remark in report.remarks)
    told = report.overview.read_text(encoding="utf-8")
    assert '<th scope="row">gestopt of geen notebook</th><td class="number">1</td>' in told
    assert f"<code>sowcourse feedback {ASSIGNMENT}</code>" in told, "nothing waits for a person"


def test_a_zip_inside_the_zip_a_word_file_and_a_huge_file_are_each_named(
    small: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lms = tmp_path / "lms"
    lms.mkdir()
    with zipfile.ZipFile(lms / "r9_werk.zip", "w") as archive:
        archive.writestr("map/opdracht.ipynb", student_version(small))
    with zipfile.ZipFile(lms / "00123_a.ipynb", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    monkeypatch.setattr("sowcourse.budget.FILE", 1_000_000)
    (lms / "00123_b.ipynb").write_bytes(b" " * 1_000_001)
    receipts = {receipt.name: receipt for receipt in collect(small, ASSIGNMENT, lms)}
    assert receipts["r9_werk.zip/map/opdracht.ipynb"].accepted
    assert receipts["00123_a.ipynb"].remark.startswith("dit is een Word-bestand, geen notebook.")
    assert receipts["00123_b.ipynb"].remark.startswith(
        "dit bestand is groter dan 1 MB; bijna alles daarvan is uitvoer."
    )


def test_an_impossible_mark_is_refused_and_changes_nothing(small: Workspace, tmp_path: Path) -> None:
    lms = tmp_path / "lms"
    lms.mkdir()
    (lms / "r9.ipynb").write_text(student_version(small, uitleg_val="Een uitleg."), encoding="utf-8")
    collect(small, ASSIGNMENT, lms)
    grade(small, ASSIGNMENT, lambda done, total: None)
    with pytest.raises(GradingError, match=r"r9, «uitleg-val»: 500 punten kan niet; verwacht wordt 0 tot en met"):
        mark(small, ASSIGNMENT, "r9", "uitleg-val", 500)
    with pytest.raises(GradingError, match=r"r9, «uitleg»: dit antwoord is er niet"):
        mark(small, ASSIGNMENT, "r9", "uitleg", 1)
    assert {c.cell: c.waiting for c in results(small, ASSIGNMENT)["r9"].cells}["uitleg-val"]


def test_levels_written_in_a_comment_stand_on_the_students_page(small: Workspace, tmp_path: Path) -> None:
    lms = tmp_path / "lms"
    lms.mkdir()
    (lms / "r9.ipynb").write_text(student_version(small, uitleg_val="Een uitleg."), encoding="utf-8")
    collect(small, ASSIGNMENT, lms)
    grade(small, ASSIGNMENT, lambda done, total: None)
    criterion = small.rubrics(ASSIGNMENT)["uitleg-val"].criteria[0]
    mark(small, ASSIGNMENT, "r9", "uitleg-val", 3, f"Goed bezig.\n{criterion.name.lower()}: 3\nNog iets: 4")
    page = write_feedback(small, ASSIGNMENT)[0].read_text(encoding="utf-8")
    assert html.escape(f"{criterion.name}: niveau 3 van 4. {criterion.levels[2]}") in page
    assert page.count("niveau") == 1
    assert "Goed bezig." in page


def test_answers_live_in_the_notebook_and_not_in_a_widget_or_a_kernel(small: Workspace, tmp_path: Path) -> None:
    """Saved without ever running a cell: everything a student chose and wrote is there at every next station."""
    written = "Wat ik meenam van dit alles, staat hier."
    notebook = json.loads(student_version(small, standpunt_vooraf='standpunt_vooraf = "oneens"', reflectie=written))
    assert "widgets" not in notebook["metadata"]
    assert not any(cell.get("outputs") for cell in notebook["cells"])
    lms = tmp_path / "lms"
    lms.mkdir()
    (lms / "r9.ipynb").write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    collect(small, ASSIGNMENT, lms)
    grade(small, ASSIGNMENT, lambda done, total: None)
    stations = [small.root / place / "r9" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb" for place in ("submitted", "autograded")]
    for station in stations:
        cells = {cell["id"]: source(opened(cell)) for cell in read_notebook(station)["cells"]}
        assert (cells["standpunt-vooraf"], cells["reflectie"]) == ('standpunt_vooraf = "oneens"', written)
    page = write_feedback(small, ASSIGNMENT)[0].read_text(encoding="utf-8")
    assert html.escape('standpunt_vooraf = "oneens"') in page
    assert written in page


def test_nothing_that_goes_to_students_tells_a_hidden_line_or_a_place(small: Workspace, tmp_path: Path) -> None:
    """Everything: what is given out, pages, both zips, the exchange. Wrong answers, so that every check speaks."""
    here = tmp_path / "student"
    (here / ASSIGNMENT).mkdir(parents=True)
    wrong = {f"stap_{n}": f"raise KeyError({n})" for n in range(1, 7)}
    (here / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").write_text(student_version(small, **wrong), encoding="utf-8")
    submit_by_exchange(small, here)
    lms = tmp_path / "lms"
    lms.mkdir()
    (lms / "00123.ipynb").write_text(student_version(small), encoding="utf-8")
    collect(small, ASSIGNMENT, None)
    collect(small, ASSIGNMENT, lms)
    grade(small, ASSIGNMENT, lambda done, total: None)
    write_feedback(small, ASSIGNMENT)
    texts: dict[str, str] = {}
    for place in (
        "release",
        "terugkoppeling",
        "feedback",
        "uitwisseling/klein/outbound",
        "uitwisseling/klein/feedback",
    ):
        for file in (small.root / place).rglob("*"):
            if file.suffix == ".zip":
                with zipfile.ZipFile(file) as archive:
                    texts |= {f"{file}/{name}": archive.read(name).decode() for name in archive.namelist()}
            elif file.is_file():
                texts[str(file)] = file.read_text(encoding="utf-8")
    assert sum(name.endswith(".html") for name in texts) == 8
    secrets = [line for line in secrets_of_the_source(ASSIGNMENT) if line.startswith(("check_", "_"))]
    for name, found in texts.items():
        for secret in [*secrets, "HIDDEN", "Traceback", str(small.root), str(Path.home() / "sowcourse")]:
            assert secret not in found, (name, secret)


def test_every_exit_status_means_what_the_guide_says(
    small: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def status(*words: object) -> int:
        monkeypatch.setattr("sys.argv", ["sowcourse", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    monkeypatch.chdir(small.root)
    assert status("grade", ASSIGNMENT) == 1
    assert "er zijn geen inzendingen" in "".join(capsys.readouterr())
    assert status("grade", ASSIGNMENT, "--snel") == 2
    lms = tmp_path / "lms"
    lms.mkdir()
    (lms / "r9.ipynb").write_text(student_version(small), encoding="utf-8")
    assert status("collect", ASSIGNMENT, "--van", lms) == 0
    assert status("grade", ASSIGNMENT) == 0
    assert "SAWarning" not in "".join(capsys.readouterr())
    (lms / "wie.ipynb").write_text(student_version(small), encoding="utf-8")
    assert status("collect", ASSIGNMENT, "--van", lms) == 3
    guide = (Path(__file__).parents[1] / "docs" / "handleiding-docent.md").read_text(encoding="utf-8")
    assert all(re.search(rf"^\| {code} \| ", guide, re.MULTILINE) for code in range(4))


# Whatever comes in, the class goes on ---------------------------------------------------------------------------------


def handed_in(workspace: Workspace, folder: Path, **texts: str) -> None:
    """Collect a notebook per student; in a name, `r9` and `00123` are written as `r9` and `s00123`."""
    folder.mkdir()
    for student, text in texts.items():
        (folder / f"{student.removeprefix('s')}.ipynb").write_text(text, encoding="utf-8")
    collect(workspace, ASSIGNMENT, folder)


HALF = "print('\\ud800')\nraise ValueError('\\ud800 \\x00 \\x1b[31m')"


def test_halves_of_characters_in_outputs_stop_nobody(small: Workspace, tmp_path: Path) -> None:
    handed_in(small, tmp_path / "lms", r9=student_version(small, stap_1=HALF), s00123=student_version(small))
    assert grade(small, ASSIGNMENT, lambda done, total: None).graded == 2
    assert len(write_feedback(small, ASSIGNMENT)) == 2


def test_a_mistake_of_ours_stops_one_submission_and_tells_where_to_look(
    small: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in(small, tmp_path / "lms", r9=student_version(small), s00123=student_version(small))
    for place in ("runner.repair", "runner.store"):
        right = getattr(importlib.import_module("sowcourse.grading.runner"), place.partition(".")[2])

        def wrong(*given: Any, right: Any = right) -> Any:
            if any("r9" in str(getattr(each, "student", "")) for each in given) or len(given) == 3:
                raise RecursionError("onze fout")
            return right(*given)

        monkeypatch.setattr(f"sowcourse.grading.{place}", wrong)
        report = grade(small, ASSIGNMENT, lambda done, total: None, again=True)
        monkeypatch.setattr(f"sowcourse.grading.{place}", right)
        told = [remark for remark in report.remarks if "ging aan onze kant iets mis" in remark]
        assert any(remark.startswith("An Maes (r9)") for remark in told)
        assert "RecursionError: onze fout" in (small.root / "nakijken.log").read_text(encoding="utf-8")
    assert results(small, ASSIGNMENT)["00123"].graded
    assert grade(small, ASSIGNMENT, lambda done, total: None).remarks == []


def test_a_full_disk_is_said_and_what_was_graded_stays(
    small: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in(small, tmp_path / "lms", r9=student_version(small), s00123=student_version(small))
    right = runner.store
    stored = []

    def full(root: Path, assignment: str, executed: Any, *others: Any) -> None:
        if stored:
            raise OSError(errno.ENOSPC, "No space left on device")
        stored.append(executed.student)
        right(root, assignment, executed, *others)

    monkeypatch.setattr("sowcourse.grading.runner.store", full)
    with pytest.raises(GradingError, match=r"hier kan niet worden geschreven \(de schijf is vol\)\. Maak plaats"):
        grade(small, ASSIGNMENT, lambda done, total: None)
    assert [s for s, result in results(small, ASSIGNMENT).items() if result.graded] == stored
    monkeypatch.setattr("sowcourse.grading.runner.store", right)
    steps: list[int] = []
    assert grade(small, ASSIGNMENT, lambda done, total: steps.append(total)).graded == 2
    assert steps[0] == 1


def test_without_a_wall_the_points_are_the_same_and_the_report_says_so(small: Workspace, tmp_path: Path) -> None:
    handed_in(small, tmp_path / "lms", r9=student_version(small, val='oordeel = "weigeren"'))
    grade(small, ASSIGNMENT, lambda done, total: None)
    walled = results(small, ASSIGNMENT)["r9"].cells
    engine = runner.WallEngine(walled=False)
    report = grade(small, ASSIGNMENT, lambda done, total: None, again=True, engine=engine)
    assert results(small, ASSIGNMENT)["r9"].cells == walled
    assert sum(cell.score for cell in walled) == 1
    assert report.remarks == ["Nagekeken zonder afscherming: de code van studenten had jouw rechten."]
    assert report.remarks[0] in report.overview.read_text(encoding="utf-8")


def test_two_people_cannot_grade_or_collect_at_once(small: Workspace, tmp_path: Path) -> None:
    handed_in(small, tmp_path / "lms", r9=student_version(small))
    code = (
        "import sys, time; from pathlib import Path\nfrom sowcourse.cohort.lock import turn\n"
        "with turn(Path(sys.argv[1]), 'wordt nagekeken'):\n    print('bezig', flush=True)\n    time.sleep(60)"
    )
    other = subprocess.Popen([sys.executable, "-c", code, str(small.root)], stdout=subprocess.PIPE)
    assert other.stdout
    assert other.stdout.readline() == b"bezig\n"
    for attempt in (
        lambda: grade(small, ASSIGNMENT, lambda done, total: None),
        lambda: collect(small, ASSIGNMENT, tmp_path / "lms"),
    ):
        with pytest.raises(GradingError, match=r"klein: hier wordt nagekeken, door .*, sinds"):
            attempt()
    other.kill()
    other.wait()
    other.stdout.close()
    assert grade(small, ASSIGNMENT, lambda done, total: None).graded == 1, "a lock ends with its process"


def test_a_page_goes_back_to_where_it_came_from_and_nowhere_else(small: Workspace, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "lms.zip", "w") as archive:
        archive.writestr("../../buiten/r9 x.ipynb", student_version(small))
        inside = io.BytesIO()
        with zipfile.ZipFile(inside, "w") as own:
            own.writestr("../map/opdracht.ipynb", student_version(small))
        archive.writestr("00123 werk.zip", inside.getvalue())
    collect(small, ASSIGNMENT, tmp_path / "lms.zip")
    grade(small, ASSIGNMENT, lambda done, total: None)
    write_feedback(small, ASSIGNMENT)
    with zipfile.ZipFile(small.root / "terugkoppeling" / f"{ASSIGNMENT}-lms.zip") as archive:
        assert sorted(archive.namelist()) == ["00123 werk.html", "buiten/r9 x.html"]


def test_a_notebook_of_another_assignment_is_named_and_not_graded(small: Workspace, tmp_path: Path) -> None:
    lms = tmp_path / "lms"
    lms.mkdir()
    other = assignments_root() / "4-verbindend" / "4-verbindend.ipynb"
    (lms / "r9 5-politiserend.ipynb").write_bytes(other.read_bytes())
    (receipt,) = collect(small, ASSIGNMENT, lms)
    assert (receipt.student, receipt.accepted) == ("r9", False)
    assert receipt.remark.startswith("dit notebook hoort niet bij 5-politiserend maar bij 4-verbindend.")


def stopped_after(workspace: Workspace, lms: Path, what: str, steps: int) -> int:
    """Do this in a process of its own that ends at once after so many changes to files; its exit status."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = steps

    def stop(event: str, about: tuple[Any, ...]) -> None:
        nonlocal left
        mine = event == "open" and str(about[0]).startswith(str(workspace.root))
        if (mine and (about[2] or 0) & (os.O_WRONLY | os.O_RDWR)) or event in ("os.rename", "os.remove", "os.mkdir"):
            left -= 1
            if left < 0:
                os._exit(9)

    try:
        sys.addaudithook(stop)
        collect(workspace, ASSIGNMENT, lms) if what == "collect" else write_feedback(workspace, ASSIGNMENT)
        os._exit(0)
    finally:
        os._exit(1)


def test_collecting_and_returning_may_be_cut_off_anywhere_and_done_again(small: Workspace, tmp_path: Path) -> None:
    lms = tmp_path / "lms"
    lms.mkdir()
    for student, words in (("r9", "Mijn eerste uitleg."), ("00123", "Een andere uitleg.")):
        (lms / f"{student}.ipynb").write_text(student_version(small, uitleg_val=words), encoding="utf-8")
    statuses = {stopped_after(small, lms, "collect", steps) for steps in range(4, 40, 4)}
    assert 9 in statuses
    collect(small, ASSIGNMENT, lms)
    moments = received_at(small, ASSIGNMENT)
    assert {s: round(moment.timestamp()) for s, moment in moments.items()} == {
        s: int((lms / f"{s}.ipynb").stat().st_mtime) for s in ("r9", "00123")
    }
    grade(small, ASSIGNMENT, lambda done, total: None)
    assert stopped_after(small, lms, "feedback", 5) == 9
    pages = write_feedback(small, ASSIGNMENT)
    assert sorted(page.stem for page in pages) == ["00123", "r9"]
    assert not [file for file in pages[0].parent.iterdir() if file.suffix != ".html"]
    with zipfile.ZipFile(pages[0].parent.with_suffix(".zip")) as archive:
        assert archive.testzip() is None


# An assignment that changes after submissions came in -----------------------------------------------------------------


def without(cells: list[Any]) -> None:
    cells[:] = [cell for cell in cells if cell["id"] not in ("andere-kant", "rubric-andere-kant")]


def renamed(cells: list[Any]) -> None:
    (cell,) = (cell for cell in cells if cell["id"] == "andere-kant")
    cell["id"] = cell["metadata"]["nbgrader"]["grade_id"] = "tegenspraak"


def more(cells: list[Any]) -> None:
    (cell,) = (cell for cell in cells if cell["id"] == "andere-kant")
    cell = json.loads(json.dumps(cell))
    cell["id"] = cell["metadata"]["nbgrader"]["grade_id"] = "nog-een"
    cells.append(cell)


@pytest.mark.parametrize(
    ("change", "gone", "new"),
    [(without, {"andere-kant"}, set()), (renamed, {"andere-kant"}, {"tegenspraak"}), (more, set(), {"nog-een"})],
)
def test_a_question_may_go_or_come_and_every_submission_has_its_own(
    small: Workspace, tmp_path: Path, change: Callable[[list[Any]], None], gone: set[str], new: set[str]
) -> None:
    answers = {"uitleg_val": "Mijn uitleg is deze.", "andere_kant": "De andere kant zegt iets."}
    handed_in(small, tmp_path / "a", r9=student_version(small, **answers), s00123=student_version(small, **answers))
    grade(small, ASSIGNMENT, lambda done, total: None)
    for student in ("r9", "00123"):
        mark(small, ASSIGNMENT, student, "andere-kant", 2, "Goed.")
    first = {cell.cell for cell in results(small, ASSIGNMENT)["r9"].cells}

    file = small.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = read_notebook(file)
    change(notebook["cells"])
    file.write_text(json.dumps(notebook), encoding="utf-8")
    release(small, ASSIGNMENT)
    longer = {"uitleg_val": "Mijn uitleg is nu een andere, en een stuk langer dan ze eerder was, met een reden erbij."}
    handed_in(small, tmp_path / "b", s00123=student_version(small, **longer))
    grade(small, ASSIGNMENT, lambda done, total: None, again=True)

    found = results(small, ASSIGNMENT)
    assert {cell.cell for cell in found["r9"].cells} == first
    assert {cell.cell: cell.score for cell in found["r9"].cells}["andere-kant"] == 2
    assert {cell.cell for cell in found["00123"].cells} == first - gone | new
    assert {cell.cell for cell in found["00123"].cells if cell.waiting} <= {"uitleg-val", "andere-kant"}
    kept = json.loads((small.root / "autograded" / "00123" / ASSIGNMENT / "eerdere-punten.json").read_text("utf-8"))
    assert [each["points"] for each in kept if each["cell"] == "andere-kant"] == [2], "no mark is lost"
    assert len(write_feedback(small, ASSIGNMENT)) == 2


def test_points_that_change_are_those_of_the_version_that_was_made(small: Workspace, tmp_path: Path) -> None:
    right = student_version(small, val='oordeel = "weigeren"')
    file = small.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = read_notebook(file)
    (check,) = (cell for cell in notebook["cells"] if cell["id"] == "test-val")
    check["metadata"]["nbgrader"]["points"] = 4
    handed_in(small, tmp_path / "a", r9=right)
    file.write_text(json.dumps(notebook), encoding="utf-8")
    release(small, ASSIGNMENT)
    handed_in(small, tmp_path / "b", s00123=student_version(small, val='oordeel = "weigeren"'))
    grade(small, ASSIGNMENT, lambda done, total: None)
    got = {s: {c.cell: c.score for c in result.cells}["test-val"] for s, result in results(small, ASSIGNMENT).items()}
    assert got == {"r9": 1, "00123": 4}
