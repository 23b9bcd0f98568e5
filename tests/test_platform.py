"""What a learning platform is asked, and what its answers mean, to the letter; nothing leaves this process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from sowcourse.cohort.lms_course import LmsCourse
from sowcourse.errors import GradingError
from sowcourse.gradebook import passback
from sowcourse.gradebook.marks import FinalMark
from sowcourse.gradebook.passback import (
    Column,
    Line,
    Pass,
    Platform,
    UnreachableError,
    hub_pass,
    is_at,
    on_a_hub,
    planned,
    send,
    to_send,
)

THERE = "https://lms.school.example"
LIST = f"{THERE}/7/lineitems?type=lti"
COLUMN = Column(f"{THERE}/7/lineitems/3?type=lti", "Eindwerk", Decimal(40))
NAMED = "De leeromgeving (lms.school.example)"
Answer = Callable[[httpx.Request], httpx.Response]


def mark(points: str, maximum: str = "40") -> FinalMark:
    return FinalMark(Decimal(points), Decimal(maximum))


class Theirs:
    """What a platform answers, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[httpx.Request] = []
        self.answers: list[httpx.Response | Exception] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def says(self, *answers: object, status: int = 200, link: str = "") -> None:
        headers = {"Link": link} if link else {}
        for each in answers:
            content = each if isinstance(each, bytes) else json.dumps(each).encode()
            self.answers.append(httpx.Response(status, content=content, headers=headers))


@pytest.fixture
def theirs() -> Theirs:
    return Theirs()


@pytest.fixture
def platform(theirs: Theirs) -> Platform:
    found = Platform(Pass("geheim", f"{THERE}/lti"), LmsCourse("7", "SW2", LIST, {}))
    found._client = httpx.Client(transport=httpx.MockTransport(theirs), headers=found._client.headers)
    return found


def told(act: Callable[[], object], kind: type[GradingError] = GradingError) -> str:
    with pytest.raises(GradingError) as refused:
        act()
    assert type(refused.value) is kind
    return str(refused.value)


def test_a_client_waits_twenty_seconds_follows_nothing_and_knows_who_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[dict[str, Any]] = []
    monkeypatch.setattr(httpx, "Client", lambda **options: made.append(options))
    monkeypatch.setattr(passback.ssl, "create_default_context", lambda: "eigen winkel")
    Platform(Pass("geheim", THERE), LmsCourse("7", "SW2", LIST, {}))
    assert made == [
        {
            "headers": {"Authorization": "Bearer geheim", "Accept-Encoding": "identity"},
            "timeout": 20,
            "follow_redirects": False,
            "verify": "eigen winkel",
        }
    ]


# Columns and what stands there ----------------------------------------------------------------------------------------


def test_columns_are_read_with_a_name_and_a_maximum_that_can_be(platform: Platform, theirs: Theirs) -> None:
    long = f"{THERE}/7/lineitems/4"
    theirs.says(
        [
            {"id": COLUMN.address, "label": "Eindwerk", "scoreMaximum": 40},
            {"id": long, "label": "x" * 300, "scoreMaximum": "7.5"},
            {"id": long, "label": "", "scoreMaximum": -3},
            {"id": long, "label": None},
            {"id": "https://elders.example/1", "label": "weg"},
            {"label": "weg"},
        ]
    )
    assert platform.columns() == [
        COLUMN,
        Column(long, "x" * 200, Decimal("7.5")),
        Column(long, long, Decimal(0)),
        Column(long, long, Decimal(0)),
    ]
    (asked,) = theirs.asked
    assert (asked.method, str(asked.url)) == ("GET", LIST)
    assert asked.headers["Accept"] == "application/vnd.ims.lis.v2.lineitemcontainer+json"
    assert asked.headers["Authorization"] == "Bearer geheim"


