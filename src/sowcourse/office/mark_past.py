"""What stood at an answer before somebody marked it here: each click can be taken back while this server runs."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from sowcourse.gradebook.gradebook import Given

_ANSWERS, _STEPS = 500, 50
"""Answers of which the steps are kept, the latest; and steps of one answer."""

Key = tuple[str, str, str, str, bool]
"""Folder of the cohort, assignment, question, student, and whether it is a second marker's."""


@dataclass(frozen=True)
class Step:
    """What one click did."""

    before: Given
    after: Given
    page: str
    """The page that was clicked on: of each time that it was opened another."""


@dataclass
class Past:
    """The steps of one server."""

    _steps: OrderedDict[Key, list[Step]] = field(default_factory=OrderedDict)

    def keep(self, key: Key, step: Step) -> None:
        """One step more."""
        steps = self._steps.pop(key, [])
        self._steps[key] = [*steps[1 - _STEPS :], step]
        while len(self._steps) > _ANSWERS:
            self._steps.popitem(last=False)

    def last(self, key: Key) -> Step | None:
        """The last step; None when there is none to take back."""
        steps = self._steps.get(key)
        return steps[-1] if steps else None

    def drop(self, key: Key) -> None:
        """The last step was taken back."""
        steps = self._steps.get(key, [])
        self._steps[key] = steps[:-1]

    def unheard(self, key: Key, page: str, over: str, now: Given) -> bool:
        """Whether what stands there came of clicks on this very page, of which the answer did not reach it.

        Parameters: over – the digest of what the page shows.
        """
        for step in reversed(self._steps.get(key, [])):
            if step.page != page or step.after != now:
                return False
            now = step.before
            if now.digest == over:
                return True
        return False
