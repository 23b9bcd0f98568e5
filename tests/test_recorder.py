"""What checks gave is recorded by one: every answer gets its points or waits, and no mark of a person is lost."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sowcourse.cohort.calendar import extend
from sowcourse.cohort.workspace import Workspace
from sowcourse.gradebook.gradebook import Mark, gradebook, mark_all, results
from sowcourse.gradebook.recorder import EarlierMark, Recorder
from sowcourse.gradebook.scores import CellResult
from sowcourse.gradebook.sentences import HELD
from sowcourse.notebook import Notebook, source
from sowcourse.submissions.received import stamp
from sowcourse.submissions.submission import read_submission
from tests.conftest import Made
from tests.marking import ASSIGNMENT, copy_of, graded_class

MILA, NOOR = "s901", "s902"
NOT_RUN = {"output_type": "error", "ename": HELD, "evalue": "", "traceback": []}
WRONG = {"output_type": "error", "ename": "CheckError", "evalue": "nee", "traceback": []}
HALF = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": "0.5"}}


@pytest.fixture(scope="module")
def made(made_once: Made) -> Path:
    return made_once("nagekeken", graded_class)


@pytest.fixture
def klass(made: Path, tmp_path: Path) -> Workspace:
    return copy_of(made / "klas", tmp_path / "klas")


def executed(klass: Workspace, student: str = MILA) -> Notebook:
    """What a student handed in, with cells that said nothing when they ran."""
    notebook = read_submission((klass.root / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes())
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    return notebook


def of(notebook: Notebook, name: str) -> dict[str, Any]:
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def rewritten(notebook: Notebook, **words: str) -> Notebook:
    """The same notebook with other words in some answers."""
    return notebook | {"cells": [cell | {"source": words.get(cell["id"], source(cell))} for cell in notebook["cells"]]}


def record(
    klass: Workspace, notebook: Notebook, before: Notebook | None = None, look: tuple[str, ...] = ()
) -> list[EarlierMark]:
    """Record what Mila's notebook gave; the marks that no longer count."""
    earlier: list[EarlierMark] = []
    with Recorder(klass.root, ASSIGNMENT) as recorder:
        recorder.record(MILA, notebook, set(look), before, earlier.extend)
    return earlier


def cells(klass: Workspace, student: str = MILA) -> dict[str, CellResult]:
    return {each.cell: each for each in results(klass, ASSIGNMENT)[student].cells}


def stands(klass: Workspace, name: str) -> tuple[float, bool, str]:
    """Points, whether it waits for a person, and what was said."""
    found = cells(klass)[name]
    return found.score, found.waiting, found.comment


def test_every_check_gives_what_it_put_out_and_every_answer_waits_for_a_person(klass: Workspace) -> None:
    notebook = executed(klass)
    of(notebook, "test-stap-1")["outputs"] = [WRONG]
    of(notebook, "test-stap-2")["outputs"] = [HALF]
    before, others = cells(klass), cells(klass, NOOR)
    assert record(klass, notebook) == []
    found = cells(klass)
    assert (found["test-stap-1"].score, found["test-stap-2"].score) == (0, 0.5)
    assert found == before | {
        "test-stap-1": replace(before["test-stap-1"], score=0),
        "test-stap-2": replace(before["test-stap-2"], score=0.5),
    }
    assert cells(klass, NOOR) == others
    assert [name for name, each in found.items() if each.waiting] == ["product", "reflectie"]


def test_a_check_that_could_not_run_waits_and_keeps_what_a_person_gave_instead(klass: Workspace) -> None:
    notebook = executed(klass)
    of(notebook, "test-stap-1")["outputs"] = [NOT_RUN]
    record(klass, notebook)
    assert stands(klass, "test-stap-1") == (0, True, "")
    assert cells(klass)["test-stap-1"].held
    mark_all(klass, ASSIGNMENT, [Mark(MILA, "test-stap-1", 0.5)])
    record(klass, notebook, notebook)
    assert stands(klass, "test-stap-1") == (0.5, False, "")
    with gradebook(klass) as book:
        assert book.find_grade("test-stap-1", ASSIGNMENT, ASSIGNMENT, MILA).auto_score is None


