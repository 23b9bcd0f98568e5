"""House rule about saying a thing once: paragraphs, arguments and answers that are (nearly) those of another place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from sowcourse.concept import words
from sowcourse.content import UNWRITTEN, read_toml
from sowcourse.course import Module, load_cases, load_course
from sowcourse.debate import load_debates
from sowcourse.lint.problem import Problem
from sowcourse.lint.unfinished import unwritten
from sowcourse.notebook import read_notebook, source
from sowcourse.quiz import load_quiz

FEWEST_WORDS = 15
"""A shorter paragraph may stand twice by chance or by habit."""

ALIKE = 0.5
"""The share of runs of words from which on two texts of one debate or one question say the same."""

RUN = 3
"""Words in a row that are compared."""

EVERYWHERE = 3
"""A paragraph in so many lessons is a formula of the house, such as how to do the quiz."""

Place = tuple[Path, str]


def texts_do_not_repeat() -> Iterator[Problem]:
    """No paragraph stands in two places, and no two arguments or answers say the same in the same words."""
    modules = load_course().modules
    yield from _paragraphs(modules)
    for module in modules:
        for file, look in (("debate.toml", _arguments), ("quiz.toml", _options)):
            if (module.folder / file).is_file() and not unwritten(module.folder / file):
                yield from look(module)


def _paragraphs(modules: Iterable[Module]) -> Iterator[Problem]:
    stands: dict[tuple[str, ...], list[Place]] = {}
    for module in modules:
        for file, place, text in _texts(module):
            for paragraph in re.split(r"\n\s*\n", text):
                said = tuple(words(paragraph))
                if len(said) >= FEWEST_WORDS and UNWRITTEN not in paragraph:
                    stands.setdefault(said, []).append((file, place))
    for said, places in stands.items():
        if len(places) > 1 and len({file for file, _ in places}) < EVERYWHERE:
            (file, place), (first, there) = places[-1], places[0]
            fault = f"«{' '.join(said[:8])}…» staat ook in {first.parent.name}/{first.name}, {there}."
            yield Problem(file, place, fault, "Laat het op één van beide plaatsen weg, of verwijs ernaar.")


def _texts(module: Module) -> Iterator[tuple[Path, str, str]]:
    """What students read in the files of a module: file, place and text."""
    for cell in read_notebook(module.lesson)["cells"]:
        if cell["cell_type"] == "markdown":
            yield module.lesson, str(cell.get("id")), source(cell)
    for case in load_cases(module.id):
        yield module.folder / "cases" / f"{case.id}.md", "tekst", case.text
    for file in sorted(module.folder.glob("*.toml")):
        for place, text in _strings(read_toml(file).data, ""):
            yield file, place, text


def _strings(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Every text of a table, with the key under which it stands."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, place)


def _arguments(module: Module) -> Iterator[Problem]:
    for debate in load_debates(module.id).values():
        place = f"debat '{debate.id}'"
        for what, texts in (
            ("twee argumenten", [argument.text for argument in debate.arguments]),
            ("twee tegenwerpingen", [argument.rebuttal for argument in debate.arguments]),
        ):
            for one, other in _alike(texts):
                fault = f"{what} zeggen hetzelfde: «{one[:40]}…» en «{other[:40]}…»."
                yield Problem(module.folder / "debate.toml", place, fault, "Maak er één van, of geef een andere reden.")


def _options(module: Module) -> Iterator[Problem]:
    questions = load_quiz(module.id)
    file = module.folder / "quiz.toml"
    for question in questions:
        for one, other in _alike([option.text for option in question.options]):
            fault = f"twee antwoorden zeggen bijna hetzelfde: «{one[:40]}…» en «{other[:40]}…»."
            yield Problem(file, f"vraag '{question.id}'", fault, "Laat ze verschillen in wat zij zeggen.")
    for one, other in _alike([question.text for question in questions]):
        fault = f"twee vragen vragen hetzelfde: «{one[:40]}…» en «{other[:40]}…»."
        yield Problem(file, "question", fault, "Vraag één keer, of vraag iets anders.")


def _alike(texts: list[str]) -> Iterator[tuple[str, str]]:
    """The pairs of texts that share most of their runs of words."""
    for one, other in combinations(texts, 2):
        mine, theirs = _runs(one), _runs(other)
        if mine and len(mine & theirs) >= ALIKE * len(mine | theirs):
            yield one, other


def _runs(text: str) -> set[tuple[str, ...]]:
    said = words(text)
    return {tuple(said[at : at + RUN]) for at in range(max(1, len(said) - RUN + 1))} if said else set()
