"""A lesson as a student meets it: stretch after stretch of prose, and of what each part shows and asks."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sowcourse.claim import load_claims
from sowcourse.content import read_toml
from sowcourse.course import Case, Module, load_case, load_module, load_outcomes
from sowcourse.dataset import load_dataset
from sowcourse.debate import load_debate
from sowcourse.essay import Reaction, load_passages, load_reactions
from sowcourse.glossary import load_glossary
from sowcourse.notebook import read_notebook, source
from sowcourse.quiz import load_quiz
from sowcourse.standard import Pace

PARTS = {
    "show_thresholds": "thresholds.toml",
    "show_ladder": "ladder.toml",
    "show_ecogram": "ecogram.toml",
    "show_collective": "collective.toml",
    "show_forum": "forum.toml",
}
"""The part of a krachtlijn of its own → the file that holds its words."""


_HEADING = re.compile(r"^## +([^\n·]+?)(?: *· *([^\n]+))?$", re.MULTILINE)
_MINUTES = re.compile(r"(\d+) minuten")


@dataclass(frozen=True)
class Stretch:
    """One cell of a lesson, with everything in it that is read."""

    place: str
    """Id of the cell."""
    section: str
    """The heading above it; "" before the first."""
    minutes: int
    """What that heading says it takes; 0 when it says nothing."""
    kind: str
    """"proza", or the name of the part: "case", "debate", "quiz", "note" …"""
    text: str
    asked: int
    """How many answers it asks for."""
    aside: str = ""
    """What is beside it and takes no time: the unit of a chart, and its description for who does not see it."""


def stretches(module: str, root: Path | None = None, parts: bool = True) -> list[Stretch]:
    """The whole lesson in reading order; without `parts` only what stands in the lesson itself, which is soon read.

    Raises: ContentError when a file of the lesson is not right.
    """
    lesson = load_module(module, root)
    found: list[Stretch] = []
    section, minutes = "", 0
    for cell in read_notebook(lesson.lesson)["cells"]:
        place, text = str(cell.get("id")), source(cell)
        if cell["cell_type"] == "markdown":
            for piece in re.split(r"(?m)^(?=## )", text):
                if heading := _HEADING.match(piece):
                    section, told = heading[1].strip(), _MINUTES.search(heading[2] or "")
                    minutes = int(told[1]) if told else 0
                if piece.strip():
                    found.append(Stretch(place, section, minutes, "proza", piece, 0))
        elif parts and (call := _call(text)):
            name, arguments, keywords = call
            shown, asked = _shown(lesson, name, arguments, keywords, root)
            long = name == "show_note" and arguments[1] in REFLECTIONS
            kind = "reflection" if long else name.removeprefix("show_")
            chart = load_dataset(arguments[0]).charts[arguments[1]] if name == "show_chart" else None
            aside = f"{chart.unit}\n\n{chart.alt}" if chart else ""
            found.append(Stretch(place, section, minutes, kind, shown, asked, aside))
    return found


REFLECTIONS = ("reflectie", "verklaring", "terugblik")
"""Notes that ask for more than a few sentences."""


def minutes_of(stretch: Stretch, pace: Pace) -> float:
    """How long one stretch takes by the rule."""
    speed = pace.skimmed_words if stretch.kind in pace.skimmed else pace.study_words
    return len(stretch.text.split()) / speed + max(stretch.asked, 1) * pace.answers.get(stretch.kind, 0)


def reading_minutes(module: str, root: Path | None = None) -> int:
    """The minutes that the list under «Verder lezen» adds up to."""
    listed = [s.text for s in stretches(module, root, parts=False) if s.section == "Verder lezen"]
    return sum(int(told) for told in _MINUTES.findall("\n".join(listed)))


def _call(text: str) -> tuple[str, list[Any], dict[str, Any]] | None:
    """The one call of a code cell: name, arguments, keywords; None when it shows nothing."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name):
            given = {k.arg: ast.literal_eval(k.value) for k in node.value.keywords if k.arg}
            return node.value.func.id, [ast.literal_eval(a) for a in node.value.args], given
    return None


def _shown(
    module: Module, name: str, arguments: list[Any], keywords: dict[str, Any], root: Path | None
) -> tuple[str, int]:
    """What a part shows, and how many answers it asks for."""
    if name in PARTS:
        return "\n\n".join(_strings(read_toml(module.folder / PARTS[name]).data)), 1
    if name == "show_chart":
        chart = load_dataset(arguments[0]).charts[arguments[1]]
        return "\n\n".join((chart.title, chart.question, chart.note, chart.trap)), 0
    if name in ("show_note", "show_position"):
        return str(keywords.get("question", "")), 1
    reader: dict[str, Callable[[], tuple[str, int]]] = {
        "show_case": lambda: (case_text(load_case(arguments[0], arguments[1], root)), 0),
        "show_debate": lambda: (debate_text(arguments[0], arguments[1], root), 5),
        "show_quiz": lambda: _quiz(module, root),
        "show_reader": lambda: _reading(module, root),
        "show_glossary": lambda: ("\n\n".join(_terms(module, root)), 0),
        "show_claims": lambda: _claims(module, root),
        "show_outcomes": lambda: ("\n\n".join(_outcomes(module, root)), 0),
    }
    return reader[name]() if name in reader else ("", 0)


def case_text(case: Case) -> str:
    """A case with its questions and the rules of law under it."""
    return "\n\n".join((case.title, case.text, *(rule.text for rule in case.rules), *case.questions))


def reaction_text(reaction: Reaction) -> str:
    """A reader's reaction in our words."""
    return "\n\n".join(passage.text for passage in reaction.passages)


def debate_text(module: str, identifier: str, root: Path | None = None) -> str:
    """A debate with the reaction it starts from."""
    debate = load_debate(module, identifier, root)
    reaction = next(r for r in load_reactions(root) if r.id == debate.reaction)
    arguments = [f"{a.text} {a.ours}\n\n{a.rebuttal}" for a in debate.arguments]
    return "\n\n".join((debate.motion, debate.introduction, reaction_text(reaction), *arguments, *debate.questions))


def _quiz(module: Module, root: Path | None) -> tuple[str, int]:
    questions = load_quiz(module.id, root)
    texts = [t for q in questions for t in (q.text, *(f"{o.text}\n\n{o.feedback}" for o in q.options))]
    return "\n\n".join(texts), len(questions)


def _reading(module: Module, root: Path | None) -> tuple[str, int]:
    passages = load_passages(root)
    texts = [passages[name].text for name in module.passages] + [margin.question for margin in module.margins]
    return "\n\n".join(texts), len(module.margins)


def _terms(module: Module, root: Path | None) -> Iterator[str]:
    glossary = load_glossary(root)
    for term in (glossary[name] for name in module.terms):
        yield " ".join((term.term, term.flemish, term.dutch, term.definition))


def _outcomes(module: Module, root: Path | None) -> Iterator[str]:
    outcomes = load_outcomes(root)
    yield from (outcomes[name].text for name in module.outcomes)


def _claims(module: Module, root: Path | None) -> tuple[str, int]:
    claims = load_claims(module.id, root)
    return "\n\n".join(f"{c.text} {c.why} " + " ".join(e.text for e in c.evidence) for c in claims), len(claims)


def _strings(value: Any) -> Iterator[str]:
    """Every text with a space in it, in the order of the file: the names and ids of a table are not read."""
    if isinstance(value, str) and " " in value.strip():
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(inner)