def test_a_mark_stays_with_the_words_it_was_given_for(klass: Workspace) -> None:
    mark_all(klass, ASSIGNMENT, [Mark(MILA, "product", 5, "Mooi."), Mark(MILA, "reflectie", None, "Half.")])
    notebook = executed(klass)
    moved = rewritten(notebook, product=f"  {source(of(notebook, 'product'))}\n")
    assert record(klass, moved, notebook) == []
    assert stands(klass, "product") == (5, False, "Mooi.")
    assert stands(klass, "reflectie") == (0, True, "Half."), "marked half, it goes on waiting"


def test_of_other_words_a_mark_is_kept_apart_and_the_answer_waits(klass: Workspace) -> None:
    mark_all(klass, ASSIGNMENT, [Mark(MILA, "product", 5.5, "Mooi."), Mark(MILA, "reflectie", None, "Half.")])
    notebook = executed(klass)
    other = rewritten(notebook, product="Iets anders.", reflectie="Ook anders.", **{"uitleg-val": "Nieuw."})
    assert record(klass, other, notebook) == [
        EarlierMark("product", 5.5, "Mooi.", source(of(notebook, "product"))),
        EarlierMark("reflectie", None, "Half.", source(of(notebook, "reflectie"))),
    ]
    for name in ("product", "reflectie", "uitleg-val"):
        assert stands(klass, name) == (0, True, ""), name


def test_a_mark_without_the_words_of_then_is_kept_apart_too(klass: Workspace) -> None:
    mark_all(klass, ASSIGNMENT, [Mark(MILA, "product", 5)])
    assert record(klass, executed(klass)) == [EarlierMark("product", 5, "", "")]
    assert stands(klass, "product") == (0, True, "")
    mark_all(klass, ASSIGNMENT, [Mark(MILA, "product", 4)])
    without = executed(klass)
    without["cells"].remove(of(without, "product"))
    assert record(klass, executed(klass), without) == [EarlierMark("product", 4, "", "")]


def test_an_answer_that_needs_a_look_waits_also_when_it_is_empty_and_a_check_does_not(klass: Workspace) -> None:
    assert not cells(klass)["uitleg-val"].waiting
    record(klass, executed(klass), look=("uitleg-val", "test-val", "stap-1"))
    assert stands(klass, "uitleg-val") == (0, True, "")
    assert stands(klass, "test-val") == (1, False, "")
    mark_all(klass, ASSIGNMENT, [Mark(MILA, "product", 5)])
    assert record(klass, executed(klass), executed(klass), ("product",)) == []
    assert cells(klass)["product"].waiting
    with gradebook(klass) as book:
        assert book.find_grade("product", ASSIGNMENT, ASSIGNMENT, MILA).manual_score == 5
        assert book.find_grade("uitleg-val", ASSIGNMENT, ASSIGNMENT, MILA).auto_score == 0, "looked at in its turn"


# The questions of a version ------------------------------------------------------------------------------------------


def test_a_question_that_this_version_does_not_ask_goes_with_its_mark_kept_apart_and_comes_back(
    klass: Workspace,
) -> None:
    marks = [Mark(MILA, "product", 5, "Mooi."), Mark(MILA, "reflectie", 3), Mark(MILA, "test-val", 0.5)]
    mark_all(klass, ASSIGNMENT, marks)
    whole, less = executed(klass), executed(klass)
    gone = ("product", "reflectie", "test-val", "uitleg-val")
    less["cells"] = [cell for cell in less["cells"] if cell["id"] not in gone]
    told = {each.cell: each for each in record(klass, less, whole)}
    assert told == {
        "product": EarlierMark("product", 5, "Mooi.", source(of(whole, "product"))),
        "reflectie": EarlierMark("reflectie", 3, "", source(of(whole, "reflectie"))),
        "test-val": EarlierMark("test-val", 0.5, "", source(of(whole, "test-val"))),
    }
    assert not {*cells(klass)} & {*gone}
    assert len(cells(klass)) == len(cells(klass, NOOR)) - len(gone)
    assert record(klass, whole, less) == []
    assert [*cells(klass)] == [*cells(klass, NOOR)]
    assert stands(klass, "product") == (0, True, "")
    assert stands(klass, "test-val") == (1, False, "")
    with gradebook(klass) as book:
        (submitted,) = book.find_submission(ASSIGNMENT, MILA).notebooks
        asked = [*submitted.notebook.solution_cells, *submitted.notebook.task_cells]
        assert {row.name for row in submitted.comments} == {each.name for each in asked}
        assert len(submitted.comments) == len(asked)


