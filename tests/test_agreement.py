"""Two markers: agreement against values worked out by hand and against the definition, and where there is none."""

from __future__ import annotations

import random

import pytest
from markupsafe import Markup

from sowcourse.gradebook.gradebook import Result
from sowcourse.gradebook.scores import CellResult
from sowcourse.report.agreement import agreement, agreement_part, kappa, signed
from sowcourse.report.second import SecondMark
from sowcourse.rubric import Criterion, Rubric


def by_definition(pairs: list[tuple[float, float]]) -> float:
    """Weighted kappa as Cohen defines it, over a table of categories."""
    number = len(pairs)
    values = sorted({value for pair in pairs for value in pair})
    observed = sum((a - b) ** 2 for a, b in pairs) / number
    share = [{value: sum(pair[side] == value for pair in pairs) / number for value in values} for side in (0, 1)]
    expected = sum((a - b) ** 2 * share[0][a] * share[1][b] for a in values for b in values)
    return 1 - observed / expected


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ([(1, 1), (2, 2), (3, 3)], 1),
        ([(1, 2), (2, 1)], -1),
        # By hand: squared differences 1 0 0 1, observed 0.5; variances 1.25 and 0.25, both means 2.5; 1 - 0.5 / 1.5.
        ([(1, 2), (2, 2), (3, 3), (4, 3)], 2 / 3),
    ],
)
def test_kappa_has_the_value_worked_out_by_hand(pairs: list[tuple[float, float]], value: float) -> None:
    assert kappa(pairs) == pytest.approx(value)


def test_kappa_is_the_one_of_the_definition() -> None:
    chance = random.Random(1)
    for _ in range(200):
        pairs = [(chance.randrange(13) / 2, chance.randrange(13) / 2) for _ in range(chance.randrange(2, 30))]
        if len({value for pair in pairs for value in pair}) > 1:
            assert kappa(pairs) == pytest.approx(by_definition(pairs))


@pytest.mark.parametrize("pairs", [[], [(3, 3)], [(2, 2)] * 20])
def test_there_is_no_kappa_without_answers_or_without_any_difference(pairs: list[tuple[float, float]]) -> None:
    assert kappa(pairs) is None


def test_agreement_tells_exact_and_who_is_milder() -> None:
    found = agreement([(4, 4), (4, 5), (2, 3), (6, 6)])
    assert (found.number, found.exact, found.difference) == (4, 0.5, 0.5)
    empty = agreement([])
    assert (empty.number, empty.exact, empty.difference, empty.kappa) == (0, None, None, None)


RUBRICS = {
    "reflectie": Rubric(
        "reflectie",
        "Reflectie",
        (Criterion("Begrippen", ("a", "b", "c", "d")), Criterion("Stap", ("a", "b", "c", "d"))),
    )
}


def result(student: str, score: float, waiting: bool = False, comment: str = "") -> Result:
    cell = CellResult(cell="reflectie", points=12, score=score, manual=True, waiting=waiting, comment=comment)
    return Result(student=student, received=None, late=False, graded=True, cells=(cell,))


def test_the_page_shows_kappa_from_ten_answers_on_and_what_to_talk_about_first() -> None:
    results = [result(f"s{number}", number) for number in range(11)]
    second = {"reflectie": {f"s{number}": SecondMark(number + (3 if number == 7 else 0)) for number in range(10)}}
    page = agreement_part(results, second, lambda student: Markup(f"[{student}]"), RUBRICS)
    assert '<td class="number">10</td><td class="number">90%</td><td class="number">+0,3</td>' in page
    assert "[s7]" in page
    assert "[s6]" not in page
    nine = {"reflectie": {f"s{number}": SecondMark(number) for number in range(9)}}
    assert '<td class="number">0</td><td class="number">—</td>' in agreement_part(results, nine, Markup, RUBRICS)


def test_levels_are_compared_criterion_by_criterion_where_both_gave_one() -> None:
    levels = [1 + number % 4 for number in range(12)]
    results = [result(f"s{n}", 6, comment=f"Mooi.\nBegrippen: {level}\nStap: 2") for n, level in enumerate(levels)]
    second = {
        "reflectie": {
            f"s{n}": SecondMark(6, {"Begrippen": level} | ({"Stap": 4} if n < 3 else {}))
            for n, level in enumerate(levels)
        }
    }
    page = agreement_part(results, second, Markup, RUBRICS)
    row = '<th scope="row">{}</th><td>reflectie</td><td class="number">{}</td><td class="number">{}</td>'
    assert row.format("Begrippen", 12, "100%") + '<td class="number">0</td><td class="number">1,00</td>' in page
    assert row.format("Stap", 3, "0%") + '<td class="number">+2</td><td class="number">—</td>' in page
    told = "Niveaus staan hier zodra jullie er allebei geven"
    assert told not in page
    assert told in agreement_part([result("s1", 6)], {"reflectie": {"s1": SecondMark(6)}}, Markup, RUBRICS)
    assert told in agreement_part(results, second, Markup, {}), "an assignment without rubric has no levels"


def test_what_the_first_did_not_mark_yet_does_not_count() -> None:
    second = {"reflectie": {"s1": SecondMark(9)}}
    page = agreement_part([result("s1", 0, waiting=True)], second, Markup, RUBRICS)
    assert '<td class="number">0</td><td class="number">—</td><td class="number">—</td>' in page
    assert "Er is geen tweede beoordelaar" in agreement_part([result("s1", 4)], {}, Markup, RUBRICS)


@pytest.mark.parametrize(("value", "told"), [(0.5, "+0,5"), (-1, "−1"), (0, "0"), (-0.001, "0")])
def test_a_difference_has_its_sign(value: float, told: str) -> None:
    assert signed(value) == told
