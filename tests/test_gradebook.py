"""What stands in the gradebook: read, given by a person, and put out as points, of a class that was graded once."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from sowcourse.cohort.account import me
from sowcourse.cohort.calendar import extend
from sowcourse.cohort.roster import Student
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.errors import GradingError
from sowcourse.gradebook.code import CODE, code, code_of_student, codes
from sowcourse.gradebook.damage import damaged
from sowcourse.gradebook.digest import DIGEST
from sowcourse.gradebook.gradebook import (
    Given,
    Mark,
    Overtaken,
    Recorded,
    Result,
    all_results,
    give,
    gradebook,
    mark,
    mark_all,
    results,
)
from sowcourse.gradebook.marks import FinalMark, complete, state, total, totals, write_marks, write_rows, write_totals
from sowcourse.gradebook.pile import read_pile
from sowcourse.gradebook.scores import CellResult, read_scores
from sowcourse.notebook import read_notebook, write_notebook
from sowcourse.submissions.received import UNSURE, reconsider, stamp
from tests.conftest import Made
from tests.marking import ASSIGNMENT, STUDENTS, copy_of, graded_class

MILA, NOOR, OMER = "s901", "s902", "s903"
CHECKS = ("test-standpunt-vooraf", *(f"test-stap-{number}" for number in range(1, 6)), "test-val")


@pytest.fixture(scope="module")
def made(made_once: Made) -> Path:
    return made_once("nagekeken", graded_class)


@pytest.fixture
def klass(made: Path, tmp_path: Path) -> Workspace:
    return copy_of(made / "klas", tmp_path / "klas")


def cell(workspace: Workspace, student: str, name: str) -> CellResult:
    return next(each for each in results(workspace, ASSIGNMENT)[student].cells if each.cell == name)


# Reading -----------------------------------------------------------------------------------------------------------


def test_what_a_student_got_is_read_in_the_order_of_the_assignment(klass: Workspace) -> None:
    found = results(klass, ASSIGNMENT)
    assert list(found) == list(STUDENTS)
    mila = found[MILA]
    assert [each.cell for each in mila.cells] == [
        *(*CHECKS, "uitleg-val", "product", "test-product-volledig", "andere-kant"),
        *("reflectie", "test-reflectie-volledig", "test-standpunt-achteraf"),
    ]
    assert [each.cell for each in mila.cells if each.manual] == ["uitleg-val", "product", "andere-kant", "reflectie"]
    assert [each.cell for each in mila.cells if each.waiting] == ["product", "reflectie"]
    assert [each.cell for each in mila.cells if each.untouched] == ["uitleg-val", "andere-kant"]
    assert (mila.graded, mila.late, mila.penalty, mila.lost) == (True, False, 0, 0)
    assert (mila.score(), mila.score(False), mila.score(True)) == (10, 10, 0)
    assert (mila.points(), mila.points(False), mila.points(True)) == (40, 10, 30)
    assert (mila.waiting, mila.held) == (2, 0)
    assert all(each.comment == "" and each.giver is None for each in mila.cells)


def test_points_that_are_given_and_extra_ones_count_together_with_those_of_checks(klass: Workspace) -> None:
    with gradebook(klass) as book:
        given = book.find_grade("product", ASSIGNMENT, ASSIGNMENT, MILA)
        given.manual_score, given.extra_credit, given.needs_manual_grade = 5.5, 1.5, False
        book.find_grade("test-stap-1", ASSIGNMENT, ASSIGNMENT, MILA).manual_score = 0.25
        book.db.commit()
    found = results(klass, ASSIGNMENT)[MILA]
    assert (found.score(True), found.score(False), found.score()) == (7, 9.25, 16.25)
    assert found.waiting == 1


def test_a_check_that_could_not_run_is_held_until_a_person_gives_its_points(klass: Workspace) -> None:
    with gradebook(klass) as book:
        grade = book.find_grade("test-stap-1", ASSIGNMENT, ASSIGNMENT, MILA)
        grade.auto_score, grade.needs_manual_grade = None, True
        book.db.commit()
    found = results(klass, ASSIGNMENT)[MILA]
    assert (found.held, found.waiting, found.score(False)) == (1, 3, 9)
    assert isinstance(give(klass, ASSIGNMENT, Mark(MILA, "test-stap-1", 0.5)), Recorded)
    found = results(klass, ASSIGNMENT)[MILA]
    assert (found.held, found.waiting, found.score(False)) == (0, 2, 9.5)


def test_what_is_taken_off_for_being_late_never_goes_below_nothing(klass: Workspace) -> None:
    with gradebook(klass) as book:
        (notebook,) = book.find_submission(ASSIGNMENT, MILA).notebooks
        notebook.late_submission_penalty = 4.0
        (notebook,) = book.find_submission(ASSIGNMENT, NOOR).notebooks
        notebook.late_submission_penalty = 99.0
        book.db.commit()
    found = results(klass, ASSIGNMENT)
    assert (found[MILA].penalty, found[MILA].score(), found[MILA].score(False)) == (4, 6, 10)
    assert (found[NOOR].penalty, found[NOOR].score()) == (99, 0)


def test_who_came_after_the_deadline_is_late_unless_nobody_knows_when_it_came(klass: Workspace) -> None:
    due = klass.calendar().due(ASSIGNMENT, MILA)
    assert due is not None
    for student, late in ((MILA, timedelta(seconds=1)), (NOOR, timedelta())):
        folder = klass.root / "submitted" / student / ASSIGNMENT
        (folder / "timestamp.txt").write_text(stamp(due + late), encoding="utf-8")
        (folder / UNSURE).unlink()
    found = results(klass, ASSIGNMENT)
    assert {who: (each.late, each.unsure) for who, each in found.items()} == {
        MILA: (True, False),
        NOOR: (False, False),
        OMER: (False, True),
        "s904": (False, True),
    }
    assert found[MILA].received == due + timedelta(seconds=1)
    extend(klass.root / "kalender.toml", MILA, ASSIGNMENT, "2036-12-20 12:00")
    assert not results(open_workspace(klass.root), ASSIGNMENT)[MILA].late, "whoever has more time"


def test_whether_a_moment_is_sure_is_still_known_when_the_work_itself_is_gone(klass: Workspace) -> None:
    shutil.rmtree(klass.root / "submitted" / MILA)
    gone = results(klass, ASSIGNMENT)[MILA]
    assert (gone.received is None, gone.unsure, gone.graded) == (False, True, True)
    reconsider(klass, ASSIGNMENT, unsure=False)
    assert not results(klass, ASSIGNMENT)[MILA].unsure
    shutil.rmtree(klass.root / "ontvangen" / ASSIGNMENT / MILA)
    beside = klass.root / "autograded" / MILA / ASSIGNMENT / UNSURE
    for there in (True, False):
        beside.touch() if there else beside.unlink()
        assert results(klass, ASSIGNMENT)[MILA].unsure is there


def test_of_work_that_is_gone_the_version_that_counted_by_the_deadline_tells_whether_it_is_sure(
    klass: Workspace,
) -> None:
    shutil.rmtree(klass.root / "submitted" / MILA)
    index = klass.root / "ontvangen" / ASSIGNMENT / MILA / "ontvangst.json"
    kept = json.loads(index.read_text(encoding="utf-8"))
    due = klass.calendar().due(ASSIGNMENT, MILA)
    assert due is not None
    late = {"code": "x", "written": 99_999, "unsure": False, "stamp": stamp(due + timedelta(hours=1))}
    kept["pieces"].append(kept["pieces"][0] | late)
    index.write_text(json.dumps(kept), encoding="utf-8")
    assert results(klass, ASSIGNMENT)[MILA].unsure
    extend(klass.root / "kalender.toml", MILA, ASSIGNMENT, "2036-12-20 12:00")
    assert not results(open_workspace(klass.root), ASSIGNMENT)[MILA].unsure


def test_who_handed_in_nothing_stands_on_the_list_with_nothing(klass: Workspace) -> None:
    klass.enlist([Student("s900", "Lotte", "Aerts", ""), *klass.students().values()], {})
    every = all_results(klass, (ASSIGNMENT, "1-nabijheid"))
    assert next(iter(every[ASSIGNMENT].values())) == Result("s900", None, False, False, ())
    assert every["1-nabijheid"][MILA] == Result(MILA, None, False, False, ())
    assert every[ASSIGNMENT][MILA].score() == 10


def test_of_one_student_only_that_one_is_read(klass: Workspace) -> None:
    assert set(read_scores(klass, [ASSIGNMENT], NOOR)) == {(ASSIGNMENT, NOOR)}
    assert set(read_scores(klass, [ASSIGNMENT])) == {(ASSIGNMENT, student) for student in STUDENTS}


def test_an_answer_counts_for_what_it_counted_for_in_the_version_that_was_made(klass: Workspace) -> None:
    (first,) = (klass.root / "versies" / ASSIGNMENT).iterdir()
    second = Path(shutil.copytree(first, first.with_name("2-abcdef01")))
    notebook = read_notebook(second / "bron.ipynb")
    for found in notebook["cells"]:
        if found["id"] in ("product", "test-stap-1"):
            found["metadata"]["nbgrader"]["points"] = 2.5
        if found["id"] == "reflectie":
            del found["metadata"]["nbgrader"]
    write_notebook(second / "bron.ipynb", notebook)
    for student, version in ((MILA, second.name), (NOOR, first.name), (OMER, "3-weg")):
        (klass.root / "autograded" / student / ASSIGNMENT / "versie.txt").write_text(version, encoding="utf-8")

    def most(student: str) -> dict[str, float]:
        return {each.cell: each.points for each in results(klass, ASSIGNMENT)[student].cells}

    as_it_is = most(NOOR)
    assert (as_it_is["product"], as_it_is["test-stap-1"], as_it_is["reflectie"]) == (12, 1, 9)
    assert most(MILA) == as_it_is | {"product": 2.5, "test-stap-1": 2.5}, "what it did not ask counts as now"
    assert most(OMER) == as_it_is, "a version that is gone says nothing"


def test_what_stands_in_no_notebook_any_more_comes_last(klass: Workspace) -> None:
    file = klass.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = read_notebook(file)
    notebook["cells"] = [found for found in reversed(notebook["cells"]) if found["id"] != "product"]
    write_notebook(file, notebook)
    order = [each.cell for each in results(klass, ASSIGNMENT)[MILA].cells]
    assert (order[0], order[-2:]) == ("test-standpunt-achteraf", ["test-standpunt-vooraf", "product"])
    assert list(read_pile(klass, ASSIGNMENT)) == ["reflectie", "andere-kant", "uitleg-val", "product"]


def test_a_gradebook_in_which_nobody_was_graded_gives_nothing(tmp_path: Path) -> None:
    (tmp_path / "klas.csv").write_text("nummer,naam\ns1,An De Smet\n", encoding="utf-8")
    workspace = create("leeg", tmp_path / "klas.csv", tmp_path)
    (workspace.root / "gradebook.db").unlink(missing_ok=True)
    assert read_scores(workspace, [ASSIGNMENT]) == {}
    assert read_pile(workspace, ASSIGNMENT) == {}
    assert results(workspace, ASSIGNMENT) == {"s1": Result("s1", None, False, False, ())}


def graded_notebook(workspace: Workspace, student: str) -> Path:
    return workspace.root / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


@pytest.mark.parametrize("harm", ["gone", "cut off", "empty"])
def test_points_of_which_the_graded_notebook_is_gone_are_told_and_not_counted(klass: Workspace, harm: str) -> None:
    file = graded_notebook(klass, MILA)
    text = file.read_text(encoding="utf-8")
    shutil.rmtree(klass.root / "submitted" / MILA)
    shutil.rmtree(klass.root / "ontvangen" / ASSIGNMENT / MILA)
    if harm == "gone":
        file.unlink()
    else:
        file.write_text(text[: len(text) // 2] if harm == "cut off" else "", encoding="utf-8")
    found = results(klass, ASSIGNMENT)[MILA]
    assert (found.graded, found.cells, found.lost, found.score()) == (False, (), 10, 0)
    assert found.received is not None, "the gradebook knows when it came in"
    assert state(found) == "te bekijken"
    assert results(klass, ASSIGNMENT)[NOOR].graded


def test_what_cannot_be_read_beside_a_graded_notebook_is_named_and_what_is_absent_is_not(klass: Workspace) -> None:
    folder = graded_notebook(klass, MILA).parent
    for name in (DIGEST, "opmerkingen.json", "eerdere-punten.json"):
        (folder / name).unlink(missing_ok=True)
    assert damaged(folder) == []
    for name, harm in ((DIGEST, "{"), ("opmerkingen.json", "{}"), ("eerdere-punten.json", "[1]")):
        (folder / name).write_text(harm, encoding="utf-8")
    assert damaged(folder) == [DIGEST, "opmerkingen.json", "eerdere-punten.json"]
    assert not results(klass, ASSIGNMENT)[MILA].graded
    assert ("1-nabijheid", MILA) not in read_scores(klass, [ASSIGNMENT, "1-nabijheid"])
    assert not read_scores(klass, [ASSIGNMENT, "1-nabijheid"])[ASSIGNMENT, MILA].lost, "a whole course is read quickly"
    (folder / "opmerkingen.json").write_text("[]", encoding="utf-8")
    (folder / "eerdere-punten.json").write_bytes(b"\xff")
    assert damaged(folder) == [DIGEST, "eerdere-punten.json"]
    for harm in ("[]", '{"cells": 1}', '{"cells": [1]}', '{"cells": [{}]}', "{"):
        graded_notebook(klass, MILA).write_text(harm, encoding="utf-8")
        assert damaged(folder)[0] == f"{ASSIGNMENT}.ipynb", harm


# Giving ------------------------------------------------------------------------------------------------------------


def test_a_mark_counts_from_then_on_and_tells_who_gave_it(klass: Workspace) -> None:
    done = give(klass, ASSIGNMENT, Mark(MILA, "product", 5.5, "Mooi.", Given(None, "")))
    assert isinstance(done, Recorded)
    assert (done.now.score, done.now.comment) == (5.5, "Mooi.")
    assert done.mark == Mark(MILA, "product", 5.5, "Mooi.", Given(None, ""))
    stands = cell(klass, MILA, "product")
    assert (stands.score, stands.comment, stands.waiting, stands.untouched) == (5.5, "Mooi.", False, False)
    assert stands.giver is not None
    assert (stands.giver.who, stands.giver.mine, stands.giver.means) == (str(me()), True, "")
    assert stands.giver == done.now.giver
    assert str(stands.giver) == f"door {me()}, {stands.giver.moment}"
    assert stands.giver.moment.endswith(" (Europe/Brussels)")
    assert cell(klass, NOOR, "product").waiting, "nobody else's"


def test_points_alone_and_points_with_a_comment_are_given_whatever_stands_there(klass: Workspace) -> None:
    mark(klass, ASSIGNMENT, MILA, "product", 3, "Mooi.")
    mark(klass, ASSIGNMENT, MILA, "product", 4)
    stands = cell(klass, MILA, "product")
    assert (stands.score, stands.comment, stands.waiting) == (4, "Mooi.", False)
    assert (cell(klass, NOOR, "product").waiting, cell(klass, MILA, "reflectie").waiting) == (True, True)


def test_a_mark_without_points_lets_an_answer_wait_and_keeps_what_was_said(klass: Workspace) -> None:
    mark_all(klass, ASSIGNMENT, [Mark(MILA, "product", 5, "Mooi.", means="beoordelen.csv")])
    assert cell(klass, MILA, "product").giver.means == "beoordelen.csv"  # type: ignore[union-attr]
    mark_all(klass, ASSIGNMENT, [Mark(MILA, "product", None)])
    stands = cell(klass, MILA, "product")
    assert (stands.waiting, stands.score, stands.comment) == (True, 0, "Mooi.")
    mark_all(klass, ASSIGNMENT, [Mark(MILA, "product", 0, "", replaces=True)])
    stands = cell(klass, MILA, "product")
    assert (stands.waiting, stands.score, stands.comment) == (False, 0, "")


def test_who_looked_at_other_points_or_other_words_changes_nothing_and_reads_what_stands_there(
    klass: Workspace,
) -> None:
    first = give(klass, ASSIGNMENT, Mark(MILA, "product", 1, "Kort."))
    late = give(klass, ASSIGNMENT, Mark(MILA, "product", 4, over=Given(None, "")))
    assert isinstance(late, Overtaken)
    assert (late.now, late.code, late.other_words) == (first.now, "", False)
    assert late.now.giver is not None
    moment = late.now.giver.moment
    assert str(late) == f"{MILA}, «product»: op {moment} gaf {me()} hier 1 punt («Kort.»)."
    words = codes(klass.root, ASSIGNMENT, MILA)["product"]
    other = give(klass, ASSIGNMENT, Mark(MILA, "product", 4, code="BBBBBBBB-BBBB"))
    assert isinstance(other, Overtaken)
    assert (other.code, other.other_words) == (words, True)
    assert str(other) == f"{MILA}, «product»: dit antwoord is veranderd sinds je het las."
    assert cell(klass, MILA, "product").score == 1
    assert isinstance(give(klass, ASSIGNMENT, Mark(MILA, "product", 4, over=late.now, code=words)), Recorded)
    assert (cell(klass, MILA, "product").score, cell(klass, MILA, "product").comment) == (4, "Kort.")


def test_a_mark_is_given_over_what_the_pages_tell_with_what_is_extra_and_nothing_as_nothing(klass: Workspace) -> None:
    with gradebook(klass) as book:
        extra = book.find_grade("product", ASSIGNMENT, ASSIGNMENT, MILA)
        extra.manual_score, extra.extra_credit, extra.needs_manual_grade = 5.5, 1.5, False
        none = book.find_grade("product", ASSIGNMENT, ASSIGNMENT, NOOR)
        none.manual_score, none.auto_score, none.needs_manual_grade = None, None, False
        book.db.commit()
    assert isinstance(give(klass, ASSIGNMENT, Mark(MILA, "test-stap-1", 0.5, over=Given(1, ""))), Recorded)
    for student, stands in ((MILA, 7), (NOOR, 0)):
        assert Given.of(cell(klass, student, "product")) == Given(stands, "")
        done = give(klass, ASSIGNMENT, Mark(student, "product", 3, "Mooi.", Given(stands, "")))
        assert isinstance(done, Recorded)
        assert done.now == Given.of(cell(klass, student, "product"))


def test_words_that_cannot_be_read_any_more_are_other_words(klass: Workspace) -> None:
    graded_notebook(klass, MILA).unlink()
    late = give(klass, ASSIGNMENT, Mark(MILA, "product", 4, code="BBBBBBBB-BBBB"))
    assert isinstance(late, Overtaken)
    assert (late.code, late.other_words) == ("", True)


def test_a_mark_that_another_program_wrote_is_nobodys(klass: Workspace) -> None:
    give(klass, ASSIGNMENT, Mark(MILA, "product", 1))
    with gradebook(klass) as book:
        book.find_grade("product", ASSIGNMENT, ASSIGNMENT, MILA).manual_score = 2.5
        book.db.commit()
    assert cell(klass, MILA, "product").giver is None
    late = give(klass, ASSIGNMENT, Mark(MILA, "product", 4, over=Given(1, "")))
    assert str(late) == f"{MILA}, «product»: intussen gaf iemand anders hier 2,5 punten."
    assert Given(None, "").told() == "intussen gaf iemand anders hier geen punten"


def test_of_many_marks_all_are_recorded_or_none_and_each_that_was_late_is_named(klass: Workspace) -> None:
    give(klass, ASSIGNMENT, Mark(NOOR, "product", 1))
    before = results(klass, ASSIGNMENT)
    with pytest.raises(GradingError) as refused:
        mark_all(
            klass,
            ASSIGNMENT,
            [
                Mark(MILA, "product", 3),
                Mark(NOOR, "product", 3, over=Given(None, "")),
                Mark(OMER, "reflectie", 3, code="BBBBBBBB-BBBB"),
            ],
        )
    giver = before[NOOR].cells[8].giver
    assert giver is not None
    assert str(refused.value) == (
        "Er is niets vastgelegd, want intussen werd er verder beoordeeld. Kijk opnieuw en geef dan.\n"
        f"  • {NOOR}, «product»: op {giver.moment} gaf {me()} hier 1 punt.\n"
        f"  • {OMER}, «reflectie»: dit antwoord is veranderd sinds je het las."
    )
    assert results(klass, ASSIGNMENT) == before


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        (
            Mark("s999", "product", 1),
            "s999, «product»: dit antwoord is er niet. Controleer studentnummer en naam van de cel.",
        ),
        (Mark(MILA, "bestaat-niet", 1), f"{MILA}, «bestaat-niet»: dit antwoord is er niet."),
        (Mark(MILA, "product", 12.5), f"{MILA}, «product»: 12.5 punten kan niet; verwacht wordt 0 tot en met 12."),
        (Mark(MILA, "product", -1), f"{MILA}, «product»: -1 punten kan niet; verwacht wordt 0 tot en met 12."),
        (
            Mark(MILA, "test-val", 1, "Goed."),
            f"{MILA}, «test-val»: bij een controle past geen opmerking. Geef alleen punten.",
        ),
    ],
)
def test_a_mark_that_cannot_be_is_refused_and_changes_nothing(klass: Workspace, mark: Mark, told: str) -> None:
    before = results(klass, ASSIGNMENT)
    with pytest.raises(GradingError) as refused:
        mark_all(klass, ASSIGNMENT, [Mark(NOOR, "product", 3), mark])
    assert str(refused.value).startswith(told)
    assert results(klass, ASSIGNMENT) == before
    most = cell(klass, MILA, "product").points
    mark_all(klass, ASSIGNMENT, [Mark(MILA, "product", most), Mark(NOOR, "product", 0)])
    assert cell(klass, MILA, "product").score == most


# The pile ----------------------------------------------------------------------------------------------------------


def test_the_pile_holds_every_answer_of_a_person_in_order_and_who_did_which(klass: Workspace) -> None:
    begun = datetime.now(UTC).replace(microsecond=0)
    give(klass, ASSIGNMENT, Mark(MILA, "product", 4, "Kort."))
    pile = read_pile(klass, ASSIGNMENT)
    assert list(pile) == ["uitleg-val", "product", "andere-kant", "reflectie"]
    assert [list(answers) for answers in pile.values()] == [list(STUDENTS)] * 4
    done, open_ = pile["product"][MILA], pile["product"][NOOR]
    assert (done.student, open_.student) == (MILA, NOOR)
    assert (done.score, done.waiting, done.untouched, done.comment) == (4, False, False, "Kort.")
    assert done.moment is not None
    assert begun <= done.moment <= datetime.now(UTC)
    assert (open_.score, open_.waiting, open_.untouched, open_.comment, open_.moment) == (0, True, False, "", None)
    left = pile["uitleg-val"][MILA]
    assert (left.score, left.waiting, left.untouched, left.comment) == (0, False, True, "")
    assert list(read_pile(klass, ASSIGNMENT, "product")) == ["product"]
    assert read_pile(klass, ASSIGNMENT, "product")["product"] == pile["product"]


def test_on_the_pile_lies_nobody_whose_graded_notebook_is_gone_or_who_left(klass: Workspace) -> None:
    graded_notebook(klass, MILA).unlink()
    klass.enlist([student for student in klass.students().values() if student.id != NOOR], {})
    assert list(read_pile(klass, ASSIGNMENT)["product"]) == [OMER, "s904"]


# Codes -------------------------------------------------------------------------------------------------------------


def test_a_code_stands_for_a_student_a_question_and_exactly_these_words(klass: Workspace) -> None:
    one = code("s1", "product", "Aan  de\nraad.")
    assert CODE.fullmatch(one)
    assert one == code("s1", "product", "Aan de raad.")
    assert one.partition("-")[0] == code_of_student("s1", "product")
    others = [code("s2", "product", "Aan de raad."), code("s1", "reflectie", "Aan de raad.")]
    assert {one.partition("-")[2]} == {other.partition("-")[2] for other in others}, "the same words"
    assert len({each.partition("-")[0] for each in (one, *others)}) == 3
    assert one.partition("-")[2] != code("s1", "product", "Aan de raad!").partition("-")[2]
    found = codes(klass.root, ASSIGNMENT, NOOR)
    assert found["product"] == code(NOOR, "product", "Aan de raad, zegt nummer 902.")
    graded_notebook(klass, NOOR).unlink()
    assert codes(klass.root, ASSIGNMENT, NOOR) == {}


# Points for people -------------------------------------------------------------------------------------------------


MOMENT = datetime(2026, 12, 18, 21, 30, tzinfo=UTC)


def result(student: str, *cells: CellResult, **more: object) -> Result:
    known: dict[str, object] = {"received": MOMENT, "late": False, "graded": bool(cells), "cells": cells}
    return Result(student, **(known | more))  # type: ignore[arg-type]


def given(score: float, most: float = 10, manual: bool = True, waiting: bool = False, held: bool = False) -> CellResult:
    return CellResult("x", most, score, manual, waiting, "", held=held)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (result("s1", received=None), "niet ingeleverd"),
        (result("s1"), "nog niet nagekeken"),
        (result("s1", given(1)), "klaar"),
        (result("s1", given(1), given(0, waiting=True)), "te beoordelen"),
        (result("s1", given(0, waiting=True, held=True)), "te bekijken"),
        (result("s1", lost=3.0), "te bekijken"),
        (result("s1", received=None, lost=3.0), "te bekijken"),
    ],
)
def test_where_a_submission_stands_is_told_in_dutch(found: Result, told: str) -> None:
    assert state(found) == told


def test_a_mark_is_complete_when_no_answer_waits_and_exact_to_the_decimal() -> None:
    found = [
        result("s1", given(0.1), given(0.2)),
        result("s2", given(1), given(0, waiting=True)),
        result("s3"),
        result("s4", given(7.5, 7.5), penalty=0.5),
    ]
    assert complete(found) == {
        "s1": FinalMark(Decimal("0.3"), Decimal(20)),
        "s4": FinalMark(Decimal("7.0"), Decimal("7.5")),
    }


def test_a_total_counts_every_assignment_for_its_own_share_and_waits_for_all() -> None:
    weights = {"een": 25, "twee": 75, "nul": 0}
    found = {"een": result("s1", given(1, 3)), "twee": result("s1", given(5)), "nul": result("s1")}
    whole = total(found, weights)
    assert whole.student == "s1"
    assert whole.parts == {"een": FinalMark(Decimal(1), Decimal(3)), "twee": FinalMark(Decimal(5), Decimal(10))}
    assert whole.missing == ()
    assert whole.mark is not None
    assert (round(whole.mark.points, 6), whole.mark.maximum) == (Decimal("45.833333"), Decimal(100))
    short = total(found | {"twee": result("s1")}, weights)
    assert (short.mark, short.missing, list(short.parts)) == (None, ("twee",), ["een"])
    empty = total(found | {"een": result("s1", given(0, 0))}, weights)
    assert (empty.mark, empty.missing) == (None, ("een",)), "nothing could be had"
    assert total({"twee": found["twee"]}, weights).missing == ("een",)


@pytest.fixture
def small(made: Path, tmp_path: Path) -> Workspace:
    """A class whose names and numbers a spreadsheet would change."""
    workspace = copy_of(made / "klas", tmp_path / "klein")
    students = [Student("007", "Zoë", "=De Smet", "zoe@school.example"), Student("s2", "Bo", "Claes", "")]
    workspace.enlist(students, {})
    return workspace


def read_csv(file: Path) -> list[list[str]]:
    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "or a spreadsheet reads the accents wrong"
    text = raw.decode("utf-8-sig")
    assert text.endswith("\r\n")
    assert all(line.startswith('"') and line.endswith('"') for line in text.splitlines())
    return list(csv.reader(text.splitlines(), delimiter=";"))


def test_points_are_put_out_as_spreadsheets_here_read_them(small: Workspace, tmp_path: Path) -> None:
    found = [
        result("007", given(7.25, 12.5), given(3.5, 8, manual=False), penalty=1.5, late=True),
        result("s2", given(2), given(0, waiting=True)),
    ]
    write_rows(small, ASSIGNMENT, found, tmp_path / "punten.csv")
    head, zoe, bo = read_csv(tmp_path / "punten.csv")
    assert head == [
        *("studentnummer", "voornaam", "achternaam", "e-mail", "opdracht", "automatisch", "lesgever", "totaal"),
        *("maximum", "stand", "ingeleverd", "te laat", "aftrek"),
    ]
    moment = "vr 18-12-2026 22:30 (Europe/Brussels)"
    assert zoe == [
        *('="007"', "Zoë", "'=De Smet", "zoe@school.example", ASSIGNMENT, "3,5", "7,25", "9,25", "20,5"),
        *("klaar", moment, "ja", "1,5"),
    ]
    assert bo == ["s2", "Bo", "Claes", "", ASSIGNMENT, "0", "", "", "20", "te beoordelen", moment, "nee", ""]
    found = [
        result("007", given(0, waiting=True, held=True, manual=False), unsure=True),
        result("s2", received=None),
    ]
    write_rows(small, ASSIGNMENT, found, tmp_path / "punten.csv")
    _, zoe, bo = read_csv(tmp_path / "punten.csv")
    assert zoe[5:] == ["", "", "", "10", "te bekijken", "onzeker", "nee", ""]
    assert bo[5:] == ["", "", "", "", "niet ingeleverd", "", "", ""]


def test_the_points_of_a_class_are_those_in_the_gradebook(klass: Workspace, tmp_path: Path) -> None:
    mark_all(klass, ASSIGNMENT, [Mark(MILA, "product", 4), Mark(MILA, "reflectie", 3)])
    found = write_marks(klass, ASSIGNMENT, tmp_path / "punten.csv")
    assert found == list(results(klass, ASSIGNMENT).values())
    rows = read_csv(tmp_path / "punten.csv")[1:]
    assert [(row[0], *row[4:10]) for row in rows[:2]] == [
        (MILA, ASSIGNMENT, "10", "7", "17", "40", "klaar"),
        (NOOR, ASSIGNMENT, "10", "", "", "40", "te beoordelen"),
    ]


def weighed(workspace: Workspace, weights: Mapping[str, int]) -> Workspace:
    lines = "".join(f'"{name}" = {weight}\n' for name, weight in weights.items())
    (workspace.root / "keuzes.toml").write_text(f"lessen = []\n[gewicht]\n{lines}", encoding="utf-8")
    return open_workspace(workspace.root)


def test_the_whole_course_stands_in_one_file_with_what_is_missing(klass: Workspace, tmp_path: Path) -> None:
    with pytest.raises(GradingError) as refused:
        totals(weighed(klass, {}))
    assert str(refused.value) == (
        "keuzes.toml: er is geen opdracht met een gewicht. Verdeel 100 procent onder [gewicht]."
    )
    mark_all(klass, ASSIGNMENT, [Mark(MILA, "product", 4.5), Mark(MILA, "reflectie", 3)])
    found = write_totals(weighed(klass, {ASSIGNMENT: 100}), tmp_path / "alles.csv")
    assert [each.student for each in found] == list(STUDENTS)
    assert found[0].mark == FinalMark(Decimal("43.75"), Decimal(100))
    head, mila, noor, *_ = read_csv(tmp_path / "alles.csv")
    named = ["studentnummer", "voornaam", "achternaam", "e-mail"]
    assert head == [*named, f"{ASSIGNMENT} (100%)", "totaal op 100", "stand"]
    assert mila == [MILA, "Mila", "Peeters", "", "17,5 op 40", "43,75", "klaar"]
    assert noor == [NOOR, "Noor", "Claes", "", "", "", f"ontbreekt: {ASSIGNMENT}"]
    weights = {ASSIGNMENT: 60, "1-nabijheid": 30, "6-synthese": 10, "2-proceslogica": 0}
    write_totals(weighed(klass, weights), tmp_path / "alles.csv")
    head, mila, *_ = read_csv(tmp_path / "alles.csv")
    assert head[4:-2] == ["1-nabijheid (30%)", f"{ASSIGNMENT} (60%)", "6-synthese (10%)"]
    assert mila[4:] == ["", "17,5 op 40", "", "", "ontbreekt: 1-nabijheid, 6-synthese"]