def test_a_cell_that_the_assignment_never_had_is_passed_over(klass: Workspace) -> None:
    notebook = executed(klass)
    strange = of(notebook, "test-val") | {"id": "vreemd"}
    strange["metadata"] = {"nbgrader": strange["metadata"]["nbgrader"] | {"grade_id": "vreemd"}}
    before = cells(klass)
    notebook["cells"].insert(0, strange)
    assert record(klass, notebook) == []
    assert cells(klass) == before


def task(klass: Workspace, work: str) -> Notebook:
    """Mila's notebook with a task, as nbgrader calls a question that is answered in cells below it."""
    with gradebook(klass) as book:
        book.update_or_create_task_cell("taak", ASSIGNMENT, ASSIGNMENT, max_score=3, cell_type="markdown")
    notebook = executed(klass)
    marks = {"grade_id": "taak", "grade": False, "solution": False, "task": True, "locked": True, "points": 3}
    asked = {"cell_type": "markdown", "id": "taak", "metadata": {"nbgrader": marks}, "source": "Doe dit."}
    done = {"cell_type": "markdown", "id": "gedaan", "metadata": {}, "source": work}
    notebook["cells"] += [asked, done]
    return notebook


def test_a_task_waits_for_a_person_and_its_mark_stays_with_what_stands_below_it(klass: Workspace) -> None:
    notebook = task(klass, "Zo deed ik het.")
    assert record(klass, notebook) == []
    assert stands(klass, "taak") == (0, True, "")
    mark_all(klass, ASSIGNMENT, [Mark(MILA, "taak", 2, "Goed.")])
    assert record(klass, notebook, notebook) == []
    assert stands(klass, "taak") == (2, False, "Goed.")
    other = task(klass, "Anders.")
    assert record(klass, other, notebook) == [EarlierMark("taak", 2, "Goed.", "Zo deed ik het.")]
    assert stands(klass, "taak") == (0, True, "")
    mark_all(klass, ASSIGNMENT, [Mark(MILA, "taak", 1)])
    assert record(klass, other) == [EarlierMark("taak", 1, "", "")], "what stood there then is not known"


# When it came in -----------------------------------------------------------------------------------------------------


def came(klass: Workspace, late: timedelta) -> None:
    """Mila's work came so much after the deadline."""
    due = klass.calendar().deadlines[ASSIGNMENT]
    (klass.root / "submitted" / MILA / ASSIGNMENT / "timestamp.txt").write_text(stamp(due + late), encoding="utf-8")


def kept(klass: Workspace) -> tuple[timedelta, timedelta | None, list[float | None]]:
    """How long after the deadline it came, how much later this student may, and what is taken off."""
    with gradebook(klass) as book:
        found = book.find_submission(ASSIGNMENT, MILA)
        due = klass.calendar().deadlines[ASSIGNMENT].replace(tzinfo=None)
        return found.timestamp - due, found.extension, [each.late_submission_penalty for each in found.notebooks]


