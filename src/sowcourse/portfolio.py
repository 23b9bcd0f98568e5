"""The student's portfolio: everything from the logbook that they may want to keep, show or hand in."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from sowcourse.course import Module, load_course
from sowcourse.debate import load_debates
from sowcourse.logbook import Logbook
from sowcourse.notebook import read_notebook, source


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
    asking = [m for m in course.modules if "show_position(" in m.lesson.read_text(encoding="utf-8")]
    thesis = [_text(logbook.get(m.id, "standpunt"), "position") for m in asking]
    found = [Shift(course.thesis, thesis[0], thesis[-1])] if len(thesis) > 1 and any(thesis) else []
    for module in course.modules:
        for debate in load_debates(module.id).values():
            given = logbook.get(module.id, f"debat.{debate.id}")
            if _text(given, "before"):
                found.append(Shift(debate.motion, _text(given, "before"), _text(given, "after")))
    return found


PARTS = {
    "standpunt": {"why": "Waarom sta je daar bij de stelling van de cursus?"},
    "drempels": {"why": "Drempels: klopte je voorspelling, en welke drempel kun je zelf wegnemen?"},
    "ladder": {"why": "Wie beslist?: welk moment zou jij als eerste verplaatsen, en wie moet instemmen?"},
    "ecogram": {"why": "Ecogram: wie zou coördineren, en welke band moet je met rust laten?"},
    "collectief": {"why": "Van klacht naar collectief: welke banden leg jij, en wie draagt ze?"},
    "forum": {"why": "Forum: waarom deze route, en wie beslist daarover mee?"},
}
"""Part of a lesson, by its place in the logbook → its fields to write in, and how the portfolio asks them again."""

DEBATE = {
    "why": "waarom ik daar vooraf stond",
    "plea": "mijn pleidooi",
    "plea2": "het pleidooi van wie naast me zat",
    "reply": "mijn antwoord op een tegenargument",
    "other": "de andere kant, bepleit door mij",
    "other2": "de andere kant, bepleit door wie naast me zat",
    "joint": "een zin die beide kanten kunnen tekenen",
    "whyAfter": "wat de doorslag gaf",
}
"""Field of a debate → what the portfolio calls it, in the order of writing."""


def notes(logbook: Logbook, module: Module) -> list[tuple[str, str]]:
    """(question, answer) of every note, margin question and part of one module that was answered."""
    written = logbook.module(module.id)
    parts = [
        (question, _text(written.get(item), key))
        for item, fields in PARTS.items()
        for key, question in fields.items()
        if _text(written.get(item), key)
    ]
    questions = {f"notitie.{name}": question for name, question in note_questions(module).items()}
    questions |= {f"lezen.{margin.id}": margin.question for margin in module.margins}
    return parts + [
        (question, str(written[item])) for item, question in questions.items() if str(written.get(item) or "").strip()
    ]


def note_questions(module: Module) -> dict[str, str]:
    """Note → question, as the lesson asks it, in its order."""
    found = {}
    for cell in read_notebook(module.lesson)["cells"]:
        if cell["cell_type"] != "code":
            continue
        for node in ast.walk(ast.parse(source(cell))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "show_note":
                (question,) = (keyword.value for keyword in node.keywords if keyword.arg == "question")
                found[str(ast.literal_eval(node.args[1]))] = str(ast.literal_eval(question))
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
        answers = notes(logbook, module)
        debates = _debates(logbook, module)
        if answers or debates:
            lines += [f"## {module.title}", ""]
        for question, answer in [*answers, *debates]:
            lines += [f"**{question}**", "", *(f"> {line}" for line in answer.strip().splitlines()), ""]
    if len(lines) == 2:
        lines += ["Je logboek is nog leeg. Werk eerst in een les; wat je daar schrijft, komt hier vanzelf.", ""]
    return "\n".join(lines)


def _debates(logbook: Logbook, module: Module) -> list[tuple[str, str]]:
    found = []
    for debate in load_debates(module.id).values():
        given = logbook.get(module.id, f"debat.{debate.id}")
        for key, title in DEBATE.items():
            if _text(given, key):
                found.append((f"{debate.title}: {title}", _text(given, key)))
    return found


def _text(value: Any, key: str) -> str:
    found = value.get(key) if isinstance(value, dict) else None
    return found.strip() if isinstance(found, str) else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
