"""Next year has the choices and the teaching weeks of this year, and nothing of its students."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sowcourse.cohort.copying import copy_cohort
from sowcourse.cohort.listing import list_cohorts
from sowcourse.cohort.packing import pack
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.cycle import release
from sowcourse.errors import CohortError
from sowcourse.notebook import read_notebook, source

CASE = """+++
title = "De lege wachtzaal"
country = "NL"
fictional = true
questions = ["Welke drempel zie je?"]
+++
*Deze casus is fictief.*
"""

NEW_ROSTER = "nummer,naam,e-mail\ns9000001,Iemand Anders,iemand@anders.example\n"


@pytest.fixture
def taught(demo: tuple[Workspace, Path], tmp_path: Path) -> Workspace:
    """The fictional class after its whole cycle, with choices, deadlines and own cases of its lecturer."""
    shutil.copytree(demo[0].root, tmp_path / demo[0].name)
    workspace = open_workspace(tmp_path / demo[0].name)
    own = workspace.root / "eigen" / "casussen" / "1-nabijheid"
    own.mkdir()
    (own / "de-lege-wachtzaal.md").write_text(CASE, encoding="utf-8")
    choices = 'lessen = ["1-nabijheid", "5-politiserend"]\n[gewicht]\n"1-nabijheid" = 30\n"5-politiserend" = 70\n'
    (workspace.root / "keuzes.toml").write_text("# Aya komt later\n" + choices, encoding="utf-8")
    calendar = (
        '# Aya heeft een week langer\ntijdzone = "Europe/Brussels"\nvakanties = "vlaanderen"\n[inleveren]\n'
        '"1-nabijheid" = "2026-10-30 23:59"\n"5-politiserend" = "2027-03-05 12:00"\n'
    )
    (workspace.root / "kalender.toml").write_text(calendar, encoding="utf-8")
    return workspace


def answers(workspace: Workspace) -> set[str]:
    """Lines that students wrote, and that do not stand in an assignment itself."""
    ours = "\n".join(path.read_text(encoding="utf-8") for path in workspace.root.glob("source/*/*.ipynb"))
    found = set()
    for file in workspace.root.glob("submitted/*/*/*.ipynb"):
        for cell in read_notebook(file)["cells"]:
            lines = (line.strip() for line in source(cell).splitlines())
            found |= {line for line in lines if len(line) > 20 and json.dumps(line)[1:-1] not in ours}
    return {line for line in found if json.dumps(line, ensure_ascii=False)[1:-1] not in ours}


def test_nothing_of_this_years_students_is_in_any_file_of_the_copy(taught: Workspace, tmp_path: Path) -> None:
    roster = tmp_path / "nieuw.csv"
    roster.write_text(NEW_ROSTER, encoding="utf-8")
    students = taught.students().values()
    written = answers(taught)
    assert len(written) > 10
    words = {word for student in students for word in (student.id, student.name, student.email) if word} | written
    copied = copy_cohort(taught, "2027-najaar", tmp_path, roster)
    texts = {
        path: path.read_bytes().decode("utf-8", errors="replace")
        for path in copied.workspace.root.rglob("*")
        if path.is_file()
    }
    assert len(texts) > 60
    for path, text in texts.items():
        for word in words:
            assert word not in text, (path, word)
        assert "Aya" not in text or path.name == "names.toml", path
    for name in ("gradebook.db", "submitted", "autograded", "ontvangen/x", "versies", "release", "feedback"):
        assert not (copied.workspace.root / name).exists()
    assert list(copied.workspace.students()) == ["s9000001"]


def test_choices_own_cases_and_own_changes_go_along(taught: Workspace, tmp_path: Path) -> None:
    rubric = taught.root / "rubrics" / "1-nabijheid.toml"
    rubric.write_text(rubric.read_text(encoding="utf-8").replace("Uitleg", "Jouw uitleg"), encoding="utf-8")
    settings = taught.root / "nbgrader_config.py"
    settings.write_text(settings.read_text(encoding="utf-8") + "c.Own.setting = 3\n", encoding="utf-8")
    copied = copy_cohort(taught, "2027-najaar", tmp_path, None).workspace
    assert copied.choices() == taught.choices()
    assert copied.choices().weights == {"1-nabijheid": 30, "5-politiserend": 70}
    assert copied.rubrics("1-nabijheid")["uitleg-val"].title == "Jouw uitleg"
    text = (copied.root / "nbgrader_config.py").read_text(encoding="utf-8")
    assert "c.Own.setting = 3" in text
    assert "course_id = '2027-najaar'" in text
    assert copied.version == taught.version
    assert copied.course == copied.root / "cursus"
    assert pack(copied).added == ("1-nabijheid/de-lege-wachtzaal",)


def test_deadlines_keep_their_teaching_week_their_weekday_and_their_hour(taught: Workspace, tmp_path: Path) -> None:
    copied = copy_cohort(taught, "2027-najaar", tmp_path, None)
    assert [(move.assignment, move.reason) for move in copied.moved] == [
        ("1-nabijheid", "lesweek 9 van het schooljaar, zoals vorig jaar"),
        ("5-politiserend", "lesweek 23 van het schooljaar, zoals vorig jaar; 1 week vroeger door de vakanties"),
    ]
    assert copied.workspace.calendar().deadlines == {
        "1-nabijheid": datetime(2027, 10, 29, 21, 59, tzinfo=UTC),
        "5-politiserend": datetime(2028, 2, 25, 11, 0, tzinfo=UTC),
    }
    assert copied.workspace.calendar().region == "vlaanderen"
    text = (copied.workspace.root / "kalender.toml").read_text(encoding="utf-8")
    assert "vr 05-03-2027 12:00. Nu: lesweek 23" in text
    assert '# "6-synthese" = "jjjj-mm-dd 23:59"' in text


def test_without_known_holidays_deadlines_move_by_weeks_and_say_so(taught: Workspace, tmp_path: Path) -> None:
    file = taught.root / "kalender.toml"
    for old, new, reason in (
        ('vakanties = "vlaanderen"\n', "", "in kalender.toml staat geen regio bij 'vakanties'"),
        ("2026-10-30", "2027-10-29", "in kalender.toml staat geen regio"),
        ("[inleveren]", 'vakanties = "nl-zuid"\n[inleveren]', "de vakanties van 2028-2029 zijn niet bekend"),
    ):
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        copied = copy_cohort(taught, f"jaar-{len(list(tmp_path.iterdir()))}", tmp_path, None)
        first = next(move for move in copied.moved if move.assignment == "1-nabijheid")
        assert reason in first.reason
        assert (first.after - first.before).days in (363, 364)


def test_without_a_class_list_everything_waits_for_it_and_says_where(taught: Workspace, tmp_path: Path) -> None:
    copied = copy_cohort(taught, "2027-najaar", tmp_path, None).workspace
    assert not copied.has_roster
    with pytest.raises(CohortError, match=r"klas\.csv: dit cohort heeft nog geen klaslijst\. Geef haar op met"):
        release(copied, "5-politiserend")
    (copied.root / "klas.csv").write_text(NEW_ROSTER, encoding="utf-8")
    assert release(copied, "5-politiserend").is_file()


@pytest.mark.parametrize("place", ["eigen/casussen/1-nabijheid/de-lege-wachtzaal.md", "source/1-nabijheid/extra.txt"])
def test_a_student_named_in_what_a_lecturer_wrote_is_refused_and_nothing_is_made(
    taught: Workspace, tmp_path: Path, place: str
) -> None:
    student = next(iter(taught.students().values()))
    (taught.root / place).write_text(f"{CASE}\n{student.name.upper()} zei het.\n", encoding="utf-8")
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(CohortError) as refused:
        copy_cohort(taught, "2027-najaar", tmp_path, None)
    assert str(refused.value).startswith(f"{place}: hier staat «{student.name.casefold()}»")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("name", "roster", "sentence"),
    [("../weg", NEW_ROSTER, "dit kan geen naam"), ("x", "", "de klaslijst is leeg")],
)
def test_what_cannot_be_copied_leaves_nothing_behind(
    taught: Workspace, tmp_path: Path, name: str, roster: str, sentence: str
) -> None:
    file = tmp_path / "nieuw.csv"
    file.write_text(roster, encoding="utf-8")
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(CohortError, match=sentence):
        copy_cohort(taught, name, tmp_path, file)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_database_of_its_own_and_a_shared_exchange_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "klas.csv").write_text(NEW_ROSTER, encoding="utf-8")
    (tmp_path / "gedeeld").mkdir()
    old = create("a", tmp_path / "klas.csv", tmp_path, "Europe/Amsterdam", exchange=tmp_path / "gedeeld")
    with (old.root / "cohort.toml").open("a", encoding="utf-8") as settings:
        settings.write('puntenboek = "postgresql+psycopg://x@y/z"\n')
    old = open_workspace(old.root)
    assert old.database == "postgresql+psycopg://x@y/z"
    copied = copy_cohort(old, "b", tmp_path, None)
    assert copied.workspace.database == ""
    assert copied.workspace.shared == str(tmp_path / "gedeeld")
    assert copied.workspace.calendar().zone == "Europe/Amsterdam"
    assert "Het puntenboek in PostgreSQL" in copied.left[0]


def test_the_list_tells_version_students_stand_and_next_deadline_and_goes_on_after_a_broken_one(
    taught: Workspace, tmp_path: Path
) -> None:
    copied = copy_cohort(taught, "2027-najaar", tmp_path, None).workspace
    (tmp_path / "kapot").mkdir()
    (tmp_path / "kapot" / "cohort.toml").write_text("naam =", encoding="utf-8")
    found, faults = list_cohorts(tmp_path, datetime(2026, 12, 1, tzinfo=UTC))
    assert [summary.workspace for summary in found] == [copied, taught]
    assert [summary.students for summary in found] == [None, 24]
    assert found[0].due == ("1-nabijheid", datetime(2027, 10, 29, 21, 59, tzinfo=UTC))
    assert found[1].due == ("5-politiserend", datetime(2027, 3, 5, 11, 0, tzinfo=UTC))
    assert found[1].lines[0].startswith("5-politiserend: 2")
    assert found[1].lines[-1] == "5 opdrachten nog niet uitgegeven"
    assert found[0].lines == ["6 opdrachten nog niet uitgegeven"]
    assert len(faults) == 1
    assert faults[0].startswith("kapot: ")
    assert list_cohorts(copied.root, datetime.now(UTC))[0][0].workspace == copied
