"""A class of thirty with the hardest names hands in by each LMS: recognised or asked, never refused in silence.

And the moments of a download make nobody late. All names are fictional.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sowcourse.cli import main
from sowcourse.cohort.memory import FILE, remembered, renumbered
from sowcourse.cohort.roster import Student, read_class_list, read_roster
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.cycle import collect, release
from sowcourse.gradebook.gradebook import results
from sowcourse.notebook import read_notebook, source
from sowcourse.report.feedback import _returned, _summary
from sowcourse.submissions.keeping import Receipt
from sowcourse.submissions.received import ORIGIN, UNSURE, read_received

ASSIGNMENT = "1-nabijheid"
NEXT = "2-proceslogica"
LIST = Path(__file__).parent / "people" / "klas-van-30.csv"
THIRTY = read_roster(LIST)
MARRIED = "r0000130"
"""Whose name changed in the LMS, and not in our list."""
DUE = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = create("dertig", LIST, tmp_path_factory.mktemp("klas"))
    text = f'tijdzone = "Europe/Brussels"\n[inleveren]\n"{ASSIGNMENT}" = "2026-11-20 23:59"\n'
    (workspace.root / "kalender.toml").write_text(text, encoding="utf-8")
    release(workspace, ASSIGNMENT)
    return workspace


def work(workspace: Workspace, text: str) -> str:
    notebook = read_notebook(workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "reflectie")
    cell["source"] = source(cell) + text
    return json.dumps(notebook)


def zipped(place: Path, content: str, files: dict[str, datetime]) -> Path:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, moment in files.items():
            local = moment.astimezone()
            archive.writestr(zipfile.ZipInfo(name, local.timetuple()[:6]), content)
    return place


def told(student: Student) -> str:
    return "Bram Janssens" if student.id == MARRIED else student.name


def squeezed(student: Student) -> str:
    """Canvas's sortable name: small letters, without anything that is no letter."""
    name = "Janssens, Bram" if student.id == MARRIED else f"{student.last}, {student.first}"
    return "".join(sign for sign in name.lower() if unicodedata.category(sign)[0] in "LMN")


Shape = tuple[Callable[[int, Student], str], str, Callable[[int, Student], str]]

SHAPES: dict[str, Shape] = {
    "canvas": (
        lambda n, s: f'"{", ".join(filter(None, (s.last, s.first)))}",{900 + n},{s.id},{s.ids[0]}@s.example,A,',
        "Student,ID,SIS User ID,SIS Login ID,Section,x (4451)",
        lambda n, s: f"{squeezed(s)}{'_LATE' * (n == 3)}_{900 + n}_{50_000 + n}_{ASSIGNMENT}-1.ipynb",
    ),
    "brightspace": (
        lambda n, s: f'#{s.id},#{s.ids[0]},"{s.last}","{s.first}",,#',
        "OrgDefinedId,Username,Last Name,First Name,x Points Grade <Numeric MaxPoints:40>,End-of-Line Indicator",
        lambda n, s: f"{700 + n}-88 - {told(s)}- 18 november, 2026 10{n:02}/{ASSIGNMENT} ({n}).ipynb",
    ),
    "blackboard": (
        lambda n, s: f'"{s.last}","{s.first}","{s.ids[0]}","{s.id}",""',
        '"Last Name","First Name","Username","Student ID","x [Total Pts: 40 Score] |118854"',
        lambda n, s: f"Taak 1_{s.ids[0]}_poging_2026-11-18-10-03-{n:02}_{ASSIGNMENT}.ipynb",
    ),
    "moodle": (
        lambda n, s: f'"{s.first}","{s.last}",{s.id},{s.ids[0]}@s.example,Student',
        "Voornaam,Achternaam,ID-nummer,E-mailadres,Rollen",
        lambda n, s: f"{told(s)}_{12_300 + n}_assignsubmission_file_/{ASSIGNMENT}.ipynb",
    ),
}


def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["sowcourse", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0), " ".join("".join(capsys.readouterr()).split())


