"""A number of things, as one says it."""

from __future__ import annotations


def many(number: int, one: str, more: str) -> str:
    """The number with its noun: 1 student, 2 studenten."""
    return f"{number} {one if number == 1 else more}"