def test_who_is_late_loses_what_the_school_chose_and_nobody_else_does(
    klass: Workspace, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("sowcourse.gradebook.penalty.silent").disabled = False  # as the set-up of a database leaves it
    second = timedelta(seconds=1)
    came(klass, second)
    record(klass, executed(klass))
    assert kept(klass) == (second, None, [None]), "nothing, unless a school asks for it"
    config = klass.root / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8") + 'c.LateSubmissionPlugin.penalty_method = "zero"\n', encoding="utf-8")
    mark_all(klass, ASSIGNMENT, [Mark(MILA, "product", 2)])
    record(klass, executed(klass), executed(klass))
    assert kept(klass) == (second, None, [12])
    assert results(klass, ASSIGNMENT)[MILA].score() == 0
    assert results(klass, ASSIGNMENT)[NOOR].penalty == 0
    came(klass, timedelta())
    record(klass, executed(klass), executed(klass))
    assert kept(klass) == (timedelta(), None, [None])
    assert results(klass, ASSIGNMENT)[MILA].score() == 12
    assert (caplog.text, *capfd.readouterr()) == ("", "", ""), "the overview says it, in Dutch"


def test_who_may_hand_in_later_is_late_from_then_on(klass: Workspace) -> None:
    config = klass.root / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8") + 'c.LateSubmissionPlugin.penalty_method = "zero"\n', encoding="utf-8")
    extend(klass.root / "kalender.toml", MILA, ASSIGNMENT, "2036-12-20 23:59")
    days = timedelta(days=2)
    came(klass, days)
    record(klass, executed(klass))
    assert kept(klass) == (days, days, [None])
    came(klass, days + timedelta(seconds=1))
    record(klass, executed(klass))
    assert kept(klass) == (days + timedelta(seconds=1), days, [10])


def test_of_work_that_is_gone_the_moment_stays_as_it_was(klass: Workspace) -> None:
    came(klass, -timedelta(days=1))
    notebook = executed(klass)
    record(klass, notebook)
    shutil.rmtree(klass.root / "submitted" / MILA)
    record(klass, notebook)
    assert kept(klass) == (-timedelta(days=1), None, [None])


# Whole or absent -----------------------------------------------------------------------------------------------------


def test_marks_that_no_longer_count_are_kept_before_anything_counts_and_a_stop_there_changes_nothing(
    klass: Workspace,
) -> None:
    mark_all(klass, ASSIGNMENT, [Mark(MILA, "product", 5)])
    before = results(klass, ASSIGNMENT)
    notebook, other = executed(klass), rewritten(executed(klass), product="Iets anders.")
    of(other, "test-stap-1")["outputs"] = [WRONG]
    seen: list[object] = []

    def stop(earlier: list[EarlierMark]) -> None:
        seen.append(results(klass, ASSIGNMENT))
        raise OSError("vol")

    with Recorder(klass.root, ASSIGNMENT) as recorder:
        with pytest.raises(OSError, match="vol"):
            recorder.record(MILA, other, set(), notebook, stop)
        recorder.undo()
        assert seen == [before]
        recorder.record(NOOR, executed(klass, NOOR), set(), executed(klass, NOOR), stop)
        assert results(klass, ASSIGNMENT) == before, "and the next one goes on"
        recorder.record(MILA, other, set(), notebook)
    assert stands(klass, "product") == (0, True, "")
    assert stands(klass, "test-stap-1") == (0, False, "")


def test_a_mark_that_a_person_gave_during_the_run_is_seen(klass: Workspace) -> None:
    told: list[EarlierMark] = []
    keep: Callable[[list[EarlierMark]], None] = told.extend
    notebook = executed(klass)
    with Recorder(klass.root, ASSIGNMENT) as recorder:
        recorder.record(MILA, notebook, set(), notebook, keep)
        mark_all(klass, ASSIGNMENT, [Mark(MILA, "product", 5, "Mooi.")])
        recorder.record(MILA, notebook, set(), notebook, keep)
        assert (told, stands(klass, "product")) == ([], (5, False, "Mooi."))
        mark_all(klass, ASSIGNMENT, [Mark(MILA, "product", 6, "Beter.")])
        recorder.record(MILA, rewritten(notebook, product="Anders."), set(), notebook, keep)
    assert told == [EarlierMark("product", 6, "Beter.", source(of(notebook, "product")))]
