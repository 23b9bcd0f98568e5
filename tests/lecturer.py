"""One lecturer at work in a cohort, in a process of their own: what a line asks is done, and answered on a line.

Started by lecturers.py, for tests that decide who does what first. `hold` stops this process at a place in the
program until a line says to go on, so that another can be made to come in between.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sowcourse.cohort.calendar import add_days
from sowcourse.cohort.memory import remember
from sowcourse.cohort.workspace import open_workspace
from sowcourse.cycle import collect
from sowcourse.errors import SowcourseError
from sowcourse.gradebook.code import codes
from sowcourse.gradebook.gradebook import Given, Mark, Recorded, give, results
from sowcourse.gradebook.recorder import Recorder
from sowcourse.grading.graded import Executed, read_stamps, store
from sowcourse.report.feedback import write_feedback
from sowcourse.report.marking import take_in
from sowcourse.submissions.assignment_version import versions
from sowcourse.submissions.received import choose
from sowcourse.submissions.submission import read_submission

ASSIGNMENT = "5-politiserend"


def say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


def look(root: Path, student: str, cell: str) -> dict[str, Any]:
    """What a page would show of an answer."""
    workspace = open_workspace(root)
    (found,) = (each for each in results(workspace, ASSIGNMENT)[student].cells if each.cell == cell)
    given = Given.of(found)
    code = codes(root, ASSIGNMENT, student)[cell]
    return {"score": given.score, "comment": given.comment, "code": code, "giver": str(given.giver or "")}


def mark(root: Path, student: str, cell: str, points: float, seen: dict[str, Any]) -> dict[str, Any]:
    """Give points over what was seen."""
    over = Given(seen["score"], seen["comment"])
    done = give(open_workspace(root), ASSIGNMENT, Mark(student, cell, points, "", over, seen["code"]))
    told = "" if isinstance(done, Recorded) else str(done)
    return {"recorded": isinstance(done, Recorded), "told": told, "now": [done.now.score, done.now.comment]}


def race(root: Path, answers: list[list[str]], points: list[float], seed: int) -> dict[str, Any]:
    """Give these points in turn, each to one of some answers, over what was just seen there; what was recorded."""
    draw = random.Random(seed)
    log, refused = [], []
    for each in points:
        student, cell = draw.choice(answers)
        seen = look(root, student, cell)
        done = mark(root, student, cell, each, seen)
        if done["recorded"]:
            log.append([student, cell, seen["score"], each])
        else:
            refused.append(done["told"])
    return {"log": log, "refused": refused}


def graded(root: Path, student: str) -> dict[str, Any]:
    """Record what was handed in last, as grading does when its cells have run."""
    notebook = read_submission((root / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes())
    stamps = read_stamps(root, ASSIGNMENT, student)
    name = versions(root, ASSIGNMENT)[0].name
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    with Recorder(root, ASSIGNMENT) as recorder:
        store(root, ASSIGNMENT, Executed(student, notebook, (), "", name), recorder, stamps)
    return {}


def days(root: Path, who: str, times: int) -> dict[str, Any]:
    """Give many students extra days, and say of many files whose they are."""
    for number in range(times):
        add_days(root / "kalender.toml", f"{who}{number}", number + 1)
        remember(root, {f"bestand:{who}{number}": "r1"})
    return {}


def hold(place: str, name: str) -> dict[str, Any]:
    """Stop at the next call of a function: say so, and go on when a line comes."""
    module = importlib.import_module(place)
    owner, _, last = name.rpartition(".")
    target = getattr(module, owner) if owner else module
    plain = getattr(target, last)

    def held(*arguments: Any, **options: Any) -> Any:
        setattr(target, last, plain)
        say({"held": name, "process": os.getpid()})
        sys.stdin.readline()
        return plain(*arguments, **options)

    setattr(target, last, held)
    return {}


def doomed(place: str, name: str, then: dict[str, Any]) -> dict[str, Any]:
    """Do something in a process of its own, that stops at the next call of a function until it is killed."""
    child = os.fork()
    if not child:
        hold(place, name)
        DO[then.pop("do")](**then | {"root": Path(then["root"])})
        os._exit(1)
    _, status = os.waitpid(child, 0)
    return {"killed_by": os.WTERMSIG(status)}


def sheet(root: Path, file: str) -> dict[str, Any]:
    """Record a marking sheet."""
    taken = take_in(open_workspace(root), ASSIGNMENT, Path(file), second=False)
    return {"recorded": len(taken.marks), "others": list(taken.others)}


DO: dict[str, Callable[..., dict[str, Any]]] = {
    "look": look,
    "mark": mark,
    "race": race,
    "graded": graded,
    "days": days,
    "hold": hold,
    "doomed": doomed,
    "sheet": sheet,
    "choose": lambda root, student, number: {"chose": choose(open_workspace(root), ASSIGNMENT, student, number).code},
    "collect": lambda root, place: {"receipts": len(collect(open_workspace(root), ASSIGNMENT, Path(place)))},
    "feedback": lambda root: {"pages": len(write_feedback(open_workspace(root), ASSIGNMENT))},
}


def main() -> None:
    say({"ready": True})
    for line in sys.stdin:
        asked = json.loads(line)
        act = DO[asked.pop("do")]
        if "root" in asked:
            asked["root"] = Path(asked["root"])
        try:
            say(act(**asked))
        except SowcourseError as error:
            say({"error": str(error)})


if __name__ == "__main__":
    main()
