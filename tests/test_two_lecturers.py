"""Two lecturers in one cohort at once, each in a process of their own: nothing is lost, and who is late reads why."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sowcourse.cohort.account import me
from sowcourse.cohort.calendar import add_days, load_calendar
from sowcourse.cohort.lock import WHO, WRITING, turn
from sowcourse.cohort.memory import remembered
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.cycle import collect, release
from sowcourse.errors import CohortError, GradingError
from sowcourse.gradebook.code import codes
from sowcourse.gradebook.gradebook import Given, Mark, gradebook, mark_all
from sowcourse.grading.graded import read_earlier
from sowcourse.notebook import read_notebook, write_notebook
from sowcourse.report.marking import take_in, write_marking
from sowcourse.submissions.received import read_received
from tests.lecturer import graded
from tests.lecturers import Lecturer, an_and_bo, race, stands

ASSIGNMENT = "5-politiserend"
ANSWERS = [["r1", "reflectie"], ["r1", "uitleg-val"], ["r2", "reflectie"], ["r2", "uitleg-val"]]


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Lecturer, Lecturer]]:
    """An and Bo, each in a process of their own."""
    with an_and_bo() as two:
        yield two


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A class of two, of whom both handed in and were graded."""
    folder = tmp_path_factory.mktemp("twee")
    (folder / "klas.csv").write_text("nummer,naam\nr1,Mila Peeters\nr2,Noor Claes\n", encoding="utf-8")
    workspace = create("klas", folder / "klas.csv", folder)
    text = f'tijdzone = "Europe/Brussels"\n[inleveren]\n"{ASSIGNMENT}" = "2036-12-18 23:59"\n'
    (workspace.root / "kalender.toml").write_text(text, encoding="utf-8")
    release(workspace, ASSIGNMENT)
    for student in ("r1", "r2"):
        hand_in(workspace, folder / "lms", student, f"Wat {student} eerst schreef.")
    collect(workspace, ASSIGNMENT, folder / "lms")
    for student in ("r1", "r2"):
        graded(workspace.root, student)
    return workspace


@pytest.fixture
def klass(made: Workspace, tmp_path: Path) -> Workspace:
    return open_workspace(Path(shutil.copytree(made.root, tmp_path / "klas")))


