"""What a lecturer says of an answer, in parts: a level and a remark per criterion, and the rest.

In the gradebook it is one comment of lines, as a sheet and formgrader have it and as a student reads it:
`Het forum: 3`, `Bij «Het forum»: noem ook waarom`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sowcourse.errors import GradingError
from sowcourse.rubric import Rubric

_REMARK = re.compile(r"Bij «(.+?)»: (.+)\Z")


@dataclass(frozen=True)
class Said:
    """A comment in parts."""

    levels: Mapping[str, int] = field(default_factory=dict)
    """Criterion → level, 1 to 4."""
    remarks: Mapping[str, str] = field(default_factory=dict)
    """Criterion → one line about it."""
    rest: str = ""
    """About the whole, and about passages that are quoted."""

    def plain(self, rubric: Rubric | None) -> dict[str, Any]:
        """For a page or a script: criteria by their place."""
        names = [criterion.name for criterion in rubric.criteria] if rubric else []
        return {
            "levels": [self.levels.get(name, 0) for name in names],
            "remarks": [self.remarks.get(name, "") for name in names],
            "rest": self.rest,
        }


def taken_apart(comment: str, rubric: Rubric | None) -> Said:
    """A comment of the gradebook in its parts."""
    levels = rubric.chosen(comment) if rubric else {}
    names = {criterion.name for criterion in rubric.criteria} if rubric else set()
    told = {f"{name}: {level}" for name, level in levels.items()}
    remarks: dict[str, str] = {}
    rest = []
    for line in comment.replace("\r\n", "\n").split("\n"):
        found = _REMARK.match(line.strip())
        if found and found[1] in names and found[1] not in remarks:
            remarks[found[1]] = found[2]
        elif line.strip() not in told:
            rest.append(line.rstrip())
    return Said(levels, remarks, "\n".join(rest).strip())


def joined(said: Said, rubric: Rubric | None) -> str:
    """The parts as one comment for the gradebook.

    Raises: GradingError when they could not be told apart any more, such as a line «Het forum: 3» in what was typed.
    """
    lines = []
    for name in (criterion.name for criterion in rubric.criteria) if rubric else ():
        if name in said.levels:
            lines.append(f"{name}: {said.levels[name]}")
        if said.remarks.get(name):
            lines.append(f"Bij «{name}»: {said.remarks[name]}")
    comment = "\n".join([*lines, *([said.rest] if said.rest else [])])
    if taken_apart(comment, rubric) != said:
        raise GradingError(
            "In je opmerking staat een regel die Kantoor leest als een niveau of als een opmerking bij een onderdeel, "
            "zoals «Onderdeel: 3». Kies het niveau met de knoppen, of schrijf die regel anders."
        )
    return comment
