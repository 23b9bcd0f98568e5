"""Positions of a class: nothing is shown from which one student's opinion can be worked out."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from sowcourse.content import assignments_root
from sowcourse.debate import POSITIONS
from sowcourse.notebook import read_notebook
from sowcourse.report.position import GROUP, Pair, Shown, motion, position_table, shown

STRONG_NO, NO, NEUTRAL, YES, STRONG_YES = POSITIONS


def places(found: Shown) -> int:
    return len(found.rows) * len(found.columns)


def leaks(found: Shown, students: int) -> list[str]:
    """What a reader who knows the rule and the number of students could still work out."""
    told = []
    left = students - sum(found.counts.values())
    hidden = places(found) - len(found.counts)
    if any(number < GROUP for number in found.counts.values()):
        told.append("a small number is shown")
    if 0 < left < GROUP:
        told.append("taking away leaves a small group")
    if left and hidden < 2:
        told.append("taking away leaves one place")
    if left == 0 and len(found.counts) == 1:
        told.append("all have one opinion")
    if left == 0 and len(found.rows) > 1:
        for side in (0, 1):
            used = Counter(place[side] for place in found.counts)
            if 1 in used.values():
                told.append("one position tells the other")
    return told


def test_no_table_that_is_shown_leaks_whatever_the_class() -> None:
    chance = random.Random(5)
    drawn = Counter[int]()
    for _ in range(3000):
        size = chance.choice([5, 6, 9, 12, 24, 60, 200])
        weights = [chance.random() ** 4 for _ in range(25)]
        pairs = chance.choices([(a, b) for a in POSITIONS for b in POSITIONS], weights, k=size)
        found = shown(pairs)
        drawn[len(found.rows) if found else 0] += 1
        if found:
            assert leaks(found, size) == []
            assert sum(found.counts.values()) * 2 >= size
    assert all(drawn[rows] > 50 for rows in (0, 1, 3, 5)), drawn


@pytest.mark.parametrize(
    ("pairs", "counts"),
    [
        ([(YES, YES)] * 30, {}),
        ([(YES, YES)] * 28 + [(NO, NO)] * 2, {}),
        ([(YES, YES)] * 7 + [(NO, NO)] * 6, {(YES, YES): 7}),
        (
            [(YES, YES)] * 6 + [(YES, NO)] * 6 + [(NO, NO)] * 6 + [(NO, YES)] * 7,
            {(YES, YES): 6, (YES, NO): 6, (NO, NO): 6, (NO, YES): 7},
        ),
        ([(YES, YES)] * 10 + [(NO, NO)] * 5 + [(NO, YES)] * 4, {(YES, YES): 10}),
    ],
    ids=["all the same", "two apart", "before would tell after", "everything may be shown", "four would be left over"],
)
def test_what_is_shown_of_a_class(pairs: list[Pair], counts: dict[Pair, int]) -> None:
    found = shown(pairs)
    assert (found.counts if found else {}) == counts


def test_numbers_below_five_and_what_would_give_them_away_are_hidden() -> None:
    page = position_table([(YES, YES)] * 10 + [(NO, NO)] * 5 + [(NO, YES)] * 4)
    assert page.count("…</td>") == 24
    assert ">4<" not in page
    assert ">5<" not in page
    assert "Standpunten van 19 studenten" in page


def test_a_class_of_four_and_a_class_of_one_mind_are_told_why_nothing_is_shown() -> None:
    assert "Minder dan 5 studenten" in position_table([(YES, NO)] * 4 + [("", YES)] * 9)
    assert "Daarom tonen we er geen" in position_table([(YES, YES)] * 30)


@pytest.mark.parametrize("assignment", sorted(folder.name for folder in assignments_root().glob("*/")))
def test_every_assignment_has_its_motion(assignment: str) -> None:
    task = read_notebook(assignments_root() / assignment / f"{assignment}.ipynb")
    assert motion(task).startswith("<blockquote>")
    assert motion(task).endswith(".</blockquote>")


def test_a_task_without_a_motion_shows_none() -> None:
    assert motion({"cells": [{"cell_type": "markdown", "source": "> Een citaat.", "metadata": {}}]}) == ""
