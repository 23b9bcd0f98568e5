"""Marking in Kantoor: the questions of an assignment, an answer at a time, and everything of one student."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from tornado import web

from sowcourse.gradebook.code import code_of_student
from sowcourse.gradebook.pile import Pile, Piled, read_pile
from sowcourse.gradebook.warm import warm_up
from sowcourse.office.asked import Answer, Asked, Go, Page, Route
from sowcourse.office.mark_act import Buttons, Far, typed
from sowcourse.office.mark_item import Item, read_items
from sowcourse.office.mark_phrases import Row, phrases, rows_of
from sowcourse.office.mark_queue import Queue
from sowcourse.office.mark_settle import settle_one, settling, unsettled
from sowcourse.plural import many
from sowcourse.report.bank import for_question, load_bank
from sowcourse.report.second import second_all

BLIND, NAMED, SECOND = "blind", "namen", "tweede"
"""How one marks: without names, with them, or as a second marker who sees nothing of the first."""


def questions(asked: Asked) -> Answer:
    """Every question with how far it is, and the one that is next."""
    _ready()
    workspace, assignment = asked.workspace, asked.assignment
    pile, rubrics = read_pile(workspace, assignment), workspace.rubrics(assignment)
    queues = {question: Queue.of(question, given) for question, given in pile.items()}
    seconds = {question: _queue(asked, pile, question, SECOND) for question in pile}
    rows = [
        {
            "question": question,
            "title": rubrics[question].title if question in rubrics else "",
            "queue": queue,
            "empty": sum(piled.untouched for piled in pile[question].values()),
            "second": seconds[question].done,
        }
        for question, queue in queues.items()
    ]
    now = next((question for question, queue in queues.items() if queue.waiting), None)
    told = {"rows": rows, "now": now, "apart": len(unsettled(workspace, assignment, pile))}
    return Page("mark-questions", _about(asked) | told)


def begin(asked: Asked) -> Answer:
    """The first answer to a question that waits."""
    how, question = asked.places[2:4]
    pile = read_pile(asked.workspace, asked.assignment, question)
    queue = _queue(asked, pile, question, how)
    first = queue.first() or next(iter(queue.row), None)
    if first is None:
        return Page("mark-nothing", _about(asked) | {"question": question})
    return Go(_place(asked, how, question, code_of_student(first.student, question)))


def one(asked: Asked, changed: Item | None = None) -> Answer:
    """One answer to a question. Parameters: changed – the item with what came in between."""
    _ready()
    workspace, assignment, how = asked.workspace, asked.assignment, asked.places[2]
    question = asked.places[3]
    pile = read_pile(workspace, assignment, question)
    queue = _queue(asked, pile, question, how)
    here = queue.find(asked.places[4])
    if here is None:
        raise web.HTTPError(404)
    item = changed or typed(asked, _item(asked, here.student, question, how))

    def at(piled: Piled | None) -> str:
        return _place(asked, how, question, code_of_student(piled.student, question)) if piled else ""

    onward = queue.after(here) or queue.after(here, every=True)
    steps = {"before": at(queue.before(here)), "after": at(onward), "forward": at(queue.after(here, every=True))}
    waits = queue.after(here) is not None
    others = {mode: _place(asked, mode, question, item.letters) for mode in (BLIND, NAMED) if mode != how}
    told = {
        "how": how,
        "title": item.rubric.title if item.rubric else question,
        "queue": queue,
        "far": _far_of_row(queue),
        "items": [item],
        "others": {} if how == SECOND else others,
        "student": workspace.students()[here.student].name if how == NAMED else "",
        "whole": "" if how == SECOND else _student_place(asked, how, here.student),
        "all_done": not queue.waiting,
        "after_waits": waits,
        "phrases": {question: _phrases(asked, pile, item)} if how != SECOND else {question: []},
        "before_rows": {question: _rows(pile, item)} if how != SECOND else {question: []},
    }
    return Page("mark", _about(asked) | steps | told)


def whole(asked: Asked, changed: Item | None = None) -> Answer:
    """Everything of one student. Parameters: as `one`."""
    _ready()
    workspace, assignment, how = asked.workspace, asked.assignment, asked.places[2]
    pile = read_pile(workspace, assignment)
    students = _students(asked, pile, how)
    here = _student(asked, students)
    items = read_items(workspace, assignment, here)
    named = asked.word("vraag")
    items = [changed if changed and changed.question == item.question else item for item in items]
    items = [typed(asked, item) if item.question == named and not changed else item for item in items]
    open_ = _open(pile)
    place = students.index(here)
    around = [*students[place + 1 :], *students[:place]]
    onward = next((student for student in around if student in open_), next(iter(students[place + 1 :]), None))
    forward = next(iter(students[place + 1 :]), None)

    def at(student: str | None) -> str:
        return _student_place(asked, how, student) if student else ""

    told = {
        "how": how,
        "title": workspace.students()[here].name if how == NAMED else f"Student {place + 1} van {len(students)}",
        "queue": None,
        "far": _far_of_class(students, open_),
        "items": items,
        "others": {mode: _student_place(asked, mode, here) for mode in (BLIND, NAMED) if mode != how},
        "student": "",
        "whole": "",
        "all_done": not open_.intersection(students),
        "after_waits": False,
        "phrases": {item.question: _phrases(asked, pile, item) for item in items},
        "before_rows": {item.question: _rows(pile, item) for item in items},
    }
    steps = {"before": at(students[place - 1] if place else None), "after": at(onward), "forward": at(forward)}
    return Page("mark", _about(asked) | steps | told)


def begin_whole(asked: Asked) -> Answer:
    """The first student of whom an answer waits."""
    pile = read_pile(asked.workspace, asked.assignment)
    students = _students(asked, pile, asked.places[2])
    open_ = _open(pile)
    first = next((student for student in students if student in open_), next(iter(students), None))
    if first is None:
        return Page("mark-nothing", _about(asked) | {"question": ""})
    return Go(_student_place(asked, asked.places[2], first))


def _about(asked: Asked) -> dict[str, Any]:
    sheet = asked.word("blad") or secrets.token_urlsafe(8)
    return {"workspace": asked.workspace, "assignment": asked.assignment, "here": asked.here, "sheet": sheet}


def _queue(asked: Asked, pile: Pile, question: str, how: str) -> Queue:
    if question not in pile:
        raise web.HTTPError(404)
    queue = Queue.of(question, pile[question], how == NAMED)
    if how != SECOND:
        return queue
    given = second_all(asked.workspace, asked.assignment).get(question, {})
    marked = {student for student, second in given.items() if second.points is not None}
    row = tuple(replace(piled, waiting=piled.student not in marked, moment=None) for piled in queue.row)
    return replace(queue, row=row)


def _far_of_row(queue: Queue) -> Far:
    return Far(queue.done, len(queue.row), queue.told())


def _far_of_class(students: Sequence[str], waiting: set[str]) -> Far:
    done, most = len(students) - len(waiting.intersection(students)), len(students)
    return Far(done, most, f"{done} van {many(most, 'student', 'studenten')}")


def _row_by_now(asked: Asked) -> Far:
    how, question = asked.places[2:4]
    return _far_of_row(_queue(asked, read_pile(asked.workspace, asked.assignment, question), question, how))


def _class_by_now(asked: Asked) -> Far:
    pile = read_pile(asked.workspace, asked.assignment)
    return _far_of_class(_students(asked, pile, asked.places[2]), _open(pile))


def _open(pile: Pile) -> set[str]:
    """Students of whom an answer waits."""
    return {student for given in pile.values() for student, piled in given.items() if piled.waiting}


def _students(asked: Asked, pile: Pile, how: str) -> list[str]:
    """Students of whom an answer is on the pile."""
    there = {student for given in pile.values() for student, piled in given.items() if not piled.untouched}
    students = [student for student in asked.workspace.students() if student in there]
    return (
        students if how == NAMED else sorted(students, key=lambda student: code_of_student(student, asked.assignment))
    )


def _student(asked: Asked, students: Sequence[str]) -> str:
    """The student whose letters stand in the address. Raises: HTTPError when there is none."""
    found = next((each for each in students if code_of_student(each, asked.assignment) == asked.places[3]), None)
    if found is None:
        raise web.HTTPError(404)
    return found


def _item(asked: Asked, student: str, question: str, how: str) -> Item:
    items = read_items(asked.workspace, asked.assignment, student, how == SECOND)
    found = next((item for item in items if item.question == question), None)
    if found is None:
        raise web.HTTPError(404)
    return found


def _phrases(asked: Asked, pile: Pile, item: Item) -> list[str]:
    workspace, bank = asked.workspace, load_bank(asked.workspace.root)
    comments = (piled.comment for piled in pile.get(item.question, {}).values())
    return phrases(comments, item.rubric, for_question(bank, item.question), workspace.students().values())


def _rows(pile: Pile, item: Item) -> list[Row]:
    others = (each for student, each in pile.get(item.question, {}).items() if student != item.answer.student)
    return rows_of((piled.comment for piled in others), item.rubric)


def _place(asked: Asked, how: str, *parts: str) -> str:
    """The address of a question, or of an answer to it."""
    workspace = asked.workspace
    return asked.desk.at(
        "cohort", workspace.root.name, "opdracht", asked.assignment, "beoordelen", how, "vraag", *parts
    )


def _student_place(asked: Asked, how: str, student: str) -> str:
    letters, root = code_of_student(student, asked.assignment), asked.workspace.root
    return asked.desk.at("cohort", root.name, "opdracht", asked.assignment, "beoordelen", how, "student", letters)


def _of_question(asked: Asked) -> Item:
    """The answer that a button on its page is about."""
    how, question, letters = asked.places[2:5]
    students = asked.workspace.students()
    student = next((each for each in students if code_of_student(each, question) == letters), None)
    if student is None:
        raise web.HTTPError(404)
    return _item(asked, student, question, how)


def _of_student(asked: Asked) -> Item:
    """The answer that a button on the page of a student is about."""
    student = _student(asked, list(asked.workspace.students()))
    return _item(asked, student, asked.word("vraag"), asked.places[2])


@cache
def _ready() -> None:
    """Load what the first mark needs while somebody reads: it takes seconds, once."""
    threading.Thread(target=warm_up, daemon=True).start()


def routes(assignment: str) -> tuple[Route, ...]:
    """The addresses of marking. Parameters: assignment – the pattern of the address of an assignment."""
    marking = f"{assignment}/beoordelen"

    def acts(buttons: Buttons) -> dict[str, Any]:
        return {
            "bewaren": buttons.keep,
            "toch": buttons.insist,
            "terug": buttons.take_back,
            "open": buttons.let_wait,
            "behoud": buttons.keep_earlier,
        }

    of_question = Buttons(
        _of_question, one, lambda asked, item: _place(asked, asked.places[2], item.question, item.letters), _row_by_now
    )
    of_student = Buttons(
        _of_student,
        whole,
        lambda asked, item: _student_place(asked, asked.places[2], item.answer.student),
        _class_by_now,
    )
    return (
        Route(marking, questions),
        Route(f"{marking}/verschillen", settling, {"afspreken": settle_one}),
        Route(f"{marking}/({BLIND}|{NAMED}|{SECOND})/vraag/([^/]+)", begin),
        Route(f"{marking}/({BLIND}|{NAMED}|{SECOND})/vraag/([^/]+)/([^/]+)", one, acts(of_question)),
        Route(f"{marking}/({BLIND}|{NAMED})/student", begin_whole),
        Route(f"{marking}/({BLIND}|{NAMED})/student/([^/]+)", whole, acts(of_student)),
    )
