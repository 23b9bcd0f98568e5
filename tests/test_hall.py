"""A debate of a class, live: steps, one answer each, sides by lot, and nothing told that gives anybody away."""

from __future__ import annotations

import html
import json
import random
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from urllib.parse import urlencode

import pytest

from sowcourse.debate import POSITIONS, load_debate
from sowcourse.errors import SowcourseError
from sowcourse.hub.hall import AFTER, BEFORE, LOT, MOVEMENT, STEPS, STRONGEST, SWITCH, Hall
from sowcourse.hub.halls import LASTS, MISSES, SPAN, Halls, Misses
from sowcourse.hub.movement import Movement
from sowcourse.hub.role import Guest
from sowcourse.report.position import GROUP, Pair
from tests.hall_server import BASE, Answer, HallServer, Visitor, running

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
        ([(NO, YES)] * 5, "Gemiddeld stond de klas vooraf aan de kant van oneens, en nu aan de kant van eens."),
        ([(NEUTRAL, NEUTRAL)] * 5, "Gemiddeld staat de klas in het midden, net als vooraf."),
        ([(NO, NEUTRAL)] * 9, "Gemiddeld stond de klas vooraf aan de kant van oneens, en nu in het midden."),
        ([(STRONG_NO, NO)] * 30, "Gemiddeld staat de klas duidelijk bij oneens, net als vooraf."),
        (
            [(NO, YES)] * 8 + [(YES, NO)] * 6 + [(NO, NO)] * 9 + [(YES, YES)] * 7,
            "Van de 30 mensen die twee keer een standpunt gaven: 8 gingen naar eens, 6 gingen naar oneens en 16 bleven "
            "waar ze stonden.",
        ),
        (
            [(NO, YES)] * 18 + [(YES, NO)] * 3 + [(NO, NO)] * 3 + [(YES, YES)] * 17,
            "Van de 41 mensen die twee keer een standpunt gaven: minstens 18 gingen naar eens en minstens 17 bleven "
            "waar ze stonden.",
        ),
        (
            [(NO, YES)] * 8 + [(YES, NO)] * 3 + [(NO, NO)] * 3 + [(YES, YES)] * 7,
            "Gemiddeld stond de klas vooraf in het midden, en nu iets meer bij eens.",
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


def test_a_mean_says_what_it_leaves_out_and_numbers_say_of_whom_they_do_not_tell() -> None:
    apart = Movement.of([(STRONG_NO, STRONG_YES), (STRONG_YES, STRONG_NO)] * 3)
    assert apart.sentences()[0] == "Gemiddeld staat de klas in het midden, net als vooraf."
    assert "of mensen dicht bij elkaar stonden of ver uit elkaar" in apart.sentences()[1]
    assert "ook niet hoeveel er bewogen" in apart.sentences()[1]
    counted = Movement.of([(NO, YES)] * 18 + [(YES, NO)] * 3 + [(NO, NO)] * 3 + [(YES, YES)] * 17)
    assert "tonen er 35. Over de andere 6 zeggen we niets, ook niet of ze bewogen" in counted.sentences()[1]
    assert len(Movement.of([(NO, YES)] * 8 + [(YES, NO)] * 7 + [(NO, NO)] * 9 + [(YES, YES)] * 7).sentences()) == 1


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


@pytest.mark.parametrize(("people", "knowing"), [(5, 1), (6, 1), (7, 1), (8, 2), (9, 2)])
def test_of_a_small_class_one_who_knows_their_own_answers_can_rule_out_no_answer_of_another(
    people: int, knowing: int
) -> None:
    """All of it, exactly: for each statement, own answers and answers of somebody else there is a class that fits.

    Sums of before and after are free of each other as everybody else may hold any pair. From eight people on two may
    put their answers together.
    """
    places = {}
    for total in range(people, 5 * people + 1):
        high, rest = divmod(total - people, 4)
        positions = [STRONG_YES] * high + ([POSITIONS[rest]] if high < people else [])
        positions += [STRONG_NO] * (people - len(positions))
        places[total] = told_place(positions)
    assert set(places.values()) == {0, 1, 2}
    for own, other, place in product(range(knowing, 5 * knowing + 1), range(1, 6), range(3)):
        rest = people - knowing - 1
        reached = range(own + other + rest, own + other + 5 * rest + 1)
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
            Movement.of(pairs).middle == (before, after)
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


# Pages and addresses --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server() -> Iterator[HallServer]:
    with running() as started:
        yield started


@pytest.fixture
def code(server: HallServer) -> Iterator[str]:
    """A hall of «dag» that is open."""
    opened = server.open()
    yield opened
    server.house.halls.close(opened)


def whole(server: HallServer, code: str, people: int) -> list[Visitor]:
    """Go through all steps: everybody from «oneens» to «eens»."""
    class_ = [server.visitor(f"bibi{number}") for number in range(people)]
    els = server.visitor("els")
    for student in class_:
        assert student.answer(code, BEFORE, before=NO).status == 303
    els.forward(code, BEFORE)
    for student in class_:
        assert student.answer(code, STRONGEST, pro=PRO, contra=CONTRA).status == 303
    for step in (STRONGEST, LOT, SWITCH):
        assert els.forward(code, step).status == 303
    for student in class_:
        assert student.answer(code, AFTER, after=YES).status == 303
    els.forward(code, AFTER)
    return class_


def test_a_class_of_five_goes_from_code_to_movement(server: HallServer, code: str) -> None:
    student = server.visitor("b0")
    door = student.get("")
    assert 'pattern="[0-9]{4}"' in door.text
    assert student.get(f"?code={code}").headers["Location"] == f"{BASE}{code}"
    class_ = whole(server, code, 5)
    told = "Gemiddeld stond de klas vooraf aan de kant van oneens, en nu aan de kant van eens."
    screen = server.visitor("jan").get(f"{code}/scherm").text
    assert told in screen
    assert screen.count("<svg") == 1
    phone = class_[0].get(code).text
    assert told in phone
    assert "Wat jij koos, is nu weg" in phone


def test_a_lot_gives_each_phone_a_side_and_the_switch_the_other(server: HallServer, code: str) -> None:
    class_ = [server.visitor(f"bibi{number}") for number in range(6)]
    els = server.visitor("els")
    for student in class_:
        student.get(code)
    for step in (BEFORE, STRONGEST):
        els.forward(code, step)
    side = re.compile(r"<strong>(voor|tegen)</strong> <span>de stelling")
    first = [side.findall(student.get(code).text) for student in class_]
    els.forward(code, LOT)
    second = [side.findall(student.get(code).text) for student in class_]
    assert Counter(map(str, first)) == {"['voor']": 3, "['tegen']": 3}
    assert all({*a, *b} == {"voor", "tegen"} for a, b in zip(first, second, strict=True))


def test_two_phones_of_one_account_are_one_vote(server: HallServer, code: str) -> None:
    phone, laptop = server.visitor("b1"), server.visitor("b1")
    phone.answer(code, BEFORE, before=YES)
    laptop.answer(code, BEFORE, before=NO)
    hall = server.house.halls.find(code)
    assert (hall.inside, hall.answered) == (1, 1)
    assert 'value="oneens" required checked' in phone.get(code).text, "a reload shows what counts"


def test_an_answer_to_a_closed_round_is_told_and_not_taken(server: HallServer, code: str) -> None:
    student = server.visitor("b1")
    student.get(code)
    server.visitor("els").forward(code, BEFORE)
    answer = student.answer(code, BEFORE, before=YES)
    assert answer.status == 409
    assert "Deze ronde is al dicht" in answer.text
    assert "Het sterkste argument van elke kant" in answer.text, "with what is asked now"
    assert server.house.halls.find(code).enter("b1").before == ""


def test_half_an_answer_is_refused_and_what_was_chosen_stays(server: HallServer, code: str) -> None:
    server.visitor("els").forward(code, BEFORE)
    answer = server.visitor("b1").answer(code, STRONGEST, pro=PRO)
    assert answer.status == 409
    assert "Kies ook het sterkste argument tegen." in answer.text
    assert f'name="pro" value="{PRO}" required checked' in answer.text


def test_nobody_comes_into_the_hall_of_another_class_or_on_the_screen_of_a_lecturer(
    server: HallServer, code: str
) -> None:
    other = server.visitor("a1")
    for answer in (other.get(code), other.answer(code, BEFORE, before=YES), other.get(f"{code}/scherm")):
        assert answer.status == 403
        assert "Deze zaal is van de klas dag. Jij staat op de klaslijst van avond." in answer.text
    assert other.get(f"{code}/stand").status == 403
    assert server.visitor("niemand").get(code).status == 403
    own = server.visitor("b1")
    for answer in (own.get(f"{code}/scherm"), own.forward(code, BEFORE), own.post(f"{code}/scherm", doe="sluiten")):
        assert (answer.status, "Dit scherm is van je lesgever" in answer.text) == (403, True)
    assert own.get(f"{code}/stand?scherm=1").status == 403, "counts step by one person"
    hall = server.house.halls.find(code)
    assert (hall.step, hall.inside) == (BEFORE, 0)


def test_a_lecturer_opens_only_in_a_class_of_their_own_and_votes_in_none(server: HallServer, code: str) -> None:
    jan = server.visitor("jan")
    refused = jan.post("", doe="openen", klas="avond", debat="5-politiserend.in-gesprek-blijven")
    assert (refused.status, "waaraan je zelf lesgeeft" in refused.text) == (403, True)
    assert server.house.halls.code_of("avond") == ""
    again = jan.post("", doe="openen", klas="dag", debat="5-politiserend.in-gesprek-blijven")
    assert (again.status, f"met code {code}" in again.text) == (409, True)
    assert server.visitor("els").post("", doe="openen", klas="avond", debat="niets").status == 409
    assert jan.get(code).headers["Location"] == f"{BASE}{code}/scherm"
    voted = jan.answer(code, BEFORE, before=YES)
    assert (voted.status, "Er is niets bewaard" in voted.text) == (403, True)
    assert server.house.halls.find(code).answered == 0


def test_who_gave_no_position_before_hears_at_once_that_they_are_not_counted(server: HallServer, code: str) -> None:
    early, late, els = server.visitor("b1"), server.visitor("b2"), server.visitor("els")
    early.answer(code, BEFORE, before=YES)
    assert "telt op het einde niet mee" not in late.get(code).text, "there is still time"
    for step in (BEFORE, STRONGEST, LOT):
        els.forward(code, step)
        assert "telt op het einde niet mee in de beweging" in late.get(code).text
        assert "telt op het einde niet mee" not in early.get(code).text


def test_what_we_add_to_an_argument_is_not_put_in_the_mouth_of_its_origin(server: HallServer, code: str) -> None:
    argument = next(a for a in DEBATE.arguments if a.ours)
    server.visitor("els").forward(code, BEFORE)
    shown = html.unescape(server.visitor("b1").get(code).text)
    apart = r" <small>\([^<]+\)</small> <small>Van ons erbij:</small> "
    assert re.search(f"{re.escape(argument.text)}{apart}{re.escape(argument.ours)}", shown)


def test_what_a_motion_is_about_is_read_before_a_position_and_with_the_arguments(server: HallServer, code: str) -> None:
    student, els = server.visitor("b1"), server.visitor("els")
    assert DEBATE.introduction in html.unescape(student.get(code).text)
    els.forward(code, BEFORE)
    assert DEBATE.introduction in html.unescape(els.get(f"{code}/scherm").text)


def test_two_halls_at_once_know_nothing_of_each_other(server: HallServer, code: str) -> None:
    other = server.open("avond", "1-nabijheid.namen-delen")
    server.visitor("b1").answer(code, BEFORE, before=YES)
    server.visitor("els").forward(other, BEFORE)
    here, there = server.house.halls.find(code), server.house.halls.find(other)
    assert (here.step, here.inside, there.step, there.inside) == (BEFORE, 1, STRONGEST, 0)
    server.house.halls.close(other)


def test_a_hall_that_closed_or_was_lost_is_said_to_everybody(server: HallServer, code: str) -> None:
    student = server.visitor("b1")
    student.get(code)
    closed = server.visitor("els").post(f"{code}/scherm", doe="sluiten")
    assert closed.status == 303
    for answer in (student.get(code), student.get(f"?code={code}"), server.visitor("els").get(f"{code}/scherm")):
        assert answer.status == 410
        assert "is alles weg wat er binnenkwam" in answer.text
    assert student.get(f"{code}/stand").status == 410
    assert "Er staat nu geen zaal open voor jouw klas (dag)" in student.get("").text


def test_a_form_from_elsewhere_and_who_is_not_logged_in_change_nothing(server: HallServer, code: str) -> None:
    student = server.visitor("b1")
    student.get(code)
    forged = student.ask("POST", code, urlencode({"stap": BEFORE, "before": YES}))
    assert (forged.status, "Er is niets veranderd" in forged.text) == (403, True)
    stranger = server.visitor("")
    assert stranger.get(code).headers["Location"] == "/aanmelden"
    assert stranger.ask("POST", code, "stap=vooraf&before=eens").status == 403
    assert server.house.halls.find(code).answered == 0


def test_no_page_says_more_than_it_may_and_none_runs_what_stands_in_it(server: HallServer, code: str) -> None:
    for number in range(7):
        server.visitor(f"bibi{number}").answer(code, BEFORE, before=YES if number else NO)
    els = server.visitor("els")
    for step in list(STEPS)[:-1]:
        shown = els.get(f"{code}/scherm")
        assert not re.search(r">\s*(helemaal )?(on)?eens\s*<|neutraal", shown.text), (
            f"{step}: no positions before the end"
        )
        assert "bibi" not in shown.text
        for answer in (shown, server.visitor("b1").get(code), server.visitor("b1").get("")):
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["Cache-Control"] == "no-store"
            assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:", answer.text)
        els.forward(code, step)


def test_a_step_is_told_at_once_and_a_phone_hears_no_counts(server: HallServer, code: str) -> None:
    student, els = server.visitor("b1"), server.visitor("els")
    student.get(code)
    told: list[Answer] = []
    waiting = threading.Thread(target=lambda: told.append(student.get(f"{code}/stand?step={BEFORE}")))
    waiting.start()
    server.visitor("b2").answer(code, BEFORE, before=YES)
    assert json.loads(els.get(f"{code}/stand?scherm=1&step={BEFORE}&inside=0").text) == {
        "step": BEFORE,
        "inside": "2",
        "asked": "2",
        "answered": "1",
    }
    els.forward(code, BEFORE)
    waiting.join(10)
    assert json.loads(told[0].text) == {"step": STRONGEST}


def test_what_a_lecturer_keeps_holds_counts_and_nobody(server: HallServer, code: str) -> None:
    els = server.visitor("els")
    assert els.post(f"{code}/scherm", doe="bewaren").status == 405, "there is nothing yet"
    whole(server, code, 12)
    answer = els.post(f"{code}/scherm", doe="bewaren")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="debat-in-de-klas.html"'
    assert "Gemiddeld stond de klas vooraf duidelijk bij oneens" in answer.text or "iets meer bij oneens" in answer.text
    assert "Klas dag, 12 mensen binnen." in answer.text
    assert f"<h1>{DEBATE.motion}</h1>" in answer.text
    assert not re.search(r"bibi|<script|http", answer.text.replace("http-equiv", "").replace("http://www.w3.org", ""))


def test_addresses_that_are_not_there_are_said_in_dutch(server: HallServer) -> None:
    student = server.visitor("b1")
    for path in ("0000/x", "static/hall.py", "static/geheim", "x"):
        assert (student.get(path).status, "Deze bladzijde is er niet" in student.get(path).text) == (404, True), path
    assert student.get(BASE.rstrip("/")).headers["Location"] == BASE, (
        "the address on the screen has no slash at its end"
    )


def test_who_tries_codes_must_wait_and_nobody_else_does(server: HallServer, code: str) -> None:
    guesser, neighbour = server.visitor("bguesser"), server.visitor("bneighbour")
    wrong = [f"{number}" for number in range(1000, 1030) if str(number) != code]
    answers = [guesser.get(f"{each}/stand" if place % 2 else each) for place, each in enumerate(wrong[: MISSES + 1])]
    assert [answer.status for answer in answers] == [410] * MISSES + [429]
    assert "Je probeerde te veel codes die van geen zaal van jou zijn" in answers[-1].text
    for path in (code, f"?code={code}", f"{code}/stand"):
        assert guesser.get(path).status == 429, "also of the hall that is there"
    assert guesser.answer(code, BEFORE, before=YES).status == 429
    assert (neighbour.get(code).status, server.house.halls.find(code).answered) == (200, 0)


def test_a_code_of_another_class_counts_as_a_try(server: HallServer, code: str) -> None:
    other = server.visitor("aguesser")
    assert [other.get(code).status for _ in range(MISSES + 1)] == [403] * MISSES + [429]


def test_after_ten_minutes_one_may_try_again_and_nothing_of_it_is_left() -> None:
    now = [0.0]
    misses = Misses(lambda: now[0])
    for _ in range(MISSES):
        assert not misses.too_many("b1")
        misses.add("b1")
    assert misses.too_many("b1")
    now[0] = SPAN
    assert not misses.too_many("b1")
    misses.add("b2")
    assert list(misses._of) == ["b2"]


def test_nothing_is_written_to_disk_or_to_a_log(
    server: HallServer, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    opened: list[str] = []
    watched = [False]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watched[0] and event == "open" and re.search("[wa+x]", str(arguments[1])):
            opened.append(str(arguments[0]))

    sys.addaudithook(watch)
    caplog.set_level("DEBUG")
    watched[0] = True
    whole(server, code, 6)
    watched[0] = False
    assert opened == []
    assert [record.getMessage() for record in caplog.records if "tornado" in record.name] == []


def test_what_is_refused_or_goes_wrong_is_not_logged_with_whose_it_was(
    server: HallServer, code: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    student = server.visitor("bibi1")
    student.get(code)
    token = student.cookies["_xsrf"]
    forged = student.ask("POST", code, urlencode({"stap": BEFORE, "before": YES}))
    broken = student.ask("POST", code, urlencode({"_xsrf": token, "stap": BEFORE}) + "&before=%FF%FEeens")
    assert (forged.status, broken.status, "kwam niet heel aan" in broken.text) == (403, 400, True)
    assert caplog.records == []

    def breaks(self: Hall, name: str, step: str, given: dict[str, str]) -> None:
        raise ValueError("something of ours")

    monkeypatch.setattr(Hall, "answer", breaks)
    failed = student.answer(code, BEFORE, before=YES)
    assert (failed.status, "In sowcourse zelf ging iets mis" in failed.text) == (500, True)
    assert "something of ours" in caplog.text
    assert not re.search(rf"127\.0\.0\.1|bibi1|{code}|eens", caplog.text)


def test_an_answer_in_an_address_is_none(server: HallServer, code: str) -> None:
    student = server.visitor("b1")
    student.get(code)
    told = urlencode({"_xsrf": student.cookies["_xsrf"], "stap": BEFORE, "before": YES})
    assert student.ask("POST", f"{code}?{told}").status == 409
    assert server.house.halls.find(code).answered == 0


def test_three_hundred_answer_within_seconds(server: HallServer, code: str) -> None:
    class_ = [server.visitor(f"bibi{number}") for number in range(300)]
    waits: list[float] = []

    def vote(student: Visitor) -> None:
        begun = time.monotonic()
        assert student.answer(code, BEFORE, before=YES).status == 303
        waits.append(time.monotonic() - begun)

    begun = time.monotonic()
    with ThreadPoolExecutor(30) as pool:
        list(pool.map(vote, class_))
    took = time.monotonic() - begun
    assert server.house.halls.find(code).answered == 300
    assert took < 30, took
    assert sorted(waits)[270] < 5, "a page and an answer"