def test_what_stands_in_a_column_is_read_for_who_has_something(platform: Platform, theirs: Theirs) -> None:
    theirs.says(
        [
            {"userId": "a", "resultScore": 5, "resultMaximum": 20},
            {"userId": "b", "resultScore": "0.25"},
            {"userId": "c", "resultScore": 3, "resultMaximum": 0},
            {"userId": "d", "resultScore": 3, "resultMaximum": 1},
            {"userId": "e", "resultScore": 3, "resultMaximum": "x"},
            {"userId": "f", "resultScore": None},
            {"userId": "g"},
            {"resultScore": 3},
            {"userId": 8, "resultScore": 0},
        ]
    )
    assert platform.standing(COLUMN) == {
        "a": mark("5", "20"),
        "b": mark("0.25", "1"),
        "c": mark("3", "40"),
        "d": mark("3", "1"),
        "e": mark("3", "40"),
        "8": mark("0", "1"),
    }
    (asked,) = theirs.asked
    assert str(asked.url) == f"{THERE}/7/lineitems/3/results?type=lti"
    assert asked.headers["Accept"] == "application/vnd.ims.lis.v2.resultcontainer+json"


@pytest.mark.parametrize(
    ("score", "shown"),
    [
        ("NaN", "NaN"),
        (True, "True"),
        ("x" * 50, "x" * 40),
        (1_000_001, "1000001"),
        ([1], "[1]"),
        ("Infinity", "Infinity"),
    ],
)
def test_what_is_no_mark_is_told_as_it_stands(platform: Platform, theirs: Theirs, score: object, shown: str) -> None:
    theirs.says([{"userId": "a", "resultScore": score}])
    assert told(lambda: platform.standing(COLUMN)) == (
        f"{NAMED} zegt dat er in «Eindwerk» «{shown}» staat, en dat is geen punt. Er is niets verstuurd. Kijk in je "
        "leeromgeving wat daar staat, en bekijk het hier opnieuw."
    )
    theirs.says([{"userId": "a", "resultScore": 1_000_000}, {"userId": "b", "resultScore": -1_000_000.0}])
    assert platform.standing(COLUMN) == {"a": mark("1000000", "1"), "b": mark("-1000000", "1")}


def test_a_list_goes_on_where_the_platform_says_that_it_does(platform: Platform, theirs: Theirs) -> None:
    one = {"id": COLUMN.address, "label": "a", "scoreMaximum": 1}
    theirs.says([one], link='<https://x.example>; rel="first", </7/lineitems?p=2>; rel="next"')
    theirs.says([one, one], link=f"<{THERE}/7/lineitems?p=3>;rel=next")
    theirs.says([one], link=f'<{THERE}/7/lineitems?p=4>; rel="prev"')
    assert len(platform.columns()) == 4
    assert [str(asked.url) for asked in theirs.asked] == [LIST, f"{THERE}/7/lineitems?p=2", f"{THERE}/7/lineitems?p=3"]


