"""What is kept of one student can be read and taken along; what is kept too long goes in one act, and is proved."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from sowcourse.cohort.workspace import Workspace
from sowcourse.errors import CohortError, GradingError
from sowcourse.gradebook.gradebook import results
from sowcourse.office import keeping, returning
from sowcourse.office.asked import Asked, Download
from sowcourse.office.desk import Desk
from sowcourse.office.given import is_current, remember_given, same_for_the_others
from sowcourse.records.archive import write_archive, write_export
from sowcourse.records.clearance import clear, due_under
from sowcourse.records.erasure import RECORD, erase_student
from sowcourse.records.retention import SCHOOL
from tests.walking_office import Visitor

TERMS = '[bewaartermijn]\ngrondslag = "OER, artikel 9"\n'


@pytest.fixture
def visitor(demo: tuple[Workspace, Path], tmp_path: Path) -> Visitor:
    shutil.copytree(demo[0].root, tmp_path / "demo")
    return Visitor(Desk(tmp_path, "/kantoor"))


def old(root: Path) -> None:
    """As if its only deadline was years ago."""
    calendar = root / "kalender.toml"
    calendar.write_text(re.sub(r'= "20\d\d-', '= "2019-', calendar.read_text("utf-8")), encoding="utf-8")


def copy(visitor: Visitor, student: str) -> zipfile.ZipFile:
    given = keeping.take_copy(Asked(visitor.desk, ("demo",), {"student": [student]}))
    assert isinstance(given, Download)
    return zipfile.ZipFile(io.BytesIO(given.content))


def test_what_is_shown_of_a_student_is_what_the_command_gives_and_leaves_nothing(
    visitor: Visitor, tmp_path: Path
) -> None:
    root = visitor.desk.folder / "demo"
    before = sorted(path for path in root.rglob("*") if path.is_file())
    shown = visitor.press("cohort/demo/bewaren", "inzien", student="r0000014")
    assert "Wat er over Noor Bakker bewaard is" in shown
    assert "WAT ER OVER JOU BEWAARD WORDT" in shown
    packed = copy(visitor, "r0000014")
    assert sorted(path for path in root.rglob("*") if path.is_file()) == before
    made = write_export(visitor.asked("cohort/demo", {}, {})[0].workspace, "r0000014", tmp_path / "elders" / "inzage")
    told = {file.relative_to(made.folder).as_posix() for file in made.folder.rglob("*") if file.is_file()}
    assert {name.partition("/")[2] for name in packed.namelist()} == told
    assert [name for name in told if name not in shown] == []
    others = [name for name in packed.namelist() if b"Aya Amrani" in packed.read(name)]
    assert others == [], "nothing of another student"


def test_who_is_not_in_the_class_is_refused(visitor: Visitor) -> None:
    for student in ("", "r9999999", "../demo"):
        with pytest.raises(CohortError, match="staat niet op de klaslijst"):
            visitor.press("cohort/demo/bewaren", "inzien", student=student)


def test_nothing_is_due_without_a_term_of_the_school(visitor: Visitor) -> None:
    old(visitor.desk.folder / "demo")
    assert due_under(visitor.desk.folder, date.today()) == []
    assert "Over de termijn" not in visitor.get("bewaartermijnen")


def test_what_is_due_is_said_and_goes_only_when_it_is_typed(visitor: Visitor) -> None:
    folder = visitor.desk.folder
    old(folder / "demo")
    (folder / SCHOOL).write_text(f"{TERMS}inzendingen = 12\n", encoding="utf-8")
    shown = visitor.get("bewaartermijnen")
    assert "<strong>demo (inzendingen)</strong>: alle inzendingen en terugkoppeling" in shown
    for typed in ("", "ja", "demo"):
        with pytest.raises(CohortError, match="er is niets gewist"):
            visitor.press("bewaartermijnen", "wissen", bevestig=typed, over="demo (inzendingen)")
    with pytest.raises(CohortError, match="intussen anders"):
        visitor.press("bewaartermijnen", "wissen", bevestig="wissen", over="iets anders")
    assert any((folder / "demo" / "submitted").iterdir())
    told = visitor.press("bewaartermijnen", "wissen", bevestig="Wissen", over="demo (inzendingen)")
    assert re.search(r"Gewist: demo \(inzendingen\), \d+ bestanden, daarna \d+ doorzocht: 0 gevonden", told)
    assert not (folder / "demo" / "submitted").exists()
    assert (folder / "demo" / "klas.csv").is_file()
    assert "Over de termijn" not in visitor.get("bewaartermijnen")


def test_a_whole_cohort_takes_what_lies_in_it_along_and_an_archive_its_zip(visitor: Visitor) -> None:
    folder = visitor.desk.folder
    old(folder / "demo")
    workspace = visitor.asked("cohort/demo", {}, {})[0].workspace
    made = write_archive(workspace, folder / "bewaard" / "demo-archief", False)
    write_archive(workspace, None, False)
    (folder / SCHOOL).write_text(f"{TERMS}inzendingen = 1\npunten = 2\narchief = 3\n", encoding="utf-8")
    due = due_under(folder, date.today())
    assert [(item.place.name, item.kind) for item in due] == [("demo", "punten"), ("demo-archief", "archief")]
    assert [bool(cleared.done) for cleared in clear(due)] == [True, True]
    assert not (folder / "demo").exists()
    assert not made.folder.exists()
    assert not made.file.exists()
    with (folder / "bewaard" / RECORD).open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream))[1][1:3] == ["een archief", "bewaartermijn"]
    assert due_under(folder, date.today()) == []


def test_what_was_given_out_to_the_others_stays_current_when_one_student_is_erased(visitor: Visitor) -> None:
    workspace = visitor.asked("cohort/demo", {}, {})[0].workspace
    first = next(name for name in workspace.assignments() if results(workspace, name))
    found = results(workspace, first)
    gone = next(iter(found))
    remember_given(workspace.root, first, "terugkoppeling", found)
    remember_given(workspace.root, first, "punten", {})
    with same_for_the_others(workspace):
        erase_student(workspace, gone, "verzoek")
    now = results(workspace, first)
    assert gone not in now
    assert now
    assert is_current(workspace.root, first, "terugkoppeling", now), "nobody has to hand it out again"
    assert not is_current(workspace.root, first, "punten", now), "what was old stays old"
    assert gone not in "".join(file.read_text("utf-8") for file in workspace.root.glob(".kantoor/gegeven-*"))


def test_a_page_is_shown_beforehand_of_who_handed_in_and_of_nobody_else(visitor: Visitor) -> None:
    workspace = visitor.asked("cohort/demo", {}, {})[0].workspace
    first = next(
        name for name in workspace.assignments() if any(one.graded for one in results(workspace, name).values())
    )
    found = results(workspace, first)
    nothing = next(student for student, one in found.items() if one.received is None)
    shown = visitor.get(f"cohort/demo/opdracht/{first}")
    offered = set(re.findall(r'value="([^"]+)"', shown.partition('id="wie"')[2].partition("</select>")[0]))
    assert offered == {student for student, one in found.items() if one.received}
    with pytest.raises(GradingError, match="hier is nog niets ingeleverd, en dus niets om terug te geven"):
        returning.sheet(Asked(visitor.desk, ("demo", first), {"student": [nothing]}))


def test_what_is_beyond_erasing_is_one_list_that_ends_once(visitor: Visitor) -> None:
    shown = visitor.press("cohort/demo/bewaren", "kiezen", student="r0000014")
    items = re.findall("<li>(.*)</li>", shown.partition("Hier komt sowcourse niet bij:")[2].partition("</ul>")[0])
    assert [item[-1] for item in items] == [";"] * (len(items) - 1) + ["."]
