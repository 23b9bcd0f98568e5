"""What stood at an answer before somebody marked it here: each click can be taken back while this server runs."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from sowcourse.gradebook.gradebook import Given

_ANSWERS, _STEPS = 500, 50
"""Answers of which the steps are kept, the latest; and steps of one answer."""

Key = tuple[str, str, str, str, bool]
"""Folder of the cohort, assignment, question, student, and whether it is a second marker's."""


@dataclass
class Past:
    """The steps of one server."""

    _steps: OrderedDict[Key, list[tuple[Given, Given]]] = field(default_factory=OrderedDict)

    def keep(self, key: Key, before: Given, after: Given) -> None:
        """One step more."""
        steps = self._steps.pop(key, [])
        self._steps[key] = [*steps[1 - _STEPS :], (before, after)]
        while len(self._steps) > _ANSWERS:
            self._steps.popitem(last=False)

    def last(self, key: Key) -> tuple[Given, Given] | None:
        """What stood there before the last step and after it; None when there is none to take back."""
        steps = self._steps.get(key)
        return steps[-1] if steps else None

    def drop(self, key: Key) -> None:
        """The last step was taken back, or cannot be any more."""
        steps = self._steps.get(key, [])
        self._steps[key] = steps[:-1]