def test_a_list_without_end_is_left(platform: Platform, theirs: Theirs, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(200):
        theirs.says([], link='<?p=2>; rel="next"')
    assert told(platform.columns) == f"{NAMED} geeft een lijst zonder einde. Er is niets verstuurd."
    assert len(theirs.asked) == 200
    monkeypatch.setattr(passback, "_PAGES", 2)
    theirs.says([], link='<?p=2>; rel="next"')
    theirs.says([])
    assert platform.columns() == []


@pytest.mark.parametrize("said", [b"{}", b"<p>Meld je aan</p>", b"[1]", b'[{}, "x"]', b"", b"[" * 60_000])
def test_what_is_no_list_is_refused(platform: Platform, theirs: Theirs, said: bytes) -> None:
    theirs.says(said)
    assert told(platform.columns) == f"{NAMED} antwoordt met iets anders dan een lijst. Er is niets verstuurd."


def test_a_list_that_takes_too_long_or_too_much_is_let_go(
    platform: Platform, theirs: Theirs, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = iter([0.0, *[1.0] * 2, 120.0, *[121.0] * 2, 120.1])
    monkeypatch.setattr(passback, "monotonic", lambda: next(now))
    for _ in range(2):
        theirs.says([], link='<?p=2>; rel="next"')
    assert told(platform.columns, UnreachableError) == f"{NAMED} doet over een lijst meer dan 120 seconden."
    monkeypatch.setattr(passback, "monotonic", lambda: 0.0)
    monkeypatch.setattr(passback, "_MUCH", 10)
    theirs.answers.clear()
    theirs.says(b"[]    ", link='<?p=2>; rel="next"')
    theirs.says(b"[]  ")
    assert platform.columns() == []
    theirs.says(b"[]    ", link='<?p=2>; rel="next"')
    theirs.says(b"[]   ")
    assert told(platform.columns, UnreachableError) == f"{NAMED} antwoordt met veel meer dan nodig is."


def test_an_answer_that_comes_drop_by_drop_is_let_go(
    platform: Platform, theirs: Theirs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drops() -> Iterator[bytes]:
        yield from (b"[", b"]")

    monkeypatch.setattr(passback, "_MUCH", 2)
    for late, text in ((20.0, ""), (20.1, f"{NAMED} antwoordt niet binnen 20 seconden.")):
        theirs.answers.append(httpx.Response(200, content=drops()))
        now = iter([0.0, 0.0, 1.0, late, 0.0])
        monkeypatch.setattr(passback, "monotonic", lambda now=now: next(now))
        if text:
            assert told(platform.columns, UnreachableError) == text
        else:
            assert platform.columns() == []


# Giving one -----------------------------------------------------------------------------------------------------------

LINE = Line("s1", "sub-1", None, mark("7.25"))


def test_a_mark_is_given_whole_and_final(platform: Platform, theirs: Theirs) -> None:
    theirs.says(b"")
    begun = datetime.now(UTC)
    platform.give(COLUMN, LINE)
    (asked,) = theirs.asked
    assert (asked.method, str(asked.url)) == ("POST", f"{THERE}/7/lineitems/3/scores?type=lti")
    assert asked.headers["Content-Type"] == "application/vnd.ims.lis.v1.score+json"
    said = json.loads(asked.content)
    moment = said.pop("timestamp")
    assert abs((datetime.fromisoformat(moment) - begun).total_seconds()) < 5
    assert moment[-6:] == "+00:00"
    assert len(moment) == len("2026-11-28T10:00:00.123+00:00")
    assert said == {
        "userId": "sub-1",
        "scoreGiven": 7.25,
        "scoreMaximum": 40.0,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
    }


def test_a_page_is_no_confirmation(platform: Platform, theirs: Theirs) -> None:
    theirs.says(b" \n<html>")
    assert told(lambda: platform.give(COLUMN, LINE), UnreachableError) == (
        f"{NAMED} antwoordt met een bladzijde in plaats van met een bevestiging. Bekijk opnieuw wat er verandert: dan "
        "zie je wat er aankwam. Blijft het zo, vraag het aan de beheerder van de leeromgeving."
    )
    theirs.says(b"goed <b>")
    platform.give(COLUMN, LINE)


@pytest.mark.parametrize(
    ("status", "why", "kind"),
    [
        (400, "weigert dit zoals het is", GradingError),
        (
            401,
            "aanvaardt onze sleutel niet. De beheerder van de cursus kijkt na of de leeromgeving onze sleutels kent",
            UnreachableError,
        ),
        (418, "weigert dit", GradingError),
        (429, "krijgt te veel ineens. Wacht een paar minuten", UnreachableError),
        (499, "weigert dit", GradingError),
        (500, "heeft zelf een storing. Probeer het straks opnieuw", GradingError),
        (503, "heeft zelf een storing. Probeer het straks opnieuw", GradingError),
    ],
)
def test_a_refusal_is_told_and_one_that_everybody_gets_ends_it(
    platform: Platform, theirs: Theirs, status: int, why: str, kind: type[GradingError]
) -> None:
    theirs.says(b"", status=status)
    assert told(lambda: platform.give(COLUMN, LINE), kind) == f"{NAMED} {why} ({status})."


def test_who_sends_us_on_is_not_followed_and_who_is_silent_is_told(platform: Platform, theirs: Theirs) -> None:
    theirs.answers.append(httpx.Response(302, headers={"Location": "https://elders.example"}))
    assert told(lambda: platform.give(COLUMN, LINE)) == (
        f"{NAMED} stuurt ons door naar een ander adres. Dat doen we niet (302)."
    )
    theirs.answers.append(httpx.ReadTimeout("traag"))
    assert told(lambda: platform.give(COLUMN, LINE), UnreachableError) == f"{NAMED} antwoordt niet binnen 20 seconden."
    for fault in (httpx.ConnectError("weg"), httpx.InvalidURL("stuk")):
        theirs.answers.append(fault)
        assert told(lambda: platform.give(COLUMN, LINE), UnreachableError) == f"{NAMED} is niet te bereiken."
    elsewhere = Column("https://elders.example/" + "x" * 200, "a", Decimal(1))
    asked = len(theirs.asked)
    assert told(lambda: platform.give(elsewhere, LINE)) == (
        f"{elsewhere.address[:100]}: dit adres hoort niet bij de leeromgeving uit de instellingen ({THERE}/lti). Daar "
        "gaat niets heen. De beheerder kijkt 'puntenadres' in school.toml na."
    )
    assert len(theirs.asked) == asked


@pytest.mark.parametrize(
    ("address", "asked"),
    [("/7/3", "/7/3/scores"), ("/7/3/", "/7/3/scores"), ("/7/3/?a=b?c", "/7/3/scores?a=b?c")],
)
def test_what_stands_behind_a_question_mark_stays_behind_it(
    platform: Platform, theirs: Theirs, address: str, asked: str
) -> None:
    theirs.says(b"")
    platform.give(Column(f"{THERE}{address}", "a", Decimal(1)), LINE)
    assert str(theirs.asked[0].url) == f"{THERE}{asked}"


# What would be sent, and sending --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (mark("18", "20"), mark("36"), True),
        (mark("36"), mark("36.004"), True),
        (mark("36"), mark("36.005"), False),
        (mark("36"), mark("35.995"), False),
        (None, mark("0"), False),
        (mark("1", "0"), mark("1"), False),
        (mark("1"), mark("1", "0"), False),
        (mark("36", "100"), mark("36"), False),
    ],
)
def test_a_mark_is_the_same_whatever_it_is_counted_out_of(
    before: FinalMark | None, after: FinalMark, same: bool
) -> None:
    assert Line("s1", "sub", before, after).same is same


def test_who_can_be_sent_something_else_than_stands_there_is_sent_it() -> None:
    marks = {"s1": mark("1"), "s2": mark("2"), "s3": mark("3"), "s4": mark("4")}
    lines = planned(
        marks, {"s1": "a", "s2": "b", "s4": "d", "s9": "z"}, {"a": mark("1"), "b": mark("9"), "": mark("8")}
    )
    assert lines == [
        Line("s1", "a", mark("1"), mark("1")),
        Line("s2", "b", mark("9"), mark("2")),
        Line("s3", "", mark("8"), mark("3")),
        Line("s4", "d", None, mark("4")),
    ]
    assert [line.student for line in to_send(lines)] == ["s2", "s4"]


class Gives:
    """A platform that gives, or fails for some."""

    def __init__(self, faults: dict[str, GradingError]) -> None:
        self.faults, self.given = faults, list[str]()

    def give(self, column: Column, line: Line) -> None:
        assert column is COLUMN
        self.given.append(line.student)
        if line.student in self.faults:
            raise self.faults[line.student]


def test_what_fails_for_one_stops_nobody_and_what_fails_for_all_stops_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passback, "_AT_ONCE", 1)
    lines = [Line(f"s{number}", "x", None, mark("1")) for number in range(5)]
    theirs = Gives({"s1": GradingError("nee"), "s3": UnreachableError("weg")})
    done = send(theirs, COLUMN, lines)  # type: ignore[arg-type]
    assert done == {"s0": "", "s1": "nee", "s2": "", "s3": "weg", "s4": "weg"}
    assert theirs.given == ["s0", "s1", "s2", "s3"]
    assert send(theirs, COLUMN, []) == {}  # type: ignore[arg-type]