def hand_in(workspace: Workspace, lms: Path, student: str, words: str) -> None:
    lms.mkdir(exist_ok=True)
    notebook = read_notebook(workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    for cell in notebook["cells"]:
        if cell["id"] in ("reflectie", "uitleg-val"):
            cell["source"] = words
    write_notebook(lms / f"{student}_{ASSIGNMENT}.ipynb", notebook)


# One answer --------------------------------------------------------------------------------------------------------


def test_who_is_late_reads_who_gave_what_and_when_and_may_then_insist(
    klass: Workspace, both: tuple[Lecturer, Lecturer]
) -> None:
    an, bo = both
    about: dict[str, Any] = {"root": klass.root, "student": "r1", "cell": "reflectie"}
    seen = an.does("look", **about)
    assert (seen["score"], seen["giver"]) == (None, "")
    assert an.does("mark", **about, points=5.5, seen=seen)["recorded"]
    late = bo.does("mark", **about, points=3, seen=seen)
    assert (late["recorded"], stands(klass, "r1", "reflectie")) == (False, 5.5)
    moment = klass.calendar().clock(datetime.now(UTC))[:13]
    assert f"r1, «reflectie»: op {moment}" in late["told"]
    assert late["told"].endswith(f"gaf an ({socket.gethostname()}) hier 5,5 punten.")
    score, comment = late["now"]
    assert bo.does("mark", **about, points=3, seen={**seen, "score": score, "comment": comment})["recorded"]
    assert stands(klass, "r1", "reflectie") == 3
    assert bo.does("look", **about)["giver"].startswith(f"door bo ({socket.gethostname()}), ")


def test_a_mark_that_was_given_past_us_is_nobodys(klass: Workspace, both: tuple[Lecturer, Lecturer]) -> None:
    an, bo = both
    about: dict[str, Any] = {"root": klass.root, "student": "r1", "cell": "reflectie"}
    seen = bo.does("look", **about)
    an.does("mark", **about, points=5, seen=seen)
    with gradebook(klass) as book:  # another program that knows nbgrader's tables alone
        book.find_grade("reflectie", ASSIGNMENT, ASSIGNMENT, "r1").manual_score = 7
        book.db.commit()
    late = bo.does("mark", **about, points=3, seen=seen)
    assert late["told"] == "r1, «reflectie»: intussen gaf iemand anders hier 7 punten."


def test_of_two_sheets_each_lecturer_has_their_own_and_different_students_are_all_recorded(
    klass: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = {}
    for who, student, points in (("an", "r1", "4"), ("bo", "r2", "3")):
        monkeypatch.setenv("LOGNAME", who)
        page, sheet = write_marking(klass, ASSIGNMENT, blind=False, second=False)
        assert sheet.name in page.read_text(encoding="utf-8")
        sheets[who] = sheet
        lines = sheet.read_text(encoding="utf-8").splitlines()
        name = klass.students()[student].name
        typed = [line.replace(f'"{name}";""', f'"{name}";"{points}"') for line in lines]
        assert typed != lines
        sheet.write_text("\n".join(typed), encoding="utf-8")
    assert [sheet.name for sheet in sheets.values()] == [
        f"beoordelen-{ASSIGNMENT}.csv",
        f"beoordelen-{ASSIGNMENT}-bo.csv",
    ]
    assert '"4"' in sheets["an"].read_text(encoding="utf-8"), "what An typed stands there"
    for who, sheet in sheets.items():
        monkeypatch.setenv("LOGNAME", who)
        assert len(take_in(klass, ASSIGNMENT, sheet, second=False).marks) == 2
    assert [stands(klass, *answer) for answer in ANSWERS] == [4, 4, 3, 3]


def test_of_two_sheets_at_once_one_is_recorded_whole_and_the_other_reads_what_to_do(
    klass: Workspace, both: tuple[Lecturer, Lecturer], tmp_path: Path
) -> None:
    _, sheet = write_marking(klass, ASSIGNMENT, blind=False, second=False)
    text = sheet.read_text(encoding="utf-8")
    given = {"an": "5,5", "bo": "4,5"}
    for one in both:
        file = tmp_path / f"{one.name}.csv"
        file.write_text(text.replace('"Mila Peeters";""', f'"Mila Peeters";"{given[one.name]}"'), encoding="utf-8")
        one.ask("sheet", root=klass.root, file=file)
    said = {one.name: one.hear() for one in both}
    (late,) = (name for name in said if "error" in said[name])
    (first,) = (name for name in said if name != late)
    assert said[first] == {"recorded": 2, "others": []}
    told = f"gaf {first} ({socket.gethostname()}) hier {given[first]} punten; jij geeft {given[late]}. Blijft het bij"
    assert said[late]["error"].count(told) == 2 or "Er is niets vastgelegd" in said[late]["error"]
    assert {stands(klass, *answer) for answer in ANSWERS[:2]} == {float(given[first].replace(",", "."))}
    again = next(one for one in both if one.name == late).does("sheet", root=klass.root, file=tmp_path / f"{late}.csv")
    assert again["error"].count(told) == 2, "also when it is read after all was recorded"


# Points and words --------------------------------------------------------------------------------------------------


def test_a_mark_never_lands_on_words_that_came_while_it_was_given_and_an_earlier_mark_is_kept(
    klass: Workspace, both: tuple[Lecturer, Lecturer], tmp_path: Path
) -> None:
    """An grades a second version; Bo marks the first one while that is being recorded."""
    an, bo = both
    about: dict[str, Any] = {"root": klass.root, "student": "r1", "cell": "reflectie"}
    seen = bo.does("look", **about)
    assert bo.does("mark", **about, points=7, seen=seen)["recorded"]
    seen = bo.does("look", **about)
    hand_in(klass, tmp_path / "lms", "r1", "Wat r1 daarna schreef, en dat is heel wat langer dan eerst.")
    an.does("collect", root=klass.root, place=tmp_path / "lms")
    an.stops_at("sowcourse.gradebook.recorder", "Recorder._fit")
    bo.stops_at("sowcourse.gradebook.gradebook", "writing")
    an.ask("graded", root=klass.root, student="r1")
    assert an.hear()["held"] == "Recorder._fit", "An holds the gradebook, and has not looked at the marks yet"
    bo.ask("mark", **about, points=9, seen=seen)
    assert bo.hear()["held"] == "writing", "Bo is about to write"
    bo.goes_on()
    an.goes_on()
    assert an.hear() == {}
    late = bo.hear()
    assert (late["recorded"], late["told"]) == (False, "r1, «reflectie»: dit antwoord is veranderd sinds je het las.")
    assert stands(klass, "r1", "reflectie") is None
    assert [(mark.cell, mark.points) for mark in read_earlier(klass.root, ASSIGNMENT, "r1")] == [("reflectie", 7)]


def test_a_mark_that_was_first_is_seen_by_who_records_other_words(
    klass: Workspace, both: tuple[Lecturer, Lecturer], tmp_path: Path
) -> None:
    an, bo = both
    about: dict[str, Any] = {"root": klass.root, "student": "r1", "cell": "reflectie"}
    seen = bo.does("look", **about)
    hand_in(klass, tmp_path / "lms", "r1", "Wat r1 daarna schreef, en dat is heel wat langer dan eerst.")
    an.does("collect", root=klass.root, place=tmp_path / "lms")
    an.stops_at("sowcourse.grading.graded", "writing")
    an.ask("graded", root=klass.root, student="r1")
    assert an.hear()["held"] == "writing", "An has read the submission, and records nothing yet"
    assert bo.does("mark", **about, points=7, seen=seen)["recorded"]
    an.goes_on()
    assert an.hear() == {}
    assert stands(klass, "r1", "reflectie") is None
    assert [(mark.cell, mark.points) for mark in read_earlier(klass.root, ASSIGNMENT, "r1")] == [("reflectie", 7)]


@pytest.mark.parametrize(
    ("place", "name"), [("sowcourse.gradebook.recorder", "penalise"), ("sowcourse.grading.graded", "old_name")]
)
def test_who_is_killed_while_recording_holds_nobody_up_and_loses_no_mark(
    place: str, name: str, klass: Workspace, both: tuple[Lecturer, Lecturer], tmp_path: Path
) -> None:
    """kill -9, before a second version counts and before its words stand there: the first one's mark is found again."""
    an, bo = both
    about: dict[str, Any] = {"root": klass.root, "student": "r1", "cell": "reflectie"}
    assert bo.does("mark", **about, points=7, seen=bo.does("look", **about))["recorded"]
    hand_in(klass, tmp_path / "lms", "r1", "Wat r1 daarna schreef, en dat is heel wat langer dan eerst.")
    collect(klass, ASSIGNMENT, tmp_path / "lms")
    an.ask("doomed", place=place, name=name, then={"do": "graded", "root": str(klass.root), "student": "r1"})
    os.kill(an.hear()["process"], signal.SIGKILL)
    assert an.hear() == {"killed_by": signal.SIGKILL}
    other: dict[str, Any] = {"root": klass.root, "student": "r2", "cell": "reflectie"}
    assert bo.does("mark", **other, points=2, seen=bo.does("look", **other))["recorded"]
    assert stands(klass, "r2", "reflectie") == 2
    graded(klass.root, "r1")
    assert stands(klass, "r1", "reflectie") is None
    assert [mark.points for mark in read_earlier(klass.root, ASSIGNMENT, "r1")] == [7]


# Files of the cohort -----------------------------------------------------------------------------------------------


def test_no_extension_and_no_answer_is_lost_when_both_write_at_once(
    klass: Workspace, both: tuple[Lecturer, Lecturer]
) -> None:
    for one in both:
        one.ask("days", root=klass.root, who=one.name, times=12)
    assert [one.hear() for one in both] == [{}, {}]
    kept = load_calendar(klass.root / "kalender.toml")
    assert kept.extra_days == {f"{who}{number}": number + 1 for who in ("an", "bo") for number in range(12)}
    assert kept.deadlines, "what stood there stays"
    assert set(remembered(klass.root)) == {f"bestand:{who}{number}" for who in ("an", "bo") for number in range(12)}


def test_who_waits_for_a_write_that_does_not_end_reads_what_to_do_and_nothing_changes(
    klass: Workspace, both: tuple[Lecturer, Lecturer], monkeypatch: pytest.MonkeyPatch
) -> None:
    an, _ = both
    before = (klass.root / "kalender.toml").read_bytes()
    an.stops_at("sowcourse.cohort.calendar", "load_calendar")
    an.ask("days", root=klass.root, who="an", times=1)
    assert an.hear()["held"] == "load_calendar"
    monkeypatch.setattr("sowcourse.cohort.lock._PATIENCE", 0.05)
    with pytest.raises(CohortError) as caught:
        add_days(klass.root / "kalender.toml", "bo0", 3)
    assert "klas: iemand anders schrijft hier, en laat al 0.05 seconden niet los" in str(caught.value)
    assert str(caught.value).endswith(f"verwijder dan {klass.root / WRITING}.")
    assert (klass.root / "kalender.toml").read_bytes() == before
    an.goes_on()
    assert an.hear() == {}
    monkeypatch.undo()
    add_days(klass.root / "kalender.toml", "bo0", 3)
    assert load_calendar(klass.root / "kalender.toml").extra_days == {"an0": 1, "bo0": 3}


def test_a_choice_stays_when_a_colleague_takes_in_the_same_student(
    klass: Workspace, both: tuple[Lecturer, Lecturer], tmp_path: Path
) -> None:
    """Bo chooses the first version between An's looking at what is kept and writing it."""
    an, bo = both
    hand_in(klass, tmp_path / "lms", "r1", "Wat r1 daarna schreef, en dat is heel wat langer dan eerst.")
    an.stops_at("sowcourse.submissions.received", "write_durably")
    bo.stops_at("sowcourse.cohort.lock", "writing")
    an.ask("collect", root=klass.root, place=tmp_path / "lms")
    assert an.hear()["held"] == "write_durably"
    bo.ask("choose", root=klass.root, student="r1", number=1)
    assert bo.hear()["held"] == "writing"
    bo.goes_on()
    an.goes_on()
    assert an.hear()["receipts"] >= 1
    chosen = bo.hear()["chose"]
    kept = read_received(klass, ASSIGNMENT, "r1")
    assert (kept.chosen, len(kept.pieces)) == (chosen, 2)
    assert "eerst schreef" in (klass.root / "submitted/r1" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text("utf-8")


def test_a_version_that_was_chosen_while_another_was_being_graded_is_graded_next(
    klass: Workspace, both: tuple[Lecturer, Lecturer], tmp_path: Path
) -> None:
    an, bo = both
    hand_in(klass, tmp_path / "lms", "r1", "Wat r1 daarna schreef, en dat is heel wat langer dan eerst.")
    collect(klass, ASSIGNMENT, tmp_path / "lms")
    an.stops_at("sowcourse.grading.graded", "writing")
    an.ask("graded", root=klass.root, student="r1")
    assert an.hear()["held"] == "writing"
    bo.does("choose", root=klass.root, student="r1", number=1)
    an.goes_on()
    assert an.hear() == {}
    stamps = [klass.root / kind / "r1" / ASSIGNMENT / "timestamp.txt" for kind in ("autograded", "submitted")]
    assert stamps[0].read_bytes() != stamps[1].read_bytes()


# The turn ----------------------------------------------------------------------------------------------------------


def test_who_has_the_turn_is_named_marking_goes_on_and_a_killed_process_gives_it_back(
    klass: Workspace, both: tuple[Lecturer, Lecturer]
) -> None:
    an, bo = both
    then = {"do": "feedback", "root": str(klass.root)}
    bo.ask("doomed", place="sowcourse.report.feedback", name="_write_feedback", then=then)
    unlucky = bo.hear()["process"]
    busy = rf"klas: hier wordt terugkoppeling geschreven, door bo \({socket.gethostname()}\), sinds .* Wacht tot"
    with pytest.raises(GradingError, match=busy):
        collect(klass, ASSIGNMENT, klass.root)
    about: dict[str, Any] = {"root": klass.root, "student": "r1", "cell": "reflectie"}
    assert an.does("mark", **about, points=4, seen=an.does("look", **about))["recorded"]
    os.kill(unlucky, signal.SIGKILL)
    assert bo.hear() == {"killed_by": signal.SIGKILL}
    assert (klass.root / WHO).is_file(), "it had no time to say that it ended"
    assert bo.does("feedback", root=klass.root) == {"pages": 2}
    assert not (klass.root / WHO).exists()


def test_what_somebody_on_another_computer_did_not_finish_is_asked_and_not_guessed(klass: Workspace) -> None:
    """In a synchronised folder their lock says nothing here, and the number of their process neither."""
    with turn(klass.root, "wordt nagekeken"):
        left = json.loads((klass.root / WHO).read_text(encoding="utf-8"))
    (klass.root / WHO).write_text(json.dumps(left | {"who": "An Maes", "computer": "laptop-an"}), encoding="utf-8")
    before = sorted(path.name for path in klass.root.iterdir())
    with pytest.raises(GradingError) as caught:
        collect(klass, ASSIGNMENT, klass.root)
    assert "klas: hier wordt nagekeken, door An Maes, sinds " in str(caught.value)
    assert f"verwijder dan {klass.root / WHO} en doe dit opnieuw" in str(caught.value)
    assert sorted(path.name for path in klass.root.iterdir()) == before
    (klass.root / WHO).unlink()
    collect(klass, ASSIGNMENT, klass.root)
    (klass.root / WHO).write_text("{half", encoding="utf-8")
    collect(klass, ASSIGNMENT, klass.root)
    assert me().computer == socket.gethostname()


def test_on_a_hub_a_lecturer_is_known_by_the_name_of_the_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "an.maes")
    assert str(me()) == "an.maes (JupyterHub)"


# All together ------------------------------------------------------------------------------------------------------


def test_in_any_order_of_looking_and_giving_a_mark_counts_or_its_giver_reads_what_stands_there(
    klass: Workspace, both: tuple[Lecturer, Lecturer]
) -> None:
    """A model of a few lines decides what must happen; the programs do it. Twenty orders, drawn by lot."""
    stand: dict[tuple[str, str], float | None] = dict.fromkeys((("r1", "reflectie"), ("r1", "uitleg-val")))
    late = counted = 0
    for seed in range(20):
        draw = random.Random(seed)
        seen: dict[tuple[str, str, str], dict[str, Any]] = {}
        for step in range(8):
            one, (student, cell) = draw.choice(both), draw.choice(list(stand))
            about = {"root": klass.root, "student": student, "cell": cell}
            key = one.name, student, cell
            if key not in seen:
                seen[key] = one.does("look", **about)
                assert seen[key]["score"] == stand[student, cell], (seed, step)
                continue
            points = 1 + (seed * 10 + step) / 100
            done = one.does("mark", **about, points=points, seen=seen[key])
            if seen[key]["score"] == stand[student, cell]:
                assert done["recorded"], (seed, step)
                stand[student, cell] = points
                counted += 1
            else:
                assert not done["recorded"], (seed, step)
                told = f"{stand[student, cell]:g} punten.".replace(".", ",", 1)
                assert done["told"].endswith(f" hier {told}"), (seed, step)
                late += 1
            assert done["now"][0] == stand[student, cell]
            seen[key]["score"], seen[key]["comment"] = done["now"]
    assert {key: stands(klass, *key) for key in stand} == stand
    assert min(late, counted) > 10, "both kinds were tried"


def test_when_both_mark_as_fast_as_they_can_no_point_is_lost(klass: Workspace, both: tuple[Lecturer, Lecturer]) -> None:
    race(klass, both, ANSWERS[:2], times=15, seed=7)


def test_a_whole_sheet_gives_way_when_one_of_its_answers_changed(klass: Workspace, tmp_path: Path) -> None:
    answers = {
        (mark, cell): code for mark in ("r1", "r2") for cell, code in codes(klass.root, ASSIGNMENT, mark).items()
    }
    marks = [Mark(student, cell, 5, "", Given(None, ""), answers[student, cell]) for student, cell in ANSWERS]
    hand_in(klass, tmp_path / "lms", "r2", "Wat r2 daarna schreef, en dat is heel wat langer dan eerst.")
    collect(klass, ASSIGNMENT, tmp_path / "lms")
    graded(klass.root, "r2")
    with pytest.raises(GradingError, match=r"niets vastgelegd.*\n  • r2, «reflectie»: dit antwoord is veranderd sinds"):
        mark_all(klass, ASSIGNMENT, marks)
    assert {stands(klass, *answer) for answer in ANSWERS} == {None}