def test_thirty_of_thirty_are_recognised_or_asked_by_each_lms_and_get_their_feedback_back(
    released: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {}
    for longer, (system, (row, header, path)) in enumerate(SHAPES.items(), start=1):
        download = tmp_path / f"{system}.csv"
        lines = [row(n, student) for n, student in enumerate(THIRTY)]
        download.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        listed = read_class_list(download).students
        assert [student.id for student in listed] == [student.id for student in THIRTY]
        released.enlist(listed, {})
        owner = {path(n, student): student.id for n, student in enumerate(THIRTY)}
        assert len(owner) == 30
        times = {name: DUE - timedelta(days=2, minutes=17 * n) for n, name in enumerate(owner)}
        place = zipped(tmp_path / f"{system}.zip", work(released, " Mijn zin." * longer * 20), times)
        receipts = [receipt for receipt in collect(released, ASSIGNMENT, place) if not receipt.asks]
        assert {receipt.name for receipt in receipts} == set(owner)
        open_ = {receipt.name for receipt in receipts if not receipt.accepted}
        for receipt in receipts:
            assert receipt.accepted or "sowcourse whose" in receipt.remark, receipt
            assert not receipt.accepted or receipt.student == owner[receipt.name], receipt
        asked[system] = [owner[name] for name in sorted(open_, key=list(owner).index)]
        for name in open_:
            code, said = typed(monkeypatch, capsys, "whose", name, owner[name].upper(), "--cohort", released.root)
            kept = "Alles met dit nummer is voortaan van"
            if system == "moodle":
                kept = (
                    "deze naam is voortaan van" if owner[name] == MARRIED else "bij een volgende vragen we het opnieuw"
                )
            assert (code, kept in said) == (0, True)
        if open_:
            receipts = [receipt for receipt in collect(released, ASSIGNMENT, place) if not receipt.asks]
        assert {receipt.name: receipt.student for receipt in receipts if receipt.accepted} == owner
        for name, student in owner.items():
            origin = (released.root / "submitted" / student / ASSIGNMENT / ORIGIN).read_text(encoding="utf-8")
            assert origin == name
            assert _returned(origin).rpartition(".")[0] == name.removesuffix(".ipynb")
    unsure = ["r0000106", "r0000109", "r0000110", MARRIED]
    assert asked == {"canvas": [], "brightspace": unsure, "blackboard": [], "moodle": unsure}


def test_an_answer_about_a_name_of_their_own_holds_for_the_year_and_follows_a_new_number(
    released: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(released.root)
    code, said = typed(monkeypatch, capsys, "whose", f"Klaartje D'Hondt {ASSIGNMENT}.ipynb", "r0000199")
    assert code == 1
    assert "r0000199: dit studentnummer staat niet op de klaslijst van dertig" in said
    before = remembered(released.root)
    code, said = typed(monkeypatch, capsys, "whose", f"Klaartje D'Hondt {ASSIGNMENT}.ipynb", "r0000112")
    assert (code, "Alles met deze naam is voortaan van Chiara D'Hondt (r0000112)." in said) == (0, True)
    assert remembered(released.root) == before | {"naam:d hondt klaartje": "r0000112"}
    renumbered(released.root, {"r0000112": "q7"})
    assert remembered(released.root)["naam:d hondt klaartje"] == "q7"
    assert (released.root / FILE).read_text(encoding="utf-8").count("Chiara") == 0


def test_an_answer_about_a_name_that_anybody_may_give_a_file_is_for_one_assignment(
    released: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """So that the next assignment does not give the file of one student to another in silence."""
    shutil.copytree(released.root, tmp_path / "dertig")
    klass, name = open_workspace(tmp_path / "dertig"), "mijn opdracht definitief.ipynb"
    shutil.copytree(klass.root / "release" / ASSIGNMENT, klass.root / "release" / NEXT)
    (klass.root / "release" / NEXT / f"{ASSIGNMENT}.ipynb").rename(klass.root / "release" / NEXT / f"{NEXT}.ipynb")
    place = zipped(tmp_path / "in.zip", work(klass, " Mijn zin."), {name: DUE - timedelta(days=3)})
    monkeypatch.chdir(klass.root)

    def came(assignment: str) -> tuple[str, str]:
        (receipt,) = (each for each in collect(klass, assignment, place) if not each.asks)
        return receipt.student, receipt.remark

    assert came(ASSIGNMENT)[0] == ""
    code, said = typed(monkeypatch, capsys, "whose", name, MARRIED)
    assert code == 0
    assert f"Dit bestand is van Bram Claes ({MARRIED}); bij een volgende opdracht vragen we het opnieuw." in said
    assert "voortaan" not in said
    student, remark = came(ASSIGNMENT)
    assert student == MARRIED
    assert "Het is van Bram Claes, want dat zei je van een bestand met deze naam." in remark, (
        "there was another version"
    )
    assert came(ASSIGNMENT) == (MARRIED, ""), "it holds for the assignment"
    student, remark = came(NEXT)
    assert student == ""
    assert f"vorige keer was een bestand met deze naam van Bram Claes ({MARRIED})" in remark
    code, said = typed(monkeypatch, capsys, "whose", name, "r0000107")
    assert f"Bij {ASSIGNMENT} was gezegd: van Bram Claes ({MARRIED})." in said
    assert came(NEXT) == ("r0000107", "")
    assert came(ASSIGNMENT)[0] == MARRIED, "each assignment has its own answer"
    kept = {what: who for what, who in remembered(klass.root).items() if name in what}
    assert sorted(kept.values()) == ["r0000107", MARRIED]
    # who answered wrongly says it again, and that counts
    typed(monkeypatch, capsys, "whose", name, "r0000108")
    code, said = typed(monkeypatch, capsys, "whose", name, "r0000107")
    assert "Eerder was gezegd: van" in said
    assert "(r0000108). Dat geldt niet meer." in said
    assert came(ASSIGNMENT)[0] == "r0000107"
    assert came(NEXT)[0] == "r0000107"


def test_a_file_of_another_assignment_does_not_use_up_an_answer(
    released: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(released.root)
    typed(monkeypatch, capsys, "whose", "document.ipynb", MARRIED)
    place = zipped(tmp_path / "in.zip", '{"cells": [], "metadata": {}, "nbformat": 4}', {"document.ipynb": DUE})
    assert not any(receipt.accepted for receipt in collect(released, ASSIGNMENT, place) if not receipt.asks)
    assert remembered(released.root)["bestand:document.ipynb"] == MARRIED


def test_what_moodle_numbers_anew_for_each_assignment_is_said_so(
    released: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(released.root)
    code, said = typed(monkeypatch, capsys, "whose", "Groep 4_5001_assignsubmission_file_/x.ipynb", MARRIED)
    assert code == 0
    assert (
        f"Alles met dit nummer is van Bram Claes ({MARRIED}). Moodle geeft bij elke opdracht een ander nummer" in said
    )
    code, said = typed(monkeypatch, capsys, "whose", "52791-1 - Noor Amber - 20 november 2026 1022/x.ipynb", MARRIED)
    assert f"Alles met dit nummer is voortaan van Bram Claes ({MARRIED})." in said
    assert "vragen we het opnieuw" not in said


def test_a_lecturer_sees_both_readings_of_a_list_and_answers(
    released: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "lijst.csv"
    file.write_text("nummer;naam\nr0000109;Peeters Jan\nr0000130;Claes Bram\n", encoding="utf-8")
    before = (released.root / "klas.csv").read_bytes()
    words = ("cohort", "roster", file, "--cohort", released.root)
    code, said = typed(monkeypatch, capsys, *words, "--ja")
    assert code == 1, "nobody is there to answer"
    assert "achternaam-eerst: voornaam «Jan», achternaam «Peeters»; voornaam «Bram», achternaam «Claes»" in said
    assert "Typ er bij wat klopt: --naam voornaam-eerst of --naam achternaam-eerst." in said
    code, said = typed(monkeypatch, capsys, *words, "--ja", "--naam", "andersom")
    assert (code, "--naam andersom: dit kennen we niet." in said) == (1, True)
    answers = iter(["nee", "nee"])
    monkeypatch.setattr("builtins.input", lambda *_: next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    code, said = typed(monkeypatch, capsys, *words)
    assert "voornaam-eerst: voornaam «Peeters», achternaam «Jan»" in said
    assert "Niets veranderd." in said
    assert "r0000130" not in said, "read the other way round, Bram Claes is who he was"
    assert (released.root / "klas.csv").read_bytes() == before


def late(workspace: Workspace) -> dict[str, tuple[bool, bool]]:
    found = results(workspace, ASSIGNMENT)
    return {student: (found[student].late, found[student].unsure) for student in ("r0000107", "r0000114", "r0000119")}


def delivered(
    workspace: Workspace, place: Path, content: str, moments: list[datetime], answer: str = ""
) -> list[Receipt]:
    names = ("Daan van den Berg", "Thảo Nguyễn", "Jaouad El Idrissi")
    files = {
        f"{name}_{n}_assignsubmission_file_/x.ipynb": moment
        for n, (name, moment) in enumerate(zip(names, moments, strict=True))
    }
    zipped(place, content, files)
    os.utime(place, ((DUE + timedelta(days=90)).timestamp(),) * 2)
    return [receipt for receipt in collect(workspace, ASSIGNMENT, place, answer) if receipt.asks]


@pytest.fixture
def empty(released: Workspace) -> Workspace:
    """The cohort before anything came in and was answered."""
    import shutil

    for name in ("submitted", "ontvangen", FILE):
        place = released.root / name
        shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
    (released.root / "ontvangen").mkdir()
    released.enlist(THIRTY, {})
    return released


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("moments", "sure"),
    [
        ([DUE + 9 * HOUR, DUE + 9 * HOUR, DUE + 9 * HOUR], False),
        ([DUE + HOUR, DUE + 9 * HOUR, DUE + 70 * HOUR], False),
        ([DUE + timedelta(days=90), DUE + timedelta(days=90, minutes=9), DUE + timedelta(days=90, minutes=3)], False),
        ([DUE - HOUR, DUE + 9 * HOUR, DUE + 70 * HOUR], True),
    ],
    ids=["all the same", "all after the deadline", "all when the zip was made", "as people hand in"],
)
def test_nobody_is_late_by_a_moment_that_may_be_that_of_the_download(
    empty: Workspace, tmp_path: Path, moments: list[datetime], sure: bool
) -> None:
    asks = delivered(empty, tmp_path / "m.zip", work(empty, " Een."), moments)
    assert len(asks) == (0 if sure else 1)
    found = late(empty)
    assert [is_late for is_late, _ in found.values()] == [sure and moment > DUE for moment in moments]
    assert {unsure for _, unsure in found.values()} == {not sure}
    if not sure:
        assert "van 3 inzendingen is niet zeker wanneer ze ingeleverd zijn" in asks[0].remark
        assert f"'sowcourse collect {ASSIGNMENT} --van m.zip --momenten inlevering'" in asks[0].remark
        page = "\n".join(_summary(empty, results(empty, ASSIGNMENT)["r0000107"]))
        assert "Wanneer precies, is hier niet zeker; te laat ben je daardoor niet." in page
        assert "Dat was na je deadline" not in page


def test_the_lecturer_answers_once_and_can_change_the_answer(
    empty: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place, same = tmp_path / "m.zip", [DUE + 9 * HOUR] * 3
    assert len(delivered(empty, place, work(empty, " Een."), same)) == 1
    assert delivered(empty, place, work(empty, " Een."), same, "download") == []
    assert set(late(empty).values()) == {(False, True)}
    assert delivered(empty, place, work(empty, " Een, en meer."), same) == [], "what was answered is not asked again"
    assert set(late(empty).values()) == {(False, True)}
    assert delivered(empty, place, work(empty, " Een."), same, "inlevering") == []
    assert set(late(empty).values()) == {(True, False)}, "what came in before is judged anew too"
    monkeypatch.chdir(empty.root)
    code, said = typed(monkeypatch, capsys, "collect", ASSIGNMENT, "--van", place, "--momenten", "gisteren")
    assert (code, "--momenten hoort bij --van; kies inlevering of download." in said) == (1, True)
    assert set(late(empty).values()) == {(True, False)}


def test_a_moment_in_the_name_goes_before_that_of_the_file_and_settles_an_earlier_doubt(
    empty: Workspace, tmp_path: Path
) -> None:
    content, download = work(empty, " Een."), DUE + timedelta(days=6)
    assert len(delivered(empty, tmp_path / "m.zip", content, [download] * 3)) == 1
    names = {
        "7-88 - Daan van den Berg- Nov 20, 2026 1158 PM/x.ipynb": download,
        "8-88 - Thảo Nguyễn- 21 november, 2026 0001/x.ipynb": download,
    }
    receipts = collect(empty, ASSIGNMENT, zipped(tmp_path / "b.zip", content, names))
    assert not [receipt for receipt in receipts if receipt.asks]
    assert late(empty) == {"r0000107": (False, False), "r0000114": (True, False), "r0000119": (False, True)}
    (piece,) = read_received(empty, ASSIGNMENT, "r0000107").pieces
    assert piece.moment == datetime(2026, 11, 20, 22, 58, tzinfo=UTC)
    assert not (empty.root / "submitted" / "r0000107" / ASSIGNMENT / UNSURE).exists()


def test_what_the_lms_itself_calls_late_is_told_and_not_counted(empty: Workspace, tmp_path: Path) -> None:
    files = {"nguyenthao_LATE_5_6_x.ipynb": DUE - HOUR, "bergdaanvanden_7_8_x.ipynb": DUE - 30 * HOUR}
    receipts = collect(empty, ASSIGNMENT, zipped(tmp_path / "c.zip", work(empty, " Een."), files))
    (asks,) = [receipt for receipt in receipts if receipt.asks]
    assert asks.remark == "Canvas noemt te laat, naar de deadline daar: Thảo Nguyễn. Hier zijn ze dat niet."
    assert late(empty)["r0000114"] == (False, False)
