"""Another class list: nobody's work, marks or deadlines are lost, and the gradebook knows what the folder knows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sowcourse.cohort.calendar import load_calendar
from sowcourse.cohort.memory import remember, remembered
from sowcourse.cohort.roster import Student, write_roster
from sowcourse.cohort.workspace import Workspace
from sowcourse.errors import GradingError
from sowcourse.gradebook import enrolment
from sowcourse.gradebook.enrolment import change_roster, enrol, enrolled, follow_calendar, set_deadlines
from sowcourse.gradebook.gradebook import gradebook

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
"""nbgrader adds a submission in an order that SQLAlchemy remarks upon."""

AN, BO = Student("r1", "An", "Maes", "an@school.example"), Student("r2", "Bo", "<Smit>", "")
DUE = datetime(2026, 12, 18, 22, 59, tzinfo=UTC)
ZONE = 'tijdzone = "Europe/Brussels"\n'


@pytest.fixture
def klas(tmp_path: Path) -> Workspace:
    root = tmp_path / "klas"
    for name in ("een", "twee"):
        (root / "source" / name).mkdir(parents=True)
        (root / "source" / name / f"{name}.ipynb").write_text("{}", encoding="utf-8")
    write_roster(root / "klas.csv", [AN, BO])
    (root / "kalender.toml").write_text(f'{ZONE}[inleveren]\neen = "2026-12-18 23:59"\n', encoding="utf-8")
    return Workspace(root, "klas", "1")


def people(workspace: Workspace) -> dict[str, tuple[Any, ...]]:
    with gradebook(workspace) as book:
        return {each.id: (each.first_name, each.last_name, each.email) for each in book.students}


def hand_in(workspace: Workspace, student: str, late: timedelta = timedelta()) -> None:
    """A hand-in as the gradebook keeps it."""
    with gradebook(workspace) as book:
        book.update_or_create_submission("een", student, timestamp=(DUE + late).replace(tzinfo=None))
        book.db.commit()


def work_of(workspace: Workspace) -> dict[str, timedelta | None]:
    with gradebook(workspace) as book:
        return {each.student_id: each.extension for each in book.assignment_submissions("een")}


def due(workspace: Workspace) -> dict[str, datetime | None]:
    with gradebook(workspace) as book:
        return {each.name: each.duedate for each in book.assignments}


# Everybody and every deadline -----------------------------------------------------------------------------------------


def test_everybody_and_every_deadline_stand_in_the_gradebook_without_anything_a_page_would_obey(
    klas: Workspace,
) -> None:
    enrol(klas)
    assert people(klas) == {"r1": ("An", "Maes", "an@school.example"), "r2": ("Bo", "‹Smit›", None)}
    assert due(klas) == {"een": DUE.replace(tzinfo=None), "twee": None}
    write_roster(klas.root / "klas.csv", [Student("r1", "Ann", "Maes", "")])
    enrol(klas)
    assert people(klas) == {"r1": ("Ann", "Maes", None), "r2": ("Bo", "‹Smit›", None)}
    assert enrolled(klas) == {"r1": Student("r1", "Ann", "Maes", ""), "r2": Student("r2", "Bo", "‹Smit›", "")}


@pytest.mark.parametrize("content", [None, b""])
def test_without_a_gradebook_nobody_is_in_it_and_none_is_made(klas: Workspace, content: bytes | None) -> None:
    if content is not None:
        (klas.root / "gradebook.db").write_bytes(content)
    assert enrolled(klas) == {}
    assert follow_calendar(klas, ["een"], []) == []
    file = klas.root / "gradebook.db"
    assert (file.stat().st_size if file.is_file() else 0) == 0


def test_a_gradebook_elsewhere_is_asked(klas: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sowcourse.cohort.workspace.must_be_its_own", lambda *own: None)
    there = Workspace(klas.root, "klas", "1", database=f"sqlite:///{tmp_path / 'elders.db'}")
    enrol(there)
    assert sorted(enrolled(there)) == ["r1", "r2"]
    assert enrolled(klas) == {}
    follow_calendar(there, [], [])
    assert set(due(there)) == {"een", "twee"}


# The calendar ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def penalties(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Of whom it was looked at again what is taken off."""
    found: list[str] = []
    monkeypatch.setattr(enrolment, "penalise", lambda book, workspace, submission: found.append(submission.student_id))
    return found


