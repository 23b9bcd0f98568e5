"""The student's portfolio: everything from the logbook that they may want to keep, show or hand in."""

from __future__ import annotations

from dataclasses import dataclass

from sowcourse.course import Module, load_course
from sowcourse.debate import load_debates
from sowcourse.lesson import calls
from sowcourse.logbook import Logbook
from sowcourse.notebook import read_notebook
from sowcourse.parts.base import PARTS, Asked, mine, text_in


@dataclass(frozen=True)
class Shift:
    """A position before and after; "" where none was taken."""

    motion: str
    before: str
    after: str


def shifts(logbook: Logbook) -> list[Shift]:
    """The course's thesis first, then every debate in which a position was taken.

    Raises: LogbookError when the logbook cannot be read.
    """
    course = load_course()
    asking = [m for m in course.modules if any(c.name == "show_position" for c in calls(read_notebook(m.lesson)))]
    thesis = [text_in(logbook.module(m.id), "standpunt", "position") for m in asking]
    found = [Shift(course.thesis, thesis[0], thesis[-1])] if len(thesis) > 1 and any(thesis) else []
    for module in course.modules:
        for debate in load_debates(module.id).values():
            before, after = (text_in(logbook.module(module.id), f"debat.{debate.id}", k) for k in ("before", "after"))
            if before:
                found.append(Shift(debate.motion, before, after))
    return found


def written(logbook: Logbook, module: Module) -> list[Asked]:
    """What was asked and written in one lesson, in its order."""
    kept = logbook.module(module.id)
    found: list[Asked] = []
    for call in calls(read_notebook(module.lesson)):
        kind = PARTS.get(call.name)
        if kind and kind.keeps and mine(kind.item_of(*call.values), kept):
            part = kind(*call.values, **call.named)
            found += part.written(mine(part.item, kept))
    return found


def portfolio(logbook: Logbook) -> str:
    """The whole portfolio as Markdown.

    Raises: LogbookError when the logbook cannot be read.
    """
    course = load_course()
    lines = [f"# Mijn portfolio · {course.title}", ""]
    moved = shifts(logbook)
    if moved:
        lines += ["## Mijn standpunten", "", "| stelling | vooraf | achteraf |", "| --- | --- | --- |"]
        lines += [f"| {_cell(s.motion)} | {s.before or '—'} | {s.after or '—'} |" for s in moved]
        lines += ["", "Een verschuiving is geen prestatie, en blijven is dat ook niet.", ""]
    for module in course.modules:
        answers = written(logbook, module)
        if answers:
            lines += [f"## {module.title}", ""]
        for question, answer in answers:
            lines += [f"**{question}**", "", *(f"> {line}" for line in answer.strip().splitlines()), ""]
    if len(lines) == 2:
        lines += ["Je logboek is nog leeg. Werk eerst in een les; wat je daar schrijft, komt hier vanzelf.", ""]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
