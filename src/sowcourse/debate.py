"""Debate cases: a motion, a reader's reaction, arguments on both sides, a position before and after."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from sowcourse.content import check_unique, read_toml
from sowcourse.course import load_module

POSITIONS = ("helemaal oneens", "oneens", "neutraal", "eens", "helemaal eens")
"""The five-point scale of every position, from against to for."""

SIDES = ("pro", "contra")

FEWEST_ARGUMENTS = 4
"""A side with fewer arguments is not argued fairly."""


@dataclass(frozen=True)
class Argument:
    """One reason for or against the motion."""

    id: str
    side: str
    """"pro" or "contra"."""
    text: str
    origin: str
    """Id of a reaction, passage or source; "eigen" when made for the debate."""
    rebuttal: str
    """The counter-argument that a student meets who relies on this one."""
    ours: str = ""
    """What we add to what the origin says; "" when nothing."""

    @property
    def words(self) -> str:
        """All of it, as somebody weighs it."""
        return f"{self.text} {self.ours}".strip()


@dataclass(frozen=True)
class Debate:
    """One debate case."""

    id: str
    title: str
    motion: str
    reaction: str
    """Id of the reader's reaction it starts from."""
    introduction: str
    questions: tuple[str, ...]
    arguments: tuple[Argument, ...]

    def side(self, name: str) -> tuple[Argument, ...]:
        """The arguments of one side, in order."""
        return tuple(argument for argument in self.arguments if argument.side == name)


def load_debates(module: str, root: Path | None = None) -> dict[str, Debate]:
    """All debates of a module, by id; only start and synthesis may have none.

    Raises: ContentError naming file and key; also when a side has fewer than four arguments.
    """
    lesson = load_module(module, root)
    file = lesson.folder / "debate.toml"
    if not lesson.krachtlijn and not file.exists():
        return {}
    table = read_toml(file)
    debates = []
    for row in table.tables("debate"):
        arguments = []
        for item in row.tables("argument"):
            arguments.append(
                Argument(
                    item.text("id"),
                    item.choice("side", SIDES),
                    item.text("text"),
                    item.text("origin"),
                    item.text("rebuttal"),
                    item.text("ours", ""),
                )
            )
            item.close()
        check_unique(row, "argument", (argument.id for argument in arguments))
        debate = Debate(
            id=row.text("id"),
            title=row.text("title"),
            motion=row.text("motion"),
            reaction=row.text("reaction"),
            introduction=row.text("introduction"),
            questions=row.texts("questions"),
            arguments=tuple(arguments),
        )
        row.close()
        for side in SIDES:
            found = len(debate.side(side))
            if found < FEWEST_ARGUMENTS:
                row.fail(
                    "argument",
                    f"de kant '{side}' heeft {found} argumenten; verwacht worden er minstens {FEWEST_ARGUMENTS}.",
                    "Maak ook deze kant zo sterk mogelijk.",
                )
        debates.append(debate)
    check_unique(table, "debate", (debate.id for debate in debates))
    table.close()
    return {debate.id: debate for debate in debates}


def load_debate(module: str, identifier: str, root: Path | None = None) -> Debate:
    """One debate.

    Raises: ContentError when the module has no debate of that id, with the nearest one.
    """
    debates = load_debates(module, root)
    if identifier not in debates:
        near = get_close_matches(identifier, debates, n=1, cutoff=0.3)
        table = read_toml(load_module(module, root).folder / "debate.toml")
        table.fail(
            "debate",
            f"er is geen debat met id '{identifier}'.",
            f"Bedoel je '{near[0]}'?" if near else f"Kies uit: {', '.join(debates)}.",
        )
    return debates[identifier]