def test_no_more_than_six_are_under_way_at_one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    hands: list[int] = []
    monkeypatch.setattr(passback, "ThreadPoolExecutor", lambda number: hands.append(number) or ThreadPoolExecutor(1))
    assert send(Gives({}), COLUMN, [LINE]) == {"s1": ""}  # type: ignore[arg-type]
    assert hands == [6]


# The hub --------------------------------------------------------------------------------------------------------------

HUB = {"JUPYTERHUB_API_URL": "http://127.0.0.1:8081/hub/api", "JUPYTERHUB_API_TOKEN": "sleutel"}


def test_only_a_server_of_a_hub_can_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (on_a_hub(HUB), on_a_hub({})) == (True, False)
    monkeypatch.delenv("JUPYTERHUB_API_URL", raising=False)
    assert not on_a_hub()
    monkeypatch.setenv("JUPYTERHUB_API_URL", "x")
    assert on_a_hub()
    assert not on_a_hub({})


def test_the_hub_gives_a_pass_or_says_why_not(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, dict[str, Any]]] = []
    answer = httpx.Response(200, json={"token": 5, "address": THERE})
    monkeypatch.setattr(httpx, "post", lambda place, **options: asked.append((place, options)) or answer)
    assert hub_pass(HUB) == Pass("5", THERE)
    assert asked == [
        (
            "http://127.0.0.1:8081/hub/lti13/punten",
            {"headers": {"Authorization": "token sleutel"}, "timeout": 40, "trust_env": False},
        )
    ]
    hub_pass({"JUPYTERHUB_API_URL": "http://h/hub/api"})
    assert asked[1][1]["headers"] == {"Authorization": "token "}
    for name, value in HUB.items():
        monkeypatch.setenv(name, value)
    assert hub_pass() == Pass("5", THERE)
    for content, why in (
        ({"message": "Geen punten hier."}, "Geen punten hier."),
        ({"message": ""}, "De hub van je school weigert dit (403)."),
        ({}, "De hub van je school weigert dit (403)."),
    ):
        answer = httpx.Response(403, json=content)
        assert told(lambda: hub_pass(HUB), UnreachableError) == why
    silent = "De hub van je school antwoordt niet. Er is niets verstuurd. Probeer het straks."
    answer = httpx.Response(200, content=b"<p>")
    assert told(lambda: hub_pass(HUB), UnreachableError) == silent


@pytest.mark.parametrize(
    ("place", "fine"),
    [
        (f"{THERE}/a?b=1", True),
        (f"{THERE}:443/", True),
        (f"{THERE}/{'a' * (2000 - len(THERE) - 1)}", True),
        (f"{THERE}/{'a' * (2000 - len(THERE))}", False),
        ("http://lms.school.example/a", False),
        (f"{THERE}:444/a", False),
        (f"{THERE}:99999/a", False),
        ("https://x@lms.school.example/a", False),
        (f"{THERE}/a@b", True),
        (f"{THERE}/a\\b", False),
        (f"{THERE}/a b", False),
        (f"{THERE}/a\tb", False),
        ("https://elders.example/a", False),
    ],
)
def test_an_address_is_that_of_the_platform_or_nothing_goes_there(place: str, fine: bool) -> None:
    assert is_at(place, f"{THERE}/lti") is fine
