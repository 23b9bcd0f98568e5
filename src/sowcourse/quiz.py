"""Quiz questions with feedback per option. Pure: nothing here shows or stores anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import check_unique, read_toml
from sowcourse.course import load_module

LEVELS = ("onthouden", "begrijpen", "toepassen", "oordelen")


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen."""

    id: str
    text: str
    correct: bool
    feedback: str
    """Why it is right or wrong, and where to read on."""


@dataclass(frozen=True)
class Question:
    """One question with exactly one correct option."""

    id: str
    level: str
    """One of LEVELS."""
    text: str
    passage: str
    """Id of the passage, reaction passage or source that settles it."""
    options: tuple[Option, ...]

    def option(self, identifier: str) -> Option:
        """The option with this id; KeyError when there is none."""
        for option in self.options:
            if option.id == identifier:
                return option
        raise KeyError(identifier)


def load_quiz(module: str, root: Path | None = None) -> tuple[Question, ...]:
    """The questions of a module, in order.

    Raises: ContentError naming file and key; also when a question has not exactly one correct option.
    """
    table = read_toml(load_module(module, root).folder / "quiz.toml")
    questions = []
    for row in table.tables("question"):
        options = []
        for item in row.tables("option"):
            options.append(Option(item.text("id"), item.text("text"), item.boolean("correct"), item.text("feedback")))
            item.close()
        check_unique(row, "option", (option.id for option in options))
        correct = sum(option.correct for option in options)
        if correct != 1 or len(options) < 2:
            row.fail(
                "option",
                f"verwacht worden minstens twee opties waarvan precies één juist; "
                f"gevonden {len(options)} met {correct} juist.",
                "Zet 'correct = true' bij precies één optie.",
            )
        questions.append(
            Question(row.text("id"), row.choice("level", LEVELS), row.text("text"), row.text("passage"), tuple(options))
        )
        row.close()
    check_unique(table, "question", (question.id for question in questions))
    table.close()
    return tuple(questions)
