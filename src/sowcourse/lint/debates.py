"""House rule about debates: both sides are argued fairly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sowcourse.course import load_course
from sowcourse.debate import SIDES, Debate, load_debates
from sowcourse.lint.problem import Problem
from sowcourse.standard import Standard, load_standard


def debates_are_fair() -> Iterator[Problem]:
    """Neither side of a debate has far more arguments or words, and both draw on several places."""
    standard = load_standard()
    for module in load_course().modules:
        for debate in load_debates(module.id).values():
            yield from unequal_sides(module.folder / "debate.toml", debate, standard)


def unequal_sides(file: Path, debate: Debate, standard: Standard) -> Iterator[Problem]:
    """Where the two sides of one debate differ more than the standard allows."""
    arguments = {side: len(debate.side(side)) for side in SIDES}
    words = {side: sum(len(f"{a.text} {a.ours}".split()) for a in debate.side(side)) for side in SIDES}
    for what, sizes, most in (
        ("argumenten", arguments, standard.most_arguments),
        ("woorden", words, standard.most_words),
    ):
        short, long = sorted(SIDES, key=lambda side: sizes[side])
        if sizes[long] > sizes[short] * most:
            fault = f"de kant '{long}' heeft {sizes[long]} {what}, de kant '{short}' {sizes[short]}."
            remedy = f"Maak '{short}' even sterk: een student moet elke kant kunnen bepleiten."
            yield Problem(file, f"debat '{debate.id}'", fault, remedy)
    for side in SIDES:
        origins = {argument.origin for argument in debate.side(side)}
        if len(origins) < standard.fewest_origins:
            fault = f"de kant '{side}' put alleen uit {', '.join(sorted(origins))}."
            remedy = "Haal argumenten ook ergens anders vandaan: een passage, een reactie of een bron."
            yield Problem(file, f"debat '{debate.id}'", fault, remedy)