def test_what_is_taken_off_is_looked_at_again_when_a_deadline_moved_and_only_then(
    klas: Workspace, penalties: list[str]
) -> None:
    enrol(klas)
    hand_in(klas, "r1")
    hand_in(klas, "r2")
    set_deadlines(klas)
    assert (penalties, work_of(klas)) == ([], {"r1": None, "r2": None})
    text = f'{ZONE}[inleveren]\neen = "2026-12-18 23:59"\n[uitstel.r2]\neen = "2026-12-20 23:59"\n'
    (klas.root / "kalender.toml").write_text(text, encoding="utf-8")
    set_deadlines(klas)
    assert (sorted(penalties), work_of(klas)) == (["r1", "r2"], {"r1": None, "r2": timedelta(days=2)})
    penalties.clear()
    set_deadlines(klas)
    assert penalties == []
    (klas.root / "kalender.toml").write_text(f'{ZONE}[inleveren]\neen = "2026-12-19 23:59"\n', encoding="utf-8")
    set_deadlines(klas)
    assert (sorted(penalties), work_of(klas)) == (["r1", "r2"], {"r1": None, "r2": None})
    assert due(klas)["een"] == (DUE + timedelta(days=1)).replace(tzinfo=None)
    penalties.clear()
    (klas.root / "kalender.toml").write_text(ZONE, encoding="utf-8")
    set_deadlines(klas)
    assert (sorted(penalties), due(klas)["een"]) == (["r1", "r2"], None)


