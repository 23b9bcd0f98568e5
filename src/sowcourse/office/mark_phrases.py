"""What was given before to other answers to a question, to give again: phrases, and rows of levels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sowcourse.cohort.roster import Student
from sowcourse.identity.known import Traces
from sowcourse.office.mark_comment import taken_apart
from sowcourse.report.bank import Comment
from sowcourse.rubric import Rubric

MOST, LONGEST = 12, 300
"""Phrases that are offered, and characters that one may have."""

MOST_ROWS = 6
"""Rows of levels that are offered."""


def phrases(
    comments: Iterable[str], rubric: Rubric | None, bank: Iterable[Comment], students: Iterable[Student]
) -> list[str]:
    """Phrases, those used most first, then those of the bank.

    Left out is what is about one answer alone: a quotation, and what has the name of somebody in the class in it.
    """
    named = _traces(tuple(students))
    counted: Counter[str] = Counter()
    for comment in filter(None, comments):
        said = taken_apart(comment, rubric)
        for line in {*said.remarks.values(), *map(str.strip, said.rest.split("\n"))}:
            if line and len(line) <= LONGEST and not line.startswith("Bij «"):
                counted[line] += 1
    used = [line for line, _ in counted.most_common() if not any(named.find(line))]
    return list(dict.fromkeys([*used[:MOST], *(comment.text for comment in bank)]))


@dataclass(frozen=True)
class Row:
    """Levels that answers to a question were given together, in the order of the criteria."""

    levels: tuple[int, ...]
    times: int


def rows_of(comments: Iterable[str], rubric: Rubric | None) -> list[Row]:
    """Whole rows of levels, those given most first: to give again in one click. Of one criterion a row says nothing."""
    names = [criterion.name for criterion in rubric.criteria] if rubric else []
    said = (taken_apart(comment, rubric).levels for comment in filter(None, comments))
    counted = Counter(tuple(levels[name] for name in names) for levels in said if levels.keys() == set(names))
    if len(names) < 2:
        return []
    most = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Row(levels, times) for levels, times in most[:MOST_ROWS]]


@lru_cache(maxsize=8)  # of four hundred students it takes a tenth of a second
def _traces(students: tuple[Student, ...]) -> Traces:
    return Traces(students)
