"""A debate of a class, live: steps, one answer each, sides by lot, and nothing told that gives anybody away."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from itertools import product

import pytest

from sowcourse.debate import POSITIONS, load_debate
from sowcourse.errors import SowcourseError
from sowcourse.hub.hall import AFTER, BEFORE, LOT, MOVEMENT, STEPS, STRONGEST, SWITCH, Hall
from sowcourse.hub.halls import LASTS, Halls
from sowcourse.hub.movement import Movement
from sowcourse.hub.role import Guest
from sowcourse.report.position import GROUP, Pair, shown

STRONG_NO, NO, NEUTRAL, YES, STRONG_YES = POSITIONS
DEBATE = load_debate("5-politiserend", "in-gesprek-blijven")
PRO, CONTRA = (DEBATE.side(side)[0].id for side in ("pro", "contra"))


@pytest.fixture
def hall() -> Hall:
    return Hall("dag", DEBATE)


def to(hall: Hall, step: str) -> None:
    while hall.step != step:
        hall.forward(hall.step)


# Steps and answers ----------------------------------------------------------------------------------------------------


def test_steps_go_one_way_and_a_second_click_goes_no_further(hall: Hall) -> None:
    assert list(STEPS) == [BEFORE, STRONGEST, LOT, SWITCH, AFTER, MOVEMENT]
    hall.forward(BEFORE)
    with pytest.raises(SowcourseError, match="al een stap verder"):
        hall.forward(BEFORE)
    assert hall.step == STRONGEST
    to(hall, MOVEMENT)
    with pytest.raises(SowcourseError, match="al een stap verder"):
        hall.forward(MOVEMENT)


def test_who_answers_again_changes_an_answer_and_adds_none(hall: Hall) -> None:
    for position in (YES, NO, NO):
        hall.answer("an", BEFORE, {"before": position})
    assert (hall.inside, hall.answered, hall.enter("an").before) == (1, 1, NO)


def test_an_answer_after_its_round_counts_no_more_and_the_one_before_stays(hall: Hall) -> None:
    hall.answer("an", BEFORE, {"before": YES})
    hall.forward(BEFORE)
    with pytest.raises(SowcourseError, match="Deze ronde is al dicht"):
        hall.answer("an", BEFORE, {"before": NO})
    assert hall.enter("an").before == YES
    to(hall, LOT)
    with pytest.raises(SowcourseError, match="Deze ronde is al dicht"):
        hall.answer("an", LOT, {"side": "pro"})


@pytest.mark.parametrize("given", [{}, {"before": ""}, {"before": "misschien"}, {"after": YES}, {"before": PRO}])
def test_what_was_not_offered_is_refused_and_nothing_is_kept(hall: Hall, given: dict[str, str]) -> None:
    with pytest.raises(SowcourseError, match=r"Er is nog niets bewaard\. Kies een van de vijf standpunten"):
        hall.answer("an", BEFORE, given)
    assert hall.answered == 0


def test_the_strongest_argument_is_asked_of_both_sides_and_is_one_of_the_course(hall: Hall) -> None:
    hall.forward(BEFORE)
    for given in ({"pro": PRO}, {"pro": PRO, "contra": PRO}, {"pro": PRO, "contra": "<b>"}):
        with pytest.raises(SowcourseError, match="Kies ook het sterkste argument tegen"):
            hall.answer("an", STRONGEST, given)
    assert hall.enter("an").pro == ""
    hall.answer("an", STRONGEST, {"pro": PRO, "contra": CONTRA})
    assert hall.answered == 1


def test_the_strongest_of_a_class_is_told_from_five_choices_on(hall: Hall) -> None:
    other = Hall("avond", DEBATE)
    for room, people in ((hall, GROUP), (other, GROUP - 1)):
        room.forward(BEFORE)
        for number in range(people):
            room.answer(str(number), STRONGEST, {"pro": PRO, "contra": CONTRA})
        room.forward(STRONGEST)
    assert hall.strongest == {"pro": PRO, "contra": CONTRA}
    assert other.strongest == {}


@pytest.mark.parametrize("people", [0, 1, 5, 6, 300])
def test_the_lot_halves_whoever_is_in_and_late_comers_even_it_out(people: int) -> None:
    hall = Hall("dag", DEBATE)
    for number in range(people):
        hall.answer(str(number), BEFORE, {"before": YES})
    to(hall, LOT)
    for number in range(people + 4):
        hall.enter(str(number))
    sides = Counter(hall.pleads(hall.enter(str(number))) for number in range(people + 4))
    assert set(sides) == {"pro", "contra"}
    assert abs(sides["pro"] - sides["contra"]) <= 1
    before = [hall.pleads(hall.enter(str(number))) for number in range(people + 4)]
    hall.forward(LOT)
    after = [hall.pleads(hall.enter(str(number))) for number in range(people + 4)]
    assert all({a, b} == {"pro", "contra"} for a, b in zip(before, after, strict=True)), "everybody switches"


def test_the_lot_does_not_follow_the_order_of_coming_in() -> None:
    drawn = set()
    for _ in range(40):
        hall = Hall("dag", DEBATE)
        for number in range(6):
            hall.enter(str(number))
        to(hall, LOT)
        drawn.add(tuple(hall.enter(str(number)).side for number in range(6)))
    assert len(drawn) > 5


def test_who_came_late_is_not_in_the_movement(hall: Hall) -> None:
    for number in range(6):
        hall.answer(str(number), BEFORE, {"before": NO})
    to(hall, AFTER)
    for number in range(1, 6):
        hall.answer(str(number), AFTER, {"after": YES})
    with pytest.raises(SowcourseError, match="van jou is er geen beweging om te tellen"):
        hall.answer("6", AFTER, {"after": YES})
    assert (hall.inside, hall.asked, hall.answered) == (7, 6, 5)
    hall.forward(AFTER)
    assert hall.movement
    assert (hall.movement.people, hall.inside) == (5, 7)


def test_when_all_is_counted_nothing_of_anybody_is_left(hall: Hall) -> None:
    for number in range(12):
        hall.answer(f"student-{number}", BEFORE, {"before": NO})
    held = repr([sheet.__dict__ for sheet in hall._sheets.values()]) + repr(list(hall._sheets))
    assert "student" not in held, "names are no keys, even before"
    to(hall, AFTER)
    for number in range(12):
        hall.answer(f"student-{number}", AFTER, {"after": YES})
    hall.forward(AFTER)
    assert (hall._sheets, hall._key) == ({}, b"")
    assert hall.enter("student-1").before == ""
    assert hall._sheets == {}, "who looks at the end leaves no mark"


def test_two_halls_make_different_marks_of_one_name() -> None:
    first, second = Hall("dag", DEBATE), Hall("dag", DEBATE)
    for hall in (first, second):
        hall.enter("an")
    assert set(first._sheets) & set(second._sheets) == set()


# What is told ---------------------------------------------------------------------------------------------------------


def test_below_five_nothing_is_told() -> None:
    told = Movement.of([(YES, NO)] * 4)
    assert (told.table, told.middle, told.grid(), told.picture()) == (None, None, ([], []), "")
    assert told.sentences()[0].startswith("Minder dan 5 mensen gaven twee keer een standpunt.")


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        ([(NO, YES)] * 5, "De klas stond vooraf aan de kant van oneens en staat nu aan de kant van eens."),
        ([(NEUTRAL, NEUTRAL)] * 5, "De klas staat in het midden, net als vooraf."),
        ([(NO, NEUTRAL)] * 9, "De klas stond vooraf aan de kant van oneens en staat nu in het midden."),
        ([(STRONG_NO, NO)] * 30, "De klas staat duidelijk bij oneens, net als vooraf."),
        (
            [(NO, YES)] * 8 + [(YES, NO)] * 6 + [(NO, NO)] * 9 + [(YES, YES)] * 7,
            "Van de 30 mensen die twee keer een standpunt gaven: 8 gingen naar eens, 6 gingen naar oneens en 16 bleven "
            "waar ze stonden.",
        ),
        (
            [(NO, YES)] * 8 + [(YES, NO)] * 3 + [(NO, NO)] * 3 + [(YES, YES)] * 7,
            "Van de 21 mensen die twee keer een standpunt gaven: minstens 8 gingen naar eens en minstens 7 bleven "
            "waar ze stonden.",
        ),
    ],
)
def test_the_movement_is_told_in_words(pairs: list[Pair], sentence: str) -> None:
    told = Movement.of(pairs)
    assert told.sentences()[0] == sentence
    assert str(told.picture()).count("<svg") == 1
    header, rows = told.grid()
    assert rows
    assert {len(row) for row in rows} == {len(header)}


def test_numbers_or_a_place_on_the_line_but_never_both() -> None:
    chance = random.Random(7)
    seen = Counter[str]()
    for _ in range(600):
        size = chance.choice([5, 7, 9, 12, 25, 60, 300])
        weights = [chance.random() ** 5 for _ in range(25)]
        told = Movement.of(chance.choices(list(product(POSITIONS, POSITIONS)), weights, k=size))
        assert (told.table is None) != (told.middle is None)
        seen["table" if told.table else "line"] += 1
        if size < 2 * GROUP:
            assert told.middle, "so few are only told as a whole"
        drawn = "".join(map(str, (told.sentences(), told.grid(), told.picture())))
        small = [f" {number} " for number in range(1, GROUP)]
        assert not any(number in " ".join(told.sentences()) for number in small), drawn
    assert min(seen.values()) > 50, seen


@pytest.mark.parametrize("people", range(5, 10))
def test_of_a_small_class_one_who_knows_their_own_answers_can_rule_out_no_answer_of_another(people: int) -> None:
    """All of it, exactly: for each statement, own answers and answers of somebody else there is a class that fits.

    Sums of before and after are free of each other as everybody else may hold any pair.
    """
    places = {}
    for total in range(people, 5 * people + 1):
        high, rest = divmod(total - people, 4)
        positions = [STRONG_YES] * high + ([POSITIONS[rest]] if high < people else [])
        positions += [STRONG_NO] * (people - len(positions))
        places[total] = told_place(positions)
    assert set(places.values()) == {0, 1, 2}
    for own, other, place in product(range(1, 6), range(1, 6), range(3)):
        reached = range(own + other + people - 2, own + other + 5 * (people - 2) + 1)
        assert any(places[total] == place for total in reached), (own, other, place)


def told_place(positions: list[str]) -> int:
    middle = Movement.of([(position, position) for position in positions]).middle
    assert middle
    return middle[0]


@pytest.mark.parametrize("people", [10, 13])
def test_of_a_larger_class_that_gets_no_numbers_that_holds_too(people: int) -> None:
    """At the corners: the statement, and that there are no numbers, leave every answer of another possible."""
    chance = random.Random(people)
    corners = [(STRONG_NO, STRONG_NO), (STRONG_NO, STRONG_YES), (STRONG_YES, STRONG_NO), (STRONG_YES, STRONG_YES)]
    for own, other, before, after in product(corners, corners, range(5), range(5)):
        assert any(
            shown(pairs) is None and Movement.of(pairs).middle == (before, after)
            for pairs in candidates(chance, people, own, other, before, after)
        ), (own, other, before, after)


def candidates(
    chance: random.Random, people: int, own: Pair, other: Pair, before: int, after: int
) -> Iterator[list[Pair]]:
    """Classes with these two people in them, made to stand in these places."""
    bounds = {0: (1.0, 2.2), 1: (2.25, 2.75), 2: (2.85, 3.15), 3: (3.25, 3.75), 4: (3.8, 5.0)}
    for _ in range(200):
        sides = []
        for side, place in ((0, before), (1, after)):
            low, high = bounds[place]
            total = round(people * chance.uniform(low, high))
            rest = total - sum(POSITIONS.index(pair[side]) + 1 for pair in (own, other))
            sides.append(spread(chance, people - 2, rest))
        if all(sides):
            first, second = (sorted(side) if chance.random() < 0.5 else side for side in sides)
            yield [own, other, *zip(first, second, strict=True)]


def spread(chance: random.Random, people: int, total: int) -> list[str]:
    """Positions of so many people with this sum; none when there are no such."""
    if not people <= total <= 5 * people:
        return []
    values = [1] * people
    while sum(values) < total:
        place = chance.choice([place for place, value in enumerate(values) if value < 5])
        values[place] += 1
    return [POSITIONS[value - 1] for value in values]


# Halls and guests -----------------------------------------------------------------------------------------------------


def test_each_class_has_a_hall_of_its_own_and_one_at_a_time() -> None:
    halls = Halls()
    day, evening = Hall("dag", DEBATE), Hall("avond", DEBATE)
    code, other = halls.open(day), halls.open(evening)
    assert code != other
    assert len(code) == len(other) == 4
    assert (halls.find(code), halls.find(other)) == (day, evening)
    with pytest.raises(SowcourseError, match=f"dag: hier staat al een zaal open, met code {code}"):
        halls.open(Hall("dag", DEBATE))
    halls.close(code)
    with pytest.raises(SowcourseError, match="Deze zaal is er niet, of niet meer"):
        halls.find(code)
    assert halls.open(Hall("dag", DEBATE))


def test_a_hall_that_nobody_minds_is_gone_after_some_hours() -> None:
    now = [0.0]
    halls = Halls(lambda: now[0])
    code = halls.open(Hall("dag", DEBATE))
    now[0] = LASTS - 1
    halls.touch(code)
    now[0] = 2 * LASTS - 2
    assert halls.code_of("dag") == code
    now[0] = 2 * LASTS
    assert halls.code_of("dag") == ""


@pytest.mark.parametrize(
    ("groups", "learns", "teaches"),
    [
        (["klas-dag"], ("dag",), ()),
        (["lesgevers-dag", "klas-avond"], ("avond",), ("dag",)),
        (["coordinatoren"], (), ("avond", "dag")),
        (["kantoor", "klas-weg", "lesgevers-"], (), ()),
    ],
)
def test_the_groups_of_the_hub_say_whose_hall_one_may_enter_or_open(
    groups: list[str], learns: tuple[str, ...], teaches: tuple[str, ...]
) -> None:
    assert Guest.of("an", groups, ["dag", "avond"]) == Guest("an", learns, teaches)
