"""What a second marker gave: kept beside the gradebook, and counting for nothing until two markers settle it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sowcourse.cohort.account import me
from sowcourse.cohort.lock import writing
from sowcourse.cohort.workspace import Workspace
from sowcourse.durable import write_durably
from sowcourse.gradebook.code import code
from sowcourse.gradebook.giver import digest
from sowcourse.gradebook.gradebook import Mark
from sowcourse.report.answer import Answer, Answers
from sowcourse.rubric import Rubric

FOLDER = "tweede-beoordelaar"
"""In the cohort: what second markers gave, per assignment. It never counts."""


@dataclass(frozen=True)
class SecondMark:
    """What a second marker gave to one answer."""

    points: float
    levels: Mapping[str, int] = field(default_factory=dict)
    """Criterion → level; empty when only points were given."""
    first: SecondMark | None = None
    """What the first gave before the two of them settled it, from when on one mark stands there."""


Second = Mapping[str, Mapping[str, SecondMark]]
"""Question → student → what the second marker gave."""


def keep_second(
    workspace: Workspace, assignment: str, marks: Sequence[Mark], answers: Answers, rubrics: Mapping[str, Rubric]
) -> None:
    """Keep what a second marker gave, beside what was kept before; the gradebook is left alone."""
    codes = {(question, answer.student): answer.code for question, given in answers.items() for answer in given}
    with writing(workspace.root):
        kept = _kept(workspace, assignment)
        for mark in marks:
            rubric = rubrics.get(mark.cell)
            levels = rubric.chosen(mark.comment) if rubric else {}
            given = _entry(mark.points, levels, codes[mark.cell, mark.student])
            kept.setdefault(mark.cell, {})[mark.student] = given
        _write(workspace.root, assignment, kept)


def read_second(workspace: Workspace, assignment: str, words: Callable[[str, str], str]) -> Second:
    """What second markers gave to answers that are still the same; {} when nobody marked a second time.

    Parameters: words – (student, question) → the answer as it is now.
    """
    return {
        question: {
            student: _told_of(mark)
            for student, mark in given.items()
            if mark["punten"] is not None and mark["antwoord"] == code(student, question, words(student, question))
        }
        for question, given in _kept(workspace, assignment).items()
    }


def _told_of(mark: Mapping[str, Any]) -> SecondMark:
    first = mark.get("eerste")
    before = SecondMark(float(first["punten"]), dict(first["niveaus"])) if first else None
    return SecondMark(float(mark["punten"]), dict(mark.get("niveaus", {})), before)


@dataclass(frozen=True)
class SecondNow:
    """What stands there of a second marker for one answer."""

    points: float | None = None
    """None as long as not every level was chosen."""
    levels: Mapping[str, int] = field(default_factory=dict)
    who: str = ""
    settled: bool = False
    """Whether the two markers settled what they did not agree on."""

    @property
    def told(self) -> str:
        """The levels as lines, as a comment has them."""
        return "\n".join(f"{name}: {level}" for name, level in sorted(self.levels.items()))

    @property
    def digest(self) -> str:
        """Always the same for the same levels and points: what a page gives back of what it showed."""
        return digest(self.points, self.told)


def second_now(workspace: Workspace, assignment: str, answer: Answer) -> SecondNow:
    """What a second marker gave to this answer, as it is now."""
    return _now(_kept(workspace, assignment), answer)


def _now(kept: Mapping[str, Mapping[str, Mapping[str, Any]]], answer: Answer) -> SecondNow:
    entry = kept.get(answer.found.cell, {}).get(answer.student)
    if entry is None or entry["antwoord"] != answer.code:
        return SecondNow()
    return _read(entry)


def _read(entry: Mapping[str, Any]) -> SecondNow:
    return SecondNow(entry["punten"], dict(entry.get("niveaus", {})), entry.get("door", ""), "eerste" in entry)


def give_second(workspace: Workspace, assignment: str, answer: Answer, given: SecondNow, over: str) -> SecondNow:
    """Keep what a second marker gives one answer, unless another second marker was first: then nothing changes.

    Parameters: over – the digest of what this person saw.
    Returns: what stood there: nothing was kept when its digest is another.
    """
    with writing(workspace.root):
        kept = _kept(workspace, assignment)
        before = _now(kept, answer)
        if before.digest == over:
            entry = _entry(given.points, given.levels, answer.code)
            kept.setdefault(answer.found.cell, {})[answer.student] = entry
            _write(workspace.root, assignment, kept)
    return before


def settle(workspace: Workspace, assignment: str, answer: Answer, first: SecondMark) -> None:
    """Keep that two markers settled what they give an answer. Parameters: first – what the first gave before that."""
    with writing(workspace.root):
        kept = _kept(workspace, assignment)
        entry = kept[answer.found.cell][answer.student]
        entry.setdefault("eerste", {"punten": first.points, "niveaus": dict(first.levels)})
        _write(workspace.root, assignment, kept)


def second_all(workspace: Workspace, assignment: str) -> dict[str, dict[str, SecondNow]]:
    """Question → student → what a second marker gave, to these words or to earlier ones."""
    return {
        question: {student: _read(entry) for student, entry in given.items()}
        for question, given in _kept(workspace, assignment).items()
    }


def _entry(points: float | None, levels: Mapping[str, int], code: str) -> dict[str, Any]:
    return {"punten": points, "niveaus": dict(levels), "antwoord": code, "door": str(me())}


def _write(root: Path, assignment: str, kept: Mapping[str, Any]) -> None:
    file = _file(root, assignment)
    file.parent.mkdir(exist_ok=True)
    write_durably(file, json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True))


def _kept(workspace: Workspace, assignment: str) -> dict[str, dict[str, dict[str, Any]]]:
    file = _file(workspace.root, assignment)
    if not file.is_file():
        return {}
    kept: dict[str, dict[str, dict[str, Any]]] = json.loads(file.read_text(encoding="utf-8"))
    return kept


def _file(root: Path, assignment: str) -> Path:
    return root / FOLDER / f"{assignment}.json"
