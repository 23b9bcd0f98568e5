"""A bar chart that a student makes: what is drawn, from where, in which unit and by whose count."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bars:
    """One bar per row. Values are in `unit`; a bar runs from `start` to its value."""

    title: str
    unit: str
    source: str
    rows: tuple[tuple[str, float], ...]
    """Label and value, in the order in which they are drawn."""
    start: float = 0.0
    """Where the bars begin. Anything but zero exaggerates the difference that a reader sees."""
