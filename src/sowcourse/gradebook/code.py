"""The code of an answer: letters that stand for a student, a question and exactly these words."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from sowcourse.errors import ContentError
from sowcourse.notebook import answers, read_notebook
from sowcourse.prose import opened

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, so no words; no digits, so that no spreadsheet makes a number or a date of it."""

_WHO, _WHAT = 8, 4

CODE = re.compile(rf"\b[{_LETTERS}]{{{_WHO}}}-[{_LETTERS}]{{{_WHAT}}}\b")
"""How a code looks; what stands before the hyphen is `code_of_student`."""


def code(student: str, question: str, words: str) -> str:
    """The code of an answer: a part for the student, another for each question, and a part for the words."""
    return f"{code_of_student(student, question)}-{letters(' '.join(words.split()), _WHAT)}"


def code_of_student(student: str, question: str) -> str:
    """The part of a code that stands for a student."""
    return letters(f"{student} {question}", _WHO)


def codes(root: Path, assignment: str, student: str) -> dict[str, str]:
    """Question → the code of the answer that was graded last; {} when that is gone or cannot be read."""
    try:
        notebook = read_notebook(root / "autograded" / student / assignment / f"{assignment}.ipynb")
    except ContentError:
        return {}
    texts = answers(notebook | {"cells": [opened(cell) for cell in notebook["cells"]]})
    return {question: code(student, question, words.strip()) for question, words in texts.items()}


def letters(text: str, number: int) -> str:
    """Text as so many letters that nobody takes for a word or a number; always the same for the same text."""
    value = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "big")
    found = ""
    for _ in range(number):
        value, place = divmod(value, len(_LETTERS))
        found += _LETTERS[place]
    return found
