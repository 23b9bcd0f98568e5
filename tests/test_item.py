"""How hard an item was and what it tells: against values worked out by hand, and where there is no value."""

from __future__ import annotations

import pytest

from sowcourse.gradebook.gradebook import Result
from sowcourse.gradebook.scores import CellResult
from sowcourse.report.item import FEWEST, decimal, difficulty, discrimination, item_table, items


def result(student: str, manual: bool = False, waiting: bool = False, **scores: float) -> Result:
    cells = tuple(
        CellResult(cell=name, points=2, score=score, manual=manual, waiting=waiting, comment="")
        for name, score in scores.items()
    )
    return Result(student=student, received=None, late=False, graded=True, cells=cells)


def test_difficulty_is_the_mean_share_of_the_points() -> None:
    assert difficulty([1, 0.5, 0, 1]) == 0.625
    assert difficulty([]) is None


def test_discrimination_leaves_the_item_out_of_the_total() -> None:
    # By hand: item 1 0 1 1, rest 2 1 1 3; products of deviations 0.75, squares 0.75 and 2.75; 0.75 / √(0.75 · 2.75).
    assert discrimination([1, 0, 1, 1], [3, 1, 2, 4]) == pytest.approx(0.5222, abs=1e-4)
    assert discrimination([0, 1], [2, 1]) == pytest.approx(-1)


def test_discrimination_of_two_values_is_the_point_biserial() -> None:
    # By hand: rest 4 5 3 (right) and 1 2 (wrong); means 4 and 1.5, sd of all √2; 2.5 / √2 · √(0.6 · 0.4).
    item, rest = [1, 1, 1, 0, 0], [4, 5, 3, 1, 2]
    total = [a + b for a, b in zip(item, rest, strict=True)]
    assert discrimination(item, total) == pytest.approx(2.5 / 2**0.5 * 0.24**0.5)


@pytest.mark.parametrize(
    ("item", "total"),
    [([], []), ([1], [2]), ([1, 1, 1], [1, 2, 3]), ([0, 1, 2], [5, 6, 7])],
    ids=["nobody", "one", "item the same for all", "rest the same for all"],
)
def test_there_is_no_discrimination_when_nothing_varies(item: list[float], total: list[float]) -> None:
    assert discrimination(item, total) is None


def test_an_item_that_all_had_is_flagged_and_has_a_dash() -> None:
    found = [
        result(str(n), makkelijk=2, omgekeerd=2 * (n % 2), anders=2 * (1 - n % 2), ook=2 * (1 - n % 2))
        for n in range(12)
    ]
    easy, negative, other, _ = items(found)
    assert (easy.difficulty, easy.discrimination, easy.flag) == (1, None, "bijna iedereen")
    assert negative.discrimination == pytest.approx(-1)
    assert negative.flag == "negatief"
    assert (other.discrimination, other.flag) == (None, "")  # the rest is the same for all
    page = item_table(found, "5-politiserend")
    assert '<td class="number">100%</td><td class="number">—</td><td>bijna iedereen</td>' in page
    assert '<td class="number">−1,00</td><td>negatief</td>' in page


def test_below_ten_submissions_difficulty_is_shown_and_discrimination_is_not() -> None:
    found = [result(str(n), een=2 * (n % 2), twee=2 * (n % 2)) for n in range(FEWEST)]
    assert items(found)[0].discrimination == pytest.approx(1)
    few = items(found[1:])[0]
    assert (few.number, few.discrimination) == (9, None)
    assert few.difficulty == pytest.approx(5 / 9)


def test_a_question_for_a_person_counts_once_all_is_marked() -> None:
    found = [result(str(n), manual=True, waiting=n > 2, uitleg=2) for n in range(5)]
    (item,) = items(found)
    assert (item.manual, item.number) == (True, 3)


@pytest.mark.parametrize(
    ("value", "told"), [(None, "—"), (0.5, "0,50"), (-0.25, "−0,25"), (-0.001, "0,00"), (0.0, "0,00")]
)
def test_numbers_are_written_the_dutch_way(value: float | None, told: str) -> None:
    assert decimal(value) == told
