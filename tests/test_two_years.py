"""Two years of two schools, from the first class list to the last erasure. All names are fictional."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from sowcourse.cohort.copying import copy_cohort
from sowcourse.cohort.lms import systems
from sowcourse.cohort.making import shipped_assignments
from sowcourse.cohort.roster import Student, write_roster
from sowcourse.cohort.sheet import read_sheet
from sowcourse.cohort.upgrade import apply_upgrade, plan_upgrade
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.content import shipped_course
from sowcourse.cycle import collect, grade, release
from sowcourse.gradebook.gradebook import Mark, mark_all, results
from sowcourse.gradebook.marks import complete, totals
from sowcourse.gradebook.transfer import fill_lms, titles
from sowcourse.notebook import markers, read_notebook, source, write_notebook
from sowcourse.records.archive import write_archive
from sowcourse.records.erasure import Erasure, erase_student
from sowcourse.records.seal import check_archive
from sowcourse.report.comparison import comparison_page
from sowcourse.report.feedback import write_feedback
from sowcourse.report.overview import write_class_overview
from sowcourse.submissions.assignment_version import read_version

FIRST, LAST = "1-nabijheid", "5-politiserend"
GENT = ("Aya|Amrani", "Bram|'t Hart", "Chiara|D'Hondt", "Zoë|De Smet, de jonge", "Elif|Yılmaz", "Gilles|van den Berg")
UTRECHT = ("Lars|Hoekstra", "Noor|Łuczak", "Oumar|Diallo", "Pauline|Maes-Vos", "Quinten|Smit", "Rania|el Haddad")
GENT_LATER = ("Imke|Wouters", "Jaouad|El Idrissi", "Kaat|Janssens", "Mila|Kowalska", "Sten|Vermeulen", "Vera|van Dijk")
UTRECHT_LATER = ("Hanna|Şahin", "Thảo|Nguyễn", "Umar|Khan", "Wout|De Wit", "Femke|de Vries", "Daan|Bakker")
ERASED = "00002"


@dataclass
class History:
    """What happened, and what stood where at each turn."""

    folder: Path
    cohorts: dict[str, Workspace] = field(default_factory=dict)
    points: dict[str, dict[str, float]] = field(default_factory=dict)
    """Moment → student → points."""
    texts: dict[str, str] = field(default_factory=dict)
    erased: Erasure | None = None


def people(names: tuple[str, ...], first: int) -> list[Student]:
    found = []
    for number, name in enumerate(names, start=first):
        given, _, family = name.partition("|")
        found.append(Student(f"{number:05}", given, family, f"s{number:05}@school.example"))
    return found


def own_words(student: str) -> str:
    """A sentence that only this student wrote."""
    return f"Dit schreef alleen ik, en ik noem het hier kenmerk{student}."


def scores(workspace: Workspace, assignment: str) -> dict[str, float]:
    return {student: result.score() for student, result in results(workspace, assignment).items() if result.graded}


def hand_in(workspace: Workspace, assignment: str, who: list[str], moment: datetime) -> None:
    """Everybody in `who` hands in model answers with a sentence of their own; every third forgets a step."""
    given = read_notebook(workspace.root / "release" / assignment / f"{assignment}.ipynb")
    full = read_notebook(workspace.root / "source" / assignment / f"{assignment}.ipynb")
    model = {cell["id"]: source(cell) for cell in full["cells"] if markers(cell).get("solution")}
    file = workspace.root.parent / f"uit-het-lms-{workspace.name}-{assignment}-{who[0]}.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for number, student in enumerate(who):
            answers = model | {"andere-kant": f"{model['andere-kant']}\n\n{own_words(student)}"}
            if number % 3 == 2:
                del answers["stap-2"]
            cells = [cell | {"source": answers.get(cell["id"], source(cell))} for cell in given["cells"]]
            when = moment + timedelta(minutes=number)
            name = zipfile.ZipInfo(f"{student}_{assignment}.ipynb", when.timetuple()[:6])
            archive.writestr(name, json.dumps(given | {"cells": cells}, ensure_ascii=False))
    assert [receipt.remark for receipt in collect(workspace, assignment, file) if not receipt.accepted] == []
    file.unlink()


def mark_by_hand(workspace: Workspace, assignment: str) -> None:
    """The lecturer gives every answer that waits half its points and a quarter."""
    mark_all(
        workspace,
        assignment,
        [
            Mark(student, cell.cell, cell.points / 2 + 0.25, "Verzonnen opmerking.")
            for student, result in results(workspace, assignment).items()
            for cell in result.cells
            if cell.waiting
        ],
    )


def teach(workspace: Workspace, assignment: str) -> None:
    """A whole cycle for a whole class."""
    release(workspace, assignment)
    hand_in(workspace, assignment, list(workspace.students()), datetime(2026, 12, 10, 9, 30))
    grade(workspace, assignment, lambda done, total: None)
    mark_by_hand(workspace, assignment)
    write_feedback(workspace, assignment)


def choose(workspace: Workspace, region: str, zone: str, weights: dict[str, int]) -> None:
    lessons = ", ".join(f'"{name}"' for name in ("0-start", *weights))
    shares = "\n".join(f'"{name}" = {weight}' for name, weight in weights.items())
    (workspace.root / "keuzes.toml").write_text(f"lessen = [{lessons}]\n[gewicht]\n{shares}\n", encoding="utf-8")
    (workspace.root / "kalender.toml").write_text(
        f'tijdzone = "{zone}"\nvakanties = "{region}"\n[inleveren]\n"{LAST}" = "2026-12-18 23:59"\n'
        f'[uitstel."{next(iter(workspace.students()))}"]\n"{LAST}" = "2027-01-15 23:59"\n',
        encoding="utf-8",
    )


def next_version(folder: Path) -> tuple[Path, list[Path]]:
    """The course as somebody published it in mid-term: another word in a lesson, another question in LAST."""
    shutil.copytree(shipped_course(), folder / "course")
    tasks = []
    for task in shipped_assignments():
        tasks.append(folder / "assignments" / task.name)
        shutil.copytree(task, tasks[-1])
    file = folder / "assignments" / LAST / f"{LAST}.ipynb"
    notebook = read_notebook(file)
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "test-val")
    cell["metadata"]["nbgrader"]["points"] += 1
    write_notebook(file, notebook)
    return folder / "course", tasks


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """Everything that happened, in order."""
    then = History(tmp_path_factory.mktemp("scholen"))
    for name, students, zone in (
        ("gent-2026", people(GENT, 1), "Europe/Brussels"),
        ("utrecht-2026", people(UTRECHT, 11), "Europe/Amsterdam"),
    ):
        write_roster(then.folder / f"{name}.csv", students)
        then.cohorts[name] = create(name, then.folder / f"{name}.csv", then.folder, zone)
    gent, utrecht = then.cohorts["gent-2026"], then.cohorts["utrecht-2026"]
    choose(gent, "vlaanderen", "Europe/Brussels", {FIRST: 40, LAST: 60})
    choose(utrecht, "nl-midden", "Europe/Amsterdam", {LAST: 100})
    case = gent.root / "eigen" / "casussen" / FIRST / "onze-wijk.md"
    case.parent.mkdir(parents=True, exist_ok=True)
    ours = next((shipped_course() / FIRST / "cases").glob("*.md")).read_text(encoding="utf-8")
    case.write_text(ours, encoding="utf-8")
    teach(gent, FIRST)
    teach(gent, LAST)

    # Utrecht gets another version when half the class has handed in.
    release(utrecht, LAST)
    early, late = list(utrecht.students())[:3], list(utrecht.students())[3:]
    hand_in(utrecht, LAST, early, datetime(2026, 12, 1, 12, 0))
    grade(utrecht, LAST, lambda done, total: None)
    mark_by_hand(utrecht, LAST)
    then.points["utrecht before"] = scores(utrecht, LAST)
    course, tasks = next_version(then.folder / "nieuw")
    plan_upgrade(utrecht, course, tasks, "9.9.9")
    apply_upgrade(utrecht)
    utrecht = then.cohorts["utrecht-2026"] = open_workspace(utrecht.root)
    release(utrecht, LAST)
    hand_in(utrecht, LAST, late, datetime(2026, 12, 12, 12, 0))
    grade(utrecht, LAST, lambda done, total: None)
    mark_by_hand(utrecht, LAST)
    write_feedback(utrecht, LAST)
    then.points["gent"], then.points["utrecht"] = scores(gent, LAST), scores(utrecht, LAST)

    then.texts["compared"] = comparison_page([gent, utrecht])
    write_class_overview(gent)
    for old, name, students in (
        (gent, "gent-2027", people(GENT_LATER, 101)),
        (utrecht, "utrecht-2027", people(UTRECHT_LATER, 111)),
    ):
        write_roster(then.folder / f"{name}.csv", students)
        then.cohorts[name] = copy_cohort(old, name, then.folder, then.folder / f"{name}.csv").workspace
        teach(then.cohorts[name], LAST)
        write_class_overview(then.cohorts[name])
    then.texts["years"] = comparison_page([gent, then.cohorts["gent-2027"]])
    write_archive(gent, then.folder / "archief-gent", pseudonymous=True)
    then.erased = erase_student(gent, ERASED, "verzoek")
    return then


def everything_in(root: Path) -> str:
    """Every file name and every content below a folder, zips opened."""
    found = []
    for file in (path for path in root.rglob("*") if path.is_file()):
        found.append(str(file.relative_to(root)))
        content = file.read_bytes()
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                content = b"\n".join(
                    [*(name.encode() for name in archive.namelist()), *map(archive.read, archive.namelist())]
                )
        found.append(content.decode("utf-8", errors="replace"))
    return "\n".join(found)


def test_an_upgrade_in_mid_term_leaves_marks_and_gives_who_comes_later_the_new_version(history: History) -> None:
    utrecht = history.cohorts["utrecht-2026"]
    assert utrecht.version == "9.9.9"
    before = history.points["utrecht before"]
    assert {student: history.points["utrecht"][student] for student in before} == before
    made_with = {student: read_version(utrecht.root, LAST, student)[0] for student in utrecht.students()}
    assert list(made_with.values()) == ["1", "1", "1", "2", "2", "2"]
    most = {student: result.points() for student, result in results(utrecht, LAST).items()}
    assert list(most.values()) == [40, 40, 40, 41, 41, 41]


def test_nothing_of_year_one_is_visible_in_year_two(history: History) -> None:
    for name in ("gent-2027", "utrecht-2027"):
        seen = everything_in(history.cohorts[name].root)
        for student in [*people(GENT, 1), *people(UTRECHT, 11)]:
            for word in (student.email, student.name, f"kenmerk{student.id}", f'"{student.id}"', f"{student.id}_"):
                assert word not in seen, (name, word)
        for student in history.cohorts[name].students().values():
            assert f"kenmerk{student.id}" in seen, "what year two wrote is found by the same search"


def test_year_two_has_the_choices_and_the_same_teaching_week(history: History) -> None:
    gent, later = history.cohorts["gent-2026"], history.cohorts["gent-2027"]
    assert later.choices() == gent.choices()
    assert (later.root / "eigen" / "casussen" / FIRST / "onze-wijk.md").is_file()
    assert gent.calendar().deadlines[LAST] == datetime(2026, 12, 18, 22, 59, tzinfo=UTC)
    assert later.calendar().deadlines[LAST] == datetime(2027, 12, 17, 22, 59, tzinfo=UTC), "the Friday of that week"
    assert later.calendar().extensions == {}
    assert history.cohorts["utrecht-2027"].version == "9.9.9"


def test_every_class_has_all_its_marks_and_the_course_total(history: History) -> None:
    for name in ("utrecht-2026", "gent-2027", "utrecht-2027"):
        workspace = history.cohorts[name]
        found = results(workspace, LAST)
        assert len(found) == 6
        assert all(result.graded and not result.waiting for result in found.values()), name
        assert len(complete(found.values())) == 6
    gent = history.cohorts["gent-2026"]
    parts = {name: results(gent, name)["00001"] for name in (FIRST, LAST)}
    share = 40 * parts[FIRST].score() / parts[FIRST].points() + 60 * parts[LAST].score() / parts[LAST].points()
    (total,) = [each for each in totals(gent) if each.student == "00001"]
    assert total.mark is not None
    assert float(total.mark.points) == pytest.approx(share)
    assert all(each.mark is None for each in totals(history.cohorts["gent-2027"])), "there FIRST was not taught yet"


DOWNLOADS = {
    "canvas": (
        "Student,ID,SIS User ID,SIS Login ID,Section,5-politiserend (77)\n    Points Possible,,,,,41\n",
        '"{last}, {first}",{number},{id},{login},Klas,',
    ),
    "brightspace": (
        "OrgDefinedId,Username,5-politiserend Points Grade <Numeric MaxPoints:41>,End-of-Line Indicator\n",
        "#{id},#{login},,#",
    ),
    "blackboard": (
        '"Last Name","First Name","Username","Student ID","5-politiserend [Total Pts: 41 Score] |118854"\n',
        '"{last}","{first}","{login}","{id}",""',
    ),
}
"""What a lecturer downloads from each LMS: its header, and a row."""


@pytest.mark.parametrize("system", DOWNLOADS)
def test_marks_go_into_each_lms_and_come_back_equal(history: History, tmp_path: Path, system: str) -> None:
    workspace = history.cohorts["gent-2027"]
    header, line = DOWNLOADS[system]
    rows = "\n".join(
        line.format(last=s.last, first=s.first, number=place, id=s.id, login=s.email)
        for place, s in enumerate(workspace.students().values())
    )
    template, filled = tmp_path / "download.csv", tmp_path / "ingevuld.csv"
    template.write_text(f"{header}{rows}\n", encoding="utf-8")
    marks = complete(results(workspace, LAST).values())
    assert {mark.maximum for mark in marks.values()} == {Decimal(40)}
    told = fill_lms(workspace, system, template, filled, marks, titles(workspace, LAST), scale=True)
    assert told.number == 6
    sheet = read_sheet(filled)
    (column,) = systems()[system].columns(sheet)
    written = [sheet.lines[row.place].values[column.place] for row in systems()[system].rows(sheet)]
    expected = [float(mark.points) / 40 * 41 for mark in marks.values()]
    assert [float(cell.replace(",", ".")) for cell in written] == pytest.approx(expected, abs=0.005)


def test_what_a_coordinator_compares_names_nobody(history: History) -> None:
    for page in (history.texts["compared"], history.texts["years"]):
        assert "gent-2026" in page
        assert "Zonder namen en nummers" in page
        for student in [*people(GENT, 1), *people(UTRECHT, 11), *people(GENT_LATER, 101)]:
            for word in (student.id, student.name, student.email, f"kenmerk{student.id}"):
                assert word not in page


def test_the_archive_is_sound_and_holds_everybodys_work_and_nobodys_name(history: History) -> None:
    archive = history.folder / "archief-gent"
    assert check_archive(archive).sound
    assert check_archive(archive.with_suffix(".zip")).sound
    seen = everything_in(archive)
    assert seen.count("Dit schreef alleen ik") >= 12
    for student in people(GENT, 1):
        for word in (student.email, student.name, student.last, f'"{student.id}"', f"{student.id}_"):
            assert word not in seen, word


def test_who_was_erased_is_nowhere_and_the_others_lost_nothing(history: History) -> None:
    assert history.erased is not None
    assert history.erased.removed > 0
    gent = history.cohorts["gent-2026"]
    seen = everything_in(gent.root)
    (student,) = [one for one in people(GENT, 1) if one.id == ERASED]
    for word in (student.email, student.last, f"kenmerk{ERASED}", f'"{ERASED}"', f"{ERASED}_"):
        assert word not in seen, word
    before = history.points["gent"]
    assert scores(gent, LAST) == {one: points for one, points in before.items() if one != ERASED}
    assert re.search(r"verzoek", (gent.root / "gewist.csv").read_text(encoding="utf-8"))
    for name, assignment in (("utrecht-2026", LAST), ("gent-2027", LAST)):
        assert len(scores(history.cohorts[name], assignment)) == 6