def test_of_work_of_which_another_version_counts_now_it_is_told(
    klas: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def settle(workspace: Workspace, assignment: str, student: str) -> Any:
        assert workspace is klas
        asked.append((assignment, student))
        return SimpleNamespace(moment=DUE) if (assignment, student) == ("twee", "r1") else None

    monkeypatch.setattr(enrolment, "settle", settle)
    enrol(klas)
    (klas.root / "kalender.toml").write_text(f'{ZONE}[inleveren]\ntwee = "2026-12-19 23:59"\n', encoding="utf-8")
    assert follow_calendar(klas, ["een", "twee"], iter(["r1", "r2"])) == [
        "twee: van r1 telt nu de versie van vr 18-12-2026 23:59 (Europe/Brussels)."
    ]
    assert asked == [("een", "r1"), ("een", "r2"), ("twee", "r1"), ("twee", "r2")]
    assert due(klas) == {"een": None, "twee": (DUE + timedelta(days=1)).replace(tzinfo=None)}


# Another number -------------------------------------------------------------------------------------------------------


def test_who_may_hand_in_later_still_may_under_another_number_and_nothing_is_taken_off(
    klas: Workspace, penalties: list[str]
) -> None:
    text = f'{ZONE}[inleveren]\neen = "2026-12-18 23:59"\n[uitstel.r1]\neen = "2026-12-20 23:59"\n'
    (klas.root / "kalender.toml").write_text(text, encoding="utf-8")
    enrol(klas)
    hand_in(klas, "r1", timedelta(days=1))
    set_deadlines(klas)
    penalties.clear()
    change_roster(klas, [Student("r9", "An", "Maes", ""), BO], {"r1": "r9"})
    assert (penalties, work_of(klas)) == ([], {"r9": timedelta(days=2)})


def put(root: Path, **files: str) -> None:
    for place, content in files.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(content, encoding="utf-8")


def test_who_gets_another_number_takes_everything_along(klas: Workspace) -> None:
    enrol(klas)
    hand_in(klas, "r1")
    hand_in(klas, "r2")
    places = {
        "submitted/r1/een/een.ipynb": "1",
        "autograded/r1/een/een.ipynb": "2",
        "feedback/r1/een/x.html": "3",
        "ontvangen/een/r1/ontvangst.json": "4",
        "ontvangen/twee/r1/ontvangst.json": "5",
        "submitted/r2/een/een.ipynb": "6",
    }
    put(klas.root, **places)
    text = f'{ZONE}[inleveren]\neen = "2026-12-18 23:59"\n[extra-dagen]\nr1 = 3\n'
    (klas.root / "kalender.toml").write_text(text, encoding="utf-8")
    remember(klas.root, {"naam:an": "r1", "naam:bo": "r2"})
    now = Student("r9", "An", "Maes", "")
    change_roster(klas, [now, BO], {"r1": "r9"})
    assert list(klas.students()) == ["r9", "r2"]
    assert klas.left() == {}
    assert {
        place: (klas.root / place).read_text("utf-8") for place in (each.replace("r1", "r9") for each in places)
    } == {place.replace("r1", "r9"): content for place, content in places.items()}
    assert not list(klas.root.glob("*/r1")) + list(klas.root.glob("ontvangen/*/r1"))
    assert load_calendar(klas.root / "kalender.toml").extra_days == {"r9": 3}
    assert remembered(klas.root) == {"naam:an": "r9", "naam:bo": "r2", "vroeger:r1": "r9"}
    assert sorted(people(klas)) == ["r2", "r9"]
    assert work_of(klas) == {"r9": timedelta(days=3), "r2": None}


def test_what_was_there_already_under_the_new_number_stays_and_what_does_not_fit_stays_behind(klas: Workspace) -> None:
    enrol(klas)
    put(
        klas.root,
        **{
            "submitted/r1/een/x": "oud",
            "submitted/r1/twee/x": "oud",
            "submitted/r9/een/x": "nieuw",
            "feedback/r1/a/x": "1",
        },
    )
    change_roster(klas, [Student("r9", "An", "Maes", ""), BO], {"r1": "r9"})
    root = klas.root / "submitted"
    found = {file.relative_to(root).as_posix(): file.read_text("utf-8") for file in sorted(root.rglob("x"))}
    assert found == {"r1/een/x": "oud", "r9/een/x": "nieuw", "r9/twee/x": "oud"}
    assert not (klas.root / "feedback" / "r1").exists()
    assert sorted(people(klas)) == ["r2", "r9"]


def test_who_comes_meanwhile_reads_what_is_being_done_and_changes_nothing(
    klas: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def look(workspace: Workspace) -> None:
        with pytest.raises(GradingError) as refused:
            change_roster(klas, [AN], {})
        told.append(str(refused.value))

    monkeypatch.setattr(enrolment, "set_deadlines", look)
    change_roster(klas, [BO], {})
    assert [each.partition(", door ")[0] for each in told] == ["klas: hier wordt de klaslijst vernieuwd"]
    assert list(klas.students()) == ["r2"]


def test_who_has_one_name_or_none_is_known_by_that(klas: Workspace) -> None:
    people = [Student("r3", "Madonna", "", ""), Student("r4", "", "Dewi", ""), Student("r5", "", "", "")]
    write_roster(klas.root / "klas.csv", people[:2])
    enrol(klas)
    with gradebook(klas) as book:
        book.update_or_create_student("r5")
    assert enrolled(klas) == {each.id: each for each in people}


def test_who_leaves_keeps_work_and_marks(klas: Workspace) -> None:
    enrol(klas)
    hand_in(klas, "r2")
    put(klas.root, **{"submitted/r2/een/x": "werk"})
    change_roster(klas, [AN], {})
    assert (list(klas.students()), list(klas.left())) == (["r1"], ["r2"])
    assert (klas.root / "submitted/r2/een/x").read_text("utf-8") == "werk"
    assert work_of(klas) == {"r2": None}
    assert sorted(people(klas)) == ["r1", "r2"]


def test_a_number_that_the_gradebook_never_knew_changes_in_the_folders_alone(klas: Workspace) -> None:
    put(klas.root, **{"submitted/r1/een/x": "werk"})
    change_roster(klas, [Student("r9", "An", "Maes", ""), BO], {"r1": "r9"})
    assert (klas.root / "submitted/r9/een/x").read_text("utf-8") == "werk"
    assert sorted(people(klas)) == ["r2", "r9"]
